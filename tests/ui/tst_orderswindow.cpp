// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/desk.h"
#include "tests/ui/listening.h"

#include "models/orders/ordertablemodel.h"
#include "ui/common/qtprompts.h"
#include "ui/common/recordtable.h"
#include "ui/common/statebanner.h"
#include "ui/orders/orderspage.h"

#include <QAbstractButton>
#include <QClipboard>
#include <QDialog>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QSignalSpy>
#include <QTabBar>
#include <QTimeZone>
#include <QToolButton>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// Finding orders: filters, look-up, jumps, palette, export, with real keys.
class TestOrdersWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_desk.reset(); }
    void init();
    void typedFilterAndChipsAreTheSame();
    void wrongFilterSaysWhatIsWrongAndKeepsTheList();
    void nothingFoundHasItsOwnLook();
    void everyHeaderSorts();
    void sortingNeedsNoMouse();
    void widthsNeedNoMouse();
    void arrowsMoveThePanelsEdge_data();
    void arrowsMoveThePanelsEdge();
    void manyFiltersDoNotWidenTheWindow();
    void windowKeepsItsSizeWhateverTheListLooksLike();
    void clicksAndTypingDoNotTakeFromEachOther();
    void onlyWhatTheLoginMaySeeIsOffered();
    void lookUpFindsByEachKey_data();
    void lookUpFindsByEachKey();
    void endsAreReachedByKeys();
    void jumpsToANumber();
    void numberIsReadAsTheStoreReadsIt();
    void numberThatIsNotThereSaysSo();
    void lookedUpOrderIsOpenedOnce();
    void lateAnswerDoesNotTakeTheCursorAway();
    void orderOutsideTheFilterIsNotMarkedInTheList();
    void nextAndPreviousStayInTheFilteredList();
    void paletteRunsAnAction();
    void paletteSaysWhyAnActionIsOff();
    void copyTakesTheSelectedRows();
    void copyTakesWhatIsShown();
    void moreThanCanBeDoneIsRefusedWhole();
    void askingAgainForgetsTheSelection();
    void exportWritesWhatIsShown();
    void savedFileGetsItsSuffix();
    void offlineAndBack();
    void liveChangeIsPatchedInPlace();

private:
    [[nodiscard]] OrdersPage *page() const { return m_desk->find<OrdersPage>(u"ordersPage"_s); }
    [[nodiscard]] QLabel *notice() const { return m_desk->find<QLabel>(u"ordersNotice"_s); }

    std::unique_ptr<StoreUnderTest> m_store;
    std::unique_ptr<Desk> m_desk;
    QTemporaryDir m_folder;
};

void TestOrdersWindow::initTestCase()
{
    m_store = std::make_unique<StoreUnderTest>(TestDatabase::Kind::Demo);
    m_desk = std::make_unique<Desk>(*m_store);
    QVERIFY(m_desk->signIn(u"lead"_s));
    QVERIFY(m_desk->waitForList());
    QVERIFY(waitUntilItListens(*m_store, u"lead"_s));
}

void TestOrdersWindow::init()
{
    m_desk->find<QTabBar>(u"viewTabs"_s)->setCurrentIndex(0);
    QVERIFY(m_desk->filter({}));
}

