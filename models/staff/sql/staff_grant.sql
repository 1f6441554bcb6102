-- $1 command id, $2 login, $3 group.
select desk.staff_grant($1, $2, $3)
