// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/error.h"
#include "models/database/connectionoptions.h"

#include <QDateTime>
#include <QList>
#include <QStringList>

#include <functional>

namespace Steward {

struct TlsInfo;

/// Why a server cannot be used, found by asking it ourselves (SSLRequest, then OpenSSL's verdict), never from libpq's
/// text.
enum class ConnectCause {
    None,
    HostUnknown,
    Refused,
    TimedOut,
    TlsNotOffered,
    TlsTooOld,
    UnknownAuthority,
    SelfSigned,
    CertificateExpired,
    CertificateNotYetValid,
    WrongHostName,
    CaFileUnreadable,
    NotPostgres,
    WrongPassword,
    DatabaseMissing,
    TooManyConnections,
    StartingUp,
    NotAdmitted,   ///< the server lets this login in from nowhere, or not from here
    ReadOnlyHosts, ///< every host answers, none of them is the primary
    NotStaff,
    SchemaTooOld,
    SchemaTooNew,
    Cancelled,
    Other,
};

/// One certificate as the sheet shows it.
struct CertificateInfo
{
    QString subject;
    QString issuer;
    QStringList names; ///< subject alternative names
    QDateTime validFrom;
    QDateTime validUntil;
    QString sha256; ///< fingerprint, hex with colons
};

/// What a probe found at one host, or what a connection says of its own.
struct ProbeReport
{
    ConnectCause cause = ConnectCause::None;
    QString detail; ///< technical words for the details line: "certificate has expired (10)"
    QString tlsVersion;
    QList<CertificateInfo> chain; ///< as far as the server sent one, also when it was refused
    QString server = {};          ///< "db2.example.com:5432" of a connection in use
};

/// How the server of an open connection identified itself.
[[nodiscard]] ProbeReport reportOf(const TlsInfo &tls);

/// Asks one server for TLS and verifies it as strictly as the connection will. Blocks up to timeoutMs; not on the GUI
/// thread.
[[nodiscard]] ProbeReport probeServer(const HostPort &host, const QString &caFile, int timeoutMs,
                                      const std::function<bool()> &isCancelled = {});

/// The sentence a person reads for a cause: what, where, and the next step.
[[nodiscard]] QString causeText(ConnectCause cause, const HostPort &host);

} // namespace Steward
