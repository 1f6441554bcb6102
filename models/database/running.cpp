// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/database/connection_p.h"

#include "models/database/sqlstate.h"

namespace Steward {

namespace {

// A cancel that overtakes its statement on the way finds the backend idle and does nothing, so it is repeated.
constexpr int repeatCancelMs = 250;
// After this long the server is not going to stop; the connection is worth less than the wait.
constexpr int graceMs = 5000;

} // namespace

Running::Stop Running::wanted() const
{
    if (m_wantsStop || (m_interrupt.isCancelled && m_interrupt.isCancelled()))
        return m_interrupt.cancel ? Stop::Cancelled : Stop::None;
    if (m_interrupt.timeoutMs > 0 && m_timer.elapsed() >= m_interrupt.timeoutMs)
        return Stop::TimedOut;
    return Stop::None;
}

bool Running::check(PGconn *connection)
{
    if (m_stop == Stop::None) {
        m_stop = wanted();
        if (m_stop == Stop::None)
            return true;
        m_sinceStop.start();
    }
    const qint64 stoppedMs = m_sinceStop.elapsed();
    if (stoppedMs >= graceMs || !m_interrupt.cancel)
        return false;
    // Before a round trip has passed, the statement may not have arrived, or its answer be on the way: waiting costs
    // less.
    if (stoppedMs < m_nextCancelMs || m_timer.elapsed() < m_roundTripMs + m_roundTripMs / 4)
        return true;
    // An unacknowledged cancel could still arrive and hit the next statement: then this connection must not have one.
    const bool acknowledged = m_interrupt.cancel(PQbackendPID(connection));
    m_nextCancelMs = m_sinceStop.elapsed() + repeatCancelMs;
    return acknowledged;
}

Error Running::stopError() const
{
    return m_stop == Stop::TimedOut ? timeoutError(m_interrupt.timeoutMs, m_name) : cancelledError(m_name);
}

} // namespace Steward
