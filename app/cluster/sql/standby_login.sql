do $$
begin
    if not exists (select from pg_roles where rolname = 'steward_standby') then
        create role steward_standby;
    end if;
    execute format('alter role steward_standby login replication nosuperuser nocreaterole nocreatedb password %L', current_setting('steward.standby_verifier'));
end $$
