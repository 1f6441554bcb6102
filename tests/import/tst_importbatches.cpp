// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/database/storeundertest.h"
#include "tests/import/importbench.h"

#include "models/orders/import/importjob.h"

#include <QJsonDocument>
#include <QTest>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// What the store does with a batch of orders, whoever sends it: whose they are, which of them it cannot keep, and who waits for whom.
class TestImportBatches : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_store = std::make_unique<StoreUnderTest>(); }
    void peopleOfOneNameAreTwo();
    void peopleOfOneNameAndPlaceAreOne();
    void customerNumberOfTheFileFindsThemAgain();
    void nobodyIsNobodyElse();
    void shippedMapsSayTheCustomersNumber();
    void sumsBeyondALimitAreRefusedAlone_data();
    void sumsBeyondALimitAreRefusedAlone();
    void orderThatFailsWhileWrittenLeavesItsNeighbours();
    void checkingLeavesNothing();
    void lockOfAnotherLoginStopsNoImport();
    void importThatIsWrittenIsWaitedForAndThenSaid();

private:
    static QJsonObject order(int number, const QJsonObject &more = {});
    QJsonObject send(const QJsonArray &orders, const QString &source = u"x"_s);
    QString customers() const { return m_store->owner("select count(*)::text from store.customer"); }

    std::unique_ptr<StoreUnderTest> m_store;
    int m_batch = 0;
};

QJsonObject TestImportBatches::order(int number, const QJsonObject &more)
{
    const QJsonObject line{{u"sku"_s, u"MUG-1"_s}, {u"title"_s, u"Mug"_s}, {u"quantity"_s, 1}, {u"price_minor"_s, 1000}};
    QJsonObject order{{u"source_number"_s, QString::number(number)}, {u"placed_at"_s, u"2026-03-01T10:00:00Z"_s}, {u"currency"_s, u"EUR"_s},
                      {u"subtotal_minor"_s, 1000}, {u"total_minor"_s, 1000}, {u"digest"_s, QString::number(number)}, {u"lines"_s, QJsonArray{line}}};
    for (auto entry = more.begin(); entry != more.end(); ++entry)
        order.insert(entry.key(), entry.value());
    return order;
}

QJsonObject TestImportBatches::send(const QJsonArray &orders, const QString &source)
{
    const QString run = m_store->importer("select desk.import_start(gen_random_uuid(), $1, 'x.csv', repeat('a', 64), '{}')->>'import_id'", Params().text(source));
    const QString answer = m_store->importer("select desk.import_orders($1, $2::int, $3::jsonb)::text",
                                             Params().integer(run.toLongLong()).integer(++m_batch).rawJson(QJsonDocument(orders).toJson(QJsonDocument::Compact)));
    return answer.startsWith(u'<') ? QJsonObject{{u"error"_s, answer}} : QJsonDocument::fromJson(answer.toUtf8()).object();
}

void TestImportBatches::peopleOfOneNameAreTwo()
{
    const auto ann = [](int number, const QString &street, const QString &postal) {
        return order(number, {{u"customer_name"_s, u"Ann Lee"_s}, {u"shipping_address"_s, QJsonObject{{u"line1"_s, street}, {u"postal_code"_s, postal}}}});
    };
    QCOMPARE(send({ann(1, u"Seeweg 3"_s, u"10115"_s), ann(2, u"Hafen 1"_s, u"24103"_s), ann(3, u"Seeweg 3"_s, u"24103"_s)})[u"created"].toInt(), 3);
    QCOMPARE(customers(), u"3"_s);
    QCOMPARE(send({ann(4, u"Markt 9"_s, u"10115"_s)})[u"created"].toInt(), 1);
    QCOMPARE(customers(), u"4"_s);
}

