-- Money back, and cancelling. Never above what was paid less what was refunded, to the cent and for two people at once: the order is
-- locked, and a trigger of the refunds themselves looks once more.

-- The last word on refunds by staff, whoever writes them and how: together with all others never above what was captured.
create or replace function store.check_refund() returns trigger
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    if new.staff_id is not null and new.status in ('requested', 'done')
        and (select coalesce(sum(r.amount_minor), 0) from refund r where r.order_id = new.order_id and r.status in ('requested', 'done'))
            > (select coalesce(sum(p.amount_minor), 0) from payment p where p.order_id = new.order_id and p.kind = 'captured') then
        raise exception 'refunds never exceed what was paid' using errcode = '23514';
    end if;
    return null;
end $$;
create or replace trigger check_refund after insert or update of amount_minor, status on store.refund
    for each row execute function store.check_refund();

-- The first thing wrong with a refund, or null. lines: [{line_no, quantity, unsent, restock}].
create or replace function store.refund_reason(target store.orders, lines jsonb, shipping bigint, adjustment bigint, refund_note text) returns text
language plpgsql stable security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    if jsonb_typeof(lines) is distinct from 'array' or jsonb_array_length(lines) > 1000 or shipping is null or adjustment is null
        or exists (select from jsonb_array_elements(lines) l group by l->>'line_no' having count(*) > 1) then
        return 'bad_arguments';
    elsif exists (select from jsonb_array_elements(lines) l where coalesce(l->>'line_no', '') !~ '^[1-9][0-9]{0,5}$' or coalesce(l->>'quantity', '') !~ '^[1-9][0-9]{0,5}$'
        or coalesce(l->>'unsent', '0') !~ '^[0-9]{1,6}$' or coalesce(l->>'restock', '0') !~ '^[0-9]{1,6}$') then
        return 'bad_quantity';
    elsif shipping not between 0 and 1000000000000000 or adjustment not between -1000000000000000 and 1000000000000000 then
        return 'bad_amount';
    elsif length(refund_note) > 2000 then
        return 'note_too_long';
    elsif has_card(refund_note) then
        return 'card_number';
    elsif exists (select from jsonb_array_elements(lines) l left join order_line o on o.order_id = target.id and o.line_no = (l->>'line_no')::int
        where coalesce(o.quantity, 0) - refunded_quantity(target.id, (l->>'line_no')::int) < (l->>'quantity')::int) then
        return 'more_than_ordered';
    elsif exists (select from jsonb_array_elements(lines) l left join lines_left(target.id) f on f.line_no = (l->>'line_no')::int
        where coalesce((l->>'unsent')::int, 0) > least(f.open_quantity, (l->>'quantity')::int)) then
        return 'more_than_left';
    elsif exists (select from jsonb_array_elements(lines) l where coalesce((l->>'restock')::int, 0) > (l->>'quantity')::int) then
        return 'more_than_ordered';
    -- What still goes out is not in stock: back come pieces that were sent, and those that this refund keeps here.
    elsif exists (select from jsonb_array_elements(lines) l join lines_left(target.id) f on f.line_no = (l->>'line_no')::int
        where coalesce((l->>'restock')::int, 0) > f.quantity - returned_quantity(target.id, f.line_no)
            - case when target.cancelled_at is null then f.open_quantity - coalesce((l->>'unsent')::int, 0) else 0 end) then
        return 'more_than_returnable';
    elsif shipping > target.shipping_minor - refunded_shipping(target.id) then
        return 'more_than_shipping';
    elsif target.cancelled_at is null and target.shipped_count = 0
        and (select sum(f.open_quantity) from lines_left(target.id) f where f.open_quantity > 0)
            = (select sum((l->>'unsent')::int) from jsonb_array_elements(lines) l) then
        return 'cancel_instead';
    end if;
    return null;
end $$;

