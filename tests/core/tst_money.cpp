// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/money.h"

#include <QRandomGenerator>
#include <QTest>

#include <limits>

using namespace Steward;
using namespace Qt::StringLiterals;

class TestMoney : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void currencyHasItsDigits_data();
    void currencyHasItsDigits();
    void unknownCodesAreUnknown_data();
    void unknownCodesAreUnknown();
    void plainTextGoesBothWays_data();
    void plainTextGoesBothWays();
    void bytesAreWrittenAsTheirDigitsSay();
    void textIsReadOrRefused_data();
    void textIsReadOrRefused();
    void peopleReadItInTheirOwnWay();
};

void TestMoney::currencyHasItsDigits_data()
{
    QTest::addColumn<QString>("code");
    QTest::addColumn<int>("digits");
    QTest::newRow("euro") << u"EUR"_s << 2;
    QTest::newRow("dollar") << u"USD"_s << 2;
    QTest::newRow("yen") << u"JPY"_s << 0;
    QTest::newRow("dinar") << u"KWD"_s << 3;
    QTest::newRow("unit of Chile") << u"CLF"_s << 4;
    QTest::newRow("Caribbean guilder, since 2025") << u"XCG"_s << 2;
    QTest::newRow("kuna, of older orders") << u"HRK"_s << 2;
}

void TestMoney::currencyHasItsDigits()
{
    QFETCH(QString, code);
    QFETCH(int, digits);
    QVERIFY(Money::isKnown(code));
    QCOMPARE(Money::digits(code), digits);
}

void TestMoney::unknownCodesAreUnknown_data()
{
    QTest::addColumn<QString>("code");
    QTest::newRow("empty") << QString();
    QTest::newRow("lower case") << u"eur"_s;
    QTest::newRow("too short") << u"EU"_s;
    QTest::newRow("too long") << u"EURO"_s;
    QTest::newRow("gold") << u"XAU"_s;
    QTest::newRow("no currency") << u"XXX"_s;
    QTest::newRow("for testing") << u"XTS"_s;
    QTest::newRow("lira of Italy") << u"ITL"_s;
    QTest::newRow("outside ASCII") << u"ЕUR"_s;
}

void TestMoney::unknownCodesAreUnknown()
{
    QFETCH(QString, code);
    QVERIFY(!Money::isKnown(code));
}

void TestMoney::plainTextGoesBothWays_data()
{
    constexpr auto largest = std::numeric_limits<qint64>::max();
    QTest::addColumn<qint64>("minor");
    QTest::addColumn<QString>("currency");
    QTest::addColumn<QString>("text");
    QTest::newRow("zero") << qint64(0) << u"EUR"_s << u"0.00"_s;
    QTest::newRow("a cent") << qint64(1) << u"EUR"_s << u"0.01"_s;
    QTest::newRow("below zero") << qint64(-5) << u"EUR"_s << u"-0.05"_s;
    QTest::newRow("usual") << qint64(123450) << u"USD"_s << u"1234.50"_s;
    QTest::newRow("no digits") << qint64(1234) << u"JPY"_s << u"1234"_s;
    QTest::newRow("three digits") << qint64(1234) << u"KWD"_s << u"1.234"_s;
    QTest::newRow("four digits") << qint64(-1234) << u"CLF"_s << u"-0.1234"_s;
    QTest::newRow("largest") << largest << u"EUR"_s << u"92233720368547758.07"_s;
}

void TestMoney::plainTextGoesBothWays()
{
    QFETCH(qint64, minor);
    QFETCH(QString, currency);
    QFETCH(QString, text);
    const Money money{minor, currency};
    QCOMPARE(money.toPlainText(), text);
    QCOMPARE(Money::fromPlainText(text, currency), std::optional(money));
}

void TestMoney::bytesAreWrittenAsTheirDigitsSay()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    QList<qint64> amounts{0, 1, -1, 9, 10, -99, 100, 999, 1000, std::numeric_limits<qint64>::max(), std::numeric_limits<qint64>::min()};
    for (int i = 0; i < 2000; ++i)
        amounts.append(qint64(random.generate64()) >> random.bounded(64));
    for (const qint64 minor : std::as_const(amounts)) {
        for (int digits = 0; digits <= 4; ++digits) {
            // The long way: figures alone, filled up to one before the point.
            QString figures = QString::number(minor);
            const bool isNegative = figures.startsWith(u'-');
            figures = figures.mid(isNegative ? 1 : 0).rightJustified(digits + 1, u'0');
            if (digits > 0)
                figures.insert(figures.size() - digits, u'.');
            QByteArray out = "before,";
            Money::appendPlainText(out, minor, digits);
            QCOMPARE(QString::fromLatin1(out), u"before,"_s + (isNegative ? u"-"_s : QString()) + figures);
        }
    }
}

