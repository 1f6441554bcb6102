-- $1 command id, $2 order id, $3 version, $4 pieces [{line_no, quantity}].
select desk.stock_return($1, $2::bigint, $3::int, $4::jsonb)
