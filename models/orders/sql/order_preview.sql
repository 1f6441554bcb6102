-- $1 the order as it is typed so far. Writes nothing.
select desk.order_create(null, $1, true) as value
