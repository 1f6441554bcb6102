// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/paper/samplepapers.h"
#include "ui/paper/paperpages.h"

#include <QPainter>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <utility>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// What stands on a paper, page by page, read back out of the PDF.
class TestPaperPages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void slipShowsWhatIsInTheParcel();
    void sixtyLinesTakeSeveralPagesWithTheirHeading();
    void everyLengthIsWhole();
    void rowsAndSumsAreNotTorn();
    void invoiceAddsUp_data();
    void invoiceAddsUp();
    void creditNoteAddsUp();
    void creditNoteOfWhatIsNotOwedSaysSo();
    void longAddressIsWholeInItsWindow();
    void addressStandsInTheWindow();
    void arabicIsThere();
    void rightToLeftTurnsTheColumns();
    void pageIsOfTheSizeAskedFor();
    void lettersAreInTheFile();
    void sameWhateverThread();
    void stoppedJobLeavesTheFileAsItWas();

private:
    [[nodiscard]] QString write(const PaperBatch &batch) const
    {
        const QString name = m_folder.filePath(u"paper.pdf"_s);
        const auto pages = writePapers(batch, name);
        return pages ? name : QString();
    }
    [[nodiscard]] QString textFor(PaperKind kind, const Paper &paper, const QStringList &options = {}) const { return textOf(write(batchOf(kind, {paper})), options); }

    QTemporaryDir m_folder;
};

void TestPaperPages::slipShowsWhatIsInTheParcel()
{
    Paper slip = samplePaper(PaperKind::PackingSlip);
    QString text = textFor(PaperKind::PackingSlip, slip);
    // Placed at half past ten in the evening UTC, which in the store's zone is the next day.
    for (const QString &expected : {u"Packing slip"_s, u"#100001"_s, u"1 April 2026"_s, u"Hans Müller"_s, u"80331 München"_s, u"GERMANY"_s, u"MUG-1"_s, u"Enclosed"_s, u"Thank you for your order."_s, u"Page 1 of 1"_s})
        QVERIFY2(text.contains(expected), qPrintable(expected + u" is missing in\n"_s + text));
    QVERIFY(!text.contains(u"12.50"_s) && !text.contains(u"EUR"_s) && !text.contains(u"DE 811"_s));
    QVERIFY(!text.contains(u"Shipped on"_s));
    slip.isSent = true;
    text = textFor(PaperKind::PackingSlip, slip);
    QVERIFY2(text.contains(u"Shipped on"_s) && text.contains(u"2 April 2026"_s) && text.contains(u"Sent"_s), qPrintable(text));
}

void TestPaperPages::sixtyLinesTakeSeveralPagesWithTheirHeading()
{
    Paper slip = samplePaper(PaperKind::PackingSlip);
    addLines(slip, 60);
    const QString pdf = write(batchOf(PaperKind::PackingSlip, {slip}));
    const QStringList pages = textOf(pdf).split(u'\f', Qt::SkipEmptyParts);
    QVERIFY2(pages.size() >= 3, qPrintable(QString::number(pages.size())));
    for (qsizetype i = 0; i < pages.size(); ++i) {
        QVERIFY2(pages.at(i).contains(u"Article no."_s) && pages.at(i).contains(u"Page %1 of %2"_s.arg(i + 1).arg(pages.size())), qPrintable(pages.at(i)));
        QVERIFY(pages.at(i).contains(u"Gartenhaus Keramik"_s));
    }
    const QString all = pages.join(QString());
    for (int line = 1; line <= 60; ++line)
        QCOMPARE(all.count(u"KIT-%1"_s.arg(line, 4, 10, QChar(u'0'))), 1);
    QVERIFY(pages.last().contains(u"122 piece"_s));
}

/// Wherever a page ends: each line once, the pieces behind them, and no page without any of it.
void TestPaperPages::everyLengthIsWhole()
{
    QList<Paper> slips;
    for (int lines = 14; lines < 50; ++lines) {
        Paper slip = samplePaper(PaperKind::PackingSlip);
        addLines(slip, lines);
        slips.append(slip);
    }
    const QStringList pages = textOf(write(batchOf(PaperKind::PackingSlip, slips)), {u"-layout"_s}).split(u'\f', Qt::SkipEmptyParts);
    qsizetype page = 0;
    for (const Paper &slip : std::as_const(slips)) {
        QString all;
        do {
            all += pages.value(page);
            QVERIFY2(pages.value(page).contains(u"KIT-"_s) || pages.value(page).contains(u"piece"_s), qPrintable(pages.value(page)));
        } while (!pages.value(page++).contains(QRegularExpression(u"Page (\\d+) of \\1\\b"_s)) && page < pages.size());
        QCOMPARE(all.count(u"KIT-"_s), slip.lines.size() - 1);
        QCOMPARE(all.count(u"%1 piece"_s.arg(2 * slip.lines.size())), 1);
    }
    QCOMPARE(page, pages.size());
}

