// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/database/orderlistundertest.h"

#include <QRandomGenerator>
#include <QSet>
#include <QTest>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

namespace {

const QList<Asked> asked{
    {"everything", "[]", "", "true"},
    {"paid", R"([{"field": "payment", "op": "in", "values": ["paid"]}])", "", "o.payment_status = 'paid'"},
    {"not yet shipped", R"([{"field": "fulfilment", "op": "in", "values": ["unfulfilled", "on_hold"]}])", "", "o.fulfilment_status in ('unfulfilled', 'on_hold')"},
    {"one postal code", R"([{"field": "postal", "op": "prefix", "values": ["803 31"]}])", "", "o.postal_key like '80331%'"},
    {"part of a name", R"([{"field": "customer", "op": "contains", "values": ["Müll"]}])", "", "o.customer_key like '%mull%'"},
    {"a word", "[]", "muller", "(o.customer_key like '%muller%' or o.email_key like 'muller%')"},
    {"nothing", R"([{"field": "source", "op": "in", "values": ["nowhere"]}])", "", "false"},
};

} // namespace

/// The list in pages is the list: every row once, in order, wherever it is entered.
class TestOrderList : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void pagesAreTheWholeList_data() { sortsAndFilters({0, 1, 2, 3, 4, 5, 6}); }
    void pagesAreTheWholeList();
    void rungsOfTheLadderStandWhereTheySay_data() { sortsAndFilters({0, 1, 4, 6}); }
    void rungsOfTheLadderStandWhereTheySay();
    void orderIsFoundAtItsPlace_data() { sortsAndFilters({0, 2}); }
    void orderIsFoundAtItsPlace();
    void newOrdersBetweenPagesMoveNothing_data();
    void newOrdersBetweenPagesMoveNothing();
    void typedKeyOpensTheListThere_data();
    void typedKeyOpensTheListThere();
    void numbersSortAsPeopleCount();
    void dayBeginsInTheStoresTimeZone_data();
    void dayBeginsInTheStoresTimeZone();
    void pageHoldsAtMostFiveHundredRows();
    void refreshTellsWhatChangedLeftOrIsGone();
    void newcomersAreThoseOfTheFilter();
    void countComesInThreeStages_data();
    void countComesInThreeStages();

private:
    static void sortsAndFilters(const QList<int> &filters);
    static const Sorted &sort() { static Sorted now; now = OrderListUnderTest::sorts().at(fetched("sort")); return now; }
    static const Asked &ask() { return asked.at(fetched("asked")); }
    static int fetched(const char *column) { return *static_cast<int *>(QTest::qData(column, qMetaTypeId<int>())); }

    std::unique_ptr<OrderListUnderTest> m_list;
    std::unique_ptr<Connection> m_agent;
};

void TestOrderList::initTestCase()
{
    m_list = std::make_unique<OrderListUnderTest>();
    m_agent = m_list->connect(u"agent"_s);
}

void TestOrderList::sortsAndFilters(const QList<int> &filters)
{
    QTest::addColumn<int>("sort");
    QTest::addColumn<bool>("descending");
    QTest::addColumn<int>("asked");
    for (int sort = 0; sort < OrderListUnderTest::sorts().size(); ++sort) {
        for (const bool descending : {false, true}) {
            for (const int filter : filters)
                QTest::addRow("%s by %s%s", asked.at(filter).name, OrderListUnderTest::sorts().at(sort).name, descending ? " backwards" : "") << sort << descending << filter;
        }
    }
}

void TestOrderList::pagesAreTheWholeList()
{
    QFETCH(const bool, descending);
    const QList<qint64> whole = m_list->brute(ask().sql, sort().sql, descending);
    const QJsonObject query = OrderListUnderTest::query(ask().filters, ask().text, sort().name, descending);
    QCOMPARE(whole.isEmpty(), ask().sql == "false"_ba);
    QCOMPARE(m_list->forwards(query, 331), whole);
    QCOMPARE(m_list->lastError(), QString());
    QCOMPARE(m_list->backwards(query, 331), whole);
    QCOMPARE(m_list->lastError(), QString());
    // Pages that end within the hundred and twenty orders that only their id tells apart.
    if (whole.size() < 400 && descending)
        QCOMPARE(m_list->forwards(query, 37), whole);
}

