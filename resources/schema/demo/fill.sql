-- A believable store, made where it lies: the number of orders is current_setting('steward.demo_orders'). Everything follows from
-- hashes of running numbers, so the same number in the same hour gives the same store. Derived columns and keys are worked out with the
-- functions the triggers use (a test compares) while triggers rest and secondary indexes are gone; one transaction, run by the
-- database's owner, VACUUM afterwards is the caller's.
set local session_replication_role = replica;
set local synchronous_commit = off;
set local maintenance_work_mem = '768MB';
set local work_mem = '256MB';
set local jit = off;
set local search_path = pg_catalog, store, public, pg_temp;

-- Emptied in the transaction that fills them, tables need no write-ahead log where the server keeps none (wal_level = minimal).
do $$ begin
    if not exists (select from store.orders) then
        truncate store.orders, store.order_line, store.order_address, store.payment, store.shipment, store.shipment_line, store.refund, store.refund_line,
            store.hold, store.note, store.event, store.presence, mailroom.outbox,
            store.stock_return, store.order_change, store.paper, store.disclosure_notice;
    end if;
end $$;
call store.drop_indexes();

-- A number from 0 to n-1 that depends on i and what it is for; one from 0 to 1; one of a list.
create function pg_temp.pick(i bigint, salt bigint, n int) returns int language sql immutable parallel safe as
    $$ select ((hashint8extended(i, salt) & 9223372036854775807) % n)::int $$;
create function pg_temp.part(i bigint, salt bigint) returns float8 language sql immutable parallel safe as
    $$ select (hashint8extended(i, salt) & 4503599627370495)::float8 / 4503599627370496 $$;
create function pg_temp.one_of(list text[], i bigint, salt bigint) returns text language sql immutable parallel safe as
    $$ select list[1 + ((hashint8extended(i, salt) & 9223372036854775807) % cardinality(list))::int] $$;
create function pg_temp.by_transfer(i bigint, refunded bigint) returns boolean language sql immutable parallel safe as
    $$ select refunded > 0 and pg_temp.pick(i, 72, 3) = 0 $$;

create temporary table demo_size on commit drop as
select n as orders, greatest(n * 3 / 10, 10) as customers, 480 as products, least(greatest(n / 100, 90), 1095)::int as days, date_trunc('hour', now()) as until,
    coalesce((select max(id) from customer), 0) as customer_base, coalesce((select max(id) from orders), 0) as order_base,
    coalesce((select max(id) from order_address), 0) as address_base, coalesce((select max(id) from product), 0) as product_base,
    array(select id from staff where login in ('agent', 'lead') order by login) as staff
from (select current_setting('steward.demo_orders')::bigint as n) given;

-- Where customers live: how names, numbers and addresses are written there. x in a postal code or phone is a digit, @ a letter.
create temporary table demo_land (place int, land text, weight int, currency text, rate numeric, ending int, phone text, family_first boolean, street_form text,
    given text[], given_plain text[], family text[], family_plain text[], city text[], region text[], postal text[], street text[]) on commit drop;
insert into demo_land values
(1, 'DE', 20, 'EUR', 1, 90, '+49 15x xxxxxxx', false, '%s %s',
    '{Anna,Lukas,Jürgen,Käthe,Jonas,Lena,Björn,Sören,Mia,Felix,Hannah,Paul,Greta,Matthias,Zoë,Günther}', '{anna,lukas,juergen,kaethe,jonas,lena,bjoern,soeren,mia,felix,hannah,paul,greta,matthias,zoe,guenther}',
    '{Müller,Schmidt,Schäfer,Weiß,Köhler,Fischer,Becker,Groß,Wagner,Krüger,Böhm,Jäger,Vogel,Lorenz,Huber,"von der Heide"}', '{mueller,schmidt,schaefer,weiss,koehler,fischer,becker,gross,wagner,krueger,boehm,jaeger,vogel,lorenz,huber,vonderheide}',
    '{Berlin,München,Köln,Hamburg,Leipzig,Nürnberg,Düsseldorf,Tübingen}', '{"","","","","","","",""}', '{101xx,803xx,506xx,200xx,041xx,904xx,402xx,720xx}',
    '{Hauptstraße,Gartenweg,Bahnhofstraße,Lindenallee,Am Mühlbach,Goethestraße,Schloßplatz}'),
