// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/database/waiting.h"

#ifdef Q_OS_WIN
#include <winsock2.h>
#else
#include <poll.h>
#endif

namespace Steward {

SocketEvents waitForSocket(qintptr socket, SocketEvents events, int timeoutMs)
{
#ifdef Q_OS_WIN
    WSAPOLLFD entry{};
    entry.fd = SOCKET(socket);
#else
    pollfd entry{};
    entry.fd = int(socket);
#endif
    if (events & SocketEvent::Read)
        entry.events |= POLLIN;
    if (events & SocketEvent::Write)
        entry.events |= POLLOUT;
#ifdef Q_OS_WIN
    const int ready = WSAPoll(&entry, 1, timeoutMs);
#else
    const int ready = poll(&entry, 1, timeoutMs);
#endif
    if (ready <= 0)
        return {};
    if (entry.revents & (POLLERR | POLLHUP | POLLNVAL))
        return events;
    SocketEvents result;
    result.setFlag(SocketEvent::Read, (entry.revents & POLLIN) != 0);
    result.setFlag(SocketEvent::Write, (entry.revents & POLLOUT) != 0);
    return result & events;
}

} // namespace Steward