void TestOrderList::rungsOfTheLadderStandWhereTheySay()
{
    QFETCH(const bool, descending);
    const QList<qint64> whole = m_list->brute(ask().sql, sort().sql, descending);
    const QJsonObject query = OrderListUnderTest::query(ask().filters, ask().text, sort().name, descending);
    const auto rungs = m_agent->query({u"test/ladder"_s, "select place, sort_key, id from desk.order_ladder($1, 60)"}, Params().json(query));
    QVERIFY(rungs);
    QCOMPARE(rungs->count(), (whole.size() + 59) / 60 + 1);
    for (int rung = 0; rung < rungs->count() - 1; ++rung) {
        QCOMPARE(rungs->integer(rung, "place"), rung * 60);
        const qint64 id = rungs->integer(rung, "id");
        QCOMPARE(id, whole.at(rung * 60));
        // The ladder is not metered, so a key that is a person's is not in it.
        QCOMPARE(rungs->text(rung, "sort_key").isEmpty(), sort().name == "customer"_ba || sort().name == "postal"_ba);
        if (rung % 5 != 0)
            continue;
        const QJsonObject from{{u"key"_s, rungs->text(rung, "sort_key")}, {u"id"_s, id}, {u"direction"_s, u"from"_s}};
        QCOMPARE(m_list->page(u"lead"_s, query, from, 61), whole.mid(rung * 60, 61));
    }
    QCOMPARE(rungs->integer(rungs->count() - 1, "place"), whole.size());
    QVERIFY(rungs->isNull(rungs->count() - 1, rungs->column("id")));
}

void TestOrderList::orderIsFoundAtItsPlace()
{
    QFETCH(const bool, descending);
    const QList<qint64> whole = m_list->brute(ask().sql, sort().sql, descending);
    const QJsonObject query = OrderListUnderTest::query(ask().filters, ask().text, sort().name, descending);
    const auto locate = [&](qint64 id) {
        const auto rows = m_agent->query({u"test/locate"_s, "select desk.order_locate($1, $2)"}, Params().json(query).integer(id));
        return rows ? rows->object(0, 0) : QJsonObject();
    };
    for (const qsizetype place : {qsizetype(0), whole.size() / 3, whole.size() - 1}) {
        if (whole.isEmpty())
            break;
        QJsonObject found = locate(whole.at(place));
        QVERIFY(found.take(u"found"_s).toBool());
        found.insert(u"direction"_s, u"from"_s);
        QCOMPARE(m_list->page(u"lead"_s, query, found, 7), whole.mid(place, 7));
        found.insert(u"direction"_s, u"before"_s);
        QCOMPARE(m_list->page(u"lead"_s, query, found, 7), whole.mid(std::max<qsizetype>(0, place - 7), std::min<qsizetype>(7, place)));
    }
    const QList<qint64> others = m_list->brute("not (" + QByteArray(ask().sql) + ") is true", "o.id", false);
    QVERIFY(others.isEmpty() || !locate(others.first()).value(u"found"_s).toBool(true));
    QVERIFY(!locate(987654321).value(u"found"_s).toBool(true));
}

void TestOrderList::newOrdersBetweenPagesMoveNothing_data()
{
    QTest::addColumn<int>("sort");
    QTest::addColumn<bool>("descending");
    for (int sort = 0; sort < OrderListUnderTest::sorts().size(); ++sort) {
        for (const bool descending : {false, true})
            QTest::addRow("%s%s", OrderListUnderTest::sorts().at(sort).name, descending ? " backwards" : "") << sort << descending;
    }
}

