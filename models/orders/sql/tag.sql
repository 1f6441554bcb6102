-- $1 command id, $2 order ids, $3 tags added, $4 tags taken away.
select desk.tag($1, $2::bigint[], $3::text[], $4::text[])
