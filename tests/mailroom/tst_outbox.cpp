// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/database/storeundertest.h"

#include <QTest>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// The outbox as the delivery service sees it: what it is given and when, and what its answers make of messages and refunds.
class TestOutbox : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void nothingLeavesBeforeItsGraceIsOver();
    void messageCarriesWhatItIsWrittenFrom();
    void messageGoesToTheAddressOfTheMoment();
    void erasedCustomerGetsNone();
    void takenOnceUntilTheLeaseEnds();
    void messageIdStays();
    void undoneIsNotTaken();
    void takenIsNotUndone();
    void whatMayHaveArrivedIsNotUndone_data();
    void whatMayHaveArrivedIsNotUndone();
    void triesWaitLongerAndEnd();
    void sideThatIsAwayCostsNoTry();
    void refundIsDone();
    void refusedRefundCanBeRefundedAgain();
    void unansweredRefundStaysAskedFor();
    void pendingRefundIsAskedAfterAsOftenAsItTakes();
    void refundIsNotRepeatedWhenTheProcessorHasForgotten();
    void retriedRefundIsNotForgottenWhileTheProcessorIsAway();
    void retriedRefundIsNoFirstTry();
    void somebodyLooksAtTheProcessor();
    void refundMessageWaitsForItsRefund();
    void cancellationGoesWithoutAStuckRefund();
    void onlyTheHolderOfTheLeasePutsBack();
    void doneCountsWhoeverSaysSo();
    void holderMaySayItAgain_data();
    void holderMaySayItAgain();
    void lockedOrderIsNotGivenOut();
    void crashedTriesCount();
    void withoutASenderNoMessageGoes();
    void refundsThatNobodyAsksForAreSaid();
    void refusedRefundIsListedUntilItsMoneyIsGivenBack();
    void whatIsLaidAsideIsListedWithoutAnybodysData();
    void nobodyElseMayDoIt();
    void templatesAreToldAndThoseOfAnotherTimeGo();
    void wordsOfAMessageAreKeptForAYear();
    void previewIsReadUnderATicket();

private:
    void dueNow() const { m_store->owner("update mailroom.outbox set not_before = now() - interval '1 second'"); }
    void leaseOver() const { m_store->owner("update mailroom.outbox set leased_until = now() - interval '1 second' where state = 'sending'"); }
    int version() const { return m_store->owner("select version::text from store.orders where id = $1", Params().integer(m_order)).toInt(); }
    void confirm() const
    {
        QCOMPARE(m_store->agent("select desk.message_send(gen_random_uuid(), $1, 'confirmation', '')->>'outcome'", Params().integer(m_order)), u"done"_s);
        dueNow();
    }
    void refund(const char *notify = "false", QUuid id = QUuid::createUuid()) const
    {
        QCOMPARE(m_store->lead(QByteArray("select desk.refund($1, $2, $3::int, '[]', 0, 500, 500, 'Scratched', ") + notify + ")->>'outcome'", Params().uuid(id).integer(m_order).integer(version())), u"done"_s);
        dueNow();
    }
    QString take(const QByteArray &what = "->'items'->0->>'id'") const { return m_store->deliver("select mailroom.take('{message,refund}', 1)" + what); }
    QString settle(const QByteArray &outcome, const QByteArray &reference = {}, const QByteArray &error = {}) const
    {
        return m_store->deliver("select coalesce(nullif(r->>'reason', ''), r->>'outcome') from mailroom.settle($1, $2::timestamptz, $3, $4, $5) r",
                                Params().text(m_item).text(m_lease).text(QString::fromLatin1(outcome)).text(QString::fromLatin1(reference)).text(QString::fromLatin1(error)));
    }
    void layAside(); ///< a refund whose first try was not answered
    bool hold(); ///< takes one item and keeps its number and lease
    QString state() const { return m_store->owner("select string_agg(kind || ' ' || state || ' ' || attempts, ', ' order by id) from mailroom.outbox"); }
    QString events() const { return m_store->owner("select string_agg(kind, ' ' order by id) from store.event where kind ~ '^(refund|message)_' and kind <> 'message_queued'"); }
    QString refundStatus() const { return m_store->owner("select string_agg(status || processor_reference, ' ' order by refund_no) from store.refund"); }

    std::unique_ptr<StoreUnderTest> m_store;
    qint64 m_order = 0;
    QString m_item, m_lease;
};

