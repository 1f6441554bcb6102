// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/result.h"
#include "models/database/connectionoptions.h"

#include <QJsonObject>
#include <QList>
#include <QString>

namespace Steward {

/// A login of a private cluster, with the password made for it.
struct ClusterLogin
{
    QString user;
    QString group; ///< the role it is a member of; empty for the owner
    QString password;
};

struct ClusterOptions
{
    QString directory; ///< made if missing, else it must be empty; none: a new one under the system's temporary folder
    int port = 0;      ///< 0: a free one
};

/// A private PostgreSQL for trying Steward out and for tests: made with the installed PostgreSQL programs, TLS and SCRAM only,
/// this machine only, with an authority and passwords of its own. All of it blocks; not for the GUI thread.
class Cluster
{
public:
    /// Makes and starts one. What fails half-way leaves nothing behind.
    [[nodiscard]] static Result<Cluster> create(const ClusterOptions &options);
    /// One that was made before, running or not.
    [[nodiscard]] static Result<Cluster> open(const QString &directory);

    [[nodiscard]] Result<void> start();
    [[nodiscard]] Result<void> stop();
    /// Stops it with nothing put away first. Immediate: clients are told in a word; Kill: not even that, as in a power cut.
    enum class HardStop { Immediate, Kill };
    [[nodiscard]] Result<void> stopHard(HardStop manner);
    /// A second server with the same logins and the same authority, following this one over TLS and SCRAM and ready to take its place.
    /// From then on no commit that waits for the disk is answered here before the standby has it on its own.
    [[nodiscard]] Result<Cluster> createStandby(const ClusterOptions &options) const;
    /// Makes a standby the primary. It waits for no other then.
    [[nodiscard]] Result<void> promote();
    /// Stops it and removes its folder.
    [[nodiscard]] Result<void> destroy();
    [[nodiscard]] bool isRunning() const;

    [[nodiscard]] QString directory() const { return m_directory; }
    [[nodiscard]] int port() const { return m_port; }
    [[nodiscard]] QString caFile() const;
    [[nodiscard]] QString serverLogFile() const;
    [[nodiscard]] const QList<ClusterLogin> &logins() const { return m_logins; }
    /// As one of the logins, to the store's database. The owner's is ownerLogin().
    [[nodiscard]] ConnectionOptions optionsFor(const QString &user) const;
    [[nodiscard]] static QString standbyLogin() { return QStringLiteral("steward_standby"); }
    [[nodiscard]] static QString ownerLogin() { return QStringLiteral("steward_dba"); }
    [[nodiscard]] static QString databaseName() { return QStringLiteral("store"); }

    /// {"host","port","database","ca_file","logins":[{"user","group","password"}]}
    [[nodiscard]] QJsonObject toJson() const;
    /// The process that runs the work loop beside it; kept so that stop() ends it too.
    [[nodiscard]] Result<void> setWorkProcess(qint64 pid);
    [[nodiscard]] bool isWorkRunning() const;
    /// Whether it holds all it was made for, as whoever made it says; a start that was cut off leaves one that does not.
    [[nodiscard]] bool isReady() const { return m_isReady; }
    [[nodiscard]] Result<void> setReady();

private:
    [[nodiscard]] Result<void> build();
    [[nodiscard]] static Result<Cluster> prepare(const ClusterOptions &options);
    [[nodiscard]] Result<void> copyFrom(const Cluster &primary, const QString &password);
    [[nodiscard]] Result<void> admitStandby(const QString &password) const;
    [[nodiscard]] Result<void> waitForStandby() const;
    void endWork() const;
    [[nodiscard]] bool writeCertificates() const;
    [[nodiscard]] bool writeConfiguration() const;
    [[nodiscard]] Result<void> saveState() const;
    [[nodiscard]] QString dataDirectory() const;
    [[nodiscard]] QString recordFile() const;

    QString m_directory;
    int m_port = 0;
    QList<ClusterLogin> m_logins;
    qint64 m_workProcess = 0;
    bool m_isReady = false;
};

} // namespace Steward
