// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/database/orderlistundertest.h"

#include <QJsonDocument>
#include <QTest>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

namespace {

/// A day in the midst of the demo store's, which ends today.
QString someDay()
{
    return QDateTime::currentDateTimeUtc().date().addDays(-40).toString(Qt::ISODate);
}

} // namespace

/// Every filter and operator against a condition written by hand over the plain columns; what does not fit is refused with 22023 and
/// without a word of what was asked.
class TestOrderFilters : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void filterFindsWhatItsConditionFinds_data();
    void filterFindsWhatItsConditionFinds();
    void fieldTakesItsOperatorsAndNoOthers_data();
    void fieldTakesItsOperatorsAndNoOthers();
    void operatorForOneValueRefusesTwo_data();
    void operatorForOneValueRefusesTwo();
    void filtersAddUp();
    void badQueriesSayNothingOfTheirValues_data();
    void badQueriesSayNothingOfTheirValues();

private:
    std::unique_ptr<OrderListUnderTest> m_list;
};

void TestOrderFilters::initTestCase()
{
    m_list = std::make_unique<OrderListUnderTest>();
    // What a demo store does not hold: other currencies' digits, odd numbers, staff's orders, wild cards in names.
    const auto write = [this](const QString &name, const QString &number, qint64 total, const QString &postal) { return m_list->write(someDay() + u" 12:00+00"_s, name, number, total, postal); };
    for (const QString &number : {u"#10"_s, u"10-B"_s, u"#1001"_s, u"A10"_s, u"A-10-7"_s, u"a100"_s, u"1050中"_s, u"10中"_s, u"1099中"_s, u"#1099"_s, u"#110"_s, u"1234567890123456"_s, u"#10 20"_s})
        write(u"Numbers"_s, number, 5, u"1"_s);
    m_list->owner("update store.orders set currency = 'JPY', total_minor = 1000 where id = $1", Params().integer(write(u"Yen"_s, u"y"_s, 1000, u"1"_s)));
    m_list->owner("update store.orders set currency = 'KWD', total_minor = 1000 where id = $1", Params().integer(write(u"Dinar"_s, u"d"_s, 1000, u"1"_s)));
    m_list->owner("update store.orders set currency = 'CLF', total_minor = 100000 where id = $1", Params().integer(write(u"Fomento"_s, u"f"_s, 1000, u"1"_s)));
    write(u"100% %off wild_card\\"_s, u"w"_s, 1, u"1"_s);
    write(u"Wei\u00df \u00c6lf\u0142"_s, u"w"_s, 0, u"AB1 2CD"_s);
    m_list->owner("update store.orders set phone = '0170 1234567', email = 'Ann@Ex.com' where id = $1", Params().integer(write(u"Ann"_s, u"p1"_s, 9995, u"1"_s)));
    m_list->owner("insert into store.payment (order_id, payment_no, kind, amount_minor, at, reference) select id, 1, 'captured', 9995, now(), 'PAY-Ref77' from store.orders where number = 'p1'");
    // Of three refunds by hand one is owed, one was paid out, one was taken back.
    m_list->owner("insert into store.refund (order_id, refund_no, amount_minor, at, by_hand, status, paid_at) select o.id, n, 100, now(), true, case n when 3 then 'withdrawn' else 'done' end, "
                  "case n when 2 then now() end from store.orders o join (values ('p1', 1), ('d', 2), ('f', 3)) as v(number, n) using (number)");
    m_list->owner("insert into store.order_line (order_id, line_no, sku, title, quantity, price_minor) select id, 1, 'Aardvark-1', 'x', 1, 9995 from store.orders where number = 'p1'");
    m_list->owner("update store.orders set phone = '+49 170 1234567', email = 'ann@example.com' where id = $1", Params().integer(write(u"Ann"_s, u"p2"_s, -500, u"1"_s)));
}

