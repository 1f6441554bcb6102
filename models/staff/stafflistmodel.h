// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/staff/staffaccount.h"

#include <QAbstractTableModel>
#include <QTimeZone>

namespace Steward {

/// The accounts of staff, one a row, by login.
class StaffListModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, Login, Group, State, LastSeen, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;
    void setTimeZone(const QTimeZone &zone) { m_zone = zone; } ///< in which times are printed that are shown from now on
    void setAccounts(const QList<StaffAccount> &accounts);
    [[nodiscard]] const StaffAccount *at(int row) const;       ///< null where there is none
    [[nodiscard]] int rowOf(const QString &login) const; ///< -1 where there is none

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    [[nodiscard]] static QString groupsText(const StaffAccount &account);
    [[nodiscard]] QString stateText(const StaffAccount &account) const;

    QList<StaffAccount> m_accounts;
    QTimeZone m_zone = QTimeZone::utc();
};

} // namespace Steward
