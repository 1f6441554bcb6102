-- Orders from files, in batches, each one statement: found, created, unchanged or refused with a reason. Runs for staff with the
-- import right and for the import service.

create or replace function store.require_import() returns void
language plpgsql stable security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    if not pg_has_role(session_user, 'service_import', 'member') then
        perform require_right('import');
    end if;
end $$;

create or replace function desk.import_start(command_id uuid, source text, file_name text, file_sha256 text, options jsonb) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    answer jsonb;
    run_id bigint;
begin
    perform require_import();
    answer := command_begin(command_id, 'import', jsonb_build_array(source, file_name, file_sha256, options));
    if answer is not null then
        return answer;
    end if;
    if source is null or source !~ '^[a-z0-9_.-]{1,60}$' then
        answer := '{"outcome": "refused", "reason": "bad_source"}';
    else
        insert into import_run (actor, source, file_name, file_sha256, options)
        values (session_user, import_start.source, mask_cards(import_start.file_name), import_start.file_sha256, coalesce(import_start.options, '{}')) returning id into run_id;
        answer := jsonb_build_object('outcome', 'done', 'reason', '', 'import_id', run_id);
    end if;
    return command_end(command_id, answer, 'import', array_remove(array[run_id], null), '{}');
end $$;

-- Everything one batch of orders needs, from one JSON document. batch_no tells batches of a run apart in the audit.
create or replace function desk.import_orders(import_id bigint, batch_no int, orders jsonb, dry_run boolean) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
#variable_conflict use_column
declare
    run import_run;
    rejected jsonb;
    unchanged int;
    fresh_ids bigint[];
begin
    perform require_import();
    select * into run from import_run r where r.id = import_orders.import_id and r.actor = session_user and r.finished_at is null;
    if run.id is null then
        raise exception 'no such import is running' using errcode = '42501';
    end if;

    create temporary table if not exists import_batch (
        place bigint, order_id bigint, customer_id bigint, shipping_id bigint, billing_id bigint, state text, doc jsonb,
        number text, digest text, email_key text, name_key text) on commit delete rows;
    truncate pg_temp.import_batch;
    insert into pg_temp.import_batch (place, doc, number, digest, email_key, name_key)
    select place, doc, doc->>'number', doc->>'digest', key_of(doc->>'email'), coalesce(key_of(doc->>'customer_name'), '')
    from jsonb_array_elements(import_orders.orders) with ordinality as a(doc, place);

    update pg_temp.import_batch b set state = case
        when o.source_digest = b.digest then 'unchanged'
        when o.id is not null then 'changed_since_import'
        when b.number is null or b.number = '' then 'no_number'
        when exists (select from pg_temp.import_batch e where e.number = b.number and e.place < b.place) then 'twice_in_batch'
        else 'new' end
    from pg_temp.import_batch same left join store.orders o on o.source = run.source and o.number = same.number
    where same.place = b.place;

    select coalesce(jsonb_agg(jsonb_build_object('ref', number, 'reason', state)), '[]') into rejected
    from pg_temp.import_batch where state not in ('new', 'unchanged');
    select count(*) into unchanged from pg_temp.import_batch where state = 'unchanged';
    if import_orders.dry_run then
        return jsonb_build_object('created', (select count(*) from pg_temp.import_batch where state = 'new'), 'unchanged', unchanged, 'rejected', rejected);
    end if;

    perform store.import_customers(run.source);
    perform store.import_rows(run.source);
    fresh_ids := array(select order_id from pg_temp.import_batch where state = 'new' order by place);
    perform audit('import_orders', null, 'order', fresh_ids, array['import ' || run.id, 'batch ' || import_orders.batch_no], cardinality(fresh_ids));
    return jsonb_build_object('created', cardinality(fresh_ids), 'unchanged', unchanged, 'rejected', rejected);
end $$;

