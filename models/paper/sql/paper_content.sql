-- $1 ticket.
select desk.paper_content($1::uuid) as value
