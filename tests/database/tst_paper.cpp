// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/database/storeundertest.h"

#include <QJsonDocument>
#include <QTest>

#include <atomic>
#include <random>
#include <thread>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// Packing slips, invoices and credit notes: what each shows and to whom, and numbers that follow each other without a gap.
class TestPaper : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void invoicesAreNumberedOnceInTheSequenceAskedFor();
    void numberOfARollbackIsGivenAgain();
    void manyHandsLeaveNoGap();
    void sentTwiceIsTheSameAnswer();
    void badOnesAreListedAndStopNothing();
    void slipOfWhatMayNotLeaveIsRefused();
    void cancelledOrderNeverPaidHasNoInvoice();
    void slipShowsNoPriceAndNoContact();
    void slipTellsWhatIsLeftThenWhatWasSent();
    void invoiceAddsUp();
    void creditNoteTellsARefundThatIsDone();
    void oneOfSeveralRefundsIsCreditedAndNoneTwice();
    void refundOverSeveralPaymentsIsOneNote();
    void noOtherWayLeadsToACreditNote();
    void creditNoteTellsOfThePartsThatWerePaid();
    void creditNotePaidLateIsItsOwn();
    void invoiceOfACancelledOrderIsTakenBack();
    void whatWasPaidIsNoPartOfIt();
    void whatWasGivenBackBeforeIsNotCreditedAgain();
    void whatWasSentIsStillOwed();
    void whatAPaperTellsIsNotTakenBack();
    void everyGroupHasItsPapers();
    void windowOfFulfilmentHolds();
    void readingIsCountedAndOnRecordWhateverIsRolledBack();
    void ticketIsOnesOwn();
    void tooManyAtOnceAreRefused();

private:
    QString issue(const QString &kind, const QList<qint64> &orders, const QString &part = u"number"_s, const QString &login = u"lead"_s) const;
    QJsonObject papers(const QString &kind, const QList<qint64> &orders, const QString &login = u"lead"_s, QUuid command = {}) const;
    QJsonObject paper(const QString &kind, qint64 order, const QString &login = u"lead"_s) const { return papers(kind, {order}, login)[u"papers"_s][0].toObject(); }
    int version(qint64 order) const { return m_store->owner("select version::text from store.orders where id = $1", Params().integer(order)).toInt(); }
    QString refund(qint64 order) const
    {
        return m_store->lead("select r->>'outcome' from desk.refund(gen_random_uuid(), $1, $2::int, '[{\"line_no\": 1, \"quantity\": 1}]', 0, 0, 1250, '', false) r", Params().integer(order).integer(version(order)));
    }

    void refundInTwoParts() const; ///< 25.00 of goods and 4.90 shipping: 15.00 and 14.90, both waiting
    QString sums(const QJsonObject &note) const; ///< "total=lines+shipping+adjustment", each line as its quantity and amount
    QString cancel(qint64 order, QUuid id = QUuid::createUuid()) const
    {
        return m_store->lead("select desk.cancel($1, array[$2::bigint], array[$3::int], 'customer', '', true, false, false)->>'outcome'", Params().uuid(id).integer(order).integer(version(order)));
    }

    std::unique_ptr<StoreUnderTest> m_store;
    qint64 m_order = 0;
};

void TestPaper::init()
{
    m_store = std::make_unique<StoreUnderTest>();
    m_order = m_store->placeOrder();
    m_store->payOrder(m_order);
}

/// A word of each row of the answer: its papers' numbers, or its reason.
QString TestPaper::issue(const QString &kind, const QList<qint64> &orders, const QString &part, const QString &login) const
{
    return m_store->ask(login, "select coalesce((select string_agg(coalesce(r->>'reason', (select string_agg(p->>$3, '+') from jsonb_array_elements(r->'papers') p)), ' ' order by place) "
                               "from jsonb_array_elements(a->'rows') with ordinality as e(r, place)), a->>'reason') from desk.paper_issue(gen_random_uuid(), $1, $2, null) a",
                        Params().text(kind).integers(orders).text(part));
}

QJsonObject TestPaper::papers(const QString &kind, const QList<qint64> &orders, const QString &login, QUuid command) const
{
    const QUuid ticket = QUuid::createUuid();
    Params open = Params().uuid(ticket).text(kind).integers(orders);
    if (command.isNull())
        open.null();
    else
        open.uuid(command);
    const QString opened = m_store->ask(login, "select desk.paper_open($1, $2, $3, null, $4)::text", open);
    if (opened.startsWith(u'<'))
        return {{u"refused"_s, opened}};
    return QJsonDocument::fromJson(m_store->ask(login, "select desk.paper_content($1)::text", Params().uuid(ticket)).toUtf8()).object();
}

