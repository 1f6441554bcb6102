-- $1 command id, $2 the command taken back.
select desk.undo($1, $2)
