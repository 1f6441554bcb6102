// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/desk.h"
#include "tests/ui/listening.h"

#include <QCheckBox>
#include <QDialog>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

namespace {

constexpr int patienceMs = 60'000;

} // namespace

/// A sheet for several orders says before the click what will be done to how many, and which are left alone and why.
class TestBulkSheets : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_desk.reset(); }
    void dryRunComesBeforeTheClick();
    void noneThatCanIsNoClick();
    void planFollowsTheStore();
    void takingOrdersOnOneselfLooksFirst();
    void planFollowsTheForm();
    void whatIsSentBeforeThePlanIsThereGoesToTheStore();
    void oneOrderHasNoPlan();
    void cancellationNamesWhatIsPaidByHand();
    void whoCannotBeToldIsNamedBeforeTheClick();
    void runNamesWhatIsPaidByHand();
    void tagsAndAssignmentsOfManyAreRuns();

private:
    void signIn();
    [[nodiscard]] QDialog *openOverAll(const QString &verb);
    [[nodiscard]] QString plan(const QString &verb) const
    {
        const auto *label = m_desk->find<QLabel>(verb + u"Plan"_s);
        return label && label->isVisible() ? label->text() : QString();
    }
    [[nodiscard]] QString number(qint64 order) const { return m_store->owner("select number from store.orders where id = $1", Params().integer(order)); }
    [[nodiscard]] QString held() const { return m_store->owner("select count(*)::text from store.orders where hold_count = 1"); }
    [[nodiscard]] QString commands() const { return m_store->owner("select count(*)::text from store.command where actor = 'lead'"); }

    std::unique_ptr<StoreUnderTest> m_store;
    std::unique_ptr<Desk> m_desk;
    QList<qint64> m_orders;
};

void TestBulkSheets::init()
{
    m_store = std::make_unique<StoreUnderTest>();
    m_orders.clear();
    for (int i = 0; i < 3; ++i) {
        m_orders.append(m_store->placeOrder());
        m_store->payOrder(m_orders.last());
    }
    m_store->owner("update store.setting set value = '600' where key = 'grace.seconds'"); // what is taken back here may come to it late
    m_desk = std::make_unique<Desk>(*m_store);
}

void TestBulkSheets::signIn()
{
    QVERIFY(m_desk->signIn(u"lead"_s));
    QVERIFY(m_desk->waitForList());
    QVERIFY(waitUntilItListens(*m_store, u"lead"_s));
}

QDialog *TestBulkSheets::openOverAll(const QString &verb)
{
    m_desk->backToTheList();
    m_desk->press(Qt::Key_A, Qt::ControlModifier);
    QAction *action = m_desk->action(verb + u"Action"_s);
    if (!QTest::qWaitFor([action] { return action->isEnabled(); }, patienceMs))
        return nullptr;
    m_desk->pressKeysOf(action);
    return m_desk->waitForSheet(verb + u"Sheet"_s);
}

void TestBulkSheets::dryRunComesBeforeTheClick()
{
    m_store->shipOrder(m_orders.at(1));
    signIn();
    m_desk->backToTheList();
    m_desk->press(Qt::Key_A, Qt::ControlModifier);
    m_desk->press(Qt::Key_H, Qt::ControlModifier);
    QVERIFY(m_desk->waitForSheet(u"holdSheet"_s));
    QTRY_VERIFY2_WITH_TIMEOUT(plan(u"hold"_s).contains(number(m_orders.at(1)) + u": "_s + orderReasonText(u"already_shipped"_s)), qPrintable(plan(u"hold"_s)), patienceMs);
    QVERIFY(plan(u"hold"_s).startsWith(u"2 order(s) will be put on hold."_s));
    for (const qint64 order : {m_orders.at(0), m_orders.at(2)})
        QVERIFY(!plan(u"hold"_s).contains(number(order)));
    QCOMPARE(held(), u"0"_s);
    QCOMPARE(commands(), u"0"_s);
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->sheet(u"holdSheet"_s), patienceMs); // what was left alone was said, so nothing stays to be decided
    QCOMPARE(held(), u"2"_s);
    QCOMPARE(commands(), u"1"_s);
    QVERIFY(m_desk->drafts().all().isEmpty());
}

