-- Taking a command back as long as nothing of it has left the house, its orders are as it left them, and it is not too long ago; and what a
-- command would do, before it is sent.

create or replace function store.right_of(command_verb text) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select case
        when command_verb in ('hold', 'hold_place') then 'hold'
        when command_verb in ('release', 'hold_release') then 'release'
        when command_verb in ('note', 'note_add') then 'note'
        when command_verb in ('ship', 'ship_whole', 'parcel', 'parcel_fix', 'parcel_void') then 'ship'
        when command_verb in ('refund', 'cancel') then command_verb
        when command_verb = 'refund_paid' then 'refund'
        when command_verb = 'stock_return' then 'stock'
        when command_verb in ('assign', 'tag', 'contact', 'contact_fix', 'lines', 'lines_change', 'message', 'message_send', 'order_create') then 'edit' end
$$;

-- Why what a command did to one order cannot be taken back; null when it can.
create or replace function store.undo_refusal(undone store.command, done_row jsonb, target store.orders) returns text
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select case
        when target.id is null then 'no_such_order'
        when exists (select from mailroom.outbox b where b.command_id = undone.id and b.order_id = target.id
            and (b.state <> 'waiting' or b.first_tried_at is not null)) then 'already_sent'
        -- What is right now went out with a message of another command.
        when undone.verb = 'parcel_fix' and exists (select from mailroom.outbox b where b.order_id = target.id and tells_of(b, (done_row->>'shipment_no')::int)
            and greatest(b.first_tried_at, b.sent_at) > undone.at) then 'already_sent'
        -- What stands on a numbered paper is not taken back under it.
        when exists (select from paper p where p.order_id = target.id and case p.kind when 'invoice' then undone.verb in ('lines_change', 'order_create')
            when 'credit_note' then undone.verb = 'lines_change' or p.refund_no = 0 and undone.verb = 'cancel' or exists (select from refund r where r.command_id = undone.id and r.order_id = target.id and r.refund_no = p.refund_no) end) then 'paper_issued'
        -- Whoever pays out by hand does so without telling: the grace is all the time there is.
        when exists (select from refund r where r.command_id = undone.id and r.order_id = target.id and r.status = 'done'
            and r.at < clock_timestamp() - make_interval(secs => setting('grace.seconds')::int)
            and not exists (select from mailroom.outbox b where b.order_id = r.order_id and b.refund_no = r.refund_no)) then 'paid_by_hand'
        -- What waits to be sent says itself how long it can be taken back.
        when undone.at < clock_timestamp() - make_interval(hours => setting('undo.hours')::int)
            and not exists (select from mailroom.outbox b where b.command_id = undone.id and b.order_id = target.id) then 'undo_too_late'
        -- A message is about the order and no part of it: what waits is withdrawn whatever was done to the order since.
        when undone.verb <> 'message_send' and target.version is distinct from (done_row->>'version')::int then 'changed_since'
        -- Somebody was or will be told about the order by another command.
        when undone.verb = 'order_create' and exists (select from mailroom.outbox b where b.order_id = target.id and b.command_id is distinct from undone.id
            and b.state <> 'withdrawn') then 'changed_since'
        when undone.verb = 'hold_place' and not exists (select from hold h where h.id = (done_row->>'hold_id')::bigint and h.released_at is null) then 'changed_since' end
$$;

