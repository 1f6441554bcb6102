// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/mailroom/smtpsender.h"
#include "tests/mailroom/servers.h"

#include <QJsonArray>
#include <QTest>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

using Kind = DeliveryOutcome::Kind;
using Side = DeliveryOutcome::Side;

/// Messages handed to a real mail server, which reads them as any other would; and what comes of a server that is odd, or not the right one.
class TestSmtp : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { m_folder.clear(mailScript() + u".log"_s); }
    void arrivesAsWritten_data();
    void arrivesAsWritten();
    void implicitTls();
    void signsIn();
    void wrongPasswordIsNoMessagesFault();
    void manyOverOneConnection();
    void whatTheServerSays_data();
    void whatTheServerSays();
    void eximSaysTheSame();
    void neverWithoutTls();
    void onlyTheRightServer_data();
    void onlyTheRightServer();
    void nobodyThere();
    void badAddressesStayHere();

private:
    MailServer to(const PythonServer &server, const QString &scheme = u"smtp"_s) const { return {server.url(scheme), {}, {}, m_folder.caFile()}; }
    static Mail mail(const QString &recipient = u"hans@example.com"_s)
    {
        return {.fromName = u"The Mug Shop"_s, .fromAddress = u"service@shop.example"_s, .toName = u"Hans"_s, .toAddress = recipient, .subject = u"Your order"_s,
                .body = u"Hello Hans.\n"_s, .messageId = u"1@shop.example"_s, .date = QDateTime::currentDateTimeUtc()};
    }
    QList<QJsonObject> log() const { return m_folder.log(mailScript() + u".log"_s); }

    ServerFolder m_folder;
};

void TestSmtp::initTestCase()
{
    if (!hasMailServer())
        QSKIP("python3-aiosmtpd is not installed");
}

void TestSmtp::arrivesAsWritten_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("body");
    QTest::newRow("plain") << u"Hans Meier"_s << u"Hello.\n.\n.dot\nFrom here\n"_s;
    QTest::newRow("umlauts") << u"Jürgen \"Jogi\" Groß"_s << u"Grüße aus Köln, 5 € – bis bald \n"_s;
    QTest::newRow("right to left") << u"محمد بن سلمان الأحمد"_s << u"مرحبا محمد،\nطلبك 123 في الطريق.\n"_s;
    QTest::newRow("Chinese, long") << u"欧阳娜娜"_s.repeated(20) << u"您好"_s.repeated(300) + u'\n';
    QTest::newRow("hostile") << u"Hans\r\nBcc: all@example.com\r\n\r\nHello"_s << u"a\n.\nMAIL FROM:<x@y>\n"_s;
}

void TestSmtp::arrivesAsWritten()
{
    QFETCH(const QString, name);
    QFETCH(const QString, body);
    PythonServer server(m_folder, mailScript());
    Mail sent = mail();
    sent.toName = sent.fromName = sent.subject = name;
    sent.body = body;
    QCOMPARE(SmtpSender(to(server)).send(sent), (DeliveryOutcome{Kind::Done, {}, {}}));
    QCOMPARE(log().size(), 1);
    const QJsonObject taken = log().first();
    QCOMPARE(taken.value(u"to_name"_s).toString(), name.simplified());
    QCOMPARE(taken.value(u"from_name"_s).toString(), name.simplified());
    QCOMPARE(taken.value(u"subject"_s).toString(), name.simplified());
    QCOMPARE(taken.value(u"body"_s).toString(), body + u'\n');
    QCOMPARE(taken.value(u"message_id"_s).toString(), u"<1@shop.example>"_s);
    QCOMPARE(taken.value(u"envelope_from"_s).toString(), u"service@shop.example"_s);
    QCOMPARE(taken.value(u"envelope_to"_s).toArray(), QJsonArray{u"hans@example.com"_s});
    QCOMPARE(taken.value(u"defects"_s).toArray(), QJsonArray());
    QVERIFY(taken.value(u"tls"_s).toBool());
    QVERIFY(taken.value(u"longest"_s).toInt() <= 78);
    QVERIFY(!taken.value(u"headers"_s).toArray().contains(u"Bcc"_s));
}

void TestSmtp::implicitTls()
{
    PythonServer server(m_folder, mailScript(), {u"--mode"_s, u"smtps"_s});
    QCOMPARE(SmtpSender(to(server, u"smtps"_s)).send(mail()).kind, Kind::Done);
    QCOMPARE(log().size(), 1);
}

