-- A believable store, made where it lies: the number of orders is current_setting('steward.demo_orders').
-- Deterministic: everything follows from hashes of running numbers. Derived columns are computed with the same functions the
-- triggers use (a test compares), while triggers rest and secondary indexes are gone.
set local session_replication_role = replica;
set local synchronous_commit = off;
set local maintenance_work_mem = '768MB';
set local work_mem = '256MB';

-- A number from 0 to n-1 that depends on i and what it is for; and one from 0 to 1.
create function pg_temp.pick(i bigint, salt bigint, n int) returns int language sql immutable parallel safe as
    $$ select ((hashint8extended(i, salt) & 9223372036854775807) % n)::int $$;
create function pg_temp.part(i bigint, salt bigint) returns float8 language sql immutable parallel safe as
    $$ select (hashint8extended(i, salt) & 4503599627370495)::float8 / 4503599627370496 $$;
create function pg_temp.one_of(list text[], i bigint, salt bigint) returns text language sql immutable parallel safe as
    $$ select list[1 + ((hashint8extended(i, salt) & 9223372036854775807) % cardinality(list))::int] $$;
-- Price of product p, in steps a shop would choose.
create function pg_temp.price(p int) returns bigint language sql immutable parallel safe as
    $$ select (case when (hashint8extended(p, 71) & 7) < 5 then 290 + (hashint8extended(p, 72) & 63) * 100
        when (hashint8extended(p, 71) & 7) < 7 then 4990 + (hashint8extended(p, 73) & 63) * 500 else 39900 + (hashint8extended(p, 74) & 31) * 5000 end)::bigint $$;

create temporary table demo_land (place int, land text, currency text, phone text, family_first boolean, given text[], family text[],
    city text[], region text[], postal text[], street text[]) on commit drop;
