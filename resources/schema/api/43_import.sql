-- Orders from files, a batch at a time: created, unchanged or rejected with a reason, each step one statement over the whole batch.
-- For staff with the import right and for the import service. What is written in a file is never trusted to be what it should be: every
-- text is looked at before it is cast, since a failed cast would carry it into the server's log.

create or replace function store.enter_import() returns void
language plpgsql stable security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    if not pg_has_role(session_user, 'service_import', 'member') then
        perform enter('import');
    end if;
end $$;

create or replace function desk.import_start(command_id uuid, source text, file_name text, file_sha256 text, options jsonb) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    answer jsonb;
    run_id bigint;
begin
    perform enter_import();
    answer := command_begin(command_id, 'import_start', jsonb_build_array(source, file_name, file_sha256, options));
    if answer is not null then
        return answer;
    end if;
    answer := case
        when source is null or source !~ '^[a-z0-9_.-]{1,60}$' then refusal('bad_source')
        when coalesce(length(file_name), 0) > 500 or coalesce(file_sha256, '') !~ '^[0-9a-fA-F]{64}$' or length(options::text) > 100000 then refusal('bad_arguments') end;
    if answer is null then
        insert into import_run (actor, source, file_name, file_sha256, options)
        values (session_user, import_start.source, coalesce(mask_cards(import_start.file_name), ''), lower(import_start.file_sha256),
            coalesce(mask_cards(import_start.options), '{}')) returning id into run_id;
        answer := jsonb_build_object('outcome', 'done', 'reason', '', 'import_id', run_id);
    end if;
    return command_end(command_id, answer, 'import', array_remove(array[run_id], null), '{}');
end $$;

-- Minor units as a whole number; null stands for "not given" and -1 never passes as an amount of money here.
create or replace function store.minor_of(value text) returns bigint language sql immutable parallel safe
    return case when value is null or value = '' then 0 when value ~ '^-?[0-9]{1,15}$' then value::bigint end;

create or replace function store.payment_word(financial text) returns text language sql immutable parallel safe
    return case lower(btrim(coalesce(financial, '')))
        when '' then 'pending' when 'unpaid' then 'pending' when 'authorized' then 'authorised' when 'expired' then 'voided'
        else replace(replace(lower(btrim(financial)), ' ', '_'), '-', '_') end;
create or replace function store.fulfilment_word(fulfilment text) returns text language sql immutable parallel safe
    return case lower(btrim(coalesce(fulfilment, '')))
        when '' then 'unfulfilled' when 'restocked' then 'unfulfilled' when 'partial' then 'partially_fulfilled' when 'shipped' then 'fulfilled'
        else replace(replace(lower(btrim(fulfilment)), ' ', '_'), '-', '_') end;

-- What is wrong with an order's lines and payments, or null. Sums are bounded so that what is derived from them fits.
create or replace function store.import_parts_reason(lines jsonb, payments jsonb) returns text
language sql immutable set search_path = pg_catalog, store, pg_temp as $$
    select case when jsonb_typeof(lines) <> 'array' or jsonb_typeof(payments) <> 'array' then 'bad_parts' else coalesce(
        (select case
            when bool_or(quantity is null) then 'bad_quantity'
            when bool_or(price is null or minor_of(l->>'discount_minor') is null or minor_of(l->>'tax_minor') is null
                or coalesce(l->>'shipped', '0') !~ '^[0-9]{1,9}$') then 'bad_line'
            when bool_or(length(l->>'sku') > 200 or length(l->>'title') > 2000) then 'too_long'
            when sum(quantity) > 2147483647 or sum(abs(quantity::numeric * price)) > 1e15 then 'too_large' end
        from jsonb_array_elements(lines) l cross join lateral (select minor_of(l->>'price_minor') as price,
            case when l->>'quantity' ~ '^[1-9][0-9]{0,8}$' then (l->>'quantity')::bigint end as quantity offset 0) n),
        (select case
            when bool_or(coalesce(minor_of(p->>'amount_minor'), -1) < 0
                or coalesce(p->>'kind', 'captured') not in ('captured', 'authorised', 'voided')
                or coalesce(p->>'at', '') <> '' and time_of(p->>'at') is null) then 'bad_payment'
            when bool_or(length(p->>'reference') > 200 or length(p->>'processor') > 100 or length(p->>'brand') > 60) then 'too_long'
            when sum(minor_of(p->>'amount_minor')) > 1e15 then 'too_large' end
        from jsonb_array_elements(payments) p)) end
