// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/database/storeundertest.h"
#include "tests/import/importbench.h"

#include "models/orders/import/importjob.h"

#include <QDir>
#include <QJsonDocument>
#include <QTest>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// A file's way into the store: what goes in, what stays out, and that twice is once.
class TestImportJob : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void ordersAreThereWithAllTheirParts();
    void sameFileAgainChangesNothing();
    void changedOrderIsReportedAndLeftAlone();
    void rejectedRowsCanBeMendedAndImported();
    void rejectsOfTwoFilesCanBeMendedAndImported_data();
    void rejectsOfTwoFilesCanBeMendedAndImported();
    void rejectedRowsKeepTheirOtherFields();
    void brokenFileChangesNothing();
    void dryRunChangesNothing();
    void lostLineIsMendedInTheMiddle();
    void withoutTheRightNothingIsDone();
    void folderForRejectsIsLookedAtFirst();
    void cardNumbersReachNoTableAndNoLog();
    void hostileTextComesBackUnchanged();
    void manyBatchesKeepTheFilesOrders();
    void realFilesTwiceAreOnce_data();
    void realFilesTwiceAreOnce();
    void endToldTwiceIsDoneOnce();

private:
    Result<ImportReport> importText(const QByteArray &content, ImportRequest::Mode mode = ImportRequest::Mode::Import, const QString &login = u"importer"_s);
    QString count(const QByteArray &table) const;

    std::unique_ptr<StoreUnderTest> m_store;
    std::unique_ptr<FileFolder> m_folder;
};

void TestImportJob::init()
{
    m_store = std::make_unique<StoreUnderTest>();
    m_folder = std::make_unique<FileFolder>();
}

Result<ImportReport> TestImportJob::importText(const QByteArray &content, ImportRequest::Mode mode, const QString &login)
{
    const auto connection = m_store->connect(login);
    ImportRequest request;
    request.path = m_folder->write(u"orders.csv"_s, content);
    request.map = shippedMap(u"shopify"_s);
    request.mode = mode;
    return ImportJob(*connection, m_store->as(login)).run(request);
}

QString TestImportJob::count(const QByteArray &table) const
{
    const QHash<QByteArray, QByteArray> questions{{"orders", "select count(*)::text from store.orders"}, {"customers", "select count(*)::text from store.customer"},
                                                  {"audit", "select count(*)::text from audit.entry"}};
    return m_store->owner(questions.value(table));
}

void TestImportJob::ordersAreThereWithAllTheirParts()
{
    const auto report = importText(shopifyFile());
    QVERIFY2(report, report ? "" : qPrintable(report.error().userText));
    QCOMPARE(report->created, 2);
    QCOMPARE(report->rejected, 0);
    QCOMPARE(m_store->owner("select string_agg(concat_ws('|', number, source, total_minor, currency, payment_status, fulfilment_status, item_count, postal_code), ' ' order by number) from store.orders"),
             u"#1|shopify|3490|EUR|paid|fulfilled|3|01067 #2|shopify|1000|EUR|pending|unfulfilled|1|24103"_s);
    QCOMPARE(m_store->owner("select string_agg(sku || ' ' || quantity, ',' order by line_no) from store.order_line l join store.orders o on o.id = l.order_id where o.number = '#1'"), u"MUG-1 2,PLATE-1 1"_s);
    QCOMPARE(m_store->owner("select reference from store.payment where amount_minor = 3490"), u"c1.1"_s);
    QCOMPARE(m_store->owner("select body from store.note"), u"Ring\ntwice"_s);
    QCOMPARE(m_store->owner("select string_agg(kind, ',') from store.event where kind = 'imported'"), u"imported,imported"_s);
    QCOMPARE(m_store->owner("select count(*)::text from audit.entry where verb = 'import_orders'"), u"1"_s);
    QCOMPARE(m_store->owner("select counts->>'created' from store.import_run where finished_at is not null"), u"2"_s);
    QCOMPARE(m_store->agent("select string_agg(number, ' ') from desk.order_lookup('anna@example.com')"), u"#1"_s);
}

