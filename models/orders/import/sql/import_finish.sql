select desk.import_finish($1::bigint, $2::jsonb) as result
