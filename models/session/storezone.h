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

} // namespace Steward
