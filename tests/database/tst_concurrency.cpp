// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/database/scram.h"
#include "tests/database/storeundertest.h"

#include <QJsonDocument>
#include <QTest>

#include <atomic>
#include <functional>
#include <latch>
#include <thread>
#include <vector>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

namespace {

/// For atOnce: every second job is another lead's.
const QString bothLeads = u"both leads"_s;

} // namespace

/// Many people at once: nothing is lost, nothing is done twice, no refund passes what was paid, the audit chain never forks.
class TestConcurrency : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void fiftyWritersOnOneOrder();
    void twoRefundsOfOneVersion_data();
    void twoRefundsOfOneVersion();
    void racingRefundsStopAtWhatWasPaid_data();
    void racingRefundsStopAtWhatWasPaid();
    void oneRefundFromManySenders();
    void oneUndoFromManyHands();
    void bulkAgainstShippersOfTheSameOrders();
    void bulkOf200AgainstSingleEdits_data();
    void bulkOf200AgainstSingleEdits();
    void transactionLeftOpenIsEnded_data();
    void transactionLeftOpenIsEnded();
    void sealersBesideWritersMakeOneChain();

private:
    /// Runs job(n) in as many threads, each on its own connection as login.
    void atOnce(int count, const QString &login, const std::function<void(Connection &connection, int n)> &job) const;
    static QString text(Connection &connection, const QByteArray &sql, const Params &params);
    static QJsonObject answer(Connection &connection, const QByteArray &sql, const Params &params);
    /// Sends a command again as long as it is refused for somebody else's lock, which leaves its id free.
    static QJsonObject patiently(Connection &connection, const QByteArray &sql, const Params &params);
    /// Sends a command at the version the answer before named, until the answer is no conflict.
    static QJsonObject insist(const std::function<QJsonObject(int version)> &send, int version = 0);
    void expectAnHonestAudit() const;
    /// What is counted on the orders is what hangs on them, and no two transactions waited for each other in a ring.
    void expectTrueBooks() const;
    int version(qint64 order) const;
    /// A second lead beside the one there is; roles belong to the whole cluster, so the name is this process's own.
    QString otherLead() const { return u"secondlead%1"_s.arg(QCoreApplication::applicationPid()); }
    void makeOtherLead() const;
    std::unique_ptr<Connection> connectAs(const QString &login) const;

    std::unique_ptr<StoreUnderTest> m_store;
    const QString m_password = u"a password of 25 letters!"_s;
    qint64 m_order = 0;
};

void TestConcurrency::init()
{
    m_store = std::make_unique<StoreUnderTest>();
    m_order = m_store->placeOrder();
    m_store->payOrder(m_order);
}

void TestConcurrency::cleanup()
{
    m_store->owner("do $$ begin if exists (select from pg_roles where rolname = 'secondlead" + QByteArray::number(QCoreApplication::applicationPid()) + "') then "
                   "drop role secondlead" + QByteArray::number(QCoreApplication::applicationPid()) + "; end if; end $$");
    m_store.reset();
}

void TestConcurrency::makeOtherLead() const
{
    const QString verifier = QString::fromLatin1(scramVerifier(m_password));
    QCOMPARE(m_store->admin("select desk.staff_add(gen_random_uuid(), $1, 'Second Lead', 'lead', $2)->>'outcome'", Params().text(otherLead()).text(verifier)), u"done"_s);
    QCOMPARE(text(*connectAs(otherLead()), "select desk.password_change($1)->>'outcome'", Params().text(verifier)), u"done"_s);
}

std::unique_ptr<Connection> TestConcurrency::connectAs(const QString &login) const
{
    if (login != otherLead())
        return m_store->connect(login);
    ConnectionOptions options = m_store->as(u"lead"_s);
    options.user = login;
    options.password = m_password;
    options.connectTimeoutSeconds = 60;
    auto connection = std::make_unique<Connection>(u"other lead"_s);
    if (!connection->open(options))
        qFatal("the second lead is not let in");
    return connection;
}

int TestConcurrency::version(qint64 order) const
{
    return m_store->owner("select version::text from store.orders where id = $1", Params().integer(order)).toInt();
}

