-- $1 command id, $2 order id, $3 template, $4 text.
select desk.message_send($1, $2::bigint, $3, $4)
