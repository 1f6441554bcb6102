// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/import/groupfields.h"

namespace Steward {

/// Reads an order's amounts and checks that they add up: subtotal - discount + shipping + fees + duties + tax, with the tax either
/// in the prices or on top of them, is the total. What does not is refused.
void readTotals(const ImportMap &map, GroupFields &fields, OrderDraft &draft, ImportNotes &notes);

/// Makes the payments and the refund that lead to the status the file tells; the database derives the same status from them.
void readPayments(GroupFields &fields, OrderDraft &draft, ImportNotes &notes);

} // namespace Steward
