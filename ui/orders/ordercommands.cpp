// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/ordercommands.h"

#include "ui/common/isolate.h"

#include <QFutureWatcher>
#include <QJsonArray>

#include <algorithm>
#include <numeric>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr qsizetype mostNumbers = 5; // more of them are counted

/// The orders a list of rows says were not done, in its order. A row of a hold that is gone names none.
QList<OrderFailure> readFailures(const QJsonArray &rows)
{
    QList<OrderFailure> failures;
    for (const QJsonValue &row : rows) {
        if (row[u"outcome"_s].toString() == u"done")
            continue;
        const QJsonValue current = row[u"current"_s];
        failures.append({{row[u"order_id"_s].toInteger()}, current.isObject() ? current[u"version"_s].toInt() : row[u"version"_s].toInt(), row[u"reason"_s].toString()});
    }
    return failures;
}

QList<OrderAt> placesOf(const QList<OrderChoice> &orders)
{
    QList<OrderAt> places;
    for (const OrderChoice &order : orders)
        places.append({order.id, order.version});
    return places;
}

QString numbersOf(const QList<OrderFailure> &failures, const QString &reason, const QList<OrderChoice> &orders)
{
    QStringList numbers;
    for (const OrderFailure &failure : failures) {
        if (failure.reason != reason)
            continue;
        const auto order = std::ranges::find(orders, failure.id, &OrderChoice::id);
        numbers.append(order == orders.end() ? QString::number(failure.id.value) : order->number);
    }
    return numbersText(numbers);
}

/// Who is in the way, where the store could tell.
QString refusalText(const CommandOutcome &outcome)
{
    const QString holder = outcome.details.value(u"held_by"_s).toString();
    if (outcome.reason == u"locked" && !holder.isEmpty())
        return OrderCommands::tr("%1 is changing this order right now. Try again in a moment.").arg(holder);
    return orderReasonText(outcome.reason);
}

QString joined(QStringList sentences)
{
    sentences.removeAll(QString());
    return sentences.join(u' ');
}

QString byHandOf(const QJsonArray &rows)
{
    QMap<QString, qint64> sums;
    for (const QJsonValue &row : rows)
        sums[row[u"currency"_s].toString()] += row[u"by_hand_minor"_s].toInteger();
    QStringList sentences;
    for (auto sum = sums.begin(); sum != sums.end(); ++sum)
        sentences.append(byHandText({sum.value(), sum.key()}));
    return joined(sentences);
}

/// Why a customer may not be told: what has just been sent or cancelled was not too long ago.
enum class Untold { NoAddress, Either };

/// Whose customers were to be told and are not: somebody has to do it otherwise.
QString untoldOf(const QJsonArray &rows, const QList<OrderChoice> &orders, Untold why)
{
    QStringList numbers;
    for (const QJsonValue &row : rows) {
        if (row[u"told"_s] != QJsonValue(false))
            continue;
        const auto order = std::ranges::find(orders, OrderId{row[u"order_id"_s].toInteger()}, &OrderChoice::id);
        numbers.append(order == orders.end() ? QString::number(row[u"order_id"_s].toInteger()) : order->number);
    }
    if (numbers.isEmpty())
        return {};
    if (orders.size() > 1) // which only what is sent or cancelled is
        return OrderCommands::tr("%Ln order(s) have no e-mail address, so their customers are not told: %1.", nullptr, int(numbers.size())).arg(numbersText(numbers));
    return why == Untold::NoAddress ? OrderCommands::tr("The customer is not told: the order has no e-mail address.") : OrderCommands::tr("The customer is not told: the order has no e-mail address, or was too long ago.");
}

/// What is left to do by hand after a command that may give money back and tells customers of it.
std::function<QString(const QJsonArray &rows)> consequencesFor(const QList<OrderChoice> &orders, Untold why)
{
    return [orders, why](const QJsonArray &rows) { return joined({byHandOf(rows), untoldOf(rows, orders, why)}); };
}

/// How far a correction went beyond its order: not all that it was meant for says the same, and what says something else is left.
QString correctionReach(const QJsonArray &rows, ContactScope scope)
{
    const QJsonValue row = rows.first();
    const QString record = row[u"record"_s].toString();
    QStringList sentences;
    if (record == u"changed")
        sentences.append(OrderCommands::tr("The customer’s record says the same now."));
    else if (record == u"partly")
        sentences.append(OrderCommands::tr("The customer’s record was corrected in part."));
    else if (record == u"kept")
        sentences.append(OrderCommands::tr("The customer’s record stays as it was."));
    if (scope != ContactScope::OpenOrders)
        return sentences.join(u' ');
    if (const int others = row[u"others"_s].toInt(); others > 0)
        sentences.append(OrderCommands::tr("%n other open order(s) corrected too.", "", others));
    if (const int left = row[u"others_left"_s].toInt(); left > 0)
        sentences.append(OrderCommands::tr("%n other open order(s) said something else, which was left.", "", left));
    return sentences.join(u' ');
}

} // namespace

