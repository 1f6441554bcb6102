-- The one place that turns the structured query of a list into SQL. Identifiers come from the lists below; every value travels as
-- one text of the array $1 and is named by its place, so no text of a caller becomes SQL. EXECUTE … USING plans with the values known.

-- A sort: its column of orders, that column's type, and how its key is written for a cursor. Totals of several currencies are
-- sorted by their minor units alone: none is ever converted or added up.
create or replace function store.order_sort(query jsonb, out sort_column text, out sort_type text, out sort_text text, out personal boolean)
language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
begin
    personal := false;
    sort_type := 'text';
    case coalesce(query->>'sort', 'placed')
        when 'placed' then
            sort_column := 'placed_at';
            sort_type := 'timestamptz';
            sort_text := 'iso_time(o.placed_at)';
        when 'total' then
            sort_column := 'total_minor';
            sort_type := 'bigint';
            sort_text := 'o.total_minor::text';
        when 'number' then sort_column := 'number_key';
        when 'payment' then sort_column := 'payment_status';
        when 'fulfilment' then sort_column := 'fulfilment_status';
        when 'customer' then sort_column := 'customer_key'; personal := true;
        when 'postal' then sort_column := 'postal_key'; personal := true;
        else raise exception 'unknown sort' using errcode = '22023';
    end case;
    sort_text := coalesce(sort_text, 'o.' || sort_column);
end $$;

-- Orders this caller may see at all: fulfilment, what is to be shipped and what was shipped lately.
create or replace function store.order_scope(me store.caller) returns text
language plpgsql stable security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    if 'all_orders' = any(me.rights) then
        return 'true';
    end if;
    return format('(o.fulfilment_status in (''unfulfilled'', ''partially_fulfilled'', ''on_hold'') or o.last_shipped_at > %L::timestamptz)',
        iso_time(clock_timestamp() - make_interval(days => setting('fulfilment.window_days')::int)));
end $$;

-- The first field of a query that this caller does not see, for a filter or sort by it would tell it all the same.
create or replace function store.hidden_field(query jsonb, me store.caller) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
    select field
    from (select f->>'field' as field from jsonb_array_elements(case jsonb_typeof(query->'filters') when 'array' then query->'filters' else '[]' end) f
        union all select query->>'sort') asked
    where field in ('email', 'phone') and not 'contact' = any(me.rights)
        or field in ('total', 'currency', 'reference', 'refund') and not 'money' = any(me.rights)
    limit 1
$$;

create or replace function store.check_order_query(query jsonb, me store.caller) returns void
language plpgsql stable set search_path = pg_catalog, store, pg_temp as $$
declare
    hidden text := hidden_field(query, me);
begin
    if jsonb_typeof(query) is distinct from 'object' or jsonb_typeof(coalesce(query->'filters', '[]')) <> 'array'
        or jsonb_typeof(coalesce(query->'descending', 'false')) <> 'boolean' then
        raise exception 'this is no query' using errcode = '22023';
    elsif hidden is not null then
        raise exception 'this login may not: filter or sort by %', hidden using errcode = '42501';
    end if;
end $$;

-- One text condition: equal to any of the values, beginning with or holding any, or compared with the only one; not and lacks are
-- turned round by the caller. Null when the operator does not fit.
create or replace function store.text_condition(expression text, op text, given text[], inout bound text[], out condition text)
language plpgsql immutable set search_path = pg_catalog, store, pg_temp as $$
declare
    place int := cardinality(bound) + 1;
begin
    if op in ('in', '=', 'not') then
        bound := bound || given;
        condition := format('%s in (%s)', expression, (select string_agg(format('($1)[%s]', n), ', ') from generate_series(place, cardinality(bound)) n));
    elsif op in ('prefix', 'contains', 'lacks') then
        bound := bound || array(select case when op <> 'prefix' then '%' else '' end || like_literal(v) || '%' from unnest(given) v);
        condition := (select string_agg(format('%s like ($1)[%s]', expression, n), ' or ') from generate_series(place, cardinality(bound)) n);
        condition := case when cardinality(given) > 1 then format('(%s)', condition) else condition end;
    elsif op in ('>', '>=', '<', '<=') and cardinality(given) = 1 then
        bound := bound || given[1];
        condition := format('%s %s ($1)[%s]', expression, op, place);
    end if;
