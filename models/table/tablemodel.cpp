// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/table/tablemodel_p.h"

#include <algorithm>

namespace Steward {

TableModel::TableModel(std::unique_ptr<TableSource> source, const QStringList &numericSorts, QObject *parent)
    : QAbstractTableModel(parent), d(std::make_unique<Private>(this, std::move(source), numericSorts))
{
    d->rest.setSingleShot(true);
    d->rest.setInterval(restMs);
    connect(&d->rest, &QTimer::timeout, this, [this] {
        d->fetchVisible();
        if (d->isSeenOvertaken())
            d->refreshSoon();
        Q_EMIT seenChanged();
    });
    d->refreshTimer.setSingleShot(true);
    connect(&d->refreshTimer, &QTimer::timeout, this, [this] { d->refresh(); });
}

TableModel::~TableModel() = default;

int TableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : d->rows;
}

void TableModel::setQuery(const TableQuery &query)
{
    d->query = query;
    d->ask();
}

const TableQuery &TableModel::query() const
{
    return d->query;
}

TableModel::State TableModel::state() const
{
    return d->state;
}

const Error &TableModel::error() const
{
    return d->error;
}

void TableModel::reload()
{
    d->ask();
}

CountStage TableModel::countStage() const
{
    return d->countStage;
}

qint64 TableModel::countValue() const
{
    return d->countValue;
}

void TableModel::requestExactCount()
{
    if (d->countStage == CountStage::Exact)
        return;
    d->exactCounting.start(d->source->count(d->query, 0), this, [this](const Result<qint64> &answer) {
        if (answer)
            d->setCount(CountStage::Exact, *answer);
    });
}

int TableModel::newcomers() const
{
    return d->newcomers;
}

void TableModel::setVisibleRows(int first, int last)
{
    d->firstVisible = std::max(0, first);
    d->lastVisible = std::max(d->firstVisible, last);
    // What is here already needs no rest; new rows are asked for when scrolling pauses.
    d->rest.start();
}

QList<const TableRow *> TableModel::seenRows() const
{
    constexpr int most = 300;
    QList<const TableRow *> seen;
    for (int row = d->firstVisible; row <= d->lastVisible && seen.size() < most; ++row) {
        const TableRow *known = rowAt(row);
        if (known && known->version >= 0) // not what was deleted
            seen.append(known);
    }
    return seen;
}

const TableRow *TableModel::rowAt(int row) const
{
    if (row < 0 || row >= d->rows)
        return nullptr;
    const QList<TableRow> *rows = std::as_const(d->cache).find(row / windowRows);
    const int place = row % windowRows;
    return rows && place < rows->size() ? &rows->at(place) : nullptr;
}

int TableModel::rowOfId(qint64 id) const
{
    for (const int window : d->cache.windows()) {
        const QList<TableRow> &rows = *std::as_const(d->cache).find(window);
        for (int place = 0; place < rows.size(); ++place) {
            if (rows.at(place).id == id)
                return window * windowRows + place;
        }
    }
    return -1;
}

void TableModel::locate(qint64 id)
{
    if (const int row = rowOfId(id); row >= 0) {
        Q_EMIT located(row, id);
        return;
    }
    d->locating.start(d->source->locate(d->query, id), this, [this, id](const Result<std::optional<TableCursor>> &answer) {
        if (answer && *answer)
            d->whenLaddered([this, cursor = **answer] { d->goTo(cursor); });
        else
            Q_EMIT located(-1, id);
    });
}

void TableModel::jumpToKey(const QString &key)
{
    d->whenLaddered([this, key] { d->goTo({TableCursor::Direction::From, key, std::nullopt}); });
}

void TableModel::jumpToEnd()
{
    d->whenLaddered([this] { Q_EMIT located(d->rows - 1, 0); });
}

int TableModel::cachedRows() const
{
    return d->cache.rowCount();
}

TableSource &TableModel::source() const
{
    return *d->source;
}

void TableModel::refreshVisible()
{
    ++d->changesTold;
    if (d->state == State::Loading)
        d->isRefreshDue = true; // they may have been read before it
    else
        d->refreshSoon();
}

void TableModel::Private::refreshSoon()
{
    if (refreshTimer.isActive())
        return;
    const qint64 since = lastRefresh.isValid() ? lastRefresh.elapsed() : refreshEveryMs;
    refreshTimer.start(int(std::max<qint64>(0, refreshEveryMs - since)));
}

void TableModel::setOffline(bool offline)
{
    if (d->isOffline == offline)
        return;
    d->isOffline = offline;
    if (offline)
        return d->setState(State::Offline, d->error);
    if (d->rows == 0 && d->wasAsked)
        return d->ask();
    d->setState(d->rows > 0 ? State::Ready : State::Empty);
    // What was asked for when the line went was answered with its loss.
    if (d->rows > 0 && !d->hasLadder && !d->isComplete && !d->laddering.isRunning())
        d->askCounts();
    d->fetchVisible();
    refreshVisible();
}

QVariant TableModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const TableRow *row = rowAt(index.row());
    if (role == LoadedRole)
        return row != nullptr;
    if (!row)
        return {};
    switch (role) {
    case IdRole:
        return row->id;
    case GoneRole:
        return row->gone;
    case RawRole:
        return row->cells.value(index.column());
    default:
        return cell(*row, index.column(), role);
    }
}

} // namespace Steward
