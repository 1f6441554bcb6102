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
    void whatIsStillOwedIsSaid();
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
    void whatWasPaidOutIsOwedNoMore();
    void wrongPaymentsByHandAreRefused();
    void paymentByHandIsUndone();
    void refundThatEndsAnOldOrderTellsNobodyAnyMore();
    void cancellationSaysThatNobodyIsTold();
    void agentsDoNotRefund();
    void cancelWithEverything();
    void cancelledInPartShippedOrderKeepsItsParcels();
    void whatWasSentIsNotPaidBack();
    void whatWasNotPaidIsNotPaidBack();
    void whatWasPaidBackBeforeIsNotPaidBackAgain();
    void lineOfARefundThatWasTakenBackStays();
    void shippedOrdersAreNotCancelled();
    void valuesReachNeitherAuditNorLog();

private:
    QString refund(const QByteArray &lines, qint64 shipping, qint64 adjustment, qint64 expected, const QString &login = u"lead"_s, const QString &note = {}, QUuid id = QUuid::createUuid()) const;
    void takeCash()
    {
        m_order = m_store->placeOrder();
        m_store->owner("insert into store.payment (order_id, payment_no, kind, amount_minor, at, processor, reference) values ($1, 1, 'captured', 2990, now(), 'cash', '')", Params().integer(m_order));
    }
    QString paid(const QString &refunds, const QString &login = u"lead"_s, QUuid id = QUuid::createUuid(), int at = 0) const
    {
        return m_store->ask(login, "select coalesce(nullif(r->>'reason', ''), r->>'outcome') from desk.refund_paid($1, $2, $3::int, $4::int[]) r",
                            Params().uuid(id).integer(m_order).integer(at > 0 ? at : version()).text(refunds));
    }
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

void TestRefunds::whatIsStillOwedIsSaid()
{
    const auto due = [this](qint64 order) { return m_store->panel(u"lead"_s, order, "->>'due_minor'"); };
    const qint64 unpaid = m_store->placeOrder();
    QCOMPARE(due(unpaid), u"2990"_s);
    QCOMPARE(due(m_order), u"0"_s);
    // Pieces and shipping that were paid back do not make an order cheaper; what was given on top of them is not owed to anybody.
    const qint64 part = m_store->placeOrder();
    m_store->payOrder(part);
    QCOMPARE(refund(R"([{"line_no": 1, "quantity": 1}])", 490, -100, 1640), u"done"_s);
    QCOMPARE(due(m_order), u"0"_s);
    // Fewer lines than were paid: owed until it is given back, as an adjustment since there is no piece to it.
    QCOMPARE(m_store->panel(u"fulfilment"_s, part, "->>'due_minor'"), QString());
    QCOMPARE(due(part), u"0"_s);
    QCOMPARE(m_store->agent("select desk.lines_change(gen_random_uuid(), $1, $2::int, '[{\"line_no\": 1, \"sku\": \"MUG-1\", \"title\": \"Mug\", \"quantity\": 1, \"price_minor\": 1250}]', false)->>'outcome'",
                            Params().integer(part).integer(m_store->owner("select version::text from store.orders where id = $1", Params().integer(part)).toInt())), u"done"_s);
    QCOMPARE(due(part), u"-1250"_s);
    m_store->owner("insert into store.refund (order_id, refund_no, amount_minor, reason, at, status, payment_no, processor) values ($1, 1, 250, '', now(), 'done', 1, '')", Params().integer(part));
    QCOMPARE(due(part), u"-1000"_s);
    m_store->owner("update store.refund set status = 'failed' where order_id = $1", Params().integer(part));
    QCOMPARE(due(part), u"-1250"_s);
    m_store->owner("update store.orders set cancelled_at = now() where id = $1", Params().integer(part));
    QCOMPARE(due(part), u"0"_s);
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
    takeCash();
    QCOMPARE(refund("[]", 490, 0, 490), u"done"_s);
    QCOMPARE(m_store->owner("select status || by_hand || (select count(*) from mailroom.outbox) from store.refund where order_id = $1", Params().integer(m_order)), u"donetrue0"_s);
}

