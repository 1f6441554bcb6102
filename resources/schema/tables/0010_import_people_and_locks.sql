-- Whom a source's own customer number stands for, so that orders without an e-mail find their customer again.
create table store.source_customer (
    source text not null,
    number text not null,
    customer_id bigint not null references store.customer deferrable,
    primary key (source, number)
);
create index source_customer_customer on store.source_customer (customer_id);
select store.describe('store.source_customer', '{"source": "", "number": "customer number | order | account + 3 years", "customer_id": ""}');

-- Rows that are locked where two sessions must not do the same at once. An advisory lock could be held by any login.
create table store.lock_row (name text primary key);
select store.describe('store.lock_row', '{"name": ""}');
insert into store.lock_row (name) select 'import' union all select 'customer ' || i from generate_series(0, 255) i;

do $$
declare
    relation text;
begin
    foreach relation in array array['store.source_customer', 'store.lock_row'] loop
        execute format('alter table %s owner to steward_owner', relation);
        execute format('alter table %s enable row level security', relation);
        execute format('alter table %s force row level security', relation);
        execute format('create policy api on %s to steward_api using (true) with check (true)', relation);
        execute format('grant select, insert, update, delete on %s to steward_api', relation);
    end loop;
end $$;
-- To lock a row takes the right to change it.
revoke insert, delete on store.lock_row from steward_api;

alter type store.import_order add attribute customer_number text, add attribute place_key text;
