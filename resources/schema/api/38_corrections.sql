-- What is put right on an order: who works it, its tags, its contact data.

create or replace function store.add_change(order_id bigint, field text, old_value jsonb, new_value jsonb, me store.caller, command_id uuid) returns void
language sql security definer set search_path = pg_catalog, store, pg_temp as $$
    insert into order_change (order_id, field, old_value, new_value, staff_id, command_id)
    values (order_id, field, coalesce(old_value, 'null'), coalesce(new_value, 'null'), me.staff_id, command_id)
$$;

-- login: who works them from now on; none: nobody.
create or replace function desk.assign(command_id uuid, order_ids bigint[], expected_versions int[], login text) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := enter('edit');
    answer jsonb := command_begin(command_id, 'assign', jsonb_build_array(order_ids, expected_versions, login));
    wanted record;
    assignee bigint := (select s.id from staff s where s.login = assign.login and s.disabled_at is null);
    results jsonb[] := '{}';
    held bigint;
begin
    if answer is not null then
        return answer;
    end if;
    answer := case when not is_choice(order_ids, expected_versions) then refusal('bad_arguments')
        when login is not null and assignee is null then refusal('no_such_login') end;
    if answer is not null then
        return command_end(command_id, answer, 'order', '{}', '{}');
    end if;
    held := lock_orders(order_ids, me);
    if held is not null then
        return locked_refusal(command_id, held);
    end if;
    for wanted in select * from chosen_orders(order_ids, expected_versions, me, 'assign') loop
        if wanted.refusal is null and (wanted.target).assigned_to is distinct from assignee then
            update orders set assigned_to = assignee where id = wanted.id;
            perform add_change(wanted.id, 'assigned_to', to_jsonb((wanted.target).assigned_to), to_jsonb(assignee), me, command_id);
            perform add_event(wanted.id, case when assignee is null then 'unassigned' else 'assigned' end, jsonb_build_object('staff_id', assignee), command_id);
        end if;
        results := results || coalesce(wanted.refusal, row_done(wanted.id, '{}'));
    end loop;
    return orders_end(command_id, to_jsonb(results), array['assigned_to']);
end $$;

-- Whom an order can be given to: those who may work orders. Names of colleagues, not of customers.
drop function if exists desk.assignees();
create function desk.assignees() returns table(login text, display_name text)
language plpgsql stable security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    perform enter('view');
    return query select s.login, s.display_name from staff s
        where s.disabled_at is null and exists (select from pg_auth_members m join pg_roles g on g.oid = m.roleid join pg_roles u on u.oid = m.member
            where u.rolname = s.login and g.rolname in ('staff_agent', 'staff_lead', 'staff_fulfilment')) order by s.display_name, s.login limit 1000;
end $$;

-- A tag as it is kept: no blanks around, none twice; null when it cannot be one.
create or replace function store.tag_of(value text) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select t from (select btrim(regexp_replace(normalize(value, NFC), '\s+', ' ', 'g')) as t) n
    where length(t) between 1 and 40 and t !~ '[[:cntrl:],"]'
$$;

-- The tags an order has once some are added and others taken away. One tag in two spellings is one: the order keeps the one it has.
create or replace function store.tags_after(target store.orders, added text[], removed text[]) returns text[]
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select array(select distinct on (key_of(k.t)) k.t from (select t, 1 as place from unnest(target.tags) t union all select tag_of(a), 2 from unnest(added) a) k
        where key_of(k.t) <> all (select key_of(r) from unnest(removed) r where key_of(r) is not null) order by key_of(k.t), k.place, k.t)
$$;
create or replace function store.most_tags() returns int language sql immutable set search_path = pg_catalog, pg_temp as 'select 50';

-- Tags are added and taken away, not replaced, so two people who tag one order do not undo each other; no version is asked for.
create or replace function desk.tag(command_id uuid, order_ids bigint[], added text[], removed text[]) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := enter('edit');
    answer jsonb := command_begin(command_id, 'tag', jsonb_build_array(order_ids, added, removed));
    wanted bigint;
    target orders;
    row_answer jsonb;
    next_tags text[];
    results jsonb[] := '{}';
    held bigint;
