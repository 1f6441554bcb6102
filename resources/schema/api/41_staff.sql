-- Accounts. Made by functions that belong to steward_accounts, which alone may make roles; they take a SCRAM verifier, never a
-- password, and touch no role that is not a staff login of this store.

create or replace function store.is_verifier(verifier text) returns boolean
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select coalesce(verifier ~ '^SCRAM-SHA-256\$\d{4,7}:[A-Za-z0-9+/=]{20,64}\$[A-Za-z0-9+/=]{44}:[A-Za-z0-9+/=]{44}$', false)
$$;
grant execute on function store.is_verifier(text), store.require_right(text), store.command_begin(uuid, text, jsonb),
    store.command_end(uuid, jsonb, text, bigint[], text[]), store.my_rights() to steward_accounts;

create or replace function desk.password_change(verifier text) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    perform my_rights();
    if not is_verifier(verifier) then
        return '{"outcome": "refused", "reason": "bad_verifier"}';
    end if;
    execute format('alter role %I password %L', session_user, verifier);
    update staff set must_change_password = false where login = session_user;
    return '{"outcome": "done", "reason": ""}';
end $$;

create or replace function desk.staff_add(command_id uuid, login text, display_name text, group_name text, verifier text) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me bigint := require_right('accounts');
    -- The verifier takes no part in the digest: made anew with another salt it is still the same command.
    answer jsonb := command_begin(command_id, 'staff_add', jsonb_build_array(login, display_name, group_name));
    new_id bigint;
begin
    if answer is not null then
        return answer;
    end if;
    answer := case
        when login is null or login !~ '^[a-z][a-z0-9_.-]{0,62}$' or login ~ '^(pg_|steward|staff_|service_|store_)' then '{"outcome": "refused", "reason": "bad_login"}'
        when length(coalesce(display_name, '')) not between 1 and 200 then '{"outcome": "refused", "reason": "bad_name"}'
        when group_name is null or not group_name = any(array['agent', 'lead', 'fulfilment', 'marketing', 'manager', 'privacy', 'admin']) then '{"outcome": "refused", "reason": "unknown_group"}'
        when not is_verifier(verifier) then '{"outcome": "refused", "reason": "bad_verifier"}'
        when exists (select from staff s where s.login = staff_add.login) or exists (select from pg_roles where rolname = staff_add.login) then '{"outcome": "refused", "reason": "login_taken"}'
        end::jsonb;
    if answer is null then
        execute format('create role %I login noinherit nocreaterole nocreatedb password %L in role %I', login, verifier, 'staff_' || group_name);
        execute format('alter role %I inherit', login);
        insert into staff (login, display_name) values (staff_add.login, staff_add.display_name) returning id into new_id;
        answer := jsonb_build_object('outcome', 'done', 'reason', '', 'staff_id', new_id);
    end if;
    return command_end(command_id, answer, 'staff', array_remove(array[new_id], null), array['login', 'group']);
end $$;

create or replace function desk.staff_disable(command_id uuid, login text) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me bigint := require_right('accounts');
    answer jsonb := command_begin(command_id, 'staff_disable', jsonb_build_array(login));
    known staff;
begin
    if answer is not null then
        return answer;
    end if;
    select * into known from staff s where s.login = staff_disable.login;
    if known.id is null then
        answer := '{"outcome": "refused", "reason": "no_such_login"}';
    elsif known.id = me then
        answer := '{"outcome": "refused", "reason": "yourself"}';
    else
        execute format('alter role %I nologin', known.login);
        update staff set disabled_at = coalesce(disabled_at, now()) where id = known.id;
        answer := jsonb_build_object('outcome', 'done', 'reason', '', 'staff_id', known.id);
    end if;
    return command_end(command_id, answer, 'staff', array_remove(array[known.id], null), array['disabled_at']);
end $$;

create or replace function desk.staff_grant(command_id uuid, login text, group_name text) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me bigint := require_right('accounts');
    answer jsonb := command_begin(command_id, 'staff_grant', jsonb_build_array(login, group_name));
    known staff;
    held text;
