-- Accounts. Roles are made by the few functions of steward_accounts below, which nobody but steward_api may call. They take a SCRAM
-- verifier, never a password, give no group but those of staff, and touch no role that is not a staff login of this store.

create or replace function store.is_verifier(verifier text) returns boolean
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select coalesce(verifier ~ '^SCRAM-SHA-256\$\d{4,7}:[A-Za-z0-9+/=]{20,64}\$[A-Za-z0-9+/=]{44}:[A-Za-z0-9+/=]{44}$', false)
$$;

-- The role of a staff group by its name, with or without "staff_"; null for any other.
create or replace function store.group_role(group_name text) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select role from unnest(array['staff_agent', 'staff_lead', 'staff_fulfilment', 'staff_marketing', 'staff_manager', 'staff_privacy', 'staff_admin']) role
    where role in (group_name, 'staff_' || group_name)
$$;

-- A staff login: in a staff group, and with none of the powers that would make it more.
create or replace function store.is_staff_role(login text) returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
    select exists (select from pg_roles u
        where u.rolname = login and not (u.rolsuper or u.rolcreaterole or u.rolcreatedb or u.rolreplication or u.rolbypassrls)
          and exists (select from pg_auth_members m join pg_roles g on g.oid = m.roleid where m.member = u.oid and g.rolname ~ '^staff_')
          and not exists (select from pg_auth_members m join pg_roles g on g.oid = m.roleid where m.member = u.oid and g.rolname !~ '^staff_'))
$$;

create or replace function store.role_make(login text, group_name text, verifier text) returns void
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    if not pg_has_role(session_user, 'staff_admin', 'member') or login !~ '^[a-z][a-z0-9_.-]{0,62}$' or login ~ '^(pg_|steward|staff_|service_|store_|log_|mailroom)'
        or group_role(group_name) is null or not is_verifier(verifier) then
        raise exception 'no such account can be made' using errcode = '42501';
    end if;
    execute format('create role %I login inherit nosuperuser nocreaterole nocreatedb password %L in role %I', login, verifier, group_role(group_name));
end $$;

create or replace function store.role_password(login text, verifier text) returns void
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    if not (login = session_user or pg_has_role(session_user, 'staff_admin', 'member')) or not is_staff_role(login) or not is_verifier(verifier) then
        raise exception 'that password cannot be set' using errcode = '42501';
    end if;
    execute format('alter role %I password %L', login, verifier);
end $$;

create or replace function store.role_disable(login text) returns void
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    if not pg_has_role(session_user, 'staff_admin', 'member') or not is_staff_role(login) then
        raise exception 'that login cannot be disabled' using errcode = '42501';
    end if;
    execute format('alter role %I nologin', login);
end $$;

create or replace function store.role_enable(login text) returns void
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    if not pg_has_role(session_user, 'staff_admin', 'member') or not is_staff_role(login) then
        raise exception 'that login cannot be enabled' using errcode = '42501';
    end if;
    execute format('alter role %I login', login);
end $$;

-- One group at a time: nobody holds customers' data and the accounts.
create or replace function store.role_move(login text, group_name text) returns void
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    held text;
begin
    if not pg_has_role(session_user, 'staff_admin', 'member') or not is_staff_role(login) or group_role(group_name) is null then
        raise exception 'that group cannot be given' using errcode = '42501';
    end if;
    execute format('grant %I to %I', group_role(group_name), login);
    for held in select g.rolname from pg_auth_members m join pg_roles g on g.oid = m.roleid join pg_roles u on u.oid = m.member
        where u.rolname = login and g.rolname ~ '^staff_' and g.rolname <> group_role(group_name) loop
        execute format('revoke %I from %I', held, login);
    end loop;
end $$;

do $$
declare
    name text;
begin
    foreach name in array array['role_make(text,text,text)', 'role_password(text,text)', 'role_disable(text)', 'role_enable(text)', 'role_move(text,text)'] loop
        execute format('alter function store.%s owner to steward_accounts', name);
    end loop;
