// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/orderimport.h"

#include "models/session/session.h"

#include <QFutureWatcher>
#include <QPromise>
#include <QTimer>
#include <QtConcurrentRun>

#include <atomic>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int ordersPreviewed = 50;

/// What the job's thread and its owner share.
struct ImportProgress
{
    std::atomic<double> part = 0;
    std::atomic<bool> isStopped = false;
};

} // namespace

class OrderImport::Private
{
public:
    explicit Private(Session &owner) : session(owner) { }

    Session &session;
    std::unique_ptr<DatabaseThread> thread; ///< of the running job
    std::shared_ptr<ImportProgress> progress;
    QTimer tick;
    QFutureWatcher<Result<ImportReport>> watcher;
};

OrderImport::OrderImport(Session &session, QObject *parent) : QObject(parent), d(std::make_unique<Private>(session))
{
    constexpr int tickMs = 100;
    d->tick.setInterval(tickMs);
    connect(&d->tick, &QTimer::timeout, this, [this] { Q_EMIT progressed(d->progress->part); });
    connect(&d->watcher, &QFutureWatcherBase::finished, this, [this] {
        d->tick.stop();
        d->thread.reset();
        if (d->watcher.future().resultCount() == 0)
            return Q_EMIT stopped();
        const auto answer = d->watcher.result();
        if (answer)
            Q_EMIT finished(*answer);
        else if (d->progress->isStopped || answer.error().kind == ErrorKind::Cancelled)
            Q_EMIT stopped();
        else
            Q_EMIT failed(answer.error().kind == ErrorKind::Offline ? tr("%1 What was imported so far stays; importing the file again goes on from there.").arg(answer.error().userText)
                                                                    : answer.error().userText);
    });
}

OrderImport::~OrderImport()
{
    stop();
    if (!d->thread || !isRunning())
        return;
    // It stops behind the batch it is at, and nobody waits for that here.
    DatabaseThread *thread = d->thread.release();
    thread->setParent(&d->session);
    auto *watcher = new QFutureWatcher<Result<ImportReport>>(thread);
    connect(watcher, &QFutureWatcherBase::finished, thread, &QObject::deleteLater);
    watcher->setFuture(d->watcher.future());
}

QFuture<Result<ImportLook>> OrderImport::look(const QString &path, const ImportChoices &choices, const QList<KeptMap> &kept)
{
    return QtConcurrent::run([path, choices, kept](QPromise<Result<ImportLook>> &promise) { promise.addResult(lookAtFile(path, choices, kept, [&promise] { return promise.isCanceled(); })); });
}

QFuture<Result<QList<PreviewedOrder>>> OrderImport::first(const ImportRequest &request)
{
    return QtConcurrent::run([request](QPromise<Result<QList<PreviewedOrder>>> &promise) {
        promise.addResult(firstOrders(request.path, request.map, request.choices, ordersPreviewed, [&promise] { return promise.isCanceled(); }));
    });
}

void OrderImport::start(const ImportRequest &request)
{
    if (isRunning())
        return;
    d->progress = std::make_shared<ImportProgress>();
    // Without options the job does not connect again by itself: the connection is the thread's.
    const auto job = [request, progress = d->progress](Connection &connection, const Interrupt &) {
        ImportRequest stoppable = request;
        stoppable.isStopped = [progress] { return progress->isStopped.load(); };
        return ImportJob(connection, {}).run(stoppable, [progress](double part) {
            progress->part = part;
            return !progress->isStopped;
        });
    };
    d->thread = d->session.makeThread(u"import"_s);
    d->watcher.setFuture(d->thread->run(job));
    d->tick.start();
}

void OrderImport::stop()
{
    if (d->progress)
        d->progress->isStopped = true;
}

bool OrderImport::isRunning() const
{
    return d->watcher.isRunning();
}

} // namespace Steward