insert into demo_land values
    (0, 'US', 'USD', '+1', false, '{Olivia,Liam,Emma,Noah,Ava,James,Sophia,Lucas,Grace,Henry,Chloe,Daniel,Zoe,Caleb}',
        '{Smith,Johnson,Williams,Brown,Jones,Garcia,Miller,Davis,Martinez,O''Neill,Anderson,Nguyen,Thompson,Clark,Baker}',
        '{Portland,Austin,Chicago,Denver,Boston,Los Angeles,Nashville,Columbus}', '{OR,TX,IL,CO,MA,CA,TN,OH}', '{972##,787##,606##,802##,021##,902##,372##,432##}',
        '{Maple Street,Oak Avenue,2nd Street,Elm Drive,Sunset Boulevard,Lake Road}'),
    (1, 'GB', 'GBP', '+44', false, '{Amelia,Oliver,Isla,George,Freya,Harry,Poppy,Jack,Imogen,Rhys}', '{Taylor,Davies,Evans,Hughes,Patel,Walker,MacDonald,Byrne,Hall,Wood}',
        '{London,Leeds,Bristol,Glasgow,Cardiff}', '{"","","","",""}', '{SW1A #AA,LS1 #AB,BS1 #CD,G1 #EF,CF10 #GH}', '{High Street,Station Road,Church Lane,Victoria Road}'),
    (2, 'DE', 'EUR', '+49', false, '{Anna,Lukas,Jürgen,Käthe,Jonas,Lena,Björn,Sören,Mia,Felix}', '{Müller,Schmidt,Schäfer,Weiß,Köhler,Fischer,Becker,Groß,Wagner,Krüger}',
        '{Berlin,München,Köln,Hamburg,Leipzig}', '{"","","","",""}', '{101##,803##,506##,200##,041##}', '{Hauptstraße,Gartenweg,Bahnhofstraße,Lindenallee}'),
    (3, 'FR', 'EUR', '+33', false, '{Chloé,Hugo,Élodie,Théo,Camille,François,Zoé,Noël}', '{Martin,Lefèvre,Dubois,Garnier,Moreau,Bénard,D''Aubigné,Rousseau}',
        '{Paris,Lyon,Marseille,Nantes}', '{"","","",""}', '{750##,690##,130##,440##}', '{rue de la Paix,avenue Foch,rue Victor-Hugo,quai des Brumes}'),
    (4, 'HR', 'EUR', '+385', false, '{Ivana,Marko,Željka,Luka,Šime,Ana,Đurđica,Petar}', '{Horvat,Kovačić,Babić,Šarić,Žagar,Perić,Čolak}',
        '{Zagreb,Split,Rijeka,Osijek}', '{"","","",""}', '{100##,210##,510##,310##}', '{Ilica,Vukovarska ulica,Trg slobode,Obala}'),
    (5, 'CN', 'CNY', '+86', true, '{伟,芳,娜,敏,静,磊,洋,建华,晓明,思源}', '{王,李,张,刘,陈,杨,欧阳,赵}',
        '{北京市,上海市,广州市,成都市}', '{北京,上海,广东,四川}', '{1000##,2000##,5100##,6100##}', '{中山路,人民路,解放大道,长安街}'),
    (6, 'JP', 'JPY', '+81', true, '{陽菜,蓮,さくら,大翔,美咲,健太}', '{佐藤,鈴木,高橋,田中,渡辺,山本}',
        '{東京都港区,大阪市北区,札幌市中央区}', '{東京都,大阪府,北海道}', '{105-00##,530-00##,060-00##}', '{芝公園,梅田,大通西}'),
    (7, 'BG', 'BGN', '+359', false, '{Иван,Мария,Георги,Елена,Димитър,Надежда}', '{Иванов,Петрова,Димитров,Стоянова,Николов}',
        '{София,Пловдив,Варна}', '{"","",""}', '{10##,40##,90##}', '{бул. Витоша,ул. Шипка,ул. Раковски}'),
    (8, 'AE', 'AED', '+971', false, '{محمد,فاطمة,علي,عائشة,يوسف,مريم}', '{الحسن,المنصوري,الهاشمي,النعيمي,السويدي}',
        '{دبي,أبوظبي,الشارقة}', '{"","",""}', '{000##,000##,000##}', '{شارع الشيخ زايد,شارع الوحدة,شارع الكورنيش}'),
    (9, 'BR', 'BRL', '+55', false, '{João,Ana,Conceição,Thiago,Luíza,Antônio}', '{Silva,Souza,Gonçalves,Araújo,Conceição,Magalhães}',
        '{São Paulo,Rio de Janeiro,Belo Horizonte}', '{SP,RJ,MG}', '{013##-000,200##-010,301##-020}', '{Rua das Flores,Avenida Paulista,Rua do Ouvidor}');

create temporary table demo_size on commit drop as
select current_setting('steward.demo_orders')::bigint as orders, greatest(current_setting('steward.demo_orders')::bigint * 2 / 5, 10) as customers,
    date_trunc('hour', now()) as until, 3 * 365.25 as days, 600 as products;

call store.drop_indexes();

insert into store.product (sku, title, price_minor, currency)
select format('%s-%s', pg_temp.one_of('{KIT,BTH,GDN,DSK,TOY,TEX}', p, 1), lpad(p::text, 4, '0')),
    pg_temp.one_of('{Oak,Linen,Steel,Ceramic,Walnut,Copper,Wool,Glass,Bamboo,Cotton,Slate,Enamel}', p, 2) || ' '
    || pg_temp.one_of('{mug,bowl,lamp,blanket,planter,tray,towel,cushion,clock,basket,vase,teapot,board,rug,stool,apron}', p, 3)
    || pg_temp.one_of('{"",", small",", large",", set of 2",", set of 4",", blue",", sand",", moss green"}', p, 4),
    pg_temp.price(p), 'EUR'
from demo_size, generate_series(1, products) p;

create temporary table demo_base on commit drop as
select coalesce((select max(id) from store.customer), 0) as customer, coalesce((select max(id) from store.orders), 0) as orders,
    coalesce((select max(id) from store.order_address), 0) as address, coalesce((select max(id) from store.product), 0) - 600 as product,
    array(select id from store.staff where login in ('agent', 'lead') order by login) as staff;

