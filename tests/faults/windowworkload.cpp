// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/windowworkload.h"

#include "models/orders/orderrepository.h"
#include "ui/common/titlelabel.h"
#include "ui/orders/orderpanel.h"

#include <QApplication>
#include <QDialog>
#include <QDoubleSpinBox>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QStatusBar>

#include <algorithm>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace Steward::Test {

namespace {

constexpr int patienceMs = 60'000;  // a server may be away for seconds, and a standby be promoted
constexpr int attemptMs = 3000;     // after which a person tries again
constexpr int openMs = 60'000;      // an order comes by itself as soon as the server is back, and a server may be slow to come back
constexpr int mostAttempts = 15;
constexpr int mostAbsenceMs = 1500; // of any machine, a slow one too; the bench is stricter
constexpr int longestPauseMs = 250; // in the middle of typing

enum ExitCode { Over = 0, NotSignedIn = 3, NoJournal = 5 };

QString words(quint32 seed, int number)
{
    return u"words %1 of %2"_s.arg(number).arg(seed);
}

/// What the window says when it was done.
QString doneWords(const QString &verb)
{
    static const QHash<QString, QString> sentences{{u"hold"_s, u"put on hold"_s}, {u"release"_s, u"released"_s}, {u"ship"_s, u"shipped in"_s}, {u"refund"_s, u"refunded"_s},
                                                   {u"cancel"_s, u"cancelled"_s}, {u"undo"_s, u"Taken back"_s}, {u"message"_s, u"waits to be sent"_s}, {u"confirmation"_s, u"waits to be sent again"_s},
                                                   {u"assign"_s, u"assigned to"_s}, {u"assign_me"_s, u"assigned to"_s}, {u"tag"_s, u"Tags of"_s}, {u"contact"_s, u"corrected"_s}, {u"lines"_s, u"Lines of"_s},
                                                   {u"stock_return"_s, u"returned to stock"_s}, {u"parcel"_s, u"Parcel "_s}, {u"hold_several"_s, u"put on hold"_s}};
    return sentences.value(verb);
}

/// What a verb's sheet and all that is in it are called after.
QString sheetName(const QString &verb)
{
    return verb == u"stock_return" ? u"stock"_s : verb == u"disclose" ? u"carrier"_s : verb == u"hold_several" ? u"hold"_s : verb;
}

QUuid idOf(const QString &verb, const QString &words)
{
    return QUuid::createUuidV5(QUuid(), verb + u' ' + words);
}

} // namespace

WindowWorkload::WindowWorkload(const WorkloadOrder &order)
    : m_order(order), m_random(order.seed), m_journal(order.journal()), m_desk(order.profile, [order](const QString &) { return order.logins.first().second; }, order.folder)
{
    // One sentence in the status bar takes the place of another, and both may come before anybody looks.
    QObject::connect(m_desk.window().statusBar(), &QStatusBar::messageChanged, &m_watch, [this](const QString &sentence) { m_spoken.append(sentence); });
}

const QList<WindowWorkload::Act> &WindowWorkload::acts()
{
    static const QList<Act> all{{3, &WindowWorkload::note},         {2, &WindowWorkload::hold},       {3, &WindowWorkload::ship},         {2, &WindowWorkload::refund},
                                {2, &WindowWorkload::release, 1},   {1, &WindowWorkload::cancel},     {3, &WindowWorkload::takeBack},     {2, &WindowWorkload::message},
                                {1, &WindowWorkload::confirmation}, {2, &WindowWorkload::assign},     {1, &WindowWorkload::assignToMe},   {2, &WindowWorkload::tag},
                                {2, &WindowWorkload::contact},      {2, &WindowWorkload::lines},      {5, &WindowWorkload::stockReturn},  {2, &WindowWorkload::carrierFile, 1},
                                {2, &WindowWorkload::holdSeveral},  {2, &WindowWorkload::phoneOrder}, {2, &WindowWorkload::parcel}};
    return all;
}

