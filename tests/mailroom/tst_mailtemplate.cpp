// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/mailroom/words/ordermail.h"

#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using namespace Steward;
using namespace Qt::StringLiterals;

/// Texts with placeholders, and the messages they become.
class TestMailTemplate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fillsWhatItKnows();
    void emptyParagraphsAreLeftOut();
    void valuesAreNoTemplates();
    void refusesWhatItDoesNotKnow_data();
    void refusesWhatItDoesNotKnow();
    void ownTemplateTakesTheBuildsPlace();
    void brokenOwnTemplateIsRefused();
    void everyKindOfMessage_data();
    void everyKindOfMessage();
    void amountsAndDatesInTheStoresLanguage();

private:
    static QJsonObject item(const QString &name)
    {
        const QJsonObject line{{u"title"_s, u"Mug\r\nBcc: x"_s}, {u"quantity"_s, 2}, {u"total_minor"_s, 2500}};
        const QJsonObject parcel{{u"carrier"_s, u"DHL"_s}, {u"tracking"_s, u"RX1DE"_s}, {u"tracking_url"_s, u"https://dhl.example/RX1DE"_s}, {u"lines"_s, QJsonArray{line}}};
        return {{u"template"_s, name}, {u"message_id"_s, u"1@shop.example"_s}, {u"text"_s, u"Is it {number} or {store}?"_s}, {u"sender"_s, u"service@shop.example"_s},
                {u"store_name"_s, u"The Mug Shop"_s}, {u"time_zone"_s, u"Europe/Berlin"_s}, {u"number"_s, u"#1001"_s}, {u"placed_at"_s, u"2026-02-28T23:30:00+00:00"_s},
                {u"name"_s, u"محمد"_s}, {u"email"_s, u"m@example.com"_s}, {u"currency"_s, u"EUR"_s}, {u"shipping_minor"_s, 490}, {u"discount_minor"_s, 0}, {u"tax_minor"_s, 0},
                {u"total_minor"_s, 2990}, {u"refund_minor"_s, 500}, {u"parcels"_s, QJsonArray{parcel}}, {u"lines"_s, QJsonArray{line}}};
    }
    static Mail written(const QJsonObject &of, const QLocale &locale = QLocale(QLocale::English))
    {
        const auto templates = MailTemplates::load({});
        if (!templates)
            qFatal("%s", qPrintable(templates.error().userText));
        return OrderMail(*templates, locale).write(of, QDateTime::currentDateTimeUtc()).value_or(Mail());
    }
};

void TestMailTemplate::fillsWhatItKnows()
{
    const auto made = MailTemplate::parse(u"x"_s, u"Subject: Order {number}\n\nHello {name},\r\nsee { this } and {} not.\n"_s.replace(u"{}"_s, u"that"_s));
    QVERIFY(made);
    const MailValues values{{u"number"_s, u"#1"_s}, {u"name"_s, u"Hans"_s}};
    QCOMPARE(made->subject(values), u"Order #1"_s);
    QCOMPARE(made->body(values), u"Hello Hans,\nsee { this } and that not.\n"_s);
}

void TestMailTemplate::emptyParagraphsAreLeftOut()
{
    const auto made = MailTemplate::parse(u"x"_s, u"Subject: s\n\nHello\n\nRefunded: {refund}\n\n \n{text}\n\nBye"_s);
    QVERIFY(made);
    QCOMPARE(made->body({{u"refund"_s, u" "_s}}), u"Hello\n\nBye\n"_s);
    QCOMPARE(made->body({{u"refund"_s, u"1 EUR"_s}, {u"text"_s, u"T"_s}}), u"Hello\n\nRefunded: 1 EUR\n\nT\n\nBye\n"_s);
}

void TestMailTemplate::valuesAreNoTemplates()
{
    const auto made = MailTemplate::parse(u"x"_s, u"Subject: {name}\n\n{name} {text}"_s);
    QVERIFY(made);
    QCOMPARE(made->body({{u"name"_s, u"{text}"_s}, {u"text"_s, u"{name}"_s}}), u"{text} {name}\n"_s);
}

