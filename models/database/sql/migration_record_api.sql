-- $1 name, $2 checksum
insert into store.schema_api (name, checksum) values ($1, $2)
on conflict (name) do update set checksum = excluded.checksum, applied_at = now()
