-- $1 export id, $2 outcome. The server has counted the rows itself.
select desk.export_finish($1::bigint, $2)