$$;

-- Tells people without an e-mail apart: name, postal code and street. Null unless all three are known.
create or replace function store.place_key_of(customer_key text, postal_code text, line1 text) returns text
language sql immutable set search_path = pg_catalog, store, pg_temp as $$
    select case when customer_key <> '' and postal_key_of(postal_code) <> '' and name_key_of(line1) <> ''
        then concat_ws(chr(31), customer_key, postal_key_of(postal_code), name_key_of(line1)) end
$$;

-- The documents of a batch as typed rows, each with the reason it cannot be taken, if there is one.
create or replace function store.import_read(docs jsonb, from_source text) returns store.import_order[]
language plpgsql stable security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    return array(
        select row(d.place, d.ref,
            case
                when jsonb_typeof(d.doc) <> 'object' or d.source_number = '' then 'no_number'
                when time_of(d.doc->>'placed_at') is null then 'bad_date'
                when exists (select from unnest(array['paid_at', 'fulfilled_at', 'cancelled_at']) k where coalesce(d.doc->>k, '') <> '' and time_of(d.doc->>k) is null) then 'bad_date'
                when not exists (select from currency c where c.code = d.doc->>'currency') then 'unknown_currency'
                when coalesce(d.doc->>'total_minor', '') = '' or exists (select from unnest(array['subtotal_minor', 'shipping_minor', 'tax_minor', 'discount_minor',
                    'total_minor', 'refunded_minor']) k where minor_of(d.doc->>k) is null) or minor_of(d.doc->>'refunded_minor') < 0 then 'bad_amount'
                when length(d.source_number) > 200 or length(d.doc->>'customer_number') > 200 or length(d.doc->>'number') > 200 or length(d.doc->>'email') > 320 or length(d.doc->>'phone') > 100
                    or length(d.doc->>'customer_name') > 500 or length(d.doc->>'digest') > 200 or length(d.postal) > 60 or length(d.doc->>'notes') > 19000
                    or length(d.doc->>'tags') > 900 or length(d.doc->>'shipping_address') > 5000 or length(d.doc->>'billing_address') > 5000 then 'too_long'
                when payment_word(d.doc->>'financial') not in ('pending', 'authorised', 'paid', 'partially_paid', 'partially_refunded', 'refunded', 'voided') then 'unknown_payment_status'
                when fulfilment_word(d.doc->>'fulfilment') not in ('unfulfilled', 'partially_fulfilled', 'fulfilled', 'on_hold', 'cancelled') then 'unknown_fulfilment_status'
                when d.parts_reason is not null then d.parts_reason
                when lag(d.source_number) over (partition by d.source_number order by d.place) is not null then 'twice_in_batch'
                when known.id is not null then case when known.source_digest = d.doc->>'digest' then 'unchanged' else 'changed_since_import' end
            end, d.masked,
            coalesce(nullif(btrim(d.doc->>'number'), ''), d.source_number), d.source_number, d.doc->>'digest', time_of(d.doc->>'placed_at'),
            coalesce(nullif(btrim(d.doc->>'customer_name'), ''), d.doc->'shipping_address'->>'name', d.doc->'billing_address'->>'name', d.doc->>'email', ''),
            nullif(btrim(d.doc->>'email'), ''), nullif(btrim(coalesce(d.doc->>'phone', d.doc->'shipping_address'->>'phone')), ''), d.doc->>'currency',
            minor_of(d.doc->>'subtotal_minor'), minor_of(d.doc->>'shipping_minor'), minor_of(d.doc->>'tax_minor'), minor_of(d.doc->>'discount_minor'),
            minor_of(d.doc->>'total_minor'), minor_of(d.doc->>'refunded_minor'), payment_word(d.doc->>'financial'), time_of(d.doc->>'paid_at'),
            fulfilment_word(d.doc->>'fulfilment'), time_of(d.doc->>'fulfilled_at'), time_of(d.doc->>'cancelled_at'),
            btrim(concat_ws(E'\n\n', nullif(btrim(d.doc->>'notes'), ''), nullif(btrim(d.doc->>'tags'), ''))),
            case when jsonb_typeof(d.doc->'shipping_address') = 'object' and d.doc->'shipping_address' <> '{}' then d.doc->'shipping_address' end,
            case when jsonb_typeof(d.doc->'billing_address') = 'object' and d.doc->'billing_address' <> '{}' then d.doc->'billing_address' end,
            coalesce(d.doc->'lines', '[]'), coalesce(d.doc->'payments', '[]'),
            key_of(d.doc->>'email'), name_key_of(coalesce(nullif(btrim(d.doc->>'customer_name'), ''), d.doc->'shipping_address'->>'name', d.doc->'billing_address'->>'name', '')),
            null, null, null, null, null, null, nullif(btrim(d.doc->>'customer_number'), ''),
            case when key_of(d.doc->>'email') is null then place_key_of(name_key_of(coalesce(nullif(btrim(d.doc->>'customer_name'), ''), d.home->>'name', '')),
                d.home->>'postal_code', d.home->>'line1') end)::import_order
        -- OFFSET 0 keeps what is worked out once for an order from being worked out at each use.
        from (select g.place::int, g.doc, g.masked, btrim(coalesce(nullif(btrim(g.doc->>'source_number'), ''), g.doc->>'number', '')) as source_number,
                coalesce(nullif(btrim(g.doc->>'source_number'), ''), g.doc->>'number', '#' || g.place) as ref,
                coalesce(g.doc->'shipping_address'->>'postal_code', g.doc->'billing_address'->>'postal_code', '') as postal,
                coalesce(nullif(g.doc->'shipping_address', '{}'), g.doc->'billing_address') as home,
                import_parts_reason(coalesce(g.doc->'lines', '[]'), coalesce(g.doc->'payments', '[]')) as parts_reason
            from (select c.place, c.masked, case when c.masked then mask_cards(c.doc) else c.doc end as doc
                from (select e.place, e.doc, has_card(e.doc) as masked from jsonb_array_elements(docs) with ordinality as e(doc, place) offset 0) c offset 0) g offset 0) d
        left join orders known on known.source = from_source and known.source_number = d.source_number
        order by d.place);
