// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/errands.h"
#include "tests/faults/verbs.h"

using namespace Qt::StringLiterals;

namespace Steward::Test {

namespace {

/// One order, and mostly of those that are invoiced at all: the lines of an invoiced order stay as they are, and the others are to be changed.
QJsonObject drawInvoice(Beliefs &beliefs, QRandomGenerator &random, QUuid)
{
    const QList<Beliefs::Order> &orders = beliefs.orders();
    const qsizetype some = std::max<qsizetype>(1, orders.size() / 4);
    return {{u"orders"_s, toJson({orders.at(random.bounded(int(some))).id})}};
}

QFuture<Result<CommandOutcome>> sendInvoice(const Desktop &desktop, QUuid id, const QJsonObject &arguments)
{
    return desktop.session.commandClient().send({u"test/paper_issue"_s, "select desk.paper_issue($1, 'invoice', $2::bigint[], null)"}, id,
                                                Params().integers(integersOf(arguments[u"orders"_s])));
}

QJsonObject drawCarrierFile(Beliefs &beliefs, QRandomGenerator &random, QUuid)
{
    QList<qint64> ids;
    for (const Beliefs::Order &order : beliefs.some(random))
        ids.append(order.id);
    return {{u"orders"_s, toJson(ids)}};
}

QFuture<Result<CommandOutcome>> sendFile(const Desktop &desktop, QUuid id, const QJsonObject &arguments)
{
    return sendCarrierFile(desktop.session, id, integersOf(arguments[u"orders"_s]));
}

} // namespace

QList<Verb> paperVerbs()
{
    return {
        // Asked for again, a paper has the number it had: each order it was done to has one, whoever gave it.
        {.name = u"paper_issue"_s, .weight = 1, .draw = drawInvoice, .send = sendInvoice,
         .effects = "select count(*) from store.command c cross join jsonb_array_elements(c.result->'rows') r join store.paper p on p.order_id = (r->>'order_id')::bigint "
                    "where c.id = $1::uuid and r->>'outcome' = 'done' and p.kind = 'invoice' and p.number = r->'papers'->0->>'number'", .all = {}},
        {.name = u"disclosure_make"_s, .weight = 3, .draw = drawCarrierFile, .send = sendFile,
         .effects = "select count(*) from store.disclosure d cross join unnest(d.order_ids) where d.command_id = $1::uuid",
         .all = "select count(*) from store.disclosure d cross join unnest(d.order_ids) g(id) where g.id = any($1::bigint[])", .messages = 0, .who = Who::Lead},
    };
}

} // namespace Steward::Test