void TestImportBatches::peopleOfOneNameAndPlaceAreOne()
{
    const QJsonObject place{{u"line1"_s, u"Straße  3"_s}, {u"postal_code"_s, u"SW1A 1AA"_s}};
    const QJsonObject same{{u"line1"_s, u"STRASSE 3"_s}, {u"postal_code"_s, u"sw1a1aa"_s}};
    send({order(1, {{u"customer_name"_s, u"Zoë Lee"_s}, {u"shipping_address"_s, place}}), order(2, {{u"customer_name"_s, u"zoe lee"_s}, {u"shipping_address"_s, same}})});
    send({order(3, {{u"customer_name"_s, u"Zoe Lee"_s}, {u"billing_address"_s, place}})});
    QCOMPARE(customers(), u"1"_s);
    send({order(3, {{u"customer_name"_s, u"Zoe Lee"_s}, {u"shipping_address"_s, place}})}, u"another"_s);
    QCOMPARE(customers(), u"2"_s);
}

void TestImportBatches::customerNumberOfTheFileFindsThemAgain()
{
    const auto of = [](int number, const QString &customer, const QString &name) { return order(number, {{u"customer_name"_s, name}, {u"customer_number"_s, customer}}); };
    send({of(1, u"17850"_s, u"Customer 17850"_s), of(2, u"17850"_s, u"Customer 17850"_s), of(3, u"13047"_s, u"Customer 17850"_s)});
    QCOMPARE(customers(), u"2"_s);
    send({of(4, u"17850"_s, u"Another spelling"_s)});
    QCOMPARE(customers(), u"2"_s);
    send({of(1, u"17850"_s, u"Customer 17850"_s)}, u"another"_s); // its numbers are its own
    QCOMPARE(customers(), u"3"_s);
    // An e-mail weighs more; the number that came with it is remembered.
    send({order(5, {{u"email"_s, u"bo@example.com"_s}, {u"customer_number"_s, u"9"_s}}), of(6, u"9"_s, u"Bo"_s)});
    send({of(7, u"9"_s, u"Bo"_s)});
    QCOMPARE(customers(), u"4"_s);
}

void TestImportBatches::nobodyIsNobodyElse()
{
    send({order(1), order(2), order(3, {{u"customer_name"_s, u"Ann Lee"_s}}), order(4, {{u"customer_name"_s, u"Ann Lee"_s}})});
    QCOMPARE(customers(), u"4"_s);
}

void TestImportBatches::shippedMapsSayTheCustomersNumber()
{
    const FileFolder folder;
    const QByteArray header = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";
    const ReadOrders read = readOrders(folder.write(u"uci.csv"_s, header + "1,A,Mug,1,2010-12-01 08:26,2.55,17850,France\n2,A,Mug,1,2010-12-01 08:27,2.55,,France\n"), shippedMap(u"uci"_s));
    QCOMPARE(read.fault, QString());
    QCOMPARE(read.orders[0][u"customer_number"].toString(), u"17850"_s);
    QVERIFY(!read.orders[1].toObject().contains(u"customer_number"_s));
    for (const QString &map : {u"superstore"_s, u"northwind"_s})
        QVERIFY(shippedMap(map).rule(OrderField::CustomerNumber).isSet());
}

void TestImportBatches::sumsBeyondALimitAreRefusedAlone_data()
{
    QTest::addColumn<QByteArray>("lines");
    QTest::newRow("pieces") << QByteArray(R"([{"title": "a", "quantity": 999999999}, {"title": "b", "quantity": 999999999}, {"title": "c", "quantity": 999999999}])");
    QTest::newRow("price") << QByteArray(R"([{"title": "a", "quantity": 999999, "price_minor": 999999999999999}])");
}

void TestImportBatches::sumsBeyondALimitAreRefusedAlone()
{
    QFETCH(const QByteArray, lines);
    const QJsonObject answer = send({order(1), order(2, {{u"lines"_s, QJsonDocument::fromJson(lines).array()}}), order(3)});
    QCOMPARE(answer[u"created"].toInt(), 2);
    QCOMPARE(answer[u"rejected"].toArray(), (QJsonArray{QJsonObject{{u"place"_s, 2}, {u"reason"_s, u"too_large"_s}, {u"ref"_s, u"2"_s}}}));
    QCOMPARE(m_store->owner("select string_agg(number, ' ' order by id) from store.orders"), u"1 3"_s);
}

