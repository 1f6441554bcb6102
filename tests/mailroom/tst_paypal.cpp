// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/mailroom/paypal.h"
#include "tests/mailroom/servers.h"

#include <QTest>
#include <QUuid>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

using Kind = DeliveryOutcome::Kind;

/// Refunds asked of a server that answers as PayPal's documentation says, in good times and bad.
class TestPayPal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void paysOut();
    void amounts_data();
    void amounts();
    void askedTwicePaysOnce();
    void tokenServesUntilItIsOver();
    void shortTokenIsFetchedAnew();
    void expiredTokenIsFetchedAnew();
    void wrongSecretIsNoRefundsFault();
    void whatItSays_data();
    void whatItSays();
    void pendingIsAskedAfter();
    void repeatedIsRefusedOnlyWhenNothingCanHaveBeenPaid_data();
    void repeatedIsRefusedOnlyWhenNothingCanHaveBeenPaid();
    void onlyTheRightServer();
    void nobodyThere();
    void referencesStayWithinThePath();

private:
    ProcessorAccount account() const { return {m_server->url(u"https"_s), u"shop"_s, u"s3cret"_s, m_folder.caFile()}; }
    static RefundRequest request() { return {.capture = u"2GG279541U471931P"_s, .amount = {500, u"EUR"_s}, .requestId = QUuid::createUuid().toString(QUuid::WithoutBraces), .note = u"Refund for order #1"_s, .reference = {}, .isFirstTry = true}; }
    QList<QJsonObject> events(const QString &kind) const
    {
        QList<QJsonObject> found = m_folder.log(processorScript() + u".log"_s);
        found.removeIf([&kind](const QJsonObject &event) { return event.value(u"event"_s).toString() != kind; });
        return found;
    }

    ServerFolder m_folder;
    std::unique_ptr<PythonServer> m_server;
};

void TestPayPal::init()
{
    m_folder.clear(processorScript() + u".log"_s);
    m_folder.setFaults({});
    m_server = std::make_unique<PythonServer>(m_folder, processorScript());
}

void TestPayPal::paysOut()
{
    const RefundRequest asked = request();
    const DeliveryOutcome outcome = PayPal(account()).refund(asked);
    QCOMPARE(outcome.kind, Kind::Done);
    QCOMPARE(events(u"refund"_s).size(), 1);
    const QJsonObject paid = events(u"refund"_s).first();
    QCOMPARE(paid.value(u"id"_s).toString(), outcome.reference);
    QCOMPARE(paid.value(u"capture"_s).toString(), asked.capture);
    QCOMPARE(paid.value(u"request_id"_s).toString(), asked.requestId);
    QCOMPARE(paid.value(u"value"_s).toString(), u"5.00"_s);
    QCOMPARE(paid.value(u"currency"_s).toString(), u"EUR"_s);
    QCOMPARE(paid.value(u"note"_s).toString(), u"Refund for order #1"_s);
}

void TestPayPal::amounts_data()
{
    QTest::addColumn<qint64>("minor");
    QTest::addColumn<QString>("currency");
    QTest::addColumn<QString>("text");
    QTest::newRow("cents") << qint64(1) << u"USD"_s << u"0.01"_s;
    QTest::newRow("many") << qint64(123456789) << u"EUR"_s << u"1234567.89"_s;
    QTest::newRow("yen") << qint64(1500) << u"JPY"_s << u"1500"_s;
    QTest::newRow("forints") << qint64(150000) << u"HUF"_s << u"1500"_s;
    QTest::newRow("part of a forint") << qint64(150050) << u"HUF"_s << QString();
    QTest::newRow("Taiwan dollars") << qint64(4200) << u"TWD"_s << u"42"_s;
    QTest::newRow("three decimals") << qint64(1500) << u"KWD"_s << QString();
    QTest::newRow("nothing") << qint64(0) << u"EUR"_s << QString();
    QTest::newRow("less than nothing") << qint64(-5) << u"EUR"_s << QString();
}

void TestPayPal::amounts()
{
    QFETCH(const qint64, minor);
    QFETCH(const QString, currency);
    QFETCH(const QString, text);
    QCOMPARE(PayPal::amountText({minor, currency}).value_or(QString()), text);
}

void TestPayPal::askedTwicePaysOnce()
{
    PayPal paypal(account());
    const RefundRequest asked = request();
    const DeliveryOutcome first = paypal.refund(asked);
    QCOMPARE(paypal.refund(asked), first);
    QCOMPARE(events(u"refund"_s).size(), 1);
    QCOMPARE(events(u"again"_s).size(), 1);
}

void TestPayPal::tokenServesUntilItIsOver()
{
    PayPal paypal(account());
    for (int i = 0; i < 3; ++i)
        QCOMPARE(paypal.refund(request()).kind, Kind::Done);
    QCOMPARE(events(u"token"_s).size(), 1);
    QCOMPARE(events(u"refund"_s).size(), 3);
}

