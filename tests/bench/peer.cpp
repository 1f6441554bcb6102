// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/peer.h"

namespace Steward::Bench {

PeerConnection openPeer(const ConnectionOptions &options)
{
    const QByteArray host = options.hosts.first().host.toUtf8();
    const QByteArray port = QByteArray::number(options.hosts.first().port);
    const QByteArray database = options.database.toUtf8();
    const QByteArray user = options.user.toUtf8();
    const QByteArray password = options.password.toUtf8();
    const QByteArray caFile = options.caFile.toUtf8();
    const char *const keys[] = {"host", "port", "dbname", "user", "password", "sslmode", "sslrootcert", nullptr};
    const char *const values[] = {host.constData(), port.constData(), database.constData(), user.constData(), password.constData(), "verify-full", caFile.constData(), nullptr};
    return {PQconnectdbParams(keys, values, 0), &PQfinish};
}

bool isDoneByPeer(PGconn *connection, const char *sql, std::span<const char *const> values)
{
    PGresult *result = PQexecParams(connection, sql, int(values.size()), nullptr, values.data(), nullptr, nullptr, 0);
    const bool isDone = PQresultStatus(result) == PGRES_TUPLES_OK && QByteArray(PQgetvalue(result, 0, 0)).contains("\"done\"");
    PQclear(result);
    return isDone;
}

} // namespace Steward::Bench
