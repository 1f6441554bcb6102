// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/database/connectionoptions.h"

#include <QObject>
#include <QThread>

#include <atomic>

namespace Steward::Test {

/// Stands between a client and a server on this machine: adds a delay, counts who spoke how often, and cuts the line
/// when told. Works on its own thread.
class Proxy
{
public:
    explicit Proxy(const HostPort &server, int delayMs = 0);
    ~Proxy();
    Q_DISABLE_COPY_MOVE(Proxy)

    [[nodiscard]] HostPort address() const { return {QStringLiteral("localhost"), m_port}; }
    /// How often a client spoke after the server had: one each is one round trip, whatever the program believes.
    [[nodiscard]] int turns() const { return m_turns; }
    /// The next answer of the server is swallowed and the line cut: what was asked has been done, and nobody was told.
    void cutAtNextAnswer() { m_cutsNext = true; }
    /// No line holds, and none is made, until told otherwise.
    void setBroken(bool isBroken);
    [[nodiscard]] int connections() const { return m_connections; }

private:
    class Line;
    friend class Line;

    HostPort m_server;
    int m_delayMs;
    int m_port = 0;
    std::atomic<int> m_turns = 0;
    std::atomic<int> m_connections = 0;
    std::atomic<bool> m_cutsNext = false;
    std::atomic<bool> m_isBroken = false;
    QThread m_thread;
    QObject *m_anchor = nullptr; ///< lives on m_thread, owns all sockets
};

} // namespace Steward::Test
