-- $1 order id, $2 mode.
select desk.presence_touch($1::bigint, $2) as value
