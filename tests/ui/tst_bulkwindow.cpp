// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/session/proxy.h"
#include "tests/ui/desk.h"

#include <QAccessible>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QProgressBar>
#include <QPushButton>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

namespace {

constexpr int patienceMs = 60'000;
constexpr int slowMs = 30; // each way, so that a run can be met in its midst

} // namespace

/// Many orders are worked at the window: all that match, looked at first, stopped, cut off, tried again, taken back.
class TestBulkWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void allThatMatchArePutOnHoldAndTakenBack();
    void whyOrdersAreRefusedIsShownByGroup();
    void failuresAreTriedAgain();
    void runStopsAndGoesOn();
    void stoppedRunIsTakenBackAtOnce();
    void lostLineIsWaitedForAndNothingIsDoneTwice();
    void deskStaysUsableMeanwhile();
    void lockedRunWaitsForThePerson();
    void leavingAsksFirst();
    void severalOrdersAreShippedWhole();
    void fewOrdersAreOneCommand();
    void gatheringCanBeStopped();
    void windowIsWalkedWithTheKeyboard();

private:
    void signIn();
    /// The sheet of a verb over all that the list matches.
    [[nodiscard]] QDialog *openOverAll(const QString &action, const QString &sheet);
    /// As far as the plan of a hold of all of them, in a window that has the keyboard.
    void planHold();
    void click(const QString &button) const { QTest::mouseClick(m_desk->find<QPushButton>(button), Qt::LeftButton); }
    [[nodiscard]] bool isShown(const QString &name) const
    {
        const auto *widget = m_desk->find<QWidget>(name);
        return widget && widget->isVisible();
    }
    [[nodiscard]] QString said() const
    {
        const auto *label = m_desk->find<QLabel>(u"bulkSaid"_s);
        return label ? label->text() : QString();
    }
    [[nodiscard]] QStringList groups() const;
    [[nodiscard]] int reached() const { return m_desk->find<QProgressBar>(u"bulkBar"_s)->value(); }
    [[nodiscard]] QString held() const { return m_store->owner("select count(*)::text from store.orders where hold_count = 1"); }

    std::unique_ptr<StoreUnderTest> m_store;
    std::unique_ptr<Proxy> m_line;
    std::unique_ptr<Desk> m_desk;
};

void TestBulkWindow::init()
{
    m_store = std::make_unique<StoreUnderTest>();
    m_store->placeOrders(1299);
    m_line = std::make_unique<Proxy>(m_store->server(), slowMs);
    m_desk = std::make_unique<Desk>(*m_store, m_line->address());
}

void TestBulkWindow::cleanup()
{
    m_desk.reset();
    m_line.reset();
}

void TestBulkWindow::signIn()
{
    QVERIFY(m_desk->signIn(u"lead"_s));
    QVERIFY(m_desk->waitForList());
}

QDialog *TestBulkWindow::openOverAll(const QString &action, const QString &sheet)
{
    m_desk->backToTheList();
    m_desk->press(Qt::Key_A, Qt::ControlModifier);
    if (!QTest::qWaitFor([&] { return m_desk->action(action)->isEnabled(); }, patienceMs))
        return nullptr;
    m_desk->pressKeysOf(m_desk->action(action));
    return m_desk->waitForSheet(sheet);
}

