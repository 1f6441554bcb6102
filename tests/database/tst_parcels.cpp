// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/database/storeundertest.h"

#include <QTest>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// What is put right after a parcel was written down: its carrier and number, and that it did not leave.
class TestParcels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void numberIsCorrectedAndTold();
    void waitingMessageTellsWhatIsRight();
    void nothingIsToldUnasked();
    void whoWasToldNothingIsToldWhatWasShipped();
    void answerSaysWhetherTheCustomerIsTold();
    void wrongCorrectionsAreRefused_data();
    void wrongCorrectionsAreRefused();
    void sentTwiceCorrectedOnce();
    void staleVersionIsAConflict();
    void correctionIsUndone();
    void whatAnotherMessageToldIsNotUndone();
    void parcelThatDidNotLeaveIsSentAgain();
    void takenBackIsUndone();
    void messageOfAParcelThatDidNotLeaveNeverDoes();
    void whatWasNotToldIsToldWhenItCountsAgain();
    void whatCameBackIsNotSentAgain();
    void whatWasPaidBackIsNotSentAgain();
    void nothingIsSentAgainOfACancelledOrder();
    void whoShipsCorrects();
    void numbersReachNeitherAuditNorLog();

private:
    void ship(const QByteArray &parcels, bool isTold = false) const
    {
        QCOMPARE(m_store->lead("select desk.ship(gen_random_uuid(), $1, $2::int, $3::jsonb, $4::boolean)->>'outcome'",
                               Params().integer(m_order).integer(version()).text(QString::fromUtf8(parcels)).text(isTold ? u"true"_s : u"false"_s)), u"done"_s);
    }
    QString fix(int parcel, const QString &carrier, const QString &tracking, bool isTold = false, const QString &login = u"lead"_s, QUuid id = QUuid::createUuid(), int at = 0) const
    {
        return m_store->ask(login, "select coalesce(nullif(r->>'reason', ''), r->>'outcome') from desk.parcel_fix($1, $2, $3::int, $4::int, $5, $6, $7::boolean) r",
                            Params().uuid(id).integer(m_order).integer(at > 0 ? at : version()).integer(parcel).text(carrier).text(tracking).text(isTold ? u"true"_s : u"false"_s));
    }
    QString takeBack(int parcel, const QString &login = u"lead"_s, QUuid id = QUuid::createUuid()) const
    {
        return m_store->ask(login, "select coalesce(nullif(r->>'reason', ''), r->>'outcome') from desk.parcel_void($1, $2, $3::int, $4::int) r",
                            Params().uuid(id).integer(m_order).integer(version()).integer(parcel));
    }
    QString undo(QUuid id) const { return m_store->lead("select coalesce(nullif(r->>'reason', ''), r->>'outcome') from desk.undo(gen_random_uuid(), $1) r", Params().uuid(id)); }
    QString order(const QByteArray &columns) const { return m_store->owner("select " + columns + " from store.orders where id = $1", Params().integer(m_order)); }
    int version() const { return order("version::text").toInt(); }
    QString parcels() const
    {
        return m_store->owner("select string_agg(concat_ws(' ', carrier, tracking, case when voided_at is not null then 'void' end), ', ' order by shipment_no) from store.shipment where order_id = $1", Params().integer(m_order));
    }
    void isDue() const { m_store->owner("update mailroom.outbox set not_before = now()"); }
    void isSent() const { m_store->owner("update mailroom.outbox set state = 'sent', first_tried_at = clock_timestamp(), sent_at = clock_timestamp()"); }
    QString outbox() const { return m_store->owner("select string_agg(template || ' ' || state, ', ' order by id) from mailroom.outbox"); }

    std::unique_ptr<StoreUnderTest> m_store;
    qint64 m_order = 0; ///< two mugs, paid
};

void TestParcels::init()
{
    m_store = std::make_unique<StoreUnderTest>();
    m_store->owner("update store.setting set value = '\"service@shop.example\"' where key = 'store.sender'");
    m_order = m_store->placeOrder();
    m_store->payOrder(m_order);
}

