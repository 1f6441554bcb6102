// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/crashingdesk.h"

#include "models/orders/ordertablemodel.h"
#include "ui/common/recordtable.h"
#include "ui/orders/orderlistwindow.h"
#include "ui/orders/orderwindow.h"

#include <QFile>
#include <QLineEdit>
#include <QScreen>
#include <QStatusBar>
#include <QTabBar>

#include <algorithm>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// The windows of orders that were open are there again after a crash, where they were and as many as one can use.
class TestWindowsRestored : public QObject, private CrashingDesk
{
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { m_desk.reset(); }
    void windowsComeBackAfterACrash();
    void windowsOutliveAProgramThatEndedBeforeTheListWasThere();
    void windowOfALostScreenIsSeen();
    void windowOfAnOrderNotSeenAnyMoreIsDropped();
    void manyWindowsAreNotAllOpenedAgain();
    void windowsOfViewsComeBackAsTheyWere();

private:
    /// How many orders were opened, once nothing of a program that ended is on its way to the store any more.
    QString openedUntilTheEnd() const;
};

QString TestWindowsRestored::openedUntilTheEnd() const
{
    const auto isGone = [this] { return m_store->owner("select count(*)::text from pg_stat_activity where datname = current_database() and usename in ('lead', 'agent')") == u"0"; };
    return QTest::qWaitFor(isGone, patienceMs) ? m_store->owner("select count(*)::text from audit.entry where verb = 'order_open'") : QString();
}

