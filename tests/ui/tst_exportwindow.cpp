// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/desk.h"

#include <QDialog>
#include <QFile>
#include <QLabel>
#include <QPointer>
#include <QPushButton>
#include <QStatusBar>

#include <algorithm>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

namespace {

constexpr int patienceMs = 20'000;

} // namespace

/// A long export: the desk is used beside it, and no stray key ends it.
class TestExportWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void deskIsUsedBesideIt();
    void escapeAsksBeforeItEndsIt();
    void leavingAsks();

private:
    /// Begins an export that waits at its log until release().
    void begin();
    void release();
    [[nodiscard]] QPushButton *button(const QString &text) const;
    [[nodiscard]] QString said() const { return m_sheet ? m_sheet->findChild<QLabel *>(u"exportText"_s)->text() : QString(); }

    std::unique_ptr<StoreUnderTest> m_store;
    std::unique_ptr<Connection> m_holder;
    std::unique_ptr<Desk> m_desk;
    QPointer<QDialog> m_sheet;
    QTemporaryDir m_folder;
};

void TestExportWindow::init()
{
    m_store = std::make_unique<StoreUnderTest>();
    m_store->placeOrders(3);
    m_desk = std::make_unique<Desk>(*m_store);
    m_desk->prompts.fileName = m_folder.filePath(QUuid::createUuid().toString(QUuid::WithoutBraces) + u".csv"_s);
    QVERIFY(m_desk->signIn(u"lead"_s));
    QVERIFY(m_desk->waitForList());
    begin();
}

void TestExportWindow::cleanup()
{
    m_holder.reset();
    m_desk.reset();
}

QPushButton *TestExportWindow::button(const QString &text) const
{
    const auto buttons = m_sheet->findChildren<QPushButton *>();
    const auto found = std::ranges::find_if(buttons, [&text](const QPushButton *button) { return button->text().startsWith(text); });
    return found == buttons.end() ? nullptr : *found;
}

void TestExportWindow::begin()
{
    m_holder = m_store->connect(Cluster::ownerLogin());
    QVERIFY(m_holder->query({u"test/hold"_s, "begin"}, {}) && m_holder->query({u"test/hold"_s, "lock table store.export_run in access exclusive mode"}, {}));
    m_desk->backToTheList();
    m_desk->press(Qt::Key_E, Qt::ControlModifier);
    m_sheet = m_desk->waitForSheet(u"exportSheet"_s);
    QVERIFY(m_sheet);
    QTest::mouseClick(button(u"Choose a file"_s), Qt::LeftButton);
    m_desk->prompts.asked.clear();
}

void TestExportWindow::release()
{
    QVERIFY(m_holder->query({u"test/hold"_s, "rollback"}, {}));
}

void TestExportWindow::deskIsUsedBesideIt()
{
    QVERIFY2(!m_sheet->isModal(), "the list cannot be used");
    QVERIFY(m_desk->openRow(1));
    m_desk->press(Qt::Key_E, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(m_sheet->isActiveWindow(), patienceMs); // the one that runs, not another
    release();
    QTRY_VERIFY_WITH_TIMEOUT(said().contains(u"were written"_s), patienceMs);
    QVERIFY(m_desk->window().statusBar()->currentMessage().contains(u"were written"_s));
    QVERIFY(QFile::exists(m_desk->prompts.fileName));
    // It is over, so the next one begins anew.
    m_desk->backToTheList();
    m_desk->press(Qt::Key_E, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(!m_sheet, patienceMs);
    QVERIFY(m_desk->waitForSheet(u"exportSheet"_s));
}

void TestExportWindow::escapeAsksBeforeItEndsIt()
{
    m_desk->press(Qt::Key_Escape);
    QCOMPARE(m_desk->prompts.asked, QStringList{u"An export is going on"_s});
    QVERIFY(m_sheet && m_sheet->isVisible());
    m_sheet->close();
    QCOMPARE(m_desk->prompts.asked.size(), 2);
    QVERIFY(m_sheet && m_sheet->isVisible());
    m_desk->prompts.choice = 0;
    m_desk->press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!m_sheet, patienceMs);
    QVERIFY(m_desk->window().statusBar()->currentMessage().contains(u"stopped"_s));
    release();
    const auto isAlone = [this] { return m_store->owner("select count(*)::text from pg_stat_activity where datname = current_database() and application_name like '%export%'") == u"0"; };
    QVERIFY(QTest::qWaitFor(isAlone, patienceMs));
    QVERIFY(!QFile::exists(m_desk->prompts.fileName));
}

void TestExportWindow::leavingAsks()
{
    m_desk->window().close();
    QCOMPARE(m_desk->prompts.asked, QStringList{u"An export is going on"_s});
    QVERIFY(m_desk->window().isVisible());
    // The button that says so ends it at once.
    QTest::mouseClick(button(u"Stop"_s), Qt::LeftButton);
    release();
    QTRY_VERIFY_WITH_TIMEOUT(said().contains(u"was stopped"_s), patienceMs);
    QVERIFY(!QFile::exists(m_desk->prompts.fileName));
    m_desk->prompts.asked.clear();
    m_desk->press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!m_sheet, patienceMs);
    QCOMPARE(m_desk->prompts.asked, QStringList());
}

QTEST_MAIN(TestExportWindow)
#include "tst_exportwindow.moc"