(2, 'US', 24, 'USD', 1.1, 99, '+1 5xx-555-xxxx', false, '%2$s %1$s',
    '{Olivia,Liam,Emma,Noah,Ava,James,Sophia,Lucas,Grace,Henry,Chloe,Daniel,Zoe,Caleb,Maria,Andre}', '{olivia,liam,emma,noah,ava,james,sophia,lucas,grace,henry,chloe,daniel,zoe,caleb,maria,andre}',
    '{Smith,Johnson,Williams,Brown,Jones,Garcia,Miller,Davis,Martinez,O''Neill,Anderson,Nguyen,Thompson,Clark,Baker,Washington}', '{smith,johnson,williams,brown,jones,garcia,miller,davis,martinez,oneill,anderson,nguyen,thompson,clark,baker,washington}',
    '{Portland,Austin,Chicago,Denver,Boston,Los Angeles,Nashville,Columbus}', '{OR,TX,IL,CO,MA,CA,TN,OH}', '{972xx,787xx,606xx,802xx,021xx,900xx,372xx,432xx}',
    '{Maple Street,Oak Avenue,2nd Street,Elm Drive,Sunset Boulevard,Lake Road,Juniper Court}'),
(3, 'GB', 10, 'GBP', 0.85, 99, '+44 7700 9xxxxx', false, '%2$s %1$s',
    '{Amelia,Oliver,Isla,George,Freya,Harry,Poppy,Jack,Imogen,Rhys,Siân,Callum}', '{amelia,oliver,isla,george,freya,harry,poppy,jack,imogen,rhys,sian,callum}',
    '{Taylor,Davies,Evans,Hughes,Patel,Walker,MacDonald,Byrne,Hall,Wood,Okafor,Llewellyn}', '{taylor,davies,evans,hughes,patel,walker,macdonald,byrne,hall,wood,okafor,llewellyn}',
    '{London,Leeds,Bristol,Glasgow,Cardiff,Norwich}', '{"","","","","",""}', '{SW1A x@@,LS1 x@@,BS1 x@@,G1 x@@,CF10 x@@,NR2 x@@}',
    '{High Street,Station Road,Church Lane,Victoria Road,Mill Lane,Queensway}'),
(4, 'FR', 8, 'EUR', 1, 90, '+33 6 xx xx xxxx', false, '%2$s %1$s',
    '{Chloé,Hugo,Élodie,Théo,Camille,François,Zoé,Noël,Anaïs,Loïc}', '{chloe,hugo,elodie,theo,camille,francois,zoe,noel,anais,loic}',
    '{Martin,Lefèvre,Dubois,Garnier,Moreau,Bénard,D''Aubigné,Rousseau,Le Goff,Faure}', '{martin,lefevre,dubois,garnier,moreau,benard,daubigne,rousseau,legoff,faure}',
    '{Paris,Lyon,Marseille,Nantes,Besançon}', '{"","","","",""}', '{750xx,690xx,130xx,440xx,250xx}', '{rue de la Paix,avenue Foch,rue Victor-Hugo,quai des Brumes,place de l''Église}'),
(5, 'PL', 5, 'PLN', 4.3, 99, '+48 5xx xxxxxx', false, '%s %s',
    '{Agnieszka,Łukasz,Małgorzata,Paweł,Zofia,Michał,Bożena,Wojciech}', '{agnieszka,lukasz,malgorzata,pawel,zofia,michal,bozena,wojciech}',
    '{Kowalska,Wiśniewski,Wójcik,Kamiński,Zając,Król,Jabłoński,Źrebiec}', '{kowalska,wisniewski,wojcik,kaminski,zajac,krol,jablonski,zrebiec}',
    '{Warszawa,Kraków,Łódź,Wrocław,Gdańsk}', '{"","","","",""}', '{00-xxx,30-xxx,90-xxx,50-xxx,80-xxx}', '{ul. Długa,ul. Mickiewicza,al. Jerozolimskie,ul. Żeromskiego}'),
(6, 'CN', 9, 'CNY', 7.8, 90, '+86 13x xxxx xxxx', true, '%s%s号',
    '{伟,芳,娜,敏,静,磊,洋,建华,晓明,思源,秀英,子涵}', '{wei,fang,na,min,jing,lei,yang,jianhua,xiaoming,siyuan,xiuying,zihan}',
    '{王,李,张,刘,陈,杨,欧阳,赵,黄,周}', '{wang,li,zhang,liu,chen,yang,ouyang,zhao,huang,zhou}',
    '{北京市,上海市,广州市,成都市,杭州市}', '{北京,上海,广东,四川,浙江}', '{1000xx,2000xx,5100xx,6100xx,3100xx}', '{中山路,人民路,解放大道,长安街,学府路}'),
(7, 'JP', 6, 'JPY', 160, 0, '+81 90-xxxx-xxxx', true, '%s%s番地',
    '{陽菜,蓮,さくら,大翔,美咲,健太,花子,翔平}', '{haruna,ren,sakura,hiroto,misaki,kenta,hanako,shohei}', '{佐藤,鈴木,高橋,田中,渡辺,山本,小林,加藤}', '{sato,suzuki,takahashi,tanaka,watanabe,yamamoto,kobayashi,kato}',
    '{東京都港区,大阪市北区,札幌市中央区,福岡市博多区}', '{東京都,大阪府,北海道,福岡県}', '{105-00xx,530-00xx,060-00xx,812-00xx}', '{芝公園,梅田,大通西,博多駅前}'),
