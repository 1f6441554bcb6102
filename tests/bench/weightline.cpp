// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/bench.h"
#include "tests/bench/children.h"
#include "tests/bench/ordersdesk.h"

#include <QRandomGenerator>

using namespace Qt::StringLiterals;

namespace Steward::Bench {

namespace {

constexpr int places = 60;

/// Opens the desk, goes to places all over the list and opens orders there; what the process weighs then.
const Child weigh(u"weight"_s, [](const QStringList &arguments) -> Result<QJsonObject> {
    Store store(0, arguments.value(0));
    if (auto prepared = store.prepare(); !prepared)
        return prepared.error();
    const auto desk = OrdersDesk::open(store, OrdersDesk::Until::Counted);
    if (!desk)
        return desk.error();
    RecordTable *table = (*desk)->table();
    const TableModel *model = (*desk)->model();
    QRandomGenerator random(5);
    for (int i = 0; i < places; ++i) {
        const int row = random.bounded(model->rowCount());
        table->showRow(row);
        if (!waitFor([model, row] { return model->rowAt(row) != nullptr; }, 60'000))
            return Error{ErrorKind::Timeout, u"A row does not arrive."_s, {}, {}};
    }
    return QJsonObject{{u"kilobytes"_s, privateKilobytes()}, {u"rows"_s, model->rowCount()}};
});

const BenchLine line(u"memory"_s, [](Context &context) -> Result<QList<Measurement>> {
    Store few(context.scale.fewOrders, {});
    if (auto prepared = few.prepare(); !prepared)
        return prepared.error();
    auto large = Child::ask(u"weight"_s, {context.store.directory()}, 600'000);
    auto small = large ? Child::ask(u"weight"_s, {few.directory()}, 300'000) : large;
    if (!small)
        return small.error();
    const double viewsOwn = large->value(u"rows"_s).toDouble() * 8 / 1024 / 1024;
    const double ours = large->value(u"kilobytes"_s).toDouble() / 1024, peer = small->value(u"kilobytes"_s).toDouble() / 1024;
    Measurement measured = atMostMore(u"memory at %1 orders"_s.arg(context.store.orders()), ours, u"MiB"_s, u"the same with %1 orders"_s.arg(few.orders()), peer, 64 + viewsOwn);
    measured.target = u"at most 64 MiB more beyond the view's own %1 MiB"_s.arg(viewsOwn, 0, 'f', 1);
    return QList<Measurement>{measured};
});

} // namespace

} // namespace Steward::Bench