-- What the pieces of a refund are worth, and where each line's amount begins and ends when they are put end to end.
create or replace function store.refund_pieces(target store.orders, lines jsonb)
returns table(line_no int, quantity int, unsent int, from_minor bigint, to_minor bigint)
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select p.line_no, p.pieces, p.unsent, (sum(p.amount) over (order by p.line_no) - p.amount)::bigint, (sum(p.amount) over (order by p.line_no))::bigint
    from (select v.line_no, (l->>'quantity')::int as pieces, coalesce((l->>'unsent')::int, 0) as unsent,
            pieces_value(v.value_minor, v.quantity, refunded_quantity(target.id, v.line_no), refunded_value(target.id, v.line_no), (l->>'quantity')::int) as amount
        from jsonb_array_elements(lines) l join line_values(target.id) v on v.line_no = (l->>'line_no')::int) p
$$;

-- How much of an amount no processor is asked for: it goes back to the captured payments one after the other, as far as each has left.
create or replace function store.by_hand_part(wanted bigint, amount bigint) returns bigint
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select coalesce(sum(least(c.left_minor, amount - c.before_minor)), 0)::bigint
    from (select l.*, coalesce(sum(l.left_minor) over (order by l.payment_no rows between unbounded preceding and 1 preceding), 0) as before_minor
        from captures_left(wanted) l where l.left_minor > 0) c
    where c.before_minor < amount and not goes_by_processor(c.processor, c.reference)
$$;

create or replace function store.refund_amount(target store.orders, lines jsonb, shipping bigint, adjustment bigint) returns bigint
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select coalesce(max(p.to_minor), 0)::bigint + shipping + adjustment from refund_pieces(target, lines) p
$$;

-- The pieces that are not sent any more when an order is called off, and were not paid back before, as a refund's lines.
create or replace function store.called_off(wanted bigint) returns jsonb
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select coalesce(jsonb_agg(jsonb_build_object('line_no', f.line_no, 'quantity', f.pieces) order by f.line_no), '[]')
    from (select l.line_no, least(l.open_quantity, l.quantity - refunded_quantity(wanted, l.line_no)) as pieces from lines_left(wanted) l) f where f.pieces > 0
$$;

-- What goes back when an order is called off, and how much of it somebody pays out: all that was paid, or where parts are at the customer,
-- what the rest is worth less what was not paid. What was sent, and the sending, stay paid until somebody refunds them.
create or replace function store.money_back(target store.orders) returns jsonb
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select jsonb_build_object('refund_minor', m.back_minor, 'by_hand_minor', by_hand_part(target.id, m.back_minor), 'currency', target.currency)
    from (select case when target.shipped_count = 0 then p.left_minor
            else least(p.left_minor, greatest(refund_amount(target, called_off(target.id), 0, 0) - greatest(target.total_minor - target.paid_minor, 0), 0)) end as back_minor
        from (select greatest(target.paid_minor - target.refunded_minor, 0) as left_minor) p) m
$$;

-- How much of the amount that lies between two points of a refund lies between two others.
create or replace function store.overlap(from_minor bigint, to_minor bigint, other_from bigint, other_to bigint) returns bigint
language sql immutable parallel safe
    return greatest(least(to_minor, other_to) - greatest(from_minor, other_from), 0);

-- How many pieces of a line are paid for in full up to a point; those that are worth nothing by the part that comes to them.
create or replace function store.pieces_until(point bigint, from_minor bigint, to_minor bigint, quantity int) returns int
language sql immutable parallel safe
    return case when point >= to_minor then quantity when point <= from_minor then 0
        else floor(quantity::numeric * (point - from_minor) / (to_minor - from_minor))::int end;

