// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/table/querytext.h"

#include <QCoreApplication>
#include <QDate>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

/// The sentences of this file, where a translator finds them.
class QueryText
{
    Q_DECLARE_TR_FUNCTIONS(Steward::QueryText)
};

constexpr int mostValues = 100; // the server takes no more in one filter

/// One piece between blanks; quotes hold blanks, commas and colons together.
struct Token
{
    int start = 0;
    int length = 0;
    bool negated = false;
    QString field;        ///< empty for a free word
    QString op;           ///< ">" ">=" "<" "<=" or empty
    QStringList values;   ///< unquoted
    QList<bool> prefixes; ///< whether a value ended in an unquoted '*'
    bool isRange = false;
};

class Reader
{
public:
    explicit Reader(const QString &text) : m_text(text) { }

    bool next(Token &token)
    {
        while (m_at < m_text.size() && m_text.at(m_at).isSpace())
            ++m_at;
        if (m_at >= m_text.size())
            return false;
        token = {};
        token.start = m_at;
        const int colon = fieldEnd();
        if (colon >= 0) {
            token.negated = m_text.at(m_at) == u'-';
            token.field = m_text.mid(m_at + (token.negated ? 1 : 0), colon - m_at - (token.negated ? 1 : 0)).toLower();
            m_at = colon + 1;
            readOperator(token);
            readValues(token);
        } else {
            token.values.append(readValue(token, false));
        }
        token.length = m_at - token.start;
        return true;
    }

private:
    /// Where the colon of "-field:" is, if that is what stands here.
    [[nodiscard]] int fieldEnd() const
    {
        static const QRegularExpression field(uR"(\G-?[A-Za-z][A-Za-z_]*:)"_s);
        const auto match = field.match(m_text, m_at, QRegularExpression::NormalMatch);
        return match.hasMatch() ? int(match.capturedEnd()) - 1 : -1;
    }

    void readOperator(Token &token)
    {
        for (const QString &op : {u">="_s, u"<="_s, u">"_s, u"<"_s}) {
            if (QStringView(m_text).mid(m_at).startsWith(op)) {
                token.op = op;
                m_at += int(op.size());
                return;
            }
        }
    }

    void readValues(Token &token)
    {
        token.values.append(readValue(token, true));
        while (m_at < m_text.size()) {
            if (m_text.at(m_at) == u',') {
                ++m_at;
            } else if (QStringView(m_text).mid(m_at).startsWith(u"..")) {
                m_at += 2;
                token.isRange = true;
            } else {
                return;
            }
            token.values.append(readValue(token, true));
        }
    }

    QString readValue(Token &token, bool inField)
    {
        QString value;
        bool isPrefix = false;
        bool isQuoted = false;
        while (m_at < m_text.size()) {
            const QChar c = m_text.at(m_at);
            if (c == u'"') {
                isQuoted = !isQuoted;
                if (!isQuoted && m_at + 1 < m_text.size() && m_text.at(m_at + 1) == u'"') {
                    value += c; // a doubled quote is a quote
                    isQuoted = true;
                    ++m_at;
                }
            } else if (!isQuoted && (c.isSpace() || (inField && (c == u',' || QStringView(m_text).mid(m_at).startsWith(u"..")))) ) {
                break;
            } else {
                value += c;
                isPrefix = !isQuoted && c == u'*';
            }
            ++m_at;
        }
        if (inField && isPrefix)
            value.chop(1);
        token.prefixes.append(inField && isPrefix);
        return value;
    }

    QString m_text;
    int m_at = 0;
};

const QueryField *findField(const QList<QueryField> &fields, const QString &name)
{
    const auto found = std::find_if(fields.cbegin(), fields.cend(), [&name](const QueryField &field) { return field.name == name; });
    return found == fields.cend() ? nullptr : &*found;
}

