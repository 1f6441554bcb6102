// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/verbs.h"

using namespace Qt::StringLiterals;

namespace Steward::Test {

namespace {

QFuture<Result<CommandOutcome>> send(const Desktop &desktop, const QString &name, const QByteArray &sql, QUuid id, const Params &params)
{
    return desktop.session.commandClient().send({u"test/"_s + name, sql}, id, params);
}

QJsonObject drawAssign(Beliefs &beliefs, QRandomGenerator &random, QUuid)
{
    QJsonObject arguments = beliefs.choice(random);
    // Somebody else each time, so that each time there is something to do.
    arguments.insert(u"colleague"_s, u"colleague_%1"_s.arg(beliefs.nextNumber()));
    return arguments;
}

QFuture<Result<CommandOutcome>> sendAssign(const Desktop &desktop, QUuid id, const QJsonObject &arguments)
{
    return send(desktop, u"assign"_s, "select desk.assign($1, $2::bigint[], $3::int[], $4)", id,
                Params().integers(integersOf(arguments[u"orders"_s])).integers(integersOf(arguments[u"versions"_s])).text(arguments[u"colleague"_s].toString()));
}

/// The company of an address, from what is believed to be there, or was once; as far as the seed says: this order, the customer too, all
/// of their open orders.
QJsonObject drawContactFix(Beliefs &beliefs, QRandomGenerator &random, QUuid id)
{
    const Beliefs::Order &order = beliefs.any(random);
    const QStringList scopes{u"order"_s, u"order"_s, u"customer"_s, u"open_orders"_s};
    const qsizetype back = random.bounded(4) == 0 ? random.bounded(int(order.companies.size())) : 0;
    return {{u"order"_s, order.id}, {u"from"_s, order.companies.at(order.companies.size() - 1 - back)}, {u"to"_s, idText(id)}, {u"scope"_s, scopes.at(random.bounded(int(scopes.size())))}};
}

QFuture<Result<CommandOutcome>> sendContactFix(const Desktop &desktop, QUuid id, const QJsonObject &arguments)
{
    const QJsonObject changes{{u"shipping.company"_s, QJsonObject{{u"from"_s, arguments[u"from"_s]}, {u"to"_s, arguments[u"to"_s]}}}};
    return send(desktop, u"contact_fix"_s, "select desk.contact_fix($1, $2, $3, $4)", id,
                Params().integer(arguments[u"order"_s].toInteger()).json(changes).text(arguments[u"scope"_s].toString()));
}

/// More or fewer pieces, the second line at another price or gone, and perhaps a further one.
QJsonObject drawLinesChange(Beliefs &beliefs, QRandomGenerator &random, QUuid id)
{
    const Beliefs::Order &order = beliefs.any(random);
    QJsonArray lines{QJsonObject{{u"line_no"_s, 1}, {u"sku"_s, u"MUG-1"_s}, {u"title"_s, u"Mug"_s}, {u"quantity"_s, 1 + random.bounded(4)}, {u"price_minor"_s, firstLinePrice}}};
    if (random.bounded(3) > 0)
        lines.append(QJsonObject{{u"line_no"_s, 2}, {u"sku"_s, u"POT-1"_s}, {u"title"_s, u"Pot"_s}, {u"quantity"_s, 1 + random.bounded(3)}, {u"price_minor"_s, 2000 + random.bounded(3000)}});
    if (random.bounded(3) == 0)
        lines.append(QJsonObject{{u"sku"_s, u"LID-1"_s}, {u"title"_s, idText(id)}, {u"quantity"_s, 1 + random.bounded(2)}, {u"price_minor"_s, 99 + random.bounded(900)}});
    return {{u"order"_s, order.id}, {u"version"_s, order.version}, {u"lines"_s, lines}};
}

QFuture<Result<CommandOutcome>> sendLinesChange(const Desktop &desktop, QUuid id, const QJsonObject &arguments)
{
    return send(desktop, u"lines_change"_s, "select desk.lines_change($1, $2, $3::int, $4, false)", id,
                Params().integer(arguments[u"order"_s].toInteger()).integer(arguments[u"version"_s].toInteger()).json(arguments[u"lines"_s].toArray()));
}

/// Of the customer whose the other orders are.
QJsonObject drawOrderCreate(Beliefs &beliefs, QRandomGenerator &random, QUuid id)
{
    const QJsonArray lines{QJsonObject{{u"sku"_s, u"MUG-1"_s}, {u"title"_s, u"Mug"_s}, {u"quantity"_s, 1 + random.bounded(3)}, {u"price_minor"_s, firstLinePrice}},
                           QJsonObject{{u"sku"_s, u"POT-1"_s}, {u"title"_s, u"Pot"_s}, {u"quantity"_s, 1}, {u"price_minor"_s, 1 + random.bounded(5000)}}};
    const QJsonObject address{{u"name"_s, u"Hans Müller"_s}, {u"line1"_s, u"Gartenweg 1"_s}, {u"postal_code"_s, u"80331"_s}, {u"city"_s, u"München"_s}, {u"country"_s, u"DE"_s}};
    return {{u"name"_s, u"Hans Müller"_s}, {u"email"_s, beliefs.customer()}, {u"currency"_s, u"EUR"_s}, {u"shipping_address"_s, address}, {u"shipping_minor"_s, random.bounded(600)},
            {u"discount_minor"_s, random.bounded(300)}, {u"tax_minor"_s, random.bounded(300)}, {u"lines"_s, lines}, {u"note"_s, idText(id)}, {u"confirm"_s, true}};
}

QFuture<Result<CommandOutcome>> sendOrderCreate(const Desktop &desktop, QUuid id, const QJsonObject &arguments)
{
    return send(desktop, u"order_create"_s, "select desk.order_create($1, $2)", id, Params().json(arguments));
}

QJsonObject drawStockReturn(Beliefs &beliefs, QRandomGenerator &random, QUuid)
{
    const Beliefs::Order &order = beliefs.any(random);
    return {{u"order"_s, order.id}, {u"version"_s, order.version}, {u"line"_s, 1 + random.bounded(2)}, {u"pieces"_s, 1 + random.bounded(2)}};
}

QFuture<Result<CommandOutcome>> sendStockReturn(const Desktop &desktop, QUuid id, const QJsonObject &arguments)
{
    const QJsonArray returned{QJsonObject{{u"line_no"_s, arguments[u"line"_s]}, {u"quantity"_s, arguments[u"pieces"_s]}}};
    return send(desktop, u"stock_return"_s, "select desk.stock_return($1, $2, $3::int, $4)", id,
                Params().integer(arguments[u"order"_s].toInteger()).integer(arguments[u"version"_s].toInteger()).json(returned));
}

QJsonObject drawParcel(Beliefs &beliefs, QRandomGenerator &random, QUuid id)
{
    const Beliefs::Order &order = beliefs.any(random);
    return {{u"order"_s, order.id}, {u"version"_s, order.version}, {u"parcel"_s, 1 + random.bounded(2)}, {u"tracking"_s, idText(id)}};
}

/// Nobody is told: whether that takes a message of its own hangs on whether the first one still waits.
QFuture<Result<CommandOutcome>> sendParcelFix(const Desktop &desktop, QUuid id, const QJsonObject &arguments)
{
    const OrderAt order{{arguments[u"order"_s].toInteger()}, arguments[u"version"_s].toInt()};
    return desktop.orders.fixParcel(id, order, arguments[u"parcel"_s].toInt(), {u"UPS"_s, arguments[u"tracking"_s].toString(), false});
}

QFuture<Result<CommandOutcome>> sendParcelVoid(const Desktop &desktop, QUuid id, const QJsonObject &arguments)
{
    return desktop.orders.voidParcel(id, {{arguments[u"order"_s].toInteger()}, arguments[u"version"_s].toInt()}, arguments[u"parcel"_s].toInt());
}

QJsonObject drawMessage(Beliefs &beliefs, QRandomGenerator &random, QUuid id)
{
    return {{u"order"_s, beliefs.any(random).id}, {u"template"_s, random.bounded(3) == 0 ? u"confirmation"_s : u"question"_s}, {u"body"_s, idText(id)}};
}

QFuture<Result<CommandOutcome>> sendMessage(const Desktop &desktop, QUuid id, const QJsonObject &arguments)
{
    return send(desktop, u"message_send"_s, "select desk.message_send($1, $2, $3, $4)", id,
                Params().integer(arguments[u"order"_s].toInteger()).text(arguments[u"template"_s].toString()).text(arguments[u"body"_s].toString()));
}

} // namespace

QList<Verb> correctionVerbs()
{
    return {
        {.name = u"assign"_s, .weight = 2, .draw = drawAssign, .send = sendAssign,
         .effects = "select count(*) from store.order_change where command_id = $1::uuid and field = 'assigned_to'",
         .all = "select count(*) from store.order_change where order_id = any($1::bigint[]) and field = 'assigned_to'"},
        {.name = u"contact_fix"_s, .weight = 4, .draw = drawContactFix, .send = sendContactFix,
         .effects = "select count(*) from store.order_change where command_id = $1::text::uuid and field = 'shipping.company' and new_value #>> '{}' = $1",
         // Taken back, a correction is written once more the other way round.
         .all = "select count(*) from store.order_change c where order_id = any($1::bigint[]) and field = 'shipping.company' "
                "and not exists (select from store.command u where u.id = c.command_id and u.verb = 'undo')"},
        {.name = u"lines_change"_s, .weight = 4, .draw = drawLinesChange, .send = sendLinesChange,
         .effects = "select count(*) from store.order_change where command_id = $1::uuid and field = 'money'",
         .all = "select count(*) from store.event where order_id = any($1::bigint[]) and kind = 'lines_changed'"},
        {.name = u"order_create"_s, .weight = 2, .draw = drawOrderCreate, .send = sendOrderCreate,
         .effects = "select count(*) from store.note n join store.orders o on o.id = n.order_id where n.body = $1 and o.source = 'phone'",
         .all = "select count(*) from store.orders where id = any($1::bigint[]) and source = 'phone'", .messages = 1},
        {.name = u"stock_return"_s, .weight = 5, .draw = drawStockReturn, .send = sendStockReturn,
         .effects = "select count(*) from store.stock_return where command_id = $1::uuid",
         // What is refunded or cancelled goes back to stock with it, and what is taken back leaves it.
         .all = "select count(*) from store.stock_return r where order_id = any($1::bigint[]) "
                "and not exists (select from store.command c where c.id = r.command_id and c.verb in ('refund', 'cancel', 'undo'))", .messages = 0, .who = Who::Lead},
        {.name = u"parcel_fix"_s, .weight = 4, .draw = drawParcel, .send = sendParcelFix,
         .effects = "select count(*) from store.order_change where command_id = $1::text::uuid and field = 'parcel' and new_value->>'tracking' = $1",
         .all = "select count(*) from store.order_change c where order_id = any($1::bigint[]) and field = 'parcel' "
                "and not exists (select from store.command u where u.id = c.command_id and u.verb = 'undo')", .messages = 0, .who = Who::Lead},
        {.name = u"parcel_void"_s, .weight = 2, .draw = drawParcel, .send = sendParcelVoid,
         .effects = "select count(*) from store.event where command_id = $1::uuid and kind = 'parcel_voided'",
         .all = "select count(*) from store.event where order_id = any($1::bigint[]) and kind = 'parcel_voided'", .messages = 0, .who = Who::Lead},
        {.name = u"message_send"_s, .weight = 2, .draw = drawMessage, .send = sendMessage,
         .effects = "select count(*) from mailroom.outbox where command_id = $1::text::uuid and body->>'text' = $1",
         .all = "select count(*) from mailroom.outbox where order_id = any($1::bigint[]) and (template = 'question' or template = 'confirmation' and body->>'text' <> '')", .messages = 1},
    };
}

} // namespace Steward::Test
