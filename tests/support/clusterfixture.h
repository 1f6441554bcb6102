// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cluster/cluster.h"
#include "models/database/connection.h"

#include <memory>

namespace Steward::Test {

/// The cluster all tests of a run share, over TLS like any other. ctest starts and ends it; a test program run by hand without
/// it makes one of its own and destroys it at its end.
class ClusterFixture
{
public:
    [[nodiscard]] static const Cluster &shared();
    /// Where ctest's cluster lives.
    [[nodiscard]] static QString directory();
    /// Makes the two templates: "store" (no orders) and "store_demo" (two thousand).
    [[nodiscard]] static Result<void> makeTemplates(const Cluster &cluster);
};

/// A database of a test's own, copied from a template and dropped at its end.
class TestDatabase
{
public:
    enum class Kind {
        Empty, ///< migrated, no orders
        Demo,  ///< two thousand orders
        Bare   ///< nothing in it, as before the first migration
    };
    explicit TestDatabase(Kind kind = Kind::Empty);
    ~TestDatabase();
    Q_DISABLE_COPY_MOVE(TestDatabase)

    [[nodiscard]] QString name() const { return m_name; }
    /// As a staff login ("agent"), a service ("work", "site", "importer", "deliver") or the owner.
    [[nodiscard]] ConnectionOptions as(const QString &login) const;
    [[nodiscard]] ConnectionOptions owner() const { return as(Cluster::ownerLogin()); }
    [[nodiscard]] HostPort server() const { return owner().hosts.first(); }
    /// An open connection; the test ends when it cannot be had.
    [[nodiscard]] std::unique_ptr<Connection> connect(const QString &login) const;
    /// First value of a statement as text, on a connection that is kept for each login. SQLSTATE in angle brackets on an error.
    QString ask(const QString &login, const QByteArray &sql, const Params &params = {}) const;
    /// All that the server has written to its log so far, but for what it says of other tests' databases.
    [[nodiscard]] QByteArray serverLog() const;

private:
    QString m_name;
    mutable QHash<QString, std::shared_ptr<Connection>> m_connections;
};

} // namespace Steward::Test
