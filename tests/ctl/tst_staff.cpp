// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/database/scram.h"
#include "tests/ctl/console.h"

#include <QJsonArray>
#include <QTest>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// Accounts from the console: a new store's first, everybody's after that, and no password where another could see it.
class TestStaff : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_store = std::make_unique<StoreUnderTest>(); }
    void cleanupTestCase() { m_store.reset(); }
    void cleanup();
    void firstAdminOfANewStoreMakesTheOthers();
    void firstPasswordMustBeChanged();
    void serviceIsMadeWithoutAStaffRow();
    void superuserIsNotMadeSomebodyElse_data();
    void superuserIsNotMadeSomebodyElse();
    void disabledAccountIsOut();
    void grantMovesAnAccountToAnotherGroup();
    void refusalsAreOneLine_data();
    void refusalsAreOneLine();
    void whoIsNoAdminIsRefused_data();
    void whoIsNoAdminIsRefused();
    void newPasswordIsSeenNowhere();
    void withoutANewPasswordNothingIsMade();

private:
    /// Roles are one server's, so their names are this process's own.
    QString login(const QString &name = u"newcomer"_s) const { return name + QString::number(QCoreApplication::applicationPid()); }
    Outcome add(const QString &name, const QString &group, const QString &as = u"admin"_s, const QStringList &more = {}) const;
    QJsonObject account(const QString &name) const;
    QString asNewcomer(const QByteArray &sql, const Params &params = {}) const;
    ConnectionOptions newcomer() const;

    std::unique_ptr<StoreUnderTest> m_store;
    const QString m_password = u"planted-password-of-25"_s;
};

void TestStaff::cleanup()
{
    for (const QString &name : {login(), login(u"firstadmin"_s), login(u"shop"_s)}) {
        m_store->owner("drop role if exists " + name.toLatin1());
        m_store->owner("delete from store.staff where login = $1", Params().text(name));
    }
}

Outcome TestStaff::add(const QString &name, const QString &group, const QString &as, const QStringList &more) const
{
    return runCtl(QStringList{u"staff"_s, u"add"_s, name, u"--name"_s, u"Zoë 王"_s, u"--group"_s, group} + more, m_store->TestDatabase::as(as), {{u"STEWARD_NEW_PASSWORD"_s, m_password}});
}

QJsonObject TestStaff::account(const QString &name) const
{
    for (const QJsonValue &value : runCtl({u"staff"_s, u"list"_s, u"--json"_s}, m_store->TestDatabase::as(u"admin"_s)).json().value(u"accounts"_s).toArray()) {
        if (value[u"login"].toString() == name)
            return value.toObject();
    }
    return {};
}

ConnectionOptions TestStaff::newcomer() const
{
    ConnectionOptions options = m_store->TestDatabase::as(u"agent"_s);
    options.user = login();
    options.password = m_password;
    return options;
}

QString TestStaff::asNewcomer(const QByteArray &sql, const Params &params) const
{
    Connection connection(u"newcomer"_s);
    if (!connection.open(newcomer()))
        return u"not admitted"_s;
    const auto rows = connection.query({u"test/newcomer"_s, sql}, params);
    return rows ? rows->text(0, 0) : u'<' + rows.error().sqlState + u'>';
}

void TestStaff::firstAdminOfANewStoreMakesTheOthers()
{
    const QString first = login(u"firstadmin"_s);
    const Outcome made = add(first, u"admin"_s, Cluster::ownerLogin(), {u"--first"_s});
    QVERIFY2(made.exitCode == 0, made.told().constData());
    QVERIFY2(made.out.contains("must be changed at the first sign-in"), made.told().constData());
    // Until then it can do nothing else.
    ConnectionOptions options = m_store->TestDatabase::as(u"admin"_s);
    options.user = first;
    options.password = m_password;
    const Outcome early = runCtl({u"staff"_s, u"list"_s}, options);
    QCOMPARE(early.exitCode, 1);
    QVERIFY2(early.isOneLine(), early.told().constData());
    Connection connection(u"first"_s);
    QVERIFY(connection.open(options));
    QVERIFY(connection.query({u"test/change"_s, "select desk.password_change($1)"}, Params().text(QString::fromLatin1(scramVerifier(m_password)))));
    const Outcome other = runCtl({u"staff"_s, u"add"_s, login(), u"--group"_s, u"lead"_s}, options, {{u"STEWARD_NEW_PASSWORD"_s, m_password}});
    QVERIFY2(other.exitCode == 0, other.told().constData());
    QCOMPARE(account(login()).value(u"groups"_s).toString(), u"lead"_s);
    QCOMPARE(account(login()).value(u"name"_s).toString(), login()); // without --name
}

