-- Working an order to its end: what commands write beyond holds and notes, what leaves the house, and what is put on paper.

-- Tags. The reason of a cancellation by staff is one of a few words, what is to be said about it a note; imports bring free text.
alter table store.orders add column tags text[] not null default '{}', add column tag_keys text[] not null default '{}'; -- tag_keys: as they are looked for
select store.describe('store.orders', '{"tags": "free text | order | order + 10 years", "tag_keys": "free text | order | order + 10 years"}');
-- In a procedure like the other indexes of orders (0006). A tag is written seldom, so what waits to be merged in would only slow the reading.
create procedure store.make_tag_index() language sql set search_path = pg_catalog, store, pg_temp as $$
    create index if not exists orders_tags on store.orders using gin (tag_keys) with (fastupdate = off) where tag_keys <> '{}';
$$;
call store.make_tag_index();

-- Locked where an order is given its number (0010).
insert into store.lock_row (name) select 'number ' || i from generate_series(0, 255) i;

-- A shipment is one parcel. One that was written by mistake stays, and counts no more.
alter table store.shipment add column staff_id bigint references store.staff, add column command_id uuid, add column voided_at timestamptz;
select store.describe('store.shipment', '{"staff_id": "", "command_id": "", "voided_at": ""}');
create index shipment_command on store.shipment (command_id) where command_id is not null;

-- A refund goes back to one payment. requested: waits for its processor; done: paid out, or to be paid out by hand where no processor
-- is known; failed and withdrawn ones count no more.
alter table store.refund
    add column status text not null default 'done' check (status in ('requested', 'done', 'failed', 'withdrawn')),
    add column payment_no int, add column processor text not null default '', add column processor_reference text not null default '',
    add column command_id uuid,
    add column paid_late_at timestamptz; -- since when it counts again after all, of one that had been taken for failed
select store.describe('store.refund', '{"paid_late_at": "", "status": "", "payment_no": "", "processor": "", "processor_reference": "payment reference | order | order + 10 years",
    "command_id": ""}');
-- Of a line's refunded quantity, what had not been shipped and will not be. A part that pays for less than one piece has none.
alter table store.refund_line drop constraint refund_line_quantity_check, add check (quantity >= 0);
alter table store.refund_line add column unsent int not null default 0 check (unsent between 0 and quantity);
select store.describe('store.refund_line', '{"unsent": ""}');
create index refund_command on store.refund (command_id) where command_id is not null;

-- What goes back to stock, for the shop's stock keeping to fetch; taken back with a negative quantity. feed_no: its place in what the shop
-- is told, given when it is first told.
create table store.stock_return (
    id bigint generated always as identity primary key,
    order_id bigint not null,
    line_no int not null,
    quantity int not null check (quantity <> 0),
    at timestamptz not null default now(),
    staff_id bigint references store.staff,
    command_id uuid,
    feed_no bigint unique,
    foreign key (order_id, line_no) references store.order_line deferrable
);
create index stock_return_untold on store.stock_return (id) where feed_no is null;
insert into store.lock_row (name) values ('stock feed');
create index stock_return_order on store.stock_return (order_id);
select store.describe('store.stock_return', '{"id": "", "order_id": "", "line_no": "", "quantity": "", "at": "", "staff_id": "", "command_id": "", "feed_no": ""}');

-- Old and new of what was corrected on an order, beside the order and behind its own right: never in the audit. What an undo brings back.
create table store.order_change (
    id bigint generated always as identity primary key,
    order_id bigint not null references store.orders,
    field text not null,
    old_value jsonb not null, new_value jsonb not null,
    at timestamptz not null default now(),
    staff_id bigint references store.staff,
    command_id uuid not null
);
create index order_change_order on store.order_change (order_id);
create index order_change_command on store.order_change (command_id);
select store.describe('store.order_change', '{"id": "", "order_id": "", "field": "", "old_value": "name, address, e-mail or phone | order | order + 10 years",
    "new_value": "name, address, e-mail or phone | order | order + 10 years", "at": "", "staff_id": "", "command_id": ""}');

-- By which command one was taken back.
alter table store.command add column undone_by uuid;
select store.describe('store.command', '{"undone_by": ""}');

