// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/mailroom/deliveryrun.h"
#include "tests/database/storeundertest.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

using Kind = DeliveryOutcome::Kind;
using Side = DeliveryOutcome::Side;

/// The loop between a real store and sides that do as the test says, under the test's clock: what was handed over once is never handed over
/// again for want of an answer from the store.
class TestDeliveryRun : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void outcomeIsKeptWhileTheStoreIsAway_data();
    void outcomeIsKeptWhileTheStoreIsAway();
    void endWaitsForTheStore();
    void endWaitsNoLongerThanItMay();
    void onceWaitsForTheStoreToo();
    void lockedOrderHoldsUpNobodyElse();
    void whatIsKeptIsOnlySettledWhenItComesAgain();
    void whatWasHeldUpIsPutBack();
    void onlyTheTimeSinceItWasTakenCounts();
    void processorThatHangsComesAfterMail();
    void refundsWithoutAProcessorAreSaidOnce();
    void troubleOfOneItemIsSaidOnce();

private:
    class TestClock final : public Clock
    {
    public:
        QDateTime now() const override { return QDateTime::currentDateTimeUtc(); }
        qint64 monotonicMs() const override { return ms += msPerLook; }
        mutable qint64 ms = 1'000;
        qint64 msPerLook = 0;
    };
    class TestSides final : public DeliverySides
    {
    public:
        QStringList kinds() const override
        {
            onKinds();
            return all;
        }
        QStringList all{u"message"_s, u"refund"_s};
        DeliveryOutcome handOver(const QJsonObject &item) override
        {
            heard.append(item.value(u"kind"_s).toString() + u' ' + item.value(u"number"_s).toString());
            return onHandOver(item);
        }
        QStringList heard;
        std::function<void()> onKinds = [] {};
        std::function<DeliveryOutcome(const QJsonObject &)> onHandOver = [](const QJsonObject &) { return DeliveryOutcome{Kind::Done, {}, {}}; };
    };

    /// A message about an order of its own; answers with the order.
    qint64 confirm()
    {
        const qint64 order = m_store->placeOrder();
        m_store->agent("select desk.message_send(gen_random_uuid(), $1, 'confirmation', '')->>'outcome'", Params().integer(order));
        return order;
    }
    void refund()
    {
        const qint64 order = m_store->placeOrder();
        m_store->payOrder(order);
        const QString version = m_store->owner("select version::text from store.orders where id = $1", Params().integer(order));
        m_store->lead("select desk.refund(gen_random_uuid(), $1, $2::int, '[]', 0, 500, 500, 'Scratched', false)->>'outcome'", Params().integer(order).text(version));
    }
    /// All due, in the order it was written.
    void dueNow() { m_store->owner("update mailroom.outbox set not_before = now() - interval '1 hour' + id * interval '1 second' where state = 'waiting'"); }
    void leaseOver() { m_store->owner("update mailroom.outbox set leased_until = now() - interval '1 second' where state = 'sending'"); }
    QString states() const { return m_store->owner("select string_agg(state || ' ' || attempts, ', ' order by id) from mailroom.outbox"); }
    bool isAllSent() const { return m_store->owner("select count(*)::text from mailroom.outbox where state <> 'sent'") == u"0"; }
    /// Nobody but the owner gets in.
    void shutStore()
    {
        m_store->owner("do $$ begin execute format('alter database %I connection limit 0', current_database()); end $$");
        m_store->owner("select count(pg_terminate_backend(pid, 10000))::text from pg_stat_activity where datname = current_database() and usename = 'deliver'");
    }
    void openStore() { m_store->owner("do $$ begin execute format('alter database %I connection limit -1', current_database()); end $$"); }
    /// A host that ends the run when all is sent, or after far too long; onPause sees each second that is waited.
    DeliveryHost host()
    {
        const auto pause = [this] {
            m_clock.ms += 1'000;
            ++m_pauses;
            onPause();
        };
        return {.complain = [this](const QString &line) { m_complaints.append(line); }, .tell = [this](const QString &line) { m_told.append(line); },
                .isAskedToStop = [this] { return m_isAskedToStop || m_pauses > 600; },
                .rest = [this, pause] {
                    if (m_isAskedToStop)
                        return;
                    pause();
                    m_isAskedToStop = m_isAskedToStop || isAllSent();
                },
                .wait = pause, .greet = {}, .leftMs = [this] { return m_leftMs; }};
    }
    [[nodiscard]] bool serve() { return DeliveryRun(m_store->as(u"deliver"_s), m_sides, host(), m_clock).serve(); }
    [[nodiscard]] bool once() { return DeliveryRun(m_store->as(u"deliver"_s), m_sides, host(), m_clock).once(); }

    std::unique_ptr<StoreUnderTest> m_store;
    TestClock m_clock;
    TestSides m_sides;
    QStringList m_complaints, m_told;
    int m_pauses = 0;
    qint64 m_leftMs = 150'000;
    bool m_isAskedToStop = false;
    std::function<void()> onPause = [] {};
};