QStringList WindowWorkload::verbs()
{
    return {u"note"_s,         u"hold"_s,      u"hold_several"_s, u"release"_s, u"ship"_s,  u"refund"_s,       u"cancel"_s,   u"undo"_s,       u"message"_s,
            u"confirmation"_s, u"assign"_s,    u"assign_me"_s,    u"tag"_s,     u"contact"_s, u"lines"_s,      u"stock_return"_s, u"disclose"_s, u"phone_order"_s, u"parcel"_s};
}

int WindowWorkload::run()
{
    if (!m_journal.open())
        return NoJournal;
    if (!begin())
        return NotSignedIn;
    m_watch.begin();
    say(u"ready"_s);
    if (m_order.commands == 0)
        lookAround();
    else
        work();
    for (const QString &dialog : m_watch.problems())
        problem(dialog);
    if (m_watch.longestAbsenceMs() > mostAbsenceMs)
        problem(u"the window did not move for %1 ms"_s.arg(m_watch.longestAbsenceMs()));
    say(u"absence %1"_s.arg(m_watch.longestAbsenceMs()));
    return Over;
}

bool WindowWorkload::begin()
{
    return m_desk.signIn(m_order.logins.first().first) && m_desk.waitForList() && m_desk.filter(u"email:\"%1\""_s.arg(m_order.customer));
}

/// What a person does after a crash, before anything else: nothing may be done by itself meanwhile.
void WindowWorkload::lookAround()
{
    for (int row = 0; row < m_order.orders.size(); ++row) {
        if (!choose(row))
            problem(u"after a start, order %1 cannot be opened"_s.arg(row));
        stay(longestPauseMs);
    }
}

void WindowWorkload::work()
{
    int weights = 0;
    for (const Act &each : acts())
        weights += each.weight;
    const int mostActs = m_order.commands * 5; // of some that are drawn an order allows none
    while (m_sent < m_order.commands && m_acts < mostActs) {
        int at = m_random.bounded(weights);
        for (const Act &each : acts()) {
            at -= each.weight;
            if (at < 0) {
                act(each);
                break;
            }
        }
    }
    // Whatever happened, the window is of use: one more note goes out.
    if (!QTest::qWaitFor([this] { return m_desk.session().state() == Session::State::Ready; }, patienceMs))
        problem(u"the window is still without its server"_s);
    act(acts().first());
}

void WindowWorkload::act(const Act &act)
{
    ++m_acts;
    if (act.start != &WindowWorkload::takeBack && !choose(m_random.bounded(int(m_order.orders.size()))))
        return problem(u"order %1 cannot be opened"_s.arg(m_row));
    const qsizetype asked = m_desk.prompts.asked.size();
    (this->*act.start)(words(m_order.seed, m_acts));
    m_watch.expect({});
    if (m_desk.prompts.asked.size() > asked + act.asks + std::exchange(m_givenUp, 0))
        problem(u"was asked by itself: "_s + m_desk.prompts.asked.last());
}

bool WindowWorkload::choose(int row)
{
    m_row = row;
    const QString number = m_desk.cell(row, 0);
    for (int i = 0; i < 2; ++i) {
        m_desk.backToTheList();
        m_desk.press(Qt::Key_Home, Qt::ControlModifier);
        for (int down = 0; down < row; ++down)
            m_desk.press(Qt::Key_Down);
        const auto isShown = [this, &number] {
            const auto *shown = m_desk.find<TitleLabel>(u"panelNumber"_s);
            return shown && shown->isVisible() && shown->text() == number && m_desk.table()->currentIndex().row() == m_row;
        };
        if (QTest::qWaitFor(isShown, i == 0 ? openMs / 6 : openMs)) // the keys may have met a list that was read anew
            return true;
    }
    return false;
}

