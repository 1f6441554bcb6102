// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/database/storeundertest.h"

#include <QTest>

#include <limits>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// Money back by line, quantity, shipping and adjustment, to the cent and never above what was paid; and cancelling.
class TestRefunds : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void lineIsRefundedWithItsShareOfTheTotal();
    void piecesComeToTheCent_data();
    void piecesComeToTheCent();
    void lastPieceIsWhatIsLeft();
    void neverAboveWhatWasPaid();
    void notEvenByTheTablesOwnDoor();
    void shippingGoesOnlyDown();
    void windowAndStoreMustCountTheSame();
    void piecesThatWillNotBeSentNeedNoShipping();
    void whatStillGoesOutIsNotBackInStock();
    void failedRefundBringsItsPiecesBackToTheOrder();
    void everythingUnsentIsACancellation();
    void refundIsAskedOfTheProcessorUnderTheCommandsId();
    void severalPaymentsAreGivenBackInTheirOrder();
    void eachPartAddsUpByItself_data();
    void eachPartAddsUpByItself();
    void whatAPartDidNotPayIsStillOwed();
    void amountsOutOfAllBoundsAreRefused();
    void cashIsPaidBackByHand();
    void agentsDoNotRefund();
    void cancelWithEverything();
    void cancelledInPartShippedOrderKeepsItsParcels();
    void shippedOrdersAreNotCancelled();
    void valuesReachNeitherAuditNorLog();

private:
    QString refund(const QByteArray &lines, qint64 shipping, qint64 adjustment, qint64 expected, const QString &login = u"lead"_s, const QString &note = {}, QUuid id = QUuid::createUuid()) const;
    QString order(const QByteArray &columns) const { return m_store->owner("select " + columns + " from store.orders where id = $1", Params().integer(m_order)); }
    int version() const { return order("version::text").toInt(); }

    std::unique_ptr<StoreUnderTest> m_store;
    qint64 m_order = 0; ///< two mugs for 25.00, 4.90 shipping, paid
};

void TestRefunds::init()
{
    m_store = std::make_unique<StoreUnderTest>();
    m_order = m_store->placeOrder();
    m_store->payOrder(m_order);
}

QString TestRefunds::refund(const QByteArray &lines, qint64 shipping, qint64 adjustment, qint64 expected, const QString &login, const QString &note, QUuid id) const
{
    return m_store->ask(login, "select coalesce(nullif(r->>'reason', ''), r->>'outcome') from desk.refund($1, $2, $3::int, $4::jsonb, $5::bigint, $6::bigint, $7::bigint, $8, false) r",
                        Params().uuid(id).integer(m_order).integer(version()).text(QString::fromUtf8(lines)).integer(shipping).integer(adjustment).integer(expected).text(note));
}

void TestRefunds::lineIsRefundedWithItsShareOfTheTotal()
{
    QCOMPARE(refund(R"([{"line_no": 1, "quantity": 1, "unsent": 1, "restock": 1}])", 490, -90, 1650), u"done"_s);
    QCOMPARE(order("refunded_minor || ' ' || payment_status"), u"1650 partially_refunded"_s);
    QCOMPARE(m_store->panel(u"agent"_s, m_order, "->'lines'->0->>'refunded'"), u"1"_s);
    QCOMPARE(m_store->owner("select quantity::text from store.stock_return"), u"1"_s);
    QCOMPARE(refund(R"([{"line_no": 1, "quantity": 2}])", 0, 0, 2500), u"more_than_ordered"_s);
    QCOMPARE(refund(R"([{"line_no": 1, "quantity": 1}])", 0, 90, 1340), u"done"_s);
    QCOMPARE(order("refunded_minor || ' ' || payment_status"), u"2990 refunded"_s);
}

void TestRefunds::piecesComeToTheCent_data()
{
    QTest::addColumn<int>("discount");
    QTest::addColumn<int>("tax");
    QTest::newRow("a third is lost in rounding") << 100 << 0;
    QTest::newRow("odd tax") << 0 << 377;
    QTest::newRow("both") << 333 << 171;
    QTest::newRow("nothing is left") << 10000 << 0;
}

