-- What became of an item. $1 its number, $2 its lease, $3 outcome, $4 the other side's reference, $5 error as one word
select mailroom.settle($1::bigint, $2::timestamptz, $3, $4, $5) as answer
