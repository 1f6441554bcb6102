// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/table/fakesource.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 million = 1'000'000;
constexpr int page = 100;

/// Every signal by which a view learns that its rows are others.
struct RowSignals
{
    explicit RowSignals(QAbstractItemModel &model)
        : resets(&model, &QAbstractItemModel::modelReset), inserts(&model, &QAbstractItemModel::rowsInserted), removes(&model, &QAbstractItemModel::rowsRemoved),
          moves(&model, &QAbstractItemModel::rowsMoved), layouts(&model, &QAbstractItemModel::layoutChanged), changes(&model, &QAbstractItemModel::dataChanged)
    {
    }
    QSignalSpy resets, inserts, removes, moves, layouts, changes;
};

} // namespace

/// What a list of a million rows tells its view, and when: questions, states and counts.
class TestTableModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void nothingIsAskedBeforeAQuery();
    void rowsComeFirstAndCountsLater();
    void eachQueryIsOneReset();
    void rowsOnTheirWayAnswerLoadingAndNothingElse();
    void listGrowsByAPageUntilItIsCounted();
    void endReachedByPagesIsTheCount();
    void exactCountDoesNotEndTheGrowth();
    void shortListIsCountedByItsPage();
    void emptyIsNotFailed();
    void failureSaysWhyAndReloadAsksAgain();
    void lostServerIsOffline();
    void failedWindowKeepsTheRows();
    void rowsArrivingOfflineDoNotHideIt();
    void lateAnswersOfAnOlderQueryAreDropped();
    void olderQuerysFuturesAreCancelled();
    void destroyingCancelsAllThatIsAsked();
    void countsGoByStages();
    void lowGuessGivesWayToAtLeast();
    void lateGuessDoesNotUndoTheCount();
    void exactCountIsAskedOnceAndOnlyOnRequest();
    void backOnlineAsksAgainWhatWasNeverAnswered();
    void placesOfRowsThatLeftStayEmpty();
    void newcomersPushNobodyOutOfTheirPlace();
    void windowsForgottenBeforeTheLadderAreAskedAgain();
    void countsLostWithTheLineAreAskedAgain();
    void testerFindsNothing();
};

void TestTableModel::nothingIsAskedBeforeAQuery()
{
    NumbersModel model(million);
    model.setVisibleRows(0, 20);
    model.setOffline(true);
    model.setOffline(false);
    afterScrollingRests();
    QCOMPARE(model.fake().pages.size(), 0);
    QCOMPARE(model.rowCount(), 0);
}

void TestTableModel::rowsComeFirstAndCountsLater()
{
    NumbersModel model(million);
    model.setQuery(ascending());
    QCOMPARE(model.state(), TableModel::State::Loading);
    QCOMPARE(model.fake().pages.size(), 1);
    QCOMPARE(model.fake().pages.first().cursor.direction, TableCursor::Direction::Start);
    QCOMPARE(model.fake().pages.first().number, page);
    QCOMPARE(model.fake().estimates.size() + model.fake().counts.size() + model.fake().ladders.size(), 0);

    RowSignals rows(model);
    model.fake().answerPage(0);
    QTRY_COMPARE(model.state(), TableModel::State::Ready);
    // Not counted yet: the rows that are here, and one page to scroll into.
    QCOMPARE(model.rowCount(), 2 * page);
    QCOMPARE(model.countStage(), CountStage::None);
    QCOMPARE(rows.inserts.size(), 1);
    QCOMPARE(model.fake().estimates.size(), 1);
    QCOMPARE(model.fake().counts.size(), 1);
    QCOMPARE(model.fake().ladders.size(), 1);

    model.fake().answerLadder();
    QTRY_COMPARE(model.rowCount(), int(million));
    QCOMPARE(rows.inserts.size(), 2);
    QCOMPARE(rows.inserts.last().at(1).toInt(), 2 * page);
    QCOMPARE(rows.inserts.last().at(2).toInt(), int(million) - 1);
    QCOMPARE(rows.resets.size() + rows.removes.size() + rows.moves.size() + rows.layouts.size(), 0);
    QCOMPARE(model.countStage(), CountStage::Exact);
    QCOMPARE(model.countValue(), million);
}