void TestStaff::firstPasswordMustBeChanged()
{
    const Outcome made = add(login(), u"agent"_s);
    QCOMPARE(made.told(), "exit 0\nMade the account " + login().toUtf8() + " in group agent. Its password must be changed at the first sign-in.\n");
    QCOMPARE(account(login()), (QJsonObject{{u"login"_s, login()}, {u"name"_s, u"Zoë 王"_s}, {u"groups"_s, u"agent"_s}, {u"disabled"_s, false}, {u"must_change_password"_s, true}}));
    QCOMPARE(asNewcomer("select desk.session_start('test')->>'must_change_password'"), u"true"_s);
    QCOMPARE(asNewcomer("select count(*)::text from desk.order_page('{}', null, 10)"), u"<42501>"_s);
    QCOMPARE(asNewcomer("select desk.password_change($1)->>'outcome'", Params().text(QString::fromLatin1(scramVerifier(m_password)))), u"done"_s);
    QCOMPARE(asNewcomer("select count(*)::text from desk.order_page('{}', null, 10)"), u"0"_s);
    QCOMPARE(account(login()).value(u"must_change_password"_s).toBool(), false);
}

void TestStaff::serviceIsMadeWithoutAStaffRow()
{
    const Outcome made = add(login(u"shop"_s), u"site"_s, Cluster::ownerLogin(), {u"--first"_s});
    QVERIFY2(made.exitCode == 0, made.told().constData());
    QVERIFY2(!made.out.contains("must be changed"), made.told().constData()); // a service has no first sign-in
    QCOMPARE(account(login(u"shop"_s)), QJsonObject());
    QCOMPARE(m_store->owner("select pg_has_role('" + login(u"shop"_s).toLatin1() + "', 'store_site', 'member')"), u"t"_s);
    const Outcome wrong = add(login(u"shop"_s), u"staff_admin; drop"_s, Cluster::ownerLogin(), {u"--first"_s});
    QCOMPARE(wrong.exitCode, 1);
    QVERIFY2(wrong.isOneLine() && wrong.err.contains("no such group"), wrong.told().constData());
}

void TestStaff::superuserIsNotMadeSomebodyElse_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"steward_dba", "steward_owner", "staff_lead", "pg_monitor", "service_work", "Robert", "x y"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void TestStaff::superuserIsNotMadeSomebodyElse()
{
    QFETCH(const QString, name);
    // The role itself, what it is in, and whether there is one more; of the last, without those that tests beside this one make and
    // drop meanwhile, which have the number of their process in the name.
    const QByteArray named = "from pg_authid r where lower(r.rolname) = lower('" + name.toLatin1() + "')";
    const QByteArray roles = "select coalesce((select string_agg(r::text, ' ') " + named + "), '') || coalesce((select string_agg(m::text, ' ' order by m.roleid) from pg_auth_members m "
                             "where m.member in (select r.oid " + named + ")), '') || (select string_agg(rolname, ' ' order by oid) from pg_roles where rolname !~ '[0-9]')";
    const QString before = m_store->owner(roles);
    QVERIFY2(before.contains(u"staff_lead"_s), qPrintable(before));
    const Outcome outcome = add(name, u"admin"_s, Cluster::ownerLogin(), {u"--first"_s});
    QCOMPARE(m_store->owner(roles), before);
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY2(outcome.isOneLine() && outcome.err.contains("A login is made of a to z"), outcome.told().constData());
}

