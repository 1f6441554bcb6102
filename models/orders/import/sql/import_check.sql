select desk.import_check($1, $2::jsonb) as result
