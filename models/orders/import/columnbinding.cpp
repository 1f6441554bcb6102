// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/import/columnbinding.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QRegularExpression>
#include <QSet>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

// A table that is joined from memory; whoever has more customers than fit here has a better way than files.
constexpr qint64 largestLookup = 64 * 1024 * 1024;

QString tr(const char *text)
{
    return QCoreApplication::translate("Steward::Import", text);
}

Error refusal(const QString &text)
{
    return {ErrorKind::Invalid, text, {}, {}};
}

QString quoted(const QStringList &names)
{
    QStringList texts;
    for (const QString &name : names)
        texts.append(u"\"%1\""_s.arg(name));
    return texts.join(u", "_s);
}

} // namespace

QStringList columnsIn(const QString &text)
{
    static const QRegularExpression braces(u"\\{([^{}]+)\\}"_s);
    QStringList names;
    auto matches = braces.globalMatch(text);
    while (matches.hasNext())
        names.append(matches.next().captured(1));
    return names.isEmpty() ? QStringList{text} : names;
}

/// Ties a map to headers, and gathers what is missing.
class Binder
{
public:
    Binder(const ImportMap &map, const TableFile &main, const TableFile *lines) : m_map(map), m_main(main), m_lines(lines) { }

    Result<ColumnBinding> run()
    {
        m_binding.m_nullWords = m_map.nullWords;
        for (const JoinRule &rule : m_map.lookups) {
            if (auto loaded = loadLookup(rule); !loaded)
                return loaded.error();
        }
        for (size_t i = 0; i < m_map.order.size(); ++i)
            m_binding.m_order[i] = bind(m_map.order[i], u"order."_s + fieldName(OrderField(i)), false);
        for (size_t i = 0; i < m_map.line.size(); ++i)
            m_binding.m_line[i] = bind(m_map.line[i], u"line."_s + fieldName(LineField(i)), true);
        bindStructure();
        if (!m_missing.isEmpty())
            return refusal(missingText());
        if (!m_twice.isEmpty())
            return refusal(tr("The header has these columns more than once: %1.").arg(quoted(m_twice)));
        return std::move(m_binding);
    }

private:
    Result<void> loadLookup(const JoinRule &rule)
    {
        const auto file = TableFile::open(fileBeside(m_main.path(), rule.file), {m_map.encoding, 0, m_map.quote, {}});
        if (!file)
            return refusal(tr("%1: %2").arg(rule.file, file.error().userText));
        if (file->facts().size > largestLookup)
            return refusal(tr("%1 is too large to be looked things up in (more than 64 MiB).").arg(rule.file));
        const int key = file->column(rule.key);
        if (key < 0)
            return refusal(tr("%1: the column \"%2\" is missing.").arg(rule.file, rule.key));
        auto reader = file->read();
        if (!reader)
            return reader.error();
        LookupTable table;
        CsvRecord record;
        QList<ImportProblem> masked;
        for (auto step = (*reader)->next(record); step != CsvReader::Step::End; step = (*reader)->next(record)) {
            if (step != CsvReader::Step::Record || !shapeFault(record, file->header()).isEmpty() || (*reader)->failed())
                return refusal(tr("%1: line %2 cannot be read.").arg(rule.file).arg(record.line));
            guardCards(record, *file, masked);
            const QByteArray keyText = record.text(key);
            record.raw.clear();
            table.rows.insert(keyText, record);
        }
        table.by = place(rule.by, rule.isOfLine);
        table.key = key;
        table.file = *file;
        table.name = rule.file;
        if (!table.by.isValid())
            m_missing.append({rule.by, rule.name});
        m_binding.m_lookups.append(table);
        m_lookupHeaders.append(*file);
        return {};
    }

    /// "customers.contactName" in a lookup, else in the lines' table for a line's field when there is one, else in the main table.
    ColumnPlace place(const QString &name, bool isOfLine)
    {
        for (int i = 0; i < m_lookupHeaders.size(); ++i) {
            const QString prefix = m_map.lookups.at(i).name + u'.';
            if (name.startsWith(prefix))
                return {ColumnPlace::firstLookup + i, m_lookupHeaders.at(i).column(name.mid(prefix.size()))};
        }
        const bool inLines = isOfLine && m_lines;
        const TableFile &table = inLines ? *m_lines : m_main;
        const ColumnPlace found{inLines ? ColumnPlace::linesTable : ColumnPlace::mainTable, table.column(name)};
        if (found.isValid() && table.header().filter(QRegularExpression(u"^%1$"_s.arg(QRegularExpression::escape(name)), QRegularExpression::CaseInsensitiveOption)).size() > 1
            && !m_twice.contains(name))
            m_twice.append(name);
        return found;
    }

    BoundField bind(const FieldRule &rule, const QString &name, bool isOfLine)
    {
        BoundField field;
        field.rule = &rule;
        for (const QString &text : rule.columns) {
            const BoundField::Pieces pieces = piecesOf(text, isOfLine);
            if (pieces.isEmpty())
                continue;
            field.alternatives.append(pieces);
            if (field.column.isEmpty())
                field.column = columnsIn(text).join(u", "_s);
        }
        if (rule.isRequired && !field.isBound())
            m_missing.append({quoted(rule.columns), name});
        return field;
    }