end $$;

-- The beginning of an order number: its digits are padded in the key, so "#10" begins 10, 100 to 109, 1000 to 1099 and so on, each
-- a range of the index.
create or replace function store.number_prefix_condition(given text, inout bound text[], out condition text)
language plpgsql immutable set search_path = pg_catalog, store, pg_temp as $$
declare
    plain text := upper(regexp_replace(normalize(given, NFKC), '[#\s]', '', 'g'));
    digits text := substring(plain from '[0-9]+$');
    head text := case when digits is null then plain else left(plain, -length(digits)) end;
    range text[] := '{}';
begin
    head := case when head ~ '[0-9]' then number_key_of(head) else head end;
    if digits is null then
        bound := bound || (like_literal(head) || '%');
        condition := format('o.number_key like ($1)[%s]', cardinality(bound));
        return;
    end if;
    digits := coalesce(nullif(ltrim(digits, '0'), ''), '0');
    for width in length(digits) .. greatest(length(digits), 12) loop
        bound := bound || (head || lpad(rpad(digits, width, '0'), greatest(width, 12), '0'))
            || (head || lpad(rpad(digits, width, '9'), greatest(width, 12), '0') || chr(1114111)); -- the last character there is
        range := range || format('o.number_key between ($1)[%s] and ($1)[%s]', cardinality(bound) - 1, cardinality(bound));
    end loop;
    condition := '(' || array_to_string(range, ' or ') || ')';
end $$;

-- When it was placed, by day of the store or by moment.
create or replace function store.placed_condition(op text, given text, inout bound text[], out condition text)
language plpgsql stable security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    zone text := setting('store.time_zone');
    moment timestamptz := case when given ~ '^\d{4}-\d\d-\d\d$' then time_of(given || ' 00:00:00Z') at time zone 'UTC' at time zone zone else time_of(given) end;
    next_day timestamptz;
    place int := cardinality(bound) + 1;
begin
    if moment is null then
        raise exception 'filter placed needs a date such as 2026-01-31' using errcode = '22023';
    end if;
    if length(given) > 10 then
        if op in ('>', '>=', '<', '<=') then
            bound := bound || iso_time(moment);
            condition := format('o.placed_at %s ($1)[%s]::timestamptz', op, place);
        end if;
        return;
    end if;
    -- A day ends where the next one begins, also when the clocks change.
    next_day := ((moment at time zone zone)::date + 1)::timestamp at time zone zone;
    bound := bound || iso_time(moment) || iso_time(next_day);
    condition := case op
        when '>' then format('o.placed_at >= ($1)[%s]::timestamptz', place + 1)
        when '<=' then format('o.placed_at < ($1)[%s]::timestamptz', place + 1)
        when '>=' then format('o.placed_at >= ($1)[%s]::timestamptz', place)
        when '<' then format('o.placed_at < ($1)[%s]::timestamptz', place)
        when '=' then format('(o.placed_at >= ($1)[%s]::timestamptz and o.placed_at < ($1)[%s]::timestamptz)', place, place + 1)
        when 'in' then format('(o.placed_at >= ($1)[%s]::timestamptz and o.placed_at < ($1)[%s]::timestamptz)', place, place + 1)
    end;
end $$;

-- An amount, in each order's own currency: typed in whole units, compared in minor ones.
create or replace function store.total_condition(op text, given text, inout bound text[], out condition text)
language plpgsql stable security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    amount numeric;
    place int := cardinality(bound) + 1;
    branches text := '';
    digit_count int;
