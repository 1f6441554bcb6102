// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/import/importmap.h"

namespace Steward {

/// A field of an import by its name in maps ("shipping.city", "line.sku"), in words.
[[nodiscard]] QString importFieldText(const QString &field);
/// A shipped map, as a person knows where the file comes from.
[[nodiscard]] QString importMapText(const QString &map);

} // namespace Steward
