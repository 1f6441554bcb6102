// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/database/storeundertest.h"

#include <QTest>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// Parcels: whole or in part, several at once, never more than is left, only of what may leave; and what comes back to stock.
class TestShipping : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void orderIsShippedInPartsAndEndsFulfilled();
    void severalParcelsOfOneCommand();
    void wrongParcelsAreRefused_data();
    void wrongParcelsAreRefused();
    void heldAndUnpaidOrdersStay();
    void heldLinesStayAndTheOthersLeave();
    void orderWhoseRestIsHeldIsOnHold();
    void wrongPiecesAreNotHeld_data();
    void wrongPiecesAreNotHeld();
    void linesAreHeldOfOneOrder();
    void liftedHoldOfLinesComesBackWithItsLines();
    void unpaidOrdersLeaveWhereTheStoreSaysSo();
    void sentTwiceShippedOnce();
    void staleVersionIsAConflict();
    void fulfilmentShipsAndAgentsDoNot();
    void whoShipsReadsTheCarriers();
    void messageWaitsForItsGrace();
    void whatSendsNothingSaysNoGrace();
    void answerSaysWhoIsNotTold();
    void manyOrdersAreShippedWhole();
    void equalParcelsAreTwo();
    void goodsComeBackToStockOnce();
    void shopHearsOfWhatIsCommittedLate();
    void shopIsToldTheSameAgain();
    void panelSaysWhatMayBeDone();

private:
    QString hold(qint64 order, const QByteArray &lines, const QString &part = u"reason"_s, QUuid id = QUuid::createUuid()) const
    {
        return m_store->lead("select desk.hold_place($1, array[$2::bigint], array[$3::int], 'stock', '', $4::jsonb)->>$5", Params().uuid(id).integer(order).integer(version(order)).text(QString::fromUtf8(lines)).text(part));
    }
    QString ship(qint64 order, const QByteArray &parcels, const QString &login = u"lead"_s, QUuid id = QUuid::createUuid(), const QString &part = u"reason"_s) const;
    int version(qint64 order) const { return m_store->owner("select version::text from store.orders where id = $1", Params().integer(order)).toInt(); }
    QString status(qint64 order) const { return m_store->owner("select fulfilment_status from store.orders where id = $1", Params().integer(order)); }

    std::unique_ptr<StoreUnderTest> m_store;
    qint64 m_order = 0;
};

void TestShipping::init()
{
    m_store = std::make_unique<StoreUnderTest>();
    m_order = m_store->placeOrder();
    m_store->payOrder(m_order);
}

QString TestShipping::ship(qint64 order, const QByteArray &parcels, const QString &login, QUuid id, const QString &part) const
{
    return m_store->ask(login, "select desk.ship($1, $2, $3::int, $4::jsonb, true)->>$5",
                        Params().uuid(id).integer(order).integer(version(order)).text(QString::fromUtf8(parcels)).text(part));
}

void TestShipping::orderIsShippedInPartsAndEndsFulfilled()
{
    QCOMPARE(ship(m_order, R"([{"carrier": "DHL", "tracking": "RX1", "lines": [{"line_no": 1, "quantity": 1}]}])"), QString());
    QCOMPARE(status(m_order), u"partially_fulfilled"_s);
    QCOMPARE(m_store->panel(u"agent"_s, m_order, "->'lines'->0->>'open'"), u"1"_s);
    QCOMPARE(ship(m_order, R"([{"carrier": "DHL", "tracking": "RX2", "lines": [{"line_no": 1, "quantity": 2}]}])"), u"more_than_left"_s);
    QCOMPARE(ship(m_order, R"([{"carrier": "DHL", "tracking": "RX2", "lines": [{"line_no": 1, "quantity": 1}]}])"), QString());
    QCOMPARE(status(m_order), u"fulfilled"_s);
    QCOMPARE(ship(m_order, R"([{"lines": [{"line_no": 1, "quantity": 1}]}])"), u"already_shipped"_s);
}

