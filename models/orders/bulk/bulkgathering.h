// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/latestonly.h"
#include "models/orders/bulk/bulkrepository.h"

#include <QObject>

namespace Steward {

/// Finds all orders that a list's query matches, page by page, however many of them the list has loaded. Reads only: it ends with its
/// owner, and stops when told.
class BulkGathering final : public QObject
{
    Q_OBJECT

public:
    /// As many as one run takes; beyond it a filter was forgotten more often than meant.
    static constexpr int mostOrders = 50'000;

    explicit BulkGathering(BulkRepository &repository, QObject *parent = nullptr);
    /// Ends in gathered() or failed().
    void start(const TableQuery &query);
    void stop() { m_asking.cancel(); }

Q_SIGNALS:
    void progressed(int orders);
    void gathered(const QList<Steward::BulkOrder> &orders);
    void failed(const QString &text);

private:
    void ask();
    void take(const Result<BulkChoice> &page);

    BulkRepository &m_repository;
    LatestOnly<Result<BulkChoice>> m_asking;
    TableQuery m_query;
    TableCursor m_next;
    QList<BulkOrder> m_orders;
};

} // namespace Steward
