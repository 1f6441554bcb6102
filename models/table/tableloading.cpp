// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/table/tablemodel_p.h"

#include <algorithm>
#include <limits>

namespace Steward {

TableModel::Private::Private(TableModel *model, std::unique_ptr<TableSource> rowSource, const QStringList &numeric)
    : q(model), source(std::move(rowSource)), numericSorts(numeric)
{
}

void TableModel::Private::ask()
{
    fetching.clear();
    estimating.cancel();
    counting.cancel();
    exactCounting.cancel();
    laddering.cancel();
    refreshing.cancel();
    locating.cancel();
    newestAsking.cancel();
    newcomersAsking.cancel();
    refreshTimer.stop();
    isRefreshDue = false;

    q->beginResetModel();
    cache.clear();
    fetchedAt = {{0, changesTold}};
    ladder = {};
    hasLadder = false;
    isComplete = false;
    rows = 0;
    chainedWindows = 0;
    chainStarts.clear();
    jump.reset();
    jumpWindow = -1;
    afterLadder = nullptr;
    firstVisible = 0;
    lastVisible = 0;
    wasAsked = true;
    q->endResetModel();

    setCount(CountStage::None, 0);
    newestId = -1;
    if (std::exchange(newcomers, 0) != 0)
        Q_EMIT q->newcomersChanged();
    setState(State::Loading);
    // Before the rows: what comes between the two is told as new, and not missed.
    newestAsking.start(source->newest(), q, [this](const Result<qint64> &newest) {
        if (newest)
            newestId = *newest;
    });
    first.start(source->page(query, {}, windowRows), q, [this](const Result<QList<TableRow>> &answer) { firstPage(answer); });
}

void TableModel::Private::firstPage(const Result<QList<TableRow>> &answer)
{
    if (!answer) {
        setState(answer.error().kind == ErrorKind::Offline ? State::Offline : State::Failed, answer.error());
        return endJump();
    }
    const int count = int(answer->size());
    cache.insert(0, *answer);
    chainedWindows = 1;
    if (count > 0)
        chainStarts = {{answer->first().sortKey, answer->first().id}};
    setRows(count == windowRows ? count + windowRows : count);
    setState(count ? State::Ready : State::Empty);
    if (std::exchange(isRefreshDue, false))
        refreshSoon();
    if (count == windowRows)
        return askCounts();
    isComplete = true;
    setCount(CountStage::Exact, count);
    if (const auto action = std::exchange(afterLadder, nullptr))
        action();
}

void TableModel::Private::askCounts()
{
    // Rows first, counts later: all of these wait on the background connection, in this order.
    estimating.start(source->estimate(query), q, [this](const Result<qint64> &answer) {
        if (answer && countStage == CountStage::None)
            setCount(CountStage::Estimate, *answer);
    });
    counting.start(source->count(query, countBound), q, [this](const Result<qint64> &answer) {
        if (!answer || countStage == CountStage::Exact)
            return;
        // Above the bound the planner's guess says more than "10,000+", unless it guesses less than that.
        if (*answer <= countBound)
            setCount(CountStage::Exact, *answer);
        else if (countStage != CountStage::Estimate || countValue <= countBound)
            setCount(CountStage::AtLeast, countBound);
    });
    askLadder();
}

void TableModel::Private::askLadder()
{
    laddering.start(source->ladder(query, windowRows), q, [this](const Result<TableLadder> &answer) { ladderArrived(answer); });
}

void TableModel::Private::ladderArrived(const Result<TableLadder> &answer)
{
    if (answer && answer->total <= std::numeric_limits<int>::max()) {
        ladder = *answer;
        hasLadder = true;
        setRows(ladder.total);
        setCount(CountStage::Exact, ladder.total);
        if (rows == 0)
            setState(State::Empty); // all of them left between the first page and the ladder
        fetchVisible();
    }
    if (!hasLadder)
        return endJump();
    if (const auto action = std::exchange(afterLadder, nullptr))
        action();
}

void TableModel::Private::endJump()
{
    if (std::exchange(afterLadder, nullptr))
        Q_EMIT q->located(-1, 0);
}

void TableModel::Private::fetchVisible()
{
    if (rows == 0 || isOffline)
        return;
    const int lastWindow = (rows - 1) / windowRows;
    const int from = std::min(firstVisible / windowRows, lastWindow);
    const int to = std::min(lastVisible / windowRows, lastWindow);
    // What nobody looks at any more is not waited for, but for the window of a jump.
    std::erase_if(fetching, [this, from, to](const auto &item) { return (item.first < from - 1 || item.first > to + 1) && item.first != jumpWindow; });
    for (int window = from; window <= to; ++window) {
        cache.touch(window);
        fetch(window);
    }
    // One window ahead and behind, so that turning the wheel finds its rows there.
    if (to < lastWindow)
        fetch(to + 1);
    if (from > 0)
        fetch(from - 1);
}

std::optional<TableCursor> TableModel::Private::cursorOf(int window) const
{
    if (hasLadder && window < ladder.rungs.size())
        return TableCursor{TableCursor::Direction::From, ladder.rungs.at(window).key, ladder.rungs.at(window).id};
    if (window == 0)
        return TableCursor{};
    if (window < chainStarts.size())
        return TableCursor{TableCursor::Direction::From, chainStarts.at(window).key, chainStarts.at(window).id};
    const QList<TableRow> *before = cache.find(window - 1);
    if (before && !before->isEmpty())
        return TableCursor{TableCursor::Direction::After, before->last().sortKey, before->last().id};
    return std::nullopt;
}

void TableModel::Private::fetch(int window)
{
    if (cache.find(window) || fetching.contains(window))
        return;
    const auto cursor = cursorOf(window);
    if (!cursor)
        return;
    fetchedAt.insert(window, changesTold);
    auto &request = fetching[window] = std::make_unique<LatestOnly<Result<QList<TableRow>>>>();
    request->start(source->page(query, *cursor, hasLadder ? windowRows + driftRows : windowRows), q, [this, window](const Result<QList<TableRow>> &answer) { windowArrived(window, answer); });
}

bool TableModel::Private::isSeenOvertaken() const
{
    for (int window = firstVisible / windowRows; window <= lastVisible / windowRows; ++window) {
        if (cache.find(window) && fetchedAt.value(window) != changesTold)
            return true;
    }
    return false;
}

void TableModel::Private::windowArrived(int window, const Result<QList<TableRow>> &answer)
{
    // The request is the caller of this function; it is let go once we are done.
    const auto done = fetching.extract(window);
    const bool isOvertaken = fetchedAt.value(window) != changesTold; // it may have been read before what was told since
    if (!answer) {
        setState(answer.error().kind == ErrorKind::Offline ? State::Offline : State::Failed, answer.error());
        if (window == jumpWindow) {
            jumpWindow = -1;
            jump.reset();
            Q_EMIT q->located(-1, 0);
        }
        return;
    }
    QList<TableRow> page = *answer;
    if (hasLadder)
        trim(window, page);
    const int count = int(page.size());
    if (!hasLadder && window == chainStarts.size() && count > 0)
        chainStarts.append({page.first().sortKey, page.first().id});
    cache.insert(window, std::move(page));
    if (!hasLadder && !isComplete && window == chainedWindows) {
        ++chainedWindows;
        setRows(qint64(window) * windowRows + count + (count == windowRows ? windowRows : 0));
        isComplete = count < windowRows;
        if (isComplete)
            setCount(CountStage::Exact, rows);
    }
    if (count > 0 && window * windowRows < rows)
        Q_EMIT q->dataChanged(q->index(window * windowRows, 0), q->index(std::min(rows, window * windowRows + count) - 1, q->columnCount() - 1));
    setState(State::Ready);
    if (isOvertaken)
        refreshSoon();
    if (window >= firstVisible / windowRows && window <= lastVisible / windowRows)
        Q_EMIT q->seenChanged();
    finishJump(window);
    // Without a ladder a window can only be asked for once the one before it is here.
    if (!hasLadder)
        fetchVisible();
}

/// Brings a page to the places its window has. The ladder says which rows these were when it was made: rows that came since are told
/// as new and take no other row's place, and the places of rows that left stay behind empty, so that nothing below them moves.
void TableModel::Private::trim(int window, QList<TableRow> &page) const
{
    if (window + 1 < ladder.rungs.size()) {
        const TableLadder::Rung &next = ladder.rungs.at(window + 1);
        const auto order = keyOrder();
        const auto belongsBelow = [this, &next, order](const TableRow &row) {
            if (row.id == next.id)
                return true;
            if (next.key.isEmpty()) // the key is a person's, and the rung does not tell it
                return false;
            int compared = TableLadder::compareKeys(row.sortKey, next.key, order);
            if (compared == 0)
                compared = row.id < next.id ? -1 : 1;
            return query.descending ? compared < 0 : compared > 0;
        };
        page.erase(std::find_if(page.cbegin(), page.cend(), belongsBelow), page.cend());
    }
    const int places = int(std::min<qint64>(windowRows, ladder.total - qint64(window) * windowRows));
    for (qsizetype i = 0; newestId >= 0 && i < page.size() && page.size() > places;) {
        if (page.at(i).id > newestId)
            page.removeAt(i);
        else
            ++i;
    }
    if (page.size() > places)
        page.resize(places);
    while (page.size() < places)
        page.append(TableRow{.id = 0, .version = -1, .sortKey = {}, .cells = {}, .gone = true});
}

void TableModel::Private::setRows(qint64 count)
{
    const int wanted = int(std::min<qint64>(count, std::numeric_limits<int>::max()));
    if (wanted > rows) {
        q->beginInsertRows({}, rows, wanted - 1);
        rows = wanted;
        q->endInsertRows();
    } else if (wanted < rows) {
        q->beginRemoveRows({}, wanted, rows - 1);
        rows = wanted;
        q->endRemoveRows();
    }
}

void TableModel::Private::setCount(CountStage stage, qint64 value)
{
    if (stage == countStage && value == countValue)
        return;
    countStage = stage;
    countValue = value;
    Q_EMIT q->countChanged();
}

void TableModel::Private::setState(State next, const Error &why)
{
    // An answer may still come in from before the line was lost.
    if (isOffline)
        next = State::Offline;
    if (state == next && error == why)
        return;
    state = next;
    error = why;
    Q_EMIT q->stateChanged();
}

TableLadder::KeyOrder TableModel::Private::keyOrder() const
{
    return numericSorts.contains(query.sort) ? TableLadder::KeyOrder::Numbers : TableLadder::KeyOrder::Bytes;
}

void TableModel::Private::whenLaddered(std::function<void()> action)
{
    if (hasLadder || isAll())
        return action();
    afterLadder = std::move(action);
    if (chainedWindows > 0 && !laddering.isRunning())
        askLadder();
    else if (chainedWindows == 0 && !first.isRunning())
        endJump();
}

void TableModel::Private::goTo(const TableCursor &cursor)
{
    jump = cursor;
    if (!hasLadder)
        jumpWindow = 0;
    else if (cursor.place)
        jumpWindow = int(std::min<qint64>(*cursor.place, rows - 1) / windowRows);
    else
        jumpWindow = ladder.rungOf(cursor.key, cursor.id, keyOrder(), query.descending);
    if (cache.find(jumpWindow))
        finishJump(jumpWindow);
    else
        fetch(jumpWindow);
}

void TableModel::Private::finishJump(int window)
{
    if (!jump || window != jumpWindow)
        return;
    const auto order = keyOrder();
    const QList<TableRow> &page = *cache.find(window);
    const auto atOrBehind = [this, order](const TableRow &row) {
        if (row.version < 0) // the place of a row that left
            return false;
        if (jump->place)
            return row.id == jump->id;
        int compared = TableLadder::compareKeys(row.sortKey, jump->key, order);
        if (compared == 0 && jump->id)
            compared = row.id < *jump->id ? -1 : row.id > *jump->id ? 1 : 0;
        return query.descending ? compared <= 0 : compared >= 0;
    };
    const auto found = std::find_if(page.cbegin(), page.cend(), atOrBehind);
    // Behind the window's last row means the first row of the next one.
    int row = std::min(found == page.cend() ? (window + 1) * windowRows : window * windowRows + int(found - page.cbegin()), rows - 1);
    qint64 id = found == page.cend() ? 0 : found->id;
    if (jump->id && id != *jump->id) {
        // It left the list meanwhile; another record must not be taken for it.
        row = -1;
        id = *jump->id;
    }
    jump.reset();
    jumpWindow = -1;
    Q_EMIT q->located(row, id);
}

void TableModel::Private::refresh()
{
    lastRefresh.start();
    QList<qint64> ids;
    QList<int> versions;
    // A ghost is asked for too: it may come back.
    for (const TableRow *known : q->seenRows()) {
        ids.append(known->id);
        versions.append(known->version);
    }
    if (!ids.isEmpty())
        refreshing.start(source->refresh(query, ids, versions), q, [this](const Result<QList<TableRow>> &answer) {
            if (answer)
                patch(*answer);
        });
    if (newestId >= 0)
        newcomersAsking.start(source->newcomers(query, newestId), q, [this](const Result<qint64> &answer) {
            if (answer && std::exchange(newcomers, int(*answer)) != int(*answer))
                Q_EMIT q->newcomersChanged();
        });
}

void TableModel::Private::patch(const QList<TableRow> &changed)
{
    for (const TableRow &fresh : changed) {
        const int row = q->rowOfId(fresh.id);
        if (row < 0)
            continue;
        TableRow &known = (*cache.find(row / windowRows))[row % windowRows];
        // A row that left the filter keeps what it showed last, as a ghost; it does not move either when its key changed.
        if (fresh.gone) {
            if (known.gone && known.version == fresh.version)
                continue;
            known.gone = true;
            known.version = fresh.version;
            if (!fresh.cells.isEmpty())
                known.cells = fresh.cells;
        } else {
            const QString place = known.sortKey;
            known = fresh;
            known.sortKey = place;
        }
        Q_EMIT q->dataChanged(q->index(row, 0), q->index(row, q->columnCount() - 1));
    }
}

} // namespace Steward
