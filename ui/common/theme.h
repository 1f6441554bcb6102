// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>
#include <QColor>
#include <QIcon>

namespace Steward {

/// The look: one palette light, one dark, one accent; contrast at least 4.5:1 for text (WCAG 2.1 AA).
namespace Theme {

enum class Mode { System, Light, Dark };
/// Meaning of a colour; the value follows the palette in force.
enum class Tone { Neutral, Good, Warning, Bad, Info, Accent, Faint };

void apply(QApplication &application, Mode mode);
[[nodiscard]] bool isDark();
[[nodiscard]] QColor text(Tone tone);       ///< text and icons
[[nodiscard]] QColor background(Tone tone); ///< the fill of a badge or banner under text(tone)
[[nodiscard]] QColor line();                ///< hair lines between areas
/// An icon of resources/icons by name ("search"), drawn in the palette's text colour, normal and disabled.
[[nodiscard]] QIcon icon(const QString &name);
/// Distances in device-independent pixels: 4, 8, 12, 16, 24.
constexpr int spaceXs = 4, spaceS = 8, spaceM = 12, spaceL = 16, spaceXl = 24;

} // namespace Theme

} // namespace Steward
