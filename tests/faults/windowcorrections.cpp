// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/windowworkload.h"

#include "ui/orders/orderpanel.h"

#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward::Test {

namespace {

constexpr int patienceMs = 60'000;
constexpr int answerMs = 3000; // for what a sheet asks beside: a person goes on without it
constexpr int mostSelected = 3;

QWidget *inFocus(const QString &name)
{
    QWidget *field = QApplication::focusWidget();
    return field && field->objectName() == name ? field : nullptr;
}

} // namespace

void WindowWorkload::sendCounted(const QString &verb, QDialog *sheet)
{
    send(verb, sheet, nullptr, u"%1 by count"_s.arg(m_acts));
    m_lastDone.clear();
}

void WindowWorkload::message(const QString &words)
{
    QDialog *sheet = open(u"message"_s);
    if (!sheet)
        return;
    auto *field = sheet->findChild<QPlainTextEdit *>(u"messageText"_s);
    fillIn(field, words);
    send(u"message"_s, sheet, field, words);
}

void WindowWorkload::confirmation(const QString &)
{
    if (QDialog *sheet = open(u"confirmation"_s))
        sendCounted(u"confirmation"_s, sheet);
}

/// To the colleague with the number of this act, so that each of them is chosen once.
void WindowWorkload::assign(const QString &words)
{
    QDialog *sheet = open(u"assign"_s);
    if (!sheet)
        return;
    const QString colleague = u"Colleague %1"_s.arg(m_acts);
    auto *list = sheet->findChild<QListWidget *>(u"assigneeList"_s);
    if (!QTest::qWaitFor([list, &colleague] { return !list->findItems(colleague, Qt::MatchExactly).isEmpty(); }, answerMs))
        return giveUp(sheet); // who there is could not be asked
    while (list->currentItem()->text() != colleague && list->currentRow() + 1 < list->count())
        m_desk.press(Qt::Key_Down);
    send(u"assign"_s, sheet, nullptr, words);
}

void WindowWorkload::assignToMe(const QString &)
{
    QAction *action = m_desk.action(u"assign_meAction"_s);
    if (!action->isEnabled())
        return;
    auto *answer = m_desk.find<QLabel>(u"panelAnswer"_s);
    answer->clear(); // of what was said before
    const QString mark = u"%1 by count"_s.arg(m_acts);
    sent(u"assign_me"_s, mark);
    m_desk.press(Qt::Key_I, Qt::ControlModifier);
    say(u"sent"_s);
    const bool isOver = QTest::qWaitFor([answer] { return answer->isVisible() && !answer->text().isEmpty(); }, patienceMs);
    const bool wasMine = answer->text().contains(u"already"_s); // which is nearly what is said when it is done
    const End end = !isOver ? End::Stuck : saysDone(u"assign_me"_s, answer->text()) && !wasMine ? End::Done : End::Refused;
    told(u"assign_me"_s, mark, end);
    // Until the order says whose it is: asked once more before that, the store would say that it is done, and have nothing to do.
    const auto *panel = m_desk.find<OrderPanelWidget>(u"orderPanel"_s);
    if (end == End::Done && !QTest::qWaitFor([this, panel] { return panel->order() && panel->order()->assignedTo == m_desk.session().login().login; }, patienceMs))
        problem(u"an order that was taken on does not say so"_s);
    m_lastDone.clear();
}

/// What is typed and no chip yet is a tag too.
void WindowWorkload::tag(const QString &words)
{
    QDialog *sheet = open(u"tag"_s);
    if (!sheet)
        return;
    auto *field = sheet->findChild<QLineEdit *>(u"tagEdit"_s);
    fillIn(field, words);
    send(u"tag"_s, sheet, nullptr, words);
}

void WindowWorkload::contact(const QString &words)
{
    QDialog *sheet = open(u"contact"_s);
    if (!sheet)
        return;
    auto *field = sheet->findChild<QLineEdit *>(u"contact_shipping.company"_s);
    fillIn(field, words);
    send(u"contact"_s, sheet, field, words);
}

/// A line of one's own words more.
void WindowWorkload::lines(const QString &words)
{
    QDialog *sheet = open(u"lines"_s);
    if (!sheet)
        return;
    sheet->findChild<QPushButton *>(u"ownLineButton"_s)->setFocus();
    m_desk.press(Qt::Key_Space);
    auto *field = qobject_cast<QLineEdit *>(inFocus(u"lineTitleNew1"_s));
    if (!field)
        return problem(u"no line of one's own words can be added"_s);
    fillIn(field, words);
    send(u"lines"_s, sheet, field, words);
}

void WindowWorkload::stockReturn(const QString &)
{
    QDialog *sheet = open(u"stock_return"_s);
    if (!sheet)
        return;
    sheet->findChild<QSpinBox *>()->setFocus();
    m_desk.press(Qt::Key_Up);
    sendCounted(u"stock_return"_s, sheet);
}

/// Of the parcel that was written down last.
void WindowWorkload::parcel(const QString &words)
{
    QDialog *sheet = open(u"parcel"_s);
    if (!sheet)
        return;
    auto *field = sheet->findChild<QLineEdit *>(u"parcelTracking"_s);
    fillIn(field, words);
    send(u"parcel"_s, sheet, field, words);
}

