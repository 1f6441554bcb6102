-- One order, whole. Opening it takes a reason and leaves an audit row before anything of it is shown.

drop function if exists store.why_not(text, text);

-- The order, when there is one and this caller may see it.
create or replace function store.visible_order(wanted bigint, me store.caller) returns store.orders
language plpgsql stable security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    found_order orders;
begin
    select * into found_order from orders where id = wanted;
    if found_order.id is not null and not 'all_orders' = any(me.rights)
        and found_order.fulfilment_status not in ('unfulfilled', 'partially_fulfilled', 'on_hold')
        and coalesce(found_order.last_shipped_at, '-infinity') <= clock_timestamp() - make_interval(days => setting('fulfilment.window_days')::int) then
        return null;
    end if;
    return found_order;
end $$;

create or replace function store.permission(me store.caller, command_right text, refusal text) returns jsonb
language sql stable set search_path = pg_catalog, pg_temp as $$
    select jsonb_build_object('allowed', why = '', 'why', why)
    from (select case when command_right = any(me.rights) then coalesce(refusal, 'unknown_status') else 'no_right' end as why) w
$$;

-- Who is at which of the orders, and for how long that holds unless they say it again, so that nobody need ask to let go of who crashed.
drop function if exists store.viewers_of(bigint);
create or replace function store.viewers_of(wanted bigint[]) returns table(order_id bigint, staff_id bigint, mode text, left_ms int)
language sql stable set search_path = pg_catalog, store, pg_temp as $$
    select p.order_id, p.staff_id, p.mode, ceil(extract(epoch from p.seen_at + l.lasts - now()) * 1000)::int
    from presence p, (select make_interval(secs => setting('presence.expire_seconds')::int) as lasts) l
    where p.order_id = any(wanted) and p.seen_at > now() - l.lasts
$$;

create or replace function store.viewers(wanted bigint) returns jsonb
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select coalesce(jsonb_agg(jsonb_build_object('login', s.login, 'display_name', s.display_name, 'mode', v.mode, 'left_ms', v.left_ms)
        order by v.left_ms desc), '[]')
    from viewers_of(array[wanted]) v join staff s on s.id = v.staff_id
$$;

create or replace function desk.presence_touch(order_id bigint, mode text) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := enter('view');
begin
    if mode is null or mode not in ('viewing', 'editing', 'away', 'gone') then
        raise exception 'unknown mode' using errcode = '22023';
    elsif (visible_order(presence_touch.order_id, me)).id is null then
        return '[]';
    end if;
    if pg_current_xact_id_if_assigned() is null then -- else a command before it waits for the disk
        perform set_config('synchronous_commit', 'off', true);
    end if;
    if mode = 'gone' then
        delete from presence p where p.order_id = presence_touch.order_id and p.staff_id = me.staff_id;
    else
        insert into presence (order_id, staff_id, mode) values (presence_touch.order_id, me.staff_id, presence_touch.mode)
        on conflict on constraint presence_pkey do update set mode = excluded.mode, seen_at = now();
    end if;
    return viewers(presence_touch.order_id);
end $$;

-- Who else is at which of the orders that a list shows. Nothing of an order the caller does not see.
drop function if exists desk.presence_list(bigint[]);
create function desk.presence_list(ids bigint[]) returns table(order_id bigint, display_name text, mode text, left_ms int)
language plpgsql stable security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := enter('view');
begin
    if cardinality(ids) > 500 then
        raise exception 'at most 500 orders at once' using errcode = '22023';
    end if;
    return query select v.order_id, s.display_name, v.mode, v.left_ms
        from viewers_of(ids) v join staff s on s.id = v.staff_id
        where v.staff_id <> me.staff_id and (visible_order(v.order_id, me)).id is not null
        order by v.order_id, v.left_ms desc;
end $$;

