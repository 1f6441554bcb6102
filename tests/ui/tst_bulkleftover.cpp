// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/session/proxy.h"
#include "tests/ui/desk.h"

#include <QDialog>
#include <QDir>
#include <QLabel>
#include <QListWidget>
#include <QProgressBar>
#include <QPushButton>

#include <utility>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

namespace {

constexpr int patienceMs = 60'000;
constexpr int slowMs = 30; // each way, so that a run can be met in its midst

} // namespace

/// The desk dies in the midst of a run. The next one says what was under way and how far it came, does nothing by itself, and goes on
/// with it as the same run.
class TestBulkLeftOver : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void crashedRunIsToldOfAndGoesOn();
    void crashedRunIsLeftAloneAndTakenBack();
    void runThatWasOverIsSeenOnce();
    void signedOutRunIsThereAgain();
    void runThatIsOverLeavesNothing();

private:
    void signIn();
    /// A run that puts all orders on hold, so many of them done.
    void runUntil(int reached);
    /// What is kept on disk now, also where the disk has not been waited for yet.
    [[nodiscard]] QHash<QString, QByteArray> kept() const;
    [[nodiscard]] QHash<QString, QByteArray> readKept() const;
    void putBack(const QHash<QString, QByteArray> &files) const;
    /// The desk is gone as if killed: what it had written by now is all the next one finds. What it had sent comes to its end at the server.
    void crash();
    void startAgain();
    void click(const QString &button) const { QTest::mouseClick(m_desk->find<QPushButton>(button), Qt::LeftButton); }
    [[nodiscard]] bool isShown(const QString &name) const
    {
        const auto *widget = m_desk->find<QWidget>(name);
        return widget && widget->isVisible();
    }
    [[nodiscard]] QString text(const QString &name) const
    {
        const auto *label = m_desk->find<QLabel>(name);
        return label ? label->text() : QString();
    }
    [[nodiscard]] QString held() const { return m_store->owner("select count(*)::text from store.orders where hold_count = 1"); }
    [[nodiscard]] QString commands() const { return m_store->owner("select count(*)::text from store.command where actor = 'lead'"); }

    std::unique_ptr<StoreUnderTest> m_store;
    std::unique_ptr<Proxy> m_line;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Desk> m_desk;
    QHash<QString, QString> m_secrets; ///< the keychain outlives the program
};

void TestBulkLeftOver::init()
{
    m_store = std::make_unique<StoreUnderTest>();
    m_store->placeOrders(1299);
    m_line = std::make_unique<Proxy>(m_store->server(), slowMs);
    m_folder = std::make_unique<QTemporaryDir>();
    m_secrets.clear();
    m_desk = std::make_unique<Desk>(*m_store, m_line->address(), m_folder->path());
}

void TestBulkLeftOver::cleanup()
{
    m_desk.reset();
    m_line.reset();
}

void TestBulkLeftOver::signIn()
{
    m_desk->window().activateWindow(); // after a run's window that went with the one before
    QVERIFY(QTest::qWaitForWindowActive(&m_desk->window(), patienceMs));
    QVERIFY(m_desk->signIn(u"lead"_s));
    QVERIFY(m_desk->waitForList());
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->drafts().isSafe(), patienceMs);
}

void TestBulkLeftOver::runUntil(int reached)
{
    m_desk->backToTheList();
    m_desk->press(Qt::Key_A, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->action(u"holdAction"_s)->isEnabled(), patienceMs);
    m_desk->action(u"holdAction"_s)->trigger();
    QVERIFY(m_desk->waitForSheet(u"holdSheet"_s));
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(isShown(u"bulkDoButton"_s), patienceMs);
    click(u"bulkDoButton"_s);
    QTRY_VERIFY_WITH_TIMEOUT(isShown(u"bulkBar"_s) && m_desk->find<QProgressBar>(u"bulkBar"_s)->value() >= reached, patienceMs);
}

