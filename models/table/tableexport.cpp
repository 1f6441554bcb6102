// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/table/tableexport.h"

#include "models/core/latestonly.h"
#include "models/table/exportjob.h"

#include <QTimer>

#include <optional>
#include <utility>

using namespace Qt::StringLiterals;

namespace Steward {

class TableExport::Private
{
public:
    explicit Private(Session &owner) : session(owner) { }
    /// The line was lost when the file was there already: the log is told as soon as there is one again, and only then the person.
    void tellEnd(qint64 exportId)
    {
        written = progress->rows;
        const auto job = [exportId](Connection &connection, const Interrupt &) -> Result<qint64> {
            const auto told = Steward::tellEnd(connection, exportId, u"done"_s);
            return told ? Result<qint64>(exportId) : Result<qint64>(told.error());
        };
        watcher.setFuture(thread->run(job, JobOptions{.repeat = Repeat::UntilAnswered, .cancel = Cancel::Never}));
    }

    Session &session;
    std::unique_ptr<DatabaseThread> thread; ///< of the running export
    std::shared_ptr<ExportProgress> progress;
    QTimer tick;
    QFutureWatcher<Result<qint64>> watcher;
    std::optional<qint64> written; ///< rows of a file that is there while the log is still to be told
};

TableExport::TableExport(Session &session, QObject *parent) : QObject(parent), d(std::make_unique<Private>(session))
{
    constexpr int tickMs = 100;
    d->tick.setInterval(tickMs);
    connect(&d->tick, &QTimer::timeout, this, [this] {
        if (!d->progress->isCounting)
            Q_EMIT progressed(d->progress->rows);
    });
    connect(&d->watcher, &QFutureWatcherBase::finished, this, [this] {
        if (const qint64 untold = d->progress->untold.exchange(0); untold > 0)
            return d->tellEnd(untold);
        d->tick.stop();
        d->thread.reset();
        if (const auto rows = std::exchange(d->written, {}))
            return Q_EMIT finished(*rows);
        if (d->watcher.future().resultCount() == 0)
            return Q_EMIT cancelled();
        const auto answer = d->watcher.result();
        if (answer)
            Q_EMIT finished(*answer);
        // The database thread takes a stop it was not asked for itself for a lost server, so its word alone does not do.
        else if (d->progress->stop || answer.error().kind == ErrorKind::Cancelled)
            Q_EMIT cancelled();
        else
            Q_EMIT failed(answer.error().userText);
    });
}

TableExport::~TableExport()
{
    cancel();
    if (!d->thread || !isRunning())
        return;
    // It stops behind the page it is at, and the log still learns how it ended.
    DatabaseThread *thread = d->thread.release();
    thread->setParent(&d->session);
    auto *watcher = new QFutureWatcher<Result<qint64>>(thread);
    connect(watcher, &QFutureWatcherBase::finished, thread, &QObject::deleteLater);
    watcher->setFuture(d->watcher.future());
}

void TableExport::start(const ExportRequest &request)
{
    if (isRunning())
        return;
    d->progress = std::make_shared<ExportProgress>();
    const auto job = [request, progress = d->progress](Connection &connection, const Interrupt &interrupt) { return runExport(connection, interrupt, request, *progress); };
    d->thread = d->session.makeThread(u"export"_s);
    if (request.format == ExportFormat::Xlsx && request.expectedRows < 0) {
        d->progress->isCounting = true;
        Q_EMIT counting();
    }
    d->watcher.setFuture(d->thread->run(job));
    d->tick.start();
}

void TableExport::cancel()
{
    // Stopped between two pages, so that the log still learns how it ended.
    if (!d->progress)
        return;
    d->progress->stop = true;
    // Nothing is logged yet while it counts.
    if (d->progress->isCounting)
        d->watcher.cancel();
}

bool TableExport::isRunning() const
{
    return d->watcher.isRunning();
}

} // namespace Steward
