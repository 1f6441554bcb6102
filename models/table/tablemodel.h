// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/latestonly.h"
#include "models/table/tablesource.h"

#include <QAbstractTableModel>
#include <QTimer>

#include <memory>

namespace Steward {

/// How sure the row count is. Every count on the screen says which.
enum class CountStage { None, Estimate, AtLeast, Exact };

/// A list of millions of records, fetched in windows around what is seen, with an LRU cache that evicts. Shared by every desk;
/// a slice gives the columns (headerData, data) and a TableSource. Signals are fine-grained: a reset only when the query
/// changes. GUI thread. Rows not loaded yet answer Loading in LoadedRole and nothing else.
class TableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    /// Loading: first rows asked for. Empty: asked and none. Failed: could not be asked. Offline: the server is away.
    enum class State { Loading, Ready, Empty, Failed, Offline };
    Q_ENUM(State)
    enum Role {
        IdRole = Qt::UserRole + 1, ///< qint64 record id
        LoadedRole,                ///< bool: false while the row is on its way
        GoneRole,                  ///< bool: left the filter, shown as a ghost
        RawRole,                   ///< the raw cell value
        FirstSliceRole,
    };

    /// numericSorts: names of sorts whose keys are whole numbers; all others compare as bytes.
    explicit TableModel(std::unique_ptr<TableSource> source, const QStringList &numericSorts, QObject *parent = nullptr);
    ~TableModel() override;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;

    /// Asks a new question: one reset, everything older is cancelled, late answers are dropped.
    void setQuery(const TableQuery &query);
    [[nodiscard]] const TableQuery &query() const;
    [[nodiscard]] State state() const;
    [[nodiscard]] const Error &error() const; ///< meaningful in Failed and Offline
    void reload();                            ///< the same question again, from the start

    [[nodiscard]] CountStage countStage() const;
    [[nodiscard]] qint64 countValue() const;
    void requestExactCount();
    [[nodiscard]] int newcomers() const; ///< matching records that came since the list was asked for

    /// Which rows the view shows; fetches them (and a margin) after a short rest, cancelling what is no longer seen.
    void setVisibleRows(int first, int last);
    /// The records among them that are here, in the order of the list; at most 300.
    [[nodiscard]] QList<const TableRow *> seenRows() const;
    /// The record at a row, or nothing while it is on its way.
    [[nodiscard]] const TableRow *rowAt(int row) const;
    [[nodiscard]] int rowOfId(qint64 id) const; ///< -1 unless it is in a loaded window
    /// Asks for one record's place and emits located(row, id) when it is known; row -1 when it is not in the list.
    void locate(qint64 id);
    /// Jumps to the first row at or after a sort key (a date, an order number); emits located(), row -1 when there is none to go to.
    void jumpToKey(const QString &key);
    void jumpToEnd(); ///< last row; emits located()
    /// Rows kept in memory at most; for tests and for telling.
    [[nodiscard]] int cachedRows() const;
    /// The source, for what else asks by the same query (counts of saved views).
    [[nodiscard]] TableSource &source() const;

public Q_SLOTS:
    /// Something of this kind changed on the server: visible rows are asked again and patched in place.
    void refreshVisible();
    void setOffline(bool offline);

Q_SIGNALS:
    void stateChanged();
    void countChanged();
    void newcomersChanged();
    void located(int row, qint64 id);
    void seenChanged(); ///< seenRows() are others, once scrolling rests or they have come

protected:
    /// Value of a loaded row; rows on their way never get here.
    [[nodiscard]] virtual QVariant cell(const TableRow &row, int column, int role) const = 0;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const final;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Steward
