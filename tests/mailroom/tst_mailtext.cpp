// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/mailroom/words/mailtext.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Steward;
using namespace Qt::StringLiterals;

/// Messages as bytes: headers that stay where they are whatever is in them, bodies that arrive as they were written.
class TestMailText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void plainMessage();
    void nothingGetsOutOfItsHeader_data();
    void nothingGetsOutOfItsHeader();
    void otherScripts_data();
    void otherScripts();
    void directionMarksStayOut();
    void longTextsAreFolded();
    void quotesInNames();
    void bodyLines_data();
    void bodyLines();
    void anyBodyArrives();
    void absenceNoticesAnswerPeopleOnly();
    void addresses_data();
    void addresses();

private:
    static Mail mail()
    {
        return {.fromName = u"The Mug Shop"_s, .fromAddress = u"service@shop.example"_s, .toName = u"Hans"_s, .toAddress = u"hans@example.com"_s, .subject = u"Your order"_s,
                .body = u"Hello Hans,\nit is on its way.\n"_s, .messageId = u"00000000-0000-4000-8000-000000000001@shop.example"_s, .date = QDateTime(QDate(2026, 3, 1), QTime(9, 5, 7), Qt::UTC)};
    }
    static QByteArray headersOf(const QByteArray &text) { return text.first(text.indexOf("\r\n\r\n")); }
    static QByteArray bodyOf(const QByteArray &text) { return text.sliced(text.indexOf("\r\n\r\n") + 4); }
    /// The header's value, unfolded.
    static QByteArray header(const QByteArray &text, const QByteArray &name)
    {
        for (const QByteArray &line : headersOf(text).replace("\r\n ", " ").split('\n')) {
            if (line.startsWith(name + ": "))
                return line.sliced(name.size() + 2).trimmed();
        }
        return {};
    }
    static QString decoded(const QByteArray &value)
    {
        QByteArray bytes;
        for (const QByteArray &word : value.split(' ')) {
            if (!word.startsWith("=?utf-8?B?") || !word.endsWith("?="))
                return u"<not encoded>"_s;
            const QByteArray part = QByteArray::fromBase64(word.sliced(10).chopped(2));
            if (QString::fromUtf8(part).contains(QChar::ReplacementCharacter))
                return u"<cut within a character>"_s;
            bytes += part;
        }
        return QString::fromUtf8(bytes);
    }
    static QByteArray unquoted(QByteArray body)
    {
        body.replace("=\r\n", "");
        QByteArray plain;
        for (qsizetype i = 0; i < body.size(); ++i) {
            if (body.at(i) != '=') {
                plain += body.at(i);
                continue;
            }
            plain += QByteArray::fromHex(body.sliced(i + 1, 2));
            i += 2;
        }
        return plain.replace("\r\n", "\n");
    }
};

void TestMailText::plainMessage()
{
    QCOMPARE(mailText(mail()), "Date: 01 Mar 2026 09:05:07 +0000\r\n"
                               "From: \"The Mug Shop\"\r\n <service@shop.example>\r\n"
                               "To: \"Hans\"\r\n <hans@example.com>\r\n"
                               "Subject: Your order\r\n"
                               "Message-ID: <00000000-0000-4000-8000-000000000001@shop.example>\r\n"
                               "Auto-Submitted: auto-generated\r\n"
                               "MIME-Version: 1.0\r\n"
                               "Content-Type: text/plain; charset=utf-8\r\n"
                               "Content-Transfer-Encoding: quoted-printable\r\n"
                               "\r\n"
                               "Hello Hans,\r\nit is on its way.\r\n\r\n"_ba);
}

void TestMailText::nothingGetsOutOfItsHeader_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("line feed") << u"Hans\nBcc: all@example.com"_s;
    QTest::newRow("carriage return") << u"Hans\rBcc: all@example.com"_s;
    QTest::newRow("both") << u"Hans\r\n\r\nBcc: all@example.com"_s;
    QTest::newRow("nul") << u"Hans\0Bcc: all@example.com"_s;
    QTest::newRow("next line") << u"Hans\u0085Bcc: all@example.com"_s;
    QTest::newRow("line separator") << u"Hans\u2028Bcc: all@example.com"_s;
    QTest::newRow("quote") << u"Hans\" <all@example.com>, \"x"_s;
    QTest::newRow("encoded word of one's own") << u"=?utf-8?Q?Hans=0ABcc:_all@example.com?="_s;
}

