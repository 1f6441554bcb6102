-- Row-level security on every table, forced, with one policy for steward_api: a grant given by mistake shows nothing.
-- steward_accounts sees the accounts alone. USING (true) keeps operators that are not leakproof on their indexes.
do $$
declare
    relation record;
begin
    for relation in
        select n.nspname as space, c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname in ('store', 'mailroom', 'userbase', 'audit') and c.relkind = 'r' loop
        execute format('alter table %I.%I owner to steward_owner', relation.space, relation.name);
        execute format('alter table %I.%I enable row level security', relation.space, relation.name);
        execute format('alter table %I.%I force row level security', relation.space, relation.name);
        execute format('create policy api on %I.%I to steward_api using (true) with check (true)', relation.space, relation.name);
        execute format('grant select, insert, update, delete on %I.%I to steward_api', relation.space, relation.name);
    end loop;
end $$;

-- The record of what was done is appended to, never changed.
revoke update, delete on audit.entry, audit.seal from steward_api;
revoke delete on store.orders, store.event, store.note, store.payment, store.refund, store.export_run, store.import_run from steward_api;

create policy accounts on store.staff to steward_accounts using (true) with check (true);
grant select, insert, update on store.staff to steward_accounts;

alter function store.derive(bigint[]) owner to steward_api;
alter function store.derive_changed() owner to steward_api;
alter function store.derive_shipped() owner to steward_api;
alter function store.derive_cancelled() owner to steward_api;
revoke execute on all functions in schema store from public;
grant execute on all functions in schema store to steward_api;
