-- The orders list: pages by key, what changed in the rows on screen, counts in three stages, the ladder, and places in it.

-- What of a row this caller is shown; of an export only the columns it is of, so that nothing else is read and sent.
drop function if exists store.order_columns(text, store.caller), store.order_columns(text, store.caller, text[]);
create or replace function store.order_columns(sort_text text, me store.caller, wanted text[] default null, personal boolean default false) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select string_agg(case when (c.needs is null or c.needs = any(me.rights)) and (c.wanted_as is null or wanted is null or c.wanted_as = any(wanted))
        then c.expression else 'null' end || '::' || c.type, ', ' order by c.place)
    from (values
        (1, 'o.id', 'bigint', null, null), (2, 'o.version', 'int', null, null),
        -- An order's time never changes: a cursor behind it needs its id alone, and millions of times are not printed. Nor does an
        -- export tell a name in its cursor that is not among its columns.
        (3, case when wanted is not null and (personal or sort_text ^@ 'iso_time(') then 'null' else sort_text end, 'text', null, null), (4, 'o.number', 'text', null, 'number'),
        (5, 'o.placed_at', 'timestamptz', null, 'placed'), (6, 'o.customer_name', 'text', null, 'customer'), (7, 'o.email', 'text', 'contact', 'email'),
        (8, 'o.phone', 'text', 'contact', 'phone'), (9, 'o.postal_code', 'text', null, 'postal'), (10, 'o.country', 'text', null, 'country'),
        (11, 'o.currency', 'text', null, null), (12, 'o.total_minor', 'bigint', 'money', 'total'), (13, 'o.paid_minor', 'bigint', 'money', 'paid'),
        (14, 'o.refunded_minor', 'bigint', 'money', 'refunded'), (15, 'o.payment_status', 'text', null, 'payment'),
        (16, 'o.fulfilment_status', 'text', null, 'fulfilment'), (17, 'o.hold_count', 'int', null, 'holds'), (18, 'o.item_count', 'int', null, 'items'),
        (19, 's.login', 'text', null, 'assigned'), (20, 'o.source', 'text', null, 'source'), (21, 'o.cancelled_at', 'timestamptz', null, 'cancelled')
    ) as c(place, expression, type, needs, wanted_as)
$$;

-- A cursor's place, in the form its column compares with. With an id and no key (rungs of a ladder over names carry none) the key
-- is the order's own, if the caller may know of it: where a page begins would else tell between which names a hidden one lies. A key
-- without an id was typed or picked by somebody, who wants all rows of that key to follow.
drop function if exists store.cursor_key(jsonb, jsonb, boolean);
create or replace function store.cursor_key(query jsonb, cursor jsonb, descending boolean, me store.caller, out key text, out id bigint)
language plpgsql stable security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    sort record;
    direction text := cursor->>'direction';
    zone text := setting('store.time_zone');
begin
    if direction is null or direction not in ('after', 'before', 'from') then
        raise exception 'this is no cursor' using errcode = '22023';
    end if;
    select * into sort from order_sort(query);
    key := nullif(cursor->>'key', '');
    if cursor->>'id' ~ '^[0-9]{1,18}$' then
        id := (cursor->>'id')::bigint;
    end if;
    if key is null and id is not null then
        execute format('select %s from orders o where o.id = $1 and %s', sort.sort_text, order_scope(me)) into key using id;
        key := coalesce(key, '');
    elsif id is null then
        -- From: before all of that key in the list's order; after: behind them all; before: in front of them.
        id := case when (direction = 'after') = descending then 0 else 9223372036854775807 end;
        key := case sort.sort_column when 'number_key' then number_key_of(key) when 'customer_key' then name_key_of(key)
            when 'postal_key' then postal_key_of(key) else key end;
        if sort.sort_column = 'placed_at' and key ~ '^\d{4}-\d\d-\d\d$' then
            -- A day: the midnight of the store's zone between what is before and what is wanted.
            key := iso_time((time_of(key || ' 00:00:00Z') at time zone 'UTC'
                + case when (direction = 'after') <> descending then interval '1 day' else interval '0' end) at time zone zone);
            id := 0;
        end if;
    end if;
    if sort.sort_type = 'timestamptz' then
        key := iso_time(time_of(key));
    elsif sort.sort_type = 'bigint' and key !~ '^-?[0-9]{1,18}$' then
        key := null;
    end if;
    if key is null then
        raise exception 'this is no cursor' using errcode = '22023';
    end if;
end $$;

