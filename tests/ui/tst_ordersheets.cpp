// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/desk.h"
#include "tests/ui/sloworders.h"

#include "ui/orders/assignsheet.h"
#include "ui/orders/cancelsheet.h"
#include "ui/orders/contactsheet.h"
#include "ui/orders/holdsheet.h"
#include "ui/orders/linessheet.h"
#include "ui/orders/messagesheet.h"
#include "ui/orders/orderdesk.h"
#include "ui/orders/orderpanel.h"
#include "ui/orders/refundsheet.h"
#include "ui/orders/shipsheet.h"
#include "ui/orders/shipwholesheet.h"
#include "ui/orders/stocksheet.h"
#include "ui/orders/tagsheet.h"
#include "ui/orders/undobar.h"

#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QWindow>

#include <algorithm>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

namespace {

constexpr int patienceMs = 20'000;

/// Paid and half sent: two of three mugs are still to go.
OrderPanel halfSent(int version = 1, int open = 2)
{
    OrderPanel order = orderOf(1, version);
    const Money nothing{0, u"EUR"_s};
    OrderLine line;
    line.id = 1;
    line.title = u"Mug"_s;
    line.sku = u"MUG-1"_s;
    line.quantity = 3;
    line.open = open;
    line.shipped = 3 - open;
    line.returnable = line.shipped;
    line.price = Money{1000, u"EUR"_s};
    line.value = line.total = Money{3000, u"EUR"_s};
    line.discount = nothing;
    order.lines = {line};
    order.total = order.paid = order.subtotal = Money{3000, u"EUR"_s};
    order.refunded = order.shippingMoney = order.shippingLeft = nothing;
    return order;
}

} // namespace

/// The sheets of orders before a store that takes its time: what was submitted is what is sent, once, and nothing that was typed is lost.
class TestOrderSheets : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void formIsShutUntilTheAnswerIsThere_data();
    void formIsShutUntilTheAnswerIsThere();
    void lostAnswerIsAskedForAgainAndNothingElse_data() { formIsShutUntilTheAnswerIsThere_data(); }
    void lostAnswerIsAskedForAgainAndNothingElse();
    void whatWasSubmittedGoesThoughTheDiskIsSlow();
    void newerOrderWaitsForTheAnswer();
    void whatIsTypedAnewOutlivesTheFirstAnswer();
    void piecesTheCustomerHasAreNotBackByThemselves();
    void parcelIsTakenAwayAgain();
    void undoOfWhichNobodyKnowsIsAskedForAgain();
    void undoThatCameIsOver();
    void nextOfferOutlivesTheUndoBeforeIt();
    void othersAreCountedBeforeItIsSaidThatThereAreNone();
    void othersThatCannotBeCountedAreLeftToChoose();

private:
    /// A sheet over the order that is shown, by a word for it.
    [[nodiscard]] OrderSheet *make(const QString &name);
    [[nodiscard]] OrderChoice choice() const { return {m_panel->order()->id, m_panel->order()->version, m_panel->order()->number, {}}; }

    void showOrder(const OrderPanel &order);
    /// Under its verb, with the cursor.
    void open(OrderSheet *sheet, const QString &verb);
    /// As the window system does it: to whatever has the keyboard.
    static void press(const QWidget *sheet, Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(sheet->windowHandle(), key, modifiers); }
    static void click(const QWidget *widget) { QTest::mouseClick(widget->window()->windowHandle(), Qt::LeftButton, {}, widget->mapTo(widget->window(), widget->rect().center())); }
    static void typeInto(QWidget *field, Qt::Key key);
    void submit(const OrderSheet *sheet);
    [[nodiscard]] static QPushButton *button(const OrderSheet *sheet);

    QTemporaryDir m_folder;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<ActionRegistry> m_actions;
    std::unique_ptr<AnsweredPrompts> m_prompts;
    std::unique_ptr<SlowOrders> m_orders;
    MemoryCredentials m_credentials;
    std::unique_ptr<Drafts> m_drafts;
    std::unique_ptr<OrderDesk> m_desk;
    std::unique_ptr<OrderPanelWidget> m_panel;
    SlowOrders::Promise<OrderPanel> m_shown; ///< the question that was answered last
};

