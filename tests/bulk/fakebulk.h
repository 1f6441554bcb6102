// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/bulk/bulkrepository.h"

#include <QPromise>

#include <deque>
#include <functional>

namespace Steward::Test {

/// A store that answers when the test says so, and remembers what it was asked. Orders whose id is divisible by refuses are refused,
/// and those in moved are at another version than they were chosen at.
/// Each gives back 100, every third in CHF, and of every other one 30 by hand.
class FakeBulk final : public BulkRepository
{
public:
    struct Sent
    {
        QUuid id;
        QUuid undone;
        QList<qint64> orders;
    };
    template <typename T>
    using Promise = std::shared_ptr<QPromise<Result<T>>>;

    QFuture<Result<BulkChoice>> choice(const TableQuery &query, const TableCursor &from) override;
    QFuture<Result<CommandOutcome>> check(const BulkTask &task, const QList<OrderAt> &orders) override;
    QFuture<Result<CommandOutcome>> send(QUuid commandId, const BulkTask &task, const QList<OrderAt> &orders) override;
    QFuture<Result<CommandOutcome>> undo(QUuid commandId, QUuid undone) override;
    QFuture<Result<QHash<QUuid, QJsonObject>>> results(const QList<QUuid> &commands) override;

    /// Orders 1 to count, at version 1.
    [[nodiscard]] static QList<BulkOrder> orders(int count);
    /// Answers the oldest question as a store would.
    void answer();
    void fail(ErrorKind kind);
    void refuse(const QString &reason); ///< as a whole
    /// Answers until nothing more is asked.
    void answerAll();
    [[nodiscard]] bool isAsked() const { return !waiting.empty(); }

    int refuses = 0;
    QHash<qint64, int> moved;
    QList<Sent> checked, sent, undone;
    QSet<qint64> keptByUndo;
    QList<TableQuery> queries;
    QList<TableCursor> cursors;
    QList<BulkChoice> pages;
    QList<QJsonObject> lookedAt;         ///< of the tasks that were checked
    QHash<QUuid, QJsonObject> known;     ///< what became of commands, whoever sent them
    QList<QList<QUuid>> askedFor;        ///< results
    int failsToTell = 0;                 ///< how often results() is offline
    std::function<void()> whenTold;      ///< called when results() was read, before its answer arrives

private:
    struct Waiting
    {
        Promise<CommandOutcome> promise;
        CommandOutcome outcome;
    };
    QFuture<Result<CommandOutcome>> wait(const QJsonArray &rows);
    void end(const Result<CommandOutcome> &result);

    std::deque<Waiting> waiting;
    QHash<QUuid, QList<qint64>> m_done;
};

} // namespace Steward::Test