-- The statement behind a page, kept apart so that a test can EXPLAIN it; its values are bound as $1.
drop function if exists store.order_sql(jsonb, jsonb, int, store.caller);
create or replace function store.order_sql(query jsonb, cursor jsonb, row_limit int, me store.caller, wanted text[] default null, out statement text, out bound text[])
language plpgsql stable security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    near constant int := 20000;
    sort record;
    place record;
    built record;
    from_place text := 'true';
    near_rows text;
    enough boolean := false;
    descending boolean := coalesce(query->'descending' = 'true', false);
    direction text := cursor->>'direction';
    backwards boolean := coalesce(direction = 'before', false) or coalesce(cursor->'end' = 'true', false);
    way text := case when descending <> backwards then 'desc' else 'asc' end;
    ordering text;
begin
    select * into sort from order_sort(query);
    select * into built from order_conditions(query, me);
    bound := built.bound;
    ordering := format('o.%1$s %2$s, o.id %2$s', sort.sort_column, way);
    if jsonb_typeof(coalesce(cursor->'end', 'true')) <> 'boolean' then
        raise exception 'this is no cursor' using errcode = '22023';
    elsif direction is not null then
        select * into place from cursor_key(query, cursor, descending, me);
        bound := bound || place.key || place.id::text;
        from_place := format('(o.%s, o.id) %s%s (($1)[%s]::%s, ($1)[%s]::bigint)', sort.sort_column, case way when 'desc' then '<' else '>' end,
            case direction when 'from' then '=' else '' end, cardinality(bound) - 1, sort.sort_type, cardinality(bound));
    end if;
    if built.guesses then
        -- Looked for among the nearest rows first: where they fill the page, all that lies behind need not be gathered and sorted.
        near_rows := format('(select o.* from orders o where %s order by %s limit %s)', from_place, ordering, near);
        execute format('select count(*) = %s from (select from %s o where %s limit %1$s) n', row_limit, near_rows, built.conditions) into enough using bound;
    end if;
    statement := format('select %1$s from (select o.* from %2$s o where %3$s and %4$s order by %5$s limit %6$s) o '
        'left join staff s on s.id = o.assigned_to order by o.%7$s %8$s, o.id %8$s', order_columns(sort.sort_text, me, wanted, sort.personal),
        case when enough then near_rows else 'orders' end, built.conditions, from_place, ordering, row_limit,
        sort.sort_column, case when descending then 'desc' else 'asc' end);
end $$;

-- At most 500 rows from a place of the list on.
drop function if exists desk.order_page(jsonb, jsonb, int);
create function desk.order_page(query jsonb, cursor jsonb, row_limit int) returns setof store.order_row
language plpgsql security definer set search_path = pg_catalog, store, pg_temp set max_parallel_workers_per_gather = 0 as $$
declare
    me caller := enter('view');
    built record;
    found_rows bigint;
begin
    perform check_meter(me);
    select * into built from order_sql(query, cursor, least(greatest(coalesce(row_limit, 100), 1), 500), me);
    return query execute built.statement using built.bound;
    get diagnostics found_rows = row_count;
    perform meter(me, found_rows);
end $$;

-- The rows among ids that changed since versions, left the filter (matches false), or are gone (version -1).
drop function if exists desk.order_refresh(jsonb, bigint[], int[]);
create function desk.order_refresh(query jsonb, ids bigint[], versions int[])
returns table(id bigint, version int, sort_key text, number text, placed_at timestamptz, customer_name text, email text, phone text,
    postal_code text, country text, currency text, total_minor bigint, paid_minor bigint, refunded_minor bigint, payment_status text,
    fulfilment_status text, hold_count int, item_count int, assigned_login text, source text, cancelled_at timestamptz, matches boolean)
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := enter('view');
    sort record;
    built record;
    found_rows bigint;
begin
    if coalesce(cardinality(ids), 0) > 500 or cardinality(ids) is distinct from cardinality(versions) then
        raise exception 'at most 500 rows at once' using errcode = '22023';
    end if;
    perform check_meter(me);
    select * into sort from order_sort(query);
    select * into built from order_conditions(query, me);
    -- An order out of the caller's scope reads as one that is gone.
    return query execute format('select * from (select %s, (%s) is true as matches from unnest($2, $3) as a(id, version)
            join orders o on o.id = a.id left join staff s on s.id = o.assigned_to
            where %s and (o.version <> a.version or (%2$s) is not true)) changed
        union all
        select a.id, -1, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, false
        from unnest($2) as a(id) where not exists (select from orders o where o.id = a.id and %3$s)',
        order_columns(sort.sort_text, me), built.conditions, order_scope(me)) using built.bound, ids, versions;
    get diagnostics found_rows = row_count;
    perform meter(me, found_rows);
end $$;

-- The newest order's id: what is newer came after the list was asked for.
create or replace function desk.order_newest() returns bigint
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    perform enter('view');
    return (select coalesce(max(id), 0) from orders);
end $$;

