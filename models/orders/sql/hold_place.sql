-- $1 command id, $2 order ids, $3 versions, $4 reason, $5 note, $6 the pieces of one order's lines, null for all of each order.
select desk.hold_place($1, $2::bigint[], $3::int[], $4, $5, $6::jsonb)
