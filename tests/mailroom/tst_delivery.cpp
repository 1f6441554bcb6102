// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/mailroom/delivery.h"
#include "tests/mailroom/servers.h"

#include <QTest>
#include <QUuid>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

using Kind = DeliveryOutcome::Kind;

/// When a side that is away, unwell or unfriendly is left alone, and whose fault a refusal is; against real servers, under a clock of the test's.
class TestDelivery : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void sideThatIsAwayRests();
    void tooManyQuestionsRestTheProcessor();
    void processorThatFailsThriceRests();
    void oneThatAnswersInBetweenDoesNot();
    void wrongRelayRestsTheMailServer_data();
    void wrongRelayRestsTheMailServer();
    void refusalCountsOnceOthersGotThrough();
    void oneRecipientRefusedTwiceIsOne();
    void unknownProcessorWaitsAlone();

private:
    class TestClock final : public Clock
    {
    public:
        QDateTime now() const override { return QDateTime::currentDateTimeUtc(); }
        qint64 monotonicMs() const override { return ms; }
        qint64 ms = 1'000;
    };
    DeliveryOutcome mail(const QString &recipient)
    {
        return m_delivery->handOver({{u"kind"_s, u"message"_s}, {u"template"_s, u"question"_s}, {u"message_id"_s, u"1@shop.example"_s}, {u"text"_s, u"Which colour?"_s},
                                     {u"sender"_s, u"service@shop.example"_s}, {u"store_name"_s, u"The Mug Shop"_s}, {u"time_zone"_s, u"Europe/Berlin"_s}, {u"number"_s, u"#1"_s},
                                     {u"placed_at"_s, u"2026-03-01T09:00:00+00:00"_s}, {u"name"_s, u"Hans"_s}, {u"email"_s, recipient + u"@example.com"_s}, {u"currency"_s, u"EUR"_s}});
    }
    DeliveryOutcome refund(const QString &processor = u"paypal"_s)
    {
        return m_delivery->handOver({{u"kind"_s, u"refund"_s}, {u"processor"_s, processor}, {u"capture"_s, u"2GG279541U471931P"_s}, {u"amount_minor"_s, 500}, {u"currency"_s, u"EUR"_s},
                                     {u"request_id"_s, QUuid::createUuid().toString(QUuid::WithoutBraces)}, {u"reference"_s, QString()}, {u"number"_s, u"#1"_s},
                                     {u"store_name"_s, u"The Mug Shop"_s}, {u"is_first_try"_s, true}});
    }
    [[nodiscard]] QString kinds() const { return m_delivery->kinds().join(u' '); }

    ServerFolder m_folder;
    TestClock m_clock;
    std::unique_ptr<PythonServer> m_mail, m_paypal;
    std::unique_ptr<Delivery> m_delivery;
};

void TestDelivery::initTestCase()
{
    if (!hasMailServer())
        QSKIP("python3-aiosmtpd is not installed");
}

void TestDelivery::init()
{
    m_folder.setFaults({});
    m_mail = std::make_unique<PythonServer>(m_folder, mailScript());
    m_paypal = std::make_unique<PythonServer>(m_folder, processorScript());
    DeliverySettings settings;
    settings.mail = MailServer{m_mail->url(u"smtp"_s), {}, {}, m_folder.caFile()};
    settings.paypal = ProcessorAccount{m_paypal->url(u"https"_s), u"shop"_s, u"s3cret"_s, m_folder.caFile()};
    const auto templates = MailTemplates::load({});
    QVERIFY(templates);
    m_delivery = std::make_unique<Delivery>(settings, *templates, m_clock);
}

void TestDelivery::sideThatIsAwayRests()
{
    m_mail->stop();
    QCOMPARE(mail(u"hans"_s).kind, Kind::Away);
    QCOMPARE(kinds(), u"refund"_s);
    m_clock.ms += 59'999;
    QCOMPARE(kinds(), u"refund"_s);
    m_clock.ms += 1;
    QCOMPARE(kinds(), u"message refund"_s);
}

