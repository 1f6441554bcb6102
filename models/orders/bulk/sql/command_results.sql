-- What became of commands of one's own, of those that the store knows. $1 their ids.
select r.id, r.value from (select c.id, desk.command_result(c.id::uuid) as value from unnest($1::text[]) c(id)) r where r.value is not null
