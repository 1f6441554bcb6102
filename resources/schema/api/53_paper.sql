-- Packing slip, invoice and credit note: who may have which of an order, the numbers of invoices and credit notes, and what each shows.

create or replace function store.paper_right(paper_kind text) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select case when paper_kind = 'packing_slip' then 'packing_slip' when paper_kind in ('invoice', 'credit_note') then 'invoice' end
$$;

-- What of an invoice is not owed any more since its order was cancelled and was never paid, so that no refund tells of it: the pieces that
-- will not be sent, and of an order that nothing was sent of the shipping and all else. Null when there is none. Once it is numbered it
-- stays what it was.
create or replace function store.reversal_of(wanted bigint) returns jsonb
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    with line as (
        select l.line_no, l.sku, l.title, f.quantity, round(v.value_minor::numeric * f.quantity / v.quantity)::bigint as total_minor
        from order_line l join jsonb_to_recordset(called_off(wanted)) as f(line_no int, quantity int) using (line_no) join line_values(wanted) v using (line_no)
        where l.order_id = wanted),
    sums as (
        select o.cancelled_at as at, coalesce((select sum(line.total_minor) from line), 0)::bigint as goods,
            case when o.shipped_count = 0 then o.shipping_minor - refunded_shipping(o.id) else 0 end as shipping,
            o.total_minor - o.paid_minor as unpaid, o.shipped_count
        from orders o where o.id = wanted and o.cancelled_at is not null and exists (select from paper p where p.order_id = o.id and p.kind = 'invoice')),
    amounts as (
        select s.*, case when s.shipped_count = 0 then s.unpaid else least(s.unpaid, s.goods) end as amount from sums s)
    select coalesce((select p.reversal from paper p where p.order_id = wanted and p.kind = 'credit_note' and p.refund_no = 0),
        (select jsonb_build_object('at', a.at, 'amount_minor', a.amount, 'shipping_minor', a.shipping, 'adjustment_minor', a.amount - a.goods - a.shipping,
            'lines', (select coalesce(jsonb_agg(to_jsonb(line) - 'line_no' order by line.line_no), '[]') from line))
        from amounts a where a.amount > 0))
$$;

-- The refunds of an order as credit notes tell them: those that one command made together are one, known by the first of them, with
-- the lines; of imports each is its own, and of those paid out after they were taken for failed. What failed is no part of it.
-- Under 0: what was invoiced and will not be paid any more. What was paid after that all the same and given back again, beyond what the
-- invoice came to, needs no credit note: the invoice is credited already.
create or replace function store.credits_of(wanted bigint) returns table(refund_no int, parts int[], amount_minor bigint, shipping_minor bigint, adjustment_minor bigint,
    at timestamptz, is_done boolean, is_waiting boolean)
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select coalesce(min(r.refund_no) filter (where r.status = 'done'), min(r.refund_no)), array_agg(r.refund_no), coalesce(sum(r.amount_minor) filter (where r.status = 'done'), 0)::bigint,
        coalesce(sum(r.shipping_minor) filter (where r.status = 'done'), 0)::bigint, coalesce(sum(r.adjustment_minor) filter (where r.status = 'done'), 0)::bigint, min(r.at), bool_or(r.status = 'done') and not bool_or(r.status = 'requested'), bool_or(r.status = 'requested')
    from refund r where r.order_id = wanted
        and (exists (select from paper n where n.order_id = wanted and n.kind = 'credit_note' and n.refund_no = r.refund_no)
            or not exists (select from paper n join orders o on o.id = n.order_id where n.order_id = wanted and n.kind = 'credit_note' and n.refund_no = 0
                and n.issued_at < r.at and (n.reversal->>'amount_minor')::bigint + o.refunded_minor > o.total_minor))
    group by coalesce(case when r.paid_late_at is null then r.command_id::text end, r.refund_no::text)
    union all
    select 0, '{0}', (v->>'amount_minor')::bigint, (v->>'shipping_minor')::bigint, (v->>'adjustment_minor')::bigint, (v->>'at')::timestamptz, true, false
    from reversal_of(wanted) v where v is not null