void TestPayPal::shortTokenIsFetchedAnew()
{
    m_server = std::make_unique<PythonServer>(m_folder, processorScript(), QStringList{u"--life"_s, u"30"_s}); // less than the margin
    PayPal paypal(account());
    for (int i = 0; i < 2; ++i)
        QCOMPARE(paypal.refund(request()).kind, Kind::Done);
    QCOMPARE(events(u"token"_s).size(), 2);
}

void TestPayPal::expiredTokenIsFetchedAnew()
{
    PayPal paypal(account());
    QCOMPARE(paypal.refund(request()).kind, Kind::Done);
    m_folder.setFaults("expired");
    QCOMPARE(paypal.refund(request()).kind, Kind::Done);
    QCOMPARE(events(u"token"_s).size(), 2);
    m_folder.setFaults("expired expired"); // not for ever
    QCOMPARE(paypal.refund(request()), (DeliveryOutcome{Kind::Away, {}, u"paypal_login"_s}));
    QCOMPARE(events(u"refund"_s).size(), 2);
}

void TestPayPal::wrongSecretIsNoRefundsFault()
{
    ProcessorAccount wrong = account();
    wrong.secret = u"wrong"_s;
    QCOMPARE(PayPal(wrong).refund(request()), (DeliveryOutcome{Kind::Away, {}, u"paypal_login"_s}));
}

void TestPayPal::whatItSays_data()
{
    QTest::addColumn<QByteArray>("fault");
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<QString>("error");
    QTest::addColumn<int>("paid");
    QTest::newRow("completed") << ""_ba << Kind::Done << QString() << 1;
    QTest::newRow("pending") << "pending"_ba << Kind::Pending << u"paypal_PENDING"_s << 1;
    QTest::newRow("failed") << "failed"_ba << Kind::Refused << u"paypal_FAILED"_s << 1;
    QTest::newRow("refused by name") << "422:REFUND_NOT_ALLOWED"_ba << Kind::Refused << u"paypal_REFUND_NOT_ALLOWED"_s << 0;
    QTest::newRow("no funds") << "422:REFUND_FAILED_INSUFFICIENT_FUNDS"_ba << Kind::Refused << u"paypal_REFUND_FAILED_INSUFFICIENT_FUNDS"_s << 0;
    QTest::newRow("refunded elsewhere") << "422:CAPTURE_FULLY_REFUNDED"_ba << Kind::Refused << u"paypal_CAPTURE_FULLY_REFUNDED"_s << 0;
    QTest::newRow("name alone") << "422"_ba << Kind::Refused << u"paypal_UNPROCESSABLE_ENTITY"_s << 0;
    QTest::newRow("not well-formed") << "400:INVALID_PARAMETER_VALUE"_ba << Kind::Refused << u"paypal_INVALID_PARAMETER_VALUE"_s << 0;
    QTest::newRow("no such capture") << "404:INVALID_RESOURCE_ID"_ba << Kind::Refused << u"paypal_INVALID_RESOURCE_ID"_s << 0;
    QTest::newRow("not allowed to ask") << "403:PERMISSION_DENIED"_ba << Kind::Again << u"paypal_PERMISSION_DENIED"_s << 0;
    QTest::newRow("in progress") << "409:PREVIOUS_REQUEST_IN_PROGRESS"_ba << Kind::Again << u"paypal_PREVIOUS_REQUEST_IN_PROGRESS"_s << 0;
    QTest::newRow("too many") << "429"_ba << Kind::Away << u"paypal_RATE_LIMIT_REACHED"_s << 0;
    QTest::newRow("not PayPal's page") << "404-page"_ba << Kind::Again << u"paypal_404"_s << 0;
    QTest::newRow("defect there") << "500"_ba << Kind::Again << u"paypal_INTERNAL_SERVER_ERROR"_s << 0;
    QTest::newRow("closed") << "503"_ba << Kind::Again << u"paypal_SERVICE_UNAVAILABLE"_s << 0;
    QTest::newRow("another page") << "garbage"_ba << Kind::Again << u"paypal_unreadable"_s << 0;
    QTest::newRow("cut before it was done") << "cut-before cut-before cut-before"_ba << Kind::Again << u"paypal_cut"_s << 0;
    QTest::newRow("cut after it was done") << "cut cut cut"_ba << Kind::Again << u"paypal_cut"_s << 1;
    QTest::newRow("done and no answer") << "hang"_ba << Kind::Again << u"paypal_timeout"_s << 1;
}

