// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/import/importbench.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// The files under tests/import/data, whole: Shopify's export with every column it is documented to have, the same after Excel
/// saved it, and a house's own list by a map of its own.
class TestImportSamples : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyColumnOfShopifyIsRead();
    void fileSavedByExcelHoldsTheSameOrders();
    void partlyRefundedOrderInYenKeepsItsReferences();
    void voidedOrderIsCancelledAndUnpaid();
    void houseListIsReadByItsOwnMap();

private:
    static QString sample(const QString &name) { return QStringLiteral(STEWARD_IMPORT_DATA "/") + name; }
    static ReadOrders shopify(const QString &name) { return readOrders(sample(name), shippedMap(u"shopify"_s)); }
};

void TestImportSamples::everyColumnOfShopifyIsRead()
{
    const ReadOrders read = shopify(u"shopify.csv"_s);
    QCOMPARE(read.fault, QString());
    QCOMPARE(read.reasons(), QStringList());
    QCOMPARE(read.rows, 5);
    QCOMPARE(read.orders.size(), 3);
    const QJsonValue order = read.orders[0];
    QCOMPARE(order[u"number"].toString(), u"#2001"_s);
    QCOMPARE(order[u"placed_at"].toString(), u"2026-03-29T01:01:00.000Z"_s); // an hour in which clocks were put forward
    QCOMPARE(order[u"paid_at"].toString(), u"2026-03-29T00:59:00.000Z"_s);
    QCOMPARE(order[u"customer_name"].toString(), u"Jörg Groß"_s);
    QCOMPARE(order[u"phone"].toString(), u"+49 351 555 0100"_s);
    QCOMPARE(order[u"subtotal_minor"].toInteger(), 5000); // before the discount, as the store keeps it
    QCOMPARE(order[u"discount_minor"].toInteger(), 500);
    QCOMPARE(order[u"shipping_minor"].toInteger(), 490);
    QCOMPARE(order[u"total_minor"].toInteger(), 4990);
    QCOMPARE(order[u"tax_minor"].toInteger(), 797);
    QCOMPARE(order[u"fulfilment"].toString(), u"partial"_s);
    QCOMPARE(order[u"lines"][0][u"fulfilled"].toBool(), true);
    QCOMPARE(order[u"lines"][1][u"fulfilled"].toBool(), false);
    QCOMPARE(order[u"lines"][1][u"title"].toString(), u"Teller, \"weiß\""_s);
    QCOMPARE(order[u"notes"].toString(), u"Please ring.\nTwice; \"Müller\"\n\nTags: gift, first"_s);
    const QJsonValue address = order[u"shipping_address"];
    QCOMPARE(address[u"line2"].toString(), u"3. Stock"_s);
    QCOMPARE(address[u"company"].toString(), u"Groß & Söhne"_s);
    QCOMPARE(address[u"postal_code"].toString(), u"01067"_s);
    QCOMPARE(address[u"phone"].toString(), u"+49 351 555 0101"_s);
    QCOMPARE(order[u"billing_address"][u"name"].toString(), u"Jule Müller"_s);
}

void TestImportSamples::fileSavedByExcelHoldsTheSameOrders()
{
    const ReadOrders excel = shopify(u"shopify-saved-by-excel.csv"_s);
    QCOMPARE(excel.fault, QString());
    QCOMPARE(excel.reasons(), QStringList());
    // Windows-1252 has no letter o with a macron; the sample was written without it.
    const auto text = [](const QJsonArray &orders) {
        QStringList lines;
        for (const QJsonValue &value : orders) {
            QJsonObject order = value.toObject();
            order.remove(u"digest"_s);
            lines.append(QString::fromUtf8(QJsonDocument(order).toJson(QJsonDocument::Compact)).replace(u'ō', u'o'));
        }
        return lines;
    };
    QCOMPARE(text(excel.orders), text(shopify(u"shopify.csv"_s).orders));
}

void TestImportSamples::partlyRefundedOrderInYenKeepsItsReferences()
{
    const QJsonValue order = shopify(u"shopify.csv"_s).orders[1];
    QCOMPARE(order[u"total_minor"].toInteger(), 6000); // a yen has no cents
    QCOMPARE(order[u"refunded_minor"].toInteger(), 1800);
    QCOMPARE(order[u"financial"].toString(), u"partially_refunded"_s);
    const QJsonArray payments = order[u"payments"].toArray();
    QCOMPARE(payments.size(), 2);
    QCOMPARE(payments[0][u"reference"].toString(), u"cBBB.1"_s);
    QCOMPARE(payments[0][u"amount_minor"].toInteger(), 6000);
    QCOMPARE(payments[1][u"reference"].toString(), u"PAYPAL-7"_s);
    QCOMPARE(payments[1][u"amount_minor"].toInteger(), 0);
    QCOMPARE(order[u"shipping_address"][u"region"].toString(), u"Tōkyō"_s);
}

void TestImportSamples::voidedOrderIsCancelledAndUnpaid()
{
    const QJsonValue order = shopify(u"shopify.csv"_s).orders[2];
    QCOMPARE(order[u"cancelled_at"].toString(), u"2026-04-03T09:00:00.000Z"_s);
    QCOMPARE(order[u"financial"].toString(), u"voided"_s);
    QCOMPARE(order[u"payments"][0][u"kind"].toString(), u"authorised"_s);
    QCOMPARE(order[u"payments"][1][u"kind"].toString(), u"voided"_s);
    QCOMPARE(order[u"lines"].toArray().size(), 1); // a row that only goes on with the order's head is no line
    QVERIFY(order[u"shipping_address"].isUndefined());
    QCOMPARE(order[u"billing_address"][u"line1"].toString(), u"Rue de l’Eau 5"_s);
}

void TestImportSamples::houseListIsReadByItsOwnMap()
{
    const auto map = ImportMap::load(sample(u"house.json"_s));
    QVERIFY2(map, map ? "" : qPrintable(map.error().userText));
    QCOMPARE(map->source, u"house"_s);
    const ReadOrders read = readOrders(sample(u"house.csv"_s), *map);
    QCOMPARE(read.fault, QString());
    QCOMPARE(read.reasons(), QStringList{u"5 : A number that starts with G is a credit note."_s});
    QCOMPARE(read.orders.size(), 2);
    const QJsonValue first = read.orders[0];
    QCOMPARE(first[u"placed_at"].toString(), u"2025-12-24T17:05:00.000Z"_s);
    QCOMPARE(first[u"total_minor"].toInteger(), 235045);
    QCOMPARE(first[u"lines"][0][u"price_minor"].toInteger(), 123450);
    QCOMPARE(first[u"lines"][0][u"discount_minor"].toInteger(), 12345);
    QCOMPARE(first[u"shipping_address"][u"country"].toString(), u"AT"_s);
    const QJsonValue second = read.orders[1];
    QVERIFY(second[u"email"].isUndefined()); // the list's word for nothing
    QCOMPARE(second[u"cancelled_at"].toString(), second[u"placed_at"].toString());
    QCOMPARE(second[u"currency"].toString(), u"CHF"_s);
}

QTEST_GUILESS_MAIN(TestImportSamples)
#include "tst_importsamples.moc"
