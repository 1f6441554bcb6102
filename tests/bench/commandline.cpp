// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/bench.h"
#include "tests/bench/store.h"

#include <QElapsedTimer>
#include <QUuid>

#include <atomic>
#include <thread>
#include <vector>

using namespace Qt::StringLiterals;

namespace Steward::Bench {

namespace {

constexpr int senders = 4;

/// Commands a second of several senders at once, each on orders of its own.
Result<double> rate(Context &context, const QString &login, const std::function<Result<void>(Connection &, qint64 order)> &send)
{
    auto owner = context.store.connect(Cluster::ownerLogin());
    auto ids = owner ? column(**owner, "select id::text from store.orders order by id limit 1000") : Result<QStringList>(owner.error());
    if (!ids)
        return ids.error();
    std::atomic<int> done = 0;
    std::atomic<bool> failed = false;
    std::vector<std::thread> threads;
    QElapsedTimer timer;
    timer.start();
    for (int sender = 0; sender < senders; ++sender) {
        threads.emplace_back([&, sender] {
            auto connection = context.store.connect(login);
            for (int i = sender; connection && timer.elapsed() < context.scale.commandMs; i += senders) {
                if (!send(**connection, ids->at(i % ids->size()).toLongLong())) {
                    failed = true;
                    return;
                }
                ++done;
            }
            failed = failed || !connection;
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    if (failed)
        return Error{ErrorKind::Internal, u"A command was not done."_s, {}, {}};
    return done * 1000.0 / double(timer.elapsed());
}

const BenchLine line(u"commands"_s, [](Context &context) -> Result<QList<Measurement>> {
    auto owner = context.store.connect(Cluster::ownerLogin());
    if (!owner)
        return owner.error();
    if (auto made = (*owner)->query({u"bench"_s, "create table if not exists public.bench_note (order_id bigint, body text, at timestamptz default now())"}); !made)
        return made.error();
    auto ours = rate(context, u"agent"_s, [](Connection &connection, qint64 order) -> Result<void> {
        auto answer = connection.query({u"bench"_s, "select desk.note_add($1, $2, $3)->>'outcome'"}, Params().uuid(QUuid::createUuid()).integer(order).text(u"measured"_s));
        if (!answer)
            return answer.error();
        return answer->text(0, 0) == u"done" ? Result<void>() : Result<void>(Error{});
    });
    auto peer = rate(context, Cluster::ownerLogin(), [](Connection &connection, qint64 order) -> Result<void> {
        auto answer = connection.query({u"bench"_s, "insert into public.bench_note (order_id, body) values ($1, $2)"}, Params().integer(order).text(u"measured"_s));
        return answer ? Result<void>() : Result<void>(answer.error());
    });
    (void)(*owner)->query({u"bench"_s, "drop table public.bench_note"});
    if (!ours || !peer)
        return ours ? peer.error() : ours.error();
    return QList<Measurement>{{u"commands through one audit chain"_s, *ours, u"a second"_s, u"bare inserts into a table"_s, *peer, *ours / *peer, {}, true}};
});

} // namespace

} // namespace Steward::Bench
