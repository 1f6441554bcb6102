-- $1 ticket.
select desk.order_panel($1::uuid) as value