    /// Empty when none of the columns exists.
    BoundField::Pieces piecesOf(const QString &text, bool isOfLine)
    {
        if (!text.contains(u'{')) {
            const ColumnPlace found = place(text, isOfLine);
            return found.isValid() ? BoundField::Pieces{{{}, found}} : BoundField::Pieces();
        }
        BoundField::Pieces pieces;
        bool anyColumn = false;
        qsizetype at = 0;
        static const QRegularExpression braces(u"\\{([^{}]+)\\}"_s);
        auto matches = braces.globalMatch(text);
        while (matches.hasNext()) {
            const auto match = matches.next();
            pieces.append({text.mid(at, match.capturedStart() - at).toUtf8(), {}});
            const ColumnPlace found = place(match.captured(1), isOfLine);
            if (found.isValid())
                pieces.append({{}, found});
            anyColumn = anyColumn || found.isValid();
            at = match.capturedEnd();
        }
        pieces.append({text.mid(at).toUtf8(), {}});
        return anyColumn ? pieces : BoundField::Pieces();
    }

    void bindStructure()
    {
        const BoundField &number = m_binding.field(OrderField::Number);
        if (number.hasColumn()) {
            const BoundField::Pieces pieces = number.alternatives.first();
            m_binding.m_key = std::ranges::find_if(pieces, [](const auto &piece) { return piece.place.isValid(); })->place;
        }
        if (m_map.linesFile && m_lines) {
            m_binding.m_linesKey = place(m_map.linesFile->key, true);
            if (!m_binding.m_linesKey.isValid())
                m_missing.append({quoted({m_map.linesFile->key}), m_map.linesFile->file});
        }
        if (!m_map.orderRow.isEmpty())
            m_binding.m_orderRow = place(m_map.orderRow, false);
        for (const RefusalRule &rule : m_map.refuse)
            m_binding.m_refusals.append(place(rule.column, false));
    }

    QString missingText() const
    {
        QStringList parts;
        for (const auto &[columns, use] : m_missing)
            parts.append(tr("%1 (for %2)").arg(columns, use));
        return tr("This is no file of the kind '%1': the header lacks %2.").arg(m_map.title, parts.join(u"; "_s));
    }

    const ImportMap &m_map;
    const TableFile &m_main;
    const TableFile *m_lines;
    ColumnBinding m_binding;
    QList<TableFile> m_lookupHeaders;
    QList<std::pair<QString, QString>> m_missing;
    QStringList m_twice;
};

Result<ColumnBinding> ColumnBinding::make(const ImportMap &map, const TableFile &main, const TableFile *lines)
{
    return Binder(map, main, lines).run();
}

int ColumnBinding::fit(const ImportMap &map, const QStringList &header)
{
    QSet<QString> known;
    for (const QString &name : header)
        known.insert(name.toLower());
    int found = 0;
    const auto count = [&](const FieldRule &rule) {
        for (const QString &text : rule.columns) {
            for (const QString &name : columnsIn(text))
                found += known.contains(name.toLower()) ? 1 : 0;
        }
    };
    std::ranges::for_each(map.order, count);
    std::ranges::for_each(map.line, count);
    return found;
}

QList<int> ColumnBinding::amountColumns() const
{
    QList<int> columns;
    const auto add = [&](const BoundField &field) {
        for (const BoundField::Pieces &pieces : field.alternatives) {
            if (pieces.first().place.table == ColumnPlace::mainTable && pieces.first().place.isValid())
                columns.append(pieces.first().place.column);
        }
    };
    for (const OrderField field : {OrderField::Subtotal, OrderField::Shipping, OrderField::Fees, OrderField::Tax, OrderField::Duties, OrderField::Discount,
                                   OrderField::Total, OrderField::Refunded, OrderField::Outstanding})
        add(this->field(field));
    for (const LineField field : {LineField::Price, LineField::Total, LineField::Discount, LineField::Tax})
        add(this->field(field));
    return columns;
}

QByteArrayView ColumnBinding::at(const ColumnPlace &place, const RowView &rows) const
{
    if (place.table == ColumnPlace::mainTable)
        return rows.main ? rows.main->field(place.column) : QByteArrayView();
    if (place.table == ColumnPlace::linesTable)
        return rows.line ? rows.line->field(place.column) : QByteArrayView();
    const LookupTable &lookup = m_lookups.at(place.table - ColumnPlace::firstLookup);
    const auto found = lookup.rows.constFind(at(lookup.by, rows).toByteArray());
    return found == lookup.rows.cend() ? QByteArrayView() : found->field(place.column);
}

/// The same without words that stand for nothing.
QByteArrayView ColumnBinding::shown(const ColumnPlace &place, const RowView &rows) const
{
    const QByteArrayView text = at(place, rows);
    const bool isNull = std::ranges::any_of(m_nullWords, [text](const QByteArray &word) { return text == word; });
    return isNull ? QByteArrayView() : text;
}

QByteArray ColumnBinding::value(const BoundField &field, const RowView &rows) const
{
    for (const BoundField::Pieces &pieces : field.alternatives) {
        if (pieces.size() == 1) {
            const QByteArrayView text = shown(pieces.first().place, rows);
            if (!text.isEmpty())
                return text.toByteArray();
            continue;
        }
        QByteArray joined;
        bool anything = false;
        for (const BoundField::Piece &piece : pieces) {
            const QByteArrayView text = piece.place.isValid() ? shown(piece.place, rows) : QByteArrayView(piece.literal);
            anything = anything || (piece.place.isValid() && !text.isEmpty());
            joined.append(text);
        }
        if (anything)
            return joined.trimmed();
    }
    return field.rule->constant.value_or(QByteArray());
}

} // namespace Steward
