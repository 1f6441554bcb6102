// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cluster/cluster.h"
#include "models/database/connection.h"
#include "models/session/session.h"

#include <functional>
#include <memory>
#include <mutex>

namespace Steward::Bench {

/// The store that is measured: a private cluster, filled when it is first asked for, gone at the end.
class Store
{
public:
    /// directory: of a cluster that was made before and is left there ("stewardctl demo start --dir"); empty: one of its own.
    Store(qint64 orders, const QString &directory);
    ~Store();
    Q_DISABLE_COPY_MOVE(Store)

    [[nodiscard]] Result<void> prepare();
    /// From another thread, before the process is ended from outside: a store of its own leaves nothing behind.
    void abandon();
    [[nodiscard]] qint64 orders() const { return m_orders; }
    [[nodiscard]] QString directory() const { return m_cluster->directory(); }
    [[nodiscard]] ConnectionOptions optionsFor(const QString &login) const { return m_cluster->optionsFor(login); }
    /// A connection as a login.
    [[nodiscard]] Result<std::unique_ptr<Connection>> connect(const QString &login) const;
    /// Signs a session in and waits for it.
    [[nodiscard]] Result<void> signIn(Session &session, const QString &login, const std::optional<HostPort> &through = {}) const;

private:
    qint64 m_orders;
    QString m_given;
    std::mutex m_mutex; ///< held while the cluster is made
    std::optional<Cluster> m_cluster;
};

/// Lets the event loop turn, without a rest, until a condition holds; false when it does not in time.
[[nodiscard]] bool waitFor(const std::function<bool()> &condition, int timeoutMs);
/// First column of a statement's rows.
[[nodiscard]] Result<QStringList> column(Connection &connection, const QByteArray &sql, const Params &params = {});
/// The server's own milliseconds for a statement, planning included.
[[nodiscard]] Result<double> serverTime(Connection &connection, const QByteArray &sql, const Params &params = {});

} // namespace Steward::Bench
