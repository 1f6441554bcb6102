// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cluster/certificates.h"
#include "models/database/migrator.h"
#include "resources/schema/schema.h"
#include "tests/ctl/console.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// The doctor says what is missing and how to mend it, to whoever asks and however little they may see.
class TestDoctor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_store = std::make_unique<StoreUnderTest>(); }
    void cleanupTestCase() { m_store.reset(); }
    void wellStoreIsWellForOwnerAndStaff_data();
    void wellStoreIsWellForOwnerAndStaff();
    void everyFindingIsALine();
    void unreachableServerIsMendable_data();
    void unreachableServerIsMendable();
    void refusedLoginIsMendable_data();
    void refusedLoginIsMendable();
    void databaseWithoutAStoreNeedsMigrate();
    void storeOfAnOlderVersionNeedsMigrate();
    void storeOfANewerVersionNeedsANewerProgram();
    void missingExtensionIsNamed();
    void loginWithoutAGroupIsTold();
    void localeCIsTold();
    void serverThatLetsNobodyEndSessionsIsTold();

private:
    Outcome doctor(const ConnectionOptions &as, const QStringList &more = {u"--json"_s}) const { return runCtl(QStringList{u"doctor"_s} + more, as); }
    /// The finding about something; empty when there is none.
    QJsonObject finding(const Outcome &outcome, const QString &what) const;
    /// Fails unless exactly this is found wrong, with these words of how to mend it, and exit code and one line to go with it.
    void expectOnly(const Outcome &outcome, const QString &what, const QString &mend) const;

    std::unique_ptr<StoreUnderTest> m_store;
};

QJsonObject TestDoctor::finding(const Outcome &outcome, const QString &what) const
{
    for (const QJsonValue &value : outcome.json().value(u"findings"_s).toArray()) {
        if (value[u"what"].toString() == what)
            return value.toObject();
    }
    return {};
}

void TestDoctor::expectOnly(const Outcome &outcome, const QString &what, const QString &mend) const
{
    QVERIFY2(outcome.exitCode == 1 && outcome.isOneLine(), outcome.told().constData());
    QCOMPARE(outcome.json().value(u"ok"_s).toBool(true), false);
    for (const QJsonValue &value : outcome.json().value(u"findings"_s).toArray())
        QVERIFY2(value[u"ok"].toBool() != (value[u"what"].toString() == what), outcome.told().constData());
    const QJsonObject found = finding(outcome, what);
    QVERIFY2(!found.value(u"how"_s).toString().isEmpty(), outcome.told().constData());
    QVERIFY2(found.value(u"mend"_s).toString().contains(mend), outcome.told().constData());
}

void TestDoctor::wellStoreIsWellForOwnerAndStaff_data()
{
    QTest::addColumn<QString>("as");
    QTest::addColumn<QString>("role");
    QTest::newRow("owner") << Cluster::ownerLogin() << u"superuser"_s;
    for (const QString &group : {u"agent"_s, u"lead"_s, u"fulfilment"_s, u"marketing"_s, u"manager"_s, u"privacy"_s, u"admin"_s})
        QTest::newRow(qPrintable(group)) << group << u"staff_"_s + group;
    QTest::newRow("work") << u"work"_s << u"service_work"_s;
    QTest::newRow("site") << u"site"_s << u"store_site"_s;
}