(8, 'BG', 4, 'EUR', 1, 90, '+359 88 xxx xxxx', false, '%s %s',
    '{Иван,Мария,Георги,Елена,Димитър,Надежда,Стоян,Йорданка}', '{ivan,maria,georgi,elena,dimitar,nadezhda,stoyan,yordanka}', '{Иванов,Петрова,Димитров,Стоянова,Николов,Ангелова,Тодоров,Желева}', '{ivanov,petrova,dimitrov,stoyanova,nikolov,angelova,todorov,zheleva}',
    '{София,Пловдив,Варна,Бургас}', '{"","","",""}', '{10xx,40xx,90xx,80xx}', '{бул. Витоша,ул. Шипка,ул. Раковски,ул. Цар Симеон}'),
(9, 'KZ', 3, 'KZT', 520, 0, '+7 70x xxx xxxx', false, '%s, %s',
    '{Айгуль,Ерлан,Динара,Нурлан,Светлана,Алексей,Жанна,Тимур}', '{aigul,erlan,dinara,nurlan,svetlana,alexey,zhanna,timur}', '{Ахметова,Смагулов,Ким,Ибраева,Соколова,Кузнецов,Жумабаев,Волкова}', '{akhmetova,smagulov,kim,ibraeva,sokolova,kuznetsov,zhumabaev,volkova}',
    '{Алматы,Астана,Шымкент}', '{"","",""}', '{0500xx,0100xx,1600xx}', '{пр. Абая,ул. Сатпаева,ул. Гоголя}'),
(10, 'AE', 5, 'AED', 4, 0, '+971 50 xxx xxxx', false, '%s %s',
    '{محمد,فاطمة,علي,عائشة,يوسف,مريم,خالد,نورة}', '{mohammed,fatima,ali,aisha,yousef,maryam,khaled,noura}', '{الحسن,المنصوري,الهاشمي,النعيمي,السويدي,الكعبي}', '{alhassan,almansoori,alhashimi,alnuaimi,alsuwaidi,alkaabi}',
    '{دبي,أبوظبي,الشارقة}', '{"","",""}', '{"","",""}', '{شارع الشيخ زايد,شارع الوحدة,شارع الكورنيش}'),
(11, 'KW', 2, 'KWD', 0.33, 500, '+965 5xxx xxxx', false, '%s %s',
    '{عبدالله,هدى,سالم,لطيفة,فهد,شيخة}', '{abdullah,huda,salem,latifa,fahad,shaikha}', '{الصباح,العتيبي,المطيري,الرشيدي}', '{alsabah,alotaibi,almutairi,alrashidi}',
    '{مدينة الكويت,حولي}', '{"",""}', '{130xx,320xx}', '{شارع الخليج,شارع تونس}'),
(12, 'BR', 4, 'BRL', 6, 90, '+55 11 9xxxx-xxxx', false, '%s, %s',
    '{João,Ana,Conceição,Thiago,Luíza,Antônio,Íris,Caetano}', '{joao,ana,conceicao,thiago,luiza,antonio,iris,caetano}', '{Silva,Souza,Gonçalves,Araújo,Conceição,Magalhães,Assunção}', '{silva,souza,goncalves,araujo,conceicao,magalhaes,assuncao}',
    '{São Paulo,Rio de Janeiro,Belo Horizonte}', '{SP,RJ,MG}', '{013xx-020,200xx-010,301xx-050}', '{Rua das Flores,Avenida Paulista,Rua do Ouvidor}');
create function pg_temp.filled(form text, i bigint, salt bigint) returns text language sql immutable parallel safe as
    $$ select string_agg(case c when 'x' then pg_temp.pick(i, salt + n, 10)::text when '@' then substr('ABDEFGHJLNPQRSTUWXYZ', 1 + pg_temp.pick(i, salt + n, 20), 1) else c end, '' order by n)
       from regexp_split_to_table(form, '') with ordinality as each_letter(c, n) $$;

-- Products and what each costs in each currency, ending as prices do there.
insert into product (id, sku, title, price_minor, currency) overriding system value
select s.product_base + p, format('%s-%s', pg_temp.one_of('{KIT,BTH,GDN,DSK,TOY,TEX}', p, 1), lpad((s.product_base + p)::text, 4, '0')),
    pg_temp.one_of('{Oak,Linen,Steel,Ceramic,Walnut,Copper,Wool,Glass,Bamboo,Cotton,Slate,Enamel}', p, 2) || ' '
    || pg_temp.one_of('{mug,bowl,lamp,blanket,planter,tray,towel,cushion,clock,basket,vase,teapot,board,rug,stool,apron}', p, 3)
    || pg_temp.one_of('{"",", small",", large",", set of 2",", set of 4",", blue",", sand",", moss green"}', p, 4),
    (case when pg_temp.pick(p, 5, 8) < 5 then 290 + pg_temp.pick(p, 6, 36) * 100 when pg_temp.pick(p, 5, 8) < 7 then 4990 + pg_temp.pick(p, 7, 60) * 500
        else 39900 + pg_temp.pick(p, 8, 30) * 5000 end), 'EUR'
