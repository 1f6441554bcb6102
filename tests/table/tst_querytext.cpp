// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/table/querytext.h"

#include <QJsonDocument>
#include <QRandomGenerator>
#include <QTest>

using namespace Steward;
using namespace Qt::StringLiterals;

namespace {

QList<QueryField> fields()
{
    using Type = QueryField::Type;
    return {{u"payment"_s, u"Payment"_s, Type::Choice, {{u"pending"_s, u"Pending"_s}, {u"paid"_s, u"Paid"_s}, {u"partially_paid"_s, u"Partially paid"_s}}},
            {u"placed"_s, u"Placed"_s, Type::Date, {}},
            {u"total"_s, u"Total"_s, Type::Amount, {}},
            {u"items"_s, u"Items"_s, Type::Number, {}},
            {u"customer"_s, u"Customer"_s, Type::Text, {}},
            {u"assigned"_s, u"Assigned to"_s, Type::Prefix, {{u"me"_s, u"Me"_s}, {u"none"_s, u"Nobody"_s}, {u"call back"_s, u"Call back"_s}}},
            {u"postal"_s, u"Postal code"_s, Type::Prefix, {}}};
}

ParsedQuery parse(const QString &text)
{
    return parseQueryText(text, fields());
}

QByteArray shown(const QString &text, const TableQuery &query)
{
    return text.toUtf8().toPercentEncoding(" \":*,.<>=-") + " -> " + QJsonDocument(query.toJson()).toJson(QJsonDocument::Compact);
}

/// Queries of every shape, out of characters that have a meaning in the text or are treated alike by nobody.
class RandomQueries
{
public:
    explicit RandomQueries(quint32 seed) : m_random(seed) { }

    TableQuery next()
    {
        TableQuery query;
        query.filters.reserve(4);
        for (int i = below(4); i > 0; --i)
            query.filters += filter();
        QStringList words;
        for (int i = below(4); i > 0; --i)
            words.append(word(QString()).simplified().remove(u' '));
        query.text = words.join(u' ').simplified();
        return query;
    }

    QString typed()
    {
        static const QStringList pieces{u"payment:"_s, u"placed:"_s, u"total:"_s, u"items:"_s, u"customer:"_s, u"postal:"_s, u"assigned:"_s, u"-"_s, u".."_s, u"*"_s, u","_s, u">="_s, u"<"_s,
                                        u"\""_s, u"\"\""_s, u" "_s, u" "_s, u" "_s, u"paid"_s, u"2026-01-31"_s, u"99.95"_s, u"5"_s, u"ann"_s, u"\u00a0"_s, u"日本"_s, u":"_s, u"\n"_s};
        QString text;
        for (int i = below(14); i > 0; --i)
            text += pieces.at(below(int(pieces.size())));
        return text;
    }

private:
    int below(int limit) { return m_random.bounded(limit); }

    QString word(const QString &also)
    {
        static const QStringList characters{u"a"_s, u"Z"_s, u"7"_s, u"\""_s, u","_s, u":"_s, u"."_s, u".."_s, u"*"_s, u"<"_s, u">"_s, u"="_s, u"-"_s, u"\t"_s, u"\n"_s, u"\u00a0"_s, u"\u0085"_s,
                                            u"\u2003"_s, u"\u3000"_s, u"é"_s, u"ß"_s, u"日"_s, u"😀"_s, u"\\"_s, u"'"_s, u"%"_s};
        QString made;
        for (int i = 1 + below(6); i > 0; --i) {
            const int at = below(int(characters.size() + also.size()));
            made += at < characters.size() ? characters.at(at) : QString(also.at(at - characters.size()));
        }
        return made;
    }

    QStringList words(int most)
    {
        QStringList list;
        for (int i = 1 + below(most); i > 0; --i)
            list.append(word(u" "_s));
        return list;
    }

