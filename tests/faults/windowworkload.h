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
    /// What a person does here, as it is called in the journal.
    [[nodiscard]] static QStringList verbs();

private:
    /// What a person sees of a command that was sent.
    enum class End { Done, Refused, Stuck };
    /// One thing a person does with an order, and how often it is drawn.
    struct Act
    {
        int weight = 1;
        void (WindowWorkload::*start)(const QString &words) = nullptr;
        int asks = 0; ///< how many questions a person answers in it
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
    void message(const QString &words);
    void confirmation(const QString &words);
    void assign(const QString &words);
    void assignToMe(const QString &words);
    void tag(const QString &words);
    void contact(const QString &words);
    void lines(const QString &words);
    void stockReturn(const QString &words);
    void parcel(const QString &words);
    void carrierFile(const QString &words);
    void holdSeveral(const QString &words);
    void phoneOrder(const QString &words);

    /// Puts the cursor on a row and waits until its order is shown.
    [[nodiscard]] bool choose(int row);
    /// Opens a verb's sheet with its keys; null where the order does not allow it now.
    [[nodiscard]] QDialog *open(const QString &verb);
    /// Closes what a sheet or window is still open of, and what was typed with it.
    void giveUp(QWidget *window);
    /// Sends a sheet that has no words of a person's own.
    void sendCounted(const QString &verb, QDialog *sheet);
    /// The form of an order by phone with a known customer and one line, or null when the server is away.
    [[nodiscard]] QWidget *fillPhoneOrder(const QString &words);
    /// The number and id of the order in the row the cursor is on.
    [[nodiscard]] QString numberHere() const { return m_desk.cell(m_row, 0); }
    [[nodiscard]] qint64 orderHere() const;
    /// Types into a field as a person does, with a pause in which things may break, and looks whether all of it is still there.
    void fillIn(QWidget *field, const QString &words);
    /// Sends what is in the sheet until the window says what became of it.
    void send(const QString &verb, QDialog *sheet, const QWidget *field, const QString &words);
    [[nodiscard]] End answerOf(const QPointer<QDialog> &sheet, const QString &verb, const QWidget *field, const QString &words);
    [[nodiscard]] QString textOf(const QWidget *field) const;

    /// Whether a sentence of the window says that a verb was done.
    [[nodiscard]] static bool saysDone(const QString &verb, const QString &sentence);
    void sent(const QString &verb, const QString &words);
    void told(const QString &verb, const QString &words, End end);
    void stay(int longestMs);
    void problem(const QString &what);
    void say(const QString &line);
    [[nodiscard]] bool isUndoOffered() const;
    /// What the bar says was done, without the seconds that are left.
    [[nodiscard]] QString offered() const;

    WorkloadOrder m_order;
    QRandomGenerator m_random;
    Journal m_journal;
    Desk m_desk;
    GuiWatch m_watch;
    QStringList m_spoken; ///< in the status bar, since the last undo was asked for
    int m_row = 0;
    QString m_lastDone; ///< words of the command that can be taken back
    QString m_lastOffer; ///< what the bar said of it
    QHash<QString, QString> m_held; ///< by number: words of its one hold, none when it has others
    int m_givenUp = 0; ///< sheets closed with something typed in this act
    int m_acts = 0;
    int m_sent = 0;
};

/// The child's whole life: its order comes on standard input. Needs a QApplication.
[[nodiscard]] int runWindow();

} // namespace Steward::Test
