-- $1 order id. Index: orders_customer.
select desk.contact_scope($1::bigint)