from demo_size s, generate_series(1, s.products) p;
create temporary table demo_price on commit drop as
select p.id - s.product_base as product, l.place as land, p.id, p.sku, p.title,
    case when l.currency = 'EUR' then p.price_minor
        when c.digits = 0 then greatest(round(p.price_minor * l.rate / 10000) * 100, 100)::bigint
        when c.digits = 3 then greatest(ceil(p.price_minor * l.rate * 10 / 1000) * 1000 - 1000 + l.ending, l.ending)::bigint
        else (greatest(ceil(p.price_minor * l.rate / 100), 1) * 100 - 100 + l.ending)::bigint end as price
from product p, demo_size s, demo_land l join currency c on c.code = l.currency where p.id > s.product_base;

-- Customers: country by weight, one address each. Numbers, postal codes and streets are picked from small sets made beforehand.
create temporary table demo_phone on commit drop as select l.place as land, n, pg_temp.filled(l.phone, n, 200) as phone from demo_land l, generate_series(0, 1999) n;
create temporary table demo_home on commit drop as
select l.place as land, n, l.city[c] as city, l.region[c] as region, pg_temp.filled(l.postal[c], n, 300) as postal_code, postal_key_of(pg_temp.filled(l.postal[c], n, 300)) as postal_key,
    format(l.street_form, pg_temp.one_of(l.street, n, 15), 1 + pg_temp.pick(n, 16, 180)) as line1
from demo_land l cross join generate_series(0, 1499) n cross join lateral (select 1 + pg_temp.pick(n, 19, cardinality(l.city)) as c) d;
create temporary table demo_name on commit drop as
select l.place as land, g, f, case when l.family_first then l.family[f] || l.given[g] else l.given[g] || ' ' || l.family[f] end as name,
    name_key_of(case when l.family_first then l.family[f] || l.given[g] else l.given[g] || ' ' || l.family[f] end) as name_key,
    l.given_plain[g] || '.' || l.family_plain[f] as mailbox
from demo_land l, generate_series(1, cardinality(l.given)) g, generate_series(1, cardinality(l.family)) f;
analyze demo_size, demo_land, demo_price, demo_phone, demo_home, demo_name;

create unlogged table store.demo_customer as
select w.c as place, s.customer_base + w.c as id, s.address_base + w.c as address_id, w.land, l.land as country, l.currency, n.name, n.name_key,
    n.mailbox || (s.customer_base + w.c) || pg_temp.one_of('{@example.com,@example.org,@example.net,@mail.example,@post.example}', w.c, 13) as email,
    left(p.phone, -4) || lpad(pg_temp.pick(w.c, 14, 10000)::text, 4, '0') as phone,
    h.line1, case when pg_temp.pick(w.c, 17, 9) = 0 then 'Apt ' || (1 + pg_temp.pick(w.c, 18, 90)) else '' end as line2, h.city, h.region, h.postal_code, h.postal_key
from (select c, u.urn[1 + pg_temp.pick(c, 10, 100)] as land
    from demo_size z cross join (select array_agg(x.place order by x.place, g) as urn from demo_land x, generate_series(1, x.weight) g) u, generate_series(1, z.customers) c) w
cross join demo_size s
join demo_land l on l.place = w.land
join demo_name n on n.land = w.land and n.g = 1 + pg_temp.pick(w.c, 12, cardinality(l.given)) and n.f = 1 + pg_temp.pick(w.c, 11, cardinality(l.family))
join demo_phone p on p.land = w.land and p.n = pg_temp.pick(w.c, 20, 2000)
join demo_home h on h.land = w.land and h.n = pg_temp.pick(w.c, 21, 1500);

insert into customer (id, name, customer_key, created_at) overriding system value
select id, name, name_key, s.until - make_interval(days => s.days + 1) from demo_customer, demo_size s order by id;
insert into order_address (id, name, line1, line2, city, region, postal_code, country, phone) overriding system value
select address_id, name, line1, line2, city, region, postal_code, country, phone from demo_customer order by address_id;
insert into contact_point (customer_id, kind, value, key)
select c.id, k.kind, k.value, k.key from demo_customer c cross join lateral (values ('email', c.email, c.email), ('phone', c.phone, phone_key_of(c.phone))) as k(kind, value, key);

