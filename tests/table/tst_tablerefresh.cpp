// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/table/fakesource.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// A record changed on the server: rows are mended where they stand, and nothing moves.
class TestTableRefresh : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_model.reset(); }
    void onlyVisibleRowsAreAskedAgain();
    void changedRowsAreMendedInPlace();
    void nothingChangedIsNoSignal();
    void rowWhoseKeyChangedStaysWhereItIs();
    void rowThatLeftTheFilterIsGhosted();
    void ghostComesBack();
    void deletedRowKeepsItsLastLooks();
    void nextQuestionKnowsWhatIsShown();
    void rowsEvictedMeanwhileAreLeftAlone();
    void newcomersAreCountedAndNothingMoves();
    void newQueryForgetsNewcomers();
    void manyChangesAreOneQuestion();
    void changesWhileLoadingWaitForTheRows();
    void changesWhileRowsAreOnTheirWayAreAskedForWithThem();
    void rowsSeenAfterAChangeAreAskedAgain();
    void failedRefreshLeavesAllAsItIs();

private:
    /// Tells the model of a change and waits for its question.
    const Asked<QList<TableRow>> *refresh();
    TableRow changed(qint64 place, const QString &word) const;

    std::unique_ptr<NumbersModel> m_model;
};

void TestTableRefresh::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    m_model = std::make_unique<NumbersModel>(1'000'000);
    QVERIFY(m_model->openWithLadder());
    QVERIFY(m_model->show(0, 30));
    afterScrollingRests();
    settle();
    (void)m_model->fake().answerPages();
    settle();
}

const Asked<QList<TableRow>> *TestTableRefresh::refresh()
{
    const qsizetype before = m_model->fake().refreshes.size();
    m_model->refreshVisible();
    const bool isAsked = QTest::qWaitFor([&] { return m_model->fake().refreshes.size() > before; });
    return isAsked ? &m_model->fake().refreshes.last() : nullptr;
}

TableRow TestTableRefresh::changed(qint64 place, const QString &word) const
{
    TableRow row = m_model->fake().rowAt(place);
    row.version = 2;
    row.cells[1] = word;
    return row;
}

void TestTableRefresh::onlyVisibleRowsAreAskedAgain()
{
    QVERIFY(m_model->show(250, 280));
    const auto *asked = refresh();
    QVERIFY(asked);
    QCOMPARE(asked->query, ascending());
    QCOMPARE(asked->ids.size(), 31);
    QCOMPARE(asked->ids.first(), FakeSource::idOf(250));
    QCOMPARE(asked->ids.last(), FakeSource::idOf(280));
    QCOMPARE(asked->versions, QList<int>(31, 1));
}

void TestTableRefresh::changedRowsAreMendedInPlace()
{
    QSignalSpy changes(m_model.get(), &QAbstractItemModel::dataChanged);
    QSignalSpy resets(m_model.get(), &QAbstractItemModel::modelReset);
    QSignalSpy layouts(m_model.get(), &QAbstractItemModel::layoutChanged);
    QSignalSpy moves(m_model.get(), &QAbstractItemModel::rowsMoved);
    QSignalSpy inserts(m_model.get(), &QAbstractItemModel::rowsInserted);
    QSignalSpy removes(m_model.get(), &QAbstractItemModel::rowsRemoved);
    QPersistentModelIndex selected = m_model->index(7, 1);
    const auto *asked = refresh();
    QVERIFY(asked);
    asked->answer(QList{changed(7, u"mended"_s), changed(20, u"too"_s)});
    QTRY_COMPARE(changes.size(), 2);
    for (const auto &[change, row] : {std::pair{0, 7}, std::pair{1, 20}}) {
        QCOMPARE(changes.at(change).at(0).toModelIndex(), m_model->index(row, 0));
        QCOMPARE(changes.at(change).at(1).toModelIndex(), m_model->index(row, 1));
    }
    QCOMPARE(selected.data().toString(), u"mended"_s);
    QCOMPARE(selected.row(), 7);
    QCOMPARE(m_model->rowAt(7)->version, 2);
    QCOMPARE(m_model->index(8, 1).data().toString(), u"as it was"_s);
    QCOMPARE(resets.size() + layouts.size() + moves.size() + inserts.size() + removes.size(), 0);
}

void TestTableRefresh::nothingChangedIsNoSignal()
{
    QSignalSpy changes(m_model.get(), &QAbstractItemModel::dataChanged);
    const auto *asked = refresh();
    QVERIFY(asked);
    asked->answer(QList<TableRow>());
    settle();
    QCOMPARE(changes.size(), 0);
}

