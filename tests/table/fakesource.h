// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/table/tablemodel.h"

#include <QPromise>

#include <functional>
#include <memory>

namespace Steward::Test {

/// One question a list asked, answered when the test says so.
template <typename T>
struct Asked
{
    std::shared_ptr<QPromise<Result<T>>> promise = [] {
        auto made = std::make_shared<QPromise<Result<T>>>();
        made->start();
        return made;
    }();
    TableQuery query = {};
    TableCursor cursor = {};
    int number = 0; ///< limit, step or bound
    qint64 id = 0;
    QList<qint64> ids = {};
    QList<int> versions = {};

    [[nodiscard]] bool isCanceled() const { return promise->isCanceled(); }
    [[nodiscard]] bool isAnswered() const { return promise->future().isFinished(); }
    void answer(Result<T> result) const
    {
        promise->addResult(std::move(result));
        promise->finish();
    }
};

/// Rows that are made when asked for: place p of a list of size rows, counted from its beginning, has the key of p and its own id.
/// Nothing is answered by itself; every question is kept.
class FakeSource final : public TableSource
{
public:
    explicit FakeSource(qint64 rowCount) : size(rowCount) { }

    QFuture<Result<QList<TableRow>>> page(const TableQuery &query, const TableCursor &cursor, int limit) override;
    QFuture<Result<TableLadder>> ladder(const TableQuery &query, int step) override;
    QFuture<Result<qint64>> estimate(const TableQuery &query) override;
    QFuture<Result<qint64>> count(const TableQuery &query, int bound) override;
    QFuture<Result<QList<TableRow>>> refresh(const TableQuery &query, const QList<qint64> &ids, const QList<int> &versions) override;
    QFuture<Result<qint64>> newest() override;
    QFuture<Result<qint64>> newcomers(const TableQuery &query, qint64 afterId) override;
    QFuture<Result<std::optional<TableCursor>>> locate(const TableQuery &query, qint64 id) override;

    [[nodiscard]] TableRow rowAt(qint64 place) const;
    [[nodiscard]] static QString keyOf(qint64 place); ///< ten digits, so that bytes and numbers sort alike
    [[nodiscard]] static qint64 idOf(qint64 place) { return place + 1; }
    [[nodiscard]] QList<TableRow> rowsFor(const Asked<QList<TableRow>> &asked) const;
    [[nodiscard]] TableLadder ladderFor(int step) const;

    /// Answers every open page, in the order they were asked; how many there were.
    int answerPages();
    void answerPage(qsizetype index) const { pages.at(index).answer(rowsFor(pages.at(index))); }
    void answerLadder() const { ladders.last().answer(ladderFor(ladders.last().number)); }

    qint64 size;
    QList<Asked<QList<TableRow>>> pages, refreshes;
    QList<Asked<TableLadder>> ladders;
    QList<Asked<qint64>> estimates, counts, newests, newcomerCounts;
    QList<Asked<std::optional<TableCursor>>> locates;
};

/// Two columns: the record's key and a word that changes.
class NumbersModel final : public TableModel
{
public:
    explicit NumbersModel(qint64 rowCount);
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : 2; }
    [[nodiscard]] FakeSource &fake() const { return m_fake; }
    /// Asks for all rows in ascending order and answers the first page.
    bool open();
    /// The same, and the ladder too.
    bool openWithLadder();
    /// Shows rows and answers pages until all of them are there, and those around them.
    bool show(int first, int last);

protected:
    [[nodiscard]] QVariant cell(const TableRow &row, int column, int role) const override;

private:
    explicit NumbersModel(std::unique_ptr<FakeSource> source);
    FakeSource &m_fake;
};

[[nodiscard]] TableQuery ascending();
/// Delivers every answer that was given.
void settle();
/// Returns when the model has asked for what setVisibleRows() showed it.
void afterScrollingRests();
[[nodiscard]] Error failure(ErrorKind kind);

} // namespace Steward::Test
