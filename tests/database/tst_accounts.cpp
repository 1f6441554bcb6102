// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/database/scram.h"
#include "tests/database/storeundertest.h"

#include <QTest>

#include <array>
#include <thread>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// Accounts are made by functions with an allow-list, and a password never reaches the server.
class TestAccounts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void newAccountMustChooseItsPasswordFirst();
    void onlyStaffGroupsAreGiven_data();
    void onlyStaffGroupsAreGiven();
    void onlyPlainLoginsAreTouched_data();
    void onlyPlainLoginsAreTouched();
    void nobodyMovesThemselves();
    void twoAdminsCannotShutEachOtherOut_data();
    void twoAdminsCannotShutEachOtherOut();
    void enabledLoginIsInAgain();
    void groupIsReplaced();
    void disabledLoginIsOutAtOnce();
    void passwordsAreVerifiersOnly_data();
    void passwordsAreVerifiersOnly();
    void addingTwiceMakesOneAccount();
    void innerFunctionsAreOutOfReach_data();
    void innerFunctionsAreOutOfReach();
    void loginWithoutStaffRowIsNoStaff();

private:
    /// The account every test makes; roles belong to the whole cluster, so its name is this process's own.
    QString newcomer() const { return u"newcomer%1"_s.arg(QCoreApplication::applicationPid()); }
    QString add(const QString &login, const QString &group) const;
    /// What the new account is told, signed in with the password it was made with.
    QString asNewcomer(const char *sql, const Params &params = {}) const;

    std::unique_ptr<StoreUnderTest> m_store;
    const QString m_password = u"a password of 25 letters!"_s;
};

void TestAccounts::init()
{
    m_store = std::make_unique<StoreUnderTest>();
}

void TestAccounts::cleanup()
{
    m_store->owner("do $$ begin if exists (select from pg_roles where rolname ~ '^newcomer') then "
                   "execute (select string_agg(format('drop role %I', rolname), ';') from pg_roles where rolname ~ ('^newcomer' || '" + QByteArray::number(QCoreApplication::applicationPid()) + "')); end if; end $$");
    m_store.reset();
}

QString TestAccounts::add(const QString &login, const QString &group) const
{
    return m_store->admin("select coalesce(nullif(r->>'reason', ''), r->>'outcome') from desk.staff_add(gen_random_uuid(), $1, 'New Comer', $2, $3) r",
                          Params().text(login).text(group).text(QString::fromLatin1(scramVerifier(m_password))));
}

QString TestAccounts::asNewcomer(const char *sql, const Params &params) const
{
    ConnectionOptions options = m_store->TestDatabase::as(u"agent"_s);
    options.user = newcomer();
    options.password = m_password;
    Connection connection(u"newcomer"_s);
    if (const auto opened = connection.open(options); !opened)
        return u"not admitted"_s;
    const auto rows = connection.query({u"test/newcomer"_s, sql}, params);
    return rows ? rows->text(0, 0) : u'<' + rows.error().sqlState + u'>';
}

void TestAccounts::newAccountMustChooseItsPasswordFirst()
{
    QCOMPARE(add(newcomer(), u"agent"_s), u"done"_s);
    QCOMPARE(asNewcomer("select desk.session_start('test')->>'must_change_password'"), u"true"_s);
    QCOMPARE(asNewcomer("select count(*)::text from desk.order_page('{}', null, 10)"), u"<42501>"_s);
    QCOMPARE(asNewcomer("select desk.password_change($1)->>'outcome'", Params().text(QString::fromLatin1(scramVerifier(m_password)))), u"done"_s);
    QCOMPARE(asNewcomer("select desk.session_start('test')->>'must_change_password'"), u"false"_s);
    QCOMPARE(asNewcomer("select count(*)::text from desk.order_page('{}', null, 10)"), u"0"_s);
    // Reset by an admin, it must be chosen again.
    QCOMPARE(m_store->admin("select desk.staff_password(gen_random_uuid(), $1, $2)->>'outcome'",
                            Params().text(newcomer()).text(QString::fromLatin1(scramVerifier(m_password)))), u"done"_s);
    QCOMPARE(asNewcomer("select count(*)::text from desk.order_page('{}', null, 10)"), u"<42501>"_s);
}

void TestAccounts::onlyStaffGroupsAreGiven_data()
{
    QTest::addColumn<QString>("group");
    for (const char *group : {"pg_read_all_data", "postgres", "steward_dba", "steward_api", "steward_owner", "steward_accounts", "service_work", "store_site", "agent; drop", ""})
        QTest::newRow(*group ? group : "none") << QString::fromLatin1(group);
}