void TestImportJob::sameFileAgainChangesNothing()
{
    QVERIFY(importText(shopifyFile()));
    const QString before = m_store->owner("select md5(string_agg(o::text, '' order by id)) from store.orders o");
    const auto again = importText(shopifyFile());
    QVERIFY(again);
    QCOMPARE(again->created, 0);
    QCOMPARE(again->unchanged, 2);
    QCOMPARE(m_store->owner("select md5(string_agg(o::text, '' order by id)) from store.orders o"), before);
    QCOMPARE(count("customers"), u"2"_s);
}

void TestImportJob::changedOrderIsReportedAndLeftAlone()
{
    QVERIFY(importText(shopifyFile()));
    const auto again = importText(shopifyFile().replace("Hafen 1", "Hafen 2"));
    QVERIFY(again);
    QCOMPARE(again->unchanged, 1);
    QCOMPARE(again->rejected, 1);
    QCOMPARE(again->problems.first().line, 4);
    QCOMPARE(m_store->owner("select line1 from store.order_address a join store.orders o on o.shipping_address_id = a.id where o.number = '#2'"), u"Hafen 1"_s);
}

void TestImportJob::rejectedRowsCanBeMendedAndImported()
{
    const auto first = importText(shopifyFile().replace(",34.90,", ",35.90,"));
    QVERIFY(first);
    QCOMPARE(first->created, 1);
    QCOMPARE(first->rejected, 1);
    QFile rejects(first->rejectFile);
    QVERIFY(rejects.open(QIODevice::ReadOnly));
    QCOMPARE(rejects.permissions() & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteOther), QFile::Permissions());
    const QByteArray rows = rejects.readAll();
    QCOMPARE(rows.count('\n'), 3); // the header and both lines of the order
    const auto mended = importText(QByteArray(rows).replace(",35.90,", ",34.90,"));
    QVERIFY(mended);
    QCOMPARE(mended->created, 1);
    QVERIFY(mended->rejectFile.isEmpty());
    QCOMPARE(count("orders"), u"2"_s);
    // What somebody may be mending is never written over.
    const auto again = importText(shopifyFile().replace(",34.90,", ",35.90,"));
    QVERIFY(again && again->rejectFile != first->rejectFile);
}

void TestImportJob::rejectsOfTwoFilesCanBeMendedAndImported_data()
{
    QTest::addColumn<QString>("elsewhere");
    QTest::newRow("beside the file") << QString();
    QTest::newRow("in another folder") << u"/rejects"_s;
}

void TestImportJob::rejectsOfTwoFilesCanBeMendedAndImported()
{
    QFETCH(const QString, elsewhere);
    const QByteArray orderHeader = "orderID,customerID,orderDate,shippedDate,freight,shipName,shipAddress,shipCity,shipRegion,shipPostalCode,shipCountry\n";
    const QString path = m_folder->write(u"orders.csv"_s, orderHeader + "1,VINET,1996-07-04,NULL,1.00,Vins,Abbaye 59,Reims,NULL,51100,France\n2,TOMSP,1996-07-05,NULL,1.00,Toms,Weg 1,Kiel,NULL,24103,Germany\n");
    m_folder->write(u"order_details.csv"_s, "orderID,productID,unitPrice,quantity,discount\n1,11,14.00,two,0\n1,12,9.80,1,0\n2,11,14.00,1,0\n");
    m_folder->write(u"customers.csv"_s, "customerID,companyName,contactName,address,city,region,postalCode,country,phone\nVINET,Vins,Paul,Abbaye 59,Reims,NULL,51100,France,26\nTOMSP,Toms,Karin,Weg 1,Kiel,NULL,24103,Germany,27\n");
    m_folder->write(u"products.csv"_s, "productID,productName\n11,Cheese\n12,Tofu\n13,Tea\n");
    const auto connection = m_store->connect(u"importer"_s);
    ImportRequest request;
    request.path = path;
    request.map = shippedMap(u"northwind"_s);
    request.rejectFolder = m_folder->path() + elsewhere;
    QVERIFY(QDir().mkpath(request.rejectFolder));
    const auto first = ImportJob(*connection, m_store->as(u"importer"_s)).run(request);
    QVERIFY2(first, first ? "" : qPrintable(first.error().userText));
    QCOMPARE(first->created, 1);
    QCOMPARE(first->rejected, 1);
    QCOMPARE(first->rejectFile, request.rejectFolder + u"/orders.rejects.csv"_s);

    QFile lines(request.rejectFolder + u"/orders.rejects.order_details.csv"_s);
    QVERIFY(lines.open(QIODevice::ReadWrite));
    QCOMPARE(lines.permissions() & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteOther), QFile::Permissions());
    const QByteArray rows = lines.readAll();
    QCOMPARE(rows, "orderID,productID,unitPrice,quantity,discount\n1,11,14.00,two,0\n1,12,9.80,1,0\n"_ba);
    QVERIFY(lines.resize(0) && lines.seek(0) && lines.write(QByteArray(rows).replace("two", "2")) > 0);
    lines.close();
    QFile lookup(request.rejectFolder + u"/orders.rejects.customers.csv"_s);
    QCOMPARE(lookup.exists(), !elsewhere.isEmpty());
    if (lookup.open(QIODevice::ReadOnly))
        QCOMPARE(lookup.readAll().count('\n'), 2); // nobody but whose order was rejected

    request.path = first->rejectFile;
    const auto mended = ImportJob(*connection, m_store->as(u"importer"_s)).run(request);
    QVERIFY2(mended, mended ? "" : qPrintable(mended.error().userText));
    QCOMPARE(mended->created, 1);
    QCOMPARE(m_store->owner("select string_agg(concat_ws(' ', o.number, o.total_minor, o.customer_name, l.title, l.quantity), ', ' order by o.number, l.line_no) from store.orders o join store.order_line l on l.order_id = o.id"),
             u"1 3880 Vins Cheese 2, 1 3880 Vins Tofu 1, 2 1500 Toms Cheese 1"_s);
}