void TestOrderFilters::filterFindsWhatItsConditionFinds_data()
{
    QTest::addColumn<QString>("filters");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("sql");
    const auto row = [](const char *field, const char *op, const QStringList &values, const QByteArray &sql) {
        const QJsonObject filter{{u"field"_s, QString::fromLatin1(field)}, {u"op"_s, QString::fromLatin1(op)}, {u"values"_s, QJsonArray::fromStringList(values)}};
        QTest::addRow("%s %s %s", field, op, qPrintable(values.join(u','))) << QString::fromUtf8(QJsonDocument(QJsonArray{filter}).toJson()) << QByteArray() << sql;
    };
    row("payment", "in", {u"paid"_s, u"pending"_s}, "o.payment_status in ('paid', 'pending')");
    row("payment", "=", {u"voided"_s}, "o.payment_status = 'voided'");
    row("payment", "not", {u"paid"_s}, "o.payment_status <> 'paid'");
    row("fulfilment", "in", {u"on_hold"_s}, "o.fulfilment_status = 'on_hold'");
    row("fulfilment", "not", {u"fulfilled"_s, u"cancelled"_s}, "o.fulfilment_status not in ('fulfilled', 'cancelled')");
    row("hold", "in", {u"yes"_s}, "exists (select from store.hold h where h.order_id = o.id and h.released_at is null)");
    row("hold", "not", {u"yes"_s}, "not exists (select from store.hold h where h.order_id = o.id and h.released_at is null)");
    row("hold", "in", {u"yes"_s, u"no"_s}, "true");
    row("cancelled", "=", {u"yes"_s}, "o.cancelled_at is not null");
    row("cancelled", "in", {u"no"_s}, "o.cancelled_at is null");
    row("refund", "in", {u"waiting"_s}, "o.cancelled_at is not null and o.paid_minor > o.refunded_minor");
    row("refund", "not", {u"waiting"_s}, "not (o.cancelled_at is not null and o.paid_minor > o.refunded_minor)");
    const QByteArray owed = "exists (select from store.refund r where r.order_id = o.id and r.by_hand and r.status = 'done' and r.paid_at is null)";
    row("refund", "in", {u"by_hand"_s}, owed);
    row("refund", "not", {u"by_hand"_s}, "not " + owed);
    row("refund", "in", {u"waiting"_s, u"by_hand"_s}, "o.cancelled_at is not null and o.paid_minor > o.refunded_minor or " + owed);
    row("assigned", "in", {u"me"_s}, "o.assigned_to = (select id from store.staff where login = 'lead')");
    row("assigned", "in", {u"none"_s}, "o.assigned_to is null");
    row("assigned", "in", {u"agent"_s, u"none"_s}, "o.assigned_to is null or o.assigned_to = (select id from store.staff where login = 'agent')");
    row("assigned", "not", {u"me"_s}, "o.assigned_to is distinct from (select id from store.staff where login = 'lead')");
    row("assigned", "not", {u"none"_s}, "o.assigned_to is not null");
    row("assigned", "prefix", {u"ag"_s}, "o.assigned_to = (select id from store.staff where login = 'agent')");
    row("assigned", "in", {u"nobody-such"_s}, "false");
    row("currency", "in", {u"eur"_s, u"JPY"_s}, "o.currency in ('EUR', 'JPY')");
    row("currency", "not", {u"EUR"_s}, "o.currency <> 'EUR'");
    row("currency", "prefix", {u"p"_s}, "o.currency like 'P%'");
    row("country", "in", {u"de"_s}, "o.country = 'DE'");
    row("country", "not", {u"DE"_s, u"US"_s}, "o.country not in ('DE', 'US')");
    row("source", "in", {u"import"_s}, "o.source = 'import'");
    row("source", "prefix", {u"sh"_s}, "o.source like 'sh%'");
    row("number", "in", {u"#100500"_s, u"a-10-7"_s}, "o.number in ('#100500', 'A-10-7')");
    row("number", "=", {u" 10 "_s}, "o.number in ('#10')");
    row("number", "not", {u"#100500"_s}, "o.number <> '#100500'");
    const QByteArray bare = "upper(replace(replace(o.number, '#', ''), ' ', ''))";
    for (const QString &beginning : {u"10"_s, u"#100"_s, u"1"_s, u"a10"_s, u"A"_s, u"A-10-"_s, u"1005"_s, u"10050"_s, u"123456789012345"_s, u"9"_s})
        row("number", "prefix", {beginning}, bare + " like '" + beginning.toUpper().remove(u'#').toUtf8() + "%'");
    row("number", ">", {u"#101990"_s}, "o.number_key > '000000101990'");
    row("number", "<=", {u"#1001"_s}, "o.number_key <= '000000001001'");
    row("customer", "in", {u"ZOE MÜLLER"_s}, "o.customer_name in ('Zoë Müller', 'zoe muller')");
    row("customer", "not", {u"zoe muller"_s}, "o.customer_name not in ('Zoë Müller', 'zoe muller')");
    row("customer", "prefix", {u"zoë"_s}, "o.customer_key like 'zoe%'");
    row("customer", "contains", {u"üll"_s}, "o.customer_key like '%ull%'");
    row("customer", "lacks", {u"üll"_s}, "(o.customer_key like '%ull%') is not true");
    row("customer", "lacks", {u"zoe m"_s, u"dinar"_s}, "(o.customer_key like '%zoe m%' or o.customer_key like '%dinar%') is not true");
    row("customer", "contains", {u"zoe m"_s, u"dinar"_s}, "o.customer_key like '%zoe m%' or o.customer_key like '%dinar%'");
    row("customer", "prefix", {u"yen"_s, u"dinar"_s}, "o.customer_name in ('Yen', 'Dinar')");
    row("customer", "contains", {u"100%"_s}, "position('100%' in o.customer_name) > 0");
    row("customer", "contains", {u"wild_"_s}, "position('wild_' in o.customer_name) > 0");
    row("customer", "contains", {u"\\"_s}, "position('\\' in o.customer_name) > 0");
    row("customer", "prefix", {u"weiss aelfl"_s}, "o.customer_name = 'Weiß Ælfł'");
    row("email", "in", {u"ANN@ex.com"_s}, "o.email = 'Ann@Ex.com'");
    row("email", "prefix", {u"ANN@"_s}, "lower(o.email) like 'ann@%'");
    row("email", "contains", {u"@example.org"_s}, "o.email like '%@example.org'");
    row("email", "not", {u"ann@ex.com"_s}, "o.email is null or lower(o.email) <> 'ann@ex.com'");
    row("phone", "in", {u"(170) 123-4567"_s}, "regexp_replace(o.phone, '\\D', '', 'g') like '%1701234567'");
    row("phone", "in", {u"0049 170 1234567"_s}, "o.phone = '+49 170 1234567'");
    row("phone", "not", {u"170 1234567"_s}, "o.phone is null or regexp_replace(o.phone, '\\D', '', 'g') not like '%1701234567'");
    row("phone", "prefix", {u"+49 170"_s}, "regexp_replace(o.phone, '\\D', '', 'g') like '49170%'");
    row("phone", "in", {u"no digits"_s}, "false");
    row("postal", "in", {u"ab12cd"_s}, "o.postal_code = 'AB1 2CD'");
    row("postal", "prefix", {u"803-3"_s}, "replace(o.postal_code, ' ', '') like '8033%'");
    row("postal", "not", {u"80331"_s}, "replace(o.postal_code, ' ', '') <> '80331'");
    row("postal", ">=", {u"90000"_s}, "upper(regexp_replace(o.postal_code, '[\\s-]', '', 'g')) collate \"C\" >= '90000'");
    for (const char *op : {">", ">=", "<", "<=", "="})
        row("placed", op, {someDay()}, "(o.placed_at at time zone 'UTC')::date " + QByteArray(op) + " '" + someDay().toLatin1() + "'");
    for (const char *op : {">", ">=", "<", "<="})
        row("placed", op, {someDay() + u"T12:00:00Z"_s}, "o.placed_at " + QByteArray(op) + " '" + someDay().toLatin1() + " 12:00+00'");
    row("placed", "<", {u"9999-12-31"_s}, "true");
    row("placed", ">", {u"9999-12-31"_s}, "false");
    row("placed", ">=", {u"0001-01-01"_s}, "true");
    // An amount is in each order's own currency: ten yen have no decimals, ten dinars three.
    const QByteArray whole = "(o.total_minor / power(10::numeric, (select digits from store.currency c where c.code = o.currency)))";
    for (const char *op : {"=", ">", ">=", "<", "<="}) {
        for (const QString &amount : {u"99.95"_s, u"1"_s, u"10"_s, u"0"_s, u"-5"_s, u"0.05"_s, u"1000"_s, u"999999999999"_s})
            row("total", op, {amount}, whole + op + amount.toLatin1());
    }
    row("total", "in", {u"49.9"_s}, whole + " = 49.9");
    row("reference", "in", {u"pay-ref77"_s}, "exists (select from store.payment p where p.order_id = o.id and p.reference = 'PAY-Ref77')");
    row("reference", "prefix", {u"PAY-R"_s}, "exists (select from store.payment p where p.order_id = o.id and p.reference like 'PAY-R%')");
    row("reference", "not", {u"none such"_s}, "true");
    row("sku", "prefix", {u"aa"_s}, "exists (select from store.order_line l where l.order_id = o.id and upper(l.sku) like 'AA%')");
    row("sku", "in", {u"aardvark-1"_s, u"none such"_s}, "exists (select from store.order_line l where l.order_id = o.id and l.sku = 'Aardvark-1')");
    row("sku", "not", {u"none such"_s}, "true");
    const auto words = [](const QByteArray &text, const QByteArray &sql) { QTest::addRow("words %s", text.constData()) << u"[]"_s << text << sql; };
    words("muller", "o.customer_key like '%muller%' or o.email_key like 'muller%'");
    words("Zoë MÜLLER", "o.customer_key like '%zoe%' and (o.customer_key like '%muller%' or o.email_key like 'muller%')");
    words("#100500", "o.number = '#100500' or o.phone_key like '%100500'");
    words("ann@ex.com", "o.email = 'Ann@Ex.com'");
    words("1701234567", "o.phone_key like '%1701234567'");
    words("zo", "o.customer_key like 'zo%' or o.customer_key like '% zo%' or o.email_key like 'zo%'");
    words("%", "o.customer_key like '\\%%' or o.customer_key like '% \\%%'");
}

