-- $1 command id, $2 order id, $3 changes {field: {from, to}}, $4 scope.
select desk.contact_fix($1, $2::bigint, $3::jsonb, $4)
