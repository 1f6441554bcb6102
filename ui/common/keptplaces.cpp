// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/keptplaces.h"

#include "ui/common/screens.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QSettings>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

/// Which account it is for is nobody's to read from a settings file.
QString keyOf(const QString &group, const QString &account, const QString &what)
{
    const QByteArray digest = QCryptographicHash::hash(account.toUtf8(), QCryptographicHash::Sha256).toHex().left(16);
    return u"%1/%2/%3"_s.arg(group, QString::fromLatin1(digest), what);
}

} // namespace

void keepPlaces(QSettings &settings, const QString &group, const QString &account, const QJsonArray &places)
{
    const QByteArray json = QJsonDocument(places).toJson(QJsonDocument::Compact);
    for (const QString &what : {u"open"_s, screenSetUp(presentScreens())})
        settings.setValue(keyOf(group, account, what), json);
}

QList<QJsonObject> keptPlaces(const QSettings &settings, const QString &group, const QString &account, const QString &what)
{
    QList<QJsonObject> places;
    const QJsonDocument json = QJsonDocument::fromJson(settings.value(keyOf(group, account, what)).toByteArray());
    for (const QJsonValue &place : json.array())
        places.append(place.toObject());
    return places;
}

} // namespace Steward
