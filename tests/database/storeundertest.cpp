// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/database/storeundertest.h"

#include <QThread>

using namespace Qt::StringLiterals;

namespace Steward::Test {

qint64 StoreUnderTest::placeOrder(const QString &name, const QString &email) const
{
    const QJsonObject address{{u"name"_s, name}, {u"line1"_s, u"Gartenweg 1"_s}, {u"postal_code"_s, u"80331"_s}, {u"city"_s, u"München"_s},
                              {u"country"_s, u"DE"_s}, {u"phone"_s, u"0170 1234567"_s}};
    const QJsonObject line{{u"sku"_s, u"MUG-1"_s}, {u"title"_s, u"Mug"_s}, {u"quantity"_s, 2}, {u"price_minor"_s, 1250}};
    const QJsonObject order{{u"name"_s, name}, {u"email"_s, email}, {u"phone"_s, u"+49 170 1234567"_s}, {u"currency"_s, u"EUR"_s},
                            {u"shipping_minor"_s, 490}, {u"shipping_address"_s, address}, {u"lines"_s, QJsonArray{line}}};
    return site("select site.place_order(gen_random_uuid(), $1)->>'order_id'", Params().json(order)).toLongLong();
}

void StoreUnderTest::payOrder(qint64 id) const
{
    owner("insert into store.payment (order_id, payment_no, kind, amount_minor, at, processor, reference) "
          "select id, 1, 'captured', total_minor, now(), 'paypal', 'PAY-' || id from store.orders where id = $1", Params().integer(id));
}

void StoreUnderTest::shipOrder(qint64 id) const
{
    owner("insert into store.shipment (order_id, shipment_no, carrier, tracking, at) values ($1, 1, 'DHL', 'RX000000001DE', now())", Params().integer(id));
    owner("insert into store.shipment_line (order_id, shipment_no, line_no, quantity) "
          "select order_id, 1, line_no, quantity from store.order_line where order_id = $1", Params().integer(id));
}

void StoreUnderTest::placeOrders(int count) const
{
    const QByteArray orders = "insert into store.orders (number, number_key, source, source_number, placed_at, customer_id, customer_name, customer_key, email, country, currency, subtotal_minor, shipping_minor, total_minor) "
                              "select 'B-' || k, '', 'import', 'bulk-' || k, now() - k * interval '1 minute', customer_id, customer_name, '', email, country, currency, subtotal_minor, shipping_minor, total_minor "
                              "from store.orders, generate_series(1, $2::int) k where id = $1 returning id";
    const QByteArray lines = "insert into store.order_line (order_id, line_no, sku, title, quantity, price_minor) "
                             "select m.id, l.line_no, l.sku, l.title, l.quantity, l.price_minor from made m cross join store.order_line l where l.order_id = $1";
    owner("with made as (" + orders + "), lines as (" + lines + ") insert into store.payment (order_id, payment_no, kind, amount_minor, at, processor, reference) "
          "select m.id, 1, 'captured', 2990, now(), 'paypal', 'PAY-' || m.id from made m", Params().integer(placeOrder()).integer(count));
}

void StoreUnderTest::stayWithinAnHour() const
{
    while (owner("select (extract(epoch from clock_timestamp())::bigint % 3600 >= 3570)::text") == u"true")
        QThread::msleep(200);
}

void StoreUnderTest::makeGate(const QByteArray &table) const
{
    owner("create function store.gate() returns trigger language plpgsql as $$ begin perform set_config('lock_timeout', '0', true), pg_advisory_xact_lock_shared(1); return null; end $$");
    owner("create trigger gate before insert on store." + table + " execute function store.gate()");
}

QString StoreUnderTest::panel(const QString &login, qint64 id, const QByteArray &part) const
{
    const QUuid ticket = QUuid::createUuid();
    const QString opened = ask(login, "select desk.order_open($1, $2, 'order')::text", Params().uuid(ticket).integer(id));
    return opened == u"true" ? ask(login, "select desk.order_panel($1)" + part, Params().uuid(ticket)) : opened;
}

QStringList StoreUnderTest::column(const QString &login, const QByteArray &sql, const Params &params) const
{
    const auto rows = connect(login)->query({u"test/column"_s, sql}, params);
    if (!rows)
        return {u'<' + rows.error().sqlState + u'>'};
    QStringList values;
    for (int row = 0; row < rows->count(); ++row)
        values += rows->text(row, 0);
    return values;
}

} // namespace Steward::Test
