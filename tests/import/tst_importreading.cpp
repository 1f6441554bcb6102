// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/import/importpreview.h"
#include "tests/import/importbench.h"

#include <QJsonObject>
#include <QTest>

#include <algorithm>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// Files of orders as vendors document them and as people bend them: read right, or refused with what, where and why.
class TestImportReading : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void plainFile();
    void sameOrdersInEveryDress_data();
    void sameOrdersInEveryDress();
    void decimalCommasAreFoundOut();
    void timesAreReadWithTheirZone();
    void brokenFileIsRefusedWhole_data();
    void brokenFileIsRefusedWhole();
    void badOrderIsToldByLineAndColumn_data();
    void badOrderIsToldByLineAndColumn();
    void orderInTwoPlacesIsRefusedInBoth();
    void cardNumbersAreStarredOutEverywhere();
    void missingColumnIsNamed();
    void scatteredLinesFindTheirOrder();
    void everyShippedMapIsRight();
    void mapsAreWrittenAsTheyAreRead();
    void wrongMapSaysWhatIsWrong_data();
    void wrongMapSaysWhatIsWrong();
    void wooCommerceRowsShareTheOrder();
    void magentoGridHasNoLines();
    void readingEndsWhereItIsStopped();

private:
    ReadOrders shopify(const QByteArray &content, const ImportChoices &choices = {}) const
    {
        return readOrders(m_folder.write(u"orders.csv"_s, content), shippedMap(u"shopify"_s), choices);
    }

    FileFolder m_folder;
};

void TestImportReading::plainFile()
{
    const ReadOrders read = shopify(shopifyFile());
    QCOMPARE(read.fault, QString());
    QCOMPARE(read.reasons(), QStringList());
    QCOMPARE(read.orders.size(), 2);
    const QJsonObject first = read.orders[0].toObject();
    QCOMPARE(first[u"number"].toString(), u"#1"_s);
    QCOMPARE(first[u"total_minor"].toInteger(), 3490);
    QCOMPARE(first[u"placed_at"].toString(), u"2026-03-01T09:00:00.000Z"_s);
    QCOMPARE(first[u"shipping_address"][u"postal_code"].toString(), u"01067"_s); // the apostrophe was the spreadsheet's
    QCOMPARE(first[u"lines"].toArray().size(), 2);
    QCOMPARE(first[u"lines"][1][u"title"].toString(), u"Plate, \"large\""_s);
    QCOMPARE(read.orders[1][u"notes"].toString(), u"Ring\ntwice"_s);
}

void TestImportReading::sameOrdersInEveryDress_data()
{
    QTest::addColumn<QByteArray>("content");
    const QByteArray plain = shopifyFile();
    const QString text = QString::fromUtf8(plain);
    QTest::newRow("UTF-8 with a mark") << "\xEF\xBB\xBF" + plain;
    QTest::newRow("Windows-1252") << text.toLatin1();
    QStringEncoder utf16(QStringEncoder::Utf16LE, QStringEncoder::Flag::WriteBom);
    QTest::newRow("UTF-16 with a mark") << QByteArray(utf16.encode(text));
    QTest::newRow("lines of Windows") << QByteArray(plain).replace("\n", "\r\n").replace("Ring\r\ntwice", "Ring\ntwice");
    QTest::newRow("no end of the last line") << plain.chopped(1);
    QTest::newRow("blank lines") << QByteArray(plain).replace("\n#2", "\n\n\n#2") + "\n\n";
    const auto joined = [](char delimiter) {
        QByteArray out;
        for (const CsvRecord &record : CsvReader::readAll(shopifyFile(), {})) {
            QByteArrayList fields;
            for (int i = 0; i < record.count(); ++i)
                fields.append('"' + record.text(i).replace("\"", "\"\"") + '"');
            out += fields.join(delimiter) + '\n';
        }
        return out;
    };
    QTest::newRow("semicolons") << joined(';');
    QTest::newRow("tabs") << joined('\t');
    QTest::newRow("Excel's line of its own") << "sep=;\n" + joined(';');
}

void TestImportReading::sameOrdersInEveryDress()
{
    QFETCH(const QByteArray, content);
    const ReadOrders read = shopify(content);
    QCOMPARE(read.fault, QString());
    QCOMPARE(read.reasons(), QStringList());
    QCOMPARE(read.orders, shopify(shopifyFile()).orders);
}

