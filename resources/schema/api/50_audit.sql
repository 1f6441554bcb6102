-- The audit chain: rows are appended by commands and sealed in order by the work job, so that no command waits for another.

create or replace function audit.field(value text) returns bytea
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select convert_to(case when value is null then '-' else octet_length(convert_to(value, 'UTF8')) || ':' || value end, 'UTF8')
$$;

-- SHA-256 over the previous hash and every field with its length before it, so that no two rows read the same.
create or replace function audit.hash_of(prev bytea, e audit.entry) returns bytea
language sql immutable set search_path = pg_catalog, audit, pg_temp as $$
    select sha256(prev || field(e.seq::text) || field(to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')) || field(e.actor) || field(e.verb)
        || field(e.command_id::text) || field(e.subject) || field(e.ids::text) || field(e.fields::text) || field(e.row_count::text))
$$;

create or replace function audit.seal(max_rows int) returns int
language plpgsql security definer set search_path = pg_catalog, audit, pg_temp as $$
declare
    last head;
    next entry;
    sealed int := 0;
begin
    select * into last from head for update;
    for next in select e.* from tail t join entry e using (seq) order by e.seq limit max_rows loop
        last.position := last.position + 1;
        insert into seal (position, seq, prev, hash) values (last.position, next.seq, last.hash, hash_of(last.hash, next)) returning hash into last.hash;
        delete from tail where seq = next.seq;
        sealed := sealed + 1;
    end loop;
    update head set position = last.position, hash = last.hash where sealed > 0;
    return sealed;
end $$;

-- Walks the chain from a position and names the first broken row. Rows that are neither sealed nor waiting were slipped in.
drop function if exists audit.verify(bigint);
create function audit.verify(from_position bigint) returns table(ok boolean, checked bigint, broken_seq bigint, why text, unsealed bigint,
    unsealed_oldest timestamptz, head_position bigint, head_hash text)
language plpgsql stable security definer set search_path = pg_catalog, audit, pg_temp as $$
declare
    link record;
    expected bytea;
    place bigint := greatest(from_position, 1) - 1;
    last head;
begin
    ok := true;
    checked := 0;
    select * into last from head;
    head_position := last.position;
    head_hash := encode(last.hash, 'hex');
    select count(*), min(e.at) into unsealed, unsealed_oldest from tail t join entry e using (seq);
    expected := case when place = 0 then sha256('Steward audit') else (select s.hash from seal s where s.position = place) end;
    for link in select s.position, s.seq, s.prev, s.hash, e.seq as entry_seq, case when e.seq is not null then hash_of(s.prev, e) end as computed
        from seal s left join entry e on e.seq = s.seq where s.position > place order by s.position loop
        place := place + 1;
        why := case
            when link.position <> place then 'a sealed row is missing'
            when link.prev is distinct from expected then 'the chain does not continue'
            when link.entry_seq is null then 'the row was deleted'
            when link.computed <> link.hash then 'the row was changed' end;
        if why is not null then
            ok := false;
            -- Of a seal that is gone the row it sealed is left: the first that is neither sealed nor waiting.
            broken_seq := case when link.position = place then link.seq else coalesce((select min(e.seq) from entry e
                where not exists (select from seal s where s.seq = e.seq) and not exists (select from tail t where t.seq = e.seq)), link.seq) end;
            return next;
            return;
        end if;
        expected := link.hash;
        checked := checked + 1;
    end loop;
    if place <> last.position or expected is distinct from last.hash then
        ok := false;
        why := 'the end of the chain is missing';
    else
        select min(e.seq) into broken_seq from entry e where not exists (select from seal s where s.seq = e.seq) and not exists (select from tail t where t.seq = e.seq);
        if broken_seq is not null then
            ok := false;
            why := 'the row was slipped in';
        end if;
    end if;
    return next;
end $$;

-- The hash sealed at a position, for comparing with an anchor kept elsewhere.
create or replace function audit.hash_at(place bigint) returns text
language sql stable security definer set search_path = pg_catalog, audit, pg_temp as $$
    select encode(s.hash, 'hex') from seal s where s.position = place
$$;

drop function if exists desk.audit_entries(bigint, int);
create function desk.audit_entries(after_seq bigint, row_limit int) returns table(seq bigint, at timestamptz, actor text, verb text, command_id uuid, subject text,
    ids bigint[], fields text[], row_count bigint, sealed boolean)
language plpgsql security definer set search_path = pg_catalog, store, audit, pg_temp as $$
begin
    perform enter('audit');
    return query select e.seq, e.at, e.actor, e.verb, e.command_id, e.subject, e.ids, e.fields, e.row_count, not exists (select from tail t where t.seq = e.seq)
        from entry e where e.seq > after_seq order by e.seq limit least(greatest(row_limit, 1), 1000);
end $$;
