// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/verbs.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward::Test {

namespace {

QJsonArray toJson(const QList<qint64> &numbers)
{
    QJsonArray array;
    for (const qint64 number : numbers)
        array.append(number);
    return array;
}

QString idText(QUuid id)
{
    return id.toString(QUuid::WithoutBraces);
}

QJsonObject drawNote(const Beliefs &beliefs, QRandomGenerator &random, QUuid id)
{
    // Long ones take more than one record of TLS.
    const int length = random.bounded(4) == 0 ? 10'000 + random.bounded(9000) : random.bounded(200);
    return {{u"order"_s, beliefs.any(random).id}, {u"body"_s, idText(id) + u' ' + QString(length, u'n')}};
}

QFuture<Result<CommandOutcome>> sendNote(const Desktop &desktop, QUuid id, const QJsonObject &arguments)
{
    return desktop.orders.addNote(id, {arguments[u"order"_s].toInteger()}, arguments[u"body"_s].toString());
}

QJsonObject drawHold(const Beliefs &beliefs, QRandomGenerator &random, QUuid id)
{
    QList<qint64> ids, versions;
    for (const Beliefs::Order &order : beliefs.some(random)) {
        ids.append(order.id);
        versions.append(order.version);
    }
    const QStringList reasons = holdReasons();
    return {{u"orders"_s, toJson(ids)}, {u"versions"_s, toJson(versions)}, {u"reason"_s, reasons.at(random.bounded(int(reasons.size())))}, {u"note"_s, idText(id)}};
}

QFuture<Result<CommandOutcome>> sendHold(const Desktop &desktop, QUuid id, const QJsonObject &arguments)
{
    QList<OrderAt> places;
    const QJsonArray ids = arguments[u"orders"_s].toArray(), versions = arguments[u"versions"_s].toArray();
    for (int i = 0; i < ids.size(); ++i)
        places.append({{ids[i].toInteger()}, versions[i].toInt()});
    return desktop.orders.placeHold(id, places, arguments[u"reason"_s].toString(), arguments[u"note"_s].toString());
}

QJsonObject drawRelease(const Beliefs &beliefs, QRandomGenerator &random, QUuid)
{
    QList<qint64> holds, versions;
    for (const Beliefs::Order &order : beliefs.some(random)) {
        for (const qint64 hold : order.holds) {
            holds.append(hold);
            versions.append(order.version);
        }
    }
    return holds.isEmpty() ? QJsonObject() : QJsonObject{{u"holds"_s, toJson(holds)}, {u"versions"_s, toJson(versions)}};
}

QFuture<Result<CommandOutcome>> sendRelease(const Desktop &desktop, QUuid id, const QJsonObject &arguments)
{
    QList<HoldAt> places;
    const QJsonArray holds = arguments[u"holds"_s].toArray(), versions = arguments[u"versions"_s].toArray();
    for (int i = 0; i < holds.size(); ++i)
        places.append({{holds[i].toInteger()}, versions[i].toInt()});
    return desktop.orders.releaseHold(id, places);
}

QJsonObject drawShip(const Beliefs &beliefs, QRandomGenerator &random, QUuid)
{
    const Beliefs::Order &order = beliefs.any(random);
    return {{u"order"_s, order.id}, {u"version"_s, order.version}, {u"line"_s, 1 + random.bounded(2)}, {u"pieces"_s, 1 + random.bounded(2)}};
}

QFuture<Result<CommandOutcome>> sendShip(const Desktop &desktop, QUuid id, const QJsonObject &arguments)
{
    const Parcel parcel{u"DHL"_s, u"RX1"_s, {{arguments[u"line"_s].toInteger(), arguments[u"pieces"_s].toInt()}}};
    return desktop.orders.ship(id, {{arguments[u"order"_s].toInteger()}, arguments[u"version"_s].toInt()}, {parcel}, true);
}

QJsonObject drawRefund(const Beliefs &beliefs, QRandomGenerator &random, QUuid)
{
    const Beliefs::Order &order = beliefs.any(random);
    return {{u"order"_s, order.id}, {u"version"_s, order.version}, {u"amount"_s, 1 + random.bounded(6000)}};
}

QFuture<Result<CommandOutcome>> sendRefund(const Desktop &desktop, QUuid id, const QJsonObject &arguments)
{
    RefundChoice choice;
    choice.adjustment = choice.amount = arguments[u"amount"_s].toInteger();
    return desktop.orders.refund(id, {{arguments[u"order"_s].toInteger()}, arguments[u"version"_s].toInt()}, choice);
}

QJsonObject drawCancel(const Beliefs &beliefs, QRandomGenerator &random, QUuid)
{
    QList<qint64> ids, versions;
    for (const Beliefs::Order &order : beliefs.some(random)) {
        ids.append(order.id);
        versions.append(order.version);
    }
    return {{u"orders"_s, toJson(ids)}, {u"versions"_s, toJson(versions)}};
}

QFuture<Result<CommandOutcome>> sendCancel(const Desktop &desktop, QUuid id, const QJsonObject &arguments)
{
    QList<OrderAt> places;
    const QJsonArray ids = arguments[u"orders"_s].toArray(), versions = arguments[u"versions"_s].toArray();
    for (int i = 0; i < ids.size(); ++i)
        places.append({{ids[i].toInteger()}, versions[i].toInt()});
    return desktop.orders.cancel(id, places, {.reason = u"stock"_s, .note = {}, .isRestocked = true, .isRefunded = true, .isTold = true});
}

QJsonObject drawTag(const Beliefs &beliefs, QRandomGenerator &random, QUuid id)
{
    QList<qint64> ids;
    for (const Beliefs::Order &order : beliefs.some(random))
        ids.append(order.id);
    return {{u"orders"_s, toJson(ids)}, {u"tag"_s, idText(id)}};
}

QFuture<Result<CommandOutcome>> sendTag(const Desktop &desktop, QUuid id, const QJsonObject &arguments)
{
    QList<qint64> ids;
    for (const QJsonValue &order : arguments[u"orders"_s].toArray())
        ids.append(order.toInteger());
    return desktop.session.commandClient().send({u"test/tag"_s, "select desk.tag($1, $2::bigint[], $3::text[], '{}')"}, id,
                                                Params().integers(ids).texts({arguments[u"tag"_s].toString()}));
}

QJsonObject drawUndo(const Beliefs &beliefs, QRandomGenerator &random, QUuid)
{
    if (beliefs.undoable().isEmpty())
        return {};
    // Mostly the last one, which nobody has gone on from yet.
    const qsizetype back = random.bounded(3) == 0 ? random.bounded(int(beliefs.undoable().size())) : 0;
    return {{u"undone"_s, idText(beliefs.undoable().at(beliefs.undoable().size() - 1 - back))}};
}

QFuture<Result<CommandOutcome>> sendUndo(const Desktop &desktop, QUuid id, const QJsonObject &arguments)
{
    return desktop.orders.undo(id, QUuid::fromString(arguments[u"undone"_s].toString()));
}

} // namespace