bool isDate(const QString &value)
{
    // Qt takes other marks between the numbers too, the server does not.
    static const QRegularExpression shape(uR"(\A\d{4}-\d\d-\d\d\z)"_s);
    return shape.match(value).hasMatch() && QDate::fromString(value, Qt::ISODate).isValid();
}

bool isAmount(const QString &value)
{
    static const QRegularExpression amount(uR"(\A-?\d{1,12}(\.\d{1,3})?\z)"_s);
    return amount.match(value).hasMatch();
}

bool isWholeNumber(const QString &value)
{
    static const QRegularExpression number(uR"(\A-?\d{1,18}\z)"_s);
    return number.match(value).hasMatch();
}

bool isChoice(const QueryField &field)
{
    return field.type == QueryField::Type::Choice && !field.choices.isEmpty();
}

bool isComparable(const QueryField &field)
{
    return field.type == QueryField::Type::Date || field.type == QueryField::Type::Amount || field.type == QueryField::Type::Number;
}

/// Why a value does not fit its field, or nothing.
QString valueObjection(const QueryField &field, const QString &value)
{
    if (value.isEmpty())
        return QueryText::tr("'%1:' needs a value.").arg(field.name);
    switch (field.type) {
    case QueryField::Type::Choice:
        if (isChoice(field) && std::none_of(field.choices.cbegin(), field.choices.cend(), [&value](const auto &choice) { return choice.first == value.toLower(); }))
            return QueryText::tr("'%1' is no value of %2. Try one of those offered.").arg(value, field.name);
        break;
    case QueryField::Type::Date:
        if (!isDate(value))
            return QueryText::tr("'%1' is no date. Write it as 2026-01-31.").arg(value);
        break;
    case QueryField::Type::Amount:
        if (!isAmount(value))
            return QueryText::tr("'%1' is no amount. Write it as 99.95.").arg(value);
        break;
    case QueryField::Type::Number:
        if (!isWholeNumber(value))
            return QueryText::tr("'%1' is no whole number. Write it as 12.").arg(value);
        break;
    default:
        break;
    }
    return {};
}

/// Why operators and number of values do not fit the field, or nothing. What a filter cannot hold is said, never left out.
QString shapeObjection(const QueryField &field, const Token &token)
{
    const bool compares = isComparable(field);
    if (token.values.size() > mostValues)
        return QueryText::tr("%1 takes at most %2 values at once. Take some out.").arg(field.name).arg(mostValues);
    if ((!token.op.isEmpty() || token.isRange) && !compares)
        return QueryText::tr("%1 cannot be compared by size.").arg(field.name);
    if (compares && (token.isRange ? token.values.size() != 2 || !token.op.isEmpty() : token.values.size() > 1))
        return QueryText::tr("%1 takes one value, or a range such as a..b.").arg(field.name);
    if (compares && token.negated)
        return QueryText::tr("%1 cannot be turned round with '-'; use < or >.").arg(field.name);
    if (token.prefixes.contains(true) && (compares || isChoice(field) || token.values.size() > 1 || token.negated))
        return QueryText::tr("'*' asks for one beginning of a text. Leave it out, or give %1 a single value without '-'.").arg(field.name);
    if (field.type == QueryField::Type::Text && token.values.size() > 1)
        return QueryText::tr("%1 takes one value. Put it in quotes when it holds a comma.").arg(field.name);
    return {};
}

QString objection(const QueryField &field, const Token &token)
{
    for (const QString &value : token.values) {
        if (const QString wrong = valueObjection(field, value); !wrong.isEmpty())
            return wrong;
    }
    return shapeObjection(field, token);
}

