// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/bulk/bulkgathering.h"
#include "models/orders/bulk/bulkmodel.h"
#include "models/orders/bulk/bulkrun.h"
#include "tests/session/proxy.h"
#include "tests/table/signedin.h"

#include <QSignalSpy>
#include <QTest>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

namespace {

constexpr int patienceMs = 60'000;

} // namespace

/// Runs over the orders of a real store: what is chosen, done, lost with the line, and taken back.
class TestBulkStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void allThatMatchIsFound();
    void choiceIsMeteredAndShowsNobody();
    void choiceIsOfTheGroupsOwnOrders();
    void everyVerbRuns_data();
    void everyVerbRuns();
    void undoTakesBackWhatNobodyWentOnWith();
    void lineCutInMidRunDoesEachOrderOnce();
    void dryRunAgreesWithTheRun();
    void whoIsNotToldIsSaid();

private:
    QList<BulkOrder> place(int count) const;
    QList<BulkOrder> gather(const QString &login, const TableQuery &query);
    void finish(BulkRun &run) const;
    QString count(const QByteArray &condition) const { return m_store->owner("select count(*)::text from store.orders o where " + condition); }

    std::unique_ptr<StoreUnderTest> m_store;
};

void TestBulkStore::init()
{
    m_store = std::make_unique<StoreUnderTest>();
}

QList<BulkOrder> TestBulkStore::place(int count) const
{
    m_store->placeOrders(count);
    const auto rows = m_store->connect(Cluster::ownerLogin())->query({u"test/placed"_s, "select id, version, number from store.orders where source = 'import' order by id"});
    QList<BulkOrder> orders;
    for (int row = 0; rows && row < rows->count(); ++row)
        orders.append({{rows->integer(row, 0)}, int(rows->integer(row, 1)), rows->text(row, 2)});
    return orders;
}

QList<BulkOrder> TestBulkStore::gather(const QString &login, const TableQuery &query)
{
    const auto session = signIn(*m_store, login);
    const auto repository = makeSqlBulkRepository(*session);
    BulkGathering gathering(*repository);
    QSignalSpy gathered(&gathering, &BulkGathering::gathered);
    QSignalSpy failed(&gathering, &BulkGathering::failed);
    gathering.start(query);
    if (!QTest::qWaitFor([&] { return gathered.count() + failed.count() > 0; }, patienceMs) || gathered.isEmpty())
        return {};
    return gathered.first().first().value<QList<BulkOrder>>();
}

void TestBulkStore::finish(BulkRun &run) const
{
    QTRY_COMPARE_WITH_TIMEOUT(run.state(), BulkRun::State::Ready, patienceMs);
}

void TestBulkStore::allThatMatchIsFound()
{
    const QList<BulkOrder> placed = place(1203);
    TableQuery query;
    query.filters = {{u"payment"_s, u"in"_s, {u"paid"_s}}};
    const QList<BulkOrder> found = gather(u"lead"_s, query);
    QCOMPARE(found.size(), 1203);
    QSet<qint64> ids;
    for (const BulkOrder &order : found)
        ids.insert(order.id.value);
    QCOMPARE(ids.size(), 1203);
    QCOMPARE(found.first().number, u"B-1"_s);
    QCOMPARE(found.first().version, placed.first().version);
}

void TestBulkStore::choiceIsMeteredAndShowsNobody()
{
    (void)place(700);
    QCOMPARE(gather(u"agent"_s, {}).size(), 701);
    QCOMPARE(m_store->owner("select sum(row_count)::text from store.read_meter where login = 'agent'"), u"701"_s);
    QCOMPARE(m_store->agent("select count(*)::text from desk.order_choice('{}', '{}', 10) c where c.customer_name is not null or c.email is not null or c.total_minor is not null or c.country is not null"), u"0"_s);
    QCOMPARE(m_store->agent("select count(*)::text from desk.order_choice('{}', '{}', 100000)"), u"500"_s);
    m_store->owner("update store.setting set value = '100' where key = 'meter.rows_per_hour'");
    QCOMPARE(m_store->agent("select count(*)::text from desk.order_choice('{}', '{}', 10)"), u"<ST002>"_s);
    QCOMPARE(m_store->ask(u"manager"_s, "select count(*)::text from desk.order_choice('{}', '{}', 10)"), u"<42501>"_s);
}

