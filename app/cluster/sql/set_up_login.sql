-- $1 login, $2 display name, $3 group role, $4 SCRAM verifier, $5 whether the password must be changed at first sign-in
select store.set_up_login($1, $2, $3, $4, $5::boolean)
