// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/order.h"

namespace Steward {

/// What of an order is other than it was, each as a line a person reads: for somebody who decided on what was before. Empty when
/// nothing that is shown has changed.
[[nodiscard]] QStringList orderDifferences(const OrderPanel &before, const OrderPanel &now);

} // namespace Steward
