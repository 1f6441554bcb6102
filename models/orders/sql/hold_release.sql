-- $1 command id, $2 hold ids, $3 versions of their orders.
select desk.hold_release($1, $2::bigint[], $3::int[])