void TestRefunds::whatWasPaidOutIsOwedNoMore()
{
    const auto owed = [this] { return m_store->lead("select desk.order_count('{\"filters\": [{\"field\": \"refund\", \"op\": \"in\", \"values\": [\"by_hand\"]}]}', null)::text"); };
    takeCash();
    QCOMPARE(owed(), u"0"_s);
    QCOMPARE(m_store->panel(u"lead"_s, m_order, "#>>'{can,refund_paid,why}'"), u"nothing_by_hand"_s);
    QCOMPARE(refund("[]", 490, 0, 490), u"done"_s);
    QCOMPARE(refund("[]", 0, 100, 100), u"done"_s);
    QCOMPARE(owed(), u"1"_s);
    const QUuid id = QUuid::createUuid();
    const int at = version();
    QCOMPARE(paid(u"{2}"_s, u"lead"_s, id, at), u"done"_s);
    QCOMPARE(paid(u"{2}"_s, u"lead"_s, id, at), u"done"_s);
    QCOMPARE(version(), at + 1);
    QCOMPARE(m_store->panel(u"lead"_s, m_order, "#>>'{refunds,0,paid_at}'"), QString());
    QVERIFY(!m_store->panel(u"lead"_s, m_order, "#>>'{refunds,1,paid_at}'").isEmpty());
    QCOMPARE(m_store->panel(u"lead"_s, m_order, "#>>'{events,0,kind}'") + m_store->panel(u"lead"_s, m_order, "#>>'{events,0,detail,refund_no}'"), u"refund_paid2"_s);
    QCOMPARE(owed(), u"1"_s);
    QCOMPARE(paid(u"{1}"_s), u"done"_s);
    QCOMPARE(owed(), u"0"_s);
    // The money is counted as before.
    QCOMPARE(order("refunded_minor || ' ' || payment_status"), u"590 partially_refunded"_s);
}

void TestRefunds::wrongPaymentsByHandAreRefused()
{
    QCOMPARE(refund("[]", 490, 0, 490), u"done"_s);
    QCOMPARE(paid(u"{1}"_s), u"not_by_hand"_s);
    takeCash();
    QCOMPARE(refund("[]", 490, 0, 490), u"done"_s);
    QCOMPARE(refund("[]", 0, 100, 100), u"done"_s);
    QCOMPARE(paid(u"{1,7}"_s), u"no_such_refund"_s);
    QCOMPARE(paid(u"{}"_s), u"bad_arguments"_s);
    QCOMPARE(paid(u"{1,null}"_s), u"bad_arguments"_s);
    QCOMPARE(paid(u"{1}"_s, u"agent"_s), u"<42501>"_s);
    QCOMPARE(paid(u"{1}"_s, u"fulfilment"_s), u"<42501>"_s);
    const QUuid undone = QUuid::createUuid();
    QCOMPARE(refund("[]", 0, 50, 50, u"lead"_s, {}, undone), u"done"_s);
    QCOMPARE(m_store->lead("select desk.undo(gen_random_uuid(), $1)->>'outcome'", Params().uuid(undone)), u"done"_s);
    QCOMPARE(paid(u"{3}"_s), u"not_by_hand"_s); // it was taken back
    const int seen = version();
    QCOMPARE(paid(u"{1}"_s), u"done"_s);
    QCOMPARE(paid(u"{1,2}"_s), u"refund_paid_already"_s);
    QCOMPARE(paid(u"{2}"_s, u"lead"_s, QUuid::createUuid(), seen), u"changed_meanwhile"_s);
    QCOMPARE(m_store->owner("select count(*)::text from store.refund where paid_at is not null"), u"1"_s);
    QCOMPARE(paid(u"{2}"_s), u"done"_s);
    QCOMPARE(paid(u"{2}"_s), u"refund_paid_already"_s);
}

void TestRefunds::paymentByHandIsUndone()
{
    takeCash();
    const QUuid refunded = QUuid::createUuid();
    QCOMPARE(refund("[]", 490, 0, 490, u"lead"_s, {}, refunded), u"done"_s);
    const QUuid id = QUuid::createUuid();
    QCOMPARE(paid(u"{1}"_s, u"lead"_s, id), u"done"_s);
    const auto undo = [this](QUuid undone) { return m_store->lead("select coalesce(nullif(r->>'reason', ''), r->>'outcome') from desk.undo(gen_random_uuid(), $1) r", Params().uuid(undone)); };
    // What was paid out is not taken back under it.
    QCOMPARE(undo(refunded), u"changed_since"_s);
    QCOMPARE(undo(id), u"done"_s);
    QCOMPARE(m_store->panel(u"lead"_s, m_order, "#>>'{refunds,0,paid_at}'"), QString());
    QCOMPARE(m_store->panel(u"lead"_s, m_order, "#>>'{can,refund_paid,allowed}'"), u"true"_s);
    QCOMPARE(paid(u"{1}"_s), u"done"_s);
}

