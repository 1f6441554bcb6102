// SPDX-License-Identifier: GPL-3.0-or-later
// The part of Connection that runs statements: one round trip each, stoppable while it waits.
#include "models/database/connection_p.h"
#include "models/database/sqlstate.h"
#include "models/database/waiting.h"

#include <QVarLengthArray>

namespace Steward {

namespace {

constexpr int sliceMs = 10;

Notification takeNotification(PGnotify *notify)
{
    const Notification notification{.channel = QString::fromUtf8(notify->relname),
                                    .payload = QString::fromUtf8(notify->extra)};
    PQfreemem(notify);
    return notification;
}

/// What the server objects to, only where it is a machine word or a field's name by agreement.
QString subjectOf(const PGresult *result, QByteArrayView sqlState)
{
    return sqlState == QByteArrayView("22023") ? QString::fromUtf8(PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY))
                                               : QString();
}

} // namespace

bool Connection::Private::send(const NamedQuery &query, const Params &params)
{
    QVarLengthArray<const char *, 16> values;
    for (const std::optional<QByteArray> &value : params.values())
        values.append(value ? value->constData() : nullptr);
    ++roundTrips;
    return PQsendQueryParams(connection, query.sql.constData(), int(values.size()), nullptr, values.constData(),
                             nullptr, nullptr, 0) != 0;
}

bool Connection::Private::waitForTraffic(Running &running, bool wantsWrite)
{
    const SocketEvents events = wantsWrite ? SocketEvent::Read | SocketEvent::Write : SocketEvents(SocketEvent::Read);
    for (;;) {
        const SocketEvents ready = waitForSocket(PQsocket(connection), events, sliceMs);
        if (ready & SocketEvent::Read)
            PQconsumeInput(connection); // a failure shows in the next result
        if (ready)
            return true;
        if (!running.check(connection))
            return false;
    }
}

bool Connection::Private::waitForResult(Running &running)
{
    for (;;) {
        const int unsent = PQflush(connection);
        if (unsent < 0 || PQstatus(connection) != CONNECTION_OK)
            return true;
        if (unsent == 0 && !PQisBusy(connection))
            return true;
        if (!waitForTraffic(running, unsent > 0) || !running.check(connection))
            return false;
    }
}

ResultPointer Connection::Private::nextResult(Running &running)
{
    if (!waitForResult(running))
        return {nullptr, PQclear};
    return {PQgetResult(connection), PQclear};
}

Error Connection::Private::failure(const PGresult *result, const Running &running) const
{
    const QByteArray sqlState = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : nullptr;
    if (!result || PQstatus(connection) != CONNECTION_OK)
        return offlineError(running.name());
    if (sqlState == "57014" && running.stop() != Running::Stop::None)
        return running.stopError();
    const Error error = errorFor(sqlState, running.name(), subjectOf(result, sqlState));
    qCInfo(lcDatabase, "%s: %s failed with %s after %lld ms", qPrintable(name), qPrintable(running.name()),
           sqlState.constData(), running.elapsedMs());
    return error;
}

/// The statement will not end, or not in time: the connection goes, and the server stops for want of a client.
Error Connection::Private::giveUp(const Running &running)
{
    qCInfo(lcDatabase, "%s: gave up on %s after %lld ms", qPrintable(name), qPrintable(running.name()),
           running.elapsedMs());
    close();
    return running.stop() == Running::Stop::None ? offlineError(running.name()) : running.stopError();
}

Result<void> Connection::Private::finish(Running &running)
{
    Result<void> outcome;
    for (;;) {
        if (!waitForResult(running))
            return giveUp(running);
        const ResultPointer result{PQgetResult(connection), PQclear};
        // The commit comes after the last row: a connection lost in between leaves it unknown.
        if (!result)
            return outcome && PQstatus(connection) != CONNECTION_OK ? offlineError(running.name()) : outcome;
        const ExecStatusType status = PQresultStatus(result.get());
        if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH)
            return giveUp(running);
        const bool good = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;
        if (!good && outcome)
            outcome = failure(result.get(), running);
    }
}

