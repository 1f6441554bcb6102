-- What is due. $1 kinds to hand over now: message, refund; $2 how many at most
select mailroom.take($1::text[], $2::int) as taken
