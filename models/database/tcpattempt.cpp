// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/database/tcpattempt.h"

#include <QElapsedTimer>
#include <QThread>
#include <QUrl>

#ifdef Q_OS_WIN
#include <winsock2.h>
#include <ws2tcpip.h>
#else
#include <cerrno>
#include <fcntl.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>
#endif

#include <algorithm>
#include <vector>

namespace Steward {

namespace {

constexpr int sliceMs = 10;

#ifdef Q_OS_WIN
using NativeSocket = SOCKET;
constexpr int sendFlags = 0;

void startSockets()
{
    static const bool started = [] {
        WSADATA data;
        return WSAStartup(MAKEWORD(2, 2), &data) == 0;
    }();
    Q_UNUSED(started)
}

void makeNonBlocking(NativeSocket socket)
{
    u_long on = 1;
    ioctlsocket(socket, FIONBIO, &on);
}

int lastError()
{
    return WSAGetLastError();
}
bool isInProgress(int error)
{
    return error == WSAEWOULDBLOCK;
}
bool isWouldBlock(int error)
{
    return error == WSAEWOULDBLOCK;
}
bool isRefusal(int error)
{
    return error == WSAECONNREFUSED;
}
void closeNative(NativeSocket socket)
{
    closesocket(socket);
}
#else
using NativeSocket = int;
#ifdef MSG_NOSIGNAL
constexpr int sendFlags = MSG_NOSIGNAL;
#else
constexpr int sendFlags = 0;
#endif

void startSockets() {}

void makeNonBlocking(NativeSocket socket)
{
    fcntl(socket, F_SETFL, fcntl(socket, F_GETFL) | O_NONBLOCK);
    fcntl(socket, F_SETFD, FD_CLOEXEC);
#ifdef SO_NOSIGPIPE
    const int on = 1;
    setsockopt(socket, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof(on));
#endif
}

int lastError()
{
    return errno;
}
bool isInProgress(int error)
{
    return error == EINPROGRESS;
}
bool isWouldBlock(int error)
{
    return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}
bool isRefusal(int error)
{
    return error == ECONNREFUSED || error == ECONNRESET;
}
void closeNative(NativeSocket socket)
{
    close(socket);
}
#endif

NativeSocket native(qintptr socket)
{
    return NativeSocket(socket);
}

} // namespace

class TcpAttempt::Addresses
{
public:
    explicit Addresses(const HostPort &host)
    {
        startSockets();
        addrinfo hints{};
        hints.ai_socktype = SOCK_STREAM;
        // A name outside ASCII is looked up in its IDNA form; one that has none cannot be looked up and stays as it is.
        QByteArray name = QUrl::toAce(host.host);
        if (name.isEmpty())
            name = host.host.toUtf8();
        const QByteArray port = QByteArray::number(host.port);
        if (getaddrinfo(name.constData(), port.constData(), &hints, &m_first) != 0)
            m_first = nullptr;
        m_next = m_first;
    }
    ~Addresses()
    {
        if (m_first)
            freeaddrinfo(m_first);
    }
    Q_DISABLE_COPY_MOVE(Addresses)