-- The customer of each new order: known by e-mail, else by name within the same source, else made.
create or replace function store.import_customers(from_source text) returns void
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    update pg_temp.import_batch b set customer_id = (select min(c.customer_id) from contact_point c where c.kind = 'email' and c.key = b.email_key)
    where b.state = 'new' and b.email_key is not null;
    update pg_temp.import_batch b set customer_id = (select min(c.id) from customer c where c.customer_key = b.name_key and c.source = from_source)
    where b.state = 'new' and b.email_key is null and b.name_key <> '';

    with wanted as (
        select distinct on (coalesce(email_key, ''), case when email_key is null then name_key else '' end,
                case when email_key is null and name_key = '' then place end)
            coalesce(nullif(doc->>'customer_name', ''), doc->>'email', 'Guest') as name, email_key, name_key, place, doc->>'email' as email, doc->>'phone' as phone
        from pg_temp.import_batch where state = 'new' and customer_id is null
        order by 1, 2, 3, place),
    numbered as (select *, nextval(pg_get_serial_sequence('store.customer', 'id')) as new_id from wanted),
    made as (
        insert into customer (id, name, customer_key, source) overriding system value
        select new_id, mask_cards(name), coalesce(key_of(mask_cards(name)), ''), from_source from numbered returning id),
    reached as (
        insert into contact_point (customer_id, kind, value, key)
        select new_id, 'email', email, email_key from numbered where email_key is not null
        union all
        select new_id, 'phone', phone, phone_key_of(phone) from numbered where phone_key_of(phone) is not null returning 1)
    update pg_temp.import_batch b set customer_id = n.new_id from numbered n
    where b.state = 'new' and b.customer_id is null
      and (b.email_key is not null and b.email_key = n.email_key
        or b.email_key is null and n.email_key is null and b.name_key = n.name_key and (b.name_key <> '' or b.place = n.place));
end $$;

