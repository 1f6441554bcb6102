// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/screens.h"

#include <QTest>

using namespace Steward;
using namespace Qt::StringLiterals;

/// Where windows come back to on the screens there are now.
class TestScreens : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sameScreensHaveTheSameName();
    void otherScreensHaveAnother();
    void windowComesWhereItWas_data();
    void windowComesWhereItWas();

private:
    static ScreenPlace screen(const QString &name, const QRect &geometry) { return {name, geometry, geometry.adjusted(0, 30, 0, 0)}; }
    const ScreenPlace m_own = screen(u"own"_s, {0, 0, 1920, 1080});
    const ScreenPlace m_right = screen(u"right"_s, {1920, 0, 2560, 1440});
    const ScreenPlace m_left = screen(u"left"_s, {-1280, 0, 1280, 1024});
};

void TestScreens::sameScreensHaveTheSameName()
{
    QCOMPARE(screenSetUp({m_own, m_right}), screenSetUp({m_own, m_right}));
    QCOMPARE(screenSetUp({m_own, m_right}), screenSetUp({m_right, m_own})); // plugged in the other way round
    QVERIFY(!screenSetUp({}).isEmpty());
    QVERIFY(!screenSetUp({m_own}).contains(u'/')); // it is part of a settings key
}

void TestScreens::otherScreensHaveAnother()
{
    QSet<QString> names;
    for (const QList<ScreenPlace> &screens : {QList{m_own}, {m_own, m_right}, {m_own, m_left}, {screen(u"own"_s, {0, 0, 1280, 1024})}, {screen(u"other"_s, {0, 0, 1920, 1080})},
                                             {m_own, screen(u"right"_s, {1920, 200, 2560, 1440})}})
        names.insert(screenSetUp(screens));
    QCOMPARE(names.size(), 6);
}

void TestScreens::windowComesWhereItWas_data()
{
    QTest::addColumn<QList<ScreenPlace>>("screens");
    QTest::addColumn<QRect>("before");
    QTest::addColumn<QRect>("now");
    const QRect right(2500, 300, 700, 900);
    QTest::newRow("the same screens") << QList{m_own, m_right} << right << right;
    QTest::newRow("on the left one") << QList{m_own, m_left} << QRect(-900, 100, 700, 800) << QRect(-900, 100, 700, 800);
    QTest::newRow("its screen is gone") << QList{m_own} << right << QRect(610, 105, 700, 900);
    QTest::newRow("partly beside the screen") << QList{m_own} << QRect(1700, 300, 700, 600) << QRect(1700, 300, 700, 600);
    QTest::newRow("nearly all beside it") << QList{m_own} << QRect(1860, 300, 700, 600) << QRect(610, 255, 700, 600);
    QTest::newRow("its upper edge above it") << QList{m_own} << QRect(100, -200, 700, 600) << QRect(610, 255, 700, 600);
    QTest::newRow("its upper edge below it") << QList{m_own} << QRect(100, 1070, 700, 600) << QRect(610, 255, 700, 600);
    QTest::newRow("larger than the screen") << QList{screen(u"small"_s, {0, 0, 1024, 600})} << QRect(10, 40, 1600, 900) << QRect(10, 40, 1024, 570);
    QTest::newRow("no screen at all") << QList<ScreenPlace>() << right << right;
}

void TestScreens::windowComesWhereItWas()
{
    QFETCH(const QList<ScreenPlace>, screens);
    QFETCH(const QRect, before);
    QFETCH(const QRect, now);
    const QRect placed = placedOn(screens, before);
    QCOMPARE(placed.size(), now.size());
    QVERIFY2((placed.topLeft() - now.topLeft()).manhattanLength() <= 2, qPrintable(u"%1,%2"_s.arg(placed.x()).arg(placed.y())));
}

QTEST_APPLESS_MAIN(TestScreens)
#include "tst_screens.moc"
