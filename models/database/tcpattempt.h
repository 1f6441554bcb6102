// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/database/connectionoptions.h"
#include "models/database/waiting.h"

#include <QByteArray>
#include <QDeadlineTimer>

#include <functional>
#include <memory>
#include <optional>

namespace Steward {

/// One try to reach a server by TCP, over all its addresses in turn, without ever blocking longer than asked (but for
/// the look-up of the name, which no system lets one interrupt).
class TcpAttempt
{
public:
    enum class State { Pending, Connected, HostUnknown, Refused, TimedOut };

    TcpAttempt(HostPort host, int timeoutMs);
    ~TcpAttempt();
    Q_DISABLE_COPY_MOVE(TcpAttempt)

    /// Looks at the connection for up to waitMs.
    State advance(int waitMs);
    [[nodiscard]] State state() const;
    [[nodiscard]] const HostPort &host() const { return m_host; }

    /// Sends all of data; false when the connection broke or the time was up.
    bool send(QByteArrayView data, const std::function<bool()> &isCancelled);
    /// What arrives next; nothing when the time was up, an empty array when the server closed.
    std::optional<QByteArray> receive(const std::function<bool()> &isCancelled);
    [[nodiscard]] bool isTimeUp() const { return m_deadline.hasExpired(); }

private:
    class Addresses;
    bool tryNext();
    bool waitFor(SocketEvents events, const std::function<bool()> &isCancelled);
    void closeSocket();

    HostPort m_host;
    QDeadlineTimer m_deadline;
    QDeadlineTimer m_addressDeadline;
    std::unique_ptr<Addresses> m_addresses;
    qintptr m_socket = -1;
    State m_state = State::Pending;
};

/// hosts with those that answer first, so that libpq does not sit out the time of one that is down. Order is kept
/// otherwise. Returns as soon as one answers and the others had a fair chance; nothing when isCancelled said so.
[[nodiscard]] std::optional<QList<HostPort>> reachableFirst(const QList<HostPort> &hosts, int timeoutMs,
                                                            const std::function<bool()> &isCancelled);

} // namespace Steward
