-- $1 order ids. Index: the primary key of presence.
select order_id, display_name, mode, left_ms from desk.presence_list($1::bigint[])
