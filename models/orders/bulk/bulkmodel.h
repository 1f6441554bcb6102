// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/bulk/bulkrun.h"

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>

namespace Steward {

/// What is said of an order in a run, as a whole sentence.
[[nodiscard]] QString bulkStateText(BulkState state, const QString &reason);

/// The orders of a run and what became of each.
class BulkModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Order, Outcome, ColumnCount };
    enum Role {
        StateRole = Qt::UserRole + 1, ///< BulkState as a number
        ReasonRole,                   ///< machine word
    };

    /// run outlives it.
    explicit BulkModel(BulkRun &run, QObject *parent = nullptr);
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    BulkRun &m_run;
};

/// Of them, those of one group, or all.
class BulkGroupModel final : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit BulkGroupModel(BulkModel &model, QObject *parent = nullptr);
    void showAll();
    void showGroup(BulkState state, const QString &reason);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    std::optional<std::pair<BulkState, QString>> m_group;
};

} // namespace Steward
