-- Tags of several orders. $1 command, $2 orders, $3 added, $4 removed.
select desk.tag($1, $2::bigint[], $3::text[], $4::text[])