void TestOutbox::init()
{
    m_store = std::make_unique<StoreUnderTest>();
    m_store->owner("update store.setting set value = '\"service@shop.example\"' where key = 'store.sender'");
    m_order = m_store->placeOrder();
    m_store->payOrder(m_order);
}

bool TestOutbox::hold()
{
    const auto rows = m_store->connect(u"deliver"_s)->query({u"test/take"_s, "select t->'items'->0->>'id' as id, t->'items'->0->>'lease' as lease from mailroom.take('{message,refund}', 1) t"});
    m_item = rows ? rows->text(0, "id") : QString();
    m_lease = rows ? rows->text(0, "lease") : QString();
    return !m_item.isEmpty();
}

void TestOutbox::nothingLeavesBeforeItsGraceIsOver()
{
    QCOMPARE(m_store->agent("select desk.message_send(gen_random_uuid(), $1, 'confirmation', '')->>'outcome'", Params().integer(m_order)), u"done"_s);
    QCOMPARE(take(), QString());
    dueNow();
    QVERIFY(!take().isEmpty());
}

void TestOutbox::messageCarriesWhatItIsWrittenFrom()
{
    QCOMPARE(m_store->lead("select desk.ship(gen_random_uuid(), $1, $2::int, '[{\"carrier\": \"DHL\", \"tracking\": \"RX000000001DE\", \"lines\": [{\"line_no\": 1, \"quantity\": 2}]}]', true)->>'outcome'",
                           Params().integer(m_order).integer(version())), u"done"_s);
    dueNow();
    QCOMPARE(take("->'items'->0->'parcels'->0->>'tracking_url'"), u"https://www.dhl.com/en/express/tracking.html?AWB=RX000000001DE"_s);
    leaseOver();
    QCOMPARE(take("#>>'{items,0,template}'"), u"shipped"_s);
    leaseOver();
    QCOMPARE(take("#>>'{items,0,lines,0,quantity}'"), u"2"_s);
    leaseOver();
    QCOMPARE(take("#>>'{items,0,email}'"), u"hans@example.com"_s);
    leaseOver();
    QCOMPARE(take("->'items'->0->>'sender'"), u"service@shop.example"_s);
}

void TestOutbox::messageGoesToTheAddressOfTheMoment()
{
    confirm();
    m_store->owner("update store.orders set email = 'new@example.com' where id = $1", Params().integer(m_order));
    QCOMPARE(take("#>>'{items,0,email}'"), u"new@example.com"_s);
}

void TestOutbox::erasedCustomerGetsNone()
{
    confirm();
    m_store->owner("update store.orders set email = null where id = $1", Params().integer(m_order));
    QCOMPARE(take(), QString());
    QCOMPARE(state(), u"message withdrawn 0"_s);
    QCOMPARE(events(), u"message_failed"_s);
    QCOMPARE(m_store->owner("select last_error from mailroom.outbox"), u"no_email"_s);
}

void TestOutbox::takenOnceUntilTheLeaseEnds()
{
    confirm();
    QVERIFY(hold());
    QCOMPARE(take(), QString());
    leaseOver();
    QCOMPARE(take(), m_item);
    QCOMPARE(state(), u"message sending 2"_s);
}

void TestOutbox::messageIdStays()
{
    confirm();
    const QString first = take("#>>'{items,0,message_id}'");
    QVERIFY(first.endsWith(u"@shop.example"));
    m_store->owner("update store.setting set value = '\"new@elsewhere.example\"' where key = 'store.sender'");
    leaseOver();
    QCOMPARE(take("#>>'{items,0,message_id}'"), first);
}

void TestOutbox::undoneIsNotTaken()
{
    const QUuid id = QUuid::createUuid();
    refund("true", id);
    QCOMPARE(m_store->lead("select desk.undo(gen_random_uuid(), $1)->>'outcome'", Params().uuid(id)), u"done"_s);
    QCOMPARE(take(), QString());
}

