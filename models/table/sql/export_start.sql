-- $1 command id, $2 desk, $3 query, $4 columns, $5 format. Written down before the first row leaves.
select desk.export_start($1, $2, $3::jsonb, $4::text[], $5)
