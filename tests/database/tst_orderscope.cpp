// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/database/orderlistundertest.h"

#include <QJsonDocument>
#include <QTest>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

namespace {

/// What fulfilment may know of, told over plain rows: it is to be shipped, or was within the fortnight.
constexpr auto mayBeKnown = "(o.fulfilment_status in ('unfulfilled', 'partially_fulfilled', 'on_hold') or exists (select from store.shipment s where s.order_id = o.id and s.at > now() - interval '14 days'))";

QString asText(const QByteArray &json)
{
    return QString::fromUtf8(json);
}

} // namespace

/// What of the orders a group sees follows from its work, whichever function it asks and however it asks.
class TestOrderScope : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void fulfilmentSeesWhatIsToShipOrWasShippedLately_data();
    void fulfilmentSeesWhatIsToShipOrWasShippedLately();
    void fulfilmentSeesNoContactAndNoMoney();
    void whatFulfilmentDoesNotSeeItCannotAskFor_data();
    void whatFulfilmentDoesNotSeeItCannotAskFor();
    void hiddenOrderIsAsGoodAsNone();
    void hiddenOrderIsNoPlaceInTheList();
    void hiddenPersonIsNotLookedUp_data();
    void hiddenPersonIsNotLookedUp();
    void windowEndsByTheSetting();
    void othersSeeNoOrder_data();
    void othersSeeNoOrder();

private:
    QString fulfilment(const QByteArray &sql, const Params &params = {}) const { return m_list->fulfilment(sql, params); }
    std::unique_ptr<OrderListUnderTest> m_list;
    qint64 m_hidden = 0;
    qint64 m_open = 0;
};

void TestOrderScope::initTestCase()
{
    m_list = std::make_unique<OrderListUnderTest>();
    // Shipped and paid long ago, to somebody of whom nothing else is known.
    m_hidden = m_list->placeOrder(u"Xaver Zyklop"_s, u"xaver@zyklop.example"_s);
    m_list->payOrder(m_hidden);
    m_list->shipOrder(m_hidden);
    m_list->owner("update store.shipment set at = now() - interval '15 days' where order_id = $1", Params().integer(m_hidden));
    m_list->owner("update store.shipment_line set quantity = quantity where order_id = $1", Params().integer(m_hidden));
    m_open = m_list->placeOrder(u"Yvonne Offen"_s, u"yvonne@offen.example"_s);
    m_list->payOrder(m_open);
    QCOMPARE(m_list->owner("select string_agg(fulfilment_status || (last_shipped_at < now() - interval '14 days'), ' ') from store.orders where id = $1", Params().integer(m_hidden)), u"fulfilledtrue"_s);
}

void TestOrderScope::fulfilmentSeesWhatIsToShipOrWasShippedLately_data()
{
    QTest::addColumn<QByteArray>("filters");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("condition");
    QTest::newRow("everything") << QByteArray("[]") << QByteArray() << QByteArray("true");
    QTest::newRow("fulfilled") << QByteArray(R"([{"field": "fulfilment", "op": "in", "values": ["fulfilled"]}])") << QByteArray() << QByteArray("o.fulfilment_status = 'fulfilled'");
    QTest::newRow("not open") << QByteArray(R"([{"field": "fulfilment", "op": "not", "values": ["unfulfilled"]}])") << QByteArray() << QByteArray("o.fulfilment_status <> 'unfulfilled'");
    QTest::newRow("cancelled") << QByteArray(R"([{"field": "cancelled", "op": "in", "values": ["yes", "no"]}])") << QByteArray() << QByteArray("true");
    QTest::newRow("part of a name or anything") << QByteArray(R"([{"field": "customer", "op": "contains", "values": ["a", "e"]}])") << QByteArray() << QByteArray("(o.customer_key like '%a%' or o.customer_key like '%e%')");
    QTest::newRow("a word") << QByteArray("[]") << QByteArray("mar") << QByteArray("o.customer_key like '%mar%'");
}

