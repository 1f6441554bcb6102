// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/database/databasequeue.h"

#include <QElapsedTimer>
#include <QSocketNotifier>
#include <QStringList>
#include <QTimer>

namespace Steward {

/// Lives on a DatabaseThread's thread: runs jobs one after another, watches the idle connection, and reconnects.
class DatabaseWorker final : public QObject
{
    Q_OBJECT

public:
    DatabaseWorker(const QString &name, std::shared_ptr<DatabaseQueue> queue);
    ~DatabaseWorker() override;

    /// Runs the next job, if there is one; one a turn, so that timers and notifications get theirs.
    void work();
    void connectNow();
    void disconnectNow();
    /// The queue has new options: what is open is closed, and what was asked under another login fails.
    void applyOptions();
    void listen(const QString &channel);
    /// Fails the job that waits for a connection.
    void dropParked();
    /// Runs what may not be dropped, closes, and lets the thread end.
    void stop();

Q_SIGNALS:
    void connected();
    void disconnected(const Steward::Error &why);
    void reconnectScheduled(int inMs);
    void notified(const QString &channel, const QString &payload);

private:
    Result<void> ensureOpen(const std::function<bool()> &isCancelled);
    Result<void> openNow(const std::function<bool()> &isCancelled);
    void opened();
    void closeQuietly();
    void execute(DatabaseJob job);
    [[nodiscard]] bool mayWait(const DatabaseJob &job, const Error &error) const;
    void park(DatabaseJob job);
    void workParked();
    enum class Loss { ServerGone, GivenUp };
    void lost(const Error &why, Loss loss = Loss::ServerGone);
    void scheduleReconnect();
    void reconnect();
    void socketActivated();
    void deliverNotifications();
    [[nodiscard]] std::function<bool()> stopCheck(const DatabaseJob &job) const;
    [[nodiscard]] Interrupt interruptFor(const DatabaseJob &job, const std::function<bool()> &isStopped) const;

    std::shared_ptr<DatabaseQueue> m_queue;
    QString m_name;
    Connection m_connection;
    std::unique_ptr<QSocketNotifier> m_notifier;
    QTimer m_reconnectTimer;
    QTimer m_parkedTimer; ///< until the parked job has waited long enough
    QStringList m_channels;
    Error m_lastFailure;
    QElapsedTimer m_openSince;
    QElapsedTimer m_offlineSince;
    std::optional<DatabaseJob> m_parked; ///< waits for the connection; nothing overtakes it
    int m_generation = 0;                ///< of the options the connection was opened with
    int m_failures = 0;                  ///< opens that failed, or did not last, one after another
    bool m_isWanted = false;             ///< somebody wants to be connected, so a loss is mended
    bool m_isOpen = false;               ///< as told by connected() and disconnected()
    bool m_hasBeenOpen = false;
};

} // namespace Steward
