-- Owners and rights, once for all functions: nothing to PUBLIC, desk to staff, site to the shop, work to its service.
do $$
declare
    item record;
begin
    for item in select p.oid::regprocedure::text as name, p.pronamespace::regnamespace::text as space, p.proname, p.proowner::regrole::text as owner
        from pg_proc p where p.pronamespace in ('store'::regnamespace, 'desk'::regnamespace, 'site'::regnamespace) and p.prokind = 'f' loop
        if item.owner not in ('steward_accounts', 'steward_api') and item.proname not in ('describe', 'catalogue_gaps', 'set_up_login') then
            execute format('alter function %s owner to steward_api', item.name);
        end if;
        execute format('revoke execute on function %s from public', item.name);
        if item.space = 'desk' and item.proname <> 'work_tick' then
            execute format('grant execute on function %s to staff_agent, staff_lead, staff_fulfilment, staff_marketing, staff_manager, staff_privacy, staff_admin', item.name);
        end if;
        if item.proname like 'import\_%' and item.space = 'desk' then
            execute format('grant execute on function %s to service_import', item.name);
        end if;
        if item.space = 'site' then
            execute format('grant execute on function %s to store_site', item.name);
        end if;
    end loop;
end $$;
grant execute on function desk.work_tick() to service_work;
grant usage, select on all sequences in schema store, audit, mailroom to steward_api;
grant usage on all sequences in schema store to steward_accounts;
