// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/table/csvwriter.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Steward;
using namespace Qt::StringLiterals;

namespace {

/// One record of RFC 4180 read back, without the code under test; nothing when it is none.
std::optional<QStringList> readRecord(const QByteArray &record)
{
    QStringList cells;
    QByteArray cell;
    bool isQuoted = false;
    bool wasQuoted = false;
    for (qsizetype i = 0; i < record.size(); ++i) {
        const char c = record.at(i);
        if (isQuoted && c == '"' && i + 1 < record.size() && record.at(i + 1) == '"') {
            cell += record.at(++i);
        } else if (c == '"' && (isQuoted || (cell.isEmpty() && !wasQuoted))) {
            isQuoted = !isQuoted;
            wasQuoted = true;
        } else if (isQuoted) {
            cell += c;
        } else if (c == ',') {
            cells.append(QString::fromUtf8(std::exchange(cell, {})));
            wasQuoted = false;
        } else if (c == '\r' && i + 2 == record.size() && record.endsWith("\r\n")) {
            cells.append(QString::fromUtf8(cell));
            return cells;
        } else if (wasQuoted || c == '"' || c == '\r' || c == '\n') {
            return std::nullopt;
        } else {
            cell += c;
        }
    }
    return std::nullopt;
}

bool isNumber(const QString &cell)
{
    static const QRegularExpression number(uR"(\A[+-]?(\d+\.?\d*|\.\d+)\z)"_s);
    return number.match(cell).hasMatch();
}

} // namespace

/// Cells as a file holds them: read back the same by anybody, and run by nobody.
class TestCsvWriter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cellIsWritten_data();
    void cellIsWritten();
    void recordHasCommasBetweenAndALineEnd();
    void recordsReadBackTheSameAndNoneRuns();
    void copiedCellsStayOnOneLineAndDoNotRun();
};

void TestCsvWriter::cellIsWritten_data()
{
    QTest::addColumn<QByteArray>("cell");
    QTest::addColumn<QByteArray>("written");
    const auto row = [](const char *name, const QByteArray &cell, const QByteArray &written) { QTest::newRow(name) << cell << written; };
    row("nothing", "", "");
    row("plain", "Ann Miller", "Ann Miller");
    row("comma", "Miller, Ann", "\"Miller, Ann\"");
    row("quotes", "the \"best\"", "\"the \"\"best\"\"\"");
    row("only a quote", "\"", "\"\"\"\"");
    row("line end inside", "a\nb", "\"a\nb\"");
    row("carriage return inside", "a\rb", "\"a\rb\"");
    row("other scripts", "山田 😀", "山田 😀");
    row("blanks at the ends", " a ", " a ");
    row("sum", "=1+1", "'=1+1");
    row("link", "=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"");
    row("plus", "+1+1", "'+1+1");
    row("minus", "-1+cmd|' /C calc'!A0", "'-1+cmd|' /C calc'!A0");
    row("at", "@SUM(1)", "'@SUM(1)");
    row("tab before", "\t=1", "\"'\t=1\"");
    row("semicolon", "a;=1+1", "\"a;=1+1\"");
    row("tab inside", "a\t=1+1", "\"a\t=1+1\"");
    row("line end before", "\n=1", "\"'\n=1\"");
    row("carriage return before", "\r=1", "\"'\r=1\"");
    row("only a sign", "-", "'-");
    row("sign and point", "-.", "'-.");
    row("equals later", "a=1", "a=1");
    row("amount", "-12.50", "-12.50");
    row("plus amount", "+12", "+12");
    row("phone", "+49 170 1234567", "'+49 170 1234567");
    row("two points", "-1.2.3", "'-1.2.3");
    row("two signs", "--1", "'--1");
    row("exponent", "-1e5", "'-1e5");
}

void TestCsvWriter::cellIsWritten()
{
    QFETCH(const QByteArray, cell);
    QFETCH(const QByteArray, written);
    QByteArray out = "before,";
    appendCsvCell(out, cell);
    QCOMPARE(out, "before," + written);
}

void TestCsvWriter::recordHasCommasBetweenAndALineEnd()
{
    QByteArray out;
    appendCsvRecord(out, {u"Order"_s, QString(), u"Größe, cm"_s});
    appendCsvRecord(out, {});
    appendCsvRecord(out, {u"=x"_s});
    QCOMPARE(out, QByteArray("Order,,\"Größe, cm\"\r\n\r\n'=x\r\n"));
}

void TestCsvWriter::recordsReadBackTheSameAndNoneRuns()
{
    static const QStringList pieces{u"="_s, u"+"_s, u"-"_s, u"@"_s, u"\t"_s, u"\r"_s, u"\n"_s, u"\""_s, u","_s, u";"_s, u"."_s, u"0"_s, u"9"_s, u"a"_s, u" "_s, u"'"_s, u"é"_s, u"😀"_s};
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    for (int round = 0; round < 20'000; ++round) {
        QStringList cells;
        for (int i = 1 + random.bounded(4); i > 0; --i) {
            QString cell;
            for (int k = random.bounded(6); k > 0; --k)
                cell += pieces.at(random.bounded(int(pieces.size())));
            cells.append(cell);
        }
        QByteArray out;
        appendCsvRecord(out, cells);
        const auto read = readRecord(out);
        QVERIFY2(read && read->size() == cells.size(), out.toPercentEncoding().constData());
        for (qsizetype i = 0; i < cells.size(); ++i) {
            const QString &cell = cells.at(i);
            const bool runs = !cell.isEmpty() && u"=+-@\t\r\n"_s.contains(cell.at(0)) && !isNumber(cell);
            QCOMPARE(read->at(i), runs ? u'\'' + cell : cell);
        }
    }
}

void TestCsvWriter::copiedCellsStayOnOneLineAndDoNotRun()
{
    QCOMPARE(copiedCell(u"Ann Miller"_s), u"Ann Miller"_s);
    QCOMPARE(copiedCell(u"-12.50"_s), u"-12.50"_s);
    QCOMPARE(copiedCell(u"=1+1"_s), u"'=1+1"_s);
    QCOMPARE(copiedCell(u"\"=1+1\""_s), u"'\"=1+1\""_s);
    QCOMPARE(copiedCell(u"+49 170 1"_s), u"'+49 170 1"_s);
    QCOMPARE(copiedCell(u"a\tb\r\nc\u2028d"_s), u"a b  c d"_s);
    QCOMPARE(copiedCell(u"\t=1"_s), u"' =1"_s);
}

QTEST_APPLESS_MAIN(TestCsvWriter)
#include "tst_csvwriter.moc"
