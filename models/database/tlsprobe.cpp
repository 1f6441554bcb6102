// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/database/tlsprobe.h"

#include "models/database/connection.h"
#include "models/database/conninfo.h"
#include "models/database/tcpattempt.h"
#include "models/database/tlshandshake.h"

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

// Length 8, then the number PostgreSQL reserves for "may we speak TLS?".
constexpr char sslRequest[] = {0, 0, 0, 8, 0x04, char(0xd2), 0x16, 0x2f};

ProbeReport failed(ConnectCause cause, const QString &detail = {})
{
    return {.cause = cause, .detail = detail, .tlsVersion = {}, .chain = {}};
}

ConnectCause causeOf(TcpAttempt::State state)
{
    switch (state) {
    case TcpAttempt::State::HostUnknown:
        return ConnectCause::HostUnknown;
    case TcpAttempt::State::Refused:
        return ConnectCause::Refused;
    default:
        return ConnectCause::TimedOut;
    }
}

/// What a server that does not simply say yes to the SSLRequest is.
ProbeReport judgeAnswer(const std::optional<QByteArray> &answer)
{
    if (!answer)
        return failed(ConnectCause::TimedOut, u"no answer to the SSLRequest"_s);
    if (answer->startsWith('N'))
        return failed(ConnectCause::TlsNotOffered, u"SSLRequest answered N"_s);
    if (answer->startsWith('E'))
        return failed(ConnectCause::StartingUp, u"SSLRequest answered with an error"_s);
    return failed(ConnectCause::NotPostgres,
                  answer->isEmpty() ? u"closed after the SSLRequest"_s : u"unknown answer"_s);
}

} // namespace

ProbeReport reportOf(const TlsInfo &tls)
{
    return {.cause = ConnectCause::None,
            .detail = {},
            .tlsVersion = tls.version,
            .chain = describeChain(tls.chainPem),
            .server = u"%1:%2"_s.arg(tls.server.host).arg(tls.server.port)};
}

ProbeReport probeServer(const HostPort &host, const QString &caFile, int timeoutMs,
                        const std::function<bool()> &isCancelled)
{
    TrustFile trust;
    if (const auto trusted = trust.prepare(caFile); !trusted)
        return failed(ConnectCause::CaFileUnreadable, caFile);
    TcpAttempt tcp(host, timeoutMs);
    while (tcp.advance(10) == TcpAttempt::State::Pending) {
        if (isCancelled && isCancelled())
            return failed(ConnectCause::Cancelled);
    }
    if (tcp.state() != TcpAttempt::State::Connected)
        return failed(causeOf(tcp.state()));

    if (!tcp.send(QByteArrayView(sslRequest, sizeof(sslRequest)), isCancelled))
        return failed(tcp.isTimeUp() ? ConnectCause::TimedOut : ConnectCause::NotPostgres);
    const auto answer = tcp.receive(isCancelled);
    if (isCancelled && isCancelled())
        return failed(ConnectCause::Cancelled);
    // Anything after the S before the handshake would be somebody else's words.
    if (!answer || *answer != "S")
        return judgeAnswer(answer);
    return shakeHands(tcp, host.host, trust.path(), isCancelled);
}

} // namespace Steward
