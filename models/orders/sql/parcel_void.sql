-- $1 command id, $2 order, $3 its version, $4 the parcel's number.
select desk.parcel_void($1, $2, $3::int, $4::int)
