// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/books.h"

#include "tests/faults/beliefs.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace Steward::Test {

namespace {

/// Refunds that failed or were withdrawn and parcels that were taken back do not count. What was said to be paid out by hand, and not taken
/// back, is. A row for each thing that is wrong.
const QByteArray booksSql = R"(
with sums as (
    select o.*, pay.captured, back.refunded, back.shipping_back, line.items, line.gross, ship.items as shipped, held.open, gone.items as unsent
    from store.orders o
    cross join lateral (select coalesce(sum(p.amount_minor) filter (where p.kind = 'captured'), 0) as captured from store.payment p where p.order_id = o.id) pay
    cross join lateral (select coalesce(sum(r.amount_minor), 0) as refunded, coalesce(sum(r.shipping_minor), 0) as shipping_back
        from store.refund r where r.order_id = o.id and r.status in ('requested', 'done')) back
    cross join lateral (select coalesce(sum(l.quantity), 0) as items, coalesce(sum(l.quantity * l.price_minor), 0) as gross from store.order_line l where l.order_id = o.id) line
    cross join lateral (select coalesce(sum(sl.quantity), 0) as items from store.shipment s join store.shipment_line sl using (order_id, shipment_no)
        where s.order_id = o.id and s.voided_at is null) ship
    cross join lateral (select count(*) as open from store.hold h where h.order_id = o.id and h.released_at is null) held
    cross join lateral (select coalesce(sum(rl.unsent), 0) as items from store.refund r join store.refund_line rl using (order_id, refund_no)
        where r.order_id = o.id and r.status in ('requested', 'done')) gone
    where o.id = any($1::bigint[])),
lines as (
    select l.order_id, l.line_no, l.quantity,
        (select coalesce(sum(rl.quantity), 0) from store.refund r join store.refund_line rl using (order_id, refund_no)
            where r.order_id = l.order_id and rl.line_no = l.line_no and r.status in ('requested', 'done')) as refunded,
        (select coalesce(sum(sr.quantity), 0) from store.stock_return sr where sr.order_id = l.order_id and sr.line_no = l.line_no) as returned,
        (select coalesce(sum(sl.quantity), 0) from store.shipment s join store.shipment_line sl using (order_id, shipment_no)
            where s.order_id = l.order_id and sl.line_no = l.line_no and s.voided_at is null) as shipped
    from store.order_line l where l.order_id = any($1::bigint[]))
select s.id || ': ' || w.why
from sums s cross join lateral (values
    (s.paid_minor <> s.captured, 'paid ' || s.paid_minor || ' of ' || s.captured),
    (s.refunded_minor <> s.refunded, 'refunded ' || s.refunded_minor || ' of ' || s.refunded),
    (s.refunded > s.captured, 'more given back than taken: ' || s.refunded || ' of ' || s.captured),
    (s.shipping_back > s.shipping_minor, 'more shipping given back than taken: ' || s.shipping_back || ' of ' || s.shipping_minor),
    (s.subtotal_minor <> s.gross, 'the lines come to ' || s.gross || ' and not ' || s.subtotal_minor),
    (s.total_minor <> s.gross + s.shipping_minor + s.tax_minor - s.discount_minor, 'the total ' || s.total_minor || ' is not its parts'),
    (least(s.total_minor, s.discount_minor, s.tax_minor) < 0, 'money below zero'),
    (s.item_count <> s.items, 'items ' || s.item_count || ' of ' || s.items),
    (s.shipped_count <> s.shipped, 'shipped ' || s.shipped_count || ' of ' || s.shipped),
    (s.hold_count <> s.open, 'holds ' || s.hold_count || ' of ' || s.open),
    (s.fulfilment_status <> store.fulfilment_status((s.items - s.unsent)::int, s.shipped::int, s.open::int, s.cancelled_at is not null), 'status ' || s.fulfilment_status),
    (s.payment_status <> store.payment_status(s.captured::bigint, s.refunded::bigint, s.total_minor, 0, 0, s.cancelled_at is not null), 'payment ' || s.payment_status)
) as w(is_wrong, why) where w.is_wrong
union all
select l.order_id || ': line ' || l.line_no || ' of ' || l.quantity || ' ' || w.why
from lines l cross join lateral (values
    (l.refunded > l.quantity, 'refunded ' || l.refunded),
    (l.shipped > l.quantity, 'shipped ' || l.shipped),
    (l.returned not between 0 and l.quantity, 'back in stock ' || l.returned)
) as w(is_wrong, why) where w.is_wrong
union all
select r.order_id || ': refund ' || r.refund_no || ' ' || w.why
from store.refund r
cross join lateral (select count(*) as times from store.event e join store.command c on c.id = e.command_id
    where e.order_id = r.order_id and e.kind = 'refund_paid' and e.detail->'refund_no' = to_jsonb(r.refund_no) and c.undone_by is null) said
cross join lateral (values
    (said.times > 1, 'was said to be paid out ' || said.times || ' times'),
    (said.times > 0 and r.paid_at is null, 'was said to be paid out and is still owed'),
    (said.times = 0 and r.paid_at is not null, 'is paid out and nobody has said so'),
    ((r.paid_at is null) <> (r.paid_by is null), 'is paid out by nobody'),
    (r.paid_at is not null and (not r.by_hand or r.status <> 'done'), 'is ' || r.status || ' and was paid out by hand')
) as w(is_wrong, why) where r.order_id = any($1::bigint[]) and w.is_wrong
union all
select s.order_id || ': parcel ' || s.shipment_no || ' says “' || s.carrier || ' ' || s.tracking || '” and was corrected to “' || (last.new_value->>'carrier') || ' ' || (last.new_value->>'tracking') || '”'
from store.shipment s cross join lateral (select c.new_value from store.order_change c
    where c.order_id = s.order_id and c.field = 'parcel' and (c.new_value->>'shipment_no')::int = s.shipment_no order by c.id desc limit 1) last
where s.order_id = any($1::bigint[]) and (s.carrier, s.tracking) is distinct from (last.new_value->>'carrier', last.new_value->>'tracking'))";

} // namespace

