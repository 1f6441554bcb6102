// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/latestonly.h"
#include "models/database/commandclient.h"
#include "models/database/databasethread.h"
#include "tests/session/proxy.h"
#include "tests/support/clusterfixture.h"

#include <QElapsedTimer>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTest>

#include <ctime>
#include <memory>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

class TestDatabaseThread : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void jobsRunInOrder();
    void withoutOptionsEveryJobIsOffline();
    void cancelledWaitingJobIsNeverRun();
    void cancelStopsTheStatementOnTheServer();
    void cancelNeverHitsTheNextQuestion();
    void farServerIsCancelledToo();
    void newestOfManyQuestionsIsAnswered();
    void slowJobTimesOut();
    void withoutACancellerTheTimeLimitStillHolds();
    void lossWhileIdleIsMendedByItself();
    void readThatLostItsServerIsAskedOnceMore();
    void writeIsNotRepeated();
    void readGivesUpWhenTheServerStaysAway();
    void commandCutOffIsDoneOnce();
    void answerOfACommandIsRead_data();
    void answerOfACommandIsRead();
    void commandUndoneByADeadlockGoesAgain();
    void commandWaitsForTheServer();
    void commandGivesUp();
    void commandIsNotCancelled();
    void commandOfAnotherLoginIsNotSent();
    void lockedThreadKeepsTheCommand();
    void refusedLoginIsNotTriedAgain();
    void refusalUnderOlderOptionsIsNoNews();
    void refusalOfAReplacedPasswordIsNoNews();
    void notificationArrivesWhileIdle();
    void listeningSurvivesTheReconnect();
    void idleThreadCostsNothing();
    void transactionLeftOpenIsEnded();
    void destroyingStopsTheRunningRead();
    void destroyingWaitsForTheRunningWrite();
    void writeWithoutAnAnswerDoesNotKeepTheProgram();
    void cancellerMayGoFirst();

private:
    QFuture<Result<Rows>> ask(const char *sql, const JobOptions &options = {}, const Params &params = {});
    [[nodiscard]] QFuture<Result<CommandOutcome>> send(QUuid id, int giveUpMs = 20'000);
    [[nodiscard]] ConnectionOptions optionsThrough(const Proxy &proxy) const;
    void terminateAll() const;
    [[nodiscard]] int countStatements(const QString &marker) const;

    std::unique_ptr<TestDatabase> m_case;
    std::unique_ptr<DatabaseThread> m_control;
    std::unique_ptr<DatabaseThread> m_thread;
    std::unique_ptr<CommandClient> m_commands;
};

void TestDatabaseThread::initTestCase()
{
    m_case = std::make_unique<TestDatabase>();
    // As the real commands do: once for an id, and the stored answer for every further time.
    m_case->ask(Cluster::ownerLogin(), "create table command(id uuid primary key, times int not null default 1)");
    m_case->ask(Cluster::ownerLogin(),
                R"(create function command(command_id uuid, seconds float) returns jsonb language plpgsql as $$
        begin
            insert into command values (command_id) on conflict (id) do update set times = command.times + 1;
            perform pg_sleep(seconds);
            return jsonb_build_object('outcome', 'done', 'replayed',
                                      (select times > 1 from command where id = command_id));
        end $$)");
}

void TestDatabaseThread::init()
{
    m_control = std::make_unique<DatabaseThread>(u"control"_s);
    m_thread = std::make_unique<DatabaseThread>(u"read"_s);
    m_commands = std::make_unique<CommandClient>(*m_thread);
    m_control->setOptions(m_case->owner());
    m_thread->setOptions(m_case->owner());
    m_thread->setCanceller(m_control.get());
}

void TestDatabaseThread::cleanup()
{
    m_thread.reset();
    m_control.reset();
}

QFuture<Result<Rows>> TestDatabaseThread::ask(const char *sql, const JobOptions &options, const Params &params)
{
    const NamedQuery query{u"test/question"_s, sql};
    return m_thread->run(
        [query, params](Connection &connection, const Interrupt &interrupt) {
            return connection.query(query, params, interrupt);
        },
        options);
}

