-- Owners and rights of all functions: nothing to PUBLIC, desk to the groups whose verb it is, site to the shop, mailroom to the
-- delivery service. A function that is named in no line below can be called by nobody.
do $$
declare
    item record;
begin
    for item in select p.oid::regprocedure::text as name, p.proname, p.prokind, p.proowner::regrole::text as owner from pg_proc p
        where p.pronamespace in ('store'::regnamespace, 'desk'::regnamespace, 'site'::regnamespace, 'audit'::regnamespace, 'mailroom'::regnamespace) loop
        -- What only the database's owner runs stays the owner's.
        if item.owner not in ('steward_accounts', 'steward_api', 'steward_watch') and item.prokind = 'f'
            and item.proname not in ('describe', 'catalogue_gaps', 'set_up_login') then
            execute format('alter function %s owner to steward_api', item.name);
        end if;
        -- From everybody, also what an earlier version of this file granted.
        execute format('revoke execute on routine %s from public, staff_agent, staff_lead, staff_fulfilment, staff_marketing, staff_manager, staff_privacy, '
            'staff_admin, store_site, service_import, service_work, log_ingest, mailroom_delivery', item.name);
        -- A body is read anew in each session: with this off, a backslash in a pattern would mean something else, and no card be known.
        if exists (select from pg_proc p where p.oid = item.name::regprocedure and p.proconfig is not null) then
            execute format('alter routine %s set standard_conforming_strings = on', item.name);
        end if;
    end loop;
end $$;
-- The few functions of another owner that it needs.
grant execute on function store.role_make(text, text, text), store.role_password(text, text), store.role_disable(text), store.role_enable(text),
    store.role_move(text, text) to steward_api;
grant execute on function store.is_verifier(text), store.group_role(text), store.is_staff_role(text) to steward_accounts;
grant execute on function store.end_idle(text[], int, int) to steward_api;
grant execute on function store.is_staff_role(text) to steward_watch;

do $$
declare
    line record;
    item text;
begin
    for line in select * from (values
        ('staff_agent, staff_lead, staff_fulfilment, staff_marketing, staff_manager, staff_privacy, staff_admin',
            '{session_start,password_change,command_result}'::text[]),
        ('staff_agent, staff_lead, staff_fulfilment, staff_privacy',
            '{order_page,order_refresh,order_newest,order_newcomers,order_estimate,order_count,order_ladder,order_locate,order_lookup,order_open,order_panel,order_news,tags,presence_touch,presence_list,saved_view_list,saved_view_save,saved_view_delete}'),
        ('staff_agent, staff_lead', '{note_add,assign,assignees,tag,contact_scope,contact_fix,lines_change,product_find,order_defaults,customer_lookup,order_create,message_send,message_preview}'),
        ('staff_agent, staff_lead, staff_fulfilment', '{hold_place,hold_release,undo,order_check,order_choice,paper_open,paper_content}'),
        ('staff_agent, staff_lead', '{paper_issue}'),
        ('staff_lead, staff_fulfilment', '{ship,ship_whole,parcel_fix,parcel_void,stock_return,carriers}'),
        ('staff_lead', '{refund,refund_paid,cancel}'),
        ('staff_lead', '{export_start,order_export_page,export_finish}'),
        ('staff_lead, staff_privacy', '{exports}'),
        ('staff_lead, service_import', '{import_start,import_check,import_orders,import_finish}'),
        ('service_import', '{command_result}'),
        ('staff_lead, staff_fulfilment', '{parties,disclosure_check,disclosure_make,disclosure_give,disclosure_file}'),
        ('staff_privacy', '{meter,audit_entries,disclosures,disclosure_deleted,recipient_told}'),
        ('staff_admin', '{staff_list,staff_add,staff_disable,staff_enable,staff_grant,staff_password,store_details,store_change}'),
        ('service_work', '{work_tick}')) as l(roles, names) loop
        for item in select p.oid::regprocedure::text from pg_proc p where p.pronamespace = 'desk'::regnamespace and p.proname = any(line.names) loop
            execute format('grant execute on function %s to %s', item, line.roles);
        end loop;
    end loop;
    for item in select p.oid::regprocedure::text from pg_proc p where p.pronamespace = 'site'::regnamespace loop
        execute format('grant execute on function %s to store_site', item);
    end loop;
    for item in select p.oid::regprocedure::text from pg_proc p where p.pronamespace = 'mailroom'::regnamespace loop
        execute format('grant execute on function %s to mailroom_delivery', item);
    end loop;
end $$;
grant execute on function audit.seal(int) to service_work;
grant execute on function audit.verify(bigint), audit.hash_at(bigint) to staff_privacy, service_work;