/// Orders that come in while somebody pages are seen or not, depending on where they land; those that were there are seen, once.
void TestOrderList::newOrdersBetweenPagesMoveNothing()
{
    QFETCH(const bool, descending);
    const quint32 seed = qEnvironmentVariableIsSet("STEWARD_TEST_SEED") ? qEnvironmentVariableIntValue("STEWARD_TEST_SEED") : 20260131u + quint32(fetched("sort"));
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    const auto writeSome = [&] {
        for (int i = 0; i < 3; ++i) {
            const QString days = m_list->owner("select store.iso_time(now() - make_interval(mins => $1))", Params().integer(random.bounded(90 * 24 * 60)));
            m_list->write(days, QString(QChar(u'a' + random.bounded(26))) + u" newcomer"_s, u'#' + QString::number(100000 + random.bounded(3000)), random.bounded(30000),
                          QString::number(random.bounded(10000, 99999)));
        }
    };
    const QJsonObject query = OrderListUnderTest::query("[]", {}, sort().name, descending);
    for (const bool isForward : {true, false}) {
        const QList<qint64> before = m_list->brute("true", sort().sql, descending);
        const QList<qint64> seen = isForward ? m_list->forwards(query, 397, writeSome) : m_list->backwards(query, 397, writeSome);
        const QList<qint64> after = m_list->brute("true", sort().sql, descending);
        QVERIFY(after.size() >= before.size() + 12);
        const QSet<qint64> unique(seen.cbegin(), seen.cend());
        QCOMPARE(unique.size(), seen.size());
        for (const qint64 id : before)
            QVERIFY2(unique.contains(id), qPrintable(u"missed %1"_s.arg(id)));
        QList<qint64> inOrder = after;
        inOrder.removeIf([&unique](qint64 id) { return !unique.contains(id); });
        QCOMPARE(seen, inOrder);
    }
}

void TestOrderList::typedKeyOpensTheListThere_data()
{
    QTest::addColumn<int>("sort");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QByteArray>("place"); // the typed key in SQL, in the form it is sorted by
    QTest::newRow("number") << 1 << u"#100777"_s << QByteArray("'000000100777'");
    QTest::newRow("number of many orders") << 1 << u"100500"_s << QByteArray("'000000100500'");
    QTest::newRow("name") << 2 << u"Müller"_s << QByteArray("'muller'");
    QTest::newRow("name of many orders") << 2 << u"ZOË Muller"_s << QByteArray("'zoe muller'");
    QTest::newRow("amount in minor units") << 3 << u"4990"_s << QByteArray("4990");
    QTest::newRow("status") << 4 << u"paid"_s << QByteArray("'paid'");
    QTest::newRow("postal code of many orders") << 6 << u"803 31"_s << QByteArray("'80331'");
}

/// From: what has the key and what follows. After: only what follows. Before: only what comes first.
void TestOrderList::typedKeyOpensTheListThere()
{
    QFETCH(const QString, typed);
    QFETCH(const QByteArray, place);
    const QByteArray key = sort().sql;
    for (const bool descending : {false, true}) {
        const QJsonObject query = OrderListUnderTest::query("[]", {}, sort().name, descending);
        const auto page = [&](const QString &direction) { return m_list->page(u"lead"_s, query, {{u"key"_s, typed}, {u"direction"_s, direction}}, 500); };
        const QByteArray behind = descending ? " <" : " >";
        const QByteArray first = descending ? " > " : " < ";
        QCOMPARE(page(u"from"_s), m_list->brute(key + behind + "= " + place, key, descending).mid(0, 500));
        QCOMPARE(page(u"after"_s), m_list->brute(key + behind + " " + place, key, descending).mid(0, 500));
        const QList<qint64> infront = m_list->brute(key + first + place, key, descending);
        QCOMPARE(page(u"before"_s), infront.last(std::min<qsizetype>(500, infront.size())));
    }
}

void TestOrderList::numbersSortAsPeopleCount()
{
    const QStringList wanted{u"#9"_s, u"#999"_s, u"1001"_s, u"# 1002"_s, u"#1002-B"_s, u"#123456789012"_s, u"#1234567890123"_s, u"A9"_s, u"a10"_s, u"EU-7-2"_s, u"EU-7-10"_s, u"EU-10-1"_s};
    QCOMPARE(m_list->column(Cluster::ownerLogin(), "select n from jsonb_array_elements_text($1) n order by store.number_key_of(n) collate \"C\"", Params().json(QJsonArray::fromStringList(
                 [&] { QStringList shuffled = wanted; std::sort(shuffled.begin(), shuffled.end()); return shuffled; }()))), wanted);
}

void TestOrderList::dayBeginsInTheStoresTimeZone_data()
{
    QTest::addColumn<QString>("zone");
    for (const char *zone : {"UTC", "Asia/Kolkata", "America/St_Johns", "Pacific/Kiritimati", "Australia/Lord_Howe"})
        QTest::newRow(zone) << QString::fromLatin1(zone);
}

