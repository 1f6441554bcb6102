// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/desk.h"
#include "tests/ui/listening.h"

#include "models/orders/ordertablemodel.h"
#include "ui/common/page.h"
#include "ui/common/recordtable.h"
#include "ui/orders/orderlistwindow.h"

#include <QAbstractButton>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QTabBar>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// The tabs of the orders desk: what a view holds, how it is saved, changed, mended and left.
class TestOrdersViews : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_desk.reset(); }
    void init();
    void tabsShowTheirViews();
    void viewIsSavedUnderAName();
    void brokenViewOpensWithDefaultsAndSaysSo();
    void eachViewHasItsOwnColumns();
    void changesToColumnsAreMarkedAndUndone();
    void deletedViewTakesItsFilterAlong();
    void viewIsRenamed();
    void viewHasAWindowOfItsOwn();
    void filteredListHasAWindowToo();
    void countsFollowWhatHappens();

private:
    int tabOf(const QString &name) const;
    bool openTab(const QString &name);
    bool saveAs(const QString &name);
    [[nodiscard]] QList<OrderListWindow *> windows() const { return m_desk->window().findChildren<OrderListWindow *>(); }
    /// Of a window of its own, once all of it is there.
    [[nodiscard]] static RecordTable *tableOf(const OrderListWindow *window);

    std::unique_ptr<StoreUnderTest> m_store;
    std::unique_ptr<Desk> m_desk;
};

void TestOrdersViews::initTestCase()
{
    m_store = std::make_unique<StoreUnderTest>(TestDatabase::Kind::Demo);
    m_desk = std::make_unique<Desk>(*m_store);
    QVERIFY(m_desk->signIn(u"lead"_s));
    QVERIFY(m_desk->waitForList());
    QVERIFY(waitUntilItListens(*m_store, u"lead"_s));
}

void TestOrdersViews::init()
{
    m_desk->find<QTabBar>(u"viewTabs"_s)->setCurrentIndex(0);
    QVERIFY(m_desk->filter({}));
}

int TestOrdersViews::tabOf(const QString &name) const
{
    const auto *tabs = m_desk->find<QTabBar>(u"viewTabs"_s);
    for (int i = 0; i < tabs->count(); ++i) {
        if (tabs->tabText(i).startsWith(name))
            return i;
    }
    return -1;
}

