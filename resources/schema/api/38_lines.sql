-- The lines of an order nothing was shipped of, changed while its customer is on the phone: [{line_no?, sku, title, quantity, price_minor}]; a
-- line without number is new, one that is left out goes. The money follows, and the answer says what is to be paid or given back.

create or replace function store.lines_reason(target store.orders, lines jsonb) returns text
language plpgsql stable security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    if jsonb_typeof(lines) is distinct from 'array' or jsonb_array_length(lines) not between 1 and 1000 then
        return 'bad_lines';
    elsif exists (select from jsonb_array_elements(lines) l where jsonb_typeof(l) <> 'object' or coalesce(l->>'line_no', '1') !~ '^[1-9][0-9]{0,5}$' or coalesce(l->>'quantity', '') !~ '^[1-9][0-9]{0,5}$'
        or coalesce(l->>'price_minor', '') !~ '^[0-9]{1,12}$' or coalesce(length(btrim(l->>'title')), 0) not between 1 and 2000 or length(l->>'sku') > 200) then
        return 'bad_lines';
    elsif has_card(lines) then
        return 'card_number';
    elsif exists (select from jsonb_array_elements(lines) l where l->>'line_no' is not null group by l->>'line_no' having count(*) > 1)
        or exists (select from jsonb_array_elements(lines) l where l->>'line_no' is not null
            and not exists (select from order_line o where o.order_id = target.id and o.line_no = (l->>'line_no')::int)) then
        return 'no_such_line';
    elsif exists (select from order_line o where o.order_id = target.id and refunded_quantity(target.id, o.line_no)
            > coalesce((select (l->>'quantity')::int from jsonb_array_elements(lines) l where (l->>'line_no')::int = o.line_no), 0))
        or exists (select from order_line o join stock_return sr using (order_id, line_no) where o.order_id = target.id
            and not exists (select from jsonb_array_elements(lines) l where (l->>'line_no')::int = o.line_no)) then
        return 'line_refunded';
    -- A refund that was taken back still says what it was of.
    elsif exists (select from order_line o join refund_line rl using (order_id, line_no) where o.order_id = target.id
            and not exists (select from jsonb_array_elements(lines) l where (l->>'line_no')::int = o.line_no)) then
        return case when exists (select from order_line o where o.order_id = target.id and refunded_quantity(target.id, o.line_no) > 0
            and not exists (select from jsonb_array_elements(lines) l where (l->>'line_no')::int = o.line_no)) then 'line_refunded' else 'line_on_refund' end;
    -- What was given back or came back tells of this article at this price.
    elsif exists (select from order_line o join jsonb_array_elements(lines) l on (l->>'line_no')::int = o.line_no where o.order_id = target.id
            and ((o.sku, o.title) is distinct from (coalesce(l->>'sku', ''), l->>'title') and exists (select from stock_return sr where sr.order_id = o.order_id and sr.line_no = o.line_no)
                or (o.sku, o.title, o.price_minor) is distinct from (coalesce(l->>'sku', ''), l->>'title', (l->>'price_minor')::bigint) and refunded_quantity(o.order_id, o.line_no) > 0)) then
        return 'line_refunded';
    -- A parcel that was taken back still says what was in it.
    elsif exists (select from shipment_line sl join order_line o using (order_id, line_no) where sl.order_id = target.id and not exists (select from jsonb_array_elements(lines) l
            where (l->>'line_no')::int = sl.line_no and (o.sku, o.title) is not distinct from (coalesce(l->>'sku', ''), l->>'title'))) then
        return 'line_shipped';
    -- Under another number what is on hold would be on hold no more.
    elsif exists (select from lines_held(target.id) h join order_line o on o.order_id = target.id and o.line_no = h.line_no
            left join jsonb_array_elements(lines) l on (l->>'line_no')::int = h.line_no
            where h.held_quantity > 0 and (h.held_quantity > coalesce((l->>'quantity')::int, 0) - (o.quantity - h.open_quantity)
                or (o.sku, o.title) is distinct from (coalesce(l->>'sku', ''), l->>'title'))) then
        return 'line_held';
    elsif (select sum((l->>'quantity')::numeric * (l->>'price_minor')::numeric) from jsonb_array_elements(lines) l) > 1e15 then
        return 'bad_amount';
    end if;
    return null;
end $$;

