// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/phoneorder.h"

#include <QTest>

using namespace Steward;
using namespace Qt::StringLiterals;

/// Two people change the lines of one order: whatever only one of them touched is kept, and the rest is named.
class TestLineMerge : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void linesOfTwoPeopleAreMerged_data();
    void linesOfTwoPeopleAreMerged();
};

void TestLineMerge::linesOfTwoPeopleAreMerged_data()
{
    QTest::addColumn<QString>("mine");
    QTest::addColumn<QString>("theirs");
    QTest::addColumn<QString>("merged");
    QTest::addColumn<QString>("contested");
    // Number and pieces of each line; both saw "1:1 2:2".
    QTest::newRow("nobody") << u"1:1 2:2"_s << u"1:1 2:2"_s << u"1:1 2:2"_s << QString();
    QTest::newRow("mine alone") << u"1:9 0:5"_s << u"1:1 2:2"_s << u"1:9 0:5"_s << QString();
    QTest::newRow("theirs alone") << u"1:1 2:2"_s << u"1:7 3:3"_s << u"1:7 3:3"_s << QString();
    QTest::newRow("different lines") << u"1:9 2:2 0:5"_s << u"1:1 2:8 3:3"_s << u"1:9 2:8 3:3 0:5"_s << QString();
    QTest::newRow("the same line") << u"1:9 2:2"_s << u"1:7 2:2"_s << u"1:9 2:2"_s << u"1"_s;
    QTest::newRow("both the same") << u"1:9 2:2"_s << u"1:9 2:2"_s << u"1:9 2:2"_s << QString();
    QTest::newRow("both took it out") << u"1:1"_s << u"1:1"_s << u"1:1"_s << QString();
    QTest::newRow("mine out, theirs changed") << u"1:1"_s << u"1:1 2:8"_s << u"1:1"_s << u"2"_s;
    QTest::newRow("mine changed, theirs out") << u"1:1 2:8"_s << u"1:1"_s << u"1:1 0:8"_s << QString();
}

void TestLineMerge::linesOfTwoPeopleAreMerged()
{
    QFETCH(const QString, mine);
    QFETCH(const QString, theirs);
    QFETCH(const QString, merged);
    QFETCH(const QString, contested);
    const auto read = [](const QString &text) {
        QList<LineDraft> lines;
        for (const QString &line : text.split(u' '))
            lines.append({line.section(u':', 0, 0).toLongLong(), {}, u"Mug"_s, line.section(u':', 1, 1).toInt(), 100});
        return lines;
    };
    const MergedLines found = mergeLines(read(u"1:1 2:2"_s), read(mine), read(theirs));
    QCOMPARE(found.lines, read(merged));
    QStringList numbers;
    for (const qint64 number : found.contested)
        numbers.append(QString::number(number));
    QCOMPARE(numbers.join(u' '), contested);
}

QTEST_GUILESS_MAIN(TestLineMerge)
#include "tst_linemerge.moc"
