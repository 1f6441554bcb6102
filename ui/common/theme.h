// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>
#include <QColor>
#include <QIcon>

class QPainter;

namespace Steward {

/// The look: one palette light, one dark, one accent; contrast at least 4.5:1 for text (WCAG 2.1 AA).
namespace Theme {

enum class Mode { System, Light, Dark };
/// Meaning of a colour; the value follows the palette in force.
enum class Tone { Neutral, Good, Warning, Bad, Info, Accent, Faint };

/// textPercent: the size of text the application's font has; icons and boxes grow with it.
void apply(QApplication &application, Mode mode, int textPercent = 100);
[[nodiscard]] int scaled(int pixels); ///< a size at 100 % in the size of text in force
[[nodiscard]] bool isDark();
[[nodiscard]] QColor text(Tone tone);       ///< text and icons
[[nodiscard]] QColor background(Tone tone); ///< the fill of a badge or banner under text(tone)
[[nodiscard]] QColor line();                ///< hair lines between areas
/// An icon of resources/icons by name ("search"), drawn in the palette's text colour, normal and disabled.
[[nodiscard]] QIcon icon(const QString &name);
/// The same in a tone, on background(tone).
void paintMark(QPainter &painter, const QRect &rect, const QString &icon, Tone tone);
/// Distances in device-independent pixels: 4, 8, 12, 16, 24.
constexpr int spaceXs = 4, spaceS = 8, spaceM = 12, spaceL = 16, spaceXl = 24;

} // namespace Theme

} // namespace Steward
