-- $1 query, $2 cursor, $3 rows. Index: the sort's own (key, id).
select * from desk.order_page($1::jsonb, $2::jsonb, $3::int)
