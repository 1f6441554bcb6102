// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFlags>
#include <QtGlobal>

namespace Steward {

/// What a socket is waited for.
enum class SocketEvent { Read = 1, Write = 2 };
Q_DECLARE_FLAGS(SocketEvents, SocketEvent)
Q_DECLARE_OPERATORS_FOR_FLAGS(SocketEvents)

/// Waits until the socket is ready for one of events, at most timeoutMs; returns what it is ready for. A broken socket
/// is ready for all that was asked, so that the next call on it finds out.
[[nodiscard]] SocketEvents waitForSocket(qintptr socket, SocketEvents events, int timeoutMs);

} // namespace Steward
