// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/desk.h"
#include "tests/ui/listening.h"
#include "ui/orders/orderwindow.h"

#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTableView>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// One order in a window of its own, with keys: opened once, worked in, asked about before it closes, gone while the screen is locked.
class TestOrderWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_desk.reset(); }
    void numberIsThereBeforeTheStoreAnswers();
    void askedTwiceItIsRaised();
    void orderIsWorkedInItsWindow();
    void outcomeIsToldAfterTheWindowWasClosed();
    void unsentNoteIsAskedAbout();
    void refusedNoteKeepsTheWindowOpen();
    void orderThatWasLookedUpIsTheOneOpened();
    void nameStaysWhenTheOrderCannotBeOpened();
    void lockTakesItAwayAndBringsItBack();
    void signingOutClosesIt();
    void colleaguesChangeIsSeen();
    void colleaguesSeeWhoWritesWhere();

private:
    [[nodiscard]] QList<OrderWindow *> windows() const { return m_desk->window().findChildren<OrderWindow *>(u"orderWindow"_s); }
    /// The window of the first row, with the order in it and the keyboard.
    [[nodiscard]] OrderWindow *open();

    std::unique_ptr<StoreUnderTest> m_store;
    std::unique_ptr<Desk> m_desk;
    qint64 m_order = 0;
};

void TestOrderWindow::init()
{
    m_store = std::make_unique<StoreUnderTest>();
    m_order = m_store->placeOrder();
    m_store->payOrder(m_order);
    m_store->owner("update store.setting set value = '600' where key = 'grace.seconds'"); // what is taken back here may come to it late
    m_desk = std::make_unique<Desk>(*m_store);
    QVERIFY(m_desk->signIn(u"lead"_s));
    QVERIFY(m_desk->waitForList());
    QVERIFY(m_desk->openRow(0));
    QVERIFY(waitUntilItListens(*m_store, u"lead"_s));
}