void TestOrderList::dayBeginsInTheStoresTimeZone()
{
    QFETCH(const QString, zone);
    m_list->owner("update store.setting set value = to_jsonb($1::text) where key = 'store.time_zone'", Params().text(zone));
    // Days around changes of clocks, an order every half an hour, also at the midnights of zones that are not whole hours from UTC.
    static const bool written = [this] {
        m_list->owner("insert into store.orders (number, number_key, source, source_number, placed_at, customer_id, customer_name, customer_key, currency, subtotal_minor, total_minor) "
                      "select 'clock', '', 'clock', t::text, t, customer_id, 'Clock', '', 'EUR', 1, 1 from store.orders, unnest('{2025-03-08,2025-11-01,2025-04-05,2025-10-04}'::timestamptz[]) d, "
                      "generate_series(d, d + interval '4 days', interval '30 minutes') t where id = 1000");
        return true;
    }();
    Q_UNUSED(written)
    const QByteArray day = "(o.placed_at at time zone '" + zone.toLatin1() + "')::date";
    for (const QByteArray &date : QByteArrayList{"2025-03-09", "2025-11-02", "2025-04-06", "2025-10-05"}) {
        for (const bool descending : {false, true}) {
            const QByteArray filter = R"([{"field": "source", "op": "in", "values": ["clock"]}])";
            const QJsonObject query = OrderListUnderTest::query(filter, {}, "placed", descending);
            const auto page = [&](const QString &direction) { return m_list->page(u"lead"_s, query, {{u"key"_s, QString::fromLatin1(date)}, {u"direction"_s, direction}}, 60); };
            const auto brute = [&](const QByteArray &op) { return m_list->brute("o.source = 'clock' and " + day + op + " '" + date + "'", "o.placed_at", descending); };
            QVERIFY(brute(" = ").size() >= 45);
            QCOMPARE(page(u"from"_s), brute(descending ? " <= " : " >= ").mid(0, 60));
            QCOMPARE(page(u"after"_s), brute(descending ? " < " : " > ").mid(0, 60));
            const QList<qint64> infront = brute(descending ? " > " : " < ");
            QCOMPARE(page(u"before"_s), infront.last(std::min<qsizetype>(60, infront.size())));
        }
        // What a filter calls that day is the same.
        for (const char *op : {"=", "<", "<=", ">", ">="}) {
            const QByteArray filters = R"([{"field": "source", "op": "in", "values": ["clock"]}, {"field": "placed", "op": ")" + QByteArray(op) + R"(", "values": [")" + date + R"("]}])";
            QCOMPARE(m_list->page(u"lead"_s, OrderListUnderTest::query(filters, {}, "placed", false), {}, 60), m_list->brute("o.source = 'clock' and " + day + op + " '" + date + "'", "o.placed_at", false).mid(0, 60));
        }
    }
    m_list->owner("update store.setting set value = '\"UTC\"' where key = 'store.time_zone'");
}

void TestOrderList::pageHoldsAtMostFiveHundredRows()
{
    const QJsonObject query = OrderListUnderTest::query("[]", {}, "placed", true);
    QCOMPARE(m_list->page(u"lead"_s, query, {}, 100000).size(), 500);
    QCOMPARE(m_list->page(u"lead"_s, query, {}, 0).size(), 1);
    QCOMPARE(m_list->page(u"lead"_s, query, {}, -5).size(), 1);
}