QFuture<Result<CommandOutcome>> TestDatabaseThread::send(QUuid id, int giveUpMs)
{
    static const NamedQuery query{u"test/command"_s, "select command($1, $2)"};
    return m_commands->send(query, id, Params().text(u"0"_s), giveUpMs);
}

ConnectionOptions TestDatabaseThread::optionsThrough(const Proxy &proxy) const
{
    ConnectionOptions options = m_case->owner();
    options.hosts = {proxy.address()};
    return options;
}

void TestDatabaseThread::terminateAll() const
{
    m_case->ask(Cluster::ownerLogin(), "select count(pg_terminate_backend(pid)) from pg_stat_activity "
                                       "where datname = current_database() and application_name like 'steward %'");
}

int TestDatabaseThread::countStatements(const QString &marker) const
{
    return m_case
        ->ask(Cluster::ownerLogin(),
              "select count(*) from pg_stat_activity where state = 'active' and position($1 in query) > 0 "
              "and pid <> pg_backend_pid()",
              Params().text(marker))
        .toInt();
}

void TestDatabaseThread::jobsRunInOrder()
{
    QList<int> order;
    QList<QFuture<Result<int>>> futures;
    for (int number = 0; number < 50; ++number)
        futures += m_thread->run([&order, number](Connection &, const Interrupt &) {
            order += number;
            return Result<int>(number);
        });
    futures.last().waitForFinished();
    for (int number = 0; number < 50; ++number)
        QCOMPARE(order.at(number), number);
}

void TestDatabaseThread::withoutOptionsEveryJobIsOffline()
{
    DatabaseThread thread(u"read"_s);
    const auto answer = thread.run([](Connection &, const Interrupt &) { return Result<int>(1); }).result();
    QVERIFY(!answer);
    QCOMPARE(answer.error().kind, ErrorKind::Offline);
}

void TestDatabaseThread::cancelledWaitingJobIsNeverRun()
{
    std::atomic<bool> hasRun = false;
    QSemaphore gate;
    auto running = m_thread->run([&gate](Connection &, const Interrupt &) {
        gate.acquire();
        return Result<int>(1);
    });
    auto waiting = m_thread->run([&hasRun](Connection &, const Interrupt &) {
        hasRun = true;
        return Result<int>(1);
    });
    waiting.cancel();
    gate.release();
    running.waitForFinished();
    QVERIFY(ask("select 1").result());
    QVERIFY(!hasRun);
}

