// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/table/fakesource.h"

#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

namespace {

constexpr int million = 1'000'000;

} // namespace

/// Going anywhere in a list of a million rows, and what is kept in memory meanwhile.
class TestTableJumps : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void anyPlaceIsOneFetchFromItsRung();
    void memoryStaysBoundedWhateverIsLookedAt();
    void whatWasLeftBehindIsNotWaitedFor();
    void endIsTheLastRow();
    void keyLeadsToItsFirstRow();
    void keyBetweenTwoLeadsToTheNext();
    void keyInADescendingList();
    void recordIsLocated();
    void loadedRecordIsLocatedAtOnce();
    void recordThatIsNotThereIsSaid();
    void failedLocatingIsSaid();
    void recordThatLeftMeanwhileIsNotMistaken();
    void jumpsWaitForTheLadder();
    void countedListStillWaitsForTheLadder();
    void jumpsInAShortListNeedNoLadder();
    void jumpEndsWhenTheListFails();
    void jumpEndsWhenTheLadderFails();
    void jumpEndsWhenItsWindowFails();
    void newerJumpReplacesTheOlder();
    void newQueryForgetsTheJump();
    void recordIsFoundWhereKeysAreKeptBack();

private:
    /// Answers pages until the jump has ended; where it led.
    QPair<int, qint64> landed();

    std::unique_ptr<NumbersModel> m_model;
    std::unique_ptr<QSignalSpy> m_located;
};

void TestTableJumps::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    m_model = std::make_unique<NumbersModel>(million);
    m_located = std::make_unique<QSignalSpy>(m_model.get(), &TableModel::located);
}

void TestTableJumps::cleanup()
{
    m_located.reset();
    m_model.reset();
}

QPair<int, qint64> TestTableJumps::landed()
{
    const bool isDone = QTest::qWaitFor([this] {
        m_model->fake().answerPages();
        return !m_located->isEmpty();
    });
    if (!isDone)
        return {-2, 0};
    const QVariantList last = m_located->takeLast();
    m_located->clear();
    return {last.at(0).toInt(), last.at(1).toLongLong()};
}

