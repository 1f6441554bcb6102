-- The first commands, the pattern for all others: right, envelope, check, write, event, answer. An answer names each order with its
-- outcome: done, conflict with the current row, or refused with a word the desktop has a sentence for.

create or replace function store.add_event(order_id bigint, kind text, detail jsonb, command_id uuid) returns void
language sql security definer set search_path = pg_catalog, store, pg_temp as $$
    insert into event (order_id, kind, actor, detail, command_id) values (order_id, kind, session_user, detail, command_id)
$$;

-- What stands in the way of a command on an order as it is, whoever asks; empty when nothing does.
create or replace function store.obstacle(command_verb text, o store.orders) returns text
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select coalesce(nullif(coalesce((select t.why from transition t where t.verb = command_verb and t.axis = 'fulfilment' and t.status = o.fulfilment_status), 'unknown_status'), ''),
        nullif((select t.why from transition t where t.verb = command_verb and t.axis = 'payment' and t.status = o.payment_status
            and not (t.why = 'not_paid' and command_verb = 'ship' and setting('ship.before_payment') = 'true')), ''),
        case command_verb
            when 'release' then case when o.hold_count = 0 then 'not_on_hold' end
            when 'ship' then case when o.hold_count > 0 and all_is_held(o.id) then 'lines_on_hold' end
            when 'refund' then case when o.paid_minor <= o.refunded_minor then 'nothing_left' end
            when 'stock_return' then case when o.shipped_count = 0 and o.cancelled_at is null then 'nothing_shipped'
                when not exists (select from lines_returnable(o) r where r.quantity > 0) then 'nothing_to_return' end
            when 'parcel' then case when not exists (select from shipment s where s.order_id = o.id and s.voided_at is null) then 'nothing_shipped' end
            when 'refund_paid' then case when not exists (select from refund r where r.order_id = o.id and is_owed(r)) then 'nothing_by_hand' end
            when 'lines' then case when o.shipped_count > 0 then 'part_shipped'
                when exists (select from paper p where p.order_id = o.id) then 'invoiced' end
            when 'message' then nullif(message_obstacle(o), '') end, '')
$$;

-- Why a command may not touch an order as it is now, as one row of its answer; null when it may. The row is locked by then.
create or replace function store.order_refusal(target store.orders, wanted bigint, expected_version int, command_verb text) returns jsonb
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select case
        when target.id is null then jsonb_build_object('order_id', wanted, 'outcome', 'refused', 'reason', 'no_such_order')
        when target.version is distinct from expected_version then jsonb_build_object('order_id', wanted, 'outcome', 'conflict', 'reason', 'changed_meanwhile',
            'current', jsonb_build_object('version', target.version, 'payment_status', target.payment_status,
                'fulfilment_status', target.fulfilment_status, 'hold_count', target.hold_count))
        when obstacle(command_verb, target) <> '' then jsonb_build_object('order_id', wanted, 'outcome', 'refused',
            'reason', obstacle(command_verb, target), 'version', target.version) end
$$;

-- Whether a command for several orders, or several holds, names between 1 and 1000, each with its version.
create or replace function store.is_choice(order_ids bigint[], expected_versions int[]) returns boolean
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select coalesce(cardinality(order_ids) between 1 and 1000 and cardinality(order_ids) = cardinality(expected_versions), false)
$$;

-- The orders of a command for several, each once and in the order of their ids, with why it may not be touched. Read after they were
-- locked, so that nobody changes one before its turn.
create or replace function store.chosen_orders(order_ids bigint[], expected_versions int[], me store.caller, command_verb text)
returns table(id bigint, target store.orders, refusal jsonb)
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select c.id, t.target, order_refusal(t.target, c.id, c.version, command_verb)
    from (select distinct on (a.id) a.id, a.version from unnest(order_ids, expected_versions) as a(id, version) order by a.id) c
    cross join lateral (select visible_order(c.id, me) as target) t order by c.id
