// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/database/databasethread.h"

#include <QElapsedTimer>

#include <deque>
#include <mutex>

namespace Steward {

/// What a DatabaseThread, its worker and those who cancel through it share. Outlives each of them, so that nobody has
/// to know who goes first. Any thread.
class DatabaseQueue
{
public:
    /// Adds a job and wakes the worker; a queue that is closing fails it at once, unless it is a write.
    void add(DatabaseJob job);
    std::optional<DatabaseJob> take();
    [[nodiscard]] bool isEmpty() const;

    void setOptions(const ConnectionOptions &options);
    void setPassword(const QString &password);
    [[nodiscard]] ConnectionOptions options() const;
    /// Grows with each setOptions(): a connection made under an older one is not to be used.
    [[nodiscard]] int generation() const;
    void dropWaiting();

    void setCanceller(std::weak_ptr<DatabaseQueue> canceller);
    [[nodiscard]] std::shared_ptr<DatabaseQueue> canceller() const;

    /// From now on reads are not taken any more and running ones stop.
    void beginClosing();
    /// The worker is gone: whatever comes is failed.
    void close();
    [[nodiscard]] bool isClosing() const;
    /// It has been closing for so long that not even an answer to a write is waited for any more.
    [[nodiscard]] bool isOutOfPatience() const;

    void setWorker(QObject *worker, std::function<void()> wake);

private:
    enum class State { Open, Closing, Closed };

    mutable std::mutex m_mutex;
    std::deque<DatabaseJob> m_waiting;
    ConnectionOptions m_options;
    QString m_lastUser;
    int m_generation = 0;
    std::weak_ptr<DatabaseQueue> m_canceller;
    State m_state = State::Open;
    QElapsedTimer m_closing; ///< since it began
    QObject *m_worker = nullptr;
    std::function<void()> m_wake; ///< runs on the worker's thread
};

/// Runs pg_cancel_backend for a backend of the server at address through control's connection; true when acknowledged.
/// Gives up after some seconds, or as soon as asker is closing.
bool cancelThrough(const std::shared_ptr<DatabaseQueue> &control, const DatabaseQueue &asker, int backendPid,
                   const QByteArray &address);

} // namespace Steward
