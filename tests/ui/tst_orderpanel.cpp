// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/desk.h"

#include "ui/orders/holdsheet.h"
#include "ui/orders/orderdesk.h"
#include "ui/orders/orderpanel.h"

#include <QAbstractButton>
#include <QClipboard>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPromise>
#include <QScrollArea>
#include <QScrollBar>
#include <QJsonArray>
#include <QSignalSpy>
#include <QTranslator>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

namespace {

/// A store that answers when the test says so.
class SlowOrders final : public OrderRepository
{
public:
    template <typename T>
    using Promise = std::shared_ptr<QPromise<Result<T>>>;

    template <typename T>
    static Promise<T> begin()
    {
        auto promise = std::make_shared<QPromise<Result<T>>>();
        promise->start();
        return promise;
    }
    template <typename T>
    static void end(const Promise<T> &promise, const Result<T> &answer)
    {
        promise->addResult(answer);
        promise->finish();
    }

    std::unique_ptr<TableSource> makeTableSource() override { return nullptr; }
    QFuture<Result<OrderPanel>> panel(OrderId id, const QString &) override
    {
        asked.append(id);
        opening = begin<OrderPanel>();
        return opening->future();
    }
    QFuture<Result<QList<OrderMatch>>> lookUp(const QString &) override { return begin<QList<OrderMatch>>()->future(); }
    QFuture<Result<QList<Viewer>>> touchPresence(OrderId id, const QString &mode) override
    {
        touched.append(u"%1 %2"_s.arg(id.value).arg(mode));
        const auto promise = begin<QList<Viewer>>();
        end(promise, Result<QList<Viewer>>(viewers));
        return promise->future();
    }
    QFuture<Result<CommandOutcome>> addNote(QUuid command, OrderId, const QString &) override
    {
        sent.append(command);
        return (commands[command] = begin<CommandOutcome>())->future();
    }
    QFuture<Result<CommandOutcome>> placeHold(QUuid command, const QList<OrderAt> &, const QString &, const QString &) override { return (commands[command] = begin<CommandOutcome>())->future(); }
    QFuture<Result<CommandOutcome>> releaseHold(QUuid command, const QList<HoldAt> &) override { return (commands[command] = begin<CommandOutcome>())->future(); }

    QFuture<Result<CommandOutcome>> ship(QUuid command, OrderAt, const QList<Parcel> &, bool) override { return (commands[command] = begin<CommandOutcome>())->future(); }
    QFuture<Result<CommandOutcome>> shipWhole(QUuid command, const QList<OrderAt> &, const QString &, bool) override { return (commands[command] = begin<CommandOutcome>())->future(); }
    QFuture<Result<CommandOutcome>> refund(QUuid command, OrderAt, const RefundChoice &) override { return (commands[command] = begin<CommandOutcome>())->future(); }
    QFuture<Result<CommandOutcome>> cancel(QUuid command, const QList<OrderAt> &, const CancelChoice &) override { return (commands[command] = begin<CommandOutcome>())->future(); }
    QFuture<Result<QList<OrderMark>>> news(const QList<OrderMark> &) override
    {
        const auto promise = begin<QList<OrderMark>>();
        end(promise, Result<QList<OrderMark>>(changed));
        return promise->future();
    }
    QFuture<Result<QList<Assignee>>> assignees() override { return begin<QList<Assignee>>()->future(); }
    QFuture<Result<QStringList>> tags() override { return begin<QStringList>()->future(); }
    QFuture<Result<ContactReach>> contactReach(OrderId) override { return begin<ContactReach>()->future(); }
    QFuture<Result<CommandOutcome>> assign(QUuid command, const QList<OrderAt> &, const QString &) override { return (commands[command] = begin<CommandOutcome>())->future(); }
    QFuture<Result<CommandOutcome>> tag(QUuid command, const QList<OrderId> &, const QStringList &, const QStringList &) override { return (commands[command] = begin<CommandOutcome>())->future(); }
    QFuture<Result<CommandOutcome>> fixContact(QUuid command, OrderId, const QList<ContactChange> &, ContactScope) override { return (commands[command] = begin<CommandOutcome>())->future(); }
    QFuture<Result<CommandOutcome>> returnToStock(QUuid command, OrderAt, const QMap<qint64, int> &) override { return (commands[command] = begin<CommandOutcome>())->future(); }
    QFuture<Result<CommandOutcome>> sendMessage(QUuid command, OrderId, const QString &, const QString &) override { return (commands[command] = begin<CommandOutcome>())->future(); }
    QFuture<Result<CommandOutcome>> changeLines(QUuid command, OrderAt, const QList<LineDraft> &) override { return (commands[command] = begin<CommandOutcome>())->future(); }
    QFuture<Result<CommandOutcome>> undo(QUuid command, QUuid) override { return (commands[command] = begin<CommandOutcome>())->future(); }

