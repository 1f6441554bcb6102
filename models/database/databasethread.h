// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/result.h"
#include "models/database/connection.h"

#include <QDeadlineTimer>
#include <QFuture>
#include <QObject>
#include <QPromise>
#include <QThread>

#include <functional>
#include <memory>
#include <optional>
#include <type_traits>

namespace Steward {

class DatabaseQueue;
class DatabaseWorker;

/// Whether a job may be sent again by itself after the connection was lost while it ran. Reads may, once; a command may
/// as often as it takes, because its id makes it happen once (commandclient.h).
enum class Repeat { Never, OnceIfOffline, UntilAnswered };

/// Whether a job ends when nobody waits for it any more. A write is never cancelled.
enum class Cancel { Allowed, Never };

struct JobOptions
{
    int timeoutMs = 0; ///< 0: no limit
    Repeat repeat = Repeat::Never;
    Cancel cancel = Cancel::Allowed;
    int giveUpMs = 120'000; ///< how long Repeat::UntilAnswered waits for a connection
};

/// One job as the thread holds it, whatever its answer's type.
struct DatabaseJob
{
    std::function<std::optional<Error>(Connection &, const Interrupt &)> run; ///< nothing when it has answered
    std::function<void(const Error &)> fail;
    std::function<void()> finish;
    std::function<bool()> isCancelled;
    JobOptions options;
    QString user; ///< under whose login it was asked
    QDeadlineTimer giveUp{QDeadlineTimer::Forever};
    int losses = 0; ///< how often the connection was lost under it
};

/// A plain thread that owns one Connection and runs jobs on it in order. Connects by itself before the first job and
/// again after a loss. Cancelling the future drops a waiting job and stops a running one on the server; the cancel is
/// acknowledged before the next job starts. Its own methods may be called from any thread; destroying it stops running
/// reads and waits for running writes.
class DatabaseThread final : public QObject
{
    Q_OBJECT

public:
    /// name: "read", "command", "background" or "control": shown in pg_stat_activity.
    explicit DatabaseThread(const QString &name, QObject *parent = nullptr);
    ~DatabaseThread() override;

    /// Where to connect; closes what is open. Empty hosts: every job answers Offline, and commands wait for new
    /// options. Another user's options fail what waits, so that nothing is done under a name it was not asked under.
    void setOptions(const ConnectionOptions &options);
    /// From the next connection on; what is open stays.
    void setPassword(const QString &password);
    /// Through which thread a running statement of this one is cancelled; none: only waiting jobs can be cancelled.
    /// It may be destroyed first.
    void setCanceller(DatabaseThread *control);
    /// Connects now, without a job, and stays connected from then on.
    void connectNow();
    /// Closes the connection when the running job is done; the next job opens it again.
    void disconnectNow();
    /// Answers all that waits with Offline.
    void dropWaiting();

    /// Runs job(Connection&, const Interrupt&) -> Result<T> and answers with Result<T>. timeoutMs 0: no limit.
    template <typename Job> auto run(Job job, int timeoutMs = 0, Repeat repeat = Repeat::Never)
    {
        return run(std::move(job), JobOptions{.timeoutMs = timeoutMs, .repeat = repeat});
    }

    template <typename Job>
    auto run(Job job, const JobOptions &options) -> QFuture<std::invoke_result_t<Job, Connection &, const Interrupt &>>
    {
        using Answer = std::invoke_result_t<Job, Connection &, const Interrupt &>;
        auto promise = std::make_shared<QPromise<Answer>>();
        promise->start();
        DatabaseJob made;
        made.run = [promise, job = std::move(job)](Connection &connection,
                                                   const Interrupt &interrupt) mutable -> std::optional<Error> {
            auto answer = job(connection, interrupt);
            if (!answer)
                return answer.error();
            promise->addResult(std::move(answer));
            return std::nullopt;
        };
        made.fail = [promise](const Error &error) { promise->addResult(Answer(error)); };
        made.finish = [promise] { promise->finish(); };
        made.isCancelled = [promise] { return promise->isCanceled(); };
        made.options = options;
        post(std::move(made));
        return promise->future();
    }

    /// Listens for a channel on this thread's connection, again after each reconnect, and emits notified().
    void listen(const QString &channel);

Q_SIGNALS:
    void connected();                             ///< after each successful open
    void disconnected(const Steward::Error &why); ///< when it was lost or could not be opened
    void reconnectScheduled(int inMs);
    void notified(const QString &channel, const QString &payload);

private:
    void post(DatabaseJob job);

    std::shared_ptr<DatabaseQueue> m_queue;
    DatabaseWorker *m_worker = nullptr; ///< lives on m_thread and ends with it
    QThread *m_thread = nullptr;
};

} // namespace Steward
