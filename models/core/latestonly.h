// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFuture>
#include <QFutureWatcher>
#include <QObject>

#include <memory>

namespace Steward {

/// The one bridge from a future to a QObject: only the newest question is answered, and only while its context lives.
/// For reads. A newer start() cancels the older future, on the server too; destroying the helper cancels as well.
/// Lives on the thread of its context. QFuture::then(context) is not used: in Qt 6.4 it aborts when the context dies first.
template <typename T>
class LatestOnly
{
public:
    LatestOnly() = default;
    ~LatestOnly() { cancel(); }
    Q_DISABLE_COPY_MOVE(LatestOnly)

    /// Calls apply(T) on the thread of context when source finishes, unless a newer start() or cancel() came first.
    template <typename Apply>
    void start(const QFuture<T> &source, QObject *context, Apply apply)
    {
        cancel();
        m_watcher = std::make_unique<QFutureWatcher<T>>();
        QObject::connect(m_watcher.get(), &QFutureWatcherBase::finished, context,
                         [this, watcher = m_watcher.get(), apply = std::move(apply)] {
                             const bool answered = !watcher->isCanceled() && watcher->future().resultCount() > 0;
                             m_running = false;
                             if (answered)
                                 apply(watcher->result());
                         });
        m_running = true;
        m_watcher->setFuture(source);
    }

    /// Drops the question; a result that had finished but was not yet delivered is dropped too.
    void cancel()
    {
        m_running = false;
        if (!m_watcher)
            return;
        m_watcher->disconnect();
        m_watcher->cancel();
        // The watcher may be the caller of this very function, so it is not deleted under its own signal.
        m_watcher.release()->deleteLater();
    }

    [[nodiscard]] bool isRunning() const { return m_running; }

private:
    std::unique_ptr<QFutureWatcher<T>> m_watcher;
    bool m_running = false;
};

} // namespace Steward