void TestPaper::invoicesAreNumberedOnceInTheSequenceAskedFor()
{
    const qint64 second = m_store->placeOrder();
    const qint64 third = m_store->placeOrder();
    QCOMPARE(paper(u"invoice"_s, m_order)[u"reason"_s].toString(), u"not_issued"_s);
    QCOMPARE(issue(u"invoice"_s, {third, m_order}), u"INV-1 INV-2"_s);
    QCOMPARE(issue(u"invoice"_s, {m_order, second, m_order, third}), u"INV-2 INV-3 INV-1"_s);
    QCOMPARE(issue(u"invoice"_s, {m_order}, u"is_copy"_s), u"true"_s);
    QCOMPARE(m_store->owner("select next_number::text from store.paper_counter where kind = 'invoice'"), u"4"_s);
    QCOMPARE(m_store->owner("select string_agg(verb || ':' || row_count, ' ' order by seq) from audit.entry where verb = 'paper_issue'"), u"paper_issue:2 paper_issue:3 paper_issue:1"_s);
    QCOMPARE(m_store->panel(u"agent"_s, m_order, "->'papers'->0->>'number'"), u"INV-2"_s);
    QVERIFY(m_store->panel(u"agent"_s, m_order, "->>'events'").contains(u"invoice_issued"_s));
}

void TestPaper::numberOfARollbackIsGivenAgain()
{
    const qint64 other = m_store->placeOrder();
    const auto lead = m_store->connect(u"lead"_s);
    QVERIFY(lead->query({u"test/begin"_s, "begin"}));
    QVERIFY(lead->query({u"test/issue"_s, "select desk.paper_issue(gen_random_uuid(), 'invoice', array[$1::bigint], null)"}, Params().integer(other)));
    QVERIFY(lead->query({u"test/rollback"_s, "rollback"}));
    QCOMPARE(issue(u"invoice"_s, {m_order}), u"INV-1"_s);
    QCOMPARE(issue(u"invoice"_s, {other}), u"INV-2"_s);
}

