-- Reading that a ROLLBACK cannot undo: what was read is counted in a sequence of each login, whose steps are never taken back, and an
-- order or an export is shown only under a ticket that an earlier transaction has written down and committed.
create schema meter authorization steward_api;

create table store.order_ticket (
    id uuid primary key,
    staff_id bigint not null references store.staff,
    order_id bigint not null,
    written_in xid8 not null default pg_current_xact_id(),
    at timestamptz not null default clock_timestamp()
);
create index order_ticket_at on store.order_ticket (at);
select store.describe('store.order_ticket', '{"id": "", "staff_id": "", "order_id": "", "written_in": "", "at": ""}');

alter table store.export_run add column written_in xid8 not null default pg_current_xact_id();
select store.describe('store.export_run', '{"written_in": ""}');

-- How far of the login's sequence the meter has counted.
alter table store.read_meter add column counted_to bigint not null default 0;
select store.describe('store.read_meter', '{"counted_to": ""}');

-- One sequence for each member of staff, made with the account and never by a reader, who could take its making back.
create function store.make_meter() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    execute format('create sequence if not exists meter.login_%s', new.id);
    return null;
end $$;
alter function store.make_meter() owner to steward_api;
create trigger meter after insert on store.staff for each row execute function store.make_meter();
do $$
declare
    known bigint;
begin
    for known in select id from store.staff loop
        execute format('create sequence meter.login_%s', known);
        execute format('alter sequence meter.login_%s owner to steward_api', known);
    end loop;
end $$;

do $$
declare
    relation text := 'store.order_ticket';
begin
    execute format('alter table %s owner to steward_owner', relation);
    execute format('alter table %s enable row level security', relation);
    execute format('alter table %s force row level security', relation);
    execute format('create policy api on %s to steward_api using (true) with check (true)', relation);
    execute format('grant select, insert, update, delete on %s to steward_api', relation);
end $$;

-- Large objects are tables in disguise: anybody could keep anything in them, past every function of the store.
do $$
declare
    name text;
begin
    for name in select p.oid::regprocedure::text from pg_proc p where p.pronamespace = 'pg_catalog'::regnamespace
        and p.proname in ('lo_creat', 'lo_create', 'lo_from_bytea', 'lo_put', 'lowrite', 'lo_truncate', 'lo_truncate64', 'lo_unlink', 'lo_open') loop
        execute format('revoke execute on function %s from public', name);
    end loop;
end $$;

-- What people type is theirs, also where a reason or a file's name is asked for.
select store.describe('store.orders', '{"cancel_reason": "free text | order | order + 10 years"}');
select store.describe('store.refund', '{"reason": "free text | order | order + 10 years"}');
select store.describe('store.import_run', '{"file_name": "free text | order | 10 years"}');