QDialog *WindowWorkload::open(const QString &verb)
{
    QAction *action = m_desk.action((verb == u"hold_several" ? u"hold"_s : verb) + u"Action"_s);
    const QString name = sheetName(verb) + u"Sheet"_s;
    for (int i = 0; i < mostAttempts; ++i) {
        if (!action->isEnabled() && !QTest::qWaitFor([action] { return action->isEnabled(); }, longestPauseMs))
            return nullptr; // the order does not allow it
        auto *said = m_desk.find<QLabel>(u"panelAnswer"_s);
        said->clear();
        m_watch.expect(name);
        const QKeyCombination keys = action->shortcut().isEmpty() ? QKeyCombination() : action->shortcut()[0];
        if (action->shortcut().isEmpty())
            action->trigger();
        else
            m_desk.press(keys.key(), keys.keyboardModifiers());
        if (QTest::qWaitFor([this, &name, said] { return m_desk.sheet(name) || !said->text().isEmpty(); }, attemptMs))
            return m_desk.sheet(name) ? m_desk.waitForSheet(name) : nullptr; // it was said why not
    }
    problem(u"the sheet to %1 does not open"_s.arg(verb));
    return nullptr;
}

void WindowWorkload::giveUp(QWidget *window)
{
    const QPointer<QWidget> shown = window;
    const qsizetype asked = m_desk.prompts.asked.size();
    m_desk.prompts.choice = 1; // discard
    window->close();
    m_givenUp += int(m_desk.prompts.asked.size() - asked);
    // One that has asked closes a moment after it was answered.
    if (!QTest::qWaitFor([shown] { return !shown || !shown->isVisible(); }, openMs))
        problem(u"%1 does not close"_s.arg(shown->objectName()));
}

qint64 WindowWorkload::orderHere() const
{
    return m_desk.table()->model()->index(m_row, 0).data(TableModel::IdRole).toLongLong();
}

QString WindowWorkload::textOf(const QWidget *field) const
{
    const auto *lines = qobject_cast<const QPlainTextEdit *>(field);
    return lines ? lines->toPlainText() : qobject_cast<const QLineEdit *>(field)->text();
}

void WindowWorkload::fillIn(QWidget *field, const QString &words)
{
    field->setFocus();
    if (auto *line = qobject_cast<QLineEdit *>(field))
        line->selectAll();
    const qsizetype half = words.size() / 2;
    m_desk.type(words.first(half));
    stay(longestPauseMs);
    // What comes and goes around a field leaves the cursor in it.
    if (!field->hasFocus())
        problem(u"the cursor was taken out of "_s + field->objectName());
    field->setFocus();
    m_desk.type(words.sliced(half));
    stay(longestPauseMs);
    if (textOf(field) != words)
        problem(u"of “%1” there is only “%2”"_s.arg(words, textOf(field)));
}

void WindowWorkload::send(const QString &verb, QDialog *sheet, const QWidget *field, const QString &words)
{
    const QPointer<QDialog> shown = sheet;
    sent(verb, words);
    End end = End::Refused;
    for (int i = 0; i < mostAttempts && shown && end == End::Refused; ++i) {
        m_desk.press(Qt::Key_Return, Qt::ControlModifier);
        if (i == 0)
            say(u"sent"_s);
        end = answerOf(shown, verb, field, words);
        const auto *answer = shown ? shown->findChild<QLabel *>(sheetName(verb) + u"Answer"_s) : nullptr;
        if (end == End::Refused && answer && !answer->text().contains(orderReasonText(u"changed_meanwhile"_s)))
            break;
    }
    if (end == End::Done && !QTest::qWaitFor([this, &verb] { return isUndoOffered() && m_desk.find<QLabel>(u"undoText"_s)->text().contains(doneWords(verb)); }, openMs))
        problem(u"the window did not say that it was done: %1 %2"_s.arg(verb, words));
    told(verb, words, end);
    if (shown && shown->isVisible()) {
        giveUp(shown);
        m_lastDone.clear();
    } else {
        m_lastDone = verb + u' ' + words;
        m_lastOffer = offered();
    }
}

WindowWorkload::End WindowWorkload::answerOf(const QPointer<QDialog> &sheet, const QString &verb, const QWidget *field, const QString &words)
{
    bool isLost = false;
    const auto isAnswered = [&] {
        if (!sheet || !sheet->isVisible())
            return true;
        isLost = isLost || (field && textOf(field) != words);
        const auto *answer = sheet->findChild<QLabel *>(sheetName(verb) + u"Answer"_s);
        return answer->isVisible() && !answer->text().isEmpty();
    };
    const bool isOver = QTest::qWaitFor(isAnswered, patienceMs);
    if (isLost)
        problem(u"what was typed is gone while it was on its way: "_s + words);
    return !isOver ? End::Stuck : sheet && sheet->isVisible() ? End::Refused : End::Done;
}

