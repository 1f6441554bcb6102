// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/bulk/bulkgathering.h"
#include "tests/bulk/fakebulk.h"

#include <QSignalSpy>
#include <QTest>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// All that a list matches is found page by page, or it is said why not.
class TestBulkGathering : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void goesOnUntilAPageIsNotFull();
    void asksByWhatNeverChanges();
    void failureIsSaid();
    void tooManyAreRefused();
    void stoppedIsNotAnswered();

private:
    static BulkChoice page(int from, int count);
};

BulkChoice TestBulkGathering::page(int from, int count)
{
    BulkChoice page;
    for (int i = from; i < from + count; ++i)
        page.orders.append({{i}, 1, QString::number(i)});
    page.next = {TableCursor::Direction::After, u"key"_s, from + count - 1};
    return page;
}

void TestBulkGathering::goesOnUntilAPageIsNotFull()
{
    FakeBulk store;
    store.pages = {page(1, 500), page(501, 500), page(1001, 3)};
    BulkGathering gathering(store);
    QSignalSpy progressed(&gathering, &BulkGathering::progressed);
    QSignalSpy gathered(&gathering, &BulkGathering::gathered);
    gathering.start({});
    QTRY_COMPARE(gathered.count(), 1);
    QCOMPARE(gathered.first().first().value<QList<BulkOrder>>().size(), 1003);
    QCOMPARE(progressed.count(), 3);
    QCOMPARE(store.cursors.at(0).direction, TableCursor::Direction::Start);
    QCOMPARE(store.cursors.at(2).id.value(), 1000);
}

void TestBulkGathering::asksByWhatNeverChanges()
{
    FakeBulk store;
    store.pages = {page(1, 1)};
    BulkGathering gathering(store);
    TableQuery query;
    query.filters = {{u"payment"_s, u"in"_s, {u"paid"_s}}};
    query.sort = u"payment"_s;
    query.descending = false;
    gathering.start(query);
    QCOMPARE(store.queries.first().filters, query.filters);
    QCOMPARE(store.queries.first().sort, u"placed"_s);
    QVERIFY(store.queries.first().descending);
}

void TestBulkGathering::failureIsSaid()
{
    FakeBulk store;
    store.pages = {page(1, 500)};
    BulkGathering gathering(store);
    QSignalSpy gathered(&gathering, &BulkGathering::gathered);
    QSignalSpy failed(&gathering, &BulkGathering::failed);
    gathering.start({});
    QTRY_COMPARE(failed.count(), 1);
    QCOMPARE(failed.first().first().toString(), u"away"_s);
    QCOMPARE(gathered.count(), 0);
}

void TestBulkGathering::tooManyAreRefused()
{
    FakeBulk store;
    for (int from = 1; from <= BulkGathering::mostOrders + 1; from += 500)
        store.pages.append(page(from, 500));
    BulkGathering gathering(store);
    QSignalSpy gathered(&gathering, &BulkGathering::gathered);
    QSignalSpy failed(&gathering, &BulkGathering::failed);
    gathering.start({});
    QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, 20'000);
    QCOMPARE(gathered.count(), 0);
}

void TestBulkGathering::stoppedIsNotAnswered()
{
    FakeBulk store;
    store.pages = {page(1, 500), page(501, 1)};
    BulkGathering gathering(store);
    QSignalSpy progressed(&gathering, &BulkGathering::progressed);
    gathering.start({});
    gathering.stop();
    QCoreApplication::processEvents();
    QCOMPARE(progressed.count(), 0);
    QCOMPARE(store.queries.size(), 1);
}

QTEST_GUILESS_MAIN(TestBulkGathering)
#include "tst_bulkgathering.moc"
