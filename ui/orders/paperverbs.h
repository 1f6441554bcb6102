// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/orders/ordercommands.h"

namespace Steward {

class OrderActions;
struct OrderPanel;

/// The verbs "packing_slip", "invoice" and "credit_note": the sheet that shows the papers of the orders chosen.
void startPackingSlip(OrderActions &actions, const QList<OrderChoice> &orders, const OrderPanel *order);
void startInvoice(OrderActions &actions, const QList<OrderChoice> &orders, const OrderPanel *order);
void startCreditNote(OrderActions &actions, const QList<OrderChoice> &orders, const OrderPanel *order);

} // namespace Steward
