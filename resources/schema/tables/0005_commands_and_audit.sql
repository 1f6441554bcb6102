-- Commands, the audit chain, and the desk's own records: views, meter, exports, imports, outbox.
create table store.command (
    id uuid primary key,
    actor text not null,
    verb text not null,
    digest bytea not null,  -- of the arguments: the same id with other arguments is a mistake, not a repetition
    result jsonb,           -- ids and words, never values
    at timestamptz not null default now()
);
create index command_at on store.command (at);
select store.describe('store.command', '{"id": "", "actor": "staff login | access control | 30 days", "verb": "", "digest": "", "result": "", "at": ""}');

-- One row a command: ids and field names. Sealed later in order, so that no command waits for another (0 = unsealed tail).
create table audit.entry (
    seq bigint generated always as identity primary key,
    at timestamptz not null default clock_timestamp(),
    actor text not null,
    verb text not null,
    command_id uuid,
    subject text not null,
    ids bigint[] not null default '{}',
    fields text[] not null default '{}',
    row_count bigint not null default 0
);
create table audit.tail (seq bigint primary key references audit.entry);
create table audit.seal (
    position bigint primary key,
    seq bigint not null unique references audit.entry,
    prev bytea not null unique,
    hash bytea not null unique
);
create table audit.head (
    singleton boolean primary key default true check (singleton),
    position bigint not null,
    hash bytea not null
);
insert into audit.head values (true, 0, sha256('Steward audit'));
select store.describe('audit.entry', '{"seq": "", "at": "", "actor": "staff login | access control | 10 years", "verb": "", "command_id": "",
    "subject": "", "ids": "", "fields": "", "row_count": ""}');
select store.describe('audit.tail', '{"seq": ""}');
select store.describe('audit.seal', '{"position": "", "seq": "", "prev": "", "hash": ""}');
select store.describe('audit.head', '{"singleton": "", "position": "", "hash": ""}');

create table store.saved_view (
    id bigint generated always as identity primary key,
    desk text not null,
    name text not null check (length(name) between 1 and 100),
    owner_id bigint references store.staff, -- none: shared with everybody
    definition jsonb not null check (jsonb_typeof(definition) = 'object' and length(definition::text) <= 100000),
    position int not null default 1000,
    seeded boolean not null default false,
    version int not null default 1
);
create unique index saved_view_name on store.saved_view (desk, coalesce(owner_id, 0), name);
select store.describe('store.saved_view', '{"id": "", "desk": "", "name": "", "owner_id": "", "definition": "free text | access control | while employed",
    "position": "", "seeded": "", "version": ""}');
insert into store.saved_view (desk, name, definition, position, seeded) values
    ('orders', 'Mine', '{"query": {"filters": [{"field": "assigned", "op": "in", "values": ["me"]}], "sort": "placed", "descending": true}}', 1, true),
    ('orders', 'To ship', '{"query": {"filters": [{"field": "payment", "op": "in", "values": ["paid", "partially_refunded"]}, {"field": "fulfilment", "op": "in", "values": ["unfulfilled", "partially_fulfilled"]}], "sort": "placed", "descending": false}}', 2, true),
    ('orders', 'On hold', '{"query": {"filters": [{"field": "hold", "op": "in", "values": ["yes"]}], "sort": "placed", "descending": true}}', 3, true),
    ('orders', 'Refund waiting', '{"query": {"filters": [{"field": "refund", "op": "in", "values": ["waiting"]}], "sort": "placed", "descending": false}}', 4, true);

-- How many rows of persons a login has read in an hour.
create table store.read_meter (
    login text not null,
    hour timestamptz not null,
    row_count bigint not null default 0,
    primary key (login, hour)
);
select store.describe('store.read_meter', '{"login": "staff login | access control | 2 years", "hour": "", "row_count": ""}');

create table store.export_run (
    id bigint generated always as identity primary key,
    staff_id bigint not null references store.staff,
    desk text not null, query jsonb not null, columns text[] not null, format text not null,
    started_at timestamptz not null default now(),
    finished_at timestamptz, row_count bigint, outcome text check (outcome in ('done', 'cancelled', 'failed'))
);
select store.describe('store.export_run', '{"id": "", "staff_id": "", "desk": "", "query": "search terms | access control | 2 years", "columns": "",
    "format": "", "started_at": "", "finished_at": "", "row_count": "", "outcome": ""}');

create table store.import_run (
    id bigint generated always as identity primary key,
    actor text not null, source text not null, file_name text not null, file_sha256 text not null, options jsonb not null default '{}',
    started_at timestamptz not null default now(), finished_at timestamptz, counts jsonb
);
select store.describe('store.import_run', '{"id": "", "actor": "staff login | access control | 10 years", "source": "", "file_name": "",
    "file_sha256": "", "options": "", "started_at": "", "finished_at": "", "counts": ""}');

-- The answer to each batch of an import: a batch sent again after a lost connection gets the same one.
create table store.import_batch (
    import_id bigint not null references store.import_run,
    batch_no int not null,
    digest bytea not null,
    result jsonb not null,
    at timestamptz not null default now(),
    primary key (import_id, batch_no)
);
select store.describe('store.import_batch', '{"import_id": "", "batch_no": "", "digest": "", "result": "", "at": ""}');

-- One order of a batch while it is read, judged and written.
create type store.import_order as (
    place int, ref text, reason text, masked boolean,
    number text, source_number text, digest text, placed_at timestamptz, customer_name text, email text, phone text, currency text,
    subtotal_minor bigint, shipping_minor bigint, tax_minor bigint, discount_minor bigint, total_minor bigint, refunded_minor bigint,
    financial text, paid_at timestamptz, fulfilment text, fulfilled_at timestamptz, cancelled_at timestamptz, note text,
    shipping_address jsonb, billing_address jsonb, lines jsonb, payments jsonb,
    email_key text, customer_key text, order_id bigint, customer_id bigint, is_new_customer boolean, home_id bigint,
    shipping_address_id bigint, billing_address_id bigint);

-- Messages and requests on their way out of the house, written in the transaction that decides on them.
create table mailroom.outbox (
    id bigint generated always as identity primary key,
    command_id uuid not null,
    message_class text not null check (message_class in ('order', 'privacy', 'reply', 'marketing', 'survey')),
    order_id bigint references store.orders,
    customer_id bigint references store.customer,
    body jsonb not null,
    not_before timestamptz not null default now(),
    attempts int not null default 0,
    sent_at timestamptz,
    created_at timestamptz not null default now(),
    check (message_class <> 'order' or order_id is not null)
);
select store.describe('mailroom.outbox', '{"id": "", "command_id": "", "message_class": "", "order_id": "", "customer_id": "",
    "body": "correspondence | order | 1 year", "not_before": "", "attempts": "", "sent_at": "", "created_at": ""}');
