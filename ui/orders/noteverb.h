// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/orders/ordercommands.h"

namespace Steward {

class OrderActions;
struct OrderPanel;

/// The verb "note": the cursor goes to where a note is written.
void startNote(OrderActions &actions, const QList<OrderChoice> &orders, const OrderPanel *order);

} // namespace Steward
