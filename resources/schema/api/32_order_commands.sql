-- The first commands, the pattern for all others: right, envelope, check, write, event, answer.

create or replace function store.add_event(order_id bigint, kind text, detail jsonb, command_id uuid) returns void
language sql security definer set search_path = pg_catalog, store, pg_temp as $$
    insert into event (order_id, kind, actor, detail, command_id) values (order_id, kind, session_user, detail, command_id)
$$;

-- One answer out of an answer for each row.
create or replace function store.outcome_of(rows jsonb) returns jsonb
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select jsonb_build_object('outcome', case
            when bool_and(r->>'outcome' = 'done') then 'done'
            when bool_or(r->>'outcome' = 'done') then 'partly'
            when bool_or(r->>'outcome' = 'conflict') then 'conflict'
            else 'refused' end,
        'reason', coalesce((array_agg(r->>'reason') filter (where r->>'reason' is not null))[1], ''), 'rows', rows)
    from jsonb_array_elements(rows) r
$$;

create or replace function desk.note_add(command_id uuid, order_id bigint, body text) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me bigint := require_right('note');
    answer jsonb := command_begin(command_id, 'note_add', jsonb_build_array(order_id, body));
    target orders;
    note_id bigint;
begin
    if answer is not null then
        return answer;
    end if;
    target := visible_order(order_id);
    if target.id is null then
        answer := '{"outcome": "refused", "reason": "no_such_order"}';
    elsif btrim(coalesce(body, ''), E' \t\r\n') = '' then
        answer := '{"outcome": "refused", "reason": "empty_note"}';
    elsif length(body) > 20000 then
        answer := '{"outcome": "refused", "reason": "note_too_long"}';
    elsif has_card(body) then
        answer := '{"outcome": "refused", "reason": "card_number"}';
    else
        insert into note (order_id, staff_id, body) values (note_add.order_id, me, note_add.body) returning id into note_id;
        answer := jsonb_build_object('outcome', 'done', 'reason', '', 'rows', jsonb_build_array(
            jsonb_build_object('order_id', order_id, 'outcome', 'done', 'version', target.version, 'note_id', note_id)));
    end if;
    return command_end(command_id, answer, 'order', array[order_id], array['note']);
end $$;

create or replace function desk.hold_place(command_id uuid, order_ids bigint[], expected_versions int[], reason text, note text) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me bigint := require_right('hold');
    answer jsonb := command_begin(command_id, 'hold_place', jsonb_build_array(order_ids, expected_versions, reason, note));
    wanted record;
    target orders;
    refusal text;
    results jsonb := '[]';
    held bigint;
    next_version int;
begin
    if answer is not null then
        return answer;
    end if;
    refusal := case
        when coalesce(cardinality(order_ids), 0) not between 1 and 1000 or cardinality(order_ids) <> cardinality(expected_versions) then 'bad_arguments'
        when reason is null or not reason = any(array['payment', 'fraud', 'address', 'stock', 'customer_request', 'other']) then 'unknown_reason'
        when length(note) > 2000 then 'note_too_long'
        when has_card(note) then 'card_number' end;
    if refusal is not null then
        return command_end(command_id, jsonb_build_object('outcome', 'refused', 'reason', refusal), 'order', order_ids, '{}');
    end if;
    begin
        -- Locked in the order of their ids, so that two commands never wait for each other in a ring.
        for wanted in select distinct on (a.id) a.id, a.version from unnest(order_ids, expected_versions) as a(id, version) order by a.id loop
            perform 1 from orders where id = wanted.id for update;
            target := visible_order(wanted.id);
            refusal := case when target.id is null then 'no_such_order' else why_not('hold', target.fulfilment_status) end;
            if target.id is not null and target.version <> wanted.version then
                results := results || jsonb_build_object('order_id', wanted.id, 'outcome', 'conflict', 'reason', 'changed_meanwhile',
                    'current', jsonb_build_object('version', target.version, 'fulfilment_status', target.fulfilment_status, 'hold_count', target.hold_count));
            elsif refusal <> '' then
                results := results || jsonb_build_object('order_id', wanted.id, 'outcome', 'refused', 'reason', refusal);
            else
                insert into hold (order_id, reason, note, placed_by) values (wanted.id, hold_place.reason, coalesce(hold_place.note, ''), me) returning id into held;
                update orders set version = version + 1 where id = wanted.id returning version into next_version;
                perform add_event(wanted.id, 'hold_placed', jsonb_build_object('hold_id', held, 'reason', reason), command_id);
                results := results || jsonb_build_object('order_id', wanted.id, 'outcome', 'done', 'version', next_version, 'hold_id', held);
            end if;
        end loop;
        answer := outcome_of(results);
    exception when lock_not_available then
        -- Not an answer to keep: sent again, the command may well succeed.
        delete from command where id = command_id;
        return '{"outcome": "refused", "reason": "locked"}';
    end;
    return command_end(command_id, answer, 'order',
        array(select (r->>'order_id')::bigint from jsonb_array_elements(results) r where r->>'outcome' = 'done'), array['hold']);