-- Up to three years of days: growth, the weeks before Christmas, a sale in January, quiet Saturdays; and a day's hours.
create temporary table demo_day on commit drop as
with weighed as (
    select d, s.until::date - s.days + d as day,
        (0.55 + 0.9 * d / s.days::float8)
        * (array[1.15, 0.85, 0.9, 0.95, 1, 0.95, 0.85, 0.8, 0.95, 1.05, 1.45, 1.75])[extract(month from s.until::date - s.days + d)::int]
        * (array[1.15, 1.1, 1.05, 1, 0.95, 0.75, 1])[extract(isodow from s.until::date - s.days + d)::int]
        * case when extract(month from s.until::date - s.days + d) = 11 and extract(isodow from s.until::date - s.days + d) = 5
                and extract(day from s.until::date - s.days + d) between 23 and 29 then 3.2 else 1 end
        * (0.9 + 0.2 * pg_temp.part(d, 9))
        * case when d = s.days then extract(hour from s.until) / 24 else 1 end as weight
    from demo_size s, generate_series(0, s.days) d),
summed as (select d, day, sum(weight) over (order by d) / sum(weight) over () as upto from weighed)
select d, day, (orders * coalesce(lag(upto) over (order by d), 0))::bigint as before, (orders * upto)::bigint as upto from summed, demo_size;
create temporary table demo_hour on commit drop as
select array_agg(upto order by h) as upto from (select h, sum(w) over (order by h) / sum(w) over () as upto
    from unnest('{6,4,2,1,1,2,5,10,18,24,27,28,30,28,26,26,27,29,33,40,46,42,28,14}'::float8[]) with ordinality as hours(w, h)) x;

-- Orders in the order they were placed, each with its customer, size and fortune; what became of it follows from fortune and age.
-- Among the newest every fate is shown, however small the store.
create unlogged table store.demo_order as
select t.i, s.order_base + t.i as id, t.placed_at, 1 + floor(s.customers * power(pg_temp.part(t.i, 31), 1.35))::bigint as customer_place,
    case when t.size < 56 then 1 when t.size < 80 then 2 when t.size < 92 then 3 else 4 + pg_temp.pick(t.i, 33, 7) end as line_count, t.luck, s.until - t.placed_at as age
from (select d.before + j as i, pg_temp.pick(d.before + j, 32, 100) as size, 
        case when s.orders - d.before - j < 72 and (s.orders - d.before - j) % 3 = 0 then (array[5, 14, 20, 30, 52, 119, 117, 130])[1 + ((s.orders - d.before - j) / 3 % 8)::int]
            else pg_temp.pick(d.before + j, 34, 1000) end as luck,
        least((d.day + make_interval(secs => 3600 * (case when d.d = s.days then extract(hour from s.until)::float8 / 24 else 1 end)
            * (b.bucket + (b.share - coalesce(h.upto[b.bucket], 0)) / (h.upto[b.bucket + 1] - coalesce(h.upto[b.bucket], 0))))) at time zone 'UTC',
            s.until - interval '1 minute') as placed_at
    from demo_day d cross join demo_size s cross join demo_hour h
    cross join lateral generate_series(1, d.upto - d.before) j
    cross join lateral (select (j - pg_temp.part(d.before + j, 30)) / (d.upto - d.before) as share,
        width_bucket((j - pg_temp.part(d.before + j, 30)) / (d.upto - d.before), h.upto) as bucket) b) t cross join demo_size s;

analyze store.demo_order, store.demo_customer;

-- Lines: few products sell much, most little.
insert into order_line (order_id, line_no, product_id, sku, title, quantity, price_minor)
select o.id, j, p.id, p.sku, p.title, 1 + pg_temp.pick(o.i * 16 + j, 41, 11) / 8, p.price
from demo_order o join demo_customer c on c.place = o.customer_place cross join demo_size s cross join lateral generate_series(1, o.line_count) j
join demo_price p on p.land = c.land and p.product = 1 + floor(s.products * power(pg_temp.part(o.i * 16 + j, 40), 2.4))::int
order by o.id, j;
create unlogged table store.demo_sum as
select order_id, sum(quantity * price_minor)::bigint as subtotal, sum(quantity)::int as items from order_line, demo_size s where order_id > s.order_base group by order_id;
analyze store.demo_sum;

insert into orders (id, number, number_key, source_number, placed_at, customer_id, customer_name, customer_key, email, email_key, phone, phone_key, postal_code, postal_key, country,
    currency, subtotal_minor, shipping_minor, discount_minor, total_minor, paid_minor, refunded_minor, payment_status, fulfilment_status, hold_count, item_count, shipped_count,
    last_shipped_at, shipping_address_id, billing_address_id, assigned_to, cancelled_at, cancel_reason, version, tags, tag_keys) overriding system value
