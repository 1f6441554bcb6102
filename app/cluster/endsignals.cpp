// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cluster/endsignals.h"

#ifdef Q_OS_UNIX
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>
#endif

namespace Steward {

#ifdef Q_OS_UNIX

namespace {

int readEnd = -1;
int writeEnd = -1;

void tell(int signal)
{
    const int before = errno;
    const auto byte = static_cast<unsigned char>(signal);
    (void)!::write(writeEnd, &byte, 1);
    errno = before;
}

} // namespace

int EndSignals::listen()
{
    if (readEnd >= 0)
        return readEnd;
    int ends[2];
    if (::pipe(ends) != 0)
        return -1;
    for (const int end : ends)
        ::fcntl(end, F_SETFD, FD_CLOEXEC);
    // A full pipe must not hold the handler: one byte in it is enough.
    ::fcntl(ends[1], F_SETFL, O_NONBLOCK);
    readEnd = ends[0];
    writeEnd = ends[1];
    struct sigaction action = {};
    action.sa_handler = tell;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP})
        sigaction(signal, &action, nullptr);
    return readEnd;
}

int EndSignals::take(int descriptor)
{
    unsigned char byte = 0;
    return ::read(descriptor, &byte, 1) == 1 ? byte : 0;
}

#else

int EndSignals::listen()
{
    return -1;
}

int EndSignals::take(int)
{
    return 0;
}

#endif

} // namespace Steward
