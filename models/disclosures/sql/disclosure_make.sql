-- $1 command id, $2 party, $3 order ids.
select desk.disclosure_make($1, $2, $3::bigint[])
