-- Staff, customers and how to reach them.
create table store.staff (
    id bigint generated always as identity primary key,
    login text collate "C" not null unique check (login ~ '^[a-z][a-z0-9_.-]{0,62}$'),
    display_name text not null check (length(display_name) between 1 and 200),
    must_change_password boolean not null default true,
    created_at timestamptz not null default now(),
    last_seen_at timestamptz,
    disabled_at timestamptz
);
select store.describe('store.staff', '{"id": "", "login": "staff login | access control | while employed + 2 years",
    "display_name": "staff name | access control | while employed + 2 years", "must_change_password": "", "created_at": "",
    "last_seen_at": "staff activity | access control | while employed + 2 years", "disabled_at": ""}');

create table store.customer (
    id bigint generated always as identity primary key,
    name text not null,
    customer_key text collate "C" not null, -- the name folded for sorting and finding: lower case, no accents, one Unicode form
    source text not null default 'shop',    -- the shop, or the source of the import that brought them
    version int not null default 1,
    created_at timestamptz not null default now()
);
select store.describe('store.customer', '{"id": "", "name": "name | order | account + 3 years", "customer_key": "name | order | account + 3 years",
    "source": "", "version": "", "created_at": ""}');

create table store.address (
    id bigint generated always as identity primary key,
    name text not null default '', company text not null default '',
    line1 text not null default '', line2 text not null default '',
    city text not null default '', region text not null default '',
    postal_code text not null default '', country text not null default '',
    phone text not null default ''
);
-- What an order was placed with. Its rows never change (0008), so orders of one customer may share one; a correction is a new row,
-- and a later change of the customer's address leaves it alone.
create table store.order_address (like store.address including defaults including identity including indexes);
select store.describe(relation, '{"id": "", "name": "name | order | order + 10 years", "company": "name | order | order + 10 years",
    "line1": "address | order | order + 10 years", "line2": "address | order | order + 10 years", "city": "address | order | order + 10 years",
    "region": "address | order | order + 10 years", "postal_code": "address | order | order + 10 years", "country": "address | order | order + 10 years",
    "phone": "phone | order | order + 10 years"}')
from unnest(array['store.address', 'store.order_address']::regclass[]) as relation;

-- One e-mail address, phone number or postal address of a customer.
create table store.contact_point (
    id bigint generated always as identity primary key,
    customer_id bigint not null references store.customer deferrable,
    kind text not null check (kind in ('email', 'phone', 'postal')),
    value text not null default '',
    key text collate "C" not null default '', -- value in the one form it is looked up in
    address_id bigint references store.address,
    is_primary boolean not null default true,
    check ((kind = 'postal') = (address_id is not null))
);
select store.describe('store.contact_point', '{"id": "", "customer_id": "", "kind": "", "value": "email or phone | order, contact | account + 3 years",
    "key": "email or phone | order, contact | account + 3 years", "address_id": "", "is_primary": ""}');