begin
    if answer is not null then
        return answer;
    end if;
    select * into known from staff s where s.login = staff_grant.login;
    if known.id is null then
        answer := '{"outcome": "refused", "reason": "no_such_login"}';
    elsif known.id = me then
        -- Whoever makes accounts holds no customer data, and cannot give it to themselves.
        answer := '{"outcome": "refused", "reason": "yourself"}';
    elsif group_name is null or not group_name = any(array['agent', 'lead', 'fulfilment', 'marketing', 'manager', 'privacy', 'admin']) then
        answer := '{"outcome": "refused", "reason": "unknown_group"}';
    else
        for held in select r.rolname from pg_auth_members m join pg_roles r on r.oid = m.roleid join pg_roles u on u.oid = m.member
            where u.rolname = known.login and r.rolname ~ '^staff_' loop
            execute format('revoke %I from %I', held, known.login);
        end loop;
        execute format('grant %I to %I', 'staff_' || group_name, known.login);
        answer := jsonb_build_object('outcome', 'done', 'reason', '', 'staff_id', known.id);
    end if;
    return command_end(command_id, answer, 'staff', array_remove(array[known.id], null), array['group']);
end $$;

create or replace function desk.staff_password(command_id uuid, login text, verifier text) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me bigint := require_right('accounts');
    answer jsonb := command_begin(command_id, 'staff_password', jsonb_build_array(login));
    known staff;
begin
    if answer is not null then
        return answer;
    end if;
    select * into known from staff s where s.login = staff_password.login;
    if known.id is null then
        answer := '{"outcome": "refused", "reason": "no_such_login"}';
    elsif not is_verifier(verifier) then
        answer := '{"outcome": "refused", "reason": "bad_verifier"}';
    else
        execute format('alter role %I password %L', known.login, verifier);
        update staff set must_change_password = true where id = known.id;
        answer := jsonb_build_object('outcome', 'done', 'reason', '', 'staff_id', known.id);
    end if;
    return command_end(command_id, answer, 'staff', array_remove(array[known.id], null), array['password']);
end $$;

drop function if exists desk.staff_list();
create function desk.staff_list() returns table(id bigint, login text, display_name text, groups text[], created_at timestamptz, disabled_at timestamptz, must_change_password boolean)
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    perform require_right('accounts');
    return query select s.id, s.login, s.display_name,
            array(select substr(r.rolname, 7) from pg_auth_members m join pg_roles r on r.oid = m.roleid join pg_roles u on u.oid = m.member
                where u.rolname = s.login and r.rolname ~ '^staff_' order by 1),
            s.created_at, s.disabled_at, s.must_change_password
        from staff s order by s.login;
end $$;

-- For whoever sets the store up, as the database's superuser: the first admin, the services, the logins of a demo. Granted to nobody.
create or replace function store.set_up_login(login text, display_name text, group_role text, verifier text, must_change boolean) returns void
language plpgsql set search_path = pg_catalog, store, pg_temp as $$
begin
    if not group_role ~ '^(staff_(agent|lead|fulfilment|marketing|manager|privacy|admin)|store_site|service_import|service_work|log_ingest)$' then
        raise exception 'unknown group' using errcode = '22023';
    end if;
    if not is_verifier(verifier) then
        raise exception 'not a SCRAM verifier' using errcode = '22023';
    end if;
    if not exists (select from pg_roles where rolname = login) then
        execute format('create role %I', login);
    end if;
    execute format('alter role %I login inherit nosuperuser nocreaterole nocreatedb password %L', login, verifier);
    execute format('grant %I to %I', group_role, login);
    if group_role ~ '^staff_' then
        insert into staff (login, display_name, must_change_password) values (set_up_login.login, set_up_login.display_name, must_change)
        on conflict on constraint staff_login_key do update set display_name = excluded.display_name, disabled_at = null;
    end if;
end $$;

-- These run as the owner that may make roles; the rest of the file's owner stays steward_api.
do $$
declare
    name text;
begin
    foreach name in array array['desk.password_change(text)', 'desk.staff_add(uuid,text,text,text,text)', 'desk.staff_disable(uuid,text)',
        'desk.staff_grant(uuid,text,text)', 'desk.staff_password(uuid,text,text)'] loop
        execute format('alter function %s owner to steward_accounts', name);
        execute format('revoke execute on function %s from public', name);
    end loop;
end $$;