void TestShipping::severalParcelsOfOneCommand()
{
    QCOMPARE(ship(m_order, R"([{"carrier": "DHL", "tracking": "A1", "lines": [{"line_no": 1, "quantity": 1}]}, {"carrier": "UPS", "tracking": "B1", "lines": [{"line_no": 1, "quantity": 1}]}])",
                  u"lead"_s, QUuid::createUuid(), u"outcome"_s), u"done"_s);
    QCOMPARE(m_store->owner("select string_agg(carrier || tracking, ' ' order by shipment_no) from store.shipment where order_id = $1", Params().integer(m_order)), u"DHLA1 UPSB1"_s);
    QCOMPARE(status(m_order), u"fulfilled"_s);
    // Together more than there is, each alone not.
    const qint64 other = m_store->placeOrder();
    m_store->payOrder(other);
    QCOMPARE(ship(other, R"([{"lines": [{"line_no": 1, "quantity": 2}]}, {"lines": [{"line_no": 1, "quantity": 1}]}])"), u"more_than_left"_s);
}

void TestShipping::wrongParcelsAreRefused_data()
{
    QTest::addColumn<QByteArray>("parcels");
    QTest::addColumn<QString>("reason");
    QTest::newRow("none") << QByteArray("[]") << u"bad_arguments"_s;
    QTest::newRow("no list") << QByteArray("{}") << u"bad_arguments"_s;
    QTest::newRow("a list of lists") << QByteArray("[[]]") << u"bad_arguments"_s;
    QTest::newRow("empty parcel") << QByteArray(R"([{"carrier": "DHL", "lines": []}])") << u"empty_parcel"_s;
    QTest::newRow("no pieces") << QByteArray(R"([{"lines": [{"line_no": 1, "quantity": 0}]}])") << u"bad_quantity"_s;
    QTest::newRow("half a piece") << QByteArray(R"([{"lines": [{"line_no": 1, "quantity": 0.5}]}])") << u"bad_quantity"_s;
    QTest::newRow("another order's line") << QByteArray(R"([{"lines": [{"line_no": 2, "quantity": 1}]}])") << u"more_than_left"_s;
    QTest::newRow("a line twice") << QByteArray(R"([{"lines": [{"line_no": 1, "quantity": 1}, {"line_no": 1, "quantity": 1}]}])") << u"bad_arguments"_s;
    QTest::newRow("a card as tracking number") << QByteArray(R"([{"tracking": "4111 1111 1111 1111", "lines": [{"line_no": 1, "quantity": 1}]}])") << u"card_number"_s;
    QTest::newRow("line break in a number") << QByteArray(R"([{"tracking": "a\nb", "lines": [{"line_no": 1, "quantity": 1}]}])") << u"bad_tracking"_s;
}

void TestShipping::wrongParcelsAreRefused()
{
    QFETCH(const QByteArray, parcels);
    QFETCH(const QString, reason);
    QCOMPARE(ship(m_order, parcels), reason);
    QCOMPARE(m_store->owner("select count(*)::text from store.shipment"), u"0"_s);
    QCOMPARE(m_store->owner("select count(*)::text from mailroom.outbox"), u"0"_s);
}

void TestShipping::heldAndUnpaidOrdersStay()
{
    const qint64 unpaid = m_store->placeOrder();
    const QByteArray parcel = R"([{"lines": [{"line_no": 1, "quantity": 1}]}])";
    QCOMPARE(ship(unpaid, parcel), u"not_paid"_s);
    m_store->agent("select desk.hold_place(gen_random_uuid(), array[$1::bigint], array[$2::int], 'fraud', '')::text", Params().integer(m_order).integer(version(m_order)));
    QCOMPARE(ship(m_order, parcel), u"on_hold"_s);
}

