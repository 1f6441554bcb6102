// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/table/windowcache.h"

#include <QRandomGenerator>
#include <QTest>

#include <algorithm>

using namespace Steward;

namespace {

QList<TableRow> rows(int count, qint64 id)
{
    return QList<TableRow>(count, TableRow{.id = id, .version = 1, .sortKey = {}, .cells = {}});
}

QList<int> sorted(QList<int> windows)
{
    std::sort(windows.begin(), windows.end());
    return windows;
}

} // namespace

/// Which windows are kept.
class TestWindowCache : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void leastLatelyUsedIsForgotten();
    void lookingIsNoUse();
    void windowPutInAgainIsReplaced();
    void rowsAreCountedAndCleared();
    void keepsWhatAListOfUsesWouldKeep();
};

void TestWindowCache::leastLatelyUsedIsForgotten()
{
    WindowCache cache(3);
    for (int window = 0; window < 3; ++window)
        cache.insert(window, rows(1, window));
    cache.touch(0);
    cache.touch(17); // not there: nothing to mark
    cache.insert(9, rows(1, 9));
    QCOMPARE(sorted(cache.windows()), (QList<int>{0, 2, 9}));
    QVERIFY(!cache.find(1));
    QCOMPARE(cache.find(9)->first().id, 9);
}

void TestWindowCache::lookingIsNoUse()
{
    WindowCache cache(2);
    cache.insert(1, rows(1, 1));
    cache.insert(2, rows(1, 2));
    QVERIFY(cache.find(1));
    QVERIFY(std::as_const(cache).find(1));
    cache.insert(3, rows(1, 3));
    QCOMPARE(sorted(cache.windows()), (QList<int>{2, 3}));
}

void TestWindowCache::windowPutInAgainIsReplaced()
{
    WindowCache cache(2);
    cache.insert(1, rows(5, 1));
    cache.insert(2, rows(1, 2));
    cache.insert(1, rows(3, 7));
    QCOMPARE(cache.find(1)->size(), 3);
    QCOMPARE(cache.find(1)->first().id, 7);
    QCOMPARE(cache.rowCount(), 4);
    cache.insert(3, rows(1, 3));
    QCOMPARE(sorted(cache.windows()), (QList<int>{1, 3}));
}

void TestWindowCache::rowsAreCountedAndCleared()
{
    WindowCache cache(4);
    QCOMPARE(cache.rowCount(), 0);
    cache.insert(0, rows(100, 0));
    cache.insert(1, rows(37, 1));
    QCOMPARE(cache.rowCount(), 137);
    cache.clear();
    QCOMPARE(cache.rowCount(), 0);
    QVERIFY(!cache.find(0) && cache.windows().isEmpty());
}

void TestWindowCache::keepsWhatAListOfUsesWouldKeep()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    constexpr int capacity = 7;
    WindowCache cache(capacity);
    QList<int> used; // the latest last
    for (int round = 0; round < 5000; ++round) {
        const int window = random.bounded(15);
        if (random.bounded(2)) {
            cache.insert(window, rows(1, window));
            used.removeAll(window);
            used.append(window);
            if (used.size() > capacity)
                used.removeFirst();
        } else {
            cache.touch(window);
            if (used.removeAll(window))
                used.append(window);
        }
        QCOMPARE(sorted(cache.windows()), sorted(used));
        QCOMPARE(cache.rowCount(), int(used.size()));
    }
}

QTEST_APPLESS_MAIN(TestWindowCache)
#include "tst_windowcache.moc"
