// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cluster/storesetup.h"
#include "tests/ctl/console.h"

#include <QTest>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// The sample store: the same whenever it is made in the same hour, and such as a real one could be.
class TestFill : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_store.reset(); }
    void sameSizeIsTheSameStore();
    void evenAFewOrdersAreAStore_data();
    void evenAFewOrdersAreAStore();
    void everyStatusOccurs_data();
    void everyStatusOccurs();
    void peopleComeFromManyCountriesAndWriteTheirOwnScripts();
    void sumsAddUp_data();
    void sumsAddUp();
    void derivedColumnsAreWhatTheTriggersWouldSay();
    void busyAndQuietDaysOfAYearBehind();
    void mailboxesAreNobodys();

private:
    QString owner(const QByteArray &sql) const { return m_store->owner(sql); }
    /// What the orders and all that hangs on them hold, without what another store may number otherwise.
    static QString checksum(const StoreUnderTest &store);
    static QString hour(const StoreUnderTest &store) { return store.owner("select max(created_at)::text from store.customer"); }

    static constexpr qint64 orders = 500;
    std::unique_ptr<StoreUnderTest> m_store;
};

void TestFill::initTestCase()
{
    m_store = std::make_unique<StoreUnderTest>();
    const auto filled = fillStore(m_store->TestDatabase::owner(), orders);
    QVERIFY2(filled, why(filled));
}

QString TestFill::checksum(const StoreUnderTest &store)
{
    QString all;
    for (const char *table : {"customer", "contact_point", "product", "orders", "order_line", "order_address", "payment", "shipment", "shipment_line", "refund", "refund_line", "hold", "note"})
        all += store.owner("select '" + QByteArray(table) + " ' || count(*) || ' ' || coalesce(md5(string_agg(t::text, chr(10) order by t::text)), '') from store." + table + " t") + u'\n';
    return all + store.owner("select 'event ' || md5(string_agg(order_id || kind || at || actor, ' ' order by order_id, at)) from store.event");
}

void TestFill::sameSizeIsTheSameStore()
{
    const auto fill = [] {
        auto store = std::make_unique<StoreUnderTest>();
        return fillStore(store->TestDatabase::owner(), orders) ? std::move(store) : nullptr;
    };
    auto other = fill();
    while (other && hour(*other) != hour(*m_store)) { // the clock struck in between, and ages are counted from the full hour
        m_store = std::move(other);
        other = fill();
    }
    QVERIFY(other);
    QCOMPARE(checksum(*other), checksum(*m_store));
    QVERIFY(owner("select count(*)::text from store.event").toInt() > 0);
}

void TestFill::evenAFewOrdersAreAStore_data()
{
    QTest::addColumn<int>("count");
    for (const int count : {1, 73})
        QTest::addRow("%d", count) << count;
}

void TestFill::evenAFewOrdersAreAStore()
{
    QFETCH(const int, count);
    const StoreUnderTest store;
    const auto filled = fillStore(store.TestDatabase::owner(), count);
    QVERIFY2(filled, why(filled));
    QCOMPARE(store.owner("select count(*)::text from store.orders"), QString::number(count));
    QCOMPARE(store.agent("select count(*)::text from desk.order_page('{}', null, 500)"), QString::number(count));
    // And it goes on as any other store.
    QVERIFY(store.placeOrder() > count);
}

void TestFill::everyStatusOccurs_data()
{
    QTest::addColumn<QString>("column");
    QTest::addColumn<QStringList>("statuses");
    QTest::newRow("payment") << u"payment_status"_s << QStringList{u"authorised"_s, u"paid"_s, u"partially_paid"_s, u"partially_refunded"_s, u"pending"_s, u"refunded"_s, u"voided"_s};
    QTest::newRow("fulfilment") << u"fulfilment_status"_s << QStringList{u"cancelled"_s, u"fulfilled"_s, u"on_hold"_s, u"partially_fulfilled"_s, u"unfulfilled"_s};
}

void TestFill::everyStatusOccurs()
{
    QFETCH(const QString, column);
    QFETCH(const QStringList, statuses);
    QCOMPARE(owner("select string_agg(distinct " + column.toLatin1() + ", ' ' order by " + column.toLatin1() + ") from store.orders"), statuses.join(u' '));
    // The list here is all there are: what the table allows, written the same way.
    const QString allowed = owner("select string_agg(m[1], ' ' order by m[1]) from pg_constraint c, regexp_matches(pg_get_constraintdef(c.oid), '''([a-z_]+)''', 'g') m "
                                  "where c.conname = 'orders_" + column.toLatin1() + "_check'");
    QCOMPARE(allowed, statuses.join(u' '));
    const QString commonest = owner("select " + column.toLatin1() + " from store.orders group by 1 order by count(*) desc limit 1");
    QCOMPARE(commonest, column == u"payment_status" ? u"paid"_s : u"fulfilled"_s);
}