void TestDatabaseThread::cancelStopsTheStatementOnTheServer()
{
    QVERIFY(ask("select 1").result());
    auto slow = ask("select pg_sleep(60), 'marker-slow'");
    QTRY_COMPARE_WITH_TIMEOUT(countStatements(u"marker-slow"_s), 1, 20'000);
    QElapsedTimer timer;
    timer.start();
    slow.cancel();
    QVERIFY(ask("select 1").result());
    QVERIFY2(timer.elapsed() < 20'000, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(countStatements(u"marker-slow"_s), 0);
}

void TestDatabaseThread::cancelNeverHitsTheNextQuestion()
{
    for (int round = 0; round < 60; ++round) {
        auto slow = ask("select pg_sleep(0.02)");
        // From long before the statement has arrived to the instant it ends.
        QThread::usleep(ulong(round) * 500);
        slow.cancel();
        const auto next = ask("select count(*) from generate_series(1, 20000)").result();
        QVERIFY2(next, next ? "" : qPrintable(next.error().sqlState + QString::number(round)));
    }
}

void TestDatabaseThread::farServerIsCancelledToo()
{
    const Proxy far(m_case->server(), 100);
    m_control->setOptions(optionsThrough(far));
    m_thread->setOptions(optionsThrough(far));
    QSignalSpy connected(m_control.get(), &DatabaseThread::connected);
    m_control->connectNow();
    QVERIFY(ask("select 1").result());
    QTRY_COMPARE_WITH_TIMEOUT(connected.size(), 1, 20'000); // its turns are counted below, too
    QElapsedTimer timer;
    timer.start();
    QSemaphore isSent;
    auto slow = m_thread->run([&isSent](Connection &connection, const Interrupt &interrupt) {
        isSent.release();
        return connection.query({u"test/question"_s, "select pg_sleep(60)"}, {}, interrupt);
    });
    QVERIFY(isSent.tryAcquire(1, 20'000));
    // Withdrawn before it can have arrived: a cancel sent now would find nothing to stop.
    slow.cancel();
    QVERIFY(ask("select 1").result());
    QVERIFY2(timer.elapsed() < 20'000, qPrintable(QString::number(timer.elapsed())));
    const int before = far.turns();
    QVERIFY(ask("select 1").result());
    QCOMPARE(far.turns() - before, 1);
}

void TestDatabaseThread::newestOfManyQuestionsIsAnswered()
{
    LatestOnly<Result<Rows>> latest;
    QList<qint64> answers;
    for (int number = 1; number <= 20; ++number)
        latest.start(ask("select $1::int, pg_sleep(0.2)", {}, Params().integer(number)), this,
                     [&answers](const Result<Rows> &rows) { answers += rows ? rows->integer(0, 0) : -1; });
    QTRY_COMPARE_WITH_TIMEOUT(answers, QList<qint64>{20}, 20'000);
    QTest::qWait(50);
    QCOMPARE(answers.size(), 1);
}

void TestDatabaseThread::slowJobTimesOut()
{
    const auto answer = ask("select pg_sleep(60)", {.timeoutMs = 200}).result();
    QVERIFY(!answer);
    QCOMPARE(answer.error().kind, ErrorKind::Timeout);
    QCOMPARE(answer.error().sqlState, u"57014"_s);
    QVERIFY(ask("select 1").result());
}

void TestDatabaseThread::withoutACancellerTheTimeLimitStillHolds()
{
    m_thread->setCanceller(nullptr);
    const auto answer = ask("select pg_sleep(60), 'marker-orphan'", {.timeoutMs = 200}).result();
    QVERIFY(!answer);
    QCOMPARE(answer.error().kind, ErrorKind::Timeout);
    QVERIFY(ask("select 1").result());
    // The server looks every two seconds whether its client is still there.
    QTRY_COMPARE_WITH_TIMEOUT(countStatements(u"marker-orphan"_s), 0, 20'000);
}

void TestDatabaseThread::lossWhileIdleIsMendedByItself()
{
    QSignalSpy connected(m_thread.get(), &DatabaseThread::connected);
    QSignalSpy disconnected(m_thread.get(), &DatabaseThread::disconnected);
    QVERIFY(ask("select 1").result());
    QTRY_COMPARE_WITH_TIMEOUT(connected.size(), 1, 20'000);
    terminateAll();
    QTRY_COMPARE_WITH_TIMEOUT(disconnected.size(), 1, 20'000);
    QCOMPARE(disconnected.first().first().value<Error>().kind, ErrorKind::Offline);
    QTRY_COMPARE_WITH_TIMEOUT(connected.size(), 2, 20'000);
}

void TestDatabaseThread::readThatLostItsServerIsAskedOnceMore()
{
    m_case->ask(Cluster::ownerLogin(), "create sequence readings");
    QVERIFY(ask("select 1").result());
    // Only the first time it does not come to its end by itself.
    auto slow = ask("select pg_sleep(case nextval('readings') when 1 then 60 else 0 end), 'marker-read'", {.repeat = Repeat::OnceIfOffline});
    QTRY_COMPARE_WITH_TIMEOUT(countStatements(u"marker-read"_s), 1, 20'000);
    terminateAll();
    QVERIFY(slow.result());
    QCOMPARE(m_case->ask(Cluster::ownerLogin(), "select last_value from readings"), u"2"_s);
}

void TestDatabaseThread::writeIsNotRepeated()
{
    QVERIFY(ask("select 1").result());
    auto slow = ask("select pg_sleep(60), 'marker-write'", {.cancel = Cancel::Never});
    QTRY_COMPARE_WITH_TIMEOUT(countStatements(u"marker-write"_s), 1, 20'000);
    terminateAll();
    const auto answer = slow.result();
    QVERIFY(!answer);
    QCOMPARE(answer.error().kind, ErrorKind::Offline);
}

void TestDatabaseThread::readGivesUpWhenTheServerStaysAway()
{
    Proxy proxy(m_case->server());
    m_thread->setOptions(optionsThrough(proxy));
    QVERIFY(ask("select 1").result());
    proxy.setBroken(true);
    QElapsedTimer timer;
    timer.start();
    const auto answer = ask("select 1", {.repeat = Repeat::OnceIfOffline}).result();
    QVERIFY(!answer);
    QCOMPARE(answer.error().kind, ErrorKind::Offline);
    QVERIFY(timer.elapsed() < 14'000);
    // By now it is known to be away, and nobody waits for what is known.
    timer.restart();
    QVERIFY(!ask("select 1", {.repeat = Repeat::OnceIfOffline}).result());
    QVERIFY(timer.elapsed() < 4000); // a read that waits does so for five seconds
    proxy.setBroken(false);
    QTRY_VERIFY_WITH_TIMEOUT(ask("select 1").result(), 20'000);
}

void TestDatabaseThread::commandCutOffIsDoneOnce()
{
    Proxy proxy(m_case->server());
    m_thread->setOptions(optionsThrough(proxy));
    QVERIFY(ask("select 1").result());
    const QUuid id = QUuid::createUuid();
    proxy.cutAtNextAnswer();
    const auto outcome = send(id).result();
    QVERIFY(outcome);
    QCOMPARE(outcome->kind, CommandOutcome::Kind::Done);
    QVERIFY(outcome->replayed);
    QCOMPARE(m_case->ask(Cluster::ownerLogin(), "select count(*) from command where id = $1", Params().uuid(id)),
             u"1"_s);
    QCOMPARE(m_case->ask(Cluster::ownerLogin(), "select times from command where id = $1", Params().uuid(id)), u"2"_s);
}

void TestDatabaseThread::answerOfACommandIsRead_data()
{
    using Kind = CommandOutcome::Kind;
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<bool>("isRead");
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<QString>("reason");
    QTest::newRow("done") << QByteArray(R"({"outcome":"done"})") << true << Kind::Done << QString();
    QTest::newRow("partly") << QByteArray(R"({"outcome":"partly"})") << true << Kind::Partly << QString();
    QTest::newRow("conflict") << QByteArray(R"({"outcome":"conflict","reason":"changed"})") << true << Kind::Conflict
                              << u"changed"_s;
    QTest::newRow("refused") << QByteArray(R"({"outcome":"refused","reason":"card_number"})") << true << Kind::Refused
                             << u"card_number"_s;
    QTest::newRow("word of a later version")
        << QByteArray(R"({"outcome":"postponed"})") << true << Kind::Refused << QString();
    QTest::newRow("no outcome") << QByteArray(R"({"rows":[]})") << false << Kind::Refused << QString();
    QTest::newRow("no object") << QByteArray("[]") << false << Kind::Refused << QString();
}

void TestDatabaseThread::answerOfACommandIsRead()
{
    QFETCH(QByteArray, answer);
    QFETCH(bool, isRead);
    QFETCH(CommandOutcome::Kind, kind);
    QFETCH(QString, reason);
    const NamedQuery echo{u"test/echo"_s, "select $2::jsonb where $1::uuid is not null"};
    const auto outcome = m_commands->send(echo, QUuid::createUuid(), Params().rawJson(answer)).result();
    QCOMPARE(bool(outcome), isRead);
    if (!outcome) {
        QCOMPARE(outcome.error().kind, ErrorKind::Internal);
        return;
    }
    QCOMPARE(outcome->kind, kind);
    QCOMPARE(outcome->reason, reason);
    QVERIFY(!outcome->replayed);
}

void TestDatabaseThread::commandUndoneByADeadlockGoesAgain()
{
    m_case->ask(Cluster::ownerLogin(), "create sequence tries");
    m_case->ask(Cluster::ownerLogin(), R"(create function unlucky(command_id uuid) returns jsonb language plpgsql as $$
        begin
            if nextval('tries') < 3 then
                raise exception 'as if' using errcode = '40P01';
            end if;
            return '{"outcome": "done"}';
        end $$)");
    const NamedQuery query{u"test/unlucky"_s, "select unlucky($1)"};
    const auto outcome = m_commands->send(query, QUuid::createUuid(), {}).result();
    QVERIFY(outcome);
    QCOMPARE(outcome->kind, CommandOutcome::Kind::Done);
}

void TestDatabaseThread::commandWaitsForTheServer()
{
    Proxy proxy(m_case->server());
    m_thread->setOptions(optionsThrough(proxy));
    QVERIFY(ask("select 1").result());
    proxy.setBroken(true);
    auto sent = send(QUuid::createUuid());
    QTest::qWait(1500);
    QVERIFY(!sent.isFinished());
    proxy.setBroken(false);
    const auto outcome = sent.result();
    QVERIFY(outcome);
    QCOMPARE(outcome->kind, CommandOutcome::Kind::Done);
    QVERIFY(!outcome->replayed);
}

void TestDatabaseThread::commandGivesUp()
{
    Proxy proxy(m_case->server());
    m_thread->setOptions(optionsThrough(proxy));
    QVERIFY(ask("select 1").result());
    proxy.setBroken(true);
    QElapsedTimer timer;
    timer.start();
    const auto outcome = send(QUuid::createUuid(), 700).result();
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().kind, ErrorKind::Offline);
    QVERIFY(timer.elapsed() >= 600);
    QVERIFY(timer.elapsed() < 14'000);
}

void TestDatabaseThread::commandIsNotCancelled()
{
    const QUuid id = QUuid::createUuid();
    auto running = ask("select pg_sleep(0.2)");
    {
        LatestOnly<Result<CommandOutcome>> page;
        page.start(send(id), this, [](const Result<CommandOutcome> &) {});
    }
    running.waitForFinished();
    QVERIFY(ask("select 1").result());
    QCOMPARE(m_case->ask(Cluster::ownerLogin(), "select count(*) from command where id = $1", Params().uuid(id)),
             u"1"_s);
}

void TestDatabaseThread::commandOfAnotherLoginIsNotSent()
{
    Proxy proxy(m_case->server());
    m_thread->setOptions(optionsThrough(proxy));
    QVERIFY(ask("select 1").result());
    proxy.setBroken(true);
    const QUuid id = QUuid::createUuid();
    auto sent = send(id);
    QTest::qWait(100);
    QVERIFY(!sent.isFinished());
    ConnectionOptions other = m_case->owner();
    other.user = u"somebody-else"_s;
    m_thread->setOptions(other);
    QTRY_VERIFY_WITH_TIMEOUT(sent.isFinished(), 20'000);
    QCOMPARE(sent.result().error().kind, ErrorKind::Offline);
    m_thread->setOptions(m_case->owner());
    QVERIFY(ask("select 1").result());
    QCOMPARE(m_case->ask(Cluster::ownerLogin(), "select count(*) from command where id = $1", Params().uuid(id)),
             u"0"_s);
}

void TestDatabaseThread::lockedThreadKeepsTheCommand()
{
    Proxy proxy(m_case->server());
    m_thread->setOptions(optionsThrough(proxy));
    QVERIFY(ask("select 1").result());
    proxy.cutAtNextAnswer();
    const QUuid id = QUuid::createUuid();
    auto sent = send(id);
    m_thread->setOptions({});
    QTest::qWait(300);
    m_thread->setOptions(m_case->owner());
    const auto outcome = sent.result();
    QVERIFY(outcome);
    QCOMPARE(m_case->ask(Cluster::ownerLogin(), "select count(*) from command where id = $1", Params().uuid(id)),
             u"1"_s);
}

void TestDatabaseThread::refusedLoginIsNotTriedAgain()
{
    QSignalSpy disconnected(m_thread.get(), &DatabaseThread::disconnected);
    QSignalSpy scheduled(m_thread.get(), &DatabaseThread::reconnectScheduled);
    ConnectionOptions wrong = m_case->owner();
    wrong.password = u"wrong"_s;
    m_thread->setOptions(wrong);
    m_thread->connectNow();
    QTRY_COMPARE_WITH_TIMEOUT(disconnected.size(), 1, 20'000);
    QCOMPARE(disconnected.first().first().value<Error>().sqlState, u"28P01"_s);
    QTest::qWait(500);
    QCOMPARE(disconnected.size(), 1);
    QCOMPARE(scheduled.size(), 0);
}

/// Somebody is locked out and signs in with the new password while a connection is still on its way with the old one.
void TestDatabaseThread::refusalUnderOlderOptionsIsNoNews()
{
    const Proxy far(m_case->server(), 500); // so far that the other options come first
    QSignalSpy connected(m_thread.get(), &DatabaseThread::connected);
    QSignalSpy disconnected(m_thread.get(), &DatabaseThread::disconnected);
    ConnectionOptions wrong = optionsThrough(far);
    wrong.password = u"wrong"_s;
    m_thread->setOptions(wrong);
    m_thread->connectNow();
    QTRY_VERIFY_WITH_TIMEOUT(far.turns() > 0, 20'000);
    m_thread->setOptions(m_case->owner());
    m_thread->connectNow();
    QTRY_COMPARE_WITH_TIMEOUT(connected.size(), 1, 20'000);
    QCOMPARE(disconnected.size(), 0);
    QVERIFY(ask("select 1").result());
}

/// Somebody changes their own password while a connection is on its way with the one of before.
void TestDatabaseThread::refusalOfAReplacedPasswordIsNoNews()
{
    const Proxy far(m_case->server(), 300);
    QSignalSpy connected(m_thread.get(), &DatabaseThread::connected);
    QSignalSpy disconnected(m_thread.get(), &DatabaseThread::disconnected);
    ConnectionOptions old = optionsThrough(far);
    old.connectTimeoutSeconds = 60; // refused it is, and not given up
    const QString now = std::exchange(old.password, u"of before"_s);
    m_thread->setOptions(old);
    m_thread->connectNow();
    QTRY_VERIFY_WITH_TIMEOUT(far.turns() > 0, 20'000);
    m_thread->setPassword(now);
    QTRY_COMPARE_WITH_TIMEOUT(connected.size(), 1, 60'000);
    QCOMPARE(disconnected.size(), 0);
}

void TestDatabaseThread::notificationArrivesWhileIdle()
{
    m_thread->listen(u"steward_orders"_s);
    QVERIFY(ask("select 1").result());
    QSignalSpy notified(m_thread.get(), &DatabaseThread::notified);
    m_case->ask(Cluster::ownerLogin(), "select pg_notify('steward_orders', '')");
    QVERIFY(notified.wait(20'000));
    QCOMPARE(notified.first().first().toString(), u"steward_orders"_s);
}

void TestDatabaseThread::listeningSurvivesTheReconnect()
{
    m_thread->listen(u"steward_orders"_s);
    QVERIFY(ask("select 1").result());
    QSignalSpy notified(m_thread.get(), &DatabaseThread::notified);
    QSignalSpy connected(m_thread.get(), &DatabaseThread::connected);
    terminateAll();
    QVERIFY(connected.wait(20'000));
    // What came while it was away is lost, so the reconnect itself counts as news.
    QTRY_COMPARE_WITH_TIMEOUT(notified.size(), 1, 20'000);
    m_case->ask(Cluster::ownerLogin(), "select pg_notify('steward_orders', '')");
    QTRY_COMPARE_WITH_TIMEOUT(notified.size(), 2, 20'000);
}

void TestDatabaseThread::idleThreadCostsNothing()
{
    m_thread->listen(u"steward_orders"_s);
    QVERIFY(ask("select 1").result());
    const std::clock_t before = std::clock();
    QThread::msleep(1000);
    const double seconds = double(std::clock() - before) / CLOCKS_PER_SEC;
    QVERIFY2(seconds < 0.1, qPrintable(QString::number(seconds)));
}

void TestDatabaseThread::transactionLeftOpenIsEnded()
{
    const qint64 before = ask("select pg_backend_pid()").result()->integer(0, 0);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"left its transaction open"_s));
    QVERIFY(ask("begin").result());
    const auto answer = ask("select pg_backend_pid()").result();
    QVERIFY(answer);
    QVERIFY(answer->integer(0, 0) != before);
}

void TestDatabaseThread::destroyingStopsTheRunningRead()
{
    QVERIFY(ask("select 1").result());
    // What ends waits a moment and no longer for its canceller, which is therefore there already.
    QVERIFY(m_control->run([](Connection &connection, const Interrupt &) { return connection.query({u"test/question"_s, "select 1"}); }).result());
    auto slow = ask("select pg_sleep(60), 'marker-destroy'");
    QTRY_COMPARE_WITH_TIMEOUT(countStatements(u"marker-destroy"_s), 1, 20'000);
    QElapsedTimer timer;
    timer.start();
    m_thread.reset();
    QVERIFY(timer.elapsed() < 20'000);
    QVERIFY(slow.isFinished());
    QCOMPARE(countStatements(u"marker-destroy"_s), 0);
}

void TestDatabaseThread::destroyingWaitsForTheRunningWrite()
{
    QVERIFY(ask("select 1").result());
    const QUuid id = QUuid::createUuid();
    static const NamedQuery query{u"test/command"_s, "select command($1, $2)"};
    auto running = m_commands->send(query, id, Params().text(u"0.3"_s));
    auto waiting = send(QUuid::createUuid());
    QVERIFY(ask("select 1").isStarted());
    m_thread.reset();
    QVERIFY(running.isFinished());
    QVERIFY(running.result());
    QVERIFY(waiting.isFinished());
    QVERIFY(waiting.result());
    QCOMPARE(m_case->ask(Cluster::ownerLogin(), "select count(*) from command where id = $1", Params().uuid(id)),
             u"1"_s);
}

/// A standby that is away keeps a COMMIT waiting for as long as it is: the program ends all the same, and those that wait behind it are not
/// begun. What became of it is asked at the next start.
void TestDatabaseThread::writeWithoutAnAnswerDoesNotKeepTheProgram()
{
    const auto cancelled = [this] { return m_case->serverLog().count("canceling statement due to user request"); };
    const QUuid id = QUuid::createUuid();
    static const NamedQuery query{u"test/command"_s, "select command($1, $2)"};
    QVERIFY(ask("select 1").result());
    const qsizetype before = cancelled();
    auto running = m_commands->send(query, id, Params().text(u"30"_s));
    const QUuid behind = QUuid::createUuid();
    auto waiting = send(behind);
    QTRY_COMPARE_WITH_TIMEOUT(countStatements(u"command("_s), 1, 20'000);
    QElapsedTimer timer;
    timer.start();
    m_thread.reset();
    QVERIFY2(timer.elapsed() < 20'000, qPrintable(QString::number(timer.elapsed())));
    QVERIFY(running.isFinished() && !running.result());
    QCOMPARE(running.result().error().kind, ErrorKind::Offline);
    QVERIFY(waiting.isFinished() && !waiting.result());
    // The server ends it where it sees that nobody listens any more; nobody asked it to.
    QTRY_COMPARE_WITH_TIMEOUT(countStatements(u"command("_s), 0, 60'000);
    QCOMPARE(cancelled(), before);
    QCOMPARE(m_case->ask(Cluster::ownerLogin(), "select count(*) from command where id = $1", Params().uuid(behind)), u"0"_s);
}

void TestDatabaseThread::cancellerMayGoFirst()
{
    QVERIFY(ask("select 1").result());
    auto slow = ask("select pg_sleep(60), 'marker-first'");
    QTRY_COMPARE_WITH_TIMEOUT(countStatements(u"marker-first"_s), 1, 20'000);
    m_control.reset();
    QElapsedTimer timer;
    timer.start();
    m_thread.reset();
    QVERIFY(timer.elapsed() < 20'000);
    QVERIFY(slow.isFinished());
}

QTEST_GUILESS_MAIN(TestDatabaseThread)
#include "tst_databasethread.moc"
