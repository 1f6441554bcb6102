// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/desk.h"
#include "ui/staff/staffsheets.h"

#include <QClipboard>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QRegularExpression>
#include <QToolButton>

#include <algorithm>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

constexpr int patienceMs = 30'000;

/// Takes new accounts and answers when the test says so.
class WaitingStaff final : public StaffRepository
{
public:
    using Answer = Result<CommandOutcome>;

    struct Asked
    {
        QUuid id;
        QStringList words; ///< login, name, group, password
    };

    QFuture<Result<QList<StaffAccount>>> accounts() override { return {}; }
    QFuture<Answer> add(QUuid id, const QString &login, const QString &name, const QString &group, const QString &password) override
    {
        asked.append({id, {login, name, group, password}});
        promise = QPromise<Answer>();
        promise.start();
        return promise.future();
    }
    QFuture<Answer> disable(QUuid, const QString &) override { return {}; }
    QFuture<Answer> enable(QUuid, const QString &) override { return {}; }
    QFuture<Answer> move(QUuid, const QString &, const QString &) override { return {}; }
    QFuture<Answer> resetPassword(QUuid, const QString &, const QString &) override { return {}; }
    void answer(const Answer &with)
    {
        promise.addResult(with);
        promise.finish();
    }

    QList<Asked> asked;
    QPromise<Answer> promise;
};

/// Accounts are made, moved, shut out and given another first password at the window, with keys and clicks; and the new person signs in.
class TestStaffPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void accountIsMadeAndItsOwnerChoosesAPassword();
    void refusalsAreSentencesAndNothingTypedIsLost();
    void lostConnectionMakesOneAccountWithThePasswordShown();
    void lostAnswerIsAskedForAgainAndNothingElse();
    void disabledAccountIsOutUntilItIsEnabled();
    void accountIsMovedToAnotherGroup();
    void resetPasswordIsShownOnceAndHasToBeChanged();
    void confirmationsThatAreDeclinedDoNothing();
    void ownAccountIsLeftToAnotherAdmin();
    void halfMadeAccountIsAskedAboutAndKept();
    void listThatCannotBeHadSaysSoAndIsAskedForAgain();

private:
    /// Roles belong to the whole cluster, so their names are this process's own.
    static QString login(const QString &name) { return name + QString::number(QCoreApplication::applicationPid()); }
    void signIn(const QString &chosen = {});
    /// Moves to an account with the keyboard.
    void choose(const QString &account);
    [[nodiscard]] QString cell(const QString &account, int column) const;
    [[nodiscard]] QTableView *table() const { return m_desk->find<QTableView>(u"staffTable"_s); }
    [[nodiscard]] QString answer() const { return m_desk->find<QLabel>(u"staffAnswer"_s)->text(); }
    /// The password on the sheet that shows it, which is closed then.
    [[nodiscard]] QString firstPassword() const;
    [[nodiscard]] bool canSignIn(const QString &account, const QString &password) const;
    [[nodiscard]] QString staff(const QByteArray &column, const QString &account) const { return m_store->owner("select " + column + " from store.staff where login = $1", Params().text(account)); }

    std::unique_ptr<StoreUnderTest> m_store;
    std::unique_ptr<Desk> m_desk;
};

void TestStaffPage::init()
{
    m_store = std::make_unique<StoreUnderTest>();
    m_desk = std::make_unique<Desk>(*m_store);
}

void TestStaffPage::cleanup()
{
    m_desk.reset();
    // No digit before it: another process's number may end in this one's.
    const QString drop = m_store->owner("select string_agg(format('drop role %I', rolname), ';') from pg_roles where rolname ~ ('^[a-z]+' || $1 || '$')", Params().text(QString::number(QCoreApplication::applicationPid())));
    for (const QString &statement : drop.split(u';', Qt::SkipEmptyParts))
        m_store->owner(statement.toUtf8());
    m_store.reset();
}

void TestStaffPage::signIn(const QString &chosen)
{
    QVERIFY(m_desk->signIn(u"admin"_s));
    QTRY_VERIFY_WITH_TIMEOUT(table() && table()->isVisible() && table()->model()->rowCount() > 0, patienceMs);
    if (!chosen.isEmpty())
        choose(chosen);
}

void TestStaffPage::choose(const QString &account)
{
    m_desk->window().activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&m_desk->window()));
    table()->setFocus();
    m_desk->press(Qt::Key_Home, Qt::ControlModifier);
    const auto at = [this] { return table()->currentIndex().siblingAtColumn(1).data().toString(); };
    for (int row = 0; row < table()->model()->rowCount() && at() != account; ++row)
        m_desk->press(Qt::Key_Down);
    QCOMPARE(at(), account);
}

