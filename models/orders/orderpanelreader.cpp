// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/orderpanelreader.h"

#include "models/orders/timelinereader.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

QString text(const QJsonObject &json, const char16_t *name)
{
    return json.value(QStringView(name)).toString();
}

QDateTime time(const QJsonObject &json, const char16_t *name)
{
    return QDateTime::fromString(text(json, name), Qt::ISODateWithMs).toUTC();
}

int number(const QJsonObject &json, const char16_t *name)
{
    return json.value(QStringView(name)).toInt();
}

Money money(const QJsonObject &json, const char16_t *name, const QString &currency)
{
    return {json.value(QStringView(name)).toInteger(), currency};
}

std::optional<Money> maybeMoney(const QJsonObject &json, const char16_t *name, const QString &currency)
{
    return json.value(QStringView(name)).isDouble() ? std::optional(money(json, name, currency)) : std::nullopt;
}

/// Calls read(QJsonObject) for each element of a member.
template <typename Read>
auto list(const QJsonObject &json, const char16_t *name, Read read)
{
    QList<decltype(read(QJsonObject()))> items;
    for (const QJsonValue &value : json.value(QStringView(name)).toArray())
        items.append(read(value.toObject()));
    return items;
}

std::optional<OrderAddress> address(const QJsonValue &value)
{
    if (!value.isObject())
        return std::nullopt;
    const QJsonObject json = value.toObject();
    return OrderAddress{text(json, u"name"), text(json, u"company"), text(json, u"line1"), text(json, u"line2"), text(json, u"city"), text(json, u"region"),
                        text(json, u"postal_code"), text(json, u"country"), text(json, u"phone")};
}

Permission permission(const QJsonValue &value)
{
    return {value[u"allowed"_s].toBool(), value[u"why"_s].toString()};
}

QHash<QString, Permission> permissions(const QJsonObject &json)
{
    QHash<QString, Permission> can;
    for (auto verb = json.begin(); verb != json.end(); ++verb)
        can.insert(verb.key(), permission(*verb));
    return can;
}

void readHeader(OrderPanel &panel, const QJsonObject &order)
{
    panel.id = {order.value(u"id"_s).toInteger()};
    panel.version = number(order, u"version");
    panel.number = text(order, u"number");
    panel.customerName = text(order, u"customer_name");
    panel.email = text(order, u"email");
    panel.phone = text(order, u"phone");
    panel.currency = text(order, u"currency");
    panel.paymentStatus = text(order, u"payment_status");
    panel.fulfilmentStatus = text(order, u"fulfilment_status");
    panel.source = text(order, u"source");
    panel.cancelReason = text(order, u"cancel_reason");
    panel.assignedTo = text(order, u"assigned_login");
    panel.assignedName = order.value(u"assigned_name"_s).toString(panel.assignedTo);
    for (const QJsonValue &tag : order.value(u"tags"_s).toArray())
        panel.tags.append(tag.toString());
    panel.placedAt = time(order, u"placed_at");
    panel.cancelledAt = time(order, u"cancelled_at");
    panel.subtotal = maybeMoney(order, u"subtotal_minor", panel.currency);
    panel.shippingMoney = maybeMoney(order, u"shipping_minor", panel.currency);
    panel.tax = maybeMoney(order, u"tax_minor", panel.currency);
    panel.discount = maybeMoney(order, u"discount_minor", panel.currency);
    panel.total = maybeMoney(order, u"total_minor", panel.currency);
    panel.paid = maybeMoney(order, u"paid_minor", panel.currency);
    panel.refunded = maybeMoney(order, u"refunded_minor", panel.currency);
}

} // namespace

QList<Viewer> readViewers(const QJsonArray &json, const QString &myLogin)
{
    QList<Viewer> viewers;
    for (const QJsonValue &value : json) {
        const QJsonObject viewer = value.toObject();
        if (text(viewer, u"login") != myLogin)
            viewers.append({text(viewer, u"display_name"), text(viewer, u"mode"), viewer.value(u"left_ms").toInt()});
    }
    return viewers;
}

