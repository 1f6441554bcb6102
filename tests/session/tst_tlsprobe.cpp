// SPDX-License-Identifier: GPL-3.0-or-later
// What a connection must not put up with: every row but the good one is refused, by our probe and by libpq itself, each
// with its own cause and words, and nothing is said in the clear.
#include "models/database/connection.h"
#include "models/database/tlsprobe.h"
#include "tests/session/fakeserver.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(Steward::ConnectCause)

namespace {

constexpr int patienceMs = 20'000; // none of these servers is waited for in vain
const QByteArray sslRequest("\0\0\0\x08\x04\xd2\x16\x2f", 8);

Identity authority()
{
    static const Identity made = makeAuthority(u"Trusted authority"_s);
    return made;
}

Identity flawed(const QString &kind)
{
    if (kind == u"wrong host")
        return makeServer(authority(), {.names = {u"db.example.com"_s}});
    if (kind == u"unknown authority")
        return makeServer(makeAuthority(u"Some other authority"_s));
    if (kind == u"authority of the same name")
        return makeServer(makeAuthority(u"Trusted authority"_s));
    if (kind == u"self-signed")
        return makeSelfSigned();
    if (kind == u"expired")
        return makeServer(authority(), {.fromDays = -30, .untilDays = -1});
    if (kind == u"not yet valid")
        return makeServer(authority(), {.fromDays = 1, .untilDays = 30});
    return makeServer(authority());
}

} // namespace

class TestTlsProbe : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void serverIsToldApart_data();
    void serverIsToldApart();
    void libpqRefusesIt_data() { serverIsToldApart_data(); }
    void libpqRefusesIt();
    void everyCauseHasItsOwnWords();
    void goodCertificatePassesTheProbe();
    void chainIsShownEvenWhenRefused();
    void unreachableIsToldApart();
    void unreadableAuthoritiesAreSaid();
    void silentServerTimesOut();
    void cancelEndsTheProbe();

private:
    [[nodiscard]] ConnectionOptions optionsFor(const HostPort &host) const;

    QTemporaryDir m_directory;
    QString m_caFile;
};

void TestTlsProbe::initTestCase()
{
    // Set before the first connection of this process: it must make no difference.
    qputenv("PGSSLMODE", "disable");
    qputenv("PGREQUIRESSL", "0");
    qputenv("PGGSSENCMODE", "prefer");
    qputenv("PGCHANNELBINDING", "disable");
    qputenv("PGSSLMINPROTOCOLVERSION", "TLSv1");
    m_caFile = m_directory.filePath(u"authorities.pem"_s);
    QFile file(m_caFile);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(authority().certificatePem());
}

ConnectionOptions TestTlsProbe::optionsFor(const HostPort &host) const
{
    ConnectionOptions options;
    options.hosts = {host};
    options.database = u"store"_s;
    options.user = u"agent"_s;
    options.password = u"planted-password"_s;
    options.caFile = m_caFile;
    options.connectTimeoutSeconds = patienceMs / 1000;
    return options;
}

void TestTlsProbe::serverIsToldApart_data()
{
    QTest::addColumn<FakeServer::Manner>("manner");
    QTest::addColumn<QString>("certificate");
    QTest::addColumn<ConnectCause>("cause");
    using Manner = FakeServer::Manner;
    QTest::newRow("TLS off, or a proxy that says no") << Manner::SaysNo << QString() << ConnectCause::TlsNotOffered;
    QTest::newRow("TLS 1.1 at most") << Manner::OldTls << u"good"_s << ConnectCause::TlsTooOld;
    QTest::newRow("wrong host name") << Manner::Tls << u"wrong host"_s << ConnectCause::WrongHostName;
    QTest::newRow("unknown authority") << Manner::Tls << u"unknown authority"_s << ConnectCause::UnknownAuthority;
    QTest::newRow("authority that took the name")
        << Manner::Tls << u"authority of the same name"_s << ConnectCause::UnknownAuthority;
    QTest::newRow("self-signed") << Manner::Tls << u"self-signed"_s << ConnectCause::SelfSigned;
    QTest::newRow("expired") << Manner::Tls << u"expired"_s << ConnectCause::CertificateExpired;
    QTest::newRow("not yet valid") << Manner::Tls << u"not yet valid"_s << ConnectCause::CertificateNotYetValid;
    QTest::newRow("another protocol") << Manner::SaysRubbish << QString() << ConnectCause::NotPostgres;
    QTest::newRow("hangs up") << Manner::HangsUp << QString() << ConnectCause::NotPostgres;
    QTest::newRow("says error") << Manner::SaysError << QString() << ConnectCause::StartingUp;
}

void TestTlsProbe::serverIsToldApart()
{
    QFETCH(FakeServer::Manner, manner);
    QFETCH(QString, certificate);
    QFETCH(ConnectCause, cause);
    const FakeServer server(manner, flawed(certificate));
    const ProbeReport report = probeServer(server.address(), m_caFile, patienceMs);
    QCOMPARE(report.cause, cause);
    QCOMPARE(server.plainBytes(), sslRequest);
}

