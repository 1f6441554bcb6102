-- What outside parties are given: a carrier's file, of exactly the fields on its list, for orders that are to be shipped now. The record of
-- it (party, fields, orders, digest, delete-by date) is written and committed first; only under it is the file given out, so neither a
-- ROLLBACK nor a statement that fails behind it leaves addresses read and no record. Papers aside, which the house
-- prints for itself, no other function gives out more than one order's address.

-- A cell as RFC 4180 writes it, and nothing else done to it: a carrier's program reads the file and prints what it finds on a label, so a
-- sign put before =, +, - or @ to disarm a spreadsheet would be an error in an address.
create or replace function store.csv_cell(value text) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select case when value ~ ('[",' || chr(13) || chr(10) || ']') then '"' || replace(value, '"', '""') || '"' else coalesce(value, '') end
$$;

create or replace function store.csv_line(cells text[]) returns text
language sql immutable set search_path = pg_catalog, store, pg_temp as $$
    select string_agg(csv_cell(c.value), ',' order by c.place) || chr(13) || chr(10) from unnest(cells) with ordinality as c(value, place)
$$;

-- One field of an order for an outside party.
create or replace function store.disclosed_value(field text, o store.orders, a store.order_address) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select case field
        when 'order_number' then o.number
        when 'name' then coalesce(nullif(a.name, ''), o.customer_name)
        when 'company' then a.company
        when 'line1' then a.line1
        when 'line2' then a.line2
        when 'postal_code' then a.postal_code
        when 'city' then a.city
        when 'region' then a.region
        when 'country' then a.country
        when 'phone' then a.phone end
$$;

-- The file itself, the same to the byte as long as its orders are: UTF-8 without a mark in front, a heading of the fields' names, one line
-- an order by its id, each ended by CR LF.
create or replace function store.disclosed_file(fields text[], order_ids bigint[]) returns text
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select csv_line(fields) || string_agg(csv_line(array(
            select disclosed_value(f.name, o, a) from unnest(fields) with ordinality as f(name, place) order by f.place)), '' order by o.id)
    from orders o join order_address a on a.id = o.shipping_address_id where o.id = any(order_ids)
$$;

create or replace function store.digest_of(body text) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select encode(sha256(convert_to(body, 'UTF8')), 'hex')
$$;

-- Why an order goes into no carrier's file; null when it is to be shipped now and has an address.
create or replace function store.disclosure_refusal(o store.orders) returns text
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select case
        when o.id is null then 'no_such_order'
        when obstacle('ship', o) <> '' then obstacle('ship', o)
        when not exists (select from order_address a where a.id = o.shipping_address_id and a.line1 <> '') then 'no_address' end
$$;

-- Each order of a file once, by its id, with why it is left out.
create or replace function store.disclosure_rows(order_ids bigint[], me store.caller, verdict text) returns jsonb
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select coalesce(jsonb_agg(jsonb_build_object('order_id', c.id, 'number', (t.target).number, 'outcome', case when r.reason is null then verdict else 'refused' end)
        || case when r.reason is null then '{}' else jsonb_build_object('reason', r.reason) end order by c.id), '[]')
    from (select distinct a.id from unnest(order_ids) as a(id) where a.id is not null) c
    cross join lateral (select visible_order(c.id, me) as target) t
    cross join lateral (select disclosure_refusal(t.target) as reason) r
$$;

create or replace function store.is_file_choice(order_ids bigint[]) returns boolean
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select coalesce(cardinality(order_ids) between 1 and 1000, false)
$$;

-- To whom a file may be made, for what, and of which fields.
drop function if exists desk.parties();
create function desk.parties() returns table(code text, name text, purpose text, fields text[], keep_days int)
language plpgsql stable security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    perform enter('disclose');
    return query select p.code, p.name, p.purpose, p.fields, p.keep_days from outside_party p order by p.name, p.code;
end $$;

-- What would become of a file for these orders, without making it.
create or replace function desk.disclosure_check(order_ids bigint[]) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := enter('disclose');
begin
    if not is_file_choice(order_ids) then
        return refusal('bad_arguments');
    end if;
    return jsonb_build_object('outcome', 'done', 'reason', '', 'rows', disclosure_rows(order_ids, me, 'would'));
end $$;

-- The first of three steps, a command: the record of what the file holds, without anything of it. The orders that cannot be shipped are
-- left out, each with its reason.
create or replace function desk.disclosure_make(command_id uuid, party text, order_ids bigint[]) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := enter('disclose');
    answer jsonb := command_begin(command_id, 'disclosure_make', jsonb_build_array(party, order_ids));
    to_whom outside_party;
    given bigint[];
    made disclosure;
    held bigint;
