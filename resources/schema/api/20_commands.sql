-- The envelope of a command: applied once however often it is sent, with one audit row in the same transaction.

-- A command judges what others have committed while it waited for their locks. In a transaction that goes on seeing the store as it was
-- before, it would judge by what is no more.
create or replace function store.must_read_committed() returns void
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
    if current_setting('transaction_isolation') not in ('read committed', 'read uncommitted') then
        raise exception 'commands run in READ COMMITTED' using errcode = '25001';
    end if;
end $$;

-- Null: go ahead. Else the answer to give: what was decided when this id came first, or that the id was used for something else.
create or replace function store.command_begin(command_id uuid, command_verb text, arguments jsonb) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    known command;
    wanted bytea := sha256(convert_to(command_verb || ' ' || arguments::text, 'UTF8'));
begin
    perform must_read_committed();
    if command_id is null then
        return refusal('command_id_missing');
    end if;
    -- A write waits for the disk, whatever was read before it in the same transaction or set for the login. A second sender of the same id
    -- waits here until the first has committed, as long as that takes: a refusal would be told of a command that is then done.
    perform set_config('synchronous_commit', 'on', true), set_config('lock_timeout', '0', true);
    insert into command (id, actor, verb, digest) values (command_id, session_user, command_verb, wanted) on conflict (id) do nothing;
    if found then
        perform set_config('lock_timeout', '5s', true); -- for the orders of others
        return null;
    end if;
    -- What was decided may be on this server's disk alone, when it died before the standby had it. With a row locked there is something for
    -- the standby to have of this answer, so it waits as the first one did; without, it could be given and then be lost with the server.
    select * into known from command where id = command_id for update;
    if known.id is null or known.actor <> session_user or known.verb <> command_verb or known.digest <> wanted then
        return refusal('command_reused');
    end if;
    return known.result || '{"replayed": true}';
end $$;

-- Keeps the answer, and writes the audit row when something was done.
create or replace function store.command_end(command_id uuid, answer jsonb, subject text, ids bigint[], fields text[]) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    command_verb text;
begin
    update command set result = answer where id = command_id returning verb into command_verb;
    if answer->>'outcome' in ('done', 'partly') then
        perform audit(command_verb, command_id, subject, ids, fields, cardinality(ids));
    end if;
    return answer;
end $$;

-- Takes the id back: this answer is not one to keep, since the same command sent again may well succeed.
create or replace function store.command_forget(command_id uuid, answer jsonb) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    delete from command where id = command_id;
    return answer;
end $$;

create or replace function store.refusal(reason text) returns jsonb
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select jsonb_build_object('outcome', 'refused', 'reason', reason)
$$;

-- One answer out of an answer for each row.
create or replace function store.outcome_of(rows jsonb) returns jsonb
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select jsonb_build_object('outcome', case
            when bool_and(r->>'outcome' = 'done') then 'done'
            when bool_or(r->>'outcome' = 'done') then 'partly'
            when bool_or(r->>'outcome' = 'conflict') then 'conflict'
            else 'refused' end,
        'reason', coalesce((array_agg(r->>'reason' order by place) filter (where r->>'reason' is not null))[1], ''), 'rows', rows)
    from jsonb_array_elements(rows) with ordinality as e(r, place)
$$;

-- The login that holds an order's row locked, where it can be told: the row names the transaction, its lock the process.
create or replace function store.lock_holder(order_id bigint) returns text
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select coalesce(s.display_name, a.usename::text)
    from orders o
    join pg_locks l on l.locktype = 'transactionid' and l.transactionid = o.xmax and l.granted
    join pg_stat_activity a on a.pid = l.pid
    left join staff s on s.login = a.usename
    where o.id = lock_holder.order_id limit 1
$$;

-- Ids and field names, never values. Read without a change: verbs that end in _open.
create or replace function store.audit(verb text, command_id uuid, subject text, ids bigint[], fields text[], row_count bigint) returns void
language sql security definer set search_path = pg_catalog, audit, pg_temp as $$
    with written as (
        insert into entry (actor, verb, command_id, subject, ids, fields, row_count)
        values (session_user, verb, command_id, subject, coalesce(ids, '{}'), coalesce(fields, '{}'), coalesce(row_count, 0)) returning seq)
    insert into tail select seq from written
$$;

-- What became of one's own command, for a desktop that lost the answer.
create or replace function desk.command_result(command_id uuid) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    perform set_config('synchronous_commit', 'on', true);
    -- Locked, so that the answer waits for the standby: see command_begin.
    return (select c.result from command c where c.id = command_result.command_id and c.actor = session_user for update);
end $$;
