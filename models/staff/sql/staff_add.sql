-- $1 command id, $2 login, $3 name, $4 group, $5 SCRAM verifier.
select desk.staff_add($1, $2, $3, $4, $5)