void TestSmtp::signsIn()
{
    PythonServer server(m_folder, mailScript(), {u"--user"_s, u"shop"_s, u"--password"_s, u"pâss wörd"_s});
    MailServer known = to(server);
    known.user = u"shop"_s;
    known.password = u"pâss wörd"_s;
    QCOMPARE(SmtpSender(known).send(mail()), (DeliveryOutcome{Kind::Done, {}, {}}));
}

void TestSmtp::wrongPasswordIsNoMessagesFault()
{
    PythonServer server(m_folder, mailScript(), {u"--user"_s, u"shop"_s, u"--password"_s, u"right"_s});
    MailServer known = to(server);
    QCOMPARE(SmtpSender(known).send(mail()), (DeliveryOutcome{Kind::Away, {}, u"smtp_530_5_7_0"_s}));
    known.user = u"shop"_s;
    known.password = u"wrong"_s;
    QCOMPARE(SmtpSender(known).send(mail()), (DeliveryOutcome{Kind::Away, {}, u"smtp_login"_s}));
    QCOMPARE(log().size(), 0);
}

void TestSmtp::manyOverOneConnection()
{
    PythonServer server(m_folder, mailScript());
    SmtpSender sender(to(server));
    // A refusal in between does no harm to the next.
    for (const auto &[recipient, kind] : {std::pair{u"a@example.com"_s, Kind::Done}, {u"unknown@example.com"_s, Kind::Refused}, {u"b@example.com"_s, Kind::Done}, {u"full@example.com"_s, Kind::Again},
                                          {u"cut-before@example.com"_s, Kind::Again}, {u"c@example.com"_s, Kind::Done}})
        QCOMPARE(sender.send(mail(recipient)).kind, kind);
    QCOMPARE(log().size(), 3);
}

void TestSmtp::whatTheServerSays_data()
{
    QTest::addColumn<QString>("recipient");
    QTest::addColumn<DeliveryOutcome>("outcome");
    QTest::addColumn<int>("taken");
    QTest::newRow("refused for good") << u"unknown@example.com"_s << DeliveryOutcome{Kind::Refused, {}, u"smtp_550_5_1_1"_s} << 0;
    QTest::newRow("put off") << u"full@example.com"_s << DeliveryOutcome{Kind::Again, {}, u"smtp_452_4_2_2"_s} << 0;
    QTest::newRow("no relay") << u"relay@example.com"_s << DeliveryOutcome{Kind::Refused, {}, u"smtp_554_5_7_1"_s, Side::Unfriendly} << 0;
    QTest::newRow("no relay yet") << u"relay-later@example.com"_s << DeliveryOutcome{Kind::Again, {}, u"smtp_454_4_7_1"_s, Side::Unfriendly} << 0;
    QTest::newRow("sender not owned") << u"rejected@example.com"_s << DeliveryOutcome{Kind::Refused, {}, u"smtp_553_5_7_1"_s, Side::Unfriendly} << 0;
    QTest::newRow("no status") << u"bare@example.com"_s << DeliveryOutcome{Kind::Refused, {}, u"smtp_553"_s, Side::Unfriendly} << 0;
    QTest::newRow("sender's domain") << u"sender@example.com"_s << DeliveryOutcome{Kind::Refused, {}, u"smtp_550_5_1_8"_s, Side::Unfriendly} << 0;
    QTest::newRow("login wanted") << u"login@example.com"_s << DeliveryOutcome{Kind::Away, {}, u"smtp_530_5_7_0"_s} << 0;
    QTest::newRow("cut before it has it") << u"cut-before@example.com"_s << DeliveryOutcome{Kind::Again, {}, u"smtp_cut"_s, Side::Unwell} << 0;
    QTest::newRow("cut after it has it") << u"cut-after@example.com"_s << DeliveryOutcome{Kind::Again, {}, u"smtp_cut"_s, Side::Unwell} << 1;
    QTest::newRow("says nothing") << u"silent@example.com"_s << DeliveryOutcome{Kind::Again, {}, u"smtp_timeout"_s, Side::Unwell} << 0;
    QTest::newRow("has it and says nothing") << u"hold@example.com"_s << DeliveryOutcome{Kind::Again, {}, u"smtp_timeout"_s, Side::Unwell} << 1;
}