void TestTableRefresh::rowWhoseKeyChangedStaysWhereItIs()
{
    QVERIFY(m_model->show(60, 99));
    TableRow moved = changed(99, u"moved"_s);
    moved.sortKey = FakeSource::keyOf(900'000);
    const auto *asked = refresh();
    QVERIFY(asked);
    asked->answer(QList{moved});
    QTRY_COMPARE(m_model->index(99, 1).data().toString(), u"moved"_s);
    // Its place is the one it was fetched at, so that what is asked behind it goes on there.
    QCOMPARE(m_model->rowAt(99)->sortKey, FakeSource::keyOf(99));
}

void TestTableRefresh::rowThatLeftTheFilterIsGhosted()
{
    QSignalSpy changes(m_model.get(), &QAbstractItemModel::dataChanged);
    TableRow gone = changed(5, u"paid now"_s);
    gone.gone = true;
    const int rows = m_model->rowCount();
    const auto *asked = refresh();
    QVERIFY(asked);
    asked->answer(QList{gone});
    QTRY_COMPARE(changes.size(), 1);
    QCOMPARE(m_model->index(5, 0).data(TableModel::GoneRole), QVariant(true));
    QCOMPARE(m_model->index(5, 1).data().toString(), u"paid now"_s);
    QCOMPARE(m_model->index(6, 0).data(TableModel::GoneRole), QVariant(false));
    QCOMPARE(m_model->rowCount(), rows);
}

void TestTableRefresh::ghostComesBack()
{
    TableRow row = changed(5, u"on hold"_s);
    row.gone = true;
    const auto *asked = refresh();
    QVERIFY(asked);
    asked->answer(QList{row});
    QTRY_COMPARE(m_model->index(5, 0).data(TableModel::GoneRole), QVariant(true));
    // Asked again and still a ghost: nothing to paint.
    QSignalSpy changes(m_model.get(), &QAbstractItemModel::dataChanged);
    asked = refresh();
    QVERIFY(asked);
    asked->answer(QList{row});
    settle();
    QCOMPARE(changes.size(), 0);
    row = changed(5, u"released"_s);
    ++row.version;
    asked = refresh();
    QVERIFY(asked);
    asked->answer(QList{row});
    QTRY_COMPARE(m_model->index(5, 0).data(TableModel::GoneRole), QVariant(false));
    QCOMPARE(m_model->index(5, 1).data().toString(), u"released"_s);
}

void TestTableRefresh::deletedRowKeepsItsLastLooks()
{
    const auto *asked = refresh();
    QVERIFY(asked);
    asked->answer(QList{TableRow{.id = FakeSource::idOf(5), .version = -1, .sortKey = {}, .cells = {}, .gone = true}});
    QTRY_VERIFY(m_model->rowAt(5)->gone);
    QCOMPARE(m_model->index(5, 0).data().toString(), FakeSource::keyOf(5));
    QCOMPARE(m_model->index(5, 1).data().toString(), u"as it was"_s);
}

void TestTableRefresh::nextQuestionKnowsWhatIsShown()
{
    TableRow gone = changed(5, u"gone"_s);
    gone.gone = true;
    const auto *asked = refresh();
    QVERIFY(asked);
    asked->answer(QList{gone, changed(7, u"mended"_s)});
    QTRY_COMPARE(m_model->rowAt(7)->version, 2);
    const auto *next = refresh();
    QVERIFY(next);
    QCOMPARE(next->ids.size(), 31);
    QCOMPARE(next->versions.at(next->ids.indexOf(FakeSource::idOf(5))), gone.version); // a ghost may come back
    QCOMPARE(next->versions.at(next->ids.indexOf(FakeSource::idOf(7))), 2);
    QCOMPARE(next->versions.at(next->ids.indexOf(FakeSource::idOf(8))), 1);
}

void TestTableRefresh::rowsEvictedMeanwhileAreLeftAlone()
{
    QSignalSpy changes(m_model.get(), &QAbstractItemModel::dataChanged);
    const auto *asked = refresh();
    QVERIFY(asked);
    TableRow elsewhere = changed(500'000, u"nobody sees it"_s);
    asked->answer(QList{elsewhere, changed(3, u"seen"_s)});
    QTRY_COMPARE(changes.size(), 1);
    QCOMPARE(changes.first().at(0).toModelIndex().row(), 3);
}

void TestTableRefresh::newcomersAreCountedAndNothingMoves()
{
    QSignalSpy told(m_model.get(), &TableModel::newcomersChanged);
    QSignalSpy inserts(m_model.get(), &QAbstractItemModel::rowsInserted);
    QSignalSpy changes(m_model.get(), &QAbstractItemModel::dataChanged);
    m_model->fake().newests.last().answer(qint64(1'000'000));
    settle(); // the answer says nothing to the outside
    const QString first = m_model->index(0, 0).data().toString();
    QVERIFY(refresh());
    QTRY_COMPARE(m_model->fake().newcomerCounts.size(), 1);
    QCOMPARE(m_model->fake().newcomerCounts.first().id, 1'000'000);
    QCOMPARE(m_model->fake().newcomerCounts.first().query, ascending());
    m_model->fake().newcomerCounts.first().answer(qint64(3));
    QTRY_COMPARE(m_model->newcomers(), 3);
    QCOMPARE(told.size(), 1);
    QCOMPARE(m_model->index(0, 0).data().toString(), first);
    QCOMPARE(inserts.size() + changes.size(), 0);
    // The same number again is no news.
    QVERIFY(refresh());
    QTRY_COMPARE(m_model->fake().newcomerCounts.size(), 2);
    m_model->fake().newcomerCounts.last().answer(qint64(3));
    settle();
    QCOMPARE(told.size(), 1);
}

void TestTableRefresh::newQueryForgetsNewcomers()
{
    m_model->fake().newests.last().answer(qint64(1'000'000));
    settle();
    QVERIFY(refresh());
    m_model->fake().newcomerCounts.last().answer(qint64(3));
    QTRY_COMPARE(m_model->newcomers(), 3);
    QSignalSpy told(m_model.get(), &TableModel::newcomersChanged);
    m_model->reload();
    QCOMPARE(m_model->newcomers(), 0);
    QCOMPARE(told.size(), 1);
}

void TestTableRefresh::manyChangesAreOneQuestion()
{
    constexpr int wellWithinMs = 800; // of the second that lies between two
    QElapsedTimer taken;
    do { // where the machine stood still meanwhile, the second question was right to come
        init();
        taken.start();
        QVERIFY(refresh());
        for (int i = 0; i < 50; ++i) {
            m_model->refreshVisible();
            settle();
        }
    } while (taken.elapsed() >= wellWithinMs);
    // At most once a second: the second question waits, and fifty notices are one.
    QCOMPARE(m_model->fake().refreshes.size(), 1);
    QTRY_COMPARE(m_model->fake().refreshes.size(), 2);
    QVERIFY(m_model->fake().refreshes.first().isCanceled());
}

void TestTableRefresh::changesWhileLoadingWaitForTheRows()
{
    m_model->reload();
    m_model->refreshVisible();
    settle();
    QCOMPARE(m_model->fake().refreshes.size(), 0);
    (void)m_model->fake().answerPages();
    QTRY_COMPARE_WITH_TIMEOUT(m_model->fake().refreshes.size(), 1, 20'000); // they may have been read before the change
}

void TestTableRefresh::changesWhileRowsAreOnTheirWayAreAskedForWithThem()
{
    const qsizetype pages = m_model->fake().pages.size();
    m_model->setVisibleRows(1250, 1280);
    QTRY_VERIFY_WITH_TIMEOUT(m_model->fake().pages.size() > pages, 20'000);
    m_model->refreshVisible();
    settle();
    QCOMPARE(m_model->fake().refreshes.size(), 0); // nothing that is seen is here yet
    QVERIFY(m_model->show(1250, 1280));
    QTRY_COMPARE_WITH_TIMEOUT(m_model->fake().refreshes.size(), 1, 20'000); // they may have been read before the change
    QVERIFY(m_model->fake().refreshes.last().ids.contains(FakeSource::idOf(1250)));
    // Rows that were asked for since then are as new as what was told.
    m_model->fake().refreshes.last().answer(QList<TableRow>());
    QVERIFY(m_model->show(2250, 2280));
    settle();
    QCOMPARE(m_model->fake().refreshes.size(), 1);
}

/// A change is told once, when other rows were seen.
void TestTableRefresh::rowsSeenAfterAChangeAreAskedAgain()
{
    QVERIFY(m_model->show(250, 280));
    QVERIFY(m_model->show(1250, 1280));
    QCOMPARE(m_model->fake().refreshes.size(), 0); // nothing was told
    const auto *asked = refresh();
    QVERIFY(asked);
    asked->answer(QList<TableRow>());
    QVERIFY(m_model->show(250, 280));
    QTRY_COMPARE_WITH_TIMEOUT(m_model->fake().refreshes.size(), 2, 20'000);
    QCOMPARE(m_model->fake().refreshes.last().ids.first(), FakeSource::idOf(250));
}

void TestTableRefresh::failedRefreshLeavesAllAsItIs()
{
    QSignalSpy states(m_model.get(), &TableModel::stateChanged);
    const auto *asked = refresh();
    QVERIFY(asked);
    asked->answer(failure(ErrorKind::Timeout));
    settle();
    QCOMPARE(states.size(), 0);
    QCOMPARE(m_model->state(), TableModel::State::Ready);
    QCOMPARE(m_model->index(5, 1).data().toString(), u"as it was"_s);
}

QTEST_GUILESS_MAIN(TestTableRefresh)
#include "tst_tablerefresh.moc"