$$;

-- One row of an answer: done, with the version the order has now; or refused for a reason of the command's own.
create or replace function store.row_done(order_id bigint, further jsonb) returns jsonb
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select jsonb_build_object('order_id', order_id, 'outcome', 'done', 'version', (select o.version from orders o where o.id = order_id)) || further
$$;
create or replace function store.row_refused(target store.orders, reason text) returns jsonb
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select jsonb_build_object('order_id', target.id, 'outcome', 'refused', 'reason', reason, 'version', target.version)
$$;

-- The orders a command was done to, for its audit row.
create or replace function store.done_ids(rows jsonb) returns bigint[]
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select array(select (r->>'order_id')::bigint from jsonb_array_elements(rows) r where r->>'outcome' = 'done' order by 1)
$$;

-- An answer that says how long what its command sends waits for an undo, or how long one that gives money back by hand can be undone; of
-- any other it says nothing.
drop function if exists store.with_grace(jsonb);
create or replace function store.with_grace(command_id uuid, answer jsonb) returns jsonb
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select answer || case
        when answer->>'outcome' not in ('done', 'partly') then '{}'
        when exists (select from mailroom.outbox b where b.command_id = with_grace.command_id) then jsonb_build_object('grace_seconds', setting('grace.seconds')::int)
        when exists (select from refund r where r.command_id = with_grace.command_id) then jsonb_build_object('undo_seconds', setting('grace.seconds')::int)
        else '{}' end
$$;

-- Ends a command on orders with a row for each.
create or replace function store.orders_end(command_id uuid, rows jsonb, fields text[]) returns jsonb
language sql security definer set search_path = pg_catalog, store, pg_temp as $$
    select command_end(command_id, outcome_of(rows), 'order', done_ids(rows), fields)
$$;
-- The same for a command that may send something: the answer says how long that waits for an undo.
create or replace function store.orders_end_sending(command_id uuid, rows jsonb, fields text[]) returns jsonb
language sql security definer set search_path = pg_catalog, store, pg_temp as $$
    select command_end(command_id, with_grace(command_id, outcome_of(rows)), 'order', done_ids(rows), fields)
$$;

-- Locks the orders of a command that its sender may see, in the order of their ids, so that two commands never wait for each other in a
-- ring. Null when all are held; else the one that somebody else held for five seconds, before anything was written. Taken outside of
-- an exception block where it is free: PostgreSQL names the holder of a row only as long as its own (sub)transaction lasts.
-- Nothing slips in between: whose customer an order is never changes, and one that comes into sight after it was passed over has a version
-- that nobody who did not see it can name, so it is a conflict.
create or replace function store.lock_orders(order_ids bigint[], me store.caller) returns bigint
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    wanted bigint;
begin
    for wanted in select distinct a.id from unnest(order_ids) as a(id) order by a.id loop
        continue when (visible_order(wanted, me)).id is null;
        perform from orders where id = wanted for no key update skip locked;
        continue when found;
        begin
            perform from orders where id = wanted for no key update;
        exception when lock_not_available then
            return wanted;
        end;
    end loop;
    return null;
end $$;

-- The refusal of a command that waited five seconds for somebody else, with their name where it can be told.
drop function if exists store.locked_refusal(uuid, bigint[]);
create or replace function store.locked_refusal(command_id uuid, order_id bigint) returns jsonb
language sql security definer set search_path = pg_catalog, store, pg_temp as $$
    select command_forget(command_id, refusal('locked') || coalesce((select jsonb_build_object('held_by', h) from lock_holder(order_id) h where h is not null), '{}'))
$$;

create or replace function desk.note_add(command_id uuid, order_id bigint, body text) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := enter('note');
    answer jsonb := command_begin(command_id, 'note_add', jsonb_build_array(order_id, body));
    target orders;
    note_id bigint;