begin
    if answer is not null then
        return answer;
    end if;
    answer := case when coalesce(cardinality(order_ids), 0) not between 1 and 1000 or coalesce(cardinality(added || removed), 0) not between 1 and 50 then refusal('bad_arguments')
        when exists (select from unnest(added) t where tag_of(t) is null) then refusal('bad_tag')
        when has_card(array_to_string(added, ' ')) then refusal('card_number') end;
    if answer is not null then
        return command_end(command_id, answer, 'order', '{}', '{}');
    end if;
    held := lock_orders(order_ids, me);
    if held is not null then
        return locked_refusal(command_id, held);
    end if;
    for wanted in select distinct a.id from unnest(order_ids) as a(id) order by a.id loop
        target := visible_order(wanted, me);
        row_answer := order_refusal(target, wanted, target.version, 'tag');
        next_tags := tags_after(target, added, removed);
        if row_answer is null and cardinality(next_tags) > most_tags() then
            row_answer := row_refused(target, 'too_many_tags');
        elsif row_answer is null and next_tags <> target.tags then
            update orders set tags = next_tags where id = wanted;
            perform add_change(wanted, 'tags', to_jsonb(target.tags), to_jsonb(next_tags), me, command_id);
        end if;
        results := results || coalesce(row_answer, row_done(wanted, '{}'));
    end loop;
    return orders_end(command_id, to_jsonb(results), array['tags']);
end $$;

-- The tags of the orders this caller may see, the most used first, as far as a look at the newest tagged ones tells.
create or replace function desk.tags() returns text[]
language plpgsql stable security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := enter('view');
    found_tags text[];
begin
    execute format('select array(select t from (select unnest(tags) as t from (select o.tags from orders o where o.tag_keys <> ''{}'' and %s order by o.id desc limit 2000) n) u
        group by t order by count(*) desc, t limit 100)', order_scope(me)) into found_tags;
    return found_tags;
end $$;

-- Contact data of an order as one flat object: customer_name, email, phone, shipping.line1, billing.city and so on.
create or replace function store.contact_of(o store.orders) returns jsonb
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select jsonb_build_object('customer_name', o.customer_name, 'email', coalesce(o.email, ''), 'phone', coalesce(o.phone, ''))
        || (select coalesce(jsonb_object_agg(part || '.' || f.key, coalesce(f.value, '')), '{}') from (values ('shipping', o.shipping_address_id), ('billing', o.billing_address_id)) p(part, address_id)
            cross join lateral (select to_jsonb(a) - 'id' as doc from (select a.* from order_address a where a.id = p.address_id
                union all select 0, '', '', '', '', '', '', '', '', '' where p.address_id is null) a limit 1) d
            cross join jsonb_each_text(d.doc) f)
$$;

create or replace function store.contact_fields() returns text[]
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select array['customer_name', 'email', 'phone'] || array(select part || '.' || field from unnest(array['shipping', 'billing']) part
        cross join unnest(array['name', 'company', 'line1', 'line2', 'city', 'region', 'postal_code', 'country', 'phone']) field)
$$;

-- The first thing wrong with changes of contact data, {field: {from, to}}, or null.
create or replace function store.contact_reason(changes jsonb) returns text
language plpgsql stable security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    if jsonb_typeof(changes) is distinct from 'object' or changes = '{}' or exists (select from jsonb_each(changes) c
        where not c.key = any(contact_fields()) or jsonb_typeof(c.value) <> 'object' or jsonb_typeof(c.value->'to') is distinct from 'string'
            or jsonb_typeof(c.value->'from') is distinct from 'string') then
        return 'bad_arguments';
    elsif exists (select from jsonb_each(changes) c where length(c.value->>'to') > case c.key when 'customer_name' then 500 when 'email' then 320 when 'phone' then 100
        else 300 end or c.value->>'to' ~ '[[:cntrl:]]') then
        return 'bad_address';
    elsif changes->'customer_name'->>'to' !~ '\S' then
        return 'bad_name';
    elsif changes->'email'->>'to' !~ '^([^@\s]+@[^@\s]+)?$' then
        return 'bad_email';
    elsif changes->'phone'->>'to' <> '' and phone_key_of(changes->'phone'->>'to') is null then
        return 'bad_phone';
    elsif has_card(changes) then
        return 'card_number';
    end if;
    return null;
end $$;

-- Writes what of the changes still fits an order's data: each field that is as it was seen. Answers with the fields written.
create or replace function store.write_contact(target store.orders, changes jsonb, me store.caller, command_id uuid) returns text[]
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    was jsonb := contact_of(target);
    fits jsonb := (select coalesce(jsonb_object_agg(c.key, c.value->>'to'), '{}') from jsonb_each(changes) c
        where was->>c.key = c.value->>'from' and was->>c.key <> c.value->>'to');
    become jsonb := was || fits;
    ship_to bigint := target.shipping_address_id;
    bill_to bigint := target.billing_address_id;
    field text;