void WindowWorkload::note(const QString &words)
{
    auto *edit = m_desk.find<QPlainTextEdit>(u"noteEdit"_s);
    m_desk.press(Qt::Key_M, Qt::ControlModifier);
    if (!QTest::qWaitFor([edit] { return edit->hasFocus(); }, patienceMs))
        return problem(u"a note cannot be written"_s);
    fillIn(edit, words);
    sent(u"note"_s, words);
    m_desk.press(Qt::Key_Return, Qt::ControlModifier);
    say(u"sent"_s);
    bool isLost = false;
    const bool isGone = QTest::qWaitFor([&] {
        isLost = isLost || !(edit->toPlainText().isEmpty() || edit->toPlainText() == words);
        return edit->toPlainText().isEmpty();
    }, patienceMs);
    if (isLost)
        problem(u"what was typed is gone while it was on its way: "_s + words);
    told(u"note"_s, words, isGone ? End::Done : End::Stuck);
}

void WindowWorkload::hold(const QString &words)
{
    QDialog *sheet = open(u"hold"_s);
    if (!sheet)
        return;
    auto *field = sheet->findChild<QPlainTextEdit *>(u"holdNote"_s);
    fillIn(field, words);
    send(u"hold"_s, sheet, field, words);
    if (m_lastDone.endsWith(words))
        m_held.insert(numberHere(), m_held.contains(numberHere()) ? QString() : words);
}

void WindowWorkload::ship(const QString &words)
{
    QDialog *sheet = open(u"ship"_s);
    if (!sheet)
        return;
    // One piece of what is left first, so that there is something left for a later parcel.
    bool isFirst = true;
    for (QSpinBox *pieces : sheet->findChildren<QSpinBox *>()) {
        pieces->setFocus();
        pieces->selectAll();
        m_desk.type(isFirst ? u"1"_s : u"0"_s);
        isFirst = false;
    }
    auto *field = sheet->findChild<QLineEdit *>(u"shipTracking1"_s);
    fillIn(field, words);
    send(u"ship"_s, sheet, field, words);
}

void WindowWorkload::refund(const QString &words)
{
    QDialog *sheet = open(u"refund"_s);
    if (!sheet)
        return;
    auto *adjustment = sheet->findChild<QDoubleSpinBox *>(u"refundAdjustment"_s);
    adjustment->setFocus();
    adjustment->selectAll();
    m_desk.type(QLocale().toString(0.5 + m_random.bounded(20), 'f', 2));
    m_desk.press(Qt::Key_Tab);
    auto *field = sheet->findChild<QLineEdit *>(u"refundReason"_s);
    fillIn(field, words);
    send(u"refund"_s, sheet, field, words);
}

void WindowWorkload::cancel(const QString &words)
{
    QDialog *sheet = open(u"cancel"_s);
    if (!sheet)
        return;
    auto *field = sheet->findChild<QPlainTextEdit *>(u"cancelNote"_s);
    fillIn(field, words);
    send(u"cancel"_s, sheet, field, words);
}

/// Of an order that has one hold, which then is known by what was typed with it.
/// Of whichever order has one hold, since few have just one.
void WindowWorkload::release(const QString &)
{
    for (int row = 0; m_held.value(numberHere()).isEmpty() && row < m_order.orders.size(); ++row) {
        if (!m_held.value(m_desk.cell(row, 0)).isEmpty() && !choose(row))
            return problem(u"order %1 cannot be opened"_s.arg(row));
    }
    const QString held = m_held.value(numberHere());
    QAction *action = m_desk.action(u"releaseAction"_s);
    // One that was put on many orders may be there too, where the answer to that was lost.
    const auto &order = m_desk.find<OrderPanelWidget>(u"orderPanel"_s)->order();
    if (!order || std::ranges::any_of(order->holds, [&held](const OrderHold &hold) { return hold.isOpen() && hold.note != held; }))
        return;
    if (held.isEmpty() || !QTest::qWaitFor([action] { return action->isEnabled(); }, longestPauseMs))
        return;
    m_desk.prompts.choice = 0;
    auto *answer = m_desk.find<QLabel>(u"panelAnswer"_s);
    answer->clear(); // of what was said before
    sent(u"release"_s, held);
    m_desk.press(Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier);
    say(u"sent"_s);
    const bool isOver = QTest::qWaitFor([answer] { return answer->isVisible() && !answer->text().isEmpty(); }, patienceMs);
    told(u"release"_s, held, !isOver ? End::Stuck : answer->text().contains(doneWords(u"release"_s)) ? End::Done : End::Refused);
    m_held.remove(numberHere());
    m_lastDone.clear();
}

