// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/staff/stafflistmodel.h"

#include "models/session/storezone.h"
#include "models/staff/staffrepository.h"

#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

void StaffListModel::setAccounts(const QList<StaffAccount> &accounts)
{
    beginResetModel();
    m_accounts = accounts;
    endResetModel();
}

const StaffAccount *StaffListModel::at(int row) const
{
    return row >= 0 && row < m_accounts.size() ? &m_accounts.at(row) : nullptr;
}

int StaffListModel::rowOf(const QString &login) const
{
    const auto found = std::ranges::find(m_accounts, login, &StaffAccount::login);
    return found == m_accounts.end() ? -1 : int(found - m_accounts.begin());
}

int StaffListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_accounts.size());
}

int StaffListModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString StaffListModel::groupsText(const StaffAccount &account)
{
    QStringList words;
    for (const QString &group : account.groups)
        words.append(staffGroupText(group));
    return words.join(u", "_s);
}

QString StaffListModel::stateText(const StaffAccount &account) const
{
    if (account.isDisabled())
        return tr("Disabled since %1").arg(QLocale().toString(account.disabledAt.toTimeZone(m_zone).date(), QLocale::ShortFormat));
    return account.mustChangePassword ? tr("Has to choose a password") : tr("In use");
}

QVariant StaffListModel::data(const QModelIndex &index, int role) const
{
    const StaffAccount *account = at(index.row());
    if (account && role == Qt::ToolTipRole && (index.column() == State || index.column() == LastSeen))
        return zoneNameText(m_zone);
    if (!account || role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case Name:
        return account->name;
    case Login:
        return account->login;
    case Group:
        return groupsText(*account);
    case State:
        return stateText(*account);
    case LastSeen:
        return account->lastSeenAt.isValid() ? zonedTimeText(account->lastSeenAt, m_zone) : tr("never");
    default:
        return {};
    }
}

QVariant StaffListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal && role == Qt::ToolTipRole && section == LastSeen)
        return zoneNameText(m_zone);
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Name");
    case Login:
        return tr("Login");
    case Group:
        return tr("Group");
    case State:
        return tr("State");
    case LastSeen:
        return tr("Last signed in");
    default:
        return {};
    }
}

} // namespace Steward
