-- $1 query, $2 after which id. Index: primary key.
select desk.order_newcomers($1::jsonb, $2::bigint) as value
