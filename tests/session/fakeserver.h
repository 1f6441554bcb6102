// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cluster/certificates.h"
#include "models/database/connectionoptions.h"

#include <atomic>
#include <mutex>
#include <optional>
#include <thread>

class QTcpSocket;

namespace Steward::Test {

/// Something that listens where a PostgreSQL server should. Keeps every byte it was sent in the clear, so that a test
/// can see that nothing but the SSLRequest ever was.
class FakeServer
{
public:
    enum class Manner {
        SaysNo,      ///< answers 'N', as a server with TLS off or a proxy in between does
        SaysError,   ///< answers 'E', as a server that cannot take another connection does
        SaysRubbish, ///< answers like some other protocol
        HangsUp,
        SaysNothing,
        OldTls, ///< speaks TLS 1.1 at most, at OpenSSL's security level 0
        Tls,    ///< shakes hands with the identity it was given, then hangs up
        TlsOnce ///< the same, and nobody listens there after the first
    };

    explicit FakeServer(Manner manner, std::optional<Identity> identity = {});
    ~FakeServer();
    Q_DISABLE_COPY_MOVE(FakeServer)

    [[nodiscard]] HostPort address() const { return {QStringLiteral("localhost"), m_port}; }
    /// Everything that arrived unencrypted, of all connections.
    [[nodiscard]] QByteArray plainBytes() const;
    [[nodiscard]] int handshakes() const { return m_handshakes; }

private:
    void answer(QTcpSocket &socket);
    void shakeHands(QTcpSocket &socket);

    Manner m_manner;
    std::optional<Identity> m_identity;
    int m_port = 0;
    std::atomic<bool> m_isEnding = false;
    std::atomic<int> m_handshakes = 0;
    mutable std::mutex m_mutex;
    QByteArray m_plain;
    std::thread m_thread;
};

} // namespace Steward::Test
