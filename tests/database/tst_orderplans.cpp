// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cluster/storesetup.h"
#include "tests/database/orderlistundertest.h"

#include <QRegularExpression>
#include <QTest>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

namespace {

constexpr int orders = 20'000; // enough for reading all of them to be the dearer way

} // namespace

/// No page and no look-up reads all orders: seen in the plans of the very statements that the functions run, and in what the server
/// counts while they run. No planner setting is touched.
class TestOrderPlans : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void pageFollowsTheIndexOfItsSort_data();
    void pageFollowsTheIndexOfItsSort();
    void fewAmongManyAreFoundThroughAnIndex_data();
    void fewAmongManyAreFoundThroughAnIndex();
    void lookUpGoesThroughTheIndexOfItsKind_data();
    void lookUpGoesThroughTheIndexOfItsKind();
    void conditionOverManyRelatedRowsFindsThemAll();
    void newOrderFindsItsCustomerThroughAnIndex_data();
    void newOrderFindsItsCustomerThroughAnIndex();

private:
    [[nodiscard]] QString plan(const QJsonObject &query, const QJsonObject &cursor) const;
    /// How often a call of a staff login read a whole table of the store.
    [[nodiscard]] QString wholeReads(const QByteArray &call, const Params &params) const;
    [[nodiscard]] QString someOrders(const QByteArray &what) const;

    std::unique_ptr<StoreUnderTest> m_store;
    std::unique_ptr<Connection> m_agent;
};

void TestOrderPlans::initTestCase()
{
    m_store = std::make_unique<StoreUnderTest>();
    const auto filled = fillStore(m_store->TestDatabase::owner(), orders);
    QVERIFY(filled);
    m_store->owner("analyze");
    m_agent = m_store->connect(u"agent"_s);
}

QString TestOrderPlans::plan(const QJsonObject &query, const QJsonObject &cursor) const
{
    return m_store->column(Cluster::ownerLogin(), "select * from store.order_plan($1, $2, 100)", Params().json(query).json(cursor)).join(u'\n');
}

QString TestOrderPlans::wholeReads(const QByteArray &call, const Params &params) const
{
    // Counters of the transaction under way are one's own connection's, so nobody else's reading gets in between.
    if (!m_agent->query({u"test/begin"_s, "begin"}) || !m_agent->query({u"test/call"_s, call}, params))
        return u"failed"_s;
    const auto read = m_agent->query({u"test/reads"_s, "select coalesce(string_agg(relname || ' ' || seq_scan, ', '), 'none') from pg_stat_xact_user_tables "
                                                          "where schemaname = 'store' and relname in ('orders', 'order_line', 'payment', 'contact_point', 'customer') and seq_scan > 0"});
    const auto used = m_agent->query({u"test/used"_s, "select coalesce(sum(idx_scan), 0)::text from pg_stat_xact_user_tables where schemaname = 'store' and relname in ('orders', 'order_line', 'payment')"});
    (void)m_agent->query({u"test/rollback"_s, "rollback"});
    if (!read || !used || used->text(0, 0) == u"0")
        return u"nothing was read"_s;
    return read->text(0, 0);
}

QString TestOrderPlans::someOrders(const QByteArray &what) const
{
    return m_store->owner("select " + what + " from store.orders o where o.id > 10000 and o.paid_minor > 0 order by o.id limit 1");
}

void TestOrderPlans::pageFollowsTheIndexOfItsSort_data()
{
    QTest::addColumn<QByteArray>("sort");
    QTest::addColumn<bool>("descending");
    QTest::addColumn<QString>("index");
    for (const auto &[sort, index] : {std::pair("placed", "orders_placed"), {"number", "orders_number"}, {"customer", "orders_customer_key"}, {"total", "orders_total"},
                                      {"payment", "orders_payment"}, {"fulfilment", "orders_fulfilment"}, {"postal", "orders_postal"}}) {
        for (const bool descending : {false, true})
            QTest::addRow("%s%s", sort, descending ? " backwards" : "") << QByteArray(sort) << descending << QString::fromLatin1(index);
    }
}