end $$;

-- One's own password. Also the only thing a login may do that must change it first.
create or replace function desk.password_change(verifier text) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := caller();
begin
    if not is_verifier(verifier) then
        return refusal('bad_verifier');
    elsif not is_staff_role(session_user) then
        return refusal('not_a_staff_login');
    end if;
    perform set_config('synchronous_commit', 'on', true); -- whoever is told has it
    perform role_password(me.login, verifier);
    update staff set must_change_password = false where id = me.staff_id;
    perform audit('password_change', null, 'staff', array[me.staff_id], array['password'], 1);
    return '{"outcome": "done", "reason": ""}';
end $$;

create or replace function desk.staff_add(command_id uuid, login text, display_name text, group_name text, verifier text) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := enter('accounts');
    -- The verifier takes no part in the digest: made anew with another salt it is still the same command.
    answer jsonb := command_begin(command_id, 'staff_add', jsonb_build_array(login, display_name, group_name));
    new_id bigint;
begin
    if answer is not null then
        return answer;
    end if;
    answer := case
        when login is null or login !~ '^[a-z][a-z0-9_.-]{0,62}$' or login ~ '^(pg_|steward|staff_|service_|store_|log_|mailroom)' then refusal('bad_login')
        when length(btrim(coalesce(display_name, ''))) not between 1 and 200 then refusal('bad_name')
        when has_card(display_name) then refusal('card_number')
        when group_role(group_name) is null then refusal('unknown_group')
        when not is_verifier(verifier) then refusal('bad_verifier')
        when exists (select from staff s where s.login = staff_add.login) or exists (select from pg_roles r where r.rolname = staff_add.login) then refusal('login_taken')
        end;
    if answer is null then
        perform role_make(login, group_name, verifier);
        insert into staff (login, display_name) values (staff_add.login, btrim(staff_add.display_name)) returning id into new_id;
        answer := jsonb_build_object('outcome', 'done', 'reason', '', 'staff_id', new_id);
    end if;
    return command_end(command_id, answer, 'staff', array_remove(array[new_id], null), array['login', 'display_name', 'group']);
end $$;

-- A staff login somebody else may be changed through; its refusal otherwise.
create or replace function store.other_staff(me store.caller, wanted text, out id bigint, out answer jsonb)
language plpgsql stable security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    id := (select s.id from staff s where s.login = wanted);
    answer := case
        when id is null or not is_staff_role(wanted) then refusal('no_such_login')
        -- Whoever makes accounts holds no customer data, and cannot give it to themselves.
        when id = me.staff_id then refusal('yourself') end;
end $$;

-- Waits for whoever else takes an account out of the admins' group or of use, then looks whether the caller is still one of them: of two
-- admins who do that to each other at once one is left.
create or replace function store.is_admin_still(me store.caller) returns boolean
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    perform from staff s join pg_roles u on u.rolname = s.login join pg_auth_members m on m.member = u.oid
        where m.roleid = 'staff_admin'::regrole order by s.id for no key update of s;
    return exists (select from staff s join pg_roles u on u.rolname = s.login join pg_auth_members m on m.member = u.oid
        where s.id = me.staff_id and s.disabled_at is null and m.roleid = 'staff_admin'::regrole);
end $$;

create or replace function desk.staff_disable(command_id uuid, login text) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := enter('accounts');
    answer jsonb := command_begin(command_id, 'staff_disable', jsonb_build_array(login));
    other record;
begin
    if answer is not null then
        return answer;
    end if;
    select * into other from other_staff(me, login);
    answer := case when not is_admin_still(me) then refusal('no_right') else other.answer end;
    if answer is null then
        perform role_disable(login);
        update staff s set disabled_at = coalesce(s.disabled_at, now()) where s.id = other.id;
        answer := jsonb_build_object('outcome', 'done', 'reason', '', 'staff_id', other.id);
    end if;
    return command_end(command_id, answer, 'staff', array_remove(array[other.id], null), array['disabled_at']);
