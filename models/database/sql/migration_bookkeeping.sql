-- Whether any migration has been applied yet.
select to_regclass('store.schema_migration') is not null as present
