// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/orderrepository.h"

#include <QPromise>

namespace Steward::Test {

/// A store that answers when the test says so.
class SlowOrders final : public OrderRepository
{
public:
    template <typename T>
    using Promise = std::shared_ptr<QPromise<Result<T>>>;

    template <typename T>
    static Promise<T> begin()
    {
        auto promise = std::make_shared<QPromise<Result<T>>>();
        promise->start();
        return promise;
    }
    template <typename T>
    static void end(const Promise<T> &promise, const Result<T> &answer)
    {
        promise->addResult(answer);
        promise->finish();
    }

    std::unique_ptr<TableSource> makeTableSource() override { return nullptr; }
    QFuture<Result<QStringList>> carriers() override { return begin<QStringList>()->future(); }
    QFuture<Result<MessageDraft>> messageDraft(OrderId, const QString &) override { return begin<MessageDraft>()->future(); }
    QFuture<Result<OrderPanel>> panel(OrderId id, const QString &) override
    {
        asked.append(id);
        opening = begin<OrderPanel>();
        return opening->future();
    }
    QFuture<Result<QList<OrderMatch>>> lookUp(const QString &) override { return begin<QList<OrderMatch>>()->future(); }
    QFuture<Result<QList<Viewer>>> touchPresence(OrderId id, const QString &mode) override
    {
        touched.append(QStringLiteral("%1 %2").arg(id.value).arg(mode));
        const auto promise = begin<QList<Viewer>>();
        end(promise, Result<QList<Viewer>>(there));
        return promise->future();
    }
    QFuture<Result<QList<ListedViewer>>> viewers(const QList<OrderId> &) override { return begin<QList<ListedViewer>>()->future(); }
    QFuture<Result<CommandOutcome>> addNote(QUuid command, OrderId, const QString &body) override { return take(command, body); }
    QFuture<Result<CommandOutcome>> placeHold(QUuid command, const QList<OrderAt> &, const HoldChoice &choice) override { return take(command, choice.pieces.isEmpty() ? choice.note : QStringLiteral("%1 held of %2").arg(choice.pieces.first()).arg(choice.pieces.firstKey())); }
    QFuture<Result<CommandOutcome>> releaseHold(QUuid command, const QList<HoldAt> &) override { return take(command); }

    QFuture<Result<CommandOutcome>> ship(QUuid command, OrderAt, const QList<Parcel> &parcels, bool isTold) override
    {
        told.append(isTold);
        return take(command, QString::number(parcels.size()) + QStringLiteral(" parcels"));
    }
    QFuture<Result<CommandOutcome>> shipWhole(QUuid command, const QList<OrderAt> &, const QString &, bool) override { return take(command); }
    QFuture<Result<CommandOutcome>> fixParcel(QUuid command, OrderAt, int parcel, const ParcelFix &fix) override
    {
        return take(command, QStringLiteral("%1: %2 %3, %4").arg(parcel).arg(fix.carrier, fix.tracking, fix.isTold ? QStringLiteral("told") : QStringLiteral("not told")));
    }
    QFuture<Result<CommandOutcome>> voidParcel(QUuid command, OrderAt, int parcel) override { return take(command, QStringLiteral("%1 did not leave").arg(parcel)); }
    QFuture<Result<CommandOutcome>> refund(QUuid command, OrderAt, const RefundChoice &choice) override { return take(command, QString::number(choice.pieces.value(0).restock) + QStringLiteral(" back")); }
    QFuture<Result<CommandOutcome>> markRefundsPaid(QUuid command, OrderAt, const QList<int> &refundNos) override { return take(command, QString::number(refundNos.size()) + QStringLiteral(" paid")); }
    QFuture<Result<CommandOutcome>> cancel(QUuid command, const QList<OrderAt> &, const CancelChoice &choice) override
    {
        told.append(choice.isTold);
        return take(command);
    }
    QFuture<Result<QList<OrderMark>>> news(const QList<OrderMark> &) override
    {
        const auto promise = begin<QList<OrderMark>>();
        end(promise, Result<QList<OrderMark>>(changed));
        return promise->future();
    }
    QFuture<Result<QList<Assignee>>> assignees() override { return begin<QList<Assignee>>()->future(); }
    QFuture<Result<QStringList>> tags() override { return begin<QStringList>()->future(); }
    QFuture<Result<ContactReach>> contactReach(OrderId) override
    {
        reaching = begin<ContactReach>();
        return reaching->future();
    }
    QFuture<Result<CommandOutcome>> assign(QUuid command, const QList<OrderAt> &, const QString &login) override { return take(command, login); }
    QFuture<Result<CommandOutcome>> tag(QUuid command, const QList<OrderId> &, const QStringList &, const QStringList &) override { return take(command); }
    QFuture<Result<CommandOutcome>> fixContact(QUuid command, OrderId, const QList<ContactChange> &, ContactScope) override { return take(command); }
    QFuture<Result<CommandOutcome>> returnToStock(QUuid command, OrderAt, const QMap<qint64, int> &) override { return take(command); }
    QFuture<Result<CommandOutcome>> sendMessage(QUuid command, OrderId, const QString &, const QString &) override { return take(command); }
    QFuture<Result<CommandOutcome>> changeLines(QUuid command, OrderAt, const QList<LineDraft> &) override { return take(command); }
    QFuture<Result<CommandOutcome>> undo(QUuid command, QUuid undone) override { return take(command, undone.toString()); }

    void answer(QUuid command, const Result<CommandOutcome> &outcome) { end(commands.take(command), outcome); }

    QList<OrderId> asked;
    QStringList touched;
    QList<QUuid> sent;     ///< commands, as often as they were sent
    QStringList arguments; ///< of each, what a test looks at
    QList<bool> told;      ///< of each shipment of one order and each cancellation, whether the customers get a message
    QList<Viewer> there;
    QList<OrderMark> changed;
    Promise<OrderPanel> opening;
    Promise<ContactReach> reaching;
    QHash<QUuid, Promise<CommandOutcome>> commands; ///< those under way

private:
    QFuture<Result<CommandOutcome>> take(QUuid command, const QString &argument = {})
    {
        sent.append(command);
        arguments.append(argument);
        return (commands[command] = begin<CommandOutcome>())->future();
    }
};

inline Result<CommandOutcome> refused(const QString &reason)
{
    return CommandOutcome{.kind = CommandOutcome::Kind::Refused, .reason = reason, .details = {}, .replayed = false};
}

inline Result<CommandOutcome> lost()
{
    return Error{ErrorKind::Offline, QStringLiteral("The server is away."), {}, {}};
}

inline Result<CommandOutcome> done()
{
    return CommandOutcome{.kind = CommandOutcome::Kind::Done, .reason = {}, .details = {}, .replayed = false};
}

inline OrderPanel orderOf(qint64 id, int version = 1)
{
    OrderPanel order;
    order.id = {id};
    order.version = version;
    order.number = QStringLiteral("#%1").arg(id);
    order.customerName = QStringLiteral("Person %1").arg(id);
    order.email = QStringLiteral("p%1@example.com").arg(id);
    order.phone = QStringLiteral("+49 170 %1").arg(id);
    order.currency = QStringLiteral("EUR");
    for (const QString &verb : {QStringLiteral("hold"), QStringLiteral("release"), QStringLiteral("note")})
        order.can.insert(verb, {true, {}});
    for (int i = 0; i < 60; ++i)
        order.timeline.append({TimelineEntry::Kind::Handling, QStringLiteral("placed"), {}, {}, QDateTime::currentDateTimeUtc()});
    return order;
}

} // namespace Steward::Test
