// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/session/session.h"

#include "models/database/scram.h"
#include "tests/session/fakeserver.h"
#include "tests/session/proxy.h"
#include "tests/support/clusterfixture.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTemporaryFile>
#include <QTest>

#include <memory>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

namespace {

constexpr int patienceMs = 60'000;

/// Signs in and waits for the outcome; nothing when it worked.
std::optional<SignInFailure> outcomeOf(Session &session, const Profile &profile, const QString &user,
                                       const QString &password)
{
    std::optional<SignInFailure> failure;
    bool isDone = false;
    QObject context;
    QObject::connect(&session, &Session::signedIn, &context, [&isDone] { isDone = true; });
    QObject::connect(&session, &Session::signInFailed, &context, [&](const SignInFailure &why) {
        failure = why;
        isDone = true;
    });
    session.signIn(profile, user, password);
    if (!QTest::qWaitFor([&isDone] { return isDone; }, patienceMs))
        return SignInFailure{.cause = ConnectCause::Other, .text = u"no outcome"_s, .detail = {}, .report = {}};
    return failure;
}

QList<Session::State> statesIn(const QSignalSpy &spy)
{
    QList<Session::State> states;
    for (const QVariantList &arguments : spy)
        states += arguments.first().value<Session::State>();
    return states;
}

} // namespace

class TestSession : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void agentSignsIn();
    void certificateIsShown();
    void certificateIsTheOneOfTheServerInUse();
    void wrongPasswordIsSaid();
    void databaseMissingIsSaid();
    void loginWithoutAGroupIsNotStaff();
    void disabledStaffIsNotAdmitted();
    void otherSchemaIsSaid_data();
    void otherSchemaIsSaid();
    void databaseThatIsNoStoreIsSaid();
    void refusedServerIsSaid();
    void severalHostsEachTellTheirReason();
    void hostThatIsDownIsPassedOver();
    void signInCanBeCancelled();
    void lossIsMendedSilently();
    void commandSurvivesTheLoss();
    void lockClosesEveryConnection();
    void unlockSignsInAgain();
    void wrongPasswordLeavesItLocked();
    void passwordIsChangedUnderOnesHands();
    void badPasswordsAreRefused_data();
    void badPasswordsAreRefused();
    void passwordChangedElsewhereLocks();
    void signOutForgetsEverything();
    void serverTellsOfChanges();
    void passwordsReachNoLog();

private:
    [[nodiscard]] Profile profile() const;
    [[nodiscard]] Profile profileThrough(const HostPort &host) const;
    [[nodiscard]] int connectionCount() const;
    [[nodiscard]] QString settled() const;
    void makeStaff();
    void terminateAll() const;
    void expectMended() const;

    std::unique_ptr<TestDatabase> m_case;
    std::unique_ptr<Session> m_session;
    QString m_user;     ///< an agent of this test's own
    QString m_password; ///< theirs
};

void TestSession::initTestCase()
{
    m_case = std::make_unique<TestDatabase>();
    m_user = u"tester%1"_s.arg(QCoreApplication::applicationPid());
    m_password = u"first-password-of-tester"_s;
    makeStaff();
}

void TestSession::init()
{
    m_session = std::make_unique<Session>();
}

void TestSession::cleanup()
{
    m_session.reset();
    // None that is still ending is counted as one of the next session's.
    QTRY_COMPARE_WITH_TIMEOUT(connectionCount(), 0, patienceMs);
}

void TestSession::makeStaff()
{
    Connection admin(u"admin"_s);
    QVERIFY(admin.open(m_case->as(u"admin"_s)));
    const auto added = admin.query(
        {u"test/staff_add"_s, "select desk.staff_add($1, $2, 'Tess Ter', 'agent', $3)"},
        Params().uuid(QUuid::createUuid()).text(m_user).text(QString::fromLatin1(scramVerifier(m_password))));
    QVERIFY(added);
    QCOMPARE(added->object(0, 0).value(u"outcome").toString(), u"done"_s);
}

