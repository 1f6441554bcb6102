// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cluster/cluster.h"
#include "models/database/connection.h"

#include <QHash>

#include <memory>

namespace Steward::Test {

/// Asks a private server as psql would, past every proxy; connections are kept for each login and made anew when they were lost.
class Asker
{
public:
    /// Which server to ask from here on.
    void setServer(const Cluster &cluster);
    /// The rows, or none and the failure in failures().
    [[nodiscard]] Rows rows(const QString &login, const QByteArray &sql, const Params &params = {});
    /// The first value.
    QString one(const QString &login, const QByteArray &sql, const Params &params = {});
    [[nodiscard]] QString owner(const QByteArray &sql, const Params &params = {}) { return one(Cluster::ownerLogin(), sql, params); }
    /// What could not be asked since this was last taken.
    [[nodiscard]] QStringList takeFailures() { return std::exchange(m_failures, {}); }

private:
    std::unique_ptr<Cluster> m_cluster;
    QHash<QString, std::shared_ptr<Connection>> m_connections;
    QStringList m_failures;
};

} // namespace Steward::Test