/// Whatever the rules of reading let through and a table does not.
void TestImportBatches::orderThatFailsWhileWrittenLeavesItsNeighbours()
{
    m_store->owner("alter table store.order_line add constraint no_spoons check (title <> 'Spoon')");
    const QJsonArray spoons{QJsonObject{{u"title"_s, u"Spoon"_s}, {u"quantity"_s, 1}}};
    QJsonArray orders;
    for (int i = 1; i <= 40; ++i)
        orders.append(order(i, i == 7 || i == 23 ? QJsonObject{{u"lines"_s, spoons}} : QJsonObject{{u"email"_s, u"same@example.com"_s}}));
    const QJsonObject answer = send(orders);
    QCOMPARE(answer[u"created"].toInt(), 38);
    QCOMPARE(answer[u"rejected"].toArray(), (QJsonArray{QJsonObject{{u"place"_s, 7}, {u"reason"_s, u"cannot_be_kept"_s}, {u"ref"_s, u"7"_s}},
                                                        QJsonObject{{u"place"_s, 23}, {u"reason"_s, u"cannot_be_kept"_s}, {u"ref"_s, u"23"_s}}}));
    QCOMPARE(m_store->owner("select count(*)::text from store.orders"), u"38"_s);
    QCOMPARE(customers(), u"1"_s);
    QCOMPARE(m_store->owner("select row_count::text from audit.entry where verb = 'import_orders'"), u"38"_s);
    QVERIFY(!m_store->serverLog().contains("Spoon"));
    // The next batch goes in.
    QCOMPARE(send({order(50)})[u"created"].toInt(), 1);
}

void TestImportBatches::checkingLeavesNothing()
{
    send({order(1)});
    const QByteArray state = "select concat_ws(' ', (select count(*) from store.import_run), (select count(*) from store.import_batch), (select count(*) from audit.entry), "
                             "(select count(*) from store.command), (select count(*) from store.orders), (select last_value from store.orders_id_seq))";
    const QString before = m_store->owner(state);
    const QJsonArray orders{order(1), order(2), order(3, {{u"currency"_s, u"EUX"_s}})};
    const QString answer = m_store->importer("select desk.import_check('x', $1::jsonb)::text", Params().rawJson(QJsonDocument(orders).toJson(QJsonDocument::Compact)));
    const QJsonObject told = QJsonDocument::fromJson(answer.toUtf8()).object();
    QVERIFY2(told[u"created"].toInt() == 1 && told[u"unchanged"].toInt() == 1 && told[u"rejected"][0][u"reason"].toString() == u"unknown_currency", qPrintable(answer));
    QCOMPARE(m_store->owner(state), before);
    QCOMPARE(m_store->agent("select desk.import_check('x', '[]')::text"), u"<42501>"_s);
}

void TestImportBatches::lockOfAnotherLoginStopsNoImport()
{
    const auto agent = m_store->connect(u"agent"_s);
    QVERIFY(agent->query({u"test/lock"_s, "select pg_advisory_lock(7291164418)"}));
    QCOMPARE(send({order(1)})[u"created"].toInt(), 1);
    QCOMPARE(m_store->agent("select 1 from store.lock_row for update"), u"<42501>"_s);
}

void TestImportBatches::importThatIsWrittenIsWaitedForAndThenSaid()
{
    const auto owner = m_store->connect(Cluster::ownerLogin());
    QVERIFY(owner->query({u"test/begin"_s, "begin"}));
    QVERIFY(owner->query({u"test/lock"_s, "select 1 from store.lock_row where name = 'import' for update"}));
    QCOMPARE(send({order(1)})[u"reason"].toString(), u"locked"_s);
    QVERIFY(owner->query({u"test/end"_s, "rollback"}));
    QCOMPARE(send({order(1)})[u"created"].toInt(), 1);
}

QTEST_GUILESS_MAIN(TestImportBatches)
#include "tst_importbatches.moc"
