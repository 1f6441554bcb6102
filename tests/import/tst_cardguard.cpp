// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/database/storeundertest.h"

#include "models/orders/import/cardguard.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRandomGenerator>
#include <QTest>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// What a file's reader stars out and what the store stars out is the same, or one of the two lets a number through.
class TestCardGuard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_store = std::make_unique<StoreUnderTest>(); }
    void knownTextsAreMasked_data();
    void knownTextsAreMasked();
    void storeFindsNoneThatTheReaderMisses();
    void anyTextIsHeldForTheSameAsInTheStore();
    void everyCharacterStandsForTheSameAsInTheStore();
    void codesOfParcelsAreSeldomTakenForCards();

private:
    /// The store's answer to each of many texts: does it hold a card number?
    QString holdsCard(const QStringList &texts) const;

    std::unique_ptr<StoreUnderTest> m_store;
};

QString TestCardGuard::holdsCard(const QStringList &texts) const
{
    return m_store->owner("select string_agg(case when store.has_card(t) then '1' else '0' end, '' order by place) "
                          "from jsonb_array_elements_text($1::jsonb) with ordinality as given(t, place)",
                          Params().rawJson(QJsonDocument(QJsonArray::fromStringList(texts)).toJson(QJsonDocument::Compact)));
}

void TestCardGuard::knownTextsAreMasked_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("masked");
    QTest::newRow("alone") << u"4111111111111111"_s << u"************1111"_s;
    QTest::newRow("in groups") << u"Use 4111 1111 1111 1111, please."_s << u"Use **** **** **** 1111, please."_s;
    QTest::newRow("two") << u"5555-5555-5555-4444 or 378282246310005"_s << u"****-****-****-4444 or ***********0005"_s;
    QTest::newRow("beside a date") << u"4111 1111 1111 1111 12 27"_s << u"**** **** **** 1111 12 27"_s;
    QTest::newRow("full width") << u"卡号４１１１１１１１１１１１１１１１。"_s << u"卡号************１１１１。"_s;
    QTest::newRow("no-break blanks and dashes") << u"4111\u00a01111\u20111111\u20131111"_s << u"****\u00a0****\u2011****\u20131111"_s;
    QTest::newRow("article number") << u"Zoë 4006381333931 🎁"_s << u"Zoë 4006381333931 🎁"_s;
    QTest::newRow("phone number") << u"+4915201234567"_s << u"+4915201234567"_s;
    QTest::newRow("after a line break") << u"x\n4111111111111111"_s << u"x\n************1111"_s;
    QTest::newRow("after a word") << u"VISA4111111111111111"_s << u"VISA************1111"_s;
    QTest::newRow("before a word") << u"4111111111111111exp12/27"_s << u"************1111exp12/27"_s;
    QTest::newRow("wide gaps") << u"4111 - 1111, 1111  1111"_s << u"**** - ****, ****  1111"_s;
    QTest::newRow("over lines") << u"4111\n1111\t1111\r\n1111"_s << u"****\n****\t****\r\n1111"_s;
    QTest::newRow("nothing between") << u"4111\u200b1111\u200b1111\u200b1111"_s << u"****\u200b****\u200b****\u200b1111"_s;
    QTest::newRow("Devanagari") << u"४१११११११११११११११"_s << u"************११११"_s;
    QTest::newRow("Osmanya") << u"4𐒡11111111111111"_s << u"************1111"_s;
    QTest::newRow("the end of one begins the next") << u"5105105105105100 4111 1111 1111 1111"_s << u"************5100 **** **** **** 1111"_s;
    QTest::newRow("four digits of one in the next") << u"4012 8888 8888 1881 1111 1111 1117"_s << u"**** **** **** 1881 1111 1111 1117"_s;
    QTest::newRow("code") << u"YT4111111111111111"_s << u"YT4111111111111111"_s;
}

void TestCardGuard::knownTextsAreMasked()
{
    QFETCH(const QString, text);
    QFETCH(const QString, masked);
    QCOMPARE(QString::fromUtf8(CardGuard::masked(text.toUtf8())), masked);
    QCOMPARE(m_store->owner("select store.mask_cards($1::text)", Params().text(text)), masked);
}

