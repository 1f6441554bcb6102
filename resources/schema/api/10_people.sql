-- Who is asking and what they may: every function of desk asks here first.
-- Rights belong to groups; a login's groups are read from PostgreSQL itself, so there is no second truth.
create or replace function store.my_groups() returns text[]
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select coalesce(array_agg(substr(r.rolname, 7) order by r.rolname), '{}')
    from pg_roles r
    where r.rolname in ('staff_agent', 'staff_lead', 'staff_fulfilment', 'staff_marketing', 'staff_manager', 'staff_privacy', 'staff_admin')
      and pg_has_role(session_user, r.oid, 'member')
$$;

create or replace function store.rights_of(groups text[]) returns text[]
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select coalesce(array_agg(distinct r.name order by r.name), '{}')
    from (values
        ('view', array['agent', 'lead', 'fulfilment', 'privacy']),
        ('edit', array['agent', 'lead']),
        ('hold', array['agent', 'lead', 'fulfilment']),
        ('note', array['agent', 'lead', 'fulfilment', 'privacy']),
        ('ship', array['lead', 'fulfilment']),
        ('refund', array['lead']),
        ('cancel', array['lead']),
        ('contact', array['agent', 'lead', 'privacy']),
        ('money', array['agent', 'lead', 'privacy']),
        ('addresses', array['agent', 'lead', 'fulfilment', 'privacy']),
        ('import', array['lead']),
        ('export', array['lead']),
        ('saved_view_share', array['lead']),
        ('audit', array['privacy']),
        ('accounts', array['admin'])) as r(name, holders)
    where r.holders && groups
$$;

-- The caller's rights; error ST001 when they are no member of staff or have been disabled.
create or replace function store.my_rights() returns text[]
language plpgsql stable security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    if not exists (select from staff where login = session_user and disabled_at is null) or my_groups() = '{}' then
        raise exception 'this login is not a member of staff' using errcode = 'ST001';
    end if;
    return rights_of(my_groups());
end $$;

-- The caller's staff id, if they hold a right; else 42501. The message names the right, never a person.
create or replace function store.require_right(wanted text) returns bigint
language plpgsql stable security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    if not wanted = any(my_rights()) then
        raise exception 'this login may not: %', wanted using errcode = '42501';
    end if;
    return (select id from staff where login = session_user);
end $$;

create or replace function store.setting(wanted text) returns text
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select value #>> '{}' from setting where key = wanted
$$;

-- Counts rows of persons read by this login in this hour, after the fact. Whoever has no export right is refused past the threshold.
create or replace function store.meter(read_rows bigint) returns void
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    if read_rows > 0 then
        insert into read_meter (login, hour, row_count) values (session_user, date_trunc('hour', now()), read_rows)
        on conflict (login, hour) do update set row_count = read_meter.row_count + excluded.row_count;
    end if;
end $$;

-- Asked before reading. The refusal itself is counted by the next call that commits.
create or replace function store.meter_allows() returns boolean
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select 'export' = any(rights_of(my_groups()))
        or coalesce((select row_count from read_meter where login = session_user and hour = date_trunc('hour', now())), 0)
           < setting('meter.rows_per_hour')::bigint
$$;

create or replace function desk.session_start(client_version text) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    rights text[] := my_rights();
    me staff;
begin
    select * into me from staff where login = session_user;
    return jsonb_build_object('login', me.login, 'staff_id', me.id, 'display_name', me.display_name, 'groups', my_groups(), 'rights', rights,
        'must_change_password', me.must_change_password, 'time_zone', setting('store.time_zone'), 'store_name', setting('store.name'),
        'schema_version', (select max(number) from schema_migration), 'server_time', now());
end $$;

-- For the privacy officer: who read how much.
drop function if exists desk.meter();
create function desk.meter() returns table(login text, hour timestamptz, row_count bigint, over_threshold boolean)
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    perform require_right('audit');
    return query select m.login, m.hour, m.row_count, m.row_count >= setting('meter.rows_per_hour')::bigint
        from read_meter m order by m.hour desc, m.row_count desc limit 1000;
end $$;

-- Functions of store belong to steward_api, and nobody else calls them.
do $$
declare
    name text;
begin
    for name in select oid::regprocedure::text from pg_proc where pronamespace = 'store'::regnamespace and prosecdef loop
        execute format('alter function %s owner to steward_api', name);
    end loop;
end $$;
