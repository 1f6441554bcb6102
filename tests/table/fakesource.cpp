// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/table/fakesource.h"

#include <QTest>
#include <QTimer>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward::Test {

namespace {

template <typename T>
QFuture<Result<T>> keep(QList<Asked<T>> &list, const Asked<T> &asked)
{
    list.append(asked);
    return asked.promise->future();
}

} // namespace

QFuture<Result<QList<TableRow>>> FakeSource::page(const TableQuery &query, const TableCursor &cursor, int limit)
{
    return keep(pages, {.query = query, .cursor = cursor, .number = limit});
}

QFuture<Result<TableLadder>> FakeSource::ladder(const TableQuery &query, int step)
{
    return keep(ladders, {.query = query, .number = step});
}

QFuture<Result<qint64>> FakeSource::estimate(const TableQuery &query)
{
    return keep(estimates, {.query = query});
}

QFuture<Result<qint64>> FakeSource::count(const TableQuery &query, int bound)
{
    return keep(counts, {.query = query, .number = bound});
}

QFuture<Result<QList<TableRow>>> FakeSource::refresh(const TableQuery &query, const QList<qint64> &ids, const QList<int> &versions)
{
    return keep(refreshes, {.query = query, .ids = ids, .versions = versions});
}

QFuture<Result<qint64>> FakeSource::newest()
{
    return keep(newests, {});
}

QFuture<Result<qint64>> FakeSource::newcomers(const TableQuery &query, qint64 afterId)
{
    return keep(newcomerCounts, {.query = query, .id = afterId});
}

QFuture<Result<std::optional<TableCursor>>> FakeSource::locate(const TableQuery &query, qint64 id)
{
    return keep(locates, {.query = query, .id = id});
}

QString FakeSource::keyOf(qint64 place)
{
    return QString::number(place).rightJustified(10, u'0');
}

TableRow FakeSource::rowAt(qint64 place) const
{
    return {.id = idOf(place), .version = 1, .sortKey = keyOf(place), .cells = {keyOf(place), u"as it was"_s}};
}

QList<TableRow> FakeSource::rowsFor(const Asked<QList<TableRow>> &asked) const
{
    const bool isAfter = asked.cursor.direction == TableCursor::Direction::After;
    const qint64 from = asked.cursor.direction == TableCursor::Direction::Start ? 0 : asked.cursor.key.toLongLong() + (isAfter ? 1 : 0);
    QList<TableRow> rows;
    for (qint64 place = from; place < std::min(size, from + asked.number); ++place)
        rows.append(rowAt(place));
    return rows;
}

TableLadder FakeSource::ladderFor(int step) const
{
    TableLadder ladder{.step = step, .total = size, .rungs = {}};
    for (qint64 place = 0; place < size; place += step)
        ladder.rungs.append({keyOf(place), idOf(place)});
    return ladder;
}

int FakeSource::answerPages()
{
    int answered = 0;
    for (const auto &asked : std::as_const(pages)) {
        if (asked.isCanceled() || asked.isAnswered())
            continue;
        asked.answer(rowsFor(asked));
        ++answered;
    }
    return answered;
}

NumbersModel::NumbersModel(qint64 rowCount) : NumbersModel(std::make_unique<FakeSource>(rowCount)) { }

NumbersModel::NumbersModel(std::unique_ptr<FakeSource> source) : TableModel(std::move(source), {u"amount"_s}), m_fake(static_cast<FakeSource &>(TableModel::source())) { }

bool NumbersModel::open()
{
    setQuery(ascending());
    m_fake.answerPage(m_fake.pages.size() - 1);
    return QTest::qWaitFor([this] { return state() != State::Loading; });
}

bool NumbersModel::openWithLadder()
{
    if (!open())
        return false;
    m_fake.answerLadder();
    return QTest::qWaitFor([this] { return rowCount() == m_fake.size; });
}

bool NumbersModel::show(int first, int last)
{
    setVisibleRows(first, last);
    const bool isThere = QTest::qWaitFor([this, first, last] {
        m_fake.answerPages();
        return rowAt(first) && rowAt(last);
    });
    do
        settle();
    while (m_fake.answerPages() > 0);
    return isThere;
}

QVariant NumbersModel::cell(const TableRow &row, int column, int role) const
{
    return role == Qt::DisplayRole ? row.cells.value(column) : QVariant();
}

TableQuery ascending()
{
    return {.filters = {}, .text = {}, .sort = u"placed"_s, .descending = false};
}

void settle()
{
    // A delivered answer may ask the next question and have it answered.
    for (int round = 0; round < 3; ++round) {
        QCoreApplication::sendPostedEvents();
        QCoreApplication::processEvents();
    }
}

void afterScrollingRests()
{
    // Timers fire in order, so one that was started later and lasts longer fires behind the model's own.
    constexpr int longerThanTheRestMs = 40;
    bool isOver = false;
    QTimer::singleShot(longerThanTheRestMs, qApp, [&isOver] { isOver = true; });
    (void)QTest::qWaitFor([&isOver] { return isOver; });
}

Error failure(ErrorKind kind)
{
    return {kind, u"It did not work; try again."_s, {}, {}};
}

} // namespace Steward::Test
