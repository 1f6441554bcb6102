// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/clock.h"
#include "models/orders/orderrepository.h"
#include "models/session/drafts.h"
#include "tests/bench/awaywatch.h"
#include "tests/bench/bench.h"
#include "tests/bench/children.h"
#include "tests/bench/store.h"
#include "tests/support/memorycredentials.h"
#include "ui/common/actionregistry.h"
#include "ui/common/qtprompts.h"
#include "ui/common/recordtable.h"
#include "ui/orders/bulkruns.h"
#include "ui/orders/bulkstrip.h"
#include "ui/orders/orderdesk.h"
#include "ui/orders/orderlistwindow.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QProcess>
#include <QSettings>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace Steward::Bench {

namespace {

/// As many orders that may be put on hold; a store that has fewer is given copies of one of them.
Result<QStringList> holdable(Connection &owner, int count)
{
    const Params params = Params().integer(count);
    const auto wanted = [&] { return column(owner, "select id::text from store.orders where fulfilment_status = 'unfulfilled' order by id limit $1", params); };
    auto ids = wanted();
    if (!ids || ids->size() == count)
        return ids;
    if (ids->isEmpty())
        return Error{ErrorKind::Internal, u"The store has no order to be put on hold."_s, {}, {}};
    const Params copies = Params().integer(ids->first().toLongLong()).integer(count - ids->size());
    auto made = owner.query({u"bench"_s, "with made as (insert into store.orders (number, number_key, source, source_number, placed_at, customer_id, customer_name, customer_key, email, country, currency, subtotal_minor, total_minor) "
                                         "select number || '-' || k, '', 'bench', gen_random_uuid(), placed_at, customer_id, customer_name, '', email, country, currency, subtotal_minor, total_minor "
                                         "from store.orders, generate_series(1, $2::int) k where id = $1 returning id) "
                                         "insert into store.order_line (order_id, line_no, sku, title, quantity, price_minor) select m.id, l.line_no, l.sku, l.title, l.quantity, l.price_minor "
                                         "from made m cross join store.order_line l where l.order_id = $1"}, copies);
    return made ? wanted() : Result<QStringList>(made.error());
}

/// Milliseconds for one UPDATE that leaves the orders as a hold does, without events, audit or anything that follows; and back.
Result<double> updateAtOnce(Connection &owner, const QList<qint64> &ids)
{
    const Params params = Params().integers(ids);
    if (auto plain = owner.query({u"bench"_s, "set session_replication_role = replica"}); !plain)
        return plain.error();
    QList<double> times;
    for (int i = 0; i < 3; ++i) {
        QElapsedTimer timer;
        timer.start();
        auto done = owner.query({u"bench"_s, "update store.orders set hold_count = hold_count + 1, fulfilment_status = 'on_hold', version = version + 1 where id = any($1::bigint[])"}, params);
        times.append(double(timer.nsecsElapsed()) / 1e6);
        auto back = done ? owner.query({u"bench"_s, "update store.orders set hold_count = hold_count - 1, fulfilment_status = 'unfulfilled', version = version + 1 where id = any($1::bigint[])"}, params) : done;
        if (!back)
            return back.error();
    }
    return median(times);
}

Result<QList<OrderChoice>> choose(Connection &owner, const QList<qint64> &ids)
{
    const auto rows = owner.query({u"bench"_s, "select id, version, number from store.orders where id = any($1::bigint[]) order by id"}, Params().integers(ids));
    if (!rows)
        return rows.error();
    QList<OrderChoice> orders;
    for (int row = 0; row < rows->count(); ++row)
        orders.append({{rows->integer(row, 0)}, int(rows->integer(row, 1)), rows->text(row, 2), {}});
    return orders;
}

/// Milliseconds of a pass over the orders; nothing when it did not do all of them.
std::optional<double> timePass(BulkRuns &runs, void (BulkRun::*begin)(), BulkState wanted)
{
    QElapsedTimer timer;
    timer.start();
    (runs.run()->*begin)();
    const bool isOver = waitFor([&runs] { return !runs.isUnderWay(); }, 600'000);
    const double took = double(timer.nsecsElapsed()) / 1e6;
    return isOver && runs.run()->count(wanted) == runs.run()->rows().size() ? std::optional(took) : std::nullopt;
}

/// Looks at the orders, as the window does before anything is done.
bool plan(BulkRuns &runs, const QList<OrderChoice> &orders)
{
    return runs.begin(BulkTask::hold(u"stock"_s, u"measured"_s), orders) && waitFor([&runs] { return !runs.isUnderWay(); }, 600'000) && runs.run()->count(BulkState::Would) == orders.size();
}

const Error incomplete{ErrorKind::Internal, QStringLiteral("Not every order was put on hold and taken back."), {}, {}};

const BenchLine line(u"bulkhold"_s, [](Context &context) -> Result<QList<Measurement>> {
    auto owner = context.store.connect(Cluster::ownerLogin());
    auto known = owner ? holdable(**owner, context.scale.bulkOrders) : Result<QStringList>(owner.error());
    if (!known)
        return known.error();
    QList<qint64> ids;
    for (const QString &id : *known)
        ids.append(id.toLongLong());
    auto peer = updateAtOnce(**owner, ids);
    if (!peer)
        return peer.error();
    Session session;
    if (auto signedIn = context.store.signIn(session, u"lead"_s); !signedIn)
        return signedIn.error();
    // With all that stands around it: a list that follows what is done, the run's own window, and what takes it up again on disk.
    const QTemporaryDir folder;
    QSettings settings(folder.filePath(u"bench.ini"_s), QSettings::IniFormat);
    ActionRegistry actions;
    QtPrompts prompts;
    Test::MemoryCredentials credentials;
    Drafts drafts(credentials, Clock::system(), folder.filePath(u"drafts"_s));
    drafts.open(u"lead"_s);
    const auto orderRepository = makeSqlOrderRepository(session);
    OrderDesk desk(UiContext{session, actions, prompts, settings, Clock::system(), drafts}, *orderRepository);
    OrderListWindow window(desk, SavedView(), nullptr);
    window.setAttribute(Qt::WA_DeleteOnClose, false);
    const BulkStrip strip(desk.bulk(), &window);
    BulkRuns &runs = desk.bulk();
    window.resize(1400, 900);
    window.show();
    window.begin();
    const auto *list = window.findChild<RecordTable *>();
    if (!waitFor([list] { return list->model()->index(0, 0).data(TableModel::LoadedRole).toBool(); }, 60'000))
        return Error{ErrorKind::Timeout, u"The list does not open."_s, {}, {}};
    QList<double> times;
    QList<double> gaps;
    QJsonObject empty;
    constexpr int rounds = 3, watched = 1;
    for (int round = 0; round < rounds; ++round) {
        const auto orders = choose(**owner, ids);
        if (!orders || !plan(runs, *orders))
            return orders ? incomplete : orders.error();
        QProcess idle;
        if (round == watched) // beside an empty event loop of the same length
            idle.start(QCoreApplication::applicationFilePath(), {u"--child"_s, u"away-peer"_s, QString::number(int(times.first()))});
        const AwayWatch watch;
        const auto took = timePass(runs, &BulkRun::run, BulkState::Done);
        gaps = round == watched ? watch.gaps : gaps;
        if (!took || !timePass(runs, &BulkRun::undo, BulkState::TakenBack))
            return incomplete;
        times.append(*took);
        if (round == watched && idle.state() != QProcess::NotRunning && !idle.waitForFinished(600'000)) // it may be over already
            return Error{ErrorKind::Internal, u"The empty event loop did not come to its end."_s, {}, {}};
        empty = round == watched ? QJsonDocument::fromJson(idle.readAllStandardOutput()).object() : empty;
    }
    Measurement longest{u"bulk hold, GUI thread away, longest"_s, percentile(gaps, 1), u"ms"_s, u"an empty event loop under the same load"_s, empty[u"longest"].toDouble(), 0, {}, true};
    longest.ratio = longest.value / longest.peerValue;
    return QList<Measurement>{within(u"bulk hold"_s, median(times), u"ms"_s, u"one UPDATE without events or audit"_s, *peer, 20),
                              atMostMore(u"bulk hold, GUI thread away, p99.9"_s, percentile(gaps, 0.999), u"ms"_s, u"an empty event loop under the same load, p99.9"_s, empty[u"p999"].toDouble(), 16), longest};
});

} // namespace

} // namespace Steward::Bench
