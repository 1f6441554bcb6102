// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/database/storeundertest.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <thread>
#include <vector>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// The store's own particulars: the admin changes these settings and no others, old and new are kept, and papers and messages follow.
class TestStoreDetails : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_store = std::make_unique<StoreUnderTest>(); }
    void adminChangesThemAndOldOnesAreKept();
    void othersNeitherReadNorChangeThem();
    void noOtherSettingCanBeChanged();
    void whatDoesNotFitIsRefused_data();
    void whatDoesNotFitIsRefused();
    void bankAccountIsNoCard();
    void contestedOnesAreToldAndNothingIsWritten();
    void sentTwiceIsChangedOnce();
    void ofTwoWhoChangeAtOnceOneIsTold();
    void papersAndMessagesFollow();

private:
    static Params change(const QString &key, const QString &from, const QString &to, QUuid id = QUuid::createUuid())
    {
        return Params().uuid(id).json(QJsonObject{{key, QJsonObject{{u"from"_s, from}, {u"to"_s, to}}}});
    }
    /// Its outcome and reason.
    QString changed(const Params &params, const QString &login = u"admin"_s) const { return m_store->ask(login, "select concat_ws(' ', r->>'outcome', nullif(r->>'reason', '')) from desk.store_change($1, $2::jsonb) r", params); }
    QString setting(const QString &key) const { return m_store->owner("select value #>> '{}' from store.setting where key = $1", Params().text(key)); }

    std::unique_ptr<StoreUnderTest> m_store;
};

void TestStoreDetails::adminChangesThemAndOldOnesAreKept()
{
    const Params both = Params().uuid(QUuid::createUuid()).json(QJsonObject{{u"store.address"_s, QJsonObject{{u"from"_s, QString()}, {u"to"_s, u"Hafenstraße 1\n20457 Hamburg"_s}}},
                                                                            {u"store.tax_number"_s, QJsonObject{{u"from"_s, QString()}, {u"to"_s, u"DE123456789"_s}}}});
    QCOMPARE(changed(both), u"done"_s);
    QCOMPARE(setting(u"store.address"_s), u"Hafenstraße 1\n20457 Hamburg"_s);
    QCOMPARE(changed(change(u"store.tax_number"_s, u"DE123456789"_s, u"DE987654321"_s)), u"done"_s);
    QCOMPARE(changed(change(u"store.tax_number"_s, u"DE987654321"_s, u"DE987654321"_s)), u"done"_s); // as it was: nothing to keep
    QCOMPARE(m_store->owner("select string_agg(c.key || ':' || (c.old_value #>> '{}') || '>' || (c.new_value #>> '{}') || ' ' || s.login, ', ' order by c.id) from store.setting_change c join store.staff s on s.id = c.staff_id where c.key <> 'store.address'"),
             u"store.tax_number:>DE123456789 admin, store.tax_number:DE123456789>DE987654321 admin"_s);
    // On record by key, and no word of what it was or is.
    QCOMPARE(m_store->owner("select string_agg(actor || ':' || array_to_string(fields, '+') || ':' || row_count, ', ' order by seq) from audit.entry where verb = 'store_change' and subject = 'setting'"),
             u"admin:store.address+store.tax_number:2, admin:store.tax_number:1, admin::0"_s);
    QCOMPARE(m_store->admin("select d->'store.tax_number'->>'value' || ' ' || (d->'store.tax_number'->>'changed_by' <> '') || ' ' || coalesce(d->'store.sender'->>'changed_at', 'never') from desk.store_details() d"), u"DE987654321 true never"_s);
}

void TestStoreDetails::othersNeitherReadNorChangeThem()
{
    for (const QString &login : {u"agent"_s, u"lead"_s, u"fulfilment"_s, u"marketing"_s, u"manager"_s, u"privacy"_s, u"site"_s, u"work"_s, u"deliver"_s}) {
        QCOMPARE(m_store->ask(login, "select desk.store_details()::text"), u"<42501>"_s);
        QCOMPARE(changed(change(u"store.name"_s, u"The store"_s, u"Mine"_s), login), u"<42501>"_s);
    }
    QCOMPARE(m_store->admin("select count(*)::text from store.setting"), u"<42501>"_s);
    QCOMPARE(m_store->owner("select count(*)::text from store.setting_change"), u"0"_s);
}

