// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/disclosures/disclosurelistmodel.h"

#include "models/disclosures/disclosurerepository.h"
#include "models/session/storezone.h"

#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

void DisclosureListModel::show(const QList<Disclosure> &disclosures)
{
    beginResetModel();
    m_disclosures = disclosures;
    endResetModel();
}

void DisclosureListModel::append(const QList<Disclosure> &disclosures)
{
    if (disclosures.isEmpty())
        return;
    beginInsertRows({}, int(m_disclosures.size()), int(m_disclosures.size() + disclosures.size() - 1));
    m_disclosures.append(disclosures);
    endInsertRows();
}

const Disclosure *DisclosureListModel::at(int row) const
{
    return row >= 0 && row < m_disclosures.size() ? &m_disclosures.at(row) : nullptr;
}

int DisclosureListModel::rowOf(DisclosureId id) const
{
    const auto found = std::ranges::find(m_disclosures, id, &Disclosure::id);
    return found == m_disclosures.end() ? -1 : int(found - m_disclosures.begin());
}

int DisclosureListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_disclosures.size());
}

int DisclosureListModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant DisclosureListModel::data(const QModelIndex &index, int role) const
{
    const Disclosure *disclosure = at(index.row());
    if (!disclosure)
        return {};
    if (role == Qt::TextAlignmentRole && (index.column() == Orders || index.column() == Givings))
        return QVariant(Qt::AlignTrailing | Qt::AlignVCenter);
    if (role == DueRole)
        return (disclosure->isDue && (index.column() == DeleteBy || index.column() == Deleted)) || (!disclosure->untold.isEmpty() && index.column() == Corrections);
    if (role == Qt::ToolTipRole && index.column() == Made)
        return zoneNameText(m_zone);
    if (role != Qt::DisplayRole)
        return {};
    const QLocale locale;
    switch (index.column()) {
    case Made:
        return zonedTimeText(disclosure->madeAt, m_zone);
    case Party:
        return disclosure->party;
    case Purpose:
        return disclosurePurposeText(disclosure->purpose);
    case Orders:
        return locale.toString(disclosure->orderCount);
    case MadeBy:
        return disclosure->madeBy;
    case Givings:
        return locale.toString(disclosure->givings);
    case DeleteBy: {
        const QString date = locale.toString(disclosure->deleteBy, QLocale::ShortFormat);
        return disclosure->isDue ? tr("%1 · due").arg(date) : date;
    }
    case Deleted:
        if (disclosure->deletedOn.isValid())
            return locale.toString(disclosure->deletedOn, QLocale::ShortFormat);
        return disclosure->givings == 0 ? tr("never given out") : tr("not confirmed");
    case Corrections:
        if (!disclosure->untold.isEmpty())
            return tr("to be told");
        return disclosure->toldAt.isValid() ? tr("told") : QString();
    default:
        return {};
    }
}

QVariant DisclosureListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal && role == Qt::ToolTipRole && section == Made)
        return zoneNameText(m_zone);
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Made:
        return tr("Made");
    case Party:
        return tr("Given to");
    case Purpose:
        return tr("For");
    case Orders:
        return tr("Orders");
    case MadeBy:
        return tr("Made by");
    case Givings:
        return tr("Given out");
    case DeleteBy:
        return tr("To be deleted by");
    case Deleted:
        return tr("Deleted on");
    case Corrections:
        return tr("Corrections");
    default:
        return {};
    }
}

} // namespace Steward