void TestMailText::nothingGetsOutOfItsHeader()
{
    QFETCH(const QString, text);
    Mail hostile = mail();
    hostile.fromName = hostile.toName = hostile.subject = text;
    const QByteArray headers = headersOf(mailText(hostile));
    QStringList names;
    for (const QByteArray &line : headers.split('\n')) {
        if (!line.startsWith(' '))
            names.append(QString::fromLatin1(line.first(line.indexOf(':'))));
        QVERIFY(line.size() <= 78);
    }
    QCOMPARE(names, (QStringList{u"Date"_s, u"From"_s, u"To"_s, u"Subject"_s, u"Message-ID"_s, u"Auto-Submitted"_s, u"MIME-Version"_s, u"Content-Type"_s, u"Content-Transfer-Encoding"_s}));
    QVERIFY(!headers.contains("\n\n") && !headers.contains("\r\r"));
    QVERIFY(header(mailText(hostile), "To").endsWith(" <hans@example.com>"));
    QVERIFY(header(mailText(hostile), "Subject") != text.toUtf8() || !text.startsWith(u"=?"));
}

void TestMailText::otherScripts_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("umlauts") << u"Jürgen Groß"_s;
    QTest::newRow("Arabic") << u"محمد بن سلمان الأحمد"_s;
    QTest::newRow("Hebrew with digits") << u"אבי 123 כהן"_s;
    QTest::newRow("Chinese") << u"欧阳娜娜欧阳娜娜欧阳娜娜欧阳娜娜欧阳娜娜欧阳娜娜欧阳娜娜"_s;
    QTest::newRow("outside of the first plane") << u"😀𠮷野家👩‍👩‍👧‍👧😀𠮷野家👩‍👩‍👧‍👧😀𠮷野家"_s;
    QTest::newRow("combining marks") << u"Nguye\u0302\u0303n Va\u0306n A\u0301nh"_s;
}

void TestMailText::otherScripts()
{
    QFETCH(const QString, name);
    Mail foreign = mail();
    foreign.toName = foreign.subject = name;
    const QByteArray text = mailText(foreign);
    QCOMPARE(decoded(header(text, "Subject")), name);
    QCOMPARE(decoded(header(text, "To").chopped(qsizetype(sizeof " <hans@example.com>") - 1)), name);
    for (const char byte : text)
        QVERIFY(byte == '\r' || byte == '\n' || (byte >= ' ' && byte <= '~'));
}

void TestMailText::directionMarksStayOut()
{
    Mail turning = mail();
    turning.subject = u"Order \u202Egnp.exe\u2066 ü"_s;
    QCOMPARE(decoded(header(mailText(turning), "Subject")), u"Order gnp.exe ü"_s);
}

void TestMailText::longTextsAreFolded()
{
    Mail longWinded = mail();
    longWinded.subject = QString(900, u'x');
    longWinded.toName = u"Wolfeschlegelsteinhausenbergerdorff "_s.repeated(20).trimmed();
    const QByteArray text = mailText(longWinded);
    for (const QByteArray &line : text.split('\n'))
        QVERIFY2(line.size() <= 77, line.constData());
    QCOMPARE(decoded(header(text, "Subject")), longWinded.subject);
}

void TestMailText::quotesInNames()
{
    Mail quoted = mail();
    quoted.toName = u"Anna \"Änne\" Groß"_s;
    QCOMPARE(decoded(header(mailText(quoted), "To").chopped(qsizetype(sizeof " <hans@example.com>") - 1)), quoted.toName);
    quoted.toName = u"Dwayne \"The Rock\" J\\son"_s;
    QCOMPARE(header(mailText(quoted), "To"), "\"Dwayne \\\"The Rock\\\" J\\\\son\" <hans@example.com>"_ba);
    quoted.toName.clear();
    QCOMPARE(header(mailText(quoted), "To"), "<hans@example.com>"_ba);
}