void TestImportReading::decimalCommasAreFoundOut()
{
    QByteArray content;
    for (const CsvRecord &record : CsvReader::readAll(shopifyFile(), {})) {
        QByteArrayList fields;
        for (int i = 0; i < record.count(); ++i) {
            QByteArray field = record.text(i);
            const bool isAmount = field.size() > 3 && field[field.size() - 3] == '.' && field.count('.') == 1 && field.front() >= '0' && field.front() <= '9';
            fields.append('"' + (isAmount ? field.replace('.', ',') : field.replace("\"", "\"\"")) + '"');
        }
        content += fields.join(';') + '\n';
    }
    const ReadOrders read = shopify(content);
    QCOMPARE(read.reasons(), QStringList());
    QCOMPARE(read.orders, shopify(shopifyFile()).orders);
}

void TestImportReading::timesAreReadWithTheirZone()
{
    const ReadOrders without = shopify(shopifyFile().replace(" +0100", ""));
    QCOMPARE(without.refused, 2);
    QVERIFY2(without.reasons().first().contains(u"Created at"), qPrintable(without.reasons().first()));
    const ReadOrders with = shopify(shopifyFile().replace(" +0100", ""), {.source = {}, .currency = {}, .zone = "America/New_York", .decimalSign = {}, .encoding = {}});
    QCOMPARE(with.orders[0][u"placed_at"].toString(), u"2026-03-01T15:00:00.000Z"_s);
}

void TestImportReading::brokenFileIsRefusedWhole_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("says");
    const QByteArray plain = shopifyFile();
    QTest::newRow("empty") << QByteArray() << u"empty"_s;
    QTest::newRow("nothing but a mark") << "\xEF\xBB\xBF"_ba << u"header"_s;
    QTest::newRow("cut off inside quotes") << plain.first(plain.indexOf("Ring") + 2) << u"line 4"_s;
    QTest::newRow("cut off inside a row") << plain.first(plain.indexOf("PLATE")) << u"line 3"_s;
    QTest::newRow("a picture") << QByteArray::fromHex("89504e470d0a1a0a0000000d49484452000000") + plain << u"text"_s;
    QTest::newRow("a spreadsheet") << QByteArray::fromHex("504b0304140006000800") + QByteArray(300, '\1') << u"Excel"_s;
    QTest::newRow("another table") << "id,colour\n1,red\n"_ba << u"Name"_s;
}

void TestImportReading::brokenFileIsRefusedWhole()
{
    QFETCH(const QByteArray, content);
    QFETCH(const QString, says);
    const ReadOrders read = shopify(content);
    QVERIFY2(read.fault.contains(says), qPrintable(read.fault));
    QVERIFY(read.fault.endsWith(u'.'));
    QVERIFY(read.orders.isEmpty());
}

void TestImportReading::badOrderIsToldByLineAndColumn_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<int>("line");
    QTest::addColumn<QString>("column");
    QTest::newRow("unknown currency") << "paid,fulfilled,EUR"_ba << "paid,fulfilled,EUX"_ba << 2 << u"Currency"_s;
    QTest::newRow("no currency") << "paid,fulfilled,EUR"_ba << "paid,fulfilled,"_ba << 2 << u"Currency"_s;
    QTest::newRow("total does not add up") << ",34.90,"_ba << ",35.90,"_ba << 2 << u"Total"_s;
    QTest::newRow("amount is a word") << ",4.90,"_ba << ",free,"_ba << 2 << u"Shipping"_s;
    QTest::newRow("a third decimal") << "0.00,34.90"_ba << "0.00,34.901"_ba << 2 << u"Total"_s;
    QTest::newRow("no such day") << "2026-03-02 11"_ba << "2026-02-30 11"_ba << 4 << u"Created at"_s;
    QTest::newRow("quantity of a half") << ",1,Mug"_ba << ",0.5,Mug"_ba << 4 << u"Lineitem quantity"_s;
    QTest::newRow("unknown status") << "pending,,"_ba << "maybe,,"_ba << 4 << u"Financial Status"_s;
    QTest::newRow("one field too many") << ",PLATE-1,,,,,,,"_ba << ",PLATE-1,,,,,,,,x"_ba << 3 << QString();
    QTest::newRow("a line is lost") << "30.00,4.90,0.00,34.90"_ba << "40.00,4.90,0.00,44.90"_ba << 2 << u"Subtotal"_s;
}

