// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/desk.h"
#include "tests/ui/listening.h"

#include "ui/common/filterbar.h"
#include "ui/orders/orderpanel.h"

#include <QCompleter>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QToolButton>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

namespace {

constexpr int patienceMs = 20'000;

} // namespace

/// Orders are assigned, tagged, returned to stock and asked about at the window, and each of it is taken back, with keys and clicks.
class TestOrderCorrections : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_desk.reset(); }
    void orderIsAssignedAndGivenBack();
    void orderOneHasIsNotTakenAgain();
    void severalAreMineWithOneShortcut();
    void tagsAreTypedClickedAwayAndTakenBack();
    void tagsOfSeveralAddUp();
    void badTagIsSaidBeforeItIsSent();
    void tagsAreOfferedWhereAFilterIsTyped();
    void piecesGoBackToStock();
    void questionWaitsAndIsTakenBack();
    void confirmationGoesOutAgain();
    void whatIsOffSaysWhy();
    void moreMenuWorksTheOrderThatIsShown();
    void listMenuKeepsKindsTogether();
    void colleaguesNoteAppearsByItself();

private:
    QString order(const QByteArray &columns, qint64 id = 0) const { return m_store->owner("select " + columns + " from store.orders where id = $1", Params().integer(id ? id : m_order)); }
    QString whose(qint64 id = 0) const { return m_store->owner("select coalesce((select s.login from store.staff s where s.id = o.assigned_to), 'nobody') from store.orders o where o.id = $1", Params().integer(id ? id : m_order)); }
    QString tags(qint64 id = 0) const { return order("array_to_string(tags, '|')", id); }
    void signIn(const QString &login);
    /// The sheet of a verb, opened with its keys over the list.
    [[nodiscard]] QDialog *open(const QString &verb, Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::ControlModifier | Qt::ShiftModifier) const;
    void send() const { m_desk->press(Qt::Key_Return, Qt::ControlModifier); }
    [[nodiscard]] QMenu *openMore() const;

    std::unique_ptr<StoreUnderTest> m_store;
    std::unique_ptr<Desk> m_desk;
    qint64 m_order = 0;
};

void TestOrderCorrections::init()
{
    m_store = std::make_unique<StoreUnderTest>();
    m_order = m_store->placeOrder();
    m_store->payOrder(m_order);
    m_store->owner("update store.setting set value = '600' where key = 'grace.seconds'"); // what is taken back here may come to it late
    m_desk = std::make_unique<Desk>(*m_store);
}

void TestOrderCorrections::signIn(const QString &login)
{
    QVERIFY(m_desk->signIn(login));
    QVERIFY(m_desk->waitForList());
    QVERIFY(m_desk->openRow(0));
    QVERIFY(waitUntilItListens(*m_store, login));
}

QDialog *TestOrderCorrections::open(const QString &verb, Qt::Key key, Qt::KeyboardModifiers modifiers) const
{
    if (!QTest::qWaitFor([&] { return m_desk->action(verb + u"Action"_s)->isEnabled(); }, patienceMs))
        return nullptr;
    m_desk->press(key, modifiers);
    const QString name = verb == u"stock_return" ? u"stockSheet"_s : verb + u"Sheet"_s;
    return m_desk->waitForSheet(name);
}

