-- Purpose: set one's own password. $1: a SCRAM-SHA-256 verifier; the password itself never travels.
select desk.password_change($1);
