// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/desk.h"

#include "ui/common/lookupbox.h"
#include "ui/common/page.h"

#include <QClipboard>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QStatusBar>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// A locked screen: nothing of the desk is seen or done through it, and nothing is lost under it.
class TestLockWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_store = std::make_unique<StoreUnderTest>(TestDatabase::Kind::Demo); }
    void nothingOfThePageRunsOverALockedScreen();
    void nothingOfThePageRunsBeforeSignIn();
    void signOutOnTheLockPageSignsOut();
    void sheetsComeBackAsTheyWere();
    void menusAndThePaletteDoNotOutliveTheLock();
    void forcedPasswordSheetComesBack();
    void sessionThatLocksItselfIsCovered();
    void lookUpResultsGoWithTheBox();
    void oneDigitIsLookedUpAndOneLetterWithEnter();

private:
    [[nodiscard]] QString agentPassword() const { return m_store->TestDatabase::as(u"lead"_s).password; }
    static QStringList openSheets(const Desk &desk);
    static QStringList paletteNames(const Desk &desk);

    std::unique_ptr<StoreUnderTest> m_store;
};

QStringList TestLockWindow::openSheets(const Desk &desk)
{
    QStringList names;
    for (const QDialog *sheet : desk.window().findChildren<QDialog *>()) {
        if (sheet->isVisible())
            names.append(sheet->objectName());
    }
    return names;
}

QStringList TestLockWindow::paletteNames(const Desk &desk)
{
    QStringList names;
    const auto *list = desk.sheet(u"commandPalette"_s)->findChild<QListWidget *>();
    for (int i = 0; i < list->count(); ++i)
        names.append(list->item(i)->data(Qt::UserRole).value<QPointer<QAction>>()->objectName());
    names.sort();
    return names;
}