void TestRefunds::piecesComeToTheCent()
{
    QFETCH(const int, discount);
    QFETCH(const int, tax);
    // Three lines of odd prices and quantities; every piece refunded on its own comes to the whole.
    m_store->owner("insert into store.order_line (order_id, line_no, title, quantity, price_minor) values ($1, 2, 'Spoon', 3, 333), ($1, 3, 'Sticker', 7, 13)", Params().integer(m_order));
    m_store->owner("update store.orders set discount_minor = least($2::bigint, 3590), tax_minor = $3, total_minor = 490 + 3590 - least($2::bigint, 3590) + $3::bigint where id = $1", Params().integer(m_order).integer(discount).integer(tax));
    // Piece by piece, the others before it refunded at their share.
    const QByteArray pieces = "store.line_values($1) v cross join generate_series(1, v.quantity) p";
    const QByteArray piece = "store.pieces_value(v.value_minor, v.quantity, p - 1, round(v.value_minor::numeric * (p - 1) / v.quantity)::bigint, 1)";
    const qint64 goods = order("(total_minor - shipping_minor)::text").toLongLong();
    QCOMPARE(m_store->owner("select sum(value_minor)::text from store.line_values($1)", Params().integer(m_order)).toLongLong(), goods);
    QCOMPARE(m_store->owner("select sum(" + piece + ")::text from " + pieces, Params().integer(m_order)).toLongLong(), goods);
    QCOMPARE(m_store->owner("select (min(" + piece + ") >= 0)::text from " + pieces, Params().integer(m_order)), u"true"_s);
}

/// A piece in the middle whose refund failed is not worth more than the cents that are left.
void TestRefunds::lastPieceIsWhatIsLeft()
{
    m_store->owner("update store.order_line set quantity = 3, price_minor = 833 where order_id = $1", Params().integer(m_order));
    m_store->owner("update store.orders set subtotal_minor = 2500, total_minor = 2990 where id = $1", Params().integer(m_order));
    const auto refundOne = [this](qint64 expected) { return refund(R"([{"line_no": 1, "quantity": 1}])", 0, 0, expected); };
    QCOMPARE(refundOne(833), u"done"_s);
    QCOMPARE(refundOne(834), u"done"_s);
    m_store->owner("update store.refund set status = 'failed' where refund_no = 1");
    QCOMPARE(m_store->panel(u"lead"_s, m_order, "->'lines'->0->>'refunded_minor'"), u"834"_s);
    QCOMPARE(refundOne(834), u"done"_s);
    QCOMPARE(refundOne(832), u"done"_s);
    QCOMPARE(order("refunded_minor::text"), u"2500"_s);
}

void TestRefunds::neverAboveWhatWasPaid()
{
    QCOMPARE(refund("[]", 0, 2991, 2991), u"more_than_paid"_s);
    QCOMPARE(refund("[]", 0, 2990, 2990), u"done"_s);
    QCOMPARE(refund("[]", 0, 1, 1), u"already_refunded"_s);
    QCOMPARE(order("refunded_minor::text"), u"2990"_s);
}

void TestRefunds::notEvenByTheTablesOwnDoor()
{
    QCOMPARE(m_store->owner("insert into store.refund (order_id, refund_no, amount_minor, at, staff_id) select $1, 1, 2991, now(), id from store.staff where login = 'lead'", Params().integer(m_order)), u"<23514>"_s);
}

void TestRefunds::shippingGoesOnlyDown()
{
    QCOMPARE(refund("[]", 491, 0, 491), u"more_than_shipping"_s);
    QCOMPARE(refund("[]", 400, 0, 400), u"done"_s);
    QCOMPARE(refund("[]", 91, 0, 91), u"more_than_shipping"_s);
    QCOMPARE(m_store->panel(u"lead"_s, m_order, "->>'shipping_left_minor'"), u"90"_s);
    QCOMPARE(refund("[]", 90, 0, 90), u"done"_s);
}

void TestRefunds::windowAndStoreMustCountTheSame()
{
    QCOMPARE(refund(R"([{"line_no": 1, "quantity": 1}])", 0, 0, 1249), u"other_amount"_s);
    QCOMPARE(refund("[]", 0, 0, 0), u"nothing_to_refund"_s);
    QCOMPARE(refund(R"([{"line_no": 1, "quantity": 1}])", 0, -1251, -1), u"nothing_to_refund"_s);
    QCOMPARE(refund(R"([{"line_no": 1, "quantity": 1}])", 0, 0, 1250, u"lead"_s, u"4111111111111111"_s), u"card_number"_s);
    QCOMPARE(order("refunded_minor::text"), u"0"_s);
}