-- Customers: country by weight, one address each.
create unlogged table store.demo_customer as
select c as place, b.customer + c as id, b.address + c as address_id, l.place as land_place, l.land, l.currency,
    case when l.family_first then pg_temp.one_of(l.family, c, 11) || pg_temp.one_of(l.given, c, 12)
        else pg_temp.one_of(l.given, c, 12) || ' ' || pg_temp.one_of(l.family, c, 11) end as name,
    format('%s%s@%s', case when l.place in (5, 6, 7, 8) then 'user' else replace(translate(lower(pg_temp.one_of(l.given, c, 12)),
        'áàâäãåéèêëíìïóòôöõúùüñçčćđšžß', 'aaaaaaeeeeiiiooooouuunccc dszs'), ' ', '') || '.' end, c,
        pg_temp.one_of('{example.com,example.org,example.net,mail.example}', c, 13)) as email,
    l.phone || ' ' || lpad(pg_temp.pick(c, 14, 1000000000)::text, 9, '1') as phone,
    pg_temp.one_of(l.street, c, 15) || ' ' || (1 + pg_temp.pick(c, 16, 220)) as line1,
    case when pg_temp.pick(c, 17, 8) = 0 then 'Apt ' || (1 + pg_temp.pick(c, 18, 90)) else '' end as line2,
    l.city[1 + pg_temp.pick(c, 19, cardinality(l.city))] as city, l.region[1 + pg_temp.pick(c, 19, cardinality(l.city))] as region,
    replace(l.postal[1 + pg_temp.pick(c, 19, cardinality(l.city))], '#', (pg_temp.pick(c, 20, 10))::text) as postal_code
from demo_size s, demo_base b, generate_series(1, s.customers) c
join demo_land l on l.place = (array[0,0,0,0,0,0,1,1,1,2,2,2,2,3,3,4,4,5,5,6,7,8,9,9])[1 + pg_temp.pick(c, 10, 24)];

insert into store.customer (id, name, customer_key, source, created_at) overriding system value
select id, name, store.key_of(name), 'shop', s.until - (s.days || ' days')::interval from store.demo_customer, demo_size s;
insert into store.order_address (id, name, line1, line2, city, region, postal_code, country, phone) overriding system value
select address_id, name, line1, line2, city, region, postal_code, land, phone from store.demo_customer;
insert into store.contact_point (customer_id, kind, value, key)
select id, 'email', email, email from store.demo_customer union all select id, 'phone', phone, store.phone_key_of(phone) from store.demo_customer;
alter table store.demo_customer add primary key (place);

-- Orders: growth over three years, a swell before each year's end, quieter Sundays, evenings busier than nights.
create unlogged table store.demo_order as
with timed as (
    select i, s.until - make_interval(secs => 86400 * s.days * greatest(0, 1 - power(i::float8 / s.orders, 0.8)
            - 0.012 * sin(6.2831853 * 3 * i / s.orders)) + 60 * (pg_temp.part(i, 30) * 59)) as at,
        1 + floor(s.customers * power(pg_temp.part(i, 31), 1.6))::bigint as customer_place,
        -- Most baskets are small, a few are long.
        case when pg_temp.pick(i, 32, 100) < 58 then 1 when pg_temp.pick(i, 32, 100) < 82 then 2 when pg_temp.pick(i, 32, 100) < 93 then 3
            else 4 + pg_temp.pick(i, 33, 6) end as line_count,
        pg_temp.pick(i, 34, 1000) as luck
    from demo_size s, generate_series(1, s.orders) i),
aged as (
    select t.*, case when extract(isodow from at) = 7 and pg_temp.pick(i, 35, 3) = 0 then at - interval '1 day' when extract(hour from at) between 2 and 5 then at - interval '7 hours' else at end as placed_at
    from timed t)
select a.i, b.orders + a.i as id, a.placed_at, c.id as customer_id, c.name, c.email, c.phone, c.address_id, c.postal_code, c.land, c.currency, a.line_count, a.luck,
    l.subtotal, l.items, 490 + 100 * pg_temp.pick(a.i, 36, 6)::bigint as shipping,
    case when pg_temp.pick(a.i, 37, 12) = 0 then l.subtotal / 10 else 0 end as discount,
    s.until - a.placed_at < interval '4 days' as young, s.until - a.placed_at < interval '30 days' as recent