begin
    if fits = '{}' then
        return '{}';
    end if;
    -- Addresses are never changed: another one takes the place, and the old one stays for whoever was told of it.
    if exists (select from jsonb_object_keys(fits) k where k like 'shipping.%') then
        ship_to := copy_order_address((select jsonb_object_agg(substr(e.key, 10), e.value) from jsonb_each(become) e where e.key like 'shipping.%'));
    end if;
    if exists (select from jsonb_object_keys(fits) k where k like 'billing.%') then
        bill_to := copy_order_address((select jsonb_object_agg(substr(e.key, 9), e.value) from jsonb_each(become) e where e.key like 'billing.%'));
    end if;
    update orders set customer_name = become->>'customer_name', email = nullif(become->>'email', ''), phone = nullif(become->>'phone', ''),
        postal_code = case when ship_to is distinct from target.shipping_address_id then become->>'shipping.postal_code' else postal_code end,
        country = case when ship_to is distinct from target.shipping_address_id then become->>'shipping.country' else country end,
        shipping_address_id = ship_to, billing_address_id = bill_to
    where id = target.id;
    for field in select k from jsonb_object_keys(fits) k order by k loop
        perform add_change(target.id, field, was->field, become->field, me, command_id);
    end loop;
    perform add_event(target.id, 'contact_corrected', jsonb_build_object('fields', to_jsonb(array(select k from jsonb_object_keys(fits) k order by k))), command_id);
    return array(select k from jsonb_object_keys(fits) k order by k);
end $$;

-- Why an e-mail address cannot be this customer's, or null: orders find their customer by it, so it is one customer's alone. Until the end
-- of the transaction nobody else is given it (60).
create or replace function store.email_reason(customer bigint, email text) returns text
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    perform lock_person(key_of(email));
    return (select 'email_taken' from contact_point p where p.kind = 'email' and p.key = key_of(email) and p.customer_id <> customer limit 1);
exception when lock_not_available then
    return 'locked';
end $$;

-- The customer's own record follows: the contact point that said the old value says the new one, or it is added to the others. What was
-- added has no old value.
create or replace function store.write_customer_contact(target store.orders, changes jsonb, me store.caller, command_id uuid) returns void
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    way record;
    point contact_point;
begin
    perform from customer c where c.id = target.customer_id for no key update;
    if changes ? 'customer_name' then
        update customer c set name = changes->'customer_name'->>'to', version = c.version + 1 where c.id = target.customer_id and c.name = changes->'customer_name'->>'from';
        if found then
            perform add_change(target.id, 'customer.name', changes->'customer_name'->'from', changes->'customer_name'->'to', me, command_id);
        end if;
    end if;
    for way in select c.key as kind, c.value->>'from' as was, c.value->>'to' as become from jsonb_each(changes) c where c.key in ('email', 'phone') and c.value->>'to' <> '' loop
        select p.* into point from contact_point p where p.customer_id = target.customer_id and p.kind = way.kind
            and p.key = coalesce(case way.kind when 'email' then key_of(way.was) else phone_key_of(way.was) end, '') order by p.is_primary desc, p.id limit 1;
        if point.id is not null then
            update contact_point set value = way.become where id = point.id;
        else
            insert into contact_point (customer_id, kind, value, is_primary)
            select target.customer_id, way.kind, way.become, not exists (select from contact_point p where p.customer_id = target.customer_id and p.kind = way.kind)
            where not exists (select from contact_point p where p.customer_id = target.customer_id and p.kind = way.kind
                and p.key = coalesce(case way.kind when 'email' then key_of(way.become) else phone_key_of(way.become) end, '')) returning id into point.id;
        end if;
        if point.id is not null then
            perform add_change(target.id, 'customer.' || way.kind, jsonb_build_object('id', point.id, 'value', point.value), jsonb_build_object('id', point.id, 'value', way.become), me, command_id);
        end if;
    end loop;
    if exists (select from jsonb_object_keys(changes) k where k like 'shipping.%') then
        perform write_customer_home(target, me, command_id);
    end if;
end $$;

