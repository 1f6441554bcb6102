-- What a doctor asks a server: version, schema, extensions, role, clock. Works for a login with few rights.
select current_setting('server_version_num')::int as server_version, current_setting('server_encoding') as encoding,
    (select datcollate from pg_database where datname = current_database()) as collation,
    exists (select from pg_namespace where nspname = 'store') as has_schema,
    (select string_agg(extname, ',' order by extname) from pg_extension where extname in ('pgcrypto', 'pg_trgm', 'btree_gin')) as extensions,
    (select string_agg(rolname, ', ' order by rolname) from pg_roles
        where (rolname ~ '^(staff|service)_' or rolname in ('store_site', 'log_ingest', 'mailroom_delivery')) and pg_has_role(session_user, oid, 'member')) as groups,
    (select rolsuper from pg_roles where rolname = session_user) as is_superuser,
    (select (pg_has_role(oid, 'pg_signal_backend', 'usage') and pg_has_role(oid, 'pg_read_all_stats', 'usage'))::text from pg_roles where rolname = 'steward_watch') as may_end_sessions,
    clock_timestamp() as server_time, current_setting('password_encryption') as password_encryption
