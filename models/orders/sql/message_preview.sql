-- $1 ticket of an order that was opened, $2 template. What a message would be written from, and with which text.
select desk.message_preview($1::uuid, $2) as value