void TestStaff::disabledAccountIsOut()
{
    QCOMPARE(add(login(), u"agent"_s).exitCode, 0);
    QCOMPARE(asNewcomer("select 'in'"), u"in"_s);
    const Outcome disabled = runCtl({u"staff"_s, u"disable"_s, login()}, m_store->TestDatabase::as(u"admin"_s));
    QCOMPARE(disabled.told(), "exit 0\nDisabled the account " + login().toUtf8() + ".\n");
    QCOMPARE(asNewcomer("select 'in'"), u"not admitted"_s);
    QCOMPARE(account(login()).value(u"disabled"_s).toBool(), true);
    const Outcome list = runCtl({u"staff"_s, u"list"_s}, m_store->TestDatabase::as(u"admin"_s));
    QCOMPARE(list.exitCode, 0);
    QCOMPARE(list.out.count("(disabled)"), 1);
    QVERIFY2(list.out.contains("Zoë 王"), list.told().constData());
}

void TestStaff::grantMovesAnAccountToAnotherGroup()
{
    QCOMPARE(add(login(), u"agent"_s).exitCode, 0);
    const Outcome moved = runCtl({u"staff"_s, u"grant"_s, login(), u"privacy"_s}, m_store->TestDatabase::as(u"admin"_s));
    QCOMPARE(moved.told(), "exit 0\n" + login().toUtf8() + " is in group privacy now.\n");
    QCOMPARE(account(login()).value(u"groups"_s).toString(), u"privacy"_s);
}

void TestStaff::refusalsAreOneLine_data()
{
    QTest::addColumn<QStringList>("arguments"); // N stands for the newcomer
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("taken") << QStringList{u"add"_s, u"N"_s, u"--group"_s, u"lead"_s} << "This login exists already."_ba;
    QTest::newRow("taken by a service") << QStringList{u"add"_s, u"work"_s, u"--group"_s, u"lead"_s} << "This login exists already."_ba;
    QTest::newRow("a name of Steward's own") << QStringList{u"add"_s, u"staff_x"_s, u"--group"_s, u"lead"_s} << "A login is made of a to z"_ba;
    QTest::newRow("not a login") << QStringList{u"add"_s, u"New Comer"_s, u"--group"_s, u"lead"_s} << "A login is made of a to z"_ba;
    QTest::newRow("no name") << QStringList{u"add"_s, u"nobody"_s, u"--group"_s, u"lead"_s, u"--name"_s, u" "_s} << "The display name must have"_ba;
    QTest::newRow("a card for a name") << QStringList{u"add"_s, u"nobody"_s, u"--group"_s, u"lead"_s, u"--name"_s, u"4111 1111 1111 "_s + u"1111"_s} << "looks like a card number"_ba;
    QTest::newRow("no such group") << QStringList{u"add"_s, u"nobody"_s, u"--group"_s, u"kings"_s} << "Groups: agent, lead"_ba;
    QTest::newRow("a service is no group of staff") << QStringList{u"add"_s, u"nobody"_s, u"--group"_s, u"work"_s} << "Groups: agent, lead"_ba;
    QTest::newRow("move to no such group") << QStringList{u"grant"_s, u"N"_s, u"kings"_s} << "Groups: agent, lead"_ba;
    QTest::newRow("move nobody") << QStringList{u"grant"_s, u"nobody"_s, u"lead"_s} << "There is no account with this login."_ba;
    QTest::newRow("move the owner") << QStringList{u"grant"_s, u"steward_dba"_s, u"lead"_s} << "There is no account with this login."_ba;
    QTest::newRow("disable nobody") << QStringList{u"disable"_s, u"nobody"_s} << "There is no account with this login."_ba;
    QTest::newRow("disable oneself") << QStringList{u"disable"_s, u"admin"_s} << "One cannot do this to one's own account"_ba;
    QTest::newRow("move oneself") << QStringList{u"grant"_s, u"admin"_s, u"lead"_s} << "One cannot do this to one's own account"_ba;
}

void TestStaff::refusalsAreOneLine()
{
    QFETCH(QStringList, arguments);
    QFETCH(const QByteArray, says);
    QCOMPARE(add(login(), u"agent"_s).exitCode, 0);
    const QString accounts = m_store->owner("select string_agg(s::text, ' ' order by id) from store.staff s");
    if (arguments.at(1) == u"N")
        arguments[1] = login();
    const Outcome outcome = runCtl(QStringList{u"staff"_s} + arguments, m_store->TestDatabase::as(u"admin"_s), {{u"STEWARD_NEW_PASSWORD"_s, m_password}});
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY2(outcome.isOneLine() && outcome.err.contains(says), outcome.told().constData());
    QCOMPARE(m_store->owner("select string_agg(s::text, ' ' order by id) from store.staff s"), accounts);
}