bool TestOrdersViews::openTab(const QString &name)
{
    const bool isThere = QTest::qWaitFor([&] { return tabOf(name) >= 0; }, 20'000);
    m_desk->find<QTabBar>(u"viewTabs"_s)->setCurrentIndex(tabOf(name));
    return isThere && m_desk->waitForList();
}

bool TestOrdersViews::saveAs(const QString &name)
{
    m_desk->prompts.typed = name;
    m_desk->action(u"saveViewAsAction"_s)->trigger();
    return QTest::qWaitFor([&] { return tabOf(name) >= 0 && m_desk->find<QTabBar>(u"viewTabs"_s)->currentIndex() == tabOf(name); }, 20'000) && m_desk->waitForList();
}

void TestOrdersViews::tabsShowTheirViews()
{
    auto *tabs = m_desk->find<QTabBar>(u"viewTabs"_s);
    QStringList names;
    for (int i = 0; i < tabs->count(); ++i)
        names.append(tabs->tabText(i).section(u"  "_s, 0, 0));
    for (const QString &name : {u"All"_s, u"Mine"_s, u"To ship"_s, u"On hold"_s, u"Refund waiting"_s, u"Pay out by hand"_s})
        QVERIFY2(std::ranges::any_of(names, [&](const QString &text) { return text.startsWith(name); }), qPrintable(names.join(u'|')));
    const auto at = std::ranges::find_if(names, [](const QString &text) { return text.startsWith(u"On hold"_s); }) - names.begin();
    tabs->setCurrentIndex(int(at));
    QVERIFY(m_desk->waitForList());
    QTRY_COMPARE_WITH_TIMEOUT(QString::number(m_desk->table()->model()->rowCount()), m_store->owner("select count(*)::text from store.orders where fulfilment_status = 'on_hold'"), 20'000);
}

void TestOrdersViews::viewIsSavedUnderAName()
{
    QVERIFY(m_desk->filter(u"payment:pending"_s));
    m_desk->prompts.typed = u"Waiting for money"_s;
    m_desk->press(Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier);
    auto *tabs = m_desk->find<QTabBar>(u"viewTabs"_s);
    const auto hasTab = [tabs] {
        for (int i = 0; i < tabs->count(); ++i) {
            if (tabs->tabText(i).startsWith(u"Waiting for money"_s))
                return true;
        }
        return false;
    };
    QTRY_VERIFY_WITH_TIMEOUT(hasTab(), 20'000);
    QCOMPARE(m_store->owner("select s.login from store.saved_view v join store.staff s on s.id = v.owner_id where v.name = 'Waiting for money'"), u"lead"_s);
}

void TestOrdersViews::brokenViewOpensWithDefaultsAndSaysSo()
{
    QVERIFY(m_desk->filter(u"payment:paid"_s));
    QVERIFY(saveAs(u"Soon broken"_s));
    m_store->owner(R"(update store.saved_view set definition = '{"query": {"filters": [{"field": "colour", "op": "in", "values": ["red"]}]}}' where name = 'Soon broken')");
    // Saving another one loads them all anew.
    QVERIFY(saveAs(u"Another"_s));
    QVERIFY(openTab(u"Soon broken"_s));
    auto *table = m_desk->table();
    auto *notice = m_desk->find<QLabel>(u"ordersNotice"_s);
    QTRY_VERIFY_WITH_TIMEOUT(table->model()->rowCount() > 1000 && table->isVisible(), 20'000);
    QVERIFY2(notice->isVisible() && notice->text().contains(u"could not be read"_s), qPrintable(notice->text()));
    // Saved again it is a whole view, without a word of warning.
    auto *save = m_desk->find<QAbstractButton>(u"saveViewButton"_s);
    QVERIFY(save->isVisible());
    QVERIFY(m_desk->filter(u"payment:refunded"_s));
    QVERIFY(notice->isVisible());
    m_desk->backToTheList();
    save->setFocus();
    m_desk->press(Qt::Key_Space);
    QTRY_VERIFY_WITH_TIMEOUT(!notice->isVisible() && !save->isVisible(), 20'000);
    QVERIFY(m_store->owner("select definition::text from store.saved_view where name = 'Soon broken'").contains(u"refunded"_s));
}

void TestOrdersViews::eachViewHasItsOwnColumns()
{
    auto *table = qobject_cast<RecordTable *>(m_desk->table());
    table->setColumnHidden(OrderTableModel::Items, true);
    const QList<ViewColumn> all = table->columns();
    QVERIFY(m_desk->filter(u"payment:paid"_s));
    QVERIFY(saveAs(u"Narrow"_s));
    table->setColumnHidden(OrderTableModel::Postal, true);
    table->setColumnWidth(OrderTableModel::Number, 222);
    QVERIFY(table->columns() != all);
    QVERIFY(openTab(u"All"_s));
    QCOMPARE(table->columns(), all);
    // Nor is what another view shows remembered as that of All.
    QVERIFY(openTab(u"On hold"_s));
    QVERIFY(!table->isColumnHidden(OrderTableModel::Items));
    m_desk->find<Page>(u"ordersPage"_s)->saveLayout();
    QVERIFY(openTab(u"All"_s));
    QCOMPARE(table->columns(), all);
    table->setColumnHidden(OrderTableModel::Items, false);
}

void TestOrdersViews::changesToColumnsAreMarkedAndUndone()
{
    auto *tabs = m_desk->find<QTabBar>(u"viewTabs"_s);
    auto *table = qobject_cast<RecordTable *>(m_desk->table());
    auto *revert = m_desk->find<QAbstractButton>(u"revertViewButton"_s);
    QVERIFY(m_desk->filter(u"payment:paid"_s));
    QVERIFY(saveAs(u"Marked"_s));
    const auto isMarked = [&] { return tabs->tabText(tabs->currentIndex()).contains(u'•'); };
    QVERIFY(!isMarked() && !revert->isVisible());
    const QList<ViewColumn> saved = table->columns();
    m_desk->window().resize(1300, 850);
    QVERIFY(!isMarked());
    for (const std::function<void()> &change : std::initializer_list<std::function<void()>>{
             [&] { table->setColumnWidth(OrderTableModel::Customer, 300); }, [&] { table->setColumnHidden(OrderTableModel::Placed, true); },
             [&] { table->horizontalHeader()->moveSection(0, 2); }, [&] { m_desk->action(u"resetLayoutAction"_s)->trigger(); table->setColumnHidden(OrderTableModel::Email, false); }}) {
        change();
        QTRY_VERIFY_WITH_TIMEOUT(isMarked(), 20'000);
        QVERIFY(revert->isVisible());
        QTest::mouseClick(revert, Qt::LeftButton);
        QVERIFY(!isMarked() && !revert->isVisible());
        QCOMPARE(table->columns(), saved);
        QVERIFY(m_desk->waitForList());
    }
    // Saved, the change is the view.
    table->setColumnWidth(OrderTableModel::Customer, 300);
    QTRY_VERIFY_WITH_TIMEOUT(isMarked(), 20'000); // which comes a moment later; else it would seem to be saved at once
    m_desk->press(Qt::Key_S, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(!isMarked(), 20'000);
    QVERIFY(openTab(u"All"_s) && openTab(u"Marked"_s));
    QCOMPARE(table->columnWidth(OrderTableModel::Customer), 300);
}

void TestOrdersViews::deletedViewTakesItsFilterAlong()
{
    QVERIFY(m_desk->filter(u"payment:refunded"_s));
    QVERIFY(saveAs(u"Short-lived"_s));
    const int some = m_desk->table()->model()->rowCount();
    m_desk->prompts.choice = 0;
    m_desk->action(u"deleteViewAction"_s)->trigger();
    m_desk->prompts.choice = -1;
    QTRY_VERIFY_WITH_TIMEOUT(tabOf(u"Short-lived"_s) < 0, 20'000);
    QCOMPARE(m_desk->find<QTabBar>(u"viewTabs"_s)->currentIndex(), 0);
    QVERIFY(m_desk->waitForList());
    QCOMPARE(m_desk->find<QLineEdit>(u"filterEdit"_s)->text(), QString());
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->table()->model()->rowCount() > some, 20'000);
}

void TestOrdersViews::viewIsRenamed()
{
    QVERIFY(!m_desk->action(u"renameViewAction"_s)->isEnabled());
    QVERIFY(m_desk->filter(u"payment:paid"_s));
    QVERIFY(saveAs(u"Before"_s));
    QVERIFY(m_desk->filter(u"payment:voided"_s));
    m_desk->prompts.typed = u"After"_s;
    m_desk->action(u"renameViewAction"_s)->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(tabOf(u"After"_s) >= 0 && tabOf(u"Before"_s) < 0, 20'000);
    const QString definition = m_store->owner("select definition::text from store.saved_view where name = 'After'");
    QVERIFY2(definition.contains(u"paid"_s) && !definition.contains(u"voided"_s), qPrintable(definition));
    QVERIFY(m_desk->find<QAbstractButton>(u"saveViewButton"_s)->isVisible());
}

RecordTable *TestOrdersViews::tableOf(const OrderListWindow *window)
{
    auto *table = window->findChild<RecordTable *>(u"listWindowTable"_s);
    const auto *model = qobject_cast<const TableModel *>(table->model());
    const bool isThere = QTest::qWaitFor([model] { return model->state() == TableModel::State::Ready && model->countStage() == CountStage::Exact && model->rowCount() == model->countValue(); }, 20'000);
    return isThere ? table : nullptr;
}

void TestOrdersViews::viewHasAWindowOfItsOwn()
{
    QVERIFY(openTab(u"On hold"_s));
    m_desk->backToTheList();
    m_desk->press(Qt::Key_W, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE_WITH_TIMEOUT(windows().size(), 1, 20'000);
    OrderListWindow *window = windows().first();
    QVERIFY(QTest::qWaitForWindowActive(window, 20'000));
    QVERIFY(window->windowTitle().startsWith(u"On hold"_s));
    RecordTable *table = tableOf(window);
    QVERIFY(table);
    const QString held = m_store->owner("select count(*)::text from store.orders where fulfilment_status = 'on_hold'");
    QCOMPARE(QString::number(table->model()->rowCount()), held);
    // Each goes its own way.
    m_desk->find<QTabBar>(u"viewTabs"_s)->setCurrentIndex(0);
    QVERIFY(m_desk->waitForList());
    Q_EMIT table->sortAsked(u"number"_s, false);
    QVERIFY(tableOf(window));
    QCOMPARE(QString::number(table->model()->rowCount()), held);
    QVERIFY(m_desk->table()->model()->rowCount() > held.toInt());
    QCOMPARE(qobject_cast<TableModel *>(m_desk->table()->model())->query().sort, u"placed"_s);
    QCOMPARE(qobject_cast<TableModel *>(table->model())->query().sort, u"number"_s);
    // It shows its own order, and a verb is about that.
    window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(window, 20'000));
    table->setFocus();
    table->showRow(1);
    const QString number = table->model()->index(1, OrderTableModel::Number).data().toString();
    const auto shown = [window] {
        const auto *label = window->findChild<QLabel *>(u"panelNumber"_s);
        return label ? label->text() : QString();
    };
    QTRY_COMPARE_WITH_TIMEOUT(shown(), number, 20'000);
    m_desk->press(Qt::Key_T, Qt::ControlModifier);
    QDialog *sheet = m_desk->waitForSheet(u"tagSheet"_s);
    QVERIFY(sheet);
    QVERIFY2(sheet->windowTitle().contains(number), qPrintable(sheet->windowTitle()));
    QCOMPARE(sheet->parentWidget()->window(), window);
    m_desk->press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->sheet(u"tagSheet"_s), 20'000);
    // Asked for twice it is raised.
    QVERIFY(openTab(u"On hold"_s));
    m_desk->backToTheList();
    m_desk->action(u"viewWindowAction"_s)->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(window->isActiveWindow(), 20'000);
    QCOMPARE(windows().size(), 1);
    m_desk->press(Qt::Key_W, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(windows().size(), 0, 20'000);
}

void TestOrdersViews::filteredListHasAWindowToo()
{
    QVERIFY(m_desk->filter(u"payment:paid"_s));
    m_desk->action(u"viewWindowAction"_s)->trigger();
    QVERIFY(m_desk->filter(u"payment:pending"_s));
    m_desk->action(u"viewWindowAction"_s)->trigger();
    m_desk->action(u"viewWindowAction"_s)->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(windows().size(), 2, 20'000);
    for (OrderListWindow *window : windows()) {
        const RecordTable *table = tableOf(window);
        QVERIFY(table);
        const QString payment = window->windowTitle().contains(u"paid"_s) ? u"paid"_s : u"pending"_s;
        QVERIFY2(window->windowTitle().contains(payment), qPrintable(window->windowTitle()));
        QCOMPARE(QString::number(table->model()->rowCount()), m_store->owner("select count(*)::text from store.orders where payment_status = $1", Params().text(payment)));
        window->close();
    }
    QTRY_COMPARE_WITH_TIMEOUT(windows().size(), 0, 20'000);
}

void TestOrdersViews::countsFollowWhatHappens()
{
    const auto shown = [this] { return m_desk->find<QTabBar>(u"viewTabs"_s)->tabText(tabOf(u"On hold"_s)); };
    const int before = m_store->owner("select count(*)::text from store.orders where hold_count > 0").toInt();
    QTRY_VERIFY_WITH_TIMEOUT(shown().endsWith(u"  %L1"_s.arg(before)), 20'000);
    m_store->owner("insert into store.hold (order_id, reason, placed_by) select o.id, 'stock', (select min(id) from store.staff) from store.orders o "
                   "where hold_count = 0 and fulfilment_status = 'unfulfilled' limit 1");
    QCOMPARE(m_store->owner("select count(*)::text from store.orders where hold_count > 0").toInt(), before + 1);
    m_store->owner("notify steward_orders");
    QTRY_VERIFY_WITH_TIMEOUT(shown().endsWith(u"  %L1"_s.arg(before + 1)), 30'000);
}

QTEST_MAIN(TestOrdersViews)
#include "tst_ordersviews.moc"