    QList<TableFilter> filter()
    {
        const QStringList compares{u"="_s, u">"_s, u">="_s, u"<"_s, u"<="_s};
        const QString sure = compares.at(below(5));
        const bool isNegated = below(2) == 0;
        switch (below(7)) {
        case 0:
            return {{u"payment"_s, isNegated ? u"not"_s : u"in"_s, QStringList{u"pending"_s, u"paid"_s, u"partially_paid"_s}.mid(below(3))}};
        case 1:
            return {{u"placed"_s, sure, {QDate(2000 + below(60), 1 + below(12), 1 + below(28)).toString(Qt::ISODate)}}};
        case 2:
            return {{u"total"_s, sure, {QString::number(below(100'000) / 100.0, 'f', below(4))}}};
        case 3:
            return {{u"total"_s, u">="_s, {u"-5"_s}}, {u"total"_s, u"<="_s, {QString::number(below(1000))}}};
        case 4:
            return {{u"customer"_s, isNegated ? u"lacks"_s : u"contains"_s, words(1)}};
        case 5:
            return {{u"postal"_s, u"prefix"_s, words(1)}};
        default:
            return {{u"assigned"_s, isNegated ? u"not"_s : u"in"_s, words(3)}};
        }
    }

    QRandomGenerator m_random;
};

} // namespace

/// The typed form of a query, both ways.
class TestQueryText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyFormIsRead_data();
    void everyFormIsRead();
    void sortIsTakenFromTheBase();
    void mistakesAreMarkedAndExplained_data();
    void mistakesAreMarkedAndExplained();
    void printedQueriesReadBackTheSame();
    void whateverIsTypedIsAnsweredSensibly();
    void storedQueriesAreKnownOrNot_data();
    void storedQueriesAreKnownOrNot();
    void jsonGoesBothWays();
    void olderViewsOpenWithWhatTheyHave();
    void completionOffers_data();
    void completionOffers();
    void completionReplacesTheWordUnderTheCursor();
};

void TestQueryText::everyFormIsRead_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QList<TableFilter>>("filters");
    QTest::addColumn<QString>("words");
    const auto row = [](const char *name, const QString &text, const QList<TableFilter> &filters, const QString &words = {}) { QTest::newRow(name) << text << filters << words; };
    row("nothing", QString(), {});
    row("blanks", u" \t  "_s, {});
    row("words", u"ann  miller"_s, {}, u"ann miller"_s);
    row("choice", u"payment:paid"_s, {{u"payment"_s, u"in"_s, {u"paid"_s}}});
    row("several", u"payment:paid,pending"_s, {{u"payment"_s, u"in"_s, {u"paid"_s, u"pending"_s}}});
    row("capitals", u"Payment:PAID"_s, {{u"payment"_s, u"in"_s, {u"paid"_s}}});
    row("not", u"-payment:paid,pending"_s, {{u"payment"_s, u"not"_s, {u"paid"_s, u"pending"_s}}});
    row("not a person", u"-assigned:me"_s, {{u"assigned"_s, u"not"_s, {u"me"_s}}});
    row("day", u"placed:2026-01-31"_s, {{u"placed"_s, u"="_s, {u"2026-01-31"_s}}});
    row("leap day", u"placed:<2028-02-29"_s, {{u"placed"_s, u"<"_s, {u"2028-02-29"_s}}});
    row("more", u"total:>100"_s, {{u"total"_s, u">"_s, {u"100"_s}}});
    row("at least", u"total:>=99.95"_s, {{u"total"_s, u">="_s, {u"99.95"_s}}});
    row("less", u"items:<3"_s, {{u"items"_s, u"<"_s, {u"3"_s}}});
    row("at most", u"total:<=-5"_s, {{u"total"_s, u"<="_s, {u"-5"_s}}});
    row("range", u"placed:2026-01-01..2026-01-31"_s, {{u"placed"_s, u">="_s, {u"2026-01-01"_s}}, {u"placed"_s, u"<="_s, {u"2026-01-31"_s}}});
    row("range of amounts", u"total:5.50..10"_s, {{u"total"_s, u">="_s, {u"5.50"_s}}, {u"total"_s, u"<="_s, {u"10"_s}}});
    row("beginning", u"postal:902*"_s, {{u"postal"_s, u"prefix"_s, {u"902"_s}}});
    row("star in quotes", u"postal:\"902*\""_s, {{u"postal"_s, u"in"_s, {u"902*"_s}}});
    row("beginning with a blank", u"postal:\"SW1A 1\"*"_s, {{u"postal"_s, u"prefix"_s, {u"SW1A 1"_s}}});
    row("part of a text", u"customer:ann"_s, {{u"customer"_s, u"contains"_s, {u"ann"_s}}});
    row("not part of a text", u"-customer:ann"_s, {{u"customer"_s, u"lacks"_s, {u"ann"_s}}});
    row("quotes", u"customer:\"Ann, \"\"the\"\" Miller: 1\""_s, {{u"customer"_s, u"contains"_s, {u"Ann, \"the\" Miller: 1"_s}}});
    row("dots in quotes", u"customer:\"a..b\""_s, {{u"customer"_s, u"contains"_s, {u"a..b"_s}}});
    row("other scripts", u"customer:山田 Ünal 😀"_s, {{u"customer"_s, u"contains"_s, {u"山田"_s}}}, u"Ünal 😀"_s);
    row("ideographic blank", u"ann\u3000miller"_s, {}, u"ann miller"_s);
    row("colon in a quoted word", u"\"payment:paid\""_s, {}, u"payment:paid"_s);
    row("minus and number", u"-5 #1001"_s, {}, u"-5 #1001"_s);
    row("blanks in a quoted word", u"\"ann  miller\" \"\" x"_s, {}, u"ann miller x"_s);
    row("all together", u"ann payment:paid total:>5 miller -assigned:none"_s,
        {{u"payment"_s, u"in"_s, {u"paid"_s}}, {u"total"_s, u">"_s, {u"5"_s}}, {u"assigned"_s, u"not"_s, {u"none"_s}}}, u"ann miller"_s);
}

void TestQueryText::everyFormIsRead()
{
    QFETCH(const QString, text);
    QFETCH(const QList<TableFilter>, filters);
    QFETCH(const QString, words);
    const ParsedQuery parsed = parse(text);
    QVERIFY2(parsed.ok(), qPrintable(parsed.errorText));
    QCOMPARE(parsed.query.filters.size(), filters.size());
    for (qsizetype i = 0; i < filters.size(); ++i) {
        QCOMPARE(parsed.query.filters.at(i).field, filters.at(i).field);
        QCOMPARE(parsed.query.filters.at(i).op, filters.at(i).op);
        QCOMPARE(parsed.query.filters.at(i).values, filters.at(i).values);
    }
    QCOMPARE(parsed.query.text, words);
}

void TestQueryText::sortIsTakenFromTheBase()
{
    TableQuery base{.filters = {{u"payment"_s, u"in"_s, {u"paid"_s}}}, .text = u"old"_s, .sort = u"total"_s, .descending = false};
    const ParsedQuery parsed = parseQueryText(u"new"_s, fields(), base);
    QCOMPARE(parsed.query, (TableQuery{.filters = {}, .text = u"new"_s, .sort = u"total"_s, .descending = false}));
}

void TestQueryText::mistakesAreMarkedAndExplained_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("marked");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *name, const QString &text, const QString &marked, const QString &says) { QTest::newRow(name) << text << marked << says; };
    row("unknown field", u"ann colour:red x"_s, u"colour:red"_s, u"colour"_s);
    row("unknown value", u"ann -payment:paid,purple"_s, u"-payment:paid,purple"_s, u"offered"_s);
    row("beginning of a choice", u"payment:pa*"_s, u"payment:pa*"_s, u"offered"_s);
    row("whole choice with a star", u"payment:paid*"_s, u"payment:paid*"_s, u"beginning"_s);
    row("no date", u"placed:yesterday"_s, u"placed:yesterday"_s, u"2026-01-31"_s);
    row("no day", u"placed:2026-02-30"_s, u"placed:2026-02-30"_s, u"2026-01-31"_s);
    row("short date", u"placed:>2026-2-3"_s, u"placed:>2026-2-3"_s, u"2026-01-31"_s);
    row("date with other marks", u"placed:2026:01:31"_s, u"placed:2026:01:31"_s, u"2026-01-31"_s);
    row("beginning of a date", u"placed:2026-01-31*"_s, u"placed:2026-01-31*"_s, u"beginning"_s);
    row("no amount", u"total:>much"_s, u"total:>much"_s, u"99.95"_s);
    row("comma amount", u"total:\"9,95\""_s, u"total:\"9,95\""_s, u"99.95"_s);
    row("amount and a line end", u"total:\"5\n\""_s, u"total:\"5\n\""_s, u"99.95"_s);
    row("no number", u"items:few"_s, u"items:few"_s, u"number"_s);
    row("no value", u"total: x"_s, u"total:"_s, u"needs a value"_s);
    row("half a range", u"total:5.. x"_s, u"total:5.."_s, u"needs a value"_s);
    row("only a star", u"postal:*"_s, u"postal:*"_s, u"needs a value"_s);
    row("text by size", u"customer:>a"_s, u"customer:>a"_s, u"size"_s);
    row("range of texts", u"customer:a..b"_s, u"customer:a..b"_s, u"size"_s);
    row("two amounts", u"total:5,6"_s, u"total:5,6"_s, u"a..b"_s);
    row("range and more", u"total:5..6,7"_s, u"total:5..6,7"_s, u"a..b"_s);
    row("range and operator", u"total:>5..6"_s, u"total:>5..6"_s, u"a..b"_s);
    row("amount turned round", u"-total:5"_s, u"-total:5"_s, u"< or >"_s);
    row("several beginnings", u"postal:90*,80*"_s, u"postal:90*,80*"_s, u"beginning"_s);
    row("beginning turned round", u"-postal:90*"_s, u"-postal:90*"_s, u"beginning"_s);
    row("several parts of a text", u"customer:ann,ben"_s, u"customer:ann,ben"_s, u"one value"_s);
    row("parts of a text turned round", u"-customer:ann,ben"_s, u"-customer:ann,ben"_s, u"one value"_s);
    row("more values than the server takes", u"assigned:"_s + QStringList(101, u"a"_s).join(u','), u"assigned:"_s + QStringList(101, u"a"_s).join(u','), u"100"_s);
    row("list, then a range", u"assigned:a,b..c"_s, u"assigned:a,b..c"_s, u"size"_s);
    row("only the first is marked", u"total:x payment:y"_s, u"total:x"_s, u"99.95"_s);
}

void TestQueryText::mistakesAreMarkedAndExplained()
{
    QFETCH(const QString, text);
    QFETCH(const QString, marked);
    QFETCH(const QString, says);
    const ParsedQuery parsed = parse(text);
    QVERIFY(!parsed.ok());
    QCOMPARE(text.mid(parsed.errorAt, parsed.errorLength), marked);
    QVERIFY2(parsed.errorText.contains(says), qPrintable(parsed.errorText));
    QVERIFY2(parsed.errorText.endsWith(u'.'), qPrintable(parsed.errorText));
}

void TestQueryText::printedQueriesReadBackTheSame()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    RandomQueries random(seed);
    for (int round = 0; round < 5'000; ++round) {
        const TableQuery query = random.next();
        const QString text = printQueryText(query);
        const ParsedQuery parsed = parse(text);
        QVERIFY2(parsed.ok(), (shown(text, query) + ' ' + parsed.errorText.toUtf8()).constData());
        QVERIFY(isQueryOf(query, fields()));
        QVERIFY2(parsed.query == query, (shown(text, query) + " but " + shown(text, parsed.query)).constData());
    }
}

