// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/bulk/bulkstep.h"
#include "models/orders/bulk/bulktask.h"
#include "models/orders/orderrepository.h"

#include <memory>

namespace Steward {

class Session;

/// A page of the orders that a run is chosen from, and where the next one begins.
struct BulkChoice
{
    QList<BulkOrder> orders;
    TableCursor next;
};

/// All that a bulk run asks and tells the database. Any call on the GUI thread; answers through futures.
class BulkRepository
{
public:
    virtual ~BulkRepository() = default;

    /// At most choicePage orders that a list's query matches, from a place on. The query sorts by when they were placed.
    virtual QFuture<Result<BulkChoice>> choice(const TableQuery &query, const TableCursor &from) = 0;
    /// What would become of a command, row by row, without doing it.
    virtual QFuture<Result<CommandOutcome>> check(const BulkTask &task, const QList<OrderAt> &orders) = 0;
    virtual QFuture<Result<CommandOutcome>> send(QUuid commandId, const BulkTask &task, const QList<OrderAt> &orders) = 0;
    virtual QFuture<Result<CommandOutcome>> undo(QUuid commandId, QUuid undone) = 0;

    /// What became of commands of one's own; those that the store knows nothing of are not in the answer.
    virtual QFuture<Result<QHash<QUuid, QJsonObject>>> results(const QList<QUuid> &commands) = 0;

    static constexpr int choicePage = 500; ///< as many as the store gives at once
};

/// The one that asks the store's database.
[[nodiscard]] std::unique_ptr<BulkRepository> makeSqlBulkRepository(Session &session);

} // namespace Steward
