-- What leaves the house is written into the outbox in the transaction that decides on it, and waits there for an undo.

create or replace function store.grace_end() returns timestamptz
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select clock_timestamp() + make_interval(secs => setting('grace.seconds')::int)
$$;

-- Whoever queues it, a message of class order is about an order of the person it goes to, one that they may be written to about.
create or replace function store.check_message() returns trigger
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    about orders;
begin
    if new.message_class = 'order' then
        select * into about from orders where id = new.order_id;
        if about.customer_id is distinct from new.customer_id or message_obstacle(about) <> '' then
            raise exception 'an order message goes to the customer of an order of theirs' using errcode = '23514';
        end if;
    end if;
    return new;
end $$;
create or replace trigger check_message before insert or update of message_class, order_id, customer_id on mailroom.outbox
    for each row execute function store.check_message();

-- template: confirmation, shipped, cancelled, refunded or question. body: what the template needs beyond the order itself. Of the order as the
-- command has left it: with what it did nobody may have to be told any more. Answers whether anybody is.
drop function if exists store.queue_message(store.orders, text, jsonb, store.caller, uuid);
create function store.queue_message(o store.orders, template text, body jsonb, me store.caller, command_id uuid) returns boolean
language sql security definer set search_path = pg_catalog, store, pg_temp as $$
    with queued as (
        insert into mailroom.outbox (command_id, message_class, template, order_id, customer_id, body, not_before, staff_id)
        select command_id, 'order', template, n.id, n.customer_id, body, grace_end(), me.staff_id from orders n where n.id = o.id and message_obstacle(n) = ''
        returning id)
    select exists (select from queued)
$$;

-- A question about the order, or its confirmation once more.
create or replace function desk.message_send(command_id uuid, order_id bigint, template text, body text) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := enter('edit');
    answer jsonb := command_begin(command_id, 'message_send', jsonb_build_array(order_id, template, body));
    target orders;
begin
    if answer is not null then
        return answer;
    end if;
    target := visible_order(order_id, me);
    answer := case
        when target.id is null then refusal('no_such_order')
        when template is null or template not in ('confirmation', 'question') then refusal('bad_arguments')
        when template = 'question' and btrim(coalesce(body, ''), E' \t\r\n') = '' then refusal('empty_message')
        when length(body) > 20000 then refusal('message_too_long')
        when has_card(body) then refusal('card_number')
        when message_obstacle(target) <> '' then refusal(message_obstacle(target)) end;
    if answer is null then
        perform queue_message(target, template, jsonb_build_object('text', coalesce(body, '')), me, command_id);
        perform add_event(order_id, 'message_queued', jsonb_build_object('template', template), command_id);
        answer := outcome_of(jsonb_build_array(jsonb_build_object('order_id', order_id, 'outcome', 'done', 'version', target.version)))
            || jsonb_build_object('grace_seconds', setting('grace.seconds')::int);
    end if;
    return command_end(command_id, answer, 'order', array_remove(array[target.id], null), array['message']);
end $$;

-- What a message says, as long as it is kept: nobody reads it after that, whether or not it has been taken away yet.
create or replace function store.kept_body(b mailroom.outbox) returns jsonb
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select case when b.created_at > now() - make_interval(days => setting('outbox.keep_days')::int) then b.body else '{}' end
$$;

-- Takes away what messages said that were queued too long ago; what never left of them never will. The rows stay without it: they name
-- nobody, and tell which refunds a processor was asked for. A row that somebody holds waits for the next beat.
create or replace function store.purge_outbox() returns int
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    purged int;
begin
    with due as (
        select b.id from mailroom.outbox b where b.body <> '{}' and b.state <> 'sending'
            and b.created_at <= now() - make_interval(days => setting('outbox.keep_days')::int) order by b.created_at limit 10000 for update skip locked)
    update mailroom.outbox b set body = '{}', state = case when b.kind = 'message' and b.state in ('waiting', 'dead') then 'withdrawn' else b.state end
    from due where b.id = due.id;
    get diagnostics purged = row_count;
    return purged;
end $$;

-- An order's messages and refund requests with what became of them, newest first.
create or replace function store.panel_outbox(wanted bigint) returns jsonb
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select coalesce(jsonb_agg(jsonb_build_object('id', b.id, 'kind', b.kind, 'template', b.template, 'state', b.state, 'created_at', b.created_at,
        'sent_at', b.sent_at, 'not_before', b.not_before, 'attempts', b.attempts, 'last_error', b.last_error, 'command_id', b.command_id,
        'text', kept_body(b)->>'text', 'actor', (select s.display_name from staff s where s.id = b.staff_id)) order by b.id desc), '[]')
    from mailroom.outbox b where b.order_id = wanted
$$;