void TestRefunds::piecesThatWillNotBeSentNeedNoShipping()
{
    QCOMPARE(refund(R"([{"line_no": 1, "quantity": 1, "unsent": 1}])", 0, 0, 1250), u"done"_s);
    QCOMPARE(m_store->lead("select desk.ship(gen_random_uuid(), $1, $2::int, '[{\"lines\": [{\"line_no\": 1, \"quantity\": 2}]}]', false)->>'reason'", Params().integer(m_order).integer(version())), u"more_than_left"_s);
    QCOMPARE(m_store->lead("select desk.ship(gen_random_uuid(), $1, $2::int, '[{\"lines\": [{\"line_no\": 1, \"quantity\": 1}]}]', false)->>'outcome'", Params().integer(m_order).integer(version())), u"done"_s);
    QCOMPARE(order("fulfilment_status"), u"fulfilled"_s);
}

void TestRefunds::whatStillGoesOutIsNotBackInStock()
{
    QCOMPARE(refund(R"([{"line_no": 1, "quantity": 1, "restock": 1}])", 0, 0, 1250), u"more_than_returnable"_s);
    QCOMPARE(refund(R"([{"line_no": 1, "quantity": 2, "unsent": 1, "restock": 2}])", 0, 0, 2500), u"more_than_returnable"_s);
    QCOMPARE(refund(R"([{"line_no": 1, "quantity": 1, "unsent": 1, "restock": 2}])", 0, 0, 1250), u"more_than_ordered"_s);
    QCOMPARE(m_store->lead("select desk.ship(gen_random_uuid(), $1, $2::int, '[{\"lines\": [{\"line_no\": 1, \"quantity\": 1}]}]', false)->>'outcome'", Params().integer(m_order).integer(version())), u"done"_s);
    QCOMPARE(refund(R"([{"line_no": 1, "quantity": 2, "unsent": 1, "restock": 2}])", 0, 0, 2500), u"done"_s);
    QCOMPARE(m_store->panel(u"lead"_s, m_order, "->'lines'->0->>'returned'"), u"2"_s);
}

void TestRefunds::failedRefundBringsItsPiecesBackToTheOrder()
{
    QCOMPARE(refund(R"([{"line_no": 1, "quantity": 1, "unsent": 1, "restock": 1}])", 0, 0, 1250), u"done"_s);
    m_store->owner("update mailroom.outbox set state = 'dead' where kind = 'refund'");
    QCOMPARE(m_store->deliver("select mailroom.decide($1, false, '')->>'outcome'", Params().text(m_store->owner("select id::text from mailroom.outbox where kind = 'refund'"))), u"done"_s);
    QCOMPARE(m_store->panel(u"lead"_s, m_order, "#>>'{lines,0,open}'"), u"2"_s);
    QCOMPARE(m_store->panel(u"lead"_s, m_order, "#>>'{lines,0,returned}'"), u"0"_s);
    QCOMPARE(m_store->owner("select string_agg(quantity::text, ' ' order by id) from store.stock_return"), u"1 -1"_s);
}

void TestRefunds::everythingUnsentIsACancellation()
{
    QCOMPARE(refund(R"([{"line_no": 1, "quantity": 2, "unsent": 2}])", 0, 0, 2500), u"cancel_instead"_s);
    // Some imports know no lines: their money can go back all the same.
    m_store->owner("delete from store.order_line where order_id = $1", Params().integer(m_order));
    QCOMPARE(refund("[]", 0, 100, 100), u"done"_s);
}

void TestRefunds::refundIsAskedOfTheProcessorUnderTheCommandsId()
{
    const QUuid id = QUuid::createUuid();
    QCOMPARE(refund("[]", 0, 100, 100, u"lead"_s, {}, id), u"done"_s);
    QCOMPARE(m_store->owner("select kind || ' ' || state || ' ' || (request_id = $1)::text || ' ' || (not_before > now())::text from mailroom.outbox", Params().uuid(id)), u"refund waiting true true"_s);
    QCOMPARE(m_store->owner("select status || ' ' || processor from store.refund"), u"requested paypal"_s);
}

void TestRefunds::severalPaymentsAreGivenBackInTheirOrder()
{
    m_store->owner("insert into store.payment (order_id, payment_no, kind, amount_minor, at, processor, reference) values ($1, 2, 'captured', 1000, now(), 'PayPal', 'PAY-B')", Params().integer(m_order));
    QCOMPARE(refund("[]", 0, 3500, 3500), u"done"_s);
    QCOMPARE(m_store->owner("select string_agg(payment_no || ':' || amount_minor, ' ' order by refund_no) from store.refund"), u"1:2990 2:510"_s);
    QCOMPARE(m_store->owner("select count(distinct request_id)::text from mailroom.outbox"), u"2"_s);
    QCOMPARE(refund("[]", 0, 491, 491), u"more_than_paid"_s);
    QCOMPARE(refund("[]", 0, 490, 490), u"done"_s);
    QCOMPARE(order("payment_status"), u"refunded"_s);
}

