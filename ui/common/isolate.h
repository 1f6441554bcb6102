// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace Steward {

/// A text that keeps its own direction to itself: beside it, a sentence or a row stays in the direction of the window (Unicode UAX #9,
/// first strong isolate).
[[nodiscard]] inline QString isolated(const QString &text)
{
    return text.isEmpty() ? text : QChar(0x2068) + text + QChar(0x2069);
}

} // namespace Steward
