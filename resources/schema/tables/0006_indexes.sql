-- One index for each way an order is looked up or sorted; every list key carries the id as tie-breaker.
create procedure store.make_indexes() language sql set search_path = pg_catalog, public, store, pg_temp as $$
    create index if not exists orders_placed on store.orders (placed_at, id);
    create index if not exists orders_number on store.orders (number_key, id);
    create index if not exists orders_customer_key on store.orders (customer_key, id);
    create index if not exists orders_total on store.orders (total_minor, id);
    create index if not exists orders_payment on store.orders (payment_status, id);
    create index if not exists orders_fulfilment on store.orders (fulfilment_status, id);
    create index if not exists orders_postal on store.orders (postal_key, id);
    create index if not exists orders_email on store.orders (email_key, id) where email_key is not null;
    create index if not exists orders_phone on store.orders (phone_key, id) where phone_key is not null;
    create index if not exists orders_customer on store.orders (customer_id, placed_at desc);
    create index if not exists orders_name_words on store.orders using gin (customer_key public.gin_trgm_ops);
    create index if not exists orders_open on store.orders (placed_at, id)
        where fulfilment_status in ('unfulfilled', 'partially_fulfilled', 'on_hold');
    create index if not exists orders_held on store.orders (placed_at, id) where hold_count > 0;
    create index if not exists orders_refund_waiting on store.orders (placed_at, id)
        where cancelled_at is not null and paid_minor > refunded_minor;
    create index if not exists orders_assigned on store.orders (assigned_to, placed_at, id) where assigned_to is not null;
    create index if not exists orders_status_placed on store.orders (payment_status, fulfilment_status, placed_at, id);
    create index if not exists order_line_order on store.order_line (order_id);
    create index if not exists order_line_sku on store.order_line (sku, order_id) where sku <> '';
    create index if not exists payment_order on store.payment (order_id);
    create index if not exists payment_reference on store.payment (reference_key, order_id) where reference_key <> '';
    create index if not exists shipment_order on store.shipment (order_id);
    create index if not exists shipment_line_line on store.shipment_line (line_id);
    create index if not exists refund_order on store.refund (order_id);
    create index if not exists refund_line_line on store.refund_line (line_id);
    create index if not exists hold_order on store.hold (order_id);
    create index if not exists note_order on store.note (order_id);
    create index if not exists event_order on store.event (order_id);
$$;

-- For a load of millions of rows: built once at the end they cost a fraction of being kept row by row.
create procedure store.drop_indexes() language plpgsql set search_path = pg_catalog, store, pg_temp as $$
declare
    name text;
begin
    for name in
        select c.oid::regclass::text from pg_index i join pg_class c on c.oid = i.indexrelid
        where not i.indisunique and i.indrelid = any(array['store.orders', 'store.order_line', 'store.payment', 'store.shipment',
            'store.shipment_line', 'store.refund', 'store.refund_line', 'store.hold', 'store.note', 'store.event']::regclass[]) loop
        execute 'drop index ' || name;
    end loop;
end $$;

call store.make_indexes();
