// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/database/namedquery.h"

#include <QFile>

#include <map>
#include <mutex>

namespace Steward {

const NamedQuery &namedQuery(const QString &name)
{
    static std::mutex mutex;
    static std::map<QString, NamedQuery> queries; // a map, because its entries never move
    const std::lock_guard lock(mutex);
    const auto known = queries.find(name);
    if (known != queries.end())
        return known->second;

    QFile file(QStringLiteral(":/sql/%1.sql").arg(name));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no statement is named %s", qPrintable(name));
    return queries.emplace(name, NamedQuery{name, file.readAll()}).first->second;
}

} // namespace Steward
