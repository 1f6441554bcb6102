-- Both status axes follow from payments, refunds, shipments, holds and cancellation. Nothing else may change them.

create or replace function store.payment_status(captured bigint, refunded bigint, total bigint, authorised bigint, voided bigint, cancelled boolean)
returns text language sql immutable parallel safe
    return case
        when refunded > 0 and refunded >= captured then 'refunded'
        when refunded > 0 then 'partially_refunded'
        when captured >= total and (captured > 0 or total = 0) then 'paid'
        when captured > 0 then 'partially_paid'
        when cancelled or (voided > 0 and voided >= authorised) then 'voided'
        when authorised > 0 then 'authorised'
        else 'pending'
    end;

create or replace function store.fulfilment_status(ordered int, shipped int, holds int, cancelled boolean) returns text
language sql immutable parallel safe
    return case
        when ordered > 0 and shipped >= ordered then 'fulfilled'
        when cancelled then 'cancelled'
        when holds > 0 then 'on_hold'
        when shipped > 0 then 'partially_fulfilled'
        else 'unfulfilled'
    end;

-- Brings the derived columns of some orders up to date; writes only rows that change. With one plan for all calls of a session, since
-- every command runs it several times an order and planning it takes longer than running it; by indexes alone, since a plan made while
-- the store was small stays when it has grown.
create or replace function store.derive(order_ids bigint[]) returns void
language plpgsql security definer set search_path = pg_catalog, store, pg_temp set plan_cache_mode = force_generic_plan
set enable_seqscan = off as $$
begin
    with sums as (
        select o.id, pay.captured as paid, back.refunded, line.items, ship.items as shipped, ship.last_at, held.open as holds,
            payment_status(pay.captured, back.refunded, o.total_minor, pay.authorised, pay.voided, o.cancelled_at is not null) as payment,
            fulfilment_status(line.items - gone.items, ship.items, held.in_full, o.cancelled_at is not null) as fulfilment
        from orders o
        cross join lateral (select coalesce(sum(p.amount_minor) filter (where p.kind = 'captured'), 0)::bigint as captured,
                coalesce(sum(p.amount_minor) filter (where p.kind = 'authorised'), 0)::bigint as authorised,
                coalesce(sum(p.amount_minor) filter (where p.kind = 'voided'), 0)::bigint as voided
            from payment p where p.order_id = o.id) pay
        cross join lateral (select coalesce(sum(r.amount_minor), 0)::bigint as refunded from refund r where r.order_id = o.id and r.status in ('requested', 'done')) back
        cross join lateral (select coalesce(sum(l.quantity), 0)::int as items from order_line l where l.order_id = o.id) line
        cross join lateral (select coalesce(sum(sl.quantity), 0)::int as items, max(s.at) as last_at
            from shipment s join shipment_line sl using (order_id, shipment_no) where s.order_id = o.id and s.voided_at is null) ship
        cross join lateral (select coalesce(sum(rl.unsent), 0)::int as items
            from refund r join refund_line rl using (order_id, refund_no) where r.order_id = o.id and r.status in ('requested', 'done')) gone
        -- An order is on hold when all of it is, by a hold of the whole or by some of its lines that leave nothing to be sent.
        cross join lateral (select h.open, h.whole + case when h.open > h.whole and all_is_held(o.id) then 1 else 0 end as in_full
            from (select count(*)::int as open, (count(*) filter (where h.lines is null))::int as whole from hold h where h.order_id = o.id and h.released_at is null) h) held
        where o.id = any(order_ids)
    )
    update orders o
    set paid_minor = s.paid, refunded_minor = s.refunded, item_count = s.items, shipped_count = s.shipped, last_shipped_at = s.last_at,
        hold_count = s.holds, payment_status = s.payment, fulfilment_status = s.fulfilment
    from sums s
    where o.id = s.id
      and (o.paid_minor, o.refunded_minor, o.item_count, o.shipped_count, o.last_shipped_at, o.hold_count, o.payment_status, o.fulfilment_status)
          is distinct from (s.paid, s.refunded, s.items, s.shipped, s.last_at, s.holds, s.payment, s.fulfilment);
end $$;

-- Once a statement, whatever number of rows it wrote. A refund counts unless it failed or was withdrawn, a shipment unless it was voided,
-- and what is refunded unsent need not be shipped.
create or replace function store.derive_written() returns trigger
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    perform derive(array(select distinct order_id from written));
    return null;
end $$;
create or replace function store.derive_placed() returns trigger
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    perform derive(array(select id from written));
    return null;
end $$;
create or replace function store.derive_changed() returns trigger
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    perform derive(array[new.id]);
    return null;
end $$;

do $$
declare
    relation text;
begin
    foreach relation in array array['payment', 'refund', 'refund_line', 'hold', 'order_line', 'shipment', 'shipment_line'] loop
        execute format('create or replace trigger derive_insert after insert on store.%I referencing new table as written
            for each statement execute function store.derive_written()', relation);
        execute format('create or replace trigger derive_update after update on store.%I referencing new table as written
            for each statement execute function store.derive_written()', relation);
        execute format('create or replace trigger derive_delete after delete on store.%I referencing old table as written
            for each statement execute function store.derive_written()', relation);
    end loop;
end $$;
-- An order may be written with its statuses worked out (an import does); it is checked all the same.
create or replace trigger derive_insert after insert on store.orders referencing new table as written
    for each statement execute function store.derive_placed();
create or replace trigger derive_update after update of cancelled_at, total_minor on store.orders
    for each row when (old.cancelled_at is distinct from new.cancelled_at or old.total_minor <> new.total_minor)
    execute function store.derive_changed();

-- Every change of an order is a new version of it. A status set by hand is refused: derive() runs under another trigger, a hand does not.
create or replace function store.order_changed() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    if pg_trigger_depth() < 2 and (old.payment_status, old.fulfilment_status, old.paid_minor, old.refunded_minor, old.hold_count, old.item_count,
            old.shipped_count, old.last_shipped_at)
        is distinct from (new.payment_status, new.fulfilment_status, new.paid_minor, new.refunded_minor, new.hold_count, new.item_count,
            new.shipped_count, new.last_shipped_at) then
        raise exception 'status follows from payments, shipments, refunds and holds' using errcode = '42501';
    end if;
    new.version := old.version + 1;
    return new;
end $$;
create or replace trigger version before update on store.orders
    for each row when (old.* is distinct from new.*) execute function store.order_changed();
