// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/database/storeundertest.h"

#include <QTest>

#include <atomic>
#include <functional>
#include <thread>
#include <vector>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// Many people at once: nothing is lost, nothing is done twice, no refund passes what was paid, the audit chain never forks.
class TestConcurrency : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void fiftyWritersOnOneOrder();
    void twoRefundsAtOnce();
    void oneRefundFromManySenders();
    void bulkAgainstSingleEdits();
    void sealersBesideWritersMakeOneChain();

private:
    /// Runs job(n) in as many threads, each on its own connection as login.
    void atOnce(int count, const QString &login, const std::function<void(Connection &connection, int n)> &job) const;
    static QString text(Connection &connection, const QByteArray &sql, const Params &params);
    void expectAnHonestAudit() const;

    std::unique_ptr<StoreUnderTest> m_store;
    qint64 m_order = 0;
};

void TestConcurrency::init()
{
    m_store = std::make_unique<StoreUnderTest>();
    m_order = m_store->placeOrder();
    m_store->payOrder(m_order);
}

void TestConcurrency::atOnce(int count, const QString &login, const std::function<void(Connection &, int)> &job) const
{
    std::vector<std::thread> threads;
    std::atomic<int> ready = 0;
    for (int n = 0; n < count; ++n) {
        threads.emplace_back([&, n] {
            const auto connection = m_store->connect(login);
            ++ready;
            while (ready < count)
                std::this_thread::yield();
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
    // Each writes a note, adds a tag of its own, and tries to hold the order at the version it reads.
    std::atomic<int> holds = 0, wrong = 0;
    atOnce(50, u"agent"_s, [&](Connection &connection, int n) {
        if (text(connection, "select desk.note_add(gen_random_uuid(), $1, 'note ' || $2)->>'outcome'", Params().integer(m_order).integer(n)) != u"done")
            ++wrong;
        if (text(connection, "select desk.tag(gen_random_uuid(), array[$1::bigint], array['t' || $2], '{}')->>'outcome'", Params().integer(m_order).integer(n)) != u"done")
            ++wrong;
        const QString held = text(connection, "select desk.hold_place(gen_random_uuid(), array[$1::bigint], array[$2::int], 'other', '')->>'outcome'", Params().integer(m_order).integer(10));
        held == u"done" ? ++holds : held == u"conflict" ? 0 : ++wrong;
    });
    QCOMPARE(wrong.load(), 0);
    QCOMPARE(m_store->owner("select count(*) || ' ' || count(distinct body) from store.note"), u"50 50"_s);
    QCOMPARE(m_store->owner("select cardinality(tags)::text from store.orders where id = $1", Params().integer(m_order)), u"50"_s);
    // One version is held once at most.
    QVERIFY(holds <= 1);
    QCOMPARE(m_store->owner("select hold_count::text from store.orders where id = $1", Params().integer(m_order)).toInt(), holds.load());
    QCOMPARE(m_store->owner("select count(*)::text from audit.entry where verb in ('note_add', 'tag')"), u"100"_s);
    expectAnHonestAudit();
}

void TestConcurrency::twoRefundsAtOnce()
{
    // Both decided on the same version: one wins. Tried again on the newest version by everybody, they stop at what was paid.
    const QByteArray refund = "select desk.refund(gen_random_uuid(), $1, $2::int, '[]', 0, 2000, 2000, '', false)->>'outcome'";
    const int version = m_store->owner("select version::text from store.orders where id = $1", Params().integer(m_order)).toInt();
    std::atomic<int> done = 0;
    atOnce(2, u"lead"_s, [&](Connection &connection, int) { done += text(connection, refund, Params().integer(m_order).integer(version)) == u"done"; });
    QCOMPARE(done.load(), 1);
    const int newer = m_store->owner("select version::text from store.orders where id = $1", Params().integer(m_order)).toInt();
    atOnce(8, u"lead"_s, [&](Connection &connection, int n) {
        for (int ahead = 0; ahead < 4; ++ahead)
            (void)text(connection, "select desk.refund(gen_random_uuid(), $1, $2::int, '[]', 0, 300, 300, '', false)->>'outcome'", Params().integer(m_order).integer(newer + (n + ahead) % 8));
    });
    QCOMPARE(m_store->owner("select (refunded_minor <= paid_minor)::text || ' ' || (refunded_minor = (select sum(amount_minor) from store.refund where order_id = o.id))::text from store.orders o where id = $1",
                            Params().integer(m_order)), u"true true"_s);
    QCOMPARE(m_store->owner("select (count(*) = count(distinct request_id))::text from mailroom.outbox"), u"true"_s);
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

void TestConcurrency::bulkAgainstSingleEdits()
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

void TestConcurrency::sealersBesideWritersMakeOneChain()
{
    std::atomic<bool> isOver = false;
    std::thread sealers([&] {
        atOnce(3, u"work"_s, [&](Connection &connection, int) {
            while (!isOver)
                (void)text(connection, "select audit.seal(7)::text", {});
        });
    });
    atOnce(10, u"agent"_s, [&](Connection &connection, int n) {
        for (int i = 0; i < 20; ++i)
            (void)text(connection, "select desk.note_add(gen_random_uuid(), $1, $2 || ' ' || $3)->>'outcome'", Params().integer(m_order).integer(n).integer(i));
    });
    isOver = true;
    sealers.join();
    QCOMPARE(m_store->owner("select count(*)::text from store.note"), u"200"_s);
    expectAnHonestAudit();
    QCOMPARE(m_store->owner("select (count(*) = count(distinct prev) and count(*) = max(position))::text from audit.seal"), u"true"_s);
}

QTEST_GUILESS_MAIN(TestConcurrency)
#include "tst_concurrency.moc"
