// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/ids.h"
#include "models/core/money.h"

#include <QDateTime>
#include <QHash>
#include <QJsonObject>
#include <QList>
#include <QMap>
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
    int open = 0;     ///< still to be sent
    int returned = 0; ///< back in stock
    std::optional<Money> price, discount, total; ///< not given to groups that see no money
    std::optional<Money> value; ///< what all of it is worth of the order's total without shipping, for a refund
    int returnable = 0; ///< what may still go back to stock
    qint64 refundedMinor = 0; ///< what was refunded of its value, waiting refunds too
    int held = 0; ///< of open, what holds of this line keep back; what holds of the whole order keep back is not counted
    int unsent = 0; ///< refunded before they were sent, and never sent
};

struct OrderPayment
{
    QString reference, processor, brand, last4, kind;
    Money amount;
    QDateTime at; ///< UTC
    bool isByHand = false; ///< no processor is asked for a refund of it
    qint64 leftMinor = 0;  ///< what can still go back to it
};

struct OrderShipment
{
    QString carrier, tracking;
    QDateTime at;
    QDateTime voidedAt; ///< valid for one that was written by mistake and taken back
    QList<QPair<QString, int>> lines; ///< title, quantity
    QString actor;       ///< who wrote it down; empty for the shop
    QString trackingUrl; ///< the carrier's page about it, where the carrier has one
    int no = 0;          ///< its number among the order's parcels, from 1
    Permission takeBack = {}; ///< whether it may be said that it did not leave
};

struct OrderRefund
{
    Money amount;
    QString reason;
    QDateTime at;
    QString actor;
    QString status; ///< machine word: "requested", "done", "failed", "withdrawn"
    bool isByHand = false; ///< no processor was asked: somebody pays it out
    int no = 0;            ///< within its order
    QDateTime paidAt = {}; ///< when somebody said that it was paid out by hand, UTC; invalid while nobody has
    QString paidBy = {};
    /// Somebody still has to pay it out.
    [[nodiscard]] bool isOwed() const { return isByHand && status == u"done" && !paidAt.isValid(); }
};

struct OrderHold
{
    HoldId id;
    QString reason, note, placedBy, releasedBy;
    QDateTime placedAt, releasedAt; ///< releasedAt invalid while open
    Permission release = {};        ///< whether the reader may lift it
    QList<QPair<QString, int>> lines = {}; ///< title and quantity of what it holds; empty for the whole order
    [[nodiscard]] bool isOpen() const { return !releasedAt.isValid(); }
};

/// A message or a refund's request that leaves the house, or did, or will not.
struct OutboxItem
{
    QString kind;            ///< machine word: "message" or "refund"
    QString messageTemplate; ///< machine word, see messageText()
    QString state;           ///< machine word: "waiting", "sending", "sent", "withdrawn", "dead"
    QString text;            ///< what staff wrote of a message
    QString actor;
    QString lastError; ///< machine word of the last try that failed, see deliveryText()
    int attempts = 0;
    QDateTime createdAt, sentAt;
    QDateTime notBefore; ///< what waits does not leave earlier
};

/// An invoice or a credit note that has its number.
struct OrderPaper
{
    QString kind; ///< machine word: "invoice" or "credit_note"
    QString number;
    QDateTime issuedAt;
};

/// A note or an event, newest first in the panel's timeline.
struct TimelineEntry
{
    enum class Kind { Note, Money, Goods, Message, Correction, Handling };
    Kind kind = Kind::Handling;
    QString word;  ///< event kind as a machine word: "placed", "paid", "hold_placed"
    QString actor; ///< display name or "shop"
    QString body;  ///< plain text of a note, or what an event was about: whom, how much, old and new
    QDateTime at;
};

struct OtherOrder
{
    OrderId id;
    QString number, paymentStatus, fulfilmentStatus;
    QDateTime placedAt;
    Money total;
};

/// Who else is at an order.
struct Viewer
{
    QString displayName;
    QString mode;   ///< "viewing", "editing", "away"
    int leftMs = 0; ///< for how long that holds unless they say it again

    friend bool operator==(const Viewer &a, const Viewer &b) { return a.displayName == b.displayName && a.mode == b.mode; }
};

/// Who else is at an order of a list.
struct ListedViewer
{
    OrderId order;
    Viewer viewer;
};