void TestRefunds::eachPartAddsUpByItself_data()
{
    QTest::addColumn<int>("first");
    QTest::addColumn<int>("shipping");
    QTest::addColumn<int>("adjustment");
    QTest::addColumn<QString>("parts"); // amount = pieces (unsent) of an amount + shipping + adjustment
    QTest::newRow("a piece each") << 1500 << 490 << 0 << u"1500=1(1)1500+0+0, 1490=1(0)1000+490+0"_s;
    QTest::newRow("less than a piece") << 1000 << 490 << 0 << u"1000=0(0)1000+0+0, 1990=2(1)1500+490+0"_s;
    QTest::newRow("both pieces at once") << 2600 << 490 << 0 << u"2600=2(1)2500+100+0, 390=+390+0"_s;
    QTest::newRow("something on top") << 2600 << 90 << 150 << u"2600=2(1)2500+90+10, 140=+0+140"_s;
    QTest::newRow("less by agreement") << 1500 << 490 << -90 << u"1500=1(1)1590+0+-90, 1400=1(0)910+490+0"_s;
}

void TestRefunds::eachPartAddsUpByItself()
{
    QFETCH(const int, first);
    QFETCH(const int, shipping);
    QFETCH(const int, adjustment);
    m_store->owner("update store.payment set amount_minor = $2::bigint where order_id = $1", Params().integer(m_order).integer(first));
    m_store->owner("insert into store.payment (order_id, payment_no, kind, amount_minor, at, processor, reference) select id, 2, 'captured', total_minor - $2::bigint, now(), 'paypal', 'PAY-B' from store.orders where id = $1", Params().integer(m_order).integer(first));
    m_store->lead("select desk.ship(gen_random_uuid(), $1, $2::int, '[{\"lines\": [{\"line_no\": 1, \"quantity\": 1}]}]', false)::text", Params().integer(m_order).integer(version()));
    QCOMPARE(refund(R"([{"line_no": 1, "quantity": 2, "unsent": 1}])", shipping, adjustment, 2500 + shipping + adjustment), u"done"_s);
    QTEST(m_store->owner("select string_agg(r.amount_minor || '=' || coalesce(l.quantity || '(' || l.unsent || ')' || l.amount_minor, '') || '+' || r.shipping_minor || '+' || r.adjustment_minor, ', ' order by r.refund_no) "
                         "from store.refund r left join store.refund_line l using (order_id, refund_no)"), "parts");
    QCOMPARE(m_store->owner("select count(*)::text from store.refund r where r.amount_minor <> r.shipping_minor + r.adjustment_minor + (select coalesce(sum(l.amount_minor), 0) from store.refund_line l where l.refund_no = r.refund_no)"), u"0"_s);
}

/// The part with the first piece fails: that piece and its money can be refunded, and nothing of the other's.
void TestRefunds::whatAPartDidNotPayIsStillOwed()
{
    m_store->owner("update store.payment set amount_minor = 1500 where order_id = $1", Params().integer(m_order));
    m_store->owner("insert into store.payment (order_id, payment_no, kind, amount_minor, at, processor, reference) values ($1, 2, 'captured', 1490, now(), 'paypal', 'PAY-B')", Params().integer(m_order));
    QCOMPARE(refund(R"([{"line_no": 1, "quantity": 2}])", 490, 0, 2990), u"done"_s);
    m_store->owner("update store.refund set status = case refund_no when 1 then 'failed' else 'done' end");
    QCOMPARE(m_store->panel(u"lead"_s, m_order, "#>>'{lines,0,refunded}'"), u"1"_s);
    QCOMPARE(refund(R"([{"line_no": 1, "quantity": 2}])", 0, 0, 2500), u"more_than_ordered"_s);
    QCOMPARE(refund("[]", 1, 0, 1), u"more_than_shipping"_s);
    QCOMPARE(refund(R"([{"line_no": 1, "quantity": 1}])", 0, 0, 1500), u"done"_s);
    QCOMPARE(order("refunded_minor || payment_status"), u"2990refunded"_s);
}