void TestOrderScope::fulfilmentSeesWhatIsToShipOrWasShippedLately()
{
    QFETCH(const QByteArray, filters);
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, condition);
    const QJsonObject query = OrderListUnderTest::query(filters, text, "placed", true);
    const QList<qint64> wanted = m_list->brute(mayBeKnown + (" and " + condition), "o.placed_at", true);
    QVERIFY(wanted.size() > 5 && wanted.size() < m_list->brute(condition, "o.id", true).size());
    QCOMPARE(m_list->page(u"fulfilment"_s, query, {}, 500), wanted.mid(0, 500));
    QCOMPARE(m_list->page(u"fulfilment"_s, query, {{u"end"_s, true}}, 500), wanted.last(std::min<qsizetype>(500, wanted.size())));
    QCOMPARE(fulfilment("select desk.order_count($1, null)::text", Params().json(query)), QString::number(wanted.size()));
    QCOMPARE(fulfilment("select max(place)::text from desk.order_ladder($1, 50)", Params().json(query)), QString::number(wanted.size()));
    QCOMPARE(fulfilment("select desk.order_newcomers($1, 0)::text", Params().json(query)), QString::number(std::min<qsizetype>(1000, wanted.size())));
}

void TestOrderScope::fulfilmentSeesNoContactAndNoMoney()
{
    const QByteArray nothing = "num_nulls(email, phone, total_minor, paid_minor, refunded_minor)";
    QCOMPARE(fulfilment("select min(" + nothing + ")::text || count(*) from desk.order_page('{}', null, 500)"), u"5500"_s);
    QCOMPARE(fulfilment("select min(" + nothing + ")::text || count(*) from desk.order_refresh('{}', array[$1]::bigint[], '{0}')", Params().integer(m_open)), u"51"_s);
    QCOMPARE(fulfilment("select count(total_minor)::text || count(*) from desk.order_lookup('Offen')"), u"01"_s);
    QCOMPARE(m_list->agent("select min(" + nothing + ")::text || count(*) from desk.order_refresh('{}', array[$1]::bigint[], '{0}')", Params().integer(m_open)), u"01"_s);
    // Nowhere in the panel, under whatever name: neither the addresses' phones nor sums, payments or processor's references.
    const QString panel = m_list->panel(u"fulfilment"_s, m_open);
    QVERIFY(panel.contains(u"Gartenweg 1"_s) && panel.contains(u"Yvonne Offen"_s));
    for (const QString &secret : {u"offen.example"_s, u"1234567"_s, u"2990"_s, u"1250"_s, u"PAY-"_s, u"paypal"_s})
        QVERIFY2(!panel.contains(secret), qPrintable(secret));
    const QString whole = m_list->panel(u"agent"_s, m_open);
    for (const QString &secret : {u"offen.example"_s, u"1234567"_s, u"2990"_s, u"1250"_s, u"PAY-"_s, u"paypal"_s})
        QVERIFY2(whole.contains(secret), qPrintable(secret));
}