void TestTableJumps::anyPlaceIsOneFetchFromItsRung()
{
    QVERIFY(m_model->openWithLadder());
    const qsizetype before = m_model->fake().pages.size();
    m_model->setVisibleRows(654'321, 654'350);
    QTRY_VERIFY(m_model->fake().pages.size() > before);
    // The window that is seen comes first, then the ones before and behind it; each from its rung.
    const QList<qint64> places{654'300, 654'400, 654'200};
    QCOMPARE(m_model->fake().pages.size(), before + places.size());
    for (qsizetype i = 0; i < places.size(); ++i) {
        const TableCursor cursor = m_model->fake().pages.at(before + i).cursor;
        QCOMPARE(cursor.direction, TableCursor::Direction::From);
        QCOMPARE(cursor.key, FakeSource::keyOf(places.at(i)));
        QCOMPARE(cursor.id, std::optional(FakeSource::idOf(places.at(i))));
    }
    QSignalSpy changes(m_model.get(), &QAbstractItemModel::dataChanged);
    m_model->fake().answerPages();
    QTRY_COMPARE(changes.size(), 3);
    QCOMPARE(changes.first().at(0).toModelIndex(), m_model->index(654'300, 0));
    QCOMPARE(changes.first().at(1).toModelIndex(), m_model->index(654'399, 1));
    QCOMPARE(m_model->rowAt(654'321)->id, FakeSource::idOf(654'321));
}

void TestTableJumps::memoryStaysBoundedWhateverIsLookedAt()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    QVERIFY(m_model->openWithLadder());
    int most = 0;
    for (int i = 0; i < 30; ++i) {
        const int first = random.bounded(million - 40);
        QVERIFY(m_model->show(first, first + 39));
        settle();
        for (int row = first; row < first + 40; ++row)
            QCOMPARE(m_model->rowAt(row)->id, FakeSource::idOf(row));
        most = std::max(most, m_model->cachedRows());
        QVERIFY(m_model->cachedRows() <= 6000);
    }
    QCOMPARE(most, 6000);
    QCOMPARE(m_model->rowCount(), million);
    // The beginning was left long ago and is fetched again.
    QVERIFY(!m_model->rowAt(0));
    QVERIFY(m_model->show(0, 30));
}

void TestTableJumps::whatWasLeftBehindIsNotWaitedFor()
{
    QVERIFY(m_model->openWithLadder());
    const qsizetype before = m_model->fake().pages.size();
    m_model->setVisibleRows(500'000, 500'030);
    QTRY_COMPARE(m_model->fake().pages.size(), before + 3);
    m_model->setVisibleRows(200'000, 200'030);
    QTRY_COMPARE(m_model->fake().pages.size(), before + 6);
    for (qsizetype i = before; i < before + 3; ++i)
        QVERIFY(m_model->fake().pages.at(i).isCanceled());
    // Scrolling past many places asks only for the one where it comes to rest.
    for (int row = 0; row < 900'000; row += 10'000)
        m_model->setVisibleRows(row, row + 30);
    afterScrollingRests();
    QCOMPARE(m_model->fake().pages.size(), before + 9);
    QCOMPARE(m_model->fake().pages.at(before + 6).cursor.key, FakeSource::keyOf(890'000));
}

void TestTableJumps::endIsTheLastRow()
{
    QVERIFY(m_model->openWithLadder());
    m_model->jumpToEnd();
    QCOMPARE(landed().first, million - 1);
    QVERIFY(m_model->show(million - 30, million - 1));
    QCOMPARE(m_model->rowAt(million - 1)->id, FakeSource::idOf(million - 1));
}

void TestTableJumps::keyLeadsToItsFirstRow()
{
    QVERIFY(m_model->openWithLadder());
    for (const qint64 place : {0, 1, 99, 100, 101, 123'456, 999'999}) {
        m_model->jumpToKey(FakeSource::keyOf(place));
        const auto [row, id] = landed();
        // A rung may carry the key of rows before it, so its own key is looked for a window earlier.
        QCOMPARE(row, int(place));
        QVERIFY(id == FakeSource::idOf(place) || (id == 0 && place % 100 == 0));
    }
}

void TestTableJumps::keyBetweenTwoLeadsToTheNext()
{
    QVERIFY(m_model->openWithLadder());
    m_model->jumpToKey(FakeSource::keyOf(777'777) + u"half"_s);
    QCOMPARE(landed().first, 777'778);
    m_model->jumpToKey(FakeSource::keyOf(5'000'000));
    QCOMPARE(landed().first, million - 1);
    m_model->jumpToKey(QString());
    QCOMPARE(landed().first, 0);
}

void TestTableJumps::keyInADescendingList()
{
    TableQuery query = ascending();
    query.descending = true;
    m_model->setQuery(query);
    FakeSource &fake = m_model->fake();
    const auto mirrored = [](qint64 place) { return TableRow{.id = FakeSource::idOf(999 - place), .version = 1, .sortKey = FakeSource::keyOf(999 - place), .cells = {}}; };
    const auto rowsFrom = [&mirrored](qint64 first) {
        QList<TableRow> rows;
        for (qint64 place = first; place < first + 100; ++place)
            rows.append(mirrored(place));
        return rows;
    };
    fake.pages.last().answer(rowsFrom(0));
    QTRY_COMPARE(fake.ladders.size(), 1);
    TableLadder ladder{.step = 100, .total = 1000, .rungs = {}};
    for (qint64 place = 0; place < 1000; place += 100)
        ladder.rungs.append({mirrored(place).sortKey, mirrored(place).id});
    fake.ladders.last().answer(ladder);
    QTRY_COMPARE(m_model->rowCount(), 1000);
    m_model->jumpToKey(FakeSource::keyOf(444));
    QCOMPARE(fake.pages.last().cursor.key, FakeSource::keyOf(499));
    fake.pages.last().answer(rowsFrom(500));
    QTRY_COMPARE(m_located->size(), 1);
    QCOMPARE(m_located->first().at(0).toInt(), 555);
    QCOMPARE(m_located->first().at(1).toLongLong(), FakeSource::idOf(444));
}

void TestTableJumps::recordIsLocated()
{
    QVERIFY(m_model->openWithLadder());
    for (const qint64 place : {400'000, 400'100, 999'999}) {
        m_model->locate(FakeSource::idOf(place));
        const auto &asked = m_model->fake().locates.last();
        QCOMPARE(asked.id, FakeSource::idOf(place));
        asked.answer(std::optional(TableCursor{TableCursor::Direction::From, FakeSource::keyOf(place), FakeSource::idOf(place)}));
        QCOMPARE(landed(), (QPair<int, qint64>(int(place), FakeSource::idOf(place))));
    }
}

void TestTableJumps::loadedRecordIsLocatedAtOnce()
{
    QVERIFY(m_model->openWithLadder());
    m_model->locate(FakeSource::idOf(55));
    QCOMPARE(m_located->size(), 1);
    QCOMPARE(m_located->first().at(0).toInt(), 55);
    QCOMPARE(m_model->fake().locates.size(), 0);
}

void TestTableJumps::recordThatIsNotThereIsSaid()
{
    QVERIFY(m_model->openWithLadder());
    m_model->locate(5'000'000);
    m_model->fake().locates.last().answer(std::optional<TableCursor>());
    QCOMPARE(landed(), (QPair<int, qint64>(-1, 5'000'000)));
}

void TestTableJumps::failedLocatingIsSaid()
{
    QVERIFY(m_model->openWithLadder());
    m_model->locate(5'000);
    m_model->fake().locates.last().answer(failure(ErrorKind::Timeout));
    QCOMPARE(landed(), (QPair<int, qint64>(-1, 5'000)));
}

void TestTableJumps::recordThatLeftMeanwhileIsNotMistaken()
{
    QVERIFY(m_model->openWithLadder());
    m_model->locate(5'000'000);
    // It stood between two others when its place was asked, and is gone from the page; the next one is another record.
    m_model->fake().locates.last().answer(std::optional(TableCursor{TableCursor::Direction::From, FakeSource::keyOf(400'050) + u"half"_s, 5'000'000}));
    QCOMPARE(landed(), (QPair<int, qint64>(-1, 5'000'000)));
}

void TestTableJumps::jumpsWaitForTheLadder()
{
    QVERIFY(m_model->open());
    m_model->jumpToEnd();
    m_model->jumpToKey(FakeSource::keyOf(300'000));
    settle();
    QCOMPARE(m_located->size(), 0);
    m_model->fake().answerLadder();
    QCOMPARE(landed().first, 300'000);
}

void TestTableJumps::countedListStillWaitsForTheLadder()
{
    m_model->fake().size = 5000;
    QVERIFY(m_model->open());
    m_model->fake().counts.first().answer(qint64(5000));
    QTRY_COMPARE(m_model->countStage(), CountStage::Exact);
    // How many there are is known, where they are is not.
    m_model->jumpToEnd();
    settle();
    QCOMPARE(m_located->size(), 0);
    m_model->fake().answerLadder();
    QCOMPARE(landed().first, 4999);
}

void TestTableJumps::jumpsInAShortListNeedNoLadder()
{
    m_model->fake().size = 42;
    // Asked for before the first rows are there, as after a change of the sort.
    m_model->setQuery(ascending());
    m_model->jumpToKey(FakeSource::keyOf(30));
    QCOMPARE(landed(), (QPair<int, qint64>(30, FakeSource::idOf(30))));
    m_model->jumpToKey(FakeSource::keyOf(17));
    QCOMPARE(landed(), (QPair<int, qint64>(17, FakeSource::idOf(17))));
    m_model->jumpToEnd();
    QCOMPARE(landed().first, 41);
    QCOMPARE(m_model->fake().ladders.size(), 0);

    m_model->fake().size = 0;
    m_model->setQuery(ascending());
    m_model->jumpToKey(FakeSource::keyOf(30));
    QCOMPARE(landed().first, -1);
    m_model->jumpToEnd();
    QCOMPARE(landed().first, -1);
}

void TestTableJumps::jumpEndsWhenTheListFails()
{
    m_model->setQuery(ascending());
    m_model->jumpToKey(FakeSource::keyOf(30));
    m_model->fake().pages.last().answer(failure(ErrorKind::Timeout));
    QTRY_COMPARE(m_model->state(), TableModel::State::Failed);
    QCOMPARE(landed().first, -1);
    m_model->jumpToEnd();
    QCOMPARE(landed().first, -1);
}

void TestTableJumps::jumpEndsWhenTheLadderFails()
{
    QVERIFY(m_model->open());
    m_model->jumpToKey(FakeSource::keyOf(300'000));
    m_model->fake().ladders.last().answer(failure(ErrorKind::Timeout));
    QCOMPARE(landed().first, -1);
    // It is asked for again by whoever wants to jump again.
    m_model->jumpToKey(FakeSource::keyOf(300'000));
    QCOMPARE(m_model->fake().ladders.size(), 2);
    m_model->fake().answerLadder();
    QCOMPARE(landed().first, 300'000);
}

void TestTableJumps::jumpEndsWhenItsWindowFails()
{
    QVERIFY(m_model->openWithLadder());
    settle();
    m_model->jumpToKey(FakeSource::keyOf(300'050));
    m_model->fake().pages.last().answer(failure(ErrorKind::Timeout));
    QTRY_COMPARE(m_located->size(), 1);
    QCOMPARE(m_located->first().at(0).toInt(), -1);
}

void TestTableJumps::newerJumpReplacesTheOlder()
{
    QVERIFY(m_model->openWithLadder());
    m_model->jumpToKey(FakeSource::keyOf(300'050));
    m_model->jumpToKey(FakeSource::keyOf(700'050));
    QCOMPARE(landed().first, 700'050);
    settle();
    QCOMPARE(m_located->size(), 0);
}

void TestTableJumps::newQueryForgetsTheJump()
{
    QVERIFY(m_model->openWithLadder());
    m_model->jumpToKey(FakeSource::keyOf(10'050));
    QVERIFY(m_model->openWithLadder());
    // The window where the older list's jump would have led fails in the newer one; that is no jump's end.
    const qsizetype before = m_model->fake().pages.size();
    m_model->setVisibleRows(10'000, 10'030);
    QTRY_VERIFY(m_model->fake().pages.size() > before);
    m_model->fake().pages.at(before).answer(failure(ErrorKind::Timeout));
    QTRY_COMPARE(m_model->state(), TableModel::State::Failed);
    m_model->fake().answerPages();
    settle();
    QCOMPARE(m_located->size(), 0);
}

void TestTableJumps::recordIsFoundWhereKeysAreKeptBack()
{
    // Of a sort by a person's name the ladder tells no keys, so the server says at which place the record stands.
    QVERIFY(m_model->open());
    TableLadder ladder = m_model->fake().ladderFor(100);
    for (auto &rung : ladder.rungs)
        rung.key.clear();
    m_model->fake().ladders.last().answer(ladder);
    QTRY_COMPARE(m_model->rowCount(), million);
    const qint64 id = FakeSource::idOf(654'321);
    m_model->locate(id);
    m_model->fake().locates.last().answer(std::optional(TableCursor{.direction = TableCursor::Direction::From, .key = {}, .id = id, .place = 654'321}));
    QTRY_COMPARE(m_model->fake().pages.last().cursor.id, std::optional(FakeSource::idOf(654'300)));
    // The fake source reads keys, so this page is answered by hand.
    QList<TableRow> rows;
    for (qint64 place = 654'300; place < 654'400; ++place)
        rows.append(m_model->fake().rowAt(place));
    m_model->fake().pages.last().answer(rows);
    QTRY_COMPARE(m_located->size(), 1);
    QCOMPARE(m_located->first().at(0).toInt(), 654'321);
    QCOMPARE(m_located->first().at(1).toLongLong(), id);
}

QTEST_GUILESS_MAIN(TestTableJumps)
#include "tst_tablejumps.moc"
