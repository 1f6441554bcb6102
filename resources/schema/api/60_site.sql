-- What the web shop calls. Text from the shop may hold a card number by mistake: it is masked, and the answer says so.

create or replace function store.find_or_make_customer(given_name text, given_email text, given_phone text, given_address jsonb) returns bigint
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    known bigint;
    address_id bigint;
begin
    select min(c.customer_id) into known from contact_point c where c.kind = 'email' and c.key = key_of(given_email);
    if known is not null then
        return known;
    end if;
    insert into customer (name, customer_key) values (mask_cards(given_name), coalesce(key_of(mask_cards(given_name)), '')) returning id into known;
    insert into contact_point (customer_id, kind, value, key)
    select known, k, v, x from (values ('email', given_email, key_of(given_email)), ('phone', given_phone, phone_key_of(given_phone))) as c(k, v, x) where x is not null;
    if jsonb_typeof(given_address) = 'object' and given_address <> '{}' then
        insert into address (name, company, line1, line2, city, region, postal_code, country, phone)
        select coalesce(mask_cards(a.name), ''), coalesce(mask_cards(a.company), ''), coalesce(mask_cards(a.line1), ''), coalesce(mask_cards(a.line2), ''),
            coalesce(a.city, ''), coalesce(a.region, ''), coalesce(a.postal_code, ''), coalesce(a.country, ''), coalesce(mask_cards(a.phone), '')
        from jsonb_to_record(given_address) as a(name text, company text, line1 text, line2 text, city text, region text, postal_code text, country text, phone text)
        returning id into address_id;
        insert into contact_point (customer_id, kind, address_id) values (known, 'postal', address_id);
    end if;
    return known;
end $$;

create or replace function store.copy_order_address(given jsonb) returns bigint
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    made bigint;
begin
    if jsonb_typeof(given) is distinct from 'object' or given = '{}' then
        return null;
    end if;
    insert into order_address (name, company, line1, line2, city, region, postal_code, country, phone)
    select coalesce(mask_cards(a.name), ''), coalesce(mask_cards(a.company), ''), coalesce(mask_cards(a.line1), ''), coalesce(mask_cards(a.line2), ''),
        coalesce(a.city, ''), coalesce(a.region, ''), coalesce(a.postal_code, ''), coalesce(a.country, ''), coalesce(mask_cards(a.phone), '')
    from jsonb_to_record(given) as a(name text, company text, line1 text, line2 text, city text, region text, postal_code text, country text, phone text)
    returning id into made;
    return made;
end $$;

create or replace function site.register_customer(command_id uuid, name text, email text, phone text, address jsonb) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    answer jsonb := command_begin(command_id, 'register_customer', jsonb_build_array(name, email, phone, address));
    made bigint;
begin
    if answer is not null then
        return answer;
    end if;
    if coalesce(btrim(name), '') = '' or length(name) > 500 or coalesce(email, '') !~ '^[^@\s]+@[^@\s]+$' then
        answer := '{"outcome": "refused", "reason": "bad_arguments"}';
    else
        made := find_or_make_customer(name, email, phone, address);
        answer := jsonb_build_object('outcome', 'done', 'reason', '', 'customer_id', made, 'masked', has_card(name) or has_card(address::text));
    end if;
    return command_end(command_id, answer, 'customer', array_remove(array[made], null), array['name', 'email', 'phone', 'address']);
end $$;

-- given: {number?, placed_at?, name, email, phone, currency, shipping_minor, tax_minor, discount_minor, shipping_address, billing_address, lines:[{sku,title,quantity,price_minor}], note?}
create or replace function site.place_order(command_id uuid, given jsonb) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    answer jsonb := command_begin(command_id, 'place_order', given);
    customer_row customer;
    buyer bigint;
    made orders;
    lines_minor bigint;
    new_id bigint;
    number_given text := given->>'number';