select f.id, f.number, lpad((100000 + f.id)::text, 12, '0'), f.number, f.placed_at, f.customer_id, f.name, f.name_key, f.email, f.email, f.phone,
    regexp_replace(f.phone, '[^0-9]', '', 'g'), f.postal_code, f.postal_key, f.country, f.currency, f.subtotal, f.shipping, f.discount, f.total,
    f.paid, f.refunded, payment_status(f.paid, f.refunded, f.total, case when f.authorised then f.total else 0 end, case when f.voided then f.total else 0 end, f.cancelled),
    fulfilment_status(f.items, f.shipped, f.holds, f.cancelled), f.holds, f.items, f.shipped, case when f.shipped > 0 then f.placed_at + make_interval(hours => f.packing_hours) end,
    f.address_id, f.address_id, case when f.age < interval '30 days' and pg_temp.pick(f.i, 50, 12) = 0 then f.staff[1 + pg_temp.pick(f.i, 51, greatest(cardinality(f.staff), 1))] end,
    case when f.cancelled then f.placed_at + interval '47 minutes' end, case when f.cancelled then pg_temp.one_of('{customer_request,payment,stock,other}', f.i, 52) end,
    1 + (f.paid > 0 or f.voided)::int + (f.shipped > 0)::int + (f.refunded > 0)::int, f.tags, lower(f.tags::text)::text[]
from (select r.*, (case pg_temp.pick(r.i, 53, 90) when 0 then '{gift}' when 1 then '{VIP}' when 2 then '{"call back"}' when 3 then '{gift,VIP}' else '{}' end)::text[] as tags,
        '#' || (100000 + r.id) as number,
        case when r.cancelled or r.paid = 0 then 0
            when r.age < make_interval(hours => r.packing_hours) or r.luck between 18 and 25 and r.age < interval '60 days' then 0
            when r.luck between 116 and 119 and r.age < interval '25 days' or r.luck between 120 and 169 and r.age < interval '7 days' then 0
            when r.luck between 170 and 199 and r.age < interval '20 days' and r.line_count > 1 then r.first_quantity
            else r.items end as shipped,
        case when r.cancelled then 0 when r.luck between 116 and 119 and r.age < interval '25 days' then 1 + (r.luck = 119)::int
            when r.luck between 120 and 169 and r.age < interval '7 days' then 1 else 0 end as holds
    from (select q.*,
            case when q.luck < 12 or q.luck between 51 and 58 or q.luck between 12 and 17 and q.age < interval '3 days' then 0
                when q.luck between 18 and 25 and q.age < interval '60 days' then q.total / 2 else q.total end as paid,
            case when q.luck between 26 and 48 and q.age > interval '6 days' then q.total when q.luck between 60 and 85 and q.age > interval '12 days' then q.total
                when q.luck between 86 and 115 and q.age > interval '10 days' then greatest(q.total / 3, 1) else 0 end as refunded,
            q.luck between 12 and 17 and q.age < interval '3 days' as authorised, q.luck between 51 and 54 as voided,
            q.luck between 26 and 58 or q.luck < 12 and q.age > interval '14 days' as cancelled,
            20 + pg_temp.pick(q.i, 53, 40) + case when q.luck between 900 and 929 then 72 else 0 end as packing_hours
        from (select o.i, o.id, o.placed_at, o.line_count, o.luck, o.age, c.id as customer_id, c.name, c.name_key, c.email, c.phone, c.address_id, c.postal_code, c.postal_key, c.country,
                c.currency, m.subtotal, m.items, s.staff, 1 + pg_temp.pick(o.i * 16 + 1, 41, 11) / 8 as first_quantity,
                case when pg_temp.pick(o.i, 36, 3) = 0 then 0 else (m.subtotal / 20 / 10 + 49) * 10 end as shipping,
                case when pg_temp.pick(o.i, 37, 12) = 0 then m.subtotal / 10 else 0 end as discount,
                m.subtotal + case when pg_temp.pick(o.i, 36, 3) = 0 then 0 else (m.subtotal / 20 / 10 + 49) * 10 end
                    - case when pg_temp.pick(o.i, 37, 12) = 0 then m.subtotal / 10 else 0 end as total
            from demo_order o join demo_customer c on c.place = o.customer_place join demo_sum m on m.order_id = o.id cross join demo_size s) q) r) f
order by f.id;

-- What hangs on the orders follows from them.
insert into payment (order_id, payment_no, kind, amount_minor, at, processor, reference, reference_key, brand, last4)
select o.id, 1, case when o.paid_minor > 0 then 'captured' else 'authorised' end, case when o.paid_minor > 0 then o.paid_minor else o.total_minor end, o.placed_at + interval '40 seconds',
    case when b.transfer then 'bank transfer' else 'paypal' end, case when b.transfer then '' else 'PAY-' || upper(to_hex(o.id * 7919 + 1000000007)) end,
    case when b.transfer then '' else 'pay-' || to_hex(o.id * 7919 + 1000000007) end, case when b.transfer then '' else pg_temp.one_of('{visa,mastercard,amex,paypal}', o.id, 60) end,
    case when b.transfer then '' else lpad(pg_temp.pick(o.id, 61, 10000)::text, 4, '0') end
