-- One beat of the work job: seal, tidy, and say once that orders changed. NOTIFY is here and in no command, since it makes commits
-- wait for each other; so the desktops hear of changes at most once a beat.
create or replace function desk.work_tick() returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, audit, pg_temp as $$
declare
    told boolean;
    sealed_before bigint := (select position from head);
    sealed int;
    purged int;
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
    perform book_meters();
    delete from read_meter where hour < now() - make_interval(days => setting('meter.keep_days')::int);
    if told then
        perform pg_notify('steward_orders', '');
    end if;
    return jsonb_build_object('sealed', sealed, 'purged', purged, 'notified', told);
end $$;