QList<TableFilter> filtersOf(const Token &token, const QueryField &field)
{
    QStringList values = token.values;
    if (isChoice(field))
        std::transform(values.begin(), values.end(), values.begin(), [](const QString &value) { return value.toLower(); });
    if (token.isRange)
        return {{field.name, u">="_s, {values.at(0)}}, {field.name, u"<="_s, {values.at(1)}}};
    if (!token.op.isEmpty())
        return {{field.name, token.op, values}};
    if (token.prefixes.contains(true))
        return {{field.name, u"prefix"_s, {values.first()}}};
    if (field.type == QueryField::Type::Text)
        return {{field.name, token.negated ? u"lacks"_s : u"contains"_s, values}};
    if (token.negated)
        return {{field.name, u"not"_s, values}};
    return {{field.name, isComparable(field) ? u"="_s : u"in"_s, values}};
}

QString quoted(const QString &value, bool inField)
{
    // The same blanks as the reader's, which knows more of them than a regular expression does.
    const bool hasMark = std::any_of(value.cbegin(), value.cend(), [](QChar c) { return c.isSpace() || c == u'"' || c == u',' || c == u'*'; });
    const bool isPlain = !value.isEmpty() && !hasMark && !value.contains(u".."_s) && (inField || !value.contains(u':')) && !(inField && (value.startsWith(u'<') || value.startsWith(u'>')));
    return isPlain ? value : u'"' + QString(value).replace(u'"', u"\"\""_s) + u'"';
}

} // namespace

ParsedQuery parseQueryText(const QString &text, const QList<QueryField> &fields, const TableQuery &base)
{
    ParsedQuery parsed;
    parsed.query.sort = base.sort;
    parsed.query.descending = base.descending;
    QStringList words;
    Reader reader(text);
    Token token;
    while (reader.next(token)) {
        if (token.field.isEmpty()) {
            words.append(token.values.first());
            continue;
        }
        const QueryField *field = findField(fields, token.field);
        const QString wrong = field ? objection(*field, token) : QueryText::tr("There is no field '%1'. Try one of those offered, or put it in quotes.").arg(token.field);
        if (!wrong.isEmpty()) {
            parsed.errorAt = token.start;
            parsed.errorLength = token.length;
            parsed.errorText = wrong;
            return parsed;
        }
        parsed.query.filters += filtersOf(token, *field);
    }
    // Free words are looked for one by one, so blanks within quotes part them as well.
    parsed.query.text = words.join(u' ').simplified();
    return parsed;
}

QString printQueryText(const TableQuery &query)
{
    QStringList pieces;
    for (int i = 0; i < query.filters.size(); ++i) {
        const TableFilter &filter = query.filters.at(i);
        const bool isRange = filter.op == u">=" && i + 1 < query.filters.size() && query.filters.at(i + 1).field == filter.field && query.filters.at(i + 1).op == u"<=";
        QStringList values;
        for (const QString &value : filter.values)
            values.append(quoted(value, true));
        if (isRange) {
            pieces.append(filter.field + u':' + values.join(u',') + u".."_s + quoted(query.filters.at(++i).values.value(0), true));
            continue;
        }
        const bool compares = filter.op.startsWith(u'<') || filter.op.startsWith(u'>');
        pieces.append((filter.op == u"not" || filter.op == u"lacks" ? u"-"_s : QString()) + filter.field + u':' + (compares ? filter.op : QString()) + values.join(u',') + (filter.op == u"prefix" ? u"*"_s : QString()));
    }
    for (const QString &word : query.text.simplified().split(u' ', Qt::SkipEmptyParts))
        pieces.append(quoted(word, false));
    return pieces.join(u' ');
}

QString quotedQueryValue(const QString &value)
{
    return quoted(value, true);
}

bool isQueryOf(const TableQuery &query, const QList<QueryField> &fields)
{
    TableQuery plain = query;
    plain.text = query.text.simplified();
    for (TableFilter &filter : plain.filters) {
        const QueryField *field = findField(fields, filter.field);
        if (!field)
            return false;
        if (filter.op == u"=" && !isComparable(*field))
            filter.op = u"in"_s;
    }
    const ParsedQuery parsed = parseQueryText(printQueryText(plain), fields, plain);
    return parsed.ok() && parsed.query == plain;
}

} // namespace Steward