$$;

-- Whoever numbers it: a credit note is of one refund, what one command paid back, known by the first of its parts and done. With the
-- unique index of papers, no money is credited twice.
create or replace function store.check_credit_note() returns trigger
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    if not exists (select from credits_of(new.order_id) c where c.is_done and c.refund_no = new.refund_no) then
        raise exception 'a credit note is of one refund that is done' using errcode = '23514';
    end if;
    return new;
end $$;
create or replace trigger check_credit_note before insert on store.paper for each row when (new.kind = 'credit_note') execute function store.check_credit_note();

-- Why an order has no such paper, whoever asks; empty when it has. A packing slip goes with goods that may leave or have left. In
-- PL/pgSQL, which plans it once a session and not for each of five hundred orders.
create or replace function store.paper_obstacle(paper_kind text, o store.orders) returns text
language plpgsql stable security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    why text := obstacle('paper', o);
begin
    if why <> '' then
        return why;
    elsif paper_kind <> 'credit_note' and not exists (select from order_line l where l.order_id = o.id) then
        return 'no_lines';
    elsif paper_kind = 'packing_slip' then
        why := obstacle('ship', o);
        return case when why = 'already_shipped' then '' else why end;
    elsif paper_kind = 'invoice' then
        return case when o.cancelled_at is not null and o.paid_minor = 0
            and not exists (select from paper p where p.order_id = o.id and p.kind = 'invoice') then 'cancelled_unpaid' else '' end;
    elsif exists (select from credits_of(o.id) c where c.is_done) then
        return '';
    end if;
    return case when exists (select from credits_of(o.id) c where c.is_waiting) then 'refund_waiting' else 'nothing_refunded' end;
end $$;

-- For the window: which papers this caller may have of an order, by kind.
create or replace function store.paper_permissions(o store.orders, me store.caller) returns jsonb
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select jsonb_object_agg(k.kind, permission(me, paper_right(k.kind), paper_obstacle(k.kind, o))) from unnest(array['packing_slip', 'invoice', 'credit_note']) k(kind)
$$;

-- Holds the counter until the transaction ends, so that a number that is taken back is the next one's. False when somebody else had it
-- for five seconds.
create or replace function store.lock_counter(paper_kind text) returns boolean
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    perform from paper_counter c where c.kind = paper_kind for update;
    return true;
exception when lock_not_available then
    return false;
end $$;

-- The number of one paper: the one it has, or the next. The counter and the order are locked by then.
create or replace function store.number_paper(paper_kind text, target bigint, refund int, me store.caller, command_id uuid) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    known text := (select p.number from paper p where p.kind = paper_kind and p.order_id = target and coalesce(p.refund_no, 0) = coalesce(refund, 0));
    given text;
begin
    if known is null then
        update paper_counter c set next_number = c.next_number + 1 where c.kind = paper_kind returning c.prefix || (c.next_number - 1) into given;
        insert into paper (kind, number, order_id, refund_no, staff_id, command_id, reversal)
        values (paper_kind, given, target, refund, me.staff_id, number_paper.command_id, case when refund = 0 then reversal_of(target) end);
    end if;
    return jsonb_build_object('number', coalesce(known, given), 'refund_no', refund, 'is_copy', known is not null);
end $$;

-- The papers of one order, numbered, or why there are none, as a row of the answer. wanted_refunds: those to credit, all or nothing; null:
-- all that are done.
drop function if exists store.issue_papers(store.orders, text, int, store.caller, uuid);
create or replace function store.issue_papers(target store.orders, paper_kind text, wanted_refunds int[], me store.caller, command_id uuid) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    why text := paper_obstacle(paper_kind, target);
    credit record;
    papers jsonb := '[]';