void TestOrderSheets::init()
{
    m_settings = std::make_unique<QSettings>(m_folder.filePath(u"steward.ini"_s), QSettings::IniFormat);
    m_session = std::make_unique<Session>();
    m_actions = std::make_unique<ActionRegistry>();
    m_prompts = std::make_unique<AnsweredPrompts>();
    m_orders = std::make_unique<SlowOrders>();
    m_drafts = std::make_unique<Drafts>(m_credentials, Clock::system(), m_folder.filePath(QUuid::createUuid().toString(QUuid::WithoutBraces)));
    m_drafts->open(u"me@store"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_drafts->isSafe(), patienceMs);
    m_desk = std::make_unique<OrderDesk>(UiContext{*m_session, *m_actions, *m_prompts, *m_settings, Clock::system(), *m_drafts}, *m_orders);
    m_panel = std::make_unique<OrderPanelWidget>(*m_desk);
    m_panel->resize(420, 700);
    m_panel->show();
    m_panel->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_panel.get()));
    m_panel->showOrder({1}, 0);
    showOrder(halfSent());
}

void TestOrderSheets::cleanup()
{
    m_panel.reset();
    m_desk.reset();
    m_drafts.reset();
    m_shown.reset();
}

OrderSheet *TestOrderSheets::make(const QString &name)
{
    const OrderPanel &order = *m_panel->order();
    QWidget *place = m_panel.get();
    if (name == u"hold")
        return new HoldSheet({choice()}, place);
    if (name == u"cancel")
        return new CancelSheet({choice()}, &order, place);
    if (name == u"refund")
        return new RefundSheet(order, place);
    if (name == u"ship")
        return new ShipSheet(order, m_desk->carriers(), place);
    if (name == u"shipWhole")
        return new ShipWholeSheet({choice(), {{2}, 1, u"#2"_s, {}}}, m_desk->carriers(), place);
    if (name == u"assign")
        return new AssignSheet({choice()}, &order, {u"me"_s, u"Me"_s}, *m_orders, place);
    if (name == u"tag")
        return new TagSheet({choice()}, &order, *m_orders, place);
    if (name == u"contact")
        return new ContactSheet(order, *m_orders, place);
    if (name == u"message")
        return new MessageSheet(MessageSheet::Kind::Question, order, *m_orders, place);
    if (name == u"stock")
        return new StockSheet(order, place);
    return new LinesSheet(*m_desk, order, place);
}

void TestOrderSheets::showOrder(const OrderPanel &order)
{
    QTRY_VERIFY_WITH_TIMEOUT(m_orders->opening != m_shown, patienceMs); // it was asked for
    m_shown = m_orders->opening;
    SlowOrders::end(m_shown, Result<OrderPanel>(order));
    QTRY_VERIFY_WITH_TIMEOUT(m_panel->order() && m_panel->order()->version == order.version, patienceMs);
    m_panel->actions().update(); // as the window around it does
}

void TestOrderSheets::open(OrderSheet *sheet, const QString &verb)
{
    m_panel->actions().open(sheet, verb);
    QVERIFY(QTest::qWaitForWindowActive(sheet, patienceMs));
}

void TestOrderSheets::typeInto(QWidget *field, Qt::Key key)
{
    field->setFocus();
    press(field->window(), key);
}

void TestOrderSheets::submit(const OrderSheet *sheet)
{
    const auto before = m_orders->sent.size();
    press(sheet, Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(m_orders->sent.size(), before + 1, patienceMs);
}

QPushButton *TestOrderSheets::button(const OrderSheet *sheet)
{
    const auto buttons = sheet->findChildren<QPushButton *>();
    const auto primary = std::ranges::find_if(buttons, [](const QPushButton *button) { return button->property("primary").toBool(); });
    return primary == buttons.end() ? nullptr : *primary;
}

void TestOrderSheets::formIsShutUntilTheAnswerIsThere_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("verb");
    QTest::addColumn<QString>("field");
    QTest::addColumn<Qt::Key>("key");
    QTest::newRow("hold") << u"hold"_s << u"hold"_s << u"holdNote"_s << Qt::Key_A;
    QTest::newRow("cancel") << u"cancel"_s << u"cancel"_s << u"cancelNote"_s << Qt::Key_A;
    QTest::newRow("refund") << u"refund"_s << u"refund"_s << u"refundPieces1"_s << Qt::Key_Up;
    QTest::newRow("ship") << u"ship"_s << u"ship"_s << u"shipTracking1"_s << Qt::Key_A;
    QTest::newRow("ship several") << u"shipWhole"_s << u"ship"_s << u"shipWholeCarrier"_s << Qt::Key_A;
    QTest::newRow("assign") << u"assign"_s << u"assign"_s << u"assigneeList"_s << Qt::Key_Down;
    QTest::newRow("tag") << u"tag"_s << u"tag"_s << u"tagEdit"_s << Qt::Key_A;
    QTest::newRow("contact") << u"contact"_s << u"contact"_s << u"contact_phone"_s << Qt::Key_1;
    QTest::newRow("message") << u"message"_s << u"message"_s << u"messageText"_s << Qt::Key_A;
    QTest::newRow("stock") << u"stock"_s << u"stock_return"_s << u"stockPieces1"_s << Qt::Key_Up;
    QTest::newRow("lines") << u"lines"_s << u"lines"_s << u"linePieces1"_s << Qt::Key_Up;
}

