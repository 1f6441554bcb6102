// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/paper/samplepapers.h"

#include <QProcess>

using namespace Qt::StringLiterals;

namespace Steward::Test {

PaperStore sampleStore()
{
    return {u"Gartenhaus Keramik"_s, u"Gartenhaus Keramik\nLindenstraße 12\n80331 München"_s, u"DE 811 907 980"_s,
            u"Bank: IBAN DE02 1203 0000 0000 2020 51 · Amtsgericht München HRB 12345\nThank you for your order."_s};
}

Paper samplePaper(PaperKind kind)
{
    const auto euros = [](qint64 minor) { return Money{minor, u"EUR"_s}; };
    Paper paper;
    paper.order = {1};
    paper.orderNumber = u"#100001"_s;
    paper.number = kind == PaperKind::Invoice ? u"INV-12"_s : kind == PaperKind::CreditNote ? u"CN-3"_s : QString();
    paper.placedAt = QDateTime(QDate(2026, 3, 31), QTime(22, 30), QTimeZone::utc());
    paper.issuedAt = paper.shippedAt = paper.refundedAt = QDateTime(QDate(2026, 4, 2), QTime(9, 0), QTimeZone::utc());
    paper.to = {u"Hans Müller"_s, {}, u"Gartenweg 1"_s, {}, u"München"_s, {}, u"80331"_s, u"DE"_s};
    paper.lines = {{u"MUG-1"_s, u"Mug"_s, 2, 3, 1, euros(1250), euros(0), euros(2500)}};
    paper.invoiceNumber = u"INV-12"_s;
    paper.subtotal = paper.total = euros(2500);
    paper.discount = paper.tax = paper.adjustment = euros(0);
    paper.shipping = euros(kind == PaperKind::CreditNote ? 0 : 490);
    paper.total = euros(2500 + paper.shipping.minor);
    paper.paid = euros(1000);
    return paper;
}

void addLines(Paper &paper, int count)
{
    for (int i = 1; i <= count; ++i) {
        PaperLine line = paper.lines.first();
        line.sku = u"KIT-%1"_s.arg(i, 4, 10, QChar(u'0'));
        line.title = i == count ? u"Enamel rug, moss green, woven by hand on a loom that is older than anybody who works at it, "_s + QString(120, u'x') : u"Enamel rug, moss green %1"_s.arg(i);
        paper.lines.append(line);
        paper.subtotal.minor += line.total.minor;
        paper.total.minor += line.total.minor;
    }
}

PaperLook sampleLook(Qt::LayoutDirection direction)
{
    PaperLook look;
    look.locale = QLocale(QLocale::English, QLocale::UnitedKingdom);
    look.zone = QTimeZone("Europe/Berlin");
    look.direction = direction;
    return look;
}

PaperBatch batchOf(PaperKind kind, const QList<Paper> &papers, const PaperLook &look)
{
    auto form = PaperForm::load(kind, sampleStore(), look);
    if (!form)
        qFatal("%s", qPrintable(form.error().userText));
    return {*form, papers};
}

QString textOf(const QString &pdf, const QStringList &options)
{
    QProcess reader;
    reader.start(u"pdftotext"_s, options + QStringList{u"-enc"_s, u"UTF-8"_s, pdf, u"-"_s});
    if (!reader.waitForFinished(60'000) || reader.exitCode() != 0)
        qFatal("pdftotext (poppler-utils) cannot read %s", qPrintable(pdf));
    return QString::fromUtf8(reader.readAllStandardOutput()).normalized(QString::NormalizationForm_KC); // "fi" comes as one letter
}

} // namespace Steward::Test