-- The lines of one part of a refund: what of their amounts lies between two points. The pieces that are not sent come first.
create or replace function store.write_refund_lines(wanted bigint, refund int, pieces jsonb, from_point bigint, to_point bigint) returns void
language sql security definer set search_path = pg_catalog, store, pg_temp as $$
    insert into refund_line (order_id, refund_no, line_no, quantity, amount_minor, unsent)
    select wanted, refund, p.line_no, u.upto - u.before, overlap(from_point, to_point, p.from_minor, p.to_minor), least(p.unsent, u.upto) - least(p.unsent, u.before)
    from jsonb_to_recordset(pieces) as p(line_no int, quantity int, unsent int, from_minor bigint, to_minor bigint)
    cross join lateral (select pieces_until(from_point, p.from_minor, p.to_minor, p.quantity) as before, pieces_until(to_point, p.from_minor, p.to_minor, p.quantity) as upto) u
    where u.upto > u.before or overlap(from_point, to_point, p.from_minor, p.to_minor) > 0
$$;

-- Asks the processor for one part of a refund. It knows the request by the command's own id; a further part of the same command by one
-- made from it.
create or replace function store.queue_refund(target store.orders, refund int, me store.caller, command_id uuid) returns void
language sql security definer set search_path = pg_catalog, store, pg_temp as $$
    insert into mailroom.outbox (command_id, kind, order_id, customer_id, refund_no, body, not_before, staff_id, request_id)
    values (queue_refund.command_id, 'refund', target.id, target.customer_id, refund, '{}', grace_end(), me.staff_id,
        case when exists (select from mailroom.outbox b where b.request_id = queue_refund.command_id)
            then md5(queue_refund.command_id::text || ' ' || target.id || ' ' || refund)::uuid else queue_refund.command_id end)
$$;

-- Writes a refund of an amount: one row for each captured payment it goes back to, and a request to the processor where there is one. The
-- lines, then shipping, then the adjustment are laid over the rows in their sequence, so that each adds up by itself whatever becomes of
-- the others; an adjustment downwards is the first one's. Answers with the refunds' numbers, and how much no processor is asked for. The
-- order is locked and judged by then.
create or replace function store.write_refund(target store.orders, amount bigint, lines jsonb, shipping bigint, adjustment bigint, refund_note text,
    me store.caller, command_id uuid) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    capture record;
    amount_left bigint := amount;
    part bigint;
    pieces jsonb := (select coalesce(jsonb_agg(to_jsonb(p)), '[]') from refund_pieces(target, lines) p);
    goods bigint := (select coalesce(max((p->>'to_minor')::bigint), 0) from jsonb_array_elements(pieces) p);
    downwards bigint := least(adjustment, 0);
    from_point bigint := -1; -- before all, so that what is worth nothing lies in the first part
    to_point bigint;
    is_asked boolean;
    new_no int := (select coalesce(max(r.refund_no), 0) from refund r where r.order_id = target.id);
    numbers int[] := '{}';
    by_hand_minor bigint := by_hand_part(target.id, amount);
begin
    for capture in select * from captures_left(target.id) c where c.left_minor > 0 order by c.payment_no loop
        exit when amount_left = 0;
        part := least(amount_left, capture.left_minor);
        to_point := greatest(from_point, 0) + part - downwards;
        new_no := new_no + 1;
        is_asked := goes_by_processor(capture.processor, capture.reference);
        insert into refund (order_id, refund_no, amount_minor, shipping_minor, adjustment_minor, reason, at, staff_id, status, by_hand, payment_no, processor, command_id)
        values (target.id, new_no, part, overlap(from_point, to_point, goods, goods + shipping),
            downwards + overlap(from_point, to_point, goods + shipping, goods + shipping + greatest(adjustment, 0)), coalesce(refund_note, ''),
            clock_timestamp(), me.staff_id, case when is_asked then 'requested' else 'done' end, not is_asked, capture.payment_no, capture.processor, write_refund.command_id);
        perform write_refund_lines(target.id, new_no, pieces, from_point, to_point);
        if is_asked then
            perform queue_refund(target, new_no, me, command_id);
        end if;
        numbers := numbers || new_no;
        amount_left := amount_left - part;
        from_point := to_point;
        downwards := 0;
    end loop;
    insert into stock_return (order_id, line_no, quantity, staff_id, command_id)
    select target.id, (l->>'line_no')::int, (l->>'restock')::int, me.staff_id, write_refund.command_id
    from jsonb_array_elements(lines) l where coalesce((l->>'restock')::int, 0) > 0;
    return jsonb_build_object('refund_nos', to_jsonb(numbers), 'by_hand', by_hand_minor > 0, 'by_hand_minor', by_hand_minor, 'currency', target.currency);
