-- Who works several orders. $1 command, $2 orders, $3 versions, $4 login or null.
select desk.assign($1, $2::bigint[], $3::int[], $4)
