// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/paperverbs.h"

#include "ui/common/windows.h"
#include "ui/orders/orderactions.h"
#include "ui/paper/papersheet.h"

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

void open(OrderActions &actions, PaperKind kind, const QList<OrderChoice> &orders)
{
    if (orders.size() > PaperRepository::mostAtOnce)
        return Q_EMIT actions.told(OrderActions::tr("At most %L1 orders are put on paper at once. Select fewer.").arg(PaperRepository::mostAtOnce), Theme::Tone::Bad);
    QList<PaperOrder> wanted;
    for (const OrderChoice &order : orders)
        wanted.append({order.id, order.number});
    openSheet(new PaperSheet(actions.context(), kind, wanted, actions.place()));
}

} // namespace

void startPackingSlip(OrderActions &actions, const QList<OrderChoice> &orders, const OrderPanel *)
{
    open(actions, PaperKind::PackingSlip, orders);
}

void startInvoice(OrderActions &actions, const QList<OrderChoice> &orders, const OrderPanel *)
{
    open(actions, PaperKind::Invoice, orders);
}

void startCreditNote(OrderActions &actions, const QList<OrderChoice> &orders, const OrderPanel *)
{
    open(actions, PaperKind::CreditNote, orders);
}

} // namespace Steward