void TestStaff::whoIsNoAdminIsRefused_data()
{
    QTest::addColumn<QString>("as");
    for (const char *as : {"agent", "lead", "manager", "privacy", "work"})
        QTest::newRow(as) << QString::fromLatin1(as);
}

void TestStaff::whoIsNoAdminIsRefused()
{
    QFETCH(const QString, as);
    const ConnectionOptions options = m_store->TestDatabase::as(as);
    const Variables variables{{u"STEWARD_NEW_PASSWORD"_s, m_password}};
    const QList<QStringList> attempts{{u"staff"_s, u"list"_s}, {u"staff"_s, u"add"_s, login(), u"--group"_s, u"agent"_s}, {u"staff"_s, u"disable"_s, u"lead"_s}, {u"staff"_s, u"grant"_s, u"agent"_s, u"admin"_s},
                                      {u"staff"_s, u"add"_s, login(), u"--group"_s, u"admin"_s, u"--first"_s}};
    for (const QStringList &attempt : attempts)
        QCOMPARE(runCtl(attempt, options, variables).told(), "exit 1\nstewardctl: Your group may not do that.\n"_ba);
    QCOMPARE(m_store->owner("select count(*)::text from pg_roles where rolname = '" + login().toLatin1() + "'"), u"0"_s);
}

void TestStaff::newPasswordIsSeenNowhere()
{
    // Somebody holds the accounts, so that the command stands still while we look.
    const auto holder = m_store->connect(Cluster::ownerLogin());
    QVERIFY(holder->script(u"test/hold"_s, "begin; lock table store.staff in access exclusive mode"));
    QProcess process;
    const ConnectionOptions admin = m_store->TestDatabase::as(u"admin"_s);
    startCtl(process, {u"staff"_s, u"add"_s, login(), u"--group"_s, u"agent"_s}, admin, {{u"STEWARD_NEW_PASSWORD"_s, m_password}});
    const QByteArray waiting = "from pg_stat_activity where application_name = 'stewardctl' and datname = current_database() and wait_event_type = 'Lock'";
    QTRY_COMPARE_WITH_TIMEOUT(m_store->owner("select count(*)::text " + waiting), u"1"_s, 20'000);
#ifdef Q_OS_LINUX
    QFile commandLine(u"/proc/%1/cmdline"_s.arg(process.processId()));
    QVERIFY(commandLine.open(QIODevice::ReadOnly));
    const QByteArray seen = commandLine.readAll();
    QVERIFY(seen.contains("staff") && !seen.contains(m_password.toUtf8()) && !seen.contains(admin.password.toUtf8()));
#endif
    const QString statement = m_store->owner("select query " + waiting);
    QVERIFY2(statement.contains(u"staff_add") && !statement.contains(m_password) && !statement.contains(u"SCRAM-SHA-256"), qPrintable(statement));
    QVERIFY(holder->script(u"test/release"_s, "rollback"));
    QVERIFY(process.waitForFinished(60'000));
    QCOMPARE(process.exitCode(), 0);
    const QByteArray said = process.readAllStandardOutput() + process.readAllStandardError() + m_store->serverLog();
    QVERIFY(said.contains(login().toUtf8()) && !said.contains(m_password.toUtf8()) && !said.contains("SCRAM-SHA-256$"));
}

void TestStaff::withoutANewPasswordNothingIsMade()
{
    for (const Variables &variables : {Variables{}, Variables{{u"STEWARD_NEW_PASSWORD"_s, u""_s}}}) {
        const Outcome outcome = runCtl({u"staff"_s, u"add"_s, login(), u"--group"_s, u"agent"_s}, m_store->TestDatabase::as(u"admin"_s), variables);
        QCOMPARE(outcome.exitCode, 1);
        QVERIFY2(outcome.isOneLine() && outcome.err.contains("STEWARD_NEW_PASSWORD"), outcome.told().constData());
        QCOMPARE(account(login()), QJsonObject());
    }
}

QTEST_GUILESS_MAIN(TestStaff)
#include "tst_staff.moc"