QString TestStaffPage::cell(const QString &account, int column) const
{
    for (int row = 0; row < table()->model()->rowCount(); ++row) {
        if (table()->model()->index(row, 1).data().toString() == account)
            return table()->model()->index(row, column).data().toString();
    }
    return u"(no such account)"_s;
}

QString TestStaffPage::firstPassword() const
{
    QDialog *sheet = m_desk->waitForSheet(u"firstPasswordSheet"_s);
    if (!sheet)
        return {};
    const QString password = sheet->findChild<QLineEdit *>(u"firstPassword"_s)->text();
    QTest::mouseClick(sheet->findChild<QPushButton *>(u"copyPasswordButton"_s), Qt::LeftButton);
    QTest::mouseClick(sheet->findChild<QPushButton *>(u"passwordSeenButton"_s), Qt::LeftButton);
    const bool isClosed = QTest::qWaitFor([this] { return !m_desk->sheet(u"firstPasswordSheet"_s); }, patienceMs);
    return isClosed && QGuiApplication::clipboard()->text() == password ? password : QString();
}

bool TestStaffPage::canSignIn(const QString &account, const QString &password) const
{
    ConnectionOptions options = m_store->TestDatabase::as(u"agent"_s);
    options.user = account;
    options.password = password;
    Connection connection(u"tried"_s);
    return connection.open(options).hasValue();
}

void TestStaffPage::accountIsMadeAndItsOwnerChoosesAPassword()
{
    signIn();
    QVERIFY(!m_desk->table()); // no orders desk
    m_desk->press(Qt::Key_N, Qt::ControlModifier);
    QDialog *sheet = m_desk->waitForSheet(u"newAccountSheet"_s);
    QVERIFY(sheet);
    m_desk->type(u"Zoë Ünal-Öz"_s);
    QCOMPARE(sheet->findChild<QLineEdit *>(u"staffLogin"_s)->text(), u"zoe.unal.oz"_s);
    m_desk->press(Qt::Key_Tab);
    sheet->findChild<QLineEdit *>(u"staffLogin"_s)->selectAll();
    m_desk->type(login(u"zoe"_s));
    m_desk->press(Qt::Key_Tab);
    QCOMPARE(sheet->findChild<QComboBox *>(u"staffGroup"_s)->count(), 7);
    m_desk->type(u"F"_s); // Fulfilment
    QCOMPARE(sheet->findChild<QComboBox *>(u"staffGroup"_s)->currentData().toString(), u"fulfilment"_s);
    m_desk->press(Qt::Key_Return);
    const QString password = firstPassword();
    QVERIFY2(QRegularExpression(u"^([a-z2-9]{4}-){3}[a-z2-9]{4}$"_s).match(password).hasMatch(), "not the form of a first password");
    QTRY_COMPARE_WITH_TIMEOUT(cell(login(u"zoe"_s), 3), u"Has to choose a password"_s, patienceMs);
    QCOMPARE(cell(login(u"zoe"_s), 2), u"Fulfilment"_s);
    QCOMPARE(cell(login(u"zoe"_s), 4), u"never"_s);
    QTRY_COMPARE_WITH_TIMEOUT(table()->currentIndex().siblingAtColumn(1).data().toString(), login(u"zoe"_s), patienceMs);
    QVERIFY(!m_store->serverLog().contains(password.toUtf8()));

    // The new person.
    m_desk = std::make_unique<Desk>(*m_store);
    QVERIFY(m_desk->signIn(login(u"zoe"_s), password));
    QVERIFY(m_desk->waitForSheet(u"passwordSheet"_s));
    QVERIFY(!m_desk->table());
    m_desk->type(password);
    for (int i = 0; i < 2; ++i) {
        m_desk->press(Qt::Key_Tab);
        m_desk->type(u"my own long password"_s);
    }
    m_desk->press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->table(), patienceMs);
    QCOMPARE(staff("must_change_password::text", login(u"zoe"_s)), u"false"_s);
    QVERIFY(!canSignIn(login(u"zoe"_s), password));
}

