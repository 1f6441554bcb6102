// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/orderdifferences.h"

#include "models/orders/orderrepository.h"

#include <QCoreApplication>

#include <algorithm>
#include <tuple>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

/// The sentences of this file, where a translator finds them.
class OrderDifferences
{
    Q_DECLARE_TR_FUNCTIONS(Steward::OrderDifferences)
};

constexpr qsizetype mostNamed = 8;

void addWords(QStringList &lines, const QString &what, const QString &before, const QString &now)
{
    if (before != now)
        lines.append(OrderDifferences::tr("%1: %2 (before: %3)").arg(what, now.isEmpty() ? OrderDifferences::tr("nothing") : now, before.isEmpty() ? OrderDifferences::tr("nothing") : before));
}

void addMoney(QStringList &lines, const QString &what, const std::optional<Money> &before, const std::optional<Money> &now)
{
    if (before && now)
        addWords(lines, what, before->toText(), now->toText());
}

void addHolds(QStringList &lines, const OrderPanel &before, const OrderPanel &now)
{
    const auto isOpenIn = [](const OrderPanel &order, HoldId id) { return std::ranges::any_of(order.holds, [id](const OrderHold &hold) { return hold.id == id && hold.isOpen(); }); };
    for (const OrderHold &hold : now.holds) {
        if (hold.isOpen() && !isOpenIn(before, hold.id))
            lines.append(OrderDifferences::tr("Put on hold by %1: %2").arg(hold.placedBy, holdReasonText(hold.reason)));
        else if (!hold.isOpen() && isOpenIn(before, hold.id))
            lines.append(OrderDifferences::tr("Hold released by %1: %2").arg(hold.releasedBy, holdReasonText(hold.reason)));
    }
}

void addPayouts(QStringList &lines, const OrderPanel &before, const OrderPanel &now)
{
    for (const OrderRefund &refund : now.refunds) {
        const auto was = std::ranges::find(before.refunds, refund.no, &OrderRefund::no);
        if (was == before.refunds.end() || was->isOwed() == refund.isOwed())
            continue;
        if (refund.paidAt.isValid())
            lines.append(OrderDifferences::tr("%1 paid out by hand by %2").arg(refund.amount.toText(), refund.paidBy));
        else if (refund.isOwed())
            lines.append(OrderDifferences::tr("%1 still to be paid out by hand").arg(refund.amount.toText()));
    }
}

void addLines(QStringList &lines, const OrderPanel &before, const OrderPanel &now)
{
    bool isOther = before.lines.size() != now.lines.size();
    for (const OrderLine &line : now.lines) {
        const auto was = std::ranges::find(before.lines, line.id, &OrderLine::id);
        if (was == before.lines.end()) {
            isOther = true;
            continue;
        }
        isOther = isOther || was->title != line.title || was->quantity != line.quantity || was->price != line.price;
        if (was->shipped != line.shipped)
            lines.append(OrderDifferences::tr("%1: %2 of %3 shipped (before: %4)").arg(line.title, QString::number(line.shipped), QString::number(line.quantity), QString::number(was->shipped)));
        if (was->refunded != line.refunded)
            lines.append(OrderDifferences::tr("%1: %2 of %3 refunded (before: %4)").arg(line.title, QString::number(line.refunded), QString::number(line.quantity), QString::number(was->refunded)));
        if (was->returned != line.returned)
            lines.append(OrderDifferences::tr("%1: %2 of %3 back in stock (before: %4)").arg(line.title, QString::number(line.returned), QString::number(line.quantity), QString::number(was->returned)));
    }
    if (isOther)
        lines.append(OrderDifferences::tr("The order has other lines now."));
}

QString parcelText(const OrderShipment &parcel)
{
    return parcel.carrier.isEmpty() || parcel.tracking.isEmpty() ? parcel.carrier + parcel.tracking : OrderDifferences::tr("%1 · %2").arg(parcel.carrier, parcel.tracking);
}

/// Of those that were there before; one that came since is told by its pieces.
void addParcels(QStringList &lines, const OrderPanel &before, const OrderPanel &now)
{
    for (const OrderShipment &parcel : now.shipments) {
        const auto was = std::ranges::find(before.shipments, parcel.no, &OrderShipment::no);
        if (was == before.shipments.end())
            continue;
        addWords(lines, OrderDifferences::tr("Parcel %1").arg(parcel.no), parcelText(*was), parcelText(parcel));
        if (!was->voidedAt.isValid() && parcel.voidedAt.isValid())
            lines.append(OrderDifferences::tr("Parcel %1 was taken back.").arg(parcel.no));
        else if (was->voidedAt.isValid() && !parcel.voidedAt.isValid())
            lines.append(OrderDifferences::tr("Parcel %1 counts as sent again.").arg(parcel.no));
    }
}

