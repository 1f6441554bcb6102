-- What an order's rows come to: what is still to be sent, what came back, what may still be refunded.

-- How much of each line is still to be sent: ordered, less shipped, less what was refunded unsent.
create or replace function store.lines_left(wanted bigint) returns table(line_no int, quantity int, shipped int, unsent int, open_quantity int)
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select l.line_no, l.quantity, s.items, u.items, greatest(l.quantity - s.items - u.items, 0)
    from order_line l
    cross join lateral (select coalesce(sum(sl.quantity), 0)::int as items from shipment_line sl join shipment p using (order_id, shipment_no)
        where sl.order_id = wanted and sl.line_no = l.line_no and p.voided_at is null) s
    cross join lateral (select coalesce(sum(rl.unsent), 0)::int as items from refund_line rl join refund r using (order_id, refund_no)
        where rl.order_id = wanted and rl.line_no = l.line_no and r.status in ('requested', 'done')) u
    where l.order_id = wanted
$$;

-- How much of each line's open pieces is held by holds of lines; of the others something can be sent, unless the whole order is held.
create or replace function store.lines_held(wanted bigint) returns table(line_no int, open_quantity int, held_quantity int)
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select f.line_no, f.open_quantity, least(f.open_quantity, h.items)
    from lines_left(wanted) f
    cross join lateral (select coalesce(sum((l->>'quantity')::int), 0)::int as items from hold h cross join jsonb_array_elements(h.lines) l
        where h.order_id = wanted and h.released_at is null and h.lines is not null and (l->>'line_no')::int = f.line_no) h
$$;
create or replace function store.all_is_held(wanted bigint) returns boolean
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select coalesce(sum(h.open_quantity) > 0 and sum(h.held_quantity) >= sum(h.open_quantity), false) from lines_held(wanted) h
$$;

-- How much of a line is back in stock.
create or replace function store.returned_quantity(wanted bigint, wanted_line int) returns int
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select coalesce(sum(r.quantity), 0)::int from stock_return r where r.order_id = wanted and r.line_no = wanted_line
$$;

-- How much of each line may still go back to stock: what was sent, or will not be sent any more, less what came back before.
create or replace function store.lines_returnable(o store.orders) returns table(line_no int, quantity int)
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select f.line_no, greatest(f.quantity - case when o.cancelled_at is null then f.open_quantity else 0 end - returned_quantity(o.id, f.line_no), 0)
    from lines_left(o.id) f
$$;

-- What each line is worth of the order's total without shipping: its share by price less discount, so that an order's discount and tax
-- fall on its lines and all of them together come to the cent.
create or replace function store.line_values(wanted bigint) returns table(line_no int, quantity int, value_minor bigint)
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    with line as (
        select l.line_no, l.quantity, greatest(l.price_minor * l.quantity - l.discount_minor, 0)::numeric as net, greatest(o.total_minor - o.shipping_minor, 0)::numeric as goods
        from order_line l join orders o on o.id = l.order_id where l.order_id = wanted),
    reach as (
        select line.*, sum(net) over (order by line.line_no) as up_to, sum(net) over () as whole from line)
    select reach.line_no, reach.quantity, case when whole = 0 then 0 else (round(goods * up_to / whole) - round(goods * (up_to - net) / whole))::bigint end from reach
$$;

-- What some pieces of a line are worth after others were refunded for an amount: the last piece is worth what is left of the line, also
-- when a refund between them has failed.
drop function if exists store.pieces_value(bigint, int, int, int);
create or replace function store.pieces_value(line_value bigint, line_quantity int, refunded_before int, refunded_value bigint, pieces int) returns bigint
language sql immutable parallel safe
    return greatest(case when refunded_before + pieces >= line_quantity then line_value - refunded_value
        else least(round(line_value::numeric * (refunded_before + pieces) / line_quantity) - round(line_value::numeric * refunded_before / line_quantity), line_value - refunded_value) end, 0)::bigint;

create or replace function store.refunded_quantity(wanted bigint, wanted_line int) returns int
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select coalesce(sum(rl.quantity), 0)::int from refund_line rl join refund r using (order_id, refund_no)
    where rl.order_id = wanted and rl.line_no = wanted_line and r.status in ('requested', 'done')
$$;

create or replace function store.refunded_value(wanted bigint, wanted_line int) returns bigint
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select coalesce(sum(rl.amount_minor), 0)::bigint from refund_line rl join refund r using (order_id, refund_no)
    where rl.order_id = wanted and rl.line_no = wanted_line and r.status in ('requested', 'done')
$$;

create or replace function store.refunded_shipping(wanted bigint) returns bigint
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select coalesce(sum(r.shipping_minor), 0)::bigint from refund r where r.order_id = wanted and r.status in ('requested', 'done')
$$;

-- What is still to be paid of an order or, negative, to be given back: what was paid beyond what it comes to by now, but for what was
-- refunded without goods or shipping coming back for it. 0 while a payment is authorised and only has to be taken, and of an order that
-- is cancelled, where the cancellation gave back what it was to.
create or replace function store.due_minor(o store.orders) returns bigint
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select case
        when o.cancelled_at is not null then 0
        when o.payment_status in ('pending', 'partially_paid') then o.total_minor - o.paid_minor
        else least(0, o.total_minor - o.paid_minor + greatest(0, o.refunded_minor - refunded_shipping(o.id)
            - (select coalesce(sum(rl.amount_minor), 0) from refund_line rl join refund r using (order_id, refund_no) where rl.order_id = o.id and r.status in ('requested', 'done')))) end::bigint
$$;

-- What can still go back to each captured payment. Refunds that name none, as imports bring them, are taken off the first ones.
create or replace function store.captures_left(wanted bigint) returns table(payment_no int, processor text, reference text, left_minor bigint)
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    with pay as (
        select p.payment_no, p.processor, p.reference, p.amount_minor - coalesce((select sum(r.amount_minor) from refund r
                where r.order_id = wanted and r.payment_no = p.payment_no and r.status in ('requested', 'done')), 0) as own
        from payment p where p.order_id = wanted and p.kind = 'captured'),
    unnamed as (
        select coalesce(sum(r.amount_minor), 0) as gone from refund r where r.order_id = wanted and r.payment_no is null and r.status in ('requested', 'done'))
    select pay.payment_no, pay.processor, pay.reference,
        greatest(least(pay.own, sum(pay.own) over (order by pay.payment_no) - unnamed.gone), 0)::bigint
    from pay cross join unnamed
$$;

-- Whether a processor is asked for a refund of a payment; what others took somebody pays back by hand.
create or replace function store.goes_by_processor(processor text, reference text) returns boolean
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select reference <> '' and key_of(processor) in (select jsonb_array_elements_text(value) from setting where key = 'refund.processors')
$$;

-- Whether somebody has still to pay a refund out, and to say so.
create or replace function store.is_owed(r store.refund) returns boolean
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select r.by_hand and r.status = 'done' and r.paid_at is null
$$;

-- Why an order's customer may not be written to about it; empty when they may.
create or replace function store.message_obstacle(o store.orders) returns text
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select case
        when o.email_key is null then 'no_email'
        when greatest(o.placed_at, o.last_shipped_at, o.cancelled_at) < clock_timestamp() - make_interval(days => setting('message.order_days')::int)
            and o.fulfilment_status not in ('unfulfilled', 'partially_fulfilled', 'on_hold') then 'too_long_ago'
        else '' end
$$;