void TestParcels::numberIsCorrectedAndTold()
{
    ship(R"([{"carrier": "DHL", "tracking": "RX1DE", "lines": [{"line_no": 1, "quantity": 1}]}, {"carrier": "DHL", "tracking": "RX2DE", "lines": [{"line_no": 1, "quantity": 1}]}])", true);
    isSent();
    const int before = version();
    QCOMPARE(fix(2, u" UPS "_s, u"1Z999"_s, true), u"done"_s);
    QCOMPARE(parcels(), u"DHL RX1DE, UPS 1Z999"_s);
    QCOMPARE(version(), before + 1);
    QCOMPARE(order("fulfilment_status"), u"fulfilled"_s);
    QCOMPARE(m_store->owner("select template || ' ' || (body->'shipment_nos')::text || ' ' || (not_before > now())::text from mailroom.outbox where state = 'waiting'"), u"parcel_fixed [2] true"_s);
    QCOMPARE(m_store->owner("select field || ' ' || (old_value->>'tracking') || ' ' || (new_value->>'tracking') from store.order_change"), u"parcel RX2DE 1Z999"_s);
    QCOMPARE(m_store->panel(u"agent"_s, m_order, "#>>'{events,0,kind}'"), u"parcel_fixed"_s);
    QCOMPARE(m_store->panel(u"fulfilment"_s, m_order, "#>>'{changes,0,new,carrier}'"), u"UPS"_s);
    isDue();
    QCOMPARE(m_store->deliver("select string_agg(p->>'tracking', ' ') from jsonb_array_elements(mailroom.take('{message}', 1)->'items'->0->'parcels') p"), u"1Z999"_s);
}

void TestParcels::waitingMessageTellsWhatIsRight()
{
    ship(R"([{"carrier": "DHL", "tracking": "RX1DE", "lines": [{"line_no": 1, "quantity": 2}]}])", true);
    QCOMPARE(fix(1, u"DHL"_s, u"RX9DE"_s, true), u"done"_s);
    QCOMPARE(outbox(), u"shipped waiting"_s);
    isDue();
    QCOMPARE(m_store->deliver("select mailroom.take('{message}', 1)#>>'{items,0,parcels,0,tracking}'"), u"RX9DE"_s);
    // Now that one is on its way, a second is needed.
    QCOMPARE(fix(1, u"DHL"_s, u"RX8DE"_s, true), u"done"_s);
    QCOMPARE(outbox(), u"shipped sending, parcel_fixed waiting"_s);
}

void TestParcels::nothingIsToldUnasked()
{
    ship(R"([{"lines": [{"line_no": 1, "quantity": 2}]}])");
    QCOMPARE(fix(1, u"DHL"_s, u"RX1DE"_s), u"done"_s);
    QCOMPARE(outbox(), QString());
}

void TestParcels::answerSaysWhetherTheCustomerIsTold()
{
    const auto told = [this](const QString &tracking, const QString &notify = u"true"_s) {
        return m_store->lead("select coalesce(r->'rows'->0->>'told', 'unasked') from desk.parcel_fix(gen_random_uuid(), $1, $2::int, 1, 'DHL', $3, $4::boolean) r",
                             Params().integer(m_order).integer(version()).text(tracking).text(notify));
    };
    ship(R"([{"tracking": "RX1DE", "lines": [{"line_no": 1, "quantity": 2}]}])", true);
    QCOMPARE(told(u"RX2DE"_s), u"true"_s); // by the message that waits
    m_store->owner("update mailroom.outbox set first_tried_at = now()");
    QCOMPARE(told(u"RX3DE"_s), u"true"_s); // by one of its own
    QCOMPARE(outbox(), u"shipped waiting, parcel_fixed waiting"_s);
    QCOMPARE(told(u"RX4DE"_s, u"false"_s), u"unasked"_s);
    m_store->owner("update store.orders set email = null where id = $1", Params().integer(m_order));
    QCOMPARE(told(u"RX5DE"_s), u"false"_s); // what waits will not leave either
}

void TestParcels::whoWasToldNothingIsToldWhatWasShipped()
{
    ship(R"([{"lines": [{"line_no": 1, "quantity": 2}]}])");
    QCOMPARE(fix(1, u"DHL"_s, u"RX1DE"_s, true), u"done"_s);
    QCOMPARE(outbox(), u"shipped waiting"_s);
    isSent();
    QCOMPARE(fix(1, u"DHL"_s, u"RX2DE"_s, true), u"done"_s);
    QCOMPARE(outbox(), u"shipped sent, parcel_fixed waiting"_s);
}