void WindowWorkload::takeBack(const QString &)
{
    if (m_lastDone.isEmpty() || !isUndoOffered())
        return;
    m_desk.backToTheList();
    // What can be taken back for some seconds only may be over by now, and something earlier be offered in its place.
    if (!isUndoOffered() || offered() != m_lastOffer || !m_desk.action(u"undoAction"_s)->isEnabled())
        return;
    const QString undone = std::exchange(m_lastDone, {});
    m_spoken.clear();
    sent(u"undo"_s, undone);
    m_desk.press(Qt::Key_Z, Qt::ControlModifier);
    say(u"sent"_s);
    const auto saysUndone = [this] { return std::ranges::any_of(m_spoken, [](const QString &sentence) { return sentence.startsWith(doneWords(u"undo"_s)); }); };
    // Once it is done, an older offer may take the place of this one.
    const bool isOver = QTest::qWaitFor([this, &saysUndone] { return !isUndoOffered() || saysUndone(); }, patienceMs);
    const bool isDone = saysUndone();
    told(u"undo"_s, undone, !isOver ? End::Stuck : isDone ? End::Done : End::Refused);
    if (isDone)
        m_held.removeIf([&undone](const auto &held) { return undone == u"hold "_s + held.value(); });
}

bool WindowWorkload::saysDone(const QString &verb, const QString &sentence)
{
    return sentence.contains(doneWords(verb));
}

bool WindowWorkload::isUndoOffered() const
{
    return m_desk.find<QWidget>(u"undoBar"_s)->isVisible();
}

QString WindowWorkload::offered() const
{
    return m_desk.find<QLabel>(u"undoText"_s)->text().section(u" Messages and money leave in "_s, 0, 0);
}

void WindowWorkload::sent(const QString &verb, const QString &words)
{
    ++m_sent;
    m_journal.sent(idOf(verb, words), verb, m_order.logins.first().first, {{u"words"_s, words}, {u"order"_s, orderHere()}});
}

void WindowWorkload::told(const QString &verb, const QString &words, End end)
{
    if (end == End::Stuck)
        return problem(u"no answer to %1 %2"_s.arg(verb, words));
    const bool isDone = end == End::Done;
    m_journal.answered(idOf(verb, words), CommandOutcome{.kind = isDone ? CommandOutcome::Kind::Done : CommandOutcome::Kind::Refused, .reason = {},
                                                         .details = {{u"outcome"_s, isDone ? u"done"_s : u"refused"_s}}, .replayed = false});
    say(u"answered"_s);
}

void WindowWorkload::stay(int longestMs)
{
    QTest::qWait(m_random.bounded(longestMs));
}

void WindowWorkload::problem(const QString &what)
{
    say(u"problem "_s + what);
}

void WindowWorkload::say(const QString &line)
{
    std::fputs(qUtf8Printable(line + u'\n'), stdout);
    std::fflush(stdout);
}

namespace {

/// A window that is drawn nowhere is told a hundred times what it cannot do there.
void printMessage(QtMsgType, const QMessageLogContext &, const QString &message)
{
    if (!message.startsWith(u"This plugin does not support"))
        std::fputs(qUtf8Printable(message + u'\n'), stderr);
}

} // namespace

int runWindow()
{
    qInstallMessageHandler(printMessage);
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return NoJournal;
    WindowWorkload workload(WorkloadOrder::fromJson(QJsonDocument::fromJson(input.readAll()).object()));
    return workload.run();
}

} // namespace Steward::Test