void TestFill::peopleComeFromManyCountriesAndWriteTheirOwnScripts()
{
    QVERIFY(owner("select count(distinct country)::text from store.orders").toInt() >= 8);
    QVERIFY(owner("select count(distinct currency)::text from store.orders").toInt() >= 6);
    for (const char *script : {"[一-龥]", "[а-яА-Я]", "[ء-ي]", "[äöüßéèłçãó]"})
        QVERIFY2(owner("select count(*)::text from store.orders where customer_name ~ '" + QByteArray(script) + "'").toInt() >= 3, script);
    // Names are not a handful repeated, and one customer comes back.
    QVERIFY(owner("select count(distinct customer_name)::text from store.orders").toInt() > 80);
    QVERIFY(owner("select max(n)::text from (select count(*) as n from store.orders group by customer_id) x").toInt() >= 3);
}

void TestFill::sumsAddUp_data()
{
    QTest::addColumn<QByteArray>("wrong"); // orders that do not
    QTest::newRow("lines make the subtotal") << "select count(*)::text from store.orders o where subtotal_minor <> (select sum(quantity * price_minor) from store.order_line l where l.order_id = o.id)"_ba;
    QTest::newRow("and the total with what is added") << "select count(*)::text from store.orders where total_minor <> subtotal_minor + shipping_minor + tax_minor - discount_minor or total_minor <= 0"_ba;
    QTest::newRow("payments make what is paid") << "select count(*)::text from store.orders o where paid_minor <> coalesce((select sum(amount_minor) from store.payment p where p.order_id = o.id and kind = 'captured'), 0)"_ba;
    QTest::newRow("refunds make what is refunded") << "select count(*)::text from store.orders o where refunded_minor <> coalesce((select sum(amount_minor) from store.refund r where r.order_id = o.id), 0) or refunded_minor > paid_minor"_ba;
    QTest::newRow("pieces are counted") << "select count(*)::text from store.orders o where item_count <> (select sum(quantity) from store.order_line l where l.order_id = o.id)"_ba;
    QTest::newRow("and those sent") << "select count(*)::text from store.orders o where shipped_count <> coalesce((select sum(quantity) from store.shipment_line l where l.order_id = o.id), 0)"_ba;
    QTest::newRow("holds are counted") << "select count(*)::text from store.orders o where hold_count <> (select count(*) from store.hold h where h.order_id = o.id and released_at is null)"_ba;
    QTest::newRow("nothing happens before it was placed, nor later than now") << "select count(*)::text from store.orders o where placed_at > now() or last_shipped_at < placed_at or last_shipped_at > now() "
        "or exists (select from store.payment p where p.order_id = o.id and (at < placed_at or at > now())) or exists (select from store.refund r where r.order_id = o.id and (at < placed_at or at > now()))"_ba;
    QTest::newRow("a store has one number for one order") << "select count(*)::text from (select number from store.orders group by 1 having count(*) > 1) x"_ba;
}

void TestFill::sumsAddUp()
{
    QFETCH(const QByteArray, wrong);
    QCOMPARE(owner("select count(*)::text from store.orders"), QString::number(orders));
    QCOMPARE(owner(wrong), u"0"_s);
}

void TestFill::derivedColumnsAreWhatTheTriggersWouldSay()
{
    const QByteArray derived = "select md5(string_agg(format('%s %s %s %s %s %s %s %s %s %s %s', id, payment_status, fulfilment_status, paid_minor, refunded_minor, hold_count, item_count, shipped_count, "
                               "customer_key, number_key, coalesce(email_key, '') || coalesce(phone_key, '') || postal_key), ' ' order by id)) from store.orders";
    const QString filled = owner(derived);
    // Touched, every row is worked out anew.
    owner("update store.payment set amount_minor = amount_minor");
    owner("update store.shipment_line set quantity = quantity");
    owner("update store.refund set amount_minor = amount_minor");
    owner("update store.hold set note = note");
    owner("update store.order_line set quantity = quantity");
    owner("update store.orders set customer_name = customer_name, email = email, phone = phone, postal_code = postal_code, number = number");
    QCOMPARE(owner(derived), filled);
}

void TestFill::busyAndQuietDaysOfAYearBehind()
{
    QVERIFY(owner("select count(distinct placed_at::date)::text from store.orders").toInt() > 30);
    QVERIFY(owner("select (max(n) >= 2 * avg(n))::text from (select count(*) as n from store.orders group by placed_at::date) x") == u"true");
    QCOMPARE(owner("select (max(placed_at) > now() - interval '2 days')::text from store.orders"), u"true"_s);
}

void TestFill::mailboxesAreNobodys()
{
    // Only domains that are kept for examples: whoever tries the program out must not write to a stranger.
    QCOMPARE(owner("select string_agg(distinct substring(email from '@.*'), ' ' order by substring(email from '@.*')) from store.orders"), u"@example.com @example.net @example.org @mail.example @post.example"_s);
}

QTEST_GUILESS_MAIN(TestFill)
#include "tst_fill.moc"
