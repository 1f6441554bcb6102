// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/screens.h"

#include <QCryptographicHash>
#include <QGuiApplication>
#include <QScreen>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int holdWidth = 80; // of a window's upper edge, for the mouse to take
constexpr int holdHeight = 24;

} // namespace

QList<ScreenPlace> presentScreens()
{
    QList<ScreenPlace> screens;
    for (const QScreen *screen : QGuiApplication::screens())
        screens.append({screen->name(), screen->geometry(), screen->availableGeometry()});
    return screens;
}

QString screenSetUp(const QList<ScreenPlace> &screens)
{
    QStringList places;
    for (const ScreenPlace &screen : screens)
        places.append(u"%1 %2,%3 %4x%5"_s.arg(screen.name).arg(screen.geometry.x()).arg(screen.geometry.y()).arg(screen.geometry.width()).arg(screen.geometry.height()));
    places.sort(); // plugged in another order they are the same
    return QString::fromLatin1(QCryptographicHash::hash(places.join(u'\n').toUtf8(), QCryptographicHash::Sha256).toHex().left(16));
}

QRect placedOn(const QList<ScreenPlace> &screens, const QRect &before)
{
    const QRect edge(before.topLeft(), QSize(before.width(), holdHeight));
    const auto seen = std::ranges::find_if(screens, [&edge](const ScreenPlace &screen) {
        const QRect shown = screen.available & edge;
        return shown.width() >= holdWidth && shown.height() == holdHeight;
    });
    if (screens.isEmpty())
        return before;
    const QRect &room = seen == screens.end() ? screens.first().available : seen->available;
    QRect place(before.topLeft(), before.size().boundedTo(room.size()));
    if (seen == screens.end())
        place.moveCenter(room.center());
    return place;
}

} // namespace Steward
