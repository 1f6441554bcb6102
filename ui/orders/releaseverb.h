// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/orders/ordercommands.h"

namespace Steward {

class OrderActions;
struct OrderPanel;

/// The verb "release": asks which of an order's holds.
void startRelease(OrderActions &actions, const QList<OrderChoice> &orders, const OrderPanel *order);

} // namespace Steward