/// Numbers of neighbouring fields are no card, even beside one.
void TestImportJob::rejectedRowsKeepTheirOtherFields()
{
    const QByteArray content = "Name,Email,Currency,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Notes,Shipping Zip,Shipping City,Shipping Address1,Shipping Name\n"
                               "#1,a@example.com,EUX,1.00,2026-03-01 10:00:00 +0100,1,\"Mug \"\"" + testCard() + "\"\"\",1.00,4111,1111,1111,1111,x\n";
    const auto report = importText(content);
    QVERIFY2(report, report ? "" : qPrintable(report.error().userText));
    QCOMPARE(report->rejected, 1);
    QFile rejects(report->rejectFile);
    QVERIFY(rejects.open(QIODevice::ReadOnly));
    const QByteArray rows = rejects.readAll();
    QVERIFY2(rows.contains(",4111,1111,1111,1111,x") && rows.contains("\"Mug \"\"**** **** **** 1111\"\"\""), rows.constData());
}

void TestImportJob::brokenFileChangesNothing()
{
    const QString audit = count("audit");
    const QByteArray plain = shopifyFile();
    QVERIFY(!importText(plain.first(plain.indexOf("Ring") + 2)));
    QVERIFY(!importText("Name\n#1\n"));
    QCOMPARE(count("orders"), u"0"_s);
    QCOMPARE(count("audit"), audit);
}

void TestImportJob::dryRunChangesNothing()
{
    const auto report = importText(shopifyFile().replace(",34.90,", ",35.90,"), ImportRequest::Mode::DryRun);
    QVERIFY(report);
    QCOMPARE(report->created, 1);
    QCOMPARE(report->rejected, 1);
    QVERIFY(report->rejectFile.isEmpty());
    QCOMPARE(count("orders"), u"0"_s);
    QCOMPARE(count("customers"), u"0"_s);
    QCOMPARE(count("audit"), u"0"_s);
    QCOMPARE(m_store->owner("select ((select count(*) from store.import_run) + (select count(*) from store.command))::text"), u"0"_s);
}

void TestImportJob::lostLineIsMendedInTheMiddle()
{
    QByteArray content = shopifyFile();
    const QByteArray row = content.mid(content.indexOf("#2,"));
    for (int i = 3; i < 2600; ++i)
        content += QByteArray(row).replace("#2", "#" + QByteArray::number(i)).replace("ben@", QByteArray::number(i) + "@");
    const auto connection = m_store->connect(u"importer"_s);
    ImportRequest request;
    request.path = m_folder->write(u"orders.csv"_s, content);
    request.map = shippedMap(u"shopify"_s);
    int cuts = 0;
    const auto report = ImportJob(*connection, m_store->as(u"importer"_s)).run(request, [&](double) {
        if (++cuts == 1)
            m_store->owner("select pg_terminate_backend($1::int)::text", Params().integer(connection->backendPid()));
        return true;
    });
    QVERIFY2(report, report ? "" : qPrintable(report.error().userText));
    QCOMPARE(report->created, 2599);
    QCOMPARE(count("orders"), u"2599"_s);
}