/// Read until it is the same twice: where one is written and another goes while they are read, both may be missed.
QHash<QString, QByteArray> TestBulkLeftOver::kept() const
{
    QHash<QString, QByteArray> before, files = readKept();
    do
        before = std::exchange(files, readKept());
    while (files != before);
    return files;
}

QHash<QString, QByteArray> TestBulkLeftOver::readKept() const
{
    const QDir folder(m_folder->filePath(u"drafts"_s));
    QHash<QString, QByteArray> files;
    for (const QString &name : folder.entryList({u"*.sealed"_s, u"*.sealed.now"_s}, QDir::Files)) {
        QFile file(folder.filePath(name));
        if (file.open(QIODevice::ReadOnly))
            files.insert(name, file.readAll());
    }
    return files;
}

void TestBulkLeftOver::putBack(const QHash<QString, QByteArray> &files) const
{
    const QString folder = m_folder->filePath(u"drafts"_s);
    QDir(folder).removeRecursively();
    QDir().mkpath(folder);
    for (auto content = files.begin(); content != files.end(); ++content) {
        QVERIFY(!content.value().contains("B-7")); // sealed
        QFile file(folder + u'/' + content.key());
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content.value()) == content.value().size());
    }
}

void TestBulkLeftOver::crash()
{
    const auto files = kept();
    QVERIFY(!files.isEmpty());
    m_secrets = m_desk->credentials.secrets;
    m_desk.reset();
    putBack(files);
    QTRY_COMPARE_WITH_TIMEOUT(m_store->owner("select count(*)::text from pg_stat_activity where usename = 'lead' and datname = current_database()"), u"0"_s, patienceMs);
}

void TestBulkLeftOver::startAgain()
{
    m_desk = std::make_unique<Desk>(*m_store, m_line->address(), m_folder->path());
    m_desk->credentials.secrets = m_secrets;
    signIn();
}

