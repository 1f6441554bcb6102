-- What the web shop calls. Text from the shop may hold a card number by mistake: it is masked, and the answer says so.

-- Whether an address can be kept: an object of texts, or none at all.
create or replace function store.is_address(given jsonb) returns boolean
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select case jsonb_typeof(given)
        when 'null' then true
        when 'object' then length(given::text) <= 5000 and coalesce(length(given->>'postal_code'), 0) <= 60
            and not exists (select from jsonb_each(given) e where jsonb_typeof(e.value) in ('object', 'array'))
        else given is null end
$$;

-- Whether a letter would find somebody by an address.
create or replace function store.is_postal(given jsonb) returns boolean
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select coalesce(jsonb_typeof(given) = 'object' and given->>'line1' ~ '\S' and (given->>'city' ~ '\S' or given->>'postal_code' ~ '\S'), false)
$$;

-- The first thing wrong with a person's details, or null. One way to reach them is enough: e-mail, phone or postal address.
create or replace function store.person_reason(name text, email text, phone text, address jsonb) returns text
language sql immutable set search_path = pg_catalog, store, pg_temp as $$
    select case
        when btrim(coalesce(name, '')) = '' or length(name) > 500 then 'bad_name'
        when coalesce(email, '') !~ '^([^@\s]+@[^@\s]+)?$' or length(email) > 320 then 'bad_email'
        when length(phone) > 100 then 'bad_phone'
        when not is_address(address) then 'bad_address'
        when coalesce(email, '') = '' and phone_key_of(phone) is null and not is_postal(address) then 'no_contact_point' end
$$;

-- The same for the shop, which knows people by their e-mail address: none is a bad one.
create or replace function store.shopper_reason(name text, email text, phone text, address jsonb) returns text
language sql immutable set search_path = pg_catalog, store, pg_temp as $$
    select person_reason(name, coalesce(nullif(email, ''), 'none'), phone, address)
$$;

-- The customer somebody is already: by their e-mail; without one by name and phone, or name and place. The index leaves empty keys out, and
-- is not thought of unless the question does too.
create or replace function store.known_customer(given_name text, given_email text, given_phone text, given_address jsonb) returns bigint
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select case when key_of(given_email) is not null
        then (select min(p.customer_id) from contact_point p where p.kind = 'email' and p.key = key_of(given_email) and p.key <> '')
        else coalesce(
            (select min(c.id) from contact_point p join customer c on c.id = p.customer_id
                where p.kind = 'phone' and p.key = phone_key_of(given_phone) and p.key <> '' and c.customer_key = name_key_of(given_name)),
            (select min(c.id) from customer c join contact_point p on p.customer_id = c.id and p.kind = 'postal' join address a on a.id = p.address_id
                where c.customer_key = name_key_of(given_name) and place_key_of(c.customer_key, a.postal_code, a.line1)
                    = place_key_of(name_key_of(given_name), given_address->>'postal_code', given_address->>'line1'))) end
$$;

-- What people are known by: nobody else makes a customer of it, or gives it to one, until the end of the transaction. The row is in nobody's
-- reach but these functions'.
create or replace function store.lock_person(key text) returns void
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    perform from lock_row r where r.name = 'customer ' || (hashtext(lock_person.key) & 255) for update;
end $$;

create or replace function store.find_or_make_customer(given_name text, given_email text, given_phone text, given_address jsonb) returns bigint
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    known bigint;
    home bigint;
begin
    -- Two orders of one new customer at the same moment make one customer.
    perform lock_person(coalesce(key_of(given_email), name_key_of(given_name)));
    known := known_customer(given_name, given_email, given_phone, given_address);
    if known is not null then
        return known;
    end if;
    insert into customer (name, customer_key) values (given_name, '') returning id into known;
    if jsonb_typeof(given_address) = 'object' and given_address <> '{}' then
        home := make_address(given_address);
    end if;
    insert into contact_point (customer_id, kind, value, address_id)
    select known, 'email', given_email, null::bigint where key_of(given_email) is not null
    union all select known, 'phone', given_phone, null where phone_key_of(given_phone) is not null
    union all select known, 'postal', '', home where home is not null;
    return known;
end $$;

-- What somebody known says of themselves and is not on record yet: further ways to reach them, beside those there are.
drop function if exists store.add_contact_points(bigint, text, text, jsonb);
create or replace function store.add_contact_points(known bigint, given_name text, given_email text, given_phone text, given_address jsonb) returns void
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    given record;
    home bigint;