void TestImportJob::withoutTheRightNothingIsDone()
{
    for (const QString &login : {u"agent"_s, u"fulfilment"_s, u"marketing"_s, u"manager"_s}) {
        const auto report = importText(shopifyFile(), ImportRequest::Mode::Import, login);
        QVERIFY2(!report && report.error().kind == ErrorKind::Denied, qPrintable(login));
    }
    QCOMPARE(count("orders"), u"0"_s);
}

void TestImportJob::folderForRejectsIsLookedAtFirst()
{
    const auto connection = m_store->connect(u"importer"_s);
    ImportRequest request;
    request.path = m_folder->write(u"orders.csv"_s, shopifyFile());
    request.map = shippedMap(u"shopify"_s);
    request.rejectFolder = m_folder->path() + u"/none"_s;
    const auto report = ImportJob(*connection, m_store->as(u"importer"_s)).run(request);
    QVERIFY(!report);
    QVERIFY(report.error().userText.contains(u"--rejects"_s));
    QCOMPARE(count("orders"), u"0"_s);
}

void TestImportJob::cardNumbersReachNoTableAndNoLog()
{
    const QByteArray compact = testCard().replace(" ", "");
    const auto report = importText(shopifyFile().replace("Ring\ntwice", "Card " + testCard()).replace("Seeweg 3", compact).replace(",Mug,", "," + testCard() + ","));
    QVERIFY(report);
    QVERIFY(report->masked >= 3);
    QCOMPARE(report->created, 2);
    QCOMPARE(m_store->owner("select count(*)::text from store.note where body ~ '4111 ?1111'"), u"0"_s);
    QCOMPARE(m_store->owner("select (count(*) filter (where line1 like '%1111')) || ' ' || (count(*) filter (where line1 ~ '41111111')) from store.order_address"), u"1 0"_s);
    const QByteArray log = m_store->serverLog();
    QVERIFY(!log.contains("4111 1111") && !log.contains(compact));
    QVERIFY(!QJsonDocument(report->toJson()).toJson().contains("4111"));
}

void TestImportJob::hostileTextComesBackUnchanged()
{
    QFile file(sharedData(u"csv-and-text/blns"_s) + u"/blns.json"_s);
    if (!file.open(QIODevice::ReadOnly))
        QSKIP("the files from elsewhere are not here");
    QStringList texts;
    for (const QJsonValue &text : QJsonDocument::fromJson(file.readAll()).array()) {
        const bool isBlank = text.toString().trimmed().isEmpty();
        if (!isBlank && !text.toString().contains(QChar(0)) && text.toString().size() < 400)
            texts.append(text.toString());
    }
    QVERIFY(texts.size() > 400);
    QByteArray content = shopifyFile().split('\n').first() + '\n';
    for (int i = 0; i < texts.size(); ++i) {
        const QByteArray text = '"' + texts[i].toUtf8().replace("\"", "\"\"") + '"';
        content += "#H" + QByteArray::number(i) + ",,paid,,EUR,10.00,0.00,0.00,10.00,0.00,2026-03-02 11:30:00 +0100,1," + text + ",10.00,," + text + "," + text + "," + text + ",1,DE," + text + ",\n";
    }
    const auto report = importText(content);
    QVERIFY2(report, report ? "" : qPrintable(report.error().userText));
    QCOMPARE(report->created + report->rejected, texts.size());
    QVERIFY2(report->rejected <= 3, qPrintable(QString::fromUtf8(QJsonDocument(report->toJson()).toJson())));
    int compared = 0;
    const QStringList rows = m_store->column(u"steward_dba"_s, "select jsonb_build_array(substr(o.number, 3)::int, a.line1, l.title, n.body)::text from store.orders o "
                                                               "join store.order_address a on a.id = o.shipping_address_id join store.order_line l on l.order_id = o.id "
                                                               "left join store.note n on n.order_id = o.id");
    for (const QString &row : rows) {
        const QJsonArray values = QJsonDocument::fromJson(row.toUtf8()).array();
        const QString &text = texts[values[0].toInt()];
        if (values[1].toString().contains(u'*') && !text.contains(u'*'))
            continue; // held a card's number
        QCOMPARE(values[1].toString(), text);
        QCOMPARE(values[2].toString(), text);
        QCOMPARE(values[3].toString().trimmed(), text.trimmed());
        ++compared;
    }
    QVERIFY(compared > 400);
}

