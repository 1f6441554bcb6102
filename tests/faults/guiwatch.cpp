// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/guiwatch.h"

#include <QApplication>
#include <QDialog>
#include <QFile>

using namespace Qt::StringLiterals;

namespace Steward::Test {

namespace {

constexpr int everyMs = 5;

/// How long this thread was ready to run and another program had its processor; 0 where the system does not say.
qint64 waitedForProcessorMs()
{
    QFile file(u"/proc/thread-self/schedstat"_s);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toLongLong() / 1'000'000;
}

} // namespace

GuiWatch::GuiWatch(QObject *parent) : QObject(parent)
{
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(everyMs);
    connect(&m_timer, &QTimer::timeout, this, &GuiWatch::look);
}

void GuiWatch::begin()
{
    m_waitedMs = waitedForProcessorMs();
    m_sinceLook.start();
    m_timer.start();
}

void GuiWatch::look()
{
    const qint64 waitedMs = waitedForProcessorMs();
    m_longestMs = std::max(m_longestMs, m_sinceLook.restart() - (waitedMs - std::exchange(m_waitedMs, waitedMs)));
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