void TestAccounts::onlyStaffGroupsAreGiven()
{
    QFETCH(const QString, group);
    QCOMPARE(add(newcomer(), group), u"unknown_group"_s);
    QCOMPARE(add(newcomer(), u"agent"_s), u"done"_s);
    QCOMPARE(m_store->admin("select desk.staff_grant(gen_random_uuid(), $1, $2)->>'reason'", Params().text(newcomer()).text(group)), u"unknown_group"_s);
}

void TestAccounts::onlyPlainLoginsAreTouched_data()
{
    QTest::addColumn<QString>("login");
    for (const char *login : {"postgres", "steward_dba", "steward_api", "staff_agent", "site", "work", "nobody-such"})
        QTest::newRow(login) << QString::fromLatin1(login);
}

void TestAccounts::onlyPlainLoginsAreTouched()
{
    QFETCH(const QString, login);
    const QString verifier = QString::fromLatin1(scramVerifier(m_password));
    QCOMPARE(m_store->admin("select desk.staff_password(gen_random_uuid(), $1, $2)->>'reason'", Params().text(login).text(verifier)), u"no_such_login"_s);
    QCOMPARE(m_store->admin("select desk.staff_disable(gen_random_uuid(), $1)->>'reason'", Params().text(login)), u"no_such_login"_s);
    QCOMPARE(m_store->admin("select desk.staff_grant(gen_random_uuid(), $1, 'lead')->>'reason'", Params().text(login)), u"no_such_login"_s);
}

void TestAccounts::nobodyMovesThemselves()
{
    QCOMPARE(m_store->admin("select desk.staff_grant(gen_random_uuid(), 'admin', 'lead')->>'reason'"), u"yourself"_s);
    QCOMPARE(m_store->admin("select desk.staff_disable(gen_random_uuid(), 'admin')->>'reason'"), u"yourself"_s);
}

void TestAccounts::twoAdminsCannotShutEachOtherOut_data()
{
    QTest::addColumn<QByteArray>("way");
    QTest::newRow("disable") << QByteArray("desk.staff_disable(gen_random_uuid(), $1)");
    QTest::newRow("group") << QByteArray("desk.staff_grant(gen_random_uuid(), $1, 'agent')");
}

