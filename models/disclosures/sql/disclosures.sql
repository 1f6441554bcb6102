-- $1 order number or e-mail address of a person, or nothing; $2 which of them: all, due, open, deleted or untold; $3 whether the one after which to go on
-- is due, and $4 that one, or null.
select id, party, purpose, to_json(fields) as fields, order_count, to_json(order_numbers) as order_numbers, sha256, made_at, delete_by::text, made_by, givings, is_due,
    deleted_on::text, how, confirmed_by, confirmed_at, version, to_json(untold) as untold, to_json(untold_fields) as untold_fields,
    to_json(untold_numbers) as untold_numbers, told_at, told_by
from desk.disclosures($1, $2, $3::boolean, $4::bigint)