void TestImportReading::badOrderIsToldByLineAndColumn()
{
    QFETCH(const QByteArray, from);
    QFETCH(const QByteArray, to);
    QFETCH(const int, line);
    QFETCH(const QString, column);
    const QByteArray content = shopifyFile().replace(from, to);
    QVERIFY(content != shopifyFile());
    const ReadOrders read = shopify(content);
    QCOMPARE(read.fault, QString());
    QCOMPARE(read.refused, 1);
    QCOMPARE(read.orders.size(), 1); // the good one goes in
    QVERIFY(!read.problems.isEmpty());
    QCOMPARE(read.problems.first().line, line);
    QCOMPARE(read.problems.first().column, column);
    QVERIFY(read.problems.first().reason.endsWith(u'.'));
}

void TestImportReading::orderInTwoPlacesIsRefusedInBoth()
{
    const QByteArray plain = shopifyFile();
    const QByteArray firstOrder = plain.mid(plain.indexOf("#1,anna"), plain.indexOf("#2,ben") - plain.indexOf("#1,anna"));
    const ReadOrders apart = shopify(plain + firstOrder);
    QCOMPARE(apart.refused, 2);
    QCOMPARE(apart.orders.size(), 1);
    const ReadOrders together = shopify(QByteArray(plain).replace("#2,ben", firstOrder + "#2,ben"));
    QCOMPARE(together.refused, 1);
    QCOMPARE(together.orders.size(), 1);
}

void TestImportReading::cardNumbersAreStarredOutEverywhere()
{
    const QByteArray plain = shopifyFile();
    const auto header = CsvReader::readAll(plain, {})[0];
    for (int column = 0; column < header.count(); ++column) {
        QByteArray content;
        for (const CsvRecord &record : CsvReader::readAll(plain, {})) {
            QByteArrayList fields;
            for (int i = 0; i < header.count(); ++i) {
                const QByteArray field = record.line == 2 && i == column ? "x " + testCard() : record.text(i);
                fields.append('"' + QByteArray(field).replace("\"", "\"\"") + '"');
            }
            content += fields.join(',') + '\n';
        }
        auto plan = ImportPlan::make(m_folder.write(u"card.csv"_s, content), shippedMap(u"shopify"_s), {});
        QVERIFY(plan);
        auto groups = OrderGroups::make(**plan);
        BatchReader reader(**plan, std::move(*groups));
        const ImportBatch batch = reader.take();
        QByteArray all = batch.json;
        for (const auto &list : {&batch.groups, &batch.refused}) {
            for (const OrderGroup &group : *list) {
                for (const CsvRecord &record : group.rows)
                    all += record.raw;
            }
        }
        for (const ImportProblem &problem : batch.problems)
            all += problem.reason.toUtf8() + problem.column.toUtf8() + problem.order.toUtf8();
        QVERIFY2(!all.contains("1111 1111") && !QByteArray(all).replace(" ", "").contains("41111111"), header.text(column).constData());
        QVERIFY2(std::ranges::any_of(batch.problems, [](const ImportProblem &problem) { return problem.kind == ImportProblem::Kind::Masked && problem.line == 2; }),
                 header.text(column).constData());
    }
}

void TestImportReading::missingColumnIsNamed()
{
    const ReadOrders read = shopify(shopifyFile().replace("Created at", "Created on"));
    QVERIFY2(read.fault.contains(u"Created at"), qPrintable(read.fault));
    // A column that only adds something may be missing.
    QCOMPARE(shopify(shopifyFile().replace("Payment Reference", "Something")).orders.size(), 2);
}