void TestOrderCorrections::orderOneHasIsNotTakenAgain()
{
    signIn(u"agent"_s);
    QAction *action = m_desk->action(u"assign_meAction"_s);
    QTRY_VERIFY_WITH_TIMEOUT(action->isEnabled(), patienceMs);
    m_desk->press(Qt::Key_I, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(whose(), u"agent"_s, patienceMs);
    const auto *panel = m_desk->find<OrderPanelWidget>(u"orderPanel"_s);
    QTRY_VERIFY_WITH_TIMEOUT(panel->order() && panel->order()->assignedTo == u"agent", patienceMs);
    m_desk->press(Qt::Key_I, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->find<QLabel>(u"panelAnswer"_s)->text(), u"It is assigned to you already."_s, patienceMs);
    QCOMPARE(m_store->owner("select count(*)::text from store.order_change where field = 'assigned_to'"), u"1"_s);
}

void TestOrderCorrections::orderIsAssignedAndGivenBack()
{
    signIn(u"agent"_s);
    QDialog *sheet = open(u"assign"_s, Qt::Key_A);
    QVERIFY(sheet);
    auto *list = sheet->findChild<QListWidget *>(u"assigneeList"_s);
    QTRY_VERIFY_WITH_TIMEOUT(list->count() > 3, patienceMs);
    QVERIFY(list->item(0)->text().startsWith(u"Me ("_s));
    QVERIFY(list->item(1)->text().contains(u"Nobody (now)"_s));
    QVERIFY(list->hasFocus());
    const QString lead = m_store->owner("select display_name from store.staff where login = 'lead'");
    QVERIFY(!list->findItems(lead, Qt::MatchExactly).isEmpty());
    while (list->currentItem()->text() != lead && list->currentRow() + 1 < list->count())
        m_desk->press(Qt::Key_Down);
    QCOMPARE(list->currentItem()->text(), lead);
    send();
    QTRY_COMPARE_WITH_TIMEOUT(whose(), u"lead"_s, patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->sheet(u"assignSheet"_s), patienceMs);
    QVERIFY(m_desk->takeBack());
    QCOMPARE(whose(), u"nobody"_s);
}

void TestOrderCorrections::severalAreMineWithOneShortcut()
{
    const qint64 other = m_store->placeOrder();
    signIn(u"agent"_s);
    m_desk->press(Qt::Key_A, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->action(u"assign_meAction"_s)->isEnabled(), 20'000);
    m_desk->press(Qt::Key_I, Qt::ControlModifier);
    QVERIFY(m_desk->waitForSheet(u"assign_meSheet"_s));
    m_desk->press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(whose(other), u"agent"_s, patienceMs);
    QCOMPARE(whose(), u"agent"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->sheet(u"assign_meSheet"_s), patienceMs);
    QVERIFY(m_desk->takeBack());
    QCOMPARE(whose(other) + whose(), u"nobodynobody"_s);
    // One alone: its panel says so, and why it cannot be done twice.
    QVERIFY(m_desk->openRow(0));
    const auto *panel = m_desk->find<OrderPanelWidget>(u"orderPanel"_s);
    QTRY_VERIFY_WITH_TIMEOUT(panel->order() && panel->order()->version == order("version::text", other).toInt(), patienceMs); // as it is after the undo
    m_desk->press(Qt::Key_I, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(whose(other), u"agent"_s, patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->find<QLabel>(u"panelAnswer"_s)->text().contains(u"assigned to"_s), patienceMs);
}

void TestOrderCorrections::tagsAreTypedClickedAwayAndTakenBack()
{
    signIn(u"agent"_s);
    QDialog *sheet = open(u"tag"_s, Qt::Key_T, Qt::ControlModifier);
    QVERIFY(sheet);
    QVERIFY(!sheet->findChild<QPushButton *>(u"tagButton"_s)->isEnabled());
    m_desk->type(u"Call  back"_s);
    m_desk->press(Qt::Key_Return); // a chip, and not the sheet's button
    m_desk->type(u"gift"_s);      // typed and no chip yet
    send();
    QTRY_COMPARE_WITH_TIMEOUT(tags(), u"Call back|gift"_s, patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->find<QWidget>(u"panelTags"_s) && m_desk->find<QWidget>(u"panelTags"_s)->accessibleName().contains(u"Call back, gift"_s), patienceMs);
    QVERIFY(m_desk->takeBack());
    QCOMPARE(tags(), QString());
    m_store->owner("update store.orders set tags = '{gift,VIP}'");
    m_store->owner("notify steward_orders");
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->find<QWidget>(u"panelTags"_s) && m_desk->find<QWidget>(u"panelTags"_s)->accessibleName().contains(u"VIP"_s), patienceMs);
    sheet = open(u"tag"_s, Qt::Key_T, Qt::ControlModifier);
    QVERIFY(sheet);
    const QList<QToolButton *> chips = sheet->findChildren<QToolButton *>(u"chip"_s);
    QCOMPARE(chips.size(), 2);
    QTest::mouseClick(chips.at(0), Qt::LeftButton);
    send();
    QTRY_COMPARE_WITH_TIMEOUT(tags(), u"VIP"_s, patienceMs);
}

void TestOrderCorrections::tagsOfSeveralAddUp()
{
    const qint64 other = m_store->placeOrder();
    m_store->owner("update store.orders set tags = '{old,VIP}' where id = $1", Params().integer(other));
    signIn(u"lead"_s);
    m_desk->press(Qt::Key_A, Qt::ControlModifier);
    QDialog *sheet = open(u"tag"_s, Qt::Key_T, Qt::ControlModifier);
    QVERIFY(sheet);
    m_desk->type(u"gift"_s);
    sheet->findChild<QLineEdit *>(u"tagRemoveEdit"_s)->setFocus();
    m_desk->type(u"OLD"_s);
    send();
    QTRY_COMPARE_WITH_TIMEOUT(tags(other), u"gift|VIP"_s, patienceMs);
    QCOMPARE(tags(), u"gift"_s);
    QVERIFY(m_desk->takeBack());
    QCOMPARE(tags(other), u"old|VIP"_s);
    QCOMPARE(tags(), QString());
}

void TestOrderCorrections::badTagIsSaidBeforeItIsSent()
{
    signIn(u"agent"_s);
    QDialog *sheet = open(u"tag"_s, Qt::Key_T, Qt::ControlModifier);
    QVERIFY(sheet);
    m_desk->type(QString(41, u'x'));
    QVERIFY(!sheet->findChild<QPushButton *>(u"tagButton"_s)->isEnabled());
    QCOMPARE(sheet->findChild<QLabel *>(u"tagAnswer"_s)->text(), orderReasonText(u"bad_tag"_s));
    m_desk->press(Qt::Key_Backspace);
    QVERIFY(sheet->findChild<QPushButton *>(u"tagButton"_s)->isEnabled());
}

void TestOrderCorrections::tagsAreOfferedWhereAFilterIsTyped()
{
    m_store->owner("update store.orders set tags = '{call back}' where id = $1", Params().integer(m_order));
    (void)m_store->placeOrder();
    signIn(u"fulfilment"_s);
    QCOMPARE(m_desk->table()->model()->rowCount(), 2);
    auto *edit = m_desk->find<QLineEdit>(u"filterEdit"_s);
    auto *completer = m_desk->find<FilterBar>(QString()) ? m_desk->find<FilterBar>(QString())->findChild<QCompleter *>() : nullptr;
    QVERIFY(completer);
    edit->setFocus();
    m_desk->type(u"tag:"_s);
    // Asked for when the page was opened.
    QTRY_VERIFY_WITH_TIMEOUT([&] {
        m_desk->press(Qt::Key_Backspace);
        m_desk->type(u":"_s);
        return completer->model()->rowCount() == 1 && completer->model()->index(0, 0).data().toString() == u"tag:\"call back\"";
    }(), patienceMs);
    QVERIFY(m_desk->filter(u"tag:\"Call Back\""_s));
    QCOMPARE(m_desk->table()->model()->rowCount(), 1);
    QCOMPARE(m_desk->cell(0, 0), order("number"));
    QVERIFY(m_desk->filter(u"-tag:\"call back\""_s));
    QCOMPARE(m_desk->table()->model()->rowCount(), 1);
    QVERIFY(m_desk->cell(0, 0) != order("number"));
}

void TestOrderCorrections::piecesGoBackToStock()
{
    m_store->shipOrder(m_order);
    signIn(u"fulfilment"_s);
    QDialog *sheet = open(u"stock_return"_s, Qt::Key_B);
    QVERIFY(sheet);
    auto *pieces = sheet->findChild<QSpinBox *>(u"stockPieces1"_s);
    auto *button = sheet->findChild<QPushButton *>(u"stockButton"_s);
    QCOMPARE(pieces->maximum(), 2);
    QVERIFY(!button->isEnabled());
    QVERIFY(!button->toolTip().isEmpty());
    m_desk->press(Qt::Key_Up);
    QVERIFY(button->isEnabled());
    send();
    const auto back = [this] { return m_store->owner("select coalesce(sum(quantity), 0)::text from store.stock_return"); };
    QTRY_COMPARE_WITH_TIMEOUT(back(), u"1"_s, patienceMs);
    QVERIFY(m_desk->takeBack());
    QCOMPARE(back(), u"0"_s);
    m_store->owner("insert into store.stock_return (order_id, line_no, quantity) values ($1, 1, 2)", Params().integer(m_order));
    m_desk->press(Qt::Key_F5);
    m_store->owner("update store.orders set source = 'shop2'");
    m_store->owner("notify steward_orders");
    QTRY_COMPARE_WITH_TIMEOUT(ActionRegistry::whyOff(m_desk->action(u"stock_returnAction"_s)), orderReasonText(u"nothing_to_return"_s), patienceMs);
}

void TestOrderCorrections::questionWaitsAndIsTakenBack()
{
    signIn(u"agent"_s);
    QDialog *sheet = open(u"message"_s, Qt::Key_M);
    QVERIFY(sheet);
    const auto *preview = sheet->findChild<QLabel *>(u"messagePreview"_s);
    QVERIFY(!sheet->findChild<QPushButton *>(u"messageButton"_s)->isEnabled());
    m_desk->type(u"Which colour?"_s);
    for (const QString &part : {u"To: hans@example.com"_s, u"Subject: A question about your order "_s + order("number"), u"Hello Hans Müller,"_s, u"Which colour?"_s})
        QTRY_VERIFY2_WITH_TIMEOUT(preview->text().contains(part), qPrintable(preview->text()), patienceMs);
    QVERIFY2(preview->text().contains(u"no sender"_s), qPrintable(preview->text())); // nobody has set one here
    send();
    const auto message = [this] { return m_store->owner("select coalesce(string_agg(template || ' ' || state || ' ' || (body->>'text'), ','), '') from mailroom.outbox"); };
    QTRY_COMPARE_WITH_TIMEOUT(message(), u"question waiting Which colour?"_s, patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->find<QLabel>(u"undoText"_s)->text().contains(u"waits to be sent"_s), patienceMs);
    QVERIFY(m_desk->takeBack());
    QCOMPARE(message(), u"question withdrawn Which colour?"_s);
}

void TestOrderCorrections::confirmationGoesOutAgain()
{
    signIn(u"agent"_s);
    QMenu *menu = openMore();
    QVERIFY(menu);
    auto *entry = menu->findChild<QAction *>(u"confirmationEntry"_s);
    QVERIFY(entry->isEnabled());
    menu->setActiveAction(entry);
    QTest::keyClick(menu, Qt::Key_Return);
    QDialog *sheet = m_desk->waitForSheet(u"confirmationSheet"_s);
    QVERIFY(sheet);
    QTRY_VERIFY_WITH_TIMEOUT(sheet->findChild<QLabel *>(u"messagePreview"_s)->text().contains(order("number")), patienceMs);
    QTest::mouseClick(sheet->findChild<QPushButton *>(u"messageButton"_s), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(m_store->owner("select coalesce(string_agg(template || ' ' || state, ','), '') from mailroom.outbox"), u"confirmation waiting"_s, patienceMs);
    QVERIFY(m_desk->takeBack());
    QCOMPARE(m_store->owner("select state from mailroom.outbox"), u"withdrawn"_s);
}

void TestOrderCorrections::whatIsOffSaysWhy()
{
    m_store->owner("update store.orders set email = null");
    signIn(u"lead"_s);
    const auto why = [this](const QString &verb) { return ActionRegistry::whyOff(m_desk->action(verb + u"Action"_s)); };
    QTRY_COMPARE_WITH_TIMEOUT(why(u"message"_s), orderReasonText(u"no_email"_s), patienceMs);
    QCOMPARE(why(u"confirmation"_s), orderReasonText(u"no_email"_s));
    QCOMPARE(why(u"stock_return"_s), orderReasonText(u"nothing_shipped"_s));
    QCOMPARE(why(u"contact"_s), QString());
    m_store->shipOrder(m_order);
    m_store->owner("notify steward_orders");
    QTRY_COMPARE_WITH_TIMEOUT(why(u"contact"_s), orderReasonText(u"already_shipped"_s), patienceMs);
    QCOMPARE(why(u"stock_return"_s), QString());
}

/// With the keyboard, at the order that is shown.
QMenu *TestOrderCorrections::openMore() const
{
    m_desk->find<QPushButton>(u"moreButton"_s)->setFocus();
    m_desk->press(Qt::Key_Space);
    auto *menu = m_desk->find<QMenu>(u"moreMenu"_s);
    return QTest::qWaitFor([menu] { return menu->isVisible(); }, patienceMs) ? menu : nullptr;
}

void TestOrderCorrections::moreMenuWorksTheOrderThatIsShown()
{
    signIn(u"agent"_s);
    QMenu *menu = openMore();
    QVERIFY(menu);
    const auto *stock = menu->findChild<QAction *>(u"stock_returnEntry"_s);
    QVERIFY(!stock->isEnabled());
    QCOMPARE(stock->toolTip(), orderReasonText(u"no_right"_s));
    auto *tag = menu->findChild<QAction *>(u"tagEntry"_s);
    QVERIFY(tag->isEnabled() && tag->text().contains(u'\t'));
    menu->setActiveAction(tag);
    QTest::keyClick(menu, Qt::Key_Return);
    QVERIFY(m_desk->waitForSheet(u"tagSheet"_s));
    m_desk->type(u"gift"_s);
    send();
    QTRY_COMPARE_WITH_TIMEOUT(tags(), u"gift"_s, patienceMs);
}

void TestOrderCorrections::listMenuKeepsKindsTogether()
{
    signIn(u"lead"_s);
    Q_EMIT m_desk->table()->customContextMenuRequested(QPoint(20, 20));
    const QMenu *menu = nullptr;
    QTRY_VERIFY_WITH_TIMEOUT((menu = qobject_cast<QMenu *>(QApplication::activePopupWidget())) != nullptr, patienceMs);
    QStringList kinds(1);
    for (const QAction *action : menu->actions()) {
        if (action->isSeparator())
            kinds.append(QString());
        else
            kinds.last() += action->objectName() + u' ';
    }
    QVERIFY2(kinds.contains(u"shipAction refundAction refund_paidAction stock_returnAction parcelAction discloseAction "_s), qPrintable(kinds.join(u'|')));
    QVERIFY2(kinds.contains(u"noteAction messageAction confirmationAction "_s), qPrintable(kinds.join(u'|')));
    QVERIFY(menu->toolTipsVisible());
    QApplication::activePopupWidget()->close();
}

/// A note leaves the order's version as it is; the desk that shows the order hears of it all the same, and asks once.
void TestOrderCorrections::colleaguesNoteAppearsByItself()
{
    signIn(u"agent"_s);
    const QString opened = m_store->owner("select count(*)::text from audit.entry where verb = 'order_open' and actor = 'agent'");
    const QString version = order("version::text");
    Desk colleague(*m_store);
    QVERIFY(colleague.signIn(u"lead"_s));
    QVERIFY(colleague.waitForList());
    QVERIFY(colleague.openRow(0));
    auto *note = colleague.find<QPlainTextEdit>(u"noteEdit"_s);
    note = colleague.window().findChild<QPlainTextEdit *>(u"noteEdit"_s);
    note->setFocus();
    QTest::keyClicks(note, u"Rang back at noon."_s);
    QTest::keyClick(note, Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(m_store->owner("select coalesce(string_agg(body, ' '), '') from store.note"), u"Rang back at noon."_s, patienceMs);
    QCOMPARE(order("version::text"), version);
    m_store->work("select desk.work_tick()::text");
    const auto isShown = [this] {
        const QList<QLabel *> labels = m_desk->window().findChild<QWidget *>(u"orderView"_s)->findChildren<QLabel *>();
        return std::ranges::any_of(labels, [](const QLabel *label) { return label->text() == u"Rang back at noon."; });
    };
    QTRY_VERIFY_WITH_TIMEOUT(isShown(), patienceMs);
    QCOMPARE(m_store->owner("select count(*)::text from audit.entry where verb = 'order_open' and actor = 'agent'").toInt(), opened.toInt() + 1);
}

QTEST_MAIN(TestOrderCorrections)
#include "tst_ordercorrections.moc"