from aged a cross join demo_size s cross join demo_base b
join store.demo_customer c on c.place = a.customer_place
cross join lateral (select sum((1 + pg_temp.pick(a.i * 16 + j, 41, 10) / 8) * pg_temp.price(1 + floor(600 * power(pg_temp.part(a.i * 16 + j, 40), 2.2))::int))::bigint as subtotal,
        sum(1 + pg_temp.pick(a.i * 16 + j, 41, 10) / 8)::int as items from generate_series(1, a.line_count) j) l;
analyze store.demo_order;

-- What became of each: captured, refunded, shipped and cancelled follow from age and luck; the statuses follow from those.
insert into store.orders (id, number, number_key, source, placed_at, customer_id, customer_name, customer_key, email, email_key, phone, phone_key, postal_code, postal_key, country,
    currency, subtotal_minor, shipping_minor, discount_minor, total_minor, paid_minor, refunded_minor, payment_status, fulfilment_status, hold_count, item_count, shipped_count,
    last_shipped_at, shipping_address_id, billing_address_id, assigned_to, cancelled_at, cancel_reason, version) overriding system value
select f.id, '#' || (100000 + f.id), lpad((100000 + f.id)::text, 12, '0'), 'shop', f.placed_at, f.customer_id, f.name, store.key_of(f.name), f.email, f.email, f.phone,
    regexp_replace(f.phone, '\D', '', 'g'), f.postal_code, replace(replace(f.postal_code, ' ', ''), '-', ''), f.land, f.currency, f.subtotal, f.shipping, f.discount, f.total,
    f.paid, f.refunded, store.payment_status(f.paid, f.refunded, f.total, case when f.authorised then f.total else 0 end, case when f.voided then f.total else 0 end),
    store.fulfilment_status(f.items, f.shipped, f.holds, f.cancelled), f.holds, f.items, f.shipped, case when f.shipped > 0 then f.placed_at + interval '30 hours' end,
    f.address_id, f.address_id, case when f.recent and pg_temp.pick(f.i, 50, 12) = 0 then f.staff[1 + pg_temp.pick(f.i, 51, greatest(cardinality(f.staff), 1))] end,
    case when f.cancelled then f.placed_at + interval '5 hours' end, case when f.cancelled then 'customer_request' end, 1
from (select o.*, b.staff, subtotal + shipping - discount as total,
        case when luck < 15 then 0 when luck between 15 and 29 and recent then 0 when luck between 30 and 37 and recent then (subtotal + shipping - discount) / 2
            else subtotal + shipping - discount end as paid,
        case when luck between 40 and 64 then case when recent and luck >= 60 then 0 else subtotal + shipping - discount end
            when luck between 65 and 94 and not young then (subtotal + shipping - discount) / 3 else 0 end as refunded,
        luck between 15 and 29 and recent as authorised, luck < 5 as voided,
        luck between 40 and 64 or luck < 10 as cancelled,
        case when luck between 40 and 64 or luck < 15 or (luck < 40 and recent) then 0
            when young and luck < 800 then 0
            when recent and luck between 950 and 969 and items > 1 then 1
            when recent and luck between 970 and 989 then 0 else items end as shipped,
        case when recent and luck between 970 and 984 then 1 when recent and luck = 985 then 2 else 0 end as holds
    from store.demo_order o, demo_base b) f;

insert into store.order_line (order_id, position, product_id, sku, title, quantity, price_minor)
select o.id, j, p.id, p.sku, p.title, 1 + pg_temp.pick(o.i * 16 + j, 41, 10) / 8, p.price_minor
from store.demo_order o cross join demo_base b cross join lateral generate_series(1, o.line_count) j
join store.product p on p.id = b.product + 1 + floor(600 * power(pg_temp.part(o.i * 16 + j, 40), 2.2))::int;

