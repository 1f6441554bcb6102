// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace Steward {

/// Takes every variable libpq would read a default from out of this process's environment, once. So no PGSSLMODE,
/// service file or PGOPTIONS of the surroundings can change a connection. Any thread; main() calls it before there are
/// others.
void neutraliseEnvironment();

} // namespace Steward