-- Puts an address, or none, in the place of a contact point's. The one that was there goes with its last contact point: no address is
-- left that belongs to nobody.
create or replace function store.move_home(point store.contact_point, new_home jsonb) returns void
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    if new_home is null then
        delete from contact_point p where p.id = point.id;
    else
        update contact_point p set address_id = make_address(new_home) where p.id = point.id;
    end if;
    delete from address a where a.id = point.address_id and not exists (select from contact_point p where p.customer_id = point.customer_id and p.address_id = a.id);
end $$;

-- The customer lives where the order goes to from now on. target is the order as it was before.
create or replace function store.write_customer_home(target store.orders, me store.caller, command_id uuid) returns void
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    new_home jsonb := (select jsonb_object_agg(substr(e.key, 10), e.value) from jsonb_each(contact_of((select o from orders o where o.id = target.id))) e where e.key like 'shipping.%');
    point contact_point := (select p from contact_point p join address a on a.id = p.address_id join order_address o on o.id = target.shipping_address_id
        where p.customer_id = target.customer_id and p.kind = 'postal' and (a.company, a.line1, a.line2, a.city, a.region, a.postal_code, a.country)
            = (o.company, o.line1, o.line2, o.city, o.region, o.postal_code, o.country) order by p.is_primary desc, p.id limit 1);
    old_home jsonb := (select to_jsonb(a) - 'id' from address a where a.id = point.address_id);
begin
    if point.id is not null then
        perform move_home(point, new_home);
    else
        insert into contact_point (customer_id, kind, value, address_id, is_primary)
        select target.customer_id, 'postal', '', make_address(new_home), not exists (select from contact_point p where p.customer_id = target.customer_id and p.kind = 'postal')
        returning * into point;
    end if;
    perform add_change(target.id, 'customer.postal', jsonb_build_object('id', point.id, 'value', old_home), jsonb_build_object('id', point.id, 'value', new_home), me, command_id);
end $$;

-- Whom a correction could reach beside this order: the customer's record, their other open orders, and the finished ones that keep theirs.
create or replace function desk.contact_scope(order_id bigint) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := enter('edit');
    target orders := visible_order(contact_scope.order_id, me);
begin
    return (select jsonb_build_object('open_orders', count(*) filter (where fulfilment_status in ('unfulfilled', 'partially_fulfilled', 'on_hold')),
            'finished_orders', count(*) filter (where fulfilment_status in ('fulfilled', 'cancelled')))
        from orders o where o.customer_id = target.customer_id and o.id <> target.id);
end $$;

-- Why a correction may not be written to an order as it is now, as a row of the answer; null when it may. The order is locked by then.
create or replace function store.contact_refusal(target store.orders, wanted bigint, changes jsonb, scope text) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    row_answer jsonb := order_refusal(target, wanted, target.version, 'contact');
    contested text[];
    reason text;
begin
    if row_answer is not null then
        return row_answer;
    end if;
    contested := array(select c.key from jsonb_each(changes) c where contact_of(target)->>c.key not in (c.value->>'from', c.value->>'to') order by c.key);
    if contested <> '{}' then
        return jsonb_build_object('order_id', wanted, 'outcome', 'conflict', 'reason', 'changed_meanwhile', 'fields', to_jsonb(contested),
            'current', jsonb_build_object('version', target.version));
    end if;
    reason := case when scope <> 'order' then email_reason(target.customer_id, changes->'email'->>'to') end;
    return case when reason is not null then row_refused(target, reason) end;
end $$;

-- Whether an order says something else than a correction found or writes, in any of its fields.
create or replace function store.says_otherwise(target store.orders, changes jsonb) returns boolean
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select exists (select from jsonb_each(changes) c where contact_of(target)->>c.key not in (c.value->>'from', c.value->>'to'))
$$;

-- What a correction could change in the customer's own record, by the names that is written down under. The record has no address of
-- bills; one that goes along with where the order is sent asks for nothing of its own.
create or replace function store.record_fields(changes jsonb) returns text[]
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select array(select distinct 'customer.' || case when c.key = 'customer_name' then 'name' when c.key like 'shipping.%' then 'postal' when c.key like 'billing.%' then 'billing' else c.key end
        from jsonb_each(changes) c where c.key not like 'billing.%' or c.value->'to' is distinct from changes->('shipping.' || substr(c.key, 9))->'to')
$$;

