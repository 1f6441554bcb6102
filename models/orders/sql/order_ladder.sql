-- $1 query, $2 step. An index-only walk over the sort's (key, id).
select place, sort_key, id from desk.order_ladder($1::jsonb, $2::int)
