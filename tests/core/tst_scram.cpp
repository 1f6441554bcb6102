// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/database/scram.h"

#include <QTest>

using namespace Steward;
using namespace Qt::StringLiterals;

class TestScram : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knownVectorComesOut();
    void saltDiffersEachTime();
    void passwordIsPrepared_data();
    void passwordIsPrepared();
};

void TestScram::knownVectorComesOut()
{
    // The exchange printed in RFC 7677; its server signature follows from this server key.
    const QByteArray salt = QByteArray::fromBase64("W22ZaJ0SNY7soEsUEjb6gQ==");
    QCOMPARE(scramVerifier(u"pencil"_s, salt, 4096),
             QByteArray("SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:"
                        "wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU="));
}

void TestScram::saltDiffersEachTime()
{
    const QByteArray one = scramVerifier(u"pencil"_s);
    QVERIFY(one.startsWith("SCRAM-SHA-256$4096:"));
    QVERIFY(one != scramVerifier(u"pencil"_s));
}

void TestScram::passwordIsPrepared_data()
{
    QTest::addColumn<QString>("password");
    QTest::addColumn<QByteArray>("prepared");
    QTest::newRow("ASCII stays") << u"p@ss W0rd"_s << QByteArray("p@ss W0rd");
    QTest::newRow("soft hyphen vanishes") << u"I\u00ADX"_s << QByteArray("IX");
    QTest::newRow("case is kept") << u"\u00DCSER"_s << QByteArray("\xc3\x9cSER");
    QTest::newRow("ordinal becomes a letter") << u"\u00AA"_s << QByteArray("a");
    QTest::newRow("Roman nine becomes letters") << u"\u2168"_s << QByteArray("IX");
    QTest::newRow("no-break space becomes a space") << u"a\u00A0b"_s << QByteArray("a b");
    QTest::newRow("decomposed becomes composed") << u"e\u0301"_s << QByteArray("\xc3\xa9");
    QTest::newRow("Hebrew alone") << u"\u05D0\u05D1"_s << QByteArray("\xd7\x90\xd7\x91");
    QTest::newRow("mixed directions stay raw") << u"\u05D0a\u00A0"_s << u"\u05D0a\u00A0"_s.toUtf8();
    QTest::newRow("emoji stays raw") << u"\u00A0\U0001F600"_s << u"\u00A0\U0001F600"_s.toUtf8();
    QTest::newRow("private use stays raw") << u"\u00AA\uE000"_s << u"\u00AA\uE000"_s.toUtf8();
}

void TestScram::passwordIsPrepared()
{
    QFETCH(QString, password);
    QFETCH(QByteArray, prepared);
    QCOMPARE(preparedPassword(password), prepared);
}

QTEST_GUILESS_MAIN(TestScram)
#include "tst_scram.moc"