const QList<Verb> &verbs()
{
    static const QList<Verb> all{
        {u"note_add"_s, 3, drawNote, sendNote,
         "select count(*) from store.note where body like $1 || '%'", "select count(*) from store.note where order_id = any($1::bigint[])"},
        {u"hold_place"_s, 3, drawHold, sendHold,
         "select count(*) from store.hold where note = $1", "select count(*) from store.hold where order_id = any($1::bigint[])"},
        {u"hold_release"_s, 2, drawRelease, sendRelease,
         "select count(*) from store.event e where command_id = $1::uuid and kind = 'hold_released' and not exists (select from store.hold h "
         "where h.released_at is null and h.id in (select jsonb_array_elements_text(e.detail->'hold_ids')::bigint))",
         "select count(*) from store.event where order_id = any($1::bigint[]) and kind = 'hold_released'"},
        {u"ship"_s, 3, drawShip, sendShip,
         "select count(*) from store.shipment where command_id = $1::uuid", "select count(*) from store.shipment where order_id = any($1::bigint[])", true},
        // A cancellation writes refunds too, so what there is of them tells nothing of this verb alone.
        {u"refund"_s, 3, drawRefund, sendRefund, "select count(*) from store.refund where command_id = $1::uuid", {}, true},
        {u"cancel"_s, 1, drawCancel, sendCancel,
         "select count(*) from store.event where command_id = $1::uuid and kind = 'cancelled'", "select count(*) from store.event where order_id = any($1::bigint[]) and kind = 'cancelled'", true},
        {u"tag"_s, 2, drawTag, sendTag,
         "select count(*) from store.order_change where command_id = $1::uuid and field = 'tags'",
         "select count(*) from store.order_change where order_id = any($1::bigint[]) and field = 'tags'"},
        {u"undo"_s, 3, drawUndo, sendUndo,
         "select count(*) from store.event where command_id = $1::uuid and kind = 'undone'", "select count(*) from store.event where order_id = any($1::bigint[]) and kind = 'undone'", true},
    };
    return all;
}

