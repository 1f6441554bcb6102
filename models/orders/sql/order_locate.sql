-- $1 query, $2 order id.
select desk.order_locate($1::jsonb, $2::bigint) as value
