-- $1 what was typed. Each kind of key through its own index.
select kind, order_id, number, customer_name, placed_at, currency, total_minor, payment_status, fulfilment_status, matched from desk.order_lookup($1)
