// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QList>
#include <QObject>
#include <QTimer>

namespace Steward::Bench {

/// Milliseconds between one turn of the event loop and the next, of a timer that wants to run every millisecond.
class AwayWatch final : public QObject
{
public:
    AwayWatch()
    {
        m_timer.setTimerType(Qt::PreciseTimer);
        m_timer.setInterval(1);
        connect(&m_timer, &QTimer::timeout, this, [this] {
            gaps.append(double(m_since.nsecsElapsed()) / 1e6);
            m_since.start();
        });
        m_since.start();
        m_timer.start();
    }
    QList<double> gaps;

private:
    QTimer m_timer;
    QElapsedTimer m_since;
};

} // namespace Steward::Bench
