-- $1 number of an item that was laid aside
select mailroom.retry($1::bigint) as answer