QString numbersText(const QStringList &numbers)
{
    const int others = int(numbers.size() - mostNumbers);
    if (others <= 1) // one more takes no more room than saying so
        return numbers.join(u", "_s);
    return OrderCommands::tr("%1 and %n more", "", others).arg(QStringList(numbers.first(mostNumbers)).join(u", "_s));
}

QString orderName(const OrderChoice &order)
{
    return order.customer.isEmpty() ? order.number : OrderCommands::tr("%1 · %2").arg(order.number, isolated(order.customer));
}

QList<OrderId> idsOf(const QList<OrderChoice> &orders)
{
    QList<OrderId> ids;
    for (const OrderChoice &order : orders)
        ids.append(order.id);
    return ids;
}

bool CommandAnswer::isFinal() const
{
    return isKnown && reason != u"locked" && (!error || *error == ErrorKind::Invalid);
}

OrderCommands::OrderCommands(OrderRepository &orders, QObject *parent) : QObject(parent), m_orders(orders) { }

void OrderCommands::addNote(QUuid commandId, OrderId id, const QString &body)
{
    if (!isInFlight(commandId))
        follow(commandId, {{id, 0, {}, {}}}, m_orders.addNote(commandId, id, body), {tr("Note added.")});
}

void OrderCommands::placeHold(QUuid commandId, const QList<OrderChoice> &orders, const HoldChoice &choice)
{
    if (isInFlight(commandId))
        return;
    const QString done = choice.pieces.isEmpty() ? tr("%n order(s) put on hold.", "", int(orders.size())) : tr("%n line(s) put on hold.", "", int(choice.pieces.size()));
    follow(commandId, orders, m_orders.placeHold(commandId, placesOf(orders), choice), {done, CommandWords::Undo::Yes});
}

void OrderCommands::releaseHold(QUuid commandId, OrderId id, const QList<HoldAt> &holds)
{
    if (!isInFlight(commandId))
        follow(commandId, {{id, 0, {}, {}}}, m_orders.releaseHold(commandId, holds), {tr("%n hold(s) released.", "", int(holds.size())), CommandWords::Undo::Yes});
}

void OrderCommands::ship(QUuid commandId, const OrderChoice &order, const QList<Parcel> &parcels, bool isTold)
{
    const QString done = tr("%1 shipped in %n parcel(s).", "", int(parcels.size())).arg(order.number);
    if (!isInFlight(commandId))
        follow(commandId, {order}, m_orders.ship(commandId, {order.id, order.version}, parcels, isTold), {done, CommandWords::Undo::Yes, consequencesFor({order}, Untold::NoAddress)});
}

void OrderCommands::shipWhole(QUuid commandId, const QList<OrderChoice> &orders, const QString &carrier, bool isTold)
{
    const QString done = tr("%n order(s) shipped.", "", int(orders.size()));
    if (!isInFlight(commandId))
        follow(commandId, orders, m_orders.shipWhole(commandId, placesOf(orders), carrier, isTold), {done, CommandWords::Undo::Yes, consequencesFor(orders, Untold::NoAddress)});
}

void OrderCommands::fixParcel(QUuid commandId, const OrderChoice &order, int parcel, const ParcelFix &fix)
{
    const QString done = tr("Parcel %1 of %2 corrected.").arg(QString::number(parcel), order.number);
    // Also by a message that waited before.
    const auto further = [untold = consequencesFor({order}, Untold::Either)](const QJsonArray &rows) {
        const bool isTold = rows.first()[u"told"_s] == QJsonValue(true);
        return isTold ? tr("The customer is told what is right.") : untold(rows);
    };
    if (!isInFlight(commandId))
        follow(commandId, {order}, m_orders.fixParcel(commandId, {order.id, order.version}, parcel, fix), {done, CommandWords::Undo::Yes, further});
}

void OrderCommands::voidParcel(QUuid commandId, const OrderChoice &order, int parcel)
{
    const QString done = tr("Parcel %1 of %2 taken back: its pieces are to be sent again.").arg(QString::number(parcel), order.number);
    if (!isInFlight(commandId))
        follow(commandId, {order}, m_orders.voidParcel(commandId, {order.id, order.version}, parcel), {done, CommandWords::Undo::Yes});
}