from orders o cross join demo_size s cross join lateral (select pg_temp.by_transfer(o.id, o.refunded_minor) as transfer) b where o.id > s.order_base and (o.paid_minor > 0 or o.payment_status = 'authorised' or o.payment_status = 'voided' and o.version > 1);
insert into payment (order_id, payment_no, kind, amount_minor, at, processor)
select p.order_id, 2, 'voided', p.amount_minor, p.at + interval '45 minutes', p.processor from payment p join orders o on o.id = p.order_id, demo_size s
where p.order_id > s.order_base and p.kind = 'authorised' and o.payment_status = 'voided';
insert into shipment (order_id, shipment_no, carrier, tracking, at)
select o.id, 1, pg_temp.one_of('{DHL,UPS,FedEx,Royal Mail,La Poste,SF Express}', o.id, 63), 'RX' || lpad((o.id * 104729 % 1000000000)::text, 9, '0') || o.country, o.last_shipped_at
from orders o, demo_size s where o.id > s.order_base and o.shipped_count > 0;
insert into shipment_line (order_id, shipment_no, line_no, quantity)
select l.order_id, 1, l.line_no, l.quantity from order_line l join orders o on o.id = l.order_id, demo_size s
where o.id > s.order_base and o.shipped_count > 0 and (o.shipped_count = o.item_count or l.line_no = 1);
-- What was paid by bank transfer is paid back by hand; of the last six weeks' nobody has said that it was.
insert into refund (order_id, refund_no, amount_minor, reason, at, staff_id, by_hand, paid_at, paid_by)
select o.id, 1, o.refunded_minor, pg_temp.one_of('{damaged,customer_request,late,wrong_item}', o.id, 62), b.at, case when b.by_hand then b.staff_id end, b.by_hand,
    case when b.is_paid then b.at + interval '1 day' end, case when b.is_paid then b.staff_id end
from orders o cross join demo_size s
cross join lateral (select t.*, pg_temp.by_transfer(o.id, o.refunded_minor) as by_hand, pg_temp.by_transfer(o.id, o.refunded_minor) and t.at < s.until - interval '42 days' as is_paid
    from (select least(coalesce(o.last_shipped_at + interval '6 days', o.placed_at + interval '2 days'), s.until) as at,
        s.staff[1 + pg_temp.pick(o.id, 73, greatest(cardinality(s.staff), 1))] as staff_id) t) b
where o.id > s.order_base and o.refunded_minor > 0;
insert into refund_line (order_id, refund_no, line_no, quantity, amount_minor)
select l.order_id, 1, l.line_no, l.quantity, l.quantity * l.price_minor from order_line l join orders o on o.id = l.order_id, demo_size s
where o.id > s.order_base and o.payment_status = 'refunded' and o.shipped_count > 0;
insert into hold (order_id, reason, note, placed_by, placed_at)
select o.id, pg_temp.one_of('{payment,fraud,address,stock,customer_request}', o.id + k, 64),
    pg_temp.one_of('{"",Please call before shipping.,Waiting for stock until next week.,The house number is missing.,Paid twice? Ask accounting.}', o.id + k, 65),
    s.staff[1 + pg_temp.pick(o.id, 69, greatest(cardinality(s.staff), 1))], o.placed_at + k * interval '11 minutes'
from orders o, demo_size s, generate_series(1, 2) k where o.id > s.order_base and o.hold_count >= k;
insert into event (order_id, kind, at, actor, detail)
select h.order_id, 'hold_placed', h.placed_at, coalesce(st.login, 'shop'), jsonb_build_object('hold_id', h.id, 'reason', h.reason)
from hold h left join staff st on st.id = h.placed_by, demo_size s where h.order_id > s.order_base;
insert into note (order_id, staff_id, body, at)
select o.id, case when pg_temp.pick(o.id, 70, 4) > 0 then s.staff[1 + pg_temp.pick(o.id, 66, greatest(cardinality(s.staff), 1))] end,
    pg_temp.one_of('{Customer called about the delivery.,Gift: leave the invoice out.,Asked for a later delivery date.,Second parcel follows.,Confirmed the address by phone.,'
        'Bitte beim Nachbarn abgeben.,请在周末送货。,Merci de livrer après 18 h.,Позвоните перед доставкой.,يرجى الاتصال قبل التسليم}', o.id, 67), o.placed_at + interval '2 hours'
from orders o, demo_size s where o.id > s.order_base and pg_temp.pick(o.id, 68, 18) = 0;

