-- $1 command id, $2 order, $3 its version, $4 pieces, $5 shipping, $6 adjustment, $7 amount shown, $8 reason, $9 whether the customer is told.
select desk.refund($1, $2, $3::int, $4, $5, $6, $7, $8, $9)
