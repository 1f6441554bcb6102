// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/faults/guiwatch.h"
#include "tests/faults/journal.h"
#include "tests/faults/workloadorder.h"
#include "tests/ui/desk.h"

#include <QPointer>
#include <QRandomGenerator>

namespace Steward::Test {

/// A process that works orders at the whole window as a person does, with keys and clicks, while the line and the servers fail; what
/// does not work at once is tried again as a person would. Says on standard output, a line each: ready, sent, answered, what was wrong,
/// and how long the window was away. In its journal a command stands under the id made of the words typed with it.
class WindowWorkload
{
public:
    explicit WindowWorkload(const WorkloadOrder &order);
    /// The process's exit code.
    [[nodiscard]] int run();

private:
    /// What a person sees of a command that was sent.
    enum class End { Done, Refused, Stuck };
    /// One thing a person does with an order, and how often it is drawn.
    struct Act
    {
        QString verb;
        int weight = 1;
        void (WindowWorkload::*start)(const QString &words) = nullptr;
    };

    [[nodiscard]] static const QList<Act> &acts();
    [[nodiscard]] bool begin();
    void lookAround();
    void work();
    void act(const Act &act);
    void note(const QString &words);
    void hold(const QString &words);
    void ship(const QString &words);
    void refund(const QString &words);
    void cancel(const QString &words);
    void release(const QString &words);
    void takeBack(const QString &words);

    /// Puts the cursor on a row and waits until its order is shown.
    [[nodiscard]] bool choose(int row);
    /// Opens a verb's sheet with its keys; null where the order does not allow it now.
    [[nodiscard]] QDialog *open(const QString &verb);
    /// Types into a field as a person does, with a pause in which things may break, and looks whether all of it is still there.
    void fillIn(QWidget *field, const QString &words);
    /// Sends what is in the sheet until the window says what became of it.
    void send(const QString &verb, QDialog *sheet, const QWidget *field, const QString &words);
    [[nodiscard]] End answerOf(const QPointer<QDialog> &sheet, const QString &verb, const QWidget *field, const QString &words);
    [[nodiscard]] QString textOf(const QWidget *field) const;

    void sent(const QString &verb, const QString &words);
    void told(const QString &verb, const QString &words, End end);
    void stay(int longestMs);
    void problem(const QString &what);
    void say(const QString &line);
    [[nodiscard]] bool isUndoOffered() const;

    WorkloadOrder m_order;
    QRandomGenerator m_random;
    Journal m_journal;
    Desk m_desk;
    GuiWatch m_watch;
    QStringList m_spoken; ///< in the status bar, since the last undo was asked for
    int m_row = 0;
    QString m_lastDone; ///< words of the command that can be taken back
    QHash<int, QString> m_held; ///< by row: words of its one hold
    int m_acts = 0;
    int m_sent = 0;
};

/// The child's whole life: its order comes on standard input. Needs a QApplication.
[[nodiscard]] int runWindow();

} // namespace Steward::Test