/// Everything the panel shows of one order.
struct OrderPanel
{
    OrderId id;
    int version = 0;
    QString number, customerName, email, phone, currency, paymentStatus, fulfilmentStatus, source, cancelReason, assignedTo;
    QString assignedName; ///< as colleagues call assignedTo
    QString mark;         ///< other when anything of it is, also what leaves the version as it was
    QStringList tags;
    int graceSeconds = 0; ///< how long a message would wait for an undo
    QString messageObstacle; ///< machine word: why no message about the order can go to its customer, whoever sends it; empty where one can
    QDateTime placedAt, cancelledAt;
    std::optional<Money> subtotal, shippingMoney, tax, discount, total, paid, refunded;
    std::optional<Money> shippingLeft; ///< of shippingMoney, what was not refunded yet
    std::optional<Money> due;          ///< still to be paid; negative: to be given back
    std::optional<Money> calledOff;    ///< what goes back when the order is cancelled: nothing of what was sent
    QList<OrderLine> lines;
    QList<OrderPayment> payments;
    QList<OrderShipment> shipments;
    QList<OrderRefund> refunds;
    QList<OrderHold> holds;
    QList<OutboxItem> outbox; ///< newest first
    QList<OrderPaper> papers;
    std::optional<OrderAddress> shippingAddress, billingAddress;
    QList<TimelineEntry> timeline; ///< newest first
    QList<OtherOrder> otherOrders;
    bool moreOtherOrders = false;
    QList<Viewer> viewers; ///< never oneself
    QHash<QString, Permission> can; ///< by verb: "hold", "release", "note"
    /// What the store has not offered is not allowed.
    [[nodiscard]] Permission permission(const QString &verb) const { return can.value(verb, {false, QStringLiteral("no_right")}); }
};

/// A parcel to be written down: pieces by the number of their line.
struct Parcel
{
    QString carrier, tracking;
    QMap<qint64, int> pieces;
};

/// What is right about a parcel that was written down wrong.
struct ParcelFix
{
    QString carrier, tracking;
    bool isTold = false; ///< the customer gets the message about it once more
};

/// Orders put on hold: why, and of one order which pieces, by the number of their line; none for all of it.
struct HoldChoice
{
    QString reason; ///< machine word of holdReasons()
    QString note;
    QMap<qint64, int> pieces = {};
};

/// Some pieces of a line that are refunded.
struct RefundedPieces
{
    qint64 line = 0;
    int quantity = 0;
    int unsent = 0;  ///< of them, those that were not shipped and will not be
    int restock = 0; ///< of them, those that go back to stock
};

/// A refund as it is decided on. Amounts in minor units of the order's currency.
struct RefundChoice
{
    QList<RefundedPieces> pieces;
    qint64 shipping = 0;
    qint64 adjustment = 0; ///< above or below zero
    qint64 amount = 0;     ///< what the window showed, see refundAmount()
    QString reason;
    bool isTold = true; ///< the customer gets a message
};

/// Orders called off: why, and what goes with it.
struct CancelChoice
{
    QString reason; ///< machine word of cancelReasons()
    QString note;   ///< for colleagues
    bool isRestocked = true;
    bool isRefunded = true; ///< all that was paid and not given back
    bool isTold = true;
};

/// Somebody who may work orders.
struct Assignee
{
    QString login, name;
};

/// What a message to an order's customer is written from, see OrderMail.
struct MessageDraft
{
    QJsonObject packet; ///< all but what a person adds
    QString words;      ///< the text with placeholders; empty when the delivery service has not told its own
    QString locale;     ///< of amounts and dates; empty likewise
};

/// Which other orders a correction of contact data could reach, or leaves alone since they are finished.
struct ContactReach
{
    int openOrders = 0;
    int finishedOrders = 0;
};

/// An order that is shown, and the mark it was read with.
struct OrderMark
{
    OrderId id;
    QString mark;
};

/// What a refund comes to, as the store counts it: pieces by their share of the order's total, the last ones what is left of their line;
/// shipping and adjustment.
[[nodiscard]] qint64 refundAmount(const OrderPanel &order, const RefundChoice &choice);
/// How much of a refund no processor is asked for: it goes back to the payments in their order.
[[nodiscard]] Money byHandPart(const OrderPanel &order, qint64 amount);

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