-- Who carries parcels. tracking_url holds {tracking} where the number goes.
create table store.carrier (
    code text primary key check (code ~ '^[a-z0-9_]{1,30}$'),
    name text not null,
    tracking_url text not null default ''
);
select store.describe('store.carrier', '{"code": "", "name": "", "tracking_url": ""}');
insert into store.carrier (code, name, tracking_url) values
    ('dhl', 'DHL', 'https://www.dhl.com/en/express/tracking.html?AWB={tracking}'),
    ('dpd', 'DPD', 'https://tracking.dpd.de/parcelstatus?query={tracking}'),
    ('fedex', 'FedEx', 'https://www.fedex.com/fedextrack/?trknbr={tracking}'),
    ('gls', 'GLS', 'https://gls-group.com/track/{tracking}'),
    ('hermes', 'Hermes', 'https://www.myhermes.de/empfangen/sendungsverfolgung/sendungsinformation#{tracking}'),
    ('royal_mail', 'Royal Mail', 'https://www.royalmail.com/track-your-item#/tracking-results/{tracking}'),
    ('ups', 'UPS', 'https://www.ups.com/track?tracknum={tracking}'),
    ('usps', 'USPS', 'https://tools.usps.com/go/TrackConfirmAction?tLabels={tracking}');

-- Invoices and credit notes have numbers of their own, without gaps: taken under the lock of the counter's row.
create table store.paper_counter (
    kind text primary key check (kind in ('invoice', 'credit_note')),
    prefix text not null,
    next_number bigint not null default 1
);
create table store.paper (
    id bigint generated always as identity primary key,
    kind text not null references store.paper_counter,
    number text not null unique,
    order_id bigint not null references store.orders,
    refund_no int, -- 0: the credit note of what was invoiced and will not be paid any more
    reversal jsonb, -- what that one shows, as it was when it was numbered
    issued_at timestamptz not null default now(),
    staff_id bigint references store.staff,
    command_id uuid not null, -- the first print is this command's; every other one is a copy
    check ((kind = 'credit_note') = (refund_no is not null)),
    check ((reversal is not null) = coalesce(refund_no = 0, false))
);
create unique index paper_order on store.paper (kind, order_id, coalesce(refund_no, 0));
create index paper_of_order on store.paper (order_id);
select store.describe('store.paper_counter', '{"kind": "", "prefix": "", "next_number": ""}');
select store.describe('store.paper', '{"reversal": "", "id": "", "kind": "", "number": "", "order_id": "", "refund_no": "", "issued_at": "", "staff_id": "", "command_id": ""}');
insert into store.paper_counter (kind, prefix) values ('invoice', 'INV-'), ('credit_note', 'CN-');
-- What is put on paper is read like an order that is opened: under a ticket that an earlier transaction has written down (0009).
create table store.paper_ticket (
    id uuid primary key,
    staff_id bigint not null references store.staff,
    kind text not null check (kind in ('packing_slip', 'invoice', 'credit_note')),
    order_ids bigint[] not null,
    refund_no int,
    command_id uuid,
    written_in xid8 not null default pg_current_xact_id(),
    at timestamptz not null default clock_timestamp()
);
create index paper_ticket_at on store.paper_ticket (at);
select store.describe('store.paper_ticket', '{"id": "", "staff_id": "", "kind": "", "order_ids": "", "refund_no": "", "command_id": "", "written_in": "", "at": ""}');

-- Whom the store gives data to, for what, and which fields: the allow-list. A file made for one is on record with a digest and the day
-- by which it must be gone.
create table store.outside_party (
    code text primary key check (code ~ '^[a-z0-9_]{1,30}$'),
    name text not null,
    purpose text not null,
    -- No other field of an order can be put on a list.
    fields text[] not null check (cardinality(fields) > 0
        and fields <@ '{order_number,name,company,line1,line2,postal_code,city,region,country,phone}'),
    keep_days int not null check (keep_days between 1 and 3650)
);
select store.describe('store.outside_party', '{"code": "", "name": "", "purpose": "", "fields": "", "keep_days": ""}');
insert into store.outside_party (code, name, purpose, fields, keep_days) values
    ('dhl', 'DHL', 'delivery', '{order_number,name,company,line1,line2,postal_code,city,region,country,phone}', 90),
    ('dpd', 'DPD', 'delivery', '{order_number,name,company,line1,line2,postal_code,city,region,country}', 90),
    ('gls', 'GLS', 'delivery', '{order_number,name,company,line1,line2,postal_code,city,country}', 90),
    ('ups', 'UPS', 'delivery', '{order_number,name,company,line1,line2,postal_code,city,region,country,phone}', 90);
