-- Parcels: an order is shipped whole or in part, in one or several; what comes back returns to stock.

-- Who carries parcels, for whoever ships: the names that a tracking link is known for, spelled so. Another may be written all the same.
drop function if exists desk.carriers();
create function desk.carriers() returns table(name text)
language plpgsql stable security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    perform enter('ship');
    return query select c.name from carrier c order by lower(c.name), c.code limit 1000;
end $$;

-- The first thing wrong with a list of parcels, or null: [{carrier, tracking, lines: [{line_no, quantity}]}].
create or replace function store.parcels_reason(wanted bigint, parcels jsonb) returns text
language plpgsql stable security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    if jsonb_typeof(parcels) is distinct from 'array' or jsonb_array_length(parcels) not between 1 and 50
        or exists (select from jsonb_array_elements(parcels) p where jsonb_typeof(p) <> 'object') then
        return 'bad_arguments';
    elsif exists (select from jsonb_array_elements(parcels) p where jsonb_typeof(p->'lines') is distinct from 'array' or jsonb_array_length(p->'lines') not between 1 and 1000) then
        return 'empty_parcel';
    elsif exists (select from jsonb_array_elements(parcels) p where length(p->>'carrier') > 60 or length(p->>'tracking') > 100
        or coalesce(p->>'carrier', '') || coalesce(p->>'tracking', '') ~ '[[:cntrl:]]') then
        return 'bad_tracking';
    elsif exists (select from jsonb_array_elements(parcels) p cross join jsonb_array_elements(p->'lines') l
        where coalesce(l->>'line_no', '') !~ '^[1-9][0-9]{0,5}$' or coalesce(l->>'quantity', '') !~ '^[1-9][0-9]{0,5}$') then
        return 'bad_quantity';
    elsif exists (select from jsonb_array_elements(parcels) with ordinality as p(doc, place) cross join jsonb_array_elements(p.doc->'lines') l
        group by p.place, l->>'line_no' having count(*) > 1) then
        return 'bad_arguments';
    elsif has_card(parcels) then
        return 'card_number';
    elsif exists (select from (select (l->>'line_no')::int as line_no, sum((l->>'quantity')::int) as wanted_quantity
            from jsonb_array_elements(parcels) p cross join jsonb_array_elements(p->'lines') l group by 1) w
        left join lines_left(wanted) f using (line_no) where coalesce(f.open_quantity, 0) < w.wanted_quantity) then
        return 'more_than_left';
    elsif exists (select from (select (l->>'line_no')::int as line_no, sum((l->>'quantity')::int) as wanted_quantity
            from jsonb_array_elements(parcels) p cross join jsonb_array_elements(p->'lines') l group by 1) w
        join lines_held(wanted) h using (line_no) where h.open_quantity - h.held_quantity < w.wanted_quantity) then
        return 'lines_on_hold';
    end if;
    return null;
end $$;

-- Writes an order's parcels, and the message that tells of them, unless something is wrong with them. The order is locked and may be
-- shipped by then. Where its customer was to be told, the row says whether they are, as those of the other commands do.
create or replace function store.write_parcels(target store.orders, parcels jsonb, notify boolean, me store.caller, command_id uuid) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    reason text := parcels_reason(target.id, parcels);
    first_no int := (select coalesce(max(s.shipment_no), 0) from shipment s where s.order_id = target.id);
    numbers int[];
    further jsonb;
begin
    if reason is not null then
        return row_refused(target, reason);
    end if;
    insert into shipment (order_id, shipment_no, carrier, tracking, at, staff_id, command_id)
    select target.id, first_no + p.place, btrim(coalesce(p.doc->>'carrier', '')), btrim(coalesce(p.doc->>'tracking', '')), clock_timestamp(), me.staff_id, write_parcels.command_id
    from jsonb_array_elements(parcels) with ordinality as p(doc, place);
    insert into shipment_line (order_id, shipment_no, line_no, quantity)
    select target.id, first_no + p.place, (l->>'line_no')::int, (l->>'quantity')::int
    from jsonb_array_elements(parcels) with ordinality as p(doc, place) cross join jsonb_array_elements(p.doc->'lines') l;
    numbers := array(select generate_series(first_no + 1, first_no + jsonb_array_length(parcels)));
    further := jsonb_build_object('shipment_nos', to_jsonb(numbers));
    if notify then
        further := further || jsonb_build_object('told', queue_message(target, 'shipped', further, me, command_id));
    end if;
    return row_done(target.id, further);
end $$;

create or replace function desk.ship(command_id uuid, order_id bigint, expected_version int, parcels jsonb, notify boolean) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := enter('ship');
    answer jsonb := command_begin(command_id, 'ship', jsonb_build_array(order_id, expected_version, parcels, notify));
    target orders;
    row_answer jsonb;
    held bigint;