-- The orders themselves with all that hangs on them; the status triggers derive once the rows are there.
create or replace function store.import_rows(from_source text) returns void
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    update pg_temp.import_batch set order_id = nextval(pg_get_serial_sequence('store.orders', 'id')),
        shipping_id = case when doc->'shipping_address' <> '{}' and jsonb_typeof(doc->'shipping_address') = 'object' then nextval(pg_get_serial_sequence('store.order_address', 'id')) end,
        billing_id = case when doc->'billing_address' <> '{}' and jsonb_typeof(doc->'billing_address') = 'object' then nextval(pg_get_serial_sequence('store.order_address', 'id')) end
    where state = 'new';

    insert into order_address (id, name, company, line1, line2, city, region, postal_code, country, phone) overriding system value
    select w.id, coalesce(mask_cards(a->>'name'), ''), coalesce(mask_cards(a->>'company'), ''), coalesce(mask_cards(a->>'line1'), ''), coalesce(mask_cards(a->>'line2'), ''),
        coalesce(a->>'city', ''), coalesce(a->>'region', ''), coalesce(a->>'postal_code', ''), coalesce(a->>'country', ''), coalesce(mask_cards(a->>'phone'), '')
    from (select shipping_id as id, doc->'shipping_address' as a from pg_temp.import_batch where shipping_id is not null
          union all select billing_id, doc->'billing_address' from pg_temp.import_batch where billing_id is not null) w;

    insert into orders (id, number, number_key, source, source_digest, placed_at, customer_id, customer_name, customer_key, email, email_key, phone, phone_key,
        postal_code, postal_key, country, currency, subtotal_minor, shipping_minor, tax_minor, discount_minor, total_minor,
        shipping_address_id, billing_address_id, cancelled_at, cancel_reason) overriding system value
    select b.order_id, b.number, number_key_of(b.number), from_source, b.digest, (doc->>'placed_at')::timestamptz, b.customer_id,
        c.name, c.customer_key, doc->>'email', b.email_key, doc->>'phone', phone_key_of(doc->>'phone'),
        coalesce(doc->'shipping_address'->>'postal_code', doc->'billing_address'->>'postal_code', ''),
        postal_key_of(coalesce(doc->'shipping_address'->>'postal_code', doc->'billing_address'->>'postal_code', '')),
        coalesce(doc->'shipping_address'->>'country', doc->'billing_address'->>'country', ''), doc->>'currency',
        coalesce((doc->>'subtotal_minor')::bigint, 0), coalesce((doc->>'shipping_minor')::bigint, 0), coalesce((doc->>'tax_minor')::bigint, 0),
        coalesce((doc->>'discount_minor')::bigint, 0), (doc->>'total_minor')::bigint, b.shipping_id, b.billing_id,
        (doc->>'cancelled_at')::timestamptz, case when doc->>'cancelled_at' is not null then 'imported' end
    from pg_temp.import_batch b join customer c on c.id = b.customer_id where b.state = 'new' order by b.place;

    -- Lines, payments, refunds and shipments in one statement: each trigger then finds the others' rows already there.
    with line as (
        insert into order_line (order_id, position, product_id, sku, title, quantity, price_minor, discount_minor, tax_minor)
        select b.order_id, l.place, (select p.id from product p where p.sku = l.doc->>'sku' and p.sku <> ''), coalesce(l.doc->>'sku', ''),
            coalesce(mask_cards(l.doc->>'title'), ''), (l.doc->>'quantity')::int, (l.doc->>'price_minor')::bigint,
            coalesce((l.doc->>'discount_minor')::bigint, 0), coalesce((l.doc->>'tax_minor')::bigint, 0)
        from pg_temp.import_batch b, jsonb_array_elements(b.doc->'lines') with ordinality as l(doc, place) where b.state = 'new'
        returning id, order_id, quantity, position),
    paid as (
        insert into payment (order_id, kind, amount_minor, at, processor, reference, reference_key, brand, last4)
        select b.order_id, coalesce(p->>'kind', 'captured'), (p->>'amount_minor')::bigint, coalesce((p->>'at')::timestamptz, (b.doc->>'placed_at')::timestamptz),
            coalesce(mask_cards(p->>'processor'), ''), coalesce(mask_cards(p->>'reference'), ''), coalesce(key_of(mask_cards(p->>'reference')), ''),
            coalesce(p->>'brand', ''), case when p->>'last4' ~ '^\d{4}$' then p->>'last4' else '' end
        from pg_temp.import_batch b, jsonb_array_elements(coalesce(b.doc->'payments', '[]')) p where b.state = 'new' returning 1),
    back as (
        insert into refund (order_id, amount_minor, reason, at)
        select order_id, (doc->>'refunded_minor')::bigint, 'imported', coalesce((doc->>'refunded_at')::timestamptz, (doc->>'cancelled_at')::timestamptz, (doc->>'placed_at')::timestamptz)
        from pg_temp.import_batch where state = 'new' and (doc->>'refunded_minor')::bigint > 0 returning 1),
    sent as (
        insert into shipment (order_id, at)
        select order_id, coalesce((doc->>'fulfilled_at')::timestamptz, (doc->>'placed_at')::timestamptz)
        from pg_temp.import_batch where state = 'new' and doc->>'fulfilment' in ('fulfilled', 'partial') returning id, order_id)
    insert into shipment_line (shipment_id, line_id, quantity)
    select s.id, l.id, l.quantity
    from sent s join line l on l.order_id = s.order_id join pg_temp.import_batch b on b.order_id = s.order_id
    where b.doc->>'fulfilment' = 'fulfilled' or (b.doc->'lines'->(l.position - 1)->>'fulfilled')::boolean;

    insert into note (order_id, body, at)
    select order_id, mask_cards(doc->>'notes'), (doc->>'placed_at')::timestamptz from pg_temp.import_batch
    where state = 'new' and btrim(coalesce(doc->>'notes', '')) <> '';
    insert into event (order_id, kind, at, actor)
    select order_id, 'placed', (doc->>'placed_at')::timestamptz, 'shop' from pg_temp.import_batch where state = 'new'
    union all
    select order_id, 'imported', now(), session_user from pg_temp.import_batch where state = 'new';
end $$;

create or replace function desk.import_finish(import_id bigint, counts jsonb) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    perform require_import();
    update import_run r set finished_at = now(), counts = import_finish.counts
    where r.id = import_finish.import_id and r.actor = session_user and r.finished_at is null;
    return jsonb_build_object('outcome', case when found then 'done' else 'refused' end, 'reason', case when found then '' else 'no_such_import' end);
end $$;