QJsonObject TestConcurrency::answer(Connection &connection, const QByteArray &sql, const Params &params)
{
    const auto rows = connection.query({u"test/answer"_s, sql}, params);
    return rows ? rows->object(0, 0) : QJsonObject{{u"outcome"_s, u'<' + rows.error().sqlState + u'>'}};
}

QJsonObject TestConcurrency::patiently(Connection &connection, const QByteArray &sql, const Params &params)
{
    constexpr int mostTries = 12; // of five seconds each
    QJsonObject said;
    for (int i = 0; i < mostTries; ++i) {
        said = answer(connection, sql, params);
        if (said[u"reason"_s].toString() != u"locked")
            break;
    }
    return said;
}

QJsonObject TestConcurrency::insist(const std::function<QJsonObject(int)> &send, int version)
{
    constexpr int mostTries = 2000;
    QJsonObject said;
    for (int i = 0; i < mostTries; ++i) {
        said = send(version);
        const bool isLocked = said[u"reason"_s].toString() == u"locked";
        if (said[u"outcome"_s].toString() != u"conflict" && !isLocked)
            return said;
        if (!isLocked)
            version = said[u"rows"_s][0][u"current"_s][u"version"_s].toInt();
    }
    return said;
}

void TestConcurrency::expectTrueBooks() const
{
    QCOMPARE(m_store->owner(R"(
        select coalesce(string_agg(o.id::text, ' ' order by o.id), '') from store.orders o
        cross join lateral (select coalesce(sum(p.amount_minor) filter (where p.kind = 'captured'), 0) as captured from store.payment p where p.order_id = o.id) pay
        cross join lateral (select coalesce(sum(r.amount_minor), 0) as refunded from store.refund r where r.order_id = o.id and r.status in ('requested', 'done')) back
        cross join lateral (select coalesce(sum(l.quantity), 0) as items from store.order_line l where l.order_id = o.id) line
        cross join lateral (select coalesce(sum(sl.quantity), 0) as items from store.shipment s join store.shipment_line sl using (order_id, shipment_no)
            where s.order_id = o.id and s.voided_at is null) ship
        cross join lateral (select count(*) as open from store.hold h where h.order_id = o.id and h.released_at is null) held
        where (o.paid_minor, o.refunded_minor, o.item_count, o.shipped_count, o.hold_count) is distinct from (pay.captured, back.refunded, line.items, ship.items, held.open)
            or back.refunded > pay.captured or ship.items > line.items)"), QString());
    QVERIFY(!m_store->serverLog().contains("deadlock detected"));
}

void TestConcurrency::atOnce(int count, const QString &login, const std::function<void(Connection &, int)> &job) const
{
    std::vector<std::thread> threads;
    std::latch ready(count); // asleep until all are there: the cores are for those that still connect, and for other tests
    for (int n = 0; n < count; ++n) {
        threads.emplace_back([&, n] {
            const auto connection = connectAs(login == bothLeads && n % 2 ? otherLead() : login == bothLeads ? u"lead"_s : login);
            ready.arrive_and_wait();
            job(*connection, n);
        });
    }
    for (std::thread &thread : threads)
        thread.join();
}

QString TestConcurrency::text(Connection &connection, const QByteArray &sql, const Params &params)
{
    const auto rows = connection.query({u"test/text"_s, sql}, params);
    return rows ? rows->text(0, 0) : u'<' + rows.error().sqlState + u'>';
}

void TestConcurrency::expectAnHonestAudit() const
{
    m_store->work("select audit.seal(100000)::text");
    QCOMPARE(m_store->privacy("select ok || ' ' || unsealed from audit.verify(1)"), u"true 0"_s);
}

void TestConcurrency::fiftyWritersOnOneOrder()
{
    constexpr int writers = 50;
    // Each writes a note, adds a tag of its own, holds the order and lets go of its own hold, at whatever version it then has.
    std::atomic<int> wrong = 0;
    atOnce(writers, u"agent"_s, [&](Connection &connection, int n) {
        const auto isDone = [&wrong](const QJsonObject &said) { wrong += said[u"outcome"_s].toString() == u"done" ? 0 : 1; };
        const Params order = Params().integer(m_order);
        isDone(answer(connection, "select desk.note_add(gen_random_uuid(), $1, 'note ' || $2)", Params(order).integer(n)));
        const QJsonObject held = insist([&](int version) {
            return answer(connection, "select desk.hold_place(gen_random_uuid(), array[$1::bigint], array[$2::int], 'other', $3)", Params(order).integer(version).text(u"hold %1"_s.arg(n)));
        });
        isDone(held);
        isDone(patiently(connection, "select desk.tag(gen_random_uuid(), array[$1::bigint], array['t' || $2], '{}')", Params(order).integer(n)));
        const QJsonValue row = held[u"rows"_s][0];
        isDone(insist([&](int version) {
            return answer(connection, "select desk.hold_release(gen_random_uuid(), array[$1::bigint], array[$2::int])", Params().integer(row[u"hold_id"_s].toInteger()).integer(version));
        }, row[u"version"_s].toInt()));
    });
    QCOMPARE(wrong.load(), 0);
    QCOMPARE(m_store->owner("select count(*) || ' ' || count(distinct body) from store.note"), u"50 50"_s);
    QCOMPARE(m_store->owner("select cardinality(tags)::text from store.orders where id = $1", Params().integer(m_order)), u"50"_s);
    QCOMPARE(m_store->owner("select count(*) || ' ' || count(distinct note) || ' ' || count(released_at) from store.hold"), u"50 50 50"_s);
    QCOMPARE(m_store->owner("select hold_count || ' ' || fulfilment_status from store.orders where id = $1", Params().integer(m_order)), u"0 unfulfilled"_s);
    QCOMPARE(m_store->owner("select string_agg(verb || ' ' || n, ', ' order by verb) from (select verb, count(*) as n from audit.entry where verb in "
                            "('note_add', 'tag', 'hold_place', 'hold_release') group by verb) v"), u"hold_place 50, hold_release 50, note_add 50, tag 50"_s);
    expectTrueBooks();
    expectAnHonestAudit();
}

void TestConcurrency::twoRefundsOfOneVersion_data()
{
    QTest::addColumn<QString>("login");
    QTest::newRow("two leads") << bothLeads;
    QTest::newRow("one lead twice") << u"lead"_s;
}

void TestConcurrency::twoRefundsOfOneVersion()
{
    QFETCH(const QString, login);
    if (login == bothLeads)
        makeOtherLead();
    // Together they would pass what was paid by far; the loser is told of the order as it is now.
    for (int round = 0; round < 10; ++round) {
        const qint64 order = m_store->placeOrder();
        m_store->payOrder(order);
        const int seen = version(order);
        std::atomic<int> done = 0, conflicts = 0;
        atOnce(2, login, [&](Connection &connection, int) {
            const QJsonObject said = answer(connection, "select desk.refund(gen_random_uuid(), $1, $2::int, '[]', 0, 2000, 2000, '', false)", Params().integer(order).integer(seen));
            done += said[u"outcome"_s].toString() == u"done";
            conflicts += said[u"outcome"_s].toString() == u"conflict" && said[u"rows"_s][0][u"current"_s][u"version"_s].toInt() > seen;
        });
        QCOMPARE(u"%1 %2"_s.arg(done.load()).arg(conflicts.load()), u"1 1"_s);
        QCOMPARE(m_store->owner("select count(*) || ' ' || sum(amount_minor) from store.refund where order_id = $1", Params().integer(order)), u"1 2000"_s);
        QCOMPARE(m_store->owner("select count(*)::text from mailroom.outbox where order_id = $1 and kind = 'refund'", Params().integer(order)), u"1"_s);
    }
    expectTrueBooks();
    expectAnHonestAudit();
}

void TestConcurrency::racingRefundsStopAtWhatWasPaid_data()
{
    QTest::addColumn<int>("amount");
    QTest::addColumn<int>("fit");
    QTest::newRow("one of them fits") << 2000 << 1;
    QTest::newRow("all that was paid") << 2990 << 1;
    QTest::newRow("nine of them fit") << 300 << 9;
}

void TestConcurrency::racingRefundsStopAtWhatWasPaid()
{
    QFETCH(const int, amount);
    QFETCH(const int, fit);
    makeOtherLead();
    // Nobody gives up at a conflict; each goes on at the newest version until the database says that no more is left.
    std::atomic<int> done = 0;
    QStringList ends(8);
    atOnce(8, bothLeads, [&](Connection &connection, int n) {
        for (QString &end = ends[n]; end.isEmpty();) {
            const QJsonObject said = insist([&](int version) {
                return answer(connection, "select desk.refund(gen_random_uuid(), $1, $2::int, '[]', 0, $3, $3, '', false)", Params().integer(m_order).integer(version).integer(amount));
            });
            if (said[u"outcome"_s].toString() == u"done")
                ++done;
            else
                end = said[u"outcome"_s].toString() == u"refused" ? said[u"reason"_s].toString() : said[u"outcome"_s].toString();
        }
    });
    QCOMPARE(done.load(), fit);
    // An order of which all was given back says so by its status.
    const QSet<QString> allowed{u"more_than_paid"_s, u"nothing_left"_s, u"already_refunded"_s};
    for (const QString &end : std::as_const(ends))
        QVERIFY2(allowed.contains(end), qPrintable(end));
    QCOMPARE(m_store->owner("select refunded_minor::text from store.orders where id = $1", Params().integer(m_order)).toInt(), fit * amount);
    QCOMPARE(m_store->owner("select count(*) || ' ' || count(distinct request_id) from mailroom.outbox where kind = 'refund'"), u"%1 %1"_s.arg(fit));
    expectTrueBooks();
    expectAnHonestAudit();
}

void TestConcurrency::oneRefundFromManySenders()
{
    const QUuid id = QUuid::createUuid();
    const int version = m_store->owner("select version::text from store.orders where id = $1", Params().integer(m_order)).toInt();
    std::atomic<int> done = 0;
    atOnce(8, u"lead"_s, [&](Connection &connection, int) {
        done += text(connection, "select desk.refund($1, $2, $3::int, '[]', 0, 500, 500, '', false)->>'outcome'", Params().uuid(id).integer(m_order).integer(version)) == u"done";
    });
    QCOMPARE(done.load(), 8);
    QCOMPARE(m_store->owner("select count(*) || ' ' || sum(amount_minor) from store.refund"), u"1 500"_s);
    QCOMPARE(m_store->owner("select count(*)::text from mailroom.outbox"), u"1"_s);
}

void TestConcurrency::oneUndoFromManyHands()
{
    const QUuid cancelled = QUuid::createUuid();
    QCOMPARE(m_store->lead("select desk.cancel($1, array[$2::bigint], array[$3::int], 'stock', '', true, true, true)->>'outcome'",
                           Params().uuid(cancelled).integer(m_order).integer(version(m_order))), u"done"_s);
    // Each with an id of its own.
    std::atomic<int> undone = 0, wrong = 0;
    atOnce(8, u"lead"_s, [&](Connection &connection, int) {
        const QString outcome = text(connection, "select desk.undo(gen_random_uuid(), $1)->>'outcome'", Params().uuid(cancelled));
        outcome == u"done" ? ++undone : outcome == u"refused" ? 0 : ++wrong;
    });
    QCOMPARE(u"%1 %2"_s.arg(undone.load()).arg(wrong.load()), u"1 0"_s);
    QCOMPARE(m_store->owner("select coalesce(sum(quantity), 0)::text from store.stock_return"), u"0"_s);
    QCOMPARE(m_store->owner("select count(*) filter (where state <> 'withdrawn')::text from mailroom.outbox"), u"0"_s);
    QCOMPARE(m_store->owner("select refunded_minor || ' ' || fulfilment_status from store.orders where id = $1", Params().integer(m_order)), u"0 unfulfilled"_s);
    QCOMPARE(m_store->owner("select count(*)::text from store.event where kind = 'undone'"), u"1"_s);
    expectTrueBooks();
    expectAnHonestAudit();
}

void TestConcurrency::bulkAgainstShippersOfTheSameOrders()
{
    QList<qint64> orders{m_order}, versions;
    for (int n = 1; n < 40; ++n) {
        orders.append(m_store->placeOrder());
        m_store->payOrder(orders.last());
    }
    for (const qint64 order : std::as_const(orders))
        versions.append(m_store->owner("select version::text from store.orders where id = $1", Params().integer(order)).toInt());
    // One cancels them all while others ship them one by one, from the other end.
    QString bulk;
    std::atomic<int> shipped = 0;
    atOnce(4, u"lead"_s, [&](Connection &connection, int n) {
        if (n == 0) {
            bulk = text(connection, "select string_agg(r->>'order_id', ',') filter (where r->>'outcome' = 'done') from jsonb_array_elements(desk.cancel(gen_random_uuid(), $1::bigint[], $2::int[], 'stock', '', true, true, true)->'rows') r",
                        Params().integers(orders).integers(versions));
            return;
        }
        for (qsizetype i = orders.size() - n; i >= 0; i -= 3)
            shipped += text(connection, "select desk.ship(gen_random_uuid(), $1, $2::int, '[{\"lines\": [{\"line_no\": 1, \"quantity\": 2}]}]', true)->>'outcome'", Params().integer(orders.at(i)).integer(versions.at(i))) == u"done";
    });
    const int cancelled = bulk.isEmpty() ? 0 : int(bulk.split(u',').size());
    QCOMPARE(m_store->owner("select count(*) filter (where fulfilment_status = 'cancelled') || ' ' || count(*) filter (where fulfilment_status = 'fulfilled') from store.orders"),
             u"%1 %2"_s.arg(cancelled).arg(shipped.load()));
    QCOMPARE(cancelled + shipped.load(), 40);
    // Whoever was shipped kept the money, whoever was not got it back.
    QCOMPARE(m_store->owner("select count(*)::text from store.orders where (fulfilment_status = 'cancelled') <> (refunded_minor = paid_minor)"), u"0"_s);
    expectAnHonestAudit();
}

void TestConcurrency::bulkOf200AgainstSingleEdits_data()
{
    QTest::addColumn<QByteArray>("bulk");
    QTest::addColumn<QByteArray>("effects"); // orders the command $1 was done to
    QTest::newRow("hold") << QByteArray("select desk.hold_place($1::uuid, $2::bigint[], $3::int[], 'stock', $1::uuid::text)")
                          << QByteArray("select coalesce(array_agg(order_id order by order_id), '{}')::text from store.hold where note = $1::uuid::text");
    QTest::newRow("cancel") << QByteArray("select desk.cancel($1, $2::bigint[], $3::int[], 'stock', '', true, true, true)")
                            << QByteArray("select coalesce(array_agg(order_id order by order_id), '{}')::text from store.event where command_id = $1 and kind = 'cancelled'");
    QTest::newRow("ship whole") << QByteArray("select desk.ship_whole($1, $2::bigint[], $3::int[], 'DHL', true)")
                                << QByteArray("select coalesce(array_agg(order_id order by order_id), '{}')::text from store.shipment where command_id = $1");
}

void TestConcurrency::bulkOf200AgainstSingleEdits()
{
    QFETCH(const QByteArray, bulk);
    QFETCH(const QByteArray, effects);
    constexpr int orderCount = 200;
    constexpr int edited = 160; // the others are left to the bulk command alone
    constexpr int firstOfThem = 20; // are edited before it is sent
    QList<qint64> orders{m_order}, versions;
    while (orders.size() < orderCount) {
        orders.append(m_store->placeOrder());
        m_store->payOrder(orders.last());
    }
    for (const qint64 order : std::as_const(orders))
        versions.append(version(order));

    const QUuid bulkId = QUuid::createUuid();
    QJsonObject said;
    QList<QString> single(orderCount);
    QList<QUuid> ids(orderCount);
    for (QUuid &id : ids)
        id = QUuid::createUuid();
    QString *outcomes = single.data();
    std::atomic<int> done = 0;
    atOnce(5, u"lead"_s, [&](Connection &connection, int n) {
        if (n == 4) {
            for (int seen = done; seen < firstOfThem; seen = done)
                done.wait(seen);
            said = patiently(connection, bulk, Params().uuid(bulkId).integers(orders).integers(versions));
            return;
        }
        // From the other end than the bulk command takes them.
        static const QByteArrayList edits{"select desk.ship($1, $2, $3::int, '[{\"lines\": [{\"line_no\": 1, \"quantity\": 1}]}]', true)",
                                          "select desk.hold_place($1, array[$2::bigint], array[$3::int], 'other', '')",
                                          "select desk.refund($1, $2, $3::int, '[]', 0, 700, 700, '', false)",
                                          "select desk.cancel($1, array[$2::bigint], array[$3::int], 'customer', '', true, true, false)"};
        for (int i = edited - 1 - n; i >= 0; i -= 4) {
            outcomes[i] = patiently(connection, edits.at((i / 4) % edits.size()), Params().uuid(ids.at(i)).integer(orders.at(i)).integer(versions.at(i)))[u"outcome"_s].toString();
            ++done;
            done.notify_one();
        }
    });

    // Both were decided on one version, so every order has one of them, and every answer says what is in the store.
    const QJsonArray rows = said[u"rows"_s].toArray();
    QVERIFY2(rows.size() == orderCount, QJsonDocument(said).toJson());
    QStringList bulkDone;
    for (const QJsonValue &row : rows) {
        const qsizetype at = orders.indexOf(row[u"order_id"_s].toInteger());
        QVERIFY(at >= 0);
        const bool isDone = row[u"outcome"_s].toString() == u"done";
        QVERIFY2(isDone || row[u"outcome"_s].toString() == u"conflict", qPrintable(row[u"outcome"_s].toString()));
        if (isDone)
            bulkDone.append(QString::number(orders.at(at)));
        else
            QVERIFY(row[u"current"_s][u"version"_s].toInt() > versions.at(at));
        if (at < edited)
            QCOMPARE(single.at(at), isDone ? u"conflict"_s : u"done"_s);
        QCOMPARE(m_store->owner("select count(*)::text from audit.entry where command_id = $1", Params().uuid(ids.at(at))), isDone ? u"0"_s : u"1"_s);
    }
    QVERIFY(bulkDone.size() >= orderCount - edited);
    QVERIFY(bulkDone.size() <= orderCount - firstOfThem);
    QCOMPARE(said[u"outcome"_s].toString(), u"partly"_s);
    QCOMPARE(m_store->owner(effects, Params().uuid(bulkId)), u'{' + bulkDone.join(u',') + u'}');
    QCOMPARE(m_store->owner("select count(*) || ' ' || max(row_count) from audit.entry where command_id = $1", Params().uuid(bulkId)), u"1 %1"_s.arg(bulkDone.size()));
    expectTrueBooks();
    expectAnHonestAudit();
}

void TestConcurrency::transactionLeftOpenIsEnded_data()
{
    QTest::addColumn<QByteArray>("further"); // what the session says before it falls silent
    QTest::addColumn<QByteArray>("setting");
    QTest::newRow("idle") << QByteArray("select 1") << QByteArray("transaction.idle_seconds");
    QTest::newRow("with a statement that failed") << QByteArray("select 1 / 0") << QByteArray("transaction.idle_seconds");
    QTest::newRow("kept awake") << QByteArray("select 1") << QByteArray("transaction.most_seconds");
}

/// Whoever keeps BEGIN open keeps a 256th of all customers from everybody else, until the work job has seen it.
void TestConcurrency::transactionLeftOpenIsEnded()
{
    QFETCH(const QByteArray, further);
    QFETCH(const QByteArray, setting);
    const qint64 order = m_store->placeOrder();
    const auto say = [](Connection &connection, const QByteArray &sql, const Params &params = {}) { return bool(connection.query({u"test/left_open"_s, sql}, params)); };
    const auto idle = m_store->connect(u"agent"_s), owner = m_store->connect(Cluster::ownerLogin()), service = m_store->connect(u"importer"_s);
    QVERIFY(say(*idle, "begin"));
    QVERIFY(say(*idle, "select desk.contact_fix(gen_random_uuid(), $1, '{\"email\": {\"from\": \"hans@example.com\", \"to\": \"new@example.com\"}}', 'customer')", Params().integer(order)));
    QVERIFY(say(*idle, "savepoint s"));
    (void)say(*idle, further);
    for (Connection *other : {owner.get(), service.get()})
        QVERIFY(say(*other, "begin"));
    const auto held = [this] { return m_store->owner("select ((select count(*) from store.lock_row) - (select count(*) from (select from store.lock_row for update skip locked) r))::text"); };
    QCOMPARE(held(), u"1"_s);
    // However long it took to get here, it is not too long.
    m_store->owner("update store.setting set value = '3600' where key in ('transaction.idle_seconds', 'transaction.most_seconds')");
    QCOMPARE(m_store->work("select desk.work_tick()->>'ended'"), u"0"_s);
    m_store->owner("update store.setting set value = '0' where key = $1", Params().text(QString::fromLatin1(setting)));
    QCOMPARE(m_store->work("select desk.work_tick()->>'ended'"), u"1"_s);
    QTRY_COMPARE_WITH_TIMEOUT(held(), u"0"_s, 20'000);
    // Another writer of the same address gets on, and nothing of what was left open is there.
    QCOMPARE(m_store->lead("select desk.contact_fix(gen_random_uuid(), $1, '{\"email\": {\"from\": \"hans@example.com\", \"to\": \"new@example.com\"}}', 'customer')->>'outcome'", Params().integer(order)), u"done"_s);
    QCOMPARE(m_store->owner("select string_agg(e.actor || ' ' || s.login || ' ' || e.fields::text, ',') from audit.entry e join store.staff s on s.id = any(e.ids) where e.verb = 'transaction_ended'"), u"work agent {}"_s);
    QVERIFY(!say(*idle, "commit"));
    // Nobody else is ended, and nobody else may end anybody.
    for (Connection *other : {owner.get(), service.get()})
        QVERIFY(say(*other, "commit"));
    QCOMPARE(m_store->lead("select store.end_idle('{agent}', 0, 0)"), u"<42501>"_s);
    QCOMPARE(m_store->owner("select string_agg(m.roleid::regrole::text, ' ' order by m.roleid::regrole::text) from pg_auth_members m where m.member = 'steward_watch'::regrole and m.roleid::regrole::text like 'pg%'"), u"pg_read_all_stats pg_signal_backend"_s);
}

void TestConcurrency::sealersBesideWritersMakeOneChain()
{
    std::atomic<bool> isOver = false;
    std::thread sealers([&] {
        atOnce(3, u"work"_s, [&](Connection &connection, int) {
            while (!isOver)
                (void)text(connection, "select audit.seal(7)::text", {});
        });
    });
    std::atomic<int> forks = 0, looks = 0;
    std::thread verifier([&] {
        atOnce(1, u"privacy"_s, [&](Connection &connection, int) {
            do {
                forks += text(connection, "select ok::text from audit.verify(1)", {}) == u"true" ? 0 : 1;
                ++looks;
            } while (!isOver);
        });
    });
    atOnce(10, u"agent"_s, [&](Connection &connection, int n) {
        for (int i = 0; i < 20; ++i)
            (void)text(connection, "select desk.note_add(gen_random_uuid(), $1, $2 || ' ' || $3)->>'outcome'", Params().integer(m_order).integer(n).integer(i));
    });
    isOver = true;
    sealers.join();
    verifier.join();
    QCOMPARE(forks.load(), 0);
    QVERIFY(looks > 0);
    QCOMPARE(m_store->owner("select count(*)::text from store.note"), u"200"_s);
    expectAnHonestAudit();
    QCOMPARE(m_store->owner("select (count(*) = count(distinct prev) and count(*) = max(position))::text from audit.seal"), u"true"_s);
}

QTEST_GUILESS_MAIN(TestConcurrency)
#include "tst_concurrency.moc"