void TestOrderFilters::filterFindsWhatItsConditionFinds()
{
    QFETCH(const QString, filters);
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, sql);
    const QList<qint64> wanted = m_list->brute("(" + sql + ") is true", "o.placed_at", true);
    QCOMPARE(m_list->lastError(), QString());
    const QJsonObject query = OrderListUnderTest::query(filters.toUtf8(), text, "placed", true);
    QCOMPARE(m_list->forwards(query, 500), wanted);
    QCOMPARE(m_list->lastError(), QString());
    QCOMPARE(m_list->lead("select desk.order_count($1, null)::text", Params().json(query)), QString::number(wanted.size()));
    // A condition that finds nothing or everything where it should not would prove little.
    if (sql != "false" && sql != "true" && !sql.startsWith("(o.total") && !filters.contains(u"\"9\""_s))
        QVERIFY2(!wanted.isEmpty(), sql.constData());
}

void TestOrderFilters::fieldTakesItsOperatorsAndNoOthers_data()
{
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("operators");
    const auto row = [](const char *field, const char *value, const char *operators) { QTest::newRow(field) << QString::fromLatin1(value) << QString::fromLatin1(operators); };
    row("payment", "paid", "in = not");
    row("fulfilment", "cancelled", "in = not");
    row("hold", "yes", "in = not");
    row("cancelled", "no", "in = not");
    row("refund", "waiting", "in = not");
    row("assigned", "me", "in = not prefix");
    row("currency", "EUR", "in = not prefix");
    row("country", "DE", "in = not prefix");
    row("source", "shop", "in = not prefix");
    row("number", "1001", "in = not prefix > >= < <=");
    row("customer", "ann", "in = not prefix contains lacks");
    row("email", "ann@example.com", "in = not prefix contains lacks");
    row("phone", "1701234567", "in = not prefix");
    row("postal", "80331", "in = not prefix > >= < <=");
    row("placed", "2026-01-31", "in = > >= < <=");
    row("total", "10", "in = > >= < <=");
    row("reference", "PAY-1", "in = not prefix");
    row("sku", "A", "in = not prefix");
    row("shoe_size", "44", "");
    row("id", "1", "");
    row("", "1", "");
}

