// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/ids.h"
#include "models/core/money.h"

#include <QDateTime>
#include <QList>
#include <QString>

#include <optional>

namespace Steward {

/// Which command a person may use on an order now, and the reason when not (a machine word, see reasonText()).
struct Permission
{
    bool allowed = false;
    QString why;
};

struct OrderAddress
{
    QString name, company, line1, line2, city, region, postalCode, country, phone;
    [[nodiscard]] QStringList printed() const; ///< non-empty lines, in the order of an envelope
};

struct OrderLine
{
    qint64 id = 0;
    QString sku, title;
    int quantity = 0, shipped = 0, refunded = 0;
    std::optional<Money> price, discount, total; ///< not given to groups that see no money
};

struct OrderPayment
{
    QString reference, processor, brand, last4, kind;
    Money amount;
    QDateTime at; ///< UTC
};

struct OrderShipment
{
    QString carrier, tracking;
    QDateTime at;
    QList<QPair<QString, int>> lines; ///< title, quantity
};

struct OrderRefund
{
    Money amount;
    QString reason;
    QDateTime at;
    QString actor;
};

struct OrderHold
{
    HoldId id;
    QString reason, note, placedBy, releasedBy;
    QDateTime placedAt, releasedAt; ///< releasedAt invalid while open
    [[nodiscard]] bool isOpen() const { return !releasedAt.isValid(); }
};

/// A note or an event, newest first in the panel's timeline.
struct TimelineEntry
{
    enum class Kind { Note, Event };
    Kind kind = Kind::Event;
    QString word;  ///< event kind as a machine word: "placed", "paid", "hold_placed"
    QString actor; ///< display name or "shop"
    QString body;  ///< plain text of a note
    QDateTime at;
};

struct OtherOrder
{
    OrderId id;
    QString number, paymentStatus, fulfilmentStatus;
    QDateTime placedAt;
    Money total;
};

struct Viewer
{
    QString displayName;
    QString mode; ///< "viewing", "editing", "away"
};

/// Everything the panel shows of one order.
struct OrderPanel
{
    OrderId id;
    int version = 0;
    QString number, customerName, email, phone, currency, paymentStatus, fulfilmentStatus, source, cancelReason, assignedTo;
    QDateTime placedAt, cancelledAt;
    std::optional<Money> subtotal, shippingMoney, tax, discount, total, paid, refunded;
    QList<OrderLine> lines;
    QList<OrderPayment> payments;
    QList<OrderShipment> shipments;
    QList<OrderRefund> refunds;
    QList<OrderHold> holds;
    std::optional<OrderAddress> shippingAddress, billingAddress;
    QList<TimelineEntry> timeline; ///< newest first
    QList<OtherOrder> otherOrders;
    bool moreOtherOrders = false;
    QList<Viewer> viewers; ///< never oneself
    Permission mayHold, mayRelease, mayNote;
};

/// What the look-up box found.
struct OrderMatch
{
    QString kind; ///< "number", "email", "phone", "name", "postal", "reference"
    OrderId id;
    QString number, customerName, matched, paymentStatus, fulfilmentStatus;
    QDateTime placedAt;
    std::optional<Money> total;
};

} // namespace Steward