void TestTableModel::eachQueryIsOneReset()
{
    NumbersModel model(million);
    RowSignals rows(model);
    QVERIFY(model.openWithLadder());
    QCOMPARE(rows.resets.size(), 1);
    QVERIFY(model.show(500'000, 500'030));
    QVERIFY(model.show(20, 50));
    QCOMPARE(rows.resets.size(), 1);
    model.reload();
    QCOMPARE(rows.resets.size(), 2);
    QCOMPARE(model.rowCount(), 0);
    QCOMPARE(model.query(), ascending());
    QVERIFY(model.openWithLadder());
    QCOMPARE(rows.resets.size(), 3);
    // Rows that go with a reset are not taken away one by one as well.
    QCOMPARE(rows.removes.size() + rows.moves.size() + rows.layouts.size(), 0);
}

void TestTableModel::rowsOnTheirWayAnswerLoadingAndNothingElse()
{
    NumbersModel model(million);
    QVERIFY(model.openWithLadder());
    const QModelIndex there = model.index(7, 0);
    QCOMPARE(there.data(TableModel::LoadedRole), QVariant(true));
    QCOMPARE(there.data().toString(), FakeSource::keyOf(7));
    QCOMPARE(there.data(TableModel::IdRole).toLongLong(), FakeSource::idOf(7));
    QCOMPARE(there.data(TableModel::RawRole).toString(), FakeSource::keyOf(7));
    QCOMPARE(there.data(TableModel::GoneRole), QVariant(false));
    const QModelIndex away = model.index(700'000, 0);
    QCOMPARE(away.data(TableModel::LoadedRole), QVariant(false));
    for (const int role : {int(Qt::DisplayRole), int(TableModel::IdRole), int(TableModel::GoneRole), int(TableModel::RawRole)})
        QVERIFY(!away.data(role).isValid());
    QVERIFY(!model.rowAt(700'000) && !model.rowAt(-1) && !model.rowAt(int(million)));
    QCOMPARE(model.rowOfId(FakeSource::idOf(700'000)), -1);
    QCOMPARE(model.rowOfId(FakeSource::idOf(99)), 99);
    QCOMPARE(model.rowCount(there), 0);
}

void TestTableModel::listGrowsByAPageUntilItIsCounted()
{
    NumbersModel model(million);
    QVERIFY(model.open());
    RowSignals rows(model);
    for (int window = 1; window < 5; ++window) {
        QVERIFY(model.show(window * page, window * page + 30));
        QTRY_VERIFY(model.rowCount() >= (window + 2) * page);
        QVERIFY(model.rowAt(window * page)->id == FakeSource::idOf(window * page));
    }
    // Only ever by what was fetched, and the rows before the fetched ones stayed as they were.
    int end = 2 * page;
    for (const QVariantList &insert : rows.inserts) {
        QCOMPARE(insert.at(1).toInt(), end);
        QCOMPARE(insert.at(2).toInt(), end + page - 1);
        end += page;
    }
    QCOMPARE(end, model.rowCount());
    QCOMPARE(rows.resets.size() + rows.removes.size() + rows.moves.size() + rows.layouts.size(), 0);
    QCOMPARE(model.fake().pages.at(1).cursor.direction, TableCursor::Direction::After);
    QCOMPARE(model.fake().pages.at(1).cursor.key, FakeSource::keyOf(page - 1));
    QCOMPARE(model.fake().pages.at(1).cursor.id, std::optional(FakeSource::idOf(page - 1)));
}

void TestTableModel::endReachedByPagesIsTheCount()
{
    for (const qint64 size : {150, 200, 201}) {
        NumbersModel model(size);
        QVERIFY(model.open());
        QVERIFY(model.show(100, std::min<int>(int(size), 200) - 1));
        if (size > 200)
            QVERIFY(model.show(200, 200));
        QTRY_COMPARE(model.rowCount(), int(size));
        QTRY_COMPARE(model.countStage(), CountStage::Exact);
        QCOMPARE(model.countValue(), size);
    }
}

void TestTableModel::exactCountDoesNotEndTheGrowth()
{
    NumbersModel model(5000);
    QVERIFY(model.open());
    model.fake().counts.first().answer(qint64(5000));
    QTRY_COMPARE(model.countStage(), CountStage::Exact);
    // The ladder may be long in coming, or never come: pages still lead on.
    for (int window = 1; window < 5; ++window)
        QVERIFY(model.show(window * page, window * page + 30));
    QVERIFY(model.rowCount() >= 6 * page);
    QCOMPARE(model.countValue(), 5000);
}

void TestTableModel::shortListIsCountedByItsPage()
{
    NumbersModel model(42);
    QSignalSpy counts(&model, &TableModel::countChanged);
    QVERIFY(model.open());
    QCOMPARE(model.rowCount(), 42);
    QCOMPARE(model.countStage(), CountStage::Exact);
    QCOMPARE(model.countValue(), 42);
    QCOMPARE(counts.size(), 1);
    QCOMPARE(model.fake().estimates.size() + model.fake().counts.size() + model.fake().ladders.size(), 0);
}

void TestTableModel::emptyIsNotFailed()
{
    NumbersModel model(0);
    QVERIFY(model.open());
    QCOMPARE(model.state(), TableModel::State::Empty);
    QCOMPARE(model.rowCount(), 0);
    QCOMPARE(model.countStage(), CountStage::Exact);
    QCOMPARE(model.countValue(), 0);
}

void TestTableModel::failureSaysWhyAndReloadAsksAgain()
{
    NumbersModel model(million);
    QSignalSpy states(&model, &TableModel::stateChanged);
    model.setQuery(ascending());
    model.fake().pages.last().answer(failure(ErrorKind::Timeout));
    QTRY_COMPARE(model.state(), TableModel::State::Failed);
    QCOMPARE(model.error().kind, ErrorKind::Timeout);
    QCOMPARE(model.error().userText, failure(ErrorKind::Timeout).userText);
    QCOMPARE(states.size(), 1); // it was Loading from the beginning
    QCOMPARE(model.fake().counts.size(), 0);
    model.reload();
    QCOMPARE(model.state(), TableModel::State::Loading);
    model.fake().answerPages();
    QTRY_COMPARE(model.state(), TableModel::State::Ready);
    QCOMPARE(model.error(), Error());
}

void TestTableModel::lostServerIsOffline()
{
    NumbersModel model(million);
    model.setQuery(ascending());
    model.fake().pages.last().answer(failure(ErrorKind::Offline));
    QTRY_COMPARE(model.state(), TableModel::State::Offline);
    QCOMPARE(model.error().kind, ErrorKind::Offline);
}

void TestTableModel::failedWindowKeepsTheRows()
{
    NumbersModel model(million);
    QVERIFY(model.openWithLadder());
    RowSignals rows(model);
    const qsizetype before = model.fake().pages.size();
    model.setVisibleRows(9000, 9030);
    QTRY_VERIFY(model.fake().pages.size() > before);
    model.fake().pages.at(before).answer(failure(ErrorKind::Timeout));
    QTRY_COMPARE(model.state(), TableModel::State::Failed);
    QCOMPARE(model.rowCount(), int(million));
    QVERIFY(model.rowAt(0));
    // Looking there again asks again.
    QVERIFY(model.show(9000, 9030));
    QCOMPARE(model.state(), TableModel::State::Ready);
    QCOMPARE(rows.resets.size() + rows.removes.size() + rows.inserts.size(), 0);
}

void TestTableModel::rowsArrivingOfflineDoNotHideIt()
{
    NumbersModel model(million);
    model.setQuery(ascending());
    model.setOffline(true);
    QCOMPARE(model.state(), TableModel::State::Offline);
    model.fake().answerPages();
    QTRY_COMPARE(model.rowCount(), 2 * page);
    QCOMPARE(model.state(), TableModel::State::Offline);
    model.setOffline(false);
    QCOMPARE(model.state(), TableModel::State::Ready);
}

void TestTableModel::lateAnswersOfAnOlderQueryAreDropped()
{
    NumbersModel model(million);
    model.setQuery(ascending());
    TableQuery other = ascending();
    other.text = u"ann"_s;
    // Answered, but not delivered yet when the newer question is asked.
    model.fake().answerPage(0);
    model.setQuery(other);
    model.fake().pages.at(1).answer(QList{model.fake().rowAt(77)});
    QTRY_COMPARE(model.state(), TableModel::State::Ready);
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.rowAt(0)->id, FakeSource::idOf(77));

    // Counts, ladder and windows of the older one as well.
    QVERIFY(model.open());
    model.setVisibleRows(100, 130);
    QTRY_COMPARE(model.fake().pages.size(), 4);
    const FakeSource &fake = model.fake();
    fake.estimates.last().answer(qint64(5'000'000));
    fake.counts.last().answer(qint64(9));
    fake.answerLadder();
    fake.answerPage(3);
    model.setQuery(other);
    fake.pages.last().answer(QList{fake.rowAt(77)});
    QTRY_COMPARE(model.state(), TableModel::State::Ready);
    settle();
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.countStage(), CountStage::Exact);
    QCOMPARE(model.countValue(), 1);
}

void TestTableModel::olderQuerysFuturesAreCancelled()
{
    NumbersModel model(million);
    QVERIFY(model.open());
    model.setVisibleRows(50, 130);
    QTRY_COMPARE(model.fake().pages.size(), 2);
    model.requestExactCount();
    model.locate(FakeSource::idOf(3'000));
    model.refreshVisible();
    QTRY_VERIFY(!model.fake().refreshes.isEmpty());
    model.setQuery(ascending());
    const FakeSource &fake = model.fake();
    QVERIFY(fake.pages.at(1).isCanceled());
    QVERIFY(fake.estimates.first().isCanceled());
    QCOMPARE(fake.counts.size(), 2);
    QVERIFY(fake.counts.at(0).isCanceled());
    QVERIFY(fake.counts.at(1).isCanceled());
    QVERIFY(fake.ladders.first().isCanceled());
    QVERIFY(fake.locates.first().isCanceled());
    QVERIFY(fake.refreshes.first().isCanceled());
    QVERIFY(fake.newests.first().isCanceled());
    QVERIFY(!fake.pages.last().isCanceled());
    model.setQuery(ascending());
    QVERIFY(fake.pages.at(2).isCanceled());
}

void TestTableModel::destroyingCancelsAllThatIsAsked()
{
    auto model = std::make_unique<NumbersModel>(million);
    QVERIFY(model->open());
    model->setVisibleRows(100, 130);
    QTRY_COMPARE(model->fake().pages.size(), 2);
    const auto window = model->fake().pages.at(1);
    const auto ladder = model->fake().ladders.first();
    const auto count = model->fake().counts.first();
    model.reset();
    QVERIFY(window.isCanceled());
    QVERIFY(ladder.isCanceled());
    QVERIFY(count.isCanceled());
    window.answer(QList<TableRow>());
    ladder.answer(TableLadder());
    settle();
}

void TestTableModel::countsGoByStages()
{
    NumbersModel model(million);
    QSignalSpy counts(&model, &TableModel::countChanged);
    QVERIFY(model.open());
    model.fake().estimates.first().answer(qint64(1'234'567));
    QTRY_COMPARE(model.countStage(), CountStage::Estimate);
    QCOMPARE(model.countValue(), 1'234'567);
    // Above the bound the guess says more than "10,000+" would.
    QCOMPARE(model.fake().counts.first().number, 10'000);
    model.fake().counts.first().answer(qint64(10'001));
    QTRY_VERIFY(model.fake().counts.first().isAnswered());
    settle();
    QCOMPARE(model.countStage(), CountStage::Estimate);
    model.fake().answerLadder();
    QTRY_COMPARE(model.countStage(), CountStage::Exact);
    QCOMPARE(model.countValue(), million);
    QCOMPARE(counts.size(), 2);
}

void TestTableModel::lowGuessGivesWayToAtLeast()
{
    NumbersModel model(million);
    QVERIFY(model.open());
    model.fake().estimates.first().answer(qint64(300));
    QTRY_COMPARE(model.countStage(), CountStage::Estimate);
    model.fake().counts.first().answer(qint64(10'001));
    QTRY_COMPARE(model.countStage(), CountStage::AtLeast);
    QCOMPARE(model.countValue(), 10'000);
    model.requestExactCount();
    QCOMPARE(model.fake().counts.size(), 2);
    QCOMPARE(model.fake().counts.last().number, 0);
    model.fake().counts.last().answer(million);
    QTRY_COMPARE(model.countStage(), CountStage::Exact);
    QCOMPARE(model.countValue(), million);
}

void TestTableModel::lateGuessDoesNotUndoTheCount()
{
    NumbersModel model(million);
    QVERIFY(model.open());
    model.fake().counts.first().answer(qint64(10'001));
    QTRY_COMPARE(model.countStage(), CountStage::AtLeast);
    model.fake().estimates.first().answer(qint64(300));
    settle();
    QCOMPARE(model.countStage(), CountStage::AtLeast);
    QCOMPARE(model.countValue(), 10'000);
}

void TestTableModel::exactCountIsAskedOnceAndOnlyOnRequest()
{
    NumbersModel model(million);
    QVERIFY(model.open());
    QCOMPARE(model.fake().counts.size(), 1);
    model.requestExactCount();
    model.requestExactCount();
    // The second wish replaces the first, and once it is known nothing is asked any more.
    QCOMPARE(model.fake().counts.size(), 3);
    QVERIFY(model.fake().counts.at(1).isCanceled());
    model.fake().counts.last().answer(million);
    QTRY_COMPARE(model.countStage(), CountStage::Exact);
    model.requestExactCount();
    QCOMPARE(model.fake().counts.size(), 3);
}

void TestTableModel::backOnlineAsksAgainWhatWasNeverAnswered()
{
    NumbersModel model(million);
    model.setQuery(ascending());
    model.setOffline(true);
    model.fake().pages.last().answer(failure(ErrorKind::Offline));
    QTRY_COMPARE(model.error().kind, ErrorKind::Offline);
    model.setOffline(false);
    QCOMPARE(model.fake().pages.size(), 2);
    model.fake().answerPages();
    QTRY_COMPARE(model.state(), TableModel::State::Ready);
    // With rows there, coming back only asks whether they changed.
    model.setOffline(true);
    RowSignals rows(model);
    model.setOffline(false);
    QCOMPARE(model.state(), TableModel::State::Ready);
    QTRY_COMPARE(model.fake().refreshes.size(), 1);
    QCOMPARE(rows.resets.size(), 0);
}

void TestTableModel::placesOfRowsThatLeftStayEmpty()
{
    NumbersModel model(million);
    QVERIFY(model.openWithLadder());
    model.setVisibleRows(5000, 5020);
    afterScrollingRests();
    for (const auto &asked : std::as_const(model.fake().pages)) {
        if (asked.isAnswered())
            continue;
        QList<TableRow> rows = model.fake().rowsFor(asked);
        if (asked.cursor.key == FakeSource::keyOf(5000)) {
            rows.remove(10, 3);
            // The first row of the next window has left as well, so nothing but its key tells where this one ends.
            rows.removeIf([](const TableRow &row) { return row.id == FakeSource::idOf(5100); });
        }
        asked.answer(rows);
    }
    QTRY_VERIFY(model.rowAt(5099) && model.rowAt(5100));
    QCOMPARE(model.rowAt(5009)->id, FakeSource::idOf(5009));
    QCOMPARE(model.rowAt(5010)->id, FakeSource::idOf(5013));
    QCOMPARE(model.rowAt(5096)->id, FakeSource::idOf(5099));
    for (int row = 5097; row < 5100; ++row) {
        QCOMPARE(model.index(row, 0).data(TableModel::LoadedRole), QVariant(true));
        QCOMPARE(model.index(row, 0).data(TableModel::GoneRole), QVariant(true));
        QCOMPARE(model.rowAt(row)->id, 0);
    }
    QCOMPARE(model.rowOfId(FakeSource::idOf(5101)), 5101); // nothing below has moved, nothing is there twice
}

void TestTableModel::newcomersPushNobodyOutOfTheirPlace()
{
    NumbersModel model(million);
    model.setQuery(ascending());
    model.fake().newests.last().answer(million);
    model.fake().answerPages();
    QTRY_COMPARE(model.state(), TableModel::State::Ready);
    model.fake().answerLadder();
    QTRY_COMPARE(model.rowCount(), int(million));
    model.setVisibleRows(7000, 7020);
    afterScrollingRests();
    for (const auto &asked : std::as_const(model.fake().pages)) {
        if (asked.isAnswered())
            continue;
        QList<TableRow> rows = model.fake().rowsFor(asked);
        for (int i = 0; i < 5; ++i)
            rows.insert(20, TableRow{.id = million + 1 + i, .version = 1, .sortKey = rows.at(20).sortKey, .cells = {}, .gone = false});
        asked.answer(rows);
    }
    QTRY_VERIFY(model.rowAt(7099));
    for (int row = 7000; row < 7100; ++row)
        QCOMPARE(model.rowAt(row)->id, FakeSource::idOf(row));
}

void TestTableModel::windowsForgottenBeforeTheLadderAreAskedAgain()
{
    NumbersModel model(million);
    QVERIFY(model.open());
    for (int window = 1; window < 70; ++window) // more than are kept
        QVERIFY(model.show(window * page, window * page + 20));
    QVERIFY(!model.rowAt(5 * page));
    QVERIFY(model.show(5 * page, 5 * page + 20));
    QCOMPARE(model.rowAt(5 * page)->id, FakeSource::idOf(5 * page));
}

void TestTableModel::countsLostWithTheLineAreAskedAgain()
{
    NumbersModel model(million);
    QVERIFY(model.open());
    const Error lost = failure(ErrorKind::Offline);
    model.fake().estimates.last().answer(lost);
    model.fake().counts.last().answer(lost);
    model.fake().ladders.last().answer(lost);
    settle();
    model.setOffline(true);
    QCOMPARE(model.countStage(), CountStage::None);
    const auto asked = model.fake().ladders.size();
    model.setOffline(false);
    QTRY_COMPARE(model.fake().ladders.size(), asked + 1);
    model.fake().answerLadder();
    QTRY_COMPARE(model.countStage(), CountStage::Exact);
}

void TestTableModel::testerFindsNothing()
{
    // The tester walks every row at every signal, so here the list is shorter.
    NumbersModel model(950);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QVERIFY(model.open());
    QVERIFY(model.show(150, 180));
    model.fake().answerLadder();
    QTRY_COMPARE(model.rowCount(), 950);
    QVERIFY(model.show(900, 949));
    model.refreshVisible();
    QTRY_VERIFY(!model.fake().refreshes.isEmpty());
    TableRow changed = model.fake().rowAt(910);
    changed.cells[1] = u"changed"_s;
    TableRow gone = model.fake().rowAt(911);
    gone.gone = true;
    model.fake().refreshes.last().answer(QList{changed, gone});
    QTRY_VERIFY(model.rowAt(911)->gone);
    model.fake().size = 800;
    QVERIFY(model.openWithLadder());
    model.setQuery(ascending());
}

QTEST_GUILESS_MAIN(TestTableModel)
#include "tst_tablemodel.moc"
