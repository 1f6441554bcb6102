-- Saved views: one's own, and shared ones that everybody of a desk sees. Of the desk "imports" they are maps of files: which column becomes
-- which field. Whoever may import shares them; nobody else sees them.
create or replace function store.view_right(desk text) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select case when desk = 'imports' then 'import' else 'view' end
$$;

drop function if exists desk.saved_view_list(text);
create function desk.saved_view_list(desk text) returns table(id bigint, name text, owner_login text, shared boolean, definition jsonb, "position" int, version int, seeded boolean)
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := enter(view_right(desk));
begin
    -- A shared view that asks for what this group does not see is not offered to it.
    return query select v.id, v.name, s.login, v.owner_id is null, v.definition, v.position, v.version, v.seeded
        from saved_view v left join staff s on s.id = v.owner_id
        where v.desk = saved_view_list.desk and (v.owner_id is null and hidden_field(v.definition->'query', me) is null
                and ('contact' = any(me.rights) or coalesce(v.definition->'query'->>'text', '') !~ '@|[0-9]{5}') or v.owner_id = me.staff_id)
        order by v.position, v.name, v.id;
end $$;

create or replace function desk.saved_view_save(command_id uuid, view_id bigint, desk text, name text, definition jsonb, shared boolean, expected_version int) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := enter(view_right(desk));
    answer jsonb := command_begin(command_id, 'saved_view_save', jsonb_build_array(view_id, desk, name, definition, shared, expected_version));
    known saved_view;
    may_share boolean := 'saved_view_share' = any(me.rights) or desk = 'imports';
    saved saved_view;
    why text;
begin
    if answer is not null then
        return answer;
    end if;
    select * into known from saved_view v where v.id = view_id for update;
    why := case
        when coalesce(desk, '') not in ('orders', 'imports') or known.desk <> saved_view_save.desk then 'unknown_desk'
        when length(btrim(coalesce(name, ''))) not between 1 and 100 then 'bad_name'
        when jsonb_typeof(definition) is distinct from 'object' or length(definition::text) > 100000 then 'bad_definition'
        when has_card(name) or has_card(definition) then 'card_number'
        when coalesce(shared, false) and not may_share then 'may_not_share'
        when view_id is not null and (known.id is null or known.owner_id is not null and known.owner_id <> me.staff_id) then 'no_such_view'
        when known.id is not null and known.owner_id is null and not may_share then 'may_not_share'
        when exists (select from saved_view v where v.desk = saved_view_save.desk and v.name = btrim(saved_view_save.name)
            and v.id is distinct from view_id and v.owner_id is not distinct from case when shared then null else me.staff_id end) then 'name_taken' end;
    if why is not null then
        answer := refusal(why);
    elsif known.id is not null and known.version is distinct from expected_version then
        answer := jsonb_build_object('outcome', 'conflict', 'reason', 'changed_meanwhile', 'current', jsonb_build_object('version', known.version));
    else
        if known.id is null then
            insert into saved_view (desk, name, owner_id, definition)
            values (saved_view_save.desk, btrim(saved_view_save.name), case when shared then null else me.staff_id end, saved_view_save.definition)
            returning * into saved;
        else
            update saved_view v set name = btrim(saved_view_save.name), definition = saved_view_save.definition,
                owner_id = case when shared then null else me.staff_id end, version = v.version + 1
            where v.id = view_id returning v.* into saved;
        end if;
        answer := jsonb_build_object('outcome', 'done', 'reason', '', 'view_id', saved.id, 'version', saved.version);
    end if;
    return command_end(command_id, answer, 'saved_view', array_remove(array[saved.id], null), array['name', 'definition']);
exception when unique_violation then
    -- Somebody else took the name between the question and the writing.
    return command_forget(command_id, refusal('name_taken'));
end $$;

create or replace function desk.saved_view_delete(command_id uuid, view_id bigint, expected_version int) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    me caller := enter('view');
    answer jsonb := command_begin(command_id, 'saved_view_delete', jsonb_build_array(view_id, expected_version));
    known saved_view;
begin
    if answer is not null then
        return answer;
    end if;
    select * into known from saved_view v where v.id = view_id for update;
    if known.id is null or known.owner_id is not null and known.owner_id <> me.staff_id or not view_right(known.desk) = any(me.rights) then
        answer := refusal('no_such_view');
    elsif known.owner_id is null and known.desk <> 'imports' and not 'saved_view_share' = any(me.rights) then
        answer := refusal('may_not_share');
    elsif known.version is distinct from expected_version then
        answer := jsonb_build_object('outcome', 'conflict', 'reason', 'changed_meanwhile', 'current', jsonb_build_object('version', known.version));
    else
        delete from saved_view v where v.id = view_id;
        answer := jsonb_build_object('outcome', 'done', 'reason', '', 'view_id', view_id);
    end if;
    return command_end(command_id, answer, 'saved_view', array[view_id], '{}');
end $$;