void TestImportJob::manyBatchesKeepTheFilesOrders()
{
    QByteArray content = shopifyFile();
    const QByteArray row = content.mid(content.indexOf("#2,"));
    for (int i = 3; i <= 2500; ++i)
        content += QByteArray(row).replace("#2", "#" + QByteArray::number(i));
    const auto report = importText(content);
    QVERIFY(report);
    QCOMPARE(report->created, 2500);
    QCOMPARE(count("customers"), u"2"_s); // one e-mail is one customer, across batches too
    QCOMPARE(m_store->owner("select count(distinct batch_no)::text from store.import_batch"), u"3"_s);
}

void TestImportJob::realFilesTwiceAreOnce_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("map");
    QTest::addColumn<QString>("sums"); ///< orders, pieces and total, counted by other means
    QTest::newRow("Shopify") << u"shopify-genuine-export-redacted/orders_export.csv"_s << u"shopify"_s << u"51 258 59068329"_s;
    QTest::newRow("Superstore") << u"superstore/Sample - Superstore.csv"_s << u"superstore"_s << u"5111 38654 232653452"_s;
    QTest::newRow("Northwind") << u"northwind/csv/orders.csv"_s << u"northwind"_s << u"830 51317 133073545"_s;
    QTest::newRow("UCI") << u"uci-online-retail-by-day/2010-12-01.csv"_s << u"uci"_s << u"136 27007 5896079"_s;
}

void TestImportJob::realFilesTwiceAreOnce()
{
    QFETCH(const QString, file);
    QFETCH(const QString, map);
    const QString folder = sharedData(u"orders"_s);
    if (folder.isEmpty() || !QFile::exists(folder + u'/' + file))
        QSKIP("the files from elsewhere are not here");
    const auto connection = m_store->connect(u"importer"_s);
    ImportRequest request;
    request.path = folder + u'/' + file;
    request.map = shippedMap(map);
    request.rejectFolder = m_folder->path();
    const auto first = ImportJob(*connection, m_store->as(u"importer"_s)).run(request);
    QVERIFY2(first, first ? "" : qPrintable(first.error().userText));
    const auto sums = [this] { return m_store->owner("select count(*) || ' ' || sum(item_count) || ' ' || sum(total_minor) from store.orders"); };
    QTEST(sums(), "sums");
    QCOMPARE(m_store->owner("select count(*)::text from store.orders where subtotal_minor - discount_minor + shipping_minor <> total_minor and source <> 'shopify'"), u"0"_s);
    const QString customers = count("customers");
    const auto second = ImportJob(*connection, m_store->as(u"importer"_s)).run(request);
    QVERIFY(second);
    QCOMPARE(second->created, 0);
    QCOMPARE(second->unchanged, first->created);
    QCOMPARE(second->rejected, first->rejected);
    QTEST(sums(), "sums");
    QCOMPARE(count("customers"), customers);
}

void TestImportJob::endToldTwiceIsDoneOnce()
{
    const QByteArray sha(64, 'a');
    const QString id = m_store->importer("select desk.import_start(gen_random_uuid(), 'x', 'x.csv', $1, '{}')->>'import_id'", Params().text(QString::fromLatin1(sha)));
    const auto finish = [&](const QByteArray &counts) {
        return m_store->importer("select desk.import_finish($1, $2)->>'outcome'", Params().integer(id.toLongLong()).rawJson(counts));
    };
    QCOMPARE(finish(R"({"rows": 1})"), u"done"_s);
    const QString at = m_store->owner("select finished_at::text from store.import_run");
    QCOMPARE(finish(R"({"rows": 1})"), u"done"_s);
    QCOMPARE(finish(R"({"rows": 2})"), u"refused"_s);
    QCOMPARE(m_store->owner("select finished_at::text from store.import_run"), at);
}

QTEST_GUILESS_MAIN(TestImportJob)
#include "tst_importjob.moc"
