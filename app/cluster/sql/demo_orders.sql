-- $1 how many orders demo/fill.sql makes
select set_config('steward.demo_orders', $1::bigint::text, true)