/// With the pieces that will not be sent an order is finished, and was so long ago that nobody is written to about it.
void TestRefunds::refundThatEndsAnOldOrderTellsNobodyAnyMore()
{
    m_store->owner("insert into store.shipment (order_id, shipment_no, carrier, tracking, at) values ($1, 1, 'DHL', '', now() - interval '190 days')", Params().integer(m_order));
    m_store->owner("insert into store.shipment_line (order_id, shipment_no, line_no, quantity) values ($1, 1, 1, 1)", Params().integer(m_order));
    m_store->owner("update store.orders set placed_at = now() - interval '200 days' where id = $1", Params().integer(m_order));
    QCOMPARE(m_store->panel(u"lead"_s, m_order, "->>'message_obstacle'"), QString());
    QCOMPARE(m_store->lead("select (r->>'outcome') || ' ' || (r->'rows'->0->>'told') from desk.refund(gen_random_uuid(), $1, $2::int, '[{\"line_no\": 1, \"quantity\": 1, \"unsent\": 1}]', 0, 0, 1250, '', true) r",
                           Params().integer(m_order).integer(version())), u"done false"_s);
    QCOMPARE(order("fulfilment_status"), u"fulfilled"_s);
    QCOMPARE(m_store->owner("select string_agg(kind, ' ') from mailroom.outbox"), u"refund"_s);
    QCOMPARE(m_store->panel(u"lead"_s, m_order, "->>'message_obstacle'"), u"too_long_ago"_s);
}

