// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/desk.h"

#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScreen>
#include <QToolButton>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

constexpr int patienceMs = 30'000;

/// What holds in every window of the program: the keys that work everywhere, and the lock, which covers all of them, those too that an
/// answer would open later.
class TestEveryWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_desk.reset(); }
    void keysWorkInEveryWindow_data();
    void keysWorkInEveryWindow();
    void quitKeyEndsTheProgramFromAnOrdersWindow();
    void paletteOfAWindowOffersWhatActsOnIt();
    void orderTakenBehindTheLockIsShownAfterwards();
    void firstPasswordWaitsForItsAdmin();
    void windowsOfLastTimeWaitToo();
    void lockPageNamesNothingThatWasTyped();
    void newOrderAndDraftsHaveButtons();
    void cancelHasAKey();

private:
    void signIn(const QString &login);
    [[nodiscard]] QString password(const QString &login) const { return m_store->TestDatabase::as(login).password; }
    /// All that is on the screen beside the main window.
    [[nodiscard]] QStringList others() const;
    [[nodiscard]] QStringList paletteNames() const;
    [[nodiscard]] bool opens(const QString &name) const;
    void lockByKey() const;
    /// Types an order by phone and sends it.
    void takeOrder(const QString &name) const;

    std::unique_ptr<StoreUnderTest> m_store;
    std::unique_ptr<Desk> m_desk;
};

void TestEveryWindow::init()
{
    m_store = std::make_unique<StoreUnderTest>();
    m_store->placeOrder();
    m_desk = std::make_unique<Desk>(*m_store);
}

void TestEveryWindow::signIn(const QString &login)
{
    QVERIFY(m_desk->signIn(login));
    QVERIFY(m_desk->waitForList());
    QVERIFY(m_desk->openRow(0));
}

QStringList TestEveryWindow::others() const
{
    QStringList names;
    for (const QWidget *top : QApplication::topLevelWidgets()) {
        if (top->isVisible() && top != &m_desk->window())
            names.append(top->objectName());
    }
    return names;
}

QStringList TestEveryWindow::paletteNames() const
{
    QStringList names;
    const auto *list = m_desk->sheet(u"commandPalette"_s)->findChild<QListWidget *>();
    for (int i = 0; i < list->count(); ++i)
        names.append(list->item(i)->data(Qt::UserRole).value<QPointer<QAction>>()->objectName());
    return names;
}

/// A window by its name, in front and with the cursor somewhere in it.
bool TestEveryWindow::opens(const QString &name) const
{
    return QTest::qWaitFor([this, &name] {
        const auto *window = m_desk->find<QWidget>(name);
        const QWidget *at = QApplication::focusWidget();
        return window && window->isVisible() && at && at->window() == window;
    }, patienceMs);
}

void TestEveryWindow::lockByKey() const
{
    m_desk->press(Qt::Key_L, Qt::ControlModifier | Qt::AltModifier);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->find<QLineEdit>(u"unlockPassword"_s)->hasFocus(), patienceMs);
    QCOMPARE(others(), QStringList());
}

void TestEveryWindow::keysWorkInEveryWindow_data()
{
    QTest::addColumn<QString>("action");
    QTest::addColumn<QString>("window");
    QTest::newRow("a sheet") << u"holdAction"_s << u"holdSheet"_s;
    QTest::newRow("a sheet without an order") << u"exportAction"_s << u"exportSheet"_s;
    QTest::newRow("an order") << u"openWindowAction"_s << u"orderWindow"_s;
    QTest::newRow("a view") << u"viewWindowAction"_s << u"orderListWindow"_s;
    QTest::newRow("an order by phone") << u"phoneOrderAction"_s << u"phoneOrderWindow"_s;
    QTest::newRow("an import") << u"importAction"_s << u"importWizard"_s;
    QTest::newRow("the help") << u"helpAction"_s << u"helpWindow"_s;
}