void TestOrderScope::whatFulfilmentDoesNotSeeItCannotAskFor_data()
{
    QTest::addColumn<QByteArray>("query");
    for (const auto &[field, value] : {std::pair("email", "y"), {"phone", "49170"}, {"total", "10"}, {"currency", "EUR"}, {"reference", "PAY"}, {"refund", "waiting"}}) {
        for (const char *op : {"in", "not", "=", "prefix", "contains", ">", "<="})
            QTest::addRow("%s %s", field, op) << QByteArray(R"({"filters": [{"field": "payment", "op": "in", "values": ["paid"]}, {"field": ")") + field + R"(", "op": ")" + op + R"(", "values": [")" + value + R"("]}]})";
    }
    QTest::newRow("sorted by sum") << QByteArray(R"({"sort": "total"})");
}

/// A filter by what is hidden would tell it all the same, one question at a time.
void TestOrderScope::whatFulfilmentDoesNotSeeItCannotAskFor()
{
    QFETCH(const QByteArray, query);
    for (const QByteArray &call : QByteArrayList{"select count(*)::text from desk.order_page($1, null, 10)", "select desk.order_count($1, null)::text", "select desk.order_estimate($1)::text",
                                                  "select count(*)::text from desk.order_ladder($1, 100)", "select desk.order_locate($1, 1)::text", "select desk.order_newcomers($1, 0)::text",
                                                  "select count(*)::text from desk.order_refresh($1, '{1}', '{1}')"}) {
        const QString answer = fulfilment(call, Params().rawJson(query));
        // Counting does not sort.
        QVERIFY2(answer == u"<42501>" || (query.contains("operator") && answer == u"<22023>"), qPrintable(asText(call) + u" -> "_s + answer));
    }
}

void TestOrderScope::hiddenOrderIsAsGoodAsNone()
{
    const Params order = Params().integer(m_hidden);
    QCOMPARE(fulfilment("select string_agg(version || ' ' || matches || coalesce(customer_name, ''), ',') from desk.order_refresh('{}', array[$1]::bigint[], '{0}')", order), u"-1 false"_s);
    QCOMPARE(fulfilment("select (desk.order_locate('{}', $1)->>'found') || coalesce(desk.order_locate('{}', $1)->>'key', '')", order), u"false"_s);
    QCOMPARE(m_list->panel(u"fulfilment"_s, m_hidden), u"false"_s);
    QCOMPARE(fulfilment("select desk.presence_touch($1, 'viewing')::text", order), u"[]"_s);
    m_list->owner("insert into store.presence (order_id, staff_id, mode) select o, s.id, 'editing' from unnest(array[$1, $2]::bigint[]) o, store.staff s where s.login in ('lead', 'fulfilment')", Params().integer(m_hidden).integer(m_open));
    // Of those that it sees, whoever else is there.
    QCOMPARE(fulfilment("select string_agg(concat_ws(' ', order_id, mode, left_ms between 1 and 120000), ',') from desk.presence_list(array[$1, $2]::bigint[])", Params().integer(m_hidden).integer(m_open)), u"%1 editing t"_s.arg(m_open));
    m_list->owner("update store.presence set seen_at = now() - interval '120 seconds'");
    QCOMPARE(fulfilment("select count(*)::text from desk.presence_list(array[$1]::bigint[])", Params().integer(m_open)), u"0"_s);
    QCOMPARE(fulfilment("select count(*)::text from desk.presence_list((select array_agg(n::bigint) from generate_series(1, 501) n))"), u"<22023>"_s);
    m_list->owner("delete from store.presence");
    QCOMPARE(fulfilment("select desk.hold_place(gen_random_uuid(), array[$1]::bigint[], '{1}', 'other', '')->'rows'->0->>'reason'", order), u"no_such_order"_s);
    QCOMPARE(m_list->owner("select count(*)::text from store.presence where order_id = $1", order), u"0"_s);
    QCOMPARE(m_list->owner("select count(*)::text from audit.entry where actor = 'fulfilment' and $1 = any(ids)", order), u"0"_s);
    // The same of an order within the window is there.
    QCOMPARE(fulfilment("select desk.order_locate('{}', $1)->>'found'", Params().integer(m_open)), u"true"_s);
    QVERIFY(m_list->panel(u"fulfilment"_s, m_open).contains(u"Offen"_s));
}

/// A page that begins at a hidden order's name would tell between which names it lies.
void TestOrderScope::hiddenOrderIsNoPlaceInTheList()
{
    for (const char *sort : {"customer", "postal", "placed", "number", "payment"}) {
        for (const QString &direction : {u"from"_s, u"after"_s, u"before"_s}) {
            const QJsonObject query = OrderListUnderTest::query("[]", {}, sort, false);
            const QList<qint64> hidden = m_list->page(u"fulfilment"_s, query, {{u"id"_s, m_hidden}, {u"direction"_s, direction}}, 5);
            const QString state = m_list->lastError();
            const QList<qint64> none = m_list->page(u"fulfilment"_s, query, {{u"id"_s, 987654321}, {u"direction"_s, direction}}, 5);
            QCOMPARE(hidden, none);
            QCOMPARE(state, m_list->lastError());
        }
    }
}

void TestOrderScope::hiddenPersonIsNotLookedUp_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("forAgent");
    QTest::newRow("name") << u"Zyklop"_s << true;
    QTest::newRow("beginning of a name") << u"Xaver Z"_s << true;
    QTest::newRow("e-mail") << u"xaver@zyklop.example"_s << true;
    QTest::newRow("beginning of an e-mail") << u"xaver@"_s << true;
    QTest::newRow("open order's e-mail") << u"yvonne@offen.example"_s << true;
    QTest::newRow("open order's phone") << u"0170 1234567"_s << true;
}