void TestOutbox::takenIsNotUndone()
{
    const QUuid id = QUuid::createUuid();
    refund("false", id);
    QVERIFY(hold());
    QCOMPARE(m_store->lead("select desk.undo(gen_random_uuid(), $1)->'rows'->0->>'reason'", Params().uuid(id)), u"already_sent"_s);
}

void TestOutbox::whatMayHaveArrivedIsNotUndone_data()
{
    QTest::addColumn<QByteArray>("outcome");
    QTest::addColumn<QString>("undone");
    QTest::newRow("nobody knows") << "again"_ba << u"already_sent"_s;
    QTest::newRow("the processor has it") << "pending"_ba << u"already_sent"_s;
    QTest::newRow("surely not") << "away"_ba << u"done"_s;
}

void TestOutbox::whatMayHaveArrivedIsNotUndone()
{
    QFETCH(const QByteArray, outcome);
    QFETCH(const QString, undone);
    const QUuid id = QUuid::createUuid();
    refund("false", id);
    QVERIFY(hold());
    QCOMPARE(settle(outcome, outcome == "pending" ? "R1" : ""), u"done"_s);
    QCOMPARE(state(), outcome == "away" ? u"refund waiting 0"_s : u"refund waiting 1"_s);
    if (outcome == "pending") { // nor when asking after it did not get there
        dueNow();
        QVERIFY(hold());
        QCOMPARE(settle("away"), u"done"_s);
    }
    QCOMPARE(m_store->lead("select coalesce(r->'rows'->0->>'reason', r->>'outcome') from desk.undo(gen_random_uuid(), $1) r", Params().uuid(id)), undone);
}

void TestOutbox::triesWaitLongerAndEnd()
{
    confirm();
    qint64 longest = 0;
    for (int attempt = 1; attempt <= 8; ++attempt) {
        QVERIFY(hold());
        const QString before = m_store->owner("select clock_timestamp()::text");
        QCOMPARE(settle("again", {}, "smtp_451"), u"done"_s);
        const QString after = m_store->owner("select clock_timestamp()::text");
        if (attempt == 8)
            break;
        QCOMPARE(take(), QString());
        // Since it was settled, which was between these two.
        const auto waitSince = [this](const QString &at) { return m_store->owner("select extract(epoch from not_before - $1::timestamptz)::text from mailroom.outbox", Params().text(at)).toDouble(); };
        const double most = waitSince(before), least = waitSince(after);
        const qint64 middle = qMin(60 << (attempt - 1), 3600);
        QVERIFY2(most >= double(middle) * 0.75 && least <= double(middle) * 1.25, qPrintable(u"%1 to %2"_s.arg(least).arg(most)));
        longest = qMax(longest, qint64(most));
        dueNow();
    }
    QVERIFY(longest > 40 * 60);
    QCOMPARE(state(), u"message dead 8"_s);
    QCOMPARE(events(), u"message_failed"_s);
    QCOMPARE(m_store->deliver("select mailroom.retry($1)->>'outcome'", Params().text(m_item)), u"done"_s);
    QVERIFY(hold());
    QCOMPARE(settle("done"), u"done"_s);
    QCOMPARE(events(), u"message_failed message_sent"_s);
    QCOMPARE(m_store->deliver("select mailroom.retry($1)->>'reason'", Params().text(m_item)), u"not_laid_aside"_s);
}

void TestOutbox::sideThatIsAwayCostsNoTry()
{
    refund();
    for (int attempt = 0; attempt < 20; ++attempt) {
        QVERIFY(hold());
        QCOMPARE(settle("away", {}, "paypal_unreachable"), u"done"_s);
        dueNow();
    }
    QCOMPARE(state(), u"refund waiting 0"_s);
    QCOMPARE(m_store->owner("select (first_tried_at is null)::text from mailroom.outbox"), u"true"_s);
}

