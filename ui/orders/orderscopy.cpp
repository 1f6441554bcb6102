// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/orderspage_p.h"

#include <QClipboard>
#include <QGuiApplication>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

QString addressText(const OrderPanel &order)
{
    const auto &address = order.shippingAddress ? order.shippingAddress : order.billingAddress;
    return address ? address->printed().join(u'\n') : QString();
}

QString trackingText(const OrderPanel &order)
{
    QStringList numbers;
    for (const OrderShipment &shipment : order.shipments) {
        if (!shipment.tracking.isEmpty() && !shipment.voidedAt.isValid())
            numbers.append(shipment.tracking);
    }
    return numbers.join(u'\n');
}

} // namespace

void OrdersPage::Private::makeCopyActions()
{
    const auto add = [this](const QString &name, const QString &text, QString (*part)(const OrderPanel &)) {
        QAction *action = context.actions.add(q, name, text, {}, OrdersPage::tr("Orders"));
        connect(action, &QAction::triggered, q, [this, part] {
            // Of the order asked for, never of the one that is shown until it is there.
            panel->whenShown([this, part](const OrderPanel &order) {
                const QString copied = part(order);
                if (copied.isEmpty())
                    return tell(OrdersPage::tr("%1 has none, so nothing was copied.").arg(order.number));
                QGuiApplication::clipboard()->setText(copied);
                Q_EMIT q->statusText(OrdersPage::tr("Copied from %1.").arg(order.number));
            });
        });
        return action;
    };
    copyNumber = add(u"copyNumberAction"_s, OrdersPage::tr("Copy order number"), [](const OrderPanel &order) { return order.number; });
    copyEmail = add(u"copyEmailAction"_s, OrdersPage::tr("Copy e-mail"), [](const OrderPanel &order) { return order.email; });
    copyPhone = add(u"copyPhoneAction"_s, OrdersPage::tr("Copy phone"), [](const OrderPanel &order) { return order.phone; });
    copyAddress = add(u"copyAddressAction"_s, OrdersPage::tr("Copy address"), addressText);
    copyTracking = add(u"copyTrackingAction"_s, OrdersPage::tr("Copy tracking number"), trackingText);
}

void OrdersPage::Private::updateCopyActions()
{
    const auto &order = panel->order();
    const auto update = [this, &order](QAction *action, bool isThere, const QString &whyNot) {
        ActionRegistry::setWhyOff(action, panel->isOpening() || isThere ? QString() : !order ? OrdersPage::tr("Choose an order first.") : whyNot);
    };
    const QString hidden = context.session.may(u"contact"_s) ? QString() : OrdersPage::tr("E-mail and phone are not shown to your group.");
    update(copyNumber, order.has_value(), {});
    update(copyEmail, order && !order->email.isEmpty(), hidden.isEmpty() ? OrdersPage::tr("This order has no e-mail.") : hidden);
    update(copyPhone, order && !order->phone.isEmpty(), hidden.isEmpty() ? OrdersPage::tr("This order has no phone number.") : hidden);
    update(copyAddress, order && !addressText(*order).isEmpty(), OrdersPage::tr("This order has no address that your group sees."));
    update(copyTracking, order && !trackingText(*order).isEmpty(), OrdersPage::tr("This order has no tracking number."));
}

} // namespace Steward
