// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QRect>
#include <QString>

namespace Steward {

/// A screen, as far as windows are placed on it.
struct ScreenPlace
{
    QString name;
    QRect geometry;
    QRect available; ///< without what the system keeps for itself
};

[[nodiscard]] QList<ScreenPlace> presentScreens(); ///< the first is the main one
/// A word for a set of screens: the same again gives the same.
[[nodiscard]] QString screenSetUp(const QList<ScreenPlace> &screens);
/// Where a window comes that was there before: there again when its upper edge can be seen and taken hold of, else to the middle of the
/// main screen; never larger than the screen it is on.
[[nodiscard]] QRect placedOn(const QList<ScreenPlace> &screens, const QRect &before);

} // namespace Steward
