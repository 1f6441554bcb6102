// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace Steward {

/// A password for somebody's first sign-in, of the system's own randomness: four groups of four letters and digits that are not taken for
/// each other when they are read out. About 79 bits.
[[nodiscard]] QString makeFirstPassword();

} // namespace Steward
