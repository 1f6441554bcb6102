-- What may be done to an order in which state: the one table of transitions, read by commands and by the panel that explains
-- them. why is the machine word the window puts into a sentence. The states themselves are derived, see api/12_status.sql.
create table store.transition (
    verb text not null,
    axis text not null check (axis in ('payment', 'fulfilment')),
    status text not null,
    allowed boolean not null,
    why text not null default '',
    primary key (verb, axis, status),
    check (allowed = (why = ''))
);
select store.describe('store.transition', '{"verb": "", "axis": "", "status": "", "allowed": "", "why": ""}');
insert into store.transition (verb, axis, status, allowed, why) values
    ('hold', 'fulfilment', 'unfulfilled', true, ''),
    ('hold', 'fulfilment', 'partially_fulfilled', true, ''),
    ('hold', 'fulfilment', 'on_hold', true, ''),
    ('hold', 'fulfilment', 'fulfilled', false, 'already_shipped'),
    ('hold', 'fulfilment', 'cancelled', false, 'already_cancelled'),
    ('release', 'fulfilment', 'unfulfilled', false, 'not_on_hold'),
    ('release', 'fulfilment', 'partially_fulfilled', false, 'not_on_hold'),
    ('release', 'fulfilment', 'on_hold', true, ''),
    ('release', 'fulfilment', 'fulfilled', true, ''), -- a hold may outlive the parcel
    ('release', 'fulfilment', 'cancelled', true, ''),
    ('note', 'fulfilment', 'unfulfilled', true, ''),
    ('note', 'fulfilment', 'partially_fulfilled', true, ''),
    ('note', 'fulfilment', 'on_hold', true, ''),
    ('note', 'fulfilment', 'fulfilled', true, ''),
    ('note', 'fulfilment', 'cancelled', true, '');