void TestOutbox::refundIsDone()
{
    const QUuid id = QUuid::createUuid();
    refund("false", id);
    QCOMPARE(take("#>>'{items,0,request_id}'"), id.toString(QUuid::WithoutBraces));
    leaseOver();
    QCOMPARE(take("->'items'->0->>'capture'"), u"PAY-%1"_s.arg(m_order));
    leaseOver();
    QCOMPARE(take("->'items'->0->>'amount_minor'"), u"500"_s);
    leaseOver();
    QVERIFY(hold());
    QCOMPARE(settle("done", "8AA831015G517922L"), u"done"_s);
    QCOMPARE(refundStatus(), u"done8AA831015G517922L"_s);
    QCOMPARE(state(), u"refund sent 4"_s);
    QCOMPARE(m_store->panel(u"lead"_s, m_order, "->'refunds'->0->>'status'"), u"done"_s);
    QCOMPARE(m_store->panel(u"lead"_s, m_order, "#>>'{events,0,kind}'"), u"refund_done"_s);
    QCOMPARE(m_store->panel(u"lead"_s, m_order, "#>>'{events,1,kind}'"), u"refund_requested"_s);
    QCOMPARE(m_store->owner("select string_agg(actor || ' ' || verb, ', ') from audit.entry where verb = 'deliver'"), u"deliver deliver"_s);
}

void TestOutbox::refusedRefundCanBeRefundedAgain()
{
    refund("true");
    QVERIFY(hold());
    QCOMPARE(settle("refused", {}, "paypal_REFUND_NOT_ALLOWED"), u"done"_s);
    QCOMPARE(refundStatus(), u"failed"_s);
    QCOMPARE(m_store->owner("select refunded_minor || ' ' || payment_status from store.orders"), u"0 paid"_s);
    QCOMPARE(take(), QString()); // nor does the customer hear of it
    QCOMPARE(state(), u"refund withdrawn 1, message withdrawn 0"_s);
    QCOMPARE(events(), u"refund_failed message_failed"_s);
    refund();
    QCOMPARE(m_store->owner("select refunded_minor::text from store.orders"), u"500"_s);
}

void TestOutbox::unansweredRefundStaysAskedFor()
{
    refund();
    for (int attempt = 1; attempt <= 8; ++attempt) {
        QVERIFY(hold());
        QCOMPARE(settle("again", {}, "paypal_timeout"), u"done"_s);
        dueNow();
    }
    QCOMPARE(state(), u"refund dead 8"_s);
    QCOMPARE(refundStatus(), u"requested"_s);
    QCOMPARE(events(), u"refund_stuck"_s);
    QCOMPARE(m_store->owner("select refunded_minor::text from store.orders"), u"500"_s); // and so it is not refunded twice
}

void TestOutbox::pendingRefundIsAskedAfterAsOftenAsItTakes()
{
    refund();
    for (int attempt = 1; attempt <= 20; ++attempt) {
        QVERIFY(hold());
        QCOMPARE(settle("pending", "1JU08902781691411", "paypal_PENDING"), u"done"_s);
        m_store->owner("update mailroom.outbox set first_tried_at = now() - interval '3 days'");
        dueNow();
    }
    QCOMPARE(take("#>>'{items,0,reference}'"), u"1JU08902781691411"_s);
    leaseOver();
    QVERIFY(hold());
    QCOMPARE(settle("done"), u"done"_s);
    QCOMPARE(refundStatus(), u"done1JU08902781691411"_s);
}

void TestOutbox::refundIsNotRepeatedWhenTheProcessorHasForgotten()
{
    refund();
    QVERIFY(hold());
    QCOMPARE(settle("again", {}, "paypal_timeout"), u"done"_s);
    m_store->owner("update mailroom.outbox set first_tried_at = now() - interval '301 minutes'");
    dueNow();
    QCOMPARE(take(), QString());
    QCOMPARE(state(), u"refund dead 1"_s);
    QCOMPARE(events(), u"refund_stuck"_s);
    QCOMPARE(m_store->deliver("select mailroom.retry($1)->>'reason'", Params().text(m_item)), u"too_late_to_repeat"_s);
}

void TestOutbox::layAside()
{
    refund();
    QVERIFY(hold());
    QCOMPARE(settle("again", {}, "paypal_timeout"), u"done"_s);
    m_store->owner("update mailroom.outbox set state = 'dead'");
}