void TestParcels::wrongCorrectionsAreRefused_data()
{
    QTest::addColumn<int>("parcel");
    QTest::addColumn<QString>("carrier");
    QTest::addColumn<QString>("tracking");
    QTest::addColumn<QString>("reason");
    QTest::newRow("another parcel") << 3 << u"DHL"_s << u"RX9"_s << u"no_such_parcel"_s;
    QTest::newRow("taken back") << 2 << u"DHL"_s << u"RX9"_s << u"parcel_voided"_s;
    QTest::newRow("nothing is other") << 1 << u"DHL "_s << u" RX1DE"_s << u"same_parcel"_s;
    QTest::newRow("long") << 1 << u"DHL"_s << QString(101, u'1') << u"bad_tracking"_s;
    QTest::newRow("two lines") << 1 << u"DHL\nUPS"_s << u"1"_s << u"bad_tracking"_s;
    QTest::newRow("a card") << 1 << u"DHL"_s << u"4111 1111 1111 1111"_s << u"card_number"_s;
}

void TestParcels::wrongCorrectionsAreRefused()
{
    QFETCH(const int, parcel);
    QFETCH(const QString, carrier);
    QFETCH(const QString, tracking);
    ship(R"([{"carrier": "DHL", "tracking": "RX1DE", "lines": [{"line_no": 1, "quantity": 1}]}, {"lines": [{"line_no": 1, "quantity": 1}]}])");
    QCOMPARE(takeBack(2), u"done"_s);
    const int before = version();
    QTEST(fix(parcel, carrier, tracking, true), "reason");
    QCOMPARE(version(), before);
    QCOMPARE(m_store->owner("select count(*)::text from store.order_change"), u"0"_s);
}

void TestParcels::sentTwiceCorrectedOnce()
{
    ship(R"([{"lines": [{"line_no": 1, "quantity": 2}]}])");
    const QUuid id = QUuid::createUuid();
    const int at = version();
    QCOMPARE(fix(1, u"DHL"_s, u"RX1DE"_s, true, u"lead"_s, id, at), u"done"_s);
    QCOMPARE(fix(1, u"DHL"_s, u"RX1DE"_s, true, u"lead"_s, id, at), u"done"_s);
    QCOMPARE(version(), at + 1);
    QCOMPARE(outbox(), u"shipped waiting"_s);
    QCOMPARE(m_store->owner("select count(*)::text from audit.entry where verb = 'parcel_fix'"), u"1"_s);
}

void TestParcels::staleVersionIsAConflict()
{
    ship(R"([{"lines": [{"line_no": 1, "quantity": 2}]}])");
    const int seen = version();
    QCOMPARE(fix(1, u"DHL"_s, u"RX1DE"_s), u"done"_s);
    QCOMPARE(fix(1, u"UPS"_s, u"1Z"_s, false, u"fulfilment"_s, QUuid::createUuid(), seen), u"changed_meanwhile"_s);
    QCOMPARE(parcels(), u"DHL RX1DE"_s);
}

void TestParcels::correctionIsUndone()
{
    ship(R"([{"carrier": "DHL", "tracking": "RX1DE", "lines": [{"line_no": 1, "quantity": 2}]}])");
    const QUuid id = QUuid::createUuid();
    QCOMPARE(fix(1, u"UPS"_s, u"1Z"_s, true, u"lead"_s, id), u"done"_s);
    QCOMPARE(undo(id), u"done"_s);
    QCOMPARE(parcels(), u"DHL RX1DE"_s);
    QCOMPARE(outbox(), u"shipped withdrawn"_s);
    QCOMPARE(undo(id), u"already_undone"_s);
    // One whose message has left stays.
    const QUuid told = QUuid::createUuid();
    QCOMPARE(fix(1, u"UPS"_s, u"1Z"_s, true, u"lead"_s, told), u"done"_s);
    m_store->owner("update mailroom.outbox set first_tried_at = now() where state = 'waiting'");
    QCOMPARE(undo(told), u"already_sent"_s);
}

/// The message of the parcel itself went out with the right number.
void TestParcels::whatAnotherMessageToldIsNotUndone()
{
    ship(R"([{"carrier": "DHL", "tracking": "RX1DE", "lines": [{"line_no": 1, "quantity": 2}]}])", true);
    const QUuid id = QUuid::createUuid();
    QCOMPARE(fix(1, u"DHL"_s, u"RX9DE"_s, false, u"lead"_s, id), u"done"_s);
    isDue();
    QCOMPARE(m_store->deliver("select mailroom.take('{message}', 1)#>>'{items,0,parcels,0,tracking}'"), u"RX9DE"_s);
    QCOMPARE(undo(id), u"already_sent"_s);
    QCOMPARE(parcels(), u"DHL RX9DE"_s);
}