-- A carrier's file every 25 days. Of the older ones all but one were deleted, as their carriers told.
insert into disclosure (party, purpose, fields, order_ids, sha256, delete_by, made_at, staff_id, command_id)
select p.code, p.purpose, p.fields, g.ids, digest_of(disclosed_file(p.fields, g.ids)), g.at::date + p.keep_days, g.at, g.staff_id, md5('disclosure' || g.k)::uuid
from (select k, s.until - make_interval(days => k * 25) as at, s.staff[cardinality(s.staff)] as staff_id, pg_temp.one_of('{dhl,dpd,gls,ups}', k, 71) as party,
        array(select o.id from orders o join order_address a on a.id = o.shipping_address_id
            where o.id in (select s.order_base + 1 + pg_temp.pick(i, k, s.orders::int) from generate_series(1, 60) i) and o.shipped_count > 0 and a.line1 <> '' order by o.id) as ids
    from demo_size s, generate_series(1, 9) k where cardinality(s.staff) > 0) g
join outside_party p on p.code = g.party where cardinality(g.ids) > 0 order by g.k desc;
-- The newest is of parcels that are still here.
insert into disclosure (party, purpose, fields, order_ids, sha256, delete_by, made_at, staff_id, command_id)
select p.code, p.purpose, p.fields, g.ids, digest_of(disclosed_file(p.fields, g.ids)), s.until::date + p.keep_days, s.until - interval '2 hours', s.staff[cardinality(s.staff)], md5('disclosure now')::uuid
from demo_size s join outside_party p on p.code = 'dhl'
cross join lateral (select array_agg(n.id order by n.id) as ids from (select o.id from orders o join order_address a on a.id = o.shipping_address_id
    where o.id > s.order_base and o.payment_status = 'paid' and o.fulfilment_status = 'unfulfilled' and o.hold_count = 0 and a.line1 <> '' and o.placed_at < s.until - interval '3 hours'
    order by o.id desc limit 24) n) g
where cardinality(g.ids) > 1 and cardinality(s.staff) > 0;
insert into disclosure_giving (id, disclosure_id, staff_id, at)
select md5('giving' || d.id)::uuid, d.id, d.staff_id, d.made_at + interval '20 seconds' from disclosure d where not exists (select from disclosure_giving g where g.disclosure_id = d.id);
insert into disclosure_deletion (disclosure_id, version, deleted_on, how, at, staff_id, command_id)
select d.id, 1, d.delete_by - 3, pg_temp.one_of('{E-mail of their data protection officer,Deletion report in their portal,"Letter, filed under Carriers"}', d.id, 72), d.delete_by - interval '2 days',
    st.id, md5('deletion' || d.id)::uuid
from disclosure d join (select id from staff where login = 'privacy') st on true, demo_size s
where d.delete_by < s.until::date and d.id <> (select max(l.id) from disclosure l where l.delete_by < s.until::date);

-- Of the newest file two house numbers were corrected since, and its carrier has not been told.
create temporary table demo_moved on commit drop as
select o.id, o.shipping_address_id as was, (select max(id) from order_address) + row_number() over (order by o.id) as becomes
from orders o where o.id in (select unnest(order_ids[1:2]) from disclosure where command_id = md5('disclosure now')::uuid);
insert into order_address (id, name, line1, line2, city, region, postal_code, country, phone) overriding system value
select m.becomes, a.name, a.line1 || 'a', a.line2, a.city, a.region, a.postal_code, a.country, a.phone from demo_moved m join order_address a on a.id = m.was;
update orders o set shipping_address_id = m.becomes, version = o.version + 1 from demo_moved m where o.id = m.id;
insert into disclosure_notice (disclosure_id, order_id, corrected_at, fields)
select d.id, m.id, s.until - interval '1 hour', array(select f from unnest(d.fields) f where disclosed_value(f, o, before) <> disclosed_value(f, o, after))
from demo_size s cross join demo_moved m join disclosure d on d.command_id = md5('disclosure now')::uuid join orders o on o.id = m.id join order_address before on before.id = m.was join order_address after on after.id = m.becomes;
insert into event (order_id, kind, at, actor, detail)
select m.id, 'contact_corrected', s.until - interval '1 hour', coalesce((select login from staff where login = 'agent'), 'shop'), '{"fields": ["shipping.line1"]}' from demo_moved m, demo_size s;

drop table store.demo_order, store.demo_customer, store.demo_sum;
select setval('store.customer_id_seq', (select max(id) from customer)), setval('store.orders_id_seq', (select max(id) from orders)),
    setval('store.order_address_id_seq', (select max(id) from order_address)), setval('store.product_id_seq', (select max(id) from product));
update setting set value = '"Hearth & Harbour"' where key = 'store.name';
call store.make_indexes();
call store.make_tag_index();
