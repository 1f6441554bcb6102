-- $1 export id, $2 rows, $3 outcome.
select desk.export_finish($1::bigint, $2::bigint, $3)