/// Both at once: the second waits for the first and is no admin any more then.
void TestAccounts::twoAdminsCannotShutEachOtherOut()
{
    QFETCH(const QByteArray, way);
    const QStringList names{newcomer(), newcomer() + u'b'};
    std::array<Connection, 2> connections{Connection(u"first"_s), Connection(u"second"_s)};
    for (int i = 0; i < 2; ++i) {
        QCOMPARE(add(names.at(i), u"admin"_s), u"done"_s);
        m_store->owner("update store.staff set must_change_password = false where login = $1", Params().text(names.at(i)));
        ConnectionOptions options = m_store->TestDatabase::as(u"agent"_s);
        options.user = names.at(i);
        options.password = m_password;
        QVERIFY(connections[i].open(options));
    }
    QVERIFY(connections[0].query({u"test/begin"_s, "begin"}));
    QVERIFY(connections[0].query({u"test/first"_s, "select " + way}, Params().text(names.at(1))));
    Result<Rows> answer;
    std::thread second([&] { answer = connections[1].query({u"test/second"_s, "select " + way + "->>'reason'"}, Params().text(names.at(0))); });
    const bool waited = QTest::qWaitFor([&] {
        return m_store->owner("select count(*)::text from pg_stat_activity where datname = current_database() and usename = $1 and wait_event_type = 'Lock'", Params().text(names.at(1))) == u"1";
    }, 20'000);
    const auto ended = connections[0].query({u"test/commit"_s, "commit"});
    second.join();
    QVERIFY(waited && ended && answer);
    QCOMPARE(answer->text(0, 0), u"no_right"_s);
    QCOMPARE(m_store->owner("select string_agg(s.login, ' ') from store.staff s join pg_roles r on r.rolname = s.login where s.login like $1 and s.disabled_at is null and r.rolcanlogin and pg_has_role(r.oid, 'staff_admin', 'member')",
                            Params().text(newcomer() + u'%')), names.at(0));
}

void TestAccounts::enabledLoginIsInAgain()
{
    QCOMPARE(add(newcomer(), u"agent"_s), u"done"_s);
    for (const QByteArray &verb : QByteArrayList{"disable", "enable"})
        QCOMPARE(m_store->admin("select desk.staff_" + verb + "(gen_random_uuid(), $1)->>'outcome'", Params().text(newcomer())), u"done"_s);
    QCOMPARE(asNewcomer("select desk.session_start('test')->>'login'"), newcomer());
    QCOMPARE(m_store->admin("select desk.staff_enable(gen_random_uuid(), 'admin')->>'reason'"), u"yourself"_s);
    QCOMPARE(m_store->lead("select desk.staff_enable(gen_random_uuid(), $1)->>'reason'", Params().text(newcomer())), u"<42501>"_s);
}

void TestAccounts::groupIsReplaced()
{
    QCOMPARE(add(newcomer(), u"agent"_s), u"done"_s);
    QCOMPARE(m_store->admin("select desk.staff_grant(gen_random_uuid(), $1, 'manager')->>'outcome'", Params().text(newcomer())), u"done"_s);
    QCOMPARE(m_store->admin("select array_to_string(groups, ' ') from desk.staff_list() where login = $1", Params().text(newcomer())), u"manager"_s);
}

void TestAccounts::disabledLoginIsOutAtOnce()
{
    QCOMPARE(add(newcomer(), u"agent"_s), u"done"_s);
    ConnectionOptions options = m_store->TestDatabase::as(u"agent"_s);
    options.user = newcomer();
    options.password = m_password;
    Connection connection(u"newcomer"_s);
    QVERIFY(connection.open(options));
    const NamedQuery start{u"test/start"_s, "select desk.session_start('test')->>'login'"};
    QVERIFY(connection.query(start));
    QCOMPARE(m_store->admin("select desk.staff_disable(gen_random_uuid(), $1)->>'outcome'", Params().text(newcomer())), u"done"_s);
    // The connection it still has is of no use any more, and it gets no new one.
    const auto answer = connection.query(start);
    QVERIFY(!answer);
    QCOMPARE(answer.error().sqlState, u"ST001"_s);
    QCOMPARE(asNewcomer("select 1"), u"not admitted"_s);
}

void TestAccounts::passwordsAreVerifiersOnly_data()
{
    QTest::addColumn<QString>("given");
    QTest::newRow("password") << u"correct horse battery staple"_s;
    QTest::newRow("md5") << u"md5c7a2f9c1e6f3b1a7b8d9e0f1a2b3c4d5"_s;
    QTest::newRow("half a verifier") << u"SCRAM-SHA-256$4096:YWJj"_s;
    QTest::newRow("with SQL") << QString(QString::fromLatin1(scramVerifier(u"x"_s)) + u"' superuser"_s);
}

void TestAccounts::passwordsAreVerifiersOnly()
{
    QFETCH(const QString, given);
    QCOMPARE(m_store->admin("select desk.staff_add(gen_random_uuid(), $1, 'x', 'agent', $2)->>'reason'", Params().text(newcomer()).text(given)), u"bad_verifier"_s);
    QCOMPARE(m_store->agent("select desk.password_change($1)->>'reason'", Params().text(given)), u"bad_verifier"_s);
}

void TestAccounts::addingTwiceMakesOneAccount()
{
    const QUuid command = QUuid::createUuid();
    const auto send = [&](const QString &login) {
        return m_store->admin("select (r->>'outcome') || ' ' || coalesce(r->>'replayed', '') || coalesce(r->>'reason', '') from desk.staff_add($1, $2, 'New Comer', 'agent', $3) r",
                              Params().uuid(command).text(login).text(QString::fromLatin1(scramVerifier(m_password))));
    };
    QCOMPARE(send(newcomer()), u"done "_s);
    QCOMPARE(send(newcomer()), u"done true"_s); // another salt, the same command
    QCOMPARE(send(newcomer() + u'x'), u"refused command_reused"_s);
    QCOMPARE(add(newcomer(), u"agent"_s), u"login_taken"_s);
}

void TestAccounts::innerFunctionsAreOutOfReach_data()
{
    QTest::addColumn<QByteArray>("call");
    QTest::newRow("make") << QByteArray("select store.role_make('evil', 'lead', 'x')");
    QTest::newRow("password") << QByteArray("select store.role_password('steward_dba', 'x')");
    QTest::newRow("move") << QByteArray("select store.role_move('admin', 'lead')");
    QTest::newRow("set up") << QByteArray("select store.set_up_login('evil', 'x', 'staff_lead', 'x', false)");
    QTest::newRow("by hand") << QByteArray("create role evil superuser");
    QTest::newRow("group by hand") << QByteArray("grant staff_lead to admin");
    QTest::newRow("another's role") << QByteArray("set role steward_api");
}

void TestAccounts::innerFunctionsAreOutOfReach()
{
    QFETCH(const QByteArray, call);
    QCOMPARE(m_store->admin(call), u"<42501>"_s);
    QCOMPARE(m_store->agent(call), u"<42501>"_s);
}

void TestAccounts::loginWithoutStaffRowIsNoStaff()
{
    QCOMPARE(add(newcomer(), u"agent"_s), u"done"_s);
    m_store->owner("update store.staff set disabled_at = now() where login ~ '^newcomer'");
    QCOMPARE(asNewcomer("select desk.session_start('test')::text"), u"<ST001>"_s);
    QCOMPARE(m_store->site("select desk.session_start('test')::text"), u"<42501>"_s);
}

QTEST_GUILESS_MAIN(TestAccounts)
#include "tst_accounts.moc"