void TestBulkStore::choiceIsOfTheGroupsOwnOrders()
{
    const QList<BulkOrder> placed = place(30);
    m_store->lead("select desk.cancel(gen_random_uuid(), $1::bigint[], $2::int[], 'customer', '', true, false, false)::text", Params().integers({placed.first().id.value}).integers({placed.first().version}));
    QCOMPARE(gather(u"fulfilment"_s, {}).size(), 30);
    QCOMPARE(gather(u"lead"_s, {}).size(), 31);
}

void TestBulkStore::everyVerbRuns_data()
{
    QTest::addColumn<QString>("verb");
    QTest::addColumn<QByteArray>("done");
    QTest::newRow("hold") << u"hold"_s << QByteArray("o.hold_count = 1");
    QTest::newRow("cancel") << u"cancel"_s << QByteArray("o.cancelled_at is not null and o.refunded_minor = 2990");
    QTest::newRow("ship") << u"ship"_s << QByteArray("o.fulfilment_status = 'fulfilled'");
    QTest::newRow("assign") << u"assign"_s << QByteArray("o.assigned_to = (select id from store.staff where login = 'agent')");
    QTest::newRow("tag") << u"tag"_s << QByteArray("o.tags = '{gift}'");
}

void TestBulkStore::everyVerbRuns()
{
    QFETCH(const QString, verb);
    QFETCH(const QByteArray, done);
    const QHash<QString, BulkTask> tasks{{u"hold"_s, BulkTask::hold(u"stock"_s, u"later"_s)}, {u"cancel"_s, BulkTask::cancel({u"customer"_s, {}, true, true, true})},
        {u"ship"_s, BulkTask::shipWhole(u"DHL"_s, true)}, {u"assign"_s, BulkTask::assign(u"agent"_s)}, {u"tag"_s, BulkTask::tag({u"gift"_s}, {})}};
    const QList<BulkOrder> placed = place(230);
    const QString before = m_store->owner("select string_agg(concat_ws(' ', payment_status, fulfilment_status, hold_count, refunded_minor, assigned_to, tags, cancelled_at), ',' order by id) from store.orders");
    const auto session = signIn(*m_store, u"lead"_s);
    const auto repository = makeSqlBulkRepository(*session);
    BulkRun run(*repository, *tasks.constFind(verb), placed, BulkRun::Versions::AsChosen);
    run.check();
    finish(run);
    QCOMPARE(run.count(BulkState::Would), 230);
    QCOMPARE(count("o.source = 'import' and " + done), u"0"_s);
    run.run();
    finish(run);
    QCOMPARE(run.count(BulkState::Done), 230);
    QCOMPARE(count("o.source = 'import' and " + done), u"230"_s);
    QCOMPARE(m_store->owner("select count(*)::text from audit.entry where row_count in (100, 30) and subject = 'order'"), u"3"_s);
    run.undo();
    finish(run);
    QCOMPARE(run.count(BulkState::TakenBack), 230);
    QCOMPARE(m_store->owner("select string_agg(concat_ws(' ', payment_status, fulfilment_status, hold_count, refunded_minor, assigned_to, tags, cancelled_at), ',' order by id) from store.orders"), before);
}

void TestBulkStore::whoIsNotToldIsSaid()
{
    QList<BulkOrder> placed = place(2);
    placed.last().version = m_store->owner("update store.orders set email = null where id = $1 returning version::text", Params().integer(placed.last().id.value)).toInt();
    const auto session = signIn(*m_store, u"lead"_s);
    const auto repository = makeSqlBulkRepository(*session);
    BulkRun run(*repository, BulkTask::shipWhole(u"DHL"_s, true), placed, BulkRun::Versions::AsChosen);
    run.check();
    finish(run);
    QCOMPARE(run.groups(), (QList<BulkGroup>{{BulkState::Would, {}, 1}, {BulkState::Would, u"untold"_s, 1}}));
    QVERIFY(bulkStateText(BulkState::Would, u"untold"_s) != bulkStateText(BulkState::Would, {}));
    BulkRun silent(*repository, BulkTask::shipWhole(u"DHL"_s, false), placed, BulkRun::Versions::AsChosen);
    silent.check();
    finish(silent);
    QCOMPARE(silent.groups(), (QList<BulkGroup>{{BulkState::Would, {}, 2}})); // where nobody is to be told, it is no news
    run.run();
    finish(run);
    QCOMPARE(run.groups(), (QList<BulkGroup>{{BulkState::Done, {}, 1}, {BulkState::Done, u"untold"_s, 1}}));
    QVERIFY(bulkStateText(BulkState::Done, u"untold"_s) != bulkStateText(BulkState::Done, {}));
    run.undo();
    finish(run);
    QCOMPARE(run.groups(), (QList<BulkGroup>{{BulkState::TakenBack, {}, 2}}));
}

