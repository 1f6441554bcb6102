-- Whether any migration has been applied yet, and whether the database can hold a store at all.
select to_regclass('store.schema_migration') is not null as present, current_setting('server_encoding') as encoding