void TestDeliveryRun::init()
{
    m_store = std::make_unique<StoreUnderTest>();
    m_store->owner("update store.setting set value = '\"service@shop.example\"' where key = 'store.sender'");
    m_clock = {};
    m_sides = {};
    m_complaints.clear();
    m_told.clear();
    m_pauses = 0;
    m_leftMs = 150'000;
    m_isAskedToStop = false;
    onPause = [] {};
}

void TestDeliveryRun::outcomeIsKeptWhileTheStoreIsAway_data()
{
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<int>("seconds");
    QTest::addColumn<QString>("state");
    QTest::newRow("done") << Kind::Done << 65 << u"sent 1"_s;
    QTest::newRow("refused") << Kind::Refused << 3 << u"dead 1"_s;
    QTest::newRow("again") << Kind::Again << 3 << u"waiting 1"_s;
}

/// However long, and though the lease ends: what was handed over is written down when the store is back, and not handed over again.
void TestDeliveryRun::outcomeIsKeptWhileTheStoreIsAway()
{
    QFETCH(const Kind, kind);
    QFETCH(const int, seconds);
    QFETCH(const QString, state);
    confirm();
    dueNow();
    m_sides.onHandOver = [this, kind](const QJsonObject &) {
        shutStore();
        return DeliveryOutcome{kind, {}, {}};
    };
    onPause = [this, kind, seconds] {
        if (m_pauses == seconds) {
            if (kind == Kind::Done) // another lease than it holds, as if somebody had taken it since
                leaseOver();
            openStore();
        }
        m_isAskedToStop = m_pauses > seconds && !states().startsWith(u"sending");
    };
    QVERIFY(serve());
    QCOMPARE(m_sides.heard.size(), 1);
    QCOMPARE(states(), state);
    QVERIFY2(m_complaints.size() == 2 || m_complaints.size() == 1, qPrintable(m_complaints.join(u'\n'))); // cut, then away: once each
    QCOMPARE(m_told, QStringList{u"The server answers again."_s});
}

void TestDeliveryRun::endWaitsForTheStore()
{
    confirm();
    dueNow();
    m_sides.onHandOver = [this](const QJsonObject &) {
        shutStore();
        m_isAskedToStop = true;
        return DeliveryOutcome{Kind::Done, {}, {}};
    };
    onPause = [this] {
        if (m_pauses == 5)
            openStore();
    };
    QVERIFY(serve());
    QCOMPARE(states(), u"sent 1"_s);
}

void TestDeliveryRun::endWaitsNoLongerThanItMay()
{
    confirm();
    dueNow();
    m_sides.onHandOver = [this](const QJsonObject &) {
        shutStore();
        m_isAskedToStop = true;
        return DeliveryOutcome{Kind::Done, {}, {}};
    };
    m_leftMs = 20'000;
    QVERIFY(!serve());
    QCOMPARE(m_pauses, 20);
    QVERIFY2(m_complaints.last().contains(u"could not be written down; it goes once more"_s), qPrintable(m_complaints.join(u'\n')));
    QCOMPARE(states(), u"sending 1"_s);
}

void TestDeliveryRun::onceWaitsForTheStoreToo()
{
    confirm();
    confirm();
    dueNow();
    m_sides.onHandOver = [this](const QJsonObject &) {
        if (m_sides.heard.size() == 1)
            shutStore();
        return DeliveryOutcome{Kind::Done, {}, {}};
    };
    onPause = [this] {
        if (m_pauses == 3)
            openStore();
    };
    QVERIFY(once());
    QCOMPARE(states(), u"sent 1, sent 1"_s);
    QCOMPARE(m_told.last(), u"2 handed over, 0 refused, 0 put back for another try."_s);
}

