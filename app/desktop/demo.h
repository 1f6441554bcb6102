// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cluster/cluster.h"
#include "models/database/databasethread.h"

#include <QFutureWatcher>
#include <QObject>
#include <QThreadPool>
#include <QTimer>

#include <atomic>
#include <memory>

namespace Steward {

/// A private store for one run of the program: made on another thread, worked every second, gone when the program ends.
class Demo final : public QObject
{
    Q_OBJECT

public:
    explicit Demo(qint64 orders, QObject *parent = nullptr);
    /// A store that is still being filled is given up, not waited for.
    ~Demo() override;
    void start();
    [[nodiscard]] ConnectionOptions optionsFor(const QString &user) const;

Q_SIGNALS:
    void progressed(const QString &text);
    void ready();
    void failed(const QString &text);

private:
    void finish();

    qint64 m_orders;
    std::shared_ptr<std::atomic<bool>> m_isStopped = std::make_shared<std::atomic<bool>>(false);
    std::shared_ptr<Cluster> m_cluster;
    QFutureWatcher<Result<std::shared_ptr<Cluster>>> m_making;
    DatabaseThread m_work{QStringLiteral("work")};
    QTimer m_beat;
    QThreadPool m_pool;
};

} // namespace Steward