void TestParcels::parcelThatDidNotLeaveIsSentAgain()
{
    ship(R"([{"lines": [{"line_no": 1, "quantity": 1}]}, {"lines": [{"line_no": 1, "quantity": 1}]}])");
    QCOMPARE(m_store->panel(u"lead"_s, m_order, "#>>'{shipments,1,void,allowed}'"), u"true"_s);
    QCOMPARE(takeBack(2), u"done"_s);
    QCOMPARE(order("fulfilment_status || ' ' || shipped_count"), u"partially_fulfilled 1"_s);
    QCOMPARE(m_store->panel(u"lead"_s, m_order, "#>>'{lines,0,open}'"), u"1"_s);
    QCOMPARE(m_store->panel(u"lead"_s, m_order, "#>>'{shipments,1,void,why}'"), u"parcel_voided"_s);
    QCOMPARE(m_store->panel(u"lead"_s, m_order, "#>>'{events,0,kind}'"), u"parcel_voided"_s);
    QVERIFY(!m_store->panel(u"lead"_s, m_order, "->>'events'").contains(u"shipment_voided")); // it is told once
    QCOMPARE(takeBack(2), u"parcel_voided"_s);
    QCOMPARE(takeBack(7), u"no_such_parcel"_s);
    ship(R"([{"tracking": "RX3", "lines": [{"line_no": 1, "quantity": 1}]}])");
    QCOMPARE(order("fulfilment_status"), u"fulfilled"_s);
    QCOMPARE(takeBack(1), u"done"_s);
    QCOMPARE(takeBack(3), u"done"_s);
    QCOMPARE(order("fulfilment_status"), u"unfulfilled"_s);
    QCOMPARE(m_store->panel(u"lead"_s, m_order, "#>>'{can,parcel,why}'"), u"nothing_shipped"_s);
    QCOMPARE(takeBack(1), u"nothing_shipped"_s);
}

void TestParcels::takenBackIsUndone()
{
    ship(R"([{"tracking": "RX1", "lines": [{"line_no": 1, "quantity": 2}]}])");
    const QUuid id = QUuid::createUuid();
    QCOMPARE(takeBack(1, u"lead"_s, id), u"done"_s);
    QCOMPARE(undo(id), u"done"_s);
    QCOMPARE(order("fulfilment_status"), u"fulfilled"_s);
    // Not when its pieces went out otherwise.
    const QUuid other = QUuid::createUuid();
    QCOMPARE(takeBack(1, u"lead"_s, other), u"done"_s);
    ship(R"([{"tracking": "RX2", "lines": [{"line_no": 1, "quantity": 2}]}])");
    QCOMPARE(undo(other), u"changed_since"_s);
    QCOMPARE(parcels(), u" RX1 void,  RX2"_s);
}

void TestParcels::messageOfAParcelThatDidNotLeaveNeverDoes()
{
    ship(R"([{"tracking": "RX1", "lines": [{"line_no": 1, "quantity": 2}]}])", true);
    QCOMPARE(takeBack(1), u"done"_s);
    isDue();
    QCOMPARE(m_store->deliver("select jsonb_array_length(mailroom.take('{message}', 1)->'items')::text"), u"0"_s);
    QCOMPARE(outbox(), u"shipped withdrawn"_s);
}

void TestParcels::whatWasNotToldIsToldWhenItCountsAgain()
{
    ship(R"([{"tracking": "RX1", "lines": [{"line_no": 1, "quantity": 2}]}])", true);
    const QUuid id = QUuid::createUuid();
    QCOMPARE(takeBack(1, u"lead"_s, id), u"done"_s);
    isDue();
    QCOMPARE(m_store->deliver("select jsonb_array_length(mailroom.take('{message}', 1)->'items')::text"), u"0"_s);
    QCOMPARE(undo(id), u"done"_s);
    QCOMPARE(outbox(), u"shipped withdrawn, shipped waiting"_s);
    isDue();
    QCOMPARE(m_store->deliver("select mailroom.take('{message}', 1)#>>'{items,0,parcels,0,tracking}'"), u"RX1"_s);
}