    void answer(QUuid command, const Result<CommandOutcome> &outcome) { end(commands.take(command), outcome); }

    QList<OrderId> asked;
    QStringList touched;
    QList<QUuid> sent;
    QList<Viewer> viewers;
    QList<OrderMark> changed;
    Promise<OrderPanel> opening;
    QHash<QUuid, Promise<CommandOutcome>> commands;
};

Result<CommandOutcome> refused(const QString &reason)
{
    return CommandOutcome{.kind = CommandOutcome::Kind::Refused, .reason = reason, .details = {}, .replayed = false};
}

Result<CommandOutcome> done()
{
    return CommandOutcome{.kind = CommandOutcome::Kind::Done, .reason = {}, .details = {}, .replayed = false};
}

OrderPanel orderOf(qint64 id, int version = 1)
{
    OrderPanel order;
    order.id = {id};
    order.version = version;
    order.number = u"#%1"_s.arg(id);
    order.customerName = u"Person %1"_s.arg(id);
    order.email = u"p%1@example.com"_s.arg(id);
    order.phone = u"+49 170 %1"_s.arg(id);
    order.currency = u"EUR"_s;
    for (const QString &verb : {u"hold"_s, u"release"_s, u"note"_s})
        order.can.insert(verb, {true, {}});
    for (int i = 0; i < 60; ++i)
        order.timeline.append({TimelineEntry::Kind::Event, u"placed"_s, {}, {}, QDateTime::currentDateTimeUtc()});
    return order;
}

} // namespace

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
    QVERIFY(QTest::qWaitForWindowActive(m_panel.get()));
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
    m_orders->viewers = {{u"Lea"_s, u"editing"_s}, {u"Max"_s, u"away"_s}, {u"Ida"_s, u"viewing"_s}};
    open(order);
    QTRY_VERIFY_WITH_TIMEOUT(shows(u"Lea (editing), Max (away), Ida (viewing)"_s), 20'000);
    m_orders->viewers.clear();
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
    order.shipments = {{u"DHL"_s, u"RX000000001DE"_s, {}, {}, {}}};
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
    order.shipments = {{u"DHL"_s, u"RX000000001DE"_s, {}, {}, {{u"Mug"_s, 2}, {u"Spoon"_s, 1}}}};
    order.refunds = {{Money{500, u"EUR"_s}, u"broken on arrival"_s, QDateTime::currentDateTimeUtc(), u"Lea Lang"_s, u"done"_s}};
    order.cancelledAt = QDateTime::currentDateTimeUtc();
    order.cancelReason = u"customer changed their mind"_s;
    order.assignedTo = u"agent"_s;
    order.assignedName = u"agent"_s;
    open(order);
    for (const QString &text : {u"2 × Mug"_s, u"1 × Spoon"_s, u"broken on arrival"_s, u"Lea Lang"_s, u"changed their mind"_s, u"Assigned to agent"_s})
        QVERIFY2(shows(text), qPrintable(text));
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