end $$;

-- Gives each order that is to be written its ids, and its customer: known by e-mail; without one by the customer number of the source, or
-- by name, postal code and street within the source. Anybody else is a person of their own: two people may have one name.
create or replace function store.import_link(batch store.import_order[], from_source text) returns store.import_order[]
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    one import_order;
    linked import_order[] := '{}';
    by_number text;
    person text;
    persons text[] := '{}';
    ids bigint[] := '{}';
    known_at int;
begin
    -- An e-mail address is one customer's alone, whoever brings it in. Rows in the order of their names, as one lock after the other.
    perform from lock_row r where r.name = any(array(select 'customer ' || (hashtext(b.email_key) & 255) from unnest(batch) b where b.email_key is not null)) order by r.name for update;
    foreach one in array batch loop
        by_number := 'number ' || one.customer_number;
        person := coalesce('email ' || one.email_key, by_number, 'place ' || one.place_key);
        known_at := case when person is not null then array_position(persons, person) end;
        one.customer_id := case
            when known_at is not null then ids[known_at]
            when one.email_key is not null then (select min(c.customer_id) from contact_point c where c.kind = 'email' and c.key = one.email_key)
            when by_number is not null then (select s.customer_id from source_customer s where s.source = from_source and s.number = one.customer_number)
            when one.place_key is not null then (select min(c.id) from customer c join contact_point p on p.customer_id = c.id and p.kind = 'postal'
                join address a on a.id = p.address_id
                where c.customer_key = one.customer_key and c.source = from_source and place_key_of(c.customer_key, a.postal_code, a.line1) = one.place_key) end;
        one.is_new_customer := one.customer_id is null;
        if one.is_new_customer then
            one.customer_id := nextval('store.customer_id_seq');
            one.home_id := case when coalesce(one.shipping_address, one.billing_address) is not null then nextval('store.address_id_seq') end;
        end if;
        if known_at is null and person is not null then
            persons := persons || person;
            ids := ids || one.customer_id;
        end if;
        if by_number <> person and array_position(persons, by_number) is null then
            persons := persons || by_number;
            ids := ids || one.customer_id;
        end if;
        one.order_id := nextval('store.orders_id_seq');
        one.shipping_address_id := case when one.shipping_address is not null then nextval('store.order_address_id_seq') end;
        one.billing_address_id := case when one.billing_address is null or one.billing_address = one.shipping_address then one.shipping_address_id
            else nextval('store.order_address_id_seq') end;
        linked := linked || one;
    end loop;
    return linked;