void TestStoreDetails::noOtherSettingCanBeChanged()
{
    QCOMPARE(changed(change(u"meter.rows_per_hour"_s, u"30000"_s, u"3000000"_s)), u"refused bad_arguments"_s);
    // Not by the functions' own role either, should one of them be wrong.
    const auto owner = m_store->connect(Cluster::ownerLogin());
    QVERIFY(owner->query({u"test/role"_s, "set role steward_api"}));
    const auto touched = [&](const QByteArray &key) {
        const auto rows = owner->query({u"test/update"_s, "with u as (update store.setting set value = value where key = '" + key + "' returning 1) select count(*)::text from u"});
        return rows ? rows->text(0, 0) : rows.error().sqlState;
    };
    QCOMPARE(touched("meter.rows_per_hour"), u"0"_s);
    QCOMPARE(touched("refund.processors"), u"0"_s);
    QCOMPARE(touched("store.tax_number"), u"1"_s);
}

void TestStoreDetails::whatDoesNotFitIsRefused_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("reason");
    QTest::newRow("no name") << u"store.name"_s << u"  "_s << u"bad_store_name"_s;
    QTest::newRow("name of two lines") << u"store.name"_s << u"a\nb"_s << u"bad_store_name"_s;
    QTest::newRow("long name") << u"store.name"_s << QString(101, u'x') << u"bad_store_name"_s;
    QTest::newRow("no address") << u"store.sender"_s << u"shop.example"_s << u"bad_sender"_s;
    QTest::newRow("two addresses") << u"store.sender"_s << u"a@b.example, c@d.example"_s << u"bad_sender"_s;
    QTest::newRow("address with a name") << u"store.sender"_s << u"Shop <a@b.example>"_s << u"bad_sender"_s;
    QTest::newRow("address with a line break") << u"store.sender"_s << u"a@b.example\nBcc: x@y.example"_s << u"bad_sender"_s;
    QTest::newRow("seven lines") << u"store.address"_s << u"1\n2\n3\n4\n5\n6\n7"_s << u"bad_store_address"_s;
    QTest::newRow("tabs") << u"store.address"_s << u"a\tb"_s << u"bad_store_address"_s;
    QTest::newRow("tax number of two lines") << u"store.tax_number"_s << u"1\n2"_s << u"bad_tax_number"_s;
    QTest::newRow("foot of five lines") << u"store.paper_foot"_s << u"1\n2\n3\n4\n5"_s << u"bad_paper_foot"_s;
    QTest::newRow("card") << u"store.paper_foot"_s << u"Pay to 4111 1111 1111 1111"_s << u"card_number"_s;
}

void TestStoreDetails::whatDoesNotFitIsRefused()
{
    QFETCH(const QString, key);
    QFETCH(const QString, value);
    QFETCH(const QString, reason);
    const QString before = setting(key);
    QCOMPARE(changed(change(key, before, value)), u"refused "_s + reason);
    QCOMPARE(m_store->admin("select r->>'field' from desk.store_change($1, $2::jsonb) r", change(key, before, value)), key);
    QCOMPARE(setting(key), before);
}

void TestStoreDetails::bankAccountIsNoCard()
{
    QCOMPARE(changed(change(u"store.paper_foot"_s, {}, u"IBAN DE89 3704 0044 0532 0130 00 · BIC COBADEFFXXX\nHRB 12345 Hamburg · Thank you"_s)), u"done"_s);
    QCOMPARE(changed(change(u"store.sender"_s, {}, u"service@möbel.example"_s)), u"done"_s);
    QCOMPARE(changed(change(u"store.sender"_s, u"service@möbel.example"_s, {})), u"done"_s);
}

