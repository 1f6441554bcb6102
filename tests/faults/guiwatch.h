// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QMutex>
#include <QObject>
#include <QStringList>
#include <QTimer>

#include <atomic>
#include <thread>

namespace Steward::Test {

/// A thread that has nothing to do but to wake up: what it is late by, no program had.
class Heartbeat
{
public:
    Heartbeat() = default;
    ~Heartbeat();
    Q_DISABLE_COPY_MOVE(Heartbeat)

    void begin();
    /// By how much it has been late since it began, small delays aside.
    [[nodiscard]] qint64 lateMs();

private:
    void beat();
    [[nodiscard]] qint64 delayMs() const; ///< of the beat that is due next

    std::atomic<bool> m_isOver = false;
    QMutex m_mutex;
    QElapsedTimer m_sinceBeat;
    qint64 m_lateMs = 0;
    std::thread m_thread;
};

/// Looks at a window from inside its own event loop, all the time: how long that loop is away, and what dialogs there are that nobody
/// has opened.
class GuiWatch final : public QObject
{
public:
    explicit GuiWatch(QObject *parent = nullptr);

    void begin();
    /// The sheet that the person has open, by its object name; none: no dialog may be there.
    void expect(const QString &sheet) { m_expected = sheet; }
    /// The longest that nothing on the screen could have moved, without the time in which other programs had the processor or the whole
    /// machine stood still.
    [[nodiscard]] qint64 longestAbsenceMs() const { return m_longestMs; }
    /// A sentence for each dialog that should not have been there.
    [[nodiscard]] const QStringList &problems() const { return m_problems; }

private:
    void look();
    void lookAtDialogs();

    QTimer m_timer;
    QElapsedTimer m_sinceLook;
    Heartbeat m_heartbeat;
    qint64 m_waitedMs = 0;
    qint64 m_lateMs = 0;
    qint64 m_longestMs = 0;
    QString m_expected;
    QStringList m_problems;
};

} // namespace Steward::Test