QList<qint64> ordersOf(Asker &asker, const QString &customer)
{
    const QString ids = asker.owner("select coalesce(jsonb_agg(id order by id), '[]')::text from store.orders where email_key = store.key_of($1)", Params().text(customer));
    return integersOf(QJsonDocument::fromJson(ids.toUtf8()).array());
}

QStringList wrongBooks(Asker &asker, const QList<qint64> &orders)
{
    QStringList problems;
    const Rows wrong = asker.rows(Cluster::ownerLogin(), booksSql, Params().integers(orders));
    for (int row = 0; row < wrong.count(); ++row)
        problems.append(u"the books of order "_s + wrong.text(row, 0));
    // A number that was drawn and not kept would be a gap; one drawn twice cannot be.
    const Rows counters = asker.rows(Cluster::ownerLogin(), "select kind || ': ' || count(p.id) || ' papers up to number ' || c.next_number - 1 from store.paper_counter c "
                                                            "left join store.paper p using (kind) group by kind, c.next_number having count(p.id) <> c.next_number - 1", {});
    for (int row = 0; row < counters.count(); ++row)
        problems.append(counters.text(row, 0));
    return problems;
}

qint64 verifyAudit(Asker &asker, qint64 from, QStringList &problems)
{
    (void)asker.one(u"work"_s, "select desk.work_tick()");
    const Rows verdict = asker.rows(u"work"_s, "select ok, why, unsealed, head_position from audit.verify($1)", Params().integer(from));
    if (verdict.isEmpty() || !verdict.boolean(0, 0))
        problems.append(u"the audit does not verify: "_s + (verdict.isEmpty() ? QString() : verdict.text(0, 1)));
    else if (verdict.integer(0, 2) != 0)
        problems.append(u"%1 audit rows are not sealed"_s.arg(verdict.integer(0, 2)));
    problems += asker.takeFailures();
    return verdict.isEmpty() ? from : verdict.integer(0, 3);
}

} // namespace Steward::Test
