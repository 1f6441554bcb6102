// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/desk.h"
#include "tests/ui/listening.h"

#include "models/orders/ordertablemodel.h"
#include "ui/common/actionregistry.h"
#include "ui/orders/listpresence.h"
#include "ui/orders/orderspage.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QClipboard>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QStatusBar>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// Note, hold and release through the window, with keys and clicks: what was asked is done, once.
class TestOrderWork : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_desk.reset(); }
    void noteIsWrittenWithKeys();
    void doubleClickSendsOneNote();
    void cardNumberIsRefusedAndTheTextStays();
    void holdAndReleaseWithKeys();
    void severalOrdersAreHeldAtOnce();
    void holdIsForTheRowTheCursorIsOn();
    void holdIsForTheOrderThatWasLookedUp();
    void whatWasNotHeldIsNamedAndHeldNext();
    void outcomeIsToldAfterTheSheetWasClosed();
    void conflictIsShownAndNothingIsLost();
    void fulfilmentSeesNoMoney();
    void keysOfWhatIsOffSayWhy();
    void noteSurvivesAnotherOrder();
    void colleaguesHoldIsShownWhileANoteIsTyped();
    void colleagueWhoWritesIsNamed();
    void colleaguesAreMarkedInTheList();
    void contactDataIsCopiedThroughThePalette();

private:
    [[nodiscard]] bool panelShows(const QString &text) const;
    [[nodiscard]] QString sheetText(const QString &label) const { return m_desk->sheet(u"holdSheet"_s)->findChild<QLabel *>(label)->text(); }
    [[nodiscard]] QString number(qint64 id) const { return m_store->owner("select number from store.orders where id = $1", Params().integer(id)); }
    [[nodiscard]] QString holdAsLead(qint64 id) const
    {
        return m_store->lead("select desk.hold_place(gen_random_uuid(), array[$1]::bigint[], array[$2]::int[], 'fraud', '')->>'outcome'",
                             Params().integer(id).integer(m_store->owner("select version::text from store.orders where id = $1", Params().integer(id)).toInt()));
    }
    qint64 orderAt(int row) const { return m_desk->table()->model()->index(row, 0).data(TableModel::IdRole).toLongLong(); }
    QString status(qint64 id) const { return m_store->owner("select fulfilment_status from store.orders where id = $1", Params().integer(id)); }

    std::unique_ptr<StoreUnderTest> m_store;
    std::unique_ptr<Desk> m_desk;
};

void TestOrderWork::init()
{
    m_store = std::make_unique<StoreUnderTest>();
    for (int i = 0; i < 4; ++i)
        m_store->payOrder(m_store->placeOrder(u"Person %1"_s.arg(i), u"p%1@example.com"_s.arg(i)));
    m_desk = std::make_unique<Desk>(*m_store);
    QVERIFY(m_desk->signIn(u"agent"_s));
    QVERIFY(m_desk->waitForList());
    QVERIFY(m_desk->openRow(0));
    QVERIFY(waitUntilItListens(*m_store, u"agent"_s));
}

