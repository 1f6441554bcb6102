-- $1 command id, $2 kind, $3 orders, $4 for credit notes the refund beside each order.
select desk.paper_issue($1, $2, $3, $4::int[])
