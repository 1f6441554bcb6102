// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cluster/storesetup.h"
#include "models/orders/bulk/bulkrun.h"
#include "models/session/session.h"

#include <QRandomGenerator>
#include <QTest>
#include <QTimer>

using namespace Steward;
using namespace Qt::StringLiterals;

namespace {

constexpr int patienceMs = 120'000; // the server is started anew three times, and each time gone back to after a pause
constexpr int steps = 4;
const QString marker = u"held by the run"_s;

} // namespace

/// The server dies in the midst of a run, without a word and more than once; started again, it has each order of the run once.
class TestBulkServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void killedServerLeavesARunThatGoesOn();

private:
    [[nodiscard]] bool place() const;
    [[nodiscard]] QString ask(const QByteArray &sql) const;
    [[nodiscard]] QList<BulkOrder> open() const;

    std::optional<Cluster> m_cluster;
};

void TestBulkServer::initTestCase()
{
    auto made = Cluster::create({});
    QVERIFY2(made, made ? "" : qPrintable(made.error().userText));
    m_cluster = *made;
    QVERIFY(setUpStore(*m_cluster));
    QVERIFY(place());
}

void TestBulkServer::cleanupTestCase()
{
    if (!m_cluster)
        return;
    (void)m_cluster->stopHard(Cluster::HardStop::Immediate); // nothing of it is kept
    QVERIFY(m_cluster->destroy());
}

/// Open orders for so many steps, written as an import does. How many of the demo's are open the season says.
bool TestBulkServer::place() const
{
    Connection site(u"test"_s), owner(u"test"_s);
    if (!site.open(m_cluster->optionsFor(u"site"_s)) || !owner.open(m_cluster->optionsFor(Cluster::ownerLogin())))
        return false;
    const auto first = site.query({u"test/place"_s, "select (site.place_order(gen_random_uuid(), jsonb_build_object('name', 'Hans Müller', 'email', 'hans@example.com', 'currency', 'EUR', 'shipping_minor', 490, "
                                                    "'shipping_address', jsonb_build_object('name', 'Hans Müller', 'line1', 'Gartenweg 1', 'postal_code', '80331', 'city', 'München', 'country', 'DE'), "
                                                    "'lines', jsonb_build_array(jsonb_build_object('sku', 'MUG-1', 'title', 'Mug', 'quantity', 2, 'price_minor', 1250))))->>'order_id')::bigint"});
    if (!first || first->isEmpty())
        return false;
    const QByteArray copies = "with made as (insert into store.orders (number, number_key, source, source_number, placed_at, customer_id, customer_name, customer_key, email, country, currency, subtotal_minor, shipping_minor, total_minor) "
                              "select 'B-' || k, '', 'import', 'bulk-' || k, now() - k * interval '1 minute', customer_id, customer_name, '', email, country, currency, subtotal_minor, shipping_minor, total_minor "
                              "from store.orders, generate_series(1, $2::int) k where id = $1 returning id), "
                              "lines as (insert into store.order_line (order_id, line_no, sku, title, quantity, price_minor) "
                              "select m.id, l.line_no, l.sku, l.title, l.quantity, l.price_minor from made m cross join store.order_line l where l.order_id = $1) "
                              "insert into store.payment (order_id, payment_no, kind, amount_minor, at, processor, reference) "
                              "select m.id, 1, 'captured', 2990, now(), 'paypal', 'PAY-' || m.id from made m";
    return bool(owner.query({u"test/copies"_s, copies}, Params().integer(first->integer(0, 0)).integer(steps * BulkRun::ordersAtOnce)));
}

QString TestBulkServer::ask(const QByteArray &sql) const
{
    Connection connection(u"test"_s);
    if (!connection.open(m_cluster->optionsFor(Cluster::ownerLogin())))
        return {};
    const auto rows = connection.query({u"test/ask"_s, sql}, Params().text(marker));
    return rows && !rows->isEmpty() ? rows->text(0, 0) : QString();
}

QList<BulkOrder> TestBulkServer::open() const
{
    Connection connection(u"test"_s);
    QList<BulkOrder> found;
    if (!connection.open(m_cluster->optionsFor(Cluster::ownerLogin())))
        return found;
    const auto rows = connection.query({u"test/open"_s, "select id, version, number from store.orders where source = 'import' order by id"});
    for (int row = 0; rows && row < rows->count(); ++row)
        found.append({{rows->integer(row, 0)}, int(rows->integer(row, 1)), rows->text(row, 2)});
    return found;
}

void TestBulkServer::killedServerLeavesARunThatGoesOn()
{
    const quint32 seed = qEnvironmentVariableIsSet("STEWARD_SEED") ? qEnvironmentVariableIntValue("STEWARD_SEED") : QRandomGenerator::global()->generate();
    qInfo("STEWARD_SEED=%u", seed);
    QRandomGenerator random(seed);
    const ConnectionOptions options = m_cluster->optionsFor(u"lead"_s);
    Session session;
    session.signIn({.name = u"Test store"_s, .hosts = options.hosts, .database = options.database, .caFile = options.caFile, .lastUser = {}}, u"lead"_s, options.password);
    QTRY_COMPARE_WITH_TIMEOUT(session.state(), Session::State::Ready, patienceMs);
    const QList<BulkOrder> chosen = open();
    QCOMPARE(chosen.size(), steps * BulkRun::ordersAtOnce);
    const auto repository = makeSqlBulkRepository(session);
    BulkRun run(*repository, BulkTask::hold(u"stock"_s, marker), chosen, BulkRun::Versions::AsChosen);
    connect(&session, &Session::stateChanged, &run, [&run](Session::State state) { state == Session::State::Ready ? run.lineCameBack() : run.lineLost(); });
    run.check();
    QTRY_COMPARE_WITH_TIMEOUT(run.state(), BulkRun::State::Ready, patienceMs);
    const int wanted = run.count(BulkState::Would);
    int kills = 0;
    int killedAt = -1;
    // Somewhere in the step that is sent next: before it is there, while it is done, or with its answer on the way.
    connect(&run, &BulkRun::rowsChanged, this, [&] {
        if (kills == 3 || killedAt == run.reached() || run.count(BulkState::Done) == 0 || run.state() != BulkRun::State::Working)
            return;
        killedAt = run.reached();
        ++kills;
        QTimer::singleShot(random.bounded(12), this, [this] {
            QVERIFY(m_cluster->stopHard(Cluster::HardStop::Kill));
            QVERIFY(m_cluster->start());
        });
    });
    run.run();
    QTRY_COMPARE_WITH_TIMEOUT(run.state(), BulkRun::State::Ready, patienceMs);
    QVERIFY(kills > 1);
    QCOMPARE(run.count(BulkState::Done), wanted);
    QCOMPARE(ask("select count(*)::text from store.hold where note = $1"), QString::number(wanted));
    QCOMPARE(ask("select count(distinct order_id)::text from store.hold where note = $1"), QString::number(wanted));
    QCOMPARE(ask("select count(*)::text from store.command where verb = 'hold_place' and actor = 'lead' and $1 <> ''"), QString::number((wanted + BulkRun::ordersAtOnce - 1) / BulkRun::ordersAtOnce));
    QCOMPARE(ask("select sum(row_count)::text from audit.entry where verb = 'hold_place' and actor = 'lead' and $1 <> ''"), QString::number(wanted));
}

QTEST_GUILESS_MAIN(TestBulkServer)
#include "tst_bulkserver.moc"
