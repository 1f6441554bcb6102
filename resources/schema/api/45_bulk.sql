-- What a bulk run begins with: all orders of a list, to do something to them.

-- Id, version, number and time of at most 500 orders of a list from a place on, and nothing of a person; metered like the list's own
-- rows, since which orders a filter finds may tell of one.
create or replace function desk.order_choice(query jsonb, cursor jsonb, row_limit int) returns setof store.order_row
language plpgsql security definer set search_path = pg_catalog, store, pg_temp set max_parallel_workers_per_gather = 0 as $$
declare
    me caller := enter('view');
    built record;
    found_rows bigint;
begin
    perform check_meter(me);
    select * into built from order_sql(query, cursor, least(greatest(coalesce(row_limit, 500), 1), 500), me, array['number', 'placed']);
    return query execute built.statement using built.bound;
    get diagnostics found_rows = row_count;
    perform meter(me, found_rows);
end $$;
