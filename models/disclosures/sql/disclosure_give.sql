-- $1 ticket, $2 disclosure. Leaves an audit row, and must be committed before the file is asked for.
select desk.disclosure_give($1::uuid, $2) as given