/// The first try may have been paid: hours later the processor would pay a second time under a number it has forgotten.
void TestOutbox::retriedRefundIsNotForgottenWhileTheProcessorIsAway()
{
    layAside();
    QCOMPARE(m_store->deliver("select mailroom.retry($1)->>'outcome'", Params().text(m_item)), u"done"_s);
    for (int attempt = 0; attempt < 2; ++attempt) {
        QVERIFY(hold());
        QCOMPARE(settle("away", {}, "paypal_unreachable"), u"done"_s);
        dueNow();
    }
    QCOMPARE(m_store->lead("select desk.undo(gen_random_uuid(), $1::uuid)->'rows'->0->>'reason'", Params().text(m_store->owner("select command_id::text from mailroom.outbox"))), u"already_sent"_s);
    m_store->owner("update mailroom.outbox set first_tried_at = first_tried_at - interval '6 hours'");
    QCOMPARE(take(), QString());
    QCOMPARE(m_store->owner("select state || ' ' || last_error from mailroom.outbox"), u"dead too_late_to_repeat"_s);
}

/// That a payment is refunded in full already may be the work of the try whose answer was lost.
void TestOutbox::retriedRefundIsNoFirstTry()
{
    refund();
    QCOMPARE(take("#>>'{items,0,is_first_try}'"), u"true"_s);
    m_store->owner("update mailroom.outbox set state = 'dead', leased_until = null");
    QCOMPARE(m_store->deliver("select mailroom.retry($1)->>'outcome'", Params().text(m_store->owner("select id::text from mailroom.outbox"))), u"done"_s);
    QCOMPARE(take("#>>'{items,0,is_first_try}'"), u"false"_s);
}

void TestOutbox::somebodyLooksAtTheProcessor()
{
    for (const bool paidOut : {true, false}) {
        refund();
        QVERIFY(hold());
        QCOMPARE(m_store->deliver("select mailroom.decide($1, true, 'X')->>'reason'", Params().text(m_item)), u"not_laid_aside"_s);
        m_store->owner("update mailroom.outbox set state = 'dead', leased_until = null where id = $1::bigint", Params().text(m_item));
        QCOMPARE(m_store->deliver("select mailroom.decide($1, true, '')->>'reason'", Params().text(m_item)), u"bad_arguments"_s);
        QCOMPARE(m_store->deliver("select mailroom.decide($1, $2::boolean, $3)->>'outcome'", Params().text(m_item).boolean(paidOut).text(paidOut ? u"5O190127TN364715T"_s : QString())), u"done"_s);
    }
    QCOMPARE(refundStatus(), u"done5O190127TN364715T failed"_s);
    QCOMPARE(events(), u"refund_done refund_failed"_s);
}

void TestOutbox::refundMessageWaitsForItsRefund()
{
    refund("true");
    QVERIFY(hold());
    QCOMPARE(take(), QString());
    QCOMPARE(settle("again"), u"done"_s);
    QCOMPARE(take(), QString());
    dueNow();
    QVERIFY(hold());
    QCOMPARE(settle("done", "R1"), u"done"_s);
    QCOMPARE(take("->'items'->0->>'refund_minor'"), u"500"_s);
    QCOMPARE(state(), u"refund sent 2, message sending 1"_s);
}

void TestOutbox::cancellationGoesWithoutAStuckRefund()
{
    QCOMPARE(m_store->lead("select desk.cancel(gen_random_uuid(), array[$1::bigint], array[$2::int], 'customer', '', false, true, true)->>'outcome'", Params().integer(m_order).integer(version())), u"done"_s);
    dueNow();
    QVERIFY(hold());
    QCOMPARE(take(), QString());
    m_store->owner("update mailroom.outbox set state = 'dead' where kind = 'refund'");
    QCOMPARE(take("->'items'->0->>'template' || ' ' || (mailroom.take('{}', 1)->>'obstacle')"), u"cancelled "_s);
    leaseOver();
    QCOMPARE(take("->'items'->0->>'refund_minor'"), u"0"_s);
}

void TestOutbox::onlyTheHolderOfTheLeasePutsBack()
{
    refund();
    QVERIFY(hold());
    const QString stale = m_lease;
    leaseOver();
    QVERIFY(hold());
    const QString ours = std::exchange(m_lease, stale);
    for (const char *outcome : {"again", "away", "refused"})
        QCOMPARE(settle(outcome), u"lease_lost"_s);
    QCOMPARE(settle("pending", "R1"), u"lease_lost"_s);
    m_lease = ours;
    QCOMPARE(settle("refused"), u"done"_s);
}

