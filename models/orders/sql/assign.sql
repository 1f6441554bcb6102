-- $1 command id, $2 order ids, $3 versions, $4 login or null for nobody.
select desk.assign($1, $2::bigint[], $3::int[], $4)
