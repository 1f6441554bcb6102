// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/database/orderlistundertest.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace Steward::Test {

OrderListUnderTest::OrderListUnderTest() : StoreUnderTest(TestDatabase::Kind::Demo)
{
    // Orders that only their id tells apart, whatever they are sorted by; so pages end in the midst of equal keys.
    owner("insert into store.orders (number, number_key, source, source_number, placed_at, customer_id, customer_name, customer_key, postal_code, country, currency, subtotal_minor, total_minor) "
          "select '#100500', '', 'import', 'twin-' || k, (select placed_at from store.orders where id = 1000), customer_id, case when k % 2 = 0 then 'Zoë Müller' else 'zoe muller' end, '', "
          "'803 31', 'DE', 'EUR', 4990, 4990 from store.orders, generate_series(1, 120) k where id = 1000");
    owner("analyze store.orders");
}

QList<Sorted> OrderListUnderTest::sorts()
{
    return {{"placed", "o.placed_at"}, {"number", "o.number_key"}, {"customer", "o.customer_key"}, {"total", "o.total_minor"},
            {"payment", "o.payment_status"}, {"fulfilment", "o.fulfilment_status"}, {"postal", "o.postal_key"}};
}

QJsonObject OrderListUnderTest::query(const QByteArray &filters, const QByteArray &text, const QByteArray &sort, bool descending)
{
    return {{u"filters"_s, QJsonDocument::fromJson(filters).array()}, {u"text"_s, QString::fromUtf8(text)}, {u"sort"_s, QString::fromUtf8(sort)}, {u"descending"_s, descending}};
}

OrderListUnderTest::Page OrderListUnderTest::read(const QString &login, const QJsonObject &query, const QJsonObject &cursor, int limit) const
{
    std::shared_ptr<Connection> &connection = m_pagers[login];
    if (!connection)
        connection = connect(login);
    const auto rows = connection->query({u"test/page"_s, "select id, sort_key from desk.order_page($1, $2, $3)"}, Params().json(query).json(cursor).integer(limit));
    m_lastError = rows ? QString() : rows.error().sqlState;
    Page page;
    for (int row = 0; rows && row < rows->count(); ++row) {
        page.ids.append(rows->integer(row, 0));
        page.keys.append(rows->text(row, 1));
    }
    return page;
}

QList<qint64> OrderListUnderTest::page(const QString &login, const QJsonObject &query, const QJsonObject &cursor, int limit) const
{
    return read(login, query, cursor, limit).ids;
}

QList<qint64> OrderListUnderTest::pages(const QJsonObject &query, const QJsonObject &start, const QString &direction, int limit, const std::function<void()> &between) const
{
    const bool isForward = direction == u"after";
    QList<qint64> all;
    QJsonObject cursor = start;
    // A page function that stands still would otherwise be asked for ever.
    for (int asked = 0; asked < 1000; ++asked) {
        const Page page = read(u"lead"_s, query, cursor, limit);
        all = isForward ? all + page.ids : page.ids + all;
        if (page.ids.size() < limit)
            return all;
        cursor = {{u"key"_s, isForward ? page.keys.last() : page.keys.first()}, {u"id"_s, isForward ? page.ids.last() : page.ids.first()}, {u"direction"_s, direction}};
        if (between)
            between();
    }
    m_lastError = u"endless"_s;
    return {};
}

QList<qint64> OrderListUnderTest::forwards(const QJsonObject &query, int limit, const std::function<void()> &between) const
{
    return pages(query, {}, u"after"_s, limit, between);
}

QList<qint64> OrderListUnderTest::backwards(const QJsonObject &query, int limit, const std::function<void()> &between) const
{
    return pages(query, {{u"end"_s, true}}, u"before"_s, limit, between);
}

QList<qint64> OrderListUnderTest::brute(const QByteArray &condition, const QByteArray &order, bool descending) const
{
    const QByteArray way = descending ? " desc" : " asc";
    std::shared_ptr<Connection> &connection = m_pagers[Cluster::ownerLogin()];
    if (!connection)
        connection = connect(Cluster::ownerLogin());
    const auto rows = connection->query({u"test/brute"_s, "select o.id from store.orders o where " + condition + " order by " + order + way + ", o.id" + way});
    m_lastError = rows ? QString() : rows.error().sqlState;
    QList<qint64> ids;
    for (int row = 0; rows && row < rows->count(); ++row)
        ids.append(rows->integer(row, 0));
    return ids;
}

qint64 OrderListUnderTest::write(const QString &placedAt, const QString &name, const QString &number, qint64 total, const QString &postalCode) const
{
    return owner("insert into store.orders (number, number_key, source, source_number, placed_at, customer_id, customer_name, customer_key, postal_code, country, currency, subtotal_minor, total_minor) "
                 "select $3, '', 'import', gen_random_uuid(), $1::timestamptz, customer_id, $2, '', $5, 'DE', 'EUR', $4, $4 from store.orders where id = 1000 returning id::text",
                 Params().text(placedAt).text(name).text(number).integer(total).text(postalCode)).toLongLong();
}

} // namespace Steward::Test
