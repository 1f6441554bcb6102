-- Roles and schemas. Roles belong to the whole cluster, so they are made only where they are missing.
do $$
declare
    wanted text;
begin
    foreach wanted in array array[
        'steward_owner', 'steward_api', 'steward_accounts',
        'staff_agent', 'staff_lead', 'staff_fulfilment', 'staff_marketing', 'staff_manager', 'staff_privacy', 'staff_admin',
        'store_site', 'service_import', 'service_work', 'log_ingest', 'mailroom_delivery'] loop
        if not exists (select from pg_roles where rolname = wanted) then
            execute format('create role %I nologin', wanted);
        end if;
    end loop;
    -- Owns the functions that make and disable staff logins, and nothing else.
    alter role steward_accounts createrole;
end $$;

-- Whoever migrates without being a superuser (a database's owner with CREATEROLE) acts through these roles.
do $$ begin
    if not (select rolsuper from pg_roles where rolname = current_user) then
        execute format('grant steward_owner, steward_api, steward_accounts to %I', current_user);
    end if;
end $$;

create extension if not exists pgcrypto with schema public;
create extension if not exists pg_trgm with schema public;
create extension if not exists btree_gin with schema public;

create schema store authorization steward_owner;
create schema desk authorization steward_api;
create schema site authorization steward_api;
create schema mailroom authorization steward_owner;
create schema userbase authorization steward_owner;
create schema audit authorization steward_owner;

revoke create on schema public from public;
do $$ begin
    execute format('revoke temporary, create on database %I from public', current_database());
end $$;

grant usage, create on schema store, audit to steward_api;
grant usage on schema mailroom to steward_api;
grant usage, create on schema store to steward_accounts;
grant usage on schema desk to staff_agent, staff_lead, staff_fulfilment, staff_marketing, staff_manager, staff_privacy, staff_admin,
    service_import, service_work;
grant usage on schema site to store_site;
grant usage on schema audit to service_work, staff_privacy;
-- From PostgreSQL 16 on, CREATEROLE alone no longer lets its holder put others into a group.
do $$ begin
    if current_setting('server_version_num')::int >= 160000 then
        grant staff_agent, staff_lead, staff_fulfilment, staff_marketing, staff_manager, staff_privacy, staff_admin
            to steward_accounts with admin option;
    end if;
end $$;

-- Without IN SCHEMA, else the revoke does nothing (PostgreSQL adds per-schema defaults to the built-in ones).
alter default privileges for role steward_api revoke execute on functions from public;
alter default privileges for role steward_owner revoke execute on functions from public;
alter default privileges for role steward_accounts revoke execute on functions from public;

-- What has been applied. Here, because the record of this very file goes into it.
create table store.schema_migration (
    number int primary key,
    name text not null,
    checksum text not null,
    applied_at timestamptz not null default now()
);
create table store.schema_api (
    name text primary key,
    checksum text not null,
    applied_at timestamptz not null default now()
);
