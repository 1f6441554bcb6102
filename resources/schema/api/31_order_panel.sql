-- One order, whole. Opening it takes a reason and leaves an audit row in the same transaction.

create or replace function store.why_not(command_verb text, status text) returns text
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select why from transition where verb = command_verb and axis = 'fulfilment' and transition.status = why_not.status
$$;

create or replace function store.visible_order(wanted bigint) returns store.orders
language plpgsql stable security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    found_order orders;
begin
    select * into found_order from orders where id = wanted;
    if found_order.id is not null and not 'money' = any(rights_of(my_groups()))
        and found_order.fulfilment_status not in ('unfulfilled', 'partially_fulfilled', 'on_hold')
        and coalesce(found_order.last_shipped_at, '-infinity') <= now() - (setting('fulfilment.window_days') || ' days')::interval then
        return null;
    end if;
    return found_order;
end $$;

create or replace function store.permission(command_right text, command_verb text, status text) returns jsonb
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select jsonb_build_object('allowed', why = '', 'why', why) from (select case
        when not command_right = any(rights_of(my_groups())) then 'no_right'
        else coalesce(why_not(command_verb, status), 'unknown_status') end as why) w
$$;

create or replace function store.viewers_of(wanted bigint) returns jsonb
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select coalesce(jsonb_agg(jsonb_build_object('login', s.login, 'display_name', s.display_name, 'mode', p.mode, 'seen_at', p.seen_at)
        order by p.seen_at desc), '[]')
    from presence p join staff s on s.id = p.staff_id
    where p.order_id = wanted and p.seen_at > now() - (setting('presence.expire_seconds') || ' seconds')::interval
$$;

create or replace function desk.presence_touch(order_id bigint, mode text) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me bigint := require_right('view');
begin
    if (visible_order(presence_touch.order_id)).id is null then
        return '[]';
    end if;
    if mode = 'gone' then
        delete from presence p where p.order_id = presence_touch.order_id and p.staff_id = me;
    else
        insert into presence (order_id, staff_id, mode) values (presence_touch.order_id, me, presence_touch.mode)
        on conflict on constraint presence_pkey do update set mode = excluded.mode, seen_at = now();
    end if;
    return viewers_of(presence_touch.order_id);
end $$;

create or replace function desk.order_panel(order_id bigint, reason text) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
#variable_conflict use_column
declare
    o orders;
    groups text[];
    money boolean;
    contact boolean;
    answer jsonb;
