// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QStringList>
#include <QTimer>

namespace Steward::Test {

/// Looks at a window from inside its own event loop, all the time: how long that loop is away, and what dialogs there are that nobody
/// has opened.
class GuiWatch final : public QObject
{
public:
    explicit GuiWatch(QObject *parent = nullptr);

    void begin();
    /// The sheet that the person has open, by its object name; none: no dialog may be there.
    void expect(const QString &sheet) { m_expected = sheet; }
    /// The longest that nothing on the screen could have moved, without the time in which other programs had the processor.
    [[nodiscard]] qint64 longestAbsenceMs() const { return m_longestMs; }
    /// A sentence for each dialog that should not have been there.
    [[nodiscard]] const QStringList &problems() const { return m_problems; }

private:
    void look();
    void lookAtDialogs();

    QTimer m_timer;
    QElapsedTimer m_sinceLook;
    qint64 m_waitedMs = 0;
    qint64 m_longestMs = 0;
    QString m_expected;
    QStringList m_problems;
};

} // namespace Steward::Test
