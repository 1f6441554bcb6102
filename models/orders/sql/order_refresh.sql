-- $1 query, $2 ids, $3 their versions. Index: primary key.
select * from desk.order_refresh($1::jsonb, $2::bigint[], $3::int[])
