// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/theme.h"

#include <QString>

class QLabel;

namespace Steward {

/// The pieces an order's page is laid out of. Plain text always: whatever a person typed is shown as it is, and runs nothing.
[[nodiscard]] QLabel *makeLabel(const QString &text, Theme::Tone tone = Theme::Tone::Neutral);
[[nodiscard]] QLabel *makeStrong(const QString &text);
[[nodiscard]] QLabel *makeAmount(const QString &text);
/// A fact the keyboard reaches, to be copied. what: its name for those who hear it.
[[nodiscard]] QLabel *makeFact(const QString &objectName, const QString &what, const QString &text, Theme::Tone tone = Theme::Tone::Neutral);

} // namespace Steward
