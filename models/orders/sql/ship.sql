-- $1 command id, $2 order, $3 its version, $4 parcels, $5 whether the customer is told.
select desk.ship($1, $2, $3::int, $4, $5)
