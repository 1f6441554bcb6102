// SPDX-License-Identifier: GPL-3.0-or-later
// The part of Connection that streams: COPY in both directions.
#include "models/database/connection_p.h"
#include "models/database/sqlstate.h"

namespace Steward {

namespace {

/// Takes back the buffer libpq gave.
struct Freed
{
    char *data = nullptr;
    ~Freed() { PQfreemem(data); }
};

qint64 rowsOf(const PGresult *result)
{
    return QByteArray(PQcmdTuples(const_cast<PGresult *>(result))).toLongLong();
}

} // namespace

Result<qint64> Connection::copyOut(const NamedQuery &query, const std::function<bool(QByteArrayView)> &sink,
                                   const Interrupt &interrupt)
{
    if (!d->connection)
        return offlineError(query.name);
    Running running(query.name, interrupt, d->roundTripMs);
    if (!d->send(query, {}))
        return d->failure(nullptr, running);
    const ResultPointer start = d->nextResult(running);
    if (!start)
        return d->giveUp(running);
    if (PQresultStatus(start.get()) != PGRES_COPY_OUT) {
        const Error error = d->failure(start.get(), running);
        (void)d->finish(running);
        return error;
    }

    qint64 lines = 0;
    bool wanted = true;
    for (;;) {
        Freed line;
        const int size = PQgetCopyData(d->connection, &line.data, 1);
        if (size < 0)
            break;
        if (size > 0 && wanted) {
            ++lines;
            wanted = sink(QByteArrayView(line.data, size));
            // With nobody to cancel through, the rest is read and dropped.
            if (!wanted)
                running.stopNow();
        }
        if ((size == 0 && !d->waitForTraffic(running, false)) || !running.check(d->connection))
            return d->giveUp(running);
    }
    const auto rest = d->finish(running);
    if (rest || !wanted)
        return lines;
    return rest.error();
}

Result<qint64> Connection::copyIn(const NamedQuery &query, const std::function<QByteArray()> &source,
                                  const Interrupt &interrupt)
{
    if (!d->connection)
        return offlineError(query.name);
    Running running(query.name, interrupt, d->roundTripMs);
    if (!d->send(query, {}))
        return d->failure(nullptr, running);
    const ResultPointer start = d->nextResult(running);
    if (!start)
        return d->giveUp(running);
    if (PQresultStatus(start.get()) != PGRES_COPY_IN) {
        const Error error = d->failure(start.get(), running);
        (void)d->finish(running);
        return error;
    }

    bool wanted = true;
    for (QByteArray chunk = source(); wanted && !chunk.isEmpty(); chunk = source()) {
        int put = 0;
        while ((put = PQputCopyData(d->connection, chunk.constData(), int(chunk.size()))) == 0) {
            if (!d->waitForTraffic(running, true))
                return d->giveUp(running);
        }
        wanted = put > 0 && !(interrupt.isCancelled && interrupt.isCancelled());
    }
    while (PQputCopyEnd(d->connection, wanted ? nullptr : "stopped") == 0) {
        if (!d->waitForTraffic(running, true))
            return d->giveUp(running);
    }
    const ResultPointer end = d->nextResult(running);
    if (!end)
        return d->giveUp(running);
    const bool good = PQresultStatus(end.get()) == PGRES_COMMAND_OK;
    const qint64 rows = good ? rowsOf(end.get()) : 0;
    const Error error = good ? Error{} : d->failure(end.get(), running);
    (void)d->finish(running);
    if (good)
        return rows;
    return wanted ? error : cancelledError(query.name);
}

} // namespace Steward