begin
    if given !~ '^-?[0-9]{1,12}(\.[0-9]{1,4})?$' then
        raise exception 'filter total needs an amount such as 99.95' using errcode = '22023';
    end if;
    if op not in ('=', 'in', '>', '>=', '<', '<=') then
        return;
    end if;
    amount := given::numeric;
    op := case op when 'in' then '=' else op end;
    bound := bound || (amount * 100)::text;
    foreach digit_count in array array[0, 3, 4] loop
        bound := bound || (select string_agg(c.code, ',') from currency c where c.digits = digit_count) || (amount * power(10::numeric, digit_count))::text;
        branches := branches || format(' when o.currency = any(string_to_array(($1)[%s], '','')) then ($1)[%s]::numeric',
            cardinality(bound) - 1, cardinality(bound));
    end loop;
    condition := format('o.total_minor %s case%s else ($1)[%s]::numeric end', op, branches, place);
    -- Whatever the currency, its minor units are at least one and at most ten thousand to the whole: a bound that the index knows.
    if op in ('>', '>=') and amount > 0 then
        bound := bound || ceil(amount)::bigint::text;
        condition := format('(o.total_minor >= ($1)[%s]::bigint and %s)', cardinality(bound), condition);
    elsif amount > 0 then
        bound := bound || ceil(amount * 10000)::bigint::text;
        condition := format('(o.total_minor <= ($1)[%s]::bigint and %s)', cardinality(bound), condition);
    end if;
end $$;

-- Orders that have a row of another table. Where they are few their ids are looked up first: the planner knows no better than an
-- average, and would walk the whole list for what is rare or not there at all.
create or replace function store.related_condition(source text, op text, given text[], inout bound text[], out condition text)
language plpgsql stable security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    few constant int := 5000;
    inner_condition record;
    inner_bound text[] := '{}';
    ids bigint[];
begin
    select * into inner_condition from text_condition('x.key', op, given, inner_bound);
    execute format('select array(select distinct x.order_id from (%s) x where %s limit %s)', source, inner_condition.condition, few + 1)
        into ids using inner_condition.bound;
    if cardinality(ids) <= few then
        bound := bound || array_to_string(ids, ',');
        condition := format('o.id = any(string_to_array(($1)[%s], '','')::bigint[])', cardinality(bound));
    else
        select t.bound, t.condition into bound, condition from text_condition('x.key', op, given, bound) t;
        condition := format('o.id in (select x.order_id from (%s) x where %s)', source, condition);
    end if;
end $$;

-- The condition of one filter, or null when its operator does not fit the field.
create or replace function store.filter_condition(field text, op text, given text[], me store.caller, inout bound text[], out condition text)
language plpgsql stable security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    equality boolean := op in ('in', '=', 'not');
    staff_ids text[];
