// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cluster/clusterfiles.h"

#include <QFile>
#include <QRandomGenerator>

using namespace Qt::StringLiterals;

namespace Steward::ClusterFiles {

bool writeFile(const QString &name, const QByteArray &content, QFileDevice::Permissions permissions)
{
    QFile file(name);
    return file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.setPermissions(permissions) && file.write(content) == content.size();
}

QString makePassword()
{
    static constexpr auto letters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789"_L1;
    QString password;
    for (int i = 0; i < 24; ++i)
        password += letters.at(QRandomGenerator::system()->bounded(int(letters.size())));
    return password;
}

} // namespace Steward::ClusterFiles
