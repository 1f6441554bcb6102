// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/desk.h"
#include "tests/ui/sloworders.h"

#include "ui/orders/holdsheet.h"
#include "ui/orders/orderdesk.h"
#include "ui/orders/orderpanel.h"

#include <QAbstractButton>
#include <QClipboard>
#include <QDesktopServices>
#include <QLabel>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QScrollBar>
#include <QJsonArray>
#include <QSignalSpy>
#include <QTranslator>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// The panel before a slow store: whatever comes late lands at its own order.
class TestOrderPanel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void refusalOfANoteIsShownAfterItsOrderWasLeft();
    void sentNoteIsNoDraftOfAnOrderThatWasLeft();
    void textTypedWhileAnotherOrderOpensStaysWithItsOwn();
    void textTypedWhileTheNoteIsSentStays();
    void lostAnswerIsAskedForUnderTheSameId();
    void noteBeginsOnTheOrderThatWasAskedFor();
    void orderIsAskedForOnce();
    void passedOrdersAreNotToldToColleagues();
    void onlyTheOrderOfTheNoteIsEdited();
    void colleaguesAreShownAsTheyCome();
    void reloadKeepsPlaceTextAndCursor();
    void newerVersionIsAskedForOnce();
    void failedReloadKeepsOrderAndAnswer();
    void tabReachesAndCtrlCTakesAFact();
    void everythingReadIsShown();
    void whatLeavesAndPapersAreShown();
    void timelineIsNarrowedToAKind();
    void parcelIsFollowedOnItsCarriersPage();
    void countsReadAsSentences();

private:
    void open(const OrderPanel &order);
    [[nodiscard]] QPlainTextEdit *edit() const { return m_panel->findChild<QPlainTextEdit *>(u"noteEdit"_s); }
    [[nodiscard]] QLabel *label(const QString &name) const { return m_panel->findChild<QLabel *>(name); }
    [[nodiscard]] bool shows(const QString &text) const;
    void typeAndSend(const QString &text);

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
};

void TestOrderPanel::init()
{
    m_settings = std::make_unique<QSettings>(m_folder.filePath(u"steward.ini"_s), QSettings::IniFormat);
    m_session = std::make_unique<Session>();
    m_actions = std::make_unique<ActionRegistry>();
    m_prompts = std::make_unique<AnsweredPrompts>();
    m_orders = std::make_unique<SlowOrders>();
    m_drafts = std::make_unique<Drafts>(m_credentials, Clock::system(), QString());
    m_desk = std::make_unique<OrderDesk>(UiContext{*m_session, *m_actions, *m_prompts, *m_settings, Clock::system(), *m_drafts}, *m_orders);
    m_panel = std::make_unique<OrderPanelWidget>(*m_desk);
    m_panel->resize(420, 700);
    m_panel->show();
    m_panel->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_panel.get(), 20'000));
}

void TestOrderPanel::cleanup()
{
    m_panel.reset();
    m_desk.reset();
}

