-- For the database's superuser. $1 login, $2 display name, $3 group role, $4 SCRAM verifier
select store.set_up_login($1, $2, $3, $4, true)