void TestBulkStore::undoTakesBackWhatNobodyWentOnWith()
{
    const QList<BulkOrder> placed = place(150);
    const auto session = signIn(*m_store, u"lead"_s);
    const auto repository = makeSqlBulkRepository(*session);
    BulkRun run(*repository, BulkTask::hold(u"stock"_s, {}), placed, BulkRun::Versions::AsChosen);
    run.check();
    finish(run);
    run.run();
    finish(run);
    m_store->agent("select desk.tag(gen_random_uuid(), $1::bigint[], '{gift}', '{}')::text", Params().integers({placed.at(3).id.value, placed.at(120).id.value}));
    run.undo();
    finish(run);
    QCOMPARE(run.groups(), (QList<BulkGroup>{{BulkState::TakenBack, {}, 148}, {BulkState::Kept, u"changed_since"_s, 2}}));
    QCOMPARE(count("o.hold_count = 1"), u"2"_s);
}

void TestBulkStore::lineCutInMidRunDoesEachOrderOnce()
{
    const QList<BulkOrder> placed = place(1000);
    Proxy proxy(m_store->server());
    const ConnectionOptions options = m_store->as(u"lead"_s);
    Session session;
    session.signIn({.name = u"Test store"_s, .hosts = {proxy.address()}, .database = options.database, .caFile = options.caFile, .lastUser = {}}, u"lead"_s, options.password);
    QTRY_COMPARE_WITH_TIMEOUT(session.state(), Session::State::Ready, patienceMs);
    const auto repository = makeSqlBulkRepository(session);
    BulkRun run(*repository, BulkTask::hold(u"stock"_s, {}), placed, BulkRun::Versions::AsChosen);
    run.check();
    finish(run);
    int steps = 0;
    connect(&run, &BulkRun::rowsChanged, this, [&] {
        if (++steps % 3 == 1)
            proxy.cutAtNextAnswer(); // what was asked has been done, and nobody is told
    });
    run.run();
    finish(run);
    QVERIFY(proxy.connections() > 4);
    QCOMPARE(run.count(BulkState::Done), 1000);
    QCOMPARE(count("o.hold_count = 1"), u"1000"_s);
    QCOMPARE(m_store->owner("select count(*)::text from store.hold"), u"1000"_s);
    QCOMPARE(m_store->owner("select count(*)::text from store.command where verb = 'hold_place'"), u"10"_s);
}

void TestBulkStore::dryRunAgreesWithTheRun()
{
    const QList<BulkOrder> placed = place(120);
    m_store->shipOrder(placed.at(10).id.value);
    m_store->lead("select desk.tag(gen_random_uuid(), $1::bigint[], '{gift}', '{}')::text", Params().integers({placed.at(20).id.value}));
    QList<BulkOrder> chosen = placed;
    chosen[10].version = m_store->owner("select version::text from store.orders where id = $1", Params().integer(placed.at(10).id.value)).toInt();
    const auto session = signIn(*m_store, u"lead"_s);
    const auto repository = makeSqlBulkRepository(*session);
    BulkRun run(*repository, BulkTask::hold(u"stock"_s, {}), chosen, BulkRun::Versions::AsChosen);
    run.check();
    finish(run);
    QCOMPARE(run.groups(), (QList<BulkGroup>{{BulkState::Would, {}, 118}, {BulkState::Refused, u"already_shipped"_s, 1}, {BulkState::Conflict, u"changed_meanwhile"_s, 1}}));
    run.run();
    finish(run);
    QCOMPARE(run.count(BulkState::Done), 118);
    BulkRun again(*repository, run.task(), run.failures(), BulkRun::Versions::Fresh);
    again.check();
    finish(again);
    QCOMPARE(again.groups(), (QList<BulkGroup>{{BulkState::Would, {}, 1}, {BulkState::Refused, u"already_shipped"_s, 1}}));
    again.run();
    finish(again);
    QCOMPARE(count("o.hold_count = 1"), u"119"_s);
}

QTEST_GUILESS_MAIN(TestBulkStore)
#include "tst_bulkstore.moc"