OrderPanel readOrderPanel(const QJsonObject &json, const QString &myLogin)
{
    OrderPanel panel;
    readHeader(panel, json.value(u"order"_s).toObject());
    const QString &currency = panel.currency;
    panel.shippingLeft = maybeMoney(json, u"shipping_left_minor", currency);
    panel.due = maybeMoney(json, u"due_minor", currency);
    panel.calledOff = maybeMoney(json, u"called_off_minor", currency);
    panel.lines = list(json, u"lines", [&currency](const QJsonObject &line) {
        return OrderLine{line.value(u"id"_s).toInteger(), text(line, u"sku"), text(line, u"title"), number(line, u"quantity"), number(line, u"shipped"), number(line, u"refunded"),
                         number(line, u"open"), number(line, u"returned"), maybeMoney(line, u"price_minor", currency), maybeMoney(line, u"discount_minor", currency),
                         maybeMoney(line, u"total_minor", currency), maybeMoney(line, u"value_minor", currency), number(line, u"returnable"), line.value(u"refunded_minor"_s).toInteger(), number(line, u"held"),
                         number(line, u"unsent")};
    });
    panel.payments = list(json, u"payments", [&currency](const QJsonObject &payment) {
        return OrderPayment{text(payment, u"reference"), text(payment, u"processor"), text(payment, u"brand"), text(payment, u"last4"), text(payment, u"kind"),
                            money(payment, u"amount_minor", currency), time(payment, u"at"), payment.value(u"by_hand"_s).toBool(), payment.value(u"left_minor"_s).toInteger()};
    });
    panel.shipments = list(json, u"shipments", [](const QJsonObject &shipment) {
        return OrderShipment{text(shipment, u"carrier"), text(shipment, u"tracking"), time(shipment, u"at"), time(shipment, u"voided_at"),
                             list(shipment, u"lines", [](const QJsonObject &line) { return qMakePair(text(line, u"title"), number(line, u"quantity")); }),
                             text(shipment, u"actor"), text(shipment, u"tracking_url"), number(shipment, u"id"), permission(shipment.value(u"void"_s))};
    });
    panel.refunds = list(json, u"refunds", [&currency](const QJsonObject &refund) {
        return OrderRefund{money(refund, u"amount_minor", currency), text(refund, u"reason"), time(refund, u"at"), text(refund, u"actor"), text(refund, u"status"),
                           refund.value(u"by_hand"_s).toBool(), number(refund, u"id"), time(refund, u"paid_at"), text(refund, u"paid_by")};
    });
    panel.holds = list(json, u"holds", [](const QJsonObject &hold) {
        return OrderHold{{hold.value(u"id"_s).toInteger()}, text(hold, u"reason"), text(hold, u"note"), text(hold, u"placed_by"), text(hold, u"released_by"),
                         time(hold, u"placed_at"), time(hold, u"released_at"), permission(hold.value(u"release"_s)),
                         list(hold, u"lines", [](const QJsonObject &line) { return qMakePair(text(line, u"title"), number(line, u"quantity")); })};
    });
    const QJsonObject addresses = json.value(u"addresses"_s).toObject();
    panel.shippingAddress = address(addresses.value(u"shipping"_s));
    panel.billingAddress = address(addresses.value(u"billing"_s));
    panel.outbox = list(json, u"outbox", [](const QJsonObject &item) {
        return OutboxItem{text(item, u"kind"), text(item, u"template"), text(item, u"state"), text(item, u"text"), text(item, u"actor"), text(item, u"last_error"),
                          number(item, u"attempts"), time(item, u"created_at"), time(item, u"sent_at"), time(item, u"not_before")};
    });
    panel.papers = list(json, u"papers", [](const QJsonObject &paper) { return OrderPaper{text(paper, u"kind"), text(paper, u"number"), time(paper, u"issued_at")}; });
    panel.timeline = readTimeline(json, currency);
    panel.otherOrders = list(json, u"other_orders", [](const QJsonObject &other) {
        return OtherOrder{{other.value(u"id"_s).toInteger()}, text(other, u"number"), text(other, u"payment_status"), text(other, u"fulfilment_status"), time(other, u"placed_at"),
                          money(other, u"total_minor", text(other, u"currency"))};
    });
    panel.moreOtherOrders = json.value(u"other_orders_more"_s).toBool();
    panel.viewers = readViewers(json.value(u"viewers"_s).toArray(), myLogin);
    panel.mark = text(json, u"mark");
    panel.graceSeconds = number(json, u"grace_seconds");
    panel.messageObstacle = text(json, u"message_obstacle");
    panel.can = permissions(json.value(u"can"_s).toObject());
    return panel;
}

} // namespace Steward