void TestStoreDetails::contestedOnesAreToldAndNothingIsWritten()
{
    QCOMPARE(changed(change(u"store.tax_number"_s, {}, u"DE1"_s)), u"done"_s);
    const QJsonObject both{{u"store.tax_number"_s, QJsonObject{{u"from"_s, QString()}, {u"to"_s, u"DE2"_s}}}, {u"store.paper_foot"_s, QJsonObject{{u"from"_s, QString()}, {u"to"_s, u"Thanks"_s}}}};
    QCOMPARE(m_store->admin("select concat_ws(' ', r->>'outcome', r->>'contested', r->'now'->'store.tax_number'->>'value') from desk.store_change($1, $2::jsonb) r", Params().uuid(QUuid::createUuid()).json(both)),
             u"conflict [\"store.tax_number\"] DE1"_s);
    QCOMPARE(setting(u"store.paper_foot"_s), QString());
    // What both want is no conflict.
    QCOMPARE(changed(change(u"store.tax_number"_s, {}, u"DE1"_s)), u"done"_s);
}

void TestStoreDetails::sentTwiceIsChangedOnce()
{
    const Params same = change(u"store.tax_number"_s, {}, u"DE1"_s);
    QCOMPARE(changed(same), u"done"_s);
    QCOMPARE(changed(same), u"done"_s);
    QCOMPARE(m_store->owner("select count(*)::text from store.setting_change"), u"1"_s);
    QCOMPARE(m_store->owner("select count(*)::text from audit.entry where verb = 'store_change'"), u"1"_s);
}

void TestStoreDetails::ofTwoWhoChangeAtOnceOneIsTold()
{
    std::array<QString, 8> answers;
    std::vector<std::thread> threads;
    for (size_t i = 0; i < answers.size(); ++i)
        threads.emplace_back([&, i] {
            const auto admin = m_store->connect(u"admin"_s);
            const auto rows = admin->query({u"test/change"_s, "select concat_ws(' ', r->>'outcome', nullif(r->>'reason', '')) from desk.store_change($1, $2::jsonb) r"}, change(u"store.tax_number"_s, {}, u"DE%1"_s.arg(i)));
            answers.at(i) = rows ? rows->text(0, 0) : rows.error().sqlState;
        });
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(std::ranges::count(answers, u"done"_s), 1);
    QCOMPARE(std::ranges::count(answers, u"conflict changed_meanwhile"_s), qsizetype(answers.size()) - 1);
    QCOMPARE(m_store->owner("select count(*)::text from store.setting_change"), u"1"_s);
}

void TestStoreDetails::papersAndMessagesFollow()
{
    const qint64 order = m_store->placeOrder();
    m_store->payOrder(order);
    QCOMPARE(changed(change(u"store.address"_s, {}, u"Hafenstraße 1"_s)), u"done"_s);
    QCOMPARE(changed(change(u"store.sender"_s, {}, u"service@shop.example"_s)), u"done"_s);
    const QUuid ticket = QUuid::createUuid();
    QCOMPARE(m_store->fulfilment("select desk.paper_open($1, 'packing_slip', array[$2::bigint], null, null)::text", Params().uuid(ticket).integer(order)), u"1"_s);
    QCOMPARE(m_store->fulfilment("select desk.paper_content($1)->'store'->>'address'", Params().uuid(ticket)), u"Hafenstraße 1"_s);
    QCOMPARE(m_store->agent("select desk.message_send(gen_random_uuid(), $1, 'question', 'Which?')->>'outcome'", Params().integer(order)), u"done"_s);
    m_store->owner("update mailroom.outbox set not_before = now() - interval '1 second'");
    QCOMPARE(m_store->deliver("select mailroom.take('{message}', 1)#>>'{items,0,sender}'"), u"service@shop.example"_s);
}

QTEST_GUILESS_MAIN(TestStoreDetails)
#include "tst_storedetails.moc"
