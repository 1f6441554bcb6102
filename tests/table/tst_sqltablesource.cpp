// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/ordertablemodel.h"

#include "models/orders/orderrepository.h"
#include "tests/table/signedin.h"

#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

namespace {

constexpr int patienceMs = 20'000;

} // namespace

/// The list of a real store: where the model says a record stands, there it stands, in every order.
class TestSqlTableSource : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void recordsAreLocatedInEveryOrder_data();
    void recordsAreLocatedInEveryOrder();
    void recordOutsideTheFilterIsNotLocated();
    void keysOfPersonsAreNotToldByLadderAndPlace();

private:
    static QByteArray orderBy(const QString &sort, bool descending);

    std::unique_ptr<StoreUnderTest> m_store;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<OrderRepository> m_orders;
};

void TestSqlTableSource::initTestCase()
{
    m_store = std::make_unique<StoreUnderTest>(TestDatabase::Kind::Demo);
    m_session = signIn(*m_store, u"agent"_s);
    QVERIFY(m_session);
    m_orders = makeSqlOrderRepository(*m_session);
}

QByteArray TestSqlTableSource::orderBy(const QString &sort, bool descending)
{
    static const QHash<QString, QByteArray> keys{{u"placed"_s, "placed_at"}, {u"number"_s, "number_key"}, {u"total"_s, "total_minor"}, {u"payment"_s, "payment_status"},
                                                 {u"fulfilment"_s, "fulfilment_status"}, {u"customer"_s, "customer_key"}, {u"postal"_s, "postal_key"}};
    const QByteArray way = descending ? " desc" : " asc";
    return " order by " + keys.value(sort) + way + ", o.id" + way;
}

void TestSqlTableSource::recordsAreLocatedInEveryOrder_data()
{
    QTest::addColumn<QString>("sort");
    QTest::addColumn<bool>("descending");
    for (const char *sort : {"placed", "number", "total", "payment", "fulfilment", "customer", "postal"}) {
        QTest::addRow("%s up", sort) << QString::fromLatin1(sort) << false;
        QTest::addRow("%s down", sort) << QString::fromLatin1(sort) << true;
    }
}

void TestSqlTableSource::recordsAreLocatedInEveryOrder()
{
    QFETCH(const QString, sort);
    QFETCH(const bool, descending);
    const QStringList ids = m_store->column(Cluster::ownerLogin(), "select o.id::text from store.orders o" + orderBy(sort, descending));
    QVERIFY(ids.size() > 1000);
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    OrderTableModel model(m_orders->makeTableSource());
    QSignalSpy located(&model, &TableModel::located);
    model.setQuery({.filters = {}, .text = {}, .sort = sort, .descending = descending});
    for (int i = 0; i < 3; ++i) {
        const int row = i == 0 ? int(ids.size()) - 1 : random.bounded(int(ids.size()));
        const qint64 id = ids.at(row).toLongLong();
        located.clear();
        model.locate(id);
        QTRY_COMPARE_WITH_TIMEOUT(located.size(), 1, patienceMs);
        QCOMPARE(located.first().at(0).toInt(), row);
        QCOMPARE(located.first().at(1).toLongLong(), id);
        QCOMPARE(model.rowAt(row)->id, id);
    }
    QCOMPARE(model.rowCount(), int(ids.size()));
}

void TestSqlTableSource::recordOutsideTheFilterIsNotLocated()
{
    const qint64 id = m_store->owner("select id::text from store.orders where hold_count = 0 limit 1").toLongLong();
    OrderTableModel model(m_orders->makeTableSource());
    QSignalSpy located(&model, &TableModel::located);
    for (const QString &sort : {u"placed"_s, u"customer"_s}) {
        located.clear();
        model.setQuery({.filters = {{u"hold"_s, u"in"_s, {u"yes"_s}}}, .text = {}, .sort = sort, .descending = false});
        model.locate(id);
        QTRY_COMPARE_WITH_TIMEOUT(located.size(), 1, patienceMs);
        QCOMPARE(located.first().at(0).toInt(), -1);
        QCOMPARE(located.first().at(1).toLongLong(), id);
    }
}

void TestSqlTableSource::keysOfPersonsAreNotToldByLadderAndPlace()
{
    const auto source = m_orders->makeTableSource();
    const qint64 id = m_store->owner("select id::text from store.orders order by id limit 1").toLongLong();
    for (const QString &sort : {u"customer"_s, u"postal"_s}) {
        const TableQuery query{.filters = {}, .text = {}, .sort = sort, .descending = false};
        const auto ladder = answerOf(source->ladder(query, 100));
        QVERIFY(ladder && ladder->rungs.size() > 10);
        for (const auto &rung : ladder->rungs)
            QVERIFY(rung.key.isEmpty());
        const auto place = answerOf(source->locate(query, id));
        QVERIFY(place && *place);
        QVERIFY((*place)->key.isEmpty());
        QVERIFY((*place)->place);
    }
}

QTEST_GUILESS_MAIN(TestSqlTableSource)
#include "tst_sqltablesource.moc"