-- The order's own columns, without those its reader does not see.
create or replace function store.panel_order(o store.orders, me store.caller) returns jsonb
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select to_jsonb(o) - '{number_key,source_digest,customer_key,email_key,phone_key,postal_key,shipping_address_id,billing_address_id,assigned_to,tag_keys}'::text[]
        || jsonb_build_object('assigned_login', (select s.login from staff s where s.id = o.assigned_to),
            'assigned_name', (select s.display_name from staff s where s.id = o.assigned_to))
        || case when 'contact' = any(me.rights) then '{}' else '{"email": null, "phone": null, "customer_id": null}' end::jsonb
        || case when 'money' = any(me.rights) then '{}' else '{"subtotal_minor": null, "shipping_minor": null, "tax_minor": null, "discount_minor": null,
            "total_minor": null, "paid_minor": null, "refunded_minor": null}' end::jsonb
$$;

drop function if exists store.panel_lines(bigint, store.caller);
create or replace function store.panel_lines(o store.orders, me store.caller) returns jsonb
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select coalesce(jsonb_agg(jsonb_build_object('id', l.line_no, 'sku', l.sku, 'title', l.title, 'quantity', l.quantity,
            'shipped', f.shipped, 'unsent', f.unsent, 'open', f.open_quantity, 'held', h.held_quantity, 'refunded', refunded_quantity(o.id, l.line_no),
            'returned', returned_quantity(o.id, l.line_no), 'returnable', r.quantity)
        || case when 'money' = any(me.rights) then jsonb_build_object('price_minor', l.price_minor, 'discount_minor', l.discount_minor, 'tax_minor', l.tax_minor,
            'total_minor', l.price_minor * l.quantity - l.discount_minor, 'value_minor', v.value_minor, 'refunded_minor', refunded_value(o.id, l.line_no)) else '{}' end order by l.line_no), '[]')
    from order_line l join lines_left(o.id) f using (line_no) join lines_held(o.id) h using (line_no) join line_values(o.id) v using (line_no) join lines_returnable(o) r using (line_no)
    where l.order_id = o.id
$$;

create or replace function store.panel_payments(wanted bigint) returns jsonb
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select coalesce(jsonb_agg(jsonb_build_object('id', p.payment_no, 'reference', p.reference, 'processor', p.processor, 'brand', p.brand, 'last4', p.last4,
        'kind', p.kind, 'amount_minor', p.amount_minor, 'at', p.at, 'by_hand', not goes_by_processor(p.processor, p.reference), 'left_minor', coalesce(c.left_minor, 0))
        order by p.payment_no), '[]')
    from payment p left join captures_left(wanted) c using (payment_no) where p.order_id = wanted
$$;

create or replace function store.panel_shipments(wanted bigint) returns jsonb
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select coalesce(jsonb_agg(jsonb_build_object('id', s.shipment_no, 'carrier', s.carrier, 'tracking', s.tracking, 'at', s.at, 'voided_at', s.voided_at,
        'tracking_url', (select replace(c.tracking_url, '{tracking}', s.tracking) from carrier c where c.tracking_url <> '' and s.tracking ~ '^[A-Za-z0-9-]{4,60}$'
            and lower(c.name) = lower(s.carrier)), 'actor', (select f.display_name from staff f where f.id = s.staff_id),
        'lines', (select coalesce(jsonb_agg(jsonb_build_object('line_id', l.line_no, 'title', l.title, 'quantity', sl.quantity) order by l.line_no), '[]')
            from shipment_line sl join order_line l using (order_id, line_no)
            where sl.order_id = wanted and sl.shipment_no = s.shipment_no)) order by s.shipment_no), '[]')
    from shipment s where s.order_id = wanted
$$;

create or replace function store.panel_refunds(wanted bigint) returns jsonb
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select coalesce(jsonb_agg(jsonb_build_object('id', r.refund_no, 'amount_minor', r.amount_minor, 'reason', r.reason, 'at', r.at, 'status', r.status, 'shipping_minor', r.shipping_minor,
        'adjustment_minor', r.adjustment_minor, 'processor', r.processor, 'payment_no', r.payment_no,
        'by_hand', r.by_hand and r.status = 'done', 'paid_at', r.paid_at, 'paid_by', (select s.display_name from staff s where s.id = r.paid_by),
        'actor', (select s.display_name from staff s where s.id = r.staff_id),
        'lines', (select coalesce(jsonb_agg(jsonb_build_object('line_id', l.line_no, 'title', l.title, 'quantity', rl.quantity) order by l.line_no), '[]')
            from refund_line rl join order_line l using (order_id, line_no)
            where rl.order_id = wanted and rl.refund_no = r.refund_no)) order by r.refund_no), '[]')
    from refund r where r.order_id = wanted