void TestEveryWindow::keysWorkInEveryWindow()
{
    QFETCH(const QString, action);
    QFETCH(const QString, window);
    signIn(u"lead"_s);
    m_desk->action(action)->trigger();
    QVERIFY(opens(window));
    const QSize room = m_desk->window().screen()->availableSize(), size = m_desk->find<QWidget>(window)->size();
    QVERIFY2(size.boundedTo(room) == size, qPrintable(u"%1 x %2"_s.arg(size.width()).arg(size.height())));
    m_desk->press(Qt::Key_K, Qt::ControlModifier);
    QVERIFY(m_desk->waitForSheet(u"commandPalette"_s));
    for (const QString &name : {u"lockAction"_s, u"helpAction"_s, u"shortcutsAction"_s, u"quitAction"_s})
        QVERIFY2(paletteNames().contains(name), qPrintable(name));
    QVERIFY2(!paletteNames().contains(u"jumpToNumberAction"_s), "it acts on another window");
    m_desk->press(Qt::Key_K, Qt::ControlModifier); // and again closes it
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->sheet(u"commandPalette"_s), patienceMs);
    QVERIFY(opens(window));
    m_desk->press(Qt::Key_F1, Qt::ControlModifier);
    QVERIFY(m_desk->waitForSheet(u"shortcutSheet"_s));
    m_desk->press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->sheet(u"shortcutSheet"_s), patienceMs);
    m_desk->find<QWidget>(window)->activateWindow();
    QVERIFY(opens(window));
    m_desk->press(Qt::Key_F1);
    QVERIFY(opens(u"helpWindow"_s));
    if (window != u"helpWindow") {
        m_desk->press(Qt::Key_Escape);
        QTRY_VERIFY_WITH_TIMEOUT(!m_desk->sheet(u"helpWindow"_s), patienceMs);
        m_desk->find<QWidget>(window)->activateWindow();
        QVERIFY(opens(window));
    }
    lockByKey();
    QCOMPARE(m_desk->session().state(), Session::State::Locked);
    QVERIFY(m_desk->unlock(password(u"lead"_s)));
    QVERIFY(opens(window));
    QCOMPARE(others(), QStringList{window});
}

void TestEveryWindow::quitKeyEndsTheProgramFromAnOrdersWindow()
{
    signIn(u"lead"_s);
    m_desk->press(Qt::Key_O, Qt::ControlModifier);
    QVERIFY(opens(u"orderWindow"_s));
    m_desk->press(Qt::Key_Q, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->window().isVisible(), patienceMs);
    QCOMPARE(others(), QStringList());
}

/// A command of the list, run from an order's window, would meet another order.
void TestEveryWindow::paletteOfAWindowOffersWhatActsOnIt()
{
    signIn(u"lead"_s);
    m_desk->press(Qt::Key_O, Qt::ControlModifier);
    QVERIFY(opens(u"orderWindow"_s));
    m_desk->press(Qt::Key_K, Qt::ControlModifier);
    QVERIFY(m_desk->waitForSheet(u"commandPalette"_s));
    QVERIFY(paletteNames().contains(u"holdWindowAction"_s));
    QVERIFY(!paletteNames().contains(u"holdAction"_s));
    m_desk->type(u"put on hold"_s);
    m_desk->press(Qt::Key_Return);
    QDialog *sheet = m_desk->waitForSheet(u"holdSheet"_s);
    QVERIFY(sheet);
    QCOMPARE(sheet->parentWidget()->window()->objectName(), u"orderWindow"_s);
}

