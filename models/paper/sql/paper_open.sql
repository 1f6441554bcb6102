-- $1 ticket, $2 kind, $3 orders, $4 the command that numbered them. Leaves an audit row, and must be committed before the papers are asked for.
select desk.paper_open($1::uuid, $2, $3::bigint[], null, $4::uuid) as opened
