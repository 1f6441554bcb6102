// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/database/migrator.h"
#include "tests/ctl/console.h"

#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// The console as whoever types it, or a script, meets it: exit codes, one line for a failure, and no password anywhere.
class TestCtl : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_store = std::make_unique<StoreUnderTest>(); }
    void cleanupTestCase() { m_store.reset(); }
    void migrateBuildsAStoreAndSaysWhatItDid();
    void migrateBringsAnOlderStoreUpToDate();
    void migrateIsTheOwnersAlone();
    void wrongUsageIsTwoAndOneLine_data();
    void wrongUsageIsTwoAndOneLine();
    void helpIsNoFailure_data();
    void helpIsNoFailure();
    void passwordIsNoArgument_data();
    void passwordIsNoArgument();
    void passwordComesFromItsFileOrTheEnvironment_data();
    void passwordComesFromItsFileOrTheEnvironment();
    void passwordFileThatCannotBeReadIsToldApart();
    void withoutAPasswordItSaysWhereOneIsLookedFor();
    void surroundingsCannotWeakenTheConnection();

private:
    /// Asks with a command that any login of the privacy group may use.
    Outcome ask(const QStringList &more, const Variables &variables) const
    {
        return runCtl(QStringList{u"audit"_s, u"verify"_s} + connectionArguments(m_store->TestDatabase::as(u"privacy"_s)) + more, variables);
    }
    QString password() const { return m_store->TestDatabase::as(u"privacy"_s).password; }

    std::unique_ptr<StoreUnderTest> m_store;
};

void TestCtl::migrateBuildsAStoreAndSaysWhatItDid()
{
    const StoreUnderTest bare(TestDatabase::Kind::Bare);
    const Outcome first = runCtl({u"migrate"_s}, bare.TestDatabase::owner());
    QVERIFY2(first.exitCode == 0, first.told().constData());
    QVERIFY2(first.out.startsWith("applied 0001_roles.sql\n") && first.out.endsWith("applied 91_card_guard.sql\n"), first.out.constData());
    QCOMPARE(first.err, QByteArray());
    const Outcome again = runCtl({u"migrate"_s}, bare.TestDatabase::owner());
    QCOMPARE(again.told(), "exit 0\nThe store is up to date.\n"_ba);
    QCOMPARE(runCtl({u"migrate"_s, u"--json"_s}, bare.TestDatabase::owner()).told(), "exit 0\n{\"applied\":[]}\n"_ba);
}

void TestCtl::migrateBringsAnOlderStoreUpToDate()
{
    const StoreUnderTest older(TestDatabase::Kind::Bare);
    const SchemaText schema = SchemaText::compiledIn();
    QVERIFY(Migrator(*older.connect(Cluster::ownerLogin()), {.tables = schema.tables.first(5), .functions = {}}).migrate());
    older.owner("insert into store.product (sku, title, price_minor, currency) values ('MUG-1', 'Mug', 1250, 'EUR')");
    const Outcome migrated = runCtl({u"migrate"_s, u"--json"_s}, older.TestDatabase::owner());
    QVERIFY2(migrated.exitCode == 0, migrated.told().constData());
    const QJsonArray applied = migrated.json().value(u"applied"_s).toArray();
    QCOMPARE(applied.first().toString(), schema.tables.at(5).name);
    QCOMPARE(applied.size(), schema.tables.size() - 5 + schema.functions.size());
    QCOMPARE(older.owner("select string_agg(sku || title || price_minor, ' ') from store.product"), u"MUG-1Mug1250"_s);
}

void TestCtl::migrateIsTheOwnersAlone()
{
    const Outcome refused = runCtl({u"migrate"_s}, m_store->TestDatabase::as(u"admin"_s));
    QCOMPARE(refused.exitCode, 1);
    QVERIFY2(refused.isOneLine(), refused.told().constData());
}