begin
    if answer is not null then
        return answer;
    end if;
    target := visible_order(order_id, me);
    answer := case
        when target.id is null then refusal('no_such_order')
        when btrim(coalesce(body, ''), E' \t\r\n') = '' then refusal('empty_note')
        when length(body) > 20000 then refusal('note_too_long')
        when has_card(body) then refusal('card_number') end;
    if answer is null then
        insert into note (order_id, staff_id, body) values (note_add.order_id, me.staff_id, note_add.body) returning id into note_id;
        answer := outcome_of(jsonb_build_array(jsonb_build_object('order_id', order_id, 'outcome', 'done', 'version', target.version, 'note_id', note_id)));
    end if;
    return command_end(command_id, answer, 'order', array[order_id], array['note']);
end $$;

-- The first thing wrong with the pieces a hold is of, [{line_no, quantity}], or null. They are of one order, which is locked by then.
create or replace function store.held_lines_reason(order_ids bigint[], lines jsonb) returns text
language plpgsql stable security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    if lines is null then
        return null;
    elsif cardinality(order_ids) <> 1 or jsonb_typeof(lines) <> 'array' or jsonb_array_length(lines) not between 1 and 1000 then
        return 'bad_arguments';
    elsif exists (select from jsonb_array_elements(lines) l where coalesce(l->>'line_no', '') !~ '^[1-9][0-9]{0,5}$' or coalesce(l->>'quantity', '') !~ '^[1-9][0-9]{0,5}$') then
        return 'bad_quantity';
    elsif exists (select from jsonb_array_elements(lines) l group by l->>'line_no' having count(*) > 1) then
        return 'bad_arguments';
    elsif exists (select from jsonb_array_elements(lines) l left join lines_left(order_ids[1]) f on f.line_no = (l->>'line_no')::int
        where coalesce(f.open_quantity, 0) < (l->>'quantity')::int) then
        return 'more_than_left';
    end if;
    return null;
end $$;

-- Writes a hold to each of the chosen orders that nothing is in the way of, all at once: what follows from a hold is worked out once a
-- statement, and a bulk run is thousands of them. Answers with the hold of each order.
create or replace function store.write_holds(chosen jsonb, reason text, note text, lines jsonb, me store.caller, command_id uuid) returns jsonb
language sql security definer set search_path = pg_catalog, store, pg_temp as $$
    with placed as (
        insert into hold (order_id, reason, note, lines, placed_by)
        select (c->>'order_id')::bigint, write_holds.reason, coalesce(write_holds.note, ''),
            (select jsonb_agg(jsonb_build_object('line_no', (l->>'line_no')::int, 'quantity', (l->>'quantity')::int) order by (l->>'line_no')::int) from jsonb_array_elements(write_holds.lines) l),
            me.staff_id from jsonb_array_elements(chosen) c where not c ? 'outcome' order by 1
        returning id, order_id),
    told as (
        insert into event (order_id, kind, actor, detail, command_id)
        select p.order_id, 'hold_placed', session_user, jsonb_build_object('hold_id', p.id, 'reason', write_holds.reason), write_holds.command_id from placed p order by p.id)
    select jsonb_object_agg(p.order_id, p.id) from placed p
$$;

-- lines: of one order, the pieces that are held, [{line_no, quantity}]; none: all of each order.
drop function if exists desk.hold_place(uuid, bigint[], int[], text, text);
create or replace function desk.hold_place(command_id uuid, order_ids bigint[], expected_versions int[], reason text, note text, lines jsonb default null) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := enter('hold');
    -- What was sent before there were holds of lines is the same command still.
    answer jsonb := command_begin(command_id, 'hold_place', jsonb_build_array(order_ids, expected_versions, reason, note) || case when lines is null then '[]' else jsonb_build_array(lines) end);
    chosen jsonb;
    new_holds jsonb;
    results jsonb;
    held bigint;
