-- $1 command id, $2 kind, $3 orders. Invoices, or the credit notes of all refunds.
select desk.paper_issue($1, $2, $3, null)
