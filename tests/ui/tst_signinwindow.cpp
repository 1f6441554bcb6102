// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/desk.h"

#include "ui/shell/signinpage.h"

#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStatusBar>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// Signing in, being kept out, locking and unlocking, with the keyboard alone.
class TestSignInWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_store = std::make_unique<StoreUnderTest>(TestDatabase::Kind::Demo); }
    void keyboardAloneSignsIn();
    void wrongPasswordIsSaidAndTheNextTryWorks();
    void hostsThatCannotBeReadAreSaid();
    void passwordIsKeptOnlyWhenAsked();
    void lockCoversAndUnlockUncovers();
    void groupWithoutADeskIsToldSo();
    void newAccountMustChangeItsPasswordFirst();
    void wavingTheForcedSheetAwaySignsOut();
    void keptPasswordFollowsAChange();
    void keychainThatRefusesIsSpokenOf();
    void keptPasswordReachesNoOtherStore();
    void everyDeskHasItsGroupsOrders();

private:
    static void changePassword(const Desk &desk, const QString &current, const QString &next);

    std::unique_ptr<StoreUnderTest> m_store;
};

void TestSignInWindow::keyboardAloneSignsIn()
{
    Desk desk(*m_store);
    QVERIFY(desk.signIn(u"agent"_s));
    QVERIFY(desk.waitForList());
    QTRY_VERIFY_WITH_TIMEOUT(desk.table()->model()->rowCount() > 1000, 20'000); // the exact count may come before the rows it counts
    QVERIFY(desk.find<QLabel>(u"connectionState"_s)->text().contains(u"TLSv1."_s));
}

void TestSignInWindow::wrongPasswordIsSaidAndTheNextTryWorks()
{
    Desk desk(*m_store);
    auto *user = desk.find<QLineEdit>(u"signInUser"_s);
    auto *password = desk.find<QLineEdit>(u"signInPassword"_s);
    user->setFocus();
    desk.type(u"agent"_s);
    desk.press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(password->hasFocus(), 20'000);
    desk.type(u"not the password"_s);
    desk.press(Qt::Key_Return);
    auto *text = desk.find<QLabel>(u"signInBannerText"_s);
    QTRY_VERIFY_WITH_TIMEOUT(text->isVisible() && !text->text().isEmpty(), 20'000);
    QVERIFY2(text->text().contains(u"password"_s), qPrintable(text->text()));
    password->clear();
    QVERIFY(desk.signIn(u"agent"_s));
}

void TestSignInWindow::hostsThatCannotBeReadAreSaid()
{
    Desk desk(*m_store);
    auto *hosts = desk.find<QLineEdit>(u"profileHosts"_s);
    QTest::mouseClick(desk.find<QPushButton>(u"editProfileButton"_s), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(hosts->isVisible(), 20'000);
    hosts->setText(u"db1:port"_s);
    desk.find<QLineEdit>(u"signInUser"_s)->setText(u"agent"_s);
    desk.find<QLineEdit>(u"signInPassword"_s)->setText(u"x"_s);
    QTest::mouseClick(desk.find<QPushButton>(u"signInButton"_s), Qt::LeftButton);
    auto *text = desk.find<QLabel>(u"signInBannerText"_s);
    QTRY_VERIFY_WITH_TIMEOUT(text->isVisible() && !text->text().isEmpty(), 20'000);
    QCOMPARE(hosts->text(), u"db1:port"_s); // nothing typed is lost
    QCOMPARE(desk.session().state(), Session::State::SignedOut);
}

void TestSignInWindow::passwordIsKeptOnlyWhenAsked()
{
    Desk desk(*m_store);
    desk.find<QAbstractButton>(u"rememberPassword"_s)->setChecked(false);
    QVERIFY(desk.signIn(u"agent"_s));
    QVERIFY(desk.credentials.passwords().isEmpty());
    Desk second(*m_store);
    second.find<QAbstractButton>(u"rememberPassword"_s)->setChecked(true);
    QVERIFY(second.signIn(u"agent"_s));
    QTRY_COMPARE_WITH_TIMEOUT(second.credentials.passwords(), QStringList{m_store->TestDatabase::as(u"agent"_s).password}, 20'000);
}

void TestSignInWindow::lockCoversAndUnlockUncovers()
{
    Desk desk(*m_store);
    QVERIFY(desk.signIn(u"agent"_s));
    QVERIFY(desk.waitForList());
    QVERIFY(desk.openRow(3));
    auto *note = desk.find<QWidget>(u"noteEdit"_s);
    note->setFocus();
    desk.type(u"half a sentence"_s);
    desk.window().lock();
    auto *cover = desk.find<QWidget>(u"lockScreen"_s);
    QTRY_VERIFY_WITH_TIMEOUT(cover->isVisible(), 20'000);
    QCOMPARE(desk.session().state(), Session::State::Locked);
    QTRY_COMPARE_WITH_TIMEOUT(m_store->owner("select count(*)::text from pg_stat_activity where datname = current_database() and usename = 'agent'"), u"0"_s, 20'000);
    auto *password = desk.find<QLineEdit>(u"unlockPassword"_s);
    QTRY_VERIFY_WITH_TIMEOUT(password->hasFocus(), 20'000);
    desk.type(u"wrong"_s);
    desk.press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(!desk.find<QLabel>(u"unlockAnswer"_s)->text().isEmpty(), 20'000);
    QVERIFY(cover->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(password->isEnabled(), 20'000);
    password->setFocus();
    password->selectAll();
    desk.type(m_store->TestDatabase::as(u"agent"_s).password);
    desk.press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(desk.session().state() == Session::State::Ready, 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(!cover->isVisible(), 20'000);
    QCOMPARE(note->property("plainText").toString(), u"half a sentence"_s);
    QCOMPARE(desk.table()->currentIndex().row(), 3);
}

void TestSignInWindow::groupWithoutADeskIsToldSo()
{
    Desk desk(*m_store);
    QVERIFY(desk.signIn(u"marketing"_s));
    QTRY_VERIFY_WITH_TIMEOUT(desk.find<QWidget>(u"startPage"_s) && desk.find<QWidget>(u"startPage"_s)->isVisible(), 20'000);
    QVERIFY(!desk.table());
}

void TestSignInWindow::newAccountMustChangeItsPasswordFirst()
{
    const NewLogin tess(*m_store, u"lead"_s);
    Desk desk(*m_store);
    QVERIFY(desk.signIn(tess.name, tess.password));
    QVERIFY(desk.waitForSheet(u"passwordSheet"_s));
    QVERIFY(!desk.table()); // every question would be refused
    changePassword(desk, tess.password, u"one of my own choice"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!desk.sheet(u"passwordSheet"_s), 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(desk.table(), 20'000);
    QVERIFY(desk.waitForList());
    QTRY_VERIFY_WITH_TIMEOUT(desk.table()->model()->rowCount() > 1000, 20'000);
    QVERIFY(!desk.session().login().mustChangePassword);
    QVERIFY(desk.credentials.passwords().isEmpty());
}

void TestSignInWindow::wavingTheForcedSheetAwaySignsOut()
{
    const NewLogin tess(*m_store, u"lead"_s);
    Desk desk(*m_store);
    QVERIFY(desk.signIn(tess.name, tess.password));
    QVERIFY(desk.waitForSheet(u"passwordSheet"_s));
    desk.press(Qt::Key_Escape);
    QTRY_COMPARE_WITH_TIMEOUT(desk.session().state(), Session::State::SignedOut, 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(desk.find<QWidget>(u"signInPage"_s)->isVisible(), 20'000);
    QVERIFY(!desk.sheet(u"passwordSheet"_s));
    QVERIFY(!desk.table());
}

void TestSignInWindow::keptPasswordFollowsAChange()
{
    const NewLogin tess(*m_store, u"lead"_s);
    Desk desk(*m_store);
    desk.find<QAbstractButton>(u"rememberPassword"_s)->setFocus();
    desk.press(Qt::Key_Space);
    QVERIFY(desk.signIn(tess.name, tess.password));
    QTRY_COMPARE_WITH_TIMEOUT(desk.credentials.passwords(), QStringList{tess.password}, 20'000);
    QVERIFY(desk.waitForSheet(u"passwordSheet"_s));
    changePassword(desk, tess.password, u"one of my own choice"_s);
    QTRY_COMPARE_WITH_TIMEOUT(desk.credentials.passwords(), QStringList{u"one of my own choice"_s}, 20'000);
    // Once more of one's own accord, while the keychain is closed: that is said.
    QTRY_VERIFY_WITH_TIMEOUT(!desk.sheet(u"passwordSheet"_s), 20'000);
    QVERIFY(desk.waitForList());
    desk.credentials.refuses = true;
    desk.action(u"passwordAction"_s)->trigger();
    QVERIFY(desk.waitForSheet(u"passwordSheet"_s));
    changePassword(desk, u"one of my own choice"_s, u"another of my own"_s);
    QTRY_VERIFY_WITH_TIMEOUT(desk.window().statusBar()->currentMessage().contains(u"keychain"), 20'000);
    QCOMPARE(desk.credentials.passwords(), QStringList{u"one of my own choice"_s});
}

void TestSignInWindow::keychainThatRefusesIsSpokenOf()
{
    Desk desk(*m_store);
    desk.credentials.refuses = true;
    QVERIFY(desk.signIn(u"agent"_s));
    QVERIFY(desk.waitForList());
    QVERIFY(!desk.window().statusBar()->currentMessage().contains(u"keychain")); // nobody wanted a password kept
    QTRY_VERIFY_WITH_TIMEOUT(desk.find<QWidget>(u"draftState"_s)->isVisible(), 20'000);
    Desk second(*m_store);
    second.credentials.refuses = true;
    second.find<QAbstractButton>(u"rememberPassword"_s)->setChecked(true);
    QVERIFY(second.signIn(u"agent"_s));
    QTRY_VERIFY_WITH_TIMEOUT(second.window().statusBar()->currentMessage().contains(u"keychain"), 20'000);
}

void TestSignInWindow::keptPasswordReachesNoOtherStore()
{
    QTemporaryDir folder;
    QSettings store(folder.filePath(u"steward.ini"_s), QSettings::IniFormat);
    const Profile first{u"First"_s, {{u"first.example"_s, 5432}}, u"store"_s, {}, u"anna"_s};
    const Profile second{u"Second"_s, {{u"second.example"_s, 5432}}, u"store"_s, {}, {}};
    saveProfiles(store, {first, second});
    Settings settings(store);
    settings.setLastProfile(u"First"_s);
    settings.setRemembersPassword(true);
    Session session;
    MemoryCredentials credentials;
    AnsweredPrompts prompts;
    credentials.secrets.insert(first.credentialKey(u"anna"_s), u"annas secret"_s);
    credentials.isSlow = true;
    SignInPage page(session, credentials, prompts, settings);
    page.show();
    auto *password = page.findChild<QLineEdit *>(u"signInPassword"_s);
    auto *user = page.findChild<QLineEdit *>(u"signInUser"_s);
    // Another store is chosen before the keychain has answered.
    QVERIFY(page.chooseProfile(u"Second"_s));
    credentials.answerReads();
    QCoreApplication::sendPostedEvents();
    QCOMPARE(password->text(), QString());
    // Filled in for Anna, it is not there for whoever is typed over her.
    QVERIFY(page.chooseProfile(u"First"_s));
    credentials.answerReads();
    QTRY_COMPARE_WITH_TIMEOUT(password->text(), u"annas secret"_s, 20'000);
    user->setFocus();
    QTest::keyClicks(user, u"bel"_s);
    QCOMPARE(password->text(), QString());
    // What was typed by hand stays.
    QTest::keyClicks(password, u"typed"_s);
    QTest::keyClicks(user, u"la"_s);
    QCOMPARE(password->text(), u"typed"_s);
}

void TestSignInWindow::changePassword(const Desk &desk, const QString &current, const QString &next)
{
    desk.find<QLineEdit>(u"currentPassword"_s)->setFocus();
    desk.type(current);
    desk.press(Qt::Key_Tab);
    desk.type(next);
    desk.press(Qt::Key_Tab);
    desk.type(next);
    desk.press(Qt::Key_Return);
}

void TestSignInWindow::everyDeskHasItsGroupsOrders()
{
    for (const QString &login : {u"lead"_s, u"fulfilment"_s, u"privacy"_s}) {
        Desk desk(*m_store);
        QVERIFY2(desk.signIn(login), qPrintable(login));
        if (!desk.session().may(u"view"_s))
            continue;
        QVERIFY2(desk.waitForList(), qPrintable(login));
        QVERIFY(desk.table()->model()->rowCount() > 0);
        QCOMPARE(desk.action(u"exportAction"_s)->isEnabled(), desk.session().may(u"export"_s));
        QVERIFY(desk.action(u"exportAction"_s)->isEnabled() || !ActionRegistry::whyOff(desk.action(u"exportAction"_s)).isEmpty());
    }
}

QTEST_MAIN(TestSignInWindow)
#include "tst_signinwindow.moc"