void TestShipping::heldLinesStayAndTheOthersLeave()
{
    m_store->owner("insert into store.order_line (order_id, line_no, sku, title, quantity, price_minor) values ($1, 2, 'TEA', 'Tea', 3, 0)", Params().integer(m_order));
    QCOMPARE(hold(m_order, R"([{"line_no": 1, "quantity": 2}, {"line_no": 2, "quantity": 1}])"), QString());
    QCOMPARE(status(m_order), u"unfulfilled"_s);
    QCOMPARE(m_store->owner("select hold_count::text from store.orders where id = $1", Params().integer(m_order)), u"1"_s);
    QCOMPARE(m_store->panel(u"lead"_s, m_order, "->'can'->'ship'->>'allowed'"), u"true"_s);
    QCOMPARE(m_store->panel(u"lead"_s, m_order, "->'lines'->1->>'held'"), u"1"_s);
    QCOMPARE(m_store->panel(u"lead"_s, m_order, "->'holds'->0->'lines'->1->>'title'"), u"Tea"_s);
    QCOMPARE(ship(m_order, R"([{"lines": [{"line_no": 1, "quantity": 1}]}])"), u"lines_on_hold"_s);
    QCOMPARE(ship(m_order, R"([{"lines": [{"line_no": 2, "quantity": 2}]}, {"lines": [{"line_no": 2, "quantity": 1}]}])"), u"lines_on_hold"_s);
    // The slip in the parcel and the parcel of a run hold what is free and nothing else.
    const QUuid ticket = QUuid::createUuid();
    m_store->lead("select desk.paper_open($1, 'packing_slip', array[$2::bigint], null, null)::text", Params().uuid(ticket).integer(m_order));
    QCOMPARE(m_store->lead("select string_agg((l->>'sku') || (l->>'quantity'), ' ') from desk.paper_content($1) c cross join jsonb_array_elements(c->'papers'->0->'lines') l", Params().uuid(ticket)), u"TEA2"_s);
    QCOMPARE(m_store->lead("select desk.ship_whole(gen_random_uuid(), array[$1::bigint], array[$2::int], 'DHL', false)->>'outcome'", Params().integer(m_order).integer(version(m_order))), u"done"_s);
    QCOMPARE(m_store->owner("select string_agg(line_no || 'x' || quantity, ' ') from store.shipment_line"), u"2x2"_s);
}

void TestShipping::orderWhoseRestIsHeldIsOnHold()
{
    QCOMPARE(hold(m_order, R"([{"line_no": 1, "quantity": 1}])"), QString());
    QCOMPARE(status(m_order), u"unfulfilled"_s);
    QCOMPARE(ship(m_order, R"([{"lines": [{"line_no": 1, "quantity": 1}]}])"), QString());
    QCOMPARE(status(m_order), u"on_hold"_s);
    QCOMPARE(ship(m_order, R"([{"lines": [{"line_no": 1, "quantity": 1}]}])"), u"on_hold"_s);
    QCOMPARE(m_store->lead("select desk.hold_release(gen_random_uuid(), '{1}', array[$1::int])->>'outcome'", Params().integer(version(m_order))), u"done"_s);
    QCOMPARE(status(m_order), u"partially_fulfilled"_s);
    QCOMPARE(ship(m_order, R"([{"lines": [{"line_no": 1, "quantity": 1}]}])"), QString());
    QCOMPARE(status(m_order), u"fulfilled"_s);
}

void TestShipping::wrongPiecesAreNotHeld_data()
{
    QTest::addColumn<QByteArray>("lines");
    QTest::addColumn<QString>("reason");
    QTest::newRow("none") << QByteArray("[]") << u"bad_arguments"_s;
    QTest::newRow("no list") << QByteArray("{}") << u"bad_arguments"_s;
    QTest::newRow("a list of texts") << QByteArray(R"(["1"])") << u"bad_quantity"_s;
    QTest::newRow("no pieces") << QByteArray(R"([{"line_no": 1, "quantity": 0}])") << u"bad_quantity"_s;
    QTest::newRow("a line twice") << QByteArray(R"([{"line_no": 1, "quantity": 1}, {"line_no": 1, "quantity": 1}])") << u"bad_arguments"_s;
    QTest::newRow("more than is left") << QByteArray(R"([{"line_no": 1, "quantity": 3}])") << u"more_than_left"_s;
    QTest::newRow("another order's line") << QByteArray(R"([{"line_no": 2, "quantity": 1}])") << u"more_than_left"_s;
}

void TestShipping::wrongPiecesAreNotHeld()
{
    QFETCH(const QByteArray, lines);
    QFETCH(const QString, reason);
    QCOMPARE(hold(m_order, lines), reason);
    QCOMPARE(m_store->owner("select count(*)::text from store.hold"), u"0"_s);
}

void TestShipping::linesAreHeldOfOneOrder()
{
    const qint64 other = m_store->placeOrder();
    QCOMPARE(m_store->lead("select desk.hold_place(gen_random_uuid(), array[$1, $2]::bigint[], array[$3, $4]::int[], 'stock', '', '[{\"line_no\": 1, \"quantity\": 1}]')->>'reason'",
                           Params().integer(m_order).integer(other).integer(version(m_order)).integer(version(other))), u"bad_arguments"_s);
    QCOMPARE(m_store->owner("select count(*)::text from store.hold"), u"0"_s);
}

