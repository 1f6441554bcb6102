// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/database/tlsprobe.h"

namespace Steward {

/// Why a login did not come about.
struct LoginDiagnosis
{
    ConnectCause cause = ConnectCause::Other;
    QString sqlState; ///< the server's, when it was the server who refused
    HostPort host;    ///< where
};

/// Finds out why a connection with these options failed: by the TLS probe, then by the SQLSTATE of one more try.
/// Blocks.
[[nodiscard]] LoginDiagnosis diagnoseLogin(const ConnectionOptions &options, const QString &caPath,
                                           const std::function<bool()> &isCancelled);

/// What a SQLSTATE means that a server answered a login with; Other when it says nothing about it.
[[nodiscard]] ConnectCause causeOfLogin(const QString &sqlState);

} // namespace Steward