begin
    if answer is not null then
        return answer;
    end if;
    select * into to_whom from outside_party p where p.code = party;
    answer := case when to_whom.code is null then refusal('unknown_party') when not is_file_choice(order_ids) then refusal('bad_arguments') end;
    if answer is not null then
        return command_end(command_id, answer, 'order', '{}', '{}');
    end if;
    -- A correction that is under way is waited for, and one that comes meets the record: so whoever got the old address is known.
    held := lock_orders(order_ids, me);
    if held is not null then
        return locked_refusal(command_id, held);
    end if;
    answer := outcome_of(disclosure_rows(order_ids, me, 'done'));
    given := done_ids(answer->'rows');
    if cardinality(given) > 0 then
        insert into disclosure (party, purpose, fields, order_ids, sha256, delete_by, staff_id, command_id)
        values (to_whom.code, to_whom.purpose, to_whom.fields, given, digest_of(disclosed_file(to_whom.fields, given)),
            (now() at time zone setting('store.time_zone'))::date + to_whom.keep_days, me.staff_id, disclosure_make.command_id) returning * into made;
        answer := answer || jsonb_build_object('disclosure_id', made.id, 'delete_by', made.delete_by);
    end if;
    return command_end(command_id, answer, 'order', given, to_whom.fields);
end $$;

-- The record a file may be given out under now: one's own, of the last quarter of an hour, committed by an earlier transaction.
create or replace function store.open_disclosure(wanted bigint, me store.caller) returns store.disclosure
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select d from disclosure d where d.id = wanted and d.staff_id = me.staff_id and d.made_at > clock_timestamp() - interval '15 minutes'
        and d.written_in is distinct from pg_current_xact_id_if_assigned()
$$;

-- The second step: writes down that the file is given out, also when it is for the second time because it could not be written.
create or replace function desk.disclosure_give(ticket uuid, disclosure_id bigint) returns boolean
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := enter('disclose');
    found_record disclosure;
begin
    perform check_meter(me);
    select * into found_record from open_disclosure(disclosure_id, me);
    if found_record.id is null then
        return false;
    end if;
    -- The trace of what was read is waited for, unlike the meter's count.
    perform meter(me, cardinality(found_record.order_ids)), set_config('synchronous_commit', 'on', true);
    -- An order tells of it when its address has been given out, and once, however often that is.
    perform add_event(g.id, 'disclosed', jsonb_build_object('disclosure_id', found_record.id, 'party', found_record.party), found_record.command_id)
    from unnest(found_record.order_ids) as g(id) where not exists (select from disclosure_giving e where e.disclosure_id = found_record.id);
    insert into disclosure_giving (id, disclosure_id, staff_id) values (ticket, found_record.id, me.staff_id);
    perform audit('disclosure_give', null, 'disclosure', array[found_record.id], found_record.fields, cardinality(found_record.order_ids));
    return true;
end $$;

-- The third: the file, within five minutes of a giving that another transaction has committed. An order that was changed or shipped since
-- its record was written would make it another file than the one on record, so then there is none.
drop function if exists desk.disclosure_file(uuid);
create function desk.disclosure_file(ticket uuid, out reason text, out body text, out sha256 text, out delete_by date)
language plpgsql stable security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := enter('disclose');
    found_record disclosure;
begin
    select * into found_record from open_disclosure((select g.disclosure_id from disclosure_giving g where g.id = ticket and g.staff_id = me.staff_id
        and g.at > clock_timestamp() - interval '5 minutes' and g.written_in is distinct from pg_current_xact_id_if_assigned()), me);
    sha256 := found_record.sha256;
    delete_by := found_record.delete_by;
    reason := case
        when found_record.id is null then 'no_such_disclosure'
        when exists (select from unnest(found_record.order_ids) as g(id) where disclosure_refusal(visible_order(g.id, me)) is not null) then 'order_changed' end;
    if reason is null then
        body := disclosed_file(found_record.fields, found_record.order_ids);
        reason := case when digest_of(body) = sha256 then '' else 'order_changed' end;
        body := case when reason = '' then body end;
    end if;
end $$;

-- The orders of whoever placed the one with this number, or has this e-mail address.
create or replace function store.orders_of_person(given text) returns bigint[]
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select array(select o.id from orders o where o.customer_id in (
        select n.customer_id from orders n where n.number_key = number_key_of(given) union select e.customer_id from orders e where e.email_key = key_of(given)))
$$;

