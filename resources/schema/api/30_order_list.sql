-- The orders list: one place turns the structured query into SQL. Identifiers come from the lists below, values travel as $1.

-- What one row of the list is; every list function returns this shape.
do $$
begin
    if not exists (select from pg_type where typname = 'order_row' and typnamespace = 'store'::regnamespace) then
        create type store.order_row as (id bigint, version int, sort_key text, number text, placed_at timestamptz, customer_name text,
            email text, phone text, postal_code text, country text, currency text, total_minor bigint, paid_minor bigint,
            refunded_minor bigint, payment_status text, fulfilment_status text, hold_count int, item_count int, assigned_login text,
            source text, cancelled_at timestamptz);
        alter type store.order_row owner to steward_api;
    end if;
end $$;

-- Column and type of a sort.
create or replace function store.order_sort(query jsonb, out sort_column text, out sort_type text, out sort_text text)
language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
begin
    select s.col, s.typ, coalesce(s.txt, 'o.' || s.col) into sort_column, sort_type, sort_text
    from (values ('placed', 'placed_at', 'timestamptz', 'to_char(o.placed_at at time zone ''UTC'', ''YYYY-MM-DD"T"HH24:MI:SS.US"Z"'')'),
        ('number', 'number_key', 'text', null), ('customer', 'customer_key', 'text', null), ('total', 'total_minor', 'bigint', 'o.total_minor::text'),
        ('payment', 'payment_status', 'text', null), ('fulfilment', 'fulfilment_status', 'text', null), ('postal', 'postal_key', 'text', null)
    ) as s(name, col, typ, txt) where s.name = coalesce(query->>'sort', 'placed');
    if sort_column is null then
        raise exception 'unknown sort' using errcode = '22023';
    end if;
end $$;

-- A text as a LIKE pattern's literal part.
create or replace function store.like_literal(value text) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$ select regexp_replace(value, '([\\%_])', '\\\1', 'g') $$;

-- Conditions of a query as SQL over orders o, with the values they bind as $1[n].
create or replace function store.order_conditions(query jsonb, out conditions text, out bound text[])
language plpgsql stable security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    filter jsonb;
    field text;
    op text;
    given text[];
    part text;
    word text;
    zone text := setting('store.time_zone');
    flag text[];
    status_column text;
    key_column text;
