// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/database/tlsprobe.h"

struct ssl_st;

namespace Steward {

class TcpAttempt;

/// A TLS handshake as libpq's verify-full makes it, and what OpenSSL thinks of it. Nothing is sent afterwards.
[[nodiscard]] ProbeReport shakeHands(TcpAttempt &tcp, const QString &hostName, const QString &caPath,
                                     const std::function<bool()> &isCancelled);

/// The certificates the other side sent, its own first, in PEM.
[[nodiscard]] QByteArray peerChain(ssl_st *ssl);

/// A chain in PEM as the certificate sheet shows it.
[[nodiscard]] QList<CertificateInfo> describeChain(const QByteArray &pem);

} // namespace Steward
