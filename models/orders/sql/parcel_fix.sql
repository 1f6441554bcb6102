-- $1 command id, $2 order, $3 its version, $4 the parcel's number, $5 carrier, $6 tracking number, $7 whether the customer is told.
select desk.parcel_fix($1, $2, $3::int, $4::int, $5, $6, $7)
