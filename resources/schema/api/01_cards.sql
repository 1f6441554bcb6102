-- The card guard. A text holds a card number when a run of digits, alone or in groups parted by up to three signs that part (blanks of
-- any kind, dashes, dots, commas, slashes, underscores, signs of no width), has an issuer's prefix and length and passes Luhn's check.
-- A run that touches letters or follows a plus sign is one only when it is a whole Visa, Mastercard or American Express number; after a
-- code of up to three capitals and digits ("YT", "1Z", "SKU") it is a product's or a parcel's number: one in fifty of those looks like
-- a card. No text in this file has a backslash, so none depends on the caller's standard_conforming_strings.

create or replace function store.luhn(digits text) returns boolean
language plpgsql immutable strict parallel safe set search_path = pg_catalog, pg_temp as $$
declare
    total int := 0;
    d int;
begin
    for i in 1 .. length(digits) loop
        d := ascii(substr(digits, i, 1)) - 48;
        total := total + case when (length(digits) - i) % 2 = 0 then d when d > 4 then d * 2 - 9 else d * 2 end;
    end loop;
    return total % 10 = 0;
end $$;

create or replace function store.is_ean(digits text) returns boolean
language plpgsql immutable strict parallel safe set search_path = pg_catalog, pg_temp as $$
declare
    total int := 0;
begin
    for i in 1 .. length(digits) loop
        total := total + (ascii(substr(digits, i, 1)) - 48) * case when i % 2 = 0 then 3 else 1 end;
    end loop;
    return length(digits) = 13 and total % 10 = 0;
end $$;

-- Prefixes and lengths in use (ISO/IEC 7812 as the issuers publish them): Visa, Mastercard, American Express, Discover, Diners,
-- JCB, UnionPay, Maestro. Thirteen digits that pass as EAN-13 are a product; Visa has issued none of that length for decades.
create or replace function store.is_card(digits text) returns boolean
language plpgsql immutable strict parallel safe set search_path = pg_catalog, store, pg_temp as $$
begin
    return digits ~ ('^(4([0-9]{12}|[0-9]{15}|[0-9]{18})|5[1-5][0-9]{14}|2(22[1-9]|2[3-9][0-9]|[3-6][0-9][0-9]|7[01][0-9]|720)[0-9]{12}'
            || '|3[47][0-9]{13}|(6011|64[4-9][0-9]|65[0-9][0-9])[0-9]{12,15}|3(0[0-5]|09|[689][0-9])[0-9]{11}'
            || '|35(2[89]|[3-8][0-9])[0-9]{12,15}|62[0-9]{14,17}|(5018|5020|5038|5893|6304|6759|676[1-3])[0-9]{12,15})$')
        and luhn(digits) and not is_ean(digits);
end $$;