void TestTlsProbe::libpqRefusesIt()
{
    QFETCH(FakeServer::Manner, manner);
    QFETCH(QString, certificate);
    QFETCH(ConnectCause, cause);
    const FakeServer server(manner, flawed(certificate));
    Connection connection(u"test"_s);
    const Result<void> opened = connection.open(optionsFor(server.address()));
    QVERIFY(!opened);
    QVERIFY(!connection.isOpen());
    QCOMPARE(connection.cause(), cause);
    QCOMPARE(opened.error().userText, causeText(cause, server.address()));
    QVERIFY(!opened.error().userText.contains(u"planted"));
    // Once for libpq's own try and once for the probe; nothing else, and no try below TLS.
    QCOMPARE(QByteArray(server.plainBytes()).replace(sslRequest, QByteArray()), QByteArray());
}

void TestTlsProbe::everyCauseHasItsOwnWords()
{
    QStringList texts;
    for (int number = int(ConnectCause::HostUnknown); number <= int(ConnectCause::Other); ++number) {
        const auto cause = ConnectCause(number);
        if (cause == ConnectCause::Cancelled)
            continue;
        const QString text = causeText(cause, {u"db.example.com"_s, 5433});
        QVERIFY2(text.size() > 20, qPrintable(QString::number(number)));
        QVERIFY(!text.contains(u"%1"));
        QVERIFY2(!texts.contains(text), qPrintable(text));
        texts += text;
    }
    QVERIFY(causeText(ConnectCause::Refused, {u"db.example.com"_s, 5433}).contains(u"db.example.com:5433"));
    QVERIFY(causeText(ConnectCause::Refused, {u"2001:db8::1"_s, 5433}).contains(u"[2001:db8::1]:5433"));
}

void TestTlsProbe::goodCertificatePassesTheProbe()
{
    const FakeServer server(FakeServer::Manner::Tls, flawed({}));
    const ProbeReport report = probeServer(server.address(), m_caFile, patienceMs);
    QCOMPARE(report.cause, ConnectCause::None);
    QCOMPARE(report.tlsVersion, u"TLSv1.3"_s);
    QCOMPARE(report.chain.size(), 1);
    QCOMPARE(report.chain.first().subject, u"localhost"_s);
    QCOMPARE(report.chain.first().issuer, u"Trusted authority"_s);
    QCOMPARE(report.chain.first().names, QStringList{u"localhost"_s});
    QCOMPARE(report.chain.first().sha256.size(), 32 * 3 - 1);
    QVERIFY(report.chain.first().validUntil > QDateTime::currentDateTimeUtc());
}

void TestTlsProbe::chainIsShownEvenWhenRefused()
{
    const FakeServer server(FakeServer::Manner::Tls, flawed(u"expired"_s));
    const ProbeReport report = probeServer(server.address(), m_caFile, patienceMs);
    QCOMPARE(report.cause, ConnectCause::CertificateExpired);
    QCOMPARE(report.chain.size(), 1);
    QVERIFY(report.chain.first().validUntil < QDateTime::currentDateTimeUtc());
    QVERIFY(report.detail.contains(u"expired"));
}

void TestTlsProbe::unreachableIsToldApart()
{
    QCOMPARE(probeServer({u"no-such-host.invalid"_s, 5432}, m_caFile, patienceMs).cause, ConnectCause::HostUnknown);
    HostPort gone;
    {
        const FakeServer server(FakeServer::Manner::HangsUp);
        gone = server.address();
    }
    QCOMPARE(probeServer(gone, m_caFile, patienceMs).cause, ConnectCause::Refused);
    Connection connection(u"test"_s);
    QVERIFY(!connection.open(optionsFor(gone)));
    QCOMPARE(connection.cause(), ConnectCause::Refused);
}

void TestTlsProbe::unreadableAuthoritiesAreSaid()
{
    const FakeServer server(FakeServer::Manner::Tls, flawed({}));
    QCOMPARE(probeServer(server.address(), m_directory.filePath(u"missing.pem"_s), patienceMs).cause,
             ConnectCause::CaFileUnreadable);
    const QString rubbish = m_directory.filePath(u"rubbish.pem"_s);
    QFile file(rubbish);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("-----BEGIN CERTIFICATE-----\nnot base64\n-----END CERTIFICATE-----\n");
    file.close();
    QCOMPARE(probeServer(server.address(), rubbish, patienceMs).cause, ConnectCause::CaFileUnreadable);
}

void TestTlsProbe::silentServerTimesOut()
{
    const FakeServer server(FakeServer::Manner::SaysNothing);
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(probeServer(server.address(), m_caFile, 300).cause, ConnectCause::TimedOut);
    QVERIFY(timer.elapsed() < 20'000);
}

void TestTlsProbe::cancelEndsTheProbe()
{
    const FakeServer server(FakeServer::Manner::SaysNothing);
    QElapsedTimer timer;
    timer.start();
    const auto isCancelled = [&timer] { return timer.elapsed() > 100; };
    QCOMPARE(probeServer(server.address(), m_caFile, 30'000, isCancelled).cause, ConnectCause::Cancelled);
    QVERIFY(timer.elapsed() < 20'000);
}

QTEST_GUILESS_MAIN(TestTlsProbe)
#include "tst_tlsprobe.moc"