/// Somebody holds the row of an order whose message is on its way: its outcome waits, the next message does not.
void TestDeliveryRun::lockedOrderHoldsUpNobodyElse()
{
    const qint64 first = confirm();
    confirm();
    dueNow();
    const auto somebody = m_store->connect(Cluster::ownerLogin());
    m_sides.onHandOver = [&](const QJsonObject &) {
        if (m_sides.heard.size() == 1) {
            [&] { QVERIFY(somebody->query({u"test/begin"_s, "begin"})); }();
            [&] { QVERIFY(somebody->query({u"test/lock"_s, "select from store.orders where id = $1 for update"}, Params().integer(first))); }();
        } else {
            leaseOver(); // the first's is over long since
        }
        return DeliveryOutcome{Kind::Done, {}, {}};
    };
    onPause = [&] {
        if (m_pauses == 1) {
            QCOMPARE(states(), u"sending 1, sent 1"_s);
            QVERIFY(somebody->query({u"test/commit"_s, "commit"}));
        }
    };
    QElapsedTimer taken;
    taken.start();
    QVERIFY(serve());
    QVERIFY2(taken.elapsed() < 20'000, qPrintable(QString::number(taken.elapsed())));
    QCOMPARE(m_sides.heard.size(), 2);
    QCOMPARE(states().count(u"sent"_s), 2);
    QCOMPARE(m_complaints.size(), 1);
    QVERIFY2(m_complaints.first().contains(u"cannot be written down yet"_s), qPrintable(m_complaints.first()));
}

void TestDeliveryRun::whatIsKeptIsOnlySettledWhenItComesAgain()
{
    const qint64 first = confirm();
    confirm();
    dueNow();
    const auto somebody = m_store->connect(Cluster::ownerLogin());
    m_sides.onHandOver = [&](const QJsonObject &) {
        if (m_sides.heard.size() == 1) {
            [&] { QVERIFY(somebody->query({u"test/begin"_s, "begin"})); }();
            [&] { QVERIFY(somebody->query({u"test/lock"_s, "select from store.orders where id = $1 for update"}, Params().integer(first))); }();
            return DeliveryOutcome{Kind::Refused, {}, u"smtp_550"_s};
        }
        // The first is free and its lease is over before it is tried again: the store gives it out once more.
        [&] { QVERIFY(somebody->query({u"test/commit"_s, "commit"})); }();
        leaseOver();
        return DeliveryOutcome{Kind::Done, {}, {}};
    };
    QVERIFY(once());
    QCOMPARE(m_sides.heard.size(), 2);
    QCOMPARE(states(), u"dead 2, sent 1"_s);
    QCOMPARE(m_complaints.size(), 1); // under the new lease it is not too late
}

/// A process that stood still for half a minute between taking and handing over does not know whether it still may.
void TestDeliveryRun::whatWasHeldUpIsPutBack()
{
    confirm();
    dueNow();
    m_clock.msPerLook = 31'000;
    QVERIFY(once());
    QCOMPARE(m_sides.heard, QStringList());
    QCOMPARE(m_store->owner("select state || ' ' || attempts || ' ' || last_error || ' ' || (first_tried_at is null) from mailroom.outbox"), u"waiting 0 held_up true"_s);
}

void TestDeliveryRun::onlyTheTimeSinceItWasTakenCounts()
{
    confirm();
    dueNow();
    m_sides.onKinds = [this] { m_clock.ms += 40'000; }; // as long as a connection may take to be opened
    QVERIFY(once());
    QCOMPARE(states(), u"sent 1"_s);
}

void TestDeliveryRun::processorThatHangsComesAfterMail()
{
    for (int i = 0; i < 3; ++i)
        refund();
    for (int i = 0; i < 3; ++i)
        confirm();
    dueNow();
    m_sides.onHandOver = [this](const QJsonObject &item) {
        if (item.value(u"kind"_s).toString() == u"message")
            return DeliveryOutcome{Kind::Done, {}, {}};
        m_clock.ms += 30'000;
        return DeliveryOutcome{Kind::Again, {}, u"paypal_timeout"_s, Side::Unwell};
    };
    QVERIFY(once());
    QStringList kinds;
    for (const QString &heard : std::as_const(m_sides.heard))
        kinds.append(heard.section(u' ', 0, 0));
    QCOMPARE(kinds.join(u' '), u"refund message message message refund refund"_s);
}

void TestDeliveryRun::refundsWithoutAProcessorAreSaidOnce()
{
    refund();
    m_store->owner("update mailroom.outbox set not_before = now() - interval '2 hours'");
    QVERIFY(once());
    QCOMPARE(m_complaints, QStringList()); // there is one
    refund();
    m_store->owner("update mailroom.outbox set not_before = now() - interval '2 hours'");
    m_sides.all = {u"message"_s};
    onPause = [this] { m_isAskedToStop = m_pauses >= 3; };
    QVERIFY(serve());
    QCOMPARE(m_complaints.size(), 1);
    QVERIFY2(m_complaints.first().contains(u"STEWARD_PAYPAL_URL"_s), qPrintable(m_complaints.first()));
    m_isAskedToStop = false;
    QVERIFY(!once()); // and a single pass ends as one in trouble
}

void TestDeliveryRun::troubleOfOneItemIsSaidOnce()
{
    confirm();
    dueNow();
    m_sides.onHandOver = [](const QJsonObject &) { return DeliveryOutcome{Kind::Away, {}, u"unknown_processor"_s}; };
    onPause = [this] {
        dueNow();
        m_isAskedToStop = m_sides.heard.size() >= 3;
    };
    QVERIFY(serve());
    QCOMPARE(m_complaints.size(), 1);
    QVERIFY2(m_complaints.first().contains(u"unknown_processor"_s), qPrintable(m_complaints.first()));
    QCOMPARE(states(), u"waiting 0"_s);
}

QTEST_GUILESS_MAIN(TestDeliveryRun)
#include "tst_deliveryrun.moc"