void TestOutbox::doneCountsWhoeverSaysSo()
{
    confirm();
    QVERIFY(hold());
    leaseOver();
    const QString stale = m_lease;
    QVERIFY(hold());
    const QString ours = std::exchange(m_lease, stale);
    QCOMPARE(settle("done"), u"done"_s);
    m_lease = ours;
    QCOMPARE(settle("again"), u"done"_s);
    QCOMPARE(state(), u"message sent 2"_s);
    QCOMPARE(events(), u"message_sent"_s);
}

void TestOutbox::holderMaySayItAgain_data()
{
    QTest::addColumn<QByteArray>("outcome");
    for (const char *outcome : {"done", "refused", "pending", "again", "away"})
        QTest::newRow(outcome) << QByteArray(outcome);
}

/// The store's answer to the first time may have been lost: nothing happens twice, and nobody is told that it came too late.
void TestOutbox::holderMaySayItAgain()
{
    QFETCH(const QByteArray, outcome);
    refund();
    QVERIFY(hold());
    const QByteArray reference = outcome == "pending" ? "R1" : "";
    QCOMPARE(settle(outcome, reference), u"done"_s);
    const QString before = state() + refundStatus() + events();
    QCOMPARE(settle(outcome, reference), u"done"_s);
    QCOMPARE(state() + refundStatus() + events(), before);
    if (outcome != "again")
        return;
    // Nor does it count when somebody else has the item.
    const QString stale = m_lease;
    dueNow();
    QVERIFY(hold());
    const QString ours = std::exchange(m_lease, stale);
    QCOMPARE(settle("again"), u"done"_s);
    QCOMPARE(state(), u"refund sending 2"_s);
    m_lease = ours;
    QCOMPARE(settle("away"), u"done"_s);
    m_lease = stale;
    QCOMPARE(settle("again"), u"lease_lost"_s);
}

/// What could not be settled is not handed over either; it goes when the order is free.
void TestOutbox::lockedOrderIsNotGivenOut()
{
    confirm();
    const auto somebody = m_store->connect(Cluster::ownerLogin());
    QVERIFY(somebody->query({u"test/begin"_s, "begin"}));
    QVERIFY(somebody->query({u"test/lock"_s, "select from store.orders where id = $1 for no key update"}, Params().integer(m_order)));
    QCOMPARE(take(), QString());
    QVERIFY(somebody->query({u"test/commit"_s, "commit"}));
    QVERIFY(!take().isEmpty());
}

void TestOutbox::crashedTriesCount()
{
    refund();
    for (int attempt = 1; attempt <= 8; ++attempt) {
        QVERIFY(hold());
        leaseOver();
    }
    QVERIFY(!hold());
    QCOMPARE(state(), u"refund dead 8"_s);
    QCOMPARE(events(), u"refund_stuck"_s);
}

void TestOutbox::withoutASenderNoMessageGoes()
{
    m_store->owner("update store.setting set value = '\"\"' where key = 'store.sender'");
    confirm();
    QCOMPARE(take("->>'obstacle'"), u"no_sender"_s);
    QCOMPARE(state(), u"message waiting 0"_s);
    refund();
    QVERIFY(hold());
}

void TestOutbox::refundsThatNobodyAsksForAreSaid()
{
    refund();
    const auto obstacle = [this](const QByteArray &kinds) { return m_store->deliver("select mailroom.take('" + kinds + "', null)->>'obstacle'"); };
    QCOMPARE(obstacle("{message}"), QString()); // it may be asked for any moment
    m_store->owner("update mailroom.outbox set not_before = now() - interval '61 minutes'");
    QCOMPARE(obstacle("{message}"), u"no_processor"_s);
    QCOMPARE(obstacle("{refund}"), QString());
    QCOMPARE(m_store->owner("select state || ' ' || (leased_until > now())::text from mailroom.outbox"), u"sending true"_s);
}

