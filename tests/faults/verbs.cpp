// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/verbs.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward::Test {

namespace {

/// The orders of a command for several, at the versions they were drawn at.
QList<OrderAt> placesOf(const QJsonObject &arguments)
{
    const QList<qint64> ids = integersOf(arguments[u"orders"_s]), versions = integersOf(arguments[u"versions"_s]);
    QList<OrderAt> places;
    for (int i = 0; i < ids.size(); ++i)
        places.append({{ids[i]}, int(versions[i])});
    return places;
}

OrderAt placeOf(const QJsonObject &arguments)
{
    return {{arguments[u"order"_s].toInteger()}, arguments[u"version"_s].toInt()};
}

QJsonObject drawNote(Beliefs &beliefs, QRandomGenerator &random, QUuid id)
{
    // Long ones take more than one record of TLS.
    const int length = random.bounded(4) == 0 ? 10'000 + random.bounded(9000) : random.bounded(200);
    return {{u"order"_s, beliefs.any(random).id}, {u"body"_s, idText(id) + u' ' + QString(length, u'n')}};
}

QFuture<Result<CommandOutcome>> sendNote(const Desktop &desktop, QUuid id, const QJsonObject &arguments)
{
    return desktop.orders.addNote(id, {arguments[u"order"_s].toInteger()}, arguments[u"body"_s].toString());
}

QJsonObject drawHold(Beliefs &beliefs, QRandomGenerator &random, QUuid id)
{
    QJsonObject arguments = beliefs.choice(random);
    const QStringList reasons = holdReasons();
    arguments.insert(u"reason"_s, reasons.at(random.bounded(int(reasons.size()))));
    arguments.insert(u"note"_s, idText(id));
    return arguments;
}

QFuture<Result<CommandOutcome>> sendHold(const Desktop &desktop, QUuid id, const QJsonObject &arguments)
{
    return desktop.orders.placeHold(id, placesOf(arguments), {arguments[u"reason"_s].toString(), arguments[u"note"_s].toString()});
}

QJsonObject drawRelease(Beliefs &beliefs, QRandomGenerator &random, QUuid)
{
    QList<qint64> holds, versions;
    // Any order with a hold will do: few have one, and it must not be left to luck whether releasing is tried at all.
    for (const Beliefs::Order &order : beliefs.orders()) {
        if (random.bounded(4) == 0)
            continue;
        for (const qint64 hold : order.holds) {
            holds.append(hold);
            versions.append(order.version);
        }
    }
    return holds.isEmpty() ? QJsonObject() : QJsonObject{{u"holds"_s, toJson(holds)}, {u"versions"_s, toJson(versions)}};
}

QFuture<Result<CommandOutcome>> sendRelease(const Desktop &desktop, QUuid id, const QJsonObject &arguments)
{
    const QList<qint64> holds = integersOf(arguments[u"holds"_s]), versions = integersOf(arguments[u"versions"_s]);
    QList<HoldAt> places;
    for (int i = 0; i < holds.size(); ++i)
        places.append({{holds[i]}, int(versions[i])});
    return desktop.orders.releaseHold(id, places);
}

QJsonObject drawShip(Beliefs &beliefs, QRandomGenerator &random, QUuid)
{
    const Beliefs::Order &order = beliefs.any(random);
    return {{u"order"_s, order.id}, {u"version"_s, order.version}, {u"line"_s, 1 + random.bounded(2)}, {u"pieces"_s, 1 + random.bounded(2)}};
}

QFuture<Result<CommandOutcome>> sendShip(const Desktop &desktop, QUuid id, const QJsonObject &arguments)
{
    const Parcel parcel{u"DHL"_s, u"RX1"_s, {{arguments[u"line"_s].toInteger(), arguments[u"pieces"_s].toInt()}}};
    return desktop.orders.ship(id, placeOf(arguments), {parcel}, true);
}

QJsonObject drawShipWhole(Beliefs &beliefs, QRandomGenerator &random, QUuid)
{
    return beliefs.choice(random);
}

QFuture<Result<CommandOutcome>> sendShipWhole(const Desktop &desktop, QUuid id, const QJsonObject &arguments)
{
    return desktop.session.commandClient().send({u"test/ship_whole"_s, "select desk.ship_whole($1, $2::bigint[], $3::int[], 'DPD', true)"}, id,
                                                Params().integers(integersOf(arguments[u"orders"_s])).integers(integersOf(arguments[u"versions"_s])));
}

/// An amount, a piece of the first line, which stays at one price and may be kept here, or some of the shipping. Of an order with a discount or a tax the
/// piece comes to less or more, and the store says so.
QJsonObject drawRefund(Beliefs &beliefs, QRandomGenerator &random, QUuid)
{
    const Beliefs::Order &order = beliefs.any(random);
    const int kind = random.bounded(4);
    return {{u"order"_s, order.id}, {u"version"_s, order.version}, {u"piece"_s, kind == 0}, {u"kept"_s, random.bounded(2)}, {u"shipping"_s, kind == 1 ? 1 + random.bounded(300) : 0},
            {u"adjustment"_s, kind > 1 ? 1 + random.bounded(6000) : 0}};
}

QFuture<Result<CommandOutcome>> sendRefund(const Desktop &desktop, QUuid id, const QJsonObject &arguments)
{
    RefundChoice choice;
    if (arguments[u"piece"_s].toBool())
        choice.pieces = {{.line = 1, .quantity = 1, .unsent = arguments[u"kept"_s].toInt(), .restock = arguments[u"kept"_s].toInt()}};
    choice.shipping = arguments[u"shipping"_s].toInteger();
    choice.adjustment = arguments[u"adjustment"_s].toInteger();
    choice.amount = choice.shipping + choice.adjustment + (choice.pieces.isEmpty() ? 0 : firstLinePrice);
    return desktop.orders.refund(id, placeOf(arguments), choice);
}

/// One that is believed to be owed; where none is, one of some order all the same, and the store says why not.
QJsonObject drawRefundPaid(Beliefs &beliefs, QRandomGenerator &random, QUuid)
{
    for (const Beliefs::Order &order : beliefs.orders()) {
        if (!order.owed.isEmpty())
            return {{u"order"_s, order.id}, {u"version"_s, order.version}, {u"refund"_s, order.owed.at(random.bounded(int(order.owed.size())))}};
    }
    const Beliefs::Order &order = beliefs.any(random);
    return {{u"order"_s, order.id}, {u"version"_s, order.version}, {u"refund"_s, 1 + random.bounded(3)}};
}

QFuture<Result<CommandOutcome>> sendRefundPaid(const Desktop &desktop, QUuid id, const QJsonObject &arguments)
{
    return desktop.orders.markRefundsPaid(id, placeOf(arguments), {arguments[u"refund"_s].toInt()});
}

QJsonObject drawCancel(Beliefs &beliefs, QRandomGenerator &random, QUuid)
{
    return beliefs.choice(random);
}

QFuture<Result<CommandOutcome>> sendCancel(const Desktop &desktop, QUuid id, const QJsonObject &arguments)
{
    return desktop.orders.cancel(id, placesOf(arguments), {.reason = u"stock"_s, .note = {}, .isRestocked = true, .isRefunded = true, .isTold = true});
}

QJsonObject drawTag(Beliefs &beliefs, QRandomGenerator &random, QUuid id)
{
    QList<qint64> ids;
    for (const Beliefs::Order &order : beliefs.some(random))
        ids.append(order.id);
    return {{u"orders"_s, toJson(ids)}, {u"tag"_s, idText(id)}};
}

QFuture<Result<CommandOutcome>> sendTag(const Desktop &desktop, QUuid id, const QJsonObject &arguments)
{
    return desktop.session.commandClient().send({u"test/tag"_s, "select desk.tag($1, $2::bigint[], $3::text[], '{}')"}, id,
                                                Params().integers(integersOf(arguments[u"orders"_s])).texts({arguments[u"tag"_s].toString()}));
}

QJsonObject drawUndo(Beliefs &beliefs, QRandomGenerator &random, QUuid)
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

QList<Verb> handlingVerbs()
{
    return {
        {.name = u"note_add"_s, .weight = 3, .draw = drawNote, .send = sendNote,
         .effects = "select count(*) from store.note where body like $1 || '%'",
         // An order by phone comes with a note of its own.
         .all = "select count(*) from store.note n where order_id = any($1::bigint[]) and staff_id is not null "
                "and not exists (select from store.command c where c.id::text = n.body and c.verb = 'order_create')"},
        {.name = u"hold_place"_s, .weight = 3, .draw = drawHold, .send = sendHold,
         .effects = "select count(*) from store.hold where note = $1",
         .all = "select count(*) from store.hold where order_id = any($1::bigint[])"},
        {.name = u"hold_release"_s, .weight = 3, .draw = drawRelease, .send = sendRelease,
         .effects = "select count(*) from store.event e where command_id = $1::uuid and kind = 'hold_released' and not exists (select from store.hold h "
                    "where h.released_at is null and h.id in (select jsonb_array_elements_text(e.detail->'hold_ids')::bigint))",
         .all = "select count(*) from store.event where order_id = any($1::bigint[]) and kind = 'hold_released'"},
        {.name = u"ship"_s, .weight = 4, .draw = drawShip, .send = sendShip,
         .effects = "select count(*) from store.shipment where command_id = $1::uuid",
         // Told apart by their commands: a correction gives a parcel another carrier.
         .all = "select count(*) from store.shipment s where order_id = any($1::bigint[]) and not exists (select from store.command c where c.id = s.command_id and c.verb = 'ship_whole')", .messages = 1, .who = Who::Lead},
        {.name = u"ship_whole"_s, .weight = 1, .draw = drawShipWhole, .send = sendShipWhole,
         .effects = "select count(*) from store.shipment where command_id = $1::uuid",
         .all = "select count(*) from store.shipment s where order_id = any($1::bigint[]) and exists (select from store.command c where c.id = s.command_id and c.verb = 'ship_whole')", .messages = 1, .who = Who::Lead},
        // A cancellation writes refunds too, so what there is of them tells nothing of this verb alone.
        {.name = u"refund"_s, .weight = 4, .draw = drawRefund, .send = sendRefund,
         .effects = "select count(*) from store.refund where command_id = $1::uuid", .all = {}, .messages = 1, .who = Who::Lead},
        {.name = u"refund_paid"_s, .weight = 3, .draw = drawRefundPaid, .send = sendRefundPaid,
         .effects = "select count(*) from store.event where command_id = $1::uuid and kind = 'refund_paid'",
         .all = "select count(*) from store.event where order_id = any($1::bigint[]) and kind = 'refund_paid'", .messages = 0, .who = Who::Lead},
        {.name = u"cancel"_s, .weight = 1, .draw = drawCancel, .send = sendCancel,
         .effects = "select count(*) from store.event where command_id = $1::uuid and kind = 'cancelled'",
         .all = "select count(*) from store.event where order_id = any($1::bigint[]) and kind = 'cancelled'", .messages = 1, .who = Who::Lead},
        {.name = u"tag"_s, .weight = 2, .draw = drawTag, .send = sendTag,
         .effects = "select count(*) from store.order_change where command_id = $1::uuid and field = 'tags'",
         .all = "select count(*) from store.order_change where order_id = any($1::bigint[]) and field = 'tags'"},
        // Of somebody else's command, the store says that there is none.
        {.name = u"undo"_s, .weight = 4, .draw = drawUndo, .send = sendUndo,
         .effects = "select count(*) from store.event where command_id = $1::uuid and kind = 'undone'",
         .all = "select count(*) from store.event where order_id = any($1::bigint[]) and kind = 'undone'"},
    };
}

} // namespace

const QList<Verb> &verbs()
{
    static const QList<Verb> all = handlingVerbs() + correctionVerbs() + paperVerbs() + recordVerbs() + adminVerbs() + errands();
    return all;
}

bool mayDo(const Verb &verb, const QString &login)
{
    switch (verb.who) {
    case Who::Anybody: return login == u"lead" || login == u"agent";
    case Who::Lead: return login == u"lead";
    case Who::Privacy: return login == u"privacy";
    case Who::Admin: return login == u"admin";
    }
    return false;
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

} // namespace Steward::Test