void TestBulkSheets::noneThatCanIsNoClick()
{
    for (const qint64 order : std::as_const(m_orders))
        m_store->shipOrder(order);
    signIn();
    QDialog *sheet = openOverAll(u"hold"_s);
    QVERIFY(sheet);
    QTRY_VERIFY_WITH_TIMEOUT(plan(u"hold"_s).contains(orderReasonText(u"already_shipped"_s)), patienceMs);
    const auto *button = sheet->findChild<QPushButton *>(u"holdPlaceButton"_s);
    QVERIFY(!button->isEnabled());
    QVERIFY(button->toolTip().contains(orderReasonText(u"already_shipped"_s)));
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(m_desk->sheet(u"holdSheet"_s));
    QCOMPARE(commands(), u"0"_s);
    // Another reason changes nothing of it, and asks nothing.
    m_desk->press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->sheet(u"holdSheet"_s), patienceMs);
}

void TestBulkSheets::planFollowsTheStore()
{
    signIn();
    QVERIFY(openOverAll(u"hold"_s));
    QTRY_VERIFY_WITH_TIMEOUT(plan(u"hold"_s).startsWith(u"3 order(s)"_s), patienceMs);
    m_store->lead("select desk.tag(gen_random_uuid(), array[$1::bigint], '{gift}', '{}')::text", Params().integer(m_orders.at(2)));
    m_store->owner("notify steward_orders");
    QTRY_VERIFY_WITH_TIMEOUT(plan(u"hold"_s).startsWith(u"2 order(s)"_s), patienceMs);
    QVERIFY2(plan(u"hold"_s).contains(number(m_orders.at(2)) + u": Somebody has changed the order"_s), qPrintable(plan(u"hold"_s)));
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(held(), u"2"_s, patienceMs);
}

void TestBulkSheets::takingOrdersOnOneselfLooksFirst()
{
    const auto mine = [this] { return m_store->owner("select count(*)::text from store.orders o join store.staff s on s.id = o.assigned_to where s.login = 'lead'"); };
    signIn();
    QVERIFY(openOverAll(u"assign_me"_s));
    QTRY_VERIFY2_WITH_TIMEOUT(plan(u"assign_me"_s).startsWith(u"3 order(s) will be assigned as chosen."_s), qPrintable(plan(u"assign_me"_s)), patienceMs);
    QCOMPARE(mine(), u"0"_s);
    QCOMPARE(commands(), u"0"_s);
    m_store->agent("select desk.tag(gen_random_uuid(), array[$1::bigint], '{gift}', '{}')::text", Params().integer(m_orders.at(2)));
    m_store->owner("notify steward_orders");
    QTRY_VERIFY2_WITH_TIMEOUT(plan(u"assign_me"_s).contains(number(m_orders.at(2)) + u": Somebody has changed the order"_s), qPrintable(plan(u"assign_me"_s)), patienceMs);
    m_desk->press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(mine(), u"2"_s, patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->sheet(u"assign_meSheet"_s), patienceMs);
    QCOMPARE(commands(), u"1"_s);
    QVERIFY(m_desk->drafts().all().isEmpty());
}

void TestBulkSheets::planFollowsTheForm()
{
    m_store->owner("update store.orders set tags = array(select 'tag ' || n from generate_series(1, 50) n) where id = $1", Params().integer(m_orders.first()));
    signIn();
    QDialog *sheet = openOverAll(u"tag"_s);
    QVERIFY(sheet);
    QCOMPARE(plan(u"tag"_s), QString()); // nothing is asked for yet
    m_desk->type(u"gift,"_s);
    QTRY_VERIFY2_WITH_TIMEOUT(plan(u"tag"_s).contains(number(m_orders.first()) + u": "_s + orderReasonText(u"too_many_tags"_s)), qPrintable(plan(u"tag"_s)), patienceMs);
    QVERIFY(plan(u"tag"_s).startsWith(u"2 order(s) will have these tags changed."_s));
    m_desk->press(Qt::Key_Backspace); // the tag is taken out again
    QTRY_COMPARE_WITH_TIMEOUT(plan(u"tag"_s), QString(), patienceMs);
    QVERIFY(!sheet->findChild<QPushButton *>(u"tagButton"_s)->isEnabled());
    m_desk->type(u"tag 7,"_s); // which the full one has already
    QTRY_VERIFY_WITH_TIMEOUT(plan(u"tag"_s).startsWith(u"3 order(s) will have these tags changed."_s), patienceMs);
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(m_store->owner("select count(*)::text from store.orders where 'tag 7' = any(tags)"), u"3"_s, patienceMs);
}