/// Rows of two lines each: wherever a page ends, both are on the same one; and the sums stand together.
void TestPaperPages::rowsAndSumsAreNotTorn()
{
    for (int lines = 8; lines < 20; ++lines) {
        Paper invoice = samplePaper(PaperKind::Invoice);
        addLines(invoice, lines);
        for (PaperLine &line : invoice.lines)
            line.title = line.title.left(30);
        const QStringList pages = textFor(PaperKind::Invoice, invoice, {u"-layout"_s}).split(u'\f', Qt::SkipEmptyParts);
        for (const QString &page : pages) {
            QCOMPARE(page.count(u"Enamel rug"_s), page.count(u"KIT-"_s));
            QCOMPARE(page.contains(u"Goods"_s), page.contains(u"To pay"_s));
        }
    }
}

void TestPaperPages::invoiceAddsUp_data()
{
    QTest::addColumn<int>("tax");
    QTest::addColumn<bool>("isContained");
    QTest::addColumn<int>("total");
    QTest::addColumn<QString>("line");
    QTest::newRow("no tax") << 0 << false << 2990 << QString();
    QTest::newRow("tax on top") << 568 << false << 3558 << u"Tax 5.68 Total 35.58 EUR"_s;
    QTest::newRow("tax in the prices") << 477 << true << 2990 << u"Total 29.90 EUR Tax contained in it 4.77"_s;
    QTest::newRow("more than is known") << 0 << false << 3000 << u"Other amounts 0.10"_s;
}

void TestPaperPages::invoiceAddsUp()
{
    QFETCH(const int, tax);
    QFETCH(const bool, isContained);
    QFETCH(const int, total);
    QFETCH(const QString, line);
    Paper invoice = samplePaper(PaperKind::Invoice);
    invoice.tax.minor = tax;
    invoice.taxIsContained = isContained;
    invoice.total.minor = total;
    const QString text = textFor(PaperKind::Invoice, invoice, {u"-layout"_s}).simplified();
    QVERIFY2(text.contains(line), qPrintable(text));
    QVERIFY2(text.contains(u"INV-12"_s) && text.contains(u"DE 811 907 980"_s) && text.contains(u"12.50"_s) && text.contains(u"Paid -10.00"_s) && text.contains(u"To pay %1"_s.arg((total - 1000) / 100.0, 0, 'f', 2)),
             qPrintable(text));
    QVERIFY(!text.contains(u"Copy"_s));
    invoice.isCopy = true;
    QVERIFY(textFor(PaperKind::Invoice, invoice).contains(u"Copy"_s));
}

void TestPaperPages::creditNoteAddsUp()
{
    Paper note = samplePaper(PaperKind::CreditNote);
    note.shipping.minor = 490;
    note.adjustment.minor = -100;
    note.total.minor = 3000;
    const QString text = textFor(PaperKind::CreditNote, note, {u"-layout"_s}).simplified();
    QVERIFY2(text.contains(u"CN-3"_s) && text.contains(u"INV-12"_s) && text.contains(u"Shipping 4.90 Adjustment -1.00 Other amounts 1.10 Credited in total 30.00 EUR"_s), qPrintable(text));
    QVERIFY(text.contains(u"This amount is given back to you, as decided on 2 April 2026."_s));
}

void TestPaperPages::creditNoteOfWhatIsNotOwedSaysSo()
{
    Paper note = samplePaper(PaperKind::CreditNote);
    note.cancelledAt = std::exchange(note.refundedAt, {});
    note.lines.first().quantity = 0; // less than one piece
    const QString text = textFor(PaperKind::CreditNote, note, {u"-layout"_s}).simplified();
    QVERIFY2(text.contains(u"The order was cancelled on 2 April 2026. This amount is not owed any more."_s) && !text.contains(u"given back"_s), qPrintable(text));
    QVERIFY2(text.contains(u"Mug 25.00"_s), qPrintable(text));
}

void TestPaperPages::longAddressIsWholeInItsWindow()
{
    Paper slip = samplePaper(PaperKind::PackingSlip);
    slip.to.name = u"Anna-Maria Theresia von und zu Hohenstein-Wittgenstein-Sayn, geborene Freifrau von der Heide"_s;
    slip.to.company = u"Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft mbH"_s;
    slip.to.line1 = u"Straße des Siebzehnten Juni 135, Hinterhaus, Aufgang C, vierter Stock links"_s;
    slip.to.line2 = u"bei Familie Müller-Lüdenscheidt, bitte zweimal klingeln"_s;
    const QString text = textFor(PaperKind::PackingSlip, slip);
    QVERIFY2(text.contains(u"Anna-Maria"_s) && text.contains(u"80331 München"_s) && text.contains(u"GERMANY"_s), qPrintable(text));
}

