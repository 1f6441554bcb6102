-- $1 order ids, $2 the marks they were read with. Index: primary key, event_order, note_order, outbox_order.
select id, mark from desk.order_news($1::bigint[], $2::text[])
