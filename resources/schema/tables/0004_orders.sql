-- Orders and all that hangs on one. Money is minor units of the order's currency. Status columns are derived (0007), never set.
-- The parts of an order are numbered within it, so that an order's rows lie together and one index serves each table.
create table store.product (
    id bigint generated always as identity primary key,
    sku text not null unique,
    title text not null,
    price_minor bigint not null check (price_minor >= 0),
    currency text not null references store.currency
);
select store.describe('store.product', '{"id": "", "sku": "", "title": "", "price_minor": "", "currency": ""}');

create table store.orders (
    id bigint generated always as identity primary key,
    number text not null,                     -- as the source shows it; two sources may show the same, and look-ups find both
    number_key text collate "C" not null,     -- digit runs padded, so that #999 sorts before #1001
    source text not null default 'shop',
    source_number text not null,              -- what the source itself knows the order by: unique there
    source_digest text,                       -- of what was imported: the same again changes nothing
    placed_at timestamptz not null,
    customer_id bigint not null references store.customer deferrable,
    customer_name text not null,
    customer_key text collate "C" not null,
    email text, email_key text collate "C",
    phone text, phone_key text collate "C",
    postal_code text not null default '', postal_key text collate "C" not null default '',
    country text not null default '',
    currency text not null references store.currency,
    subtotal_minor bigint not null, shipping_minor bigint not null default 0, tax_minor bigint not null default 0,
    discount_minor bigint not null default 0, total_minor bigint not null,
    paid_minor bigint not null default 0, refunded_minor bigint not null default 0,
    payment_status text collate "C" not null default 'pending'
        check (payment_status in ('pending', 'authorised', 'paid', 'partially_paid', 'partially_refunded', 'refunded', 'voided')),
    fulfilment_status text collate "C" not null default 'unfulfilled'
        check (fulfilment_status in ('unfulfilled', 'partially_fulfilled', 'fulfilled', 'on_hold', 'cancelled')),
    hold_count int not null default 0,
    item_count int not null default 0,
    shipped_count int not null default 0,
    last_shipped_at timestamptz,
    shipping_address_id bigint references store.order_address deferrable,
    billing_address_id bigint references store.order_address deferrable,
    assigned_to bigint references store.staff,
    cancelled_at timestamptz, cancel_reason text,
    version int not null default 1,           -- grows with every change of the row (0007)
    unique (source, source_number)
);
select store.describe('store.orders', '{"id": "", "number": "", "number_key": "", "source": "", "source_number": "", "source_digest": "", "placed_at": "",
    "customer_id": "", "customer_name": "name | order | order + 10 years", "customer_key": "name | order | order + 10 years",
    "email": "email | order | order + 10 years", "email_key": "email | order | order + 10 years", "phone": "phone | order | order + 10 years",
    "phone_key": "phone | order | order + 10 years", "postal_code": "address | order | order + 10 years",
    "postal_key": "address | order | order + 10 years", "country": "address | order | order + 10 years", "currency": "",
    "subtotal_minor": "", "shipping_minor": "", "tax_minor": "", "discount_minor": "", "total_minor": "", "paid_minor": "",
    "refunded_minor": "", "payment_status": "", "fulfilment_status": "", "hold_count": "", "item_count": "", "shipped_count": "",
    "last_shipped_at": "", "shipping_address_id": "", "billing_address_id": "", "assigned_to": "", "cancelled_at": "",
    "cancel_reason": "", "version": ""}');

create table store.order_line (
    order_id bigint not null references store.orders deferrable,
    line_no int not null check (line_no > 0),
    product_id bigint references store.product,
    sku text collate "C" not null default '', title text not null,
    quantity int not null check (quantity > 0),
    price_minor bigint not null, discount_minor bigint not null default 0, tax_minor bigint not null default 0,
    primary key (order_id, line_no)
);
select store.describe('store.order_line', '{"order_id": "", "line_no": "", "product_id": "", "sku": "", "title": "",
    "quantity": "", "price_minor": "", "discount_minor": "", "tax_minor": ""}');

-- No column for a card number or CVV exists: the processor's reference, the brand and the last four digits.
create table store.payment (
    order_id bigint not null references store.orders deferrable,
    payment_no int not null check (payment_no > 0),
    kind text not null check (kind in ('authorised', 'captured', 'voided')),
    amount_minor bigint not null check (amount_minor >= 0),
    at timestamptz not null,
    processor text not null default '', reference text not null default '', reference_key text collate "C" not null default '',
    brand text not null default '', last4 text not null default '' check (last4 ~ '^([0-9]{4})?$'),
    primary key (order_id, payment_no)
);
select store.describe('store.payment', '{"order_id": "", "payment_no": "", "kind": "", "amount_minor": "", "at": "", "processor": "",
    "reference": "payment reference | order | order + 10 years", "reference_key": "payment reference | order | order + 10 years",
    "brand": "payment card | order | order + 10 years", "last4": "payment card | order | order + 10 years"}');