void TestMoney::textIsReadOrRefused_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("currency");
    QTest::addColumn<bool>("isRead");
    QTest::addColumn<qint64>("minor");
    QTest::newRow("whole") << u"12"_s << u"EUR"_s << true << qint64(1200);
    QTest::newRow("one digit") << u"12.5"_s << u"EUR"_s << true << qint64(1250);
    QTest::newRow("plus") << u"+1.00"_s << u"EUR"_s << true << qint64(100);
    QTest::newRow("leading zeros") << u"0012.50"_s << u"EUR"_s << true << qint64(1250);
    QTest::newRow("empty") << QString() << u"EUR"_s << false << qint64(0);
    QTest::newRow("only a sign") << u"-"_s << u"EUR"_s << false << qint64(0);
    QTest::newRow("only a point") << u"."_s << u"EUR"_s << false << qint64(0);
    QTest::newRow("nothing after the point") << u"12."_s << u"EUR"_s << false << qint64(0);
    QTest::newRow("nothing before it") << u".50"_s << u"EUR"_s << false << qint64(0);
    QTest::newRow("a German twelve thousand") << u"12.500"_s << u"EUR"_s << false << qint64(0);
    QTest::newRow("yen have no digits") << u"12.0"_s << u"JPY"_s << false << qint64(0);
    QTest::newRow("comma") << u"12,50"_s << u"EUR"_s << false << qint64(0);
    QTest::newRow("two points") << u"1.2.3"_s << u"EUR"_s << false << qint64(0);
    QTest::newRow("blank") << u" 12"_s << u"EUR"_s << false << qint64(0);
    QTest::newRow("exponent") << u"1e3"_s << u"EUR"_s << false << qint64(0);
    QTest::newRow("Arabic digits") << u"١٢"_s << u"EUR"_s << false << qint64(0);
    QTest::newRow("too large") << u"92233720368547758.08"_s << u"EUR"_s << false << qint64(0);
    QTest::newRow("far too large") << u"99999999999999999999999"_s << u"JPY"_s << false << qint64(0);
}

void TestMoney::textIsReadOrRefused()
{
    QFETCH(QString, text);
    QFETCH(QString, currency);
    QFETCH(bool, isRead);
    QFETCH(qint64, minor);
    const auto money = Money::fromPlainText(text, currency);
    QCOMPARE(money.has_value(), isRead);
    if (money)
        QCOMPARE(money->minor, minor);
}

void TestMoney::peopleReadItInTheirOwnWay()
{
    QCOMPARE((Money{123456, u"EUR"_s}.toText(QLocale::c())), u"1234.56 EUR"_s);
    QCOMPARE((Money{123456, u"EUR"_s}.toText(QLocale(QLocale::German, QLocale::Germany))), u"1.234,56 EUR"_s);
    QCOMPARE((Money{-5, u"USD"_s}.toText(QLocale(QLocale::English, QLocale::UnitedStates))), u"-0.05 USD"_s);
    QCOMPARE((Money{320500, u"KWD"_s}.toText(QLocale(QLocale::English, QLocale::UnitedStates))), u"320.500 KWD"_s);
    QCOMPARE((Money{4186, u"JPY"_s}.toText(QLocale(QLocale::English, QLocale::UnitedStates))), u"4,186 JPY"_s);
    // More figures than a double has.
    QCOMPARE((Money{9223372036854775807, u"USD"_s}.toText(QLocale(QLocale::English, QLocale::UnitedStates))), u"92,233,720,368,547,758.07 USD"_s);
    QCOMPARE((Money{105, u"EGP"_s}.toText(QLocale(QLocale::Arabic, QLocale::Egypt))), u"١٫٠٥ EGP"_s);
}

QTEST_GUILESS_MAIN(TestMoney)
#include "tst_money.moc"
