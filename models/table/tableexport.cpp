// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/table/tableexport.h"

#include "models/core/latestonly.h"
#include "models/table/exportjob.h"
#include "models/table/xlsxwriter.h"

#include <QTimer>

namespace Steward {

class TableExport::Private
{
public:
    explicit Private(Session &owner) : session(owner) { }

    Session &session;
    std::shared_ptr<ExportProgress> progress;
    QTimer tick;
    QFutureWatcher<Result<qint64>> watcher;
};

TableExport::TableExport(Session &session, QObject *parent) : QObject(parent), d(std::make_unique<Private>(session))
{
    constexpr int tickMs = 100;
    d->tick.setInterval(tickMs);
    connect(&d->tick, &QTimer::timeout, this, [this] { Q_EMIT progressed(d->progress->rows); });
    connect(&d->watcher, &QFutureWatcherBase::finished, this, [this] {
        d->tick.stop();
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
}

void TableExport::start(const ExportRequest &request)
{
    if (isRunning())
        return;
    if (request.format == ExportFormat::Xlsx && request.expectedRows > xlsxMaxRows) {
        Q_EMIT failed(tr("%L1 rows are more than the %L2 a spreadsheet can hold. Narrow the filter, or export as CSV.").arg(request.expectedRows).arg(xlsxMaxRows));
        return;
    }
    d->progress = std::make_shared<ExportProgress>();
    const auto job = [request, progress = d->progress](Connection &connection, const Interrupt &interrupt) { return runExport(connection, interrupt, request, *progress); };
    d->watcher.setFuture(d->session.background().run(job));
    d->tick.start();
}

void TableExport::cancel()
{
    // Stopped between two pages, so that the log still learns how it ended.
    if (d->progress)
        d->progress->stop = true;
}

bool TableExport::isRunning() const
{
    return d->watcher.isRunning();
}

} // namespace Steward
