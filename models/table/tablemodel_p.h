// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/table/tablemodel.h"
#include "models/table/windowcache.h"

#include <QElapsedTimer>

#include <functional>
#include <map>

namespace Steward {

constexpr int windowRows = 100;     ///< a window and a step of the ladder
constexpr int windowCapacity = 60;  ///< windows kept: six thousand rows
constexpr int driftRows = 20;       ///< how many rows may have come into a window since its ladder was made
constexpr int countBound = 10'000;
constexpr int restMs = 25;          ///< how long scrolling must rest before rows are fetched
constexpr int refreshEveryMs = 1'000;

/// What TableModel does behind its face: which windows are asked for, and what the answers change.
class TableModel::Private
{
public:
    Private(TableModel *model, std::unique_ptr<TableSource> rows, const QStringList &numeric);

    void ask();
    void firstPage(const Result<QList<TableRow>> &answer);
    void askCounts();
    void askLadder();
    void endJump();
    void ladderArrived(const Result<TableLadder> &answer);
    void fetchVisible();
    void refreshSoon(); ///< once a second at most
    [[nodiscard]] bool isSeenOvertaken() const; ///< rows that are seen may have been read before a change that was told, when others were seen
    void fetch(int window);
    void windowArrived(int window, const Result<QList<TableRow>> &answer);
    void trim(int window, QList<TableRow> &page) const;
    void setRows(qint64 count);
    void setCount(CountStage stage, qint64 value);
    void setState(State next, const Error &why = {});
    void goTo(const TableCursor &cursor);
    void finishJump(int window);
    void patch(const QList<TableRow> &rows);
    void refresh();
    void whenLaddered(std::function<void()> action);

    [[nodiscard]] std::optional<TableCursor> cursorOf(int window) const;
    [[nodiscard]] TableLadder::KeyOrder keyOrder() const;
    /// Whether all rows are in the first window, so that there is nothing to look up in a ladder.
    [[nodiscard]] bool isAll() const { return isComplete && rows <= windowRows; }

    TableModel *q;
    std::unique_ptr<TableSource> source;
    QStringList numericSorts;
    TableQuery query;
    State state = State::Loading;
    Error error;
    WindowCache cache{windowCapacity};
    TableLadder ladder;
    bool hasLadder = false;
    bool isComplete = false; ///< the last page has been seen; a count alone does not say where the rows are
    bool isOffline = false;
    bool wasAsked = false;
    int rows = 0;
    int chainedWindows = 0; ///< windows known to follow each other from the start, while there is no ladder
    QList<TableLadder::Rung> chainStarts; ///< their first rows, so that a window forgotten can be asked for again
    CountStage countStage = CountStage::None;
    qint64 countValue = 0;
    qint64 newestId = -1;
    int newcomers = 0;
    int firstVisible = 0;
    int lastVisible = windowRows;
    std::optional<TableCursor> jump; ///< where to go as soon as its window is there
    int jumpWindow = -1;
    std::function<void()> afterLadder;

    QTimer rest;
    QTimer refreshTimer;
    QElapsedTimer lastRefresh;
    bool isRefreshDue = false; ///< told of a change while the first rows were on their way
    int changesTold = 0;
    QHash<int, int> fetchedAt; ///< by window: changesTold when it was asked for

    LatestOnly<Result<QList<TableRow>>> first;
    std::map<int, std::unique_ptr<LatestOnly<Result<QList<TableRow>>>>> fetching;
    LatestOnly<Result<qint64>> estimating, counting, exactCounting, newestAsking, newcomersAsking;
    LatestOnly<Result<TableLadder>> laddering;
    LatestOnly<Result<QList<TableRow>>> refreshing;
    LatestOnly<Result<std::optional<TableCursor>>> locating;
};

} // namespace Steward
