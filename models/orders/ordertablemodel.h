// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/money.h"
#include "models/orders/order.h"
#include "models/table/querytext.h"
#include "models/table/tablemodel.h"

#include <QHash>
#include <QSet>

namespace Steward {

/// The orders list: columns and meaning; the rows come from TableModel's windows.
class OrderTableModel final : public TableModel
{
    Q_OBJECT

public:
    /// Cells of a TableRow, in this order. Widths and default visibility live with the view.
    enum Column {
        Number, Placed, Customer, Total, Payment, Fulfilment, Items, Postal, Country, Email, Phone, Paid, Refunded, Assigned, Source,
        ColumnCount,
        // Cells behind the columns: what a row's looks depend on.
        Currency = ColumnCount, Holds, Cancelled, CellCount
    };
    Q_ENUM(Column)
    enum Role {
        MoneyRole = FirstSliceRole, ///< Money of Total, Paid, Refunded
        StatusRole,                 ///< machine word of Payment, Fulfilment
        HoldsRole,                  ///< int: open holds
        VersionRole,                ///< int
        CancelledRole,              ///< bool
        PresenceRole,               ///< machine word of what others do there, the strongest: "editing", "viewing", "away"; empty when nobody is
    };

    explicit OrderTableModel(std::unique_ptr<TableSource> source, QObject *parent = nullptr);

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    /// Who else is at which orders now; whoever is not among them is at none.
    void setViewers(const QHash<qint64, QList<Viewer>> &viewers);

    [[nodiscard]] static QString columnName(int column);  ///< "placed": in saved views and exports
    [[nodiscard]] static QString sortName(int column);    ///< name in TableQuery::sort, empty when the column does not sort
    // What a login of these rights is offered; of the rest the database gives it nothing and refuses questions about it.
    [[nodiscard]] static bool isShownTo(const QSet<QString> &rights, int column);
    [[nodiscard]] static QStringList sortNames(const QSet<QString> &rights);
    [[nodiscard]] static QList<QueryField> queryFields(const QSet<QString> &rights); ///< what can be filtered and typed
    /// An order number as the database sorts it: without '#' and blanks, digit runs padded to twelve.
    [[nodiscard]] static QString numberKey(const QString &number);

protected:
    [[nodiscard]] QVariant cell(const TableRow &row, int column, int role) const override;

private:
    QHash<qint64, QList<Viewer>> m_viewers; ///< by order; no list is empty
};

} // namespace Steward