-- What a command has made of the customer's own record: changed, partly, or kept as it was.
create or replace function store.record_outcome(command_id uuid, changes jsonb) returns text
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select case when w.fields = '{}' then 'kept' when record_fields(changes) <@ w.fields then 'changed' else 'partly' end
    from (select array(select c.field from order_change c where c.command_id = record_outcome.command_id and c.field like 'customer.%' and c.old_value <> c.new_value) as fields) w
$$;

-- Writes a correction to the order it began at, the customer's record and the others, as far as they may have it; a row for each. The first
-- says what became of the rest: of the record, how many other orders were written, and how many said something else and keep it.
create or replace function store.fix_contacts(target store.orders, others bigint[], changes jsonb, scope text, me store.caller, command_id uuid) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    results jsonb[] := '{}';
    other orders;
    other_id bigint;
    others_left int := 0;
begin
    perform write_contact(target, changes, me, command_id);
    if scope <> 'order' then
        perform write_customer_contact(target, changes, me, command_id);
    end if;
    foreach other_id in array others loop
        other := visible_order(other_id, me);
        -- While it was waited for, somebody may have shipped or cancelled it: then it keeps what it has.
        continue when obstacle('contact', other) <> '';
        others_left := others_left + says_otherwise(other, changes)::int;
        if write_contact(other, changes, me, command_id) <> '{}' then
            results := results || row_done(other_id, '{}');
        end if;
    end loop;
    -- A command takes a thousand orders; what is beyond keeps what it says, and is counted.
    if cardinality(others) = most_others() then
        others_left := others_left + (select greatest(0, count(*) - most_others()) from orders o where o.customer_id = target.customer_id and o.id <> target.id
            and o.fulfilment_status in ('unfulfilled', 'partially_fulfilled', 'on_hold'))::int;
    end if;
    return to_jsonb(array[row_done(target.id, jsonb_build_object('record', record_outcome(command_id, changes), 'others', cardinality(results), 'others_left', others_left))]
        || results);
end $$;

-- What is wrong with how a correction was asked for, whatever the order says; null when nothing is.
create or replace function store.fix_reason(changes jsonb, scope text) returns text
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select case when scope is null or scope not in ('order', 'customer', 'open_orders') then 'bad_arguments' else contact_reason(changes) end
$$;

-- The most other orders of one correction.
create or replace function store.most_others() returns int language sql immutable set search_path = pg_catalog, pg_temp as 'select 999';

-- The customer's other open orders, where a correction is for them too.
create or replace function store.orders_to_fix(target store.orders, scope text) returns bigint[]
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select array(select o.id from orders o where scope = 'open_orders' and o.customer_id = target.customer_id and o.id <> target.id
        and o.fulfilment_status in ('unfulfilled', 'partially_fulfilled', 'on_hold') order by o.id limit most_others())
$$;

-- What a command has written down as corrected, by name: fields of its orders, and customer.* for the customer's own record.
create or replace function store.fields_corrected(command_id uuid) returns text[]
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select array(select distinct c.field from order_change c where c.command_id = fields_corrected.command_id order by c.field)
$$;

-- changes: {field: {from, to}}, from being what the window showed. Fields that somebody else has changed meanwhile are merged where they
-- are others; where it is the same field, nothing is written and the answer names the fields. scope: order, customer or open_orders.
create or replace function desk.contact_fix(command_id uuid, order_id bigint, changes jsonb, scope text) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := enter('edit');
    answer jsonb := command_begin(command_id, 'contact_fix', jsonb_build_array(order_id, changes, scope));
    reason text := case when answer is null then fix_reason(changes, scope) end;
    others bigint[];
    held bigint;
begin
    if answer is not null then
        return answer;
    elsif reason is not null then
        return command_end(command_id, refusal(reason), 'order', '{}', '{}');
    end if;
    others := orders_to_fix(visible_order(order_id, me), scope);
    held := lock_orders(array[order_id] || others, me);
    if held is not null then
        return locked_refusal(command_id, held);
    end if;
    answer := contact_refusal(visible_order(order_id, me), order_id, changes, scope);
    if answer->>'reason' = 'locked' then
        return command_forget(command_id, refusal('locked'));
    elsif answer is not null then
        return command_end(command_id, outcome_of(jsonb_build_array(answer)), 'order', '{}', '{}');
    end if;
    answer := fix_contacts(visible_order(order_id, me), others, changes, scope, me, command_id);
    return orders_end(command_id, answer, fields_corrected(command_id));
end $$;
