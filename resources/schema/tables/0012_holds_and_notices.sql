-- Holds of some of an order's lines, and who may lift which; who is to be told that an address they were given was corrected; how long
-- messages are kept, and transactions left open.

-- Which pieces it holds, [{line_no, quantity}]; none: the whole order. In the row itself, so that what follows from a hold is worked out
-- once, when it is written.
alter table store.hold add column lines jsonb check (jsonb_typeof(lines) = 'array' and jsonb_array_length(lines) between 1 and 1000);
select store.describe('store.hold', '{"lines": ""}');

-- An order that is held in part is not on hold: whether there is a hold to lift, its count says.
update store.transition set allowed = true, why = '' where verb = 'release' and why = 'not_on_hold';

insert into store.setting (key, value, about) values
    ('hold.lead_reasons', '["fraud", "payment"]', 'Kinds of hold that only a lead releases, whoever placed them');

-- Whoever was given an address that was corrected since: one row for each file that held it and each correction. Fields are named, values
-- are not; the order has them.
create table store.disclosure_notice (
    id bigint generated always as identity primary key,
    disclosure_id bigint not null references store.disclosure,
    order_id bigint not null references store.orders,
    fields text[] not null check (cardinality(fields) > 0),
    corrected_at timestamptz not null default clock_timestamp(),
    told_at timestamptz,
    told_by bigint references store.staff,
    told_command uuid,
    check ((told_at is null) = (told_by is null) and (told_at is null) = (told_command is null))
);
create index disclosure_notice_disclosure on store.disclosure_notice (disclosure_id);
create index disclosure_notice_order on store.disclosure_notice (order_id);
create index disclosure_notice_untold on store.disclosure_notice (disclosure_id) where told_at is null;
select store.describe('store.disclosure_notice', '{"id": "", "disclosure_id": "", "order_id": "", "fields": "", "corrected_at": "", "told_at": "", "told_by": "", "told_command": ""}');
do $$
declare
    relation text := 'store.disclosure_notice';
begin
    execute format('alter table %s owner to steward_owner', relation);
    execute format('alter table %s enable row level security', relation);
    execute format('alter table %s force row level security', relation);
    execute format('create policy api on %s to steward_api using (true) with check (true)', relation);
    execute format('grant select, insert, update (told_at, told_by, told_command) on %s to steward_api', relation);
end $$;
grant usage, select on all sequences in schema store to steward_api;

-- What messages said is kept for a year and no longer.
insert into store.setting (key, value, about) values
    ('outbox.keep_days', '365', 'Days the words of a message that left, or will not leave, are kept');
create index outbox_kept on mailroom.outbox (created_at) where body <> '{}';

-- A transaction that somebody of staff leaves open keeps what it has locked from everybody else. This role ends such sessions, and owns the
-- one function that does. Where the server gives the right to end other sessions to nobody (some managed ones), none are ended.
insert into store.setting (key, value, about) values
    ('transaction.idle_seconds', '3', 'After how many idle seconds a transaction that a login of staff left open is ended with its session'),
    ('transaction.most_seconds', '60', 'After how many seconds one is ended that is kept awake by statements in between');
do $$ begin
    if not exists (select from pg_roles where rolname = 'steward_watch') then
        create role steward_watch nologin;
    end if;
    if not (select rolsuper from pg_roles where rolname = current_user) then
        execute format('grant steward_watch to %I', current_user);
    end if;
    if not (pg_has_role('steward_watch', 'pg_signal_backend', 'member') and pg_has_role('steward_watch', 'pg_read_all_stats', 'member')) then
        begin
            grant pg_signal_backend, pg_read_all_stats to steward_watch;
        exception when insufficient_privilege then
            raise warning 'steward_watch may not end sessions: grant it pg_signal_backend and pg_read_all_stats';
        end;
    end if;
end $$;
grant usage, create on schema store to steward_watch;
alter default privileges for role steward_watch revoke execute on functions from public;
