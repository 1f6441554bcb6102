// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"
#include "models/table/tablesource.h"

#include <functional>

namespace Steward {

/// Reads the cells of one row of a slice's page, on the database thread.
using CellReader = std::function<QList<QVariant>(const Rows &rows, int row)>;

/// Table rows out of a slice's page functions: queries named PREFIX_page, PREFIX_ladder and so on. Pages are asked on the
/// reading connection, counts and ladders on the background one.
class SqlTableSource final : public TableSource
{
public:
    /// prefix: "orders/order".
    SqlTableSource(Session &session, const QString &prefix, CellReader reader);

    QFuture<Result<QList<TableRow>>> page(const TableQuery &query, const TableCursor &cursor, int limit) override;
    QFuture<Result<TableLadder>> ladder(const TableQuery &query, int step) override;
    QFuture<Result<qint64>> estimate(const TableQuery &query) override;
    QFuture<Result<qint64>> count(const TableQuery &query, int bound) override;
    QFuture<Result<QList<TableRow>>> refresh(const TableQuery &query, const QList<qint64> &ids, const QList<int> &versions) override;
    QFuture<Result<qint64>> newest() override;
    QFuture<Result<qint64>> newcomers(const TableQuery &query, qint64 afterId) override;
    QFuture<Result<std::optional<TableCursor>>> locate(const TableQuery &query, qint64 id) override;

    /// Rows as a page holds them; for exports, which page through the same shape.
    [[nodiscard]] static QList<TableRow> readRows(const Rows &rows, const CellReader &reader);

private:
    QFuture<Result<qint64>> number(const QString &name, const Params &params, DatabaseThread &thread, int timeoutMs);

    Session &m_session;
    QString m_prefix;
    CellReader m_reader;
};

} // namespace Steward