void TestParcels::whatCameBackIsNotSentAgain()
{
    ship(R"([{"lines": [{"line_no": 1, "quantity": 1}]}, {"lines": [{"line_no": 1, "quantity": 1}]}])");
    QCOMPARE(m_store->lead("select desk.stock_return(gen_random_uuid(), $1, $2::int, '[{\"line_no\": 1, \"quantity\": 1}]')->>'outcome'", Params().integer(m_order).integer(version())), u"done"_s);
    QCOMPARE(takeBack(1), u"done"_s); // the piece that came back was in the other
    QCOMPARE(takeBack(2), u"parcel_returned"_s);
    QCOMPARE(m_store->panel(u"lead"_s, m_order, "#>>'{shipments,1,void,why}'"), u"parcel_returned"_s);
    QCOMPARE(m_store->panel(u"agent"_s, m_order, "#>>'{shipments,1,void,why}'"), u"no_right"_s);
}

void TestParcels::whatWasPaidBackIsNotSentAgain()
{
    ship(R"([{"lines": [{"line_no": 1, "quantity": 2}]}])");
    QCOMPARE(m_store->lead("select desk.refund(gen_random_uuid(), $1, $2::int, '[{\"line_no\": 1, \"quantity\": 1}]', 0, 0, 1250, '', false)->>'outcome'", Params().integer(m_order).integer(version())), u"done"_s);
    QCOMPARE(takeBack(1), u"parcel_refunded"_s);
    QCOMPARE(order("fulfilment_status"), u"fulfilled"_s);
}

void TestParcels::nothingIsSentAgainOfACancelledOrder()
{
    ship(R"([{"lines": [{"line_no": 1, "quantity": 1}]}])");
    QCOMPARE(m_store->lead("select desk.cancel(gen_random_uuid(), array[$1::bigint], array[$2::int], 'stock', '', false, false, false)->>'outcome'", Params().integer(m_order).integer(version())), u"done"_s);
    QCOMPARE(takeBack(1), u"parcel_of_cancelled"_s);
    // Its number may be wrong all the same.
    QCOMPARE(fix(1, u"DHL"_s, u"RX1"_s), u"done"_s);
}

void TestParcels::whoShipsCorrects()
{
    ship(R"([{"lines": [{"line_no": 1, "quantity": 2}]}])");
    QCOMPARE(fix(1, u"DHL"_s, u"RX1"_s, false, u"agent"_s), u"<42501>"_s);
    QCOMPARE(takeBack(1, u"agent"_s), u"<42501>"_s);
    QCOMPARE(m_store->panel(u"agent"_s, m_order, "#>>'{can,parcel,why}'"), u"no_right"_s);
    QCOMPARE(fix(1, u"DHL"_s, u"RX1"_s, false, u"fulfilment"_s), u"done"_s);
    QCOMPARE(takeBack(1, u"fulfilment"_s), u"done"_s);
}

void TestParcels::numbersReachNeitherAuditNorLog()
{
    ship(R"([{"tracking": "OLDNUMBER1", "lines": [{"line_no": 1, "quantity": 2}]}])");
    QCOMPARE(fix(1, u"DHL"_s, u"NEWNUMBER2"_s), u"done"_s);
    QCOMPARE(fix(9, u"DHL"_s, u"NEWNUMBER3"_s), u"no_such_parcel"_s);
    QCOMPARE(fix(1, u"DHL"_s, u"NEWNUMBER4"_s, false, u"agent"_s), u"<42501>"_s); // it raises
    QCOMPARE(m_store->lead("select desk.parcel_fix(gen_random_uuid(), $1, $2::int, $3::int, '', $4, false)::text",
                           Params().integer(m_order).integer(version()).text(u"NEWNUMBER5"_s).text(u"NEWNUMBER6"_s)), u"<22P02>"_s);
    QCOMPARE(m_store->owner("select count(*)::text from audit.entry e where e::text ~ 'OLDNUMBER|NEWNUMBER'"), u"0"_s);
    QVERIFY(!m_store->serverLog().contains("OLDNUMBER"));
    QVERIFY(!m_store->serverLog().contains("NEWNUMBER6"));
}

QTEST_GUILESS_MAIN(TestParcels)
#include "tst_parcels.moc"