void TestStaffPage::refusalsAreSentencesAndNothingTypedIsLost()
{
    signIn();
    m_desk->press(Qt::Key_N, Qt::ControlModifier);
    QDialog *sheet = m_desk->waitForSheet(u"newAccountSheet"_s);
    QVERIFY(sheet);
    auto *loginEdit = sheet->findChild<QLineEdit *>(u"staffLogin"_s);
    const auto *said = sheet->findChild<QLabel *>(u"newAccountAnswer"_s);
    const auto submit = [&](const QString &text) {
        loginEdit->setFocus();
        loginEdit->selectAll();
        m_desk->type(text);
        m_desk->press(Qt::Key_Return);
    };
    submit(u"nobody"_s);
    QTRY_VERIFY_WITH_TIMEOUT(said->text().contains(u"1 to 200 characters"_s), patienceMs);
    sheet->findChild<QLineEdit *>(u"staffName"_s)->setFocus();
    m_desk->type(u"New Comer"_s);
    submit(u"agent"_s);
    QTRY_VERIFY_WITH_TIMEOUT(said->text().contains(u"has this login already"_s), patienceMs);
    submit(u"steward_x"_s);
    QTRY_VERIFY_WITH_TIMEOUT(said->text().contains(u"no name of Steward's own"_s), patienceMs);
    QCOMPARE(sheet->findChild<QLineEdit *>(u"staffName"_s)->text(), u"New Comer"_s);
    submit(login(u"newcomer"_s));
    const QString password = firstPassword();
    QVERIFY(!password.isEmpty() && canSignIn(login(u"newcomer"_s), password));
}

/// The connection goes while the command is at the store: it is sent again under its id, with the password that is then shown.
void TestStaffPage::lostConnectionMakesOneAccountWithThePasswordShown()
{
    m_store->makeGate("staff");
    signIn();
    m_desk->press(Qt::Key_N, Qt::ControlModifier);
    QDialog *sheet = m_desk->waitForSheet(u"newAccountSheet"_s);
    QVERIFY(sheet);
    m_desk->type(u"Lost Line"_s);
    m_desk->press(Qt::Key_Tab);
    sheet->findChild<QLineEdit *>(u"staffLogin"_s)->selectAll();
    m_desk->type(login(u"lost"_s));
    m_store->shutGate();
    auto *button = sheet->findChild<QPushButton *>(u"makeAccountButton"_s);
    QTest::mouseDClick(button, Qt::LeftButton);
    QTest::mouseClick(button, Qt::LeftButton);
    const QByteArray waiting = "from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database()) and not granted";
    QTRY_COMPARE_WITH_TIMEOUT(m_store->owner("select count(*)::text " + waiting), u"1"_s, patienceMs);
    QCOMPARE(m_store->owner("select count(pg_terminate_backend(pid))::text " + waiting), u"1"_s);
    m_desk->press(Qt::Key_Escape); // not now: the password would be lost
    QVERIFY(m_desk->sheet(u"newAccountSheet"_s));
    m_store->openGate();
    const QString password = firstPassword();
    QVERIFY(!password.isEmpty() && canSignIn(login(u"lost"_s), password));
    QCOMPARE(m_store->owner("select count(*)::text from audit.entry where verb = 'staff_add'"), u"1"_s);
}

