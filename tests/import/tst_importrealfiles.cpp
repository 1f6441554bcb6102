// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/import/importbench.h"

#include <QDir>
#include <QJsonDocument>
#include <QTest>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// Files that shops and other projects really wrote. How many rows, orders and refusals there are was counted by other means.
class TestImportRealFiles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void files_data();
    void files();
    void filesThatAreNoOrdersAreRefusedWhole();
};

void TestImportRealFiles::files_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("map");
    QTest::addColumn<QByteArray>("currency");
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("orders");
    QTest::addColumn<int>("refused");
    QTest::newRow("Shopify, genuine") << u"shopify-genuine-export-redacted/orders_export.csv"_s << u"shopify"_s << QByteArray() << 121 << 51 << 0;
    QTest::newRow("Shopify, few columns") << u"shopify-format/shopify_orders.csv"_s << u"shopify"_s << QByteArray() << 9 << 7 << 1;
    QTest::newRow("Shopify, a sample") << u"shopify-format/shopify_orders_sample.csv"_s << u"shopify"_s << QByteArray() << 249 << 127 << 0;
    // Seventeen totals hold a discount the file has no column for.
    QTest::newRow("Shopify, Australian") << u"panalysis-shopify-au/orders_export.csv"_s << u"shopify"_s << "AUD"_ba << 1057 << 1040 << 17;
    QTest::newRow("Superstore") << u"superstore/Sample - Superstore.csv"_s << u"superstore"_s << QByteArray() << 10194 << 5111 << 0;
    QTest::newRow("Northwind") << u"northwind/csv/orders.csv"_s << u"northwind"_s << QByteArray() << 2985 << 830 << 0;
    QTest::newRow("UCI, a day") << u"uci-online-retail-by-day/2010-12-01.csv"_s << u"uci"_s << QByteArray() << 3108 << 136 << 7;
}

void TestImportRealFiles::files()
{
    QFETCH(const QString, file);
    QFETCH(const QString, map);
    QFETCH(const QByteArray, currency);
    const QString folder = sharedData(u"orders"_s);
    if (folder.isEmpty() || !QFileInfo::exists(folder + u'/' + file))
        QSKIP("the files from elsewhere are not here");
    ImportChoices choices;
    choices.currency = currency;
    const ReadOrders read = readOrders(folder + u'/' + file, shippedMap(map), choices);
    QCOMPARE(read.fault, QString());
    QTEST(int(read.rows), "rows");
    QTEST(int(read.orders.size()), "orders");
    QTEST(int(read.refused), "refused");
    for (const QJsonValue &order : read.orders) {
        const qint64 sum = order[u"subtotal_minor"].toInteger() + order[u"shipping_minor"].toInteger() - order[u"discount_minor"].toInteger();
        const qint64 total = order[u"total_minor"].toInteger();
        QVERIFY2(map != u"superstore" || sum == total, qPrintable(order[u"number"].toString()));
    }
}

/// Whatever lies around: no file of another kind makes a single order, and each refusal is a sentence.
void TestImportRealFiles::filesThatAreNoOrdersAreRefusedWhole()
{
    const QString root = sharedData(u"csv-and-text"_s);
    if (root.isEmpty())
        QSKIP("the files from elsewhere are not here");
    int tried = 0;
    for (const QString &folder : {u"commons-csv"_s, u"frictionless"_s}) {
        const QDir dir(root + u'/' + folder);
        for (const QFileInfo &file : dir.entryInfoList(QDir::Files)) {
            const ReadOrders read = readOrders(file.absoluteFilePath(), shippedMap(u"shopify"_s));
            QVERIFY2(!read.fault.isEmpty() && read.orders.isEmpty(), qPrintable(file.fileName()));
            QVERIFY2(read.fault.endsWith(u'.'), qPrintable(read.fault));
            ++tried;
        }
    }
    QVERIFY(tried > 20);
}

QTEST_GUILESS_MAIN(TestImportRealFiles)
#include "tst_importrealfiles.moc"
