// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace Steward {

/// Highest number among the schema's table migrations in this build: what `migrate` brings a store to.
[[nodiscard]] int newestSchema();

} // namespace Steward
