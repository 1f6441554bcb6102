// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/orderrepository.h"
#include "tests/bench/bench.h"
#include "tests/bench/store.h"
#include "ui/orders/ordercommands.h"

#include <QElapsedTimer>

#include <libpq-fe.h>

#include <memory>

using namespace Qt::StringLiterals;

namespace Steward::Bench {

namespace {

using PeerConnection = std::unique_ptr<PGconn, decltype(&PQfinish)>;

/// As psql holds one: opened once, over the same TLS.
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

/// Milliseconds for the function called with libpq; nothing when it was not done.
std::optional<double> callPeer(PGconn *connection, qint64 order)
{
    const QByteArray command = QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
    const QByteArray id = QByteArray::number(order);
    const char *const values[] = {command.constData(), id.constData(), "measured"};
    QElapsedTimer timer;
    timer.start();
    PGresult *result = PQexecParams(connection, "select desk.note_add($1, $2::bigint, $3)", 3, nullptr, values, nullptr, nullptr, 0);
    const double took = double(timer.nsecsElapsed()) / 1e6;
    const bool isDone = PQresultStatus(result) == PGRES_TUPLES_OK && QByteArray(PQgetvalue(result, 0, 0)).contains("\"done\"");
    PQclear(result);
    return isDone ? std::optional(took) : std::nullopt;
}

/// Milliseconds from a window's sending the same to the answer that it shows.
std::optional<double> callOurs(OrderCommands &commands, qint64 order)
{
    std::optional<CommandAnswer> answer;
    QElapsedTimer timer;
    double took = 0;
    const auto connection = QObject::connect(&commands, &OrderCommands::answered, &commands, [&](const CommandAnswer &given) {
        took = double(timer.nsecsElapsed()) / 1e6;
        answer = given;
    });
    timer.start();
    commands.addNote(QUuid::createUuid(), {order}, u"measured"_s);
    (void)waitFor([&answer] { return answer.has_value(); }, 60'000);
    QObject::disconnect(connection);
    return answer && answer->isDone ? std::optional(took) : std::nullopt;
}

const BenchLine line(u"command"_s, [](Context &context) -> Result<QList<Measurement>> {
    auto owner = context.store.connect(Cluster::ownerLogin());
    auto ids = owner ? column(**owner, "select id::text from store.orders order by id desc limit 500") : Result<QStringList>(owner.error());
    if (!ids)
        return ids.error();
    Session session;
    if (auto signedIn = context.store.signIn(session, u"agent"_s); !signedIn)
        return signedIn.error();
    const auto orders = makeSqlOrderRepository(session);
    OrderCommands commands(*orders);
    const PeerConnection peer = openPeer(context.store.optionsFor(u"agent"_s));
    QList<double> ours;
    QList<double> theirs;
    QElapsedTimer timer;
    timer.start();
    // In turns, so that a disk that is slow for a while is so for both.
    for (int i = 0; timer.elapsed() < context.scale.commandMs * 2 || ours.size() < 10; ++i) {
        const qint64 order = ids->at(i % ids->size()).toLongLong();
        const auto own = callOurs(commands, order);
        const auto other = callPeer(peer.get(), order);
        if (!own || !other)
            return Error{ErrorKind::Internal, u"A command was not done."_s, {}, {}};
        if (i < 5)
            continue; // plans are made
        ours.append(*own);
        theirs.append(*other);
    }
    return QList<Measurement>{within(u"one command, window to answer"_s, median(ours), u"ms"_s, u"libpq calling the same function on an open connection"_s, median(theirs), 1.5)};
});

} // namespace

} // namespace Steward::Bench
