-- $1 what was typed. Each customer once, with the newest of their orders that was found.
select kind, order_id, customer_name, matched, placed_at, order_count from desk.customer_lookup($1)