begin
    if answer is not null then
        return answer;
    end if;
    answer := case
        when not is_choice(order_ids, expected_versions) then refusal('bad_arguments')
        when reason is null or reason not in ('payment', 'fraud', 'address', 'stock', 'customer_request', 'other') then refusal('unknown_reason')
        when length(note) > 2000 then refusal('note_too_long')
        when has_card(note) then refusal('card_number') end;
    if answer is not null then
        return command_end(command_id, answer, 'order', '{}', '{}');
    end if;
    held := lock_orders(order_ids, me);
    if held is not null then
        return locked_refusal(command_id, held);
    end if;
    select jsonb_agg(coalesce(c.refusal, case when r.reason is not null then row_refused(c.target, r.reason) end, jsonb_build_object('order_id', c.id)) order by c.id) into chosen
    from chosen_orders(order_ids, expected_versions, me, 'hold') c
    cross join lateral (select case when c.refusal is null then held_lines_reason(order_ids, lines) end as reason) r;
    new_holds := write_holds(chosen, reason, note, lines, me, command_id);
    select jsonb_agg(case when c ? 'outcome' then c else row_done((c->>'order_id')::bigint, jsonb_build_object('hold_id', new_holds->(c->>'order_id'))) end order by place) into results
    from jsonb_array_elements(chosen) with ordinality as e(c, place);
    return orders_end(command_id, results, array['hold']);
end $$;

-- Lifts some holds of one order, all or none of them, and answers with its row. The order is locked by then.
create or replace function store.release_holds(target store.orders, expected_version int, wanted bigint[], me store.caller, command_id uuid) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    answer jsonb := order_refusal(target, target.id, expected_version, 'release');
    freed bigint[] := array(select h.id from hold h where h.id = any(wanted) and h.released_at is null order by h.id);
    reason text;
begin
    if answer is null then
        reason := case when freed = '{}' then 'already_released'
            else (select r.why from (select h.id, release_refusal(h, me) as why from hold h where h.id = any(freed)) r where r.why is not null order by r.id desc limit 1) end;
        answer := case when reason is not null then row_refused(target, reason) end;
    end if;
    if answer is not null then
        return answer || jsonb_build_object('hold_ids', wanted);
    end if;
    update hold set released_at = now(), released_by = me.staff_id where id = any(freed);
    perform add_event(target.id, 'hold_released', jsonb_build_object('hold_ids', freed), command_id);
    return row_done(target.id, jsonb_build_object('hold_ids', freed));
end $$;

-- Several holds of one order are released together, on the version they were seen at.
create or replace function desk.hold_release(command_id uuid, hold_ids bigint[], expected_versions int[]) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := enter('release');
    answer jsonb := command_begin(command_id, 'hold_release', jsonb_build_array(hold_ids, expected_versions));
    wanted record;
    target orders;
    results jsonb := '[]';
    held bigint;
begin
    if answer is not null then
        return answer;
    end if;
    if not is_choice(hold_ids, expected_versions) then
        return command_end(command_id, refusal('bad_arguments'), 'order', '{}', '{}');
    end if;
    held := lock_orders(array(select h.order_id from hold h where h.id = any(hold_ids)), me);
    if held is not null then
        return locked_refusal(command_id, held);
    end if;
    for wanted in select h.order_id, min(a.version) as version, array_agg(a.id order by a.id) as holds
        from unnest(hold_ids, expected_versions) as a(id, version) left join hold h on h.id = a.id group by h.order_id order by h.order_id loop
        target := visible_order(wanted.order_id, me);
        -- A hold of an order that this caller does not see is none.
        results := results || case
            when target.id is null then jsonb_build_object('order_id', null, 'hold_ids', wanted.holds, 'outcome', 'refused', 'reason', 'no_such_hold')
            else release_holds(target, wanted.version, wanted.holds, me, command_id) end;
    end loop;
    return orders_end(command_id, results, array['hold']);
end $$;