void TestShipping::liftedHoldOfLinesComesBackWithItsLines()
{
    QCOMPARE(hold(m_order, R"([{"line_no": 1, "quantity": 1}])"), QString());
    const QUuid lifted = QUuid::createUuid();
    m_store->lead("select desk.hold_release($1, '{1}', array[$2::int])::text", Params().uuid(lifted).integer(version(m_order)));
    QCOMPARE(m_store->lead("select desk.undo(gen_random_uuid(), $1)->>'outcome'", Params().uuid(lifted)), u"done"_s);
    QCOMPARE(m_store->owner("select lines::text from store.hold where released_at is null"), uR"([{"line_no": 1, "quantity": 1}])"_s);
    const QUuid held = QUuid::createUuid();
    QCOMPARE(hold(m_order, R"([{"line_no": 1, "quantity": 1}])", u"outcome"_s, held), u"done"_s);
    QCOMPARE(status(m_order), u"on_hold"_s);
    QCOMPARE(m_store->lead("select desk.undo(gen_random_uuid(), $1)->>'outcome'", Params().uuid(held)), u"done"_s);
    QCOMPARE(status(m_order), u"unfulfilled"_s);
}

void TestShipping::unpaidOrdersLeaveWhereTheStoreSaysSo()
{
    m_store->owner("update store.setting set value = 'true' where key = 'ship.before_payment'");
    const qint64 unpaid = m_store->placeOrder();
    QCOMPARE(ship(unpaid, R"([{"lines": [{"line_no": 1, "quantity": 1}]}])"), QString());
}

void TestShipping::sentTwiceShippedOnce()
{
    const QUuid id = QUuid::createUuid();
    const int seen = version(m_order);
    const QByteArray call = "select (r->>'outcome') || coalesce(r->>'replayed', '') from desk.ship($1, $2, $3::int, '[{\"lines\": [{\"line_no\": 1, \"quantity\": 1}]}]', false) r";
    const Params params = Params().uuid(id).integer(m_order).integer(seen);
    QCOMPARE(m_store->lead(call, params), u"done"_s);
    QCOMPARE(m_store->lead(call, params), u"donetrue"_s);
    QCOMPARE(m_store->owner("select count(*)::text from store.shipment"), u"1"_s);
}

void TestShipping::staleVersionIsAConflict()
{
    const int seen = version(m_order);
    m_store->agent("select desk.tag(gen_random_uuid(), array[$1::bigint], '{gift}', '{}')::text", Params().integer(m_order));
    QCOMPARE(m_store->lead("select desk.ship(gen_random_uuid(), $1, $2::int, '[{\"lines\": [{\"line_no\": 1, \"quantity\": 1}]}]', false)->>'outcome'", Params().integer(m_order).integer(seen)),
             u"conflict"_s);
}

void TestShipping::fulfilmentShipsAndAgentsDoNot()
{
    QCOMPARE(ship(m_order, R"([{"lines": [{"line_no": 1, "quantity": 1}]}])", u"agent"_s), u"<42501>"_s);
    QCOMPARE(ship(m_order, R"([{"lines": [{"line_no": 1, "quantity": 1}]}])", u"fulfilment"_s), QString());
}

void TestShipping::whoShipsReadsTheCarriers()
{
    m_store->owner("delete from store.carrier where code not in ('dhl', 'ups')");
    m_store->owner("insert into store.carrier (code, name) values ('a', 'ems')");
    for (const QString &login : {u"lead"_s, u"fulfilment"_s})
        QCOMPARE(m_store->ask(login, "select string_agg(name, ',') from desk.carriers()"), u"DHL,ems,UPS"_s);
    for (const QString &login : {u"agent"_s, u"admin"_s, u"privacy"_s, u"site"_s})
        QCOMPARE(m_store->ask(login, "select string_agg(name, ',') from desk.carriers()"), u"<42501>"_s);
}

void TestShipping::messageWaitsForItsGrace()
{
    QCOMPARE(ship(m_order, R"([{"lines": [{"line_no": 1, "quantity": 2}]}])", u"lead"_s, QUuid::createUuid(), u"grace_seconds"_s), u"10"_s);
    QCOMPARE(m_store->owner("select template || ' ' || state || ' ' || message_class || ' ' || (not_before > now())::text || ' ' || (body->'shipment_nos')::text from mailroom.outbox"),
             u"shipped waiting order true [1]"_s);
    // Nobody is written to without an order of theirs.
    QCOMPARE(m_store->owner("insert into mailroom.outbox (command_id, message_class, order_id, customer_id, body) select gen_random_uuid(), 'order', $1, id + 1, '{}' from store.customer limit 1",
                            Params().integer(m_order)), u"<23514>"_s);
}

