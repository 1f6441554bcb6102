-- $1 command id, $2 view id or null, $3 desk, $4 name, $5 definition, $6 shared, $7 version.
select desk.saved_view_save($1, $2::bigint, $3, $4, $5::jsonb, $6::boolean, $7::int)