Profile TestSession::profile() const
{
    return profileThrough(m_case->server());
}

Profile TestSession::profileThrough(const HostPort &host) const
{
    const ConnectionOptions owner = m_case->owner();
    Profile profile;
    profile.name = u"test"_s;
    profile.hosts = {host};
    profile.database = owner.database;
    profile.caFile = owner.caFile;
    return profile;
}

int TestSession::connectionCount() const
{
    return m_case
        ->ask(Cluster::ownerLogin(), "select count(*) from pg_stat_activity where datname = current_database() "
                                     "and application_name like 'steward %'")
        .toInt();
}

/// How many connections have said all that they say of their own accord, and how many of them listen: "4 1" once all are up.
QString TestSession::settled() const
{
    return m_case->ask(Cluster::ownerLogin(), "select count(*) filter (where state = 'idle' and query <> '') || ' ' || count(*) filter (where state = 'idle' and query ilike 'listen%') "
                                              "from pg_stat_activity where datname = current_database() and application_name like 'steward %'");
}

/// Ends all that are up and waits for as many new ones. One may be back before another has seen that it is gone, so the state may come and
/// go more than once on the way, but nobody is asked for anything.
void TestSession::expectMended() const
{
    QTRY_COMPARE_WITH_TIMEOUT(settled(), u"4 1"_s, patienceMs);
    const QString before = m_case->ask(Cluster::ownerLogin(), "select clock_timestamp()::text");
    QSignalSpy states(m_session.get(), &Session::stateChanged);
    terminateAll();
    const QByteArray renewed = "select count(*) filter (where backend_start > $1::timestamptz) || ' of ' || count(*) from pg_stat_activity where datname = current_database() and application_name like 'steward %'";
    const auto isMended = [&] { return !states.isEmpty() && m_session->state() == Session::State::Ready && m_case->ask(Cluster::ownerLogin(), renewed, Params().text(before)) == u"4 of 4"; };
    QVERIFY(QTest::qWaitFor(isMended, patienceMs));
    QVERIFY(states.size() <= 2 * 4); // each of the four once at most
    for (qsizetype i = 0; i < states.size(); ++i)
        QCOMPARE(statesIn(states).at(i), i % 2 == 0 ? Session::State::Reconnecting : Session::State::Ready);
}

void TestSession::terminateAll() const
{
    m_case->ask(Cluster::ownerLogin(), "select count(pg_terminate_backend(pid)) from pg_stat_activity "
                                       "where datname = current_database() and application_name like 'steward %'");
}