void TestEveryWindow::takeOrder(const QString &name) const
{
    m_desk->backToTheList();
    m_desk->press(Qt::Key_N, Qt::ControlModifier);
    QVERIFY(opens(u"phoneOrderWindow"_s));
    auto *window = m_desk->find<QWidget>(u"phoneOrderWindow"_s);
    QTRY_COMPARE_WITH_TIMEOUT(window->findChild<QComboBox *>(u"shipping_country"_s)->currentData().toString(), u"DE"_s, patienceMs);
    const auto fill = [this, window](const QString &field, const QString &text) {
        window->findChild<QLineEdit *>(field)->setFocus();
        m_desk->type(text);
    };
    fill(u"customerName"_s, name);
    fill(u"customerPhone"_s, u"0228 123456"_s);
    fill(u"shipping_line1"_s, u"Weg 3"_s);
    fill(u"shipping_postal_code"_s, u"53111"_s);
    fill(u"shipping_city"_s, u"Bonn"_s);
    QTest::mouseClick(window->findChild<QPushButton *>(u"ownLineButton"_s), Qt::LeftButton);
    fill(u"lineTitleNew1"_s, u"Repair"_s);
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
}

void TestEveryWindow::orderTakenBehindTheLockIsShownAfterwards()
{
    m_store->makeGate("orders");
    signIn(u"agent"_s);
    m_store->shutGate();
    takeOrder(u"Anna Blum"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_store->isAnyoneAtTheGate(), patienceMs);
    lockByKey();
    m_store->openGate();
    QTRY_COMPARE_WITH_TIMEOUT(m_store->owner("select count(*)::text from store.orders where source = 'phone'"), u"1"_s, patienceMs);
    // The answer has come when the window it was typed in is gone.
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->find<QWidget>(u"phoneOrderWindow"_s) || !others().isEmpty(), patienceMs);
    QCOMPARE(others(), QStringList());
    QVERIFY(m_desk->unlock(password(u"agent"_s)));
    QVERIFY(opens(u"orderWindow"_s));
    QVERIFY2(m_desk->find<QWidget>(u"orderWindow"_s)->windowTitle().contains(u"Anna Blum"_s), qPrintable(m_desk->find<QWidget>(u"orderWindow"_s)->windowTitle()));
}

void TestEveryWindow::firstPasswordWaitsForItsAdmin()
{
    const QString login = u"late%1"_s.arg(QCoreApplication::applicationPid());
    m_store->makeGate("staff");
    QVERIFY(m_desk->signIn(u"admin"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->find<QTableView>(u"staffTable"_s) && m_desk->find<QTableView>(u"staffTable"_s)->isVisible(), patienceMs);
    m_desk->press(Qt::Key_N, Qt::ControlModifier);
    QDialog *sheet = m_desk->waitForSheet(u"newAccountSheet"_s);
    QVERIFY(sheet);
    m_desk->type(u"Late Comer"_s);
    m_desk->press(Qt::Key_Tab);
    sheet->findChild<QLineEdit *>(u"staffLogin"_s)->selectAll();
    m_desk->type(login);
    m_store->shutGate();
    m_desk->press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(m_store->isAnyoneAtTheGate(), patienceMs);
    lockByKey();
    m_store->openGate();
    // The answer has come when the sheet it was typed in is gone.
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->find<QDialog>(u"newAccountSheet"_s) || !others().isEmpty(), patienceMs);
    QCOMPARE(others(), QStringList());
    QVERIFY(m_desk->unlock(password(u"admin"_s)));
    sheet = m_desk->waitForSheet(u"firstPasswordSheet"_s);
    QVERIFY(sheet);
    QVERIFY(!sheet->findChild<QLineEdit *>(u"firstPassword"_s)->text().isEmpty());
    QCOMPARE(others(), QStringList{u"firstPasswordSheet"_s});
    m_store->owner("drop role " + login.toUtf8());
}

