-- Text in the one form it is sorted, looked up and compared in. Stored beside what was typed, so that every list and look-up has an
-- index of plain text. Bodies are parsed when made (RETURN), so no search_path can change their meaning and they fold into queries.

-- An e-mail address or a payment's reference: NFKC, lower case, no space around or twice within.
create or replace function store.key_of(value text) returns text language sql immutable parallel safe
    return nullif(btrim(regexp_replace(lower(normalize(value, NFKC)), '\s+', ' ', 'g')), '');

-- A name: accents dropped as well, so that "Muller" finds Müller, and the letters that do not come apart written out.
create or replace function store.name_key_of(value text) returns text language sql immutable parallel safe
    return coalesce(btrim(regexp_replace(replace(replace(replace(translate(
        lower(regexp_replace(normalize(value, NFKD), '[\u0300-\u036f]', '', 'g')),
        'øłđıŧħ', 'oldith'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), '\s+', ' ', 'g')), '');

-- A phone number: its digits, without the 00 or 0 that only says how to dial.
create or replace function store.phone_key_of(value text) returns text language sql immutable parallel safe
    return nullif(ltrim(regexp_replace(normalize(value, NFKC), '[^0-9]', '', 'g'), '0'), '');

create or replace function store.postal_key_of(value text) returns text language sql immutable parallel safe
    return coalesce(upper(regexp_replace(normalize(value, NFKC), '[\s-]', '', 'g')), '');

-- An order number: "#1001" sorts after "#999" since runs of digits are padded to twelve; the sign and blanks are left out.
create or replace function store.number_key_of(value text) returns text
language plpgsql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
declare
    plain text := upper(regexp_replace(coalesce(value, ''), '[#\s]', '', 'g'));
    key text;
begin
    if plain ~ '^[0-9]{1,12}$' then
        return lpad(plain, 12, '0');
    end if;
    plain := upper(regexp_replace(normalize(plain, NFKC), '[#\s]', '', 'g'));
    select string_agg(case when part[1] ~ '^[0-9]' then lpad(ltrim(part[1], '0'), greatest(12, length(ltrim(part[1], '0'))), '0')
        else part[1] end, '' order by place) into key
    from regexp_matches(plain, '([0-9]+|[^0-9]+)', 'g') with ordinality as m(part, place);
    return coalesce(key, '');
end $$;

-- A text as the literal part of a LIKE pattern.
create or replace function store.like_literal(value text) returns text language sql immutable parallel safe
    return regexp_replace(value, '([\\%_])', '\\\1', 'g');

-- A moment as every program reads it, whatever the session's settings.
create or replace function store.iso_time(value timestamptz) returns text language sql stable parallel safe
    return to_char(value at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');

-- A time that was written by somebody else; null when it is none. A cast's own error would carry the text into the server's log.
create or replace function store.time_of(value text) returns timestamptz
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
    if value !~ '^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?( ?([+-]\d\d(:?\d\d)?|Z))?)?$' then
        return null;
    end if;
    return value::timestamptz;
exception when others then
    return null;
end $$;

-- The keys of a row follow from what stands beside them; nobody writes one by hand.
create or replace function store.set_order_keys() returns trigger
language plpgsql set search_path = pg_catalog, store, pg_temp as $$
begin
    new.number_key := number_key_of(new.number);
    new.customer_key := name_key_of(new.customer_name);
    new.email_key := key_of(new.email);
    new.phone_key := phone_key_of(new.phone);
    new.postal_key := postal_key_of(new.postal_code);
    new.tag_keys := case when new.tags = '{}' then '{}' else array(select distinct key_of(t) from unnest(new.tags) t order by 1) end;
    return new;
end $$;
create or replace trigger keys before insert or update of number, customer_name, email, phone, postal_code, number_key, customer_key,
    email_key, phone_key, postal_key, tags, tag_keys on store.orders for each row execute function store.set_order_keys();

create or replace function store.set_customer_key() returns trigger
language plpgsql set search_path = pg_catalog, store, pg_temp as $$
begin
    new.customer_key := name_key_of(new.name);
    return new;
end $$;
create or replace trigger keys before insert or update of name, customer_key on store.customer
    for each row execute function store.set_customer_key();

create or replace function store.set_contact_key() returns trigger
language plpgsql set search_path = pg_catalog, store, pg_temp as $$
begin
    new.key := coalesce(case new.kind when 'email' then key_of(new.value) when 'phone' then phone_key_of(new.value) end, '');
    return new;
end $$;
create or replace trigger keys before insert or update of kind, value, key on store.contact_point
    for each row execute function store.set_contact_key();

create or replace function store.set_payment_key() returns trigger
language plpgsql set search_path = pg_catalog, store, pg_temp as $$
begin
    new.reference_key := coalesce(key_of(new.reference), '');
    return new;
end $$;
create or replace trigger keys before insert or update of reference, reference_key on store.payment
    for each row execute function store.set_payment_key();
