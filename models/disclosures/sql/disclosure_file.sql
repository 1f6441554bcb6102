-- $1 ticket.
select reason, body, sha256, delete_by::text from desk.disclosure_file($1::uuid)
