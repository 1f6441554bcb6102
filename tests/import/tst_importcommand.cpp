// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/database/storeundertest.h"
#include "tests/import/importbench.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTest>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// The console's command as whoever types it, or a timer, meets it: exit codes, one line a failure, and nothing said of people.
class TestImportCommand : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void wrongUsageIsToldApart_data();
    void wrongUsageIsToldApart();
    void brokenFileIsOneLineAndTheOthersGoIn();
    void rejectedRowsAreMendedByHand();
    void ownMapIsReadFromItsFile();
    void dryRunTellsAndChangesNothing();
    void reportsSayNothingOfPeople();
    void otherFilesAreRefusedByAnyMap();

private:
    struct Outcome
    {
        int exitCode = -1;
        QByteArray out, err;

        [[nodiscard]] QJsonValue file(int index = 0) const { return QJsonDocument::fromJson(out)[u"files"_s][index]; }
    };
    Outcome import(const QStringList &arguments) const;
    QString orders() const { return m_store->owner("select string_agg(source || number, ' ' order by number) from store.orders"); }

    std::unique_ptr<StoreUnderTest> m_store;
    std::unique_ptr<FileFolder> m_folder;
};

void TestImportCommand::init()
{
    m_store = std::make_unique<StoreUnderTest>();
    m_folder = std::make_unique<FileFolder>();
}

