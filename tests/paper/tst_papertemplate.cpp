// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/paper/samplepapers.h"
#include "ui/paper/papertemplate.h"

#include <QTest>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// Templates take the values they are allowed, as text and never as HTML.
class TestPaperTemplate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyKindHasATemplateOfItsOwnNames();
    void slipKnowsNoPriceAndNoContact();
    void otherNamesAreRefused_data();
    void otherNamesAreRefused();
    void valuesAreText();
    void listsAndWhatIsGiven();
    void lengthsAndSides();

private:
    static QString filled(const QString &text, const PaperValues &values, Qt::LayoutDirection direction = Qt::LeftToRight)
    {
        const auto read = PaperTemplate::parse(u"<!-- part: body -->"_s + text, {u"name"_s, u"rows"_s, u"line"_s}, direction);
        return read ? read->fill(u"body"_s, values).remove(QChar(0x2068)).remove(QChar(0x2069)) : u'<' + read.error().userText + u'>';
    }
};

void TestPaperTemplate::everyKindHasATemplateOfItsOwnNames()
{
    for (const PaperKind kind : {PaperKind::PackingSlip, PaperKind::Invoice, PaperKind::CreditNote}) {
        const auto form = PaperForm::load(kind, sampleStore(), sampleLook());
        QVERIFY2(form, form ? "" : qPrintable(form.error().userText));
        const PaperValues values = (*form)->values(samplePaper(kind));
        for (const QString &part : {u"letterhead"_s, u"sender"_s, u"recipient"_s, u"reference"_s, u"body"_s, u"foot"_s})
            QVERIFY2(!(*form)->fill(part, values).isEmpty(), qPrintable(part));
        QVERIFY((*form)->fill(u"recipient"_s, values).contains(u"Hans Müller"_s));
    }
}

void TestPaperTemplate::slipKnowsNoPriceAndNoContact()
{
    for (const QString &name : {u"price"_s, u"amount"_s, u"total"_s, u"sums"_s, u"email"_s, u"phone"_s, u"store.tax_number"_s})
        QVERIFY2(!PaperForm::names(PaperKind::PackingSlip).contains(name), qPrintable(name));
}

void TestPaperTemplate::otherNamesAreRefused_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("unknown name") << u"{{e-mail}}"_s;
    QTest::newRow("unknown list") << u"{{#people}}x{{/people}}"_s;
    QTest::newRow("open section") << u"{{#rows}}x"_s;
    QTest::newRow("closed and never opened") << u"x{{/rows}}"_s;
    QTest::newRow("crossed sections") << u"{{#rows}}{{?name}}{{/rows}}{{/name}}"_s;
    QTest::newRow("open braces") << u"x {{name"_s;
}

void TestPaperTemplate::otherNamesAreRefused()
{
    QFETCH(const QString, text);
    QVERIFY(filled(text, {}).startsWith(u"<The paper"_s));
}

void TestPaperTemplate::valuesAreText()
{
    const PaperValues values{{{u"name"_s, u"<b>Ann</b> & \"Bo\" {{line}}\n<img src=x>"_s}}, {}};
    QCOMPARE(filled(u"<i>{{name}}</i>"_s, values), u"<i>&lt;b&gt;Ann&lt;/b&gt; &amp; &quot;Bo&quot; {{line}}<br/>&lt;img src=x&gt;</i>"_s);
}

void TestPaperTemplate::listsAndWhatIsGiven()
{
    PaperValues values{{{u"name"_s, u"A"_s}}, {{u"rows"_s, {{{u"line"_s, u"1"_s}}, {{u"line"_s, QString()}, {u"name"_s, u"B"_s}}}}}};
    QCOMPARE(filled(u"{{#rows}}[{{?line}}{{line}}:{{/line}}{{name}}]{{/rows}}"_s, values), u"[1:A][B]"_s);
    QCOMPARE(filled(u"{{?name}}x{{/name}}"_s, {}), QString());
}

void TestPaperTemplate::lengthsAndSides()
{
    QCOMPARE(filled(u"<td align=\"start\"><td align=\"end\">"_s, {}), u"<td align=\"left\"><td align=\"right\">"_s);
    QCOMPARE(filled(u"<td align=\"start\">"_s, {}, Qt::RightToLeft), u"<td align=\"right\">"_s);
    const double pixels = QImage(1, 1, QImage::Format_Mono).logicalDpiX();
    QCOMPARE(withPixels(u"a: 25.4mm; b: 0mm"_s), u"a: %1px; b: 0.000px"_s.arg(pixels, 0, 'f', 3));
}

QTEST_MAIN(TestPaperTemplate)
#include "tst_papertemplate.moc"