void TestMailTemplate::refusesWhatItDoesNotKnow_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("no subject") << u"Hello\n\n{name}"_s;
    QTest::newRow("subject of two lines") << u"Subject: a\nb\n\n{name}"_s;
    QTest::newRow("nothing but a subject") << u"Subject: a"_s;
    QTest::newRow("not on the list") << u"Subject: a\n\n{phone}"_s;
    QTest::newRow("not on the list, in the subject") << u"Subject: {email}\n\nb"_s;
    QTest::newRow("empty placeholder") << u"Subject: a\n\n{}"_s;
    QTest::newRow("nothing") << QString();
}

void TestMailTemplate::refusesWhatItDoesNotKnow()
{
    QFETCH(const QString, text);
    const auto made = MailTemplate::parse(u"shipped.txt"_s, text);
    QVERIFY(!made);
    QVERIFY(made.error().userText.contains(u"shipped.txt"));
}

void TestMailTemplate::ownTemplateTakesTheBuildsPlace()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"question.txt"_s));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("Subject: Frage zu {number}\n\nGuten Tag {name},\n\n{text}\n") > 0);
    file.close();
    const auto templates = MailTemplates::load(folder.path());
    QVERIFY(templates);
    const OrderMail writer(*templates, QLocale(u"de_DE"_s));
    QCOMPARE(writer.write(item(u"question"_s), {})->subject, u"Frage zu #1001"_s);
    QCOMPARE(writer.write(item(u"shipped"_s), {})->subject, u"Order #1001 is on its way"_s);
}

void TestMailTemplate::brokenOwnTemplateIsRefused()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"shipped.txt"_s));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("Subject: {order_number}\n\nx") > 0);
    file.close();
    QVERIFY(!MailTemplates::load(folder.path()));
}

void TestMailTemplate::everyKindOfMessage_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("said");
    QTest::newRow("confirmation") << u"confirmation"_s << u"2 × Mug Bcc: x  25.00 EUR\n\nShipping: 4.90 EUR\n\nTotal: 29.90 EUR\n\nIs it {number} or {store}?"_s;
    QTest::newRow("shipped") << u"shipped"_s << u"DHL RX1DE\nhttps://dhl.example/RX1DE\n2 × Mug Bcc: x"_s;
    QTest::newRow("cancelled") << u"cancelled"_s << u"your order #1001 of Sunday, March 1, 2026 has been cancelled.\n\nWe are giving you back 5.00 EUR"_s;
    QTest::newRow("refunded") << u"refunded"_s << u"we are giving you back 5.00 EUR of what you paid for your order #1001"_s;
    QTest::newRow("question") << u"question"_s << u"Hello محمد,\n\nIs it {number} or {store}?\n\nThis is about your order #1001"_s;
}

void TestMailTemplate::everyKindOfMessage()
{
    QFETCH(const QString, name);
    QFETCH(const QString, said);
    const Mail mail = written(item(name));
    QVERIFY2(mail.body.contains(said), qPrintable(mail.body));
    QVERIFY(mail.subject.contains(u"#1001"));
    QCOMPARE(mail.toAddress, u"m@example.com"_s);
    QCOMPARE(mail.fromName, u"The Mug Shop"_s);
    QCOMPARE(mail.messageId, u"1@shop.example"_s);
    QCOMPARE(mail.isAutomatic, name != u"question");
    QJsonObject without = item(name);
    without.insert(u"refund_minor"_s, 0);
    if (name == u"cancelled")
        QVERIFY(!written(without).body.contains(u"giving you back"));
    QCOMPARE(written(item(u"newsletter"_s)).subject, QString());
}

void TestMailTemplate::amountsAndDatesInTheStoresLanguage()
{
    const Mail mail = written(item(u"confirmation"_s), QLocale(u"de_DE"_s));
    QVERIFY2(mail.body.contains(u"29,90 EUR") && mail.body.contains(u"1. März 2026"), qPrintable(mail.body));
}

QTEST_GUILESS_MAIN(TestMailTemplate)
#include "tst_mailtemplate.moc"