end $$;

-- An address of a document as the columns of an address.
create or replace function store.address_parts(given jsonb, out name text, out company text, out line1 text, out line2 text, out city text, out region text,
    out postal_code text, out country text, out phone text)
language sql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
    select coalesce(given->>'name', ''), coalesce(given->>'company', ''), coalesce(given->>'line1', ''), coalesce(given->>'line2', ''), coalesce(given->>'city', ''),
        coalesce(given->>'region', ''), coalesce(given->>'postal_code', ''), coalesce(given->>'country', ''), coalesce(given->>'phone', '')
$$;

create or replace function store.make_address(given jsonb) returns bigint
language sql security definer set search_path = pg_catalog, store, pg_temp as $$
    insert into address (name, company, line1, line2, city, region, postal_code, country, phone) select a.* from address_parts(given) a returning id
$$;

create or replace function store.import_people(batch store.import_order[], from_source text) returns void
language sql security definer set search_path = pg_catalog, store, pg_temp as $$
    insert into customer (id, name, customer_key, source) overriding system value
    select b.customer_id, b.customer_name, '', from_source from unnest(batch) b where b.is_new_customer;

    insert into source_customer (source, number, customer_id)
    select from_source, b.customer_number, b.customer_id from unnest(batch) b where b.customer_number is not null order by b.place
    on conflict (source, number) do nothing;

    insert into address (id, name, company, line1, line2, city, region, postal_code, country, phone) overriding system value
    select b.home_id, a.* from unnest(batch) b cross join lateral address_parts(coalesce(b.shipping_address, b.billing_address)) a where b.home_id is not null;

    insert into contact_point (customer_id, kind, value, address_id)
    select b.customer_id, 'email', b.email, null::bigint from unnest(batch) b where b.is_new_customer and b.email_key is not null
    union all select b.customer_id, 'phone', b.phone, null from unnest(batch) b where b.is_new_customer and phone_key_of(b.phone) is not null
    union all select b.customer_id, 'postal', '', b.home_id from unnest(batch) b where b.home_id is not null;

    insert into order_address (id, name, company, line1, line2, city, region, postal_code, country, phone) overriding system value
    select b.shipping_address_id, a.* from unnest(batch) b cross join lateral address_parts(b.shipping_address) a where b.shipping_address is not null
    union all
    select b.billing_address_id, a.* from unnest(batch) b cross join lateral address_parts(b.billing_address) a
    where b.billing_address is not null and b.billing_address_id is distinct from b.shipping_address_id;
$$;