-- What is known of a party's copy: that it is gone or not, and by which version of that. No row: nobody has said anything yet.
create or replace function store.deletion_of(wanted bigint) returns store.disclosure_deletion
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select x from disclosure_deletion x where x.disclosure_id = wanted order by x.version desc limit 1
$$;

-- A command: a party has told that its copy is gone, since when, and how it told. Without a day: that was written down by mistake, and why.
-- expected_version is that of what is known so far, 0 for nothing.
create or replace function desk.disclosure_deleted(command_id uuid, disclosure_id bigint, deleted_on date, how text, expected_version int) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := enter('confirm_deletion');
    answer jsonb := command_begin(command_id, 'disclosure_deleted', jsonb_build_array(disclosure_id, deleted_on, how, expected_version));
    zone text := setting('store.time_zone');
    about disclosure;
    known disclosure_deletion;
    why text;
begin
    if answer is not null then
        return answer;
    end if;
    select * into about from disclosure d where d.id = disclosure_deleted.disclosure_id;
    known := deletion_of(about.id);
    why := case
        when about.id is null then 'no_such_disclosure'
        when not exists (select from disclosure_giving g where g.disclosure_id = about.id) then 'never_given'
        when length(btrim(coalesce(how, ''))) not between 1 and 500 then 'bad_how'
        when has_card(how) then 'card_number'
        when deleted_on is null and known.deleted_on is null then 'not_confirmed'
        when not deleted_on between (about.made_at at time zone zone)::date and (now() at time zone zone)::date then 'bad_day' end;
    if why is not null then
        answer := refusal(why);
    else
        -- Of two officers who write at once the second waits here for the first, and then has decided on something else.
        if coalesce(known.version, 0) = expected_version then
            insert into disclosure_deletion (disclosure_id, version, deleted_on, how, staff_id, command_id)
            values (about.id, expected_version + 1, disclosure_deleted.deleted_on, btrim(disclosure_deleted.how), me.staff_id, disclosure_deleted.command_id)
            on conflict do nothing;
        end if;
        answer := case when exists (select from disclosure_deletion x where x.command_id = disclosure_deleted.command_id)
            then jsonb_build_object('outcome', 'done', 'reason', '', 'version', expected_version + 1)
            else jsonb_build_object('outcome', 'conflict', 'reason', 'changed_meanwhile') end;
    end if;
    return command_end(command_id, answer, 'disclosure', array[disclosure_id], array['deleted_on', 'how']);
end $$;

-- Whoever was given what an order said before has to be told that it says something else now: every party that has a file with the order
-- in it, or may still be given one that was made, unless its copy is gone. By a trigger, so that it holds whichever way an order is
-- corrected. Only a file of fields that are other now.
create or replace function store.note_recipients() returns trigger
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    was order_address := (select a from order_address a where a.id = old.shipping_address_id);
    become order_address := (select a from order_address a where a.id = new.shipping_address_id);
begin
    insert into disclosure_notice (disclosure_id, order_id, fields)
    select d.id, new.id, f.fields
    from disclosure d
    cross join lateral (select array_agg(n.name order by n.place) as fields from unnest(d.fields) with ordinality as n(name, place)
        where coalesce(disclosed_value(n.name, old, was), '') <> coalesce(disclosed_value(n.name, new, become), '')) f
    where d.order_ids @> array[new.id] and f.fields is not null
        and (d.made_at > clock_timestamp() - interval '15 minutes' or exists (select from disclosure_giving g where g.disclosure_id = d.id));
    return null;
end $$;
create or replace trigger note_recipients after update of shipping_address_id, customer_name, number on store.orders
    for each row when (old.shipping_address_id is distinct from new.shipping_address_id or old.customer_name <> new.customer_name or old.number <> new.number)
    execute function store.note_recipients();

-- What the party of a file is still to be told about, and when it was told last and by whom; nothing of a file that was never given out, and
-- nothing more of a copy that is gone.
create or replace function store.notices_of(wanted bigint, out untold bigint[], out fields text[], out numbers text[], out told_at timestamptz, out told_by bigint)
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select coalesce(array_agg(n.id order by n.id) filter (where n.told_at is null and (deletion_of(wanted)).deleted_on is null), '{}'),
        array(select distinct f from disclosure_notice u cross join unnest(u.fields) f where u.disclosure_id = wanted and u.told_at is null
            and (deletion_of(wanted)).deleted_on is null order by f),
        array(select o.number from orders o where o.id in (select u.order_id from disclosure_notice u where u.disclosure_id = wanted and u.told_at is null
            and (deletion_of(wanted)).deleted_on is null) order by o.id limit 100),
        max(n.told_at), (array_agg(n.told_by order by n.told_at desc nulls last))[1]
    from disclosure_notice n where n.disclosure_id = wanted and exists (select from disclosure_giving g where g.disclosure_id = wanted)
