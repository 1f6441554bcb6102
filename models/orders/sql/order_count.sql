-- $1 query, $2 bound or null for exact.
select desk.order_count($1::jsonb, $2::int) as value