begin
    perform require_right('view');
    if order_panel.reason is null or not order_panel.reason = any(array['order', 'request', 'call']) then
        raise exception 'opening an order takes a reason: order, request or call' using errcode = '22023';
    end if;
    if not meter_allows() then
        raise exception 'this login has read as many rows as it may in an hour' using errcode = 'ST002';
    end if;
    groups := my_groups();
    money := 'money' = any(rights_of(groups));
    contact := 'contact' = any(rights_of(groups));
    o := visible_order(order_panel.order_id);
    if o.id is null then
        return null;
    end if;
    answer := jsonb_build_object(
        'order', jsonb_build_object('id', o.id, 'version', o.version, 'number', o.number, 'source', o.source, 'placed_at', o.placed_at,
            'customer_id', o.customer_id, 'customer_name', o.customer_name, 'currency', o.currency, 'payment_status', o.payment_status,
            'fulfilment_status', o.fulfilment_status, 'hold_count', o.hold_count, 'item_count', o.item_count, 'shipped_count', o.shipped_count,
            'cancelled_at', o.cancelled_at, 'cancel_reason', o.cancel_reason)
          || case when contact then jsonb_build_object('email', o.email, 'phone', o.phone) else '{}' end
          || case when money then jsonb_build_object('subtotal_minor', o.subtotal_minor, 'shipping_minor', o.shipping_minor, 'tax_minor', o.tax_minor,
                'discount_minor', o.discount_minor, 'total_minor', o.total_minor, 'paid_minor', o.paid_minor, 'refunded_minor', o.refunded_minor) else '{}' end,
        'lines', (select coalesce(jsonb_agg(jsonb_build_object('id', l.id, 'sku', l.sku, 'title', l.title, 'quantity', l.quantity,
                'shipped', (select coalesce(sum(sl.quantity), 0) from shipment_line sl where sl.line_id = l.id),
                'refunded', (select coalesce(sum(rl.quantity), 0) from refund_line rl where rl.line_id = l.id))
              || case when money then jsonb_build_object('price_minor', l.price_minor, 'discount_minor', l.discount_minor, 'tax_minor', l.tax_minor,
                'total_minor', l.price_minor * l.quantity - l.discount_minor) else '{}' end order by l.position), '[]') from order_line l where l.order_id = o.id),
        'payments', case when money then (select coalesce(jsonb_agg(jsonb_build_object('reference', p.reference, 'processor', p.processor, 'brand', p.brand,
                'last4', p.last4, 'kind', p.kind, 'amount_minor', p.amount_minor, 'at', p.at) order by p.at), '[]') from payment p where p.order_id = o.id) else '[]' end,
        'shipments', (select coalesce(jsonb_agg(jsonb_build_object('carrier', s.carrier, 'tracking', s.tracking, 'at', s.at,
                'lines', (select coalesce(jsonb_agg(jsonb_build_object('title', l.title, 'quantity', sl.quantity) order by l.position), '[]')
                    from shipment_line sl join order_line l on l.id = sl.line_id where sl.shipment_id = s.id)) order by s.at), '[]')
            from shipment s where s.order_id = o.id),
        'refunds', case when money then (select coalesce(jsonb_agg(jsonb_build_object('amount_minor', r.amount_minor, 'reason', r.reason, 'at', r.at,
                'actor', (select st.display_name from staff st where st.id = r.staff_id),
                'lines', (select coalesce(jsonb_agg(jsonb_build_object('title', l.title, 'quantity', rl.quantity)), '[]')
                    from refund_line rl join order_line l on l.id = rl.line_id where rl.refund_id = r.id)) order by r.at), '[]')
            from refund r where r.order_id = o.id) else '[]' end,
        'holds', (select coalesce(jsonb_agg(jsonb_build_object('id', h.id, 'reason', h.reason, 'note', h.note, 'placed_at', h.placed_at, 'released_at', h.released_at,
                'placed_by', (select st.display_name from staff st where st.id = h.placed_by),
                'released_by', (select st.display_name from staff st where st.id = h.released_by)) order by h.placed_at desc, h.id desc), '[]')
            from hold h where h.order_id = o.id),
        'addresses', case when 'addresses' = any(rights_of(groups)) then jsonb_build_object(
                'shipping', (select to_jsonb(a) - 'id' from order_address a where a.id = o.shipping_address_id),
                'billing', case when money then (select to_jsonb(a) - 'id' from order_address a where a.id = o.billing_address_id) end) else '{}' end,
        'notes', (select coalesce(jsonb_agg(jsonb_build_object('id', n.id, 'body', n.body, 'at', n.at,
                'author', (select st.display_name from staff st where st.id = n.staff_id)) order by n.at desc, n.id desc), '[]') from note n where n.order_id = o.id),
        'events', (select coalesce(jsonb_agg(jsonb_build_object('id', e.id, 'kind', e.kind, 'at', e.at, 'detail', e.detail,
                'actor', coalesce((select st.display_name from staff st where st.login = e.actor), e.actor)) order by e.at desc, e.id desc), '[]')
            from event e where e.order_id = o.id),
        'other_orders', case when contact then (select coalesce(jsonb_agg(to_jsonb(other) order by other.placed_at desc), '[]') from (
                select x.id, x.number, x.placed_at, x.currency, x.total_minor, x.payment_status, x.fulfilment_status from orders x
                where x.customer_id = o.customer_id and x.id <> o.id order by x.placed_at desc limit 20) other) else '[]' end,
        'other_orders_more', contact and (select count(*) from (select from orders x where x.customer_id = o.customer_id limit 22) n) > 21,
        'viewers', viewers_of(o.id),
        'can', jsonb_build_object('hold', permission('hold', 'hold', o.fulfilment_status),
            'release', case when o.hold_count = 0 then jsonb_build_object('allowed', false, 'why', 'not_on_hold') else permission('hold', 'release', o.fulfilment_status) end,
            'note', permission('note', 'note', o.fulfilment_status)));
    perform audit('order_open', null, 'order', array[o.id], array[order_panel.reason], 1);
    perform meter(1);
    return answer;
end $$;