void TestQueryText::whateverIsTypedIsAnsweredSensibly()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    RandomQueries random(seed);
    int read = 0;
    for (int round = 0; round < 5'000; ++round) {
        const QString text = random.typed();
        const ParsedQuery parsed = parse(text);
        if (!parsed.ok()) {
            QVERIFY2(parsed.errorLength > 0 && parsed.errorAt + parsed.errorLength <= text.size() && !parsed.errorText.isEmpty(), shown(text, parsed.query).constData());
            continue;
        }
        ++read;
        const ParsedQuery again = parse(printQueryText(parsed.query));
        QVERIFY2(again.ok() && again.query == parsed.query, shown(text, parsed.query).constData());
    }
    QVERIFY(read > 500);
}

void TestQueryText::storedQueriesAreKnownOrNot_data()
{
    QTest::addColumn<TableFilter>("filter");
    QTest::addColumn<bool>("isKnown");
    const auto row = [](const char *name, const TableFilter &filter, bool isKnown) { QTest::newRow(name) << filter << isKnown; };
    row("choice", {u"payment"_s, u"in"_s, {u"paid"_s}}, true);
    row("equal to a choice", {u"payment"_s, u"="_s, {u"paid"_s}}, true);
    row("unknown field", {u"colour"_s, u"in"_s, {u"red"_s}}, false);
    row("no field", {QString(), u"in"_s, {u"red"_s}}, false);
    row("field with a blank", {u"payment:paid x"_s, u"in"_s, {u"red"_s}}, false);
    row("unknown operator", {u"payment"_s, u"between"_s, {u"paid"_s}}, false);
    row("no operator", {u"payment"_s, QString(), {u"paid"_s}}, false);
    row("choice by size", {u"payment"_s, u">"_s, {u"paid"_s}}, false);
    row("unknown value", {u"payment"_s, u"in"_s, {u"purple"_s}}, false);
    row("no values", {u"payment"_s, u"in"_s, {}}, false);
    row("empty value", {u"payment"_s, u"in"_s, {QString()}}, false);
    row("no date", {u"placed"_s, u">="_s, {u"soon"_s}}, false);
    row("part of a choice", {u"payment"_s, u"contains"_s, {u"paid"_s}}, false);
    row("part of a text", {u"customer"_s, u"contains"_s, {u"a b, \"c\""_s}}, true);
    row("text turned round", {u"customer"_s, u"lacks"_s, {u"ann"_s}}, true);
    row("beginning", {u"postal"_s, u"prefix"_s, {u"90 2"_s}}, true);
    row("more than the server takes", {u"postal"_s, u"in"_s, QStringList(101, u"1"_s)}, false);
}

