-- $1 order number or e-mail address of a person, or nothing; $2 the disclosure before which to go on, or null.
select id, party, purpose, to_json(fields) as fields, order_count, to_json(order_numbers) as order_numbers, sha256, made_at, delete_by::text, made_by, givings, is_due
from desk.disclosures($1, $2::bigint)