void TestLockWindow::nothingOfThePageRunsOverALockedScreen()
{
    Desk desk(*m_store);
    QVERIFY(desk.signIn(u"lead"_s));
    QVERIFY(desk.waitForList());
    QVERIFY(desk.openRow(1));
    desk.press(Qt::Key_Down, Qt::ShiftModifier);
    desk.press(Qt::Key_Down, Qt::ShiftModifier);
    QClipboard *clipboard = QGuiApplication::clipboard();
    const auto copyByPalette = [&desk] {
        desk.press(Qt::Key_K, Qt::ControlModifier);
        QVERIFY(desk.waitForSheet(u"commandPalette"_s));
        desk.type(u"copy the sel"_s);
        desk.press(Qt::Key_Return);
    };
    clipboard->clear();
    copyByPalette();
    QTRY_VERIFY_WITH_TIMEOUT(!clipboard->text().isEmpty(), 20'000); // so it is by this way that rows would get out
    clipboard->clear();

    desk.backToTheList();
    desk.window().lock();
    QTRY_VERIFY_WITH_TIMEOUT(desk.find<QLineEdit>(u"unlockPassword"_s)->hasFocus(), 20'000);
    copyByPalette();
    desk.press(Qt::Key_Escape);
    QTRY_COMPARE_WITH_TIMEOUT(openSheets(desk), QStringList(), 20'000);
    desk.press(Qt::Key_K, Qt::ControlModifier);
    QVERIFY(desk.waitForSheet(u"commandPalette"_s));
    QCOMPARE(paletteNames(desk), (QStringList{u"helpAction"_s, u"paletteAction"_s, u"preferencesAction"_s, u"quitAction"_s, u"shortcutsAction"_s}));
    desk.press(Qt::Key_Escape);
    QTRY_COMPARE_WITH_TIMEOUT(openSheets(desk), QStringList(), 20'000);
    desk.find<QLineEdit>(u"unlockPassword"_s)->setFocus();
    for (const Qt::Key key : {Qt::Key_E, Qt::Key_H, Qt::Key_D, Qt::Key_G, Qt::Key_S, Qt::Key_F, Qt::Key_M}) {
        desk.press(key, Qt::ControlModifier);
        desk.press(key, Qt::ControlModifier | Qt::ShiftModifier);
    }
    for (const QString &name : {u"copyAction"_s, u"exportAction"_s, u"holdAction"_s, u"columnsAction"_s, u"jumpToNumberAction"_s, u"passwordAction"_s, u"certificateAction"_s}) {
        QVERIFY2(!desk.action(name)->isEnabled(), qPrintable(name));
        desk.action(name)->trigger();
    }
    QCOMPARE(openSheets(desk), QStringList());
    QCOMPARE(desk.prompts.asked, QStringList());
    QCOMPARE(clipboard->text(), QString());
    // The page goes on under the lock; what it makes of its actions counts when the person is back.
    ActionRegistry::setWhyOff(desk.action(u"holdAction"_s), {});
    QVERIFY(!desk.action(u"holdAction"_s)->isEnabled());

    desk.find<QLineEdit>(u"unlockPassword"_s)->clear();
    QVERIFY(desk.unlock(agentPassword()));
    desk.backToTheList();
    QVERIFY(desk.action(u"holdAction"_s)->isEnabled());
    copyByPalette();
    QTRY_VERIFY_WITH_TIMEOUT(!clipboard->text().isEmpty(), 20'000);
}

void TestLockWindow::nothingOfThePageRunsBeforeSignIn()
{
    const Desk desk(*m_store);
    for (const QString &name : {u"lookUpAction"_s, u"passwordAction"_s, u"certificateAction"_s, u"lockAction"_s, u"signOutAction"_s})
        QVERIFY2(!desk.action(name)->isEnabled(), qPrintable(name));
    for (const QString &name : {u"paletteAction"_s, u"helpAction"_s, u"shortcutsAction"_s, u"preferencesAction"_s, u"quitAction"_s})
        QVERIFY2(desk.action(name)->isEnabled(), qPrintable(name));
}

void TestLockWindow::signOutOnTheLockPageSignsOut()
{
    Desk desk(*m_store);
    QVERIFY(desk.signIn(u"lead"_s));
    QVERIFY(desk.waitForList());
    desk.action(u"certificateAction"_s)->trigger();
    QVERIFY(desk.waitForSheet(u"certificateSheet"_s));
    const QStatusBar *status = desk.window().statusBar();
    Q_EMIT desk.window().currentPage()->statusText(u"Copied from 1001."_s);
    QCOMPARE(status->currentMessage(), u"Copied from 1001."_s);
    desk.window().lock();
    QCOMPARE(status->currentMessage(), u"Copied from 1001."_s); // and not that the server is away
    auto *signOut = desk.find<QPushButton>(u"lockSignOutButton"_s);
    QTRY_VERIFY_WITH_TIMEOUT(desk.find<QLineEdit>(u"unlockPassword"_s)->hasFocus(), 20'000);
    for (int i = 0; i < 5 && !signOut->hasFocus(); ++i)
        desk.press(Qt::Key_Tab);
    QVERIFY(signOut->hasFocus());
    desk.press(Qt::Key_Space);
    QTRY_COMPARE_WITH_TIMEOUT(desk.session().state(), Session::State::SignedOut, 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(desk.find<QWidget>(u"signInPage"_s)->isVisible(), 20'000);
    QVERIFY(!desk.table());
    QCOMPARE(openSheets(desk), QStringList());
    QCOMPARE(status->currentMessage(), QString()); // the next one may be somebody else
    QVERIFY(desk.signIn(u"lead"_s));
    QVERIFY(desk.waitForList());
    QCOMPARE(openSheets(desk), QStringList());
}

void TestLockWindow::sheetsComeBackAsTheyWere()
{
    Desk desk(*m_store);
    QVERIFY(desk.signIn(u"lead"_s));
    QVERIFY(desk.waitForList());
    QVERIFY(desk.openRow(1));
    desk.press(Qt::Key_H, Qt::ControlModifier);
    QVERIFY(desk.waitForSheet(u"holdSheet"_s));
    auto *note = desk.find<QPlainTextEdit>(u"holdNote"_s);
    note->setFocus();
    desk.type(u"half a sent"_s);
    desk.window().lock();
    QTRY_VERIFY_WITH_TIMEOUT(desk.find<QWidget>(u"lockScreen"_s)->isVisible(), 20'000);
    QCOMPARE(openSheets(desk), QStringList());
    QVERIFY(desk.unlock(agentPassword()));
    QVERIFY(desk.waitForSheet(u"holdSheet"_s));
    QCOMPARE(note->toPlainText(), u"half a sent"_s);
    desk.type(u"ence"_s);
    QCOMPARE(note->toPlainText(), u"half a sentence"_s);
    desk.prompts.choice = 1; // discarded
    desk.press(Qt::Key_Escape);
    QTRY_COMPARE_WITH_TIMEOUT(openSheets(desk), QStringList(), 20'000);

    desk.backToTheList();
    desk.press(Qt::Key_E, Qt::ControlModifier);
    QVERIFY(desk.waitForSheet(u"exportSheet"_s));
    desk.window().lock();
    QVERIFY(desk.unlock(agentPassword()));
    QVERIFY(desk.waitForSheet(u"exportSheet"_s));
    QCOMPARE(openSheets(desk), QStringList{u"exportSheet"_s}); // and what was closed stays closed
}

void TestLockWindow::menusAndThePaletteDoNotOutliveTheLock()
{
    Desk desk(*m_store);
    QVERIFY(desk.signIn(u"lead"_s));
    QVERIFY(desk.waitForList());
    desk.press(Qt::Key_K, Qt::ControlModifier);
    QVERIFY(desk.waitForSheet(u"commandPalette"_s));
    desk.window().lock();
    QTRY_COMPARE_WITH_TIMEOUT(openSheets(desk), QStringList(), 20'000);
    QVERIFY(desk.unlock(agentPassword()));
    QTRY_VERIFY_WITH_TIMEOUT(desk.table()->isVisible(), 20'000);
    QCOMPARE(openSheets(desk), QStringList());
    Q_EMIT desk.table()->customContextMenuRequested(QPoint(20, 20));
    QTRY_VERIFY_WITH_TIMEOUT(QApplication::activePopupWidget(), 20'000);
    desk.window().lock();
    QTRY_VERIFY_WITH_TIMEOUT(!QApplication::activePopupWidget(), 20'000);
}

void TestLockWindow::forcedPasswordSheetComesBack()
{
    const NewLogin tess(*m_store, u"lead"_s);
    Desk desk(*m_store);
    QVERIFY(desk.signIn(tess.name, tess.password));
    QVERIFY(desk.waitForSheet(u"passwordSheet"_s));
    desk.window().lock();
    QTRY_VERIFY_WITH_TIMEOUT(desk.find<QWidget>(u"lockScreen"_s)->isVisible(), 20'000);
    QCOMPARE(openSheets(desk), QStringList());
    QVERIFY(desk.unlock(tess.password));
    QVERIFY(desk.waitForSheet(u"passwordSheet"_s));
    QCOMPARE(openSheets(desk).size(), 1);
    QVERIFY(!desk.table());
}

void TestLockWindow::sessionThatLocksItselfIsCovered()
{
    const NewLogin tess(*m_store, u"lead"_s);
    m_store->owner("update store.staff set must_change_password = false where login = $1", Params().text(tess.name));
    Desk desk(*m_store);
    QVERIFY(desk.signIn(tess.name, tess.password));
    QVERIFY(desk.waitForList());
    QVERIFY(desk.openRow(1));
    // The password is changed elsewhere, and the connections end.
    m_store->owner("select set_config('test.login', $1, false)", Params().text(tess.name));
    QCOMPARE(m_store->owner("do $$ begin execute format('alter role %I password %L', current_setting('test.login'), 'changed elsewhere'); end $$"), QString());
    m_store->owner("select count(pg_terminate_backend(pid)) from pg_stat_activity where usename = $1", Params().text(tess.name));
    QTRY_VERIFY_WITH_TIMEOUT(desk.session().state() == Session::State::Locked, 60'000);
    QTRY_VERIFY_WITH_TIMEOUT(desk.find<QWidget>(u"lockScreen"_s)->isVisible(), 20'000);
    QVERIFY(!desk.table()->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(!desk.find<QLabel>(u"unlockAnswer"_s)->text().isEmpty(), 20'000); // and says why
    QVERIFY(desk.unlock(u"changed elsewhere"_s));
    QTRY_VERIFY_WITH_TIMEOUT(desk.table()->isVisible(), 20'000);
}

void TestLockWindow::lookUpResultsGoWithTheBox()
{
    Desk desk(*m_store);
    QVERIFY(desk.signIn(u"lead"_s));
    QVERIFY(desk.waitForList());
    desk.press(Qt::Key_F, Qt::ControlModifier);
    auto *box = desk.find<LookUpBox>(u"lookUpBox"_s);
    QTRY_VERIFY_WITH_TIMEOUT(box->hasFocus(), 20'000);
    desk.type(desk.cell(0, 0));
    const auto isShown = [&desk] {
        const auto *list = desk.window().findChild<QListWidget *>(u"lookUpResults"_s);
        return list && list->isVisible();
    };
    QTRY_VERIFY_WITH_TIMEOUT(isShown(), 20'000);
    desk.window().lock();
    QTRY_VERIFY_WITH_TIMEOUT(!box->isVisible(), 20'000);
    QVERIFY(!isShown());
    // An answer that comes late, too.
    box->showHits(box->text(), {{u"Name"_s, u"1001   Hans Müller"_s, u"Hans Müller"_s, 1}});
    QVERIFY(!isShown());
    box->showFailure(u"The server is away."_s);
    QVERIFY(!isShown());
}

void TestLockWindow::oneDigitIsLookedUpAndOneLetterWithEnter()
{
    const StoreUnderTest store(TestDatabase::Kind::Demo);
    store.owner("update store.orders set number = '7' where id = (select min(id) from store.orders)");
    Desk desk(store);
    QVERIFY(desk.signIn(u"lead"_s));
    QVERIFY(desk.waitForList());
    desk.press(Qt::Key_F, Qt::ControlModifier);
    auto *box = desk.find<LookUpBox>(u"lookUpBox"_s);
    QTRY_VERIFY_WITH_TIMEOUT(box->hasFocus(), 20'000);
    const auto firstHit = [&desk] {
        const auto *list = desk.window().findChild<QListWidget *>(u"lookUpResults"_s);
        return list && list->isVisible() && list->count() > 0 ? list->item(0)->text() : QString();
    };
    desk.type(u"7"_s);
    QTRY_VERIFY_WITH_TIMEOUT(firstHit().startsWith(u"7 "), 20'000);
    desk.press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(desk.find<QLabel>(u"panelNumber"_s) && desk.find<QLabel>(u"panelNumber"_s)->text() == u"7", 20'000);
    box->setFocus();
    box->selectAll();
    QSignalSpy asked(box, &LookUpBox::asked);
    desk.type(u"m"_s);
    QCOMPARE(box->text(), u"m"_s);
    QVERIFY(asked.isEmpty());
    desk.press(Qt::Key_Return);
    QCOMPARE(asked.size(), 1);
    QTRY_VERIFY_WITH_TIMEOUT(desk.find<QLabel>(u"panelNumber"_s)->text() != u"7", 20'000); // the first hit opens
}

QTEST_MAIN(TestLockWindow)
#include "tst_lockwindow.moc"
