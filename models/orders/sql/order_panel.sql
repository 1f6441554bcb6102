-- $1 order id, $2 reason. Leaves an audit row.
select desk.order_panel($1::bigint, $2) as value
