-- Purpose: stop the statement another connection of this login is running. $1: its backend's pid.
select pg_cancel_backend($1::int);