-- Lines, payments, refunds and shipments, before the orders they belong to: foreign keys are looked at when all is written.
create or replace function store.import_parts(batch store.import_order[]) returns void
language sql security definer set search_path = pg_catalog, store, pg_temp as $$
    insert into product (sku, title, price_minor, currency)
    select distinct on (l->>'sku') l->>'sku', left(coalesce(nullif(l->>'title', ''), l->>'sku'), 500), greatest(minor_of(l->>'price_minor'), 0), b.currency
    from unnest(batch) b, jsonb_array_elements(b.lines) l where coalesce(l->>'sku', '') <> '' order by l->>'sku', b.place desc
    on conflict (sku) do nothing;

    insert into order_line (order_id, line_no, product_id, sku, title, quantity, price_minor, discount_minor, tax_minor)
    select b.order_id, l.place, p.id, coalesce(l.doc->>'sku', ''), coalesce(nullif(l.doc->>'title', ''), l.doc->>'sku', ''), (l.doc->>'quantity')::int,
        minor_of(l.doc->>'price_minor'), minor_of(l.doc->>'discount_minor'), minor_of(l.doc->>'tax_minor')
    from unnest(batch) b cross join lateral jsonb_array_elements(b.lines) with ordinality as l(doc, place)
    left join product p on p.sku = l.doc->>'sku';

    -- A file that states the status but no payment means the whole sum; a reference of a payment still pending is kept with nothing paid.
    insert into payment (order_id, payment_no, kind, amount_minor, at, processor, reference, brand, last4)
    select b.order_id, p.place, coalesce(p.doc->>'kind', case b.financial when 'voided' then 'voided' when 'pending' then 'authorised' when 'authorised' then 'authorised' else 'captured' end),
        case when b.financial = 'pending' and p.doc->>'kind' is null then 0 else minor_of(p.doc->>'amount_minor') end,
        coalesce(time_of(p.doc->>'at'), b.paid_at, b.placed_at), coalesce(p.doc->>'processor', ''), coalesce(p.doc->>'reference', ''), coalesce(p.doc->>'brand', ''),
        case when p.doc->>'last4' ~ '^[0-9]{4}$' then p.doc->>'last4' else '' end
    from unnest(batch) b cross join lateral jsonb_array_elements(b.payments) with ordinality as p(doc, place)
    union all
    select b.order_id, 1, case b.financial when 'voided' then 'voided' when 'authorised' then 'authorised' else 'captured' end, b.total_minor, coalesce(b.paid_at, b.placed_at), '', '', '', ''
    from unnest(batch) b where b.payments = '[]' and b.total_minor > 0 and b.financial in ('paid', 'partially_refunded', 'refunded', 'authorised', 'voided');

    insert into refund (order_id, refund_no, amount_minor, reason, at)
    select b.order_id, 1, r.amount, 'imported', coalesce(b.cancelled_at, b.fulfilled_at, b.paid_at, b.placed_at)
    from unnest(batch) b cross join lateral (select case when b.refunded_minor > 0 then b.refunded_minor when b.financial = 'refunded' then b.total_minor else 0 end as amount) r
    where r.amount > 0;

    -- What of each line was sent: as the file says, or all of it.
    with sent as (
        select b.order_id, l.place, case when b.fulfilment = 'fulfilled' then (l.doc->>'quantity')::int
                else least(coalesce((l.doc->>'shipped')::int, case when (l.doc->'fulfilled') = 'true' then (l.doc->>'quantity')::int else 0 end), (l.doc->>'quantity')::int) end as quantity,
            coalesce(b.fulfilled_at, b.placed_at) as at
        from unnest(batch) b cross join lateral jsonb_array_elements(b.lines) with ordinality as l(doc, place)
        where b.fulfilment in ('fulfilled', 'partially_fulfilled')),
    parcel as (insert into shipment (order_id, shipment_no, at) select distinct order_id, 1, at from sent where quantity > 0)
    insert into shipment_line (order_id, shipment_no, line_no, quantity) select order_id, 1, place, quantity from sent where quantity > 0;
$$;

