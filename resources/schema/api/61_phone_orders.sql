-- Orders taken by phone: whom, what, and the order itself, as the shop would place it but for what a voice cannot give. A person without
-- e-mail can order; a card number is refused, not masked, since the one who typed it is there to take it out.

-- Products by the beginning of their number or by words of their title, with what they cost in a currency: their own price, or what they
-- last went for in it; none where nobody knows.
drop function if exists desk.product_find(text);
drop function if exists desk.product_find(text, text);
create function desk.product_find(text, currency text) returns table(sku text, title text, price_minor bigint)
language plpgsql stable security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    perform enter('edit');
    return query
        with found as (
            select p.* from product p
            where $1 ~ '\S' and (p.sku ilike like_literal(btrim($1)) || '%' or not exists (select from regexp_split_to_table(btrim($1), '\s+') w where p.title not ilike '%' || like_literal(w) || '%'))
            order by p.sku ilike like_literal(btrim($1)) || '%' desc, p.title, p.id limit 20)
        select f.sku, f.title, case when f.currency = product_find.currency then f.price_minor else (
            select n.price_minor from (select l.price_minor, l.order_id from order_line l where upper(l.sku) = upper(f.sku) and l.sku <> '' order by l.order_id desc limit 200) n
            join orders o on o.id = n.order_id where o.currency = product_find.currency order by n.order_id desc limit 1) end
        from found f order by f.sku ilike like_literal(btrim($1)) || '%' desc, f.title, f.id;
end $$;

-- What most of the newest orders are in, and where those in that currency go, the most used first; a currency that products have a price in,
-- where there is no order.
create or replace function desk.order_defaults() returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    perform enter('edit');
    return (with newest as (select o.currency, o.country from orders o order by o.id desc limit 1000),
        usual as (select n.currency from newest n group by n.currency order by count(*) desc, n.currency limit 1)
        select jsonb_build_object(
            'currencies', (select coalesce(jsonb_agg(c.code order by c.uses desc, c.code), '[]') from (select u.code, sum(u.uses) as uses from (
                select n.currency as code, 1 as uses from newest n union all select distinct p.currency, 0 from product p) u group by u.code) c),
            'countries', (select coalesce(jsonb_agg(c.country order by c.usual_uses desc, c.uses desc, c.country), '[]') from (
                select n.country, count(*) as uses, count(*) filter (where n.currency = u.currency) as usual_uses from newest n cross join usual u
                where n.country ~ '^[A-Z]{2}$' group by n.country order by 3 desc, 2 desc limit 20) c)));
end $$;

-- The customers whose orders a text finds, each once, with the newest of their orders that was found and how many they have (50: or more).
create or replace function desk.customer_lookup(text text) returns table(kind text, order_id bigint, customer_name text, matched text, placed_at timestamptz, order_count bigint)
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    perform enter('edit');
    return query
        with found as (
            select distinct on (o.customer_id) l.kind, l.order_id, l.customer_name, l.matched, l.placed_at, o.customer_id, l.place
            from (select f.*, row_number() over () as place from desk.order_lookup(customer_lookup.text) f) l join orders o on o.id = l.order_id
            order by o.customer_id, l.placed_at desc, l.order_id desc)
        select f.kind, f.order_id, f.customer_name, f.matched, f.placed_at, (select count(*) from (select from orders x where x.customer_id = f.customer_id limit 50) n)
        from found f order by f.place;
end $$;

-- What of a person or an address is wrong: one word for each field. An address that was begun is needed whole.
create or replace function store.phone_person_problems(given jsonb) returns table(place int, field text, reason text)
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select 1, 'name', 'bad_name' where btrim(coalesce(given->>'name', '')) = '' or length(given->>'name') > 500
    union all select 2, 'phone', 'bad_phone' where length(given->>'phone') > 100 or given->>'phone' ~ '\S' and phone_key_of(given->>'phone') is null
    union all select 3, 'email', 'bad_email' where given->>'email' <> '' and given->>'email' !~ '^[^@\s]+@[^@\s]+$' or length(given->>'email') > 320
    union all select 4, 'contact', 'no_contact_point' where person_reason('somebody', '', '', given->'shipping_address') = 'no_contact_point'
        and coalesce(given->>'email', '') !~ '\S' and coalesce(given->>'phone', '') !~ '\S'
    union all select case part when 'shipping' then 5 else 6 end, part || '.' || f, case when f = 'country' and doc->>f ~ '\S' then 'bad_country' else 'address_incomplete' end
        from (values ('shipping', given->'shipping_address'), ('billing', given->'billing_address')) as a(part, doc), unnest(array['line1', 'city', 'country']) f
        where jsonb_typeof(doc) = 'object' and doc <> '{}' and (coalesce(doc->>f, '') !~ '\S' or f = 'country' and doc->>f !~ '^[A-Z]{2}$')
    union all select 7, part || '_address', 'bad_address'
        from (values ('shipping', given->'shipping_address'), ('billing', given->'billing_address')) as a(part, doc) where not is_address(doc)
