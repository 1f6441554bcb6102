-- The texts this service fills in. $1 {name: text}, $2 locale of amounts and dates.
select mailroom.tell_templates($1::jsonb, $2) as answer