void TestDoctor::wellStoreIsWellForOwnerAndStaff()
{
    QFETCH(const QString, as);
    QFETCH(const QString, role);
    const Outcome outcome = doctor(m_store->TestDatabase::as(as));
    QVERIFY2(outcome.exitCode == 0, outcome.told().constData());
    QCOMPARE(outcome.err, QByteArray());
    QCOMPARE(outcome.json().value(u"ok"_s).toBool(), true);
    for (const char *what : {"connection", "TLS", "certificate", "sign-in", "PostgreSQL", "encoding", "locale", "schema", "extensions", "role", "clock", "passwords", "idle sessions", "schema version"}) {
        const QJsonObject found = finding(outcome, QString::fromLatin1(what));
        QVERIFY2(found.value(u"ok"_s).toBool(), what);
        QCOMPARE(found.value(u"mend"_s).toString(), QString());
    }
    QVERIFY(QRegularExpression(u"^TLSv1\\.[23]$"_s).match(finding(outcome, u"TLS"_s).value(u"how"_s).toString()).hasMatch());
    QVERIFY(finding(outcome, u"certificate"_s).value(u"how"_s).toString().startsWith(u"valid until 20"));
    QCOMPARE(finding(outcome, u"extensions"_s).value(u"how"_s).toString(), u"btree_gin,pg_trgm,pgcrypto"_s);
    QCOMPARE(finding(outcome, u"role"_s).value(u"how"_s).toString(), role);
    if (as == Cluster::ownerLogin())
        QCOMPARE(finding(outcome, u"schema version"_s).value(u"how"_s).toString(), QString::number(newestSchema()));
}

void TestDoctor::everyFindingIsALine()
{
    const Outcome well = doctor(m_store->TestDatabase::owner(), {});
    QCOMPARE(well.exitCode, 0);
    QCOMPARE(well.out.count('\n'), 14);
    QCOMPARE(well.out.count("ok   "), 14);
    const StoreUnderTest bare(TestDatabase::Kind::Bare);
    const Outcome ill = doctor(bare.TestDatabase::owner(), {});
    QCOMPARE(ill.exitCode, 1);
    QVERIFY2(ill.isOneLine(), ill.told().constData());
    QVERIFY2(ill.out.contains("BAD  schema           missing  -> Run 'stewardctl migrate'"), ill.told().constData());
}

void TestDoctor::unreachableServerIsMendable_data()
{
    QTest::addColumn<QString>("change");
    QTest::addColumn<QString>("mend");
    QTest::newRow("wrong authority") << u"authority"_s << u"Choose the right CA file"_s;
    QTest::newRow("no such file") << u"no file"_s << u"Choose another"_s;
    QTest::newRow("nothing listens") << u"port"_s << u"Check the port"_s;
    QTest::newRow("no such host") << u"host"_s << u"Check the spelling"_s;
}

void TestDoctor::unreachableServerIsMendable()
{
    QFETCH(const QString, change);
    QFETCH(const QString, mend);
    const QTemporaryDir folder;
    ConnectionOptions options = m_store->TestDatabase::owner();
    QFile other(folder.filePath(u"other.pem"_s));
    QVERIFY(other.open(QIODevice::WriteOnly) && other.write(makeAuthority(u"Another authority"_s).certificatePem()) > 0);
    other.close();
    QTcpServer closed;
    QVERIFY(closed.listen(QHostAddress::LocalHost));
    if (change == u"authority")
        options.caFile = other.fileName();
    else if (change == u"no file")
        options.caFile = folder.filePath(u"none.pem"_s);
    else if (change == u"port")
        options.hosts = {{u"localhost"_s, closed.serverPort()}};
    else
        options.hosts = {{u"nowhere.invalid"_s, options.hosts.first().port}};
    closed.close();
    expectOnly(doctor(options), u"connection"_s, mend);
}

void TestDoctor::refusedLoginIsMendable_data()
{
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("password");
    QTest::addColumn<QString>("database");
    QTest::addColumn<QString>("mend");
    QTest::newRow("wrong password") << u"agent"_s << u"wrong"_s << QString() << u"an administrator can set a new password"_s;
    QTest::newRow("no such login") << u"nobody-such"_s << u"wrong"_s << QString() << u"an administrator can set a new password"_s;
    QTest::newRow("no such database") << u"agent"_s << QString() << u"nothing_such"_s << u"Check the database name"_s;
}

void TestDoctor::refusedLoginIsMendable()
{
    QFETCH(const QString, user);
    QFETCH(const QString, password);
    QFETCH(const QString, database);
    QFETCH(const QString, mend);
    ConnectionOptions options = m_store->TestDatabase::as(user);
    if (!password.isNull())
        options.password = password;
    if (!database.isNull())
        options.database = database;
    const Outcome outcome = doctor(options);
    expectOnly(outcome, u"sign-in"_s, mend);
    QVERIFY(finding(outcome, u"TLS"_s).value(u"ok"_s).toBool()); // what is well is told as well
}