void TestMailText::bodyLines_data()
{
    QTest::addColumn<QString>("body");
    QTest::addColumn<QByteArray>("sent");
    QTest::newRow("line ends of all kinds") << u"a\r\nb\rc\nd\u2028e"_s << "a\r\nb\r\nc\r\nd\r\ne\r\n"_ba;
    QTest::newRow("a dot alone") << u".\n.x\nx."_s << "=2E\r\n=2Ex\r\nx.\r\n"_ba;
    QTest::newRow("From at the start") << u"From here on"_s << "=46rom here on\r\n"_ba;
    QTest::newRow("spaces at the end") << u"a \t\nb "_s << "a =09\r\nb=20\r\n"_ba;
    QTest::newRow("equals sign") << u"1+1=2"_s << "1+1=3D2\r\n"_ba;
    QTest::newRow("umlaut") << u"Köln"_s << "K=C3=B6ln\r\n"_ba;
    QTest::newRow("control characters") << u"a\0b\u001bc\td"_s << "abc\td\r\n"_ba;
    QTest::newRow("75 and 76") << QString(75, u'x') + u'\n' + QString(76, u'x') << QByteArray(75, 'x') + "\r\n" + QByteArray(75, 'x') + "=\r\nx\r\n";
}

void TestMailText::bodyLines()
{
    QFETCH(const QString, body);
    QFETCH(const QByteArray, sent);
    Mail written = mail();
    written.body = body;
    QCOMPARE(bodyOf(mailText(written)), sent);
}

void TestMailText::anyBodyArrives()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    for (int round = 0; round < 200; ++round) {
        QString body;
        for (int i = random.bounded(400); i > 0; --i) {
            const QStringList pieces{u"x"_s, u" "_s, u"\n"_s, u"="_s, u"ü"_s, u"😀"_s, u"שלום"_s, u"."_s, u"F"_s, u"\t"_s};
            body += pieces.at(random.bounded(int(pieces.size())));
        }
        Mail written = mail();
        written.body = body;
        const QByteArray sent = bodyOf(mailText(written));
        for (const QByteArray &line : sent.split('\n'))
            QVERIFY(line.size() <= 77);
        QCOMPARE(QString::fromUtf8(unquoted(sent)), body + u'\n');
    }
}

void TestMailText::absenceNoticesAnswerPeopleOnly()
{
    Mail question = mail();
    question.isAutomatic = false;
    QVERIFY(!mailText(question).contains("Auto-Submitted"));
    QVERIFY(!mailText(question).contains("List-")); // this is no list that one could leave
}

void TestMailText::addresses_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("envelope");
    QTest::newRow("plain") << u" hans+shop@Example.com "_s << u"hans+shop@example.com"_s;
    QTest::newRow("umlaut domain") << u"hans@müller.example"_s << u"hans@xn--mller-kva.example"_s;
    QTest::newRow("umlaut before the at") << u"jürgen@example.com"_s << QString();
    QTest::newRow("none") << u"hans"_s << QString();
    QTest::newRow("no name") << u"@example.com"_s << QString();
    QTest::newRow("no domain") << u"hans@"_s << QString();
    QTest::newRow("two") << u"hans@example.com, all@example.com"_s << QString();
    QTest::newRow("brackets") << u"<hans@example.com>"_s << QString();
    QTest::newRow("line feed inside") << u"hans@example.com\nRCPT TO:<all@example.com>"_s << QString();
    QTest::newRow("line feed in the name") << u"hans\n@example.com"_s << QString();
    QTest::newRow("space") << u"hans @example.com"_s << QString();
    QTest::newRow("quoted") << u"\"hans peter\"@example.com"_s << QString();
    QTest::newRow("too long") << QString(65, u'x') + u"@example.com"_s << QString();
}

void TestMailText::addresses()
{
    QFETCH(const QString, address);
    QFETCH(const QString, envelope);
    QCOMPARE(envelopeAddress(address), envelope);
}

QTEST_GUILESS_MAIN(TestMailText)
#include "tst_mailtext.moc"
