-- $1 desk.
select id, name, owner_login, shared, definition, version, seeded from desk.saved_view_list($1)
