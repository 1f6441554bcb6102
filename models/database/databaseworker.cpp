// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/database/databaseworker.h"

#include "models/database/sqlstate.h"

#include <QLoggingCategory>
#include <QRandomGenerator>
#include <QThread>

Q_DECLARE_LOGGING_CATEGORY(lcDatabase)

namespace Steward {

namespace {

constexpr int firstPauseMs = 250;
constexpr int longestPauseMs = 15'000;
// A connection that lasted this long was a real one; a shorter one counts as a failed try, so that no loop turns hot.
constexpr int realConnectionMs = 1000;
// How long a read waits for the reconnect before the person is told.
constexpr int silentMs = 5000;

int pauseMs(int failures)
{
    if (failures == 0)
        return 0;
    const int whole = qMin(longestPauseMs, firstPauseMs << qMin(failures - 1, 10));
    // Jitter, so that a hundred desktops do not come back in the same instant.
    return whole / 2 + QRandomGenerator::global()->bounded(whole / 2 + 1);
}

} // namespace

DatabaseWorker::DatabaseWorker(const QString &name, std::shared_ptr<DatabaseQueue> queue)
    : m_queue(std::move(queue)), m_name(name), m_connection(name), m_reconnectTimer(this), m_parkedTimer(this)
{
    m_reconnectTimer.setSingleShot(true);
    connect(&m_reconnectTimer, &QTimer::timeout, this, &DatabaseWorker::reconnect);
    // A coarse timer may fire before the deadline, and nothing would wake the job again.
    m_parkedTimer.setTimerType(Qt::PreciseTimer);
    m_parkedTimer.setSingleShot(true);
    connect(&m_parkedTimer, &QTimer::timeout, this, &DatabaseWorker::work);
}

DatabaseWorker::~DatabaseWorker() = default;

void DatabaseWorker::work()
{
    if (m_parked) {
        workParked();
    } else if (auto job = m_queue->take()) {
        if (job->options.cancel == Cancel::Allowed && job->isCancelled())
            job->finish();
        else
            execute(std::move(*job));
    }
    if (!m_parked && !m_queue->isEmpty())
        QMetaObject::invokeMethod(this, &DatabaseWorker::work, Qt::QueuedConnection);
}

void DatabaseWorker::workParked()
{
    if (m_parked->options.cancel == Cancel::Allowed && m_parked->isCancelled()) {
        m_parked->finish();
        m_parked.reset();
    } else if (m_isOpen || m_parked->giveUp.hasExpired()) {
        DatabaseJob job = std::move(*m_parked);
        m_parked.reset();
        execute(std::move(job));
    }
}

void DatabaseWorker::execute(DatabaseJob job)
{
    const QString user = m_queue->options().user;
    if (!user.isEmpty() && !job.user.isEmpty() && job.user != user) {
        job.fail(offlineError());
        job.finish();
        return;
    }
    std::optional<Error> failure;
    // One for the whole of it: other options that come while it connects end it too.
    const std::function<bool()> isStopped = stopCheck(job);
    const std::function<bool()> isGivenUp = isStopped ? isStopped : [queue = m_queue] { return queue->isOutOfPatience(); };
    if (isGivenUp()) {
        failure = isStopped ? cancelledError() : offlineError();
    } else if (const auto open = ensureOpen(isGivenUp); !open) {
        failure = open.error();
    } else if (isStopped && isStopped()) {
        failure = cancelledError();
    } else {
        if (m_notifier)
            m_notifier->setEnabled(false);
        failure = job.run(m_connection, interruptFor(job, isStopped));
        const bool isOurDoing =
            failure && (failure->kind == ErrorKind::Timeout || failure->kind == ErrorKind::Cancelled);
        if (isOurDoing && !m_connection.isOpen())
            lost(offlineError(), Loss::GivenUp);
        else
            deliverNotifications();
        if (failure && !m_isOpen)
            ++job.losses;
    }
    if (failure && mayWait(job, *failure)) {
        park(std::move(job));
        return;
    }
    // Stopped, but not by those who wait for it: to them the server is away.
    if (failure && failure->kind == ErrorKind::Cancelled && !job.isCancelled())
        failure = offlineError(failure->queryName);
    // It may have been done before its connection was lost; why there is no other one, or not the same right, says nothing of that.
    if (failure && job.options.repeat == Repeat::UntilAnswered && job.losses > 0 && (!m_isOpen || failure->kind == ErrorKind::Denied || failure->kind == ErrorKind::Timeout))
        failure = offlineError(failure->queryName);
    if (failure)
        job.fail(*failure);
    job.finish();
}

bool DatabaseWorker::mayWait(const DatabaseJob &job, const Error &error) const
{
    if (m_isOpen || m_queue->isClosing() || job.giveUp.hasExpired())
        return false;
    switch (job.options.repeat) {
    case Repeat::UntilAnswered:
        // Once it may have been done, only the database can tell; until then a refused login is answer enough.
        return error.kind == ErrorKind::Offline || job.losses > 0;
    case Repeat::OnceIfOffline:
        return error.kind == ErrorKind::Offline && job.losses <= 1 && m_reconnectTimer.isActive() &&
               m_offlineSince.elapsed() < silentMs;
    case Repeat::Never:
        break;
    }
    return false;
}

void DatabaseWorker::park(DatabaseJob job)
{
    if (job.giveUp.isForever()) {
        const bool isWrite = job.options.repeat == Repeat::UntilAnswered;
        job.giveUp.setRemainingTime(isWrite ? job.options.giveUpMs : silentMs - m_offlineSince.elapsed());
    }
    m_parkedTimer.start(int(job.giveUp.remainingTime()) + 1);
    m_parked = std::move(job);
}

void DatabaseWorker::dropParked()
{
    if (!m_parked)
        return;
    m_parked->fail(offlineError());
    m_parked->finish();
    m_parked.reset();
    work();
}

std::function<bool()> DatabaseWorker::stopCheck(const DatabaseJob &job) const
{
    if (job.options.cancel == Cancel::Never)
        return {};
    // Other options (a lock, a sign-out) end a running read too: its connection is no longer wanted.
    return [queue = m_queue, isCancelled = job.isCancelled, generation = m_queue->generation()] {
        return isCancelled() || queue->isClosing() || queue->generation() != generation;
    };
}

Interrupt DatabaseWorker::interruptFor(const DatabaseJob &job, const std::function<bool()> &isStopped) const
{
    const auto canceller = m_queue->canceller();
    Interrupt interrupt;
    interrupt.timeoutMs = job.options.timeoutMs;
    if (!canceller) {
        // Nobody to cancel through: a running read ends early only when the program does, and its connection with it.
        const bool isWrite = job.options.cancel == Cancel::Never;
        interrupt.isCancelled = [queue = m_queue, isWrite] { return isWrite ? queue->isOutOfPatience() : queue->isClosing(); };
        interrupt.cancel = [](int) { return false; };
        return interrupt;
    }
    // Nobody asks for a write to be stopped; but one without an answer does not keep the program from ending. The server may finish it or,
    // where it sees that nobody listens any more, not: that is asked at the next start.
    if (job.options.cancel == Cancel::Never)
        interrupt.isCancelled = [queue = m_queue] { return queue->isOutOfPatience(); };
    else
        interrupt.isCancelled = isStopped;
    interrupt.cancel = [canceller, queue = m_queue, address = m_connection.serverAddress()](int pid) {
        return !queue->isOutOfPatience() && cancelThrough(canceller, *queue, pid, address);
    };
    return interrupt;
}

Result<void> DatabaseWorker::ensureOpen(const std::function<bool()> &isCancelled)
{
    if (m_isOpen && m_generation != m_queue->generation())
        closeQuietly();
    if (m_isOpen && m_connection.isOpen())
        return {};
    if (m_isOpen)
        lost(offlineError());
    if (m_reconnectTimer.isActive() && m_failures > 0)
        return m_lastFailure;
    return openNow(isCancelled);
}

Result<void> DatabaseWorker::openNow(const std::function<bool()> &isCancelled)
{
    m_reconnectTimer.stop();
    m_generation = m_queue->generation();
    ConnectionOptions options = m_queue->options();
    if (options.hosts.isEmpty())
        return offlineError();
    options.applicationName += u' ' + m_name;
    const auto result = m_connection.open(options, isCancelled);
    // Other options came meanwhile. What became of the older ones says nothing of them: a password that was refused would lock those out
    // who have just signed in with another.
    if (m_generation != m_queue->generation()) {
        m_connection.close();
        return offlineError();
    }
    // So does a refusal of a password that its owner has replaced meanwhile.
    if (!result && result.error().kind == ErrorKind::Denied && m_queue->options().password != options.password)
        return openNow(isCancelled);
    if (result) {
        opened();
        return m_isOpen ? Result<void>() : Result<void>(offlineError());
    }
    m_lastFailure = result.error();
    if (m_lastFailure.kind == ErrorKind::Cancelled)
        return result;
    ++m_failures;
    if (!m_offlineSince.isValid())
        m_offlineSince.start();
    Q_EMIT disconnected(m_lastFailure);
    scheduleReconnect();
    return result;
}

void DatabaseWorker::opened()
{
    m_isOpen = true;
    m_isWanted = true;
    m_openSince.start();
    m_offlineSince.invalidate();
    m_notifier = std::make_unique<QSocketNotifier>(m_connection.socket(), QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &DatabaseWorker::socketActivated);
    for (const QString &channel : std::as_const(m_channels)) {
        // What was notified in between is lost, so a reconnect counts as a notification.
        if (m_connection.listen(channel) && m_hasBeenOpen)
            Q_EMIT notified(channel, QString());
    }
    if (!m_connection.isOpen()) // it broke while it was asked to listen
        return lost(offlineError());
    m_hasBeenOpen = true;
    Q_EMIT connected();
    if (m_parked)
        QMetaObject::invokeMethod(this, &DatabaseWorker::work, Qt::QueuedConnection);
}

void DatabaseWorker::closeQuietly()
{
    m_reconnectTimer.stop();
    m_notifier.reset();
    m_connection.close();
    m_isOpen = false;
    m_isWanted = false;
    m_failures = 0;
    m_offlineSince.invalidate();
}

void DatabaseWorker::lost(const Error &why, Loss loss)
{
    m_notifier.reset();
    m_connection.close();
    m_isOpen = false;
    const bool wasReal = loss == Loss::GivenUp || m_openSince.elapsed() >= realConnectionMs;
    m_failures = wasReal ? 0 : m_failures + 1;
    m_lastFailure = why;
    m_offlineSince.start();
    Q_EMIT disconnected(why);
    scheduleReconnect();
}

void DatabaseWorker::scheduleReconnect()
{
    // A refused login is not tried again and again: it would lock the account or fill the server's log.
    if (!m_isWanted || m_lastFailure.kind == ErrorKind::Denied || m_queue->isClosing())
        return;
    const int pause = pauseMs(m_failures);
    m_reconnectTimer.start(pause);
    Q_EMIT reconnectScheduled(pause);
}

void DatabaseWorker::reconnect()
{
    if (m_isOpen || m_queue->isClosing())
        return;
    (void)openNow([queue = m_queue, generation = m_queue->generation()] { return queue->isClosing() || queue->generation() != generation; });
}

void DatabaseWorker::connectNow()
{
    m_isWanted = true;
    if (m_isOpen && m_generation == m_queue->generation())
        return;
    if (m_isOpen)
        closeQuietly();
    m_isWanted = true;
    m_failures = 0;
    reconnect();
}

void DatabaseWorker::applyOptions()
{
    closeQuietly();
    if (!m_parked)
        return;
    const ConnectionOptions options = m_queue->options();
    const bool isForeign = !options.user.isEmpty() && m_parked->user != options.user;
    if (isForeign)
        dropParked();
    else if (!options.hosts.isEmpty())
        connectNow();
}

void DatabaseWorker::disconnectNow()
{
    closeQuietly();
}

void DatabaseWorker::listen(const QString &channel)
{
    if (m_channels.contains(channel))
        return;
    m_channels.append(channel);
    if (m_isOpen && !m_connection.listen(channel) && !m_connection.isOpen())
        lost(offlineError());
}

void DatabaseWorker::socketActivated()
{
    deliverNotifications();
}

/// After a job and whenever the idle socket stirs: what came unasked, or that the server has gone.
void DatabaseWorker::deliverNotifications()
{
    const auto arrived = m_connection.notifications(0);
    if (!arrived || !m_connection.isOpen()) {
        if (m_isOpen)
            lost(offlineError());
        return;
    }
    for (const Notification &notification : *arrived)
        Q_EMIT notified(notification.channel, notification.payload);
    if (!m_connection.isIdle()) {
        qCWarning(lcDatabase, "%s: a job left its transaction open; the connection is made anew", qPrintable(m_name));
        lost(offlineError(), Loss::GivenUp);
        return;
    }
    if (m_notifier)
        m_notifier->setEnabled(true);
}

void DatabaseWorker::stop()
{
    if (m_parked) {
        m_parked->fail(offlineError());
        m_parked->finish();
        m_parked.reset();
    }
    while (auto job = m_queue->take())
        execute(std::move(*job));
    m_queue->close();
    closeQuietly();
    thread()->quit();
}

} // namespace Steward
