-- The store's own particulars: its name, what its papers show, and the address its messages come from. The admin changes them, and nothing
-- else among the settings; old and new are kept.

create or replace function store.detail_keys() returns text[]
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select array['store.name', 'store.sender', 'store.address', 'store.tax_number', 'store.paper_foot']
$$;

-- Text of so many lines at most, none of which holds a control character.
create or replace function store.is_block(value text, longest int, most_lines int) returns boolean
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select length(value) <= longest and replace(value, chr(10), '') !~ '[[:cntrl:]]' and length(value) - length(replace(value, chr(10), '')) < most_lines
$$;

-- What is wrong with one of them, or null. As many lines as a paper has room for.
create or replace function store.detail_reason(key text, value text) returns text
language sql immutable set search_path = pg_catalog, store, pg_temp as $$
    select case
        when has_card(value) then 'card_number'
        when key = 'store.name' and not (is_block(value, 100, 1) and value ~ '\S') then 'bad_store_name'
        -- What a mail server takes without more ado: ASCII before the @.
        when key = 'store.sender' and value <> '' and (length(value) > 254
            or value !~ '^[A-Za-z0-9!#$%&''*+/=?^_`{|}~.-]{1,64}@[^@[:space:][:cntrl:]"(),:;<>\[\]\\]+$') then 'bad_sender'
        when key = 'store.address' and not is_block(value, 300, 6) then 'bad_store_address'
        when key = 'store.tax_number' and not is_block(value, 60, 1) then 'bad_tax_number'
        when key = 'store.paper_foot' and not is_block(value, 600, 4) then 'bad_paper_foot' end
$$;

-- Each with who changed it last, and when.
create or replace function store.details() returns jsonb
language sql stable security definer set search_path = pg_catalog, store, pg_temp as $$
    select jsonb_object_agg(s.key, jsonb_build_object('value', s.value #>> '{}', 'changed_at', c.at, 'changed_by', c.display_name))
    from setting s left join lateral (select h.at, f.display_name from setting_change h join staff f on f.id = h.staff_id where h.key = s.key order by h.id desc limit 1) c on true
    where s.key = any(detail_keys())
$$;

create or replace function desk.store_details() returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    perform enter('settings');
    return details();
end $$;

-- Writes changes {key: {from, to}}: all of them, or none when one is contested, since somebody else has changed it from what it was seen as;
-- the answer then has them as they are now.
create or replace function desk.store_change(command_id uuid, changes jsonb) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := enter('settings');
    answer jsonb := command_begin(command_id, 'store_change', jsonb_build_array(changes));
    wrong record;
    contested text[];
    written bigint[] := '{}';
    fields text[] := '{}';
begin
    if answer is not null then
        return answer;
    elsif jsonb_typeof(changes) is distinct from 'object' or changes = '{}' or exists (select from jsonb_each(changes) c where not c.key = any(detail_keys())
        or jsonb_typeof(c.value) <> 'object' or jsonb_typeof(c.value->'from') is distinct from 'string' or jsonb_typeof(c.value->'to') is distinct from 'string') then
        return command_end(command_id, refusal('bad_arguments'), 'setting', '{}', '{}');
    end if;
    select c.key, detail_reason(c.key, c.value->>'to') as reason into wrong from jsonb_each(changes) c
    where detail_reason(c.key, c.value->>'to') is not null order by array_position(detail_keys(), c.key) limit 1;
    if wrong.reason is not null then
        return command_end(command_id, refusal(wrong.reason) || jsonb_build_object('field', wrong.key), 'setting', '{}', '{}');
    end if;
    perform from setting s where s.key = any(detail_keys()) order by s.key for no key update;
    contested := array(select c.key from jsonb_each(changes) c join setting s on s.key = c.key
        where s.value #>> '{}' <> c.value->>'from' and s.value #>> '{}' <> c.value->>'to' order by c.key);
    if contested <> '{}' then
        return command_end(command_id, jsonb_build_object('outcome', 'conflict', 'reason', 'changed_meanwhile', 'contested', to_jsonb(contested), 'now', details()), 'setting', '{}', '{}');
    end if;
    with written_now as (
        insert into setting_change (key, old_value, new_value, staff_id, command_id)
        select s.key, s.value, c.value->'to', me.staff_id, store_change.command_id from jsonb_each(changes) c join setting s on s.key = c.key
        where s.value <> c.value->'to' order by s.key returning id, key)
    select coalesce(array_agg(id order by id), '{}'), coalesce(array_agg(key order by id), '{}') into written, fields from written_now;
    update setting s set value = changes->s.key->'to' where s.key = any(fields);
    return command_end(command_id, jsonb_build_object('outcome', 'done', 'reason', '', 'now', details()), 'setting', written, fields);
end $$;
