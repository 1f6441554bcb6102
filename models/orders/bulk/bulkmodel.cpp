// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/bulk/bulkmodel.h"

using namespace Qt::StringLiterals;

namespace Steward {

QString bulkStateText(BulkState state, const QString &reason)
{
    switch (state) {
    case BulkState::Waiting:
        return BulkModel::tr("Not looked at yet.");
    case BulkState::Would:
        return reason == u"untold" ? BulkModel::tr("Will be changed, but the customer will not be told: no e-mail can go out about the order.") : BulkModel::tr("Will be changed.");
    case BulkState::Refused:
        return orderReasonText(reason);
    case BulkState::Conflict:
        return BulkModel::tr("Somebody has changed the order since it was chosen.");
    case BulkState::Unknown:
        return BulkModel::tr("Sent, but the line was lost before the answer.");
    case BulkState::Done:
        return reason == u"untold" ? BulkModel::tr("Done, but the customer is not told: no e-mail can go out about the order.") : BulkModel::tr("Done.");
    case BulkState::TakenBack:
        return BulkModel::tr("Taken back.");
    case BulkState::Kept:
        return orderReasonText(reason);
    }
    return {};
}

BulkModel::BulkModel(BulkRun &run, QObject *parent) : QAbstractTableModel(parent), m_run(run)
{
    connect(&run, &BulkRun::rowsChanged, this, [this](int first, int last) { Q_EMIT dataChanged(index(first, Outcome), index(last, Outcome)); });
}

int BulkModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_run.rows().size());
}

int BulkModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant BulkModel::data(const QModelIndex &index, int role) const
{
    const BulkRow &row = m_run.rows().at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return index.column() == Order ? row.number : bulkStateText(row.state, row.reason);
    case StateRole:
        return int(row.state);
    case ReasonRole:
        return row.reason;
    default:
        return {};
    }
}

QVariant BulkModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == Order ? tr("Order") : tr("What becomes of it");
}

BulkGroupModel::BulkGroupModel(BulkModel &model, QObject *parent) : QSortFilterProxyModel(parent)
{
    setSourceModel(&model);
}

void BulkGroupModel::showAll()
{
    m_group.reset();
    invalidateFilter();
}

void BulkGroupModel::showGroup(BulkState state, const QString &reason)
{
    m_group = {state, reason};
    invalidateFilter();
}

bool BulkGroupModel::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    if (!m_group)
        return true;
    const QModelIndex at = sourceModel()->index(row, BulkModel::Outcome, parent);
    return at.data(BulkModel::StateRole).toInt() == int(m_group->first) && at.data(BulkModel::ReasonRole).toString() == m_group->second;
}

} // namespace Steward
