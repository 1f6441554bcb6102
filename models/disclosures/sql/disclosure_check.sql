-- $1 order ids.
select desk.disclosure_check($1::bigint[]) as value