void TestBulkWindow::planHold()
{
    QVERIFY(openOverAll(u"holdAction"_s, u"holdSheet"_s));
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(isShown(u"bulkDoButton"_s), patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(QApplication::focusWidget() && m_desk->find<QWidget>(u"bulkWindow"_s)->isAncestorOf(QApplication::focusWidget()), patienceMs);
}

QStringList TestBulkWindow::groups() const
{
    QStringList lines;
    const auto *list = m_desk->find<QListWidget>(u"bulkGroups"_s);
    for (int i = 0; i < list->count(); ++i)
        lines.append(list->item(i)->text());
    return lines;
}

void TestBulkWindow::allThatMatchArePutOnHoldAndTakenBack()
{
    signIn();
    planHold();
    QCOMPARE(held(), u"0"_s);
    QVERIFY2(said().contains(QLocale().toString(1300)), qPrintable(said()));
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(isShown(u"bulkUndoButton"_s), patienceMs);
    QCOMPARE(held(), u"1300"_s);
    QCOMPARE(m_store->owner("select count(*)::text from audit.entry where verb = 'hold_place'"), u"13"_s);
    // One that somebody went on with stays as it is, and is listed.
    m_store->agent("select desk.tag(gen_random_uuid(), (select array[min(h.order_id)] from (select ($1::bigint)) h(order_id)), '{gift}', '{}')::text",
                   Params().integer(m_store->owner("select min(id)::text from store.orders").toLongLong()));
    click(u"bulkUndoButton"_s);
    QTRY_COMPARE_WITH_TIMEOUT(held(), u"1"_s, patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(groups().size() == 3 && said().contains(QLocale().toString(1299)), patienceMs);
    QVERIFY(groups().join(u'\n').contains(orderReasonText(u"changed_since"_s)));
}

void TestBulkWindow::whyOrdersAreRefusedIsShownByGroup()
{
    const qint64 shipped = m_store->owner("select id::text from store.orders where number = 'B-7'").toLongLong();
    m_store->shipOrder(shipped);
    signIn();
    planHold();
    QCOMPARE(groups().size(), 3);
    auto *list = m_desk->find<QListWidget>(u"bulkGroups"_s);
    QVERIFY2(list->item(2)->text().contains(orderReasonText(u"already_shipped"_s)), qPrintable(groups().join(u'\n')));
    list->setFocus();
    m_desk->press(Qt::Key_End);
    const auto *rows = m_desk->find<QTableView>(u"bulkRows"_s);
    QTRY_COMPARE_WITH_TIMEOUT(rows->model()->rowCount(), 1, 20'000);
    QCOMPARE(rows->model()->index(0, 0).data().toString(), u"B-7"_s);
    m_desk->press(Qt::Key_Home);
    QTRY_COMPARE_WITH_TIMEOUT(rows->model()->rowCount(), 1300, 20'000);
    QTest::keyClick(m_desk->find<QWidget>(u"bulkWindow"_s), Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!isShown(u"bulkWindow"_s), 20'000);
    QCOMPARE(held(), u"0"_s);
}

void TestBulkWindow::failuresAreTriedAgain()
{
    signIn();
    planHold();
    const qint64 changed = m_store->owner("select id::text from store.orders where number = 'B-700'").toLongLong();
    m_store->agent("select desk.tag(gen_random_uuid(), array[$1::bigint], '{gift}', '{}')::text", Params().integer(changed));
    click(u"bulkDoButton"_s);
    QTRY_VERIFY_WITH_TIMEOUT(isShown(u"bulkRetryButton"_s), patienceMs);
    QCOMPARE(held(), u"1299"_s);
    click(u"bulkRetryButton"_s);
    QTRY_VERIFY_WITH_TIMEOUT(isShown(u"bulkDoButton"_s) && m_desk->find<QTableView>(u"bulkRows"_s)->model()->rowCount() == 1, patienceMs);
    click(u"bulkDoButton"_s);
    QTRY_COMPARE_WITH_TIMEOUT(held(), u"1300"_s, patienceMs);
}

void TestBulkWindow::runStopsAndGoesOn()
{
    signIn();
    planHold();
    click(u"bulkDoButton"_s);
    QTRY_VERIFY_WITH_TIMEOUT(reached() >= 200, patienceMs);
    click(u"bulkStopButton"_s);
    QTRY_VERIFY_WITH_TIMEOUT(isShown(u"bulkResumeButton"_s), patienceMs);
    const int done = held().toInt();
    QCOMPARE(done, reached());
    QVERIFY(done < 1300);
    click(u"bulkResumeButton"_s);
    QTRY_COMPARE_WITH_TIMEOUT(held(), u"1300"_s, patienceMs);
    QCOMPARE(m_store->owner("select count(*)::text from store.command where verb = 'hold_place'"), u"13"_s);
}

void TestBulkWindow::stoppedRunIsTakenBackAtOnce()
{
    signIn();
    planHold();
    click(u"bulkDoButton"_s);
    QTRY_VERIFY_WITH_TIMEOUT(reached() >= 100, patienceMs);
    click(u"bulkStopButton"_s);
    QTRY_VERIFY_WITH_TIMEOUT(isShown(u"bulkUndoButton"_s), patienceMs);
    const int done = held().toInt();
    QVERIFY(done > 0 && done < 1300);
    const QString offered = m_desk->find<QPushButton>(u"bulkUndoButton"_s)->text();
    QVERIFY2(offered.contains(QLocale().toString(done)) && offered.contains(u"leave the others alone"_s), qPrintable(offered));
    click(u"bulkUndoButton"_s);
    QTRY_VERIFY_WITH_TIMEOUT(isShown(u"bulkRetryButton"_s), patienceMs);
    QCOMPARE(held(), u"0"_s);
    QCOMPARE(m_store->owner("select count(*)::text from store.hold where released_at is null"), u"0"_s);
    QVERIFY(groups().join(u'\n').contains(orderReasonText(u"left_alone"_s)));
    QVERIFY(m_desk->drafts().all().isEmpty());
}

void TestBulkWindow::lostLineIsWaitedForAndNothingIsDoneTwice()
{
    signIn();
    planHold();
    click(u"bulkDoButton"_s);
    QTRY_VERIFY_WITH_TIMEOUT(reached() >= 200, patienceMs);
    m_line->setBroken(true);
    QTRY_VERIFY_WITH_TIMEOUT(said().contains(u"server is away"_s), patienceMs);
    QVERIFY(reached() < 1300);
    m_line->setBroken(false);
    QTRY_VERIFY_WITH_TIMEOUT(isShown(u"bulkUndoButton"_s), patienceMs);
    QCOMPARE(held(), u"1300"_s);
    QCOMPARE(m_store->owner("select count(*)::text from store.hold"), u"1300"_s);
    QCOMPARE(m_store->owner("select count(*)::text from store.command where verb = 'hold_place'"), u"13"_s);
}

void TestBulkWindow::deskStaysUsableMeanwhile()
{
    m_store->makeGate("hold");
    signIn();
    planHold();
    click(u"bulkDoButton"_s);
    QTRY_VERIFY_WITH_TIMEOUT(reached() >= 100, patienceMs);
    m_store->shutGate(); // it is not over before the desk has been used
    QTRY_VERIFY_WITH_TIMEOUT(m_store->isAnyoneAtTheGate(), patienceMs);
    click(u"bulkCloseButton"_s);
    QTRY_VERIFY_WITH_TIMEOUT(isShown(u"bulkStrip"_s) && !isShown(u"bulkWindow"_s), patienceMs);
    m_desk->backToTheList();
    QVERIFY(m_desk->openRow(3));
    QVERIFY(isShown(u"bulkStrip"_s));
    click(u"bulkShowButton"_s);
    QTRY_VERIFY_WITH_TIMEOUT(isShown(u"bulkWindow"_s), patienceMs);
    m_store->openGate();
    QVERIFY(m_desk->filter(u"number:B-55"_s)); // its count goes between two steps
    QTRY_COMPARE_WITH_TIMEOUT(held(), u"1300"_s, patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(!isShown(u"bulkStrip"_s), patienceMs);
}

void TestBulkWindow::lockedRunWaitsForThePerson()
{
    signIn();
    planHold();
    click(u"bulkDoButton"_s);
    QTRY_VERIFY_WITH_TIMEOUT(reached() >= 100, patienceMs);
    m_desk->action(u"lockAction"_s)->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(isShown(u"lockScreen"_s), patienceMs);
    const QList<QLabel *> labels = m_desk->find<QWidget>(u"lockScreen"_s)->findChildren<QLabel *>();
    QVERIFY(std::ranges::any_of(labels, [](const QLabel *label) { return label->text().contains(u"goes on when you have unlocked"_s); }));
    QVERIFY(!isShown(u"bulkWindow"_s));
    QVERIFY(held().toInt() < 1300);
    QVERIFY(m_desk->unlock(m_store->as(u"lead"_s).password));
    QTRY_COMPARE_WITH_TIMEOUT(held(), u"1300"_s, patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(isShown(u"bulkUndoButton"_s), patienceMs);
    QCOMPARE(m_store->owner("select count(*)::text from store.command where verb = 'hold_place'"), u"13"_s);
}

void TestBulkWindow::leavingAsksFirst()
{
    signIn();
    planHold();
    click(u"bulkDoButton"_s);
    QTRY_VERIFY_WITH_TIMEOUT(reached() >= 100, patienceMs);
    m_desk->prompts.choice = 1;
    m_desk->action(u"signOutAction"_s)->trigger();
    QCOMPARE(m_desk->prompts.asked.size(), 1);
    QCOMPARE(m_desk->session().state(), Session::State::Ready);
    m_desk->prompts.choice = 0;
    m_desk->action(u"signOutAction"_s)->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->session().state(), Session::State::SignedOut, patienceMs);
    QVERIFY(held().toInt() < 1300);
}

void TestBulkWindow::severalOrdersAreShippedWhole()
{
    signIn();
    QVERIFY(m_desk->filter(u"number:B-5*"_s));
    QDialog *sheet = openOverAll(u"shipAction"_s, u"shipWholeSheet"_s);
    QVERIFY(sheet);
    sheet->findChild<QComboBox *>(u"shipWholeCarrier"_s)->setFocus();
    m_desk->type(u"DHL"_s);
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(isShown(u"bulkDoButton"_s), patienceMs);
    const QString planned = m_store->owner("select count(*)::text from store.orders where number ~ '^B-5'");
    click(u"bulkDoButton"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_store->owner("select count(*)::text from store.orders where fulfilment_status = 'fulfilled'"), planned, patienceMs);
    QCOMPARE(m_store->owner("select count(*)::text from store.shipment where carrier = 'DHL'"), planned);
    QCOMPARE(m_store->owner("select count(*)::text from mailroom.outbox where template = 'shipped'"), planned);
}

void TestBulkWindow::fewOrdersAreOneCommand()
{
    signIn();
    m_desk->backToTheList();
    m_desk->press(Qt::Key_Home, Qt::ControlModifier);
    m_desk->press(Qt::Key_Down, Qt::ShiftModifier);
    m_desk->press(Qt::Key_Down, Qt::ShiftModifier);
    m_desk->action(u"holdAction"_s)->trigger();
    QVERIFY(m_desk->waitForSheet(u"holdSheet"_s));
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(held(), u"3"_s, patienceMs);
    QVERIFY(!isShown(u"bulkWindow"_s));
}

void TestBulkWindow::gatheringCanBeStopped()
{
    signIn();
    m_desk->backToTheList();
    m_desk->press(Qt::Key_A, Qt::ControlModifier);
    // It cannot be through before it is stopped: what is read is counted, and the counts are held by somebody else.
    const auto holder = m_store->connect(Cluster::ownerLogin());
    QVERIFY(holder->query({u"test/hold"_s, "begin"}) && holder->query({u"test/hold"_s, "lock table store.read_meter in access exclusive mode"}));
    m_desk->action(u"holdAction"_s)->trigger();
    QVERIFY(m_desk->waitForSheet(u"gatherSheet"_s));
    m_desk->press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->sheet(u"gatherSheet"_s), 20'000);
    QVERIFY(holder->query({u"test/hold"_s, "rollback"}));
    // Asked again, all of it is found.
    QVERIFY(openOverAll(u"holdAction"_s, u"holdSheet"_s));
}

void TestBulkWindow::windowIsWalkedWithTheKeyboard()
{
    signIn();
    planHold();
    QSet<QString> seen;
    for (QWidget *at = QApplication::focusWidget(); !seen.contains(at->objectName()); at = QApplication::focusWidget()) {
        seen.insert(at->objectName());
        QAccessibleInterface *face = QAccessible::queryAccessibleInterface(at);
        QVERIFY2(face && !face->text(QAccessible::Name).trimmed().isEmpty(), qPrintable(at->objectName()));
        QTest::keyClick(at, Qt::Key_Tab);
    }
    QCOMPARE(seen, (QSet<QString>{u"bulkGroups"_s, u"bulkRows"_s, u"bulkCloseButton"_s, u"bulkDoButton"_s}));
}

QTEST_MAIN(TestBulkWindow)
#include "tst_bulkwindow.moc"