-- Whether the customer's own record is still as a correction left it, so that it goes back with the orders. Locks it.
create or replace function store.customer_is_as_left(undone uuid) returns boolean
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    perform from customer k where k.id in (select o.customer_id from order_change c join orders o on o.id = c.order_id where c.command_id = undone and c.field like 'customer.%') for no key update;
    return not exists (select from order_change c join orders o on o.id = c.order_id where c.command_id = undone and c.field like 'customer.%' and not case c.field
        when 'customer.name' then exists (select from customer k where k.id = o.customer_id and k.name = c.new_value #>> '{}')
        when 'customer.postal' then exists (select from contact_point p join address a on a.id = p.address_id where p.customer_id = o.customer_id and p.id = (c.new_value->>'id')::bigint
            and to_jsonb(a) - 'id' = c.new_value->'value')
        else exists (select from contact_point p where p.customer_id = o.customer_id and p.id = (c.new_value->>'id')::bigint and p.value = c.new_value->>'value') end);
end $$;

-- The customer's own record, back to what it was before a correction that began at this order.
create or replace function store.undo_customer(target store.orders, undone uuid, me store.caller, command_id uuid) returns void
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    change order_change;
begin
    for change in select c.* from order_change c where c.command_id = undone and c.order_id = target.id and c.field like 'customer.%' order by c.id desc loop
        case
            when change.field = 'customer.name' then
                update customer k set name = change.old_value #>> '{}', version = k.version + 1 where k.id = target.customer_id;
            when change.field = 'customer.postal' then
                perform move_home(p, nullif(change.old_value->'value', 'null')) from contact_point p where p.id = (change.new_value->>'id')::bigint;
            when change.old_value->>'value' is null then
                delete from contact_point p where p.id = (change.new_value->>'id')::bigint;
            else
                update contact_point p set value = change.old_value->>'value' where p.id = (change.new_value->>'id')::bigint;
        end case;
        perform add_change(target.id, change.field, change.new_value, change.old_value, me, undo_customer.command_id);
    end loop;
end $$;

create or replace function store.undo_contact(target store.orders, undone uuid, me store.caller, command_id uuid) returns void
language sql security definer set search_path = pg_catalog, store, pg_temp as $$
    select write_contact(target, (select jsonb_object_agg(c.field, jsonb_build_object('from', c.new_value, 'to', c.old_value)) from order_change c
        where c.command_id = undone and c.order_id = target.id and c.field not like 'customer.%'), me, undo_contact.command_id)
$$;

create or replace function store.undo_lines(target store.orders, undone uuid, me store.caller, command_id uuid) returns void
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    old_lines jsonb := (select c.old_value from order_change c where c.command_id = undone and c.order_id = target.id and c.field = 'lines');
    money jsonb := (select c.old_value from order_change c where c.command_id = undone and c.order_id = target.id and c.field = 'money');
begin
    perform add_change(target.id, 'lines', (select jsonb_agg(to_jsonb(l) - 'order_id' order by l.line_no) from order_line l where l.order_id = target.id), old_lines, me, command_id);
    delete from order_line l where l.order_id = target.id and not exists (select from jsonb_array_elements(old_lines) o where (o->>'line_no')::int = l.line_no);
    insert into order_line (order_id, line_no, product_id, sku, title, quantity, price_minor, discount_minor, tax_minor)
    select target.id, o.line_no, o.product_id, o.sku, o.title, o.quantity, o.price_minor, o.discount_minor, o.tax_minor
    from jsonb_to_recordset(old_lines) as o(line_no int, product_id bigint, sku text, title text, quantity int, price_minor bigint, discount_minor bigint, tax_minor bigint)
    on conflict on constraint order_line_pkey do update set product_id = excluded.product_id, sku = excluded.sku, title = excluded.title, quantity = excluded.quantity,
        price_minor = excluded.price_minor, discount_minor = excluded.discount_minor, tax_minor = excluded.tax_minor;
    update orders set subtotal_minor = (money->>'subtotal_minor')::bigint, discount_minor = (money->>'discount_minor')::bigint, tax_minor = (money->>'tax_minor')::bigint,
        total_minor = (money->>'total_minor')::bigint, version = version + 1 where id = target.id;
end $$;

-- What a command did to one order, the other way round.
create or replace function store.undo_order(undone store.command, done_row jsonb, target store.orders, me store.caller, command_id uuid) returns void
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    update mailroom.outbox b set state = 'withdrawn' where b.command_id = undone.id and b.order_id = target.id;
    update refund r set status = 'withdrawn' where r.command_id = undone.id and r.order_id = target.id and r.status in ('requested', 'done');
    insert into stock_return (order_id, line_no, quantity, staff_id, command_id)
    select r.order_id, r.line_no, -r.quantity, me.staff_id, undo_order.command_id from stock_return r where r.command_id = undone.id and r.order_id = target.id;
    case undone.verb
        when 'hold_place' then
            update hold set released_at = now(), released_by = me.staff_id where id = (done_row->>'hold_id')::bigint;
        when 'hold_release' then
            insert into hold (order_id, reason, note, lines, placed_by) select h.order_id, h.reason, h.note, h.lines, h.placed_by from hold h
            where h.id in (select value::bigint from jsonb_array_elements_text(done_row->'hold_ids')) order by h.id;
        when 'ship', 'ship_whole' then
            update shipment s set voided_at = clock_timestamp() where s.command_id = undone.id and s.order_id = target.id;
        when 'parcel_fix' then
            perform write_parcel(target.id, (c.old_value->>'shipment_no')::int, c.old_value->>'carrier', c.old_value->>'tracking', me, undo_order.command_id)
            from order_change c where c.command_id = undone.id and c.order_id = target.id and c.field = 'parcel';
        when 'parcel_void' then
            update shipment s set voided_at = null where s.order_id = target.id and s.shipment_no = (done_row->>'shipment_no')::int;
            -- What was to tell of it did not, or told of others alone.
            if exists (select from mailroom.outbox b where b.order_id = target.id and tells_of(b, (done_row->>'shipment_no')::int)
                    and (b.state = 'withdrawn' and b.last_error = 'shipment_voided' or greatest(b.first_tried_at, b.sent_at) > undone.at)) then
                perform queue_message(target, 'shipped', jsonb_build_object('shipment_nos', jsonb_build_array(done_row->'shipment_no')), me, command_id);
            end if;
        when 'refund_paid' then
            update refund r set paid_at = null, paid_by = null where r.order_id = target.id and r.refund_no in (select value::int from jsonb_array_elements_text(done_row->'refund_nos'));
            update orders o set version = o.version + 1 where o.id = target.id;
        when 'cancel' then
            update orders set cancelled_at = null, cancel_reason = null where id = target.id;
        -- An order that was taken stays on record.
        when 'order_create' then
            update orders set cancelled_at = clock_timestamp(), cancel_reason = 'mistake' where id = target.id;
            perform add_event(target.id, 'cancelled', '{"reason": "mistake"}', command_id);
        when 'assign' then
            update orders o set assigned_to = (c.old_value #>> '{}')::bigint from order_change c
            where c.command_id = undone.id and c.order_id = target.id and c.field = 'assigned_to' and o.id = target.id;
        when 'tag' then
            update orders o set tags = array(select jsonb_array_elements_text(c.old_value)) from order_change c
            where c.command_id = undone.id and c.order_id = target.id and c.field = 'tags' and o.id = target.id;
        when 'contact_fix' then
            perform undo_contact(target, undone.id, me, command_id), undo_customer(target, undone.id, me, command_id);
        when 'lines_change' then
            perform undo_lines(target, undone.id, me, command_id);
        else
            null; -- a message or a return to stock alone: done above
    end case;
    perform add_event(target.id, 'undone', jsonb_build_object('verb', undone.verb), command_id);
end $$;

-- Why the whole of a command cannot be taken back by its sender, whatever its orders say; null when it may be.
create or replace function store.undo_obstacle(undone store.command, me store.caller) returns text
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select case
        when undone.id is null then 'no_such_command'
        when right_of(undone.verb) is null or undone.verb = 'note_add' then 'not_undoable'
        when not right_of(undone.verb) = any(me.rights) then 'no_right'
        when undone.undone_by is not null then 'already_undone'
        when coalesce(undone.result->>'outcome', '') not in ('done', 'partly') then 'nothing_to_undo' end
$$;

-- Why the customer's own record keeps a correction, so that its orders keep it too; null when it does not. locked: somebody else is just
-- giving the old address away.
create or replace function store.customer_obstacle(undone store.command) returns text
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    if undone.verb <> 'contact_fix' then
        return null;
    end if;
    return coalesce((select email_reason(o.customer_id, c.old_value->>'value') from order_change c join orders o on o.id = c.order_id
        where c.command_id = undone.id and c.field = 'customer.email' and c.old_value->>'value' is not null limit 1),
        case when not customer_is_as_left(undone.id) then 'customer_changed_since' end);
end $$;

-- Takes back what a command did to one order, where nothing is in the way, and answers with its row.
create or replace function store.undo_one(undone store.command, done_row jsonb, of_customer text, me store.caller, command_id uuid) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    target orders := visible_order((done_row->>'order_id')::bigint, me);
    reason text := coalesce(undo_refusal(undone, done_row, target), of_customer);
begin
    if reason is null then
        perform undo_order(undone, done_row, target, me, command_id);
    end if;
    return jsonb_build_object('order_id', done_row->'order_id', 'outcome', case when reason is null then 'done' else 'refused' end,
        'version', (select o.version from orders o where o.id = target.id)) || case when reason is null then '{}' else jsonb_build_object('reason', reason) end;
end $$;

create or replace function desk.undo(command_id uuid, undone_id uuid) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := enter('view');
    answer jsonb := command_begin(command_id, 'undo', jsonb_build_array(undone_id));
    undone command;
    done_row jsonb;
    reason text;
    results jsonb[] := '{}';
    held bigint;
begin
    if answer is not null then
        return answer;
    end if;
    select * into undone from command c where c.id = undone_id and c.actor = session_user for no key update;
    reason := undo_obstacle(undone, me);
    if reason is not null then
        return command_end(command_id, refusal(reason), 'order', '{}', '{}');
    end if;
    held := lock_orders(done_ids(undone.result->'rows'), me);
    if held is not null then
        return locked_refusal(command_id, held);
    end if;
    -- Whoever hands over takes these rows one by one and lets go at once; what they hold is on its way.
    perform from mailroom.outbox b where b.command_id = undone_id for no key update;
    reason := customer_obstacle(undone);
    if reason = 'locked' then
        return command_forget(command_id, refusal(reason));
    end if;
    for done_row in select r from jsonb_array_elements(undone.result->'rows') r where r->>'outcome' = 'done' order by (r->>'order_id')::bigint loop
        results := results || undo_one(undone, done_row, reason, me, command_id);
    end loop;
    answer := outcome_of(to_jsonb(results));
    if answer->>'outcome' = 'done' then
        update command c set undone_by = undo.command_id where c.id = undone_id;
    end if;
    return command_end(command_id, answer, 'order', done_ids(to_jsonb(results)), array[undone.verb]);
end $$;

-- What would become of a command for several orders, without doing it: would, or refused and why. verb: hold, ship, cancel, assign or tag.
-- further: {added, removed} of tags, which ask for no version. Of money that goes back it says how much, and how much of it by hand;
-- of a customer to whom no message about the order can go, that they are not told.
drop function if exists desk.order_check(text, bigint[], int[]);
create or replace function desk.order_check(verb text, order_ids bigint[], expected_versions int[], further jsonb) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := enter('view');
    added text[] := array(select jsonb_array_elements_text(case when verb = 'tag' and jsonb_typeof(further->'added') = 'array' then further->'added' end));
    removed text[] := array(select jsonb_array_elements_text(case when verb = 'tag' and jsonb_typeof(further->'removed') = 'array' then further->'removed' end));
begin
    if right_of(verb) is null or not is_choice(order_ids, expected_versions) then
        return refusal('bad_arguments');
    elsif not right_of(verb) = any(me.rights) then
        return refusal('no_right');
    end if;
    return (select jsonb_build_object('outcome', 'done', 'reason', '', 'rows', jsonb_agg(coalesce(
            case when verb = 'tag' then order_refusal(c.target, c.id, (c.target).version, verb) else c.refusal end,
            case when verb = 'tag' and cardinality(tags_after(c.target, added, removed)) > most_tags() then row_refused(c.target, 'too_many_tags') end,
            jsonb_build_object('order_id', c.id, 'outcome', 'would', 'version', (c.target).version)
                || case when verb = 'cancel' and 'money' = any(me.rights) then money_back(c.target) else '{}' end
                || case when verb in ('ship', 'cancel') and message_obstacle(c.target) <> '' then '{"told": false}'::jsonb else '{}' end) order by c.id))
        from chosen_orders(order_ids, expected_versions, me, verb) c);
end $$;
