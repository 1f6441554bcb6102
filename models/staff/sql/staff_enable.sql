-- $1 command id, $2 login.
select desk.staff_enable($1, $2)
