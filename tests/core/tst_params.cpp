// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/database/params.h"

#include <QJsonArray>
#include <QTest>
#include <QTimeZone>

using namespace Steward;
using namespace Qt::StringLiterals;

class TestParams : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void valuesKeepTheirOrder();
    void timesTravelInUtc();
    void invalidTimeIsNull();
    void arraysQuoteEveryText_data();
    void arraysQuoteEveryText();
    void emptyTextIsNotNull();
    void appendedValuesFollow();
};

void TestParams::valuesKeepTheirOrder()
{
    const QUuid id(u"{6f1c2ad5-0d6c-4d7c-9f67-2f0d7b1f2a11}"_s);
    const Params params =
        Params().text(u"Žofie O'Neil"_s).integer(-7).boolean(true).uuid(id).null().json(QJsonObject{{u"a"_s, 1}});
    QCOMPARE(params.values().size(), 6);
    QCOMPARE(params.values().at(0), QByteArray("Žofie O'Neil"));
    QCOMPARE(params.values().at(1), QByteArray("-7"));
    QCOMPARE(params.values().at(2), QByteArray("t"));
    QCOMPARE(params.values().at(3), QByteArray("6f1c2ad5-0d6c-4d7c-9f67-2f0d7b1f2a11"));
    QVERIFY(!params.values().at(4).has_value());
    QCOMPARE(params.values().at(5), QByteArray(R"({"a":1})"));
}

void TestParams::timesTravelInUtc()
{
    const QDateTime local(QDate(2026, 7, 1), QTime(1, 30, 0, 250), QTimeZone(QByteArray("Europe/Zagreb")));
    QCOMPARE(Params().timestamp(local).values().first(), QByteArray("2026-06-30T23:30:00.250Z"));
}

void TestParams::invalidTimeIsNull()
{
    QVERIFY(!Params().timestamp(QDateTime()).values().first().has_value());
}

void TestParams::arraysQuoteEveryText_data()
{
    QTest::addColumn<QStringList>("texts");
    QTest::addColumn<QByteArray>("array");
    QTest::newRow("none") << QStringList() << QByteArray("{}");
    QTest::newRow("the word null") << QStringList{u"NULL"_s} << QByteArray(R"({"NULL"})");
    QTest::newRow("empty") << QStringList{QString(), u"b"_s} << QByteArray(R"({"","b"})");
    QTest::newRow("hostile") << QStringList{u"a\",\"b"_s, u"\\"_s, u"{}"_s} << QByteArray(R"({"a\",\"b","\\","{}"})");
}

void TestParams::arraysQuoteEveryText()
{
    QFETCH(QStringList, texts);
    QFETCH(QByteArray, array);
    QCOMPARE(Params().texts(texts).values().first(), array);
}

void TestParams::emptyTextIsNotNull()
{
    QVERIFY(Params().text(QString()).values().first().has_value());
}

void TestParams::appendedValuesFollow()
{
    const Params rest = Params().integer(2).integer(3);
    const Params all = Params().integer(1).append(rest);
    QCOMPARE(all.values().size(), 3);
    QCOMPARE(all.values().last(), QByteArray("3"));
}

QTEST_GUILESS_MAIN(TestParams)
#include "tst_params.moc"
