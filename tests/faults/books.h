// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/faults/asker.h"

namespace Steward::Test {

/// The orders of whoever has this e-mail address.
[[nodiscard]] QList<qint64> ordersOf(Asker &asker, const QString &customer);

/// Counted anew from what hangs on each order, and told where the order itself says otherwise, or more goes out of it than came in.
[[nodiscard]] QStringList wrongBooks(Asker &asker, const QList<qint64> &orders);

/// Seals what waits and verifies the chain from a position on; answers with where it ends now.
[[nodiscard]] qint64 verifyAudit(Asker &asker, qint64 from, QStringList &problems);

} // namespace Steward::Test
