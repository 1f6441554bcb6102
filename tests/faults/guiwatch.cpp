// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/guiwatch.h"

#include <QApplication>
#include <QDialog>
#include <QFile>

#include <algorithm>
#include <chrono>
#include <utility>

using namespace Qt::StringLiterals;

namespace Steward::Test {

namespace {

constexpr int everyMs = 5;
constexpr int stillMs = 50; // a beat that is less late is late as they all are

/// How long this thread was ready to run and another program had its processor; 0 where the system does not say.
qint64 waitedForProcessorMs()
{
    QFile file(u"/proc/thread-self/schedstat"_s);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toLongLong() / 1'000'000;
}

} // namespace

Heartbeat::~Heartbeat()
{
    m_isOver = true;
    if (m_thread.joinable())
        m_thread.join();
}

void Heartbeat::begin()
{
    m_sinceBeat.start();
    m_thread = std::thread([this] { beat(); });
}

void Heartbeat::beat()
{
    while (!m_isOver) {
        std::this_thread::sleep_for(std::chrono::milliseconds(everyMs));
        const QMutexLocker lock(&m_mutex);
        m_lateMs += delayMs();
        m_sinceBeat.start();
    }
}

qint64 Heartbeat::delayMs() const
{
    const qint64 delay = m_sinceBeat.elapsed() - everyMs;
    return delay >= stillMs ? delay : 0;
}

qint64 Heartbeat::lateMs()
{
    const QMutexLocker lock(&m_mutex);
    return m_lateMs + delayMs();
}

GuiWatch::GuiWatch(QObject *parent) : QObject(parent)
{
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(everyMs);
    connect(&m_timer, &QTimer::timeout, this, &GuiWatch::look);
}

void GuiWatch::begin()
{
    m_heartbeat.begin();
    m_waitedMs = waitedForProcessorMs();
    m_sinceLook.start();
    m_timer.start();
}

void GuiWatch::look()
{
    const qint64 waitedMs = waitedForProcessorMs(), lateMs = m_heartbeat.lateMs();
    // Both may tell of the same time.
    const qint64 withheldMs = std::max(waitedMs - std::exchange(m_waitedMs, waitedMs), lateMs - std::exchange(m_lateMs, lateMs));
    m_longestMs = std::max(m_longestMs, m_sinceLook.restart() - withheldMs);
    lookAtDialogs();
}

void GuiWatch::lookAtDialogs()
{
    QStringList there;
    for (const QWidget *top : QApplication::topLevelWidgets()) {
        if (top->isVisible() && qobject_cast<const QDialog *>(top))
            there.append(u"%1 “%2”"_s.arg(top->objectName(), top->windowTitle()));
    }
    const bool isExpected = there.isEmpty() || (there.size() == 1 && !m_expected.isEmpty() && there.first().startsWith(m_expected + u' '));
    const QString problem = u"dialogs that nobody opened: %1 (expected: %2)"_s.arg(there.join(u", "_s), m_expected);
    if (!isExpected && !m_problems.contains(problem))
        m_problems.append(problem);
}

} // namespace Steward::Test