/// Each issuer's numbers of each length, made valid by their last digit.
void TestCardGuard::storeFindsNoneThatTheReaderMisses()
{
    QStringList texts;
    for (int prefix = 2000; prefix <= 6999; ++prefix) {
        for (int length = 13; length <= 19; ++length) {
            QByteArray digits = QByteArray::number(prefix) + QByteArray(length - 5, '0');
            for (char last = '0'; last <= '9'; ++last) {
                int sum = 0;
                for (qsizetype i = 0; i < digits.size(); ++i) {
                    const int digit = (digits[digits.size() - 1 - i] - '0') * (i % 2 == 0 ? 2 : 1);
                    sum += digit > 9 ? digit - 9 : digit;
                }
                if ((sum + last - '0') % 10 == 0)
                    texts.append(QString::fromLatin1(digits + last));
            }
        }
    }
    QCOMPARE(texts.size(), 5000 * 7);
    const QString store = holdsCard(texts);
    QCOMPARE(store.size(), texts.size());
    for (qsizetype i = 0; i < texts.size(); ++i)
        QVERIFY2((store[i] == u'1') == !CardGuard::cardsIn(texts[i].toUtf8()).isEmpty(), qPrintable(texts[i]));
}

void TestCardGuard::anyTextIsHeldForTheSameAsInTheStore()
{
    QRandomGenerator random(20260301);
    const QStringList pieces{u"4111"_s, u"1111"_s, u"1111"_s, u"1111"_s, u"4111111111111111"_s, u"378282246310005"_s, u"12"_s, u"７"_s, u"٤"_s, u" "_s, u"-"_s, u"."_s,
                             u"\u00a0"_s, u"\u2013"_s, u"+"_s, u"X"_s, u"ß"_s, u"\n"_s, u"号"_s, u","_s, u" "_s, u", "_s, u"\u200b"_s, u"\t"_s, u"visa"_s, u"AB"_s, u"NO"_s, u"1Z"_s, u"e"_s,
                             u"४१११"_s, u"5555555555554444"_s, u"*"_s, u"\""_s};
    QStringList texts;
    for (int i = 0; i < 20'000; ++i) {
        QString text;
        for (int n = random.bounded(12); n >= 0; --n)
            text += pieces[random.bounded(int(pieces.size()))];
        texts.append(text);
    }
    const QString store = holdsCard(texts);
    QCOMPARE(store.size(), texts.size());
    QVERIFY(store.count(u'1') > 500);
    for (qsizetype i = 0; i < texts.size(); ++i) {
        const QByteArray utf8 = texts[i].toUtf8();
        QVERIFY2((store[i] == u'1') == !CardGuard::cardsIn(utf8).isEmpty(), utf8.toPercentEncoding().constData());
        QVERIFY(CardGuard::cardsIn(CardGuard::masked(utf8)).isEmpty());
    }
}

/// Each character that may be a digit or part two groups, and many that are neither.
void TestCardGuard::everyCharacterStandsForTheSameAsInTheStore()
{
    QStringList texts;
    for (char32_t character = 1; character < 0x20000; ++character) {
        const bool isHangulOrHan = character >= 0x3400 && character < 0xA000;
        const bool isSurrogate = character >= 0xD800 && character < 0xE000;
        if (isHangulOrHan || isSurrogate)
            continue;
        const QString sign = QString::fromUcs4(&character, 1);
        texts.append(u"411111111111"_s + sign + u"1111"_s);
        if (!QChar::isNumber(character))
            continue;
        for (const QString &card : {u"411111111111111"_s, u"422222222222222"_s, u"433333333333333"_s, u"444444444444444"_s})
            texts.append(card + sign);
    }
    const QString store = holdsCard(texts);
    QCOMPARE(store.size(), texts.size());
    for (qsizetype i = 0; i < texts.size(); ++i)
        QVERIFY2((store[i] == u'1') == !CardGuard::cardsIn(texts[i].toUtf8()).isEmpty(), texts[i].toUtf8().toPercentEncoding().constData());
    QVERIFY(store.count(u'1') > 200);
}

/// One in fifty rows of sixteen digits begins like a card and passes its check; letters in front tell most of those apart.
void TestCardGuard::codesOfParcelsAreSeldomTakenForCards()
{
    constexpr int tried = 200'000;
    QRandomGenerator random(20260302);
    int taken = 0, withoutLetters = 0;
    for (int i = 0; i < tried; ++i) {
        QByteArray letters, digits;
        for (int n = random.bounded(1, 4); n > 0; --n)
            letters += char('A' + random.bounded(26));
        for (int n = 16; n > 0; --n)
            digits += char('0' + random.bounded(10));
        taken += CardGuard::cardsIn("Parcel " + letters + digits).isEmpty() ? 0 : 1;
        withoutLetters += CardGuard::cardsIn("Parcel " + digits).isEmpty() ? 0 : 1;
    }
    qInfo("%d of %d codes taken for a card; without their letters %d", taken, tried, withoutLetters);
    QVERIFY2(taken * 2000 < tried, QByteArray::number(taken).constData());
}

QTEST_GUILESS_MAIN(TestCardGuard)
#include "tst_cardguard.moc"
