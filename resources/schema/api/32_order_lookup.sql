-- The look-up box: an order number, e-mail, phone number, payment reference, postal code or name, each through its own index.

-- The statements to try for a text, the surest kind first, with their values as $1. Sorting by the key that is looked up keeps the
-- planner on that key's index; part of a name goes through trigrams.
create or replace function store.lookup_statements(given text, me store.caller) returns table(kind text, statement text, bound text[])
language plpgsql stable security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    contact boolean := 'contact' = any(me.rights);
    money boolean := 'money' = any(me.rights);
    digits text := phone_key_of(given);
    has_letters boolean := given ~ '[[:alpha:]]';
    like_name boolean := given ~ '[[:alpha:]]' and given !~ '[0-9@]';
    attempt record;
    condition text;
    shown text := format('o.id, o.number, o.customer_name, o.placed_at, o.currency, %s, o.payment_status, o.fulfilment_status',
        case when money then 'o.total_minor' else 'null::bigint' end);
begin
    for attempt in select * from (values
            ('number', 'number', '=', 'o.number', 'o.number_key, o.id', given ~ '[0-9]'),
            ('reference', 'reference', '=', 'typed', 'o.placed_at desc, o.id desc', money and given !~ '\s' and length(given) >= 4),
            ('email', 'email', 'prefix', 'o.email', 'o.email_key, o.id', contact and (position('@' in given) > 0 or has_letters and given !~ '\s')),
            ('phone', 'phone', '=', 'o.phone', 'reverse(o.phone_key), o.id', contact and length(digits) >= 6 and given ~ '^[0-9 ()+./-]+$'),
            ('phone', 'phone', 'prefix', 'o.phone', 'o.phone_key, o.id', contact and length(digits) >= 6 and given ~ '^[0-9 ()+./-]+$'),
            ('number', 'number', 'prefix', 'o.number', 'o.number_key, o.id', given ~ '^#?\s*[0-9]{3,}$|[[:alpha:]].*[0-9]' and given !~ '\s'),
            ('postal', 'postal', 'prefix', 'o.postal_code', 'o.postal_key, o.id', given ~ '[0-9]' and length(postal_key_of(given)) between 3 and 12),
            ('name', 'customer', 'prefix', 'o.customer_name', 'o.customer_key, o.id', like_name),
            ('name', 'words near', '', 'o.customer_name', 'o.placed_at desc, o.id desc', like_name and length(name_key_of(given)) >= 3),
            ('name', 'words', '', 'o.customer_name', 'o.placed_at desc, o.id desc', like_name and length(name_key_of(given)) >= 3)
        ) as a(kind, field, op, matched, ordering, applies) where applies loop
        if attempt.field ^@ 'words' then
            select array_agg('%' || like_literal(w) || '%'), string_agg(format('o.customer_key like ($1)[%s]', i), ' and ') into bound, condition
            from (select w, row_number() over () as i from regexp_split_to_table(name_key_of(given), ' ') w where length(w) >= 3 limit 5) words;
        else
            select f.bound, f.condition into bound, condition from filter_condition(attempt.field, attempt.op, array[given], me, '{}') f;
        end if;
        continue when condition is null;
        -- A reference is a payment's and stands in no column of the order; it was found by its whole.
        if attempt.matched = 'typed' then
            bound := bound || given;
        end if;
        kind := attempt.kind;
        -- A common name is found among the newest orders before all its orders are gathered.
        statement := format('select %s, %s from %s o where %s and %s and o.id <> all($2) order by %s limit $3', shown, case attempt.matched when 'typed' then format('($1)[%s]', cardinality(bound)) else attempt.matched end,
            case attempt.field when 'words near' then '(select o.* from orders o order by o.placed_at desc, o.id desc limit 20000)' else 'orders' end,
            order_scope(me), condition, attempt.ordering);
        return next;
    end loop;
end $$;

drop function if exists desk.order_lookup(text);
create function desk.order_lookup(text text) returns table(kind text, order_id bigint, number text, customer_name text, placed_at timestamptz,
    currency text, total_minor bigint, payment_status text, fulfilment_status text, matched text)
language plpgsql security definer set search_path = pg_catalog, store, pg_temp set max_parallel_workers_per_gather = 0 as $$
declare
    me caller := enter('view');
    given text := btrim(order_lookup.text);
    attempt record;
    seen bigint[] := '{}';
begin
    perform check_meter(me);
    if coalesce(length(given), 0) not between 1 and 200 then
        return;
    end if;
    for attempt in select * from lookup_statements(given, me) loop
        exit when cardinality(seen) >= 20;
        for order_id, number, customer_name, placed_at, currency, total_minor, payment_status, fulfilment_status, matched
            in execute attempt.statement using attempt.bound, seen, 20 - cardinality(seen) loop
            kind := attempt.kind;
            seen := seen || order_id;
            return next;
        end loop;
    end loop;
    perform meter(me, cardinality(seen));
end $$;

-- For tests: the plans behind a look-up. Nobody is granted it.
create or replace function store.lookup_plans(given text) returns table(kind text, plan text)
language plpgsql security definer set search_path = pg_catalog, store, pg_temp set max_parallel_workers_per_gather = 0 as $$
declare
    me caller := row(0, 'test', '{lead}', rights_of('{lead}'), false);
    attempt record;
begin
    for attempt in select * from lookup_statements(given, me) loop
        kind := attempt.kind;
        for plan in execute 'explain (costs off) ' || attempt.statement using attempt.bound, '{}'::bigint[], 20 loop
            return next;
        end loop;
    end loop;
end $$;
