// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/result.h"
#include "models/table/tablequery.h"

#include <QFuture>
#include <QVariant>

#include <optional>

namespace Steward {

/// One record as a list holds it: the cells in the order of the slice's column enum, raw values (qint64, QString, QDateTime).
struct TableRow
{
    qint64 id = 0;
    int version = 0;
    QString sortKey; ///< opaque; only ever handed back in a TableCursor
    QList<QVariant> cells;
    bool gone = false; ///< left the filter or was deleted since it was fetched: shown as a ghost

    friend bool operator==(const TableRow &, const TableRow &) = default;
};

/// A place in the sorted list, by key and id, never by OFFSET.
struct TableCursor
{
    enum class Direction { Start, End, After, Before, From };
    Direction direction = Direction::Start;
    QString key;
    std::optional<qint64> id;
    std::optional<qint64> place = {}; ///< how many rows lie before it, where the server had to say so because it keeps the keys back

    [[nodiscard]] QJsonObject toJson() const; ///< empty for Start
};

/// Every step-th place of the list; the last entry of the server's answer gives the total.
struct TableLadder
{
    struct Rung
    {
        QString key;
        qint64 id = 0;
    };
    int step = 100;
    qint64 total = 0;
    QList<Rung> rungs; ///< rung k is the first row of place k*step

    /// How keys of a sort compare: bytes (texts in collation C, ISO times) or whole numbers.
    enum class KeyOrder { Bytes, Numbers };
    /// The last rung at or before a cursor's place; 0 when it lies before all.
    [[nodiscard]] int rungOf(const QString &key, std::optional<qint64> id, KeyOrder order, bool descending) const;
    /// Less than, equal to or greater than 0 as a lies before, at or behind b in ascending order.
    [[nodiscard]] static int compareKeys(const QString &a, const QString &b, KeyOrder order);
};

/// Where a list's rows come from. Every call may be made on the GUI thread and answers through its future; cancelling the
/// future stops the statement on the server.
class TableSource
{
public:
    virtual ~TableSource() = default;
    virtual QFuture<Result<QList<TableRow>>> page(const TableQuery &query, const TableCursor &cursor, int limit) = 0;
    virtual QFuture<Result<TableLadder>> ladder(const TableQuery &query, int step) = 0;
    virtual QFuture<Result<qint64>> estimate(const TableQuery &query) = 0;
    /// At most bound + 1; bound 0 counts exactly.
    virtual QFuture<Result<qint64>> count(const TableQuery &query, int bound) = 0;
    /// The rows among ids that changed since versions or no longer match (gone = true).
    virtual QFuture<Result<QList<TableRow>>> refresh(const TableQuery &query, const QList<qint64> &ids, const QList<int> &versions) = 0;
    /// The newest record's id, so that newcomers can be told from what was there.
    virtual QFuture<Result<qint64>> newest() = 0;
    /// How many matching rows are newer than afterId, at most 1000.
    virtual QFuture<Result<qint64>> newcomers(const TableQuery &query, qint64 afterId) = 0;
    /// The cursor of one record in this order, or nothing when it is not in the list.
    virtual QFuture<Result<std::optional<TableCursor>>> locate(const TableQuery &query, qint64 id) = 0;
};

} // namespace Steward