begin
    conditions := 'true';
    bound := '{}';
    if not 'money' = any(rights_of(my_groups())) then
        -- Fulfilment sees what is to be shipped, and what was shipped lately.
        conditions := format('(o.fulfilment_status in (''unfulfilled'', ''partially_fulfilled'', ''on_hold'') or o.last_shipped_at > now() - %L::interval)',
            setting('fulfilment.window_days') || ' days');
    end if;
    for filter in select value from jsonb_array_elements(coalesce(query->'filters', '[]')) loop
        field := filter->>'field';
        op := filter->>'op';
        given := array(select jsonb_array_elements_text(filter->'values'));
        if cardinality(given) = 0 or cardinality(given) > 100 then
            raise exception 'filter % needs one to a hundred values', left(field, 20) using errcode = '22023';
        end if;
        part := null;
        case field
        when 'payment', 'fulfilment' then
            status_column := field || '_status';
            if not given <@ (case field when 'payment' then array['pending', 'authorised', 'paid', 'partially_paid', 'partially_refunded', 'refunded', 'voided']
                    else array['unfulfilled', 'partially_fulfilled', 'fulfilled', 'on_hold', 'cancelled'] end) then
                raise exception 'unknown value for filter %', field using errcode = '22023';
            end if;
            -- Checked words, not values of persons: written out so that partial indexes apply.
            part := format('o.%I = any(%L::text[])', status_column, given);
            if op not in ('in', '=', 'not') then part := null; end if;
        when 'hold' then
            part := case when op in ('in', '=', 'not') and given <@ array['yes', 'no'] then
                case when 'yes' = any(given) and 'no' = any(given) then 'true' when 'yes' = any(given) then 'o.hold_count > 0' else 'o.hold_count = 0' end end;
        when 'cancelled' then
            part := case when op in ('in', '=', 'not') and given <@ array['yes', 'no'] then
                case when 'yes' = any(given) and 'no' = any(given) then 'true' when 'yes' = any(given) then 'o.cancelled_at is not null' else 'o.cancelled_at is null' end end;
        when 'refund' then
            part := case when op in ('in', '=', 'not') and given = array['waiting'] then '(o.cancelled_at is not null and o.paid_minor > o.refunded_minor)' end;
        when 'assigned' then
            bound := bound || array_to_string(array(select s.id from staff s where s.login = any(given)
                or ('me' = any(given) and s.login = session_user)), ',');
            part := format('(o.assigned_to = any(string_to_array($1[%s], '','')::bigint[])%s)', cardinality(bound),
                case when 'none' = any(given) then ' or o.assigned_to is null' else '' end);
            if op not in ('in', '=', 'not') then part := null; end if;
        when 'currency', 'country', 'source' then
            if op in ('in', '=', 'not') then
                bound := bound || array_to_string(array(select case field when 'source' then v else upper(v) end from unnest(given) v), E'\x1f');
                part := format('o.%I = any(string_to_array($1[%s], E''\x1f''))', field, cardinality(bound));
            end if;
        when 'number', 'email', 'phone', 'postal', 'customer' then
            key_column := case field when 'customer' then 'customer_key' else field || '_key' end;
            given := array(select coalesce(case field when 'number' then number_key_of(v) when 'phone' then phone_key_of(v)
                when 'postal' then postal_key_of(v) else key_of(v) end, '') from unnest(given) v);
            if op in ('in', '=', 'not') then
                bound := bound || array_to_string(given, E'\x1f');
                part := format('o.%I = any(string_to_array($1[%s], E''\x1f''))', key_column, cardinality(bound));
            elsif op = 'prefix' and field <> 'number' then
                bound := bound || (like_literal(given[1]) || '%');
                part := format('o.%I like $1[%s]', key_column, cardinality(bound));
            elsif op = 'prefix' then
                -- Digits are padded in the key, so a prefix of a number is compared with the number as it is shown.
                bound := bound || (like_literal(upper(ltrim(filter->'values'->>0, '#'))) || '%');
                part := format('ltrim(upper(o.number), ''#'') like $1[%s]', cardinality(bound));
            elsif op = 'contains' and field in ('customer', 'email') then
                bound := bound || ('%' || like_literal(given[1]) || '%');
                part := format('o.%I like $1[%s]', key_column, cardinality(bound));
            elsif op in ('>', '>=', '<', '<=') and field in ('number', 'postal') then
                bound := bound || given[1];
                part := format('o.%I %s $1[%s]', key_column, op, cardinality(bound));
            end if;
        when 'placed' then
            if given[1] !~ '^\d{4}-\d{2}-\d{2}([T ][0-9:.+Zz-]+)?$' then
                raise exception 'filter placed needs a date such as 2026-01-31' using errcode = '22023';
            end if;
            if length(given[1]) = 10 then
                -- A day of the store: its start, or the start of the next for operators that include or pass it.
                bound := bound || ((given[1]::date + case when op in ('>', '<=') then 1 else 0 end)::timestamp at time zone zone)::text
                    || ((given[1]::date + 1)::timestamp at time zone zone)::text;
                part := case op when '>' then format('o.placed_at >= $1[%s]::timestamptz', cardinality(bound) - 1)
                    when '<=' then format('o.placed_at < $1[%s]::timestamptz', cardinality(bound) - 1)
                    when '>=' then format('o.placed_at >= $1[%s]::timestamptz', cardinality(bound) - 1)
                    when '<' then format('o.placed_at < $1[%s]::timestamptz', cardinality(bound) - 1)
                    when '=' then format('(o.placed_at >= $1[%s]::timestamptz and o.placed_at < $1[%s]::timestamptz)', cardinality(bound) - 1, cardinality(bound))
                    when 'in' then format('(o.placed_at >= $1[%s]::timestamptz and o.placed_at < $1[%s]::timestamptz)', cardinality(bound) - 1, cardinality(bound))
                    end;
            elsif op in ('>', '>=', '<', '<=') then
                bound := bound || given[1];
                part := format('o.placed_at %s $1[%s]::timestamptz', op, cardinality(bound));
            end if;
        when 'total' then
            if given[1] !~ '^-?\d{1,12}(\.\d{1,3})?$' then
                raise exception 'filter total needs an amount such as 99.95' using errcode = '22023';
            end if;
            if op in ('=', 'in', '>', '>=', '<', '<=') then
                -- Each order in its own currency: the typed amount times that currency's minor units.
                bound := bound || (given[1]::numeric * 100)::text || given[1] || (given[1]::numeric * 1000)::text;
                op := case op when 'in' then '=' else op end;
                part := format('case when o.currency = any(%L::text[]) then o.total_minor %s $1[%s]::numeric when o.currency = any(%L::text[]) then o.total_minor %s $1[%s]::numeric else o.total_minor %s $1[%s]::numeric end',
                    array['JPY', 'KRW', 'CLP', 'ISK', 'VND', 'XAF', 'XOF', 'XPF', 'PYG', 'UGX', 'RWF', 'KMF', 'GNF', 'DJF', 'BIF', 'VUV', 'UYI'], op, cardinality(bound) - 1,
                    array['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'], op, cardinality(bound), op, cardinality(bound) - 2);
            end if;
        when 'reference' then
            if op in ('in', '=') then
                bound := bound || array_to_string(array(select key_of(v) from unnest(given) v), E'\x1f');
                part := format('o.id in (select p.order_id from payment p where p.reference_key = any(string_to_array($1[%s], E''\x1f'')) and p.reference_key <> '''')', cardinality(bound));
            end if;
        when 'sku' then
            if op in ('in', '=', 'not') then
                bound := bound || array_to_string(given, E'\x1f');
                part := format('o.id in (select l.order_id from order_line l where l.sku = any(string_to_array($1[%s], E''\x1f'')) and l.sku <> '''')', cardinality(bound));
            end if;
        else
            raise exception 'unknown filter' using errcode = '22023';
        end case;
        if part is null then
            raise exception 'filter % cannot be used that way', field using errcode = '22023';
        end if;
        conditions := conditions || case when op = 'not' then ' and not coalesce(' || part || ', false)' else ' and ' || part end;
    end loop;

    for word in select w from regexp_split_to_table(coalesce(key_of(query->>'text'), ''), ' ') w where w <> '' limit 8 loop
        -- A word of three letters or more is found inside a name through trigrams; a shorter one at its start.
        bound := bound || coalesce(number_key_of(word), '') || (like_literal(word) || '%')
            || (case when length(word) >= 3 then '%' else '' end || like_literal(word) || '%');
        flag := array[format('o.number_key = $1[%s]', cardinality(bound) - 2), format('o.customer_key like $1[%s]', cardinality(bound))];
        if 'contact' = any(rights_of(my_groups())) then
            flag := flag || format('o.email_key like $1[%s]', cardinality(bound) - 1);
            if length(coalesce(phone_key_of(word), '')) >= 5 then
                bound := bound || (phone_key_of(word) || '%');
                flag := flag || format('o.phone_key like $1[%s]', cardinality(bound));
            end if;
        end if;
        conditions := conditions || ' and (' || array_to_string(flag, ' or ') || ')';
    end loop;