void TestOrderSheets::formIsShutUntilTheAnswerIsThere()
{
    QFETCH(const QString, name);
    QFETCH(const QString, verb);
    QFETCH(const QString, field);
    QFETCH(const Qt::Key, key);
    QPointer<OrderSheet> sheet = make(name);
    open(sheet, verb);
    auto *edit = sheet->findChild<QWidget *>(field);
    QVERIFY(edit);
    typeInto(edit, key);
    const QJsonObject typed = sheet->typed();
    submit(sheet);
    // Whoever goes on typing and clicking changes nothing, sends nothing, and does not close it by accident.
    click(edit);
    for (const Qt::Key more : {key, Qt::Key_B, Qt::Key_Up, Qt::Key_Space, Qt::Key_Return})
        press(sheet, more);
    QCOMPARE(sheet->typed(), typed);
    press(sheet, Qt::Key_Return, Qt::ControlModifier);
    click(button(sheet));
    QVERIFY(sheet && sheet->isVisible());
    QCOMPARE(m_orders->sent.size(), 1);
    // Refused, it goes on where the cursor was, under a new id.
    m_orders->answer(m_orders->sent.first(), refused(u"bad_arguments"_s));
    QTRY_VERIFY_WITH_TIMEOUT(button(sheet)->isEnabled(), patienceMs);
    QCOMPARE(sheet->typed(), typed);
    QVERIFY(QApplication::focusWidget() == edit || edit->isAncestorOf(QApplication::focusWidget()));
    submit(sheet);
    QVERIFY(m_orders->sent.at(0) != m_orders->sent.at(1));
    m_orders->answer(m_orders->sent.at(1), done());
    QTRY_VERIFY_WITH_TIMEOUT(!sheet, patienceMs);
    QCOMPARE(m_drafts->all().size(), 0);
}

void TestOrderSheets::lostAnswerIsAskedForAgainAndNothingElse()
{
    QFETCH(const QString, name);
    QFETCH(const QString, verb);
    QFETCH(const QString, field);
    QFETCH(const Qt::Key, key);
    QPointer<OrderSheet> sheet = make(name);
    open(sheet, verb);
    auto *edit = sheet->findChild<QWidget *>(field);
    typeInto(edit, key);
    const QJsonObject typed = sheet->typed();
    submit(sheet);
    m_orders->answer(m_orders->sent.first(), lost());
    QTRY_VERIFY_WITH_TIMEOUT(button(sheet)->isEnabled(), patienceMs);
    QCOMPARE(button(sheet)->text(), u"Ask again"_s);
    click(edit);
    press(sheet, key);
    QCOMPARE(sheet->typed(), typed);
    // Closed and opened again it still is the same command, and only that.
    press(sheet, Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!sheet, patienceMs);
    sheet = make(name);
    open(sheet, verb);
    edit = sheet->findChild<QWidget *>(field);
    click(edit);
    press(sheet, key);
    QCOMPARE(sheet->typed(), typed);
    submit(sheet);
    QCOMPARE(m_orders->sent.at(1), m_orders->sent.at(0));
    m_orders->answer(m_orders->sent.at(1), done());
    QTRY_VERIFY_WITH_TIMEOUT(!sheet, patienceMs);
    QCOMPARE(m_drafts->all().size(), 0);
}