void TestSmtp::whatTheServerSays()
{
    QFETCH(const QString, recipient);
    QFETCH(const DeliveryOutcome, outcome);
    QFETCH(const int, taken);
    PythonServer server(m_folder, mailScript());
    const int wholeMs = outcome.error == u"smtp_timeout" ? 10'000 : 30'000;
    const DeliveryOutcome found = SmtpSender(to(server), {.connectMs = 10'000, .wholeMs = wholeMs}).send(mail(recipient));
    QVERIFY2(found == outcome, qPrintable(found.word() + u' ' + found.error));
    QCOMPARE(log().size(), taken);
}

/// A server as people run it, with the configuration and the words it comes with.
void TestSmtp::eximSaysTheSame()
{
    if (eximProgram().isEmpty())
        QSKIP("Exim (exim4-daemon-light) is not installed, so no mail goes through a server as people run it");
    m_folder.clear(eximScript() + u".log"_s);
    PythonServer server(m_folder, eximScript(), {u"--exim"_s, eximProgram(), u"--user"_s, u"shop"_s, u"--password"_s, u"Mailgeheimnis"_s});
    MailServer known = to(server);
    QCOMPARE(SmtpSender(known).send(mail()), (DeliveryOutcome{Kind::Refused, {}, u"smtp_550"_s, Side::Unfriendly})); // it wants a login
    known.user = u"shop"_s;
    known.password = u"wrong"_s;
    QCOMPARE(SmtpSender(known).send(mail()), (DeliveryOutcome{Kind::Away, {}, u"smtp_login"_s}));
    known.password = u"Mailgeheimnis"_s;
    SmtpSender sender(known);
    QCOMPARE(sender.send(mail(u"hans@elsewhere.example"_s)), (DeliveryOutcome{Kind::Refused, {}, u"smtp_550"_s, Side::Unfriendly}));
    QCOMPARE(sender.send(mail()), (DeliveryOutcome{Kind::Done, {}, {}}));
    QCOMPARE(sender.send(mail(u"nobody@example.com"_s)), (DeliveryOutcome{Kind::Refused, {}, u"smtp_550"_s, Side::Unfriendly}));
}

void TestSmtp::neverWithoutTls()
{
    PythonServer server(m_folder, mailScript(), {u"--mode"_s, u"plain"_s});
    QCOMPARE(SmtpSender(to(server)).send(mail()), (DeliveryOutcome{Kind::Away, {}, u"smtp_tls"_s}));
    QCOMPARE(log().size(), 0);
}

void TestSmtp::onlyTheRightServer_data()
{
    QTest::addColumn<QString>("mode");
    QTest::addColumn<bool>("isKnownAuthority");
    QTest::newRow("self-signed, STARTTLS") << u"starttls"_s << true;
    QTest::newRow("self-signed, at once") << u"smtps"_s << true;
    QTest::newRow("authority not trusted") << u"starttls"_s << false;
}

void TestSmtp::onlyTheRightServer()
{
    QFETCH(const QString, mode);
    QFETCH(const bool, isKnownAuthority);
    m_folder.makeSelfSigned(u"own"_s);
    PythonServer server(m_folder, mailScript(), {u"--mode"_s, mode}, isKnownAuthority ? u"own"_s : u"server"_s);
    MailServer unknown = to(server, mode == u"smtps" ? u"smtps"_s : u"smtp"_s);
    if (!isKnownAuthority)
        unknown.caFile.clear();
    QCOMPARE(SmtpSender(unknown).send(mail()), (DeliveryOutcome{Kind::Away, {}, u"smtp_tls"_s}));
    // The right authority, and another name than the certificate says.
    PythonServer right(m_folder, mailScript());
    MailServer byNumber = to(right);
    byNumber.url.replace(u"localhost"_s, u"127.0.0.1"_s);
    QCOMPARE(SmtpSender(byNumber).send(mail()), (DeliveryOutcome{Kind::Away, {}, u"smtp_tls"_s}));
    QCOMPARE(log().size(), 0);
}

void TestSmtp::nobodyThere()
{
    PythonServer server(m_folder, mailScript());
    const MailServer gone = to(server);
    server.stop();
    QCOMPARE(SmtpSender(gone).send(mail()), (DeliveryOutcome{Kind::Away, {}, u"smtp_unreachable"_s}));
}

void TestSmtp::badAddressesStayHere()
{
    PythonServer server(m_folder, mailScript());
    SmtpSender sender(to(server));
    QCOMPARE(sender.send(mail(u"hans@example.com>\r\nRCPT TO:<all@example.com"_s)), (DeliveryOutcome{Kind::Refused, {}, u"bad_address"_s}));
    Mail fromNobody = mail();
    fromNobody.fromAddress = u"The Shop"_s;
    QCOMPARE(sender.send(fromNobody), (DeliveryOutcome{Kind::Away, {}, u"bad_sender"_s}));
    QCOMPARE(log().size(), 0);
}

QTEST_GUILESS_MAIN(TestSmtp)
#include "tst_smtp.moc"