end $$;

-- The statement behind a page: kept apart so that a test can EXPLAIN it. $1 values, $2 key, $3 id.
create or replace function store.order_page_sql(query jsonb, cursor jsonb, row_limit int, extra text, out statement text, out bound text[], out key text, out id bigint)
language plpgsql stable security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    sort record;
    wanted record;
    direction text := coalesce(cursor->>'direction', '');
    descending boolean := coalesce((query->>'descending')::boolean, false);
    backwards boolean;
    compare text;
    way text;
    contact boolean := 'contact' = any(rights_of(my_groups()));
    money boolean := 'money' = any(rights_of(my_groups()));
begin
    select * into sort from order_sort(query);
    select * into wanted from order_conditions(query);
    bound := wanted.bound;
    backwards := direction = 'before' or coalesce((cursor->>'end')::boolean, false);
    way := case when descending <> backwards then 'desc' else 'asc' end;
    key := cursor->>'key';
    id := coalesce((cursor->>'id')::bigint, case when (way = 'desc') = (direction = 'from') then 9223372036854775807 else 0 end);
    compare := case when key is null then 'true' else format('(o.%I, o.id) %s ($2::%s, $3)', sort.sort_column,
        case when way = 'desc' then '<' else '>' end || case when direction = 'from' then '=' else '' end, sort.sort_type) end;
    statement := format($sql$
        select o.id, o.version, %1$s as sort_key, o.number, o.placed_at, o.customer_name, %2$s as email, %3$s as phone, o.postal_code, o.country,
            o.currency, %4$s as total_minor, %5$s as paid_minor, %6$s as refunded_minor, o.payment_status, o.fulfilment_status, o.hold_count,
            o.item_count, (select s.login from staff s where s.id = o.assigned_to) as assigned_login, o.source, o.cancelled_at
        from (select o.* from orders o where %7$s and %8$s %9$s order by o.%10$I %11$s, o.id %11$s limit %12$s) o
        order by o.%10$I %13$s, o.id %13$s$sql$,
        sort.sort_text, case when contact then 'o.email' else 'null::text' end, case when contact then 'o.phone' else 'null::text' end,
        case when money then 'o.total_minor' else 'null::bigint' end, case when money then 'o.paid_minor' else 'null::bigint' end,
        case when money then 'o.refunded_minor' else 'null::bigint' end,
        wanted.conditions, compare, coalesce(extra, ''), sort.sort_column, way, row_limit, case when descending then 'desc' else 'asc' end);
