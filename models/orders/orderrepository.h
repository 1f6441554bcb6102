// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/database/commandclient.h"
#include "models/orders/contactedit.h"
#include "models/orders/order.h"
#include "models/orders/phoneorder.h"
#include "models/table/tablesource.h"

#include <QFuture>
#include <QUuid>

#include <memory>

namespace Steward {

class Session;

/// Order and version it was decided on.
struct OrderAt
{
    OrderId id;
    int version = 0;
};
struct HoldAt
{
    HoldId id;
    int orderVersion = 0;
};

/// All that the orders desk asks and tells the database. Any call on the GUI thread; answers through futures.
class OrderRepository
{
public:
    virtual ~OrderRepository() = default;

    [[nodiscard]] virtual std::unique_ptr<TableSource> makeTableSource() = 0;
    virtual QFuture<Result<OrderPanel>> panel(OrderId id, const QString &reason) = 0;
    virtual QFuture<Result<QList<OrderMatch>>> lookUp(const QString &text) = 0;
    virtual QFuture<Result<QList<Viewer>>> touchPresence(OrderId id, const QString &mode) = 0;
    /// Never oneself; at most 500 orders at once.
    virtual QFuture<Result<QList<ListedViewer>>> viewers(const QList<OrderId> &orders) = 0;
    /// Those of the orders shown that are other than when they were read, with the mark they have now; an empty one where they are gone.
    virtual QFuture<Result<QList<OrderMark>>> news(const QList<OrderMark> &shown) = 0;
    virtual QFuture<Result<QList<Assignee>>> assignees() = 0;
    virtual QFuture<Result<QStringList>> carriers() = 0; ///< by name, for whoever may ship
    virtual QFuture<Result<QStringList>> tags() = 0; ///< those in use, the most used first
    virtual QFuture<Result<ContactReach>> contactReach(OrderId id) = 0;
    /// Opens the order, on record as panel() does. messageTemplate as of sendMessage().
    virtual QFuture<Result<MessageDraft>> messageDraft(OrderId id, const QString &messageTemplate) = 0;

    virtual QFuture<Result<CommandOutcome>> addNote(QUuid commandId, OrderId id, const QString &body) = 0;
    virtual QFuture<Result<CommandOutcome>> placeHold(QUuid commandId, const QList<OrderAt> &orders, const HoldChoice &choice) = 0;
    virtual QFuture<Result<CommandOutcome>> releaseHold(QUuid commandId, const QList<HoldAt> &holds) = 0;
    virtual QFuture<Result<CommandOutcome>> ship(QUuid commandId, OrderAt order, const QList<Parcel> &parcels, bool isTold) = 0;
    /// All that is left of each order, in one parcel whose number nobody has noted.
    virtual QFuture<Result<CommandOutcome>> shipWhole(QUuid commandId, const QList<OrderAt> &orders, const QString &carrier, bool isTold) = 0;
    /// parcel: its number among the order's.
    virtual QFuture<Result<CommandOutcome>> fixParcel(QUuid commandId, OrderAt order, int parcel, const ParcelFix &fix) = 0;
    /// Says that it did not leave: its pieces are to be sent again.
    virtual QFuture<Result<CommandOutcome>> voidParcel(QUuid commandId, OrderAt order, int parcel) = 0;
    virtual QFuture<Result<CommandOutcome>> refund(QUuid commandId, OrderAt order, const RefundChoice &choice) = 0;
    /// Writes down that these refunds by hand were paid out, by their numbers.
    virtual QFuture<Result<CommandOutcome>> markRefundsPaid(QUuid commandId, OrderAt order, const QList<int> &refundNos) = 0;
    virtual QFuture<Result<CommandOutcome>> cancel(QUuid commandId, const QList<OrderAt> &orders, const CancelChoice &choice) = 0;
    virtual QFuture<Result<CommandOutcome>> changeLines(QUuid commandId, OrderAt order, const QList<LineDraft> &lines) = 0;
    /// login: who works them from now on; empty for nobody.
    virtual QFuture<Result<CommandOutcome>> assign(QUuid commandId, const QList<OrderAt> &orders, const QString &login) = 0;
    virtual QFuture<Result<CommandOutcome>> tag(QUuid commandId, const QList<OrderId> &orders, const QStringList &added, const QStringList &removed) = 0;
    virtual QFuture<Result<CommandOutcome>> fixContact(QUuid commandId, OrderId id, const QList<ContactChange> &changes, ContactScope scope) = 0;
    virtual QFuture<Result<CommandOutcome>> returnToStock(QUuid commandId, OrderAt order, const QMap<qint64, int> &pieces) = 0;
    /// messageTemplate: "question" with a text, or "confirmation".
    virtual QFuture<Result<CommandOutcome>> sendMessage(QUuid commandId, OrderId id, const QString &messageTemplate, const QString &text) = 0;
    /// Takes back what another command of the same person did, as far as nothing of it has left the house.
    virtual QFuture<Result<CommandOutcome>> undo(QUuid commandId, QUuid undone) = 0;
};

/// The one that asks the store's database.
[[nodiscard]] std::unique_ptr<OrderRepository> makeSqlOrderRepository(Session &session);

/// A refusal's machine word as a whole sentence: what, and what to do.
[[nodiscard]] QString orderReasonText(const QString &reason);
/// Translated words for the statuses, hold reasons and event kinds, the same everywhere on screen.
[[nodiscard]] QString paymentStatusText(const QString &status);
[[nodiscard]] QString fulfilmentStatusText(const QString &status);
[[nodiscard]] QString holdReasonText(const QString &reason);
[[nodiscard]] QString orderEventText(const QString &word);
/// A message's template, why something did not leave or arrive, what was taken back, and a kind of paper, as words.
[[nodiscard]] QString messageText(const QString &messageTemplate);
[[nodiscard]] QString deliveryText(const QString &reason);
/// What can be done about a message that its address keeps from its customer, with the order as it is now; empty for all else.
[[nodiscard]] QString deliveryAdviceText(const OutboxItem &item, const QString &fulfilmentStatus);
[[nodiscard]] QString commandText(const QString &verb);
[[nodiscard]] QString paperText(const QString &kind);
[[nodiscard]] QStringList holdReasons();
[[nodiscard]] QString cancelReasonText(const QString &reason);
[[nodiscard]] QStringList cancelReasons();
[[nodiscard]] QString refundStatusText(const QString &status);
/// Who is at an order and what they do there, a line for each.
[[nodiscard]] QString viewersText(const QList<Viewer> &viewers);
/// That somebody has to pay an amount out; empty for none.
[[nodiscard]] QString byHandText(const Money &amount);

} // namespace Steward
