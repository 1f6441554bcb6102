-- Exports of a list: an own right, written down before the first row leaves.
create or replace function desk.export_start(command_id uuid, desk text, query jsonb, columns text[], format text) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me bigint := require_right('export');
    answer jsonb := command_begin(command_id, 'export', jsonb_build_array(desk, query, columns, format));
    run_id bigint;
begin
    if answer is not null then
        return answer;
    end if;
    if desk is distinct from 'orders' or format is null or not format = any(array['csv', 'xlsx']) then
        answer := '{"outcome": "refused", "reason": "bad_arguments"}';
    else
        perform order_conditions(query);
        insert into export_run (staff_id, desk, query, columns, format) values (me, export_start.desk, export_start.query, export_start.columns, export_start.format)
        returning id into run_id;
        answer := jsonb_build_object('outcome', 'done', 'reason', '', 'export_id', run_id);
    end if;
    return command_end(command_id, answer, 'export', array_remove(array[run_id], null), columns);
end $$;

-- Larger pages for whoever holds the right, and only under an export that was started and is not finished.
create or replace function desk.order_export_page(export_id bigint, cursor jsonb, row_limit int) returns setof store.order_row
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me bigint := require_right('export');
    run export_run;
begin
    select * into run from export_run r where r.id = export_id and r.staff_id = me and r.finished_at is null;
    if run.id is null then
        raise exception 'no such export is running' using errcode = '42501';
    end if;
    return query select * from order_rows(run.query, cursor, least(greatest(row_limit, 1), 20000));
end $$;

create or replace function desk.export_finish(export_id bigint, row_count bigint, outcome text) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me bigint := require_right('export');
begin
    update export_run r set finished_at = now(), row_count = export_finish.row_count, outcome = export_finish.outcome
    where r.id = export_id and r.staff_id = me and r.finished_at is null;
    if not found then
        return '{"outcome": "refused", "reason": "no_such_export"}';
    end if;
    perform audit('export_finish', null, 'export', array[export_id], array[export_finish.outcome], export_finish.row_count);
    return '{"outcome": "done", "reason": ""}';
end $$;

drop function if exists desk.exports();
create function desk.exports() returns table(id bigint, login text, desk text, query jsonb, columns text[], format text, started_at timestamptz,
    finished_at timestamptz, row_count bigint, outcome text)
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    if not my_rights() && array['audit', 'export'] then
        perform require_right('audit');
    end if;
    return query select e.id, s.login, e.desk, e.query, e.columns, e.format, e.started_at, e.finished_at, e.row_count, e.outcome
        from export_run e join staff s on s.id = e.staff_id order by e.id desc limit 1000;
end $$;
