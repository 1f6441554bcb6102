-- The envelope of a command, and the card guard.

-- Null: go ahead. Else the answer to give: what was decided when this id came first, or that the id was used for something else.
create or replace function store.command_begin(command_id uuid, command_verb text, arguments jsonb) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
declare
    known command;
    wanted bytea := sha256(convert_to(command_verb || ' ' || arguments::text, 'UTF8'));
begin
    if command_id is null then
        return jsonb_build_object('outcome', 'refused', 'reason', 'command_id_missing');
    end if;
    perform set_config('lock_timeout', '5s', true);
    -- A second sender of the same id waits here until the first has committed.
    insert into command (id, actor, verb, digest) values (command_id, session_user, command_verb, wanted) on conflict (id) do nothing;
    if found then
        return null;
    end if;
    select * into known from command where id = command_id;
    if known.actor <> session_user or known.verb <> command_verb or known.digest <> wanted then
        return jsonb_build_object('outcome', 'refused', 'reason', 'command_reused');
    end if;
    return known.result || '{"replayed": true}';
end $$;

-- Keeps the answer, and writes the audit row when something was done.
create or replace function store.command_end(command_id uuid, answer jsonb, subject text, ids bigint[], fields text[]) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, audit, pg_temp as $$
declare
    command_verb text;
begin
    update command set result = answer where id = command_id returning verb into command_verb;
    if answer->>'outcome' in ('done', 'partly') then
        perform audit(command_verb, command_id, subject, ids, fields, cardinality(ids));
    end if;
    return answer;
end $$;

create or replace function store.audit(verb text, command_id uuid, subject text, ids bigint[], fields text[], row_count bigint) returns void
language sql security definer set search_path = pg_catalog, audit, pg_temp as $$
    with written as (
        insert into entry (actor, verb, command_id, subject, ids, fields, row_count)
        values (session_user, verb, command_id, subject, ids, fields, row_count) returning seq)
    insert into tail select seq from written
$$;

create or replace function desk.command_result(command_id uuid) returns jsonb
language plpgsql security definer set search_path = pg_catalog, store, pg_temp as $$
begin
    perform my_rights();
    return (select result from command where id = command_id and actor = session_user);
end $$;

-- Luhn's check over a text of digits (ISO/IEC 7812-1).
create or replace function store.luhn(digits text) returns boolean
language sql immutable strict set search_path = pg_catalog, pg_temp as $$
    select sum(case when (length(digits) - i) % 2 = 0 then d when d * 2 > 9 then d * 2 - 9 else d * 2 end) % 10 = 0
    from (select i, substr(digits, i, 1)::int as d from generate_series(1, length(digits)) i) as each_digit
$$;

-- Whether these digits are a card number by prefix, length and Luhn. Thirteen digits that are a valid EAN are a product code.
create or replace function store.is_card(digits text) returns boolean
language sql immutable strict set search_path = pg_catalog, store, pg_temp as $$
    select digits ~ ('^(4(\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2(22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}'
            || '|(6011|64[4-9]\d|65\d\d)\d{12,15}|3(0[0-5]|[689]\d)\d{11}|35(2[89]|[3-8]\d)\d{12,15}|62\d{14,17}'
            || '|(5018|5020|5038|5893|6304|6759|676[1-3])\d{9,15})$')
        and luhn(digits)
        and not (length(digits) = 13 and (select sum(substr(digits, i, 1)::int * case when i % 2 = 0 then 3 else 1 end) % 10 = 0
            from generate_series(1, 13) i))
$$;

-- Every card number in a text, as it is written there. Groups may be parted by one space, dash or dot.
create or replace function store.cards_in(body text) returns setof text
language plpgsql immutable strict set search_path = pg_catalog, store, pg_temp as $$
declare
    run text;
    groups text[];
    first int;
    last int;
    candidate text;
begin
    if body !~ '\d([ .–-]?\d){12}' then
        return;
    end if;
    for run in select m[1] from regexp_matches(body, '(?<![0-9A-Za-z])(\d(?:[ .–-]?\d){12,})(?![0-9A-Za-z])', 'g') m loop
        groups := regexp_split_to_array(run, '[ .–-]');
        -- A card may stand beside other digits ("4111 … 1111 12 27"), so every run of whole groups is tried.
        for first in 1 .. cardinality(groups) loop
            candidate := '';
            for last in first .. cardinality(groups) loop
                candidate := candidate || groups[last];
                exit when length(candidate) > 19;
                if is_card(candidate) then
                    return next (select m[1] from regexp_matches(run,
                        '(' || array_to_string(groups[first:last], '[ .–-]') || ')') m limit 1);
                end if;
            end loop;
        end loop;
    end loop;
end $$;

create or replace function store.has_card(body text) returns boolean
language sql immutable set search_path = pg_catalog, store, pg_temp as $$
    select exists (select from cards_in(body))
$$;

-- The text with each card number but its last four digits starred out, for what comes from the shop, mail or a file.
create or replace function store.mask_cards(body text) returns text
language plpgsql immutable strict set search_path = pg_catalog, store, pg_temp as $$
declare
    card text;
    masked text := body;
begin
    for card in select c from cards_in(body) c order by length(c) desc loop
        masked := replace(masked, card, regexp_replace(left(card, -4), '\d', '*', 'g') || right(card, 4));
    end loop;
    return masked;
end $$;

-- Text in one form for keys: Unicode NFKC, lower case, single spaces.
create or replace function store.key_of(value text) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select nullif(btrim(regexp_replace(lower(normalize(value, NFKC)), '\s+', ' ', 'g')), '')
$$;
create or replace function store.phone_key_of(value text) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select nullif(regexp_replace(regexp_replace(normalize(value, NFKC), '\D', '', 'g'), '^00', ''), '')
$$;
create or replace function store.postal_key_of(value text) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select coalesce(upper(regexp_replace(normalize(value, NFKC), '[\s-]', '', 'g')), '')
$$;
-- "#1001" and "AB-77" so that 9 sorts before 10: digit runs padded to twelve.
create or replace function store.number_key_of(value text) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select string_agg(case when part[1] ~ '^\d' then lpad(ltrim(part[1], '0'), greatest(12, length(ltrim(part[1], '0'))), '0') else part[1] end, '' order by place)
    from regexp_matches(upper(ltrim(btrim(normalize(value, NFKC)), '#')), '(\d+|\D+)', 'g') with ordinality as m(part, place)
$$;