    [[nodiscard]] int count() const
    {
        int number = 0;
        for (const addrinfo *address = m_first; address; address = address->ai_next)
            ++number;
        return number;
    }
    const addrinfo *take()
    {
        const addrinfo *address = m_next;
        if (m_next)
            m_next = m_next->ai_next;
        return address;
    }

private:
    addrinfo *m_first = nullptr;
    addrinfo *m_next = nullptr;
};

TcpAttempt::TcpAttempt(HostPort host, int timeoutMs)
    : m_host(std::move(host)), m_deadline(timeoutMs), m_addresses(std::make_unique<Addresses>(m_host))
{
    if (m_addresses->count() == 0)
        m_state = State::HostUnknown;
    else
        tryNext();
}

TcpAttempt::~TcpAttempt()
{
    closeSocket();
}

TcpAttempt::State TcpAttempt::state() const
{
    return m_state;
}

void TcpAttempt::closeSocket()
{
    if (m_socket >= 0)
        closeNative(native(m_socket));
    m_socket = -1;
}

/// Starts with the next address; false when there is none left, and the last failure stands.
bool TcpAttempt::tryNext()
{
    closeSocket();
    while (const addrinfo *address = m_addresses->take()) {
        const auto made = ::socket(address->ai_family, address->ai_socktype, address->ai_protocol);
        if (qintptr(made) < 0)
            continue;
        m_socket = qintptr(made);
        makeNonBlocking(native(m_socket));
        m_state = State::Pending;
        m_addressDeadline.setRemainingTime(m_deadline.remainingTime() / qMax(1, m_addresses->count()));
        if (::connect(native(m_socket), address->ai_addr, socklen_t(address->ai_addrlen)) == 0) {
            m_state = State::Connected;
            return true;
        }
        if (isInProgress(lastError()))
            return true;
        m_state = isRefusal(lastError()) ? State::Refused : State::TimedOut;
        closeSocket();
    }
    if (m_state == State::Pending)
        m_state = State::TimedOut;
    return false;
}

TcpAttempt::State TcpAttempt::advance(int waitMs)
{
    if (m_state != State::Pending)
        return m_state;
    if (!waitForSocket(m_socket, SocketEvent::Write, waitMs)) {
        if (m_addressDeadline.hasExpired() || m_deadline.hasExpired()) {
            m_state = State::TimedOut;
            if (!m_deadline.hasExpired())
                tryNext();
        }
        return m_state;
    }
    int error = 0;
    socklen_t size = sizeof(error);
    getsockopt(native(m_socket), SOL_SOCKET, SO_ERROR, reinterpret_cast<char *>(&error), &size);
    if (error == 0) {
        m_state = State::Connected;
        return m_state;
    }
    m_state = isRefusal(error) ? State::Refused : State::TimedOut;
    const State failure = m_state;
    if (!tryNext() && m_state != State::Connected)
        m_state = failure;
    return m_state;
}

bool TcpAttempt::waitFor(SocketEvents events, const std::function<bool()> &isCancelled)
{
    while (!waitForSocket(m_socket, events, sliceMs)) {
        if (m_deadline.hasExpired() || (isCancelled && isCancelled()))
            return false;
    }
    return true;
}

bool TcpAttempt::send(QByteArrayView data, const std::function<bool()> &isCancelled)
{
    while (!data.isEmpty()) {
        const auto sent = ::send(native(m_socket), data.data(), size_t(data.size()), sendFlags);
        if (sent > 0)
            data = data.sliced(sent);
        else if (!isWouldBlock(lastError()) || !waitFor(SocketEvent::Write, isCancelled))
            return false;
    }
    return true;
}

std::optional<QByteArray> TcpAttempt::receive(const std::function<bool()> &isCancelled)
{
    char buffer[16384];
    for (;;) {
        const auto received = ::recv(native(m_socket), buffer, sizeof(buffer), 0);
        if (received > 0)
            return QByteArray(buffer, received);
        if (received == 0 || !isWouldBlock(lastError()))
            return QByteArray();
        if (!waitFor(SocketEvent::Read, isCancelled))
            return std::nullopt;
    }
}

std::optional<QList<HostPort>> reachableFirst(const QList<HostPort> &hosts, int timeoutMs,
                                              const std::function<bool()> &isCancelled)
{
    std::vector<std::unique_ptr<TcpAttempt>> attempts;
    for (const HostPort &host : hosts)
        attempts.push_back(std::make_unique<TcpAttempt>(host, timeoutMs));

    const auto isPending = [](const auto &attempt) { return attempt->state() == TcpAttempt::State::Pending; };
    const auto isConnected = [](const auto &attempt) { return attempt->state() == TcpAttempt::State::Connected; };
    QElapsedTimer timer;
    timer.start();
    QDeadlineTimer othersChance(QDeadlineTimer::Forever);
    while (std::ranges::any_of(attempts, isPending) && !othersChance.hasExpired()) {
        if (isCancelled && isCancelled())
            return std::nullopt;
        const int share = qMax(1, sliceMs / int(attempts.size()));
        for (const auto &attempt : attempts)
            attempt->advance(share);
        if (othersChance.isForever() && std::ranges::any_of(attempts, isConnected))
            othersChance.setRemainingTime(250 + timer.elapsed());
    }

    std::ranges::stable_partition(attempts, isConnected);
    QList<HostPort> ordered;
    for (const auto &attempt : attempts)
        ordered += attempt->host();
    return ordered;
}

} // namespace Steward