void TestBulkSheets::whatIsSentBeforeThePlanIsThereGoesToTheStore()
{
    m_store->shipOrder(m_orders.at(1));
    signIn();
    // The look waits behind a lock on what it reads, and the person does not wait for the look.
    m_store->owner("begin");
    m_store->owner("lock table store.transition in access exclusive mode");
    QVERIFY(openOverAll(u"hold"_s));
    QVERIFY(plan(u"hold"_s).startsWith(u"Looking"_s));
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    m_store->owner("commit");
    QTRY_COMPARE_WITH_TIMEOUT(held(), u"2"_s, patienceMs);
    // The sheet stays with the one that was not, says why, and looks at what is left.
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->sheet(u"holdSheet"_s) && m_desk->find<QLabel>(u"holdAnswer"_s)->text().contains(number(m_orders.at(1))), patienceMs);
    QVERIFY(m_desk->sheet(u"holdSheet"_s)->windowTitle().contains(number(m_orders.at(1))));
}

void TestBulkSheets::oneOrderHasNoPlan()
{
    signIn();
    QVERIFY(m_desk->openRow(0));
    m_desk->press(Qt::Key_H, Qt::ControlModifier);
    QVERIFY(m_desk->waitForSheet(u"holdSheet"_s));
    QVERIFY(!m_desk->find<QLabel>(u"holdPlan"_s));
}

void TestBulkSheets::cancellationNamesWhatIsPaidByHand()
{
    m_store->owner("update store.setting set value = '[]' where key = 'refund.processors'");
    m_store->owner("update store.orders set currency = 'CHF' where id = $1", Params().integer(m_orders.first()));
    signIn();
    QDialog *sheet = openOverAll(u"cancel"_s);
    QVERIFY(sheet);
    const QString francs = byHandText({2990, u"CHF"_s});
    const QString euros = byHandText({5980, u"EUR"_s});
    QTRY_VERIFY2_WITH_TIMEOUT(plan(u"cancel"_s).contains(francs) && plan(u"cancel"_s).contains(euros), qPrintable(plan(u"cancel"_s)), patienceMs);
    QVERIFY(plan(u"cancel"_s).contains(Money{5980, u"EUR"_s}.toText() + u" will be given back."_s));
    sheet->findChild<QCheckBox *>(u"cancelIsRefunded"_s)->setFocus();
    m_desk->press(Qt::Key_Space);
    QTRY_COMPARE_WITH_TIMEOUT(plan(u"cancel"_s), u"3 order(s) will be cancelled."_s, patienceMs);
    m_desk->press(Qt::Key_Space);
    QTRY_VERIFY_WITH_TIMEOUT(plan(u"cancel"_s).contains(euros), patienceMs);
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->find<QLabel>(u"undoText"_s)->text().contains(euros) && m_desk->find<QLabel>(u"undoText"_s)->text().contains(francs), patienceMs);
}

void TestBulkSheets::whoCannotBeToldIsNamedBeforeTheClick()
{
    m_store->owner("update store.orders set email = null where id = $1", Params().integer(m_orders.at(1)));
    signIn();
    QDialog *sheet = openOverAll(u"cancel"_s);
    QVERIFY(sheet);
    const QString untold = u"1 order(s) have no e-mail address, so their customers are not told: %1."_s.arg(number(m_orders.at(1)));
    QTRY_VERIFY2_WITH_TIMEOUT(plan(u"cancel"_s).contains(untold), qPrintable(plan(u"cancel"_s)), patienceMs);
    QVERIFY(plan(u"cancel"_s).startsWith(u"3 order(s) will be cancelled."_s));
    sheet->findChild<QCheckBox *>(u"cancelIsTold"_s)->setFocus();
    m_desk->press(Qt::Key_Space);
    QTRY_VERIFY_WITH_TIMEOUT(!plan(u"cancel"_s).contains(untold), patienceMs);
    m_desk->press(Qt::Key_Space);
    QTRY_VERIFY_WITH_TIMEOUT(plan(u"cancel"_s).contains(untold), patienceMs);
}