void TestOutbox::refusedRefundIsListedUntilItsMoneyIsGivenBack()
{
    confirm();
    QVERIFY(hold());
    QCOMPARE(settle("refused", {}, "bad_address"), u"done"_s);
    refund();
    QVERIFY(hold());
    QCOMPARE(settle("refused", {}, "REFUND_TIME_LIMIT_EXCEEDED"), u"done"_s);
    const auto listed = [this] { return m_store->column(u"deliver"_s, "select kind || ' ' || last_error from mailroom.dead()"); };
    QCOMPARE(listed(), (QStringList{u"refund REFUND_TIME_LIMIT_EXCEEDED"_s, u"message bad_address"_s})); // what is owed comes first
    const auto decide = [this](bool paidOut, const QString &reference) {
        return m_store->deliver("select coalesce(nullif(r->>'reason', ''), r->>'outcome') from mailroom.decide($1::bigint, $2::boolean, $3) r",
                                Params().text(m_item).text(paidOut ? u"true"_s : u"false"_s).text(reference));
    };
    QCOMPARE(decide(true, u"TRANSFER-7"_s), u"done"_s);
    QCOMPARE(refundStatus(), u"doneTRANSFER-7"_s);
    QCOMPARE(m_store->owner("select refunded_minor::text from store.orders where id = $1", Params().integer(m_order)), u"500"_s);
    QCOMPARE(listed(), QStringList{u"message bad_address"_s});
    QCOMPARE(decide(true, u"TRANSFER-8"_s), u"not_laid_aside"_s);
    // One that is refunded again is not owed any more, and one that is left at that is listed no more.
    const auto refuse = [this] { return hold() && settle("refused", {}, "NO") == u"done"; };
    refund();
    QVERIFY(refuse());
    const QString first = m_item;
    QCOMPARE(listed().value(0), u"refund NO"_s);
    refund();
    QCOMPARE(listed(), QStringList{u"message bad_address"_s});
    QVERIFY(refuse());
    QCOMPARE(listed().size(), 3);
    for (const QString &item : {m_item, first}) {
        m_item = item;
        QCOMPARE(decide(false, {}), u"done"_s);
    }
    QCOMPARE(listed(), QStringList{u"message bad_address"_s});
    QCOMPARE(m_store->owner("select refunded_minor::text from store.orders where id = $1", Params().integer(m_order)), u"500"_s);
}

void TestOutbox::whatIsLaidAsideIsListedWithoutAnybodysData()
{
    confirm();
    QVERIFY(hold());
    QCOMPARE(settle("refused", {}, "550 5.1.1 <hans@example.com>: unknown"), u"done"_s);
    QCOMPARE(m_store->deliver("select kind || ' ' || template || ' ' || last_error from mailroom.dead()"), u"message confirmation unknown"_s);
    QCOMPARE(m_store->deliver("select count(*)::text from mailroom.dead() d where d::text like '%hans%' or d::text like '%ller%'"), u"0"_s);
}

void TestOutbox::nobodyElseMayDoIt()
{
    for (const char *login : {"agent", "lead", "privacy", "admin", "site", "work", "importer"}) {
        for (const char *call : {"mailroom.take('{message}', 1)", "mailroom.settle(1, now(), 'done', '', '')", "mailroom.dead()", "mailroom.retry(1)", "mailroom.decide(1, true, 'x')"})
            QCOMPARE(m_store->ask(QString::fromLatin1(login), QByteArray("select ") + call), u"<42501>"_s);
    }
    QCOMPARE(m_store->deliver("select desk.session_start('x')"), u"<42501>"_s);
    QCOMPARE(m_store->deliver("select * from mailroom.outbox"), u"<42501>"_s);
}

void TestOutbox::templatesAreToldAndThoseOfAnotherTimeGo()
{
    const auto tell = [this](const QString &texts, const QString &locale = u"en_US"_s) {
        return m_store->deliver("select coalesce(nullif(a->>'reason', ''), a->>'outcome') from mailroom.tell_templates($1::jsonb, $2) a", Params().text(texts).text(locale));
    };
    const auto known = [this] { return m_store->owner("select coalesce(string_agg(name || ':' || body || ':' || locale, ' ' order by name), '') from store.mail_template"); };
    QCOMPARE(tell(u"{\"question\": \"a\", \"shipped\": \"b\"}"_s), u"done"_s);
    QCOMPARE(known(), u"question:a:en_US shipped:b:en_US"_s);
    QCOMPARE(tell(u"{\"question\": \"c\"}"_s, u"de_DE"_s), u"done"_s);
    QCOMPARE(known(), u"question:c:de_DE"_s);
    for (const QString &bad : {u"[]"_s, u"{}"_s, u"{\"question\": 1}"_s, u"{\"Question\": \"a\"}"_s})
        QCOMPARE(tell(bad), u"bad_arguments"_s);
    QCOMPARE(tell(u"{\"question\": \"a\"}"_s, {}), u"bad_arguments"_s);
    QCOMPARE(tell(u"{\"question\": \"Pay with 4111 1111 1111 1111\"}"_s), u"card_number"_s);
    QCOMPARE(known(), u"question:c:de_DE"_s);
    for (const QString &login : {u"agent"_s, u"admin"_s, u"work"_s, u"site"_s})
        QCOMPARE(m_store->ask(login, "select mailroom.tell_templates('{\"question\": \"a\"}', 'en_US')::text"), u"<42501>"_s);
}

