-- $1 command id, $2 changes {key: {from, to}}.
select desk.store_change($1, $2::jsonb)
