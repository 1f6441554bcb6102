// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/result.h"
#include "models/database/connection.h"

#include <QFuture>
#include <QObject>
#include <QPromise>

#include <functional>
#include <memory>
#include <type_traits>

namespace Steward {

/// Whether a job may be sent again by itself after the connection was lost while it ran. Reads may; a command is sent again
/// by its command id only (commandclient.h).
enum class Repeat { Never, OnceIfOffline };

/// A plain thread that owns one Connection and runs jobs on it in order. Connects by itself before the first job and again
/// after a loss. Cancelling the future drops a waiting job and stops a running one on the server; the cancel is acknowledged
/// before the next job starts. Its own methods may be called from any thread; destroying it waits for the running job.
class DatabaseThread final : public QObject
{
    Q_OBJECT

public:
    /// name: "read", "command", "background" or "control": shown in pg_stat_activity.
    explicit DatabaseThread(const QString &name, QObject *parent = nullptr);
    ~DatabaseThread() override;

    /// Where to connect; closes what is open. Empty hosts: every job answers Offline.
    void setOptions(const ConnectionOptions &options);
    /// Through which thread a running statement of this one is cancelled; none: only waiting jobs can be cancelled.
    void setCanceller(DatabaseThread *control);
    /// Closes the connection when the running job is done; the next job opens it again.
    void disconnectNow();

    /// Runs job(Connection&, const Interrupt&) -> Result<T> and answers with Result<T>. timeoutMs 0: no limit.
    template <typename Job>
    auto run(Job job, int timeoutMs = 0, Repeat repeat = Repeat::Never)
        -> QFuture<std::invoke_result_t<Job, Connection &, const Interrupt &>>
    {
        using Answer = std::invoke_result_t<Job, Connection &, const Interrupt &>;
        auto promise = std::make_shared<QPromise<Answer>>();
        promise->start();
        post({.run = [promise, job = std::move(job)](Connection &connection, const Interrupt &interrupt) -> const Error * {
                  auto answer = job(connection, interrupt);
                  static thread_local Error failure;
                  if (answer) {
                      promise->addResult(std::move(answer));
                      return nullptr;
                  }
                  failure = answer.error();
                  return &failure;
              },
              .fail = [promise](const Error &error) { promise->addResult(Answer(error)); },
              .finish = [promise] { promise->finish(); },
              .isCancelled = [promise] { return promise->isCanceled(); },
              .timeoutMs = timeoutMs,
              .repeat = repeat});
        return promise->future();
    }

    /// Listens for a channel on this thread's connection, again after each reconnect, and emits notified().
    void listen(const QString &channel);

Q_SIGNALS:
    void connected();                             ///< after each successful open
    void disconnected(const Steward::Error &why); ///< when it was lost or could not be opened
    void notified(const QString &channel, const QString &payload);

private:
    struct Job
    {
        std::function<const Error *(Connection &, const Interrupt &)> run; ///< nullptr when it has answered
        std::function<void(const Error &)> fail;
        std::function<void()> finish;
        std::function<bool()> isCancelled;
        int timeoutMs = 0;
        Repeat repeat = Repeat::Never;
    };
    void post(Job job);

    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Steward
