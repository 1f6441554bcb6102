-- $1 command id, $2 order id, $3 text.
select desk.note_add($1, $2::bigint, $3)