const Verb *verbNamed(const QString &name)
{
    const auto found = std::ranges::find(verbs(), name, &Verb::name);
    return found == verbs().end() ? nullptr : &*found;
}

const Verb &drawVerb(QRandomGenerator &random)
{
    int weights = 0;
    for (const Verb &verb : verbs())
        weights += verb.weight;
    int at = random.bounded(weights);
    for (const Verb &verb : verbs()) {
        at -= verb.weight;
        if (at < 0)
            return verb;
    }
    return verbs().first();
}

Beliefs::Beliefs(const QJsonArray &orders)
{
    for (const QJsonValue &order : orders)
        m_orders.append({order[u"id"_s].toInteger(), order[u"version"_s].toInt(), {}});
}

Beliefs::Order *Beliefs::find(qint64 id)
{
    const auto found = std::ranges::find(m_orders, id, &Order::id);
    return found == m_orders.end() ? nullptr : &*found;
}

const Beliefs::Order &Beliefs::any(QRandomGenerator &random) const
{
    return m_orders.at(random.bounded(int(m_orders.size())));
}

QList<Beliefs::Order> Beliefs::some(QRandomGenerator &random) const
{
    QList<Order> chosen;
    const int count = 1 + random.bounded(3);
    for (int i = 0; i < count; ++i) {
        const Order &order = any(random);
        if (std::ranges::find(chosen, order.id, &Order::id) == chosen.end())
            chosen.append(order);
    }
    return chosen;
}

void Beliefs::learn(const QString &verb, QUuid id, const CommandOutcome &outcome)
{
    const bool isDone = outcome.kind == CommandOutcome::Kind::Done || outcome.kind == CommandOutcome::Kind::Partly;
    if (isDone && (verb == u"ship" || verb == u"refund" || verb == u"cancel" || verb == u"tag"))
        m_undoable.append(id);
    for (const QJsonValue &row : outcome.details.value(u"rows"_s).toArray()) {
        Order *order = find(row[u"order_id"_s].toInteger());
        if (!order)
            continue;
        const QJsonValue version = row[u"current"_s].isObject() ? row[u"current"_s][u"version"_s] : row[u"version"_s];
        if (version.isDouble())
            order->version = version.toInt();
        if (row[u"outcome"_s].toString() != u"done")
            continue;
        if (row[u"hold_id"_s].isDouble())
            order->holds.append(row[u"hold_id"_s].toInteger());
        for (const QJsonValue &hold : row[u"hold_ids"_s].toArray())
            order->holds.removeAll(hold.toInteger());
    }
}

} // namespace Steward::Test