void OrderCommands::refund(QUuid commandId, const OrderChoice &order, const RefundChoice &choice, const QString &currency)
{
    const QString done = tr("%1 of %2 refunded.").arg(Money{choice.amount, currency}.toText(), order.number);
    if (!isInFlight(commandId))
        follow(commandId, {order}, m_orders.refund(commandId, {order.id, order.version}, choice), {done, CommandWords::Undo::Yes, consequencesFor({order}, Untold::Either)});
}

void OrderCommands::markRefundsPaid(QUuid commandId, const OrderChoice &order, const QList<int> &refundNos, const Money &sum)
{
    const QString done = tr("%1 of %2 written down as paid out by hand.").arg(sum.toText(), order.number);
    if (!isInFlight(commandId))
        follow(commandId, {order}, m_orders.markRefundsPaid(commandId, {order.id, order.version}, refundNos), {done, CommandWords::Undo::Yes});
}

void OrderCommands::cancel(QUuid commandId, const QList<OrderChoice> &orders, const CancelChoice &choice)
{
    const QString done = orders.size() == 1 ? tr("%1 cancelled.").arg(orders.first().number) : tr("%n order(s) cancelled.", "", int(orders.size()));
    if (!isInFlight(commandId))
        follow(commandId, orders, m_orders.cancel(commandId, placesOf(orders), choice), {done, CommandWords::Undo::Yes, consequencesFor(orders, Untold::NoAddress)});
}

void OrderCommands::changeLines(QUuid commandId, const OrderChoice &order, const QList<LineDraft> &lines, const QString &currency)
{
    const auto difference = [currency](const QJsonArray &rows) {
        const qint64 minor = rows.first()[u"difference_minor"_s].toInteger();
        if (minor > 0)
            return tr("%1 are still to be paid.").arg(Money{minor, currency}.toText());
        return minor < 0 ? tr("%1 are to be given back: refund them.").arg(Money{-minor, currency}.toText()) : QString();
    };
    if (!isInFlight(commandId))
        follow(commandId, {order}, m_orders.changeLines(commandId, {order.id, order.version}, lines), {tr("Lines of %1 changed.").arg(order.number), CommandWords::Undo::Yes, difference});
}

void OrderCommands::assign(QUuid commandId, const QList<OrderChoice> &orders, const Assignee &to)
{
    const int count = int(orders.size());
    const QString done = to.login.isEmpty() ? tr("%n order(s) assigned to nobody.", "", count) : tr("%n order(s) assigned to %1.", "", count).arg(to.name);
    if (!isInFlight(commandId))
        follow(commandId, orders, m_orders.assign(commandId, placesOf(orders), to.login), {done, CommandWords::Undo::Yes});
}

void OrderCommands::tag(QUuid commandId, const QList<OrderChoice> &orders, const QStringList &added, const QStringList &removed)
{
    if (!isInFlight(commandId))
        follow(commandId, orders, m_orders.tag(commandId, idsOf(orders), added, removed), {tr("Tags of %n order(s) changed.", "", int(orders.size())), CommandWords::Undo::Yes});
}

void OrderCommands::fixContact(QUuid commandId, const OrderChoice &order, const QList<ContactChange> &changes, ContactScope scope)
{
    const auto reach = [scope](const QJsonArray &rows) { return scope == ContactScope::Order ? QString() : correctionReach(rows, scope); };
    if (!isInFlight(commandId))
        follow(commandId, {order}, m_orders.fixContact(commandId, order.id, changes, scope), {tr("Contact data of %1 corrected.").arg(order.number), CommandWords::Undo::Yes, reach});
}

void OrderCommands::returnToStock(QUuid commandId, const OrderChoice &order, const QMap<qint64, int> &pieces)
{
    const int count = std::accumulate(pieces.begin(), pieces.end(), 0);
    if (!isInFlight(commandId))
        follow(commandId, {order}, m_orders.returnToStock(commandId, {order.id, order.version}, pieces), {tr("%n piece(s) of %1 returned to stock.", "", count).arg(order.number), CommandWords::Undo::Yes});
}

void OrderCommands::askCustomer(QUuid commandId, const OrderChoice &order, const QString &question)
{
    if (!isInFlight(commandId))
        follow(commandId, {order}, m_orders.sendMessage(commandId, order.id, u"question"_s, question), {tr("The question about %1 waits to be sent.").arg(order.number), CommandWords::Undo::Message});
}

