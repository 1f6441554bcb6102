-- What has been applied, tables by number and functions by name.
select 'tables' as kind, name, checksum from store.schema_migration
union all
select 'api', name, checksum from store.schema_api
