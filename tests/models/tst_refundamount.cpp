// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/orderpanelreader.h"
#include "tests/database/storeundertest.h"

#include <QJsonDocument>
#include <QTest>

#include <random>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// What the window says a refund comes to, and what the store counts: the same, whatever was refunded before and failed.
class TestRefundAmount : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void windowAndStoreCountTheSame();

private:
    [[nodiscard]] OrderPanel panel() const { return readOrderPanel(QJsonDocument::fromJson(m_store->panel(u"lead"_s, m_order).toUtf8()).object(), u"lead"_s); }
    QString refund(const OrderPanel &order, const RefundChoice &choice) const;

    std::unique_ptr<StoreUnderTest> m_store;
    qint64 m_order = 0;
};

QString TestRefundAmount::refund(const OrderPanel &order, const RefundChoice &choice) const
{
    QJsonArray lines;
    for (const RefundedPieces &pieces : choice.pieces)
        lines.append(QJsonObject{{u"line_no"_s, pieces.line}, {u"quantity"_s, pieces.quantity}});
    return m_store->lead("select coalesce(nullif(r->>'reason', ''), r->>'outcome') from desk.refund(gen_random_uuid(), $1, $2::int, $3::jsonb, 0, 0, $4::bigint, '', false) r",
                         Params().integer(m_order).integer(order.version).text(QString::fromUtf8(QJsonDocument(lines).toJson())).integer(refundAmount(order, choice)));
}

void TestRefundAmount::windowAndStoreCountTheSame()
{
    const auto seed = std::random_device()();
    qInfo("seed %u", seed);
    std::mt19937 chance(seed);
    m_store = std::make_unique<StoreUnderTest>();
    m_order = m_store->placeOrder();
    m_store->owner("update store.order_line set quantity = 7, price_minor = 333 where order_id = $1", Params().integer(m_order));
    m_store->owner("insert into store.order_line (order_id, line_no, title, quantity, price_minor, discount_minor) values ($1, 2, 'Spoon', 5, 199, 7), ($1, 3, 'Sticker', 11, 13, 0)", Params().integer(m_order));
    m_store->owner("update store.orders set total_minor = 490 + 3419 where id = $1", Params().integer(m_order));
    // Two payments, so that some refunds have two parts and fail by halves.
    m_store->owner("insert into store.payment (order_id, payment_no, kind, amount_minor, at, processor, reference) values ($1, 1, 'captured', 1717, now(), 'paypal', 'A'), ($1, 2, 'captured', 5000, now(), 'paypal', 'B')", Params().integer(m_order));
    for (int turn = 0; turn < 25; ++turn) {
        const OrderPanel order = panel();
        RefundChoice choice;
        for (const OrderLine &line : order.lines) {
            if (const int left = line.quantity - line.refunded; left > 0 && chance() % 2)
                choice.pieces.append({.line = line.id, .quantity = 1 + int(chance() % unsigned(left)), .unsent = 0, .restock = 0});
        }
        if (refundAmount(order, choice) > 0)
            QCOMPARE(refund(order, choice), u"done"_s);
        m_store->owner("update store.refund set status = 'failed' where status = 'requested' and refund_no % 3 = $1::int", Params().integer(chance() % 3));
        QCOMPARE(m_store->owner("select count(*)::text from store.line_values($1) v where store.refunded_value($1, v.line_no) not between 0 and v.value_minor", Params().integer(m_order)), u"0"_s);
    }
}

QTEST_GUILESS_MAIN(TestRefundAmount)
#include "tst_refundamount.moc"
