-- $1 command id, $2 login, $3 SCRAM verifier.
select desk.staff_password($1, $2, $3)
