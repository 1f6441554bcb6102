-- $1 command id, $2 order id, $3 version, $4 numbers of the refunds.
select desk.refund_paid($1, $2::bigint, $3::int, $4::int[])