void TestOrderPanel::open(const OrderPanel &order)
{
    const auto before = m_orders->asked.size();
    m_panel->showOrder(order.id, 0);
    QTRY_COMPARE_WITH_TIMEOUT(m_orders->asked.size(), before + 1, 20'000);
    SlowOrders::end(m_orders->opening, Result<OrderPanel>(order));
    QTRY_VERIFY_WITH_TIMEOUT(label(u"panelNumber"_s) && label(u"panelNumber"_s)->text() == order.number, 20'000);
}

bool TestOrderPanel::shows(const QString &text) const
{
    const auto labels = m_panel->findChildren<QLabel *>();
    return std::ranges::any_of(labels, [&text](const QLabel *shown) { return shown->isVisible() && shown->text().contains(text); });
}

void TestOrderPanel::typeAndSend(const QString &text)
{
    edit()->setFocus();
    QTest::keyClicks(edit(), text);
    QTest::keyClick(edit(), Qt::Key_Return, Qt::ControlModifier);
}

void TestOrderPanel::refusalOfANoteIsShownAfterItsOrderWasLeft()
{
    open(orderOf(1));
    typeAndSend(u"for the first"_s);
    QCOMPARE(m_orders->sent.size(), 1);
    open(orderOf(2));
    QCOMPARE(edit()->toPlainText(), QString());
    QSignalSpy told(m_panel.get(), SIGNAL(told(QString,Steward::Theme::Tone)));
    m_orders->answer(m_orders->sent.first(), refused(u"card_number"_s));
    QTRY_COMPARE_WITH_TIMEOUT(told.count(), 1, 20'000);
    QVERIFY(told.first().first().toString().startsWith(u"#1: "_s));
    QVERIFY(!label(u"panelAnswer"_s)->isVisible());
    open(orderOf(1));
    QCOMPARE(edit()->toPlainText(), u"for the first"_s);
    QVERIFY(label(u"panelAnswer"_s)->isVisible());
    QVERIFY(label(u"panelAnswer"_s)->text().contains(u"card number"_s));
}

void TestOrderPanel::sentNoteIsNoDraftOfAnOrderThatWasLeft()
{
    open(orderOf(1));
    typeAndSend(u"arrives"_s);
    open(orderOf(2));
    m_orders->answer(m_orders->sent.first(), done());
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->notes().isEmpty(), 20'000);
    open(orderOf(1));
    QCOMPARE(edit()->toPlainText(), QString());
    QCOMPARE(label(u"panelAnswer"_s)->text(), u"Note added."_s);
}

void TestOrderPanel::textTypedWhileAnotherOrderOpensStaysWithItsOwn()
{
    open(orderOf(1));
    edit()->setFocus();
    m_panel->showOrder({2}, 0);
    QTRY_COMPARE_WITH_TIMEOUT(m_orders->asked.size(), 2, 20'000);
    QTest::keyClicks(edit(), u"first's"_s);
    SlowOrders::end(m_orders->opening, Result<OrderPanel>(orderOf(2)));
    QTRY_COMPARE_WITH_TIMEOUT(label(u"panelNumber"_s)->text(), u"#2"_s, 20'000);
    QCOMPARE(edit()->toPlainText(), QString());
    open(orderOf(1));
    QCOMPARE(edit()->toPlainText(), u"first's"_s);
}

void TestOrderPanel::textTypedWhileTheNoteIsSentStays()
{
    open(orderOf(1));
    typeAndSend(u"one"_s);
    QTest::keyClicks(edit(), u", two"_s);
    m_orders->answer(m_orders->sent.first(), done());
    QTRY_VERIFY_WITH_TIMEOUT(label(u"panelAnswer"_s)->isVisible(), 20'000);
    QCOMPARE(edit()->toPlainText(), u"one, two"_s);
    QVERIFY(!m_desk->notes().isEmpty());
}

void TestOrderPanel::lostAnswerIsAskedForUnderTheSameId()
{
    open(orderOf(1));
    typeAndSend(u"once"_s);
    m_orders->answer(m_orders->sent.first(), Error{ErrorKind::Offline, u"The server is away."_s, {}, {}});
    QTRY_VERIFY_WITH_TIMEOUT(label(u"panelAnswer"_s)->isVisible(), 20'000);
    QTest::keyClick(edit(), Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(m_orders->sent.size(), 2);
    QCOMPARE(m_orders->sent.at(1), m_orders->sent.at(0));
    m_orders->answer(m_orders->sent.at(1), refused(u"card_number"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_panel->findChild<QAbstractButton *>(u"addNoteButton"_s)->isEnabled(), 20'000);
    QTest::keyClick(edit(), Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(m_orders->sent.size(), 3);
    QVERIFY(m_orders->sent.at(2) != m_orders->sent.at(0));
}

void TestOrderPanel::noteBeginsOnTheOrderThatWasAskedFor()
{
    open(orderOf(1));
    m_panel->setFocus();
    m_panel->showOrder({2}, 0);
    QTRY_COMPARE_WITH_TIMEOUT(m_orders->asked.size(), 2, 20'000);
    m_panel->focusNote();
    QVERIFY(!edit()->hasFocus());
    SlowOrders::end(m_orders->opening, Result<OrderPanel>(orderOf(2)));
    QTRY_VERIFY_WITH_TIMEOUT(edit()->hasFocus(), 20'000);
    QCOMPARE(label(u"panelNumber"_s)->text(), u"#2"_s);
}

void TestOrderPanel::orderIsAskedForOnce()
{
    m_panel->showOrder({1}, 120);
    m_panel->showOrder({1}, 0);
    QTRY_COMPARE_WITH_TIMEOUT(m_orders->asked.size(), 1, 20'000);
    m_panel->showOrder({1}, 0);
    QSignalSpy loaded(m_panel.get(), &OrderPanelWidget::loaded);
    SlowOrders::end(m_orders->opening, Result<OrderPanel>(orderOf(1)));
    QTRY_COMPARE_WITH_TIMEOUT(loaded.count(), 1, 20'000);
    m_panel->showOrder({1}, 0);
    // On to the next and back before it came: the first is here.
    m_panel->showOrder({2}, 0);
    m_panel->showOrder({1}, 0);
    open(orderOf(3));
    QCOMPARE(m_orders->asked, (QList<OrderId>{{1}, {3}}));
}

void TestOrderPanel::passedOrdersAreNotToldToColleagues()
{
    open(orderOf(1));
    QTRY_COMPARE_WITH_TIMEOUT(m_orders->touched, QStringList{u"1 viewing"_s}, 20'000);
    for (int id = 2; id < 60; ++id)
        m_panel->showOrder({id}, 120);
    open(orderOf(60));
    QTRY_COMPARE_WITH_TIMEOUT(m_orders->touched, (QStringList{u"1 viewing"_s, u"1 gone"_s, u"60 viewing"_s}), 20'000);
}

void TestOrderPanel::onlyTheOrderOfTheNoteIsEdited()
{
    open(orderOf(1));
    edit()->setFocus();
    QTest::keyClicks(edit(), u"words"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_orders->touched.contains(u"1 editing"_s), 20'000);
    open(orderOf(2));
    QTRY_VERIFY_WITH_TIMEOUT(m_orders->touched.contains(u"2 viewing"_s), 20'000);
    QVERIFY(!m_orders->touched.contains(u"2 editing"_s));
    QWidget other;
    other.show();
    m_panel->hide();
    QTRY_COMPARE_WITH_TIMEOUT(m_orders->touched.last(), u"2 away"_s, 20'000);
}

void TestOrderPanel::colleaguesAreShownAsTheyCome()
{
    OrderPanel order = orderOf(1);
    m_orders->there = {{u"Lea"_s, u"editing"_s}, {u"Max"_s, u"away"_s}, {u"Ida"_s, u"viewing"_s}};
    open(order);
    QTRY_VERIFY_WITH_TIMEOUT(shows(u"Lea (editing), Max (away), Ida (viewing)"_s), 20'000);
    m_orders->there.clear();
    edit()->setFocus();
    QTest::keyClicks(edit(), u"w"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!shows(u"Lea"_s), 20'000);
}

void TestOrderPanel::reloadKeepsPlaceTextAndCursor()
{
    open(orderOf(1));
    auto *bar = m_panel->findChild<QScrollArea *>(u"orderView"_s)->verticalScrollBar();
    QTRY_VERIFY_WITH_TIMEOUT(bar->maximum() > 400, 20'000);
    edit()->setFocus();
    QTest::keyClicks(edit(), u"typed"_s);
    bar->setValue(333);
    m_panel->reload();
    OrderPanel newer = orderOf(1, 2);
    newer.customerName = u"Renamed"_s;
    SlowOrders::end(m_orders->opening, Result<OrderPanel>(newer));
    QTRY_VERIFY_WITH_TIMEOUT(std::ranges::any_of(m_panel->findChildren<QLabel *>(), [](const QLabel *shown) { return shown->text() == u"Renamed"; }), 20'000);
    QCOMPARE(bar->value(), 333);
    QTRY_COMPARE_WITH_TIMEOUT(bar->value(), 333, 20'000);
    QCOMPARE(edit()->toPlainText(), u"typed"_s);
    QVERIFY(edit()->hasFocus());
    // Another order begins at its top.
    open(orderOf(2));
    QCOMPARE(bar->value(), 0);
}

void TestOrderPanel::newerVersionIsAskedForOnce()
{
    open(orderOf(1, 5));
    m_panel->newerSeen({1}, 5);
    m_panel->newerSeen({2}, 9);
    QCOMPARE(m_orders->asked.size(), 1);
    m_panel->newerSeen({1}, 6);
    m_panel->newerSeen({1}, 6);
    QCOMPARE(m_orders->asked.size(), 2);
    SlowOrders::end(m_orders->opening, Result<OrderPanel>(orderOf(1, 6)));
    QTRY_COMPARE_WITH_TIMEOUT(m_panel->order()->version, 6, 20'000);
    QCOMPARE(m_orders->asked.size(), 2);
}

void TestOrderPanel::failedReloadKeepsOrderAndAnswer()
{
    open(orderOf(1));
    typeAndSend(u"one"_s);
    m_orders->answer(m_orders->sent.first(), done());
    QTRY_COMPARE_WITH_TIMEOUT(m_orders->asked.size(), 2, 20'000);
    SlowOrders::end(m_orders->opening, Result<OrderPanel>(Error{ErrorKind::Timeout, u"It took too long."_s, {}, {}}));
    QTRY_VERIFY_WITH_TIMEOUT(shows(u"It took too long."_s), 20'000);
    QVERIFY(label(u"panelNumber"_s)->isVisible());
    QVERIFY(label(u"panelAnswer"_s)->isVisible());
    QCOMPARE(label(u"panelAnswer"_s)->text(), u"Note added."_s);
    // An order that is out of sight now goes, and the answer stays.
    m_panel->reload();
    SlowOrders::end(m_orders->opening, Result<OrderPanel>(Error{ErrorKind::Invalid, u"Not among those you see."_s, {}, {}}));
    QTRY_VERIFY_WITH_TIMEOUT(!label(u"panelNumber"_s)->isVisible(), 20'000);
    QVERIFY(label(u"panelAnswer"_s)->isVisible());
}

void TestOrderPanel::tabReachesAndCtrlCTakesAFact()
{
    OrderPanel order = orderOf(1);
    order.shipments = {{u"DHL"_s, u"RX000000001DE"_s, {}, {}, {}, {}, {}}};
    order.shippingAddress = OrderAddress{u"Person 1"_s, {}, u"Gartenweg 1"_s, {}, u"München"_s, {}, u"80331"_s, u"DE"_s, {}};
    open(order);
    m_panel->findChild<QWidget *>(u"orderView"_s)->setFocus();
    QStringList reached;
    for (const QString &name : {u"panelEmail"_s, u"panelPhone"_s, u"panelTracking0"_s, u"panelShippingAddress"_s}) {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QVERIFY(QApplication::focusWidget());
        QCOMPARE(QApplication::focusWidget()->objectName(), name);
        QVERIFY(!QApplication::focusWidget()->accessibleName().isEmpty());
        QGuiApplication::clipboard()->clear();
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_C, Qt::ControlModifier);
        QVERIFY(!QGuiApplication::clipboard()->text().isEmpty());
        QCOMPARE(QGuiApplication::clipboard()->text(), label(name)->text());
    }
    for (const QString &name : {u"timelineKind"_s, u"noteEdit"_s}) {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget()->objectName(), name);
    }
}

void TestOrderPanel::everythingReadIsShown()
{
    OrderPanel order = orderOf(1);
    order.shipments = {{u"DHL"_s, u"RX000000001DE"_s, {}, {}, {{u"Mug"_s, 2}, {u"Spoon"_s, 1}}, {}, {}}};
    order.refunds = {{Money{500, u"EUR"_s}, u"broken on arrival"_s, QDateTime::currentDateTimeUtc(), u"Lea Lang"_s, u"done"_s}};
    OrderLine mugs;
    mugs.sku = u"MUG-1"_s;
    mugs.title = u"Mug"_s;
    mugs.quantity = 4;
    mugs.shipped = 3;
    mugs.refunded = 2;
    mugs.unsent = mugs.returned = 1;
    OrderLine spoon;
    spoon.title = u"Spoon"_s;
    spoon.quantity = spoon.open = 1;
    order.lines = {mugs, spoon};
    order.cancelledAt = QDateTime::currentDateTimeUtc();
    order.cancelReason = u"customer changed their mind"_s;
    order.assignedTo = u"agent"_s;
    order.assignedName = u"agent"_s;
    open(order);
    for (const QString &text : {u"MUG-1 · 3 of 4 shipped · 2 refunded · 1 will not be sent · 1 back in stock"_s,
                                u"2 × Mug"_s, u"1 × Spoon"_s, u"broken on arrival"_s, u"Lea Lang"_s, u"changed their mind"_s, u"Assigned to agent"_s})
        QVERIFY2(shows(text), qPrintable(text));
    QVERIFY(!shows(u"0 will not be sent"_s) && !shows(u"0 back in stock"_s));
}

void TestOrderPanel::whatLeavesAndPapersAreShown()
{
    OrderPanel order = orderOf(1);
    const QDateTime at(QDate(2026, 3, 1), QTime(10, 0), Qt::UTC);
    order.outbox = {{u"message"_s, u"question"_s, u"waiting"_s, u"Which colour?"_s, u"Lea Lang"_s, {}, 0, at, {}, at},
                    {u"message"_s, u"shipped"_s, u"dead"_s, {}, {}, u"bad_address"_s, 3, at, {}, at},
                    {u"refund"_s, {}, u"sent"_s, {}, {}, {}, 1, at, at, at}};
    order.papers = {{u"invoice"_s, u"INV-77"_s, at}};
    open(order);
    for (const QString &text : {u"A question about the order · leaves at"_s, u"Which colour?"_s, u"What was shipped · laid aside"_s, u"is none that a mail server takes"_s, u"sends it again, with “stewardctl deliver retry”"_s,
                                u"Refund, asked of the payment processor · sent"_s, u"INV-77"_s})
        QVERIFY2(shows(text), qPrintable(text));
}

void TestOrderPanel::timelineIsNarrowedToAKind()
{
    OrderPanel order = orderOf(1);
    const QDateTime at(QDate(2026, 3, 1), QTime(10, 0), Qt::UTC);
    using Kind = TimelineEntry::Kind;
    order.timeline = {{Kind::Note, u"note"_s, u"Lea Lang"_s, u"called back"_s, at}, {Kind::Money, u"refunded"_s, {}, u"too dear"_s, at}, {Kind::Goods, u"shipped"_s, {}, u"by cart"_s, at},
                      {Kind::Correction, u"contact_corrected"_s, {}, u"Phone: 2 (before: 1)"_s, at}, {Kind::Handling, u"assigned"_s, {}, u"to Ben"_s, at}};
    open(order);
    const QStringList all{u"called back"_s, u"too dear"_s, u"by cart"_s, u"Phone: 2"_s, u"to Ben"_s};
    auto *box = m_panel->findChild<QWidget *>(u"timelineKind"_s);
    box->setFocus();
    // Box row by row: all, notes, events, money, goods, messages, corrections.
    for (const QStringList &left : {all, all.mid(0, 1), all.mid(1), all.mid(1, 1), all.mid(2, 1), QStringList(), all.mid(3, 1)}) {
        for (const QString &text : all)
            QCOMPARE(shows(text), left.contains(text));
        QCOMPARE(shows(u"Nothing of this kind"_s), left.isEmpty());
        QTest::keyClick(box, Qt::Key_Down);
    }
    // The next order is shown the same way.
    OrderPanel other = orderOf(2);
    other.timeline = order.timeline;
    open(other);
    QVERIFY(shows(u"Phone: 2"_s));
    QVERIFY(!shows(u"called back"_s));
}

/// Takes what would go to the browser.
class Browser final : public QObject
{
    Q_OBJECT

public:
    Browser() { QDesktopServices::setUrlHandler(u"https"_s, this, "open"); }
    ~Browser() override { QDesktopServices::unsetUrlHandler(u"https"_s); }
    QList<QUrl> opened;

public Q_SLOTS:
    void open(const QUrl &url) { opened.append(url); }
};

void TestOrderPanel::parcelIsFollowedOnItsCarriersPage()
{
    OrderPanel order = orderOf(1);
    order.shipments = {{u"DHL"_s, u"RX1"_s, {}, {}, {}, u"Lea Lang"_s, u"https://example.com/track?n=RX1"_s},
                       {u"Cart"_s, u"RX2"_s, {}, {}, {}, {}, u"javascript:alert(1)"_s}, {u"Cart"_s, u"RX3"_s, {}, {}, {}, {}, {}}};
    open(order);
    Browser browser;
    auto *follow = m_panel->findChild<QAbstractButton *>(u"panelFollow0"_s);
    QVERIFY(follow);
    follow->setFocus();
    QTest::keyClick(follow, Qt::Key_Space);
    QCOMPARE(browser.opened, QList<QUrl>{QUrl(u"https://example.com/track?n=RX1"_s)});
    QVERIFY(!m_panel->findChild<QAbstractButton *>(u"panelFollow1"_s));
    QVERIFY(!m_panel->findChild<QAbstractButton *>(u"panelFollow2"_s));
}

void TestOrderPanel::countsReadAsSentences()
{
    QTranslator english;
    QVERIFY(english.load(u":/i18n/steward_en.qm"_s));
    QCoreApplication::installTranslator(&english);
    const auto at = [](int n) { return OrderChoice{{n}, 1, u"#%1"_s.arg(n), u"Person"_s}; };
    QList<OrderChoice> orders;
    for (int n = 1; n <= 8; ++n)
        orders.append(at(n));
    QCOMPARE(HoldSheet(orders).windowTitle(), u"Put 8 orders on hold"_s);
    QCOMPARE(HoldSheet(orders).what(), u"8 orders"_s);
    QCOMPARE(HoldSheet({at(1)}).windowTitle(), u"Put #1 on hold"_s);
    QCOMPARE(HoldSheet({at(1)}).what(), u"#1 · \u2068Person\u2069"_s);
    QJsonArray rows;
    for (int n = 1; n <= 8; ++n) {
        QJsonObject row{{u"order_id"_s, n}, {u"outcome"_s, n == 1 ? u"done"_s : u"conflict"_s}, {u"current"_s, QJsonObject{{u"version"_s, 7}}}};
        if (n > 1)
            row.insert(u"reason"_s, u"changed_meanwhile"_s);
        rows.append(row);
    }
    const CommandAnswer answer = readAnswer({CommandOutcome::Kind::Partly, u"changed_meanwhile"_s, QJsonObject{{u"rows"_s, rows}}, false}, orders, {});
    QCOMPARE(answer.text.section(u'\n', 0, 0), u"It was done to 1 of 8 orders."_s);
    QVERIFY2(answer.text.section(u'\n', 1).startsWith(u"#2, #3, #4, #5, #6 and 2 more: Somebody"_s), qPrintable(answer.text));
    QCOMPARE(answer.failures.size(), 7);
    QCOMPARE(answer.failures.first().version, 7);
    // Who is in the way is named where the store can tell.
    QVERIFY(readAnswer({CommandOutcome::Kind::Refused, u"locked"_s, QJsonObject{{u"held_by"_s, u"Lea Lang"_s}}, false}, {at(1)}, {}).text.startsWith(u"Lea Lang is changing"_s));
    QCoreApplication::removeTranslator(&english);
}

QTEST_MAIN(TestOrderPanel)
#include "tst_orderpanel.moc"
