-- The card guard. A text holds a card number when a run of digits, alone or in groups parted by one blank, dash or dot, has an
-- issuer's prefix and length and passes Luhn's check. Product codes and tracking numbers are left alone: one in ten passes Luhn.

create or replace function store.luhn(digits text) returns boolean
language sql immutable strict parallel safe set search_path = pg_catalog, pg_temp as $$
    select sum(case when (length(digits) - i) % 2 = 0 then d when d * 2 > 9 then d * 2 - 9 else d * 2 end) % 10 = 0
    from (select i, substr(digits, i, 1)::int as d from generate_series(1, length(digits)) i) as each_digit
$$;

-- Prefixes and lengths in use (ISO/IEC 7812 as the issuers publish them): Visa, Mastercard, American Express, Discover, Diners,
-- JCB, UnionPay, Maestro. Thirteen digits that pass as EAN-13 are a product; Visa has issued none of that length for decades.
create or replace function store.is_card(digits text) returns boolean
language plpgsql immutable strict parallel safe set search_path = pg_catalog, store, pg_temp as $$
begin
    return digits ~ ('^(4(\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2(22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}'
            || '|(6011|64[4-9]\d|65\d\d)\d{12,15}|3(0[0-5]|09|[689]\d)\d{11}|35(2[89]|[3-8]\d)\d{12,15}|62\d{14,17}'
            || '|(5018|5020|5038|5893|6304|6759|676[1-3])\d{12,15})$')
        and luhn(digits)
        and not (length(digits) = 13 and (select sum(substr(digits, i, 1)::int * case when i % 2 = 0 then 3 else 1 end) % 10 = 0
            from generate_series(1, 13) i));
end $$;

-- Digits of other scripts and full-width ones read as what they are; every character keeps its place.
create or replace function store.plain_digits(body text) returns text language sql immutable parallel safe
    return translate(body, '０１２３４５６７８９٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹' || chr(160) || chr(8239) || chr(8201) || chr(8211) || chr(8209) || chr(8208) || chr(8722),
        '012345678901234567890123456789   ----');

-- Where the card numbers of a text stand: first character and length.
create or replace function store.cards_in(body text) returns table(first int, width int)
language plpgsql immutable strict parallel safe set search_path = pg_catalog, store, pg_temp as $$
declare
    plain text := plain_digits(body);
    start int := 1;
    run text;
    groups text[];
    starts int[];
    from_group int;
    candidate text;
begin
    loop
        -- A plus sign before the digits makes them a phone number, a letter a product code.
        start := regexp_instr(plain, '(?<![0-9A-Za-z+])[0-9]([ .-]?[0-9]){12,}(?![0-9A-Za-z])', start);
        exit when start = 0;
        run := substring(substr(plain, start) from '^[0-9](?:[ .-]?[0-9])+');
        groups := regexp_split_to_array(run, '[ .-]');
        starts := array(select (start + sum(length(g) + 1) over (order by i) - length(g) - 1)::int
            from unnest(groups) with ordinality as each_group(g, i) order by i);
        -- A card may stand beside other digits ("4111 1111 1111 1111 12 27"), so every row of whole groups is tried.
        from_group := 1;
        while from_group <= cardinality(groups) loop
            candidate := '';
            for to_group in from_group .. cardinality(groups) loop
                candidate := candidate || groups[to_group];
                exit when length(candidate) > 19;
                if length(candidate) >= 13 and is_card(candidate) then
                    first := starts[from_group];
                    width := starts[to_group] + length(groups[to_group]) - first;
                    return next;
                    from_group := to_group;
                    exit;
                end if;
            end loop;
            from_group := from_group + 1;
        end loop;
        start := start + length(run);
    end loop;
end $$;

create or replace function store.has_card(body text) returns boolean
language plpgsql immutable parallel safe set search_path = pg_catalog, store, pg_temp as $$
begin
    -- Almost every text ends here, in about a microsecond.
    if body is null or octet_length(body) < 13
        or body !~ '[0-9０-９٠-٩۰-۹]([ .\u00a0\u2009\u202f\u2010\u2011\u2013\u2212-]?[0-9０-９٠-٩۰-۹]){12}' then
        return false;
    end if;
    return exists (select from cards_in(body));
end $$;

-- The text with each card number but its last four digits starred out, for what comes from the shop, mail or a file.
create or replace function store.mask_cards(body text) returns text
language plpgsql immutable strict parallel safe set search_path = pg_catalog, store, pg_temp as $$
declare
    card record;
    masked text := body;
begin
    if not has_card(body) then
        return body;
    end if;
    for card in select * from cards_in(body) loop
        masked := overlay(masked placing regexp_replace(substr(plain_digits(body), card.first, card.width - 4), '[0-9]', '*', 'g')
            from card.first for card.width - 4);
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

-- The last line, also against whoever writes to a table directly: no row with a card number in its free text.
create or replace function store.refuse_card() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    raise exception 'a text of % holds a card number', tg_table_name using errcode = '23514';
end $$;

do $$
declare
    guarded record;
begin
    for guarded in select * from (values
        ('store.customer', '{name}'::text[]), ('store.contact_point', '{value}'), ('store.staff', '{display_name}'),
        ('store.address', '{name,company,line1,line2,city,region,postal_code,country,phone}'),
        ('store.order_address', '{name,company,line1,line2,city,region,postal_code,country,phone}'),
        ('store.orders', '{customer_name,email,phone,postal_code,country,cancel_reason}'), ('store.order_line', '{title}'),
        ('store.payment', '{processor,reference,brand}'), ('store.shipment', '{carrier}'), ('store.refund', '{reason}'),
        ('store.hold', '{note}'), ('store.note', '{body}'), ('store.event', '{detail}'), ('store.saved_view', '{name,definition}'),
        ('store.export_run', '{query}'), ('store.import_run', '{file_name,options}'), ('mailroom.outbox', '{body}')) as g(relation, columns) loop
        execute format('create or replace trigger card_guard before insert or update of %s on %s for each row
            when (store.has_card(concat_ws(chr(10), %s))) execute function store.refuse_card()',
            array_to_string(guarded.columns, ', '), guarded.relation,
            (select string_agg(format('new.%I', c), ', ') from unnest(guarded.columns) c));
    end loop;
end $$;