void TestRefunds::amountsOutOfAllBoundsAreRefused()
{
    constexpr qint64 most = std::numeric_limits<qint64>::max(), least = std::numeric_limits<qint64>::min();
    for (const qint64 adjustment : {most, least, qint64(2'000'000'000'000'000)})
        QCOMPARE(refund(R"([{"line_no": 1, "quantity": 1}])", 0, adjustment, 1250), u"bad_amount"_s);
    QCOMPARE(refund(R"([{"line_no": 1, "quantity": 1}])", most, 0, 1250), u"bad_amount"_s);
    QCOMPARE(refund("[]", 0, 1'000'000'000'000'000, 1), u"more_than_paid"_s);
}

void TestRefunds::cashIsPaidBackByHand()
{
    const qint64 cash = m_store->placeOrder();
    m_store->owner("insert into store.payment (order_id, payment_no, kind, amount_minor, at, processor, reference) values ($1, 1, 'captured', 2990, now(), 'cash', '')", Params().integer(cash));
    m_order = cash;
    QCOMPARE(refund("[]", 490, 0, 490), u"done"_s);
    QCOMPARE(m_store->owner("select status || (select count(*) from mailroom.outbox) from store.refund where order_id = $1", Params().integer(cash)), u"done0"_s);
}

void TestRefunds::agentsDoNotRefund()
{
    QCOMPARE(refund("[]", 0, 100, 100, u"agent"_s), u"<42501>"_s);
    QCOMPARE(refund("[]", 0, 100, 100, u"fulfilment"_s), u"<42501>"_s);
    QCOMPARE(m_store->panel(u"agent"_s, m_order, "->'can'->'refund'->>'why'"), u"no_right"_s);
}

void TestRefunds::cancelWithEverything()
{
    const QString answer = m_store->lead("select (r->>'outcome') || ' ' || (r->'rows'->0->>'amount_minor') from desk.cancel(gen_random_uuid(), array[$1::bigint], array[$2::int], 'customer', 'Called and changed her mind.', true, true, true) r",
                                         Params().integer(m_order).integer(version()));
    QCOMPARE(answer, u"done 2990"_s);
    QCOMPARE(order("fulfilment_status || ' ' || payment_status || ' ' || cancel_reason"), u"cancelled refunded customer"_s);
    QCOMPARE(m_store->owner("select string_agg(kind || template, ' ' order by id) from mailroom.outbox"), u"refund messagecancelled"_s);
    QCOMPARE(m_store->owner("select sum(quantity)::text from store.stock_return"), u"2"_s);
    QCOMPARE(m_store->panel(u"agent"_s, m_order, "->'notes'->0->>'body'"), u"Called and changed her mind."_s);
    QCOMPARE(m_store->lead("select desk.cancel(gen_random_uuid(), array[$1::bigint], array[$2::int], 'customer', '', false, false, false)->>'reason'", Params().integer(m_order).integer(version())), u"already_cancelled"_s);
}

void TestRefunds::cancelledInPartShippedOrderKeepsItsParcels()
{
    m_store->lead("select desk.ship(gen_random_uuid(), $1, $2::int, '[{\"lines\": [{\"line_no\": 1, \"quantity\": 1}]}]', false)::text", Params().integer(m_order).integer(version()));
    QCOMPARE(m_store->lead("select desk.cancel(gen_random_uuid(), array[$1::bigint], array[$2::int], 'stock', '', true, false, false)->>'outcome'", Params().integer(m_order).integer(version())), u"done"_s);
    QCOMPARE(order("fulfilment_status || ' ' || shipped_count"), u"cancelled 1"_s);
    QCOMPARE(m_store->owner("select sum(quantity)::text from store.stock_return"), u"1"_s);
}

void TestRefunds::shippedOrdersAreNotCancelled()
{
    m_store->shipOrder(m_order);
    QCOMPARE(m_store->lead("select desk.cancel(gen_random_uuid(), array[$1::bigint], array[$2::int], 'stock', '', false, false, false)->>'reason'", Params().integer(m_order).integer(version())), u"already_shipped"_s);
    QCOMPARE(m_store->lead("select desk.cancel(gen_random_uuid(), array[$1::bigint], array[$2::int], 'whim', '', false, false, false)->>'reason'", Params().integer(m_order).integer(version())), u"unknown_reason"_s);
}

void TestRefunds::valuesReachNeitherAuditNorLog()
{
    QCOMPARE(refund("[]", 0, 123, 123, u"lead"_s, u"Zebrastreifen"_s), u"done"_s);
    QCOMPARE(m_store->owner("select count(*)::text from audit.entry e where e::text like '%Zebra%'"), u"0"_s);
    QCOMPARE(m_store->owner("select count(*)::text from store.command c where c.result::text like '%Zebra%'"), u"0"_s);
    QVERIFY(!m_store->serverLog().contains("Zebrastreifen"));
}

QTEST_GUILESS_MAIN(TestRefunds)
#include "tst_refunds.moc"