begin
    if why = '' and wanted_refunds is not null then
        why := coalesce((select min(case when c.is_waiting then 'refund_waiting' else 'no_such_refund' end)
            from unnest(wanted_refunds) w left join credits_of(target.id) c on w = any(c.parts) where c.is_done is not true), '');
    end if;
    if why <> '' then
        return row_refused(target, why);
    elsif paper_kind = 'invoice' then
        return row_done(target.id, jsonb_build_object('papers', jsonb_build_array(number_paper('invoice', target.id, null, me, command_id))));
    end if;
    for credit in select * from credits_of(target.id) c where c.is_done and (wanted_refunds is null or wanted_refunds && c.parts) order by c.refund_no = 0, c.refund_no loop
        papers := papers || number_paper('credit_note', target.id, credit.refund_no, me, command_id);
    end loop;
    return row_done(target.id, jsonb_build_object('papers', papers));
end $$;

-- Gives invoices, or credit notes, their numbers: once each, in the sequence the orders are named, without gaps. Asked again, a paper has
-- the number it had. refund_nos, one beside each order: the refund to credit, or null for all of that order; an order with several to
-- credit is named several times. No refund_nos at all: all refunds of all.
drop function if exists desk.paper_issue(uuid, text, bigint[], int);
create or replace function desk.paper_issue(command_id uuid, kind text, order_ids bigint[], refund_nos int[]) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := enter('invoice');
    answer jsonb := command_begin(command_id, 'paper_issue', jsonb_build_array(kind, order_ids, refund_nos));
    wanted record;
    target orders;
    results jsonb[] := '{}';
    held bigint;
begin
    if answer is not null then
        return answer;
    elsif kind is null or kind not in ('invoice', 'credit_note') or coalesce(cardinality(order_ids), 0) not between 1 and 500
        or refund_nos is not null and (kind = 'invoice' or cardinality(refund_nos) <> cardinality(order_ids)) then
        return command_end(command_id, refusal('bad_arguments'), 'order', '{}', '{}');
    end if;
    held := lock_orders(order_ids, me);
    if held is not null then
        return locked_refusal(command_id, held);
    elsif not lock_counter(kind) then
        return command_forget(command_id, refusal('locked'));
    end if;
    for wanted in select a.id, case when bool_and(a.refund is not null) then array_agg(a.refund) end as refunds
        from unnest(order_ids, refund_nos) with ordinality as a(id, refund, place) group by a.id order by min(a.place) loop
        target := visible_order(wanted.id, me);
        results := results || case when target.id is null then jsonb_build_object('order_id', wanted.id, 'outcome', 'refused', 'reason', 'no_such_order')
            else issue_papers(target, kind, wanted.refunds, me, command_id) end;
    end loop;
    return orders_end(command_id, to_jsonb(results), array[kind]);
end $$;

-- The first of two steps, as order_open: writes down who puts which orders on paper, and counts them. A paper that command_id numbered
-- is an original, every other a copy.
create or replace function desk.paper_open(ticket uuid, kind text, order_ids bigint[], refund_no int, command_id uuid) returns int
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := enter(coalesce(paper_right(kind), 'packing_slip'));
    seen bigint[];
begin
    if paper_right(kind) is null or coalesce(cardinality(order_ids), 0) not between 1 and 500 then
        raise exception 'a kind of paper, and at most 500 orders at once' using errcode = '22023';
    end if;
    perform check_meter(me);
    seen := array(select distinct a.id from unnest(order_ids) as a(id) where (visible_order(a.id, me)).id is not null order by 1);
    perform meter(me, cardinality(seen)), set_config('synchronous_commit', 'on', true);
    insert into paper_ticket (id, staff_id, kind, order_ids, refund_no, command_id)
    values (ticket, me.staff_id, paper_open.kind, paper_open.order_ids, paper_open.refund_no, paper_open.command_id);
    if seen <> '{}' then
        perform audit('paper_open', null, 'order', seen, array[paper_open.kind], cardinality(seen));
    end if;
    return cardinality(seen);
end $$;

