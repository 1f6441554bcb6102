// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/database/storeundertest.h"

#include <QJsonDocument>
#include <QTest>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// What the web shop may tell the store, and what it is refused.
class TestShop : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_store = std::make_unique<StoreUnderTest>(); }
    void knownCustomersNewsAreAdded();
    void ordersThatCannotBeAreRefused_data();
    void ordersThatCannotBeAreRefused();
    void freeOrderIsTaken();
    void lockOfAnotherLoginStopsNobody();
    void customerBeingMadeIsWaitedForAndThenSaid();

private:
    QString enrol(const QString &name, const QString &phone, const QByteArray &address, const char *field = "customer_id") const
    {
        return m_store->site("select site.register_customer(gen_random_uuid(), $1, 'Ann@example.com', $2, $3::jsonb)->>'" + QByteArray(field) + '\'',
                             Params().text(name).text(phone).rawJson(address));
    }
    QString place(const QByteArray &more) const
    {
        return m_store->site(R"(select coalesce(nullif(a->>'reason', ''), a->>'total_minor') from site.place_order(gen_random_uuid(), '{"name": "Bo", "email": "bo@example.com", "currency": "EUR",
            "lines": [{"title": "Mug", "quantity": 1, "price_minor": 100}]}'::jsonb || $1::jsonb) a)", Params().rawJson(more));
    }

    std::unique_ptr<StoreUnderTest> m_store;
};

void TestShop::knownCustomersNewsAreAdded()
{
    const QString id = enrol(u"Ann Lee"_s, u"0170 1"_s, R"({"line1": "Seeweg 3", "postal_code": "10115"})");
    QCOMPARE(enrol(u"Ann Lee-Berg"_s, u"0170 2"_s, R"({"line1": "Hafen 1", "postal_code": "24103"})"), id);
    QCOMPARE(enrol(u"Ann Lee-Berg"_s, u"01702"_s, R"({"line1": "Hafen 1", "postal_code": "24103"})", "same_name"), u"false"_s);
    QCOMPARE(enrol(u"Ann Lee"_s, u"0170 1"_s, R"({"line1": "Seeweg 3", "postal_code": "10115"})", "same_name"), u"true"_s);
    QCOMPARE(enrol(u"Ann Lee"_s, {}, "null"), id);
    QCOMPARE(m_store->owner("select string_agg(concat_ws(' ', c.kind, c.value, a.name, a.line1, c.is_primary), ', ' order by c.id) from store.contact_point c left join store.address a on a.id = c.address_id"),
             u"email Ann@example.com t, phone 0170 1 t, postal   Seeweg 3 t, phone 0170 2 f, postal  Ann Lee-Berg Hafen 1 f"_s);
    QCOMPARE(m_store->owner("select count(*)::text from store.customer"), u"1"_s);
}

void TestShop::ordersThatCannotBeAreRefused_data()
{
    QTest::addColumn<QByteArray>("more");
    QTest::addColumn<QString>("reason");
    QTest::newRow("less than nothing") << QByteArray(R"({"discount_minor": 101})") << u"bad_amount"_s;
    QTest::newRow("more than fits") << QByteArray(R"({"lines": [{"title": "Mug", "quantity": 999999, "price_minor": 999999999999}]})") << u"bad_amount"_s;
    QTest::newRow("no number") << QByteArray(R"({"number": ""})") << u"bad_number"_s;
    QTest::newRow("blank number") << QByteArray(R"({"number": " "})") << u"bad_number"_s;
    QTest::newRow("number over lines") << QByteArray(R"({"number": "1\n2"})") << u"bad_number"_s;
    QTest::newRow("list as number") << QByteArray(R"({"number": ["1"]})") << u"bad_number"_s;
    QTest::newRow("card as number") << QByteArray(R"({"number": "4111111111111111"})") << u"bad_number"_s;
    QTest::newRow("text as billing address") << QByteArray(R"({"billing_address": "Seeweg 3"})") << u"bad_address"_s;
    QTest::newRow("endless billing address") << R"({"billing_address": {"line1": ")" + QByteArray(6000, 'x') + R"("}})" << u"bad_address"_s;
    QTest::newRow("nested billing address") << QByteArray(R"({"billing_address": {"line1": {"x": 1}}})") << u"bad_address"_s;
    QTest::newRow("text as shipping address") << QByteArray(R"({"shipping_address": "Seeweg 3"})") << u"bad_address"_s;
}

void TestShop::ordersThatCannotBeAreRefused()
{
    QFETCH(const QByteArray, more);
    QTEST(place(more), "reason");
    QCOMPARE(m_store->owner("select count(*)::text from store.orders"), u"0"_s);
}

void TestShop::freeOrderIsTaken()
{
    QCOMPARE(place(R"({"discount_minor": 590, "shipping_minor": 490, "billing_address": {"line1": "Seeweg 3"}, "number": "A-1"})"), u"0"_s);
    QCOMPARE(place(R"({"billing_address": null, "shipping_address": {"line1": "Seeweg 3"}, "number": null})"), u"100"_s);
    QCOMPARE(m_store->owner("select count(*)::text from store.orders where billing_address_id = shipping_address_id"), u"1"_s);
}

void TestShop::lockOfAnotherLoginStopsNobody()
{
    const auto agent = m_store->connect(u"agent"_s);
    QVERIFY(agent->query({u"test/lock"_s, "select pg_advisory_lock(7291164, hashtext('ann@example.com'))"}));
    QVERIFY(enrol(u"Ann Lee"_s, {}, "null").toInt() > 0);
}

void TestShop::customerBeingMadeIsWaitedForAndThenSaid()
{
    const auto owner = m_store->connect(Cluster::ownerLogin());
    QVERIFY(owner->query({u"test/begin"_s, "begin"}));
    QVERIFY(owner->query({u"test/lock"_s, "select count(*) from (select 1 from store.lock_row for update) l"}));
    QCOMPARE(enrol(u"Ann Lee"_s, {}, "null", "reason"), u"locked"_s);
    QCOMPARE(place("{}"), u"locked"_s);
    QVERIFY(owner->query({u"test/end"_s, "rollback"}));
    QVERIFY(enrol(u"Ann Lee"_s, {}, "null").toInt() > 0);
}

QTEST_GUILESS_MAIN(TestShop)
#include "tst_shop.moc"
