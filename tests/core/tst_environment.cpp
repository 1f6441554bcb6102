// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/database/conninfo.h"
#include "models/database/environment.h"

#include <QTest>

using namespace Steward;
using namespace Qt::StringLiterals;

class TestEnvironment : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingOfTheSurroundingsIsLeft();
    void everyOptionThatMattersIsSaid();
    void quotesStayInsideTheirValue();
    void onlyNamedServersCanBeReached_data();
    void onlyNamedServersCanBeReached();
};

void TestEnvironment::nothingOfTheSurroundingsIsLeft()
{
    const QList<QByteArray> names{"PGSSLMODE",
                                  "PGSERVICE",
                                  "PGSERVICEFILE",
                                  "PGPASSFILE",
                                  "PGPASSWORD",
                                  "PGOPTIONS",
                                  "PGHOST",
                                  "PGHOSTADDR",
                                  "PGPORT",
                                  "PGUSER",
                                  "PGREQUIRESSL",
                                  "PGSSLROOTCERT",
                                  "PGSSLCERT",
                                  "PGSSLKEY",
                                  "PGCHANNELBINDING",
                                  "PGSSLMINPROTOCOLVERSION",
                                  "PGSSLMAXPROTOCOLVERSION",
                                  "PGREQUIREPEER",
                                  "PGGSSENCMODE",
                                  "PGTARGETSESSIONATTRS",
                                  "PGDATABASE",
                                  "PGSYSCONFDIR",
                                  "PGAPPNAME"};
    for (const QByteArray &name : names)
        qputenv(name.constData(), "planted");
    neutraliseEnvironment();
    for (const QByteArray &name : names)
        QVERIFY2(!qEnvironmentVariableIsSet(name.constData()), name.constData());
}

void TestEnvironment::everyOptionThatMattersIsSaid()
{
    ConnectionOptions options;
    options.hosts = {{u"a.example"_s, 1}, {u"b.example"_s, 2}};
    const QString text = connectText(options, u"/ca.pem"_s);
    for (const auto *part : {"sslmode='verify-full'", "gssencmode='disable'", "channel_binding='require'", "port='1,2'",
                             "hostaddr=''", "ssl_min_protocol_version='TLSv1.2'", "sslrootcert='/ca.pem'",
                             "target_session_attrs='read-write'", "passfile='", "sslcert='"})
        QVERIFY2(text.contains(QLatin1StringView(part)), part);
    QCOMPARE(hostList(options.hosts), u"a.example,b.example"_s);
}

void TestEnvironment::quotesStayInsideTheirValue()
{
    ConnectionOptions options;
    options.applicationName = uR"(x' sslmode='disable)"_s;
    const QString text = connectText(options, uR"(C:\ca 'old'\root.pem)"_s);
    QVERIFY(text.contains(uR"(sslrootcert='C:\\ca \'old\'\\root.pem')"_s));
    QVERIFY(text.contains(uR"(application_name='x\' sslmode=\'disable')"_s));
}

void TestEnvironment::onlyNamedServersCanBeReached_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<int>("port");
    QTest::addColumn<bool>("can");
    QTest::newRow("name") << u"db.example.com"_s << 5432 << true;
    QTest::newRow("address") << u"192.0.2.7"_s << 5432 << true;
    QTest::newRow("IPv6 address") << u"2001:db8::1"_s << 5432 << true;
    QTest::newRow("socket directory, which has no TLS") << u"/var/run/postgresql"_s << 5432 << false;
    QTest::newRow("abstract socket") << u"@pg"_s << 5432 << false;
    QTest::newRow("two in one") << u"a,b"_s << 5432 << false;
    QTest::newRow("with an option behind") << u"a sslmode=disable"_s << 5432 << false;
    QTest::newRow("empty") << QString() << 5432 << false;
    QTest::newRow("no port") << u"a"_s << 0 << false;
}

void TestEnvironment::onlyNamedServersCanBeReached()
{
    QFETCH(QString, host);
    QFETCH(int, port);
    QFETCH(bool, can);
    ConnectionOptions options;
    options.hosts = {{host, port}};
    options.database = u"store"_s;
    options.user = u"agent"_s;
    QCOMPARE(canConnect(options), can);
}

QTEST_GUILESS_MAIN(TestEnvironment)
#include "tst_environment.moc"
