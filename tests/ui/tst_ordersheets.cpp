// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/desk.h"
#include "tests/ui/sloworders.h"

#include "models/orders/orderdifferences.h"
#include "ui/orders/assignsheet.h"
#include "ui/orders/cancelsheet.h"
#include "ui/orders/contactsheet.h"
#include "ui/orders/holdsheet.h"
#include "ui/orders/linessheet.h"
#include "ui/orders/messagesheet.h"
#include "ui/orders/orderdesk.h"
#include "ui/orders/orderpanel.h"
#include "ui/orders/parcelsheet.h"
#include "ui/orders/refundpaidsheet.h"
#include "ui/orders/refundsheet.h"
#include "ui/orders/shipsheet.h"
#include "ui/orders/shipwholesheet.h"
#include "ui/orders/stocksheet.h"
#include "ui/orders/tagsheet.h"

#include <QCheckBox>
#include <QComboBox>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
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
    order.shipments = {{u"DHL"_s, u"RX1"_s, QDateTime(QDate(2026, 3, 1), QTime(10, 0), Qt::UTC), {}, {{u"Mug"_s, 3 - open}}, {}, {}, 1, {true, {}}}};
    order.total = order.paid = order.subtotal = Money{3000, u"EUR"_s};
    order.refunded = order.shippingMoney = order.shippingLeft = nothing;
    for (const int no : {1, 2}) {
        OrderRefund refund;
        refund.no = no;
        refund.amount = Money{no * 100, u"EUR"_s};
        refund.at = QDateTime(QDate(2026, 5, no), QTime(12, 0), Qt::UTC);
        refund.status = u"done"_s;
        refund.isByHand = true;
        order.refunds.append(refund);
    }
    return order;
}