void TestOrderPlans::pageFollowsTheIndexOfItsSort()
{
    QFETCH(const QByteArray, sort);
    QFETCH(const bool, descending);
    QFETCH(const QString, index);
    const QJsonObject query = OrderListUnderTest::query("[]", {}, sort, descending);
    const qint64 deep = m_store->agent("select id::text from desk.order_ladder($1, 100) where place = 13000", Params().json(query)).toLongLong();
    QVERIFY(deep > 0);
    for (const QJsonObject &cursor : {QJsonObject(), QJsonObject{{u"end"_s, true}}, QJsonObject{{u"id"_s, deep}, {u"direction"_s, u"from"_s}}, QJsonObject{{u"id"_s, deep}, {u"direction"_s, u"after"_s}},
                                      QJsonObject{{u"id"_s, deep}, {u"direction"_s, u"before"_s}}}) {
        const QString told = plan(query, cursor);
        QVERIFY2(told.contains(QRegularExpression(u"Index Scan (Backward )?using %1 on orders"_s.arg(index))), qPrintable(told));
        QVERIFY2(!told.contains(u"Seq Scan on orders"_s), qPrintable(told));
        // A place deep in the list is where the index is entered, not a filter over what it gives.
        QVERIFY2(!cursor.contains(u"id"_s) || told.contains(u"Index Cond"_s), qPrintable(told));
        QCOMPARE(wholeReads("select id from desk.order_page($1, $2, 100)", Params().json(query).json(cursor)), u"none"_s);
    }
}