void TestCtl::wrongUsageIsTwoAndOneLine_data()
{
    QTest::addColumn<QString>("line");
    for (const char *line : {"nothing-such", "audit", "staff", "staff add", "staff add somebody", "staff add a b --group agent", "staff grant somebody", "staff disable",
                             "staff list surplus", "migrate surplus", "migrate --fast", "migrate --port", "migrate --user x --port 0", "migrate --user x --port 70000",
                             "migrate --user x --port ten", "migrate", "audit verify --user x --anchor 12", "audit verify --user x --anchor 1:abc", "audit anchor surplus --user x",
                             "doctor", "doctor surplus --user x", "work", "work surplus --user x", "demo", "demo start --orders many", "demo start --orders -1",
                             "demo start --port 99999", "demo start --port x", "demo start surplus", "demo stop surplus", "demo destroy surplus", "demo status surplus", "demo destroy --now"})
        QTest::newRow(line) << QString::fromLatin1(line);
}

void TestCtl::wrongUsageIsTwoAndOneLine()
{
    QFETCH(const QString, line);
    // A folder that holds none, so that a mistake in the program harms no demo of whoever runs the test.
    const QTemporaryDir folder;
    QStringList arguments = line.split(u' ');
    if (line.startsWith(u"demo "))
        arguments += {u"--dir"_s, folder.path() + u"/none"_s};
    const Outcome outcome = runCtl(arguments, {{u"STEWARD_PASSWORD"_s, u"x"_s}, {u"STEWARD_NEW_PASSWORD"_s, u"x"_s}});
    QCOMPARE(outcome.exitCode, 2);
    QVERIFY2(outcome.isOneLine(), outcome.told().constData());
    QCOMPARE(outcome.out, QByteArray());
}

void TestCtl::helpIsNoFailure_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("the program") << u"--help"_s << "demo destroy"_ba;
    QTest::newRow("migrate") << u"migrate --help"_s << "--ca-file"_ba;
    QTest::newRow("staff add") << u"staff add --help"_s << "--group"_ba;
    QTest::newRow("demo start") << u"demo start --help"_s << "--orders"_ba;
    QTest::newRow("version") << u"--version"_s << "stewardctl "_ba;
}

void TestCtl::helpIsNoFailure()
{
    QFETCH(const QString, line);
    QFETCH(const QByteArray, says);
    const Outcome outcome = runCtl(line.split(u' '));
    QCOMPARE(outcome.exitCode, 0);
    QVERIFY2(outcome.out.contains(says), outcome.told().constData());
    QCOMPARE(outcome.err, QByteArray());
}

void TestCtl::passwordIsNoArgument_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("a value of its own") << QStringList{u"migrate"_s, u"--password"_s, u"planted-secret"_s};
    QTest::newRow("with =") << QStringList{u"migrate"_s, u"--password=planted-secret"_s};
    QTest::newRow("short") << QStringList{u"migrate"_s, u"-W"_s, u"planted-secret"_s};
    QTest::newRow("of a new account") << QStringList{u"staff"_s, u"add"_s, u"somebody"_s, u"--group"_s, u"agent"_s, u"--password"_s, u"planted-secret"_s};
    QTest::newRow("after the login") << QStringList{u"staff"_s, u"add"_s, u"somebody"_s, u"planted-secret"_s, u"--group"_s, u"agent"_s};
    QTest::newRow("after the account") << QStringList{u"staff"_s, u"disable"_s, u"somebody"_s, u"planted-secret"_s};
}

void TestCtl::passwordIsNoArgument()
{
    QFETCH(const QStringList, arguments);
    const Outcome outcome = runCtl(arguments, m_store->TestDatabase::owner());
    QCOMPARE(outcome.exitCode, 2);
    QVERIFY2(outcome.isOneLine(), outcome.told().constData());
    QVERIFY2(!outcome.told().contains("planted-secret"), outcome.told().constData());
}