Result<Rows> Connection::query(const NamedQuery &query, const Params &params, const Interrupt &interrupt)
{
    if (!d->connection)
        return offlineError(query.name);
    Running running(query.name, interrupt, d->roundTripMs);
    if (!d->send(query, params))
        return d->failure(nullptr, running);
    ResultPointer first = d->nextResult(running);
    if (!first)
        return d->giveUp(running);
    const ExecStatusType status = PQresultStatus(first.get());
    Result<Rows> answer = status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK
                              ? Result<Rows>(Rows(first.release()))
                              : Result<Rows>(d->failure(first.get(), running));
    if (auto rest = d->finish(running); !rest)
        return answer ? rest.error() : answer;
    qCDebug(lcDatabase, "%s: %s %lld ms", qPrintable(d->name), qPrintable(query.name), running.elapsedMs());
    return answer;
}

/// The answer to one statement of a pipeline, up to and with the point where its transaction ends.
Result<Rows> Connection::Private::nextOfPipeline(Running &running)
{
    Result<Rows> answer = offlineError(running.name());
    bool isAnswered = false;
    for (int pauses = 0; pauses < 2;) {
        if (!waitForResult(running))
            return giveUp(running);
        ResultPointer result{PQgetResult(connection), PQclear};
        if (!result) {
            ++pauses; // one parts a statement from its end; a second in a row means that the line is down
            continue;
        }
        pauses = 0;
        const ExecStatusType status = PQresultStatus(result.get());
        if (status == PGRES_PIPELINE_SYNC)
            return answer;
        if (isAnswered)
            continue;
        isAnswered = true;
        answer = status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK ? Result<Rows>(Rows(result.release())) : Result<Rows>(failure(result.get(), running));
    }
    return offlineError(running.name());
}

Result<Rows> Connection::queryAfter(const NamedQuery &first, const Params &firstParams, const NamedQuery &query, const Params &params, const Interrupt &interrupt)
{
    if (!d->connection)
        return offlineError(query.name);
    Running running(query.name, interrupt, d->roundTripMs); // one for both: whoever stops the first wants no second
    if (!PQenterPipelineMode(d->connection) || !d->send(first, firstParams) || !PQpipelineSync(d->connection) || !d->send(query, params) || !PQpipelineSync(d->connection))
        return d->giveUp(running);
    --d->roundTrips; // both are on their way before the first answer comes
    Result<Rows> allowed = d->nextOfPipeline(running);
    if (!d->connection)
        return allowed;
    Result<Rows> answer = d->nextOfPipeline(running);
    if (!d->connection)
        return answer;
    if (!PQexitPipelineMode(d->connection))
        return d->giveUp(running);
    return allowed ? answer : allowed;
}

Result<void> Connection::script(const QString &name, const QByteArray &sql, const Interrupt &interrupt)
{
    if (!d->connection)
        return offlineError(name);
    Running running(name, interrupt, d->roundTripMs);
    ++d->roundTrips;
    if (!PQsendQuery(d->connection, sql.constData()))
        return d->failure(nullptr, running);
    return d->finish(running);
}

Result<void> Connection::listen(const QString &channel)
{
    if (!d->connection)
        return offlineError();
    // LISTEN takes a name and no parameter; libpq quotes it.
    const QByteArray text = channel.toUtf8();
    char *identifier = PQescapeIdentifier(d->connection, text.constData(), size_t(text.size()));
    const QByteArray sql = QByteArray("listen ") + identifier;
    PQfreemem(identifier);
    return script(QStringLiteral("database/listen"), sql, {.isCancelled = {}, .cancel = {}, .timeoutMs = 10'000});
}

Result<QList<Notification>> Connection::notifications(int timeoutMs)
{
    if (!d->connection)
        return offlineError();
    QList<Notification> list;
    QElapsedTimer timer;
    timer.start();
    for (;;) {
        if (!PQconsumeInput(d->connection))
            return offlineError();
        while (PGnotify *notify = PQnotifies(d->connection))
            list.append(takeNotification(notify));
        const qint64 left = timeoutMs - timer.elapsed();
        if (!list.isEmpty() || left <= 0)
            return list;
        (void)waitForSocket(socket(), SocketEvent::Read, int(left));
    }
}

} // namespace Steward