create table store.disclosure (
    id bigint generated always as identity primary key,
    party text not null references store.outside_party,
    purpose text not null,
    fields text[] not null,
    order_ids bigint[] not null,
    sha256 text not null,
    delete_by date not null,
    made_at timestamptz not null default now(),
    staff_id bigint not null references store.staff,
    command_id uuid not null,
    written_in xid8 not null default pg_current_xact_id()
);
create index disclosure_orders on store.disclosure using gin (order_ids);
select store.describe('store.disclosure', '{"id": "", "party": "", "purpose": "", "fields": "", "order_ids": "", "sha256": "", "delete_by": "", "made_at": "",
    "staff_id": "", "command_id": "", "written_in": ""}');
-- Each time its file was given out, written down and committed before anything of it is shown.
create table store.disclosure_giving (
    id uuid primary key,
    disclosure_id bigint not null references store.disclosure,
    staff_id bigint not null references store.staff,
    at timestamptz not null default clock_timestamp(),
    written_in xid8 not null default pg_current_xact_id()
);
create index disclosure_giving_disclosure on store.disclosure_giving (disclosure_id);
select store.describe('store.disclosure_giving', '{"id": "", "disclosure_id": "", "staff_id": "", "at": "", "written_in": ""}');
-- That a party has deleted its copy, as the privacy officer was told. Of several rows for one file the last counts; one without a day
-- takes back what was written down by mistake.
create table store.disclosure_deletion (
    disclosure_id bigint not null references store.disclosure,
    version int not null check (version > 0),
    deleted_on date,
    how text not null check (length(how) between 1 and 500),
    at timestamptz not null default now(),
    staff_id bigint not null references store.staff,
    command_id uuid not null,
    primary key (disclosure_id, version)
);
select store.describe('store.disclosure_deletion', '{"disclosure_id": "", "version": "", "deleted_on": "", "how": "free text | access control | 10 years", "at": "", "staff_id": "",
    "command_id": ""}');

-- What leaves the house: a message to a customer, or a refund at a processor. waiting until not_before has passed (the time for an undo,
-- or to try again), sending under a lease, then sent, withdrawn, or dead after too many tries. request_id is what the other side knows
-- it by: a processor's idempotency key, and the part before the @ of a message's Message-ID, which is fixed at the first try; both are
-- the same however often it is sent. first_tried_at: since when a try may have reached the other side; tried_before:
-- whether one before the present one may have. settled_lease: under which lease it was settled last.
alter table mailroom.outbox alter column message_class drop not null;
alter table mailroom.outbox
    add column kind text not null default 'message' check (kind in ('message', 'refund')),
    add column template text not null default '',
    add column refund_no int,
    add column request_id uuid not null default gen_random_uuid(),
    add column state text not null default 'waiting' check (state in ('waiting', 'sending', 'sent', 'withdrawn', 'dead')),
    add column leased_until timestamptz,
    add column settled_lease timestamptz,
    add column last_error text not null default '',
    add column message_id text not null default '',
    add column first_tried_at timestamptz,
    add column tried_before boolean not null default false,
    add column staff_id bigint references store.staff,
    add check ((kind = 'message') = (message_class is not null)),
    add check ((kind = 'refund') = (refund_no is not null)),
    add check ((state = 'sent') = (sent_at is not null));
create unique index outbox_request on mailroom.outbox (request_id);
create index outbox_due on mailroom.outbox (not_before, id) where state in ('waiting', 'sending');
create index outbox_dead on mailroom.outbox (id) where state = 'dead';
create index outbox_command on mailroom.outbox (command_id);
create index outbox_order on mailroom.outbox (order_id);
select store.describe('mailroom.outbox', '{"kind": "", "template": "", "refund_no": "", "request_id": "", "state": "", "leased_until": "", "settled_lease": "", "last_error": "", "message_id": "",
    "first_tried_at": "", "tried_before": "", "staff_id": ""}');
grant usage, create on schema mailroom to steward_api;
grant usage on schema mailroom to mailroom_delivery;

-- The texts of messages as the delivery service fills them in, told by it when it begins, so that a desktop shows the very words. locale:
-- of amounts and dates in them.
create table store.mail_template (
    name text primary key check (name ~ '^[a-z_]{1,30}$'),
    body text not null,
    locale text not null check (locale ~ '^[A-Za-z0-9_@.-]{1,60}$')
);
select store.describe('store.mail_template', '{"name": "", "body": "", "locale": ""}');

