// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/database/connectionoptions.h"

#include <QList>
#include <QString>

class QSettings;

namespace Steward {

/// A named place to sign in to. Holds no password: that lives in the keychain under credentialKey().
struct Profile
{
    QString name;
    QList<HostPort> hosts;
    QString database = QStringLiteral("store");
    QString caFile;
    QString lastUser;

    friend bool operator==(const Profile &, const Profile &) = default;
    [[nodiscard]] QString credentialKey(const QString &user) const;
    [[nodiscard]] ConnectionOptions options(const QString &user, const QString &password) const;
    /// "db1.example.com:5432, db2.example.com:5433"
    [[nodiscard]] static QString printHosts(const QList<HostPort> &hosts);
    [[nodiscard]] static QList<HostPort> parseHosts(const QString &text); ///< empty when it cannot be read
};

[[nodiscard]] QList<Profile> loadProfiles(QSettings &settings);
void saveProfiles(QSettings &settings, const QList<Profile> &profiles);

} // namespace Steward
