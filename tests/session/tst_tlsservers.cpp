// SPDX-License-Identifier: GPL-3.0-or-later
// A real PostgreSQL, put up with one flaw after another: only the good one is spoken to.
#include "app/cluster/certificates.h"
#include "app/cluster/cluster.h"
#include "app/cluster/serverprocess.h"
#include "models/database/connection.h"

#include <QFile>
#include <QTest>

using namespace Steward;
using namespace Qt::StringLiterals;

class TestTlsServers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void serverIsAcceptedOrToldApart_data();
    void serverIsAcceptedOrToldApart();

private:
    [[nodiscard]] Identity identityFor(const QString &kind) const;
    void putUp(const Identity &identity, const QByteArray &settings);
    [[nodiscard]] bool write(const QString &name, const QByteArray &content) const;

    Cluster m_cluster;
    Identity m_authority;
    QByteArray m_plainSettings;
};

void TestTlsServers::initTestCase()
{
    qputenv("PGSSLMODE", "disable");
    if (postgresPrograms().isEmpty())
        QSKIP("no PostgreSQL server is installed");
    auto made = Cluster::create({});
    QVERIFY2(made, made ? "" : qPrintable(made.error().userText));
    m_cluster = *made;
    m_authority = makeAuthority(u"Trusted authority"_s);
    QFile settings(m_cluster.directory() + u"/data/postgresql.conf"_s);
    QVERIFY(settings.open(QIODevice::ReadOnly));
    m_plainSettings = settings.readAll();
    QFile authorities(m_cluster.caFile());
    QVERIFY(authorities.open(QIODevice::WriteOnly | QIODevice::Truncate));
    authorities.write(m_authority.certificatePem());
}

void TestTlsServers::cleanupTestCase()
{
    if (!m_cluster.directory().isEmpty())
        QVERIFY(m_cluster.destroy());
}

bool TestTlsServers::write(const QString &name, const QByteArray &content) const
{
    const QString path = m_cluster.directory() + u"/data/"_s + name;
    QFile::remove(path);
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) &&
           file.write(content) == content.size() && file.flush() && giveToServer(path);
}

Identity TestTlsServers::identityFor(const QString &kind) const
{
    if (kind == u"wrong host")
        return makeServer(m_authority, {.names = {u"db.example.com"_s}});
    if (kind == u"unknown authority")
        return makeServer(makeAuthority(u"Some other authority"_s));
    if (kind == u"self-signed")
        return makeSelfSigned();
    if (kind == u"expired")
        return makeServer(m_authority, {.fromDays = -30, .untilDays = -1});
    return makeServer(m_authority);
}

void TestTlsServers::putUp(const Identity &identity, const QByteArray &settings)
{
    QVERIFY(m_cluster.stop());
    QVERIFY(write(u"server.crt"_s, identity.certificatePem()));
    QVERIFY(write(u"server.key"_s, identity.keyPem()));
    QVERIFY(write(u"postgresql.conf"_s, m_plainSettings + '\n' + settings));
    QVERIFY(m_cluster.start());
}

void TestTlsServers::serverIsAcceptedOrToldApart_data()
{
    QTest::addColumn<QString>("certificate");
    QTest::addColumn<QByteArray>("settings");
    QTest::addColumn<int>("cause");
    const QByteArray old("ssl_min_protocol_version = 'TLSv1.1'\nssl_max_protocol_version = 'TLSv1.1'\n"
                         "ssl_ciphers = 'ALL:@SECLEVEL=0'\n");
    QTest::newRow("right") << u"good"_s << QByteArray() << int(ConnectCause::None);
    QTest::newRow("TLS 1.2") << u"good"_s << QByteArray("ssl_max_protocol_version = 'TLSv1.2'\n")
                             << int(ConnectCause::None);
    QTest::newRow("TLS 1.1 at most") << u"good"_s << old << int(ConnectCause::TlsTooOld);
    QTest::newRow("TLS off") << u"good"_s << QByteArray("ssl = off\n") << int(ConnectCause::TlsNotOffered);
    QTest::newRow("wrong host name") << u"wrong host"_s << QByteArray() << int(ConnectCause::WrongHostName);
    QTest::newRow("unknown authority") << u"unknown authority"_s << QByteArray() << int(ConnectCause::UnknownAuthority);
    QTest::newRow("self-signed") << u"self-signed"_s << QByteArray() << int(ConnectCause::SelfSigned);
    QTest::newRow("expired") << u"expired"_s << QByteArray() << int(ConnectCause::CertificateExpired);
}

void TestTlsServers::serverIsAcceptedOrToldApart()
{
    QFETCH(QString, certificate);
    QFETCH(QByteArray, settings);
    QFETCH(int, cause);
    putUp(identityFor(certificate), settings);
    if (QTest::currentTestFailed())
        return;
    ConnectionOptions options = m_cluster.optionsFor(Cluster::ownerLogin());
    options.database = u"postgres"_s;
    QCOMPARE(int(probeServer(options.hosts.first(), options.caFile, 20'000).cause), cause);
    Connection connection(u"test"_s);
    const auto opened = connection.open(options);
    QCOMPARE(int(connection.cause()), cause);
    QCOMPARE(bool(opened), cause == int(ConnectCause::None));
    if (!opened)
        QCOMPARE(opened.error().userText, causeText(ConnectCause(cause), options.hosts.first()));
}

QTEST_GUILESS_MAIN(TestTlsServers)
#include "tst_tlsservers.moc"
