// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/order.h"

#include <QJsonObject>

namespace Steward {

/// What desk.order_panel answered, as an OrderPanel. myLogin is left out of the viewers. Any thread.
[[nodiscard]] OrderPanel readOrderPanel(const QJsonObject &json, const QString &myLogin);
[[nodiscard]] QList<Viewer> readViewers(const QJsonArray &json, const QString &myLogin);

} // namespace Steward