void TestBulkSheets::runNamesWhatIsPaidByHand()
{
    m_store->owner("update store.setting set value = '[]' where key = 'refund.processors'");
    m_store->placeOrders(30);
    m_store->owner("update store.orders set currency = 'CHF' where id = $1", Params().integer(m_orders.first()));
    signIn();
    QVERIFY(openOverAll(u"cancel"_s));
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    const auto said = [this] {
        const auto *label = m_desk->find<QLabel>(u"bulkSaid"_s);
        return label ? label->text() : QString();
    };
    const QString francs = byHandText({2990, u"CHF"_s});
    const QString euros = byHandText({32 * 2990, u"EUR"_s});
    QTRY_VERIFY2_WITH_TIMEOUT(said().contains(francs) && said().contains(euros), qPrintable(said()), patienceMs);
    QVERIFY(said().contains(u"34 order(s) will be cancelled."_s)); // one of them was never paid
    QVERIFY(said().contains(u"what has left cannot be taken back"_s));
    QTest::mouseClick(m_desk->find<QPushButton>(u"bulkDoButton"_s), Qt::LeftButton);
    QTRY_VERIFY2_WITH_TIMEOUT(said().contains(u"Done to 34"_s) && said().contains(francs) && said().contains(euros), qPrintable(said()), patienceMs);
    QTest::mouseClick(m_desk->find<QPushButton>(u"bulkUndoButton"_s), Qt::LeftButton);
    QTRY_VERIFY2_WITH_TIMEOUT(said().contains(u"Taken back for 34"_s) && !said().contains(euros), qPrintable(said()), patienceMs);
}

void TestBulkSheets::tagsAndAssignmentsOfManyAreRuns()
{
    m_store->placeOrders(30);
    signIn();
    const auto runIt = [this] { // from the plan to the end, with keys
        const auto isPlanned = [this] {
            const auto *window = m_desk->find<QWidget>(u"bulkWindow"_s);
            const auto *button = m_desk->find<QPushButton>(u"bulkDoButton"_s);
            return window && button && button->isVisible() && QApplication::focusWidget() && window->isAncestorOf(QApplication::focusWidget());
        };
        if (!QTest::qWaitFor(isPlanned, patienceMs))
            return false;
        m_desk->press(Qt::Key_Return, Qt::ControlModifier);
        if (!QTest::qWaitFor([this] { return m_desk->find<QPushButton>(u"bulkUndoButton"_s)->isVisible(); }, patienceMs))
            return false;
        QTest::keyClick(m_desk->find<QWidget>(u"bulkWindow"_s), Qt::Key_Escape);
        return QTest::qWaitFor([this] { return !m_desk->find<QWidget>(u"bulkWindow"_s)->isVisible(); }, patienceMs);
    };
    QVERIFY(openOverAll(u"tag"_s));
    m_desk->type(u"gift,"_s);
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(runIt());
    QCOMPARE(m_store->owner("select count(*)::text from store.orders where 'gift' = any(tags)"), u"34"_s);
    QDialog *sheet = openOverAll(u"assign"_s);
    QVERIFY(sheet);
    auto *list = sheet->findChild<QListWidget *>(u"assigneeList"_s);
    const QString agent = m_store->owner("select display_name from store.staff where login = 'agent'");
    QTRY_VERIFY_WITH_TIMEOUT(!list->findItems(agent, Qt::MatchExactly).isEmpty() && list->hasFocus(), patienceMs);
    while (list->currentItem()->text() != agent && list->currentRow() + 1 < list->count())
        m_desk->press(Qt::Key_Down);
    QCOMPARE(list->currentItem()->text(), agent);
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(runIt()); // also the orders that the list has not read again since
    QCOMPARE(m_store->owner("select count(*)::text from store.orders o join store.staff s on s.id = o.assigned_to where s.login = 'agent'"), u"34"_s);
}

QTEST_MAIN(TestBulkSheets)
#include "tst_bulksheets.moc"