$$;

-- All that keeps an order by phone from being taken: [{field, reason}], the first thing first.
create or replace function store.phone_order_problems(given jsonb, me store.caller) returns jsonb
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    with found(place, field, reason) as (
        select 0, f.field, 'card_number' from (
            select e.key as field, e.value as doc from jsonb_each(given) e where jsonb_typeof(e.value) <> 'object'
            union all select replace(e.key, '_address', '.') || a.key, a.value from jsonb_each(given) e
                cross join lateral jsonb_each(case when jsonb_typeof(e.value) = 'object' then e.value else '{}' end) a) f
        where has_card(f.doc)
        union all select p.place, p.field, p.reason from phone_person_problems(given) p
        union all select 8, case r when 'bad_lines' then 'lines' when 'unknown_currency' then 'currency' when 'bad_amount' then 'money' when 'too_long' then 'note' else '' end, r
            from order_reason(given) r where r is not null
        union all select 9, 'customer_of', 'no_such_order' where given->>'customer_of' is not null
            and (given->>'customer_of' !~ '^[0-9]{1,18}$' or (visible_order(case when given->>'customer_of' ~ '^[0-9]{1,18}$' then (given->>'customer_of')::bigint end, me)).id is null)
        union all select 10, '', 'bad_arguments' where given ? 'number' or given ? 'placed_at')
    select case when jsonb_typeof(given) is distinct from 'object' then '[{"field": "", "reason": "bad_arguments"}]'
        when has_card(given) and not exists (select from found where reason = 'card_number') then '[{"field": "", "reason": "card_number"}]'
        else (select coalesce(jsonb_agg(jsonb_build_object('field', field, 'reason', reason) order by place, field), '[]') from found) end
$$;

-- What an order comes to as far as its lines and amounts can be counted.
create or replace function store.phone_order_money(given jsonb) returns jsonb
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select case when goods_reason(given) in ('bad_lines', 'bad_amount') then '{}' else (select to_jsonb(m) from order_money(given) m) end
$$;

-- order: as for site.place_order, without number and placed_at, and with confirm: whether the customer gets a confirmation by e-mail where
-- there is an address, and customer_of: an order whose customer this is. With dry_run nothing is written: the answer names every field
-- that is wrong, and what the order comes to as far as that can be counted.
drop function if exists desk.order_create(uuid, jsonb);
create or replace function desk.order_create(command_id uuid, "order" jsonb, dry_run boolean default false) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := enter('edit');
    is_dry boolean := coalesce(dry_run, false);
    answer jsonb := case when not is_dry then command_begin(command_id, 'order_create', "order") end;
    problems jsonb := '[]';
    buyer bigint;
    made orders;
begin
    if answer is not null then
        return answer;
    end if;
    problems := phone_order_problems("order", me);
    if problems <> '[]' then
        answer := refusal(problems->0->>'reason') || jsonb_build_object('problems', problems);
    elsif is_dry then
        answer := '{"outcome": "done", "reason": "", "problems": []}';
    end if;
    if is_dry then
        return answer || case when jsonb_typeof("order") = 'object' then phone_order_money("order") else '{}' end;
    elsif answer is not null then
        return command_end(command_id, answer, 'order', '{}', '{}');
    end if;
    buyer := coalesce((visible_order(("order"->>'customer_of')::bigint, me)).customer_id,
        find_or_make_customer("order"->>'name', "order"->>'email', "order"->>'phone', "order"->'shipping_address'));
    -- Where it goes may be somebody else's door, so of a customer who is known it is no new contact point.
    perform add_contact_points(buyer, "order"->>'name', "order"->>'email', "order"->>'phone', null);
    made := write_order("order" - 'note', 'phone', buyer);
    insert into note (order_id, staff_id, body) select made.id, me.staff_id, "order"->>'note' where btrim(coalesce("order"->>'note', ''), E' \t\r\n') <> '';
    perform add_event(made.id, 'taken_by_phone', '{}', command_id);
    if "order"->'confirm' = 'true' then
        perform queue_message(made, 'confirmation', '{"text": ""}', me, command_id);
    end if;
    answer := outcome_of(jsonb_build_array(jsonb_build_object('order_id', made.id, 'number', made.number, 'total_minor', made.total_minor, 'outcome', 'done', 'version', made.version)))
        || jsonb_build_object('is_confirmed', exists (select from mailroom.outbox b where b.order_id = made.id));
    return command_end(command_id, with_grace(command_id, answer), 'order', array[made.id], array['order']);
exception
    -- The shop took the number at the same moment: sent again, the order gets another one.
    when lock_not_available or unique_violation then
        return command_forget(command_id, refusal('locked'));
end $$;
