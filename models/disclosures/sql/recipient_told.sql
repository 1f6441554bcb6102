-- $1 command id, $2 disclosure, $3 the notices its party was told about.
select desk.recipient_told($1, $2::bigint, $3::bigint[])