void TestOrderSheets::whatWasSubmittedGoesThoughTheDiskIsSlow()
{
    QPointer<OrderSheet> sheet = make(u"hold"_s);
    open(sheet, u"hold"_s);
    typeInto(sheet->findChild<QWidget *>(u"holdNote"_s), Qt::Key_A);
    press(sheet, Qt::Key_Return, Qt::ControlModifier);
    press(sheet, Qt::Key_B);
    sheet->findChild<QPlainTextEdit *>(u"holdNote"_s)->setPlainText(u"whatever"_s); // by whom ever
    QTRY_COMPARE_WITH_TIMEOUT(m_orders->sent.size(), 1, patienceMs);
    QCOMPARE(m_orders->arguments.first(), u"a"_s);
    m_orders->answer(m_orders->sent.first(), done());
    QTRY_VERIFY_WITH_TIMEOUT(!sheet, patienceMs);
}

void TestOrderSheets::newerOrderWaitsForTheAnswer()
{
    // As the store says it: with the version that it has by now.
    const QJsonObject row{{u"order_id"_s, 1}, {u"outcome"_s, u"conflict"_s}, {u"reason"_s, u"changed_meanwhile"_s}, {u"current"_s, QJsonObject{{u"version"_s, 2}}}};
    const Result<CommandOutcome> conflict(CommandOutcome{.kind = CommandOutcome::Kind::Conflict, .reason = u"changed_meanwhile"_s, .details = {{u"rows"_s, QJsonArray{row}}}, .replayed = false});
    QPointer<OrderSheet> sheet = make(u"ship"_s);
    open(sheet, u"ship"_s);
    typeInto(sheet->findChild<QWidget *>(u"shipTracking1"_s), Qt::Key_A);
    submit(sheet);
    m_orders->answer(m_orders->sent.first(), conflict);
    QTRY_VERIFY_WITH_TIMEOUT(button(sheet)->isEnabled(), patienceMs);
    const QJsonObject typed = sheet->typed();
    submit(sheet);
    // What a colleague did is read while the second try is on its way.
    showOrder(halfSent(2, 1));
    QCOMPARE(sheet->typed(), typed);
    const auto *pieces = sheet->findChild<QSpinBox *>(u"shipPieces1_1"_s);
    QCOMPARE(pieces->value(), 2);
    m_orders->answer(m_orders->sent.at(1), conflict);
    QTRY_COMPARE_WITH_TIMEOUT(pieces->maximum(), 1, patienceMs);
    QVERIFY(sheet->findChild<QLabel *>(u"shipNews"_s)->isVisible());
}

void TestOrderSheets::whatIsTypedAnewOutlivesTheFirstAnswer()
{
    QPointer<OrderSheet> sheet = make(u"hold"_s);
    open(sheet, u"hold"_s);
    typeInto(sheet->findChild<QWidget *>(u"holdNote"_s), Qt::Key_A);
    submit(sheet);
    press(sheet, Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!sheet, patienceMs);
    sheet = make(u"hold"_s);
    open(sheet, u"hold"_s);
    QVERIFY(sheet->findChild<QLabel *>(u"holdRestoredText"_s)->text().contains(u"Nobody knows yet"_s));
    click(sheet->findChild<QPushButton *>(u"holdRestoredDiscard"_s));
    QTRY_VERIFY_WITH_TIMEOUT(!sheet, patienceMs);
    auto *anew = m_panel->findChild<OrderSheet *>(u"holdSheet"_s); // a blank one
    QVERIFY(anew && QTest::qWaitForWindowActive(anew, patienceMs));
    typeInto(anew->findChild<QWidget *>(u"holdNote"_s), Qt::Key_B);
    QCOMPARE(m_drafts->all().size(), 1);
    m_orders->answer(m_orders->sent.first(), done());
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->commands().isInFlight(m_orders->sent.first()), false, patienceMs);
    QCOMPARE(m_drafts->all().size(), 1);
    QCOMPARE(m_drafts->all().first().typed.value(u"note"_s).toString(), u"b"_s);
    m_prompts->choice = 1;
    press(anew, Qt::Key_Escape);
}