-- The money of an order with other lines. A line that stays keeps its discount and tax by quantity and price; a new one, and one that cost
-- nothing, is taxed as the others are on the whole, where tax stands on the lines; what discount and tax the
-- order has beyond its lines' keeps its share of the whole; tax that prices include stays included; what the total has beyond its parts
-- (a tip, a voucher, a rounding of the shop's) stays as it is.
create or replace function store.lines_money(target store.orders, lines jsonb, out subtotal_minor bigint, out discount_minor bigint, out tax_minor bigint, out total_minor bigint)
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    with given as (
        select (l->>'quantity')::bigint * (l->>'price_minor')::bigint as gross, o.price_minor * o.quantity as old_gross, coalesce(o.discount_minor, 0) as old_discount, coalesce(o.tax_minor, 0) as old_tax
        from jsonb_array_elements(lines) l left join order_line o on o.order_id = target.id and o.line_no = (l->>'line_no')::int),
    known as (
        select coalesce(sum(o.discount_minor), 0)::bigint as line_discount, coalesce(sum(o.tax_minor), 0)::bigint as line_tax, coalesce(sum(o.price_minor * o.quantity), 0)::numeric as gross,
            coalesce(sum(o.price_minor * o.quantity - o.discount_minor), 0)::numeric as net,
            target.tax_minor <> 0 and target.total_minor = target.subtotal_minor + target.shipping_minor - target.discount_minor as is_included
        from order_line o where o.order_id = target.id),
    sums as (
        select coalesce(sum(g.gross), 0)::bigint as gross,
            coalesce(sum(case when old_gross > 0 then round(old_discount::numeric * g.gross / old_gross) else 0 end), 0)::bigint as line_discount,
            coalesce(sum(case when old_gross > 0 then round(old_tax::numeric * g.gross / old_gross)
                when k.net > 0 then round(k.line_tax::numeric * g.gross / k.net) else 0 end), 0)::bigint as line_tax
        from given g cross join known k),
    parts as (
        select s.gross, k.is_included,
            least(s.line_discount + case when k.gross > 0 then round((target.discount_minor - k.line_discount)::numeric * s.gross / k.gross) else 0 end, s.gross) as discount,
            s.line_tax + case when k.gross > 0 then round((target.tax_minor - k.line_tax)::numeric * s.gross / k.gross) else 0 end as tax,
            case when k.gross > 0 then target.total_minor - (k.gross + target.shipping_minor - least(target.discount_minor, k.gross) + case when k.is_included then 0 else target.tax_minor end)
                else 0 end as beyond
        from sums s cross join known k)
    select gross, discount::bigint, tax::bigint, greatest(gross + target.shipping_minor - discount + case when is_included then 0 else tax end + beyond, 0)::bigint from parts
$$;

-- Writes lines that were judged in the place of those there are. A new line's number is no other line's, nor that of one taken out before.
create or replace function store.write_lines(target store.orders, lines jsonb) returns void
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    last_no int := (select coalesce(max(n.line_no), 0) from (select o.line_no from order_line o where o.order_id = target.id
        union all select (l->>'line_no')::int from order_change c cross join jsonb_array_elements(c.old_value || c.new_value) l where c.order_id = target.id and c.field = 'lines') n);
    tax numeric; -- as lines_money() counts it
    net numeric;
begin
    select nullif(sum(o.tax_minor), 0), sum(o.price_minor * o.quantity - o.discount_minor) into tax, net from order_line o where o.order_id = target.id;
    delete from order_line o where o.order_id = target.id and not exists (select from jsonb_array_elements(lines) l where (l->>'line_no')::int = o.line_no);
    update order_line o set quantity = (l->>'quantity')::int, price_minor = (l->>'price_minor')::bigint, title = l->>'title', sku = coalesce(l->>'sku', ''),
        product_id = (select p.id from product p where p.sku = l->>'sku'),
        discount_minor = case when o.price_minor * o.quantity > 0 then round(o.discount_minor::numeric * (l->>'quantity')::bigint * (l->>'price_minor')::bigint / (o.price_minor * o.quantity)) else 0 end,
        tax_minor = case when o.price_minor * o.quantity > 0 then round(o.tax_minor::numeric * (l->>'quantity')::bigint * (l->>'price_minor')::bigint / (o.price_minor * o.quantity))
            when net > 0 then coalesce(round(tax * ((l->>'quantity')::bigint * (l->>'price_minor')::bigint) / net), 0) else 0 end
    from jsonb_array_elements(lines) l where o.order_id = target.id and (l->>'line_no')::int = o.line_no
        and (o.quantity, o.price_minor, o.title, o.sku) is distinct from ((l->>'quantity')::int, (l->>'price_minor')::bigint, l->>'title', coalesce(l->>'sku', ''));
    insert into order_line (order_id, line_no, product_id, sku, title, quantity, price_minor, tax_minor)
    select target.id, last_no + row_number() over (order by l.place), (select p.id from product p where p.sku = l.doc->>'sku'), coalesce(l.doc->>'sku', ''), l.doc->>'title',
        (l.doc->>'quantity')::int, (l.doc->>'price_minor')::bigint, case when net > 0 then coalesce(round(tax * ((l.doc->>'quantity')::bigint * (l.doc->>'price_minor')::bigint) / net), 0) else 0 end
    from jsonb_array_elements(lines) with ordinality as l(doc, place) where l.doc->>'line_no' is null;
end $$;

create or replace function store.lines_of(wanted bigint) returns jsonb
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select jsonb_agg(to_jsonb(l) - 'order_id' order by l.line_no) from order_line l where l.order_id = wanted
$$;

-- What would become of an order with other lines, as a row of the answer.
create or replace function store.lines_answer(target store.orders, wanted bigint, expected_version int, lines jsonb) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    row_answer jsonb := order_refusal(target, wanted, expected_version, 'lines');
    reason text;
    money record;
begin
    if row_answer is not null then
        return row_answer;
    end if;
    reason := lines_reason(target, lines);
    if reason is not null then
        return row_refused(target, reason);
    end if;
    select * into money from lines_money(target, lines);
    return jsonb_build_object('order_id', target.id, 'outcome', 'done', 'version', target.version) || to_jsonb(money)
        || jsonb_build_object('old_total_minor', target.total_minor, 'paid_minor', target.paid_minor, 'refunded_minor', target.refunded_minor,
            -- Above zero it is still to be paid, below it is to be given back.
            'difference_minor', money.total_minor - (target.paid_minor - target.refunded_minor));
end $$;

create or replace function store.money_of(o store.orders) returns jsonb
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select jsonb_build_object('subtotal_minor', o.subtotal_minor, 'discount_minor', o.discount_minor, 'tax_minor', o.tax_minor, 'total_minor', o.total_minor)
$$;

-- Writes what lines_answer counted, and answers with the row as it then is.
create or replace function store.change_lines(target store.orders, lines jsonb, counted jsonb, me store.caller, command_id uuid) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    old_lines jsonb := lines_of(target.id);
begin
    perform write_lines(target, lines);
    if lines_of(target.id) = old_lines then
        return row_refused(target, 'nothing_changed');
    end if;
    -- A new version even where neither money nor pieces are other: whoever has the old lines in sight must not go on by them.
    update orders set subtotal_minor = (counted->>'subtotal_minor')::bigint, discount_minor = (counted->>'discount_minor')::bigint,
        tax_minor = (counted->>'tax_minor')::bigint, total_minor = (counted->>'total_minor')::bigint, version = version + 1 where id = target.id;
    perform add_change(target.id, 'lines', old_lines, lines_of(target.id), me, command_id),
        add_change(target.id, 'money', money_of(target), money_of((select o from orders o where o.id = target.id)), me, command_id);
    perform add_event(target.id, 'lines_changed', '{}', command_id);
    return counted || jsonb_build_object('version', (select o.version from orders o where o.id = target.id));
end $$;

-- With dry_run nothing is written: the answer says what would become of it.
create or replace function desk.lines_change(command_id uuid, order_id bigint, expected_version int, lines jsonb, dry_run boolean) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := enter('edit');
    answer jsonb;
    target orders;
    row_answer jsonb;
    held bigint;
begin
    if coalesce(dry_run, false) then
        return outcome_of(jsonb_build_array(lines_answer(visible_order(order_id, me), order_id, expected_version, lines)));
    end if;
    answer := command_begin(command_id, 'lines_change', jsonb_build_array(order_id, expected_version, lines));
    if answer is not null then
        return answer;
    end if;
    held := lock_orders(array[order_id], me);
    if held is not null then
        return locked_refusal(command_id, held);
    end if;
    target := visible_order(order_id, me);
    row_answer := lines_answer(target, order_id, expected_version, lines);
    if row_answer->>'outcome' = 'done' then
        row_answer := change_lines(target, lines, row_answer, me, command_id);
    end if;
    return orders_end(command_id, jsonb_build_array(row_answer), array['lines']);
end $$;