end $$;

create or replace function desk.hold_release(command_id uuid, hold_ids bigint[], expected_versions int[]) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me bigint := require_right('hold');
    answer jsonb := command_begin(command_id, 'hold_release', jsonb_build_array(hold_ids, expected_versions));
    wanted record;
    target orders;
    refusal text;
    results jsonb := '[]';
    freed bigint[];
    next_version int;
begin
    if answer is not null then
        return answer;
    end if;
    if coalesce(cardinality(hold_ids), 0) not between 1 and 1000 or cardinality(hold_ids) <> cardinality(expected_versions) then
        return command_end(command_id, '{"outcome": "refused", "reason": "bad_arguments"}', 'order', '{}', '{}');
    end if;
    begin
        -- Several holds of one order are released together, on the version they were seen at.
        for wanted in select h.order_id, min(a.version) as version, array_agg(a.id order by a.id) as holds
            from unnest(hold_ids, expected_versions) as a(id, version) left join hold h on h.id = a.id group by h.order_id order by h.order_id loop
            perform 1 from orders where id = wanted.order_id for update;
            target := visible_order(wanted.order_id);
            refusal := case when target.id is null then 'no_such_hold' else why_not('release', target.fulfilment_status) end;
            if target.id is not null and target.version <> wanted.version then
                results := results || jsonb_build_object('order_id', wanted.order_id, 'outcome', 'conflict', 'reason', 'changed_meanwhile',
                    'current', jsonb_build_object('version', target.version, 'fulfilment_status', target.fulfilment_status, 'hold_count', target.hold_count));
                continue;
            elsif refusal <> '' then
                results := results || jsonb_build_object('order_id', wanted.order_id, 'outcome', 'refused', 'reason', refusal);
                continue;
            end if;
            with released as (
                update hold set released_at = now(), released_by = me where id = any(wanted.holds) and released_at is null returning id)
            select array_agg(id) into freed from released;
            if freed is null then
                results := results || jsonb_build_object('order_id', wanted.order_id, 'outcome', 'refused', 'reason', 'already_released');
                continue;
            end if;
            update orders set version = version + 1 where id = wanted.order_id returning version into next_version;
            perform add_event(wanted.order_id, 'hold_released', jsonb_build_object('hold_ids', freed), command_id);
            results := results || jsonb_build_object('order_id', wanted.order_id, 'outcome', 'done', 'version', next_version, 'hold_ids', freed);
        end loop;
        answer := outcome_of(results);
    exception when lock_not_available then
        delete from command where id = command_id;
        return '{"outcome": "refused", "reason": "locked"}';
    end;
    return command_end(command_id, answer, 'order',
        array(select (r->>'order_id')::bigint from jsonb_array_elements(results) r where r->>'outcome' = 'done'), array['hold']);
end $$;
