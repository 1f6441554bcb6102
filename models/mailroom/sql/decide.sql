-- $1 number of a refund that was laid aside, $2 whether the processor paid it out, $3 what the processor calls it
select mailroom.decide($1::bigint, $2::boolean, $3) as answer
