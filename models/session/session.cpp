// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/session/session.h"

#include "models/database/sqlstate.h"
#include "models/session/session_p.h"

#include <QFutureWatcher>
#include <QtConcurrentRun>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int probeTimeoutMs = 10'000;
constexpr int startTimeoutMs = 10'000;
constexpr int commandLockMs = 5'000;

} // namespace

SchemaRange supportedSchema()
{
    // The first release: a database with fewer migrations than this build is one that was migrated half-way.
    return {.oldest = STEWARD_NEWEST_SCHEMA, .newest = STEWARD_NEWEST_SCHEMA};
}

Session::Session(QObject *parent) : QObject(parent), d(std::make_unique<Private>(this))
{
    for (DatabaseThread *thread : d->threads())
        d->wire(*thread);
    for (DatabaseThread *thread : {&d->reading, &d->commands, &d->background})
        thread->setCanceller(&d->control);
    d->control.listen(u"steward_orders"_s);
    connect(&d->control, &DatabaseThread::notified, this, &Session::changed);
}

Session::~Session()
{
    d->stopAttempt();
    for (DatabaseThread *thread : d->threads())
        thread->disconnect(this);
}

Session::State Session::state() const
{
    return d->state;
}

const Login &Session::login() const
{
    return d->login;
}

const Profile &Session::profile() const
{
    return d->profile;
}

bool Session::may(const QString &right) const
{
    return d->login.rights.contains(right);
}

QString Session::account() const
{
    return d->profile.credentialKey(d->login.login);
}

DatabaseThread &Session::reading()
{
    return d->reading;
}

DatabaseThread &Session::commands()
{
    return d->commands;
}

DatabaseThread &Session::background()
{
    return d->background;
}

CommandClient &Session::commandClient()
{
    return d->commandClient;
}

std::unique_ptr<DatabaseThread> Session::makeThread(const QString &name)
{
    auto thread = std::make_unique<DatabaseThread>(name);
    thread->setCanceller(&d->control);
    if (!d->password.isEmpty())
        thread->setOptions(d->profile.options(d->user, d->password));
    d->lent.removeAll(nullptr);
    d->lent.append(thread.get());
    return thread;
}

ProbeReport Session::serverReport() const
{
    return d->report;
}

void Session::signIn(const Profile &profile, const QString &user, const QString &password)
{
    signOut();
    d->profile = profile;
    d->user = user;
    d->setState(State::Connecting);
    d->begin(password);
}

void Session::cancelSignIn()
{
    if (d->state != State::Connecting && !d->isUnlocking)
        return;
    d->stopAttempt();
    d->disconnectAll();
    if (d->state == State::Connecting)
        d->setState(State::SignedOut);
}

void Session::signOut()
{
    d->stopAttempt();
    d->disconnectAll();
    for (DatabaseThread *thread : d->threads())
        thread->dropWaiting();
    d->login = {};
    d->setState(State::SignedOut);
}

void Session::lock()
{
    if (d->state != State::Ready && d->state != State::Reconnecting)
        return;
    d->disconnectAll();
    d->setState(State::Locked);
}

void Session::unlock(const QString &password)
{
    if (d->state != State::Locked)
        return;
    d->stopAttempt();
    d->isUnlocking = true;
    d->begin(password);
}

QFuture<Result<void>> Session::changePassword(const QString &current, const QString &next)
{
    auto promise = std::make_shared<QPromise<Result<void>>>();
    promise->start();
    std::optional<Error> objection = passwordObjection(current, next);
    if (d->state != State::Ready && d->state != State::Reconnecting)
        objection = offlineError();
    if (objection) {
        promise->addResult(Result<void>(*objection));
        promise->finish();
        return promise->future();
    }
    d->isPasswordChanging = true;
    auto *watcher = new QFutureWatcher<Result<void>>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, promise, next, whose = account()] {
        const Result<void> outcome = watcher->result();
        d->isPasswordChanging = false;
        if (outcome && !d->password.isEmpty() && account() == whose) { // somebody else may have signed in meanwhile
            d->password = next;
            d->login.mustChangePassword = false;
            for (DatabaseThread *thread : d->threads())
                thread->setPassword(next);
            for (const QPointer<DatabaseThread> &thread : std::as_const(d->lent)) {
                if (thread)
                    thread->setPassword(next);
            }
        }
        // One that was refused in between tries again, and is told then whether that was the password of before.
        if (d->state == State::Reconnecting) {
            for (DatabaseThread *thread : d->threads())
                thread->connectNow();
        }
        promise->addResult(outcome);
        promise->finish();
        watcher->deleteLater();
    });
    watcher->setFuture(QtConcurrent::run(&d->pool, replacePassword, d->profile.options(d->user, current), next));
    return promise->future();
}