void TestOrderFilters::fieldTakesItsOperatorsAndNoOthers()
{
    QFETCH(const QString, value);
    QFETCH(const QString, operators);
    const QStringList allowed = operators.split(u' ', Qt::SkipEmptyParts);
    for (const QString &op : {u"in"_s, u"="_s, u"not"_s, u"prefix"_s, u"contains"_s, u"lacks"_s, u">"_s, u">="_s, u"<"_s, u"<="_s, u"<>"_s, u"like"_s, u""_s, u"IN"_s}) {
        const QJsonObject filter{{u"field"_s, QString::fromLatin1(QTest::currentDataTag())}, {u"op"_s, op}, {u"values"_s, QJsonArray{value}}};
        const QString answer = m_list->lead("select count(*)::text from desk.order_page($1, null, 1)", Params().json(QJsonObject{{u"filters"_s, QJsonArray{filter}}}));
        QVERIFY2(allowed.contains(op) ? answer == u"0" || answer == u"1" : answer == u"<22023>", qPrintable(op + u" -> "_s + answer));
    }
}

void TestOrderFilters::operatorForOneValueRefusesTwo_data()
{
    QTest::addColumn<QString>("op");
    QTest::addColumn<QStringList>("values");
    for (const char *op : {"=", "in", "<", ">="}) {
        QTest::addRow("placed %s", op) << QString::fromLatin1(op) << QStringList{u"2026-01-31"_s, u"2026-02-01"_s};
        QTest::addRow("total %s", op) << QString::fromLatin1(op) << QStringList{u"10"_s, u"20"_s};
    }
    QTest::addRow("number >") << u">"_s << QStringList{u"1"_s, u"2"_s};
    QTest::addRow("number prefix") << u"prefix"_s << QStringList{u"1"_s, u"2"_s};
    QTest::addRow("postal <=") << u"<="_s << QStringList{u"1"_s, u"2"_s};
}