end $$;

create or replace function store.order_rows(query jsonb, cursor jsonb, row_limit int) returns setof store.order_row
language plpgsql security definer set search_path = pg_catalog, public, store, pg_temp as $$
declare
    built record;
    found_rows bigint;
begin
    if not meter_allows() then
        raise exception 'this login has read as many rows as it may in an hour' using errcode = 'ST002';
    end if;
    select * into built from order_page_sql(query, cursor, row_limit, null);
    return query execute built.statement using built.bound, built.key, built.id;
    get diagnostics found_rows = row_count;
    perform meter(found_rows);
end $$;

create or replace function desk.order_page(query jsonb, cursor jsonb, row_limit int) returns setof store.order_row
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    perform require_right('view');
    return query select * from order_rows(query, cursor, least(greatest(row_limit, 1), 500));
end $$;

-- The rows among ids that changed since versions, left the filter (matches false) or are gone (version -1).
drop function if exists desk.order_refresh(jsonb, bigint[], int[]);
create function desk.order_refresh(query jsonb, ids bigint[], versions int[])
returns table(id bigint, version int, sort_key text, number text, placed_at timestamptz, customer_name text, email text, phone text,
    postal_code text, country text, currency text, total_minor bigint, paid_minor bigint, refunded_minor bigint, payment_status text,
    fulfilment_status text, hold_count int, item_count int, assigned_login text, source text, cancelled_at timestamptz, matches boolean)
language plpgsql security definer set search_path = pg_catalog, public, store, pg_temp as $$
declare
    built record;
    matching record;
    found_rows bigint;
begin
    perform require_right('view');
    if cardinality(ids) > 500 or cardinality(ids) <> cardinality(versions) then
        raise exception 'at most 500 rows at once' using errcode = '22023';
    end if;
    if not meter_allows() then
        raise exception 'this login has read as many rows as it may in an hour' using errcode = 'ST002';
    end if;
    select * into matching from order_conditions(query);
    select * into built from order_page_sql(jsonb_build_object('sort', coalesce(query->>'sort', 'placed'), 'descending', query->'descending'), null, 500,
        'and o.id = any($4)');
    return query execute format($sql$
        with asked as (select * from unnest($4, $5) as a(id, version)),
            still as (select o.id from orders o where o.id = any($4) and %s)
        select coalesce(r.id, a.id), coalesce(r.version, -1), r.sort_key, r.number, r.placed_at, r.customer_name, r.email, r.phone, r.postal_code, r.country,
            r.currency, r.total_minor, r.paid_minor, r.refunded_minor, r.payment_status, r.fulfilment_status, r.hold_count, r.item_count,
            r.assigned_login, r.source, r.cancelled_at, s.id is not null
        from asked a left join (%s) r on r.id = a.id left join still s on s.id = a.id
        where r.version is distinct from a.version or s.id is null$sql$, matching.conditions, built.statement)
        using matching.bound, built.key, built.id, ids, versions;
    get diagnostics found_rows = row_count;
    perform meter(found_rows);
end $$;

create or replace function desk.order_newcomers(query jsonb, after_id bigint) returns int
language plpgsql security definer set search_path = pg_catalog, public, store, pg_temp as $$
declare
    wanted record;
    answer int;
begin
    perform require_right('view');
    select * into wanted from order_conditions(query);
    execute format('select count(*)::int from (select from orders o where o.id > $2 and %s limit 1000) n', wanted.conditions)
        into answer using wanted.bound, after_id;
    return answer;
end $$;

-- Stage one of a count: what the planner thinks.
create or replace function desk.order_estimate(query jsonb) returns bigint
language plpgsql security definer set search_path = pg_catalog, public, store, pg_temp as $$
declare
    wanted record;
    plan jsonb;
begin
    perform require_right('view');
    select * into wanted from order_conditions(query);
    execute format('explain (format json) select from orders o where %s', wanted.conditions) into plan using wanted.bound;
    return (plan->0->'Plan'->>'Plan Rows')::bigint;
end $$;

-- Stages two and three: at most bound + 1, or exact when there is no bound.
create or replace function desk.order_count(query jsonb, bound int) returns bigint
language plpgsql security definer set search_path = pg_catalog, public, store, pg_temp as $$
declare
    wanted record;
    answer bigint;
begin
    perform require_right('view');
    select * into wanted from order_conditions(query);
    execute format('select count(*) from (select from orders o where %s limit $2) n', wanted.conditions)
        into answer using wanted.bound, bound::bigint + 1;
    return answer;
end $$;

