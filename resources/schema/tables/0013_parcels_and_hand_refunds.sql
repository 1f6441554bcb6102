-- A parcel that was written down can be corrected or taken back, and of a refund by hand somebody says that it was paid out.

-- by_hand: no processor is asked for it, somebody of the shop pays it out. paid_at: when it was said that this was done.
alter table store.refund
    add column by_hand boolean not null default false,
    add column paid_at timestamptz,
    add column paid_by bigint references store.staff,
    add check (paid_at is null or by_hand),
    add check (paid_by is null or paid_at is not null);
select store.describe('store.refund', '{"by_hand": "", "paid_at": "", "paid_by": ""}');
-- Of those from before nobody could say it. The old ones are taken for paid; of the others one tick too many is better than money forgotten.
update store.refund r set by_hand = true, paid_at = case when r.at < now() - interval '30 days' then r.at end
where r.staff_id is not null and r.status = 'done' and r.processor_reference = ''
    and not exists (select from mailroom.outbox b where b.order_id = r.order_id and b.refund_no = r.refund_no);
create index refund_owed on store.refund (order_id) where by_hand and status = 'done' and paid_at is null;

-- What a parcel's carrier and number were before they were corrected is kept with the order's other corrections.
select store.describe('store.order_change', '{"old_value": "name, address, e-mail, phone or shipment | order | order + 10 years",
    "new_value": "name, address, e-mail, phone or shipment | order | order + 10 years"}');

insert into store.transition (verb, axis, status, allowed)
select verb, 'fulfilment', status, true
from unnest(array['unfulfilled', 'partially_fulfilled', 'on_hold', 'fulfilled', 'cancelled']) as status cross join unnest(array['parcel', 'refund_paid']) as verb;

-- Beside the refunds that wait for a processor: those that wait for somebody of the shop.
insert into store.saved_view (desk, name, definition, position, seeded) values
    ('orders', 'Pay out by hand', '{"query": {"filters": [{"field": "refund", "op": "in", "values": ["by_hand"]}], "sort": "placed", "descending": false}}', 5, true)
on conflict do nothing;