/// First the probe, which can be interrupted at any time, then the login, which libpq does not let go of half-way.
void Session::Private::begin(const QString &newPassword)
{
    password = newPassword;
    isStopped = std::make_shared<std::atomic<bool>>(false);
    const auto probe = QtConcurrent::run(&pool, probeHosts, profile.hosts, profile.caFile, probeTimeoutMs, isStopped);
    probing.start(probe, q, [this](const QList<HostReport> &reports) { probed(reports); });
}

void Session::Private::probed(const QList<HostReport> &reports)
{
    const auto usable = usableReport(reports);
    report = usable ? *usable : reports.value(0).report;
    if (!usable) {
        fail(failureOf(reports));
        return;
    }
    reading.setOptions(profile.options(user, password));
    const auto ask = [](Connection &connection, const Interrupt &interrupt) -> Result<SessionStart> {
        const Params version = Params().text(QStringLiteral(STEWARD_VERSION));
        auto rows = connection.query(namedQuery(u"session/session_start"_s), version, interrupt);
        if (!rows)
            return rows.error();
        return SessionStart{*rows, reportOf(connection.tls())};
    };
    starting.start(reading.run(ask, startTimeoutMs), q, [this](const Result<SessionStart> &answer) { started(answer); });
}

/// After a reconnect it may be another of the profile's hosts.
void Session::Private::askWhichServer()
{
    const auto ask = [](Connection &connection, const Interrupt &) { return Result<ProbeReport>(reportOf(connection.tls())); };
    askingServer.start(reading.run(ask), q, [this](const Result<ProbeReport> &server) {
        if (server)
            report = *server;
    });
}

void Session::Private::started(const Result<SessionStart> &answer)
{
    if (!answer) {
        fail(failureOf(answer.error(), firstHost()));
        return;
    }
    const Login newLogin = parseLogin(answer->rows.isEmpty() ? QJsonObject() : answer->rows.object(0, 0));
    if (const auto failure = schemaFailure(newLogin, supportedSchema()))
        fail(*failure);
    else
        becomeReady(newLogin, answer->server);
}

void Session::Private::becomeReady(const Login &newLogin, const ProbeReport &server)
{
    login = newLogin;
    report = server;
    connectedThreads.insert(&reading);
    connectAll(profile.options(user, password));
    const bool wasUnlocking = std::exchange(isUnlocking, false);
    setState(State::Ready);
    if (wasUnlocking)
        Q_EMIT q->unlocked();
    else
        Q_EMIT q->signedIn(login);
}

void Session::Private::fail(const SignInFailure &failure)
{
    const bool wasUnlocking = isUnlocking;
    stopAttempt();
    disconnectAll();
    if (!wasUnlocking)
        setState(State::SignedOut);
    Q_EMIT q->signInFailed(failure);
}

void Session::Private::stopAttempt()
{
    isStopped->store(true);
    probing.cancel();
    starting.cancel();
    askingServer.cancel();
    isUnlocking = false;
}

/// Gives the three others what the reading thread already has.
void Session::Private::connectAll(const ConnectionOptions &options)
{
    ConnectionOptions writing = options;
    writing.lockTimeoutMs = commandLockMs;
    commands.setOptions(writing);
    control.setOptions(options);
    background.setOptions(options);
    for (DatabaseThread *thread : threads())
        thread->connectNow();
}

void Session::Private::disconnectAll()
{
    password.clear();
    connectedThreads.clear();
    for (DatabaseThread *thread : threads())
        thread->setOptions({});
    for (const QPointer<DatabaseThread> &thread : std::as_const(lent)) {
        if (thread)
            thread->setOptions({});
    }
}

void Session::Private::wire(DatabaseThread &thread)
{
    QObject::connect(&thread, &DatabaseThread::connected, q, [this, &thread] { threadConnected(&thread); });
    QObject::connect(&thread, &DatabaseThread::disconnected, q,
                     [this, &thread](const Error &why) { threadLost(&thread, why); });
    QObject::connect(&thread, &DatabaseThread::reconnectScheduled, q, [this](int inMs) {
        if (state == State::Reconnecting)
            Q_EMIT q->reconnectScheduled(inMs);
    });
}

void Session::Private::threadConnected(const DatabaseThread *thread)
{
    if (state != State::Ready && state != State::Reconnecting)
        return;
    connectedThreads.insert(thread);
    if (thread == &reading)
        askWhichServer();
    if (state == State::Reconnecting && connectedThreads.size() == qsizetype(threads().size()))
        setState(State::Ready);
}

void Session::Private::threadLost(const DatabaseThread *thread, const Error &why)
{
    if (state != State::Ready && state != State::Reconnecting)
        return;
    connectedThreads.remove(thread);
    // The server may have the new password, and the thread the old one.
    if (why.kind != ErrorKind::Denied || isPasswordChanging) {
        setState(State::Reconnecting);
        return;
    }
    // The password was changed elsewhere or the login was disabled: only the person can go on from here.
    q->lock();
    Q_EMIT q->signInFailed(failureOf(why, firstHost()));
}

void Session::Private::setState(State next)
{
    if (state == next)
        return;
    state = next;
    Q_EMIT q->stateChanged(next);
}

} // namespace Steward