void TestOrdersWindow::typedFilterAndChipsAreTheSame()
{
    QVERIFY(m_desk->filter(u"payment:paid fulfilment:unfulfilled total:>100 "_s));
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->window().findChildren<QWidget *>(u"filterChip"_s).size(), 3, 20'000);
    auto *table = m_desk->table();
    QVERIFY(table->model()->rowCount() > 0);
    const QString expected = m_store->owner("select count(*)::text from store.orders o join store.currency c on c.code = o.currency "
                                            "where payment_status = 'paid' and fulfilment_status = 'unfulfilled' and total_minor > 100 * power(10, c.digits)");
    QTRY_COMPARE_WITH_TIMEOUT(QString::number(table->model()->rowCount()), expected, 20'000);
    for (int row = 0; row < std::min(20, table->model()->rowCount()); ++row)
        QCOMPARE(table->model()->index(row, OrderTableModel::Payment).data(OrderTableModel::StatusRole).toString(), u"paid"_s);
    // Taking a chip away takes its part of the filter away.
    auto *chip = m_desk->window().findChildren<QAbstractButton *>(u"filterChip"_s).last();
    QTest::mouseClick(chip, Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->window().findChildren<QWidget *>(u"filterChip"_s).size(), 2, 20'000);
}

void TestOrdersWindow::wrongFilterSaysWhatIsWrongAndKeepsTheList()
{
    const int before = m_desk->table()->model()->rowCount();
    QVERIFY(m_desk->filter(u"payment:purple"_s));
    auto *error = m_desk->find<QLabel>(u"filterError"_s);
    QTRY_VERIFY_WITH_TIMEOUT(error->isVisible(), 20'000);
    QVERIFY2(error->text().contains(u"purple"_s), qPrintable(error->text()));
    QCOMPARE(m_desk->table()->model()->rowCount(), before);
    QCOMPARE(m_desk->find<QLineEdit>(u"filterEdit"_s)->text(), u"payment:purple"_s);
}

void TestOrdersWindow::nothingFoundHasItsOwnLook()
{
    QVERIFY(m_desk->filter(u"number:none-such"_s));
    const auto *panel = m_desk->find<QWidget>(u"orderPanel"_s);
    QWidget *banner = nullptr;
    const auto isShown = [&] {
        for (QWidget *candidate : m_desk->window().findChildren<QWidget *>(u"stateBanner"_s))
            banner = candidate->isVisible() && !panel->isAncestorOf(candidate) ? candidate : banner;
        return banner != nullptr;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isShown(), 20'000);
    QVERIFY(!banner->accessibleName().isEmpty());
    // Its button offers the way back.
    auto *button = banner->findChild<QAbstractButton *>(u"stateBannerButton"_s);
    QVERIFY(button->isVisible());
    QTest::mouseClick(button, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!banner->isVisible(), 20'000);
    QVERIFY(m_desk->waitForList());
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->table()->model()->rowCount() > 1000, 20'000); // counted before it is laddered
}

void TestOrdersWindow::everyHeaderSorts()
{
    struct Sort
    {
        QString name;
        QByteArray first;
    };
    const QList<Sort> sorts{{u"number"_s, "select number from store.orders order by number_key desc, id desc limit 1"},
                            {u"total"_s, "select number from store.orders order by total_minor desc, id desc limit 1"},
                            {u"postal"_s, "select number from store.orders order by postal_key desc, id desc limit 1"}};
    auto *model = qobject_cast<TableModel *>(m_desk->table()->model());
    for (const Sort &sort : sorts) {
        TableQuery query = model->query();
        query.sort = sort.name;
        query.descending = true;
        model->setQuery(query);
        QVERIFY(m_desk->waitForList());
        QCOMPARE(m_desk->cell(0, OrderTableModel::Number), m_store->owner(sort.first));
    }
    TableQuery query = model->query();
    query.sort = u"placed"_s;
    model->setQuery(query);
    QVERIFY(m_desk->waitForList());
}

void TestOrdersWindow::sortingNeedsNoMouse()
{
    m_desk->backToTheList();
    m_desk->find<QLineEdit>(u"filterEdit"_s)->setText(u"payment:pa"_s);
    m_desk->press(Qt::Key_O, Qt::ControlModifier | Qt::ShiftModifier);
    QDialog *sheet = m_desk->waitForSheet(u"sortSheet"_s);
    QVERIFY(sheet);
    m_desk->press(Qt::Key_Home);
    while (sheet->findChild<QListWidget *>(u"sortList"_s)->currentItem()->text() != u"Total")
        m_desk->press(Qt::Key_Down);
    m_desk->press(Qt::Key_Return);
    const auto *model = qobject_cast<TableModel *>(m_desk->table()->model());
    QTRY_COMPARE_WITH_TIMEOUT(model->query().sort, u"total"_s, 20'000);
    QVERIFY(m_desk->waitForList());
    QCOMPARE(m_desk->cell(0, OrderTableModel::Number), m_store->owner("select number from store.orders order by total_minor desc, id desc limit 1"));
    // What was being typed is still there.
    QCOMPARE(m_desk->find<QLineEdit>(u"filterEdit"_s)->text(), u"payment:pa"_s);
    m_desk->find<QTabBar>(u"viewTabs"_s)->setCurrentIndex(1);
    m_desk->find<QTabBar>(u"viewTabs"_s)->setCurrentIndex(0);
    QCOMPARE(model->query(), TableQuery());
}

void TestOrdersWindow::widthsNeedNoMouse()
{
    auto *table = m_desk->table();
    const int before = table->columnWidth(OrderTableModel::Number);
    m_desk->backToTheList();
    m_desk->action(u"columnsAction"_s)->trigger();
    QDialog *sheet = m_desk->waitForSheet(u"columnChooser"_s);
    QVERIFY(sheet);
    sheet->findChild<QAbstractButton *>(u"widerColumn"_s)->setFocus();
    m_desk->press(Qt::Key_Space);
    QVERIFY(table->columnWidth(OrderTableModel::Number) > before);
    sheet->findChild<QAbstractButton *>(u"narrowerColumn"_s)->setFocus();
    m_desk->press(Qt::Key_Space);
    QCOMPARE(table->columnWidth(OrderTableModel::Number), before);
    sheet->close();
    m_desk->backToTheList();
    const auto *panel = m_desk->find<QWidget>(u"orderPanel"_s);
    const int width = panel->width();
    m_desk->action(u"widerPanelAction"_s)->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(panel->width() > width, 20'000);
    m_desk->action(u"narrowerPanelAction"_s)->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(panel->width(), width, 20'000);
}

/// Wherever the panel is, the arrow that points away from it makes it wider.
void TestOrdersWindow::arrowsMoveThePanelsEdge_data()
{
    QTest::addColumn<Qt::LayoutDirection>("direction");
    QTest::addColumn<Qt::Key>("wider");
    QTest::addColumn<Qt::Key>("narrower");
    QTest::newRow("left to right") << Qt::LeftToRight << Qt::Key_Left << Qt::Key_Right;
    QTest::newRow("right to left") << Qt::RightToLeft << Qt::Key_Right << Qt::Key_Left;
}

void TestOrdersWindow::arrowsMoveThePanelsEdge()
{
    QFETCH(const Qt::LayoutDirection, direction);
    QFETCH(const Qt::Key, wider);
    QFETCH(const Qt::Key, narrower);
    QApplication::setLayoutDirection(direction);
    m_desk->backToTheList();
    const auto *panel = m_desk->find<QWidget>(u"orderPanel"_s);
    const int width = panel->width();
    m_desk->press(wider, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY_WITH_TIMEOUT(panel->width() > width, 20'000);
    m_desk->press(narrower, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE_WITH_TIMEOUT(panel->width(), width, 20'000);
    QApplication::setLayoutDirection(Qt::LeftToRight);
}

void TestOrdersWindow::manyFiltersDoNotWidenTheWindow()
{
    QStringList numbers;
    for (int i = 0; i < 40; ++i)
        numbers.append(u"number:"_s + QString::number(100'000 + i));
    QVERIFY(m_desk->filter(numbers.join(u' ') + u" -customer:\"a name that is longer than anybody would ever have cared to write on any form\" postal:1,2,3,4,5,6,7,8,9,10,11,12"_s));
    const auto chips = m_desk->window().findChildren<QAbstractButton *>(u"filterChip"_s);
    QCOMPARE(chips.size(), 42);
    QTRY_VERIFY_WITH_TIMEOUT(chips.first()->y() < chips.at(39)->y(), 20'000);
    // No wider than a long chip.
    QVERIFY(m_desk->find<QLineEdit>(u"filterEdit"_s)->parentWidget()->minimumSizeHint().width() < 600);
    QVERIFY2(chips.last()->text().contains(u"12 value"_s), qPrintable(chips.last()->text()));
    QVERIFY(chips.last()->toolTip().contains(u"10, 11, 12"_s));
    QVERIFY2(chips.at(40)->text().contains(u"does not contain"_s) && chips.at(40)->text().endsWith(u'…'), qPrintable(chips.at(40)->text()));
}

void TestOrdersWindow::windowKeepsItsSizeWhateverTheListLooksLike()
{
    QSettings store(m_desk->folder() + u"/steward.ini"_s, QSettings::IniFormat);
    const auto setText = [this, &store](int percent) {
        Settings(store).setTextPercent(percent);
        m_desk->window().applyPreferences();
    };
    const auto lay = [] { QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest); };
    setText(200);
    m_desk->window().resize(1, 1); // as small as it can be
    lay();
    const QSize before = m_desk->window().size();
    QVERIFY(m_desk->filter(u"number:none-such"_s));
    lay();
    QCOMPARE(m_desk->window().size(), before);
    for (StateBanner *banner : m_desk->window().currentPage()->findChildren<StateBanner *>()) {
        const StateBanner::Look was = banner->look();
        const QString title = banner->accessibleName(), text = banner->accessibleDescription(), action = banner->findChild<QAbstractButton *>()->text();
        for (const StateBanner::Look look : {StateBanner::Look::Loading, StateBanner::Look::Failed, StateBanner::Look::Offline}) {
            banner->show(look, u"The orders could not be shown"_s, u"The server took longer than 10 seconds. Narrow the filter, for instance by a date, then try again."_s, u"Try again"_s);
            lay();
            QCOMPARE(m_desk->window().size(), before);
        }
        banner->show(was, title, text, action);
    }
    setText(100);
    m_desk->window().resize(1400, 900);
    QVERIFY(m_desk->filter({}));
}

void TestOrdersWindow::clicksAndTypingDoNotTakeFromEachOther()
{
    QVERIFY(m_desk->filter(u"payment:paid"_s));
    auto *edit = m_desk->find<QLineEdit>(u"filterEdit"_s);
    const auto pick = [this](const QString &field, const QString &value) {
        for (QAction *action : m_desk->find<QToolButton>(u"addFilterButton"_s)->menu()->actions()) {
            for (QAction *choice : action->text() == field && action->menu() ? action->menu()->actions() : QList<QAction *>()) {
                if (choice->text() == value)
                    choice->trigger();
            }
        }
    };
    // Typed, and not asked yet.
    edit->setText(u"payment:paid total:>100"_s);
    pick(u"Fulfilment"_s, u"Fulfilled"_s);
    QCOMPARE(edit->text(), u"payment:paid total:>100 fulfilment:fulfilled"_s);
    // Typed, and it makes no sense yet.
    edit->setText(u"payment:paid total:much"_s);
    pick(u"Fulfilment"_s, u"Fulfilled"_s);
    QCOMPARE(edit->text(), u"payment:paid total:much fulfilment:fulfilled"_s);
    QVERIFY(m_desk->find<QLabel>(u"filterError"_s)->isVisible());
    // A chip that goes takes its own part along and nothing else.
    auto *chip = m_desk->window().findChildren<QAbstractButton *>(u"filterChip"_s).first();
    QTest::mouseClick(chip, Qt::LeftButton);
    QCOMPARE(edit->text(), u"total:much fulfilment:fulfilled"_s);
    QVERIFY(m_desk->find<QLabel>(u"filterError"_s)->isVisible());
}

void TestOrdersWindow::onlyWhatTheLoginMaySeeIsOffered()
{
    Desk desk(*m_store);
    QVERIFY(desk.signIn(u"fulfilment"_s));
    QVERIFY(desk.waitForList());
    QVERIFY(desk.table()->model()->rowCount() > 0);
    for (const int column : {OrderTableModel::Total, OrderTableModel::Paid, OrderTableModel::Refunded, OrderTableModel::Email, OrderTableModel::Phone})
        QVERIFY(desk.table()->isColumnHidden(column));
    QStringList offered;
    for (const QAction *action : desk.find<QToolButton>(u"addFilterButton"_s)->menu()->actions())
        offered.append(action->text().remove(u'…'));
    QVERIFY(offered.contains(u"Postal code"_s));
    for (const QString &field : {u"Total"_s, u"E-mail"_s, u"Phone"_s, u"Payment reference"_s, u"Currency"_s, u"Refund"_s})
        QVERIFY2(!offered.contains(field), qPrintable(field));
    QVERIFY(!desk.find<QLineEdit>(u"filterEdit"_s)->placeholderText().contains(u"total"_s));
    desk.action(u"sortAction"_s)->trigger();
    QVERIFY(desk.waitForSheet(u"sortSheet"_s));
    QVERIFY(desk.sheet(u"sortSheet"_s)->findChild<QListWidget *>(u"sortList"_s)->findItems(u"Total"_s, Qt::MatchExactly).isEmpty());
    desk.sheet(u"sortSheet"_s)->close();
    desk.action(u"columnsAction"_s)->trigger();
    QVERIFY(desk.waitForSheet(u"columnChooser"_s));
    QVERIFY(desk.sheet(u"columnChooser"_s)->findChild<QListWidget *>(u"columnList"_s)->findItems(u"Total"_s, Qt::MatchExactly).isEmpty());
    desk.sheet(u"columnChooser"_s)->close();
    // What is typed all the same is explained, and the list stays.
    const int rows = desk.table()->model()->rowCount();
    QVERIFY(desk.filter(u"total:>100"_s));
    QVERIFY(desk.find<QLabel>(u"filterError"_s)->isVisible());
    QCOMPARE(desk.table()->model()->rowCount(), rows);
}

void TestOrdersWindow::lookUpFindsByEachKey_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::newRow("number") << QByteArray("select number from store.orders where id = $1");
    QTest::newRow("number without its sign") << QByteArray("select ltrim(number, '#') from store.orders where id = $1");
    QTest::newRow("e-mail") << QByteArray("select upper(email) from store.orders where id = $1");
    QTest::newRow("name") << QByteArray("select customer_name from store.orders where id = $1");
    QTest::newRow("reference") << QByteArray("select reference from store.payment where order_id = $1 and reference <> '' limit 1");
}

void TestOrdersWindow::lookUpFindsByEachKey()
{
    QFETCH(const QByteArray, key);
    const qint64 id = m_store->owner("select o.id::text from store.orders o join store.payment p on p.order_id = o.id where p.reference <> '' and o.email <> '' order by o.id desc limit 1").toLongLong();
    const QString number = m_store->owner("select number from store.orders where id = $1", Params().integer(id));
    auto *box = m_desk->find<QLineEdit>(u"lookUpBox"_s);
    m_desk->press(Qt::Key_F, Qt::ControlModifier);
    box->setFocus();
    box->selectAll();
    m_desk->press(Qt::Key_Delete);
    m_desk->type(m_store->owner(key, Params().integer(id)));
    const auto offered = [this, number] {
        const auto *list = m_desk->find<QListWidget>(u"lookUpResults"_s);
        for (int i = 0; list && i < list->count(); ++i) {
            if (list->item(i)->text().contains(number) || list->item(i)->data(Qt::AccessibleTextRole).toString().contains(number))
                return true;
        }
        const auto *shown = m_desk->window().findChild<QLabel *>(u"panelNumber"_s);
        return shown && shown->text() == number;
    };
    QTRY_VERIFY_WITH_TIMEOUT(offered(), 20'000);
    m_desk->press(Qt::Key_Escape);
}

void TestOrdersWindow::endsAreReachedByKeys()
{
    auto *table = m_desk->table();
    m_desk->backToTheList();
    m_desk->press(Qt::Key_End, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(table->currentIndex().row(), table->model()->rowCount() - 1, 20'000);
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->cell(table->model()->rowCount() - 1, OrderTableModel::Number), m_store->owner("select number from store.orders order by placed_at, id limit 1"), 20'000);
    m_desk->press(Qt::Key_Home, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(table->currentIndex().row(), 0, 20'000);
}

void TestOrdersWindow::jumpsToANumber()
{
    const QString number = m_store->owner("select number from store.orders order by id offset 700 limit 1");
    m_desk->prompts.typed = number;
    m_desk->action(u"jumpToNumberAction"_s)->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->table()->currentIndex().siblingAtColumn(OrderTableModel::Number).data().toString(), number, 20'000);
}

void TestOrdersWindow::numberIsReadAsTheStoreReadsIt()
{
    for (const QString &typed : {u"#100"_s, u" 100 "_s, u"EU #100"_s, u"eu#1 00"_s, u"# 1 0"_s, u"A-007/b 12"_s, u"＃１００"_s, u"000"_s, u"1234567890123456"_s, QString()})
        QCOMPARE(OrderTableModel::numberKey(typed), m_store->owner("select store.number_key_of($1)", Params().text(typed)));
}

void TestOrdersWindow::numberThatIsNotThereSaysSo()
{
    m_desk->prompts.typed = m_store->owner("select number from store.orders order by id offset 700 limit 1");
    m_desk->action(u"jumpToNumberAction"_s)->trigger();
    const auto current = [this] { return m_desk->table()->currentIndex().siblingAtColumn(OrderTableModel::Number).data().toString(); };
    QTRY_COMPARE_WITH_TIMEOUT(current(), m_desk->prompts.typed, 20'000);
    QVERIFY(!notice()->isVisible());
    m_desk->prompts.typed = u" EU 999 "_s;
    m_desk->action(u"jumpToNumberAction"_s)->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(notice()->isVisible(), 20'000);
    QCOMPARE(notice()->text(), u"No order EU 999; this is the nearest."_s);
    QVERIFY(!current().isEmpty());
    QVERIFY(m_desk->filter(u"payment:paid"_s));
    QVERIFY(!notice()->isVisible());
}

void TestOrdersWindow::lookedUpOrderIsOpenedOnce()
{
    qobject_cast<TableModel *>(m_desk->table()->model())->setQuery({});
    QVERIFY(m_desk->waitForList());
    const qint64 id = m_store->owner("select id::text from store.orders order by placed_at desc, id desc offset 600 limit 1").toLongLong();
    const auto opened = [this, id] { return m_store->owner("select count(*)::text from audit.entry where verb = 'order_open' and ids = array[$1]::bigint[]", Params().integer(id)); };
    QCOMPARE(opened(), u"0"_s);
    QSignalSpy loaded(m_desk->find<QWidget>(u"orderPanel"_s), SIGNAL(loaded()));
    page()->openOrder({id});
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->table()->currentIndex().data(TableModel::IdRole).toLongLong(), id, 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(!loaded.isEmpty(), 20'000);
    // Everything asked before this is answered by then.
    QVERIFY(m_desk->filter(u"payment:paid"_s));
    QCOMPARE(opened(), u"1"_s);
}

void TestOrdersWindow::lateAnswerDoesNotTakeTheCursorAway()
{
    QVERIFY(m_desk->openRow(0));
    const qint64 far = m_store->owner("select id::text from store.orders order by placed_at desc, id desc offset 900 limit 1").toLongLong();
    QSignalSpy located(m_desk->table()->model(), SIGNAL(located(int,qint64)));
    page()->openOrder({far});
    QVERIFY(m_desk->table()->selectionModel()->selection().isEmpty());
    m_desk->press(Qt::Key_Down);
    QCOMPARE(m_desk->table()->currentIndex().row(), 1);
    QTRY_COMPARE_WITH_TIMEOUT(located.count(), 1, 20'000);
    QCOMPARE(m_desk->table()->currentIndex().row(), 1);
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->find<QLabel>(u"panelNumber"_s)->text(), m_desk->cell(1, OrderTableModel::Number), 20'000);
    QVERIFY(!notice()->isVisible());
    // A click on the row that had the cursor all along shows it again.
    page()->openOrder({m_store->owner("select id::text from store.orders order by placed_at desc, id desc offset 450 limit 1").toLongLong()});
    QTest::mouseClick(m_desk->table()->viewport(), Qt::LeftButton, {}, m_desk->table()->visualRect(m_desk->table()->currentIndex()).center());
    QTRY_COMPARE_WITH_TIMEOUT(located.count(), 2, 20'000);
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->find<QLabel>(u"panelNumber"_s)->text(), m_desk->cell(1, OrderTableModel::Number), 20'000);
}

void TestOrdersWindow::orderOutsideTheFilterIsNotMarkedInTheList()
{
    QVERIFY(m_desk->filter(u"payment:paid"_s));
    QVERIFY(m_desk->openRow(1));
    const qint64 other = m_store->owner("select id::text from store.orders where payment_status <> 'paid' order by id limit 1").toLongLong();
    page()->openOrder({other});
    QTRY_VERIFY_WITH_TIMEOUT(notice()->isVisible(), 20'000);
    QVERIFY(notice()->text().contains(u"not in the list"_s));
    QVERIFY(m_desk->table()->selectionModel()->selection().isEmpty());
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->find<QLabel>(u"panelNumber"_s)->text(), m_store->owner("select number from store.orders where id = $1", Params().integer(other)), 20'000);
    // A change of an order beside the list is shown too.
    m_store->owner("update store.orders set cancelled_at = now(), cancel_reason = 'changed beside the list' where id = $1", Params().integer(other));
    m_store->owner("notify steward_orders");
    const auto isShown = [this] {
        const auto labels = m_desk->find<QWidget>(u"orderPanel"_s)->findChildren<QLabel *>();
        return std::ranges::any_of(labels, [](const QLabel *label) { return label->text().contains(u"changed beside the list"_s); });
    };
    QTRY_VERIFY_WITH_TIMEOUT(isShown(), 20'000);
}

void TestOrdersWindow::nextAndPreviousStayInTheFilteredList()
{
    QVERIFY(m_desk->filter(u"fulfilment:on_hold"_s));
    QVERIFY(m_desk->openRow(0));
    const QString second = m_desk->cell(1, OrderTableModel::Number);
    m_desk->press(Qt::Key_Down, Qt::AltModifier);
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->find<QLabel>(u"panelNumber"_s)->text(), second, 20'000);
    m_desk->press(Qt::Key_Up, Qt::AltModifier);
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->find<QLabel>(u"panelNumber"_s)->text(), m_desk->cell(0, OrderTableModel::Number), 20'000);
}

void TestOrdersWindow::paletteRunsAnAction()
{
    m_desk->backToTheList();
    m_desk->press(Qt::Key_K, Qt::ControlModifier);
    QVERIFY(m_desk->waitForSheet(u"commandPalette"_s));
    QTRY_VERIFY_WITH_TIMEOUT(QApplication::focusWidget() && QApplication::focusWidget()->objectName() == u"paletteEdit", 20'000);
    m_desk->type(u"columns…"_s);
    m_desk->press(Qt::Key_Return);
    QVERIFY(m_desk->waitForSheet(u"columnChooser"_s));
    m_desk->sheet(u"columnChooser"_s)->close();
}

void TestOrdersWindow::paletteSaysWhyAnActionIsOff()
{
    QVERIFY(m_desk->filter(u"number:none-such"_s));
    for (const QString &name : {u"deleteViewAction"_s, u"saveViewAction"_s}) {
        QVERIFY(!m_desk->action(name)->isEnabled());
        QVERIFY(!ActionRegistry::whyOff(m_desk->action(name)).isEmpty());
    }
}

void TestOrdersWindow::copyTakesTheSelectedRows()
{
    QVERIFY(m_desk->openRow(0));
    m_desk->press(Qt::Key_Down, Qt::ShiftModifier);
    QGuiApplication::clipboard()->clear();
    m_desk->press(Qt::Key_C, Qt::ControlModifier);
    const QStringList lines = QGuiApplication::clipboard()->text().split(u'\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 3); // headers and two rows
    QVERIFY(lines[1].contains(m_desk->cell(0, OrderTableModel::Number)));
    QVERIFY(lines[2].contains(m_desk->cell(1, OrderTableModel::Number)));
}

void TestOrdersWindow::copyTakesWhatIsShown()
{
    const qint64 id = m_store->placeOrder(u"=1+1"_s, u"copied@example.com"_s);
    const QString number = m_store->owner("select number from store.orders where id = $1", Params().integer(id));
    QVERIFY(m_desk->filter(u"number:"_s + number));
    QVERIFY(m_desk->openRow(0));
    m_desk->press(Qt::Key_C, Qt::ControlModifier);
    const QStringList lines = QGuiApplication::clipboard()->text().split(u'\n');
    QCOMPARE(lines.size(), 2);
    const QStringList cells = lines.at(1).split(u'\t');
    QCOMPARE(cells.value(2), u"'=1+1"_s);
    const QDateTime placed = m_desk->table()->model()->index(0, OrderTableModel::Placed).data().toDateTime().toTimeZone(QTimeZone(m_desk->session().login().timeZone.toLatin1()));
    QCOMPARE(cells.value(1), QLocale().toString(placed.date(), QLocale::ShortFormat) + u"  "_s + QLocale().toString(placed.time(), QLocale::ShortFormat));
}

void TestOrdersWindow::moreThanCanBeDoneIsRefusedWhole()
{
    auto *table = m_desk->table();
    auto *notice = m_desk->find<QLabel>(u"ordersNotice"_s);
    QTRY_VERIFY_WITH_TIMEOUT(table->model()->rowCount() > 1000, 20'000);
    m_desk->backToTheList();
    m_desk->press(Qt::Key_A, Qt::ControlModifier);
    QGuiApplication::clipboard()->setText(u"before"_s);
    m_desk->press(Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(notice->text(), u"Copy takes at most %L1 rows; export takes all."_s.arg(1000));
    QVERIFY(notice->isVisible());
    QCOMPARE(QGuiApplication::clipboard()->text(), u"before"_s);
    // Fewer, but rows among them were never loaded.
    const auto *model = table->model();
    m_desk->action(u"refreshAction"_s)->trigger();
    QVERIFY(m_desk->waitForList());
    QTRY_VERIFY_WITH_TIMEOUT(model->rowCount() > 1000, 20'000);
    const int last = 900;
    QVERIFY(!model->index(last, 0).data(TableModel::LoadedRole).toBool());
    table->selectionModel()->select(QItemSelection(model->index(0, 0), model->index(last, model->columnCount() - 1)), QItemSelectionModel::ClearAndSelect);
    m_desk->action(u"holdAction"_s)->trigger();
    QVERIFY2(notice->text().startsWith(u"Nothing was done"_s), qPrintable(notice->text()));
    QVERIFY(!m_desk->sheet(u"holdSheet"_s));
    m_desk->action(u"copyAction"_s)->trigger();
    QVERIFY2(notice->text().startsWith(u"Nothing was copied"_s), qPrintable(notice->text()));
    QCOMPARE(QGuiApplication::clipboard()->text(), u"before"_s);
}

void TestOrdersWindow::askingAgainForgetsTheSelection()
{
    QVERIFY(m_desk->openRow(0));
    m_desk->press(Qt::Key_Down, Qt::ShiftModifier);
    auto *position = m_desk->find<QLabel>(u"positionLabel"_s);
    QCOMPARE(position->text(), u"2 selected"_s);
    m_desk->press(Qt::Key_F5);
    QVERIFY(m_desk->waitForList());
    QVERIFY2(!position->text().contains(u"selected"_s), qPrintable(position->text()));
}

void TestOrdersWindow::exportWritesWhatIsShown()
{
    QVERIFY(m_desk->filter(u"fulfilment:on_hold"_s));
    const int rows = m_desk->table()->model()->rowCount();
    m_desk->prompts.fileName = m_folder.filePath(u"orders.csv"_s);
    m_desk->action(u"exportAction"_s)->trigger();
    QVERIFY(m_desk->waitForSheet(u"exportSheet"_s));
    QDialog *sheet = m_desk->sheet(u"exportSheet"_s);
    for (QAbstractButton *button : sheet->findChildren<QAbstractButton *>()) {
        if (button->text().startsWith(u"Choose a file"_s))
            QTest::mouseClick(button, Qt::LeftButton);
    }
    QTRY_VERIFY_WITH_TIMEOUT(sheet->findChild<QLabel *>(u"exportText"_s)->text().contains(u"were written"_s), 20'000);
    QFile file(m_desk->prompts.fileName);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray csv = file.readAll().trimmed();
    QCOMPARE(csv.count('\n'), rows);
    QVERIFY2(!csv.contains("Postal code"), csv.left(400).constData());
    // The words of the list, not those of the store.
    QVERIFY2(csv.contains(",On hold,") && !csv.contains("on_hold"), csv.left(400).constData());
    QCOMPARE(m_store->owner("select format('%s %s', s.login, e.row_count) from store.export_run e join store.staff s on s.id = e.staff_id order by e.id desc limit 1"), u"lead %1"_s.arg(rows));
    sheet->close();
}

void TestOrdersWindow::savedFileGetsItsSuffix()
{
    QtPrompts prompts;
    prompts.saveFile(&m_desk->window(), u"Export"_s, u"orders.csv"_s, {u"*.csv"_s}, [](const QString &) {});
    auto *dialog = m_desk->window().findChild<QFileDialog *>();
    QVERIFY(dialog);
    QCOMPARE(dialog->defaultSuffix(), u"csv"_s);
    dialog->close();
}

void TestOrdersWindow::offlineAndBack()
{
    QVERIFY(m_desk->openRow(2));
    const QString lost = m_store->owner("select string_agg(pid::text, ',') from pg_stat_activity where datname = current_database() and usename = 'lead'");
    m_store->owner("select count(pg_terminate_backend(pid))::text from pg_stat_activity where datname = current_database() and usename = 'lead'");
    // The line comes back by itself and the next question is answered.
    QVERIFY(m_desk->filter(u"payment:paid"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->table()->model()->rowCount() > 100, 20'000);
    // So do those that were not asked anything: else their loss, noticed later, would empty a list that is being asked for by then.
    constexpr int linesOfASession = 4;
    const auto isBack = [this, lost] {
        return m_store->owner("select count(*)::text from pg_stat_activity where datname = current_database() and usename = 'lead' and pid::text <> all (string_to_array($1, ','))", Params().text(lost)).toInt() >= linesOfASession;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isBack(), 20'000);
    QCoreApplication::sendPostedEvents(); // that the window is told of it
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->session().state() == Session::State::Ready, 20'000);
}

void TestOrdersWindow::liveChangeIsPatchedInPlace()
{
    QVERIFY(m_desk->openRow(1));
    auto *model = m_desk->table()->model();
    QSignalSpy resets(model, &QAbstractItemModel::modelReset);
    const QString number = m_desk->cell(1, OrderTableModel::Number);
    m_store->owner("update store.orders set cancelled_at = now(), cancel_reason = 'test', version = version + 1 where number = $1", Params().text(number));
    m_store->owner("notify steward_orders");
    QTRY_VERIFY_WITH_TIMEOUT(model->index(1, 0).data(OrderTableModel::CancelledRole).toBool(), 20'000);
    QCOMPARE(m_desk->cell(1, OrderTableModel::Number), number);
    QCOMPARE(m_desk->table()->currentIndex().row(), 1);
    QCOMPARE(resets.count(), 0);
}

QTEST_MAIN(TestOrdersWindow)
#include "tst_orderswindow.moc"
