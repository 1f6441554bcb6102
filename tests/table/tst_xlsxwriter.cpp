// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/table/xlsxwriter.h"
#include "tests/table/spreadsheet.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <limits>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// A worksheet as others read it.
class TestXlsxWriter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cellsStandWhereTheyWerePut();
    void textsStayTexts_data();
    void textsStayTexts();
    void longTextIsCutAtTheFormatsLimit();
    void numbersKeepTheirDigits();
    void closingTwiceIsOnce();
    void fileThatCannotBeWrittenIsSaid();
    void fileIsThereWithoutAnUnzipperToo();

private:
    QString file(const QString &name) const { return m_folder.filePath(name); }
    QTemporaryDir m_folder;
};

void TestXlsxWriter::init()
{
    if (!canUnzip() && qstrcmp(QTest::currentTestFunction(), "fileIsThereWithoutAnUnzipperToo") != 0)
        QSKIP("there is no unzip to read the file with");
}

void TestXlsxWriter::cellsStandWhereTheyWerePut()
{
    XlsxWriter writer(file(u"cells.xlsx"_s));
    writer.writeHeading({u"Order"_s, u"Größe"_s, u"Total"_s});
    writer.beginRow();
    writer.writeText(u"#1"_s);
    writer.skipCell();
    writer.writeNumber(12.5);
    writer.beginRow();
    writer.beginRow();
    writer.writeNumber(-3);
    writer.writeText(u"山田 😀 <&>\""_s);
    QVERIFY(writer.close());
    using Kind = SheetCell::Kind;
    const Sheet sheet = readSheet(file(u"cells.xlsx"_s));
    const Sheet expected{{{Kind::Text, u"Order"_s}, {Kind::Text, u"Größe"_s}, {Kind::Text, u"Total"_s}},
                         {{Kind::Text, u"#1"_s}, {}, {Kind::Number, u"12.5"_s}},
                         {},
                         {{Kind::Number, u"-3"_s}, {Kind::Text, u"山田 😀 <&>\""_s}}};
    QCOMPARE(sheet.size(), expected.size());
    for (qsizetype row = 0; row < sheet.size(); ++row)
        QVERIFY2(sheet.at(row) == expected.at(row), qPrintable(QString::number(row)));
}

void TestXlsxWriter::textsStayTexts_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text : {"=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(1)", "{=1}", "http://example.com", "00123", "1e5", "TRUE", "2026-01-31"})
        QTest::newRow(text) << QString::fromUtf8(text);
}

void TestXlsxWriter::textsStayTexts()
{
    QFETCH(const QString, text);
    XlsxWriter writer(file(u"texts.xlsx"_s));
    writer.writeHeading({text});
    writer.beginRow();
    writer.writeText(text);
    QVERIFY(writer.close());
    const Sheet sheet = readSheet(file(u"texts.xlsx"_s));
    QCOMPARE(sheet.size(), 2);
    for (const auto &row : sheet)
        QCOMPARE(row, (QList{SheetCell{SheetCell::Kind::Text, text}}));
    QVERIFY(!unzipped(file(u"texts.xlsx"_s), u"xl/worksheets/sheet1.xml"_s).contains("hyperlink"));
}

void TestXlsxWriter::longTextIsCutAtTheFormatsLimit()
{
    XlsxWriter writer(file(u"long.xlsx"_s));
    writer.beginRow();
    writer.writeText(QString(40'000, u'é'));
    writer.writeText(u"next"_s);
    QVERIFY(writer.close());
    const Sheet sheet = readSheet(file(u"long.xlsx"_s));
    QCOMPARE(sheet.last().first().text, QString(32'767, u'é'));
    QCOMPARE(sheet.last().last().text, u"next"_s);
}

void TestXlsxWriter::numbersKeepTheirDigits()
{
    const QList<double> numbers{0, 0.01, 99.95, -1234567890.12, 9007199254740991.0, 12345678901.23};
    XlsxWriter writer(file(u"numbers.xlsx"_s));
    for (const double number : numbers) {
        writer.beginRow();
        writer.writeNumber(number);
    }
    QVERIFY(writer.close());
    const Sheet sheet = readSheet(file(u"numbers.xlsx"_s));
    for (qsizetype i = 0; i < numbers.size(); ++i)
        QCOMPARE(sheet.at(i + 1).first().text.toDouble(), numbers.at(i));
}

void TestXlsxWriter::closingTwiceIsOnce()
{
    XlsxWriter writer(file(u"twice.xlsx"_s));
    QVERIFY(writer.close());
    QVERIFY(!writer.close());
    writer.beginRow();
    writer.writeText(u"too late"_s); // no file to write to any more, and no crash
}

void TestXlsxWriter::fileThatCannotBeWrittenIsSaid()
{
    XlsxWriter writer(file(u"no/such/folder/x.xlsx"_s));
    writer.beginRow();
    writer.writeText(u"lost"_s);
    QVERIFY(!writer.close());
}

void TestXlsxWriter::fileIsThereWithoutAnUnzipperToo()
{
    {
        XlsxWriter writer(file(u"plain.xlsx"_s));
        writer.writeHeading({u"Order"_s});
        QVERIFY(!QFile::exists(file(u"plain.xlsx"_s)));
        QVERIFY(writer.close());
    }
    QFile made(file(u"plain.xlsx"_s));
    QVERIFY(made.open(QIODevice::ReadOnly));
    QVERIFY(made.readAll().startsWith("PK\x03\x04"));
}

QTEST_GUILESS_MAIN(TestXlsxWriter)
#include "tst_xlsxwriter.moc"
