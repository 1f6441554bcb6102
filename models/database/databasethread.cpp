// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/database/databasethread.h"

#include "models/database/databasequeue.h"
#include "models/database/databaseworker.h"

namespace Steward {

DatabaseThread::DatabaseThread(const QString &name, QObject *parent)
    : QObject(parent), m_queue(std::make_shared<DatabaseQueue>()), m_worker(new DatabaseWorker(name, m_queue)),
      m_thread(new QThread(this))
{
    m_thread->setObjectName(name);
    m_worker->moveToThread(m_thread);
    m_queue->setWorker(m_worker, [worker = m_worker] { worker->work(); });
    connect(m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    connect(m_worker, &DatabaseWorker::connected, this, &DatabaseThread::connected);
    connect(m_worker, &DatabaseWorker::disconnected, this, &DatabaseThread::disconnected);
    connect(m_worker, &DatabaseWorker::reconnectScheduled, this, &DatabaseThread::reconnectScheduled);
    connect(m_worker, &DatabaseWorker::notified, this, &DatabaseThread::notified);
    m_thread->start();
}

DatabaseThread::~DatabaseThread()
{
    m_queue->beginClosing();
    QMetaObject::invokeMethod(m_worker, &DatabaseWorker::stop, Qt::QueuedConnection);
    m_thread->wait();
}

void DatabaseThread::setOptions(const ConnectionOptions &options)
{
    m_queue->setOptions(options);
    QMetaObject::invokeMethod(m_worker, &DatabaseWorker::applyOptions, Qt::QueuedConnection);
}

void DatabaseThread::setPassword(const QString &password)
{
    m_queue->setPassword(password);
}

void DatabaseThread::setCanceller(DatabaseThread *control)
{
    m_queue->setCanceller(control ? std::weak_ptr(control->m_queue) : std::weak_ptr<DatabaseQueue>());
}

void DatabaseThread::connectNow()
{
    QMetaObject::invokeMethod(m_worker, &DatabaseWorker::connectNow, Qt::QueuedConnection);
}

void DatabaseThread::disconnectNow()
{
    QMetaObject::invokeMethod(m_worker, &DatabaseWorker::disconnectNow, Qt::QueuedConnection);
}

void DatabaseThread::dropWaiting()
{
    m_queue->dropWaiting();
    QMetaObject::invokeMethod(m_worker, &DatabaseWorker::dropParked, Qt::QueuedConnection);
}

void DatabaseThread::listen(const QString &channel)
{
    QMetaObject::invokeMethod(
        m_worker, [worker = m_worker, channel] { worker->listen(channel); }, Qt::QueuedConnection);
}

void DatabaseThread::post(DatabaseJob job)
{
    m_queue->add(std::move(job));
}

} // namespace Steward
