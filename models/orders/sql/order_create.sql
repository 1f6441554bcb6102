-- $1 command id, $2 the order.
select desk.order_create($1, $2, false)