void TestDelivery::tooManyQuestionsRestTheProcessor()
{
    m_folder.setFaults("429");
    QCOMPARE(refund().kind, Kind::Away);
    QCOMPARE(kinds(), u"message"_s);
}

void TestDelivery::processorThatFailsThriceRests()
{
    m_folder.setFaults("500 503 garbage 500");
    for (const QString &still : {u"message refund"_s, u"message refund"_s, u"message"_s}) {
        QCOMPARE(refund().kind, Kind::Again); // something may have been paid
        QCOMPARE(kinds(), still);
    }
    m_clock.ms += 60'000;
    QCOMPARE(refund().kind, Kind::Again);
    QCOMPARE(kinds(), u"message"_s); // no better yet: one question a minute
    m_clock.ms += 60'000;
    QCOMPARE(refund().kind, Kind::Done);
    QCOMPARE(kinds(), u"message refund"_s);
}

void TestDelivery::oneThatAnswersInBetweenDoesNot()
{
    m_folder.setFaults("500 500 422:REFUND_NOT_ALLOWED 500 500");
    for (int i = 0; i < 5; ++i)
        (void)refund();
    QCOMPARE(kinds(), u"message refund"_s);
}

void TestDelivery::wrongRelayRestsTheMailServer_data()
{
    QTest::addColumn<QStringList>("recipients");
    QTest::newRow("no relay") << QStringList{u"relay"_s, u"relay2"_s, u"relay3"_s};
    QTest::newRow("each in its own way") << QStringList{u"relay-later"_s, u"rejected"_s, u"bare"_s};
}

/// Whatever is due stays due: nothing of it is laid aside or costs a try.
void TestDelivery::wrongRelayRestsTheMailServer()
{
    QFETCH(const QStringList, recipients);
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(kinds(), u"message refund"_s);
        QCOMPARE(mail(recipients.at(i)).kind, Kind::Away);
    }
    QCOMPARE(kinds(), u"refund"_s);
    m_clock.ms += 60'000;
    QCOMPARE(mail(recipients.first()).kind, Kind::Away);
    QCOMPARE(kinds(), u"refund"_s);
    m_clock.ms += 60'000;
    QCOMPARE(mail(u"hans"_s).kind, Kind::Done); // the setting is right again
    QCOMPARE(kinds(), u"message refund"_s);
}

void TestDelivery::refusalCountsOnceOthersGotThrough()
{
    QCOMPARE(mail(u"hans"_s).kind, Kind::Done);
    QCOMPARE(mail(u"relay"_s).kind, Kind::Away); // the setting may have gone wrong since
    QCOMPARE(mail(u"relay"_s).kind, Kind::Away);
    QCOMPARE(mail(u"hans"_s).kind, Kind::Done);
    const DeliveryOutcome refused = mail(u"relay"_s);
    QCOMPARE(refused.kind, Kind::Refused);
    QCOMPARE(refused.error, u"smtp_554_5_7_1"_s);
    QCOMPARE(kinds(), u"message refund"_s);
}

void TestDelivery::oneRecipientRefusedTwiceIsOne()
{
    for (int i = 0; i < 4; ++i)
        QCOMPARE(mail(u"relay"_s).kind, Kind::Away);
    QCOMPARE(kinds(), u"message refund"_s); // one recipient holds nobody else up
}

void TestDelivery::unknownProcessorWaitsAlone()
{
    const DeliveryOutcome outcome = refund(u"square"_s);
    QCOMPARE(outcome.kind, Kind::Away); // nobody was asked, so no try is counted and no time begins to run
    QCOMPARE(outcome.error, u"unknown_processor"_s);
    QCOMPARE(kinds(), u"message refund"_s);
    QCOMPARE(refund().kind, Kind::Done);
}

QTEST_GUILESS_MAIN(TestDelivery)
#include "tst_delivery.moc"