/// The file is written down and given out before it is there; a person who is told that it failed makes another one.
void WindowWorkload::carrierFile(const QString &)
{
    QDialog *sheet = open(u"disclose"_s);
    if (!sheet)
        return;
    auto *button = sheet->findChild<QPushButton *>(u"carrierFileButton"_s);
    const auto *taken = sheet->findChild<QLabel *>(u"carrierCount"_s);
    const auto *answer = sheet->findChild<QLabel *>(u"carrierAnswer"_s);
    const bool isAllowed = QTest::qWaitFor([&] { return button->isEnabled() && !answer->isVisible() && taken->text().startsWith(u'1'); }, answerMs);
    if (!isAllowed)
        return giveUp(sheet);
    const QString mark = u"%1 by count"_s.arg(m_acts);
    m_desk.prompts.fileName = m_order.folder + u"/carrier%1.csv"_s.arg(m_acts);
    sent(u"disclose"_s, mark);
    m_desk.press(Qt::Key_Return, Qt::ControlModifier);
    say(u"sent"_s);
    const auto isWritten = [sheet] { return sheet->findChild<QLineEdit *>(u"carrierDigest"_s)->isVisible(); };
    const bool isOver = QTest::qWaitFor([&] { return isWritten() || (answer->isVisible() && !answer->text().isEmpty()); }, patienceMs);
    told(u"disclose"_s, mark, !isOver ? End::Stuck : isWritten() ? End::Done : End::Refused);
    giveUp(sheet);
    m_lastDone.clear();
}

/// This order and some below it, with one command; of those that cannot be put on hold it is said why.
void WindowWorkload::holdSeveral(const QString &words)
{
    const int more = 1 + m_random.bounded(mostSelected);
    for (int i = 0; i < more; ++i)
        m_desk.press(Qt::Key_Down, Qt::ShiftModifier);
    QDialog *sheet = open(u"hold_several"_s);
    if (!sheet)
        return;
    const auto *plan = sheet->findChild<QLabel *>(u"holdPlan"_s);
    (void)QTest::qWaitFor([plan] { return plan && plan->isVisible() && !plan->text().contains(u'…'); }, answerMs);
    auto *field = sheet->findChild<QPlainTextEdit *>(u"holdNote"_s);
    fillIn(field, words);
    if (!sheet->findChild<QPushButton *>(u"holdPlaceButton"_s)->isEnabled())
        return giveUp(sheet);
    for (int row = m_row; row <= m_row + more; ++row)
        m_held.insert(m_desk.cell(row, 0), QString());
    send(u"hold_several"_s, sheet, field, words);
}

QWidget *WindowWorkload::fillPhoneOrder(const QString &words)
{
    m_desk.press(Qt::Key_N, Qt::ControlModifier);
    if (!QTest::qWaitFor([] { return inFocus(u"customerBox"_s); }, patienceMs)) {
        problem(u"an order by phone cannot be begun"_s);
        return nullptr;
    }
    auto *window = m_desk.find<QWidget>(u"phoneOrderWindow"_s);
    auto *name = window->findChild<QLineEdit *>(u"customerName"_s);
    m_desk.type(m_order.customer);
    const auto isFound = [window] {
        const auto lists = window->findChildren<QListWidget *>(u"lookUpResults"_s);
        return std::ranges::any_of(lists, [](const QListWidget *list) { return list->isVisible() && list->count() > 0 && (list->item(0)->flags() & Qt::ItemIsEnabled); });
    };
    const auto isPlaced = [window] { return !window->findChild<QComboBox *>(u"shipping_country"_s)->currentData().toString().isEmpty(); };
    if (QTest::qWaitFor(isFound, answerMs))
        m_desk.press(Qt::Key_Return);
    if (!QTest::qWaitFor([&] { return !name->text().isEmpty() && isPlaced(); }, answerMs)) {
        giveUp(window); // the server is away
        return nullptr;
    }
    window->findChild<QPushButton *>(u"ownLineButton"_s)->setFocus();
    m_desk.press(Qt::Key_Space);
    fillIn(window->findChild<QLineEdit *>(u"lineTitleNew1"_s), u"Mug"_s);
    auto *price = window->findChild<QDoubleSpinBox *>(u"linePriceNew1"_s);
    price->setFocus();
    price->selectAll();
    m_desk.type(QLocale().toString(12.5, 'f', 2));
    m_desk.press(Qt::Key_Tab);
    auto *note = window->findChild<QWidget *>(u"phoneNote"_s);
    fillIn(note, words);
    return window;
}

void WindowWorkload::phoneOrder(const QString &words)
{
    const QPointer<QWidget> window = fillPhoneOrder(words);
    if (!window)
        return;
    sent(u"phone_order"_s, words);
    m_desk.press(Qt::Key_Return, Qt::ControlModifier);
    say(u"sent"_s);
    const auto *answer = window->findChild<QLabel *>(u"phoneOrderSaid"_s);
    const bool isOver = QTest::qWaitFor([&] { return !window || !window->isVisible() || (answer->isVisible() && !answer->text().isEmpty()); }, patienceMs);
    const bool isTaken = !window || !window->isVisible();
    told(u"phone_order"_s, words, !isOver ? End::Stuck : isTaken ? End::Done : End::Refused);
    if (!isTaken)
        giveUp(window);
    // Its own window has opened in the place of this one.
    if (isTaken && QTest::qWaitFor([this] { return m_desk.find<QWidget>(u"orderWindow"_s); }, patienceMs))
        giveUp(m_desk.find<QWidget>(u"orderWindow"_s));
    m_lastDone.clear();
}

} // namespace Steward::Test