/// The second value would else be left out without a word, and the list be shorter than what was asked for.
void TestOrderFilters::operatorForOneValueRefusesTwo()
{
    QFETCH(const QString, op);
    QFETCH(const QStringList, values);
    const QJsonObject filter{{u"field"_s, QString::fromLatin1(QTest::currentDataTag()).section(u' ', 0, 0)}, {u"op"_s, op}, {u"values"_s, QJsonArray::fromStringList(values)}};
    QCOMPARE(m_list->lead("select count(*)::text from desk.order_page($1, null, 1)", Params().json(QJsonObject{{u"filters"_s, QJsonArray{filter}}})), u"<22023>"_s);
}

void TestOrderFilters::filtersAddUp()
{
    const QByteArray filters = R"([{"field": "payment", "op": "in", "values": ["paid"]}, {"field": "country", "op": "in", "values": ["DE"]}, {"field": "total", "op": ">", "values": ["20"]},
        {"field": "placed", "op": ">=", "values": ["2020-01-01"]}, {"field": "sku", "op": "not", "values": ["none"]}, {"field": "total", "op": "<=", "values": ["300"]}])";
    const QList<qint64> wanted = m_list->brute("o.payment_status = 'paid' and o.country = 'DE' and o.currency = 'EUR' and o.total_minor > 2000 and o.total_minor <= 30000 and o.customer_key like '%a%'", "o.placed_at", true);
    QVERIFY(wanted.size() > 20);
    QJsonObject query = OrderListUnderTest::query(filters, {}, "placed", true);
    QJsonArray more = query.value(u"filters"_s).toArray();
    more.append(QJsonObject{{u"field"_s, u"customer"_s}, {u"op"_s, u"contains"_s}, {u"values"_s, QJsonArray{u"a"_s}}});
    query.insert(u"filters"_s, more);
    QCOMPARE(m_list->forwards(query, 50), wanted);
    QCOMPARE(m_list->backwards(query, 50), wanted);
}