void TestOrderScope::hiddenPersonIsNotLookedUp()
{
    QFETCH(const QString, text);
    const QByteArray call = "select count(*)::text from desk.order_lookup($1) where kind not in ('number', 'postal')";
    QCOMPARE(fulfilment(call, Params().text(text)), u"0"_s);
    QVERIFY(m_list->agent(call, Params().text(text)).toInt() > 0);
    const QString number = m_list->owner("select number from store.orders where id = $1", Params().integer(m_hidden));
    QCOMPARE(fulfilment("select count(*)::text from desk.order_lookup($1)", Params().text(number)), u"0"_s);
    QCOMPARE(m_list->agent("select count(*)::text from desk.order_lookup($1)", Params().text(number)), u"1"_s);
    const QString reference = u"PAY-"_s + QString::number(m_open);
    QCOMPARE(fulfilment("select count(*)::text from desk.order_lookup($1) where kind = 'reference'", Params().text(reference)), u"0"_s);
    QCOMPARE(m_list->agent("select count(*)::text from desk.order_lookup($1) where kind = 'reference'", Params().text(reference)), u"1"_s);
}

void TestOrderScope::windowEndsByTheSetting()
{
    const QByteArray call = "select desk.order_open(gen_random_uuid(), $1, 'order')::text || (desk.order_locate('{}', $1)->>'found')";
    QCOMPARE(fulfilment(call, Params().integer(m_hidden)), u"falsefalse"_s);
    m_list->owner("update store.setting set value = '16' where key = 'fulfilment.window_days'");
    QCOMPARE(fulfilment(call, Params().integer(m_hidden)), u"truetrue"_s);
    m_list->owner("update store.setting set value = '14' where key = 'fulfilment.window_days'");
    // Cancelled without ever having been shipped: nothing is to be done any more.
    const qint64 cancelled = m_list->placeOrder();
    QCOMPARE(fulfilment(call, Params().integer(cancelled)), u"truetrue"_s);
    m_list->owner("update store.orders set cancelled_at = now() where id = $1", Params().integer(cancelled));
    QCOMPARE(fulfilment(call, Params().integer(cancelled)), u"falsefalse"_s);
}

void TestOrderScope::othersSeeNoOrder_data()
{
    QTest::addColumn<QString>("login");
    for (const char *login : {"marketing", "manager", "admin", "site", "work", "importer"})
        QTest::newRow(login) << QString::fromLatin1(login);
}

void TestOrderScope::othersSeeNoOrder()
{
    QFETCH(const QString, login);
    for (const QByteArray &call : QByteArrayList{"select count(*)::text from desk.order_page('{}', null, 10)", "select desk.order_count('{}', null)::text", "select desk.order_estimate('{}')::text",
                                                  "select count(*)::text from desk.order_ladder('{}', 100)", "select desk.order_locate('{}', 1)::text", "select desk.order_newcomers('{}', 0)::text",
                                                  "select desk.order_newest()::text", "select count(*)::text from desk.order_refresh('{}', '{1}', '{0}')", "select count(*)::text from desk.order_lookup('a')",
                                                  "select desk.order_open(gen_random_uuid(), 1, 'order')::text", "select desk.order_panel(gen_random_uuid())::text", "select desk.presence_touch(1, 'viewing')::text", "select count(*)::text from store.orders"})
        QCOMPARE(m_list->ask(login, call), u"<42501>"_s);
}

QTEST_GUILESS_MAIN(TestOrderScope)
#include "tst_orderscope.moc"
