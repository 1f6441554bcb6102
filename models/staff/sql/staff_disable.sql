-- $1 command id, $2 login.
select desk.staff_disable($1, $2)
