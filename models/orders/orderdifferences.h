// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/order.h"

namespace Steward {

/// What of an order is other than it was, each as a line a person reads: for somebody who decided on what was before. Empty when
/// nothing that is shown has changed.
[[nodiscard]] QStringList orderDifferences(const OrderPanel &before, const OrderPanel &now);

/// The same for somebody who is told that there is a change: never empty, though it be one that has no line of its own.
[[nodiscard]] QStringList saidDifferences(const OrderPanel &before, const OrderPanel &now);

/// Nothing of an order is other than it was but its tags, whose it is, its notes, and who looks at it: what is decided on the rest stands.
[[nodiscard]] bool isOtherAsideOnly(const OrderPanel &before, const OrderPanel &now);

} // namespace Steward
