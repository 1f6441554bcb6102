// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/session/profile.h"

#include <QSettings>

#include <optional>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

std::optional<int> parsePort(QStringView text)
{
    bool isNumber = false;
    const int port = text.toInt(&isNumber);
    return isNumber && port > 0 && port < 65536 ? std::optional(port) : std::nullopt;
}

/// "host", "host:port", "[2001:db8::1]:port" or a bare IPv6 address.
std::optional<HostPort> parseHost(QStringView text)
{
    QStringView name = text;
    QStringView port;
    if (text.startsWith(u'[')) {
        const qsizetype end = text.indexOf(u']');
        if (end < 0)
            return std::nullopt;
        name = text.sliced(1, end - 1);
        const QStringView rest = text.sliced(end + 1);
        if (!rest.isEmpty() && !rest.startsWith(u':'))
            return std::nullopt;
        port = rest.isEmpty() ? QStringView() : rest.sliced(1);
        if (!rest.isEmpty() && port.isEmpty())
            return std::nullopt;
    } else if (text.count(u':') == 1) {
        const qsizetype colon = text.indexOf(u':');
        name = text.first(colon);
        port = text.sliced(colon + 1);
        if (port.isEmpty())
            return std::nullopt;
    }
    const std::optional<int> number = port.isEmpty() ? std::optional(HostPort{}.port) : parsePort(port);
    const bool isName = !name.isEmpty() && !name.contains(u' ') && !name.contains(u'/') && !name.startsWith(u'@');
    if (!isName || !number)
        return std::nullopt;
    return HostPort{name.toString(), *number};
}

} // namespace

QString Profile::credentialKey(const QString &user) const
{
    // Bound to the servers, not to the profile's name: a password saved for one place is never offered to another.
    return u"%1@%2/%3"_s.arg(user, printHosts(hosts), database);
}

ConnectionOptions Profile::options(const QString &user, const QString &password) const
{
    ConnectionOptions options;
    options.hosts = hosts;
    options.database = database;
    options.user = user;
    options.password = password;
    options.caFile = caFile;
    return options;
}

QString Profile::printHosts(const QList<HostPort> &hosts)
{
    QStringList texts;
    for (const HostPort &host : hosts) {
        const QString name = host.host.contains(u':') ? u'[' + host.host + u']' : host.host;
        texts += name + u':' + QString::number(host.port);
    }
    return texts.join(u", "_s);
}

QList<HostPort> Profile::parseHosts(const QString &text)
{
    QList<HostPort> hosts;
    const QList<QStringView> parts = QStringView(text).split(u',');
    for (const QStringView part : parts) {
        const std::optional<HostPort> host = parseHost(part.trimmed());
        if (!host)
            return {};
        hosts += *host;
    }
    return hosts;
}

QList<Profile> loadProfiles(QSettings &settings)
{
    QList<Profile> profiles;
    const int count = settings.beginReadArray("profiles"_L1);
    for (int index = 0; index < count; ++index) {
        settings.setArrayIndex(index);
        Profile profile;
        profile.name = settings.value("name"_L1).toString();
        profile.hosts = Profile::parseHosts(settings.value("hosts"_L1).toString());
        profile.database = settings.value("database"_L1, profile.database).toString();
        profile.caFile = settings.value("caFile"_L1).toString();
        profile.lastUser = settings.value("lastUser"_L1).toString();
        // A profile without a name or a readable server came from somebody's editor; the others are still good.
        if (!profile.name.isEmpty() && !profile.hosts.isEmpty())
            profiles += profile;
    }
    settings.endArray();
    return profiles;
}

void saveProfiles(QSettings &settings, const QList<Profile> &profiles)
{
    settings.remove("profiles"_L1);
    settings.beginWriteArray("profiles"_L1, int(profiles.size()));
    for (qsizetype index = 0; index < profiles.size(); ++index) {
        const Profile &profile = profiles.at(index);
        settings.setArrayIndex(int(index));
        settings.setValue("name"_L1, profile.name);
        settings.setValue("hosts"_L1, Profile::printHosts(profile.hosts));
        settings.setValue("database"_L1, profile.database);
        settings.setValue("caFile"_L1, profile.caFile);
        settings.setValue("lastUser"_L1, profile.lastUser);
    }
    settings.endArray();
}

} // namespace Steward
