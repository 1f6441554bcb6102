// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/orderrepository.h"
#include "models/orders/ordertablemodel.h"
#include "tests/bench/bench.h"
#include "tests/bench/store.h"

#include <QElapsedTimer>
#include <QRandomGenerator>

using namespace Qt::StringLiterals;

namespace Steward::Bench {

namespace {

constexpr int screenRows = 30;

const BenchLine line(u"jump"_s, [](Context &context) -> Result<QList<Measurement>> {
    Session session;
    if (auto signedIn = context.store.signIn(session, u"lead"_s); !signedIn)
        return signedIn.error();
    const auto repository = makeSqlOrderRepository(session);
    OrderTableModel model(repository->makeTableSource());
    QElapsedTimer untilKnown;
    untilKnown.start();
    model.setQuery({});
    if (!waitFor([&model] { return model.countStage() == CountStage::Exact; }, 300'000))
        return Error{ErrorKind::Timeout, u"The list's length does not become known."_s, {}, {}};
    const double ladderMs = double(untilKnown.nsecsElapsed()) / 1e6;
    QRandomGenerator random(20'260'101);
    QList<double> ours, peer;
    for (int i = 0; i < context.scale.jumps; ++i) {
        const int row = random.bounded(std::max(1, model.rowCount() - screenRows));
        QElapsedTimer timer;
        timer.start();
        model.setVisibleRows(row, row + screenRows - 1);
        if (!waitFor([&model, row] { return model.rowAt(row) && model.rowAt(row + screenRows - 1); }, 60'000))
            return Error{ErrorKind::Timeout, u"A jump does not arrive."_s, {}, {}};
        ours.append(double(timer.nsecsElapsed()) / 1e6);
    }
    auto connection = context.store.connect(Cluster::ownerLogin());
    if (!connection)
        return connection.error();
    for (int i = 0; i < context.scale.peerJumps; ++i) {
        const int row = random.bounded(std::max(1, model.rowCount() - screenRows));
        QElapsedTimer timer;
        timer.start();
        auto rows = column(**connection, "select id::text, number, placed_at, customer_name, total_minor from store.orders order by placed_at desc, id desc limit 30 offset $1", Params().integer(row));
        if (!rows)
            return rows.error();
        peer.append(double(timer.nsecsElapsed()) / 1e6);
    }
    QElapsedTimer counting;
    counting.start();
    auto total = column(**connection, "select count(*)::text from store.orders");
    if (!total)
        return total.error();
    const double countMs = double(counting.nsecsElapsed()) / 1e6;
    // Until then jumps go by date or number; it is built in the background, once a question.
    const Measurement ladder{u"until every place can be jumped to"_s, ladderMs, u"ms"_s, u"SELECT count(*) of the same table"_s, countMs, ladderMs / countMs, {}, true};
    return QList<Measurement>{ladder, faster(u"jump, p99"_s, percentile(ours, 0.99), u"ms"_s, u"LIMIT/OFFSET at such a place, p99"_s, percentile(peer, 0.99), 20)};
});

} // namespace

} // namespace Steward::Bench