void TestShipping::whatSendsNothingSaysNoGrace()
{
    QCOMPARE(m_store->lead("select (r->>'outcome') || coalesce(r->>'grace_seconds', '') from desk.ship(gen_random_uuid(), $1, $2::int, '[{\"lines\": [{\"line_no\": 1, \"quantity\": 1}]}]', false) r",
                           Params().integer(m_order).integer(version(m_order))), u"done"_s);
    // Nor is anything sent to somebody without an address, whatever was wished.
    m_store->owner("update store.orders set email = null where id = $1", Params().integer(m_order));
    QCOMPARE(ship(m_order, R"([{"lines": [{"line_no": 1, "quantity": 1}]}])", u"lead"_s, QUuid::createUuid(), u"grace_seconds"_s), QString());
    QCOMPARE(status(m_order), u"fulfilled"_s);
}

/// Where the customer was to be told. The order's page says it before, to whoever ships.
void TestShipping::answerSaysWhoIsNotTold()
{
    const auto told = [this](const QString &notify) {
        return m_store->fulfilment("select coalesce(r->'rows'->0->>'told', 'unasked') from desk.ship(gen_random_uuid(), $1, $2::int, '[{\"lines\": [{\"line_no\": 1, \"quantity\": 1}]}]', $3::boolean) r",
                                   Params().integer(m_order).integer(version(m_order)).text(notify));
    };
    QCOMPARE(m_store->panel(u"fulfilment"_s, m_order, "->>'message_obstacle'"), QString());
    QCOMPARE(told(u"true"_s), u"true"_s);
    m_store->owner("update store.orders set email = null where id = $1", Params().integer(m_order));
    QCOMPARE(m_store->panel(u"fulfilment"_s, m_order, "->>'message_obstacle'"), u"no_email"_s);
    QCOMPARE(told(u"true"_s), u"false"_s);
    QCOMPARE(m_store->owner("select count(*)::text from mailroom.outbox"), u"1"_s);
    const QList<qint64> others{m_store->placeOrder(), m_store->placeOrder(), m_store->placeOrder()};
    for (const qint64 order : others)
        m_store->payOrder(order);
    m_store->owner("update store.orders set email = null where id = $1", Params().integer(others.at(1)));
    const auto toldOf = [&](qint64 first, qint64 second, const QString &notify) {
        return m_store->fulfilment("select string_agg(coalesce(r->>'told', 'unasked'), ' ' order by (r->>'order_id')::bigint) from jsonb_array_elements(desk.ship_whole(gen_random_uuid(), $1::bigint[], $2::int[], 'DPD', $3::boolean)->'rows') r",
                                   Params().integers({first, second}).integers({version(first), version(second)}).text(notify));
    };
    QCOMPARE(toldOf(others.at(0), others.at(1), u"true"_s), u"true false"_s);
    QCOMPARE(toldOf(others.at(2), others.at(2), u"false"_s), u"unasked"_s); // named twice, shipped once
}

void TestShipping::manyOrdersAreShippedWhole()
{
    const qint64 unpaid = m_store->placeOrder();
    const QString answer = m_store->fulfilment("select string_agg(r->>'outcome' || coalesce(':' || (r->>'reason'), ''), ' ' order by r->>'order_id') from jsonb_array_elements(desk.ship_whole(gen_random_uuid(), $1::bigint[], $2::int[], 'DPD', false)->'rows') r",
                                               Params().integers({m_order, unpaid}).integers({version(m_order), version(unpaid)}));
    QCOMPARE(answer, u"done refused:not_paid"_s);
    QCOMPARE(status(m_order), u"fulfilled"_s);
    QCOMPARE(m_store->owner("select row_count::text from audit.entry where verb = 'ship_whole'"), u"1"_s);
}

void TestShipping::equalParcelsAreTwo()
{
    QCOMPARE(ship(m_order, R"([{"carrier": "DHL", "lines": [{"line_no": 1, "quantity": 1}]}, {"carrier": "DHL", "lines": [{"line_no": 1, "quantity": 1}]}])",
                  u"lead"_s, QUuid::createUuid(), u"outcome"_s), u"done"_s);
    QCOMPARE(m_store->owner("select count(*)::text from store.shipment"), u"2"_s);
    QCOMPARE(status(m_order), u"fulfilled"_s);
}

