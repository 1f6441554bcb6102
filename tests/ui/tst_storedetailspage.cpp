// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/desk.h"
#include "ui/paper/paperpreview.h"
#include "ui/storedetails/storedetailspage.h"

#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QToolButton>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

namespace {

constexpr int patienceMs = 20'000;

} // namespace

/// The store's own particulars at the window of an admin, typed and saved with keys and clicks.
class TestStoreDetailsPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void particularsAreTypedAndSavedWithKeys();
    void paperFollowsWhatIsTyped();
    void refusalIsASentenceAndNothingTypedIsLost();
    void colleaguesChangeIsShownAndMineOrTheirsIsChosen();
    void leavingWithSomethingTypedAsks();
    void whatWasTypedIsThereAgainAfterACrash_data();
    void whatWasTypedIsThereAgainAfterACrash();
    void helpOpensAtItsTopic();
    void onlyTheAdminHasThePage();
    void particularsThatCannotBeHadAreAskedForAgain();

private:
    void open();
    [[nodiscard]] StoreDetailsPage *page() const { return m_desk->find<StoreDetailsPage>(u"storeDetailsPage"_s); }
    [[nodiscard]] QLineEdit *line(const QString &name) const { return page()->findChild<QLineEdit *>(u"text_"_s + name); }
    [[nodiscard]] QPlainTextEdit *block(const QString &name) const { return page()->findChild<QPlainTextEdit *>(u"text_"_s + name); }
    [[nodiscard]] QString answer() const { return page()->findChild<QLabel *>(u"storeAnswer"_s)->text(); }
    [[nodiscard]] QString setting(const QString &key) const { return m_store->owner("select value #>> '{}' from store.setting where key = $1", Params().text(u"store."_s + key)); }
    void save() const { m_desk->press(Qt::Key_S, Qt::ControlModifier); }
    void colleagueChanges(const QString &to) const
    {
        QCOMPARE(m_store->admin("select desk.store_change(gen_random_uuid(), jsonb_build_object('store.tax_number', jsonb_build_object('from', $1::text, 'to', $2::text)))->>'outcome'",
                                Params().text(setting(u"tax_number"_s)).text(to)), u"done"_s);
    }

    std::unique_ptr<StoreUnderTest> m_store;
    std::unique_ptr<Desk> m_desk;
};

void TestStoreDetailsPage::init()
{
    m_store = std::make_unique<StoreUnderTest>();
    m_desk = std::make_unique<Desk>(*m_store);
}

void TestStoreDetailsPage::cleanup()
{
    m_desk.reset();
    m_store.reset();
}