$$;

-- Why a caller may not lift a hold, or null. The kinds that a review has to end are a lead's to lift, whoever placed them; of the others
-- each lifts what they have placed, a lead all of them, and what nobody of staff has placed whoever may lift any at all.
create or replace function store.release_refusal(h store.hold, me store.caller) returns text
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select case
        when 'release_any' = any(me.rights) then null
        when not 'release' = any(me.rights) then 'no_right'
        when setting('hold.lead_reasons')::jsonb ? h.reason then 'needs_lead'
        when h.placed_by <> me.staff_id then 'not_your_hold' end
$$;

-- Why a caller may lift none of an order's open holds; null where there is one, or none to be lifted.
create or replace function store.release_obstacle(wanted bigint, me store.caller) returns text
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select case when bool_and(r.why is not null) then (array_agg(r.why order by r.id desc))[1] end
    from (select h.id, release_refusal(h, me) as why from hold h where h.order_id = wanted and h.released_at is null) r
$$;

drop function if exists store.panel_holds(bigint);
create or replace function store.panel_holds(wanted bigint, me store.caller) returns jsonb
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select coalesce(jsonb_agg(jsonb_build_object('id', h.id, 'reason', h.reason, 'note', h.note, 'placed_at', h.placed_at, 'released_at', h.released_at,
        'placed_by', (select s.display_name from staff s where s.id = h.placed_by),
        'released_by', (select s.display_name from staff s where s.id = h.released_by), 'release', permission(me, 'release', coalesce(release_refusal(h, me), '')),
        'lines', (select jsonb_agg(jsonb_build_object('line_id', l.line_no, 'title', l.title, 'quantity', (x->>'quantity')::int) order by l.line_no)
            from jsonb_array_elements(h.lines) x join order_line l on l.order_id = wanted and l.line_no = (x->>'line_no')::int)) order by h.id desc), '[]')
    from hold h where h.order_id = wanted
$$;

create or replace function store.panel_address(wanted bigint, me store.caller) returns jsonb
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select to_jsonb(a) - 'id' - case when 'contact' = any(me.rights) then '' else 'phone' end
    from order_address a where a.id = wanted and 'addresses' = any(me.rights)
$$;

create or replace function store.panel_notes(wanted bigint, me store.caller) returns jsonb
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select coalesce(jsonb_agg(jsonb_build_object('id', n.id, 'body', n.body, 'at', n.at,
        'author', (select s.display_name from staff s where s.id = n.staff_id)) order by n.at desc, n.id desc), '[]')
    from note n where n.order_id = wanted and 'notes' = any(me.rights)
$$;

-- What happened, newest first: what was written down as an event, and what the order's own rows tell. Each event says what it was about:
-- whom, which party, how many pieces of what, as far as the reader sees that.
create or replace function store.panel_events(o store.orders) returns jsonb
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select coalesce(jsonb_agg(jsonb_build_object('id', e.id, 'kind', e.kind, 'at', e.at, 'command_id', e.command_id,
        'detail', e.detail || jsonb_strip_nulls(jsonb_build_object(
            'assignee', (select s.display_name from staff s where s.id = (e.detail->>'staff_id')::bigint),
            'party_name', (select p.name from outside_party p where p.code = e.detail->>'party'))),
        'actor', coalesce((select s.display_name from staff s where s.login = e.actor), e.actor)) order by e.at desc, e.rank desc, e.id desc), '[]')
    from (select id, kind, at, actor, detail, command_id, 5 as rank from event where order_id = o.id
        union all select 0, 'placed', o.placed_at, 'shop', '{}', null, 1
        union all select payment_no, 'payment_' || kind, at, 'shop', jsonb_build_object('payment_no', payment_no), null, 2 from payment where order_id = o.id
        -- One that was taken back by a command of its own was shipped until then.
        union all select shipment_no, case when voided_at is null or exists (select from event v where v.order_id = o.id and v.kind = 'parcel_voided' and v.detail->'shipment_no' = to_jsonb(shipment_no))
                then 'shipped' else 'shipment_voided' end, at,
            coalesce((select login from staff where staff.id = staff_id), 'shop'), jsonb_build_object('shipment_no', shipment_no), command_id, 3 from shipment where order_id = o.id
        -- What a processor was asked for stays asked for; what it said is an event of its own.
        union all select refund_no, case when status = 'withdrawn' then 'refund_withdrawn'
                when exists (select from mailroom.outbox b where b.order_id = o.id and b.refund_no = refund.refund_no) then 'refund_requested'
                when status = 'failed' then 'refund_failed' when status = 'requested' then 'refund_requested' else 'refunded' end, at,
            coalesce((select login from staff where staff.id = staff_id), 'shop'), jsonb_build_object('refund_no', refund_no), command_id, 4 from refund where order_id = o.id
        union all select id, kind || '_issued', issued_at, coalesce((select login from staff where staff.id = staff_id), 'shop'), jsonb_build_object('number', number), null, 5 from paper
            where order_id = o.id
        union all select 0, 'cancelled', o.cancelled_at, 'shop', jsonb_build_object('reason', o.cancel_reason), null, 6 where o.cancelled_at is not null
            and not exists (select from event where order_id = o.id and kind = 'cancelled')) e