end $$;

-- expected_amount: what the window showed; the database counts for itself and refuses where the two differ.
create or replace function desk.refund(command_id uuid, order_id bigint, expected_version int, lines jsonb, shipping_minor bigint, adjustment_minor bigint,
    expected_amount bigint, reason text, notify boolean) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := enter('refund');
    answer jsonb := command_begin(command_id, 'refund', jsonb_build_array(order_id, expected_version, lines, shipping_minor, adjustment_minor, expected_amount, reason, notify));
    target orders;
    row_answer jsonb;
    why text;
    amount bigint;
    held bigint;
begin
    if answer is not null then
        return answer;
    end if;
    held := lock_orders(array[order_id], me);
    if held is not null then
        return locked_refusal(command_id, held);
    end if;
    target := visible_order(order_id, me);
    row_answer := order_refusal(target, order_id, expected_version, 'refund');
    if row_answer is null then
        why := refund_reason(target, lines, shipping_minor, adjustment_minor, reason);
        if why is null then
            amount := refund_amount(target, lines, shipping_minor, adjustment_minor);
            why := case when amount <= 0 then 'nothing_to_refund' when amount > target.paid_minor - target.refunded_minor then 'more_than_paid'
                when amount is distinct from expected_amount then 'other_amount' end;
        end if;
        if why is null then
            row_answer := write_refund(target, amount, lines, shipping_minor, adjustment_minor, reason, me, command_id);
            if notify then
                row_answer := row_answer || jsonb_build_object('told',
                    queue_message(target, 'refunded', jsonb_build_object('refund_nos', row_answer->'refund_nos'), me, command_id));
            end if;
            row_answer := row_done(order_id, row_answer || jsonb_build_object('amount_minor', amount));
        else
            row_answer := row_refused(target, why);
        end if;
    end if;
    return orders_end_sending(command_id, jsonb_build_array(row_answer), array['refund']);
end $$;

-- Says that refunds by hand were paid out: all of those named, or none.
create or replace function desk.refund_paid(command_id uuid, order_id bigint, expected_version int, refund_nos int[]) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := enter('refund');
    answer jsonb := command_begin(command_id, 'refund_paid', jsonb_build_array(order_id, expected_version, refund_nos));
    target orders;
    row_answer jsonb;
    reason text;
    held bigint;
begin
    if answer is not null then
        return answer;
    elsif not coalesce(cardinality(refund_nos) between 1 and 1000 and array_position(refund_nos, null) is null, false) then
        return command_end(command_id, refusal('bad_arguments'), 'order', '{}', '{}');
    end if;
    held := lock_orders(array[order_id], me);
    if held is not null then
        return locked_refusal(command_id, held);
    end if;
    target := visible_order(order_id, me);
    -- What was said already is said better than that there is nothing left to say.
    reason := (select case when r.order_id is null then 'no_such_refund' when not r.by_hand or r.status <> 'done' then 'not_by_hand' when r.paid_at is not null then 'refund_paid_already' end
        from unnest(refund_nos) n left join refund r on r.order_id = target.id and r.refund_no = n
        where r.order_id is null or not is_owed(r) order by n limit 1);
    row_answer := case when target.version = expected_version and reason is not null then row_refused(target, reason)
        else order_refusal(target, order_id, expected_version, 'refund_paid') end;
    if row_answer is null then
        update refund r set paid_at = clock_timestamp(), paid_by = me.staff_id where r.order_id = target.id and r.refund_no = any(refund_nos);
        update orders o set version = o.version + 1 where o.id = target.id;
        perform add_event(target.id, 'refund_paid', jsonb_build_object('refund_no', n), command_id) from (select distinct n from unnest(refund_nos) n order by n) named;
        row_answer := row_done(order_id, jsonb_build_object('refund_nos', to_jsonb(refund_nos)));
    end if;
    return orders_end(command_id, jsonb_build_array(row_answer), array['paid_at']);