void TestDoctor::databaseWithoutAStoreNeedsMigrate()
{
    const StoreUnderTest bare(TestDatabase::Kind::Bare);
    const Outcome outcome = doctor(bare.TestDatabase::owner());
    QVERIFY2(outcome.exitCode == 1 && outcome.isOneLine(), outcome.told().constData());
    QVERIFY(finding(outcome, u"schema"_s).value(u"mend"_s).toString().contains(u"stewardctl migrate"));
    QVERIFY(finding(outcome, u"extensions"_s).value(u"mend"_s).toString().contains(u"stewardctl migrate"));
    QCOMPARE(runCtl({u"migrate"_s}, bare.TestDatabase::owner()).exitCode, 0);
    QCOMPARE(doctor(bare.TestDatabase::owner()).exitCode, 0);
}

void TestDoctor::storeOfAnOlderVersionNeedsMigrate()
{
    const StoreUnderTest older(TestDatabase::Kind::Bare);
    const SchemaText schema = SchemaText::compiledIn();
    QVERIFY(Migrator(*older.connect(Cluster::ownerLogin()), {.tables = schema.tables.first(4), .functions = {}}).migrate());
    const Outcome outcome = doctor(older.TestDatabase::owner());
    expectOnly(outcome, u"schema version"_s, u"Run 'stewardctl migrate'."_s);
    QCOMPARE(finding(outcome, u"schema version"_s).value(u"how"_s).toString(), u"4"_s);
}

void TestDoctor::storeOfANewerVersionNeedsANewerProgram()
{
    const StoreUnderTest newer;
    newer.owner("insert into store.schema_migration (number, name, checksum) values (9001, '9001_later.sql', 'x')");
    expectOnly(doctor(newer.TestDatabase::owner()), u"schema version"_s, u"update the program"_s);
}

void TestDoctor::missingExtensionIsNamed()
{
    const StoreUnderTest store;
    store.owner("drop extension btree_gin cascade");
    const Outcome outcome = doctor(store.TestDatabase::owner());
    expectOnly(outcome, u"extensions"_s, u"btree_gin"_s);
}

void TestDoctor::loginWithoutAGroupIsTold()
{
    const QByteArray login = "groupless" + QByteArray::number(QCoreApplication::applicationPid());
    const ConnectionOptions agent = m_store->TestDatabase::as(u"agent"_s);
    m_store->owner("create role " + login + " login password '" + agent.password.toLatin1() + "'");
    ConnectionOptions options = agent;
    options.user = QString::fromLatin1(login);
    const Outcome outcome = doctor(options);
    m_store->owner("drop role " + login);
    expectOnly(outcome, u"role"_s, u"stewardctl staff add"_s);
}

void TestDoctor::localeCIsTold()
{
    const QByteArray name = m_store->name().toLatin1() + "_c";
    m_store->owner("create database " + name + " template template0 encoding 'UTF8' locale 'C'");
    ConnectionOptions options = m_store->TestDatabase::owner();
    options.database = QString::fromLatin1(name);
    const Outcome migrated = runCtl({u"migrate"_s}, options);
    const Outcome outcome = doctor(options);
    m_store->owner("drop database " + name + " with (force)");
    QCOMPARE(migrated.exitCode, 0);
    expectOnly(outcome, u"locale"_s, u"C.UTF-8"_s);
}

/// As some managed servers are.
void TestDoctor::serverThatLetsNobodyEndSessionsIsTold()
{
    m_store->owner("revoke pg_signal_backend from steward_watch");
    const Outcome asOwner = doctor(m_store->TestDatabase::owner());
    const Outcome asWork = doctor(m_store->TestDatabase::as(u"work"_s));
    m_store->owner("grant pg_signal_backend to steward_watch");
    for (const Outcome &outcome : {asOwner, asWork})
        expectOnly(outcome, u"idle sessions"_s, u"grant pg_signal_backend, pg_read_all_stats to steward_watch;"_s);
}

QTEST_GUILESS_MAIN(TestDoctor)
#include "tst_doctor.moc"
