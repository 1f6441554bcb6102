// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/orderrepository.h"
#include "tests/bench/bench.h"
#include "tests/bench/store.h"

#include <QElapsedTimer>
#include <QFutureWatcher>

using namespace Qt::StringLiterals;

namespace Steward::Bench {

namespace {

/// Keys of orders from all over the store; the same ones at each run of the same store.
const QList<std::pair<QString, QByteArray>> keys{
    {u"number"_s, "select number from store.orders where id = any($1)"},
    {u"e-mail"_s, "select email from store.orders where id = any($1) and email <> ''"},
    {u"phone"_s, "select phone from store.orders where id = any($1) and phone <> ''"},
    {u"name"_s, "select customer_name from store.orders where id = any($1)"},
    {u"postal code"_s, "select postal_code from store.orders where id = any($1) and postal_code <> ''"},
    {u"reference"_s, "select reference from store.payment where order_id = any($1) and reference <> ''"},
};

Result<Measurement> measure(Context &context, OrderRepository &orders, Connection &agent, const QString &name, const QStringList &values)
{
    QList<double> ours, server;
    for (const QString &value : values) {
        QElapsedTimer timer;
        timer.start();
        QFutureWatcher<Result<QList<OrderMatch>>> watcher;
        watcher.setFuture(orders.lookUp(value));
        const QFuture<Result<QList<OrderMatch>>> future = watcher.future();
        if (!waitFor([&future] { return future.isFinished(); }, 60'000) || future.resultCount() == 0 || !future.result())
            return Error{ErrorKind::Timeout, u"A look-up is not answered."_s, {}, {}};
        ours.append(double(timer.nsecsElapsed()) / 1e6);
        if (future.result()->isEmpty())
            return Error{ErrorKind::Internal, u"A key that is in the store is not found (%1)."_s.arg(name), {}, {}};
        auto took = serverTime(agent, "select * from desk.order_lookup($1)", Params().text(value));
        if (!took)
            return took.error();
        server.append(*took);
    }
    Q_UNUSED(context)
    return atMostMore(u"look up, %1, p99"_s.arg(name), percentile(ours, 0.99), u"ms"_s, u"EXPLAIN ANALYZE of the same, p99"_s, percentile(server, 0.99), 16);
}

const BenchLine line(u"lookup"_s, [](Context &context) -> Result<QList<Measurement>> {
    Session session;
    if (auto signedIn = context.store.signIn(session, u"lead"_s); !signedIn)
        return signedIn.error();
    const auto repository = makeSqlOrderRepository(session);
    auto owner = context.store.connect(Cluster::ownerLogin());
    auto lead = context.store.connect(u"lead"_s);
    if (!owner || !lead)
        return owner ? lead.error() : owner.error();
    auto ids = column(**owner, "select id::text from (select min(id) as low, max(id) as high from store.orders where id < 1000000000) m, "
                               "lateral (select (low + (high - low) * ((i * 0.6180339887) % 1.0))::bigint as id from generate_series(1, $1) i) g", Params().integer(context.scale.lookUps));
    if (!ids)
        return ids.error();
    QList<qint64> numbers;
    for (const QString &id : *ids)
        numbers.append(id.toLongLong());
    QList<Measurement> all;
    for (const auto &[name, sql] : keys) {
        auto values = column(**owner, sql, Params().integers(numbers));
        if (!values || values->isEmpty())
            return values ? Error{ErrorKind::Internal, u"The store has no key to look up (%1)."_s.arg(name), {}, {}} : values.error();
        auto measured = measure(context, *repository, **lead, name, *values);
        if (!measured)
            return measured.error();
        all.append(*measured);
    }
    return all;
});

} // namespace

} // namespace Steward::Bench
