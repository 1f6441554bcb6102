-- Orders and all that hangs on one. Money is minor units of the order's currency. Status columns are derived (0006), never set.
create table store.product (
    id bigint generated always as identity primary key,
    sku text not null unique,
    title text not null,
    price_minor bigint not null check (price_minor >= 0),
    currency text not null check (currency ~ '^[A-Z]{3}$')
);
select store.describe('store.product', '{"id": "", "sku": "", "title": "", "price_minor": "", "currency": ""}');

create table store.orders (
    id bigint generated always as identity primary key,
    number text not null,
    number_key text collate "C" not null,
    source text not null default 'shop',
    source_digest text,
    placed_at timestamptz not null,
    customer_id bigint not null references store.customer,
    customer_name text not null,
    customer_key text collate "C" not null,
    email text, email_key text collate "C",
    phone text, phone_key text collate "C",
    postal_code text not null default '', postal_key text collate "C" not null default '',
    country text not null default '',
    currency text not null check (currency ~ '^[A-Z]{3}$'),
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
    shipping_address_id bigint references store.order_address,
    billing_address_id bigint references store.order_address,
    assigned_to bigint references store.staff,
    cancelled_at timestamptz, cancel_reason text,
    version int not null default 1,
    unique (source, number)
);
select store.describe('store.orders', '{"id": "", "number": "", "number_key": "", "source": "", "source_digest": "", "placed_at": "",
    "customer_id": "", "customer_name": "name | order | order + 10 years", "customer_key": "name | order | order + 10 years",
    "email": "email | order | order + 10 years", "email_key": "email | order | order + 10 years", "phone": "phone | order | order + 10 years",
    "phone_key": "phone | order | order + 10 years", "postal_code": "address | order | order + 10 years",
    "postal_key": "address | order | order + 10 years", "country": "address | order | order + 10 years", "currency": "",
    "subtotal_minor": "", "shipping_minor": "", "tax_minor": "", "discount_minor": "", "total_minor": "", "paid_minor": "",
    "refunded_minor": "", "payment_status": "", "fulfilment_status": "", "hold_count": "", "item_count": "", "shipped_count": "",
    "last_shipped_at": "", "shipping_address_id": "", "billing_address_id": "", "assigned_to": "", "cancelled_at": "",
    "cancel_reason": "", "version": ""}');

create table store.order_line (
    id bigint generated always as identity primary key,
    order_id bigint not null references store.orders,
    position int not null,
    product_id bigint references store.product,
    sku text not null default '', title text not null,
    quantity int not null check (quantity > 0),
    price_minor bigint not null, discount_minor bigint not null default 0, tax_minor bigint not null default 0
);
select store.describe('store.order_line', '{"id": "", "order_id": "", "position": "", "product_id": "", "sku": "", "title": "",
    "quantity": "", "price_minor": "", "discount_minor": "", "tax_minor": ""}');

-- No column for a card number or CVV exists: the processor's reference, the brand and the last four digits.
create table store.payment (
    id bigint generated always as identity primary key,
    order_id bigint not null references store.orders,
    kind text not null check (kind in ('authorised', 'captured', 'voided')),
    amount_minor bigint not null check (amount_minor >= 0),
    at timestamptz not null,
    processor text not null default '', reference text not null default '', reference_key text collate "C" not null default '',
    brand text not null default '', last4 text not null default '' check (last4 ~ '^([0-9]{4})?$')
);
select store.describe('store.payment', '{"id": "", "order_id": "", "kind": "", "amount_minor": "", "at": "", "processor": "",
    "reference": "payment reference | order | order + 10 years", "reference_key": "payment reference | order | order + 10 years",
    "brand": "payment card | order | order + 10 years", "last4": "payment card | order | order + 10 years"}');

create table store.shipment (
    id bigint generated always as identity primary key,
    order_id bigint not null references store.orders,
    carrier text not null default '', tracking text not null default '',
    at timestamptz not null
);
create table store.shipment_line (
    shipment_id bigint not null references store.shipment,
    line_id bigint not null references store.order_line,
    quantity int not null check (quantity > 0),
    primary key (shipment_id, line_id)
);
create table store.refund (
    id bigint generated always as identity primary key,
    order_id bigint not null references store.orders,
    payment_id bigint references store.payment,
    amount_minor bigint not null check (amount_minor > 0),
    shipping_minor bigint not null default 0, adjustment_minor bigint not null default 0,
    reason text not null default '', at timestamptz not null, staff_id bigint references store.staff
);
create table store.refund_line (
    refund_id bigint not null references store.refund,
    line_id bigint not null references store.order_line,
    quantity int not null check (quantity > 0),
    amount_minor bigint not null check (amount_minor >= 0),
    restock boolean not null default false,
    primary key (refund_id, line_id)
);
select store.describe('store.shipment', '{"id": "", "order_id": "", "carrier": "", "tracking": "parcel tracking | order | order + 10 years", "at": ""}');
select store.describe('store.shipment_line', '{"shipment_id": "", "line_id": "", "quantity": ""}');
select store.describe('store.refund', '{"id": "", "order_id": "", "payment_id": "", "amount_minor": "", "shipping_minor": "", "adjustment_minor": "",
    "reason": "", "at": "", "staff_id": ""}');
select store.describe('store.refund_line', '{"refund_id": "", "line_id": "", "quantity": "", "amount_minor": "", "restock": ""}');

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
create table store.event (
    id bigint generated always as identity primary key,
    order_id bigint not null references store.orders,
    kind text not null,
    at timestamptz not null default now(),
    actor text not null,
    detail jsonb not null default '{}',
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
select store.describe('store.presence', '{"order_id": "", "staff_id": "", "mode": "", "seen_at": ""}');