void TestOrderWork::noteIsWrittenWithKeys()
{
    m_desk->press(Qt::Key_M, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->find<QWidget>(u"noteEdit"_s)->hasFocus(), 20'000);
    m_desk->type(u"Customer called, rings twice."_s);
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(m_store->owner("select string_agg(body, '|') from store.note"), u"Customer called, rings twice."_s, 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->find<QPlainTextEdit>(u"noteEdit"_s)->toPlainText().isEmpty(), 20'000);
    // It is read in the timeline.
    const auto isShown = [this] {
        for (const QLabel *label : m_desk->find<QWidget>(u"orderPanel"_s)->findChildren<QLabel *>()) {
            if (label->text().contains(u"rings twice"_s))
                return true;
        }
        return false;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isShown(), 20'000);
    QCOMPARE(m_store->owner("select count(*)::text from audit.entry where verb = 'note_add' and actor = 'agent'"), u"1"_s);
}

void TestOrderWork::doubleClickSendsOneNote()
{
    auto *edit = m_desk->find<QPlainTextEdit>(u"noteEdit"_s);
    edit->setFocus();
    m_desk->type(u"once"_s);
    auto *button = m_desk->find<QAbstractButton>(u"addNoteButton"_s);
    QTRY_VERIFY_WITH_TIMEOUT(button->isEnabled(), 20'000);
    QTest::mouseClick(button, Qt::LeftButton);
    QTest::mouseDClick(button, Qt::LeftButton);
    QTest::mouseClick(button, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(edit->toPlainText().isEmpty(), 20'000);
    QCOMPARE(m_store->owner("select count(*)::text from store.note"), u"1"_s);
}

void TestOrderWork::cardNumberIsRefusedAndTheTextStays()
{
    auto *edit = m_desk->find<QPlainTextEdit>(u"noteEdit"_s);
    edit->setFocus();
    const QString text = u"Card "_s + u"4111"_s + u" 1111 1111 "_s + u"1111"_s;
    m_desk->type(text);
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    auto *answer = m_desk->find<QLabel>(u"panelAnswer"_s);
    QTRY_VERIFY_WITH_TIMEOUT(answer->isVisible() && !answer->text().isEmpty(), 20'000);
    QVERIFY2(answer->text().contains(u"card"_s), qPrintable(answer->text()));
    QCOMPARE(edit->toPlainText(), text);
    QCOMPARE(m_store->owner("select count(*)::text from store.note"), u"0"_s);
}

void TestOrderWork::holdAndReleaseWithKeys()
{
    const qint64 id = orderAt(0);
    m_desk->press(Qt::Key_H, Qt::ControlModifier);
    QVERIFY(m_desk->waitForSheet(u"holdSheet"_s));
    auto *reason = m_desk->sheet(u"holdSheet"_s)->findChild<QComboBox *>(u"holdReason"_s);
    reason->setCurrentIndex(reason->findData(u"address"_s));
    m_desk->sheet(u"holdSheet"_s)->findChild<QWidget *>(u"holdNote"_s)->setFocus();
    m_desk->type(u"Street is missing"_s);
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(status(id), u"on_hold"_s, 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->sheet(u"holdSheet"_s), 20'000);
    QCOMPARE(m_store->owner("select reason || ' ' || note from store.hold"), u"address Street is missing"_s);
    // The row says so without being asked again.
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->table()->model()->index(0, 5).data().toString(), fulfilmentStatusText(u"on_hold"_s), 20'000);
    m_desk->backToTheList();
    m_desk->prompts.choice = 0;
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->action(u"releaseAction"_s)->isEnabled(), 20'000);
    m_desk->press(Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE_WITH_TIMEOUT(status(id), u"unfulfilled"_s, 20'000);
    QCOMPARE(m_store->owner("select string_agg(verb, ' ' order by seq) from audit.entry where actor = 'agent' and verb like 'hold%'"), u"hold_place hold_release"_s);
    // A hold of a review is a lead's to lift, and the action says so.
    QCOMPARE(holdAsLead(id), u"done"_s);
    m_store->work("select desk.work_tick()::text");
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->action(u"releaseAction"_s)->toolTip().contains(orderReasonText(u"needs_lead"_s)), 20'000);
    QVERIFY(!m_desk->action(u"releaseAction"_s)->isEnabled());
}

void TestOrderWork::severalOrdersAreHeldAtOnce()
{
    m_desk->backToTheList();
    m_desk->press(Qt::Key_Down, Qt::ShiftModifier);
    m_desk->press(Qt::Key_Down, Qt::ShiftModifier);
    m_desk->press(Qt::Key_H, Qt::ControlModifier);
    QVERIFY(m_desk->waitForSheet(u"holdSheet"_s));
    QTest::mouseClick(m_desk->sheet(u"holdSheet"_s)->findChild<QAbstractButton *>(u"holdPlaceButton"_s), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(m_store->owner("select count(*)::text from store.orders where fulfilment_status = 'on_hold'"), u"3"_s, 20'000);
    QCOMPARE(m_store->owner("select count(*)::text from audit.entry where verb = 'hold_place'"), u"1"_s);
}

bool TestOrderWork::panelShows(const QString &text) const
{
    const auto labels = m_desk->find<QWidget>(u"orderPanel"_s)->findChildren<QLabel *>();
    return std::ranges::any_of(labels, [&text](const QLabel *label) { return label->isVisible() && label->text().contains(text); });
}

void TestOrderWork::holdIsForTheRowTheCursorIsOn()
{
    const qint64 before = orderAt(0), marked = orderAt(1);
    m_desk->backToTheList();
    m_desk->press(Qt::Key_Down);
    m_desk->press(Qt::Key_H, Qt::ControlModifier);
    // The panel has not asked for it yet.
    QVERIFY(panelShows(number(before)));
    QVERIFY(m_desk->waitForSheet(u"holdSheet"_s));
    QVERIFY2(m_desk->sheet(u"holdSheet"_s)->windowTitle().contains(number(marked)), qPrintable(m_desk->sheet(u"holdSheet"_s)->windowTitle()));
    QCOMPARE(sheetText(u"holdWhat"_s), number(marked) + u" · \u2068"_s + m_desk->cell(1, 2) + u'\u2069');
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(status(marked), u"on_hold"_s, 20'000);
    QCOMPARE(status(before), u"unfulfilled"_s);
}

void TestOrderWork::holdIsForTheOrderThatWasLookedUp()
{
    const qint64 marked = orderAt(0), looked = orderAt(2);
    QVERIFY(m_desk->filter(u"customer:\"%1\""_s.arg(m_desk->cell(0, 2))));
    QCOMPARE(m_desk->table()->model()->rowCount(), 1);
    QVERIFY(m_desk->openRow(0));
    m_desk->find<OrdersPage>(u"ordersPage"_s)->openOrder({looked});
    m_desk->press(Qt::Key_H, Qt::ControlModifier);
    QVERIFY(m_desk->waitForSheet(u"holdSheet"_s));
    QVERIFY(sheetText(u"holdWhat"_s).startsWith(number(looked)));
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->find<QLabel>(u"ordersNotice"_s)->text().contains(u"not in the list"_s), 20'000);
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(status(looked), u"on_hold"_s, 20'000);
    QCOMPARE(status(marked), u"unfulfilled"_s);
}

void TestOrderWork::whatWasNotHeldIsNamedAndHeldNext()
{
    const qint64 changed = orderAt(1);
    m_desk->backToTheList();
    m_desk->press(Qt::Key_Down, Qt::ShiftModifier);
    m_desk->press(Qt::Key_Down, Qt::ShiftModifier);
    m_desk->press(Qt::Key_H, Qt::ControlModifier);
    QVERIFY(m_desk->waitForSheet(u"holdSheet"_s));
    QVERIFY(sheetText(u"holdWhat"_s).startsWith(u"3 "_s));
    QCOMPARE(holdAsLead(changed), u"done"_s);
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    const auto *answer = m_desk->sheet(u"holdSheet"_s)->findChild<QLabel *>(u"holdAnswer"_s);
    QTRY_VERIFY_WITH_TIMEOUT(answer->isVisible(), 20'000);
    QVERIFY2(answer->text().contains(u"2 of 3"_s), qPrintable(answer->text()));
    QVERIFY2(answer->text().contains(number(changed) + u": "_s), qPrintable(answer->text()));
    QVERIFY(sheetText(u"holdWhat"_s).startsWith(number(changed)));
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->sheet(u"holdSheet"_s), 20'000);
    // Each of the three once by this login, and no other order of the first command again.
    QCOMPARE(m_store->owner("select string_agg(n::text, ' ') from (select count(*) as n from store.hold h join store.staff s on s.id = h.placed_by where s.login = 'agent' group by order_id) x"), u"1 1 1"_s);
    QCOMPARE(m_store->owner("select string_agg(cardinality(ids)::text, ' ' order by seq) from audit.entry where verb = 'hold_place' and actor = 'agent'"), u"2 1"_s);
}

void TestOrderWork::outcomeIsToldAfterTheSheetWasClosed()
{
    const qint64 id = orderAt(0);
    m_desk->press(Qt::Key_H, Qt::ControlModifier);
    QVERIFY(m_desk->waitForSheet(u"holdSheet"_s));
    QCOMPARE(holdAsLead(id), u"done"_s);
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    m_desk->press(Qt::Key_Escape);
    QVERIFY(!m_desk->sheet(u"holdSheet"_s));
    const auto *notice = m_desk->find<QLabel>(u"ordersNotice"_s);
    QTRY_VERIFY_WITH_TIMEOUT(notice->isVisible(), 20'000);
    QVERIFY2(notice->text().contains(number(id)) && notice->text().contains(u"changed the order"_s), qPrintable(notice->text()));
}

void TestOrderWork::conflictIsShownAndNothingIsLost()
{
    const qint64 id = orderAt(0);
    m_desk->press(Qt::Key_H, Qt::ControlModifier);
    QVERIFY(m_desk->waitForSheet(u"holdSheet"_s));
    auto *note = m_desk->sheet(u"holdSheet"_s)->findChild<QPlainTextEdit *>(u"holdNote"_s);
    note->setFocus();
    m_desk->type(u"my words"_s);
    // Somebody else is faster.
    QVERIFY(m_store->lead("select desk.hold_place(gen_random_uuid(), array[$1]::bigint[], array[$2]::int[], 'fraud', '')->>'outcome'",
                          Params().integer(id).integer(m_store->owner("select version::text from store.orders where id = $1", Params().integer(id)).toInt())) == u"done");
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    auto *answer = m_desk->sheet(u"holdSheet"_s)->findChild<QLabel *>(u"holdAnswer"_s);
    QTRY_VERIFY_WITH_TIMEOUT(answer->isVisible(), 20'000);
    QVERIFY(!answer->text().isEmpty());
    QCOMPARE(note->toPlainText(), u"my words"_s);
    QCOMPARE(m_store->owner("select count(*)::text from store.hold"), u"1"_s);
}

void TestOrderWork::fulfilmentSeesNoMoney()
{
    m_desk.reset();
    m_desk = std::make_unique<Desk>(*m_store);
    QVERIFY(m_desk->signIn(u"fulfilment"_s));
    QVERIFY(m_desk->waitForList());
    QVERIFY(m_desk->openRow(0));
    for (const QLabel *label : m_desk->find<QWidget>(u"orderPanel"_s)->findChildren<QLabel *>())
        QVERIFY2(!label->text().contains(u"EUR"_s) && !label->text().contains(u"example.com"_s), qPrintable(label->text()));
}

void TestOrderWork::keysOfWhatIsOffSayWhy()
{
    const QAction *release = m_desk->action(u"releaseAction"_s);
    QTRY_COMPARE_WITH_TIMEOUT(ActionRegistry::whyOff(release), orderReasonText(u"not_on_hold"_s), 20'000);
    const QString said = u"Release a hold: "_s + orderReasonText(u"not_on_hold"_s);
    const QStatusBar *status = m_desk->window().statusBar();
    for (QWidget *place : std::initializer_list<QWidget *>{m_desk->table(), m_desk->find<QWidget>(u"noteEdit"_s)}) {
        m_desk->window().statusBar()->clearMessage();
        place->setFocus();
        m_desk->pressKeysOf(release);
        QCOMPARE(status->currentMessage(), said);
    }
    QVERIFY(!m_desk->sheet(u"releaseSheet"_s));
    m_desk->window().statusBar()->clearMessage();
    m_desk->backToTheList();
    m_desk->press(Qt::Key_O, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->find<QWidget>(u"orderWindow"_s) && m_desk->find<QWidget>(u"orderWindow"_s)->isActiveWindow(), 20'000);
    auto *window = m_desk->find<QWidget>(u"orderWindow"_s);
    auto *action = window->findChild<QAction *>(u"releaseWindowAction"_s);
    QTRY_COMPARE_WITH_TIMEOUT(ActionRegistry::whyOff(action), orderReasonText(u"not_on_hold"_s), 20'000);
    m_desk->pressKeysOf(action);
    QTRY_COMPARE_WITH_TIMEOUT(window->findChild<QLabel *>(u"orderWindowSaid"_s)->text(), said, 20'000);
    QCOMPARE(status->currentMessage(), QString()); // each window speaks for itself
    // What is not so any more is not said any more.
    QCOMPARE(holdAsLead(orderAt(0)), u"done"_s);
    m_store->owner("notify steward_orders");
    QTRY_VERIFY_WITH_TIMEOUT(window->findChild<QLabel *>(u"orderWindowSaid"_s)->text().isEmpty(), 20'000);
}

void TestOrderWork::noteSurvivesAnotherOrder()
{
    auto *edit = m_desk->find<QPlainTextEdit>(u"noteEdit"_s);
    edit->setFocus();
    m_desk->type(u"unsent"_s);
    QVERIFY(m_desk->openRow(1));
    QVERIFY(edit->toPlainText().isEmpty());
    QVERIFY(m_desk->openRow(0));
    QTRY_COMPARE_WITH_TIMEOUT(edit->toPlainText(), u"unsent"_s, 20'000);
}

void TestOrderWork::colleaguesHoldIsShownWhileANoteIsTyped()
{
    const qint64 id = orderAt(0);
    auto *edit = m_desk->find<QPlainTextEdit>(u"noteEdit"_s);
    edit->setFocus();
    m_desk->type(u"typing"_s);
    QCOMPARE(holdAsLead(id), u"done"_s);
    m_store->owner("notify steward_orders");
    QTRY_VERIFY_WITH_TIMEOUT(panelShows(holdReasonText(u"fraud"_s)), 20'000);
    QCOMPARE(edit->toPlainText(), u"typing"_s);
    QVERIFY(edit->hasFocus());
}

void TestOrderWork::colleagueWhoWritesIsNamed()
{
    const qint64 id = orderAt(0);
    m_store->lead("select desk.presence_touch($1, 'editing')::text", Params().integer(id));
    m_desk->find<QWidget>(u"noteEdit"_s)->setFocus();
    m_desk->type(u"w"_s);
    const QString name = m_store->owner("select display_name from store.staff where login = 'lead'");
    QTRY_VERIFY_WITH_TIMEOUT(panelShows(name + u" (editing)"_s), 20'000);
    QTRY_COMPARE_WITH_TIMEOUT(m_store->owner("select p.mode from store.presence p join store.staff s on s.id = p.staff_id where s.login = 'agent' and order_id = $1", Params().integer(id)), u"editing"_s, 20'000);
    // Passing through the list says nothing of the orders passed.
    QVERIFY(m_desk->openRow(3));
    const auto mine = [this] { return m_store->owner("select string_agg(order_id || ' ' || mode, ',') from store.presence p join store.staff s on s.id = p.staff_id where s.login = 'agent'"); };
    QTRY_COMPARE_WITH_TIMEOUT(mine(), u"%1 viewing"_s.arg(orderAt(3)), 20'000);
}

void TestOrderWork::colleaguesAreMarkedInTheList()
{
    const auto at = [this](int row) { return m_desk->table()->model()->index(row, OrderTableModel::Number); };
    const auto mark = [&at](int row) { return at(row).data(OrderTableModel::PresenceRole).toString(); };
    const auto picture = [this, &at](int row) { return m_desk->table()->viewport()->grab(m_desk->table()->visualRect(at(row))).toImage(); };
    const QImage nobody = picture(1);
    const QString name = m_store->owner("select display_name from store.staff where login = 'lead'");
    m_store->lead("select desk.presence_touch($1, 'viewing')::text", Params().integer(orderAt(1)));
    m_store->lead("select desk.presence_touch($1, 'editing')::text", Params().integer(orderAt(2)));
    m_store->lead("select desk.presence_touch($1, 'away')::text", Params().integer(orderAt(3)));
    m_desk->press(Qt::Key_F5);
    const auto marks = [&mark] { return QStringList{mark(1), mark(2), mark(3)}; };
    QTRY_COMPARE_WITH_TIMEOUT(marks(), (QStringList{u"viewing"_s, u"editing"_s, u"away"_s}), 20'000); // it may have asked in between
    QCOMPARE(mark(0), QString()); // oneself
    QCOMPARE(at(2).data(Qt::ToolTipRole).toString(), name + u" is editing"_s);
    QAccessibleInterface *cell = QAccessible::queryAccessibleInterface(m_desk->table())->tableInterface()->cellAt(1, 0);
    QCOMPARE(cell->text(QAccessible::Name), m_desk->cell(1, 0) + u", "_s + name + u" is viewing"_s);
    // Nothing of the number gives way, and the marks are not told apart by colour alone.
    const int room = nobody.width() - 28;
    QCOMPARE(picture(1).copy(0, 0, room, nobody.height()), nobody.copy(0, 0, room, nobody.height()));
    const auto shape = [&](int row) {
        const QImage drawn = picture(row).copy(room, 0, 28, nobody.height()).convertToFormat(QImage::Format_Grayscale8);
        return drawn.convertToFormat(QImage::Format_Mono, Qt::ThresholdDither);
    };
    QVERIFY(shape(1) != shape(2) && shape(2) != shape(3) && shape(1) != shape(3));
    // Who crashed goes when the store lets go of them, and not when it is asked again by and by.
    m_store->owner("update store.presence set seen_at = now() - interval '112 seconds' where mode = 'editing'");
    m_desk->press(Qt::Key_F5);
    const QList<QTimer *> timers = m_desk->window().findChild<ListPresence *>()->findChildren<QTimer *>();
    QCOMPARE(timers.size(), 2);
    const auto isAskedInTime = [](const QTimer *timer) { return timer->isActive() && timer->interval() > 1'000 && timer->interval() <= 8'000; };
    QTRY_VERIFY_WITH_TIMEOUT(std::ranges::any_of(timers, isAskedInTime), 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(at(2).data(TableModel::LoadedRole).toBool() && mark(2).isEmpty(), 20'000);
    QTRY_COMPARE_WITH_TIMEOUT(mark(1), u"viewing"_s, 20'000);

    m_desk->window().lock();
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->find<QLineEdit>(u"unlockPassword"_s)->hasFocus(), 20'000);
    QCOMPARE(mark(1), QString());
    for (const QTimer *timer : timers)
        QVERIFY(!timer->isActive());
}

void TestOrderWork::contactDataIsCopiedThroughThePalette()
{
    const qint64 id = orderAt(0);
    for (const auto &[words, expected] : {std::pair(u"copy e-mail"_s, m_store->owner("select email from store.orders where id = $1", Params().integer(id))),
                                          std::pair(u"copy phone"_s, m_store->owner("select phone from store.orders where id = $1", Params().integer(id))),
                                          std::pair(u"copy order number"_s, number(id))}) {
        m_desk->backToTheList();
        QGuiApplication::clipboard()->clear();
        m_desk->press(Qt::Key_K, Qt::ControlModifier);
        QVERIFY(m_desk->waitForSheet(u"commandPalette"_s));
        m_desk->type(words);
        m_desk->press(Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(QGuiApplication::clipboard()->text(), expected, 20'000);
        QVERIFY(!expected.isEmpty());
    }
    m_desk->action(u"copyAddressAction"_s)->trigger();
    QVERIFY(QGuiApplication::clipboard()->text().contains(u"Gartenweg 1"_s));
    QVERIFY(!m_desk->action(u"copyTrackingAction"_s)->isEnabled());
}

QTEST_MAIN(TestOrderWork)
#include "tst_orderwork.moc"