OrderWindow *TestOrderWindow::open()
{
    m_desk->backToTheList();
    m_desk->press(Qt::Key_O, Qt::ControlModifier);
    if (windows().isEmpty())
        return nullptr;
    OrderWindow *window = windows().first();
    return QTest::qWaitFor([window] { return window->version() > 0 && window->isActiveWindow(); }, 20'000) ? window : nullptr;
}

void TestOrderWindow::numberIsThereBeforeTheStoreAnswers()
{
    m_desk->backToTheList();
    m_desk->press(Qt::Key_O, Qt::ControlModifier);
    QCOMPARE(windows().size(), 1);
    // No event was handled since: nothing can have come from the server.
    const QLabel *head = windows().first()->findChild<QLabel *>(u"orderWindowHead"_s);
    QVERIFY(head->isVisible());
    QCOMPARE(head->text(), m_store->owner("select number || ' · ' || U&'\\2068' || customer_name || U&'\\2069' from store.orders"));
    QCOMPARE(windows().first()->version(), 0);
    QTRY_VERIFY_WITH_TIMEOUT(windows().first()->version() > 0, 20'000);
    QVERIFY(!head->isVisible());
}

void TestOrderWindow::askedTwiceItIsRaised()
{
    OrderWindow *window = open();
    QVERIFY(window);
    QCOMPARE(open(), window);
    QCOMPARE(windows().size(), 1);
    m_desk->press(Qt::Key_W, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(windows().isEmpty(), 20'000);
    QVERIFY(open());
}

void TestOrderWindow::orderIsWorkedInItsWindow()
{
    OrderWindow *window = open();
    QVERIFY(window);
    window->findChild<QPlainTextEdit *>(u"noteEdit"_s)->setFocus();
    m_desk->type(u"Called."_s);
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(m_store->owner("select coalesce(string_agg(body, ' '), '') from store.note"), u"Called."_s, 20'000);
    QTest::mouseClick(window->findChild<QPushButton *>(u"shipPanelButton"_s), Qt::LeftButton);
    QDialog *sheet = m_desk->waitForSheet(u"shipSheet"_s);
    QVERIFY(sheet);
    QCOMPARE(sheet->parentWidget(), window);
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(m_store->owner("select fulfilment_status from store.orders"), u"fulfilled"_s, 20'000);
    auto *undo = window->findChild<QWidget *>(u"undoBar"_s);
    QTRY_VERIFY_WITH_TIMEOUT(undo->isVisible(), 20'000);
    window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(window, 20'000));
    QTest::mouseClick(undo->findChild<QPushButton *>(u"undoButton"_s), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(m_store->owner("select fulfilment_status from store.orders"), u"unfulfilled"_s, 20'000);
    // Nowhere else is it offered any more.
    QTRY_VERIFY_WITH_TIMEOUT(!undo->isVisible() && !m_desk->find<QWidget>(u"undoBar"_s)->isVisible(), 20'000);
}

/// Sheet and window are gone before the answer: the desk says what became of it.
void TestOrderWindow::outcomeIsToldAfterTheWindowWasClosed()
{
    m_store->makeGate("shipment");
    OrderWindow *window = open();
    QVERIFY(window);
    const QString number = m_store->owner("select number from store.orders");
    QTRY_VERIFY_WITH_TIMEOUT(window->findChild<QPushButton *>(u"shipPanelButton"_s)->isEnabled(), 20'000);
    QTest::mouseClick(window->findChild<QPushButton *>(u"shipPanelButton"_s), Qt::LeftButton);
    QVERIFY(m_desk->waitForSheet(u"shipSheet"_s));
    m_store->shutGate();
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(m_store->isAnyoneAtTheGate(), 20'000);
    m_desk->press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->sheet(u"shipSheet"_s), 20'000);
    window->close();
    QTRY_VERIFY_WITH_TIMEOUT(windows().isEmpty(), 20'000);
    QCOMPARE(m_desk->prompts.asked, QStringList()); // nothing of it can be lost
    m_store->openGate();
    const auto *notice = m_desk->find<QLabel>(u"ordersNotice"_s);
    QTRY_VERIFY_WITH_TIMEOUT(notice->isVisible() && notice->text().contains(number), 20'000);
    QCOMPARE(m_store->owner("select fulfilment_status from store.orders"), u"fulfilled"_s);
    QVERIFY(m_desk->drafts().all().isEmpty());
}

void TestOrderWindow::unsentNoteIsAskedAbout()
{
    OrderWindow *window = open();
    QVERIFY(window);
    window->findChild<QPlainTextEdit *>(u"noteEdit"_s)->setFocus();
    m_desk->type(u"Half a"_s);
    m_desk->prompts.choice = 2; // cancel
    m_desk->press(Qt::Key_W, Qt::ControlModifier);
    QCOMPARE(m_desk->prompts.asked, QStringList{u"Something was typed and not sent"_s});
    QVERIFY(window->isVisible());
    QCOMPARE(window->findChild<QPlainTextEdit *>(u"noteEdit"_s)->toPlainText(), u"Half a"_s);
    m_desk->prompts.choice = 0; // keep
    window->close();
    QTRY_VERIFY_WITH_TIMEOUT(windows().isEmpty(), 20'000);
    OrderWindow *again = open();
    QVERIFY(again);
    QCOMPARE(again->findChild<QPlainTextEdit *>(u"noteEdit"_s)->toPlainText(), u"Half a"_s);
    // It is kept, so nobody is asked twice.
    again->close();
    QTRY_VERIFY_WITH_TIMEOUT(windows().isEmpty(), 20'000);
    QCOMPARE(m_desk->prompts.asked.size(), 2);
    again = open();
    QVERIFY(again);
    again->findChild<QPlainTextEdit *>(u"noteEdit"_s)->setFocus();
    m_desk->type(u"not this"_s);
    m_desk->prompts.choice = 1; // discard
    again->close();
    QTRY_VERIFY_WITH_TIMEOUT(windows().isEmpty(), 20'000);
    QCOMPARE(m_desk->find<QPlainTextEdit>(u"noteEdit"_s)->toPlainText(), QString());
    QCOMPARE(m_store->owner("select count(*)::text from store.note"), u"0"_s);
}

void TestOrderWindow::refusedNoteKeepsTheWindowOpen()
{
    const QPointer<OrderWindow> window = open();
    QVERIFY(window);
    window->findChild<QPlainTextEdit *>(u"noteEdit"_s)->setFocus();
    m_desk->type(u"4111 1111 1111 1111"_s);
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    m_desk->press(Qt::Key_W, Qt::ControlModifier);
    QVERIFY(window->isVisible()); // it waits for the answer
    const auto said = [&window] { return window ? window->findChild<QLabel *>(u"panelAnswer"_s)->text() : u"closed"_s; };
    QTRY_VERIFY_WITH_TIMEOUT(!said().isEmpty(), 20'000);
    QCOMPARE(said(), orderReasonText(u"card_number"_s));
    QVERIFY(window->isVisible());
    QCOMPARE(window->findChild<QPlainTextEdit *>(u"noteEdit"_s)->toPlainText(), u"4111 1111 1111 1111"_s);
    m_desk->prompts.choice = 1;
    window->close();
    QTRY_VERIFY_WITH_TIMEOUT(windows().isEmpty(), 20'000);
}

void TestOrderWindow::orderThatWasLookedUpIsTheOneOpened()
{
    const qint64 other = m_store->placeOrder(u"Anna Blum"_s, u"anna@example.com"_s);
    QVERIFY(m_desk->filter(u"payment:paid"_s));
    QCOMPARE(m_desk->table()->model()->rowCount(), 1);
    QVERIFY(m_desk->openRow(0));
    const QString number = m_store->owner("select number from store.orders where id = $1", Params().integer(other));
    auto *box = m_desk->find<QLineEdit>(u"lookUpBox"_s);
    box->setFocus();
    m_desk->type(number);
    const auto hits = [this] { return m_desk->find<QListWidget>(u"lookUpResults"_s); };
    QTRY_VERIFY_WITH_TIMEOUT(hits() && hits()->count() == 1, 20'000);
    m_desk->press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->find<QLabel>(u"panelNumber"_s)->text(), number, 20'000);
    // The cursor is still on the row of the order before.
    OrderWindow *window = open();
    QVERIFY(window);
    QCOMPARE(window->orderId().value, other);
}

void TestOrderWindow::nameStaysWhenTheOrderCannotBeOpened()
{
    m_desk.reset();
    m_desk = std::make_unique<Desk>(*m_store); // an agent's reading has an end
    QVERIFY(m_desk->signIn(u"agent"_s));
    QVERIFY(m_desk->waitForList());
    QVERIFY(m_desk->openRow(0));
    m_store->owner("update store.setting set value = '0' where key = 'meter.rows_per_hour'");
    m_desk->backToTheList();
    m_desk->press(Qt::Key_O, Qt::ControlModifier);
    QCOMPARE(windows().size(), 1);
    const QWidget *window = windows().first();
    QTRY_VERIFY_WITH_TIMEOUT(window->findChild<QWidget *>(u"stateBannerButton"_s)->isVisible(), 20'000);
    QVERIFY(window->findChild<QLabel *>(u"orderWindowHead"_s)->isVisible());
}

void TestOrderWindow::lockTakesItAwayAndBringsItBack()
{
    OrderWindow *window = open();
    QVERIFY(window);
    window->findChild<QPlainTextEdit *>(u"noteEdit"_s)->setFocus();
    m_desk->type(u"kept"_s);
    m_desk->window().lock();
    QTRY_VERIFY_WITH_TIMEOUT(!window->isVisible(), 20'000);
    QVERIFY(m_desk->unlock(m_store->as(u"lead"_s).password));
    QTRY_VERIFY_WITH_TIMEOUT(window->isVisible(), 20'000);
    QCOMPARE(window->findChild<QPlainTextEdit *>(u"noteEdit"_s)->toPlainText(), u"kept"_s);
}

void TestOrderWindow::signingOutClosesIt()
{
    QVERIFY(open());
    m_desk->action(u"signOutAction"_s)->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(windows().isEmpty(), 20'000);
}

void TestOrderWindow::colleaguesChangeIsSeen()
{
    OrderWindow *window = open();
    QVERIFY(window);
    const int seen = window->version();
    QCOMPARE(m_store->agent("select desk.hold_place(gen_random_uuid(), array[$1::bigint], array[$2::int], 'fraud', '')->>'outcome'", Params().integer(m_order).integer(seen)), u"done"_s);
    m_store->work("select desk.work_tick()::text");
    QTRY_VERIFY_WITH_TIMEOUT(window->version() > seen, 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(!window->findChild<QPushButton *>(u"shipPanelButton"_s)->isEnabled(), 20'000);
}

void TestOrderWindow::colleaguesSeeWhoWritesWhere()
{
    OrderWindow *window = open();
    QVERIFY(window);
    const auto mode = [this] { return m_store->agent("select coalesce(string_agg(v->>'mode', ' '), '') from jsonb_array_elements(desk.presence_touch($1, 'viewing')) v where v->>'login' = 'lead'", Params().integer(m_order)); };
    QTRY_COMPARE_WITH_TIMEOUT(mode(), u"viewing"_s, 20'000);
    const auto *named = window->findChild<QLabel *>(u"panelViewers"_s);
    const QString agent = m_store->owner("select display_name from store.staff where login = 'agent'");
    window->findChild<QPlainTextEdit *>(u"noteEdit"_s)->setFocus();
    m_desk->type(u"x"_s);
    QTRY_VERIFY_WITH_TIMEOUT(named->isVisible() && named->text().contains(agent), 20'000);
    QTRY_COMPARE_WITH_TIMEOUT(mode(), u"editing"_s, 20'000);
    // Who crashed is named until the store lets go of them, and goes then, not when the window asks by and by.
    m_store->owner("update store.presence set seen_at = now() - interval '117 seconds' where staff_id = (select id from store.staff where login = 'agent')");
    QVERIFY(named->isVisible());
    m_desk->press(Qt::Key_Backspace); // nothing is written any more: the window says so, and is told who is there
    QTRY_VERIFY_WITH_TIMEOUT(named->isHidden(), 15'000);
    QTRY_COMPARE_WITH_TIMEOUT(mode(), u"viewing"_s, 20'000);
    // After a crash nobody says goodbye: two minutes later nobody is there, and the order's own row never knew.
    const auto modeLater = [this, &mode] {
        m_store->owner("update store.presence set seen_at = now() - interval '121 seconds'");
        return mode();
    };
    QTRY_COMPARE_WITH_TIMEOUT(modeLater(), QString(), 20'000); // the window may just have said that it is there
    QCOMPARE(m_store->owner("select version::text from store.orders").toInt(), window->version());
    m_desk->prompts.choice = 1;
}

QTEST_MAIN(TestOrderWindow)
#include "tst_orderwindow.moc"