$$;

-- What was corrected, old and new, newest first, as far as the reader sees it; without what was written to the customer's own record.
drop function if exists store.panel_changes(bigint);
create or replace function store.panel_changes(wanted bigint, me store.caller) returns jsonb
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select coalesce(jsonb_agg(jsonb_build_object('field', c.field, 'old', c.old_value, 'new', c.new_value, 'at', c.at, 'command_id', c.command_id,
        'actor', (select s.display_name from staff s where s.id = c.staff_id)) order by c.id desc), '[]')
    from order_change c where c.order_id = wanted and c.field <> 'assigned_to' and c.field not like 'customer.%'
        and case c.field when 'tags' then true when 'parcel' then true when 'lines' then 'money' = any(me.rights) when 'money' then 'money' = any(me.rights) else 'contact' = any(me.rights) end
$$;

create or replace function store.panel_papers(wanted bigint) returns jsonb
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select coalesce(jsonb_agg(jsonb_build_object('kind', p.kind, 'number', p.number, 'refund_no', p.refund_no, 'issued_at', p.issued_at) order by p.id), '[]')
    from paper p where p.order_id = wanted
$$;

create or replace function store.panel_other_orders(o store.orders, me store.caller) returns jsonb
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select coalesce(jsonb_agg(to_jsonb(other) order by other.placed_at desc, other.id desc), '[]')
    from (select x.id, x.number, x.placed_at, x.currency, x.total_minor, x.payment_status, x.fulfilment_status from orders x
        where x.customer_id = o.customer_id and x.id <> o.id and 'contact' = any(me.rights) order by x.placed_at desc, x.id desc limit 20) other
$$;

-- Tells whether anything of an order's page is other than it was: its version, and what changes without raising it.
create or replace function store.order_mark(o store.orders, me store.caller) returns text
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select md5(concat_ws('.', o.version, coalesce((select max(e.id) from event e where e.order_id = o.id), 0),
        case when 'notes' = any(me.rights) then coalesce((select max(n.id) from note n where n.order_id = o.id), 0) end,
        case when 'money' = any(me.rights) then coalesce((select max(p.id) from paper p where p.order_id = o.id), 0) end,
        case when 'money' = any(me.rights) then (select string_agg(r.status, ',' order by r.refund_no) from refund r where r.order_id = o.id) end,
        case when 'contact' = any(me.rights) then (select string_agg(b.state || b.attempts, ',' order by b.id) from mailroom.outbox b where b.order_id = o.id) end))
$$;

-- Which of the orders that a desk shows are other than at the mark they were read with, and the mark they have now; none for those that
-- are not to be seen any more.
create or replace function desk.order_news(ids bigint[], marks text[]) returns table(id bigint, mark text)
language plpgsql stable security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := enter('view');
begin
    if coalesce(cardinality(ids), 0) > 500 or cardinality(ids) is distinct from cardinality(marks) then
        raise exception 'at most 500 orders at once' using errcode = '22023';
    end if;
    return query select n.id, n.mark
        from (select a.id, a.mark as seen, case when (t.target).id is not null then order_mark(t.target, me) end as mark
            from unnest(ids, marks) as a(id, mark) cross join lateral (select visible_order(a.id, me) as target) t) n
        where n.mark is distinct from n.seen order by n.id;
