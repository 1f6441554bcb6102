// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/database/connectionoptions.h"

#include <libpq-fe.h>

#include <memory>
#include <span>

namespace Steward::Bench {

using PeerConnection = std::unique_ptr<PGconn, decltype(&PQfinish)>;

/// What a command is measured against: libpq alone, as psql holds it, opened once over the same TLS.
[[nodiscard]] PeerConnection openPeer(const ConnectionOptions &options);
/// Calls a desk function with values for $1 on; whether it answered that it was done.
[[nodiscard]] bool isDoneByPeer(PGconn *connection, const char *sql, std::span<const char *const> values);

} // namespace Steward::Bench
