// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/database/databasequeue.h"

#include "models/database/sqlstate.h"

#include <QElapsedTimer>

#include <condition_variable>

namespace Steward {

namespace {

constexpr int patienceMs = 6000;
constexpr int lastPatienceMs = 5000; // for writes, at the end
constexpr int closingPatienceMs = 1500;

void failJob(const DatabaseJob &job, const Error &error)
{
    job.fail(error);
    job.finish();
}

void failAll(const std::deque<DatabaseJob> &jobs, const Error &error)
{
    for (const DatabaseJob &job : jobs)
        failJob(job, error);
}

} // namespace

void DatabaseQueue::add(DatabaseJob job)
{
    std::unique_lock lock(m_mutex);
    const bool isWelcome = m_state == State::Open || (m_state == State::Closing && job.options.cancel == Cancel::Never);
    if (!isWelcome) {
        lock.unlock();
        failJob(job, cancelledError());
        return;
    }
    job.user = m_lastUser;
    m_waiting.push_back(std::move(job));
    if (m_worker)
        QMetaObject::invokeMethod(m_worker, m_wake, Qt::QueuedConnection);
}

std::optional<DatabaseJob> DatabaseQueue::take()
{
    const std::lock_guard lock(m_mutex);
    if (m_waiting.empty())
        return std::nullopt;
    DatabaseJob job = std::move(m_waiting.front());
    m_waiting.pop_front();
    return job;
}

bool DatabaseQueue::isEmpty() const
{
    const std::lock_guard lock(m_mutex);
    return m_waiting.empty();
}

void DatabaseQueue::setOptions(const ConnectionOptions &options)
{
    std::deque<DatabaseJob> foreign;
    {
        const std::lock_guard lock(m_mutex);
        m_options = options;
        ++m_generation;
        const bool isOther = !options.user.isEmpty() && !m_lastUser.isEmpty() && options.user != m_lastUser;
        if (!options.user.isEmpty())
            m_lastUser = options.user;
        if (isOther)
            foreign.swap(m_waiting);
    }
    failAll(foreign, offlineError());
}

void DatabaseQueue::setPassword(const QString &password)
{
    const std::lock_guard lock(m_mutex);
    m_options.password = password;
}

ConnectionOptions DatabaseQueue::options() const
{
    const std::lock_guard lock(m_mutex);
    return m_options;
}

int DatabaseQueue::generation() const
{
    const std::lock_guard lock(m_mutex);
    return m_generation;
}

void DatabaseQueue::dropWaiting()
{
    std::deque<DatabaseJob> dropped;
    {
        const std::lock_guard lock(m_mutex);
        dropped.swap(m_waiting);
    }
    failAll(dropped, offlineError());
}

void DatabaseQueue::setCanceller(std::weak_ptr<DatabaseQueue> canceller)
{
    const std::lock_guard lock(m_mutex);
    m_canceller = std::move(canceller);
}

std::shared_ptr<DatabaseQueue> DatabaseQueue::canceller() const
{
    const std::lock_guard lock(m_mutex);
    return m_canceller.lock();
}

void DatabaseQueue::beginClosing()
{
    std::deque<DatabaseJob> reads;
    {
        const std::lock_guard lock(m_mutex);
        m_state = State::Closing;
        m_closing.start();
        std::deque<DatabaseJob> writes;
        for (DatabaseJob &job : m_waiting)
            (job.options.cancel == Cancel::Never ? writes : reads).push_back(std::move(job));
        m_waiting = std::move(writes);
    }
    failAll(reads, cancelledError());
}

void DatabaseQueue::close()
{
    std::deque<DatabaseJob> left;
    {
        const std::lock_guard lock(m_mutex);
        m_state = State::Closed;
        m_worker = nullptr;
        left.swap(m_waiting);
    }
    failAll(left, offlineError());
}

bool DatabaseQueue::isClosing() const
{
    const std::lock_guard lock(m_mutex);
    return m_state != State::Open;
}

bool DatabaseQueue::isOutOfPatience() const
{
    const std::lock_guard lock(m_mutex);
    return m_state != State::Open && m_closing.isValid() && m_closing.elapsed() >= lastPatienceMs;
}

void DatabaseQueue::setWorker(QObject *worker, std::function<void()> wake)
{
    const std::lock_guard lock(m_mutex);
    m_worker = worker;
    m_wake = std::move(wake);
}

bool cancelThrough(const std::shared_ptr<DatabaseQueue> &control, const DatabaseQueue &asker, int backendPid,
                   const QByteArray &address)
{
    struct Acknowledgement
    {
        std::mutex mutex;
        std::condition_variable arrived;
        bool isDone = false;
        bool isGood = false;
    };
    if (!control)
        return false;
    const auto answer = std::make_shared<Acknowledgement>();
    const auto settle = [answer](bool isGood) {
        const std::lock_guard lock(answer->mutex);
        answer->isDone = true;
        answer->isGood = isGood;
        answer->arrived.notify_all();
    };
    const auto cancel = [backendPid, address, settle](Connection &connection,
                                                      const Interrupt &) -> std::optional<Error> {
        // After a failover the control connection may sit on another server, where this pid is somebody else's.
        if (connection.serverAddress() != address)
            return offlineError();
        const auto rows =
            connection.query(namedQuery(QStringLiteral("database/cancel_backend")), Params().integer(backendPid));
        if (!rows)
            return rows.error();
        settle(true);
        return std::nullopt;
    };
    DatabaseJob job;
    job.run = cancel;
    job.fail = [settle](const Error &) { settle(false); };
    job.finish = [] {};
    job.isCancelled = [] { return false; };
    job.options.timeoutMs = 5000;
    control->add(std::move(job));
    std::unique_lock lock(answer->mutex);
    QElapsedTimer waited;
    waited.start();
    // A program that is ending does not wait for a line that is down.
    while (!answer->isDone && waited.elapsed() < (asker.isClosing() ? closingPatienceMs : patienceMs))
        answer->arrived.wait_for(lock, std::chrono::milliseconds(50));
    return answer->isGood;
}

} // namespace Steward
