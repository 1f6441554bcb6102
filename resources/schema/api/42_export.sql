-- Exports of a list: an own right, written down before the first row leaves.
create or replace function desk.export_start(command_id uuid, desk text, query jsonb, columns text[], format text) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := enter('export');
    answer jsonb := command_begin(command_id, 'export_start', jsonb_build_array(desk, query, columns, format));
    run_id bigint;
begin
    if answer is not null then
        return answer;
    end if;
    answer := case
        when desk is distinct from 'orders' or format is null or format not in ('csv', 'xlsx') then refusal('bad_arguments')
        when coalesce(cardinality(columns), 0) not between 1 and 100 or exists (select from unnest(columns) c where c is null or c !~ '^[a-z_]{1,40}$')
            then refusal('unknown_column')
        -- Addresses leave the house in a carrier's file alone, see 54_disclosure.sql.
        when columns && array['postal', 'country'] then refusal('address_column')
        when has_card(query) then refusal('card_number') end;
    if answer is null then
        -- Its query must make sense now, not at the first page.
        perform order_conditions(query, me), order_sort(query);
        insert into export_run (staff_id, desk, query, columns, format)
        values (me.staff_id, export_start.desk, export_start.query, export_start.columns, export_start.format) returning id into run_id;
        answer := jsonb_build_object('outcome', 'done', 'reason', '', 'export_id', run_id);
    end if;
    return command_end(command_id, answer, 'export', array_remove(array[run_id], null), columns);
end $$;

-- Larger pages for whoever holds the right, and only of the query that was written down, under an export that is not finished.
drop function if exists desk.order_export_page(bigint, jsonb, int);
create function desk.order_export_page(export_id bigint, cursor jsonb, row_limit int) returns setof store.order_row
language plpgsql security definer set search_path = pg_catalog, store, pg_temp set max_parallel_workers_per_gather = 0 as $$
declare
    me caller := enter('export');
    run export_run;
    built record;
    found_rows bigint;
begin
    select * into run from export_run r where r.id = export_id and r.staff_id = me.staff_id and r.finished_at is null
        and r.started_at > clock_timestamp() - interval '1 day' and r.written_in is distinct from pg_current_xact_id_if_assigned();
    if run.id is null then
        raise exception 'no such export is running' using errcode = '42501';
    end if;
    select * into built from order_sql(run.query, cursor, least(greatest(coalesce(row_limit, 20000), 1), 20000), me, run.columns);
    return query execute built.statement using built.bound;
    get diagnostics found_rows = row_count;
    -- What was given out is on record before it is read, also where this server is lost: unlike the meter's count it is waited for.
    perform meter(me, found_rows), set_config('synchronous_commit', 'on', true);
    update export_run r set row_count = coalesce(r.row_count, 0) + found_rows where r.id = run.id;
end $$;

-- Rows are counted where they are read: what the reader says of them is not asked for.
drop function if exists desk.export_finish(bigint, bigint, text);
create or replace function desk.export_finish(export_id bigint, outcome text) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := enter('export');
    read_rows bigint;
begin
    -- The log is told before the person is, and for good.
    perform set_config('synchronous_commit', 'on', true);
    if outcome is null or outcome not in ('done', 'cancelled', 'failed') then
        return refusal('bad_arguments');
    end if;
    update export_run r set finished_at = clock_timestamp(), row_count = coalesce(r.row_count, 0), outcome = export_finish.outcome
    where r.id = export_id and r.staff_id = me.staff_id and r.finished_at is null returning r.row_count into read_rows;
    if not found then
        return refusal('no_such_export');
    end if;
    perform audit('export_finish', null, 'export', array[export_id], array[export_finish.outcome], read_rows);
    return '{"outcome": "done", "reason": ""}';
end $$;

-- Who exported what, for the privacy officer and for those who export.
drop function if exists desk.exports();
create function desk.exports() returns table(id bigint, login text, desk text, query jsonb, columns text[], format text, started_at timestamptz,
    finished_at timestamptz, row_count bigint, outcome text)
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    if not 'export' = any((caller()).rights) then
        perform enter('audit');
    end if;
    return query select e.id, s.login, e.desk, e.query, e.columns, e.format, e.started_at, e.finished_at, e.row_count, e.outcome
        from export_run e join staff s on s.id = e.staff_id order by e.id desc limit 1000;
end $$;