begin
    -- An e-mail address is one customer's alone: orders find their customer by it.
    perform lock_person(key_of(given_email));
    insert into contact_point (customer_id, kind, value, is_primary)
    select known, 'email', given_email, not exists (select from contact_point c where c.customer_id = known and c.kind = 'email')
    where key_of(given_email) is not null and not exists (select from contact_point c where c.kind = 'email' and c.key = key_of(given_email));
    insert into contact_point (customer_id, kind, value, is_primary)
    select known, 'phone', given_phone, not exists (select from contact_point c where c.customer_id = known and c.kind = 'phone')
    where phone_key_of(given_phone) is not null
        and not exists (select from contact_point c where c.customer_id = known and c.kind = 'phone' and c.key = phone_key_of(given_phone));
    -- Another name than the one on record is kept where it can be: as who the address is of.
    given := address_parts(case when jsonb_typeof(given_address) = 'object' and given_address <> '{}' then jsonb_build_object('name', given_name) || given_address end);
    if jsonb_typeof(given_address) is distinct from 'object' or given_address = '{}' or exists (
        select from contact_point c join address a on a.id = c.address_id
        where c.customer_id = known and c.kind = 'postal' and (a.company, a.line1, a.line2, a.city, a.region, a.postal_code, a.country, a.phone)
            = (given.company, given.line1, given.line2, given.city, given.region, given.postal_code, given.country, given.phone)
            and a.name in (given.name, coalesce(given_address->>'name', ''))) then
        return;
    end if;
    insert into address (name, company, line1, line2, city, region, postal_code, country, phone)
    values (given.name, given.company, given.line1, given.line2, given.city, given.region, given.postal_code, given.country, given.phone) returning id into home;
    insert into contact_point (customer_id, kind, value, address_id, is_primary)
    select known, 'postal', '', home, not exists (select from contact_point c where c.customer_id = known and c.kind = 'postal');
end $$;

create or replace function store.copy_order_address(given jsonb) returns bigint
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    made bigint;
begin
    if jsonb_typeof(given) is distinct from 'object' or given = '{}' then
        return null;
    end if;
    insert into order_address (name, company, line1, line2, city, region, postal_code, country, phone) select a.* from address_parts(given) a returning id into made;
    return made;
end $$;

create or replace function site.register_customer(command_id uuid, name text, email text, phone text, address jsonb) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    answer jsonb := command_begin(command_id, 'register_customer', jsonb_build_array(name, email, phone, address));
    reason text := shopper_reason(name, email, phone, address);
    made bigint;
begin
    if answer is not null then
        return answer;
    elsif reason is not null then
        answer := refusal(reason);
    else
        made := find_or_make_customer(mask_cards(name), mask_cards(email), mask_cards(phone), mask_cards(address));
        perform add_contact_points(made, mask_cards(name), mask_cards(email), mask_cards(phone), mask_cards(address));
        -- A name has one place only: another one than is on record is told, not written over it.
        answer := jsonb_build_object('outcome', 'done', 'reason', '', 'customer_id', made,
            'same_name', (select c.name = mask_cards(register_customer.name) from customer c where c.id = made),
            'masked', has_card(name) or has_card(email) or has_card(phone) or has_card(address));
    end if;
    return command_end(command_id, answer, 'customer', array_remove(array[made], null), array['name', 'email', 'phone', 'address']);
exception when lock_not_available then
    return command_forget(command_id, refusal('locked'));
end $$;

-- What an order's lines come to; as numeric, since a shop's mistake may be too much for a bigint.
create or replace function store.lines_minor(given jsonb) returns numeric
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select sum((l->>'quantity')::numeric * (l->>'price_minor')::numeric) from jsonb_array_elements(given->'lines') l
$$;

-- The first thing wrong with an order's lines and amounts, or null: then they can be counted.
create or replace function store.goods_reason(given jsonb) returns text
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select case
        when jsonb_typeof(given->'lines') is distinct from 'array' or jsonb_array_length(given->'lines') not between 1 and 1000 then 'bad_lines'
        when exists (select from jsonb_array_elements(given->'lines') l where coalesce(l->>'quantity', '') !~ '^[1-9][0-9]{0,5}$'
            or coalesce(l->>'price_minor', '') !~ '^[0-9]{1,12}$' or coalesce(length(l->>'title'), 0) not between 1 and 2000 or length(l->>'sku') > 200) then 'bad_lines'
        when exists (select from unnest(array['shipping_minor', 'tax_minor', 'discount_minor']) k where coalesce(given->>k, '0') !~ '^[0-9]{1,12}$') then 'bad_amount'
        when lines_minor(given) > 1e15 or lines_minor(given) + coalesce(given->>'shipping_minor', '0')::numeric + coalesce(given->>'tax_minor', '0')::numeric
            < coalesce(given->>'discount_minor', '0')::numeric then 'bad_amount'
        when not exists (select from currency c where c.code = given->>'currency') then 'unknown_currency' end