void TestImportReading::scatteredLinesFindTheirOrder()
{
    const QByteArray content = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
                               "1,A,Lamp,1,2010-12-01 08:26:00,2.00,7,Norway\n"
                               "2,B,Desk,1,2010-12-01 08:27:00,5.00,8,France\n"
                               "1,C,Bulb,3,2010-12-01 08:26:00,1.00,7,Norway\n"
                               "C3,C,Bulb,-1,2010-12-01 08:30:00,1.00,7,Norway\n";
    const ReadOrders read = readOrders(m_folder.write(u"lines.csv"_s, content), shippedMap(u"uci"_s));
    QCOMPARE(read.orders.size(), 2);
    QCOMPARE(read.refused, 1);
    for (const QJsonValue &order : read.orders) {
        const bool isFirst = order[u"number"].toString() == u"1";
        QCOMPARE(order[u"total_minor"].toInteger(), 500);
        QCOMPARE(order[u"lines"].toArray().size(), isFirst ? 2 : 1);
        QCOMPARE(order[u"shipping_address"][u"country"].toString(), isFirst ? u"NO"_s : u"FR"_s);
    }
}

void TestImportReading::everyShippedMapIsRight()
{
    const QStringList names = ImportMap::shipped();
    QCOMPARE(names, (QStringList{u"magento"_s, u"northwind"_s, u"shopify"_s, u"superstore"_s, u"uci"_s, u"woocommerce"_s}));
    for (const QString &name : names)
        QCOMPARE(shippedMap(name).name, name);
}

/// A map that was kept is the map that is taken again, whatever it says.
void TestImportReading::mapsAreWrittenAsTheyAreRead()
{
    for (const QString &name : ImportMap::shipped()) {
        const ImportMap map = shippedMap(name);
        const auto again = ImportMap::fromJson(map.toJson());
        QVERIFY2(again && *again == map, qPrintable(name));
    }
    // And what no shipped one says.
    const auto map = ImportMap::parse(R"({"name": "all", "title": "All", "source": "all-1", "encoding": "utf-16", "delimiter": "tab", "quote": "'", "null": ["NULL", "-"],
        "numbers": {"decimal": ",", "strip": ["€", " "], "round": "half_up"}, "times": {"format": ["iso", "dd.MM.yyyy"], "zone": "Europe/Vienna"},
        "lines": "scattered", "order_row": "First", "totals": {"total": "sum", "subtotal": "after_discount", "check": "no"},
        "order": {"number": ["A", "B"], "placed_at": {"column": "{D} {T}", "format": "M/d/yyyy"}, "currency": {"value": "EUR"},
                  "financial": {"column": "P", "values": {"bezahlt": "paid"}, "differs": "first"}, "email": {"column": "E", "required": true}},
        "line": {"title": "W", "quantity": "S", "price": "x.price"},
        "refuse": [{"column": "A", "starts_with": "C", "reason": "Cancelled"}], "lines_file": {"file": "lines.csv", "key": "N"},
        "lookups": [{"file": "x.csv", "key": "id", "by": "W", "of": "line"}]})");
    QVERIFY2(map, qPrintable(map ? QString() : map.error().userText));
    const auto again = ImportMap::fromJson(map->toJson());
    QVERIFY(again && *again == *map);
    // One that is still being made.
    ImportMap half;
    half.name = half.source = u"file"_s;
    half.rule(OrderField::Number).columns = {u"Nr"_s};
    QVERIFY(!ImportMap::fromJson(half.toJson()));
    const auto part = ImportMap::partFromJson(half.toJson());
    QVERIFY(part && *part == half);
}

void TestImportReading::wrongMapSaysWhatIsWrong_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("says");
    QTest::newRow("no JSON") << "{"_ba << u"JSON"_s;
    QTest::newRow("nothing") << "{}"_ba << u"order.number"_s;
    QTest::newRow("unknown entry") << R"({"colour": "red"})"_ba << u"colour"_s;
    QTest::newRow("unknown field") << R"({"order": {"shoe": "Shoe"}})"_ba << u"order.shoe"_s;
    QTest::newRow("wrong word") << R"({"lines": "wild"})"_ba << u"adjacent"_s;
    QTest::newRow("no such zone") << R"({"times": {"zone": "Mars/North"}})"_ba << u"Mars/North"_s;
    QTest::newRow("sum of nothing") << R"({"order": {"number": "N", "placed_at": "P"}, "totals": {"total": "sum"}})"_ba << u"sum"_s;
    QTest::newRow("lookup elsewhere") << R"({"lookups": [{"file": "../x.csv", "key": "a", "by": "b"}]})"_ba << u"lookups"_s;
}