begin
    if answer is not null then
        return answer;
    end if;
    held := lock_orders(array[order_id], me);
    if held is not null then
        return locked_refusal(command_id, held);
    end if;
    target := visible_order(order_id, me);
    row_answer := coalesce(order_refusal(target, order_id, expected_version, 'ship'), write_parcels(target, parcels, notify, me, command_id));
    return orders_end_sending(command_id, jsonb_build_array(row_answer), array['shipment']);
end $$;

-- All that is left of several orders and not held, each in one parcel whose number nobody has noted.
create or replace function desk.ship_whole(command_id uuid, order_ids bigint[], expected_versions int[], carrier text, notify boolean) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := enter('ship');
    answer jsonb := command_begin(command_id, 'ship_whole', jsonb_build_array(order_ids, expected_versions, carrier, notify));
    wanted record;
    row_answer jsonb;
    parcels jsonb;
    results jsonb[] := '{}';
    held bigint;
begin
    if answer is not null then
        return answer;
    elsif not is_choice(order_ids, expected_versions) then
        return command_end(command_id, refusal('bad_arguments'), 'order', '{}', '{}');
    end if;
    held := lock_orders(order_ids, me);
    if held is not null then
        return locked_refusal(command_id, held);
    end if;
    for wanted in select * from chosen_orders(order_ids, expected_versions, me, 'ship') loop
        row_answer := wanted.refusal;
        if row_answer is null then
            select jsonb_build_array(jsonb_build_object('carrier', carrier, 'tracking', '', 'lines',
                jsonb_agg(jsonb_build_object('line_no', l.line_no, 'quantity', l.open_quantity - l.held_quantity) order by l.line_no))) into parcels
            from lines_held(wanted.id) l where l.open_quantity > l.held_quantity;
            row_answer := write_parcels(wanted.target, parcels, notify, me, command_id);
        end if;
        results := results || row_answer;
    end loop;
    return orders_end_sending(command_id, to_jsonb(results), array['shipment']);
end $$;

-- Why a parcel cannot be taken back as one that did not leave, or null. Its pieces would be sent once more: those that came back or were
-- paid back as sent are not, and of an order that was called off nothing is.
create or replace function store.parcel_void_refusal(target store.orders, wanted_no int) returns text
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select case
        when not exists (select from shipment s where s.order_id = target.id and s.shipment_no = wanted_no) then 'no_such_parcel'
        when exists (select from shipment s where s.order_id = target.id and s.shipment_no = wanted_no and s.voided_at is not null) then 'parcel_voided'
        when target.cancelled_at is not null then 'parcel_of_cancelled'
        when exists (select from shipment_line l join lines_returnable(target) r using (line_no)
            where l.order_id = target.id and l.shipment_no = wanted_no and r.quantity < l.quantity) then 'parcel_returned'
        when exists (select from shipment_line l join lines_left(target.id) f using (line_no)
            where l.order_id = target.id and l.shipment_no = wanted_no and refunded_quantity(target.id, l.line_no) - f.unsent > f.shipped - l.quantity) then 'parcel_refunded' end
$$;

-- The parcels of an order's page, each with whether the reader may take it back.
create or replace function store.panel_parcels(o store.orders, me store.caller) returns jsonb
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select coalesce(jsonb_agg(p || jsonb_build_object('void', permission(me, 'ship', case when 'ship' = any(me.rights) then coalesce(parcel_void_refusal(o, (p->>'id')::int), '') end)) order by (p->>'id')::int), '[]')
    from jsonb_array_elements(panel_shipments(o.id)) p
$$;

-- The first thing wrong with what a parcel is corrected to, or null.
create or replace function store.parcel_fix_reason(target store.orders, wanted_no int, carrier text, tracking text) returns text
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select case
        when parcel_fix_reason.carrier is null or parcel_fix_reason.tracking is null then 'bad_arguments'
        when s.order_id is null then 'no_such_parcel'
        when s.voided_at is not null then 'parcel_voided'
        when length(parcel_fix_reason.carrier) > 60 or length(parcel_fix_reason.tracking) > 100
            or parcel_fix_reason.carrier || parcel_fix_reason.tracking ~ '[[:cntrl:]]' then 'bad_tracking'
        when has_card(parcel_fix_reason.carrier) or has_card(parcel_fix_reason.tracking) then 'card_number'
        when (s.carrier, s.tracking) = (btrim(parcel_fix_reason.carrier), btrim(parcel_fix_reason.tracking)) then 'same_parcel' end
    from (select) nothing left join shipment s on s.order_id = target.id and s.shipment_no = wanted_no
