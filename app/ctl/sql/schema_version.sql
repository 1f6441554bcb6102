-- For the database's owner: what has been applied.
select max(number) as version from store.schema_migration