TestImportCommand::Outcome TestImportCommand::import(const QStringList &arguments) const
{
    const ConnectionOptions options = m_store->as(u"importer"_s);
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"STEWARD_PASSWORD"_s, options.password);
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral(STEWARD_CTL),
                  QStringList{u"import"_s, u"orders"_s, u"--host"_s, options.hosts.first().host, u"--port"_s, QString::number(options.hosts.first().port),
                              u"--database"_s, options.database, u"--user"_s, options.user, u"--ca-file"_s, options.caFile}
                      + arguments);
    if (!process.waitForFinished(60'000))
        qFatal("stewardctl does not end");
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

void TestImportCommand::wrongUsageIsToldApart_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("no file") << QStringList{u"--format"_s, u"shopify"_s};
    QTest::newRow("no format") << QStringList{u"x.csv"_s};
    QTest::newRow("unknown format") << QStringList{u"x.csv"_s, u"--format"_s, u"amazon"_s};
    QTest::newRow("columns without a map") << QStringList{u"x.csv"_s, u"--format"_s, u"columns"_s};
    QTest::newRow("no such map") << QStringList{u"x.csv"_s, u"--format"_s, u"columns"_s, u"--map"_s, u"nowhere"_s};
    QTest::newRow("unknown option") << QStringList{u"x.csv"_s, u"--format"_s, u"shopify"_s, u"--fast"_s};
    QTest::newRow("decimal sign") << QStringList{u"x.csv"_s, u"--format"_s, u"shopify"_s, u"--decimal"_s, u";"_s};
}

void TestImportCommand::wrongUsageIsToldApart()
{
    QFETCH(const QStringList, arguments);
    const Outcome outcome = import(arguments);
    QCOMPARE(outcome.exitCode, 2);
    QCOMPARE(outcome.err.count('\n'), 1);
    QVERIFY(outcome.err.startsWith("stewardctl: "));
}

void TestImportCommand::brokenFileIsOneLineAndTheOthersGoIn()
{
    const QByteArray plain = shopifyFile();
    const QString broken = m_folder->write(u"broken.csv"_s, plain.first(plain.indexOf("Ring") + 2));
    const QString whole = m_folder->write(u"whole.csv"_s, plain);
    const Outcome outcome = import({broken, whole, u"--format"_s, u"shopify"_s});
    QCOMPARE(outcome.exitCode, 1);
    QCOMPARE(outcome.err.count('\n'), 1);
    QVERIFY2(outcome.err.contains("broken.csv") && outcome.err.contains("line 4"), outcome.err.constData());
    QVERIFY(outcome.out.contains("whole.csv: 3 rows, 2 orders: 2 imported"));
    QCOMPARE(orders(), u"shopify#1 shopify#2"_s);
    const Outcome again = import({whole, u"--format"_s, u"shopify"_s, u"--json"_s});
    QCOMPARE(again.exitCode, 0);
    QCOMPARE(again.file()[u"unchanged"].toInt(), 2);
}

void TestImportCommand::rejectedRowsAreMendedByHand()
{
    const QString path = m_folder->write(u"march.csv"_s, shopifyFile().replace(",EUR,10.00", ",EUX,10.00"));
    const Outcome first = import({path, u"--format"_s, u"shopify"_s});
    QCOMPARE(first.exitCode, 1);
    QVERIFY2(first.out.contains("line 4, column \"Currency\": This is no currency of ISO 4217."), first.out.constData());
    QVERIFY2(first.err.contains("1 of 2 orders were rejected."), first.err.constData());
    QCOMPARE(orders(), u"shopify#1"_s);
    QFile rejects(m_folder->path() + u"/march.rejects.csv"_s);
    QVERIFY(rejects.open(QIODevice::ReadWrite));
    const QByteArray mended = rejects.readAll().replace("EUX", "EUR");
    QVERIFY(rejects.resize(0) && rejects.write(mended) == mended.size());
    rejects.close();
    QCOMPARE(import({rejects.fileName(), u"--format"_s, u"shopify"_s}).exitCode, 0);
    QCOMPARE(orders(), u"shopify#1 shopify#2"_s);
}

void TestImportCommand::ownMapIsReadFromItsFile()
{
    const QString folder = QStringLiteral(STEWARD_IMPORT_DATA "/");
    const Outcome outcome = import({folder + u"house.csv"_s, u"--format"_s, u"columns"_s, u"--map"_s, folder + u"house.json"_s, u"--rejects"_s, m_folder->path(), u"--json"_s});
    QCOMPARE(outcome.exitCode, 1); // one is a credit note
    QCOMPARE(outcome.file()[u"problems"][0][u"line"].toInt(), 5);
    QCOMPARE(orders(), u"houseR-1 houseR-2"_s);
}

void TestImportCommand::dryRunTellsAndChangesNothing()
{
    const QString path = m_folder->write(u"orders.csv"_s, shopifyFile().replace(",34.90,", ",35.90,"));
    const Outcome outcome = import({path, u"--format"_s, u"shopify"_s, u"--dry-run"_s, u"--json"_s});
    QCOMPARE(outcome.exitCode, 1);
    QCOMPARE(outcome.file()[u"created"].toInt(), 1);
    QCOMPARE(outcome.file()[u"rejected"].toInt(), 1);
    QCOMPARE(orders(), QString());
    QVERIFY(!QFile::exists(m_folder->path() + u"/orders.rejects.csv"_s));
}

void TestImportCommand::reportsSayNothingOfPeople()
{
    const QByteArray content = shopifyFile()
                                   .replace("Seeweg 3", "Seeweg " + testCard())
                                   .replace(",EUR,10.00", ",EUR,11.00") // does not add up
                                   .replace("ben@example.com", "ben@example.com" + QByteArray(400, 'x'));
    const QString path = m_folder->write(u"orders.csv"_s, content);
    QByteArray said;
    for (const QStringList &more : {QStringList{}, QStringList{u"--json"_s}}) {
        const Outcome outcome = import(QStringList{path, u"--format"_s, u"shopify"_s} + more);
        said += outcome.out + outcome.err;
    }
    QVERIFY(said.contains("A card number was made unreadable here."));
    const QByteArray log = m_store->serverLog();
    for (const QByteArray &value : {"anna@example.com"_ba, "ben@example.com"_ba, "Anna Berg"_ba, "Seeweg"_ba, "1111 1111"_ba, "Köln"_ba}) {
        QVERIFY2(!said.contains(value), value.constData());
        QVERIFY2(!log.contains(value), value.constData());
    }
}

void TestImportCommand::otherFilesAreRefusedByAnyMap()
{
    const QString root = sharedData(u"orders"_s);
    if (root.isEmpty())
        QSKIP("the files from elsewhere are not here");
    const QStringList others{u"/paypal/activity_en.csv"_s, u"/sakila/payment.csv"_s, u"/cdnow/CDNOW_master.txt"_s, u"/magento-samples/customer.csv"_s, u"/adventureworks/Address.csv"_s};
    for (const QString &map : ImportMap::shipped()) {
        for (const QString &other : others) {
            if (!QFile::exists(root + other))
                continue;
            const Outcome outcome = import({root + other, u"--format"_s, u"columns"_s, u"--map"_s, map, u"--rejects"_s, m_folder->path(), u"--currency"_s, u"EUR"_s});
            QCOMPARE(outcome.exitCode, 1);
            QCOMPARE(outcome.err.count('\n'), 1);
        }
    }
    QCOMPARE(orders(), QString());
}

QTEST_GUILESS_MAIN(TestImportCommand)
#include "tst_importcommand.moc"