void TestOrderSheets::piecesTheCustomerHasAreNotBackByThemselves()
{
    QPointer<OrderSheet> sheet = make(u"refund"_s); // one piece is with the customer, two never left
    open(sheet, u"refund"_s);
    auto *pieces = sheet->findChild<QSpinBox *>(u"refundPieces1"_s);
    auto *unsent = sheet->findChild<QSpinBox *>(u"refundUnsent1"_s);
    auto *restock = sheet->findChild<QSpinBox *>(u"refundRestock1"_s);
    for (int i = 1; i <= 3; ++i)
        typeInto(pieces, Qt::Key_Up);
    QCOMPARE(unsent->value(), 2);
    QCOMPARE(restock->value(), 2);
    QCOMPARE(restock->maximum(), 3);
    // One of them goes out all the same, so it is not on its shelf.
    typeInto(unsent, Qt::Key_Down);
    QCOMPARE(restock->value(), 1);
    // The one with the customer came back, says the person; that stays said whatever else changes.
    typeInto(restock, Qt::Key_Up);
    typeInto(unsent, Qt::Key_Down);
    QCOMPARE(restock->value(), 1);
    typeInto(unsent, Qt::Key_Up);
    QCOMPARE(restock->value(), 2);
    submit(sheet);
    QCOMPARE(m_orders->arguments.last(), u"2 back"_s);
}

void TestOrderSheets::parcelIsTakenAwayAgain()
{
    QPointer<OrderSheet> sheet = make(u"ship"_s);
    open(sheet, u"ship"_s);
    const auto *first = sheet->findChild<QPushButton *>(u"shipRemove1"_s);
    QVERIFY(first && !first->isVisible()); // the only one stays
    typeInto(sheet->findChild<QWidget *>(u"shipTracking1"_s), Qt::Key_A);
    QTest::mouseClick(sheet->findChild<QPushButton *>(u"anotherParcelButton"_s), Qt::LeftButton);
    QVERIFY(!button(sheet)->isEnabled()); // the second one is empty
    QVERIFY(first->isVisible());
    auto *second = sheet->findChild<QPushButton *>(u"shipRemove2"_s);
    second->setFocus();
    press(sheet, Qt::Key_Space);
    QTRY_VERIFY_WITH_TIMEOUT(!sheet->findChild<QWidget *>(u"shipTracking2"_s), patienceMs);
    QVERIFY(button(sheet)->isEnabled());
    QVERIFY(!first->isVisible());
    QVERIFY(sheet->findChild<QWidget *>(u"shipCarrier1"_s)->isAncestorOf(QApplication::focusWidget()) || QApplication::focusWidget()->objectName() == u"shipCarrier1");
    // The first one goes, and the second takes its place and its name.
    QTest::mouseClick(sheet->findChild<QPushButton *>(u"anotherParcelButton"_s), Qt::LeftButton);
    typeInto(sheet->findChild<QWidget *>(u"shipTracking2"_s), Qt::Key_B);
    typeInto(sheet->findChild<QWidget *>(u"shipPieces2_1"_s), Qt::Key_Up);
    QTest::mouseClick(sheet->findChild<QPushButton *>(u"shipRemove1"_s), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!sheet->findChild<QWidget *>(u"shipTracking2"_s), patienceMs);
    QCOMPARE(sheet->findChild<QLineEdit *>(u"shipTracking1"_s)->text(), u"b"_s);
    QCOMPARE(sheet->findChild<QSpinBox *>(u"shipPieces1_1"_s)->value(), 1);
    submit(sheet);
    QCOMPARE(m_orders->arguments.last(), u"1 parcels"_s);
}

void TestOrderSheets::undoOfWhichNobodyKnowsIsAskedForAgain()
{
    UndoBar bar(m_desk->commands(), m_desk->sent(), {});
    bar.show();
    auto *undo = bar.findChild<QPushButton *>(u"undoButton"_s);
    QSignalSpy told(&bar, &UndoBar::told);
    const QUuid command = QUuid::createUuid();
    m_desk->commands().placeHold(command, {choice()}, u"other"_s, {});
    m_orders->answer(command, done());
    QTRY_VERIFY_WITH_TIMEOUT(bar.isVisible() && bar.isOffered(), patienceMs);
    QVERIFY(QTest::qWaitForWindowExposed(&bar));
    click(undo);
    QTRY_COMPARE_WITH_TIMEOUT(m_orders->sent.size(), 2, patienceMs);
    QCOMPARE(m_orders->arguments.last(), command.toString());
    m_orders->answer(m_orders->sent.last(), lost());
    QTRY_COMPARE_WITH_TIMEOUT(told.size(), 1, patienceMs);
    QVERIFY(bar.isVisible() && bar.isOffered() && undo->isEnabled());
    QVERIFY2(bar.findChild<QLabel *>(u"undoText"_s)->text().contains(u"Nobody knows yet"_s), qPrintable(bar.findChild<QLabel *>(u"undoText"_s)->text()));
    click(undo);
    QTRY_COMPARE_WITH_TIMEOUT(m_orders->sent.size(), 3, patienceMs);
    QCOMPARE(m_orders->sent.at(2), m_orders->sent.at(1)); // the same command, so it is taken back once
    m_orders->answer(m_orders->sent.last(), done());
    QTRY_VERIFY_WITH_TIMEOUT(!bar.isVisible() && !bar.isOffered(), patienceMs);
    QCOMPARE(told.size(), 2);
}