end $$;

-- The first of two steps: writes down who opens which order and why. Only when that is committed does the second step show it, so no
-- ROLLBACK leaves an order read and no trace. The ticket is the reader's own id; both steps travel in one round trip.
create or replace function desk.order_open(ticket uuid, order_id bigint, reason text) returns boolean
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := enter('view');
begin
    if reason is null or reason not in ('order', 'request', 'call') then
        raise exception 'opening an order takes a reason: order, request or call' using errcode = '22023';
    end if;
    perform check_meter(me);
    if (visible_order(order_id, me)).id is null then
        return false;
    end if;
    -- The trace of having looked is waited for, unlike the meter's count.
    perform meter(me, 1), set_config('synchronous_commit', 'on', true);
    insert into order_ticket (id, staff_id, order_id) values (ticket, me.staff_id, order_open.order_id);
    perform audit('order_open', null, 'order', array[order_open.order_id], array[reason], 1);
    return true;
end $$;

-- The order that a ticket of the caller's own opened within the last five minutes, in another transaction, which is committed. Null: none.
create or replace function store.opened_order(ticket uuid, me store.caller) returns store.orders
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select visible_order((select t.order_id from order_ticket t where t.id = ticket and t.staff_id = me.staff_id
        and t.at > clock_timestamp() - interval '5 minutes' and t.written_in is distinct from pg_current_xact_id_if_assigned()), me)
$$;

-- The second step: the order itself.
drop function if exists desk.order_panel(bigint, text);
create or replace function desk.order_panel(ticket uuid) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := enter('view');
    o orders;
    answer jsonb;
begin
    o := opened_order(ticket, me);
    if o.id is null then
        return null;
    end if;
    answer := jsonb_build_object(
        'order', panel_order(o, me),
        'lines', panel_lines(o, me),
        'payments', case when 'money' = any(me.rights) then panel_payments(o.id) else '[]' end,
        'shipments', panel_parcels(o, me),
        'refunds', case when 'money' = any(me.rights) then panel_refunds(o.id) else '[]' end,
        'holds', panel_holds(o.id, me),
        'addresses', jsonb_build_object('shipping', panel_address(o.shipping_address_id, me),
            'billing', case when 'money' = any(me.rights) then panel_address(o.billing_address_id, me) end),
        'notes', panel_notes(o.id, me),
        'events', panel_events(o),
        'shipping_left_minor', case when 'money' = any(me.rights) then o.shipping_minor - refunded_shipping(o.id) end,
        'due_minor', case when 'money' = any(me.rights) then due_minor(o) end,
        'called_off_minor', case when 'money' = any(me.rights) and o.cancelled_at is null then (money_back(o)->>'refund_minor')::bigint end,
        'other_orders', panel_other_orders(o, me),
        'other_orders_more', 'contact' = any(me.rights)
            and (select count(*) > 20 from (select from orders x where x.customer_id = o.customer_id and x.id <> o.id limit 21) n),
        'viewers', viewers(o.id),
        -- For whoever may not write to the customer and does what they are told of.
        'message_obstacle', message_obstacle(o),
        'mark', order_mark(o, me),
        'grace_seconds', setting('grace.seconds')::int,
        'changes', panel_changes(o.id, me),
        'outbox', case when 'contact' = any(me.rights) then panel_outbox(o.id) else '[]' end,
        'papers', case when 'money' = any(me.rights) then panel_papers(o.id) else '[]' end,
        'can', (select jsonb_object_agg(v.verb, permission(me, right_of(v.verb), obstacle(v.verb, o)))
            from unnest(array['hold', 'release', 'note', 'ship', 'refund', 'cancel', 'stock_return', 'parcel', 'refund_paid', 'assign', 'tag', 'contact', 'lines', 'message']) v(verb))
            || jsonb_build_object('release', permission(me, 'release', coalesce(nullif(obstacle('release', o), ''), release_obstacle(o.id, me), '')), 'disclose', permission(me, 'disclose', coalesce(disclosure_refusal(o), ''))) || paper_permissions(o, me));
    return answer;
end $$;