/// With the key of the page, from the accounts.
void TestStoreDetailsPage::open()
{
    QVERIFY(m_desk->signIn(u"admin"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->window().currentPage() && m_desk->window().currentPage()->name() == u"staff", patienceMs);
    m_desk->press(Qt::Key_2, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(page()->isVisible() && line(u"name"_s)->isVisible() && line(u"name"_s)->hasFocus(), patienceMs);
}

void TestStoreDetailsPage::particularsAreTypedAndSavedWithKeys()
{
    open();
    QCOMPARE(line(u"name"_s)->text(), setting(u"name"_s));
    QVERIFY(!m_desk->action(u"storeSaveAction"_s)->isEnabled());
    line(u"name"_s)->selectAll();
    m_desk->type(u"The Mug Shop"_s);
    m_desk->press(Qt::Key_Tab);
    QVERIFY(block(u"address"_s)->hasFocus());
    m_desk->type(u"Hafenstraße 1 "_s);
    m_desk->press(Qt::Key_Return);
    m_desk->type(u"20457 Hamburg"_s);
    m_desk->press(Qt::Key_Return);
    m_desk->press(Qt::Key_Tab);
    m_desk->type(u"DE123456789"_s);
    m_desk->press(Qt::Key_Tab);
    m_desk->type(u"IBAN DE89 3704 0044 0532 0130 00"_s);
    m_desk->press(Qt::Key_Tab);
    m_desk->type(u"service@shop.example"_s);
    save();
    QTRY_VERIFY2_WITH_TIMEOUT(answer().startsWith(u"Saved"_s), qPrintable(answer()), patienceMs);
    QCOMPARE(setting(u"name"_s), u"The Mug Shop"_s);
    QCOMPARE(setting(u"address"_s), u"Hafenstraße 1\n20457 Hamburg"_s);
    QCOMPARE(setting(u"tax_number"_s), u"DE123456789"_s);
    QCOMPARE(setting(u"paper_foot"_s), u"IBAN DE89 3704 0044 0532 0130 00"_s);
    QCOMPARE(setting(u"sender"_s), u"service@shop.example"_s);
    QVERIFY(!m_desk->action(u"storeSaveAction"_s)->isEnabled());
    QCOMPARE(m_desk->drafts().all().size(), 0); // what was saved is typed again by nobody
    const auto *field = page()->findChild<QWidget *>(u"field_name"_s);
    QVERIFY(std::ranges::any_of(field->findChildren<QLabel *>(), [](const QLabel *label) { return label->text().contains(u"Last changed on"_s); }));
    QCOMPARE(m_store->owner("select count(*)::text from store.setting_change"), u"5"_s);
    QCOMPARE(m_store->owner("select count(*)::text from audit.entry where verb = 'store_change'"), u"1"_s);
}

void TestStoreDetailsPage::paperFollowsWhatIsTyped()
{
    open();
    const auto *preview = page()->findChild<PaperPreview *>(u"paperPreview"_s);
    QTRY_COMPARE_WITH_TIMEOUT(preview->pageCount(), 1, patienceMs);
    const QImage before = preview->pages().first();
    block(u"paper_foot"_s)->setFocus();
    m_desk->type(u"Thank you"_s);
    QTRY_VERIFY_WITH_TIMEOUT(preview->pageCount() == 1 && preview->pages().first() != before, patienceMs);
    // Only the foot is other.
    const QImage after = preview->pages().first();
    QCOMPARE(after.size(), before.size());
    const int foot = after.height() * 4 / 5;
    QCOMPARE(after.copy(0, 0, after.width(), foot), before.copy(0, 0, before.width(), foot));
}

void TestStoreDetailsPage::refusalIsASentenceAndNothingTypedIsLost()
{
    open();
    line(u"sender"_s)->setFocus();
    m_desk->type(u"not an address"_s);
    line(u"tax_number"_s)->setFocus();
    m_desk->type(u"DE1"_s);
    save();
    QTRY_VERIFY2_WITH_TIMEOUT(answer().contains(u"no address that mail can come from"_s), qPrintable(answer()), patienceMs);
    QVERIFY(line(u"sender"_s)->hasFocus());
    QCOMPARE(line(u"sender"_s)->text() + line(u"tax_number"_s)->text(), u"not an addressDE1"_s);
    QCOMPARE(setting(u"tax_number"_s), QString());
    line(u"sender"_s)->selectAll();
    m_desk->type(u"a@b.example"_s);
    QTest::mouseClick(page()->findChildren<QToolButton *>().last(), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(setting(u"sender"_s) + setting(u"tax_number"_s), u"a@b.exampleDE1"_s, patienceMs);
}

void TestStoreDetailsPage::colleaguesChangeIsShownAndMineOrTheirsIsChosen()
{
    open();
    line(u"tax_number"_s)->setFocus();
    m_desk->type(u"DE-mine"_s);
    block(u"paper_foot"_s)->setFocus();
    m_desk->type(u"Thanks"_s);
    colleagueChanges(u"DE-theirs"_s);
    save();
    const auto *theirs = page()->findChild<QLabel *>(u"theirs_tax_number"_s);
    auto *take = page()->findChild<QPushButton *>(u"take_tax_number"_s);
    QTRY_VERIFY2_WITH_TIMEOUT(theirs->isVisible() && theirs->text().contains(u"DE-theirs"_s), qPrintable(theirs->text()), patienceMs);
    QVERIFY(answer().contains(u"Nothing was saved"_s));
    QCOMPARE(setting(u"tax_number"_s) + setting(u"paper_foot"_s), u"DE-theirs"_s);
    QCOMPARE(line(u"tax_number"_s)->text(), u"DE-mine"_s);
    QVERIFY(!page()->findChild<QLabel *>(u"theirs_paper_foot"_s)->isVisible());
    // Mine, knowing theirs.
    save();
    QTRY_COMPARE_WITH_TIMEOUT(setting(u"tax_number"_s) + setting(u"paper_foot"_s), u"DE-mineThanks"_s, patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(!theirs->isVisible(), patienceMs);
    // Theirs.
    line(u"tax_number"_s)->setFocus();
    line(u"tax_number"_s)->selectAll();
    m_desk->type(u"DE-other"_s);
    colleagueChanges(u"DE-last"_s);
    save();
    QTRY_VERIFY_WITH_TIMEOUT(take->isVisible(), patienceMs);
    take->setFocus();
    m_desk->press(Qt::Key_Space);
    QCOMPARE(line(u"tax_number"_s)->text(), u"DE-last"_s);
    QVERIFY(!theirs->isVisible() && !m_desk->action(u"storeSaveAction"_s)->isEnabled());
}

void TestStoreDetailsPage::leavingWithSomethingTypedAsks()
{
    open();
    line(u"tax_number"_s)->setFocus();
    m_desk->type(u"DE1"_s);
    m_desk->prompts.choice = -1; // the question is closed
    m_desk->press(Qt::Key_Q, Qt::ControlModifier);
    QCOMPARE(m_desk->prompts.asked.size(), 1);
    QVERIFY2(m_desk->prompts.said.contains(u"Particulars of the store"_s), qPrintable(m_desk->prompts.said));
    QVERIFY(m_desk->window().isVisible());
    QCOMPARE(line(u"tax_number"_s)->text(), u"DE1"_s);
    m_desk->action(u"storeTakeBackAction"_s)->trigger();
    QCOMPARE(line(u"tax_number"_s)->text(), QString());
    m_desk->press(Qt::Key_Q, Qt::ControlModifier);
    QCOMPARE(m_desk->prompts.asked.size(), 1);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->window().isVisible(), patienceMs);
}

void TestStoreDetailsPage::whatWasTypedIsThereAgainAfterACrash_data()
{
    QTest::addColumn<bool>("isReadFirst");
    QTest::newRow("drafts are there before the particulars") << true;
    QTest::newRow("whichever comes first") << false;
}

void TestStoreDetailsPage::whatWasTypedIsThereAgainAfterACrash()
{
    QFETCH(const bool, isReadFirst);
    open();
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->drafts().isSafe(), patienceMs);
    line(u"tax_number"_s)->setFocus();
    m_desk->type(u"DE-draft"_s);
    // Until it is answered at once: then all is on disk, and no file comes and goes while they are copied.
    const auto isOnDisk = [this] {
        const auto isAnswered = std::make_shared<bool>(false);
        m_desk->drafts().whenSafe(this, [isAnswered] { *isAnswered = true; }, SealedFile::Outlives::Computer);
        return *isAnswered;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isOnDisk(), patienceMs);
    QTemporaryDir left;
    QVERIFY(QDir(left.path()).mkpath(u"drafts"_s));
    for (const QFileInfo &file : QDir(m_desk->folder() + u"/drafts"_s).entryInfoList(QDir::Files | QDir::Hidden))
        QVERIFY(file.suffix() == u"lock" || QFile::copy(file.filePath(), left.filePath(u"drafts/"_s + file.fileName()))); // as a program that was killed leaves it
    const auto keys = m_desk->credentials.secrets;
    m_desk.reset();
    colleagueChanges(u"DE-meanwhile"_s);
    m_desk = std::make_unique<Desk>(*m_store, left.path());
    m_desk->credentials.secrets = keys;
    if (isReadFirst) {
        QVERIFY(m_desk->signIn(u"admin"_s));
        QTRY_COMPARE_WITH_TIMEOUT(m_desk->drafts().all().size(), 1, patienceMs);
        m_desk->press(Qt::Key_2, Qt::ControlModifier);
    } else {
        open();
    }
    QTRY_COMPARE_WITH_TIMEOUT(line(u"tax_number"_s)->text(), u"DE-draft"_s, patienceMs);
    QVERIFY2(answer().contains(u"not saved yet"_s), qPrintable(answer()));
    QTRY_VERIFY_WITH_TIMEOUT(page()->findChild<QLabel *>(u"theirs_tax_number"_s)->isVisible(), patienceMs);
    QCOMPARE(setting(u"tax_number"_s), u"DE-meanwhile"_s); // restoring has sent nothing
}

void TestStoreDetailsPage::helpOpensAtItsTopic()
{
    open();
    m_desk->press(Qt::Key_F1);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->find<QListWidget>(u"helpTopics"_s), patienceMs);
    QCOMPARE(m_desk->find<QListWidget>(u"helpTopics"_s)->currentItem()->data(Qt::UserRole).toString(), u"store"_s);
}

void TestStoreDetailsPage::onlyTheAdminHasThePage()
{
    QVERIFY(m_desk->signIn(u"lead"_s));
    QVERIFY(m_desk->waitForList());
    QVERIFY(!page());
    QVERIFY(!m_desk->action(u"page_storeAction"_s));
}

void TestStoreDetailsPage::particularsThatCannotBeHadAreAskedForAgain()
{
    m_store->owner("revoke execute on function desk.store_details() from staff_admin");
    QVERIFY(m_desk->signIn(u"admin"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->window().currentPage() && m_desk->action(u"page_storeAction"_s), patienceMs);
    auto *rail = m_desk->find<QToolButton>(u"rail_store"_s);
    QTest::mouseClick(rail, Qt::LeftButton);
    auto *button = page()->findChild<QPushButton *>(u"stateBannerButton"_s);
    QTRY_VERIFY_WITH_TIMEOUT(button->isVisible(), patienceMs);
    QVERIFY(!line(u"name"_s)->isVisible());
    m_store->owner("grant execute on function desk.store_details() to staff_admin");
    QTest::mouseClick(button, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(line(u"name"_s)->isVisible(), patienceMs);
}

QTEST_MAIN(TestStoreDetailsPage)
#include "tst_storedetailspage.moc"
