-- $1 order, $2 its version, $3 its lines as they are wanted. Writes nothing.
select desk.lines_change(null, $1, $2::int, $3, true) as value
