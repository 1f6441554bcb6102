// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <algorithm>
#include <limits>

namespace Steward {

/// A number of rows as plural forms and progress bars take it.
[[nodiscard]] inline int countOf(qint64 rows)
{
    return int(std::clamp<qint64>(rows, 0, std::numeric_limits<int>::max()));
}

} // namespace Steward
