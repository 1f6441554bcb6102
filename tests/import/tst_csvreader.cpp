// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/import/importbench.h"

#include "models/orders/import/csvreader.h"

#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// Records come out of text as RFC 4180 means them, wherever the text is cut.
class TestCsvReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void spectrum_data();
    void spectrum();
    void testData_data();
    void testData();
    void piecesOfAnySizeReadTheSame();
    void misplacedQuotationMarkSpoilsItsRecordAlone();
    void unclosedQuotationMarkTellsWhereItBegan();
    void rawLinesAreTheFilesOwn();

private:
    static void addPairs(const QString &from, const QString &csvFolder);
};

/// A row for each file and what it reads as; one without either where they are not here.
void TestCsvReader::addPairs(const QString &from, const QString &csvFolder)
{
    QTest::addColumn<QString>("csv");
    QTest::addColumn<QString>("json");
    const QString folder = sharedData(from);
    if (folder.isEmpty()) {
        QTest::newRow("none") << QString() << QString();
        return;
    }
    const QDir csvs(folder + u'/' + csvFolder), jsons(folder + u"/json"_s);
    for (const QString &name : csvs.entryList({u"*.csv"_s}))
        QTest::newRow(qPrintable(name)) << csvs.filePath(name) << jsons.filePath(name.chopped(3) + u"json"_s);
}

void TestCsvReader::spectrum_data()
{
    addPairs(u"csv-and-text/csv-spectrum"_s, u"csvs"_s);
}

void TestCsvReader::spectrum()
{
    QFETCH(const QString, csv);
    QFETCH(const QString, json);
    if (csv.isEmpty())
        QSKIP("the files from elsewhere are not here");
    QFile file(csv), expected(json);
    QVERIFY(file.open(QIODevice::ReadOnly) && expected.open(QIODevice::ReadOnly));
    QByteArray text = file.readAll();
    const auto records = CsvReader::readAll(text, {});
    QVERIFY(!records.empty());
    QJsonArray rows;
    for (size_t i = 1; i < records.size(); ++i) {
        if (records[i].isBlank())
            continue;
        QJsonObject row;
        for (int column = 0; column < records[0].count(); ++column)
            row.insert(QString::fromUtf8(records[0].text(column)), QString::fromUtf8(records[i].text(column)));
        rows.append(row);
    }
    QJsonArray wanted = QJsonDocument::fromJson(expected.readAll()).array();
    // The expectations were made on a machine that ends lines inside quotes as the file does, or not: both are the same text.
    const auto normal = [](const QJsonArray &array) { return QJsonDocument(array).toJson(QJsonDocument::Compact).replace("\\r\\n", "\\n"); };
    QCOMPARE(normal(rows), normal(wanted));
}

void TestCsvReader::testData_data()
{
    addPairs(u"csv-and-text/csv-test-data"_s, u"csv"_s);
}

void TestCsvReader::testData()
{
    QFETCH(const QString, csv);
    QFETCH(const QString, json);
    if (csv.isEmpty())
        QSKIP("the files from elsewhere are not here");
    QFile file(csv), expected(json);
    QVERIFY(file.open(QIODevice::ReadOnly) && expected.open(QIODevice::ReadOnly));
    const QJsonArray wanted = QJsonDocument::fromJson(expected.readAll()).array();
    const auto records = CsvReader::readAll(file.readAll(), {});
    const bool hasHeader = QFileInfo(csv).fileName().startsWith(u"header"_s);
    QJsonArray rows;
    for (size_t i = hasHeader ? 1 : 0; i < records.size(); ++i) {
        QJsonArray row;
        QJsonObject named;
        for (int column = 0; column < records[i].count(); ++column) {
            const QString text = QString::fromUtf8(records[i].text(column));
            row.append(text);
            named.insert(QString::fromUtf8(records[0].text(column)), text);
        }
        rows.append(hasHeader ? QJsonValue(named) : QJsonValue(row));
    }
    QJsonArray lines; // a line with nothing on it is no order's
    for (const QJsonValue &line : wanted) {
        if (line != QJsonArray{QString()})
            lines.append(line);
    }
    QCOMPARE(QJsonDocument(rows).toJson(), QJsonDocument(lines).toJson());
}

void TestCsvReader::piecesOfAnySizeReadTheSame()
{
    const QByteArray text = "a,b\r\n\"x\r\ny\",\"say \"\"so\"\"\"\r\n1,\r\n,2";
    for (int size = 1; size < text.size(); ++size) {
        qsizetype at = 0;
        CsvReader reader([&] { const QByteArray piece = text.mid(at, size); at += piece.size(); return piece; }, {});
        QList<QByteArrayList> rows;
        CsvRecord record;
        while (reader.next(record) == CsvReader::Step::Record) {
            QByteArrayList row;
            for (int i = 0; i < record.count(); ++i)
                row.append(record.text(i));
            rows.append(row);
        }
        QCOMPARE(rows, (QList<QByteArrayList>{{"a", "b"}, {"x\r\ny", "say \"so\""}, {"1", ""}, {"", "2"}}));
    }
}

void TestCsvReader::misplacedQuotationMarkSpoilsItsRecordAlone()
{
    QByteArray text = "a,b\n1,2\"3\"x\n4,5\n";
    CsvReader reader([&] { return std::exchange(text, {}); }, {});
    CsvRecord record;
    QList<CsvReader::Step> steps;
    for (int i = 0; i < 3; ++i)
        steps.append(reader.next(record));
    QCOMPARE(steps.first(), CsvReader::Step::Record);
    QCOMPARE(steps.last(), CsvReader::Step::Record);
    QCOMPARE(record.text(1), "5"_ba);
    QCOMPARE(record.line, 3);
}

void TestCsvReader::unclosedQuotationMarkTellsWhereItBegan()
{
    QByteArray text = "a\n1\n\"2\n3\n4\n";
    CsvReader reader([&] { return std::exchange(text, {}); }, {});
    CsvRecord record;
    QCOMPARE(reader.next(record), CsvReader::Step::Record);
    QCOMPARE(reader.next(record), CsvReader::Step::Record);
    QCOMPARE(reader.next(record), CsvReader::Step::Unclosed);
    QCOMPARE(record.line, 3);
}

void TestCsvReader::rawLinesAreTheFilesOwn()
{
    const auto records = CsvReader::readAll("a,b\r\n\" 1\n\",  x \r\nlast,\"\"", {});
    QCOMPARE(records.size(), size_t(3));
    QCOMPARE(records[1].raw, "\" 1\n\",  x \r\n"_ba);
    QCOMPARE(records[1].text(1), "  x "_ba);
    QVERIFY(!records[2].hasLineEnd);
}

QTEST_GUILESS_MAIN(TestCsvReader)
#include "tst_csvreader.moc"