void TestOutbox::wordsOfAMessageAreKeptForAYear()
{
    const auto ask = [this](const char *words) { QCOMPARE(m_store->agent("select desk.message_send(gen_random_uuid(), $1, 'question', $2)->>'outcome'", Params().integer(m_order).text(QString::fromLatin1(words))), u"done"_s); };
    for (const char *words : {"Which colour?", "Which size?", "Which day?"})
        ask(words);
    refund();
    m_store->owner("update mailroom.outbox set state = 'sent', sent_at = now() where id = 1");
    m_store->owner("update mailroom.outbox set state = 'dead' where id = 2 or kind = 'refund'");
    const auto words = [this] { return m_store->owner("select string_agg(coalesce(body->>'text', '-') || ' ' || state, ', ' order by id) from mailroom.outbox"); };
    const auto shown = [this] { return m_store->panel(u"agent"_s, m_order, "->'outbox'->2->>'text'"); }; // newest first
    m_store->owner("update mailroom.outbox set created_at = now() - interval '364 days'");
    m_store->work("select desk.work_tick()::text");
    QCOMPARE(words(), u"Which colour? sent, Which size? dead, Which day? waiting, - dead"_s);
    QCOMPARE(shown(), u"Which size?"_s);
    // A day later nobody reads them, though the job has not come by yet; then they are gone, and what did not leave never will.
    m_store->owner("update mailroom.outbox set created_at = now() - interval '366 days' where body->>'text' <> 'Which day?'");
    QCOMPARE(shown(), QString());
    m_store->work("select desk.work_tick()::text");
    QCOMPARE(words(), u"- sent, - withdrawn, Which day? waiting, - dead"_s);
    // How long is the store's to say.
    m_store->owner("update store.setting set value = '30' where key = 'outbox.keep_days'");
    m_store->work("select desk.work_tick()::text");
    QCOMPARE(words(), u"- sent, - withdrawn, - withdrawn, - dead"_s);
}

void TestOutbox::previewIsReadUnderATicket()
{
    const QUuid ticket = QUuid::createUuid();
    const QByteArray preview = "select coalesce(desk.message_preview($1, 'confirmation')->'packet'->>'email', 'none')";
    const auto agent = m_store->connect(u"agent"_s);
    const auto asked = [&](const QByteArray &sql, const Params &params) { return agent->query({u"test/ask"_s, sql}, params); };
    QCOMPARE(m_store->agent(preview, Params().uuid(ticket)), u"none"_s);
    QVERIFY(asked("begin", {}));
    QVERIFY(asked("select desk.order_open($1, $2, 'order')", Params().uuid(ticket).integer(m_order)));
    QCOMPARE(asked(preview, Params().uuid(ticket))->text(0, 0), u"none"_s); // not in the transaction that could take its record back
    QVERIFY(asked("commit", {}));
    QCOMPARE(asked(preview, Params().uuid(ticket))->text(0, 0), u"hans@example.com"_s);
    QCOMPARE(m_store->lead(preview, Params().uuid(ticket)), u"none"_s); // another's ticket
    QCOMPARE(m_store->agent("select coalesce(desk.message_preview($1, 'shipped')::text, 'none')", Params().uuid(ticket)), u"none"_s);
    QCOMPARE(m_store->fulfilment(preview, Params().uuid(ticket)), u"<42501>"_s);
}

QTEST_GUILESS_MAIN(TestOutbox)
#include "tst_outbox.moc"
