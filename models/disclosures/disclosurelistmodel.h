// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/disclosures/disclosure.h"

#include <QAbstractTableModel>
#include <QTimeZone>

namespace Steward {

/// The files that were made for outside parties, what is due first and then newest first, one a row.
class DisclosureListModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Made, Party, Purpose, Orders, MadeBy, Givings, DeleteBy, Deleted, Corrections, ColumnCount };
    enum Role { DueRole = Qt::UserRole }; ///< whether the cell says that a copy is due to be deleted, or its party to be told of a correction

    using QAbstractTableModel::QAbstractTableModel;
    void setTimeZone(const QTimeZone &zone) { m_zone = zone; } ///< in which times are printed that are shown from now on
    void show(const QList<Disclosure> &disclosures);
    void append(const QList<Disclosure> &disclosures); ///< older ones
    [[nodiscard]] const Disclosure *at(int row) const; ///< null where there is none
    [[nodiscard]] int rowOf(DisclosureId id) const;    ///< -1 where it is not shown

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QList<Disclosure> m_disclosures;
    QTimeZone m_zone = QTimeZone::utc();
};

} // namespace Steward