begin
    case field
    when 'payment', 'fulfilment' then
        if not given <@ (case field when 'payment' then array['pending', 'authorised', 'paid', 'partially_paid', 'partially_refunded', 'refunded', 'voided']
                else array['unfulfilled', 'partially_fulfilled', 'fulfilled', 'on_hold', 'cancelled'] end) then
            raise exception 'unknown value for filter %', field using errcode = '22023';
        end if;
        if equality then
            select * into bound, condition from text_condition(format('o.%s_status', field), op, given, bound);
        end if;
    when 'hold', 'cancelled' then
        if equality and given <@ array['yes', 'no'] then
            condition := case when given @> array['yes', 'no'] then 'true'
                when 'yes' = any(given) then case field when 'hold' then 'o.hold_count > 0' else 'o.cancelled_at is not null' end
                else case field when 'hold' then 'o.hold_count = 0' else 'o.cancelled_at is null' end end;
        end if;
    when 'refund' then
        if equality and given <@ array['waiting', 'by_hand'] then
            if 'by_hand' = any(given) then
                select * into bound, condition from related_condition('select r.order_id, ''by_hand''::text as key from store.refund r where r.by_hand and r.status = ''done'' and r.paid_at is null',
                    'in', array['by_hand'], bound);
            end if;
            condition := '(' || concat_ws(' or ', condition, case when 'waiting' = any(given) then '(o.cancelled_at is not null and o.paid_minor > o.refunded_minor)' end) || ')';
        end if;
    when 'assigned' then
        if equality or op = 'prefix' then
            staff_ids := array(select s.id::text from staff s where s.login = any(given) or 'me' = any(given) and s.id = me.staff_id
                or op = 'prefix' and exists (select from unnest(given) v where starts_with(s.login, lower(v))));
            bound := bound || array_to_string(staff_ids, ',');
            condition := format('(o.assigned_to = any(string_to_array(($1)[%s], '','')::bigint[])%s)', cardinality(bound),
                case when 'none' = any(given) then ' or o.assigned_to is null' else '' end);
        end if;
    when 'currency', 'country', 'source' then
        if equality or op = 'prefix' then
            select * into bound, condition from text_condition('o.' || field, op,
                case field when 'source' then given else array(select upper(v) from unnest(given) v) end, bound);
        end if;
    when 'tag' then
        if equality then
            bound := bound || array(select coalesce(key_of(v), '') from unnest(given) v);
            condition := format('(o.tag_keys <> ''{}'' and o.tag_keys && array[%s])', (select string_agg(format('($1)[%s]', n), ', ')
                from generate_series(cardinality(bound) - cardinality(given) + 1, cardinality(bound)) n));
        elsif op = 'prefix' then
            bound := bound || array(select like_literal(coalesce(key_of(v), '')) || '%' from unnest(given) v);
            condition := format('(o.tag_keys <> ''{}'' and exists (select from unnest(o.tag_keys) k where %s))', (select string_agg(format('k like ($1)[%s]', n), ' or ')
                from generate_series(cardinality(bound) - cardinality(given) + 1, cardinality(bound)) n));
        end if;
    when 'number' then
        if op = 'prefix' and cardinality(given) = 1 then
            select * into bound, condition from number_prefix_condition(given[1], bound);
        elsif op not in ('prefix', 'contains', 'lacks') then
            select * into bound, condition from text_condition('o.number_key', op, array(select number_key_of(v) from unnest(given) v), bound);
        end if;
    when 'customer', 'email' then
        if equality or op in ('prefix', 'contains', 'lacks') then
            select * into bound, condition from text_condition('o.' || field || '_key', op,
                array(select coalesce(case field when 'customer' then name_key_of(v) else key_of(v) end, '') from unnest(given) v), bound);
        end if;
    when 'phone' then
        given := array(select coalesce(phone_key_of(v), '-') from unnest(given) v);
        if equality then
            -- Written with or without the country, it ends the same.
            bound := bound || array(select reverse(v) || '%' from unnest(given) v);
            condition := '(' || (select string_agg(format('reverse(o.phone_key) like ($1)[%s]', n), ' or ')
                from generate_series(cardinality(bound) - cardinality(given) + 1, cardinality(bound)) n) || ')';
        elsif op = 'prefix' then
            select * into bound, condition from text_condition('o.phone_key', op, given, bound);
        end if;
    when 'postal' then
        if op not in ('contains', 'lacks') then
            select * into bound, condition from text_condition('o.postal_key', op, array(select postal_key_of(v) from unnest(given) v), bound);
        end if;
    when 'placed' then
        if cardinality(given) = 1 then
            select * into bound, condition from placed_condition(op, given[1], bound);
        end if;
    when 'total' then
        if cardinality(given) = 1 then
            select * into bound, condition from total_condition(op, given[1], bound);
        end if;
    when 'reference' then
        if equality or op = 'prefix' then
            select * into bound, condition from related_condition('select p.order_id, p.reference_key as key from payment p where p.reference_key <> ''''', op,
                array(select coalesce(key_of(v), '') from unnest(given) v), bound);
        end if;
    when 'sku' then
        if equality or op = 'prefix' then
            select * into bound, condition from related_condition('select l.order_id, upper(l.sku) as key from order_line l where l.sku <> ''''', op,
                array(select upper(v) from unnest(given) v), bound);
        end if;
    else
        raise exception 'unknown filter' using errcode = '22023';
    end case;
    if op in ('not', 'lacks') and condition is not null then
        condition := format('(%s) is not true', condition);
    end if;
