-- Who is asking and what they may: every function of desk asks here first. Rights belong to groups, and a login's groups are read
-- from PostgreSQL itself, so there is no second truth.

create or replace function store.my_groups() returns text[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
    held text[] := '{}';
    candidate text;
begin
    foreach candidate in array array['admin', 'agent', 'fulfilment', 'lead', 'manager', 'marketing', 'privacy'] loop
        if pg_has_role(session_user, 'staff_' || candidate, 'member') then
            held := held || candidate;
        end if;
    end loop;
    return held;
end $$;

-- view to saved_view_share are verbs; contact, money and notes are what of an order a group may see.
create or replace function store.rights_of(groups text[]) returns text[]
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select coalesce(array_agg(r.name order by r.name), '{}')
    from (values
        ('view', array['agent', 'lead', 'fulfilment', 'privacy']),
        ('edit', array['agent', 'lead']),
        ('hold', array['agent', 'lead', 'fulfilment']),
        ('release', array['agent', 'lead', 'fulfilment']), -- what one has placed oneself
        ('release_any', array['lead']),
        ('note', array['agent', 'lead']),
        ('ship', array['lead', 'fulfilment']),
        ('refund', array['lead']),
        ('cancel', array['lead']),
        ('stock', array['lead', 'fulfilment']),
        ('disclose', array['lead', 'fulfilment']),
        ('packing_slip', array['agent', 'lead', 'fulfilment']),
        ('invoice', array['agent', 'lead']),
        ('contact', array['agent', 'lead', 'privacy']),
        ('money', array['agent', 'lead', 'privacy']),
        ('notes', array['agent', 'lead', 'privacy']),
        ('all_orders', array['agent', 'lead', 'privacy']),
        ('addresses', array['agent', 'lead', 'fulfilment', 'privacy']),
        ('import', array['lead']),
        ('export', array['lead']),
        ('saved_view_share', array['lead']),
        ('audit', array['privacy']),
        ('confirm_deletion', array['privacy']),
        ('tell_recipient', array['privacy']),
        ('accounts', array['admin']),
        ('settings', array['admin'])) as r(name, holders)
    where r.holders && groups
$$;

do $$ begin
    if to_regtype('store.caller') is null then
        create type store.caller as (staff_id bigint, login text, groups text[], rights text[], must_change_password boolean);
        alter type store.caller owner to steward_api;
    end if;
end $$;

-- The caller. ST001 when they are no member of staff or have been disabled.
create or replace function store.caller() returns store.caller
language plpgsql stable security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller;
begin
    me.groups := my_groups();
    select s.id, s.login, s.must_change_password into me.staff_id, me.login, me.must_change_password
    from staff s where s.login = session_user and s.disabled_at is null;
    if me.staff_id is null or me.groups = '{}' then
        raise exception 'this login is not a member of staff' using errcode = 'ST001';
    end if;
    me.rights := rights_of(me.groups);
    return me;
end $$;

-- The caller, if they hold a right and have made their password their own; else 42501. The message names the right, never a person.
create or replace function store.enter(wanted text) returns store.caller
language plpgsql stable security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := caller();
begin
    if not wanted = any(me.rights) then
        raise exception 'this login may not: %', wanted using errcode = '42501';
    elsif me.must_change_password then
        raise exception 'this login must change its password first' using errcode = '42501';
    end if;
    return me;
end $$;

create or replace function store.setting(wanted text) returns text
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select value #>> '{}' from setting where key = wanted
$$;

-- Rows of persons are counted by login and hour. The count itself is the login's sequence, which no ROLLBACK, failing statement or
-- setting of a session takes back; read_meter is what of it has been booked to an hour. Hours are UTC's and by the clock, not by the
-- session's zone nor by when its transaction began. Whoever holds no export right is refused once a threshold was passed; the count
-- that passed it stays and gets an audit row, so the privacy officer sees it.
create or replace function store.meter_sequence(staff_id bigint) returns regclass
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    found_sequence regclass := to_regclass('meter.login_' || staff_id);
begin
    if found_sequence is null then
        raise exception 'this login has no meter' using errcode = '42501';
    end if;
    return found_sequence;
end $$;

create or replace function store.meter_hour() returns timestamptz language sql stable
    return date_trunc('hour', clock_timestamp(), 'UTC');

-- How far a login's sequence has been booked.
create or replace function store.meter_booked(wanted text) returns bigint
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select coalesce((select m.counted_to from read_meter m where m.login = wanted order by m.hour desc limit 1), 0)
$$;

create or replace function store.check_meter(me store.caller) returns void
language plpgsql stable security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    this_hour bigint;
    this_day bigint;
    unbooked bigint;
begin
    if 'export' = any(me.rights) then
        return;
    end if;
    select coalesce(sum(m.row_count) filter (where m.hour = meter_hour()), 0), coalesce(sum(m.row_count), 0) into this_hour, this_day
    from read_meter m where m.login = me.login and m.hour > clock_timestamp() - interval '24 hours';
    unbooked := greatest(coalesce(pg_sequence_last_value(meter_sequence(me.staff_id)), 0) - meter_booked(me.login), 0);
    if this_hour + unbooked >= setting('meter.rows_per_hour')::bigint or this_day + unbooked >= setting('meter.rows_per_day')::bigint then
        raise exception 'this login has read as many rows as it may' using errcode = 'ST002';
    end if;
end $$;

-- Books what a login's sequence has counted to the hour that runs; answers with that hour's rows.
create or replace function store.book_meter(staff_login text, counted_to bigint) returns bigint
language sql security definer set search_path = pg_catalog, store, pg_temp as $$
    insert into read_meter as m (login, hour, row_count, counted_to)
    values (staff_login, meter_hour(), greatest(book_meter.counted_to - meter_booked(staff_login), 0), book_meter.counted_to)
    on conflict (login, hour) do update set row_count = m.row_count + greatest(excluded.counted_to - m.counted_to, 0),
        counted_to = greatest(m.counted_to, excluded.counted_to)
    returning row_count
$$;

create or replace function store.meter(me store.caller, read_rows bigint) returns void
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    counter regclass := meter_sequence(me.staff_id);
    counted bigint;
    allowed bigint := setting('meter.rows_per_hour')::bigint;
    is_first boolean := pg_current_xact_id_if_assigned() is null; -- before the sequence, whose steps may take one
begin
    if read_rows = 0 then
        return;
    end if;
    -- Step by step, so that two sessions of a login count both; an export's pages, which no threshold stops, in one stride.
    if read_rows <= 500 then
        perform nextval(counter) from generate_series(1, read_rows);
    else
        perform setval(counter, nextval(counter) + read_rows - 1);
    end if;
    -- A reader does not wait for the disk; a command before it in the same transaction does.
    if is_first then
        perform set_config('synchronous_commit', 'off', true);
    end if;
    counted := book_meter(me.login, pg_sequence_last_value(counter));
    if counted >= allowed and counted - read_rows < allowed and not 'export' = any(me.rights) then
        perform audit('meter_reached', null, 'staff', array[me.staff_id], '{}', counted);
    end if;
end $$;

-- For the work job: books what readers have counted without booking it. A row that somebody holds waits for the next beat.
create or replace function store.book_meters() returns int
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    reader record;
    booked int := 0;
begin
    for reader in select s.login, c.counted_to from staff s
            cross join lateral (select pg_sequence_last_value(to_regclass('meter.login_' || s.id)) as counted_to) c
            where c.counted_to > meter_booked(s.login) loop
        perform set_config('lock_timeout', '200ms', true);
        begin
            perform book_meter(reader.login, reader.counted_to);
            booked := booked + 1;
        exception when lock_not_available then
            null;
        end;
    end loop;
    return booked;
end $$;

-- The tables that these functions are for. A migration that was cut off between tables and functions shows as a store that is too old,
-- and not as one that fails later.
create or replace function store.functions_number() returns int language sql immutable return 13;

create or replace function desk.session_start(client_version text) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := caller();
begin
    update staff set last_seen_at = now() where id = me.staff_id;
    return jsonb_build_object('login', me.login, 'staff_id', me.staff_id,
        'display_name', (select display_name from staff where id = me.staff_id), 'groups', me.groups, 'rights', me.rights,
        'must_change_password', me.must_change_password, 'time_zone', setting('store.time_zone'), 'store_name', setting('store.name'),
        'schema_version', least((select max(number) from schema_migration), functions_number()),
        'api_checksum', (select encode(sha256(convert_to(string_agg(name || checksum, ' ' order by name), 'UTF8')), 'hex') from schema_api),
        'server_time', now());
end $$;

-- For the privacy officer: who read how much.
drop function if exists desk.meter();
create function desk.meter() returns table(login text, hour timestamptz, row_count bigint, over_threshold boolean)
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    perform enter('audit');
    return query select m.login, m.hour, m.row_count, m.row_count >= setting('meter.rows_per_hour')::bigint
        from read_meter m order by m.hour desc, m.row_count desc limit 1000;
end $$;