create table store.shipment (
    order_id bigint not null references store.orders deferrable,
    shipment_no int not null check (shipment_no > 0),
    carrier text not null default '', tracking text not null default '',
    at timestamptz not null,
    primary key (order_id, shipment_no)
);
create table store.shipment_line (
    order_id bigint not null,
    shipment_no int not null,
    line_no int not null,
    quantity int not null check (quantity > 0),
    primary key (order_id, shipment_no, line_no),
    foreign key (order_id, shipment_no) references store.shipment deferrable,
    foreign key (order_id, line_no) references store.order_line deferrable
);
create table store.refund (
    order_id bigint not null references store.orders deferrable,
    refund_no int not null check (refund_no > 0),
    amount_minor bigint not null check (amount_minor > 0),
    shipping_minor bigint not null default 0, adjustment_minor bigint not null default 0,
    reason text not null default '', at timestamptz not null, staff_id bigint references store.staff,
    primary key (order_id, refund_no)
);
create table store.refund_line (
    order_id bigint not null,
    refund_no int not null,
    line_no int not null,
    quantity int not null check (quantity > 0),
    amount_minor bigint not null check (amount_minor >= 0),
    primary key (order_id, refund_no, line_no),
    foreign key (order_id, refund_no) references store.refund deferrable,
    foreign key (order_id, line_no) references store.order_line deferrable
);
select store.describe('store.shipment', '{"order_id": "", "shipment_no": "", "carrier": "", "tracking": "shipment | order | order + 3 years", "at": ""}');
select store.describe('store.shipment_line', '{"order_id": "", "shipment_no": "", "line_no": "", "quantity": ""}');
select store.describe('store.refund', '{"order_id": "", "refund_no": "", "amount_minor": "", "shipping_minor": "", "adjustment_minor": "",
    "reason": "", "at": "", "staff_id": ""}');
select store.describe('store.refund_line', '{"order_id": "", "refund_no": "", "line_no": "", "quantity": "", "amount_minor": ""}');

create table store.hold (
    id bigint generated always as identity primary key,
    order_id bigint not null references store.orders,
    reason text not null check (reason in ('payment', 'fraud', 'address', 'stock', 'customer_request', 'other')),
    note text not null default '' check (length(note) <= 2000),
    placed_by bigint references store.staff, placed_at timestamptz not null default now(),
    released_by bigint references store.staff, released_at timestamptz,
    check (released_at is not null or released_by is null)
);
create table store.note (
    id bigint generated always as identity primary key,
    order_id bigint not null references store.orders,
    staff_id bigint references store.staff, -- none: it came with the order from the shop
    body text not null check (length(body) between 1 and 20000),
    at timestamptz not null default now()
);
-- What happened to an order and has no row of its own elsewhere to tell it: payments, shipments and refunds tell themselves.
create table store.event (
    id bigint generated always as identity primary key,
    order_id bigint not null references store.orders,
    kind text not null,
    at timestamptz not null default now(),
    actor text not null,
    detail jsonb not null default '{}', -- ids and words, never values
    command_id uuid
);
select store.describe('store.hold', '{"id": "", "order_id": "", "reason": "", "note": "free text | order | order + 3 years",
    "placed_by": "", "placed_at": "", "released_by": "", "released_at": ""}');
select store.describe('store.note', '{"id": "", "order_id": "", "staff_id": "", "body": "free text | order | order + 3 years", "at": ""}');
select store.describe('store.event', '{"id": "", "order_id": "", "kind": "", "at": "", "actor": "staff login | access control | order + 10 years",
    "detail": "", "command_id": ""}');

-- Who looks at an order now: advice, not truth, so it is not logged and not part of the order row.
create unlogged table store.presence (
    order_id bigint not null,
    staff_id bigint not null,
    mode text not null check (mode in ('viewing', 'editing', 'away')),
    seen_at timestamptz not null default now(),
    primary key (order_id, staff_id)
);
select store.describe('store.presence', '{"order_id": "", "staff_id": "staff activity | order | 1 day", "mode": "staff activity | order | 1 day",
    "seen_at": "staff activity | order | 1 day"}');

-- One row of the orders list, as every list function gives it.
create type store.order_row as (id bigint, version int, sort_key text, number text, placed_at timestamptz, customer_name text,
    email text, phone text, postal_code text, country text, currency text, total_minor bigint, paid_minor bigint,
    refunded_minor bigint, payment_status text, fulfilment_status text, hold_count int, item_count int, assigned_login text,
    source text, cancelled_at timestamptz);
