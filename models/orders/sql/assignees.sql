-- Whom an order can be given to.
select login, display_name from desk.assignees()