insert into store.setting (key, value, about) values
    ('grace.seconds', '10', 'How long a message or refund waits for an undo before it leaves'),
    ('undo.hours', '24', 'Hours during which a command that sent nothing can be taken back'),
    ('deliver.tries', '8', 'After how many tries what cannot be sent is laid aside'),
    ('deliver.first_wait_seconds', '60', 'How long the second try waits for; each further one twice as long, an hour at most'),
    ('refund.repeat_hours', '5', 'Hours after its first try in which a refund without an answer is asked for again; processors forget after six what they were asked'),
    ('ship.before_payment', 'false', 'Whether goods may leave before they are paid'),
    ('message.order_days', '180', 'Days after the order or its last parcel during which its customer may be written to about it'),
    ('refund.processors', '["paypal"]', 'Payment processors that refunds are asked of; what others took is paid back by hand'),
    ('store.sender', '""', 'The e-mail address messages about orders come from'),
    ('store.address', '""', 'The store''s own address as its papers show it, one line each'),
    ('store.tax_number', '""', 'VAT or tax number on invoices'),
    ('store.paper_foot', '""', 'What stands at the foot of every paper: bank, register, thanks');

-- What staff changed among the settings, old and new: what stood on a paper of an earlier day, and who said so.
create table store.setting_change (
    id bigint generated always as identity primary key,
    key text not null references store.setting,
    old_value jsonb not null, new_value jsonb not null,
    at timestamptz not null default clock_timestamp(),
    staff_id bigint not null references store.staff,
    command_id uuid not null
);
create index setting_change_key on store.setting_change (key, id);
select store.describe('store.setting_change', '{"id": "", "key": "", "old_value": "", "new_value": "", "at": "", "staff_id": "", "command_id": ""}');

insert into store.transition (verb, axis, status, allowed, why)
select verb, 'fulfilment', status, not status = any(refused), case when status = any(refused) then case status
        when 'fulfilled' then 'already_shipped' when 'cancelled' then 'already_cancelled' when 'on_hold' then 'on_hold' else 'part_shipped' end else '' end
from unnest(array['unfulfilled', 'partially_fulfilled', 'on_hold', 'fulfilled', 'cancelled']) as status
cross join (values
    ('ship', array['on_hold', 'fulfilled', 'cancelled']),
    ('cancel', array['fulfilled', 'cancelled']),
    ('refund', array[]::text[]),
    ('stock_return', array[]::text[]),
    ('assign', array[]::text[]),
    ('tag', array[]::text[]),
    ('message', array[]::text[]),
    ('paper', array[]::text[]),
    ('contact', array['fulfilled', 'cancelled']),
    ('lines', array['partially_fulfilled', 'fulfilled', 'cancelled'])) as v(verb, refused)
union all
select verb, 'payment', status, not status = any(refused), case when status = any(refused) then case status when 'refunded' then 'already_refunded' else 'not_paid' end else '' end
from unnest(array['pending', 'authorised', 'paid', 'partially_paid', 'partially_refunded', 'refunded', 'voided']) as status
cross join (values
    ('ship', array['pending', 'partially_paid', 'voided', 'refunded']),
    ('refund', array['pending', 'authorised', 'voided', 'refunded'])) as v(verb, refused);

do $$
declare
    relation text;
begin
    foreach relation in array array['store.stock_return', 'store.order_change', 'store.carrier', 'store.paper_counter', 'store.paper', 'store.paper_ticket', 'store.outside_party', 'store.mail_template', 'store.setting_change',
        'store.disclosure', 'store.disclosure_giving', 'store.disclosure_deletion'] loop
        execute format('alter table %s owner to steward_owner', relation);
        execute format('alter table %s enable row level security', relation);
        execute format('alter table %s force row level security', relation);
        execute format('create policy api on %s to steward_api using (true) with check (true)', relation);
        execute format('grant select, insert, update, delete on %s to steward_api', relation);
    end loop;
end $$;
-- Added to and never changed. A line of an order that nothing was shipped or refunded of may still be taken out: its change is on record.
revoke update, delete on store.stock_return, store.order_change, store.paper, store.disclosure, store.disclosure_giving, store.disclosure_deletion, store.setting_change from steward_api;
revoke insert, update, delete on store.carrier, store.outside_party from steward_api;
revoke insert, delete on store.paper_counter from steward_api;
revoke delete on mailroom.outbox from steward_api;
grant update (feed_no) on store.stock_return to steward_api;
grant delete on store.order_line to steward_api;
-- Of the settings the particulars of the store can be changed from a desk, and no limit or purpose, whatever a function would do.
grant update (value) on store.setting to steward_api;
create policy particulars on store.setting as restrictive for update to steward_api
    using (key in ('store.name', 'store.sender', 'store.address', 'store.tax_number', 'store.paper_foot'));
grant usage, select on all sequences in schema store to steward_api;