/// Where the customer was to be told. Of an order placed long ago they are: it is being called off today.
void TestRefunds::cancellationSaysThatNobodyIsTold()
{
    const auto told = [this](const QString &notify) {
        return m_store->lead("select coalesce(r->'rows'->0->>'told', 'unasked') from desk.cancel(gen_random_uuid(), array[$1::bigint], array[$2::int], 'stock', '', false, true, $3::boolean) r",
                             Params().integer(m_order).integer(version()).text(notify));
    };
    m_store->owner("update store.orders set placed_at = now() - interval '400 days' where id = $1", Params().integer(m_order));
    QCOMPARE(told(u"true"_s), u"true"_s);
    for (const QString &notify : {u"true"_s, u"false"_s}) {
        m_order = m_store->placeOrder();
        m_store->payOrder(m_order);
        m_store->owner("update store.orders set email = null where id = $1", Params().integer(m_order));
        QCOMPARE(told(notify), notify == u"true" ? u"false"_s : u"unasked"_s);
    }
    QCOMPARE(m_store->owner("select count(*)::text from mailroom.outbox where kind = 'message'"), u"1"_s);
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
    QCOMPARE(m_store->owner("select string_agg(concat_ws(' ', l.quantity, l.amount_minor, r.shipping_minor), ',') from store.refund_line l join store.refund r using (order_id, refund_no)"), u"2 2500 490"_s);
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

/// What was sent stays paid, and so does the sending; the papers name what goes back.
void TestRefunds::whatWasSentIsNotPaidBack()
{
    const auto wouldGoBack = [this](const char *login) { return m_store->panel(QString::fromLatin1(login), m_order, "->>'called_off_minor'"); };
    QCOMPARE(wouldGoBack("lead"), u"2990"_s);
    m_store->lead("select desk.ship(gen_random_uuid(), $1, $2::int, '[{\"lines\": [{\"line_no\": 1, \"quantity\": 1}]}]', false)::text", Params().integer(m_order).integer(version()));
    QCOMPARE(wouldGoBack("lead"), u"1250"_s);
    QCOMPARE(wouldGoBack("fulfilment"), QString()); // who sees no money
    QCOMPARE(m_store->lead("select (r->'rows'->0->>'refund_minor') || ' ' || (r->'rows'->0->>'by_hand_minor') from desk.order_check('cancel', array[$1::bigint], array[$2::int], '{}') r",
                           Params().integer(m_order).integer(version())), u"1250 0"_s);
    QCOMPARE(m_store->lead("select (r->>'outcome') || ' ' || (r->'rows'->0->>'amount_minor') from desk.cancel(gen_random_uuid(), array[$1::bigint], array[$2::int], 'stock', '', true, true, false) r",
                           Params().integer(m_order).integer(version())), u"done 1250"_s);
    QCOMPARE(order("fulfilment_status || ' ' || payment_status || ' ' || refunded_minor"), u"cancelled partially_refunded 1250"_s);
    QCOMPARE(m_store->owner("select string_agg(concat_ws(' ', line_no, quantity, amount_minor), ',') from store.refund_line"), u"1 1 1250"_s);
    QCOMPARE(m_store->owner("select sum(shipping_minor)::text from store.refund"), u"0"_s);
}

/// 29.90 of which 20.00 were paid, and one of two mugs is at the customer: 12.50 are not sent, and 9.90 of them were never paid.
void TestRefunds::whatWasNotPaidIsNotPaidBack()
{
    m_store->lead("select desk.ship(gen_random_uuid(), $1, $2::int, '[{\"lines\": [{\"line_no\": 1, \"quantity\": 1}]}]', false)::text", Params().integer(m_order).integer(version()));
    m_store->owner("update store.payment set amount_minor = 2000 where order_id = $1", Params().integer(m_order));
    QCOMPARE(order("paid_minor::text"), u"2000"_s);
    QCOMPARE(m_store->panel(u"lead"_s, m_order, "->>'called_off_minor'"), u"260"_s);
    QCOMPARE(m_store->lead("select desk.cancel(gen_random_uuid(), array[$1::bigint], array[$2::int], 'stock', '', false, true, false)->>'outcome'", Params().integer(m_order).integer(version())), u"done"_s);
    QCOMPARE(order("refunded_minor::text"), u"260"_s);
    QCOMPARE(m_store->owner("select count(*)::text from store.refund_line"), u"0"_s); // nobody can say of which piece
}

/// Pieces that were paid back as a favour and were still to be sent.
void TestRefunds::whatWasPaidBackBeforeIsNotPaidBackAgain()
{
    QCOMPARE(refund("[{\"line_no\": 1, \"quantity\": 2}]", 0, 0, 2500), u"done"_s);
    m_store->lead("select desk.ship(gen_random_uuid(), $1, $2::int, '[{\"lines\": [{\"line_no\": 1, \"quantity\": 1}]}]', false)::text", Params().integer(m_order).integer(version()));
    QCOMPARE(m_store->panel(u"lead"_s, m_order, "->>'called_off_minor'"), u"0"_s);
    QCOMPARE(m_store->lead("select desk.cancel(gen_random_uuid(), array[$1::bigint], array[$2::int], 'stock', '', false, true, false)->>'outcome'", Params().integer(m_order).integer(version())), u"done"_s);
    QCOMPARE(order("refunded_minor::text"), u"2500"_s);
}

/// Its row says what it was of, and would say it of nothing.
void TestRefunds::lineOfARefundThatWasTakenBackStays()
{
    const QUuid cancelled = QUuid::createUuid();
    QCOMPARE(m_store->lead("select desk.cancel($1, array[$2::bigint], array[$3::int], 'mistake', '', false, true, false)->>'outcome'", Params().uuid(cancelled).integer(m_order).integer(version())), u"done"_s);
    QCOMPARE(m_store->lead("select desk.undo(gen_random_uuid(), $1)->>'outcome'", Params().uuid(cancelled)), u"done"_s);
    QCOMPARE(order("payment_status || ' ' || fulfilment_status"), u"paid unfulfilled"_s);
    const auto change = [this](const QByteArray &lines) {
        return m_store->lead("select coalesce(nullif(r->>'reason', ''), r->>'outcome') from desk.lines_change(gen_random_uuid(), $1, $2::int, $3::jsonb, false) r",
                             Params().integer(m_order).integer(version()).text(QString::fromUtf8(lines)));
    };
    QCOMPARE(change(R"([{"title": "Spoon", "quantity": 1, "price_minor": 200}])"), u"line_on_refund"_s);
    QCOMPARE(change(R"([{"line_no": 1, "sku": "MUG-1", "title": "Mug", "quantity": 1, "price_minor": 1250}])"), u"done"_s);
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
