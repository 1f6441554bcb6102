// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/table/sqltablesource.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int interactiveMs = 10'000;
constexpr int backgroundMs = 0; // no limit; a newer question cancels it

Params withCursor(const TableQuery &query, const TableCursor &cursor, int limit)
{
    Params params = Params().json(query.toJson());
    if (cursor.direction == TableCursor::Direction::Start)
        params.null();
    else
        params.json(cursor.toJson());
    return params.integer(limit);
}

/// A time-out names the way out: most often a filter that lets the server use an index.
Error explained(Error error)
{
    if (error.kind == ErrorKind::Timeout)
        error.userText = QCoreApplication::translate("Steward::TableSource", "The server took longer than 10 seconds. Narrow the filter, for instance by a date, then try again.");
    return error;
}

} // namespace

SqlTableSource::SqlTableSource(Session &session, const QString &prefix, CellReader reader)
    : m_session(session), m_prefix(prefix), m_reader(std::move(reader))
{
}

QList<TableRow> SqlTableSource::readRows(const Rows &rows, const CellReader &reader)
{
    const int id = rows.column("id");
    const int version = rows.column("version");
    const int key = rows.column("sort_key");
    const int matches = rows.column("matches");
    QList<TableRow> page;
    page.reserve(rows.count());
    for (int row = 0; row < rows.count(); ++row) {
        TableRow made;
        made.id = rows.integer(row, id);
        made.version = int(rows.integer(row, version));
        made.sortKey = rows.text(row, key);
        made.gone = matches >= 0 && !rows.boolean(row, matches);
        if (made.version >= 0) // -1: the record itself is gone, there is nothing to read
            made.cells = reader(rows, row);
        page.append(std::move(made));
    }
    return page;
}

QFuture<Result<QList<TableRow>>> SqlTableSource::page(const TableQuery &query, const TableCursor &cursor, int limit)
{
    const auto job = [name = m_prefix + u"_page"_s, params = withCursor(query, cursor, limit), reader = m_reader](Connection &connection, const Interrupt &interrupt) -> Result<QList<TableRow>> {
        const auto rows = connection.query(namedQuery(name), params, interrupt);
        return rows ? Result<QList<TableRow>>(readRows(*rows, reader)) : Result<QList<TableRow>>(explained(rows.error()));
    };
    return m_session.reading().run(job, interactiveMs, Repeat::OnceIfOffline);
}

QFuture<Result<TableLadder>> SqlTableSource::ladder(const TableQuery &query, int step)
{
    const auto job = [name = m_prefix + u"_ladder"_s, params = Params().json(query.toJson()).integer(step), step](Connection &connection, const Interrupt &interrupt) -> Result<TableLadder> {
        const auto rows = connection.query(namedQuery(name), params, interrupt);
        if (!rows)
            return rows.error();
        TableLadder ladder;
        ladder.step = step;
        const int place = rows->column("place");
        const int key = rows->column("sort_key");
        const int id = rows->column("id");
        const int rungs = rows->count() - 1; // the last row is the total
        ladder.rungs.reserve(rungs);
        for (int row = 0; row < rungs; ++row)
            ladder.rungs.append({rows->text(row, key), rows->integer(row, id)});
        ladder.total = rungs >= 0 ? rows->integer(rungs, place) : 0;
        return ladder;
    };
    return m_session.background().run(job, backgroundMs, Repeat::OnceIfOffline);
}

QFuture<Result<qint64>> SqlTableSource::number(const QString &name, const Params &params, DatabaseThread &thread, int timeoutMs)
{
    const auto job = [name = m_prefix + name, params](Connection &connection, const Interrupt &interrupt) -> Result<qint64> {
        const auto rows = connection.query(namedQuery(name), params, interrupt);
        return rows ? Result<qint64>(rows->integer(0, "value")) : Result<qint64>(rows.error());
    };
    return thread.run(job, timeoutMs, Repeat::OnceIfOffline);
}

QFuture<Result<qint64>> SqlTableSource::estimate(const TableQuery &query)
{
    return number(u"_estimate"_s, Params().json(query.toJson()), m_session.background(), backgroundMs);
}

QFuture<Result<qint64>> SqlTableSource::count(const TableQuery &query, int bound)
{
    Params params = Params().json(query.toJson());
    if (bound > 0)
        params.integer(bound);
    else
        params.null();
    return number(u"_count"_s, params, m_session.background(), backgroundMs);
}

QFuture<Result<QList<TableRow>>> SqlTableSource::refresh(const TableQuery &query, const QList<qint64> &ids, const QList<int> &versions)
{
    QList<qint64> numbers(versions.cbegin(), versions.cend());
    const auto job = [name = m_prefix + u"_refresh"_s, params = Params().json(query.toJson()).integers(ids).integers(numbers), reader = m_reader](Connection &connection, const Interrupt &interrupt) -> Result<QList<TableRow>> {
        const auto rows = connection.query(namedQuery(name), params, interrupt);
        return rows ? Result<QList<TableRow>>(readRows(*rows, reader)) : Result<QList<TableRow>>(rows.error());
    };
    return m_session.reading().run(job, interactiveMs, Repeat::OnceIfOffline);
}

QFuture<Result<qint64>> SqlTableSource::newest()
{
    return number(u"_newest"_s, {}, m_session.background(), interactiveMs);
}

QFuture<Result<qint64>> SqlTableSource::newcomers(const TableQuery &query, qint64 afterId)
{
    return number(u"_newcomers"_s, Params().json(query.toJson()).integer(afterId), m_session.background(), interactiveMs);
}

QFuture<Result<std::optional<TableCursor>>> SqlTableSource::locate(const TableQuery &query, qint64 id)
{
    using Answer = Result<std::optional<TableCursor>>;
    const auto job = [name = m_prefix + u"_locate"_s, params = Params().json(query.toJson()).integer(id), id](Connection &connection, const Interrupt &interrupt) -> Answer {
        const auto rows = connection.query(namedQuery(name), params, interrupt);
        if (!rows)
            return rows.error();
        const QJsonObject place = rows->object(0, "value");
        if (!place.value(u"found"_s).toBool())
            return Answer(std::optional<TableCursor>());
        TableCursor cursor{TableCursor::Direction::From, place.value(u"key"_s).toString(), id};
        if (place.value(u"place"_s).isDouble())
            cursor.place = place.value(u"place"_s).toInteger();
        return Answer(cursor);
    };
    return m_session.reading().run(job, interactiveMs, Repeat::OnceIfOffline);
}

} // namespace Steward