void TestOrderPlans::fewAmongManyAreFoundThroughAnIndex_data()
{
    QTest::addColumn<QByteArray>("filters");
    const auto row = [](const char *field, const char *op, const char *values) {
        QTest::addRow("%s %s %s", field, op, values) << QByteArray(R"([{"field": ")") + field + R"(", "op": ")" + op + R"(", "values": )" + values + "}]";
    };
    row("payment", "in", R"(["authorised"])");
    row("payment", "in", R"(["partially_paid", "voided"])");
    row("fulfilment", "in", R"(["on_hold"])");
    row("fulfilment", "in", R"(["unfulfilled", "partially_fulfilled"])");
    row("hold", "in", R"(["yes"])");
    row("cancelled", "in", R"(["yes"])");
    row("refund", "in", R"(["waiting"])");
    row("refund", "in", R"(["by_hand"])");
    row("assigned", "in", R"(["agent"])");
    row("tag", "in", R"(["none such"])");
    row("tag", "in", R"(["VIP", "gift"])");
    row("reference", "in", R"(["PAY-NONE"])");
    row("sku", "in", R"(["none such"])");
    row("email", "in", R"(["nobody@example.com"])");
    row("email", "prefix", R"(["zzz"])");
    row("phone", "in", R"(["0999 9999999"])");
    row("customer", "in", R"(["nobody"])");
    row("customer", "contains", R"(["qqq"])");
    row("number", "in", R"(["#100001"])");
    row("number", "prefix", R"(["#12"])");
    row("postal", "prefix", R"(["QQ"])");
}

void TestOrderPlans::fewAmongManyAreFoundThroughAnIndex()
{
    QFETCH(const QByteArray, filters);
    const QJsonObject query = OrderListUnderTest::query(filters, {}, "placed", true);
    const QString told = plan(query, {});
    QVERIFY2(told.contains(QRegularExpression(u"Index (Only )?Scan"_s)) && !told.contains(u"Seq Scan on orders"_s), qPrintable(told));
    QCOMPARE(wholeReads("select id from desk.order_page($1, '{}', 100)", Params().json(query)), u"none"_s);
}

void TestOrderPlans::lookUpGoesThroughTheIndexOfItsKind_data()
{
    QTest::addColumn<QByteArray>("what"); // SQL over orders o
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("index");
    QTest::newRow("number") << QByteArray("o.number") << u"number"_s << u"orders_number"_s;
    QTest::newRow("beginning of a number") << QByteArray("left(o.number, 5)") << u"number"_s << u"orders_number"_s;
    QTest::newRow("e-mail") << QByteArray("o.email") << u"email"_s << u"orders_email"_s;
    QTest::newRow("beginning of an e-mail") << QByteArray("left(o.email, 9)") << u"email"_s << u"orders_email"_s;
    QTest::newRow("phone") << QByteArray("o.phone") << u"phone"_s << u"orders_phone_end"_s;
    QTest::newRow("phone as it begins") << QByteArray("left(o.phone, 11)") << u"phone"_s << u"orders_phone"_s;
    QTest::newRow("beginning of a name") << QByteArray("left(o.customer_name, 6)") << u"name"_s << u"orders_customer_key"_s;
    QTest::newRow("name") << QByteArray("o.customer_name") << u"name"_s << u"orders_customer_key"_s;
    QTest::newRow("part of a name") << QByteArray("right(o.customer_name, -2)") << u"name"_s << u"orders_name_words"_s;
    QTest::newRow("postal code") << QByteArray("o.postal_code") << u"postal"_s << u"orders_postal"_s;
    QTest::newRow("reference") << QByteArray("(select p.reference from store.payment p where p.order_id = o.id and p.payment_no = 1)") << u"reference"_s << u"orders_pkey"_s;
    QTest::newRow("nobody's name") << QByteArray("'Qxqxqx Zyzyz'") << u"name"_s << u"orders_name_words"_s;
    QTest::newRow("nobody's reference") << QByteArray("'PAY-NOSUCHTHING'") << u"reference"_s << u"orders_pkey"_s;
}

void TestOrderPlans::lookUpGoesThroughTheIndexOfItsKind()
{
    QFETCH(const QByteArray, what);
    QFETCH(const QString, kind);
    QFETCH(const QString, index);
    const QString text = someOrders(what);
    QVERIFY(text.size() >= 4);
    const QString told = m_store->column(Cluster::ownerLogin(), "select kind || ': ' || plan from store.lookup_plans($1)", Params().text(text)).join(u'\n');
    QVERIFY2(told.contains(QRegularExpression(u"^%1: .*Index (Only )?Scan.* (using|on) %2( |$)"_s.arg(kind, index), QRegularExpression::MultilineOption)), qPrintable(told));
    QVERIFY2(!told.contains(u"Seq Scan on orders"_s) && !told.contains(u"Seq Scan on payment"_s), qPrintable(told));
    QCOMPARE(wholeReads("select order_id from desk.order_lookup($1)", Params().text(text)), u"none"_s);
    // Found, unless twenty matches of a surer kind filled the box before.
    const QString found = m_store->agent("select string_agg(distinct kind, ' ') || case when count(*) = 20 then ' full' else '' end from desk.order_lookup($1)", Params().text(text));
    QVERIFY2(what.startsWith('\'') || found.contains(kind) || found.endsWith(u" full"_s), qPrintable(found));
}

/// Past five thousand related rows a filter is written another way than with the ids it found.
void TestOrderPlans::conditionOverManyRelatedRowsFindsThemAll()
{
    for (const auto &[field, value, source] : {std::tuple("reference", "pay-", "store.payment x where x.order_id = o.id and x.reference like 'PAY-%'"),
                                               std::tuple("sku", "", "store.order_line x where x.order_id = o.id and x.sku <> ''")}) {
        const QByteArray filters = QByteArray(R"([{"field": ")") + field + R"(", "op": "prefix", "values": [")" + value + R"("]}])";
        const QString exact = m_store->agent("select desk.order_count($1, null)::text", Params().json(OrderListUnderTest::query(filters, {}, "placed", true)));
        QVERIFY(exact.toInt() > 5000);
        QCOMPARE(exact, m_store->owner(QByteArray("select count(*)::text from store.orders o where exists (select from ") + source + ")"));
    }
}

void TestOrderPlans::newOrderFindsItsCustomerThroughAnIndex_data()
{
    QTest::addColumn<QJsonObject>("way");
    QTest::newRow("by e-mail") << QJsonObject{{u"email"_s, u"nobody.yet@example.com"_s}};
    QTest::newRow("by phone") << QJsonObject{{u"phone"_s, u"+49 228 9999999"_s}};
}

void TestOrderPlans::newOrderFindsItsCustomerThroughAnIndex()
{
    QFETCH(const QJsonObject, way);
    QJsonObject order{{u"name"_s, u"Somebody New"_s}, {u"currency"_s, u"EUR"_s}, {u"lines"_s, QJsonArray{QJsonObject{{u"title"_s, u"Mug"_s}, {u"quantity"_s, 1}, {u"price_minor"_s, 100}}}}};
    for (auto field = way.begin(); field != way.end(); ++field)
        order.insert(field.key(), *field);
    QCOMPARE(wholeReads("select desk.order_create(gen_random_uuid(), $1)", Params().json(order)), u"none"_s);
}

QTEST_GUILESS_MAIN(TestOrderPlans)
#include "tst_orderplans.moc"
