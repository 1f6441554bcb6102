// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace Steward {

/// One server a profile may reach.
struct HostPort
{
    QString host;
    int port = 5432;

    friend bool operator==(const HostPort &, const HostPort &) = default;
};

/// Where and as whom to connect. There is deliberately no field for a TLS mode: it is verify-full, always.
struct ConnectionOptions
{
    QList<HostPort> hosts; ///< at least one; the first that is a primary is used (target_session_attrs)
    QString database;
    QString user;
    QString password; ///< never logged, never written to disk by this program
    QString caFile;   ///< PEM file of the certificate authorities to trust; empty: the system's own
    QString applicationName = QStringLiteral("steward");
    int connectTimeoutSeconds = 10;
    int lockTimeoutMs = 0; ///< how long a statement waits for somebody else's lock; 0: as long as it takes

    friend bool operator==(const ConnectionOptions &, const ConnectionOptions &) = default;
};

} // namespace Steward