void addContact(QStringList &lines, const OrderPanel &before, const OrderPanel &now)
{
    const ContactData was = contactOf(before);
    const ContactData is = contactOf(now);
    for (const QString &field : contactFields())
        addWords(lines, contactFieldWhole(field), was.value(field), is.value(field));
}

void addObstacle(QStringList &lines, const OrderPanel &before, const OrderPanel &now)
{
    if (before.messageObstacle.isEmpty() && !now.messageObstacle.isEmpty())
        lines.append(OrderDifferences::tr("No e-mail can be sent to the customer any more."));
    else if (!before.messageObstacle.isEmpty() && now.messageObstacle.isEmpty())
        lines.append(OrderDifferences::tr("E-mails can be sent to the customer again."));
}

void addNotes(QStringList &lines, const OrderPanel &before, const OrderPanel &now)
{
    const auto notes = [](const OrderPanel &order) { return std::ranges::count(order.timeline, TimelineEntry::Kind::Note, &TimelineEntry::kind); };
    qsizetype fresh = notes(now) - notes(before);
    for (const TimelineEntry &entry : now.timeline) {
        if (entry.kind == TimelineEntry::Kind::Note && fresh-- > 0)
            lines.append(OrderDifferences::tr("Note by %1: %2").arg(entry.actor, entry.body));
    }
}

/// What commands are decided by, also where no sentence here tells of it.
bool hasSameSums(const OrderPanel &before, const OrderPanel &now)
{
    const auto sums = [](const OrderPanel &order) {
        return std::tuple(order.currency, order.messageObstacle, order.cancelledAt, order.subtotal, order.shippingMoney, order.shippingLeft, order.tax, order.discount, order.total, order.paid, order.refunded,
                          order.payments.size(), order.shipments.size(), order.refunds.size(), order.holds.size(), order.papers.size());
    };
    const auto isSameLine = [](const OrderLine &was, const OrderLine &is) {
        const auto pieces = [](const OrderLine &line) { return std::tuple(line.id, line.open, line.held, line.returnable, line.refundedMinor); };
        return pieces(was) == pieces(is);
    };
    return sums(before) == sums(now) && std::ranges::equal(before.lines, now.lines, isSameLine);
}

} // namespace

QStringList orderDifferences(const OrderPanel &before, const OrderPanel &now)
{
    QStringList lines;
    addWords(lines, OrderDifferences::tr("Payment"), paymentStatusText(before.paymentStatus), paymentStatusText(now.paymentStatus));
    addWords(lines, OrderDifferences::tr("Fulfilment"), fulfilmentStatusText(before.fulfilmentStatus), fulfilmentStatusText(now.fulfilmentStatus));
    addHolds(lines, before, now);
    addLines(lines, before, now);
    addParcels(lines, before, now);
    addMoney(lines, OrderDifferences::tr("Total"), before.total, now.total);
    addMoney(lines, OrderDifferences::tr("Paid"), before.paid, now.paid);
    addMoney(lines, OrderDifferences::tr("Refunded"), before.refunded, now.refunded);
    addPayouts(lines, before, now);
    addContact(lines, before, now);
    addObstacle(lines, before, now);
    addWords(lines, OrderDifferences::tr("Assigned to"), before.assignedName, now.assignedName);
    addWords(lines, OrderDifferences::tr("Tags"), before.tags.join(u", "_s), now.tags.join(u", "_s));
    addNotes(lines, before, now);
    if (lines.size() > mostNamed) {
        const int others = int(lines.size() - mostNamed + 1);
        lines = lines.first(mostNamed - 1);
        lines.append(OrderDifferences::tr("%n further change(s).", "", others));
    }
    return lines;
}

QStringList saidDifferences(const OrderPanel &before, const OrderPanel &now)
{
    const QStringList lines = orderDifferences(before, now);
    return lines.isEmpty() ? QStringList{OrderDifferences::tr("Something that is not named here: look at the order itself.")} : lines;
}

bool isOtherAsideOnly(const OrderPanel &before, const OrderPanel &now)
{
    OrderPanel was = before;
    was.tags = now.tags;
    was.assignedName = now.assignedName;
    was.timeline = now.timeline;
    return hasSameSums(before, now) && orderDifferences(was, now).isEmpty();
}

} // namespace Steward
