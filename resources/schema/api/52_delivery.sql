-- Handing over what leaves the house, for the delivery service: it takes what is due under a lease, tells the other side, and settles
-- what became of it. What is taken and not settled in time is taken again, so the other side may hear of it twice, each time under the
-- same number.

-- Whether a message tells of refunds that are not decided on yet. A cancellation does not wait for one that was laid aside.
create or replace function store.awaits_refund(b mailroom.outbox) returns boolean
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select b.kind = 'message' and exists (select from refund r where r.order_id = b.order_id and r.status = 'requested'
        and r.refund_no in (select value::int from jsonb_array_elements_text(coalesce(b.body->'refund_nos', '[]')))
        and (b.template = 'refunded' or not exists (select from mailroom.outbox q where q.order_id = r.order_id and q.refund_no = r.refund_no and q.state = 'dead')))
$$;

-- What of the refunds a message tells of was paid out.
create or replace function store.told_refunds(b mailroom.outbox) returns bigint
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select coalesce(sum(r.amount_minor), 0)::bigint from refund r where r.order_id = b.order_id and r.status = 'done'
        and r.refund_no in (select value::int from jsonb_array_elements_text(coalesce(b.body->'refund_nos', '[]')))
$$;

-- The parcels a message tells of, without those taken back since.
create or replace function store.told_parcels(b mailroom.outbox) returns jsonb
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select coalesce(jsonb_agg(p - 'actor'), '[]') from jsonb_array_elements(panel_shipments(b.order_id)) p
    where p->>'voided_at' is null and p->'id' in (select value from jsonb_array_elements(coalesce(b.body->'shipment_nos', '[]')))
$$;

-- A processor forgets after some hours what it was asked under a number. Asked again after that, it would pay twice.
create or replace function store.too_late_to_repeat(b mailroom.outbox) returns boolean
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select b.kind = 'refund' and b.first_tried_at < clock_timestamp() - make_interval(hours => setting('refund.repeat_hours')::int)
        and (select r.processor_reference = '' from refund r where r.order_id = b.order_id and r.refund_no = b.refund_no)
$$;

-- What stands in the way of handing something over, asked at the last moment: the state it comes into instead, and why. Null: nothing.
create or replace function store.delivery_obstacle(b mailroom.outbox, out state text, out why text)
language plpgsql stable security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    if b.kind = 'refund' then
        why := case
            when (select r.status from refund r where r.order_id = b.order_id and r.refund_no = b.refund_no) <> 'requested' then 'no_longer_asked'
            when too_late_to_repeat(b) then 'too_late_to_repeat' end;
        state := case why when 'no_longer_asked' then 'withdrawn' when 'too_late_to_repeat' then 'dead' end;
    else
        why := (select nullif(message_obstacle(o), '') from orders o where o.id = b.order_id);
        why := case
            when why is not null then why
            when b.template = 'refunded' and told_refunds(b) = 0 then 'refund_failed'
            when b.template in ('shipped', 'parcel_fixed') and told_parcels(b) = '[]' then 'shipment_voided' end;
        state := case when why is not null then 'withdrawn' end;
    end if;
    if why is null and b.state = 'sending' and b.attempts >= setting('deliver.tries')::int then
        state := 'dead';
        why := 'interrupted';
    end if;
end $$;

-- All that a message is written from, as things stand at the moment it leaves.
create or replace function store.message_packet(b mailroom.outbox) returns jsonb
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select jsonb_build_object('template', b.template, 'message_id', b.message_id, 'text', coalesce(kept_body(b)->>'text', ''), 'sender', setting('store.sender'),
        'store_name', setting('store.name'), 'time_zone', setting('store.time_zone'), 'number', o.number, 'placed_at', o.placed_at, 'name', o.customer_name,
        'email', o.email, 'currency', o.currency, 'shipping_minor', o.shipping_minor, 'discount_minor', o.discount_minor, 'tax_minor', o.tax_minor,
        'total_minor', o.total_minor, 'refund_minor', told_refunds(b), 'parcels', told_parcels(b),
        'lines', (select coalesce(jsonb_agg(jsonb_build_object('title', l.title, 'quantity', l.quantity, 'total_minor', l.price_minor * l.quantity - l.discount_minor)
            order by l.line_no), '[]') from order_line l where l.order_id = o.id))
    from orders o where o.id = b.order_id