end $$;

-- Calls off one order that may be, and answers with its row.
create or replace function store.cancel_one(target store.orders, reason text, note text, restock boolean, refund_paid boolean, notify boolean, me store.caller,
    command_id uuid) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    back_minor bigint := (money_back(target)->>'refund_minor')::bigint;
    goods jsonb := called_off(target.id);
    shipping_left bigint := case when target.shipped_count = 0 then greatest(least(target.shipping_minor - refunded_shipping(target.id), back_minor), 0) else 0 end;
    answer jsonb := '{}';
    open_lines jsonb := (select jsonb_agg(jsonb_build_object('line_no', f.line_no, 'quantity', f.pieces))
        from (select l.line_no, least(l.open_quantity, l.quantity - returned_quantity(target.id, l.line_no)) as pieces from lines_left(target.id) l) f where f.pieces > 0);
begin
    update orders set cancelled_at = clock_timestamp(), cancel_reason = cancel_one.reason where id = target.id;
    perform add_event(target.id, 'cancelled', jsonb_build_object('reason', reason), command_id);
    if restock and open_lines is not null then
        perform write_stock_return(target.id, open_lines, me, command_id);
    end if;
    if refund_paid and back_minor > 0 then
        if refund_amount(target, goods, shipping_left, 0) > back_minor then -- not paid in full: nobody can say which of it was
            goods := '[]';
        end if;
        answer := write_refund(target, back_minor, goods, shipping_left, 0, '', me, command_id) || jsonb_build_object('amount_minor', back_minor);
    end if;
    if notify then
        answer := answer || jsonb_build_object('told',
            queue_message(target, 'cancelled', jsonb_build_object('refund_nos', coalesce(answer->'refund_nos', '[]')), me, command_id));
    end if;
    insert into note (order_id, staff_id, body) select target.id, me.staff_id, cancel_one.note where btrim(coalesce(cancel_one.note, ''), E' \t\r\n') <> '';
    return row_done(target.id, answer);
end $$;

-- Of an order of which parts were shipped, cancelling says that the rest will not be. refund_paid: see money_back().
create or replace function desk.cancel(command_id uuid, order_ids bigint[], expected_versions int[], reason text, note text, restock boolean, refund_paid boolean,
    notify boolean) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := enter('cancel');
    answer jsonb := command_begin(command_id, 'cancel', jsonb_build_array(order_ids, expected_versions, reason, note, restock, refund_paid, notify));
    wanted record;
    results jsonb[] := '{}';
    held bigint;
begin
    if answer is not null then
        return answer;
    end if;
    answer := case
        when not is_choice(order_ids, expected_versions) or restock is null or refund_paid is null or notify is null then refusal('bad_arguments')
        when refund_paid and not 'refund' = any(me.rights) then refusal('no_right')
        when reason is null or reason not in ('customer', 'fraud', 'stock', 'payment', 'mistake', 'other') then refusal('unknown_reason')
        when length(note) > 20000 then refusal('note_too_long')
        when has_card(note) then refusal('card_number') end;
    if answer is not null then
        return command_end(command_id, answer, 'order', '{}', '{}');
    end if;
    held := lock_orders(order_ids, me);
    if held is not null then
        return locked_refusal(command_id, held);
    end if;
    for wanted in select * from chosen_orders(order_ids, expected_versions, me, 'cancel') loop
        results := results || coalesce(wanted.refusal, cancel_one(wanted.target, reason, note, restock, refund_paid, notify, me, command_id));
    end loop;
    return orders_end_sending(command_id, to_jsonb(results), array['cancelled_at']);
end $$;
