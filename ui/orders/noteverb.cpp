// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/noteverb.h"

#include "ui/orders/orderactions.h"

namespace Steward {

void startNote(OrderActions &actions, const QList<OrderChoice> &, const OrderPanel *)
{
    actions.target().focusNote();
}

} // namespace Steward