-- The first row of every step-th place, and last the total (with no key). An index-only walk for an unfiltered list.
drop function if exists desk.order_ladder(jsonb, int);
create function desk.order_ladder(query jsonb, step int) returns table(place bigint, sort_key text, id bigint)
language plpgsql security definer set search_path = pg_catalog, public, store, pg_temp as $$
declare
    sort record;
    wanted record;
    way text := case when coalesce((query->>'descending')::boolean, false) then 'desc' else 'asc' end;
begin
    perform require_right('view');
    select * into sort from order_sort(query);
    select * into wanted from order_conditions(query);
    return query execute format($sql$
        with numbered as (select o.%1$I, o.id, row_number() over (order by o.%1$I %2$s, o.id %2$s) - 1 as place from orders o where %3$s)
        select o.place, case when o.place %% $2 = 0 then %4$s end, case when o.place %% $2 = 0 then o.id end from numbered o
        where o.place %% $2 = 0
        union all
        select count(*), null, null from orders o where %3$s$sql$, sort.sort_column, way, wanted.conditions, sort.sort_text)
        using wanted.bound, greatest(step, 10)::bigint;
end $$;

create or replace function desk.order_locate(query jsonb, order_id bigint) returns jsonb
language plpgsql security definer set search_path = pg_catalog, public, store, pg_temp as $$
declare
    sort record;
    wanted record;
    key text;
begin
    perform require_right('view');
    select * into sort from order_sort(query);
    select * into wanted from order_conditions(query);
    execute format('select %s from orders o where o.id = $2 and %s', sort.sort_text, wanted.conditions) into key using wanted.bound, order_id;
    return jsonb_build_object('key', key, 'id', order_id, 'found', key is not null);
end $$;

-- The look-up box: each kind of key through its own index, the surest kind first.
drop function if exists desk.order_lookup(text);
create function desk.order_lookup(text text) returns table(kind text, order_id bigint, number text, customer_name text, placed_at timestamptz,
    currency text, total_minor bigint, payment_status text, fulfilment_status text, matched text)
language plpgsql security definer set search_path = pg_catalog, public, store, pg_temp as $$
declare
    kinds text[] := array['number'];
    attempt text;
    asked jsonb;
    built record;
    given text := btrim(order_lookup.text);
    left_over int := 20;
    got bigint;
    total bigint := 0;
    contact boolean;
begin
    perform require_right('view');
    contact := 'contact' = any(my_rights());
    if coalesce(length(given), 0) < 2 or length(given) > 200 then
        return;
    end if;
    if not meter_allows() then
        raise exception 'this login has read as many rows as it may in an hour' using errcode = 'ST002';
    end if;
    if contact then
        kinds := kinds || array['reference', 'email', 'phone'];
    end if;
    kinds := kinds || array['postal', 'customer'];
    foreach attempt in array kinds loop
        continue when attempt = 'email' and position('@' in given) = 0;
        continue when attempt = 'phone' and (length(coalesce(phone_key_of(given), '')) < 6 or given ~ '[[:alpha:]@]');
        continue when attempt = 'postal' and length(given) < 3;
        continue when attempt = 'customer' and (length(given) < 3 or given ~ '^[#\d\s+-]+$');
        asked := jsonb_build_object('sort', 'placed', 'descending', true, 'filters', jsonb_build_array(jsonb_build_object('field', attempt,
            'op', case when attempt = 'customer' then 'contains' when attempt in ('email', 'postal', 'phone') then 'prefix' else 'in' end,
            'values', jsonb_build_array(given))));
        -- Sorting by the looked-up key itself keeps the planner on that key's index.
        asked := asked || case attempt when 'postal' then '{"sort": "postal"}' when 'number' then '{"sort": "number"}' else '{}' end::jsonb;
        select * into built from order_page_sql(asked, null, left_over, null);
        return query execute format('select $4, r.id, r.number, r.customer_name, r.placed_at, r.currency, r.total_minor, r.payment_status, r.fulfilment_status,
                case $4 when ''email'' then r.email when ''phone'' then r.phone when ''postal'' then r.postal_code when ''customer'' then r.customer_name else $5 end
            from (%s) r', built.statement) using built.bound, built.key, built.id, case attempt when 'customer' then 'name' else attempt end, given;
        get diagnostics got = row_count;
        total := total + got;
        left_over := left_over - got;
        exit when left_over <= 0;
    end loop;
    perform meter(total);
end $$;

-- The newest order's id: what is newer came after the list was asked for.
create or replace function desk.order_newest() returns bigint
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    perform require_right('view');
    return (select coalesce(max(id), 0) from orders);
end $$;