$$;

-- Writes what a parcel is from now on, and what it was. It is a change of its order: whoever had that open is told.
create or replace function store.write_parcel(wanted bigint, wanted_no int, carrier text, tracking text, me store.caller, command_id uuid) returns void
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    perform add_change(wanted, 'parcel', (select jsonb_build_object('shipment_no', s.shipment_no, 'carrier', s.carrier, 'tracking', s.tracking)
            from shipment s where s.order_id = wanted and s.shipment_no = wanted_no),
        jsonb_build_object('shipment_no', wanted_no, 'carrier', write_parcel.carrier, 'tracking', write_parcel.tracking), me, write_parcel.command_id);
    update shipment s set carrier = write_parcel.carrier, tracking = write_parcel.tracking where s.order_id = wanted and s.shipment_no = wanted_no;
    update orders o set version = o.version + 1 where o.id = wanted;
end $$;

-- Whether a message is about a parcel of its order.
create or replace function store.tells_of(b mailroom.outbox, wanted_no int) returns boolean
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select b.template in ('shipped', 'parcel_fixed') and b.body->'shipment_nos' @> to_jsonb(wanted_no)
$$;

-- Which message says where a parcel is: what was not told before, or was told and is other now.
create or replace function store.parcel_template(wanted bigint, wanted_no int) returns text
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select case when exists (select from mailroom.outbox b where b.order_id = wanted and b.state <> 'withdrawn' and tells_of(b, wanted_no)) then 'parcel_fixed' else 'shipped' end
$$;

-- Whether a message that has not left yet will tell of a parcel: it is written when it leaves, from what stands there then.
create or replace function store.is_to_be_told(wanted bigint, wanted_no int) returns boolean
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select exists (select from mailroom.outbox b where b.order_id = wanted and b.kind = 'message' and b.state = 'waiting' and b.first_tried_at is null
        and tells_of(b, wanted_no))
$$;

-- Another carrier or number for a parcel. notify: its customer is told what is right, unless a message that has not left yet says so anyway.
create or replace function desk.parcel_fix(command_id uuid, order_id bigint, expected_version int, shipment_no int, carrier text, tracking text, notify boolean) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := enter('ship');
    answer jsonb := command_begin(command_id, 'parcel_fix', jsonb_build_array(order_id, expected_version, shipment_no, carrier, tracking, notify));
    target orders;
    row_answer jsonb;
    further jsonb := jsonb_build_object('shipment_no', shipment_no);
    reason text;
    held bigint;
begin
    if answer is not null then
        return answer;
    end if;
    held := lock_orders(array[order_id], me);
    if held is not null then
        return locked_refusal(command_id, held);
    end if;
    target := visible_order(order_id, me);
    row_answer := order_refusal(target, order_id, expected_version, 'parcel');
    if row_answer is null then
        reason := parcel_fix_reason(target, shipment_no, carrier, tracking);
        if reason is null then
            perform write_parcel(target.id, shipment_no, btrim(carrier), btrim(tracking), me, command_id);
            perform add_event(target.id, 'parcel_fixed', jsonb_build_object('shipment_no', shipment_no), command_id);
            if notify then
                further := further || jsonb_build_object('told', case when is_to_be_told(target.id, shipment_no) then message_obstacle(target) = ''
                    else queue_message(target, parcel_template(target.id, shipment_no), jsonb_build_object('shipment_nos', jsonb_build_array(shipment_no)), me, command_id) end);
            end if;
        end if;
        row_answer := case when reason is null then row_done(order_id, further) else row_refused(target, reason) end;
    end if;
    return orders_end_sending(command_id, jsonb_build_array(row_answer), array['carrier', 'tracking']);
end $$;

-- Says that a parcel did not leave: its pieces are still to be sent. A message that tells of it alone and has not left yet never will.
create or replace function desk.parcel_void(command_id uuid, order_id bigint, expected_version int, shipment_no int) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := enter('ship');
    answer jsonb := command_begin(command_id, 'parcel_void', jsonb_build_array(order_id, expected_version, shipment_no));
    target orders;
    row_answer jsonb;
    reason text;
    held bigint;
begin
    if answer is not null then
        return answer;
    end if;
    held := lock_orders(array[order_id], me);
    if held is not null then
        return locked_refusal(command_id, held);
    end if;
    target := visible_order(order_id, me);
    row_answer := order_refusal(target, order_id, expected_version, 'parcel');
    if row_answer is null then
        reason := parcel_void_refusal(target, shipment_no);
        if reason is null then
            update shipment s set voided_at = clock_timestamp() where s.order_id = target.id and s.shipment_no = parcel_void.shipment_no;
            perform add_event(target.id, 'parcel_voided', jsonb_build_object('shipment_no', shipment_no), command_id);
        end if;
        row_answer := case when reason is null then row_done(order_id, jsonb_build_object('shipment_no', shipment_no)) else row_refused(target, reason) end;
    end if;
    return orders_end(command_id, jsonb_build_array(row_answer), array['voided_at']);
