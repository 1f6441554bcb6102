-- One index for each way an order is looked up or sorted; every sort key carries the id as tie-breaker. In a procedure, so that a
-- load of millions of rows can drop them and build them once at its end.
create procedure store.make_indexes() language sql set search_path = pg_catalog, public, store, pg_temp as $$
    -- Sorts.
    create index if not exists orders_placed on store.orders (placed_at, id);
    create index if not exists orders_number on store.orders (number_key, id);
    create index if not exists orders_customer_key on store.orders (customer_key, id);
    create index if not exists orders_total on store.orders (total_minor, id);
    create index if not exists orders_payment on store.orders (payment_status, id);
    create index if not exists orders_fulfilment on store.orders (fulfilment_status, id);
    create index if not exists orders_postal on store.orders (postal_key, id);
    -- Look-ups. A phone number is found from its end, since people leave out the country or write it differently.
    create index if not exists orders_email on store.orders (email_key, id) where email_key is not null;
    create index if not exists orders_phone on store.orders (phone_key, id) where phone_key is not null;
    create index if not exists orders_phone_end on store.orders (reverse(phone_key), id); -- a partial index would lend the planner no statistics
    create index if not exists orders_customer on store.orders (customer_id, placed_at desc);
    create index if not exists orders_name_words on store.orders using gin (customer_key public.gin_trgm_ops);
    create index if not exists order_line_sku on store.order_line (upper(sku), order_id) where sku <> '';
    create index if not exists payment_reference on store.payment (reference_key, order_id) where reference_key <> '';
    -- The few among the many: what is still to be done, in the order it was placed.
    create index if not exists orders_open on store.orders (placed_at, id)
        where fulfilment_status in ('unfulfilled', 'partially_fulfilled', 'on_hold');
    create index if not exists orders_rarely_paid on store.orders (payment_status, placed_at, id) where payment_status <> 'paid';
    create index if not exists orders_rarely_fulfilled on store.orders (fulfilment_status, placed_at, id) where fulfilment_status <> 'fulfilled';
    create index if not exists orders_held on store.orders (placed_at, id) where hold_count > 0;
    create index if not exists orders_cancelled on store.orders (placed_at, id) where cancelled_at is not null;
    create index if not exists orders_refund_waiting on store.orders (placed_at, id)
        where cancelled_at is not null and paid_minor > refunded_minor;
    create index if not exists orders_assigned on store.orders (assigned_to, placed_at, id) where assigned_to is not null;
    create index if not exists orders_shipped on store.orders (last_shipped_at) where last_shipped_at is not null;
    -- What hangs on an order and has a number of its own.
    create index if not exists hold_order on store.hold (order_id);
    create index if not exists note_order on store.note (order_id);
    create index if not exists event_order on store.event (order_id);
    -- Customers.
    create index if not exists customer_key on store.customer (customer_key, id);
    create index if not exists contact_point_customer on store.contact_point (customer_id);
    create index if not exists contact_point_key on store.contact_point (kind, key) where key <> '';
$$;

create procedure store.drop_indexes() language plpgsql set search_path = pg_catalog, store, pg_temp as $$
declare
    name text;
begin
    for name in
        select i.indexrelid::regclass::text from pg_index i
        where not i.indisunique and i.indrelid = any(array['store.orders', 'store.order_line', 'store.payment', 'store.hold', 'store.note',
            'store.event', 'store.customer', 'store.contact_point']::regclass[]) loop
        execute 'drop index ' || name;
    end loop;
end $$;

call store.make_indexes();
