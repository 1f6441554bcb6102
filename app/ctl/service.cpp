// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/service.h"

#include <QThread>

#include <atomic>
#include <csignal>

namespace Steward::Service {

namespace {

std::atomic<bool> stopAsked = false;

void askToStop(int)
{
    stopAsked = true;
}

} // namespace

void heedSignals()
{
    std::signal(SIGTERM, askToStop);
    std::signal(SIGINT, askToStop);
}

bool isAskedToStop()
{
    return stopAsked;
}

void restASecond()
{
    for (int step = 0; step < 20 && !stopAsked; ++step)
        QThread::msleep(50);
}

} // namespace Steward::Service
