-- A list's orders, and their time to go on from. $1 the list's query, $2 the cursor behind the last one, $3 how many.
select id, version, number, placed_at from desk.order_choice($1::jsonb, $2::jsonb, $3::int)
