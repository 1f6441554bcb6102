-- $1 command id, $2 disclosure, $3 the day its copy was deleted or null, $4 how it was confirmed, $5 version.
select desk.disclosure_deleted($1, $2::bigint, $3::date, $4, $5::int)
