select desk.import_orders($1::bigint, $2::int, $3::jsonb) as result