-- How many matching orders are newer than the newest known, up to a thousand.
create or replace function desk.order_newcomers(query jsonb, after_id bigint) returns int
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := enter('view');
    built record;
    answer int;
begin
    perform check_meter(me);
    select * into built from order_conditions(query, me);
    perform meter(me, built.tells);
    -- Newest first by id, whatever else is asked: that part of the list is short.
    execute format('select count(*)::int from (select from orders o where o.id > $2 and %s order by o.id limit 1000) n', built.conditions)
        into answer using built.bound, coalesce(after_id, 9223372036854775807);
    return answer;
end $$;

-- What tells a number instead of rows tells of a person all the same when it is asked by a name or an address, so it counts as a row.
-- Stage one of a count: what the planner thinks.
create or replace function desk.order_estimate(query jsonb) returns bigint
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := enter('view');
    built record;
    plan jsonb;
begin
    perform check_meter(me);
    select * into built from order_conditions(query, me);
    perform meter(me, built.tells);
    execute format('explain (format json) select from orders o where %s', built.conditions) into plan using built.bound;
    return (plan->0->'Plan'->>'Plan Rows')::bigint;
end $$;

-- Stages two and three: at most bound + 1, or exact when there is no bound.
create or replace function desk.order_count(query jsonb, bound int) returns bigint
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := enter('view');
    built record;
    answer bigint;
begin
    perform check_meter(me);
    select * into built from order_conditions(query, me);
    perform meter(me, built.tells);
    execute format('select count(*) from (select from orders o where %s limit %s) n', built.conditions,
        case when order_count.bound > 0 then (order_count.bound::bigint + 1)::text else 'all' end) into answer using built.bound;
    return answer;
end $$;

-- The first row of every step-th place, and last the total (without an id): one walk along the sort's index, after whose last rung
-- only the rows behind it are left to count. Where the sort's key is a person's, rungs carry the id alone: no name is read without being counted.
drop function if exists desk.order_ladder(jsonb, int);
create function desk.order_ladder(query jsonb, step int) returns table(place bigint, sort_key text, id bigint)
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := enter('view');
    sort record;
    built record;
    way text := case when coalesce(query->'descending' = 'true', false) then 'desc' else 'asc' end;
    every bigint := greatest(coalesce(step, 100), 50);
    last_place bigint;
    last_id bigint;
begin
    perform check_meter(me);
    select * into sort from order_sort(query);
    select * into built from order_conditions(query, me);
    perform meter(me, built.tells);
    for place, sort_key, id in execute format('select o.place, %s, o.id
            from (select o.%s, o.id, row_number() over (order by o.%2$s %s, o.id %3$s) - 1 as place from orders o where %s) o where o.place %% $2 = 0',
            case when sort.personal then '''''' else sort.sort_text end, sort.sort_column, way, built.conditions) using built.bound, every loop
        last_place := place;
        last_id := id;
        return next;
    end loop;
    execute format('select count(*) from orders o where %s and (o.%s, o.id) %s (select l.%2$s, l.id from orders l where l.id = $2)', built.conditions,
        sort.sort_column, case way when 'desc' then '<=' else '>=' end) into place using built.bound, last_id;
    place := coalesce(last_place + place, 0);
    sort_key := null;
    id := null;
    return next;
end $$;

-- Where in the list an order stands. Where the sort's key is a person's and so not told, the number of orders before it says it.
create or replace function desk.order_locate(query jsonb, order_id bigint) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := enter('view');
    sort record;
    built record;
    key text;
    place bigint;
begin
    perform check_meter(me);
    select * into sort from order_sort(query);
    select * into built from order_conditions(query, me);
    perform meter(me, built.tells);
    execute format('select %s from orders o where o.id = $2 and %s', case when sort.personal then '''''' else sort.sort_text end, built.conditions)
        into key using built.bound, order_id;
    if sort.personal and key is not null then
        execute format('select count(*) from orders o where %s and (o.%s, o.id) %s (select l.%2$s, l.id from orders l where l.id = $2)', built.conditions,
            sort.sort_column, case when (query->>'descending')::boolean then '>' else '<' end) into place using built.bound, order_id;
    end if;
    return jsonb_build_object('key', key, 'id', order_id, 'found', key is not null, 'place', place);
end $$;

-- For tests: the plan of a page, of a login that sees all. Nobody is granted it.
create or replace function store.order_plan(query jsonb, cursor jsonb, row_limit int) returns setof text
language plpgsql security definer set search_path = pg_catalog, store, pg_temp set max_parallel_workers_per_gather = 0 as $$
declare
    me caller := row(0, 'test', '{lead}', rights_of('{lead}'), false);
    built record;
begin
    select * into built from order_sql(query, cursor, row_limit, me);
    return query execute 'explain (costs off) ' || built.statement using built.bound;
end $$;