void TestCtl::passwordComesFromItsFileOrTheEnvironment_data()
{
    QTest::addColumn<QByteArray>("file"); // with P for the right one; nothing: no file
    QTest::addColumn<QString>("variable");
    QTest::addColumn<bool>("works");
    QTest::newRow("the environment") << QByteArray() << u"P"_s << true;
    QTest::newRow("a wrong one") << QByteArray() << u"wrong"_s << false;
    QTest::newRow("a file without an end of line") << "P"_ba << QString() << true;
    QTest::newRow("a file's first line") << "P\nwrong\n"_ba << QString() << true;
    QTest::newRow("a file of Windows") << "P\r\n"_ba << QString() << true;
    QTest::newRow("a file goes before the environment") << "P\n"_ba << u"wrong"_s << true;
    QTest::newRow("also a wrong one") << "wrong\n"_ba << u"P"_s << false;
    QTest::newRow("spaces belong to it") << " P\n"_ba << QString() << false;
}

void TestCtl::passwordComesFromItsFileOrTheEnvironment()
{
    QFETCH(QByteArray, file);
    QFETCH(QString, variable);
    QFETCH(const bool, works);
    const QTemporaryDir folder;
    QStringList more;
    Variables variables;
    if (!variable.isNull())
        variables.insert(u"STEWARD_PASSWORD"_s, variable.replace(u'P', password()));
    if (!file.isNull()) {
        QFile written(folder.filePath(u"password"_s));
        QVERIFY(written.open(QIODevice::WriteOnly) && written.write(file.replace('P', password().toUtf8())) > 0);
        more = {u"--password-file"_s, written.fileName()};
    }
    const Outcome outcome = ask(more, variables);
    QVERIFY2(outcome.exitCode == (works ? 0 : 1), outcome.told().constData());
    if (!works)
        QCOMPARE(outcome.err, "stewardctl: Login name or password is wrong. Try again; an administrator can set a new password.\n"_ba);
    QVERIFY(!outcome.told().contains(password().toUtf8()));
}

void TestCtl::passwordFileThatCannotBeReadIsToldApart()
{
    const Outcome outcome = ask({u"--password-file"_s, u"/nowhere/password"_s}, {{u"STEWARD_PASSWORD"_s, password()}});
    QCOMPARE(outcome.told(), "exit 1\nstewardctl: The password file /nowhere/password cannot be read.\n"_ba);
    const QTemporaryDir folder;
    QFile empty(folder.filePath(u"password"_s));
    QVERIFY(empty.open(QIODevice::WriteOnly) && empty.write("\n") == 1);
    empty.close();
    const Outcome nothing = ask({u"--password-file"_s, empty.fileName()}, {{u"STEWARD_PASSWORD"_s, password()}});
    QCOMPARE(nothing.told(), "exit 1\nstewardctl: The first line of the password file " + empty.fileName().toUtf8() + " is empty.\n");
}

void TestCtl::withoutAPasswordItSaysWhereOneIsLookedFor()
{
    for (const Variables &variables : {Variables{}, Variables{{u"STEWARD_PASSWORD"_s, u""_s}}}) {
        const Outcome outcome = ask({}, variables);
        QCOMPARE(outcome.exitCode, 1);
        QVERIFY2(outcome.isOneLine() && outcome.err.contains("STEWARD_PASSWORD") && outcome.err.contains("--password-file"), outcome.told().constData());
    }
}

void TestCtl::surroundingsCannotWeakenTheConnection()
{
    const Outcome outcome = ask({}, {{u"STEWARD_PASSWORD"_s, password()}, {u"PGSSLMODE"_s, u"disable"_s}, {u"PGHOST"_s, u"nowhere.invalid"_s}, {u"PGOPTIONS"_s, u"-c nonsense=1"_s},
                                     {u"PGSERVICE"_s, u"nowhere"_s}, {u"PGSSLROOTCERT"_s, u"/nowhere"_s}, {u"PGCHANNELBINDING"_s, u"disable"_s}});
    QVERIFY2(outcome.exitCode == 0, outcome.told().constData());
}

QTEST_GUILESS_MAIN(TestCtl)
#include "tst_ctl.moc"
