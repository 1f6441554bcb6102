// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"

#include <atomic>
#include <memory>
#include <optional>

namespace Steward {

/// One host and what the probe found there.
struct HostReport
{
    HostPort host;
    ProbeReport report;
};

/// Asks every host of a profile at once. Blocks; ends early when isStopped turns true.
[[nodiscard]] QList<HostReport> probeHosts(const QList<HostPort> &hosts, const QString &caFile, int timeoutMs,
                                           const std::shared_ptr<std::atomic<bool>> &isStopped);

/// The report of a host that can be used, if one can.
[[nodiscard]] std::optional<ProbeReport> usableReport(const QList<HostReport> &reports);
/// Why none can, in the words of the first, with a line for each host in the details.
[[nodiscard]] SignInFailure failureOf(const QList<HostReport> &reports);
/// Why the server, which answers, did not let this login in.
[[nodiscard]] SignInFailure failureOf(const Error &error, const HostPort &host);
/// Nothing when this build can work with the login's schema.
[[nodiscard]] std::optional<SignInFailure> schemaFailure(const Login &login, const SchemaRange &range);

/// What desk.session_start answered.
[[nodiscard]] Login parseLogin(const QJsonObject &answer);

/// Checks current by signing in with it and sets next, on a connection of its own. Blocks.
[[nodiscard]] Result<void> replacePassword(const ConnectionOptions &current, const QString &next);
/// Why next cannot be a password, or nothing.
[[nodiscard]] std::optional<Error> passwordObjection(const QString &current, const QString &next);

} // namespace Steward