void TestPaper::manyHandsLeaveNoGap()
{
    constexpr int hands = 8, orders = 24, tries = 12;
    const auto seed = std::random_device()();
    qInfo("seed %u", seed);
    QList<qint64> all{m_order};
    while (all.size() < orders)
        all.append(m_store->placeOrder());
    std::atomic_int answered = 0;
    std::vector<std::thread> threads;
    for (int hand = 0; hand < hands; ++hand) {
        threads.emplace_back([&, hand] {
            std::mt19937 chance(seed + unsigned(hand));
            const auto connection = m_store->connect(hand % 2 ? u"lead"_s : u"agent"_s);
            for (int i = 0; i < tries; ++i) {
                QList<qint64> some;
                for (int k = 0; k < 4; ++k)
                    some.append(all.at(qsizetype(chance() % unsigned(orders))));
                const bool isTakenBack = chance() % 4 == 0;
                if (isTakenBack)
                    (void)connection->query({u"test/begin"_s, "begin"});
                const auto rows = connection->query({u"test/issue"_s, "select desk.paper_issue(gen_random_uuid(), 'invoice', $1, null)->>'outcome'"}, Params().integers(some));
                answered += rows && rows->text(0, 0) == u"done" ? 1 : 0;
                if (isTakenBack)
                    (void)connection->query({u"test/rollback"_s, "rollback"});
            }
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QVERIFY(answered > 0);
    const QString count = m_store->owner("select count(*)::text from store.paper");
    QVERIFY(count.toInt() > 0);
    QCOMPARE(m_store->owner("select count(distinct order_id)::text from store.paper"), count);
    QCOMPARE(m_store->owner("select string_agg(substr(number, 5), ',' order by substr(number, 5)::int) from store.paper"),
             m_store->owner("select string_agg(k::text, ',' order by k) from generate_series(1, $1::int) k", Params().text(count)));
    QCOMPARE(m_store->owner("select (next_number - 1)::text from store.paper_counter where kind = 'invoice'"), count);
}

void TestPaper::sentTwiceIsTheSameAnswer()
{
    const Params params = Params().uuid(QUuid::createUuid()).integer(m_order);
    const QByteArray call = "select (r->'rows'->0->'papers'->0->>'number') || (r->'rows'->0->'papers'->0->>'is_copy') || coalesce(r->>'replayed', '') from desk.paper_issue($1, 'invoice', array[$2::bigint], null) r";
    QCOMPARE(m_store->lead(call, params), u"INV-1false"_s);
    QCOMPARE(m_store->lead(call, params), u"INV-1falsetrue"_s);
}

void TestPaper::badOnesAreListedAndStopNothing()
{
    const qint64 unpaid = m_store->placeOrder();
    m_store->lead("select desk.cancel(gen_random_uuid(), array[$1::bigint], array[$2::int], 'customer', '', true, false, false)::text", Params().integer(unpaid).integer(version(unpaid)));
    const qint64 last = m_store->placeOrder();
    QCOMPARE(issue(u"invoice"_s, {m_order, unpaid, 999999, last}), u"INV-1 cancelled_unpaid no_such_order INV-2"_s);
    const QJsonArray rows = papers(u"invoice"_s, {m_order, unpaid, 999999, last})[u"papers"_s].toArray();
    QStringList told;
    for (const QJsonValue &row : rows)
        told.append(row[u"number"_s].toString() + row[u"reason"_s].toString());
    QCOMPARE(told.join(u' '), u"INV-1 cancelled_unpaid no_such_order INV-2"_s);
}

void TestPaper::slipOfWhatMayNotLeaveIsRefused()
{
    const qint64 unpaid = m_store->placeOrder();
    QCOMPARE(paper(u"packing_slip"_s, unpaid)[u"reason"_s].toString(), u"not_paid"_s);
    m_store->agent("select desk.hold_place(gen_random_uuid(), array[$1::bigint], array[$2::int], 'fraud', '')::text", Params().integer(m_order).integer(version(m_order)));
    QCOMPARE(paper(u"packing_slip"_s, m_order)[u"reason"_s].toString(), u"on_hold"_s);
    QCOMPARE(m_store->panel(u"agent"_s, m_order, "->'can'->'packing_slip'->>'why'"), u"on_hold"_s);
    m_store->owner("delete from store.order_line where order_id = $1", Params().integer(unpaid));
    QCOMPARE(issue(u"invoice"_s, {unpaid}), u"no_lines"_s);
}

void TestPaper::cancelledOrderNeverPaidHasNoInvoice()
{
    const qint64 invoiced = m_store->placeOrder();
    QCOMPARE(issue(u"invoice"_s, {invoiced}), u"INV-1"_s);
    QCOMPARE(cancel(invoiced), u"done"_s);
    // What was written before can be had again, also when it came to nothing; and what was paid can be invoiced.
    QCOMPARE(issue(u"invoice"_s, {invoiced}), u"INV-1"_s);
    QCOMPARE(cancel(m_order), u"done"_s);
    QCOMPARE(issue(u"invoice"_s, {m_order}), u"INV-2"_s);
}

void TestPaper::slipShowsNoPriceAndNoContact()
{
    const QJsonObject all = papers(u"packing_slip"_s, {m_order}, u"fulfilment"_s);
    const QJsonObject slip = all[u"papers"_s][0].toObject();
    QCOMPARE(slip.keys().join(u' '), u"is_sent lines order_id order_number placed_at shipped_at to"_s);
    QCOMPARE(slip[u"to"_s].toObject().keys().join(u' '), u"city company country line1 line2 name postal_code region"_s);
    QCOMPARE(slip[u"lines"_s][0].toObject().keys().join(u' '), u"ordered quantity sent sku title"_s);
    QCOMPARE(all[u"store"_s].toObject().keys().join(u' '), u"address foot name"_s);
    const QString text = QString::fromUtf8(QJsonDocument(all).toJson());
    for (const QString &secret : {u"hans@example.com"_s, u"1234567"_s, u"PAY-"_s, u"EUR"_s})
        QVERIFY2(!text.contains(secret), qPrintable(secret));
    QVERIFY(text.contains(u"Gartenweg 1"_s));
}

void TestPaper::slipTellsWhatIsLeftThenWhatWasSent()
{
    const auto line = [this] {
        const QJsonObject slip = paper(u"packing_slip"_s, m_order);
        const QJsonObject first = slip[u"lines"_s][0].toObject();
        return u"%1 of %2, %3 before%4"_s.arg(first[u"quantity"_s].toInt()).arg(first[u"ordered"_s].toInt()).arg(first[u"sent"_s].toInt()).arg(slip[u"is_sent"_s].toBool() ? u", sent"_s : QString());
    };
    QCOMPARE(line(), u"2 of 2, 0 before"_s);
    m_store->lead("select desk.ship(gen_random_uuid(), $1, $2::int, '[{\"lines\": [{\"line_no\": 1, \"quantity\": 1}]}]', false)::text", Params().integer(m_order).integer(version(m_order)));
    QCOMPARE(line(), u"1 of 2, 1 before"_s);
    m_store->lead("select desk.ship(gen_random_uuid(), $1, $2::int, '[{\"lines\": [{\"line_no\": 1, \"quantity\": 1}]}]', false)::text", Params().integer(m_order).integer(version(m_order)));
    QCOMPARE(line(), u"2 of 2, 0 before, sent"_s);
}

void TestPaper::invoiceAddsUp()
{
    m_store->owner("update store.setting set value = '\"DE 1\"' where key = 'store.tax_number'");
    m_store->owner("update store.orders set tax_minor = 477 where id = $1", Params().integer(m_order));
    QCOMPARE(issue(u"invoice"_s, {m_order}), u"INV-1"_s);
    QJsonObject invoice = paper(u"invoice"_s, m_order);
    QCOMPARE(u"%1+%2=%3 %4"_s.arg(invoice[u"subtotal_minor"_s].toInt()).arg(invoice[u"shipping_minor"_s].toInt()).arg(invoice[u"total_minor"_s].toInt()).arg(invoice[u"paid_minor"_s].toInt()), u"2500+490=2990 2990"_s);
    QVERIFY(invoice[u"tax_is_contained"_s].toBool());
    QVERIFY(invoice[u"delivery"_s].isNull());
    QVERIFY(invoice[u"is_copy"_s].toBool());
    QCOMPARE(papers(u"invoice"_s, {m_order})[u"store"_s][u"tax_number"_s].toString(), u"DE 1"_s);
    const QUuid command{m_store->owner("select command_id::text from store.paper")};
    QVERIFY(!papers(u"invoice"_s, {m_order}, u"lead"_s, command)[u"papers"_s][0][u"is_copy"_s].toBool());
    m_store->owner("update store.orders set total_minor = total_minor + 477 where id = $1", Params().integer(m_order));
    invoice = paper(u"invoice"_s, m_order);
    QVERIFY(!invoice[u"tax_is_contained"_s].toBool());
    QVERIFY(!QString::fromUtf8(QJsonDocument(invoice).toJson()).contains(u"hans@example.com"_s));
}

void TestPaper::creditNoteTellsARefundThatIsDone()
{
    QCOMPARE(issue(u"credit_note"_s, {m_order}), u"nothing_refunded"_s);
    QCOMPARE(refund(m_order), u"done"_s);
    QCOMPARE(issue(u"credit_note"_s, {m_order}), u"refund_waiting"_s);
    m_store->owner("update store.refund set status = 'done'");
    QCOMPARE(issue(u"invoice"_s, {m_order}), u"INV-1"_s);
    QCOMPARE(issue(u"credit_note"_s, {m_order}), u"CN-1"_s);
    const QJsonObject note = paper(u"credit_note"_s, m_order);
    QCOMPARE(note[u"invoice_number"_s].toString(), u"INV-1"_s);
    QCOMPARE(note[u"total_minor"_s].toInt(), 1250);
    QCOMPARE(note[u"lines"_s][0][u"quantity"_s].toInt(), 1);
    QCOMPARE(refund(m_order), u"done"_s);
    m_store->owner("update store.refund set status = 'done'");
    QCOMPARE(issue(u"credit_note"_s, {m_order}), u"CN-1+CN-2"_s);
    QCOMPARE(papers(u"credit_note"_s, {m_order})[u"papers"_s].toArray().size(), 2);
}

void TestPaper::oneOfSeveralRefundsIsCreditedAndNoneTwice()
{
    const auto credit = [this](const QList<qint64> &orders, const QList<qint64> &refunds) {
        return m_store->lead("select coalesce((select string_agg(coalesce(r->>'reason', (select string_agg(p->>'number' || case p->>'is_copy' when 'true' then ' again' else '' end, '+') from jsonb_array_elements(r->'papers') p)), ' ' order by place) "
                             "from jsonb_array_elements(a->'rows') with ordinality as e(r, place)), a->>'reason') from desk.paper_issue(gen_random_uuid(), 'credit_note', $1, $2::int[]) a",
                             Params().integers(orders).integers(refunds));
    };
    const auto told = [this] {
        QStringList rows;
        for (const QJsonValue &row : papers(u"credit_note"_s, {m_order})[u"papers"_s].toArray())
            rows.append(u"%1%2 %3"_s.arg(row[u"number"_s].toString(), row[u"reason"_s].toString()).arg(row[u"refund_no"_s].toInt()));
        return rows.join(u", "_s);
    };
    QCOMPARE(refund(m_order), u"done"_s);
    m_store->owner("update store.refund set status = 'done'");
    QCOMPARE(refund(m_order), u"done"_s);
    const qint64 other = m_store->placeOrder();
    m_store->payOrder(other);
    QCOMPARE(refund(other), u"done"_s);
    m_store->owner("update store.refund set status = 'done' where order_id = $1", Params().integer(other));
    QCOMPARE(told(), u"not_issued 1, refund_waiting 2"_s);
    QCOMPARE(credit({m_order}, {2}), u"refund_waiting"_s);
    QCOMPARE(credit({m_order}, {3}), u"no_such_refund"_s);
    m_store->owner("update store.refund set status = 'done'");
    QCOMPARE(told(), u"not_issued 1, not_issued 2"_s);
    QCOMPARE(credit({m_order, m_order}, {2, 3}), u"no_such_refund"_s); // all of an order or nothing, and no number is used up
    QCOMPARE(credit({m_order, other}, {2, 1}), u"CN-1 CN-2"_s);
    QCOMPARE(told(), u"CN-1 2, not_issued 1"_s);
    QCOMPARE(credit({m_order}, {2}), u"CN-1 again"_s);
    QCOMPARE(credit({m_order, m_order}, {1, 2}), u"CN-3+CN-1 again"_s);
    QCOMPARE(told(), u"CN-1 2, CN-3 1"_s);
    QCOMPARE(m_store->owner("select string_agg(number || ':' || refund_no, ' ' order by id) from store.paper"), u"CN-1:2 CN-2:1 CN-3:1"_s);
    QCOMPARE(credit({m_order}, {1, 2}), u"bad_arguments"_s);
    QCOMPARE(m_store->lead("select desk.paper_issue(gen_random_uuid(), 'invoice', array[$1::bigint], array[1])->>'reason'", Params().integer(m_order)), u"bad_arguments"_s);
}

/// One refund that went back to two payments is one note, by whichever of its parts it is named.
void TestPaper::refundOverSeveralPaymentsIsOneNote()
{
    QCOMPARE(refund(m_order), u"done"_s);
    m_store->owner("insert into store.refund (order_id, refund_no, amount_minor, reason, at, status, command_id) select order_id, 2, 700, '', at, 'done', command_id from store.refund where order_id = $1", Params().integer(m_order));
    const auto credit = [this](int part) {
        return m_store->lead("select coalesce(r->'rows'->0->'papers'->0->>'number', r->>'reason') from desk.paper_issue(gen_random_uuid(), 'credit_note', array[$1::bigint], array[$2::int]) r", Params().integer(m_order).integer(part));
    };
    QCOMPARE(credit(2), u"refund_waiting"_s); // a part of it is not decided
    m_store->owner("update store.refund set status = 'done'");
    QCOMPARE(credit(2), u"CN-1"_s);
    QCOMPARE(credit(1), u"CN-1"_s);
    const QJsonObject note = paper(u"credit_note"_s, m_order);
    QCOMPARE(note[u"total_minor"_s].toInt(), 1950);
    QCOMPARE(papers(u"credit_note"_s, {m_order})[u"papers"_s].toArray().size(), 1);
}

void TestPaper::noOtherWayLeadsToACreditNote()
{
    QCOMPARE(refund(m_order), u"done"_s);
    const auto insert = [this](int refundNo) {
        return m_store->owner("insert into store.paper (kind, number, order_id, refund_no, command_id) values ('credit_note', 'CN-' || $2, $1, $2::int, gen_random_uuid()) returning number", Params().integer(m_order).integer(refundNo));
    };
    QCOMPARE(insert(1), u"<23514>"_s); // it waits
    m_store->owner("update store.refund set status = 'done'");
    QCOMPARE(insert(2), u"<23514>"_s);
    QCOMPARE(insert(1), u"CN-1"_s);
    QCOMPARE(insert(1), u"<23505>"_s);
}

void TestPaper::refundInTwoParts() const
{
    m_store->owner("update store.payment set amount_minor = 1500 where order_id = $1", Params().integer(m_order));
    m_store->owner("insert into store.payment (order_id, payment_no, kind, amount_minor, at, processor, reference) values ($1, 2, 'captured', 1490, now(), 'paypal', 'PAY-B')", Params().integer(m_order));
    QCOMPARE(m_store->lead("select desk.refund(gen_random_uuid(), $1, $2::int, '[{\"line_no\": 1, \"quantity\": 2}]', 490, 0, 2990, '', false)->>'outcome'", Params().integer(m_order).integer(version(m_order))), u"done"_s);
}

QString TestPaper::sums(const QJsonObject &note) const
{
    QString lines;
    for (const QJsonValue &line : note[u"lines"_s].toArray())
        lines += u"%1x%2"_s.arg(line[u"quantity"_s].toInt()).arg(line[u"total_minor"_s].toInt());
    return u"%1=%2+%3+%4"_s.arg(note[u"total_minor"_s].toInt()).arg(lines).arg(note[u"shipping_minor"_s].toInt()).arg(note[u"adjustment_minor"_s].toInt());
}

void TestPaper::creditNoteTellsOfThePartsThatWerePaid()
{
    refundInTwoParts();
    m_store->owner("update store.refund set status = case refund_no when 1 then 'failed' else 'done' end");
    QCOMPARE(issue(u"credit_note"_s, {m_order}), u"CN-1"_s);
    QCOMPARE(sums(paper(u"credit_note"_s, m_order)), u"1490=1x1000+490+0"_s);
    // The rest is refunded, and the lines are credited once.
    QCOMPARE(m_store->lead("select desk.refund(gen_random_uuid(), $1, $2::int, '[{\"line_no\": 1, \"quantity\": 1}]', 0, 0, 1500, '', false)->>'outcome'", Params().integer(m_order).integer(version(m_order))), u"done"_s);
    m_store->owner("update store.refund set status = 'done' where status = 'requested'");
    QCOMPARE(issue(u"credit_note"_s, {m_order}), u"CN-1+CN-2"_s);
    QCOMPARE(sums(papers(u"credit_note"_s, {m_order})[u"papers"_s][1].toObject()), u"1500=1x1500+0+0"_s);
}

/// A part that was taken for failed when the note was written, and was paid out after all, gets a note of its own.
void TestPaper::creditNotePaidLateIsItsOwn()
{
    refundInTwoParts();
    m_store->owner("update store.refund set status = case refund_no when 1 then 'failed' else 'done' end");
    m_store->owner("update mailroom.outbox set state = case refund_no when 1 then 'dead' else 'sent' end, sent_at = case refund_no when 2 then now() end");
    QCOMPARE(issue(u"credit_note"_s, {m_order}), u"CN-1"_s);
    const QString before = sums(paper(u"credit_note"_s, m_order));
    QCOMPARE(m_store->deliver("select mailroom.decide((select d.id from mailroom.dead() d), true, 'LATE')->>'outcome'"), u"done"_s);
    QCOMPARE(issue(u"credit_note"_s, {m_order}), u"CN-2+CN-1"_s); // by refund
    const QJsonArray notes = papers(u"credit_note"_s, {m_order})[u"papers"_s].toArray();
    QCOMPARE(sums(notes[0].toObject()), before);
    QCOMPARE(sums(notes[1].toObject()), u"1500=1x1500+0+0"_s);
}

void TestPaper::invoiceOfACancelledOrderIsTakenBack()
{
    const qint64 unpaid = m_store->placeOrder();
    QCOMPARE(issue(u"invoice"_s, {unpaid}), u"INV-1"_s);
    QCOMPARE(issue(u"credit_note"_s, {unpaid}), u"nothing_refunded"_s);
    const QUuid cancelled = QUuid::createUuid();
    QCOMPARE(cancel(unpaid, cancelled), u"done"_s);
    QCOMPARE(m_store->panel(u"agent"_s, unpaid, "->'can'->'credit_note'->>'allowed'"), u"true"_s);
    QCOMPARE(issue(u"credit_note"_s, {unpaid}), u"CN-1"_s);
    const QJsonObject note = paper(u"credit_note"_s, unpaid);
    QCOMPARE(sums(note), u"2990=2x2500+490+0"_s);
    QCOMPARE(note[u"invoice_number"_s].toString(), u"INV-1"_s);
    QVERIFY(note[u"refunded_at"_s].isNull() && note[u"cancelled_at"_s].isString());
    QCOMPARE(m_store->lead("select desk.undo(gen_random_uuid(), $1)->>'reason'", Params().uuid(cancelled)), u"paper_issued"_s);
    // What is on paper stays, whatever comes in late.
    m_store->payOrder(unpaid);
    QCOMPARE(issue(u"credit_note"_s, {unpaid}, u"is_copy"_s), u"true"_s);
    QCOMPARE(sums(paper(u"credit_note"_s, unpaid)), u"2990=2x2500+490+0"_s);
    // What came in late and is given back again is no second credit of the same invoice.
    m_store->owner("update store.setting set value = '[]' where key = 'refund.processors'");
    QCOMPARE(m_store->lead("select desk.refund(gen_random_uuid(), $1, $2::int, '[]', 0, 2990, 2990, 'Paid late', false)->>'outcome'", Params().integer(unpaid).integer(version(unpaid))), u"done"_s);
    QCOMPARE(issue(u"credit_note"_s, {unpaid}, u"number"_s), u"CN-1"_s);
    QCOMPARE(m_store->owner("select string_agg(number, ' ' order by id) from store.paper where kind = 'credit_note'"), u"CN-1"_s);
    // Without an invoice there is nothing to take back.
    const qint64 never = m_store->placeOrder();
    QCOMPARE(cancel(never), u"done"_s);
    QCOMPARE(issue(u"credit_note"_s, {never}), u"nothing_refunded"_s);
}

void TestPaper::whatWasPaidIsNoPartOfIt()
{
    m_store->owner("update store.payment set amount_minor = 1000 where order_id = $1", Params().integer(m_order));
    QCOMPARE(issue(u"invoice"_s, {m_order}), u"INV-1"_s);
    m_store->owner("update store.setting set value = '[]' where key = 'refund.processors'");
    QCOMPARE(m_store->lead("select desk.cancel(gen_random_uuid(), array[$1::bigint], array[$2::int], 'customer', '', true, true, false)->>'outcome'", Params().integer(m_order).integer(version(m_order))), u"done"_s);
    QCOMPARE(issue(u"credit_note"_s, {m_order}), u"CN-1+CN-2"_s);
    int credited = 0;
    for (const QJsonValue &note : papers(u"credit_note"_s, {m_order})[u"papers"_s].toArray())
        credited += note[u"total_minor"_s].toInt();
    QCOMPARE(credited, 2990);
}

/// A piece whose worth was given back before is credited by that refund's note, and not once more.
void TestPaper::whatWasGivenBackBeforeIsNotCreditedAgain()
{
    m_store->owner("update store.setting set value = 'true' where key = 'ship.before_payment'");
    const qint64 order = m_store->placeOrder();
    m_store->owner("insert into store.payment (order_id, payment_no, kind, amount_minor, at, processor, reference) values ($1, 1, 'captured', 2000, now(), 'cash', '')", Params().integer(order));
    QCOMPARE(issue(u"invoice"_s, {order}), u"INV-1"_s);
    m_store->lead("select desk.ship(gen_random_uuid(), $1, $2::int, '[{\"lines\": [{\"line_no\": 1, \"quantity\": 1}]}]', false)::text", Params().integer(order).integer(version(order)));
    QCOMPARE(m_store->lead("select desk.refund(gen_random_uuid(), $1, $2::int, '[{\"line_no\": 1, \"quantity\": 2}]', 0, -500, 2000, '', false)->>'outcome'",
                           Params().integer(order).integer(version(order))), u"done"_s);
    QCOMPARE(cancel(order), u"done"_s);
    QCOMPARE(issue(u"credit_note"_s, {order}), u"CN-1"_s);
    QCOMPARE(sums(paper(u"credit_note"_s, order)), u"2000=2x2500+0+-500"_s);
    // The shipping, and what was kept back of the mugs, is owed as before.
    QCOMPARE(m_store->owner("select store.reversal_of($1)::text", Params().integer(order)), QString());
}

void TestPaper::whatWasSentIsStillOwed()
{
    m_store->owner("update store.setting set value = 'true' where key = 'ship.before_payment'");
    const qint64 unpaid = m_store->placeOrder();
    QCOMPARE(issue(u"invoice"_s, {unpaid}), u"INV-1"_s);
    m_store->lead("select desk.ship(gen_random_uuid(), $1, $2::int, '[{\"lines\": [{\"line_no\": 1, \"quantity\": 1}]}]', false)::text", Params().integer(unpaid).integer(version(unpaid)));
    QCOMPARE(cancel(unpaid), u"done"_s);
    QCOMPARE(issue(u"credit_note"_s, {unpaid}), u"CN-1"_s);
    QCOMPARE(sums(paper(u"credit_note"_s, unpaid)), u"1250=1x1250+0+0"_s);
}

void TestPaper::whatAPaperTellsIsNotTakenBack()
{
    const QUuid refunding = QUuid::createUuid();
    m_store->owner("update store.setting set value = '[]' where key = 'refund.processors'");
    QCOMPARE(m_store->lead("select desk.refund($1, $2, $3::int, '[{\"line_no\": 1, \"quantity\": 1, \"unsent\": 1}]', 0, 0, 1250, '', false)->>'outcome'", Params().uuid(refunding).integer(m_order).integer(version(m_order))), u"done"_s);
    QCOMPARE(issue(u"credit_note"_s, {m_order}), u"CN-1"_s);
    QCOMPARE(m_store->lead("select desk.undo(gen_random_uuid(), $1)->>'reason'", Params().uuid(refunding)), u"paper_issued"_s);
    const qint64 other = m_store->placeOrder();
    const auto change = [&](int pieces) {
        return m_store->agent("select desk.lines_change(gen_random_uuid(), $1, $2::int, jsonb_build_array(jsonb_build_object('line_no', 1, 'sku', 'MUG-1', 'title', 'Mug', 'quantity', $3::int, 'price_minor', 1250)), false)->>'reason'",
                              Params().integer(other).integer(version(other)).integer(pieces));
    };
    QCOMPARE(change(3), QString());
    QCOMPARE(issue(u"invoice"_s, {other}), u"INV-1"_s);
    QCOMPARE(change(4), u"invoiced"_s);
}

void TestPaper::everyGroupHasItsPapers()
{
    for (const QString &login : {u"agent"_s, u"lead"_s, u"fulfilment"_s})
        QVERIFY2(papers(u"packing_slip"_s, {m_order}, login).contains(u"papers"_s), qPrintable(login));
    for (const QString &login : {u"marketing"_s, u"manager"_s, u"privacy"_s, u"admin"_s, u"site"_s})
        QCOMPARE(papers(u"packing_slip"_s, {m_order}, login)[u"refused"_s].toString(), u"<42501>"_s);
    QCOMPARE(papers(u"invoice"_s, {m_order}, u"fulfilment"_s)[u"refused"_s].toString(), u"<42501>"_s);
    QCOMPARE(papers(u"love_letter"_s, {m_order})[u"refused"_s].toString(), u"<22023>"_s);
    QCOMPARE(issue(u"invoice"_s, {m_order}, u"number"_s, u"fulfilment"_s), u"<42501>"_s);
    QCOMPARE(issue(u"packing_slip"_s, {m_order}), u"bad_arguments"_s);
    QCOMPARE(issue(u"invoice"_s, {m_order}, u"number"_s, u"agent"_s), u"INV-1"_s);
}

void TestPaper::windowOfFulfilmentHolds()
{
    m_store->shipOrder(m_order);
    QVERIFY(paper(u"packing_slip"_s, m_order, u"fulfilment"_s).contains(u"lines"_s));
    m_store->owner("update store.shipment set at = now() - interval '30 days'");
    QCOMPARE(paper(u"packing_slip"_s, m_order, u"fulfilment"_s)[u"reason"_s].toString(), u"no_such_order"_s);
    QVERIFY(paper(u"packing_slip"_s, m_order, u"agent"_s).contains(u"lines"_s));
}

void TestPaper::readingIsCountedAndOnRecordWhateverIsRolledBack()
{
    const auto counted = [this] { return m_store->owner("select coalesce(pg_sequence_last_value(to_regclass('meter.login_' || (select id from store.staff where login = 'agent'))), 0)::text").toInt(); };
    m_store->stayWithinAnHour();
    const int before = counted();
    const QUuid ticket = QUuid::createUuid();
    const auto agent = m_store->connect(u"agent"_s);
    QVERIFY(agent->query({u"test/begin"_s, "begin"}));
    QVERIFY(agent->query({u"test/open"_s, "select desk.paper_open($1, 'packing_slip', array[$2::bigint], null, null)"}, Params().uuid(ticket).integer(m_order)));
    const auto rows = agent->query({u"test/content"_s, "select desk.paper_content($1)"}, Params().uuid(ticket));
    QVERIFY(rows && rows->isNull(0, 0)); // not in the transaction that could take its record back
    QVERIFY(agent->query({u"test/rollback"_s, "rollback"}));
    QCOMPARE(counted(), before + 1);
    QVERIFY(paper(u"packing_slip"_s, m_order, u"agent"_s).contains(u"lines"_s));
    QCOMPARE(counted(), before + 2);
    QCOMPARE(m_store->owner("select string_agg(actor || ':' || (ids[1] = $1)::text || ':' || fields[1], ' ') from audit.entry where verb = 'paper_open'", Params().integer(m_order)), u"agent:true:packing_slip"_s);
    m_store->owner("update store.setting set value = '2' where key = 'meter.rows_per_hour'");
    QCOMPARE(papers(u"packing_slip"_s, {m_order}, u"agent"_s)[u"refused"_s].toString(), u"<ST002>"_s);
    // Nothing of the order changed, so nobody's list is told to ask again.
    m_store->work("select desk.work_tick()::text");
    QVERIFY(papers(u"packing_slip"_s, {m_order}, u"lead"_s).contains(u"papers"_s));
    QCOMPARE(m_store->work("select desk.work_tick()->>'notified'"), u"false"_s);
}

void TestPaper::ticketIsOnesOwn()
{
    const QUuid ticket = QUuid::createUuid();
    QCOMPARE(m_store->lead("select desk.paper_open($1, 'invoice', array[$2::bigint], null, null)::text", Params().uuid(ticket).integer(m_order)), u"1"_s);
    const QByteArray content = "select coalesce(desk.paper_content($1)::text, 'none')";
    QCOMPARE(m_store->agent(content, Params().uuid(ticket)), u"none"_s);
    QVERIFY(m_store->lead(content, Params().uuid(ticket)) != u"none"_s);
    m_store->owner("update store.paper_ticket set at = now() - interval '6 minutes'");
    QCOMPARE(m_store->lead(content, Params().uuid(ticket)), u"none"_s);
}

void TestPaper::tooManyAtOnceAreRefused()
{
    QList<qint64> many;
    for (int i = 1; i <= 501; ++i)
        many.append(i);
    QCOMPARE(papers(u"packing_slip"_s, many)[u"refused"_s].toString(), u"<22023>"_s);
    QCOMPARE(papers(u"packing_slip"_s, {})[u"refused"_s].toString(), u"<22023>"_s);
    QCOMPARE(issue(u"invoice"_s, many), u"bad_arguments"_s);
}

QTEST_GUILESS_MAIN(TestPaper)
#include "tst_paper.moc"
