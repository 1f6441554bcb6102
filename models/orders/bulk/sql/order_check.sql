-- What would become of a command for several orders. $1 its verb, $2 the orders, $3 the versions they were seen at, $4 what else decides.
select desk.order_check($1, $2::bigint[], $3::int[], $4::jsonb) as value