void TestPayPal::whatItSays()
{
    QFETCH(const QByteArray, fault);
    QFETCH(const Kind, kind);
    QFETCH(const QString, error);
    QFETCH(const int, paid);
    m_folder.setFaults(fault);
    PayPal paypal(account(), {.connectMs = 10'000, .wholeMs = error == u"paypal_timeout" ? 10'000 : 30'000});
    RefundRequest asked = request();
    const DeliveryOutcome outcome = paypal.refund(asked);
    QCOMPARE(outcome.error, error);
    QCOMPARE(outcome.kind, kind);
    QCOMPARE(outcome.reference.isEmpty(), kind == Kind::Again || kind == Kind::Away || (kind == Kind::Refused && paid == 0));
    QCOMPARE(events(u"refund"_s).size(), paid);
    if (kind != Kind::Again && kind != Kind::Away)
        return;
    // Whatever it was: asked again under the same number, it is paid out once.
    m_folder.setFaults({});
    asked.isFirstTry = false;
    QCOMPARE(paypal.refund(asked).kind, Kind::Done);
    QCOMPARE(events(u"refund"_s).size(), 1);
}

void TestPayPal::pendingIsAskedAfter()
{
    PayPal paypal(account());
    m_folder.setFaults("pending pending 500 404");
    RefundRequest asked = request();
    const DeliveryOutcome first = paypal.refund(asked);
    QCOMPARE(first.kind, Kind::Pending);
    asked.reference = first.reference;
    asked.isFirstTry = false;
    QCOMPARE(paypal.refund(asked), first);
    QCOMPARE(paypal.refund(asked).kind, Kind::Again);
    QCOMPARE(paypal.refund(asked).kind, Kind::Again); // that it is not found is no answer to what became of it
    QCOMPARE(paypal.refund(asked), (DeliveryOutcome{Kind::Done, first.reference, {}}));
    m_folder.setFaults("cancelled");
    QCOMPARE(paypal.refund(asked), (DeliveryOutcome{Kind::Refused, first.reference, u"paypal_CANCELLED"_s}));
    QCOMPARE(events(u"refund"_s).size(), 1);
    QCOMPARE(events(u"again"_s).size(), 0);
}

/// The first try may have been paid, and its answer lost: a refusal counts only when it must have held for that one too.
void TestPayPal::repeatedIsRefusedOnlyWhenNothingCanHaveBeenPaid_data()
{
    QTest::addColumn<QByteArray>("fault");
    QTest::addColumn<Kind>("first");
    QTest::addColumn<Kind>("repeated");
    for (const char *issue : {"CAPTURE_FULLY_REFUNDED", "REFUND_AMOUNT_EXCEEDED", "DUPLICATE_INVOICE_ID", "MAX_NUMBER_OF_REFUNDS_EXCEEDED", "REFUND_NOT_ALLOWED", "REFUND_FAILED_INSUFFICIENT_FUNDS",
                              "REFUND_TIME_LIMIT_EXCEEDED", "SOMETHING_NEW"})
        QTest::newRow(issue) << QByteArray(QByteArray("422:") + issue) << Kind::Refused << Kind::Again;
    QTest::newRow("no such capture, perhaps of this login") << "404:INVALID_RESOURCE_ID"_ba << Kind::Refused << Kind::Again;
    QTest::newRow("the capture's currency") << "422:REFUND_CAPTURE_CURRENCY_MISMATCH"_ba << Kind::Refused << Kind::Refused;
    QTest::newRow("no such currency") << "400:INVALID_CURRENCY_CODE"_ba << Kind::Refused << Kind::Refused;
    for (const char *page : {"400-page", "404-page", "422-page"})
        QTest::newRow(page) << QByteArray(page) << Kind::Again << Kind::Again;
}

void TestPayPal::repeatedIsRefusedOnlyWhenNothingCanHaveBeenPaid()
{
    QFETCH(const QByteArray, fault);
    QFETCH(const Kind, first);
    QFETCH(const Kind, repeated);
    PayPal paypal(account());
    RefundRequest asked = request();
    m_folder.setFaults(fault + ' ' + fault);
    QCOMPARE(paypal.refund(asked).kind, first);
    asked.isFirstTry = false;
    QCOMPARE(paypal.refund(asked).kind, repeated);
}

void TestPayPal::onlyTheRightServer()
{
    m_folder.makeSelfSigned(u"own"_s);
    m_server = std::make_unique<PythonServer>(m_folder, processorScript(), QStringList(), u"own"_s);
    QCOMPARE(PayPal(account()).refund(request()), (DeliveryOutcome{Kind::Away, {}, u"paypal_tls"_s}));
    QCOMPARE(events(u"token"_s).size(), 0);
}

void TestPayPal::nobodyThere()
{
    const ProcessorAccount gone = account();
    m_server->stop();
    QCOMPARE(PayPal(gone).refund(request()), (DeliveryOutcome{Kind::Away, {}, u"paypal_unreachable"_s}));
}

void TestPayPal::referencesStayWithinThePath()
{
    RefundRequest asked = request();
    asked.capture = u"x/../../refunds?y=\r\nZ: 1"_s;
    QCOMPARE(PayPal(account()).refund(asked).kind, Kind::Done);
    QCOMPARE(events(u"refund"_s).first().value(u"capture"_s).toString(), u"x%2F..%2F..%2Frefunds%3Fy%3D%0D%0AZ%3A%201"_s);
    asked.capture.clear();
    QCOMPARE(PayPal(account()).refund(asked), (DeliveryOutcome{Kind::Refused, {}, u"no_capture"_s}));
}

QTEST_GUILESS_MAIN(TestPayPal)
#include "tst_paypal.moc"