void OrderCommands::confirmAgain(QUuid commandId, const OrderChoice &order)
{
    if (!isInFlight(commandId))
        follow(commandId, {order}, m_orders.sendMessage(commandId, order.id, u"confirmation"_s, {}), {tr("The confirmation of %1 waits to be sent again.").arg(order.number), CommandWords::Undo::Message});
}

void OrderCommands::orderTaken(QUuid commandId, const OrderChoice &order, const CommandOutcome &outcome)
{
    CommandAnswer answer = readAnswer(outcome, {order}, {tr("%1 taken by phone.").arg(order.number), CommandWords::Undo::Yes});
    answer.command = commandId;
    if (!outcome.details.value(u"is_confirmed"_s).toBool())
        answer.graceSeconds = 0;
    Q_EMIT answered(answer);
}

void OrderCommands::undo(QUuid commandId, const CommandAnswer &undone)
{
    QList<OrderChoice> orders;
    for (const OrderId id : undone.orders)
        orders.append({id, 0, {}, {}});
    if (isInFlight(commandId))
        return;
    follow(commandId, orders, m_orders.undo(commandId, undone.command), {tr("Taken back: %1").arg(undone.text)}, undone.command);
    Q_EMIT undoing(undone.command, commandId);
}

void OrderCommands::follow(QUuid commandId, const QList<OrderChoice> &orders, const QFuture<Result<CommandOutcome>> &future, const CommandWords &words, QUuid undone)
{
    m_inFlight.insert(commandId);
    auto *watcher = new QFutureWatcher<Result<CommandOutcome>>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, commandId, orders, words, undone] {
        m_inFlight.remove(commandId);
        watcher->deleteLater();
        CommandAnswer answer;
        if (watcher->future().resultCount() == 0) {
            answer.isKnown = false;
            answer.text = tr("The command was not sent.");
        } else if (const auto result = watcher->result(); !result) {
            answer.isKnown = result.error().kind != ErrorKind::Offline;
            answer.error = result.error().kind;
            answer.text = result.error().userText;
        } else {
            answer = readAnswer(*result, orders, words);
        }
        answer.command = commandId;
        answer.undone = undone;
        for (const OrderChoice &order : orders) {
            if (!answer.orders.contains(order.id))
                answer.orders.append(order.id);
        }
        Q_EMIT answered(answer);
    });
    watcher->setFuture(future);
}

CommandAnswer readAnswer(const CommandOutcome &outcome, const QList<OrderChoice> &orders, const CommandWords &words)
{
    CommandAnswer answer;
    answer.isDone = outcome.kind == CommandOutcome::Kind::Done;
    answer.reason = outcome.reason;
    answer.isMessage = words.undo == CommandWords::Undo::Message;
    answer.isUndoable = words.undo != CommandWords::Undo::No && outcome.kind != CommandOutcome::Kind::Refused && outcome.kind != CommandOutcome::Kind::Conflict;
    answer.graceSeconds = outcome.details.value(u"grace_seconds"_s).toInt();
    answer.undoSeconds = outcome.details.value(u"undo_seconds"_s).toInt();
    const QJsonArray rows = outcome.details.value(u"rows"_s).toArray();
    for (const QJsonValue &row : rows) {
        if (const OrderId id{row[u"order_id"_s].toInteger()}; id.isValid())
            answer.orders.append(id); // a correction may reach further than it was sent
    }
    if (answer.isDone) {
        const QString further = words.further && !rows.isEmpty() ? words.further(rows) : QString();
        answer.text = further.isEmpty() ? words.done : OrderCommands::tr("%1 %2").arg(words.done, further);
        return answer;
    }
    answer.failures = readFailures(rows);
    if (rows.size() <= 1) {
        answer.text = refusalText(outcome);
        return answer;
    }
    const int finished = int(rows.size() - answer.failures.size());
    QStringList sentences{finished == 0 ? OrderCommands::tr("It was done to none of the %n order(s).", "", int(rows.size())) : OrderCommands::tr("It was done to %n of %1 orders.", "", finished).arg(rows.size())};
    if (const QString further = words.further && finished > 0 ? words.further(rows) : QString(); !further.isEmpty())
        sentences.append(further);
    QStringList reasons;
    for (const OrderFailure &failure : std::as_const(answer.failures)) {
        if (!reasons.contains(failure.reason))
            reasons.append(failure.reason);
    }
    for (const QString &reason : std::as_const(reasons))
        sentences.append(OrderCommands::tr("%1: %2").arg(numbersOf(answer.failures, reason, orders), orderReasonText(reason)));
    answer.text = sentences.join(u'\n');
    return answer;
}

} // namespace Steward
