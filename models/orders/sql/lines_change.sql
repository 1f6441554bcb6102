-- $1 command id, $2 order, $3 its version, $4 its lines as they are wanted.
select desk.lines_change($1, $2, $3::int, $4, false)