void TestQueryText::storedQueriesAreKnownOrNot()
{
    QFETCH(const TableFilter, filter);
    QFETCH(const bool, isKnown);
    QCOMPARE(isQueryOf({.filters = {filter}, .text = u" ann  miller"_s, .sort = u"total"_s, .descending = false}, fields()), isKnown);
}

void TestQueryText::jsonGoesBothWays()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    RandomQueries random(seed);
    for (int round = 0; round < 500; ++round) {
        TableQuery query = random.next();
        query.descending = round % 2 == 0;
        query.sort = round % 3 ? u"total"_s : u"customer"_s;
        QCOMPARE(TableQuery::fromJson(query.toJson()), query);
    }
}

void TestQueryText::olderViewsOpenWithWhatTheyHave()
{
    QCOMPARE(TableQuery::fromJson({}), TableQuery());
    const QJsonObject later{{u"sort"_s, u"total"_s}, {u"grouping"_s, u"day"_s}, {u"filters"_s, 5}};
    QCOMPARE(TableQuery::fromJson(later), (TableQuery{.filters = {}, .text = {}, .sort = u"total"_s, .descending = true}));
}

void TestQueryText::completionOffers_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("words");
    QTest::newRow("nothing for nothing") << QString() << QStringList();
    QTest::newRow("nothing behind a blank") << u"payment:paid "_s << QStringList();
    QTest::newRow("field") << u"pa"_s << QStringList{u"payment:"_s};
    QTest::newRow("fields") << u"p"_s << QStringList{u"payment:"_s, u"placed:"_s, u"postal:"_s};
    QTest::newRow("capitals") << u"PAY"_s << QStringList{u"payment:"_s};
    QTest::newRow("negated field") << u"x -pa"_s << QStringList{u"-payment:"_s};
    QTest::newRow("all fields behind a minus") << u"-"_s << QStringList{u"-payment:"_s, u"-placed:"_s, u"-total:"_s, u"-items:"_s, u"-customer:"_s, u"-assigned:"_s, u"-postal:"_s};
    QTest::newRow("all values") << u"payment:"_s << QStringList{u"payment:pending"_s, u"payment:paid"_s, u"payment:partially_paid"_s};
    QTest::newRow("values") << u"ann payment:pa"_s << QStringList{u"payment:paid"_s, u"payment:partially_paid"_s};
    QTest::newRow("second value") << u"payment:paid,pe"_s << QStringList{u"payment:paid,pending"_s};
    QTest::newRow("negated value") << u"-payment:pe"_s << QStringList{u"-payment:pending"_s};
    QTest::newRow("words of a free field") << u"assigned:m"_s << QStringList{u"assigned:me"_s};
    QTest::newRow("a word with a blank") << u"assigned:c"_s << QStringList{u"assigned:\"call back\""_s};
    QTest::newRow("begun in quotes") << u"assigned:\"ca"_s << QStringList{u"assigned:\"call back\""_s};
    QTest::newRow("unknown field") << u"colour:r"_s << QStringList();
    QTest::newRow("field without choices") << u"total:1"_s << QStringList();
}

void TestQueryText::completionOffers()
{
    QFETCH(const QString, text);
    QFETCH(const QStringList, words);
    const Completion completion = completeQueryText(text, int(text.size()), fields());
    QCOMPARE(completion.words, words);
    // What is offered is whole: it replaces the word from its start, and is either a field to go on with or a filter that can be read.
    for (const QString &word : completion.words) {
        const QString whole = text.left(completion.start) + word;
        QVERIFY2(word.endsWith(u':') || parse(whole).ok(), qPrintable(whole));
    }
}

void TestQueryText::completionReplacesTheWordUnderTheCursor()
{
    const QString text = u"ann pay total:>5"_s;
    Completion completion = completeQueryText(text, 6, fields());
    QCOMPARE(completion.start, 4);
    QCOMPARE(completion.length, 2);
    QCOMPARE(completion.words, QStringList{u"payment:"_s});
    // A cursor from elsewhere is no reason to read past the text.
    completion = completeQueryText(u"pay"_s, 50, fields());
    QCOMPARE(completion.start + completion.length, 3);
    QCOMPARE(completeQueryText(u"pay"_s, -3, fields()).length, 0);
}

QTEST_APPLESS_MAIN(TestQueryText)
#include "tst_querytext.moc"