-- The orders, with the statuses that follow from the parts already there, so that each row is written once; the trigger agrees.
create or replace function store.import_orders(batch store.import_order[], from_source text) returns void
language sql security definer set search_path = pg_catalog, store, pg_temp as $$
    insert into orders (id, number, number_key, source, source_number, source_digest, placed_at, customer_id, customer_name, customer_key, email, phone, postal_code, country,
        currency, subtotal_minor, shipping_minor, tax_minor, discount_minor, total_minor, paid_minor, refunded_minor, payment_status, fulfilment_status,
        item_count, shipped_count, last_shipped_at, shipping_address_id, billing_address_id, cancelled_at, cancel_reason) overriding system value
    select b.order_id, b.number, '', from_source, b.source_number, b.digest, b.placed_at, b.customer_id, b.customer_name, '', b.email, b.phone,
        coalesce(a.postal_code, ''), coalesce(a.country, ''), b.currency, b.subtotal_minor, b.shipping_minor, b.tax_minor, b.discount_minor, b.total_minor,
        pay.captured, back.refunded, payment_status(pay.captured, back.refunded, b.total_minor, pay.authorised, pay.voided, b.cancelled_at is not null),
        fulfilment_status(line.items, ship.items, 0, b.cancelled_at is not null), line.items, ship.items, ship.last_at,
        b.shipping_address_id, b.billing_address_id, b.cancelled_at, case when b.cancelled_at is not null then 'imported' end
    from unnest(batch) b
    left join order_address a on a.id = coalesce(b.shipping_address_id, b.billing_address_id)
    cross join lateral (select coalesce(sum(p.amount_minor) filter (where p.kind = 'captured'), 0)::bigint as captured,
            coalesce(sum(p.amount_minor) filter (where p.kind = 'authorised'), 0)::bigint as authorised,
            coalesce(sum(p.amount_minor) filter (where p.kind = 'voided'), 0)::bigint as voided from payment p where p.order_id = b.order_id) pay
    cross join lateral (select coalesce(sum(r.amount_minor), 0)::bigint as refunded from refund r where r.order_id = b.order_id) back
    cross join lateral (select coalesce(sum(l.quantity), 0)::int as items from order_line l where l.order_id = b.order_id) line
    cross join lateral (select coalesce(sum(sl.quantity), 0)::int as items, max(s.at) as last_at
        from shipment s join shipment_line sl using (order_id, shipment_no) where s.order_id = b.order_id) ship
    order by b.place;

    insert into note (order_id, body, at) select b.order_id, b.note, b.placed_at from unnest(batch) b where b.note <> '';
    insert into event (order_id, kind, actor) select b.order_id, 'imported', session_user from unnest(batch) b;
$$;

-- Writes orders that were found good, and gives them back with their ids. Should one of them fail all the same, it is found by halving,
-- and only it gets a reason.
create or replace function store.import_write(batch store.import_order[], from_source text) returns store.import_order[]
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    linked import_order[];
    half int := cardinality(batch) / 2;
begin
    begin
        set constraints all deferred;
        linked := import_link(batch, from_source);
        perform import_people(linked, from_source);
        perform import_parts(linked);
        perform store.import_orders(linked, from_source);
        set constraints all immediate;
        return linked;
    exception when data_exception or integrity_constraint_violation or program_limit_exceeded then
        if half = 0 then
            batch[1].reason := 'cannot_be_kept';
            return batch;
        end if;
    end;
    return import_write(batch[1:half], from_source) || import_write(batch[half + 1:], from_source);
end $$;

-- What would become of orders: what is known before anything is written.
create or replace function store.import_answer(batch store.import_order[]) returns jsonb
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select jsonb_build_object('created', count(*) filter (where b.reason is null), 'unchanged', count(*) filter (where b.reason = 'unchanged'),
        'rejected', coalesce(jsonb_agg(jsonb_build_object('ref', b.ref, 'place', b.place, 'reason', b.reason) order by b.place) filter (where b.reason <> 'unchanged'), '[]'),
        'masked', coalesce(jsonb_agg(b.ref order by b.place) filter (where b.masked and b.reason is null), '[]'))
    from unnest(batch) b
$$;

create or replace function store.check_batch(orders jsonb) returns void
language plpgsql immutable set search_path = pg_catalog, store, pg_temp as $$
begin
    if jsonb_typeof(orders) is distinct from 'array' or jsonb_array_length(orders) > 1000 then
        raise exception 'a batch is at most 1000 orders' using errcode = '22023';
    end if;
end $$;