/// The window of an envelope (DIN 680) shows 20 to 105 mm from the left and 45 to 90 mm from the top.
void TestPaperPages::addressStandsInTheWindow()
{
    const auto batch = batchOf(PaperKind::PackingSlip, {samplePaper(PaperKind::PackingSlip)});
    const PaperPages paper(batch.form, batch.papers.first());
    constexpr double scale = 4 * 25.4 / PaperPages::dpi; // four dots a millimetre
    QImage image((paper.size() * scale).toSize(), QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    painter.scale(scale, scale);
    paper.draw(painter, 0);
    painter.end();
    const auto isInked = [&image](double x, double y, double width, double height) {
        for (int row = int(y * 4); row < int((y + height) * 4); ++row) {
            for (int column = int(x * 4); column < int((x + width) * 4); ++column) {
                if (qGray(image.pixel(column, row)) < 240)
                    return true;
            }
        }
        return false;
    };
    QVERIFY(isInked(25, 52, 80, 36));
    QVERIFY(isInked(125, 50, 60, 30)); // the reference block
    QVERIFY(!isInked(20, 30, 85, 15)); // nothing above it that could slip into the window
    QVERIFY(!isInked(20, 92, 85, 6));
    QVERIFY(isInked(4, 104, 4, 2));    // fold mark
}

void TestPaperPages::arabicIsThere()
{
    Paper slip = samplePaper(PaperKind::PackingSlip);
    slip.to.name = u"محمد بن عبد الرحمن"_s;
    slip.to.country = u"SA"_s;
    const QString text = textFor(PaperKind::PackingSlip, slip);
    QVERIFY2(text.contains(u"محمد"_s), qPrintable(text));
    QVERIFY(text.contains(u"SAUDI ARABIA"_s));
}

void TestPaperPages::rightToLeftTurnsTheColumns()
{
    const auto orderOf = [this](Qt::LayoutDirection direction) {
        const QString text = textOf(write(batchOf(PaperKind::Invoice, {samplePaper(PaperKind::Invoice)}, sampleLook(direction))), {u"-layout"_s});
        for (const QString &line : text.split(u'\n')) {
            if (line.contains(u"Quantity"_s))
                return line.indexOf(u"Article"_s) < line.indexOf(u"Amount"_s);
        }
        return false;
    };
    QVERIFY(orderOf(Qt::LeftToRight));
    QVERIFY(!orderOf(Qt::RightToLeft));
}

void TestPaperPages::pageIsOfTheSizeAskedFor()
{
    PaperLook look = sampleLook();
    const auto boxOf = [&] {
        QFile file(write(batchOf(PaperKind::PackingSlip, {samplePaper(PaperKind::PackingSlip)}, look)));
        (void)file.open(QIODevice::ReadOnly);
        return QString::fromLatin1(QRegularExpression(u"/MediaBox \\[[^\\]]*\\]"_s).match(QString::fromLatin1(file.readAll())).captured().toLatin1());
    };
    QVERIFY2(boxOf().contains(u"595"_s) && boxOf().contains(u"842"_s), qPrintable(boxOf()));
    look.size = QPageSize(QPageSize::Letter);
    QVERIFY2(boxOf().contains(u"612"_s) && boxOf().contains(u"792"_s), qPrintable(boxOf()));
}

void TestPaperPages::lettersAreInTheFile()
{
    QFile file(write(batchOf(PaperKind::Invoice, {samplePaper(PaperKind::Invoice)})));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray bytes = file.readAll();
    QVERIFY(bytes.contains("/FontFile"));
    QVERIFY(bytes.count("/FontName") >= 2); // upright and bold
}

void TestPaperPages::sameWhateverThread()
{
    const auto paint = [] {
        Paper invoice = samplePaper(PaperKind::Invoice);
        addLines(invoice, 30);
        const auto batch = batchOf(PaperKind::Invoice, {invoice});
        const PaperPages paper(batch.form, invoice);
        QImage image(620, 877, QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        painter.scale(620 / paper.size().width(), 620 / paper.size().width());
        paper.draw(painter, 1);
        return image;
    };
    const QImage here = paint();
    QImage there;
    const std::unique_ptr<QThread> other(QThread::create([&] { there = paint(); }));
    other->start();
    QVERIFY(other->wait(60'000));
    QCOMPARE(there, here);
}

void TestPaperPages::stoppedJobLeavesTheFileAsItWas()
{
    const QString name = m_folder.filePath(u"kept.pdf"_s);
    {
        QFile file(name);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("what was there") > 0);
    }
    PaperJob job;
    QSignalSpy stopped(&job, &PaperJob::stopped);
    QSignalSpy finished(&job, &PaperJob::finished);
    // In the midst of so many that no machine is through with them before it hears.
    connect(&job, &PaperJob::progressed, &job, &PaperJob::stop);
    job.writePdf(batchOf(PaperKind::PackingSlip, QList<Paper>(20'000, samplePaper(PaperKind::PackingSlip))), name);
    QTRY_COMPARE_WITH_TIMEOUT(stopped.size() + finished.size(), 1, 60'000);
    QCOMPARE(stopped.size(), 1);
    QFile file(name);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("what was there"));
}

QTEST_MAIN(TestPaperPages)
#include "tst_paperpages.moc"