insert into store.payment (order_id, kind, amount_minor, at, processor, reference, reference_key, brand, last4)
select o.id, case when o.paid_minor > 0 then 'captured' else 'authorised' end, case when o.paid_minor > 0 then o.paid_minor else o.total_minor end, o.placed_at + interval '40 seconds',
    'paypal', 'PAY-' || upper(to_hex(o.id * 7919 + 1000000007)), 'pay-' || to_hex(o.id * 7919 + 1000000007),
    pg_temp.one_of('{visa,mastercard,amex,paypal}', o.id, 60), lpad(pg_temp.pick(o.id, 61, 10000)::text, 4, '0')
from store.orders o join store.demo_order d on d.id = o.id where o.paid_minor > 0 or o.payment_status in ('authorised', 'voided');
insert into store.payment (order_id, kind, amount_minor, at, processor)
select o.id, 'voided', o.total_minor, o.placed_at + interval '2 hours', 'paypal' from store.orders o join store.demo_order d on d.id = o.id where o.payment_status = 'voided';
insert into store.refund (order_id, amount_minor, reason, at)
select o.id, o.refunded_minor, pg_temp.one_of('{damaged,customer_request,late,wrong_item}', o.id, 62), o.placed_at + interval '3 days'
from store.orders o join store.demo_order d on d.id = o.id where o.refunded_minor > 0;

with sent as (
    insert into store.shipment (order_id, carrier, tracking, at)
    select o.id, pg_temp.one_of('{DHL,UPS,FedEx,Royal Mail,La Poste}', o.id, 63), '1Z' || upper(lpad(to_hex(o.id * 104729), 14, '0')), o.last_shipped_at
    from store.orders o join store.demo_order d on d.id = o.id where o.shipped_count > 0 returning id, order_id)
insert into store.shipment_line (shipment_id, line_id, quantity)
select s.id, l.id, case when o.shipped_count < o.item_count then 1 else l.quantity end
from sent s join store.orders o on o.id = s.order_id join store.order_line l on l.order_id = s.order_id
where o.shipped_count = o.item_count or l.position = 1;

insert into store.hold (order_id, reason, note, placed_by, placed_at)
select o.id, pg_temp.one_of('{payment,fraud,address,stock,customer_request}', o.id + k, 64), pg_temp.one_of('{"",Please call before shipping.,Waiting for stock.,Address looks incomplete.}', o.id + k, 65),
    b.staff[1], o.placed_at + k * interval '1 hour'
from store.orders o join store.demo_order d on d.id = o.id, demo_base b, generate_series(1, o.hold_count) k where o.hold_count > 0;
insert into store.note (order_id, staff_id, body, at)
select o.id, b.staff[1 + pg_temp.pick(o.id, 66, greatest(cardinality(b.staff), 1))],
    pg_temp.one_of('{Customer called about delivery.,Gift: leave the invoice out.,Asked for a later delivery date.,Second parcel follows.,Confirmed the address by phone.}', o.id, 67), o.placed_at + interval '9 hours'
from store.orders o join store.demo_order d on d.id = o.id, demo_base b where pg_temp.pick(o.id, 68, 15) = 0;
insert into store.event (order_id, kind, at, actor)
select id, 'placed', placed_at, 'shop' from store.demo_order where recent
union all select o.id, 'payment_captured', o.placed_at + interval '40 seconds', 'shop' from store.orders o join store.demo_order d on d.id = o.id and d.recent where o.paid_minor > 0
union all select o.id, 'shipped', o.last_shipped_at, 'fulfilment' from store.orders o join store.demo_order d on d.id = o.id and d.recent where o.shipped_count > 0
union all select o.id, 'hold_placed', o.placed_at + interval '1 hour', 'agent' from store.orders o join store.demo_order d on d.id = o.id where o.hold_count > 0
union all select o.id, 'cancelled', o.cancelled_at, 'shop' from store.orders o join store.demo_order d on d.id = o.id and d.recent where o.cancelled_at is not null
order by 1, 3;

drop table store.demo_order, store.demo_customer;
select setval(pg_get_serial_sequence('store.customer', 'id'), (select max(id) from store.customer)),
    setval(pg_get_serial_sequence('store.orders', 'id'), (select max(id) from store.orders)),
    setval(pg_get_serial_sequence('store.order_address', 'id'), (select max(id) from store.order_address));
update store.setting set value = '"Hearth & Harbour"' where key = 'store.name';
call store.make_indexes();
