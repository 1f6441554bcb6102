// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/database/storeundertest.h"

#include <QTest>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// The word that a refund was paid out, come after it was taken for failed: the money counts, and is never lost from the books.
class TestLateRefund : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void lateWordThatItWasPaidCounts();
    void lateWordBringsThePiecesBackToStock();
    void piecesOfAParcelTakenBackMeanwhileStay();
    void paidTwiceIsLaidAside();

private:
    /// A refund of some pieces and an adjustment, to be handed over at once.
    void refund(const char *lines, int amount) const { refund(lines, amount, amount); }
    void refund(const char *lines, int amount, int adjustment) const
    {
        const QString version = m_store->owner("select version::text from store.orders where id = $1", Params().integer(m_order));
        QCOMPARE(m_store->lead("select desk.refund(gen_random_uuid(), $1, $2::int, $3::jsonb, 0, $4::bigint, $5::bigint, '', false)->>'outcome'",
                               Params().integer(m_order).text(version).text(QString::fromLatin1(lines)).integer(adjustment).integer(amount)), u"done"_s);
        m_store->owner("update mailroom.outbox set not_before = now() - interval '1 second' where state = 'waiting'");
    }
    bool hold(); ///< takes one item and keeps its number and lease
    QString settle(const QByteArray &outcome, const QByteArray &reference = {}, const QByteArray &error = {}) const
    {
        return m_store->deliver("select coalesce(nullif(r->>'reason', ''), r->>'outcome') from mailroom.settle($1, $2::timestamptz, $3, $4, $5) r",
                                Params().text(m_item).text(m_lease).text(QString::fromLatin1(outcome)).text(QString::fromLatin1(reference)).text(QString::fromLatin1(error)));
    }
    /// Two workers hold it one after the other; the second is told that it is refused, and the first one's lease is kept.
    void refuseInTheSecondHands();
    QString events() const { return m_store->owner("select string_agg(kind, ' ' order by id) from store.event where kind ~ '^refund_'"); }
    QString refundStatus() const { return m_store->owner("select string_agg(status || processor_reference, ' ' order by refund_no) from store.refund"); }

    std::unique_ptr<StoreUnderTest> m_store;
    qint64 m_order = 0;
    QString m_item, m_lease;
};

void TestLateRefund::init()
{
    m_store = std::make_unique<StoreUnderTest>();
    m_order = m_store->placeOrder();
    m_store->payOrder(m_order);
}

bool TestLateRefund::hold()
{
    const auto rows = m_store->connect(u"deliver"_s)->query({u"test/take"_s, "select t->'items'->0->>'id' as id, t->'items'->0->>'lease' as lease from mailroom.take('{refund}', 1) t"});
    m_item = rows ? rows->text(0, "id") : QString();
    m_lease = rows ? rows->text(0, "lease") : QString();
    return !m_item.isEmpty();
}

void TestLateRefund::refuseInTheSecondHands()
{
    QVERIFY(hold());
    const QString first = m_lease;
    m_store->owner("update mailroom.outbox set leased_until = now() - interval '1 second' where state = 'sending'");
    QVERIFY(hold());
    QCOMPARE(settle("refused", {}, "paypal_REFUND_NOT_ALLOWED"), u"done"_s);
    QCOMPARE(refundStatus(), u"failed"_s);
    m_lease = first;
}

void TestLateRefund::lateWordThatItWasPaidCounts()
{
    refund("[]", 500);
    refuseInTheSecondHands();
    QCOMPARE(settle("done", "8AA831015G517922L"), u"done"_s);
    QCOMPARE(refundStatus(), u"done8AA831015G517922L"_s);
    QCOMPARE(m_store->owner("select refunded_minor::text from store.orders"), u"500"_s);
    QCOMPARE(m_store->owner("select state from mailroom.outbox"), u"sent"_s);
    QCOMPARE(events(), u"refund_failed refund_done"_s);
}

void TestLateRefund::lateWordBringsThePiecesBackToStock()
{
    refund(R"([{"line_no": 1, "quantity": 1, "unsent": 1, "restock": 1}])", 1250, 0);
    refuseInTheSecondHands();
    QCOMPARE(settle("done", "8AA831015G517922L"), u"done"_s);
    QCOMPARE(m_store->owner("select string_agg(quantity::text, ' ' order by id) from store.stock_return"), u"1 -1 1"_s);
    QCOMPARE(m_store->panel(u"lead"_s, m_order, "#>>'{lines,0,open}'"), u"1"_s);
}

/// What was sent is paid back, the parcel is found in the house, and only then the money turns out to have left.
void TestLateRefund::piecesOfAParcelTakenBackMeanwhileStay()
{
    const auto version = [this] { return m_store->owner("select version::text from store.orders where id = $1", Params().integer(m_order)); };
    QCOMPARE(m_store->lead("select desk.ship(gen_random_uuid(), $1, $2::int, '[{\"lines\": [{\"line_no\": 1, \"quantity\": 2}]}]', false)->>'outcome'",
                           Params().integer(m_order).text(version())), u"done"_s);
    refund(R"([{"line_no": 1, "quantity": 1}])", 1250, 0);
    refuseInTheSecondHands();
    QCOMPARE(m_store->lead("select desk.parcel_void(gen_random_uuid(), $1, $2::int, 1)->>'outcome'", Params().integer(m_order).text(version())), u"done"_s);
    QCOMPARE(m_store->panel(u"lead"_s, m_order, "#>>'{lines,0,open}'"), u"2"_s);
    QCOMPARE(settle("done", "8AA831015G517922L"), u"done"_s);
    QCOMPARE(m_store->panel(u"lead"_s, m_order, "#>>'{lines,0,open}'"), u"1"_s);
    QCOMPARE(m_store->owner("select count(*)::text from store.stock_return"), u"0"_s);
}

/// It was refunded once more meanwhile, so that both come to more than was paid: somebody has to look, and nothing is lost.
void TestLateRefund::paidTwiceIsLaidAside()
{
    refund("[]", 2990);
    refuseInTheSecondHands();
    refund("[]", 2990);
    const auto records = [this] { return m_store->owner("select count(*)::text from audit.entry where verb = 'deliver'").toInt(); };
    const int before = records();
    QCOMPARE(settle("done", "8AA831015G517922L"), u"done"_s);
    QCOMPARE(records(), before + 1);
    QCOMPARE(refundStatus(), u"failed8AA831015G517922L requested"_s);
    QCOMPARE(m_store->deliver("select string_agg(id || last_error, ' ') from mailroom.dead()"), m_item + u"paid_twice"_s);
    QCOMPARE(m_store->owner("select kind || ' ' || (detail->>'reason') from store.event order by id desc limit 1"), u"refund_stuck paid_twice"_s);
    QCOMPARE(settle("done", "8AA831015G517922L"), u"done"_s); // said again, told once
    QCOMPARE(records(), before + 1);
    QCOMPARE(m_store->deliver("select mailroom.retry($1)->>'reason'", Params().text(m_item)), u"paid_twice"_s);
    // The second one is refused by the processor then, so the first one may stand.
    m_store->owner("update store.refund set status = 'failed' where refund_no = 2");
    QCOMPARE(m_store->deliver("select mailroom.decide($1, true, '8AA831015G517922L')->>'outcome'", Params().text(m_item)), u"done"_s);
    QCOMPARE(refundStatus(), u"done8AA831015G517922L failed"_s);
    QCOMPARE(m_store->deliver("select count(*)::text from mailroom.dead()"), u"0"_s);
}

QTEST_GUILESS_MAIN(TestLateRefund)
#include "tst_laterefund.moc"
