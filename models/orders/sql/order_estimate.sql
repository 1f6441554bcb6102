-- $1 query: the planner's guess.
select desk.order_estimate($1::jsonb) as value