/// As the store says it: with the version that the order has by now.
Result<CommandOutcome> changedMeanwhile(int version)
{
    const QJsonObject row{{u"order_id"_s, 1}, {u"outcome"_s, u"conflict"_s}, {u"reason"_s, u"changed_meanwhile"_s}, {u"current"_s, QJsonObject{{u"version"_s, version}}}};
    return CommandOutcome{.kind = CommandOutcome::Kind::Conflict, .reason = u"changed_meanwhile"_s, .details = {{u"rows"_s, QJsonArray{row}}}, .replayed = false};
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
    void lostAnswerIsAskedForAgainAndNothingElse_data();
    void lostAnswerIsAskedForAgainAndNothingElse();
    void whatWasSubmittedGoesThoughTheDiskIsSlow();
    void newerOrderWaitsForTheAnswer();
    void sheetThatNobodyTouchedFollowsTheOrderAndAsksNothing();
    void changeWithoutALineOfItsOwnIsSaidToo();
    void whatIsTypedAnewOutlivesTheFirstAnswer();
    void piecesTheCustomerHasAreNotBackByThemselves();
    void whatAColleagueHasPaidOutIsNotPaidTwice();
    void whatWasSentIsShownWhicheverParcelIsMeant();
    void holdIsOfSomePiecesOrOfAll();
    void heldPiecesAreNotPacked();
    void parcelIsTakenAwayAgain();
    void keysThatEndAWordSendNothing_data();
    void keysThatEndAWordSendNothing();
    void whyItCannotBeSentIsSaidToAKey();
    void billGoesWhereItWentAndWhereItIsTold();
    void restoredColleagueIsWhoIsSent();
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
    QVERIFY(QTest::qWaitForWindowActive(m_panel.get(), patienceMs));
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
        return new HoldSheet({choice()}, &order, place);
    if (name == u"cancel")
        return new CancelSheet({choice()}, &order, place);
    if (name == u"refund")
        return new RefundSheet(order, place);
    if (name == u"refundPaid")
        return new RefundPaidSheet(order, 0, QTimeZone::utc(), place);
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
    if (name == u"confirmation")
        return new MessageSheet(MessageSheet::Kind::Confirmation, order, *m_orders, place);
    if (name == u"stock")
        return new StockSheet(order, place);
    if (name == u"parcel")
        return new ParcelSheet(order, 0, m_desk->carriers(), QTimeZone::utc(), place);
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
    QTest::newRow("refund paid out") << u"refundPaid"_s << u"refund_paid"_s << u"refundPaid1"_s << Qt::Key_Space;
    QTest::newRow("ship") << u"ship"_s << u"ship"_s << u"shipTracking1"_s << Qt::Key_A;
    QTest::newRow("ship several") << u"shipWhole"_s << u"ship"_s << u"shipWholeCarrier"_s << Qt::Key_A;
    QTest::newRow("assign") << u"assign"_s << u"assign"_s << u"assigneeList"_s << Qt::Key_Down;
    QTest::newRow("tag") << u"tag"_s << u"tag"_s << u"tagEdit"_s << Qt::Key_A;
    QTest::newRow("contact") << u"contact"_s << u"contact"_s << u"contact_phone"_s << Qt::Key_1;
    QTest::newRow("message") << u"message"_s << u"message"_s << u"messageText"_s << Qt::Key_A;
    QTest::newRow("stock") << u"stock"_s << u"stock_return"_s << u"stockPieces1"_s << Qt::Key_Up;
    QTest::newRow("parcel") << u"parcel"_s << u"parcel"_s << u"parcelTracking"_s << Qt::Key_A;
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

/// Those that can be sent as they open, too: what nobody typed is still one command.
void TestOrderSheets::lostAnswerIsAskedForAgainAndNothingElse_data()
{
    formIsShutUntilTheAnswerIsThere_data();
    QTest::newRow("hold, blank") << u"hold"_s << u"hold"_s << u"holdNote"_s << Qt::Key_unknown;
    QTest::newRow("cancel, blank") << u"cancel"_s << u"cancel"_s << u"cancelNote"_s << Qt::Key_unknown;
    QTest::newRow("ship, blank") << u"ship"_s << u"ship"_s << u"shipTracking1"_s << Qt::Key_unknown;
    QTest::newRow("ship several, blank") << u"shipWhole"_s << u"ship"_s << u"shipWholeCarrier"_s << Qt::Key_unknown;
    QTest::newRow("assign, blank") << u"assign"_s << u"assign"_s << u"assigneeList"_s << Qt::Key_unknown;
    QTest::newRow("confirmation, blank") << u"confirmation"_s << u"confirmation"_s << u"messagePreview"_s << Qt::Key_unknown;
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
    QVERIFY(edit);
    const bool isTyped = key != Qt::Key_unknown;
    if (isTyped)
        typeInto(edit, key);
    QCOMPARE(sheet->isBlank(), !isTyped);
    const QJsonObject typed = sheet->typed();
    submit(sheet);
    m_orders->answer(m_orders->sent.first(), lost());
    QTRY_VERIFY_WITH_TIMEOUT(button(sheet)->isEnabled(), patienceMs);
    QCOMPARE(button(sheet)->text(), u"Ask again"_s);
    const Qt::Key another = key == Qt::Key_Space || !isTyped ? Qt::Key_A : key; // a space would press the button, where the cursor is now
    click(edit);
    press(sheet, another);
    QCOMPARE(sheet->typed(), typed);
    press(sheet, Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(m_orders->sent.size(), 2, patienceMs);
    QCOMPARE(m_orders->sent.at(1), m_orders->sent.at(0));
    QCOMPARE(m_orders->arguments.at(1), m_orders->arguments.at(0));
    m_orders->answer(m_orders->sent.at(1), lost());
    QTRY_VERIFY_WITH_TIMEOUT(button(sheet)->isEnabled(), patienceMs);
    // Closed and opened again it still is the same command, and only that.
    press(sheet, Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!sheet, patienceMs);
    sheet = make(name);
    open(sheet, verb);
    edit = sheet->findChild<QWidget *>(field);
    click(edit);
    press(sheet, another);
    QCOMPARE(sheet->typed(), typed);
    submit(sheet);
    QCOMPARE(m_orders->sent.at(2), m_orders->sent.at(0));
    QCOMPARE(m_orders->arguments.at(2), m_orders->arguments.at(0));
    m_orders->answer(m_orders->sent.at(2), done());
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
    QPointer<OrderSheet> sheet = make(u"ship"_s);
    open(sheet, u"ship"_s);
    typeInto(sheet->findChild<QWidget *>(u"shipTracking1"_s), Qt::Key_A);
    submit(sheet);
    m_orders->answer(m_orders->sent.first(), changedMeanwhile(2));
    QTRY_VERIFY_WITH_TIMEOUT(button(sheet)->isEnabled(), patienceMs);
    const QJsonObject typed = sheet->typed();
    submit(sheet);
    // What a colleague did is read while the second try is on its way.
    showOrder(halfSent(2, 1));
    QCOMPARE(sheet->typed(), typed);
    const auto *pieces = sheet->findChild<QSpinBox *>(u"shipPieces1_1"_s);
    QCOMPARE(pieces->value(), 2);
    m_orders->answer(m_orders->sent.at(1), changedMeanwhile(2));
    QTRY_COMPARE_WITH_TIMEOUT(pieces->maximum(), 1, patienceMs);
    QVERIFY(sheet->findChild<QLabel *>(u"shipNews"_s)->isVisible());
}

void TestOrderSheets::sheetThatNobodyTouchedFollowsTheOrderAndAsksNothing()
{
    OrderPanel unreachable = halfSent(2);
    unreachable.messageObstacle = u"no_email"_s;
    m_panel->reload();
    showOrder(unreachable);
    QPointer<OrderSheet> sheet = make(u"ship"_s);
    open(sheet, u"ship"_s);
    const auto *pieces = sheet->findChild<QSpinBox *>(u"shipPieces1_1"_s);
    submit(sheet);
    m_orders->answer(m_orders->sent.first(), changedMeanwhile(3));
    showOrder(halfSent(3, 1)); // and the customer can be told again
    QTRY_COMPARE_WITH_TIMEOUT(pieces->value(), 1, patienceMs);
    QVERIFY(sheet->findChild<QCheckBox *>(u"shipIsTold"_s)->isChecked());
    submit(sheet);
    m_orders->answer(m_orders->sent.last(), changedMeanwhile(4));
    showOrder(halfSent(4, 2));
    QTRY_COMPARE_WITH_TIMEOUT(pieces->maximum(), 2, patienceMs);
    QCOMPARE(pieces->value(), 2); // nobody has said that fewer go
    QCOMPARE(m_orders->sent.size(), 2);
    QVERIFY(sheet->isBlank() && !sheet->isUnsettled());
    QCOMPARE(m_drafts->all().size(), 0);
    press(sheet, Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!sheet, patienceMs);
    QCOMPARE(m_prompts->asked, QStringList());
}

void TestOrderSheets::changeWithoutALineOfItsOwnIsSaidToo()
{
    OrderSheet *sheet = make(u"cancel"_s);
    open(sheet, u"cancel"_s);
    submit(sheet);
    m_orders->answer(m_orders->sent.first(), changedMeanwhile(2));
    OrderPanel invoiced = halfSent(2);
    invoiced.papers.append({u"invoice"_s, u"R-1"_s, {}});
    showOrder(invoiced);
    const auto *news = sheet->findChild<QLabel *>(u"cancelNews"_s);
    QTRY_VERIFY_WITH_TIMEOUT(news->isVisible(), patienceMs);
    QVERIFY2(news->text().contains(saidDifferences(halfSent(), invoiced).first()), qPrintable(news->text()));
    QCOMPARE(m_orders->sent.size(), 1); // what it is may bear on what was decided
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

/// What is still owed of what was chosen goes again by itself; what a colleague has said of the same refund does not.
void TestOrderSheets::whatAColleagueHasPaidOutIsNotPaidTwice()
{
    const auto paid = [](int version, const QList<int> &numbers) {
        OrderPanel order = halfSent(version);
        for (OrderRefund &refund : order.refunds) {
            if (numbers.contains(refund.no)) {
                refund.paidAt = QDateTime::currentDateTimeUtc();
                refund.paidBy = u"Ann"_s;
            }
        }
        return order;
    };
    QPointer<OrderSheet> sheet = make(u"refundPaid"_s);
    open(sheet, u"refund_paid"_s);
    typeInto(sheet->findChild<QWidget *>(u"refundPaid2"_s), Qt::Key_Space);
    submit(sheet);
    m_orders->answer(m_orders->sent.first(), changedMeanwhile(2));
    showOrder(paid(2, {1}));
    QTRY_COMPARE_WITH_TIMEOUT(m_orders->sent.size(), 2, patienceMs);
    const QString told = Money{100, u"EUR"_s}.toText() + u" paid out by hand by Ann"_s;
    QVERIFY(sheet->findChild<QLabel *>(u"refund_paidNews"_s)->text().contains(told));
    QVERIFY(!sheet->findChild<QCheckBox *>(u"refundPaid1"_s)->isEnabled());
    m_orders->answer(m_orders->sent.last(), changedMeanwhile(3));
    showOrder(paid(3, {1, 2}));
    auto *second = sheet->findChild<QCheckBox *>(u"refundPaid2"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!second->isEnabled() && !second->isChecked(), patienceMs);
    QVERIFY(!button(sheet)->isEnabled());
    QCOMPARE(sheet->findChild<QLabel *>(u"refundPaidSum"_s)->text(), orderReasonText(u"nothing_by_hand"_s));
    QCOMPARE(m_orders->sent.size(), 2);
}

/// Nobody knows what became of it, so it is asked for again, as it was, before anything is done to another parcel.
void TestOrderSheets::whatWasSentIsShownWhicheverParcelIsMeant()
{
    const auto twoParcels = [](int version, const QString &firstNumber) {
        OrderPanel order = halfSent(version);
        order.shipments.append(order.shipments.first());
        order.shipments.first().tracking = firstNumber;
        order.shipments.last().no = 2;
        order.can.insert(u"parcel"_s, {true, {}});
        return order;
    };
    const auto start = [this](int parcel) {
        startParcelOf(m_panel->actions(), *m_panel->order(), parcel);
        auto *sheet = m_panel->findChild<OrderSheet *>(u"parcelSheet"_s);
        return sheet && QTest::qWaitForWindowActive(sheet, patienceMs) ? sheet : nullptr;
    };
    m_panel->reload();
    showOrder(twoParcels(2, u"RX1"_s));
    QPointer<OrderSheet> sheet = start(1);
    QVERIFY(sheet);
    auto *tracking = sheet->findChild<QLineEdit *>(u"parcelTracking"_s);
    typeInto(tracking, Qt::Key_A);
    const QString typed = tracking->text();
    submit(sheet);
    m_orders->answer(m_orders->sent.first(), lost());
    QTRY_VERIFY_WITH_TIMEOUT(button(sheet)->isEnabled(), patienceMs);
    showOrder(twoParcels(3, typed)); // it had been done
    press(sheet, Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!sheet, patienceMs);
    sheet = start(2);
    QVERIFY(sheet);
    QCOMPARE(m_prompts->asked, QStringList());
    const auto *other = sheet->findChild<QLabel *>(u"parcelOther"_s);
    QVERIFY2(other->isVisible() && other->text().contains(u"asked for parcel 2"_s), qPrintable(other->text()));
    QCOMPARE(sheet->findChild<QComboBox *>(u"parcelChoice"_s)->currentData().toInt(), 1);
    submit(sheet);
    QCOMPARE(m_orders->sent.at(1), m_orders->sent.at(0));
    QCOMPARE(m_orders->arguments.at(1), m_orders->arguments.at(0)); // whether the customer is told, too
    m_orders->answer(m_orders->sent.at(1), done());
    QTRY_VERIFY_WITH_TIMEOUT(!sheet, patienceMs);
    QCOMPARE(m_drafts->all().size(), 0);
}

void TestOrderSheets::holdIsOfSomePiecesOrOfAll()
{
    QPointer<OrderSheet> sheet = make(u"hold"_s);
    open(sheet, u"hold"_s);
    auto *pieces = sheet->findChild<QSpinBox *>(u"holdPieces1"_s);
    QVERIFY(!pieces->isVisible()); // the whole order, until somebody says otherwise
    QVERIFY(button(sheet)->isEnabled());
    typeInto(sheet->findChild<QWidget *>(u"holdScope"_s), Qt::Key_Down);
    QVERIFY(pieces->isVisible());
    QCOMPARE(pieces->maximum(), 2);
    QVERIFY(!button(sheet)->isEnabled()); // none is chosen yet
    typeInto(pieces, Qt::Key_Up);
    QVERIFY(button(sheet)->isEnabled());
    // As a draft it asks for the same again, also where the order's lines are not at hand.
    const QJsonObject typed = sheet->typed();
    HoldSheet again({choice()}, nullptr, m_panel.get());
    QVERIFY(!again.findChild<QWidget *>(u"holdScope"_s)->isVisibleTo(&again));
    again.restore(typed);
    QCOMPARE(again.typed(), typed);
    QVERIFY(again.findChild<QWidget *>(u"holdPieces1"_s)->isVisibleTo(&again));
    submit(sheet);
    QCOMPARE(m_orders->arguments.last(), u"1 held of 1"_s);
}

void TestOrderSheets::heldPiecesAreNotPacked()
{
    OrderPanel order = halfSent();
    order.lines.first().held = 1;
    ShipSheet sheet(order, m_desk->carriers(), m_panel.get());
    const auto *pieces = sheet.findChild<QSpinBox *>(u"shipPieces1_1"_s);
    QCOMPARE(pieces->maximum(), 1);
    QCOMPARE(pieces->value(), 1);
    QCOMPARE(pieces->suffix(), u" of 2, 1 on hold"_s);
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

void TestOrderSheets::keysThatEndAWordSendNothing_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("verb");
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("next");
    QTest::newRow("a scanner behind a tracking number") << u"ship"_s << u"ship"_s << u"shipTracking1"_s << u"anotherParcelButton"_s;
    QTest::newRow("behind a carrier") << u"ship"_s << u"ship"_s << u"shipCarrier1"_s << u"shipTracking1"_s;
    QTest::newRow("behind the carrier of several") << u"shipWhole"_s << u"ship"_s << u"shipWholeCarrier"_s << u"shipWholeIsTold"_s;
    QTest::newRow("behind the right carrier") << u"parcel"_s << u"parcel"_s << u"parcelCarrier"_s << u"parcelTracking"_s;
    QTest::newRow("behind pieces") << u"lines"_s << u"lines"_s << u"linePieces1"_s << u"productBox"_s;
    QTest::newRow("behind a title of own words") << u"lines"_s << u"lines"_s << u"lineTitleNew1"_s << u"linePiecesNew1"_s;
    QTest::newRow("behind a tag") << u"tag"_s << u"tag"_s << u"tagEdit"_s << u"tagEdit"_s;
}

void TestOrderSheets::keysThatEndAWordSendNothing()
{
    QFETCH(const QString, name);
    QFETCH(const QString, verb);
    QFETCH(const QString, field);
    QFETCH(const QString, next);
    OrderSheet *sheet = make(name);
    open(sheet, verb);
    if (field == u"lineTitleNew1")
        sheet->findChild<QPushButton *>(u"ownLineButton"_s)->click();
    for (const auto &[key, modifiers] : {std::pair(Qt::Key_Return, Qt::NoModifier), std::pair(Qt::Key_Enter, Qt::KeypadModifier)}) {
        auto *edit = sheet->findChild<QWidget *>(field);
        QVERIFY(edit);
        typeInto(edit, name == u"lines" && field != u"lineTitleNew1" ? Qt::Key_Up : Qt::Key_A);
        press(sheet, key, modifiers);
        QVERIFY(m_orders->sent.isEmpty());
        QVERIFY(sheet->isVisible());
        auto *there = sheet->findChild<QWidget *>(next);
        QVERIFY2(there && (there == QApplication::focusWidget() || there->isAncestorOf(QApplication::focusWidget())), qPrintable(next));
    }
}

void TestOrderSheets::whyItCannotBeSentIsSaidToAKey()
{
    OrderSheet *sheet = make(u"lines"_s);
    open(sheet, u"lines"_s);
    const auto *answer = sheet->findChild<QLabel *>(u"linesAnswer"_s);
    QVERIFY(!answer->isVisible());
    press(sheet, Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(answer->text(), orderReasonText(u"nothing_changed"_s));
    QVERIFY(answer->isVisible() && m_orders->sent.isEmpty());
    typeInto(sheet->findChild<QWidget *>(u"linePieces1"_s), Qt::Key_Up);
    QVERIFY(!answer->isVisible()); // it is no longer true
}

void TestOrderSheets::billGoesWhereItWentAndWhereItIsTold()
{
    OrderPanel order = halfSent();
    OrderAddress address;
    address.name = u"Ann Berg"_s;
    address.line1 = u"Weg 1"_s;
    address.city = u"Berlin"_s;
    address.postalCode = u"10115"_s;
    address.country = u"DE"_s;
    order.shippingAddress = order.billingAddress = address;
    auto *sheet = new ContactSheet(order, *m_orders, m_panel.get());
    open(sheet, u"contact"_s);
    auto *there = sheet->findChild<QLineEdit *>(u"contact_shipping.line1"_s);
    const auto *billed = sheet->findChild<QLineEdit *>(u"contact_billing.line1"_s);
    auto *isOne = sheet->findChild<QCheckBox *>(u"contactIsBilledThere"_s);
    QVERIFY(isOne->isChecked());
    there->setFocus();
    there->selectAll();
    press(sheet, Qt::Key_A);
    QCOMPARE(billed->text(), u"a"_s);
    isOne->click(); // the parcel goes elsewhere, the bill where it went
    QCOMPARE(billed->text(), u"Weg 1"_s);
    const auto changed = [sheet] {
        QStringList fields;
        for (const QJsonValue &field : sheet->typed().value(u"fields"_s).toArray())
            fields.append(field[u"field"_s].toString() + u'=' + field[u"to"_s].toString());
        return fields;
    };
    QCOMPARE(changed(), QStringList{u"shipping.line1=a"_s});
    isOne->click(); // and there after all
    QCOMPARE(billed->text(), u"a"_s);
    QCOMPARE(changed(), (QStringList{u"shipping.line1=a"_s, u"billing.line1=a"_s}));
}

void TestOrderSheets::restoredColleagueIsWhoIsSent()
{
    m_drafts->keep({draftRecord({{1}}), u"assign"_s, u"Assign #1"_s, {{u"login"_s, u"bob"_s}, {u"name"_s, u"Bob"_s}}, draftAbout({choice()}), {}, {}});
    OrderSheet *sheet = make(u"assign"_s);
    open(sheet, u"assign"_s);
    const auto *list = sheet->findChild<QListWidget *>(u"assigneeList"_s);
    QCOMPARE(list->currentItem()->text(), u"Bob"_s); // though nobody knows yet who works here
    submit(sheet);
    QCOMPARE(m_orders->arguments.last(), u"bob"_s);
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
