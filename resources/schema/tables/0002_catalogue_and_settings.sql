-- The catalogue of personal data, and settings. Everything after this file describes its columns with store.describe().

-- describe('store.x', '{"a": "", "b": "email | order, account | 10 years"}'): an empty text says no personal data, else
-- kind | purposes | retention. Written as JSON into the column's comment, where access packs and erasure walk it.
create function store.describe(relation regclass, entries jsonb) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    entry record;
    part text[];
    described jsonb;
begin
    for entry in select key, value from jsonb_each_text(entries) loop
        if entry.value = '' then
            described := '{"class": "none"}';
        else
            part := regexp_split_to_array(entry.value, '\s*\|\s*');
            described := jsonb_build_object('class', 'personal', 'kind', part[1],
                'purposes', to_jsonb(regexp_split_to_array(part[2], '\s*,\s*')), 'retention', part[3]);
        end if;
        execute format('comment on column %s.%I is %L', relation, entry.key, described::text);
    end loop;
end $$;

-- Columns of our tables whose comment does not say whether they hold personal data. Migration and a test refuse any.
create function store.catalogue_gaps() returns table(table_name text, column_name text)
language sql stable set search_path = pg_catalog, pg_temp as $$
    select format('%s.%s', n.nspname, c.relname), a.attname::text
    from pg_attribute a
    join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p')
    join pg_namespace n on n.oid = c.relnamespace and n.nspname in ('store', 'mailroom', 'userbase', 'audit')
    where a.attnum > 0 and not a.attisdropped
      and coalesce(col_description(a.attrelid, a.attnum), '') !~ '^\{.*"class": *"(none|personal)".*\}$'
    order by 1, 2
$$;

select store.describe('store.schema_migration', '{"number": "", "name": "", "checksum": "", "applied_at": ""}');
select store.describe('store.schema_api', '{"name": "", "checksum": "", "applied_at": ""}');

create table store.setting (
    key text primary key,
    value jsonb not null,
    about text not null
);
select store.describe('store.setting', '{"key": "", "value": "", "about": ""}');

insert into store.setting (key, value, about) values
    ('store.name', '"The store"', 'Shown in the window''s title'),
    ('store.time_zone', '"UTC"', 'IANA zone: what today means in filters'),
    ('meter.rows_per_hour', '30000', 'Rows of persons one login without the export right may read in a clock hour'),
    ('meter.rows_per_day', '150000', 'The same in 24 hours'),
    ('meter.keep_days', '730', 'Days the meter is kept'),
    ('fulfilment.window_days', '14', 'Days after the last shipment during which fulfilment still sees an order'),
    ('command.keep_days', '30', 'Days the result of a command is kept for being asked again'),
    ('presence.expire_seconds', '120', 'After how long somebody no longer counts as looking at an order');

-- ISO 4217 as far as anybody is charged in it, and what was withdrawn lately: an order outlives its currency.
create table store.currency (
    code text collate "C" primary key check (code ~ '^[A-Z]{3}$'),
    digits int not null check (digits between 0 and 4) -- after the decimal point
);
select store.describe('store.currency', '{"code": "", "digits": ""}');
insert into store.currency (code, digits)
select code, 2 from unnest(string_to_array('AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY '
    'COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT '
    'LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR '
    'SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG '
    'ANG BGN CUC HRK SLL ZWL', ' ')) as code
union all
select code, 0 from unnest(string_to_array('BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF', ' ')) as code
union all
select code, 3 from unnest(string_to_array('BHD IQD JOD KWD LYD OMR TND', ' ')) as code
union all
select code, 4 from unnest(string_to_array('CLF UYW', ' ')) as code;