$$;

-- A command: the party of a file has been told of these corrections, and no others that came meanwhile.
create or replace function desk.recipient_told(command_id uuid, disclosure_id bigint, notice_ids bigint[]) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := enter('tell_recipient');
    answer jsonb := command_begin(command_id, 'recipient_told', jsonb_build_array(disclosure_id, notice_ids));
    told bigint[];
begin
    if answer is not null then
        return answer;
    end if;
    if coalesce(cardinality(notice_ids), 0) not between 1 and 100000 then
        return command_end(command_id, refusal('bad_arguments'), 'disclosure', '{}', '{}');
    end if;
    with noted as (
        update disclosure_notice n set told_at = clock_timestamp(), told_by = me.staff_id, told_command = recipient_told.command_id
        where n.id = any(notice_ids) and n.disclosure_id = recipient_told.disclosure_id and n.told_at is null
            and exists (select from disclosure_giving g where g.disclosure_id = n.disclosure_id) returning n.id)
    select array_agg(id) into told from noted;
    answer := case when told is null then refusal('already_told') else jsonb_build_object('outcome', 'done', 'reason', '', 'told', cardinality(told)) end;
    return command_end(command_id, answer, 'disclosure', array[disclosure_id], array['told']);
end $$;

-- For the privacy officer: what was given to whom, what is due first and then newest first; of one person when an order number or e-mail
-- address is given. wanted: all, due (to be deleted by today or earlier and not confirmed), open (given out and not confirmed), deleted,
-- or untold (of an address that was corrected since). Due is only what was given out at all. order_numbers are those the question is
-- about, at most a hundred. To go on, the last row's is_due and id.
drop function if exists desk.disclosures(text, bigint);
drop function if exists desk.disclosures(text, text, boolean, bigint);
create function desk.disclosures(person text, wanted text, after_due boolean, before_id bigint) returns table(id bigint, party text, purpose text, fields text[], order_count int,
    order_numbers text[], sha256 text, made_at timestamptz, delete_by date, made_by text, login text, givings int, is_due boolean,
    deleted_on date, how text, confirmed_by text, confirmed_at timestamptz, version int, untold bigint[], untold_fields text[], untold_numbers text[], told_at timestamptz, told_by text)
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := enter('audit');
    theirs bigint[] := case when btrim(coalesce(person, '')) <> '' then orders_of_person(btrim(person)) end;
    today date := (now() at time zone setting('store.time_zone'))::date;
begin
    return query select r.id, p.name, r.purpose, r.fields, cardinality(r.order_ids),
            array(select o.number from orders o where o.id = any(r.order_ids) and (theirs is null or o.id = any(theirs)) order by o.id limit 100),
            r.sha256, r.made_at, r.delete_by, s.display_name, s.login, r.givings, r.is_due,
            r.deleted_on, case when r.deleted_on is not null then r.how end, case when r.deleted_on is not null then c.display_name end,
            case when r.deleted_on is not null then r.confirmed_at end, r.version, n.untold, n.fields, n.numbers, n.told_at, t.display_name
        from (select d.*, g.givings, x.deleted_on, x.how, x.at as confirmed_at, x.staff_id as confirmed_by, coalesce(x.version, 0) as version,
                g.givings > 0 and x.deleted_on is null and d.delete_by <= today as is_due
            from disclosure d
            cross join lateral (select count(*)::int as givings from disclosure_giving v where v.disclosure_id = d.id) g
            cross join lateral (select * from deletion_of(d.id)) x
            where (theirs is null or d.order_ids && theirs)
                and (wanted <> 'untold' or d.id in (select u.disclosure_id from disclosure_notice u where u.told_at is null))) r
        cross join lateral notices_of(r.id) n
        join outside_party p on p.code = r.party join staff s on s.id = r.staff_id left join staff c on c.id = r.confirmed_by left join staff t on t.id = n.told_by
        where case wanted when 'all' then true when 'due' then r.is_due when 'open' then r.givings > 0 and r.deleted_on is null when 'deleted' then r.deleted_on is not null
                when 'untold' then r.givings > 0 and r.deleted_on is null end
            and (before_id is null or r.is_due < after_due or r.is_due = after_due and r.id < before_id)
        order by r.is_due desc, r.id desc limit 500;
end $$;