-- An address as it stands in a window: nobody who sees an envelope needs a phone number.
create or replace function store.paper_address(address_id bigint, o store.orders) returns jsonb
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select coalesce((select to_jsonb(a) - '{id,phone}'::text[] || jsonb_build_object('name', coalesce(nullif(a.name, ''), o.customer_name)) from order_address a where a.id = address_id),
        jsonb_build_object('name', o.customer_name))
$$;

-- A packing slip leaves in the parcel, which others may open: where it goes and what is in it. No price (it may be a present), no
-- e-mail, no phone, no payment. What is held stays out of the parcel. Once all has left, it tells what was sent.
create or replace function store.slip_content(o store.orders) returns jsonb
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    with line as (
        select l.line_no, l.sku, l.title, f.quantity, f.shipped, h.open_quantity - h.held_quantity as open_quantity, sum(f.open_quantity) over () = 0 as is_sent
        from order_line l join lines_left(o.id) f using (line_no) join lines_held(o.id) h using (line_no) where l.order_id = o.id)
    select jsonb_build_object('to', paper_address(o.shipping_address_id, o), 'is_sent', coalesce(bool_and(line.is_sent), false), 'shipped_at', o.last_shipped_at,
        'lines', coalesce(jsonb_agg(jsonb_build_object('sku', line.sku, 'title', line.title, 'ordered', line.quantity, 'sent', case when line.is_sent then 0 else line.shipped end,
            'quantity', case when line.is_sent then line.shipped else line.open_quantity end) order by line.line_no)
            filter (where case when line.is_sent then line.shipped else line.open_quantity end > 0), '[]'))
    from line
$$;

create or replace function store.invoice_content(o store.orders) returns jsonb
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select jsonb_build_object('to', paper_address(o.billing_address_id, o), 'shipped_at', o.last_shipped_at, 'currency', o.currency,
        'delivery', case when o.shipping_address_id is not null and paper_address(o.shipping_address_id, o) <> paper_address(o.billing_address_id, o)
            then paper_address(o.shipping_address_id, o) end,
        'lines', (select coalesce(jsonb_agg(jsonb_build_object('sku', l.sku, 'title', l.title, 'quantity', l.quantity, 'price_minor', l.price_minor,
            'discount_minor', l.discount_minor, 'total_minor', l.price_minor * l.quantity - l.discount_minor) order by l.line_no), '[]') from order_line l where l.order_id = o.id),
        'subtotal_minor', o.subtotal_minor, 'discount_minor', o.discount_minor, 'shipping_minor', o.shipping_minor, 'tax_minor', o.tax_minor,
        -- Some shops put the tax on top, others into their prices.
        'tax_is_contained', o.tax_minor <> 0 and o.subtotal_minor - o.discount_minor + o.shipping_minor = o.total_minor,
        'total_minor', o.total_minor, 'paid_minor', o.paid_minor)
$$;

-- Amounts as they were paid back, or as they are not owed any more; the tax in them follows the order's, since neither has one of its own.
create or replace function store.credit_content(o store.orders, wanted_refund int) returns jsonb
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select jsonb_build_object('to', paper_address(o.billing_address_id, o), 'currency', o.currency, 'refunded_at', case when wanted_refund <> 0 then c.at end, 'cancelled_at', case when wanted_refund = 0 then c.at end,
        'invoice_number', (select p.number from paper p where p.order_id = o.id and p.kind = 'invoice'),
        'lines', case when wanted_refund = 0 then reversal_of(o.id)->'lines'
            else (select coalesce(jsonb_agg(jsonb_build_object('sku', l.sku, 'title', l.title, 'quantity', s.quantity, 'total_minor', s.amount) order by l.line_no), '[]')
                from (select rl.line_no, sum(rl.quantity) as quantity, sum(rl.amount_minor) as amount from refund_line rl join refund r using (order_id, refund_no)
                    where rl.order_id = o.id and rl.refund_no = any(c.parts) and r.status = 'done' group by rl.line_no) s
                join order_line l on l.order_id = o.id and l.line_no = s.line_no) end,
        'shipping_minor', c.shipping_minor, 'adjustment_minor', c.adjustment_minor, 'total_minor', c.amount_minor,
        'tax_minor', case when o.total_minor > 0 then round(o.tax_minor::numeric * c.amount_minor / o.total_minor)::bigint else 0 end)
    from credits_of(o.id) c where c.refund_no = wanted_refund