end $$;

-- The first thing wrong with what is to go back to stock, [{line_no, quantity}], or null. Nothing comes back twice.
drop function if exists store.stock_reason(bigint, jsonb);
create or replace function store.stock_reason(target store.orders, returned jsonb) returns text
language plpgsql stable security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    if jsonb_typeof(returned) is distinct from 'array' or jsonb_array_length(returned) not between 1 and 1000 then
        return 'bad_arguments';
    elsif exists (select from jsonb_array_elements(returned) l where coalesce(l->>'line_no', '') !~ '^[1-9][0-9]{0,5}$' or coalesce(l->>'quantity', '') !~ '^[1-9][0-9]{0,5}$') then
        return 'bad_quantity';
    elsif exists (select from (select (l->>'line_no')::int as line_no, sum((l->>'quantity')::int) as quantity from jsonb_array_elements(returned) l group by 1) r
        left join lines_returnable(target) f using (line_no) where coalesce(f.quantity, 0) < r.quantity) then
        return 'more_than_returnable';
    end if;
    return null;
end $$;

-- What came back is a change of its order: a command before it is not undone over it, and whoever had the order open is told.
create or replace function store.stock_returned() returns trigger
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    update orders o set version = o.version + 1 where o.id in (select w.order_id from written w);
    return null;
end $$;
create or replace trigger stock_returned after insert on store.stock_return referencing new table as written
    for each statement execute function store.stock_returned();

create or replace function store.write_stock_return(wanted bigint, returned jsonb, me store.caller, command_id uuid) returns void
language sql security definer set search_path = pg_catalog, store, pg_temp as $$
    insert into stock_return (order_id, line_no, quantity, staff_id, command_id)
    select wanted, (l->>'line_no')::int, (l->>'quantity')::int, me.staff_id, write_stock_return.command_id from jsonb_array_elements(returned) l
$$;

create or replace function desk.stock_return(command_id uuid, order_id bigint, expected_version int, returned jsonb) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := enter('stock');
    answer jsonb := command_begin(command_id, 'stock_return', jsonb_build_array(order_id, expected_version, returned));
    target orders;
    row_answer jsonb;
    reason text;
    held bigint;
begin
    if answer is not null then
        return answer;
    end if;
    held := lock_orders(array[order_id], me);
    if held is not null then
        return locked_refusal(command_id, held);
    end if;
    target := visible_order(order_id, me);
    row_answer := order_refusal(target, order_id, expected_version, 'stock_return');
    if row_answer is null then
        reason := stock_reason(target, returned);
        if reason is null then
            perform write_stock_return(order_id, returned, me, command_id);
            perform add_event(order_id, 'stock_returned', jsonb_build_object('lines',
                (select jsonb_agg(jsonb_build_object('line_no', (l->>'line_no')::int, 'quantity', (l->>'quantity')::int)) from jsonb_array_elements(returned) l)), command_id);
        end if;
        row_answer := case when reason is null then row_done(order_id, '{}') else row_refused(target, reason) end;
    end if;
    return orders_end(command_id, jsonb_build_array(row_answer), array['stock_return']);
end $$;

-- For the shop's stock keeping: what came back since it last asked; id is the number to go on after. What is committed late has a lower
-- number in the table than what the shop was told before, so it is told by a number that is given here, by one who asks at a time. The
-- shop's transaction has committed before it goes by what it was told.
create or replace function site.stock_returns(after_id bigint) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    perform set_config('synchronous_commit', 'on', true);
    perform from lock_row where name = 'stock feed' for update;
    update stock_return r set feed_no = n.feed_no
    from (select u.id, (select coalesce(max(t.feed_no), 0) from stock_return t) + row_number() over (order by u.id) as feed_no
        from stock_return u where u.feed_no is null order by u.id limit 1000) n where r.id = n.id;
    return (select coalesce(jsonb_agg(jsonb_build_object('id', r.feed_no, 'order_number', o.number, 'sku', l.sku, 'quantity', r.quantity, 'at', r.at) order by r.feed_no), '[]')
        from (select * from stock_return t where t.feed_no > after_id order by t.feed_no limit 1000) r
        join order_line l using (order_id, line_no) join orders o on o.id = r.order_id);
end $$;
