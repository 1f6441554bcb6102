// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"

#include <QTimeZone>

namespace Steward {

/// The store's zone, in which its times are shown; UTC where this system does not know it.
[[nodiscard]] inline QTimeZone storeZone(const Login &login)
{
    const QTimeZone zone(login.timeZone.toLatin1());
    return zone.isValid() ? zone : QTimeZone::utc();
}

/// A moment as all desks print it, date and time in short; empty for none.
[[nodiscard]] QString zonedTimeText(const QDateTime &at, const QTimeZone &zone);
/// In which zone it is printed, as a sentence.
[[nodiscard]] QString zoneNameText(const QTimeZone &zone);

} // namespace Steward
