-- The tags in use. Index: primary key, from its end.
select unnest(desk.tags())
