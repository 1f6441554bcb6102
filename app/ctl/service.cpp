// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/service.h"

#include <QThread>

#include <atomic>
#include <chrono>
#include <csignal>

namespace Steward::Service {

namespace {

constexpr qint64 never = -1;

std::atomic<qint64> stopAskedAt = never; // a steady clock's milliseconds

qint64 steadyMs()
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// A second signal does not make the end later.
void askToStop(int)
{
    qint64 expected = never;
    stopAskedAt.compare_exchange_strong(expected, steadyMs());
}

} // namespace

void heedSignals()
{
    std::signal(SIGTERM, askToStop);
    std::signal(SIGINT, askToStop);
}

bool isAskedToStop()
{
    return stopAskedAt != never;
}

qint64 askedToStopMsAgo()
{
    return isAskedToStop() ? steadyMs() - stopAskedAt : 0;
}

void restASecond()
{
    for (int step = 0; step < 20 && !isAskedToStop(); ++step)
        QThread::msleep(50);
}

void waitASecond()
{
    QThread::sleep(1);
}

} // namespace Steward::Service