begin
    if answer is not null then
        return answer;
    end if;
    if jsonb_typeof(given->'lines') is distinct from 'array' or jsonb_array_length(given->'lines') not between 1 and 1000
        or coalesce(given->>'currency', '') !~ '^[A-Z]{3}$' or coalesce(given->>'name', '') = '' or coalesce(given->>'email', '') !~ '^[^@\s]+@[^@\s]+$'
        or exists (select from jsonb_array_elements(given->'lines') l where coalesce(l->>'quantity', '') !~ '^[1-9]\d{0,5}$' or coalesce(l->>'price_minor', '') !~ '^\d{1,12}$' or l->>'title' is null) then
        return command_end(command_id, '{"outcome": "refused", "reason": "bad_arguments"}', 'order', '{}', '{}');
    end if;
    if exists (select from orders o where o.source = 'shop' and o.number = number_given) then
        return command_end(command_id, '{"outcome": "refused", "reason": "number_taken"}', 'order', '{}', '{}');
    end if;
    buyer := find_or_make_customer(given->>'name', given->>'email', given->>'phone', given->'shipping_address');
    select * into customer_row from customer c where c.id = buyer;
    select sum((l->>'quantity')::bigint * (l->>'price_minor')::bigint) into lines_minor from jsonb_array_elements(given->'lines') l;
    new_id := nextval(pg_get_serial_sequence('store.orders', 'id'));
    number_given := coalesce(number_given, '#' || (1000 + new_id));
    insert into orders (id, number, number_key, placed_at, customer_id, customer_name, customer_key, email, email_key, phone, phone_key, postal_code, postal_key, country,
        currency, subtotal_minor, shipping_minor, tax_minor, discount_minor, total_minor, shipping_address_id, billing_address_id) overriding system value
    values (new_id, number_given, number_key_of(number_given), coalesce((given->>'placed_at')::timestamptz, now()), customer_row.id, customer_row.name,
        customer_row.customer_key, given->>'email', key_of(given->>'email'), given->>'phone', phone_key_of(given->>'phone'),
        coalesce(given->'shipping_address'->>'postal_code', ''), postal_key_of(coalesce(given->'shipping_address'->>'postal_code', '')),
        coalesce(given->'shipping_address'->>'country', ''), given->>'currency', lines_minor, coalesce((given->>'shipping_minor')::bigint, 0),
        coalesce((given->>'tax_minor')::bigint, 0), coalesce((given->>'discount_minor')::bigint, 0),
        lines_minor + coalesce((given->>'shipping_minor')::bigint, 0) + coalesce((given->>'tax_minor')::bigint, 0) - coalesce((given->>'discount_minor')::bigint, 0),
        copy_order_address(given->'shipping_address'), copy_order_address(coalesce(given->'billing_address', given->'shipping_address')))
    returning * into made;
    insert into order_line (order_id, position, product_id, sku, title, quantity, price_minor)
    select made.id, l.place, (select p.id from product p where p.sku = l.doc->>'sku' and p.sku <> ''), coalesce(l.doc->>'sku', ''), mask_cards(l.doc->>'title'),
        (l.doc->>'quantity')::int, (l.doc->>'price_minor')::bigint
    from jsonb_array_elements(given->'lines') with ordinality as l(doc, place);
    if btrim(coalesce(given->>'note', '')) <> '' then
        insert into note (order_id, body) values (made.id, mask_cards(given->>'note'));
    end if;
    insert into event (order_id, kind, actor, command_id) values (made.id, 'placed', 'shop', place_order.command_id);
    answer := jsonb_build_object('outcome', 'done', 'reason', '', 'order_id', made.id, 'number', made.number, 'total_minor', made.total_minor,
        'masked', has_card(given->>'note'));
    return command_end(command_id, answer, 'order', array[made.id], array['order']);
end $$;

-- given: {kind, amount_minor, at?, processor, reference, brand, last4}
create or replace function site.record_payment(command_id uuid, order_number text, given jsonb) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    answer jsonb := command_begin(command_id, 'record_payment', jsonb_build_array(order_number, given));
    target bigint;
begin
    if answer is not null then
        return answer;
    end if;
    select o.id into target from orders o where o.source = 'shop' and o.number = order_number for update;
    if target is null then
        answer := '{"outcome": "refused", "reason": "no_such_order"}';
    elsif coalesce(given->>'amount_minor', '') !~ '^\d{1,15}$' or not coalesce(given->>'kind', 'captured') = any(array['authorised', 'captured', 'voided'])
        or has_card(given::text) then
        answer := '{"outcome": "refused", "reason": "bad_arguments"}';
    else
        insert into payment (order_id, kind, amount_minor, at, processor, reference, reference_key, brand, last4)
        values (target, coalesce(given->>'kind', 'captured'), (given->>'amount_minor')::bigint, coalesce((given->>'at')::timestamptz, now()), coalesce(given->>'processor', ''),
            coalesce(given->>'reference', ''), coalesce(key_of(given->>'reference'), ''), coalesce(given->>'brand', ''),
            case when given->>'last4' ~ '^\d{4}$' then given->>'last4' else '' end);
        update orders set version = version + 1 where id = target;
        insert into event (order_id, kind, actor, command_id) values (target, 'payment_' || coalesce(given->>'kind', 'captured'), 'shop', record_payment.command_id);
        answer := jsonb_build_object('outcome', 'done', 'reason', '', 'order_id', target);
    end if;
    return command_end(command_id, answer, 'order', array_remove(array[target], null), array['payment']);
end $$;

create or replace function site.order_history(email text) returns jsonb
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select coalesce(jsonb_agg(jsonb_build_object('number', o.number, 'placed_at', o.placed_at, 'currency', o.currency, 'total_minor', o.total_minor,
        'payment_status', o.payment_status, 'fulfilment_status', o.fulfilment_status) order by o.placed_at desc), '[]')
    from (select * from orders where email_key = key_of(order_history.email) order by placed_at desc limit 500) o
$$;