$$;

-- Whether an order has this number already, taken by the shop or by phone: payments find it by that alone.
create or replace function store.is_number_taken(wanted text) returns boolean
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select exists (select from orders o where o.source in ('shop', 'phone') and o.source_number = wanted)
$$;

-- A number for a new order, none that the shop has given to one of its own: it follows from the id, which is answered too.
create or replace function store.next_number(out new_id bigint, out number text)
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    loop
        new_id := nextval('store.orders_id_seq');
        number := '#' || (100000 + new_id);
        exit when not is_number_taken(number);
    end loop;
end $$;

-- The first thing wrong with an order beside the person who places it, or null.
create or replace function store.order_reason(given jsonb) returns text
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select case
        when length((given->'billing_address')::text) > 5000 then 'bad_address'
        when goods_reason(given) is not null then goods_reason(given)
        when not is_address(given->'billing_address') then 'bad_address'
        when jsonb_typeof(given->'number') not in ('string', 'number', 'null') or btrim(given->>'number') = '' or given->>'number' ~ '[[:cntrl:]]' then 'bad_number'
        when given->>'placed_at' is not null and time_of(given->>'placed_at') is null then 'bad_date'
        when length(given->>'number') > 100 or length(given->>'note') > 20000 then 'too_long'
        when is_number_taken(btrim(given->>'number')) then 'number_taken' end
$$;

-- The first thing wrong with an order from the shop, or null.
create or replace function store.shop_order_reason(given jsonb) returns text
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select case when jsonb_typeof(given) is distinct from 'object' then 'bad_arguments'
        else coalesce(shopper_reason(given->>'name', given->>'email', given->>'phone', given->'shipping_address'), order_reason(given)) end
$$;

-- What an order comes to whose lines and amounts have been judged.
create or replace function store.order_money(given jsonb, out subtotal_minor bigint, out shipping_minor bigint, out tax_minor bigint, out discount_minor bigint, out total_minor bigint)
language sql immutable set search_path = pg_catalog, store, pg_temp as $$
    select subtotal, shipping, tax, discount, subtotal + shipping + tax - discount
    from (select lines_minor(given)::bigint as subtotal, coalesce((given->>'shipping_minor')::bigint, 0) as shipping, coalesce((given->>'tax_minor')::bigint, 0) as tax,
        coalesce((given->>'discount_minor')::bigint, 0) as discount) parts
$$;

-- Writes an order that has been judged, with its lines and its address as they say it. order_source: the shop or the phone. A number that
-- another order was given meanwhile is a unique_violation.
drop function if exists store.write_order(jsonb, text);
create or replace function store.write_order(given jsonb, order_source text, buyer bigint) returns store.orders
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    money record;
    new_id bigint;
    shown text;
    ship_to bigint := copy_order_address(given->'shipping_address');
    made orders;
begin
    select n.new_id, coalesce(nullif(btrim(given->>'number'), ''), n.number) into new_id, shown from next_number() n;
    -- The shop and the phone do not give one number out at the same moment, which no index keeps them from.
    perform from lock_row r where r.name = 'number ' || (hashtext(shown) & 255) for update;
    if is_number_taken(shown) then
        raise unique_violation;
    end if;
    -- Its lines first, so that the order is written once, whole; foreign keys are looked at after both.
    set constraints all deferred;
    select * into money from order_money(given);
    insert into order_line (order_id, line_no, product_id, sku, title, quantity, price_minor)
    select new_id, l.place, p.id, coalesce(l.doc->>'sku', ''), l.doc->>'title', (l.doc->>'quantity')::int, (l.doc->>'price_minor')::bigint
    from jsonb_array_elements(given->'lines') with ordinality as l(doc, place) left join product p on p.sku = l.doc->>'sku';
    insert into orders (id, number, number_key, source, source_number, placed_at, customer_id, customer_name, customer_key, email, phone, postal_code, country,
        currency, subtotal_minor, shipping_minor, tax_minor, discount_minor, total_minor, item_count, shipping_address_id, billing_address_id) overriding system value
    values (new_id, shown, '', order_source, shown, coalesce(time_of(given->>'placed_at'), now()), buyer, given->>'name', '', nullif(given->>'email', ''), given->>'phone',
        coalesce(given->'shipping_address'->>'postal_code', ''), coalesce(given->'shipping_address'->>'country', ''), given->>'currency',
        money.subtotal_minor, money.shipping_minor, money.tax_minor, money.discount_minor, money.total_minor,
        (select sum((l->>'quantity')::int) from jsonb_array_elements(given->'lines') l), ship_to,
        case when coalesce(nullif(given->'billing_address', 'null'), given->'shipping_address') = given->'shipping_address' then ship_to else copy_order_address(given->'billing_address') end);
    set constraints all immediate;
    insert into note (order_id, body) select new_id, given->>'note' where btrim(coalesce(given->>'note', '')) <> '';
    select * into made from orders where id = new_id;
    return made;
