-- $1 export id, $2 cursor, $3 rows.
select * from desk.order_export_page($1::bigint, $2::jsonb, $3::int)
