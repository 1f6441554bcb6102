// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/orderrepository.h"
#include "tests/bench/bench.h"
#include "tests/bench/peer.h"
#include "tests/bench/store.h"
#include "ui/orders/ordercommands.h"

#include <QElapsedTimer>

using namespace Qt::StringLiterals;

namespace Steward::Bench {

namespace {

/// Milliseconds for the function called with libpq; nothing when it was not done.
std::optional<double> callPeer(PGconn *connection, qint64 order)
{
    const QByteArray command = QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
    const QByteArray id = QByteArray::number(order);
    const char *const values[] = {command.constData(), id.constData(), "measured"};
    QElapsedTimer timer;
    timer.start();
    const bool isDone = isDoneByPeer(connection, "select desk.note_add($1, $2::bigint, $3)", values);
    const double took = double(timer.nsecsElapsed()) / 1e6;
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
