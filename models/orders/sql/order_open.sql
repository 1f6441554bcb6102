-- $1 ticket, $2 order id, $3 reason. Leaves an audit row, and must be committed before the order is asked for.
select desk.order_open($1::uuid, $2::bigint, $3) as opened