end $$;

-- order: {number?, placed_at?, name, email, phone, currency, shipping_minor, tax_minor, discount_minor, shipping_address, billing_address,
-- lines: [{sku, title, quantity, price_minor}], note?}
create or replace function site.place_order(command_id uuid, "order" jsonb) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    answer jsonb := command_begin(command_id, 'place_order', "order");
    given jsonb := mask_cards("order");
    reason text;
    made orders;
begin
    if answer is not null then
        return answer;
    end if;
    reason := coalesce(shop_order_reason(given), case when given->'number' is distinct from "order"->'number' then 'bad_number' end);
    if reason is not null then
        return command_end(command_id, refusal(reason), 'order', '{}', '{}');
    end if;
    made := write_order(given, 'shop', find_or_make_customer(given->>'name', given->>'email', given->>'phone', given->'shipping_address'));
    answer := jsonb_build_object('outcome', 'done', 'reason', '', 'order_id', made.id, 'number', made.number, 'total_minor', made.total_minor, 'masked', given <> "order");
    return command_end(command_id, answer, 'order', array[made.id], array['order']);
exception
    when unique_violation then
        return command_forget(command_id, refusal('number_taken'));
    when lock_not_available then
        return command_forget(command_id, refusal('locked'));
end $$;

-- payment: {kind?, amount_minor, at?, processor, reference, brand, last4}
create or replace function site.record_payment(command_id uuid, order_number text, payment jsonb) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    answer jsonb := command_begin(command_id, 'record_payment', jsonb_build_array(order_number, payment));
    given jsonb := mask_cards(payment);
    target bigint;
begin
    if answer is not null then
        return answer;
    end if;
    select o.id into target from orders o where o.source in ('shop', 'phone') and o.source_number = order_number
    order by o.source = 'shop' desc limit 1 for no key update;
    answer := case
        when target is null then refusal('no_such_order')
        when coalesce(given->>'amount_minor', '') !~ '^[0-9]{1,15}$' or coalesce(given->>'kind', 'captured') not in ('authorised', 'captured', 'voided')
            or given->>'at' is not null and time_of(given->>'at') is null
            or length(given->>'reference') > 200 or length(given->>'processor') > 100 or length(given->>'brand') > 60 then refusal('bad_arguments') end;
    if answer is null then
        insert into payment (order_id, payment_no, kind, amount_minor, at, processor, reference, brand, last4)
        select target, coalesce(max(p.payment_no), 0) + 1, coalesce(given->>'kind', 'captured'), (given->>'amount_minor')::bigint, coalesce(time_of(given->>'at'), now()),
            coalesce(given->>'processor', ''), coalesce(given->>'reference', ''), coalesce(given->>'brand', ''),
            case when given->>'last4' ~ '^[0-9]{4}$' then given->>'last4' else '' end
        from payment p where p.order_id = target;
        answer := jsonb_build_object('outcome', 'done', 'reason', '', 'order_id', target, 'masked', given <> payment);
    end if;
    return command_end(command_id, answer, 'order', array_remove(array[target], null), array['payment']);
exception when lock_not_available then
    return command_forget(command_id, refusal('locked'));
end $$;

-- What a customer who signed in to the shop sees of their own orders.
create or replace function site.order_history(email text) returns jsonb
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select coalesce(jsonb_agg(jsonb_build_object('number', o.number, 'placed_at', o.placed_at, 'currency', o.currency, 'total_minor', o.total_minor,
        'payment_status', o.payment_status, 'fulfilment_status', o.fulfilment_status) order by o.placed_at desc, o.id desc), '[]')
    from (select * from orders where email_key = key_of(order_history.email) order by placed_at desc, id desc limit 500) o
$$;