void TestWindowsRestored::windowsComeBackAfterACrash()
{
    const qint64 other = m_store->placeOrder();
    signIn();
    OrderWindow *window = openWindow();
    QVERIFY(window);
    QVERIFY(openWindowOf(1));
    window->setGeometry(120, 90, 640, 500);
    const auto isNoted = [this] {
        return std::ranges::any_of(filesNow(), [](const QByteArray &content) { return content.contains("120") && content.contains("640"); });
    };
    QTRY_VERIFY_WITH_TIMEOUT(isNoted(), patienceMs);
    const OrderId id = window->orderId();
    crash();
    const QString opened = openedUntilTheEnd();
    QVERIFY(!opened.isEmpty());
    m_desk = std::make_unique<Desk>(*m_store, m_folder->path());
    m_desk->credentials.secrets = m_secrets;
    QVERIFY(m_desk->signIn(u"lead"_s));
    QTRY_VERIFY_WITH_TIMEOUT(areFilled(2), patienceMs);
    for (const OrderWindow *again : windows()) {
        QVERIFY(again->orderId().value == m_order || again->orderId().value == other);
        if (again->orderId() == id)
            QCOMPARE(again->geometry(), QRect(120, 90, 640, 500));
    }
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->window().isActiveWindow(), 20'000); // the person is at the list
    // By the way every order is opened: noted, and counted as read.
    QCOMPARE(m_store->owner("select count(*)::text from audit.entry where verb = 'order_open'").toInt(), opened.toInt() + 2);
    QCOMPARE(commands(), u"0"_s);
    // One that was closed stays closed.
    windows().first()->close();
    QTRY_COMPARE_WITH_TIMEOUT(windows().size(), 1, 20'000);
    m_desk->action(u"signOutAction"_s)->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->session().state(), Session::State::SignedOut, 20'000);
    QVERIFY(m_desk->signIn(u"lead"_s));
    QTRY_VERIFY_WITH_TIMEOUT(areFilled(1), patienceMs);
    // Another person opens none of them.
    m_desk->action(u"signOutAction"_s)->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->session().state(), Session::State::SignedOut, 20'000);
    signIn(u"agent"_s);
    QVERIFY(windows().isEmpty());
}

void TestWindowsRestored::windowsOutliveAProgramThatEndedBeforeTheListWasThere()
{
    signIn();
    QVERIFY(openWindow());
    QTRY_VERIFY_WITH_TIMEOUT(std::ranges::any_of(filesNow(), [](const QByteArray &content) { return content.contains("maximized"); }), patienceMs);
    crash();
    // The store is slow to tell of orders, and the person has gone again by then.
    const auto holder = m_store->connect(Cluster::ownerLogin());
    QVERIFY(holder->script(u"test/hold"_s, "begin; lock table store.orders in access exclusive mode"));
    m_desk = std::make_unique<Desk>(*m_store, m_folder->path());
    m_desk->credentials.secrets = m_secrets;
    QVERIFY(m_desk->signIn(u"lead"_s));
    m_desk->window().close();
    QVERIFY(!m_desk->window().isVisible());
    m_desk.reset();
    QVERIFY(holder->script(u"test/release"_s, "rollback"));
    m_desk = std::make_unique<Desk>(*m_store, m_folder->path());
    m_desk->credentials.secrets = m_secrets;
    QVERIFY(m_desk->signIn(u"lead"_s));
    QTRY_VERIFY_WITH_TIMEOUT(areFilled(1), patienceMs);
}

void TestWindowsRestored::windowOfALostScreenIsSeen()
{
    signIn();
    OrderWindow *window = openWindow();
    QVERIFY(window);
    window->setGeometry(9000, 300, 640, 500); // as on a screen to the right that was there
    const auto isNoted = [this] {
        return std::ranges::any_of(filesNow(), [](const QByteArray &content) { return content.contains("9000"); });
    };
    QTRY_VERIFY_WITH_TIMEOUT(isNoted(), patienceMs);
    crash();
    m_desk = std::make_unique<Desk>(*m_store, m_folder->path());
    QVERIFY(m_desk->signIn(u"lead"_s));
    QTRY_VERIFY_WITH_TIMEOUT(areFilled(1), patienceMs);
    QVERIFY(windows().first()->screen()->availableGeometry().contains(windows().first()->geometry().topLeft()));
}

void TestWindowsRestored::windowOfAnOrderNotSeenAnyMoreIsDropped()
{
    signIn();
    QVERIFY(openWindow());
    QTRY_VERIFY_WITH_TIMEOUT(std::ranges::any_of(filesNow(), [](const QByteArray &content) { return content.contains("maximized"); }), patienceMs);
    crash();
    const auto files = filesNow();
    for (auto content = files.begin(); content != files.end(); ++content) {
        QFile file(content.key());
        if (!content.key().endsWith(u".ini"_s))
            continue;
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(content.value()).replace("order\\\":" + QByteArray::number(m_order), "order\\\":987654"));
    }
    m_desk = std::make_unique<Desk>(*m_store, m_folder->path());
    QVERIFY(m_desk->signIn(u"lead"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->window().statusBar()->currentMessage().contains(u"cannot be shown any more"_s), patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(windows().isEmpty(), 20'000);
    QCOMPARE(m_desk->prompts.asked, QStringList());
}

void TestWindowsRestored::manyWindowsAreNotAllOpenedAgain()
{
    for (int i = 1; i < 10; ++i)
        m_store->placeOrder();
    signIn();
    for (int row = 0; row < 10; ++row)
        QVERIFY(openWindowOf(row));
    m_desk->window().saveLayout();
    m_secrets = m_desk->credentials.secrets;
    m_desk.reset();
    m_desk = std::make_unique<Desk>(*m_store, m_folder->path());
    QVERIFY(m_desk->signIn(u"lead"_s));
    QTRY_VERIFY_WITH_TIMEOUT(areFilled(8), patienceMs);
}

void TestWindowsRestored::windowsOfViewsComeBackAsTheyWere()
{
    const auto lists = [this] { return m_desk->window().findChildren<OrderListWindow *>(); };
    const auto tableOf = [](const OrderListWindow *window) { return window->findChild<RecordTable *>(u"listWindowTable"_s); };
    const auto queryOf = [&](const OrderListWindow *window) { return qobject_cast<TableModel *>(tableOf(window)->model())->query(); };
    signIn();
    auto *tabs = m_desk->find<QTabBar>(u"viewTabs"_s);
    const auto toShip = [tabs] {
        int at = tabs->count() - 1;
        while (at > 0 && !tabs->tabText(at).startsWith(u"To ship"_s))
            --at;
        return at;
    };
    QTRY_VERIFY_WITH_TIMEOUT(toShip() > 0, patienceMs);
    tabs->setCurrentIndex(toShip());
    QVERIFY(m_desk->waitForList());
    m_desk->action(u"viewWindowAction"_s)->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(lists().size(), 1, patienceMs);
    OrderListWindow *window = lists().first();
    const SavedView view = window->view();
    QVERIFY(view.id.isValid());
    auto *edit = window->findChild<QLineEdit *>(u"filterEdit"_s);
    edit->setFocus();
    QTest::keyClick(edit, Qt::Key_End);
    QTest::keyClicks(edit, u" email:\"zyxel@example.com\""_s);
    QTest::keyClick(edit, Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(queryOf(window).filters.size() > view.query.filters.size(), patienceMs);
    window->setGeometry(10, 80, 780, 560);
    tableOf(window)->setColumnWidth(OrderTableModel::Placed, 173);
    Q_EMIT tableOf(window)->sortAsked(u"customer"_s, false);
    QTRY_VERIFY_WITH_TIMEOUT(std::ranges::any_of(filesNow(), [](const QByteArray &content) { return content.contains("780") && content.contains("173"); }), patienceMs);
    // A filter may name a person, and is not written down.
    QVERIFY(std::ranges::none_of(filesNow(), [](const QByteArray &content) { return content.contains("zyxel"); }));
    crash();
    const QString opened = openedUntilTheEnd();
    QVERIFY(!opened.isEmpty());
    m_desk = std::make_unique<Desk>(*m_store, m_folder->path());
    m_desk->credentials.secrets = m_secrets;
    QVERIFY(m_desk->signIn(u"lead"_s));
    QTRY_VERIFY_WITH_TIMEOUT(lists().size() == 1 && tableOf(lists().first())->model()->rowCount() > 0, patienceMs);
    window = lists().first();
    QCOMPARE(window->view().id, view.id);
    QCOMPARE(window->geometry(), QRect(10, 80, 780, 560));
    QCOMPARE(tableOf(window)->columnWidth(OrderTableModel::Placed), 173);
    QCOMPARE(queryOf(window).sort, u"customer"_s);
    QCOMPARE(queryOf(window).filters, view.query.filters);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->window().isActiveWindow(), patienceMs); // the person is at the list
    QCOMPARE(m_store->owner("select count(*)::text from audit.entry where verb = 'order_open'"), opened);
    QCOMPARE(commands(), u"0"_s);
    // One that was closed stays closed.
    window->close();
    m_desk->action(u"signOutAction"_s)->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->session().state(), Session::State::SignedOut, 20'000);
    signIn();
    QVERIFY(lists().isEmpty());
}

QTEST_MAIN(TestWindowsRestored)
#include "tst_windowsrestored.moc"