void TestOrderSheets::undoThatCameIsOver()
{
    UndoBar bar(m_desk->commands(), m_desk->sent(), {});
    bar.show();
    const QUuid command = QUuid::createUuid();
    m_desk->commands().placeHold(command, {choice()}, u"other"_s, {});
    m_orders->answer(command, done());
    QTRY_VERIFY_WITH_TIMEOUT(bar.isOffered(), patienceMs);
    QSignalSpy told(&bar, &UndoBar::told);
    bar.undo();
    QTRY_COMPARE_WITH_TIMEOUT(m_orders->sent.size(), 2, patienceMs);
    m_orders->answer(m_orders->sent.last(), refused(u"too_late"_s));
    QTRY_COMPARE_WITH_TIMEOUT(told.size(), 1, patienceMs);
    QVERIFY(!bar.isOffered());
}

void TestOrderSheets::nextOfferOutlivesTheUndoBeforeIt()
{
    UndoBar bar(m_desk->commands(), m_desk->sent(), {});
    bar.show();
    const auto hold = [this, &bar] {
        const QUuid command = QUuid::createUuid();
        m_desk->commands().placeHold(command, {choice()}, u"other"_s, {});
        m_orders->answer(command, done());
        return QTest::qWaitFor([&] { return bar.isOffered() && !m_desk->commands().isInFlight(command); }, patienceMs) ? command : QUuid();
    };
    QVERIFY(!hold().isNull());
    bar.undo();
    QTRY_COMPARE_WITH_TIMEOUT(m_orders->sent.size(), 2, patienceMs);
    const QUuid undoing = m_orders->sent.last();
    QSignalSpy told(&bar, &UndoBar::told);
    const QUuid second = hold();
    m_orders->answer(undoing, done());
    QTRY_COMPARE_WITH_TIMEOUT(told.size(), 1, patienceMs);
    QVERIFY(bar.isOffered());
    bar.undo();
    QTRY_COMPARE_WITH_TIMEOUT(m_orders->sent.size(), 4, patienceMs);
    QCOMPARE(m_orders->arguments.last(), second.toString());
}

void TestOrderSheets::othersAreCountedBeforeItIsSaidThatThereAreNone()
{
    OrderSheet *sheet = make(u"contact"_s);
    open(sheet, u"contact"_s);
    const auto *all = sheet->findChild<QRadioButton *>(u"contactScope_open_orders"_s);
    QVERIFY2(all->text().contains(u"counting"_s), qPrintable(all->text()));
    QVERIFY(!all->text().contains(u"none"_s));
    SlowOrders::end(m_orders->reaching, Result<ContactReach>(ContactReach{0, 3}));
    QTRY_VERIFY_WITH_TIMEOUT(all->text().contains(u"there are none"_s), patienceMs);
    QVERIFY(!all->isEnabled());
    QVERIFY(sheet->findChild<QLabel *>(u"contactKept"_s)->isVisible());
}

void TestOrderSheets::othersThatCannotBeCountedAreLeftToChoose()
{
    OrderSheet *sheet = make(u"contact"_s);
    open(sheet, u"contact"_s);
    auto *all = sheet->findChild<QRadioButton *>(u"contactScope_open_orders"_s);
    SlowOrders::end(m_orders->reaching, Result<ContactReach>(Error{ErrorKind::Timeout, u"It took too long."_s, {}, {}}));
    QTRY_VERIFY_WITH_TIMEOUT(all->text().contains(u"could not be counted"_s), patienceMs);
    QVERIFY(!sheet->findChild<QLabel *>(u"contactKept"_s)->isVisible());
    all->setFocus();
    press(sheet, Qt::Key_Space);
    QVERIFY(all->isChecked());
    QCOMPARE(sheet->typed().value(u"scope"_s).toInt(), int(ContactScope::OpenOrders));
}

QTEST_MAIN(TestOrderSheets)
#include "tst_ordersheets.moc"
