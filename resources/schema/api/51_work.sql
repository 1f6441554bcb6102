-- Ends the sessions of these logins that have left a transaction open: idle for so long, or idle now and open for longer than anything
-- takes. One whose statement failed counts too, since what it locked before stays locked. Answers with each login. Owned by the
-- one role that may; of what a session did it reads its state and its times.
create or replace function store.end_idle(logins text[], idle_seconds int, most_seconds int) returns setof text
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    idle record;
begin
    if not pg_has_role('pg_signal_backend', 'usage') then
        return;
    end if;
    for idle in select a.pid, a.usename::text as login from pg_stat_activity a
        where a.datname = current_database() and a.usename = any(logins) and is_staff_role(a.usename::text) and a.backend_type = 'client backend'
            and a.state in ('idle in transaction', 'idle in transaction (aborted)')
            and (a.state_change < clock_timestamp() - make_interval(secs => idle_seconds) or a.xact_start < clock_timestamp() - make_interval(secs => most_seconds)) loop
        if pg_terminate_backend(idle.pid) then
            return next idle.login;
        end if;
    end loop;
end $$;
alter function store.end_idle(text[], int, int) owner to steward_watch;

-- Ends what members of staff have left open, each with an audit row of its own.
create or replace function store.end_idle_staff() returns int
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    ended int := 0;
    idle_login text;
begin
    for idle_login in select end_idle(array(select s.login from staff s), setting('transaction.idle_seconds')::int, setting('transaction.most_seconds')::int) loop
        perform audit('transaction_ended', null, 'staff', array(select s.id from staff s where s.login = idle_login), '{}', 1);
        ended := ended + 1;
    end loop;
    return ended;
end $$;

-- One beat of the work job: end what was left open, seal, tidy, and say once that orders changed. NOTIFY is here and in no command, since it makes commits
-- wait for each other; so the desktops hear of changes at most once a beat.
create or replace function desk.work_tick() returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, audit, pg_temp as $$
declare
    told boolean;
    sealed_before bigint := (select position from head);
    sealed int;
    purged int;
    ended int := end_idle_staff(); -- first: who waits for one of them gets on
begin
    sealed := audit.seal(10000);
    -- Looked at after the sealing: what was committed while it began is told of too.
    told := exists (select from seal s join entry e using (seq) where s.position > sealed_before and e.subject = 'order' and e.verb not in ('order_open', 'paper_open')
        and e.row_count > 0);
    with gone as (delete from command where id = any(array(select c.id from command c
        where c.at < now() - make_interval(days => setting('command.keep_days')::int) for update skip locked)) returning 1)
    select count(*) into purged from gone;
    -- Never waiting for a row that somebody's open transaction holds: sealing would wait with it.
    delete from presence where ctid = any(array(select p.ctid from presence p where p.seen_at < now() - interval '1 day' for update skip locked));
    delete from order_ticket where ctid = any(array(select t.ctid from order_ticket t where t.at < now() - interval '1 hour' for update skip locked));
    delete from paper_ticket where ctid = any(array(select t.ctid from paper_ticket t where t.at < now() - interval '1 hour' for update skip locked));
    perform purge_outbox(), book_meters();
    delete from read_meter where hour < now() - make_interval(days => setting('meter.keep_days')::int);
    if told then
        perform pg_notify('steward_orders', '');
    end if;
    return jsonb_build_object('sealed', sealed, 'purged', purged, 'notified', told, 'ended', ended);
end $$;
