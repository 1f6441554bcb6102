// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace Steward {

/// "United Kingdom" or "gb" as "GB": the ISO 3166 code of a country's English name or code; empty when it is neither.
[[nodiscard]] QByteArray countryCode(const QByteArray &text);

} // namespace Steward