void TestSession::agentSignsIn()
{
    QSignalSpy states(m_session.get(), &Session::stateChanged);
    QVERIFY(!outcomeOf(*m_session, profile(), m_user, m_password));
    QCOMPARE(statesIn(states), (QList{Session::State::Connecting, Session::State::Ready}));
    const Login &login = m_session->login();
    QCOMPARE(login.login, m_user);
    QCOMPARE(login.displayName, u"Tess Ter"_s);
    QCOMPARE(login.groups, QStringList{u"agent"_s});
    QVERIFY(login.staffId > 0);
    QVERIFY(login.mustChangePassword);
    QVERIFY(!login.timeZone.isEmpty());
    QCOMPARE(login.schemaVersion, supportedSchema().newest);
    QVERIFY(m_session->may(u"view"_s));
    QVERIFY(!m_session->may(u"accounts"_s));
    QTRY_COMPARE_WITH_TIMEOUT(connectionCount(), 4, 20'000);
}

void TestSession::certificateIsShown()
{
    QVERIFY(!outcomeOf(*m_session, profile(), m_user, m_password));
    const ProbeReport report = m_session->serverReport();
    QCOMPARE(report.cause, ConnectCause::None);
    QVERIFY(report.tlsVersion.startsWith(u"TLSv1."));
    QVERIFY(!report.chain.isEmpty());
    QVERIFY(report.chain.first().names.contains(u"localhost"_s));
}

/// Two hosts that can be used; the first is gone by the time of the connection.
void TestSession::certificateIsTheOneOfTheServerInUse()
{
    const Identity authority = makeAuthority(u"Another authority"_s);
    FakeServer first(FakeServer::Manner::TlsOnce, makeServer(authority, {.names = {u"localhost"_s, u"first.example"_s}}));
    QFile ours(m_case->owner().caFile);
    QVERIFY(ours.open(QIODevice::ReadOnly));
    QTemporaryFile both;
    QVERIFY(both.open());
    both.write(authority.certificatePem() + ours.readAll());
    both.close();
    Profile several = profile();
    several.hosts.prepend(first.address());
    several.caFile = both.fileName();
    QVERIFY(!outcomeOf(*m_session, several, m_user, m_password));
    QTRY_COMPARE_WITH_TIMEOUT(first.handshakes(), 1, patienceMs); // the probe's
    const ProbeReport report = m_session->serverReport();
    QCOMPARE(report.server, u"localhost:%1"_s.arg(m_case->server().port));
    QVERIFY(!report.chain.isEmpty());
    QVERIFY(!report.chain.first().names.contains(u"first.example"_s));
    // Also after a loss and a reconnect.
    expectMended();
    QTRY_COMPARE_WITH_TIMEOUT(m_session->serverReport().server, report.server, patienceMs);
}

void TestSession::wrongPasswordIsSaid()
{
    const auto failure = outcomeOf(*m_session, profile(), m_user, u"tst-session-planted-wrong"_s);
    QVERIFY(failure);
    QCOMPARE(failure->cause, ConnectCause::WrongPassword);
    QVERIFY(!failure->text.contains(u"planted"));
    QCOMPARE(m_session->state(), Session::State::SignedOut);
}

void TestSession::databaseMissingIsSaid()
{
    Profile other = profile();
    other.database = u"no_such_store"_s;
    const auto failure = outcomeOf(*m_session, other, m_user, m_password);
    QVERIFY(failure);
    QCOMPARE(failure->cause, ConnectCause::DatabaseMissing);
}

void TestSession::loginWithoutAGroupIsNotStaff()
{
    const QByteArray name = "stranger" + QByteArray::number(QCoreApplication::applicationPid());
    m_case->ask(Cluster::ownerLogin(),
                "create role " + name + " login password '" + scramVerifier(u"stranger-password"_s) + "'");
    const auto failure = outcomeOf(*m_session, profile(), QString::fromLatin1(name), u"stranger-password"_s);
    m_session.reset();
    m_case->ask(Cluster::ownerLogin(), "drop role " + name);
    QVERIFY(failure);
    QCOMPARE(failure->cause, ConnectCause::NotStaff);
}

void TestSession::disabledStaffIsNotAdmitted()
{
    m_case->ask(Cluster::ownerLogin(), "alter role " + m_user.toLatin1() + " nologin");
    const auto failure = outcomeOf(*m_session, profile(), m_user, m_password);
    m_case->ask(Cluster::ownerLogin(), "alter role " + m_user.toLatin1() + " login");
    QVERIFY(failure);
    QCOMPARE(failure->cause, ConnectCause::NotAdmitted);
}

void TestSession::otherSchemaIsSaid_data()
{
    QTest::addColumn<int>("difference");
    QTest::addColumn<int>("cause");
    QTest::newRow("older") << -1 << int(ConnectCause::SchemaTooOld);
    QTest::newRow("newer") << 1 << int(ConnectCause::SchemaTooNew);
}

void TestSession::otherSchemaIsSaid()
{
    QFETCH(int, difference);
    QFETCH(int, cause);
    const QString definition =
        m_case->ask(Cluster::ownerLogin(), "select pg_get_functiondef('desk.session_start(text)'::regprocedure)");
    const QByteArray version = QByteArray::number(supportedSchema().newest + difference);
    m_case->ask(
        Cluster::ownerLogin(),
        "create or replace function desk.session_start(client_version text) returns jsonb language sql as $$ select "
        "jsonb_build_object('login', session_user, 'schema_version', " +
            version + ") $$");
    const auto failure = outcomeOf(*m_session, profile(), m_user, m_password);
    m_case->ask(Cluster::ownerLogin(), definition.toUtf8());
    QVERIFY(failure);
    QCOMPARE(int(failure->cause), cause);
    QVERIFY(failure->detail.contains(QString::fromLatin1(version)));
    QCOMPARE(m_session->state(), Session::State::SignedOut);
}

void TestSession::databaseThatIsNoStoreIsSaid()
{
    Profile other = profile();
    other.database = u"postgres"_s;
    const auto failure = outcomeOf(*m_session, other, m_user, m_password);
    QVERIFY(failure);
    QCOMPARE(failure->cause, ConnectCause::SchemaTooOld);
}

void TestSession::refusedServerIsSaid()
{
    const FakeServer server(FakeServer::Manner::SaysNo);
    const auto failure = outcomeOf(*m_session, profileThrough(server.address()), m_user, m_password);
    QVERIFY(failure);
    QCOMPARE(failure->cause, ConnectCause::TlsNotOffered);
    // The password was not even started on: one SSLRequest, and that was that.
    QCOMPARE(server.plainBytes().size(), 8);
}

void TestSession::severalHostsEachTellTheirReason()
{
    const FakeServer plain(FakeServer::Manner::SaysNo);
    Profile several = profileThrough(plain.address());
    several.hosts += HostPort{u"no-such-host.invalid"_s, 5432};
    const auto failure = outcomeOf(*m_session, several, m_user, m_password);
    QVERIFY(failure);
    QCOMPARE(failure->cause, ConnectCause::TlsNotOffered);
    const QStringList lines = failure->detail.split(u'\n');
    QCOMPARE(lines.size(), 2);
    QVERIFY(lines.first().contains(causeText(ConnectCause::TlsNotOffered, plain.address())));
    QVERIFY(lines.last().contains(u"no-such-host.invalid"));
}

void TestSession::hostThatIsDownIsPassedOver()
{
    Profile several = profile();
    several.hosts.prepend(HostPort{u"localhost"_s, 1});
    QVERIFY(!outcomeOf(*m_session, several, m_user, m_password));
}

void TestSession::signInCanBeCancelled()
{
    const FakeServer silent(FakeServer::Manner::SaysNothing);
    QSignalSpy failed(m_session.get(), &Session::signInFailed);
    m_session->signIn(profileThrough(silent.address()), m_user, m_password);
    QCOMPARE(m_session->state(), Session::State::Connecting);
    QTest::qWait(50);
    m_session->cancelSignIn();
    QCOMPARE(m_session->state(), Session::State::SignedOut);
    QElapsedTimer timer;
    timer.start();
    QVERIFY(!outcomeOf(*m_session, profile(), m_user, m_password));
    QVERIFY(timer.elapsed() < 9000); // the silent one would have been waited for longer
    QCOMPARE(failed.size(), 0);
}

void TestSession::lossIsMendedSilently()
{
    QVERIFY(!outcomeOf(*m_session, profile(), m_user, m_password));
    QSignalSpy signedIn(m_session.get(), &Session::signedIn);
    expectMended();
    QCOMPARE(signedIn.size(), 0);
    QCOMPARE(m_session->login().login, m_user);
    QCOMPARE(connectionCount(), 4);
}

void TestSession::commandSurvivesTheLoss()
{
    Proxy proxy(m_case->server());
    // Not the tester: a new account does nothing before its password is its own.
    const ConnectionOptions agent = m_case->as(u"agent"_s);
    QVERIFY(!outcomeOf(*m_session, profileThrough(proxy.address()), agent.user, agent.password));
    QVERIFY(!m_session->login().mustChangePassword);
    // The next answer that comes through is the command's.
    QTRY_COMPARE_WITH_TIMEOUT(settled(), u"4 1"_s, patienceMs);
    const NamedQuery save{u"test/save"_s, "select desk.saved_view_save($1, null, 'orders', $2, '{}', false, 0)"};
    const QUuid id = QUuid::createUuid();
    proxy.cutAtNextAnswer();
    auto sent = m_session->commandClient().send(save, id, Params().text(u"Mine %1"_s.arg(id.toString())));
    QTRY_VERIFY_WITH_TIMEOUT(sent.isFinished(), patienceMs);
    const auto outcome = sent.result();
    QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().sqlState));
    QCOMPARE(outcome->kind, CommandOutcome::Kind::Done);
    QVERIFY(outcome->replayed);
    QCOMPARE(m_case->ask(Cluster::ownerLogin(), "select count(*) from store.saved_view where name = $1",
                         Params().text(u"Mine %1"_s.arg(id.toString()))),
             u"1"_s);
}

