// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/session/storezone.h"

#include <QCoreApplication>
#include <QLocale>

namespace Steward {

QString zonedTimeText(const QDateTime &at, const QTimeZone &zone)
{
    if (!at.isValid())
        return {};
    const QDateTime local = at.toTimeZone(zone);
    return QLocale().toString(local.date(), QLocale::ShortFormat) + u' ' + QLocale().toString(local.time(), QLocale::ShortFormat);
}

QString zoneNameText(const QTimeZone &zone)
{
    return QCoreApplication::translate("Steward::StoreZone", "In the store's time zone, %1").arg(QString::fromLatin1(zone.id()));
}

} // namespace Steward