void TestOrderList::refreshTellsWhatChangedLeftOrIsGone()
{
    const QList<qint64> held = m_list->brute("o.fulfilment_status = 'on_hold' and o.hold_count = 1", "o.id", false);
    QVERIFY(held.size() >= 3);
    const auto version = [&](qint64 id) { return m_list->owner("select version::text from store.orders where id = $1", Params().integer(id)).toInt(); };
    const QList<qint64> ids{held.at(0), held.at(1), held.at(2), 987654321};
    const QList<qint64> versions{version(ids.at(0)), version(ids.at(1)), version(ids.at(2)), 1};
    const QByteArray filters = R"([{"field": "fulfilment", "op": "in", "values": ["on_hold"]}])";
    const auto refresh = [&] {
        return m_list->column(u"agent"_s, "select concat_ws(' ', id, version, matches, fulfilment_status) from desk.order_refresh($1, $2::bigint[], $3::int[]) order by id",
                              Params().json(OrderListUnderTest::query(filters, {}, "placed", true)).integers(ids).integers(versions));
    };
    QCOMPARE(refresh(), QStringList{u"987654321 -1 f"_s}); // nothing else moved
    // Another hold: changed, and still in the list. A release: changed, and out of it.
    QCOMPARE(m_list->lead("select desk.hold_place(gen_random_uuid(), array[$1]::bigint[], array[$2]::int[], 'other', '')->>'outcome'", Params().integer(ids.at(0)).integer(versions.at(0))), u"done"_s);
    QCOMPARE(m_list->lead("select desk.hold_release(gen_random_uuid(), array[$1]::bigint[], array[$2]::int[])->>'outcome'",
                          Params().integer(m_list->owner("select max(id)::text from store.hold where released_at is null and order_id = $1", Params().integer(ids.at(1))).toLongLong()).integer(versions.at(1))), u"done"_s);
    QStringList wanted{u"%1 %2 t on_hold"_s.arg(ids.at(0)).arg(version(ids.at(0))), u"%1 %2 f %3"_s.arg(ids.at(1)).arg(version(ids.at(1)))
                           .arg(m_list->owner("select fulfilment_status from store.orders where id = $1", Params().integer(ids.at(1)))), u"987654321 -1 f"_s};
    QCOMPARE(refresh(), wanted);
    const QByteArray call = "select count(*)::text from desk.order_refresh('{}', $1::bigint[], $2::int[])";
    QCOMPARE(m_list->agent(call, Params().integers(QList<qint64>(501, 1)).integers(QList<qint64>(501, 1))), u"<22023>"_s);
    QCOMPARE(m_list->agent(call, Params().integers({1, 2}).integers({1})), u"<22023>"_s);
    QCOMPARE(m_list->agent(call, Params().integers({}).integers({})), u"0"_s);
}

void TestOrderList::newcomersAreThoseOfTheFilter()
{
    const QString newest = m_list->agent("select desk.order_newest()::text");
    QCOMPARE(newest, m_list->owner("select max(id)::text from store.orders"));
    const QByteArray call = "select desk.order_newcomers($1, $2)::text";
    const QJsonObject everything = OrderListUnderTest::query("[]", {}, "total", true);
    const QJsonObject dear = OrderListUnderTest::query(R"([{"field": "total", "op": ">", "values": ["1000"]}])", {}, "total", true);
    QCOMPARE(m_list->agent(call, Params().json(everything).integer(newest.toLongLong())), u"0"_s);
    m_list->placeOrder();
    m_list->placeOrder();
    m_list->write(u"2020-01-01"_s, u"Old but new here"_s, u"#1"_s, 200000, u"1"_s);
    QCOMPARE(m_list->agent(call, Params().json(everything).integer(newest.toLongLong())), u"3"_s);
    QCOMPARE(m_list->agent(call, Params().json(dear).integer(newest.toLongLong())), u"1"_s);
    QCOMPARE(m_list->agent(call, Params().json(everything).integer(0)), u"1000"_s); // no more than that is counted
}

void TestOrderList::countComesInThreeStages_data()
{
    QTest::addColumn<int>("asked");
    for (int filter = 0; filter < asked.size(); ++filter)
        QTest::newRow(asked.at(filter).name) << filter;
}

void TestOrderList::countComesInThreeStages()
{
    const QJsonObject query = OrderListUnderTest::query(ask().filters, ask().text, "placed", true);
    const qsizetype exact = m_list->brute(ask().sql, "o.id", false).size();
    bool isNumber = false;
    const qint64 estimate = m_list->agent("select desk.order_estimate($1)::text", Params().json(query)).toLongLong(&isNumber);
    QVERIFY(isNumber && estimate >= 0);
    const auto count = [&](const Params &bound) { return m_list->agent("select desk.order_count($1, $2)::text", Params().json(query).append(bound)); };
    QCOMPARE(count(Params().null()), QString::number(exact));
    QCOMPARE(count(Params().integer(0)), QString::number(exact));
    QCOMPARE(count(Params().integer(100)), QString::number(std::min<qsizetype>(101, exact)));
    QCOMPARE(count(Params().integer(1'000'000)), QString::number(exact));
}

QTEST_GUILESS_MAIN(TestOrderList)
#include "tst_orderlist.moc"