void TestSession::lockClosesEveryConnection()
{
    QVERIFY(!outcomeOf(*m_session, profile(), m_user, m_password));
    QTRY_COMPARE_WITH_TIMEOUT(connectionCount(), 4, 20'000);
    m_session->lock();
    QCOMPARE(m_session->state(), Session::State::Locked);
    QCOMPARE(m_session->login().login, m_user);
    QTRY_COMPARE_WITH_TIMEOUT(connectionCount(), 0, 20'000);
    const auto answer =
        m_session->reading().run([](Connection &, const Interrupt &) { return Result<int>(1); }).result();
    QVERIFY(!answer);
    QCOMPARE(answer.error().kind, ErrorKind::Offline);
    QTest::qWait(600);
    QCOMPARE(connectionCount(), 0);
}

void TestSession::unlockSignsInAgain()
{
    QVERIFY(!outcomeOf(*m_session, profile(), m_user, m_password));
    m_session->lock();
    QSignalSpy unlocked(m_session.get(), &Session::unlocked);
    QSignalSpy signedIn(m_session.get(), &Session::signedIn);
    m_session->unlock(m_password);
    QVERIFY(unlocked.wait(patienceMs));
    QCOMPARE(m_session->state(), Session::State::Ready);
    QCOMPARE(signedIn.size(), 0);
    QTRY_COMPARE_WITH_TIMEOUT(connectionCount(), 4, 20'000);
}

void TestSession::wrongPasswordLeavesItLocked()
{
    QVERIFY(!outcomeOf(*m_session, profile(), m_user, m_password));
    m_session->lock();
    QSignalSpy failed(m_session.get(), &Session::signInFailed);
    m_session->unlock(u"not this one"_s);
    QVERIFY(failed.wait(patienceMs));
    QCOMPARE(failed.first().first().value<SignInFailure>().cause, ConnectCause::WrongPassword);
    QCOMPARE(m_session->state(), Session::State::Locked);
    QSignalSpy unlocked(m_session.get(), &Session::unlocked);
    m_session->unlock(m_password);
    QVERIFY(unlocked.wait(patienceMs));
}

void TestSession::passwordIsChangedUnderOnesHands()
{
    QVERIFY(!outcomeOf(*m_session, profile(), m_user, m_password));
    QTRY_COMPARE_WITH_TIMEOUT(settled(), u"4 1"_s, patienceMs); // none is still on its way in with the password of before
    const auto wrong = m_session->changePassword(u"not the current one"_s, u"tst-session-planted-next"_s);
    QTRY_VERIFY_WITH_TIMEOUT(wrong.isFinished(), patienceMs);
    QVERIFY(!wrong.result());
    QCOMPARE(wrong.result().error().kind, ErrorKind::Invalid);

    const QString next = u"tst-session-planted-nëxt"_s;
    const auto changed = m_session->changePassword(m_password, next);
    QTRY_VERIFY_WITH_TIMEOUT(changed.isFinished(), patienceMs);
    QVERIFY2(changed.result(), changed.result() ? "" : qPrintable(changed.result().error().userText));
    QVERIFY(!m_session->login().mustChangePassword);

    // A reconnect already uses the new one, and the old one no longer opens anything.
    expectMended();
    Session other;
    QCOMPARE(outcomeOf(other, profile(), m_user, m_password)->cause, ConnectCause::WrongPassword);
    m_password = next;
    QVERIFY(!outcomeOf(other, profile(), m_user, m_password));
    QVERIFY(!other.login().mustChangePassword);
}

void TestSession::badPasswordsAreRefused_data()
{
    QTest::addColumn<QString>("next");
    QTest::newRow("empty") << QString();
    QTest::newRow("short") << u"12345678"_s;
    QTest::newRow("blanks") << u"             "_s;
    QTest::newRow("the old one") << m_password;
}

void TestSession::badPasswordsAreRefused()
{
    QFETCH(QString, next);
    QVERIFY(!outcomeOf(*m_session, profile(), m_user, m_password));
    const auto changed = m_session->changePassword(m_password, next);
    QVERIFY(changed.isFinished());
    QVERIFY(!changed.result());
    QCOMPARE(changed.result().error().kind, ErrorKind::Invalid);
}

void TestSession::passwordChangedElsewhereLocks()
{
    QVERIFY(!outcomeOf(*m_session, profile(), m_user, m_password));
    QTRY_COMPARE_WITH_TIMEOUT(connectionCount(), 4, 20'000);
    const QString elsewhere = u"changed-somewhere-else"_s;
    m_case->ask(Cluster::ownerLogin(),
                "alter role " + m_user.toLatin1() + " password '" + scramVerifier(elsewhere) + "'");
    QSignalSpy failed(m_session.get(), &Session::signInFailed);
    terminateAll();
    QVERIFY(failed.wait(patienceMs));
    QCOMPARE(failed.first().first().value<SignInFailure>().cause, ConnectCause::WrongPassword);
    QCOMPARE(m_session->state(), Session::State::Locked);
    m_password = elsewhere;
    QSignalSpy unlocked(m_session.get(), &Session::unlocked);
    m_session->unlock(m_password);
    QVERIFY(unlocked.wait(patienceMs));
    QCOMPARE(failed.size(), 1);
}

void TestSession::signOutForgetsEverything()
{
    QVERIFY(!outcomeOf(*m_session, profile(), m_user, m_password));
    m_session->signOut();
    QCOMPARE(m_session->state(), Session::State::SignedOut);
    QCOMPARE(m_session->login().login, QString());
    QVERIFY(!m_session->may(u"view"_s));
    QTRY_COMPARE_WITH_TIMEOUT(connectionCount(), 0, 20'000);
}

void TestSession::serverTellsOfChanges()
{
    QVERIFY(!outcomeOf(*m_session, profile(), m_user, m_password));
    QTRY_COMPARE_WITH_TIMEOUT(settled(), u"4 1"_s, patienceMs);
    QSignalSpy changed(m_session.get(), &Session::changed);
    m_case->ask(Cluster::ownerLogin(), "select pg_notify('steward_orders', '')");
    QVERIFY(changed.wait(patienceMs));
    QCOMPARE(changed.first().first().toString(), u"steward_orders"_s);
}

void TestSession::passwordsReachNoLog()
{
    const QByteArray log = m_case->serverLog();
    QVERIFY(!log.isEmpty());
    QVERIFY(!log.contains("tst-session-planted"));
    QVERIFY(!log.contains("SCRAM-SHA-256$"));
    QVERIFY(!log.contains(m_password.toUtf8()));
}

QTEST_GUILESS_MAIN(TestSession)
#include "tst_session.moc"