$$;

-- The refunds of an order that have no credit note: those that can have one, and those that wait for their processor.
create or replace function store.uncredited(o store.orders, only_refund int) returns jsonb
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select jsonb_agg(jsonb_build_object('order_id', o.id, 'order_number', o.number, 'refund_no', c.refund_no, 'refunded_at', c.at, 'currency', o.currency,
        'total_minor', case when c.is_done then c.amount_minor else (select sum(r.amount_minor) from refund r where r.order_id = o.id and r.refund_no = any(c.parts)) end,
        'reason', case when c.is_done then 'not_issued' else 'refund_waiting' end) order by c.refund_no)
    from credits_of(o.id) c where (c.is_done or c.is_waiting) and (only_refund is null or only_refund = any(c.parts))
        and not exists (select from paper p where p.order_id = o.id and p.kind = 'credit_note' and p.refund_no = c.refund_no)
$$;

-- The papers of one order, one row each, and what has none with the reason.
create or replace function store.papers_of(o store.orders, t store.paper_ticket) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    head jsonb := jsonb_build_object('order_id', o.id, 'order_number', o.number, 'placed_at', o.placed_at);
    why text := paper_obstacle(t.kind, o);
    found_papers jsonb;
begin
    if why <> '' then
        return jsonb_build_array(jsonb_build_object('order_id', o.id, 'reason', why));
    elsif t.kind = 'packing_slip' then
        return jsonb_build_array(head || slip_content(o));
    end if;
    select jsonb_agg(head || jsonb_build_object('number', p.number, 'issued_at', p.issued_at, 'is_copy', p.command_id is distinct from t.command_id)
        || case t.kind when 'invoice' then invoice_content(o) else jsonb_build_object('refund_no', p.refund_no) || credit_content(o, p.refund_no) end order by p.id) into found_papers
    from paper p where p.order_id = o.id and p.kind = t.kind
        and (t.refund_no is null or p.refund_no = (select c.refund_no from credits_of(o.id) c where t.refund_no = any(c.parts)));
    if t.kind = 'credit_note' then
        return coalesce(found_papers, '[]') || coalesce(uncredited(o, t.refund_no), '[]');
    end if;
    return coalesce(found_papers, jsonb_build_array(jsonb_build_object('order_id', o.id, 'reason', 'not_issued')));
end $$;

-- The second step: what the papers show and nothing else, in the sequence the orders were named, within five minutes of a ticket that
-- another transaction has committed. Null without one.
create or replace function desk.paper_content(ticket uuid) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := enter('packing_slip');
    t paper_ticket;
    wanted record;
    o orders;
    papers jsonb[] := '{}';
begin
    select * into t from paper_ticket k where k.id = ticket and k.staff_id = me.staff_id and k.at > clock_timestamp() - interval '5 minutes'
        and k.written_in is distinct from pg_current_xact_id_if_assigned();
    if t.id is null or not paper_right(t.kind) = any(me.rights) then
        return null;
    end if;
    for wanted in select a.id from unnest(t.order_ids) with ordinality as a(id, place) group by a.id order by min(a.place) loop
        o := visible_order(wanted.id, me);
        papers := papers || array(select value from jsonb_array_elements(case when o.id is null
            then jsonb_build_array(jsonb_build_object('order_id', wanted.id, 'reason', 'no_such_order')) else papers_of(o, t) end));
    end loop;
    return jsonb_build_object('kind', t.kind, 'papers', to_jsonb(papers),
        'store', jsonb_build_object('name', setting('store.name'), 'address', setting('store.address'), 'foot', setting('store.paper_foot'))
            || case when t.kind = 'packing_slip' then '{}' else jsonb_build_object('tax_number', setting('store.tax_number')) end);
end $$;