void TestShipping::goodsComeBackToStockOnce()
{
    const auto comeBack = [this](int pieces) {
        return m_store->fulfilment("select desk.stock_return(gen_random_uuid(), $1, $2::int, jsonb_build_array(jsonb_build_object('line_no', 1, 'quantity', $3::int)))->>'reason'",
                                   Params().integer(m_order).integer(version(m_order)).integer(pieces));
    };
    QCOMPARE(comeBack(1), u"nothing_shipped"_s);
    QCOMPARE(ship(m_order, R"([{"lines": [{"line_no": 1, "quantity": 2}]}])"), QString());
    QCOMPARE(comeBack(1), QString());
    QCOMPARE(comeBack(2), u"more_than_returnable"_s);
    QCOMPARE(comeBack(1), QString());
    QCOMPARE(m_store->site("select string_agg(r->>'sku' || (r->>'quantity'), ' ') from jsonb_array_elements(site.stock_returns(0)) r"), u"MUG-11 MUG-11"_s);
}

/// One after the other as they come to be seen, whatever numbers the table gave them.
void TestShipping::shopHearsOfWhatIsCommittedLate()
{
    const qint64 other = m_store->placeOrder();
    const QByteArray cancel = "select desk.cancel(gen_random_uuid(), array[$1::bigint], array[$2::int], 'stock', '', true, false, false)->>'outcome'";
    const auto tell = [this](const QString &after) {
        return m_store->site("select coalesce(max((r->>'id')::bigint), $1::bigint) || ':' || coalesce(string_agg(r->>'order_number', ' ' order by (r->>'id')::bigint), '') from jsonb_array_elements(site.stock_returns($1::bigint)) r", Params().text(after));
    };
    const auto number = [this](qint64 order) { return m_store->owner("select number from store.orders where id = $1", Params().integer(order)); };
    const auto late = m_store->connect(u"lead"_s);
    QVERIFY(late->query({u"test/begin"_s, "begin"}));
    QVERIFY(late->query({u"test/cancel"_s, cancel}, Params().integer(m_order).integer(version(m_order))));
    QCOMPARE(m_store->lead(cancel, Params().integer(other).integer(version(other))), u"done"_s);
    const QStringList first = tell(u"0"_s).split(u':');
    QCOMPARE(first.value(1), number(other));
    QVERIFY(late->query({u"test/commit"_s, "commit"}));
    const QStringList second = tell(first.value(0)).split(u':');
    QCOMPARE(second.value(1), number(m_order));
    QCOMPARE(tell(second.value(0)), second.value(0) + u':');
}

void TestShipping::shopIsToldTheSameAgain()
{
    m_store->shipOrder(m_order);
    for (int i = 0; i < 2; ++i)
        QCOMPARE(m_store->lead("select desk.stock_return(gen_random_uuid(), $1, $2::int, '[{\"line_no\": 1, \"quantity\": 1}]')->>'outcome'", Params().integer(m_order).integer(version(m_order))), u"done"_s);
    const QString told = m_store->site("select site.stock_returns(0)::text");
    QCOMPARE(m_store->site("select jsonb_array_length(site.stock_returns(0))::text"), u"2"_s);
    QCOMPARE(m_store->site("select site.stock_returns(0)::text"), told);
    QCOMPARE(m_store->site("select string_agg(r->>'id', ' ') from jsonb_array_elements(site.stock_returns(1)) r"), u"2"_s);
}

void TestShipping::panelSaysWhatMayBeDone()
{
    QCOMPARE(m_store->panel(u"agent"_s, m_order, "->'can'->'ship'->>'why'"), u"no_right"_s);
    QCOMPARE(m_store->panel(u"lead"_s, m_order, "->'can'->'ship'->>'allowed'"), u"true"_s);
    QCOMPARE(m_store->panel(u"lead"_s, m_order, "->'can'->'stock_return'->>'why'"), u"nothing_shipped"_s);
    QCOMPARE(ship(m_order, R"([{"carrier": "dhl", "tracking": "RX123", "lines": [{"line_no": 1, "quantity": 2}]}])"), QString());
    QCOMPARE(m_store->panel(u"lead"_s, m_order, "->'can'->'cancel'->>'why'"), u"already_shipped"_s);
    QVERIFY(m_store->panel(u"lead"_s, m_order, "->'shipments'->0->>'tracking_url'").contains(u"RX123"_s));
}

QTEST_GUILESS_MAIN(TestShipping)
#include "tst_shipping.moc"