/// The list that brings them back may be answered behind the lock.
void TestEveryWindow::windowsOfLastTimeWaitToo()
{
    QTemporaryDir folder;
    m_desk = std::make_unique<Desk>(*m_store, folder.path());
    signIn(u"agent"_s);
    m_desk->press(Qt::Key_O, Qt::ControlModifier);
    QVERIFY(opens(u"orderWindow"_s));
    m_desk->window().saveLayout();
    m_desk.reset();
    m_desk = std::make_unique<Desk>(*m_store, folder.path());
    QVERIFY(m_desk->signIn(u"agent"_s));
    m_desk->window().lock(); // at once
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->find<QLineEdit>(u"unlockPassword"_s)->hasFocus(), patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->find<QWidget>(u"orderWindow"_s), patienceMs); // made, and not shown
    QCOMPARE(others(), QStringList());
    QVERIFY(m_desk->unlock(password(u"agent"_s)));
    QTRY_COMPARE_WITH_TIMEOUT(others(), QStringList{u"orderWindow"_s}, patienceMs);
}

/// Where there is no keychain, what was typed cannot be kept; whoever asks to sign out is told how much it is.
void TestEveryWindow::lockPageNamesNothingThatWasTyped()
{
    m_desk->credentials.isGone = true;
    signIn(u"agent"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->drafts().warning().isEmpty(), patienceMs);
    m_desk->press(Qt::Key_N, Qt::ControlModifier);
    QVERIFY(opens(u"phoneOrderWindow"_s));
    m_desk->find<QWidget>(u"phoneOrderWindow"_s)->findChild<QLineEdit *>(u"customerName"_s)->setFocus();
    m_desk->type(u"Anna Blum"_s);
    lockByKey();
    m_desk->prompts.choice = 1; // stays
    QTest::mouseClick(m_desk->find<QPushButton>(u"lockSignOutButton"_s), Qt::LeftButton);
    QCOMPARE(m_desk->prompts.asked.size(), 1);
    QVERIFY2(!m_desk->prompts.said.contains(u"Blum"_s) && !m_desk->prompts.said.contains(u"phone"_s), qPrintable(m_desk->prompts.said));
    QVERIFY2(m_desk->prompts.said.contains(u"1 thing"_s), qPrintable(m_desk->prompts.said));
    QCOMPARE(m_desk->session().state(), Session::State::Locked);
    m_desk->find<QLineEdit>(u"unlockPassword"_s)->setFocus();
    QVERIFY(m_desk->unlock(password(u"agent"_s)));
    QVERIFY(opens(u"phoneOrderWindow"_s));
    // To the person it is named.
    m_desk->action(u"signOutAction"_s)->trigger();
    QVERIFY2(m_desk->prompts.said.contains(u"Blum"_s), qPrintable(m_desk->prompts.said));
}

void TestEveryWindow::newOrderAndDraftsHaveButtons()
{
    signIn(u"agent"_s);
    auto *drafts = m_desk->find<QToolButton>(u"draftsButton"_s);
    QVERIFY(drafts && !drafts->isVisible());
    auto *button = m_desk->find<QToolButton>(u"newOrderButton"_s);
    QVERIFY(button && button->isVisible());
    QCOMPARE(button->text(), u"New order"_s);
    QTest::mouseClick(button, Qt::LeftButton);
    QVERIFY(opens(u"phoneOrderWindow"_s));
    m_desk->find<QWidget>(u"phoneOrderWindow"_s)->findChild<QLineEdit *>(u"customerName"_s)->setFocus();
    m_desk->type(u"Anna Blum"_s);
    QTRY_VERIFY_WITH_TIMEOUT(drafts->isVisible(), patienceMs);
    QCOMPARE(drafts->text(), u"Drafts (1)"_s);
    m_desk->backToTheList();
    QTest::mouseClick(drafts, Qt::LeftButton);
    QVERIFY(m_desk->waitForSheet(u"draftsSheet"_s));
}

void TestEveryWindow::cancelHasAKey()
{
    signIn(u"lead"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->action(u"cancelAction"_s)->isEnabled(), patienceMs);
    m_desk->press(Qt::Key_X, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(m_desk->waitForSheet(u"cancelSheet"_s));
}

QTEST_MAIN(TestEveryWindow)
#include "tst_everywindow.moc"
