// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/database/connectionoptions.h"

#include <QObject>
#include <QThread>

#include <atomic>

namespace Steward::Test {

enum class Toward { Server, Client };

/// Stands between a client and a server on this machine and does to their lines what networks do: delays, cuts at any byte, holds
/// bytes back, lets what was thought lost arrive late, and heals. Works on its own thread; told from any other.
class FaultProxy
{
public:
    explicit FaultProxy(const HostPort &server);
    ~FaultProxy();
    Q_DISABLE_COPY_MOVE(FaultProxy)

    [[nodiscard]] HostPort address() const { return {QStringLiteral("localhost"), m_port}; }

    /// Bytes arrive this much later, in both directions, in their order.
    void setDelay(int delayMs);
    /// The line over which the n-th byte from now goes this way is cut right behind it.
    void cutAfter(Toward way, qint64 bytes);
    /// Every client loses its line at once; what it had sent and what it sends until then reaches the server this much later.
    void cutAndDeliverLate(int lateMs);
    /// No line moves a byte, and none is closed.
    void freeze();
    void thaw();
    /// No line holds and none is made.
    void breakAll();
    /// Everything as it should be. A cut that has not come yet does not.
    void heal();

    [[nodiscard]] int cuts() const { return m_cuts; }
    [[nodiscard]] int connections() const { return m_connections; }

private:
    class Line;
    friend class Line;

    template <typename Work>
    void onThread(Work work);
    void acceptLine();

    HostPort m_server;
    int m_port = 0;
    std::atomic<int> m_cuts = 0;
    std::atomic<int> m_connections = 0;
    QThread m_thread;
    QObject *m_anchor = nullptr; ///< lives on m_thread, owns all sockets

    // Of m_thread only.
    QList<Line *> m_lines;
    int m_delayMs = 0;
    qint64 m_cutIn[2] = {0, 0}; ///< bytes to go each way until the cut; 0: none is to come
    bool m_isFrozen = false;
    bool m_isBroken = false;
};

} // namespace Steward::Test
