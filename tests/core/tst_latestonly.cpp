// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/latestonly.h"

#include <QPromise>
#include <QTest>

#include <atomic>
#include <thread>
#include <vector>

using namespace Steward;

class TestLatestOnly : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }
    void answerArrives();
    void answerThatWasThereBeforeArrives();
    void ofTwentyStartsOnlyTheLastIsApplied();
    void newerStartCancelsTheOlderSource();
    void finishedButUndeliveredIsDropped();
    void dyingContextDropsTheAnswer();
    void destroyingCancelsTheSource();
    void cancelledSourceIsNotApplied();
    void applyMayStartAgain();
    void applyMayDestroyTheHelper();
    void startAndDestroyRaceWithTheProducer();
};

void TestLatestOnly::answerArrives()
{
    LatestOnly<int> latest;
    QPromise<int> promise;
    promise.start();
    int applied = 0;
    latest.start(promise.future(), this, [&applied](int value) { applied = value; });
    QVERIFY(latest.isRunning());
    promise.addResult(5);
    promise.finish();
    QTRY_COMPARE(applied, 5);
    QVERIFY(!latest.isRunning());
}

void TestLatestOnly::answerThatWasThereBeforeArrives()
{
    LatestOnly<int> latest;
    QPromise<int> promise;
    promise.start();
    promise.addResult(3);
    promise.finish();
    int applied = 0;
    latest.start(promise.future(), this, [&applied](int value) { applied = value; });
    QTRY_COMPARE(applied, 3);
}

void TestLatestOnly::ofTwentyStartsOnlyTheLastIsApplied()
{
    LatestOnly<int> latest;
    std::vector<QPromise<int>> promises(20);
    QList<int> applied;
    for (int number = 0; number < 20; ++number) {
        promises[size_t(number)].start();
        latest.start(promises[size_t(number)].future(), this, [&applied](int value) { applied.append(value); });
    }
    for (int number = 0; number < 20; ++number) {
        promises[size_t(number)].addResult(number);
        promises[size_t(number)].finish();
    }
    QTRY_COMPARE(applied, QList<int>{19});
    QTest::qWait(0);
    QCOMPARE(applied, QList<int>{19});
}

void TestLatestOnly::newerStartCancelsTheOlderSource()
{
    LatestOnly<int> latest;
    QPromise<int> older;
    QPromise<int> newer;
    older.start();
    newer.start();
    latest.start(older.future(), this, [](int) {});
    latest.start(newer.future(), this, [](int) {});
    QVERIFY(older.isCanceled());
    QVERIFY(!newer.isCanceled());
    older.finish();
    newer.finish();
}

void TestLatestOnly::finishedButUndeliveredIsDropped()
{
    LatestOnly<int> latest;
    QPromise<int> older;
    older.start();
    QList<int> applied;
    latest.start(older.future(), this, [&applied](int value) { applied.append(value); });
    older.addResult(1);
    older.finish();
    QPromise<int> newer;
    newer.start();
    latest.start(newer.future(), this, [&applied](int value) { applied.append(value); });
    newer.addResult(2);
    newer.finish();
    QTRY_COMPARE(applied, QList<int>{2});
}

void TestLatestOnly::dyingContextDropsTheAnswer()
{
    LatestOnly<int> latest;
    QPromise<int> promise;
    promise.start();
    bool applied = false;
    {
        QObject context;
        latest.start(promise.future(), &context, [&applied](int) { applied = true; });
    }
    promise.addResult(1);
    promise.finish();
    QTest::qWait(10);
    QVERIFY(!applied);
}

void TestLatestOnly::destroyingCancelsTheSource()
{
    QPromise<int> promise;
    promise.start();
    {
        LatestOnly<int> latest;
        latest.start(promise.future(), this, [](int) { QFAIL("nobody waits any more"); });
    }
    QVERIFY(promise.isCanceled());
    promise.finish();
    QTest::qWait(10);
}

void TestLatestOnly::cancelledSourceIsNotApplied()
{
    LatestOnly<int> latest;
    QPromise<int> promise;
    promise.start();
    bool applied = false;
    latest.start(promise.future(), this, [&applied](int) { applied = true; });
    promise.future().cancel();
    promise.finish();
    QTRY_VERIFY(!latest.isRunning());
    QVERIFY(!applied);
}

void TestLatestOnly::applyMayStartAgain()
{
    LatestOnly<int> latest;
    QPromise<int> first;
    QPromise<int> second;
    first.start();
    second.start();
    int applied = 0;
    latest.start(first.future(), this,
                 [&](int) { latest.start(second.future(), this, [&applied](int value) { applied = value; }); });
    first.addResult(1);
    first.finish();
    second.addResult(2);
    second.finish();
    QTRY_COMPARE(applied, 2);
}

void TestLatestOnly::applyMayDestroyTheHelper()
{
    auto latest = std::make_unique<LatestOnly<int>>();
    QPromise<int> promise;
    promise.start();
    latest->start(promise.future(), this, [&latest](int) { latest.reset(); });
    promise.addResult(1);
    promise.finish();
    QTRY_VERIFY(!latest);
}

void TestLatestOnly::startAndDestroyRaceWithTheProducer()
{
    std::atomic<int> applied = 0;
    for (int round = 0; round < 400; ++round) {
        auto promise = std::make_shared<QPromise<int>>();
        promise->start();
        std::thread producer([promise] {
            promise->addResult(1);
            promise->finish();
        });
        {
            QObject context;
            LatestOnly<int> latest;
            latest.start(promise->future(), &context, [&applied](int) { ++applied; });
            if (round % 2 == 0)
                QCoreApplication::sendPostedEvents();
        }
        producer.join();
    }
    QTest::qWait(10);
    QVERIFY(applied <= 200);
}

QTEST_GUILESS_MAIN(TestLatestOnly)
#include "tst_latestonly.moc"
