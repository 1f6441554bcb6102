// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QStringList>

namespace Steward {

/// The account of a member of staff, as whoever looks after accounts sees it.
struct StaffAccount
{
    qint64 id = 0;
    QString login;
    QString name;
    QStringList groups; ///< machine words, "lead"; one, unless the store was set up by hand
    QDateTime lastSeenAt; ///< invalid: never
    QDateTime disabledAt; ///< invalid: in use
    bool mustChangePassword = false;

    [[nodiscard]] bool isDisabled() const { return disabledAt.isValid(); }
};

} // namespace Steward
