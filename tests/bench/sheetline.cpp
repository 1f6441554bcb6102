// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/bench.h"
#include "tests/bench/ordersdesk.h"
#include "tests/bench/peer.h"
#include "ui/orders/orderpanel.h"

#include <QAction>
#include <QDialog>
#include <QElapsedTimer>
#include <QPointer>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace Steward::Bench {

namespace {

constexpr int warmUps = 3; // plans are made
constexpr int restMs = 150; // nobody clicks what is not painted yet

/// Milliseconds from the click in the sheet that puts the row's order on hold until it has closed with the answer; nothing where the
/// order cannot be.
Result<std::optional<double>> holdRow(OrdersPage &page, int row)
{
    auto *table = page.findChild<RecordTable *>();
    table->showRow(row);
    const qint64 id = table->model()->index(row, 0).data(TableModel::IdRole).toLongLong();
    const auto *panel = page.findChild<OrderPanelWidget *>();
    if (!waitFor([panel, id] { return panel->order() && panel->order()->id.value == id; }, 60'000))
        return Error{ErrorKind::Timeout, u"The order beside the list does not come."_s, {}, {}};
    auto *action = page.findChild<QAction *>(page.isWindow() ? u"holdWindowAction"_s : u"holdAction"_s);
    if (!action)
        return Error{ErrorKind::Internal, u"There is nothing to put on hold with."_s, {}, {}};
    if (!action->isEnabled())
        return std::optional<double>();
    action->trigger();
    QPointer<QDialog> sheet;
    const auto isOpen = [&] {
        sheet = page.window()->findChild<QDialog *>(u"holdSheet"_s);
        return sheet && sheet->isVisible() && sheet->findChild<QPushButton *>(u"holdPlaceButton"_s)->isEnabled();
    };
    // An order that was called off is told apart only when it is tried.
    auto *button = waitFor(isOpen, 1'000) ? sheet->findChild<QPushButton *>(u"holdPlaceButton"_s) : nullptr;
    if (!button)
        return std::optional<double>();
    QElapsedTimer timer;
    timer.start();
    (void)waitFor([&timer] { return timer.elapsed() >= restMs; }, 2 * restMs);
    double took = -1;
    QObject::connect(sheet, &QDialog::accepted, button, [&] { took = double(timer.nsecsElapsed()) / 1e6; });
    timer.start();
    button->click();
    if (!waitFor([&] { return took >= 0; }, 60'000))
        return Error{ErrorKind::Internal, u"A hold was not placed."_s, {}, {}};
    (void)waitFor([&sheet] { return !sheet; }, 10'000);
    return std::optional(took);
}

/// The same for an order far below in the list.
Result<double> holdByPeer(Connection &owner, PGconn *peer, qint64 order)
{
    const auto version = owner.query({u"bench/version"_s, "select version::text from store.orders where id = $1"}, Params().integer(order));
    if (!version || version->isEmpty())
        return Error{ErrorKind::Internal, u"An order has no version."_s, {}, {}};
    const QByteArray command = QUuid::createUuid().toByteArray(QUuid::WithoutBraces), id = QByteArray::number(order), now = version->text(0, 0).toLatin1();
    const char *const values[] = {command.constData(), id.constData(), now.constData()};
    QElapsedTimer timer;
    timer.start();
    const bool isDone = isDoneByPeer(peer, "select desk.hold_place($1, array[$2::bigint], array[$3::int], 'payment', '')", values);
    const double took = double(timer.nsecsElapsed()) / 1e6;
    return isDone ? Result<double>(took) : Error{ErrorKind::Internal, u"The peer's hold was not placed."_s, {}, {}};
}

const BenchLine line(u"sheet"_s, [](Context &context) -> Result<QList<Measurement>> {
    const auto desk = OrdersDesk::open(context.store, OrdersDesk::Until::Counted);
    auto owner = context.store.connect(Cluster::ownerLogin());
    auto others = owner ? column(**owner, "select id::text from store.orders where fulfilment_status = 'unfulfilled' order by id limit 2000") : Result<QStringList>(owner.error());
    if (!desk || !others)
        return desk ? others.error() : desk.error();
    if (!waitFor([&desk] { return (*desk)->drafts().isSafe(); }, 10'000))
        return Error{ErrorKind::Internal, u"Drafts are not kept on disk."_s, {}, {}};
    const PeerConnection peer = openPeer(context.store.optionsFor(u"lead"_s));
    QList<double> ours, theirs;
    QElapsedTimer timer;
    timer.start();
    // In turns, so that a disk that is slow for a while is so for both.
    for (int row = 0; (timer.elapsed() < context.scale.commandMs * 2 || ours.size() < 5) && theirs.size() + warmUps < others->size(); ++row) {
        const auto own = holdRow((*desk)->page(), row);
        if (!own)
            return own.error();
        if (!*own)
            continue;
        const auto other = holdByPeer(**owner, peer.get(), others->at(theirs.size()).toLongLong());
        if (!other)
            return other.error();
        ours.append(**own);
        theirs.append(*other);
    }
    if (ours.size() <= warmUps)
        return Error{ErrorKind::Internal, u"There are not enough orders that can be put on hold."_s, {}, {}};
    return QList<Measurement>{within(u"one hold, click to answer, with its draft on disk"_s, median(ours.sliced(warmUps)), u"ms"_s, u"libpq calling the same function on an open connection"_s,
                                     median(theirs.sliced(warmUps)), 1.5)};
});

} // namespace

} // namespace Steward::Bench
