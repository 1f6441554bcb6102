// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/orderdifferences.h"

#include "models/orders/orderrepository.h"

#include <QCoreApplication>

#include <algorithm>

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

void addContact(QStringList &lines, const OrderPanel &before, const OrderPanel &now)
{
    const ContactData was = contactOf(before);
    const ContactData is = contactOf(now);
    for (const QString &field : contactFields())
        addWords(lines, contactFieldWhole(field), was.value(field), is.value(field));
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

} // namespace

QStringList orderDifferences(const OrderPanel &before, const OrderPanel &now)
{
    QStringList lines;
    addWords(lines, OrderDifferences::tr("Payment"), paymentStatusText(before.paymentStatus), paymentStatusText(now.paymentStatus));
    addWords(lines, OrderDifferences::tr("Fulfilment"), fulfilmentStatusText(before.fulfilmentStatus), fulfilmentStatusText(now.fulfilmentStatus));
    addHolds(lines, before, now);
    addLines(lines, before, now);
    addMoney(lines, OrderDifferences::tr("Total"), before.total, now.total);
    addMoney(lines, OrderDifferences::tr("Paid"), before.paid, now.paid);
    addMoney(lines, OrderDifferences::tr("Refunded"), before.refunded, now.refunded);
    addContact(lines, before, now);
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

} // namespace Steward
