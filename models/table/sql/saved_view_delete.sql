-- $1 command id, $2 view id, $3 version.
select desk.saved_view_delete($1, $2::bigint, $3::int)