void TestOrderFilters::badQueriesSayNothingOfTheirValues_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QByteArray>("cursor");
    const auto row = [](const char *name, const QByteArray &query, const QByteArray &cursor = "{}") { QTest::newRow(name) << query << cursor; };
    const auto filter = [](const QByteArray &field, const QByteArray &op, const QByteArray &values) { return R"({"filters": [{"field": ")" + field + R"(", "op": ")" + op + R"(", "values": )" + values + "}]}"; };
    row("sort", R"({"sort": "plantedsecret"})");
    row("field", filter("plantedsecret", "in", R"(["x"])"));
    row("operator", filter("customer", "plantedsecret", R"(["x"])"));
    row("status", filter("payment", "in", R"(["plantedsecret"])"));
    row("date", filter("placed", ">", R"(["plantedsecret"])"));
    row("date that is none", filter("placed", ">", R"(["2026-02-30"])"));
    row("amount", filter("total", ">", R"(["plantedsecret"])"));
    row("yes or no", filter("hold", "in", R"(["plantedsecret"])"));
    row("no values", filter("customer", "in", "[]"));
    row("a value that is no list", filter("customer", "in", R"("plantedsecret")"));
    row("null", filter("customer", "in", R"(["plantedsecret", null])"));
    row("too many values", filter("customer", "in", R"(["plantedsecret")" + QByteArray(R"(, "x")").repeated(100) + "]"));
    row("endless value", filter("customer", "in", R"(["plantedsecret)" + QByteArray(30000, 'x') + R"("])"));
    row("filters that are no list", R"({"filters": "plantedsecret"})");
    row("filter that is no object", R"({"filters": ["plantedsecret"]})");
    row("no object", R"("plantedsecret")");
    row("direction", R"({"descending": "plantedsecret"})");
    row("cursor's direction", R"({"sort": "customer"})", R"({"key": "x", "direction": "plantedsecret"})");
    row("cursor's time", R"({"sort": "placed"})", R"({"key": "plantedsecret", "direction": "from"})");
    row("cursor's amount", R"({"sort": "total"})", R"({"key": "plantedsecret", "direction": "from"})");
    row("cursor's end", R"({"sort": "total"})", R"({"end": "plantedsecret"})");
    row("cursor without a place", R"({"sort": "total"})", R"({"direction": "after"})");
}

void TestOrderFilters::badQueriesSayNothingOfTheirValues()
{
    QFETCH(const QByteArray, query);
    QFETCH(const QByteArray, cursor);
    const auto connection = m_list->connect(u"agent"_s);
    const QByteArray call = "select count(*) from desk.order_page($1, $2, 10)";
    const auto rows = connection->query({u"test/bad"_s, call}, Params().rawJson(query).rawJson(cursor));
    QVERIFY(!rows);
    QCOMPARE(rows.error().sqlState, u"22023"_s);
    QVERIFY2(!rows.error().userText.contains(u"plantedsecret"_s), qPrintable(rows.error().userText));
    if (cursor == "{}") {
        for (const QByteArray &other : QByteArrayList{"select desk.order_count($1, 10)", "select desk.order_estimate($1)", "select count(*) from desk.order_ladder($1, 100)", "select desk.order_locate($1, 1)",
                                                      "select desk.order_newcomers($1, 1)", "select count(*) from desk.order_refresh($1, '{1}', '{1}')"}) {
            // Sorting does not matter to those that only count.
            if (query.contains("\"sort\"") || query.contains("\"descending\""))
                continue;
            const auto asked = connection->query({u"test/bad"_s, other}, Params().rawJson(query));
            QVERIFY2(!asked && asked.error().sqlState == u"22023", other.constData());
        }
    }
    QVERIFY(!m_list->serverLog().contains("plantedsecret"));
}

QTEST_GUILESS_MAIN(TestOrderFilters)
#include "tst_orderfilters.moc"
