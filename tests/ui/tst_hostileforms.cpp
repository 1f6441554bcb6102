// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/desk.h"

#include <QAbstractButton>
#include <QClipboard>
#include <QDialog>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// The big list of naughty strings, and markup of our own, pasted into each box of the window: what is kept is kept and shown as it is,
/// and the window goes on.
class TestHostileForms : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void notesAreShownAsTheyWereTyped();
    void everyOtherBoxTakesAnything();
    void markupInAPersonsNameIsText();
    void cleanupTestCase() { m_desk.reset(); }

private:
    void paste(QWidget *box, const QString &text) const
    {
        QGuiApplication::clipboard()->setText(text);
        box->setFocus();
        m_desk->press(Qt::Key_A, Qt::ControlModifier);
        m_desk->press(Qt::Key_V, Qt::ControlModifier);
    }
    [[nodiscard]] QStringList shownTexts() const
    {
        QStringList texts;
        for (const QLabel *label : m_desk->find<QWidget>(u"orderPanel"_s)->findChildren<QLabel *>())
            texts.append(label->text());
        return texts;
    }

    std::unique_ptr<StoreUnderTest> m_store;
    std::unique_ptr<Desk> m_desk;
    QStringList m_texts;
};

void TestHostileForms::initTestCase()
{
    m_texts = {u"<b>bold</b><img src=x onerror=alert(1)>"_s, u"<a href=\"file:///etc/passwd\">click</a>"_s, u"=1+1"_s, u"'; drop table store.orders; --"_s, u"&amp; &lt; %1 %n $1"_s};
    QFile file(qEnvironmentVariable("STEWARD_SHARED_DATA") + u"/csv-and-text/blns/blns.json"_s);
    if (!file.open(QIODevice::ReadOnly))
        QSKIP("the files from elsewhere are not here");
    const QJsonArray naughty = QJsonDocument::fromJson(file.readAll()).array();
    // Every twentieth with something in it; all of them go through the functions in tst_hostiletext.
    for (int i = 0; i < naughty.size(); i += 20) {
        const QString text = naughty.at(i).toString();
        if (!text.trimmed().isEmpty() && !text.contains(QChar(0)) && !text.contains(u'\r'))
            m_texts.append(text);
    }
    QVERIFY(m_texts.size() > 20);
    m_store = std::make_unique<StoreUnderTest>();
    for (int i = 0; i < 3; ++i)
        m_store->placeOrder(u"<u>Person</u> & <i>Son</i> %1"_s.arg(i), u"p%1@example.com"_s.arg(i));
    m_desk = std::make_unique<Desk>(*m_store);
    QVERIFY(m_desk->signIn(u"agent"_s));
    QVERIFY(m_desk->waitForList());
    QVERIFY(m_desk->openRow(0));
}

void TestHostileForms::notesAreShownAsTheyWereTyped()
{
    auto *edit = m_desk->find<QPlainTextEdit>(u"noteEdit"_s);
    int written = 0;
    for (const QString &text : std::as_const(m_texts)) {
        paste(edit, text);
        QCOMPARE(edit->toPlainText(), text);
        m_desk->press(Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(edit->toPlainText().isEmpty(), 20'000);
        ++written;
        QTRY_COMPARE_WITH_TIMEOUT(m_store->owner("select body from store.note order by id desc limit 1"), text, 20'000);
        QTRY_VERIFY2_WITH_TIMEOUT(shownTexts().contains(text), qPrintable(text), 20'000);
    }
    QCOMPARE(m_store->owner("select count(*)::text from store.note"), QString::number(written));
    for (const QLabel *label : m_desk->find<QWidget>(u"orderPanel"_s)->findChildren<QLabel *>())
        QVERIFY2(label->textFormat() == Qt::PlainText || label->text().isEmpty(), qPrintable(label->text()));
}

void TestHostileForms::everyOtherBoxTakesAnything()
{
    for (const QString &text : std::as_const(m_texts)) {
        for (const QString &name : {u"lookUpBox"_s, u"filterEdit"_s}) {
            auto *box = m_desk->find<QLineEdit>(name);
            paste(box, text);
            m_desk->press(Qt::Key_Return);
            QVERIFY(m_desk->waitForList());
        }
    }
    QVERIFY(m_desk->filter(QString()));
    QCOMPARE(m_desk->table()->model()->rowCount(), 3);
    QCOMPARE(m_store->owner("select count(*)::text from store.orders"), u"3"_s);
}

void TestHostileForms::markupInAPersonsNameIsText()
{
    QVERIFY(m_desk->openRow(1));
    QTRY_VERIFY_WITH_TIMEOUT(shownTexts().contains(u"<u>Person</u> & <i>Son</i> 1"_s), 20'000);
    m_desk->press(Qt::Key_H, Qt::ControlModifier);
    QDialog *sheet = m_desk->waitForSheet(u"holdSheet"_s);
    QVERIFY(sheet);
    bool isNamed = false;
    for (const QLabel *label : sheet->findChildren<QLabel *>()) {
        if (label->text().contains(u"<u>Person</u>"_s)) {
            isNamed = true;
            QCOMPARE(label->textFormat(), Qt::PlainText);
        }
    }
    QVERIFY(isNamed);
    auto *note = sheet->findChild<QPlainTextEdit *>();
    QVERIFY(note);
    paste(note, m_texts.first());
    QCOMPARE(note->toPlainText(), m_texts.first());
    sheet->reject();
}

QTEST_MAIN(TestHostileForms)
#include "tst_hostileforms.moc"
