select desk.import_start($1::uuid, $2, $3, $4, $5::jsonb) as result