$$;

-- For whoever is about to write to an order's customer, under the ticket of an order that was opened: what the message would be written
-- from, and the text it would be filled into as the delivery service told it; none where it has told nothing yet.
create or replace function desk.message_preview(ticket uuid, template text) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := enter('edit');
    draft mailroom.outbox;
    words mail_template;
begin
    draft.order_id := (opened_order(ticket, me)).id;
    if draft.order_id is null or template is null or template not in ('confirmation', 'question') then
        return null;
    end if;
    draft.template := template;
    draft.body := '{}';
    select * into words from mail_template m where m.name = draft.template;
    return jsonb_build_object('packet', message_packet(draft), 'text', words.body, 'locale', words.locale);
end $$;

-- The delivery service tells the texts it fills in, {name: text}. Those of another time go.
create or replace function mailroom.tell_templates(texts jsonb, locale text) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    if jsonb_typeof(texts) is distinct from 'object' or (select count(*) from jsonb_object_keys(texts)) not between 1 and 20
        or exists (select from jsonb_each(texts) t where t.key !~ '^[a-z_]{1,30}$' or jsonb_typeof(t.value) <> 'string' or length(t.value #>> '{}') > 20000)
        or coalesce(locale, '') !~ '^[A-Za-z0-9_@.-]{1,60}$' then
        return refusal('bad_arguments');
    elsif has_card(texts) then
        return refusal('card_number');
    end if;
    delete from mail_template m where not texts ? m.name;
    insert into mail_template as m (name, body, locale) select t.key, t.value #>> '{}', tell_templates.locale from jsonb_each(texts) t order by t.key
    on conflict on constraint mail_template_pkey do update set body = excluded.body, locale = excluded.locale
    where (m.body, m.locale) is distinct from (excluded.body, excluded.locale);
    return '{"outcome": "done", "reason": ""}';
end $$;

-- All that a processor is asked with. reference: what it already calls the refund, when it has taken it on and not decided yet.
create or replace function store.refund_packet(b mailroom.outbox) returns jsonb
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select jsonb_build_object('processor', key_of(r.processor), 'capture', p.reference, 'amount_minor', r.amount_minor, 'currency', o.currency,
        'request_id', b.request_id, 'reference', r.processor_reference, 'number', o.number, 'store_name', setting('store.name'), 'is_first_try', not b.tried_before)
    from refund r join orders o on o.id = r.order_id left join payment p on p.order_id = r.order_id and p.payment_no = r.payment_no
    where r.order_id = b.order_id and r.refund_no = b.refund_no
$$;

-- Ends the way of something: sent; withdrawn, when nothing of it is to go any more; or dead, laid aside until somebody has looked.
create or replace function store.end_delivery(b mailroom.outbox, new_state text, why text) returns void
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    update mailroom.outbox set state = new_state, sent_at = case when new_state = 'sent' then clock_timestamp() end, leased_until = null, last_error = why where id = b.id;
    perform add_event(b.order_id, case when b.kind = 'message' then case new_state when 'sent' then 'message_sent' else 'message_failed' end
            else case new_state when 'sent' then 'refund_done' when 'dead' then 'refund_stuck' else 'refund_failed' end end,
        case when b.kind = 'message' then jsonb_build_object('template', b.template) else jsonb_build_object('refund_no', b.refund_no) end
            || case when why = '' then '{}' else jsonb_build_object('reason', why) end, b.command_id);
    perform audit('deliver', b.command_id, 'order', array[b.order_id], array[b.kind], 1);
end $$;

-- Takes what is due, of the kinds the caller can hand over now. Each item is the caller's until its lease ends; the longest way of one
-- to the other side is shorter. What is about an order that somebody keeps locked is not given out, since it could not be settled either.
-- obstacle: why messages that are due are not among them, or refunds that nobody who asks can hand over.
create or replace function mailroom.take(kinds text[], row_limit int) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    due mailroom.outbox;
    obstacle record;
    items jsonb := '[]';
    wanted int := least(coalesce(row_limit, 1), 100);
    sender text := setting('store.sender');
    has_sender boolean := sender ~ '^[^@[:space:]]+@[^@[:space:]]+$';
begin
    -- An undo on a standby that takes over must find what is on its way to be so.
    perform set_config('synchronous_commit', 'on', true);
    while jsonb_array_length(items) < wanted loop
        select b.* into due from mailroom.outbox b join orders o on o.id = b.order_id
        where b.state in ('waiting', 'sending') and b.not_before <= clock_timestamp() and (b.state = 'waiting' or b.leased_until < clock_timestamp())
            and b.kind = any(kinds) and (b.kind = 'refund' or b.message_class = 'order' and has_sender) and not awaits_refund(b)
        order by b.not_before, b.id limit 1 for no key update of o skip locked for update of b skip locked;
        exit when due.id is null;
        select * into obstacle from delivery_obstacle(due);
        if obstacle.why is not null then
            perform end_delivery(due, obstacle.state, obstacle.why);
            continue;
        end if;
        update mailroom.outbox b set state = 'sending', leased_until = clock_timestamp() + make_interval(mins => 5 * wanted), attempts = b.attempts + 1,
            first_tried_at = coalesce(b.first_tried_at, clock_timestamp()), tried_before = b.first_tried_at is not null,
            message_id = case when b.kind = 'message' and b.message_id = '' then b.request_id || '@' || split_part(sender, '@', 2) else b.message_id end
        where b.id = due.id returning b.* into due;
        items := items || (jsonb_build_object('id', due.id, 'kind', due.kind, 'lease', due.leased_until)
            || case due.kind when 'message' then message_packet(due) else refund_packet(due) end);
    end loop;
    return jsonb_build_object('items', items, 'obstacle', case
        when not has_sender and 'message' = any(kinds)
        and exists (select from mailroom.outbox b where b.state = 'waiting' and b.message_class = 'order' and b.not_before <= clock_timestamp()) then 'no_sender'
        when not 'refund' = any(kinds) and exists (select from mailroom.outbox b where b.state = 'waiting' and b.kind = 'refund'
            and b.not_before < clock_timestamp() - interval '1 hour') then 'no_processor' else '' end);
end $$;

-- Locks an item in the order everybody locks in: the order, then what of it is on its way.
create or replace function store.lock_delivery(wanted bigint) returns mailroom.outbox
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    item mailroom.outbox;
begin
    perform set_config('synchronous_commit', 'on', true);
    perform from orders o where o.id = (select b.order_id from mailroom.outbox b where b.id = wanted) for no key update;
    select b.* into item from mailroom.outbox b where b.id = wanted for update;
    return item;
end $$;

-- Pieces that go out after all, since their refund failed, are in stock no more.
create or replace function store.unbook_unsent(b mailroom.outbox) returns void
language sql security definer set search_path = pg_catalog, store, pg_temp as $$
    insert into stock_return (order_id, line_no, quantity, command_id)
    select b.order_id, s.line_no, -s.quantity, b.command_id
    from (select rl.line_no, least(rl.unsent, greatest(returned_quantity(b.order_id, rl.line_no) - f.quantity + f.open_quantity,
            (select sum(r.quantity) from stock_return r where r.command_id = b.command_id and r.order_id = b.order_id and r.line_no = rl.line_no)))::int as quantity
        from refund_line rl join lines_left(b.order_id) f using (line_no) where rl.order_id = b.order_id and rl.refund_no = b.refund_no) s
    where s.quantity > 0 and exists (select from orders o where o.id = b.order_id and o.cancelled_at is null)
$$;

-- Pieces whose refund was paid out after all are in stock again, as far as they have not been sent or brought back since.
create or replace function store.rebook_unsent(b mailroom.outbox) returns void
language sql security definer set search_path = pg_catalog, store, pg_temp as $$
    insert into stock_return (order_id, line_no, quantity, command_id)
    select b.order_id, s.line_no, s.quantity, b.command_id
    from orders o cross join lateral lines_returnable(o) f join refund_line rl on rl.order_id = o.id and rl.refund_no = b.refund_no and rl.line_no = f.line_no
    cross join lateral (select f.line_no, least(rl.unsent, f.quantity, (select -sum(r.quantity) from stock_return r
        where r.command_id = b.command_id and r.order_id = o.id and r.line_no = f.line_no and r.quantity < 0))::int as quantity) s
    where o.id = b.order_id and o.cancelled_at is null and s.quantity > 0
$$;

-- Pieces of a parcel that was taken back while their refund counted for nothing are not sent again now that it was paid out.
create or replace function store.keep_unsent(b mailroom.outbox) returns void
language sql security definer set search_path = pg_catalog, store, pg_temp as $$
    update refund_line rl set unsent = rl.unsent + s.pieces
    from (select r.line_no, least(r.quantity - r.unsent, refunded_quantity(b.order_id, r.line_no) - f.unsent - f.shipped,
            (select sum(l.quantity) from shipment_line l join event v on v.order_id = b.order_id and v.kind = 'parcel_voided' and v.at > w.at and v.detail->'shipment_no' = to_jsonb(l.shipment_no)
                where l.order_id = b.order_id and l.line_no = r.line_no))::int as pieces
        from refund_line r join refund w using (order_id, refund_no) join lines_left(b.order_id) f on f.line_no = r.line_no
        where r.order_id = b.order_id and r.refund_no = b.refund_no) s
    where rl.order_id = b.order_id and rl.refund_no = b.refund_no and rl.line_no = s.line_no and s.pieces > 0
$$;

-- The processor has decided on a refund; what it refused can be refunded again. That it was paid out counts also where it was taken for
-- failed before. When it was refunded again by then, both cannot stand: it is laid aside until somebody has got the money back.
create or replace function store.decide_refund(b mailroom.outbox, paid_out boolean, reference text, why text) returns void
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    known refund := (select r from refund r where r.order_id = b.order_id and r.refund_no = b.refund_no);
    is_late boolean := paid_out and known.status in ('failed', 'withdrawn');
    is_twice boolean := is_late and exists (select from orders o where o.id = b.order_id and o.paid_minor - o.refunded_minor < known.amount_minor);
begin
    update refund r set processor_reference = coalesce(nullif(reference, ''), r.processor_reference),
        status = case when is_twice then r.status when paid_out then 'done' else 'failed' end,
        paid_late_at = case when is_late and not is_twice then clock_timestamp() end
    where r.order_id = b.order_id and r.refund_no = b.refund_no and (is_late or r.status = 'requested');
    if is_twice then
        if b.state <> 'dead' then
            perform end_delivery(b, 'dead', 'paid_twice');
        end if;
        return;
    elsif is_late then
        perform rebook_unsent(b), keep_unsent(b);
    elsif not paid_out and known.status = 'requested' then
        perform unbook_unsent(b);
    end if;
    perform end_delivery(b, case when paid_out then 'sent' else 'withdrawn' end, why);
end $$;

-- Puts an item back: after what has not been answered it waits twice as long each time, and is laid aside when its tries are used up. A
-- processor that has taken a refund on is asked again in an hour, as often as it takes; a side that could not be reached at all costs no try.
-- How often it was tried is counted anew by a retry; since when it may have arrived is not.
create or replace function store.put_back(b mailroom.outbox, outcome text, why text) returns void
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    first_wait numeric := setting('deliver.first_wait_seconds')::numeric;
    wait_seconds numeric := case outcome when 'pending' then 3600 when 'away' then first_wait
        else least(first_wait * 2 ^ (b.attempts - 1), 3600) end * (0.75 + random() / 2);
    tries int := case outcome when 'pending' then 1 when 'away' then greatest(b.attempts - 1, 0) else b.attempts end;
begin
    if outcome <> 'pending' and tries >= setting('deliver.tries')::int then
        perform end_delivery(b, 'dead', why);
        return;
    end if;
    update mailroom.outbox set state = 'waiting', leased_until = null, last_error = why, attempts = tries,
        not_before = clock_timestamp() + make_interval(secs => wait_seconds::float8), first_tried_at = case when outcome <> 'away' or b.tried_before then b.first_tried_at end
    where id = b.id;
end $$;

-- What became of an item. outcome: done; refused, for good; pending, taken on by the processor under reference and not decided yet; again,
-- whatever may have happened; away, when it surely never got there. That it is done counts whoever says so; anything else only from
-- the holder of the lease, who may say it again: the answer to the first time may have been lost.
create or replace function mailroom.settle(id bigint, lease timestamptz, outcome text, reference text, error text) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    item mailroom.outbox := lock_delivery(settle.id);
    why text := case when error ~ '^[A-Za-z0-9_]{0,80}$' then error else 'unknown' end;
begin
    if item.id is null or outcome is null or outcome not in ('done', 'refused', 'pending', 'again', 'away')
        or coalesce(reference, '') !~ '^[A-Za-z0-9-]{0,64}$' or outcome = 'pending' and (item.kind <> 'refund' or coalesce(reference, '') = '') then
        return refusal('bad_arguments');
    elsif item.state = 'sent' or outcome <> 'done' and item.settled_lease = lease then
        return '{"outcome": "done", "reason": ""}';
    elsif outcome <> 'done' and (item.state <> 'sending' or item.leased_until is distinct from lease) then
        return refusal('lease_lost');
    elsif outcome in ('done', 'refused') and item.kind = 'refund' then
        perform decide_refund(item, outcome = 'done', reference, case when outcome = 'done' then '' else why end);
    elsif outcome = 'done' then
        perform end_delivery(item, 'sent', '');
    elsif outcome = 'refused' then
        perform end_delivery(item, 'dead', why);
    else
        if outcome = 'pending' then
            update refund r set processor_reference = reference where r.order_id = item.order_id and r.refund_no = item.refund_no and r.status = 'requested';
        end if;
        perform put_back(item, outcome, why);
    end if;
    update mailroom.outbox b set settled_lease = lease where b.id = item.id;
    return '{"outcome": "done", "reason": ""}';
end $$;

-- What was laid aside, for whoever looks after the service, and refunds the processor refused while the store still has their money: refunds
-- first, since they are owed. No word of a person.
drop function if exists mailroom.dead();
create function mailroom.dead() returns table(id bigint, kind text, template text, order_number text, attempts int, last_error text, created_at timestamptz,
    first_tried_at timestamptz, request_id uuid)
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select b.id, b.kind, b.template, o.number, b.attempts, b.last_error, b.created_at, b.first_tried_at, b.request_id
    from mailroom.outbox b left join orders o on o.id = b.order_id
    where b.state = 'dead' or b.state = 'withdrawn' and b.last_error <> 'by_hand' and exists (select from refund r where r.order_id = b.order_id and r.refund_no = b.refund_no
        and r.status = 'failed' and r.amount_minor <= o.paid_minor - o.refunded_minor
        -- Refunded again it is not owed any more.
        and not exists (select from refund n where n.order_id = r.order_id and n.refund_no > r.refund_no and n.status in ('requested', 'done')))
    order by (b.kind = 'refund') desc, b.id desc limit 1000
$$;

-- Sends something that was laid aside on its way once more.
create or replace function mailroom.retry(id bigint) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    item mailroom.outbox := lock_delivery(retry.id);
begin
    if item.id is null or item.state <> 'dead' then
        return refusal('not_laid_aside');
    elsif too_late_to_repeat(item) then
        return refusal('too_late_to_repeat');
    -- Nothing is to be asked of the processor: what it has paid is to be got back.
    elsif item.last_error = 'paid_twice' then
        return refusal('paid_twice');
    end if;
    update mailroom.outbox b set state = 'waiting', attempts = 0, not_before = clock_timestamp(), last_error = '' where b.id = item.id;
    perform audit('deliver_retry', item.command_id, 'order', array[item.order_id], array[item.kind], 1);
    return '{"outcome": "done", "reason": ""}';
end $$;

-- What somebody has seen at the processor of a refund that was laid aside, or done about one it refused: what was given back another way is
-- given back. Not paid out, it is left at that, and listed no more.
create or replace function mailroom.decide(id bigint, paid_out boolean, reference text) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    item mailroom.outbox := lock_delivery(decide.id);
begin
    if item.id is null or item.kind <> 'refund' or item.state <> 'dead' and (item.last_error = 'by_hand' or not exists (select from refund r
            where r.order_id = item.order_id and r.refund_no = item.refund_no and r.status = 'failed')) then
        return refusal('not_laid_aside');
    elsif paid_out is null or coalesce(reference, '') !~ '^[A-Za-z0-9-]{0,64}$' or paid_out and coalesce(reference, '') = '' then
        return refusal('bad_arguments');
    end if;
    perform decide_refund(item, paid_out, reference, case when paid_out then '' else 'by_hand' end);
    return '{"outcome": "done", "reason": ""}';
end $$;
