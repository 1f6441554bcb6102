// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QString>

class QSettings;

namespace Steward {

/// Keeps where an account's windows of a kind are, as those that were open last and as those of the present screens. group: the kind's
/// settings group.
void keepPlaces(QSettings &settings, const QString &group, const QString &account, const QJsonArray &places);
/// Those that were kept under "open", or for a set of screens as screenSetUp() calls it.
[[nodiscard]] QList<QJsonObject> keptPlaces(const QSettings &settings, const QString &group, const QString &account, const QString &what);

} // namespace Steward