void TestImportReading::wrongMapSaysWhatIsWrong()
{
    QFETCH(const QByteArray, json);
    QFETCH(const QString, says);
    const auto map = ImportMap::parse(json);
    QVERIFY(!map);
    QVERIFY2(map.error().userText.contains(says), qPrintable(map.error().userText));
}

void TestImportReading::wooCommerceRowsShareTheOrder()
{
    const QByteArray content = "Order Number,Order Status,Order Date,Order Currency,First Name (Billing),Last Name (Billing),Email (Billing),Country Code (Billing),Postcode (Billing),"
                               "Order Subtotal Amount,Order Shipping Amount,Order Total Tax Amount,Cart Discount Amount,Order Total Amount,SKU,Item Name,Quantity,Item Cost\n"
                               "77,Processing,2026-01-05 10:00,EUR,Eva,Stern,eva@example.com,AT,1010,20.00,5.00,0.00,2.00,23.00,S1,Soap,1,12.00\n"
                               "77,Processing,2026-01-05 10:00,EUR,Eva,Stern,eva@example.com,AT,1010,20.00,5.00,0.00,2.00,23.00,S2,Brush,2,4.00\n"
                               "78,Cancelled,2026-01-06 10:00,EUR,Ida,Mond,ida@example.com,AT,1020,12.00,0.00,0.00,0.00,12.00,S1,Soap,1,12.00\n";
    const ReadOrders read = readOrders(m_folder.write(u"woo.csv"_s, content), shippedMap(u"woocommerce"_s), {.source = {}, .currency = {}, .zone = "Europe/Vienna", .decimalSign = {}, .encoding = {}});
    QCOMPARE(read.reasons(), QStringList());
    QCOMPARE(read.orders.size(), 2);
    QCOMPARE(read.orders[0][u"customer_name"].toString(), u"Eva Stern"_s);
    QCOMPARE(read.orders[0][u"discount_minor"].toInteger(), 200);
    QCOMPARE(read.orders[0][u"placed_at"].toString(), u"2026-01-05T09:00:00.000Z"_s);
    QVERIFY(read.orders[1][u"cancelled_at"].isString());
}

void TestImportReading::magentoGridHasNoLines()
{
    const QByteArray content = "ID,Purchase Date,Bill-to Name,Ship-to Name,Grand Total (Purchased),Status,Customer Email,Subtotal,Shipping and Handling\n"
                               "000000001,\"Jan 2, 2026, 3:04:05 PM\",Veronica Costello,Veronica Costello,$36.39,complete,vc@example.com,$31.39,$5.00\n";
    const ReadOrders read = readOrders(m_folder.write(u"magento.csv"_s, content), shippedMap(u"magento"_s), {.source = {}, .currency = "USD", .zone = {}, .decimalSign = {}, .encoding = {}});
    QCOMPARE(read.fault, QString());
    QCOMPARE(read.reasons(), QStringList());
    QCOMPARE(read.orders[0][u"total_minor"].toInteger(), 3639);
    QCOMPARE(read.orders[0][u"placed_at"].toString(), u"2026-01-02T15:04:05.000Z"_s);
}

void TestImportReading::readingEndsWhereItIsStopped()
{
    const QByteArray row = shopifyFile().split('\n').at(1) + '\n';
    const QString path = m_folder.write(u"long.csv"_s, shopifyFile() + row.repeated(int(3'000'000 / row.size())));
    int asked = 0;
    // All pieces, one after the other, once while its kind is found out and once while its rows are gone through.
    const auto all = [&asked] { return ++asked < 0; };
    QVERIFY(ImportPlan::make(path, shippedMap(u"shopify"_s), {}, all));
    const int pieces = asked;
    QVERIFY(pieces > 20);
    for (const int last : {1, pieces / 4, pieces / 2 + 2, pieces - 1}) {
        asked = 0;
        const auto stopped = [&asked, last] { return ++asked >= last; };
        QVERIFY(!ImportPlan::make(path, shippedMap(u"shopify"_s), {}, stopped));
        QCOMPARE(asked, last);
    }
    asked = 0;
    const auto look = lookAtFile(path, {}, {}, [&asked] { return ++asked >= 2; });
    QVERIFY(!look && look.error().kind == ErrorKind::Cancelled);
    QCOMPARE(asked, 2);
}

QTEST_GUILESS_MAIN(TestImportReading)
#include "tst_importreading.moc"