end $$;

-- The password stays as it was.
create or replace function desk.staff_enable(command_id uuid, login text) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := enter('accounts');
    answer jsonb := command_begin(command_id, 'staff_enable', jsonb_build_array(login));
    other record;
begin
    if answer is not null then
        return answer;
    end if;
    select * into other from other_staff(me, login);
    answer := case when not is_admin_still(me) then refusal('no_right') else other.answer end;
    if answer is null then
        perform role_enable(login);
        update staff s set disabled_at = null where s.id = other.id;
        answer := jsonb_build_object('outcome', 'done', 'reason', '', 'staff_id', other.id);
    end if;
    return command_end(command_id, answer, 'staff', array_remove(array[other.id], null), array['disabled_at']);
end $$;

create or replace function desk.staff_grant(command_id uuid, login text, group_name text) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := enter('accounts');
    answer jsonb := command_begin(command_id, 'staff_grant', jsonb_build_array(login, group_name));
    other record;
begin
    if answer is not null then
        return answer;
    end if;
    select * into other from other_staff(me, login);
    answer := case when not is_admin_still(me) then refusal('no_right') when other.answer is not null then other.answer
        when group_role(group_name) is null then refusal('unknown_group') end;
    if answer is null then
        perform role_move(login, group_name);
        answer := jsonb_build_object('outcome', 'done', 'reason', '', 'staff_id', other.id);
    end if;
    return command_end(command_id, answer, 'staff', array_remove(array[other.id], null), array['group']);
end $$;

create or replace function desk.staff_password(command_id uuid, login text, verifier text) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := enter('accounts');
    answer jsonb := command_begin(command_id, 'staff_password', jsonb_build_array(login));
    other record;
begin
    if answer is not null then
        return answer;
    end if;
    select * into other from other_staff(me, login);
    answer := case when other.answer is not null then other.answer when not is_verifier(verifier) then refusal('bad_verifier') end;
    if answer is null then
        perform role_password(login, verifier);
        update staff s set must_change_password = true where s.id = other.id;
        answer := jsonb_build_object('outcome', 'done', 'reason', '', 'staff_id', other.id);
    end if;
    return command_end(command_id, answer, 'staff', array_remove(array[other.id], null), array['password']);
end $$;

drop function if exists desk.staff_list();
create function desk.staff_list() returns table(id bigint, login text, display_name text, groups text[], created_at timestamptz,
    last_seen_at timestamptz, disabled_at timestamptz, must_change_password boolean)
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    perform enter('accounts');
    return query select s.id, s.login, s.display_name,
            array(select substr(g.rolname, 7) from pg_auth_members m join pg_roles g on g.oid = m.roleid join pg_roles u on u.oid = m.member
                where u.rolname = s.login and g.rolname ~ '^staff_' order by 1),
            s.created_at, s.last_seen_at, s.disabled_at, s.must_change_password
        from staff s order by s.login;
end $$;

-- For whoever sets the store up, as the database's superuser: the first admin, the services, the logins of a demo. Granted to nobody.
create or replace function store.set_up_login(login text, display_name text, group_role text, verifier text, must_change boolean) returns void
language plpgsql set search_path = pg_catalog, store, pg_temp as $$
begin
    if not group_role ~ '^(staff_(agent|lead|fulfilment|marketing|manager|privacy|admin)|store_site|service_import|service_work|log_ingest|mailroom_delivery)$' then
        raise exception 'unknown group' using errcode = '22023';
    end if;
    if not is_verifier(verifier) then
        raise exception 'not a SCRAM verifier' using errcode = '22023';
    end if;
    -- A slip of the superuser's must not make the superuser somebody else.
    if login !~ '^[a-z][a-z0-9_.-]{0,62}$' or login ~ '^(pg_|steward|staff_|service_|store_|log_|mailroom)'
        or exists (select from pg_roles where rolname = login and (rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls)) then
        raise exception 'no such login can be made' using errcode = '22023';
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