end $$;

-- Free words: each is a number, the beginning of an e-mail address, digits of a phone number, or part of a name.
create or replace function store.words_condition(words text, me store.caller, inout bound text[], out condition text)
language plpgsql stable set search_path = pg_catalog, store, pg_temp as $$
declare
    word text;
    digits text;
    ways text[];
    parts text[] := '{}';
begin
    for word in select w from regexp_split_to_table(btrim(left(words, 500)), '\s+') w where w <> '' limit 8 loop
        -- From three letters on a word is found anywhere in a name through trigrams, a shorter one where a word of the name begins:
        -- Chinese names are often that short.
        bound := bound || number_key_of(word)
            || (case when length(name_key_of(word)) >= 3 then '%' else '' end || like_literal(name_key_of(word)) || '%');
        ways := array[format('o.number_key = ($1)[%s]', cardinality(bound) - 1), format('o.customer_key like ($1)[%s]', cardinality(bound))];
        if length(name_key_of(word)) < 3 then
            bound := bound || ('% ' || like_literal(name_key_of(word)) || '%');
            ways := ways || format('o.customer_key like ($1)[%s]', cardinality(bound));
        end if;
        if 'contact' = any(me.rights) then
            bound := bound || (like_literal(coalesce(key_of(word), '')) || '%');
            ways := ways || format('o.email_key like ($1)[%s]', cardinality(bound));
            digits := phone_key_of(word);
            if length(digits) >= 5 and word !~ '[[:alpha:]@]' then
                bound := bound || (reverse(digits) || '%');
                ways := ways || format('reverse(o.phone_key) like ($1)[%s]', cardinality(bound));
            end if;
        end if;
        parts := parts || ('(' || array_to_string(ways, ' or ') || ')');
    end loop;
    condition := coalesce(nullif(array_to_string(parts, ' and '), ''), 'true');
end $$;

-- All conditions of a query over orders o, with the values they bind; whether the planner can only guess how many rows they find (part
-- of a name may be that of a thousandth or of a tenth of all customers); and the rows of persons that a mere number tells of (0 or 1).
drop function if exists store.order_conditions(jsonb, store.caller);
create or replace function store.order_conditions(query jsonb, me store.caller, out conditions text, out bound text[], out guesses boolean, out tells bigint)
language plpgsql stable security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    filter jsonb;
    given text[];
    part record;
begin
    perform check_order_query(query, me);
    conditions := order_scope(me);
    bound := '{}';
    guesses := coalesce(query->>'text', '') <> '';
    tells := guesses::int;
    for filter in select value from jsonb_array_elements(coalesce(query->'filters', '[]')) loop
        given := case jsonb_typeof(filter->'values') when 'array' then array(select jsonb_array_elements_text(filter->'values')) else '{}' end;
        if cardinality(given) not between 1 and 100 or array_position(given, null) is not null or length(array_to_string(given, '')) > 20000 then
            raise exception 'a filter needs one to a hundred values' using errcode = '22023';
        end if;
        select * into part from filter_condition(filter->>'field', coalesce(filter->>'op', ''), given, me, bound);
        if part.condition is null then
            raise exception 'filter % cannot be used that way', filter->>'field' using errcode = '22023';
        end if;
        bound := part.bound;
        conditions := conditions || ' and ' || part.condition;
        guesses := guesses or filter->>'op' = 'contains';
        tells := case when filter->>'field' in ('customer', 'email', 'phone', 'postal', 'reference') then 1 else tells end;
    end loop;
    if coalesce(query->>'text', '') <> '' then
        select * into part from words_condition(query->>'text', me, bound);
        bound := part.bound;
        conditions := conditions || ' and ' || part.condition;
    end if;
end $$;
