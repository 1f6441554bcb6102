-- Purpose: who signed in, their rights, and which schema this is. $1: the program's version.
select desk.session_start($1);