void TestBulkLeftOver::crashedRunIsToldOfAndGoesOn()
{
    signIn();
    runUntil(200);
    crash();
    const QString done = held();
    const QString sent = commands();
    QVERIFY(done.toInt() >= 200 && done.toInt() < 1300);
    startAgain();
    QTRY_VERIFY2_WITH_TIMEOUT(isShown(u"bulkStrip"_s) && text(u"bulkStripText"_s).contains(u"Nothing goes on by itself"_s), qPrintable(text(u"bulkStripText"_s)), patienceMs);
    QVERIFY2(text(u"bulkStripText"_s).contains(QLocale().toString(done.toInt()) + u" of "_s), qPrintable(text(u"bulkStripText"_s)));
    QVERIFY(!isShown(u"bulkWindow"_s));
    QVERIFY(!m_desk->action(u"draftsAction"_s)->isEnabled()); // nobody typed it
    // No other run before somebody has decided about this one.
    m_desk->backToTheList();
    m_desk->press(Qt::Key_A, Qt::ControlModifier);
    m_desk->action(u"assign_meAction"_s)->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(text(u"ordersNotice"_s).contains(u"run from before"_s), patienceMs);
    QCOMPARE(held(), done);
    QCOMPARE(commands(), sent);
    m_desk->backToTheList();
    m_desk->find<QPushButton>(u"bulkShowButton"_s)->setFocus();
    m_desk->press(Qt::Key_Space);
    QTRY_VERIFY_WITH_TIMEOUT(isShown(u"bulkResumeButton"_s) && isShown(u"bulkEndButton"_s), patienceMs);
    QVERIFY(text(u"bulkSaid"_s).contains(u"program ended"_s));
    click(u"bulkResumeButton"_s);
    QTRY_COMPARE_WITH_TIMEOUT(held(), u"1300"_s, patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(isShown(u"bulkUndoButton"_s) && !isShown(u"bulkStrip"_s), patienceMs);
    QCOMPARE(m_store->owner("select count(*)::text from store.hold"), u"1300"_s);
    QCOMPARE(commands(), u"13"_s);
    QVERIFY(m_desk->drafts().all().isEmpty());
    click(u"bulkUndoButton"_s);
    QTRY_COMPARE_WITH_TIMEOUT(held(), u"0"_s, patienceMs);
}

void TestBulkLeftOver::crashedRunIsLeftAloneAndTakenBack()
{
    signIn();
    runUntil(200);
    crash();
    startAgain();
    QTRY_VERIFY_WITH_TIMEOUT(text(u"bulkStripText"_s).contains(u"Nothing goes on by itself"_s), patienceMs);
    click(u"bulkShowButton"_s);
    QTRY_VERIFY_WITH_TIMEOUT(isShown(u"bulkEndButton"_s), patienceMs);
    const QString done = held();
    click(u"bulkEndButton"_s);
    QTRY_VERIFY_WITH_TIMEOUT(isShown(u"bulkUndoButton"_s) && isShown(u"bulkRetryButton"_s) && !isShown(u"bulkStrip"_s), patienceMs);
    QVERIFY(m_desk->find<QListWidget>(u"bulkGroups"_s)->item(2)->text().contains(orderReasonText(u"left_alone"_s)));
    QCOMPARE(held(), done);
    QVERIFY(m_desk->drafts().all().isEmpty());
    click(u"bulkUndoButton"_s);
    QTRY_COMPARE_WITH_TIMEOUT(held(), u"0"_s, patienceMs);
}

void TestBulkLeftOver::runThatWasOverIsSeenOnce()
{
    signIn();
    runUntil(200);
    const auto before = kept();
    QVERIFY(!before.isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(isShown(u"bulkUndoButton"_s), patienceMs);
    m_secrets = m_desk->credentials.secrets;
    m_desk.reset();
    putBack(before); // the last step was done, and then the program died
    startAgain();
    QTRY_VERIFY_WITH_TIMEOUT(text(u"bulkStripText"_s).contains(u"all of it had been answered"_s), patienceMs);
    QCOMPARE(held(), u"1300"_s);
    click(u"bulkShowButton"_s);
    QTRY_VERIFY_WITH_TIMEOUT(isShown(u"bulkUndoButton"_s) && !isShown(u"bulkStrip"_s), patienceMs);
    QVERIFY(m_desk->drafts().all().isEmpty());
    QCOMPARE(commands(), u"13"_s);
}

void TestBulkLeftOver::signedOutRunIsThereAgain()
{
    signIn();
    runUntil(200);
    m_desk->prompts.choice = 0;
    m_desk->action(u"signOutAction"_s)->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->session().state(), Session::State::SignedOut, patienceMs);
    QVERIFY2(m_desk->prompts.said.contains(u"you can go on with the others"_s), qPrintable(m_desk->prompts.said));
    QVERIFY(held().toInt() < 1300);
    signIn();
    QTRY_VERIFY_WITH_TIMEOUT(text(u"bulkStripText"_s).contains(u"Nothing goes on by itself"_s), patienceMs);
    click(u"bulkShowButton"_s);
    QTRY_VERIFY_WITH_TIMEOUT(isShown(u"bulkResumeButton"_s), patienceMs);
    click(u"bulkResumeButton"_s);
    QTRY_COMPARE_WITH_TIMEOUT(held(), u"1300"_s, patienceMs);
    QCOMPARE(commands(), u"13"_s);
}

void TestBulkLeftOver::runThatIsOverLeavesNothing()
{
    signIn();
    runUntil(100);
    QVERIFY(!m_desk->drafts().all().isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(isShown(u"bulkUndoButton"_s), patienceMs);
    QVERIFY(m_desk->drafts().all().isEmpty());
    click(u"bulkUndoButton"_s);
    QTRY_COMPARE_WITH_TIMEOUT(held(), u"0"_s, patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->drafts().all().isEmpty(), patienceMs);
}

QTEST_MAIN(TestBulkLeftOver)
#include "tst_bulkleftover.moc"
