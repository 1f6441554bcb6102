-- $1 command id, $2 order ids, $3 versions, $4 reason, $5 note, $6 whether goods go back to stock, $7 whether money is refunded, $8 whether the customer is told.
select desk.cancel($1, $2::bigint[], $3::int[], $4, $5, $6, $7, $8)
