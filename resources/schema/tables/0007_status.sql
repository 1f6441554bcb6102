-- Both status axes follow from payments, refunds, shipments and holds. Nothing else may change them.
create function store.payment_status(captured bigint, refunded bigint, total bigint, authorised bigint, voided bigint) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select case
        when refunded > 0 and refunded >= captured then 'refunded'
        when refunded > 0 then 'partially_refunded'
        when captured >= total and (captured > 0 or total = 0) then 'paid'
        when captured > 0 then 'partially_paid'
        when voided > 0 and voided >= authorised then 'voided'
        when authorised > 0 then 'authorised'
        else 'pending'
    end
$$;

create function store.fulfilment_status(ordered int, shipped int, holds int, cancelled boolean) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select case
        when ordered > 0 and shipped >= ordered then 'fulfilled'
        when cancelled then 'cancelled'
        when holds > 0 then 'on_hold'
        when shipped > 0 then 'partially_fulfilled'
        else 'unfulfilled'
    end
$$;

-- Brings the derived columns of some orders up to date; touches only rows that change.
create function store.derive(order_ids bigint[]) returns void
language sql security definer set search_path = pg_catalog, store, pg_temp as $$
    with sums as (
        select o.id,
            coalesce(pay.captured, 0)::bigint as paid, coalesce(back.refunded, 0)::bigint as refunded,
            coalesce(line.items, 0)::int as items, coalesce(ship.items, 0)::int as shipped, ship.last_at,
            coalesce(held.open, 0)::int as holds,
            payment_status(coalesce(pay.captured, 0)::bigint, coalesce(back.refunded, 0)::bigint, o.total_minor,
                coalesce(pay.authorised, 0)::bigint, coalesce(pay.voided, 0)::bigint) as payment,
            fulfilment_status(coalesce(line.items, 0)::int, coalesce(ship.items, 0)::int, coalesce(held.open, 0)::int,
                o.cancelled_at is not null) as fulfilment
        from orders o
        left join lateral (select sum(amount_minor) filter (where kind = 'captured') as captured,
                sum(amount_minor) filter (where kind = 'authorised') as authorised, sum(amount_minor) filter (where kind = 'voided') as voided
            from payment p where p.order_id = o.id) pay on true
        left join lateral (select sum(amount_minor) as refunded from refund r where r.order_id = o.id) back on true
        left join lateral (select sum(quantity) as items from order_line l where l.order_id = o.id) line on true
        left join lateral (select sum(sl.quantity) as items, max(s.at) as last_at
            from shipment s join shipment_line sl on sl.shipment_id = s.id where s.order_id = o.id) ship on true
        left join lateral (select count(*) as open from hold h where h.order_id = o.id and h.released_at is null) held on true
        where o.id = any(order_ids)
    )
    update orders o
    set paid_minor = s.paid, refunded_minor = s.refunded, item_count = s.items, shipped_count = s.shipped, last_shipped_at = s.last_at,
        hold_count = s.holds, payment_status = s.payment, fulfilment_status = s.fulfilment
    from sums s
    where o.id = s.id
      and (o.paid_minor, o.refunded_minor, o.item_count, o.shipped_count, o.last_shipped_at, o.hold_count, o.payment_status, o.fulfilment_status)
          is distinct from (s.paid, s.refunded, s.items, s.shipped, s.last_at, s.holds, s.payment, s.fulfilment)
$$;

create function store.derive_changed() returns trigger
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    if tg_op = 'DELETE' then
        perform derive(array(select distinct order_id from changed_old));
    else
        perform derive(array(select distinct order_id from changed_new));
    end if;
    return null;
end $$;

create function store.derive_shipped() returns trigger
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    if tg_op = 'DELETE' then
        perform derive(array(select distinct s.order_id from changed_old c join shipment s on s.id = c.shipment_id));
    else
        perform derive(array(select distinct s.order_id from changed_new c join shipment s on s.id = c.shipment_id));
    end if;
    return null;
end $$;

do $$
declare
    relation text;
    handler text;
begin
    foreach relation in array array['payment', 'refund', 'hold', 'order_line', 'shipment_line'] loop
        handler := case relation when 'shipment_line' then 'derive_shipped' else 'derive_changed' end;
        execute format('create trigger derive_insert after insert on store.%I referencing new table as changed_new
            for each statement execute function store.%I()', relation, handler);
        execute format('create trigger derive_update after update on store.%I referencing new table as changed_new
            for each statement execute function store.%I()', relation, handler);
        execute format('create trigger derive_delete after delete on store.%I referencing old table as changed_old
            for each statement execute function store.%I()', relation, handler);
    end loop;
end $$;

create function store.derive_cancelled() returns trigger
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    perform derive(array[new.id]);
    return null;
end $$;
create trigger derive_cancelled after update of cancelled_at, total_minor on store.orders
    for each row when (old.cancelled_at is distinct from new.cancelled_at or old.total_minor <> new.total_minor)
    execute function store.derive_cancelled();

-- A status set by hand is refused: inside derive() the update runs under another trigger, by hand it does not.
create function store.refuse_status_by_hand() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    if pg_trigger_depth() < 2 then
        raise exception 'status follows from payments, shipments, refunds and holds' using errcode = '42501';
    end if;
    return new;
end $$;
create trigger status_by_hand before update of payment_status, fulfilment_status, paid_minor, refunded_minor, hold_count on store.orders
    for each row when (old.payment_status <> new.payment_status or old.fulfilment_status <> new.fulfilment_status
        or old.paid_minor <> new.paid_minor or old.refunded_minor <> new.refunded_minor or old.hold_count <> new.hold_count)
    execute function store.refuse_status_by_hand();