-- The same answer as for a batch, without writing anything: no run, no audit row, no lock.
create or replace function desk.import_check(source text, orders jsonb) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    perform enter_import(), check_batch(orders);
    if source is null or source !~ '^[a-z0-9_.-]{1,60}$' then
        return refusal('bad_source');
    end if;
    return import_answer(import_read(orders, source)) || '{"remarks": []}';
exception
    when insufficient_privilege or invalid_parameter_value then
        raise;
    when others then
        raise exception 'a batch could not be read (%)', sqlstate using errcode = sqlstate;
end $$;

-- One batch. Sent again with the same number it answers the same and writes nothing; batch_no tells the batches of a run apart.
drop function if exists desk.import_orders(bigint, int, jsonb, boolean);
create or replace function desk.import_orders(import_id bigint, batch_no int, orders jsonb) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    run import_run;
    known import_batch;
    digest bytea := sha256(convert_to(orders::text, 'UTF8'));
    batch import_order[];
    written import_order[] := '{}';
    made bigint[];
    answer jsonb;
begin
    perform enter_import(), must_read_committed(), check_batch(orders);
    select * into run from import_run r where r.id = import_orders.import_id and r.actor = session_user and r.finished_at is null;
    if run.id is null then
        raise exception 'no such import is running' using errcode = '42501';
    elsif batch_no is null then
        raise exception 'a batch has a number' using errcode = '22023';
    end if;
    -- Batches are written one after another, so that two of them never make the same customer. The row is in nobody's reach but this one's.
    -- What is answered is on disk, and on the standby's, like a command: see command_begin. The row locked here is what a batch that is
    -- known already waits with.
    perform set_config('lock_timeout', '5s', true), set_config('synchronous_commit', 'on', true);
    perform from lock_row r where r.name = 'import' for update;
    select * into known from import_batch b where b.import_id = run.id and b.batch_no = import_orders.batch_no;
    if known.import_id is not null then
        return case when known.digest = digest then known.result || '{"replayed": true}' else refusal('batch_reused') end;
    end if;

    batch := import_read(orders, run.source);
    if exists (select from unnest(batch) b where b.reason is null) then
        written := import_write(array(select b from unnest(batch) b where b.reason is null order by b.place), run.source);
    end if;
    made := array(select b.order_id from unnest(written) b where b.reason is null);
    -- A status the file states and its payments do not bear out is said, not bent.
    answer := import_answer(array(select b from unnest(batch) b where b.reason is not null) || written)
        || jsonb_build_object('remarks', (select coalesce(jsonb_agg(jsonb_build_object('ref', b.ref, 'reason', 'status_differs',
                'stated', b.financial, 'derived', o.payment_status) order by b.place), '[]')
            from unnest(written) b join store.orders o on o.id = b.order_id where b.reason is null and o.payment_status <> b.financial));
    insert into import_batch (import_id, batch_no, digest, result) values (run.id, import_orders.batch_no, digest, answer);
    perform audit('import_orders', null, 'order', made, array['import ' || run.id, 'batch ' || import_orders.batch_no], cardinality(made));
    return answer;
exception
    when insufficient_privilege or invalid_parameter_value then
        raise;
    when lock_not_available then
        return refusal('locked');
    when others then
        -- The server's own words could quote the file.
        raise exception 'batch % could not be written (%)', import_orders.batch_no, sqlstate using errcode = sqlstate;
end $$;

create or replace function desk.import_finish(import_id bigint, counts jsonb) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    perform enter_import(), set_config('synchronous_commit', 'on', true);
    if jsonb_typeof(counts) is distinct from 'object' or length(counts::text) > 10000 or has_card(counts) then
        return refusal('bad_arguments');
    end if;
    -- Sent again after a lost connection it changes nothing and is done all the same.
    update import_run r set finished_at = coalesce(r.finished_at, now()), counts = import_finish.counts
    where r.id = import_finish.import_id and r.actor = session_user and (r.finished_at is null or r.counts = import_finish.counts);
    return case when found then '{"outcome": "done", "reason": ""}' else refusal('no_such_import') end;
end $$;
