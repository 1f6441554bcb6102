-- All that is left of several orders, each in one parcel. $1 command, $2 orders, $3 versions, $4 carrier, $5 whether customers are told.
select desk.ship_whole($1, $2::bigint[], $3::int[], $4, $5)
