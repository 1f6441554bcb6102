// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/order.h"

#include <QJsonObject>

namespace Steward {

/// What happened to an order, newest first, out of all that desk.order_panel answered: its notes, its events with what each was about, and
/// what was corrected with old and new under the event of the same command. Any thread.
[[nodiscard]] QList<TimelineEntry> readTimeline(const QJsonObject &panel, const QString &currency);

} // namespace Steward