/// Where even that is not answered, what was sent is all that can be sent, with its id and the password that is shown in the end.
void TestStaffPage::lostAnswerIsAskedForAgainAndNothingElse()
{
    WaitingStaff store;
    const QPointer<NewAccountSheet> sheet = new NewAccountSheet(store); // deletes itself when it closes
    QString shown;
    connect(sheet, &NewAccountSheet::made, this, [&shown](const QString &, const QString &, const QString &password) { shown = password; });
    sheet->show();
    QVERIFY(QTest::qWaitForWindowActive(sheet));
    auto *name = sheet->findChild<QLineEdit *>(u"staffName"_s);
    name->setFocus();
    QTest::keyClicks(name, u"Ada Lovelace"_s);
    auto *button = sheet->findChild<QPushButton *>(u"makeAccountButton"_s);
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(store.asked.size(), 1);
    store.answer(Error{ErrorKind::Offline, u"The server is gone."_s, {}, {}});
    QTRY_VERIFY_WITH_TIMEOUT(button->isEnabled(), patienceMs);
    QCOMPARE(button->text(), u"Ask again"_s);
    QVERIFY(sheet->findChild<QLabel *>(u"newAccountAnswer"_s)->text().contains(u"Nobody knows yet"_s));
    QTest::mouseClick(name, Qt::LeftButton);
    QTest::keyClicks(sheet, u"x"_s);
    QCOMPARE(name->text(), u"Ada Lovelace"_s);
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(store.asked.size(), 2);
    QCOMPARE(store.asked.at(1).id, store.asked.at(0).id);
    QCOMPARE(store.asked.at(1).words, store.asked.at(0).words);
    store.answer(CommandOutcome{CommandOutcome::Kind::Done, {}, {}, false});
    QTRY_COMPARE_WITH_TIMEOUT(shown, store.asked.at(0).words.at(3), patienceMs);
    QVERIFY(!shown.isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(!sheet, patienceMs);
}

void TestStaffPage::disabledAccountIsOutUntilItIsEnabled()
{
    const NewLogin tess(*m_store, u"agent"_s);
    m_desk->prompts.choice = 0;
    signIn(tess.name);
    m_desk->press(Qt::Key_D, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(answer().contains(u"is disabled"_s), patienceMs);
    QCOMPARE(m_desk->prompts.asked.last(), u"Disable the account of Tess Ter?"_s);
    QTRY_VERIFY_WITH_TIMEOUT(cell(tess.name, 3).startsWith(u"Disabled since"_s), patienceMs);
    QVERIFY(!canSignIn(tess.name, tess.password));
    for (const QString &action : {u"staffDisableAction"_s, u"staffResetAction"_s, u"staffGroupAction"_s})
        QTRY_VERIFY_WITH_TIMEOUT(!m_desk->action(action)->isEnabled() && m_desk->action(action)->toolTip().contains(u"disabled"_s), patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->action(u"staffEnableAction"_s)->isEnabled(), patienceMs);
    const QList<QToolButton *> buttons = m_desk->window().currentPage()->findChildren<QToolButton *>();
    const auto enable = std::ranges::find(buttons, m_desk->action(u"staffEnableAction"_s), &QToolButton::defaultAction);
    QVERIFY(enable != buttons.end());
    QTest::mouseClick(*enable, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(answer().contains(u"can sign in again"_s), patienceMs);
    QVERIFY(canSignIn(tess.name, tess.password));
}

void TestStaffPage::accountIsMovedToAnotherGroup()
{
    const NewLogin tess(*m_store, u"agent"_s);
    signIn(tess.name);
    m_desk->press(Qt::Key_Return); // the row's own action
    QDialog *sheet = m_desk->waitForSheet(u"groupSheet"_s);
    QVERIFY(sheet);
    auto *choice = sheet->findChild<QComboBox *>(u"staffGroup"_s);
    QCOMPARE(choice->currentData().toString(), u"agent"_s);
    QVERIFY(!sheet->findChild<QPushButton *>(u"moveButton"_s)->isEnabled());
    choice->setFocus();
    m_desk->type(u"M"_s); // Marketing
    m_desk->press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(cell(tess.name, 2), u"Marketing"_s, patienceMs);
    QVERIFY(answer().contains(u"“Marketing”"_s));
    QCOMPARE(m_store->owner("select pg_has_role($1, 'staff_agent', 'member')::text || pg_has_role($1, 'staff_marketing', 'member')", Params().text(tess.name)), u"falsetrue"_s);
}

void TestStaffPage::resetPasswordIsShownOnceAndHasToBeChanged()
{
    const NewLogin tess(*m_store, u"agent"_s);
    m_store->owner("update store.staff set must_change_password = false where login = $1", Params().text(tess.name));
    m_desk->prompts.choice = 0;
    signIn(tess.name);
    m_desk->press(Qt::Key_R, Qt::ControlModifier);
    const QString password = firstPassword();
    QVERIFY(!password.isEmpty() && canSignIn(tess.name, password) && !canSignIn(tess.name, tess.password));
    QCOMPARE(staff("must_change_password::text", tess.name), u"true"_s);
    QVERIFY(answer().contains(u"was reset"_s));
}

void TestStaffPage::confirmationsThatAreDeclinedDoNothing()
{
    const NewLogin tess(*m_store, u"agent"_s);
    signIn(tess.name);
    m_desk->prompts.choice = 1;
    m_desk->press(Qt::Key_D, Qt::ControlModifier);
    m_desk->press(Qt::Key_R, Qt::ControlModifier);
    QCOMPARE(m_desk->prompts.asked.size(), 2);
    QVERIFY(canSignIn(tess.name, tess.password));
    QCOMPARE(m_store->owner("select count(*)::text from audit.entry where verb in ('staff_disable', 'staff_password')"), u"0"_s);
}

void TestStaffPage::ownAccountIsLeftToAnotherAdmin()
{
    m_store->owner("update store.setting set value = '\"Asia/Tokyo\"' where key = 'store.time_zone'");
    signIn(u"admin"_s);
    // When somebody signed in last is said in the store's time, as everywhere.
    const QDateTime seen = QDateTime::fromString(m_store->owner("select to_char(last_seen_at at time zone 'Asia/Tokyo', 'YYYY-MM-DD\"T\"HH24:MI:SS') from store.staff where login = 'admin'"), Qt::ISODate);
    QCOMPARE(cell(u"admin"_s, 4), QLocale().toString(seen.date(), QLocale::ShortFormat) + u' ' + QLocale().toString(seen.time(), QLocale::ShortFormat));
    QVERIFY(table()->model()->headerData(4, Qt::Horizontal, Qt::ToolTipRole).toString().contains(u"Asia/Tokyo"_s));
    for (const QString &action : {u"staffDisableAction"_s, u"staffResetAction"_s, u"staffGroupAction"_s, u"staffEnableAction"_s})
        QTRY_VERIFY_WITH_TIMEOUT(!m_desk->action(action)->isEnabled() && m_desk->action(action)->toolTip().contains(u"your own account"_s), patienceMs);
    m_desk->press(Qt::Key_Return);
    QVERIFY(!m_desk->sheet(u"groupSheet"_s));
}

void TestStaffPage::listThatCannotBeHadSaysSoAndIsAskedForAgain()
{
    m_store->owner("revoke execute on function desk.staff_list() from staff_admin");
    QVERIFY(m_desk->signIn(u"admin"_s));
    auto *button = m_desk->find<QPushButton>(u"stateBannerButton"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->window().currentPage() && m_desk->window().currentPage()->findChild<QPushButton *>(u"stateBannerButton"_s)->isVisible(), patienceMs);
    button = m_desk->window().currentPage()->findChild<QPushButton *>(u"stateBannerButton"_s);
    QVERIFY(!table()->isVisible());
    m_store->owner("grant execute on function desk.staff_list() to staff_admin");
    QTest::mouseClick(button, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(table()->isVisible() && table()->model()->rowCount() > 0, patienceMs);
}

void TestStaffPage::halfMadeAccountIsAskedAboutAndKept()
{
    signIn();
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->drafts().isSafe(), patienceMs);
    const auto open = [this] {
        m_desk->window().activateWindow();
        m_desk->action(u"newAccountAction"_s)->trigger();
        return m_desk->waitForSheet(u"newAccountSheet"_s);
    };
    const auto isClosed = [this] { return QTest::qWaitFor([this] { return !m_desk->sheet(u"newAccountSheet"_s); }, patienceMs); };
    QVERIFY(open());
    m_desk->press(Qt::Key_Escape); // nothing was typed
    QVERIFY(isClosed());
    QCOMPARE(m_desk->prompts.asked, QStringList());
    QDialog *sheet = open();
    QVERIFY(sheet);
    sheet->findChild<QLineEdit *>(u"staffName"_s)->setFocus();
    m_desk->type(u"Ada"_s);
    m_desk->prompts.choice = 2;
    m_desk->press(Qt::Key_Escape);
    QCOMPARE(m_desk->prompts.asked, QStringList{u"Something was typed and not sent"_s});
    QVERIFY(m_desk->sheet(u"newAccountSheet"_s));
    // Nor does the window close over it.
    m_desk->window().close();
    QCOMPARE(m_desk->prompts.asked.size(), 2);
    QVERIFY(m_desk->window().isVisible());
    m_desk->prompts.choice = 0;
    m_desk->press(Qt::Key_Escape);
    QVERIFY(isClosed());
    sheet = open();
    QVERIFY(sheet);
    QCOMPARE(sheet->findChild<QLineEdit *>(u"staffName"_s)->text(), u"Ada"_s);
    QCOMPARE(sheet->findChild<QLineEdit *>(u"staffLogin"_s)->text(), u"ada"_s);
    QVERIFY(sheet->findChild<QLabel *>(u"newAccountAnswer"_s)->text().contains(u"Restored"_s));
    sheet->findChild<QLineEdit *>(u"staffName"_s)->setFocus();
    m_desk->press(Qt::Key_End);
    m_desk->type(u"!"_s);
    m_desk->prompts.choice = 1;
    m_desk->press(Qt::Key_Escape);
    QVERIFY(isClosed());
    QCOMPARE(m_desk->drafts().all().size(), 0);
    sheet = open();
    QVERIFY(sheet);
    QCOMPARE(sheet->findChild<QLineEdit *>(u"staffName"_s)->text(), QString());
}

QTEST_MAIN(TestStaffPage)
#include "tst_staffpage.moc"
