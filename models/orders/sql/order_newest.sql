-- The newest id. Index: primary key.
select desk.order_newest() as value