-- The noughts of every script that counts in tens (Unicode's class Nd); the other nine follow each. The same list as in cardguard.cpp.
create or replace function store.digit_zeros() returns int[] language sql immutable parallel safe
    return array[48, 1632, 1776, 1984, 2406, 2534, 2662, 2790, 2918, 3046, 3174, 3302, 3430, 3558, 3664, 3792, 3872, 4160, 4240, 6112, 6160,
        6470, 6608, 6784, 6800, 6992, 7088, 7232, 7248, 42528, 43216, 43264, 43472, 43504, 43600, 44016, 65296, 66720, 68912, 69734, 69872,
        69942, 70096, 70384, 70736, 70864, 71248, 71360, 71472, 71904, 72016, 72784, 73040, 73120, 92768, 92864, 93008, 120782, 120792,
        120802, 120812, 120822, 123200, 123632, 125264, 130032];
create or replace function store.foreign_digits() returns text language sql immutable parallel safe
    return (select string_agg(chr(zero + i), '' order by zero, i) from unnest(store.digit_zeros()) zero, generate_series(0, 9) i where zero > 48);

-- Signs that may stand between the groups of a number: blanks, dashes, dots and commas, slashes, and what has no width.
create or replace function store.part_signs() returns text language sql immutable parallel safe
    return (select string_agg(chr(i), '' order by i) from (values (9, 13), (32, 32), (44, 47), (95, 95), (133, 133), (160, 160), (173, 173), (183, 183), (1418, 1418),
        (1548, 1548), (1643, 1644), (5760, 5760), (6158, 6158), (8192, 8213), (8228, 8228), (8232, 8239), (8260, 8260), (8287, 8292), (8294, 8303), (8419, 8419),
        (8722, 8722), (8725, 8725), (12288, 12290), (65024, 65039), (65112, 65112), (65123, 65123), (65279, 65279), (65292, 65295), (65343, 65343)) as span(a, b),
        generate_series(a, b) i);

-- A run of at least some digits of any script, up to three parting signs between each two.
create or replace function store.digit_run(least_times text) returns text language sql immutable parallel safe
    return (select '[' || digits || ']([' || replace(store.part_signs(), '-', '') || '-]{0,3}[' || digits || ']){' || least_times || '}'
        from (select string_agg(chr(zero) || '-' || chr(zero + 9), '') as digits from unnest(store.digit_zeros()) zero) every);

-- What any card has: thirteen digits, or fourteen where a letter or plus sign is in front, which most phone numbers are short of.
create or replace function store.card_shape() returns text language sql immutable parallel safe
    return '(^|[^+0-9A-Za-z])' || store.digit_run('12') || '|' || store.digit_run('13');

-- Digits as 0 to 9 and parting signs as blanks; every character keeps its place.
create or replace function store.plain_signs(body text) returns text language sql immutable parallel safe
    return case when octet_length(body) = length(body) then translate(body, chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || ',-./_', repeat(' ', 10))
        else translate(body, store.foreign_digits() || store.part_signs(), repeat('0123456789', cardinality(store.digit_zeros()) - 1) || repeat(' ', length(store.part_signs()))) end;

-- Where the card numbers of a text stand: first character and length.
create or replace function store.cards_in(body text) returns table(first int, width int)
language plpgsql immutable strict parallel safe set search_path = pg_catalog, store, pg_temp as $$
declare
    at int := 1;
    before text;
    run text;
    groups text[];
    starts int[];
    place int;
    is_led boolean;      -- a letter or plus sign touches the run in front,
    is_coded boolean;    -- and there it is the end of a short code,
    is_followed boolean; -- or a letter touches it behind
    from_group int;
    candidate text;
begin
    loop
        at := regexp_instr(body, digit_run('12,'), at);
        exit when at = 0;
        run := plain_signs(regexp_substr(body, digit_run('12,'), at));
        before := plain_signs(substr(body, greatest(at - 4, 1), least(at - 1, 4)));
        groups := string_to_array(regexp_replace(run, ' +', ' ', 'g'), ' ');
        place := 1;
        for i in 1 .. cardinality(groups) loop
            place := place + length(substring(substr(run, place, 3) from '^ *'));
            starts[i] := at - 1 + place;
            place := place + length(groups[i]);
        end loop;
        is_led := before ~ '[A-Za-z+]$';
        is_coded := before ~ '(^|[^0-9A-Za-z])[0-9A-Z]{0,2}[A-Z]$' and right(before, 3) !~ '(^|[^0-9A-Za-z])(PAN|AX|CB|CC|KK|MC|NO|NR)$';
        is_followed := substr(body, at + length(run), 1) ~ '[A-Za-z]';
        -- A card may stand beside other digits ("4111 1111 1111 1111 12 27"), so every row of whole groups is tried.
        from_group := 1;
        while from_group <= cardinality(groups) loop
            candidate := '';
            for to_group in from_group .. cardinality(groups) loop
                candidate := candidate || groups[to_group];
                exit when length(candidate) > 19;
                if length(candidate) >= 13 and is_card(candidate)
                    and not (from_group = 1 and is_coded)
                    and (not (from_group = 1 and is_led) and not (to_group = cardinality(groups) and is_followed)
                        or length(candidate) = 15 or length(candidate) = 16 and candidate ~ '^(2|4|5[1-5])') then
                    first := starts[from_group];
                    width := starts[to_group] + length(groups[to_group]) - first;
                    return next;
                    from_group := to_group;
                    exit;
                end if;
            end loop;
            from_group := from_group + 1;
        end loop;
        at := at + length(run);
    end loop;
end $$;

create or replace function store.holds_card(body text) returns boolean
language plpgsql immutable parallel safe set search_path = pg_catalog, store, pg_temp as $$
begin
    return exists (select from cards_in(body));
end $$;

-- Almost every text ends at the shape, in a few microseconds: the body is one expression, so that it folds into triggers and queries,
-- and the shape a literal.
do $$ begin
    execute format('create or replace function store.has_card(body text) returns boolean language sql immutable parallel safe
        return coalesce(body ~ %L and store.holds_card(body), false)', store.card_shape());
end $$;

-- Whether any text or number of a document is or holds one, keys included.
create or replace function store.has_card(document jsonb) returns boolean
language plpgsql immutable parallel safe set search_path = pg_catalog, store, pg_temp as $$
declare
    written text := document::text;
begin
    -- Quotation marks part one text from the next, so what is not in the whole is in none of them. Line breaks and their like are
    -- written as a backslash and a letter, which would hide the digits after them.
    if strpos(written, chr(92)) > 0 then
        written := regexp_replace(replace(written, chr(92) || chr(92), '"'), chr(92) || chr(92) || '(u[0-9a-f]{4}|[bfnrt])', ' ', 'g');
    end if;
    if not has_card(written) then
        return false;
    end if;
    return exists (
        with recursive part(doc) as (
            select document
            union all
            select inner_part.doc from part p cross join lateral (
                select e from jsonb_array_elements(case when jsonb_typeof(p.doc) = 'array' then p.doc else '[]' end) e
                union all select v from jsonb_each(case when jsonb_typeof(p.doc) = 'object' then p.doc else '{}' end) o(k, v)
                union all select to_jsonb(k) from jsonb_object_keys(case when jsonb_typeof(p.doc) = 'object' then p.doc else '{}' end) k) inner_part(doc))
        select from part p where jsonb_typeof(p.doc) in ('string', 'number') and has_card(p.doc #>> '{}'));
end $$;

-- The text with each card number but its last four digits starred out, for what comes from the shop, mail or a file. Once more as long as
-- there is one: four digits that stay may be the beginning of the next.
create or replace function store.mask_cards(body text) returns text
language plpgsql immutable strict parallel safe set search_path = pg_catalog, store, pg_temp as $$
declare
    card record;
    masked text := body;
begin
    while has_card(masked) loop
        for card in select * from cards_in(masked) loop
            masked := overlay(masked placing regexp_replace(substr(masked, card.first, card.width),
                '[0-9' || foreign_digits() || '](?=([^0-9' || foreign_digits() || ']*[0-9' || foreign_digits() || ']){4})', '*', 'g') from card.first for card.width);
        end loop;
    end loop;
    return masked;
end $$;

-- The same for every text in a document, for orders from the shop and from files. A number may be one that should have been a text.
create or replace function store.mask_cards(document jsonb) returns jsonb
language plpgsql immutable strict parallel safe set search_path = pg_catalog, store, pg_temp as $$
begin
    return case jsonb_typeof(document)
        when 'string' then to_jsonb(mask_cards(document #>> '{}'))
        when 'number' then case when has_card(document #>> '{}') then to_jsonb(mask_cards(document #>> '{}')) else document end
        when 'array' then coalesce((select jsonb_agg(mask_cards(e) order by i) from jsonb_array_elements(document) with ordinality as a(e, i)), '[]')
        when 'object' then coalesce((select jsonb_object_agg(mask_cards(k), mask_cards(v)) from jsonb_each(document) as o(k, v)), '{}')
        else document end;
end $$;

-- The last line, also against whoever writes to a table directly: no row with a card number in a text of it.
create or replace function store.refuse_card() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    raise exception 'a text of % holds a card number', tg_table_name using errcode = '23514';
end $$;

-- Every column of the tables that can hold a text.
create or replace function store.text_columns() returns table(relation text, name text, type regtype)
language sql stable set search_path = pg_catalog, pg_temp as $$
    select format('%s.%s', n.nspname, c.relname), a.attname::text, a.atttypid::regtype
    from pg_attribute a
    join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p')
    join pg_namespace n on n.oid = c.relnamespace and n.nspname in ('store', 'mailroom')
    where a.attnum > 0 and not a.attisdropped
        and a.atttypid in ('text'::regtype, 'varchar'::regtype, 'bpchar'::regtype, 'json'::regtype, 'jsonb'::regtype, 'text[]'::regtype, 'varchar[]'::regtype, 'jsonb[]'::regtype)
    order by n.nspname, c.relname, a.attnum
$$;

-- The columns that need no guard, each with its reason. Whoever adds a column adds nothing here, and it is guarded.
create or replace function store.unguarded_columns() returns table(column_name text, reason text)
language sql immutable set search_path = pg_catalog, pg_temp as $$
    values ('store.customer.customer_key', 'made from the name, which is guarded'),
        ('store.contact_point.key', 'made from the value, which is guarded; the bare digits of a phone may look like a card'),
        ('store.contact_point.kind', 'one of a few words'),
        ('store.orders.number_key', 'made from the number, which is guarded'),
        ('store.orders.customer_key', 'made from the name, which is guarded'),
        ('store.orders.email_key', 'made from the e-mail, which is guarded'),
        ('store.orders.phone_key', 'made from the phone, which is guarded; its bare digits may look like a card'),
        ('store.orders.postal_key', 'made from the postal code, which is guarded'),
        ('store.orders.source_digest', 'a digest, which holds any digits'),
        ('store.orders.currency', 'a code of the table of currencies'),
        ('store.orders.payment_status', 'one of a few words'),
        ('store.orders.fulfilment_status', 'one of a few words'),
        ('store.product.currency', 'a code of the table of currencies'),
        ('store.payment.reference_key', 'made from the reference, which is guarded'),
        ('store.payment.kind', 'one of a few words'),
        ('store.payment.last4', 'four digits'),
        ('store.hold.reason', 'one of a few words'),
        ('store.disclosure_notice.fields', 'names of fields'),
        ('store.presence.mode', 'one of a few words'),
        ('store.export_run.outcome', 'one of a few words'),
        ('store.import_run.file_sha256', 'a digest, which holds any digits'),
        ('store.currency.code', 'three letters'),
        ('store.transition.axis', 'one of two words'),
        ('store.schema_migration.checksum', 'a digest, which holds any digits'),
        ('store.schema_api.checksum', 'a digest, which holds any digits'),
        ('mailroom.outbox.message_class', 'one of a few words'),
        ('mailroom.outbox.kind', 'one of two words'),
        ('mailroom.outbox.state', 'one of a few words'),
        ('mailroom.outbox.message_id', 'made from a UUID, which holds any digits'),
        ('store.refund.status', 'one of a few words'),
        ('store.refund.processor_reference', 'what the processor calls it, which may be digits alone'),
        ('store.disclosure.sha256', 'a digest, which holds any digits'),
        ('store.paper.kind', 'one of two words'),
        ('store.paper_ticket.kind', 'one of a few words'),
        ('store.paper_counter.kind', 'one of two words')
$$;

-- One trigger for each table, from the catalogue: run whenever the schema has changed.
create or replace procedure store.guard_cards()
language plpgsql set search_path = pg_catalog, store, pg_temp as $$
declare
    guarded record;
begin
    for guarded in
        select t.relation, string_agg(format('%I', t.name), ', ') as columns,
            concat_ws(' or ',
                format('store.has_card(concat_ws(chr(31), %s))', nullif(concat_ws(', ',
                    string_agg(format('new.%I', t.name), ', ') filter (where t.type in ('text'::regtype, 'varchar'::regtype, 'bpchar'::regtype)),
                    string_agg(format('array_to_string(new.%I, chr(31))', t.name), ', ') filter (where t.type in ('text[]'::regtype, 'varchar[]'::regtype))), '')),
                string_agg(format('store.has_card(new.%I::jsonb)', t.name), ' or ') filter (where t.type in ('json'::regtype, 'jsonb'::regtype)),
                string_agg(format('store.has_card(to_jsonb(new.%I))', t.name), ' or ') filter (where t.type = 'jsonb[]'::regtype)) as condition
        from text_columns() t
        where not exists (select from unguarded_columns() u where u.column_name = t.relation || '.' || t.name)
        group by t.relation order by t.relation loop
        execute format('create or replace trigger card_guard before insert or update of %s on %s for each row when (%s) execute function store.refuse_card()',
            guarded.columns, guarded.relation, replace(guarded.condition, 'store.has_card(concat_ws(chr(31), ))', 'false'));
    end loop;
end $$;

-- Columns that are neither guarded nor let off.
create or replace function store.card_guard_gaps() returns table(column_name text)
language sql stable set search_path = pg_catalog, store, pg_temp as $$
    select t.relation || '.' || t.name from text_columns() t
    where not exists (select from unguarded_columns() u where u.column_name = t.relation || '.' || t.name)
        and not exists (select from pg_trigger g join pg_attribute a on a.attrelid = g.tgrelid and a.attnum = any(g.tgattr::int2[])
            where g.tgrelid = t.relation::regclass and g.tgname = 'card_guard' and g.tgenabled <> 'D' and a.attname = t.name)
    order by 1
$$;
