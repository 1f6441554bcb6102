// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/database/storeundertest.h"

#include <QTest>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// Both statuses follow from payments, refunds, shipments, holds and cancellation, row by row, and nobody sets them.
class TestStatus : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_store = std::make_unique<StoreUnderTest>(); }
    void statusFollowsFromWhatHappened_data();
    void statusFollowsFromWhatHappened();
    void everyStatusIsReached();
    void whatIsTakenBackCounts();
    void statusByHandIsRefused_data();
    void statusByHandIsRefused();
    void statusWrittenWithAnOrderIsWorkedOutAnew();
    void everyChangeIsOneVersion();
    void derivingIsPlannedOnceASession();
    void demoStoreTellsTheSame();
    void everyVerbKnowsEveryState();
    void panelSaysBeforehandWhatACommandWillSay_data();
    void panelSaysBeforehandWhatACommandWillSay();

private:
    /// Runs steps such as "pay 2990; ship 1" on a new order of two mugs for 29.90 in all; answers with its id.
    qint64 order(const QString &steps);
    void step(qint64 id, const QString &verb, qint64 amount);
    QString statuses(qint64 id) const { return m_store->owner("select payment_status || ' ' || fulfilment_status from store.orders where id = $1", Params().integer(id)); }

    std::unique_ptr<StoreUnderTest> m_store;
    QSet<QString> m_reached;
};

qint64 TestStatus::order(const QString &steps)
{
    const qint64 id = m_store->placeOrder();
    for (const QString &text : steps.split(u';', Qt::SkipEmptyParts))
        step(id, text.trimmed().section(u' ', 0, 0), text.trimmed().section(u' ', 1).toLongLong());
    return id;
}

void TestStatus::step(qint64 id, const QString &verb, qint64 amount)
{
    const auto run = [this](const QByteArray &sql, const Params &params) {
        const QString answer = m_store->owner(sql, params);
        if (answer.startsWith(u'<'))
            qFatal("%s: %s", sql.constData(), qPrintable(answer));
    };
    const QByteArray payment = "insert into store.payment (order_id, payment_no, kind, amount_minor, at) select $1, 1 + count(*), $3, $2, now() from store.payment where order_id = $1";
    if (verb == u"pay")
        run(payment, Params().integer(id).integer(amount).text(u"captured"_s));
    else if (verb == u"authorise")
        run(payment, Params().integer(id).integer(amount).text(u"authorised"_s));
    else if (verb == u"void")
        run(payment, Params().integer(id).integer(amount).text(u"voided"_s));
    else if (verb == u"refund")
        run("insert into store.refund (order_id, refund_no, amount_minor, at) select $1, 1 + count(*), $2, now() from store.refund where order_id = $1", Params().integer(id).integer(amount));
    else if (verb == u"ship")
        run("with s as (insert into store.shipment (order_id, shipment_no, at) select $1, 1 + count(*), now() from store.shipment where order_id = $1 returning shipment_no) "
            "select 1 from s", Params().integer(id)),
            run("insert into store.shipment_line (order_id, shipment_no, line_no, quantity) select $1, max(shipment_no), 1, $2::int from store.shipment where order_id = $1", Params().integer(id).integer(amount));
    else if (verb == u"hold")
        run("insert into store.hold (order_id, reason) values ($1, 'other')", Params().integer(id));
    else if (verb == u"release")
        run("update store.hold set released_at = now() where id = (select min(id) from store.hold where order_id = $1 and released_at is null)", Params().integer(id));
    else if (verb == u"cancel")
        run("update store.orders set cancelled_at = now() where id = $1", Params().integer(id));
    else if (verb == u"total")
        run("update store.orders set total_minor = $2 where id = $1", Params().integer(id).integer(amount));
    else if (verb == u"more")
        run("insert into store.order_line (order_id, line_no, title, quantity, price_minor) values ($1, 2, 'More', $2::int, 0)", Params().integer(id).integer(amount));
    else
        qFatal("no such step: %s", qPrintable(verb));
}

void TestStatus::statusFollowsFromWhatHappened_data()
{
    QTest::addColumn<QString>("statuses");
    const auto row = [](const char *steps, const char *statuses) { QTest::newRow(steps) << QString::fromLatin1(statuses); };
    row("", "pending unfulfilled");
    row("authorise 2990", "authorised unfulfilled");
    row("authorise 2990; void 2990", "voided unfulfilled");
    row("authorise 2990; void 1000", "authorised unfulfilled");
    row("authorise 2990; authorise 2990; void 2990", "authorised unfulfilled");
    row("authorise 2990; void 2990; pay 2990", "paid unfulfilled");
    row("authorise 2990; pay 2990", "paid unfulfilled");
    row("pay 1", "partially_paid unfulfilled");
    row("pay 2989", "partially_paid unfulfilled");
    row("pay 2990", "paid unfulfilled");
    row("pay 1990; pay 1000", "paid unfulfilled");
    row("pay 5000", "paid unfulfilled");
    row("pay 2990; refund 1", "partially_refunded unfulfilled");
    row("pay 2990; refund 2990", "refunded unfulfilled");
    row("pay 2990; refund 1000; refund 1990", "refunded unfulfilled");
    row("pay 2990; refund 4000", "refunded unfulfilled");
    row("pay 1000; refund 1000", "refunded unfulfilled");
    row("pay 1000; refund 500", "partially_refunded unfulfilled");
    row("total 0", "paid unfulfilled");
    row("total 0; cancel", "paid cancelled");
    row("pay 2990; total 4000", "partially_paid unfulfilled");
    row("pay 2990; total 2000", "paid unfulfilled");
    row("cancel", "voided cancelled");
    row("authorise 2990; cancel", "voided cancelled");
    row("pay 2990; cancel", "paid cancelled");
    row("pay 2990; cancel; refund 2990", "refunded cancelled");
    row("ship 1", "pending partially_fulfilled");
    row("pay 2990; ship 2", "paid fulfilled");
    row("ship 1; ship 1", "pending fulfilled");
    row("ship 2; more 1", "pending partially_fulfilled");
    row("hold", "pending on_hold");
    row("hold; release", "pending unfulfilled");
    row("hold; hold; release", "pending on_hold");
    row("hold; hold; release; release", "pending unfulfilled");
    row("hold; ship 1", "pending on_hold");
    row("hold; ship 1; release", "pending partially_fulfilled");
    row("hold; ship 2", "pending fulfilled");
    row("hold; cancel", "voided cancelled");
    row("ship 1; cancel", "voided cancelled");
    row("pay 2990; ship 2; cancel", "paid fulfilled");
    row("pay 2990; ship 2; refund 2990", "refunded fulfilled");
}

void TestStatus::statusFollowsFromWhatHappened()
{
    QFETCH(const QString, statuses);
    const qint64 id = order(QString::fromLatin1(QTest::currentDataTag()));
    QCOMPARE(this->statuses(id), statuses);
    for (const QString &status : statuses.split(u' '))
        m_reached.insert(status);
    // The sums that stand on the order are those of its rows.
    QCOMPARE(m_store->owner("select string_agg((o.paid_minor = (select coalesce(sum(amount_minor), 0) from store.payment p where p.order_id = o.id and p.kind = 'captured') "
                            "and o.refunded_minor = (select coalesce(sum(amount_minor), 0) from store.refund r where r.order_id = o.id) "
                            "and o.item_count = (select sum(quantity) from store.order_line l where l.order_id = o.id) "
                            "and o.shipped_count = (select coalesce(sum(quantity), 0) from store.shipment_line s where s.order_id = o.id) "
                            "and o.hold_count = (select count(*) from store.hold h where h.order_id = o.id and h.released_at is null) "
                            "and o.last_shipped_at is not distinct from (select max(at) from store.shipment s where s.order_id = o.id))::text, ' ') from store.orders o where o.id = $1",
                            Params().integer(id)), u"true"_s);
}

/// The table above is only as good as what it covers: all that the columns allow.
void TestStatus::everyStatusIsReached()
{
    if (m_reached.isEmpty())
        QSKIP("only with the cases before it");
    const QStringList allowed = m_store->column(Cluster::ownerLogin(), "select distinct (regexp_matches(pg_get_constraintdef(oid), '''([a-z_]+)''', 'g'))[1] from pg_constraint "
                                                                        "where conrelid = 'store.orders'::regclass and conname in ('orders_payment_status_check', 'orders_fulfilment_status_check')");
    QCOMPARE(allowed.size(), 12);
    for (const QString &status : allowed)
        QVERIFY2(m_reached.contains(status), qPrintable(status));
}

void TestStatus::whatIsTakenBackCounts()
{
    const qint64 id = order(u"pay 2990; ship 2; refund 100"_s);
    QCOMPARE(statuses(id), u"partially_refunded fulfilled"_s);
    m_store->owner("delete from store.refund where order_id = $1", Params().integer(id));
    QCOMPARE(statuses(id), u"paid fulfilled"_s);
    m_store->owner("update store.payment set amount_minor = 10 where order_id = $1", Params().integer(id));
    QCOMPARE(statuses(id), u"partially_paid fulfilled"_s);
    m_store->owner("update store.shipment_line set quantity = 1 where order_id = $1", Params().integer(id));
    QCOMPARE(statuses(id), u"partially_paid partially_fulfilled"_s);
    m_store->owner("delete from store.shipment_line where order_id = $1", Params().integer(id));
    QCOMPARE(statuses(id), u"partially_paid unfulfilled"_s);
    m_store->owner("update store.orders set cancelled_at = now() where id = $1", Params().integer(id));
    QCOMPARE(statuses(id), u"partially_paid cancelled"_s);
    m_store->owner("update store.orders set cancelled_at = null where id = $1", Params().integer(id));
    QCOMPARE(statuses(id), u"partially_paid unfulfilled"_s);
}

void TestStatus::statusByHandIsRefused_data()
{
    QTest::addColumn<QByteArray>("assignment");
    for (const char *assignment : {"payment_status = 'paid'", "fulfilment_status = 'fulfilled'", "paid_minor = total_minor", "refunded_minor = 1", "hold_count = 1", "item_count = 7", "shipped_count = 2",
                                   "last_shipped_at = now()", "cancelled_at = now(), payment_status = 'paid'", "version = 9, fulfilment_status = 'on_hold'"})
        QTest::newRow(assignment) << QByteArray(assignment);
}

void TestStatus::statusByHandIsRefused()
{
    QFETCH(const QByteArray, assignment);
    const qint64 id = order({});
    const QByteArray row = "select o::text from store.orders o where id = $1";
    const QString before = m_store->owner(row, Params().integer(id));
    QCOMPARE(m_store->owner("update store.orders set " + assignment + " where id = $1", Params().integer(id)), u"<42501>"_s);
    QCOMPARE(m_store->owner(row, Params().integer(id)), before);
}

void TestStatus::statusWrittenWithAnOrderIsWorkedOutAnew()
{
    const QString id = m_store->owner("insert into store.orders (number, number_key, source_number, placed_at, customer_id, customer_name, customer_key, currency, subtotal_minor, total_minor, paid_minor, payment_status, "
                                      "fulfilment_status, hold_count, item_count, shipped_count) select 'lie', '', 'lie', now(), customer_id, 'x', '', 'EUR', 100, 100, 100, 'paid', 'fulfilled', 3, 5, 5 "
                                      "from store.orders limit 1 returning id::text");
    QCOMPARE(m_store->owner("select concat_ws(' ', payment_status, fulfilment_status, paid_minor, hold_count, item_count, shipped_count) from store.orders where id = $1", Params().integer(id.toLongLong())),
             u"pending unfulfilled 0 0 0 0"_s);
}

void TestStatus::everyChangeIsOneVersion()
{
    const qint64 id = order({});
    const auto version = [&] { return m_store->owner("select version::text from store.orders where id = $1", Params().integer(id)).toInt(); };
    QCOMPARE(version(), 1);
    step(id, u"pay"_s, 2990);
    QCOMPARE(version(), 2);
    step(id, u"cancel"_s, 0); // one for the cancellation, one for the status that follows
    QCOMPARE(version(), 4);
    m_store->owner("update store.orders set number = number where id = $1", Params().integer(id));
    QCOMPARE(version(), 4);
    m_store->owner("update store.orders set version = 77, country = 'FR' where id = $1", Params().integer(id));
    QCOMPARE(version(), 5);
}

void TestStatus::derivingIsPlannedOnceASession()
{
    // Without indexes from the second call on: a plan made anew would read whole tables, the one that is kept does not. Counts are of the transaction.
    const qint64 id = order(u"pay 2990; ship 1"_s);
    const auto session = m_store->connect(Cluster::ownerLogin());
    const auto ask = [&](const QByteArray &sql, const Params &params = {}) {
        const auto rows = session->query({u"test/derive"_s, sql}, params);
        return !rows ? rows.error().sqlState : rows->isEmpty() ? QString() : rows->text(0, 0);
    };
    const QByteArray derive = "select store.derive(array[$1::bigint])::text";
    const QByteArray scans = "select sum(seq_scan)::text from pg_stat_xact_user_tables where schemaname = 'store' and relname in ('orders', 'payment', 'refund', 'order_line', 'shipment', 'hold')";
    ask("begin");
    ask(derive, Params().integer(id));
    for (const char *without : {"set local enable_indexscan = off", "set local enable_indexonlyscan = off", "set local enable_bitmapscan = off"})
        ask(without);
    const QString before = ask(scans);
    ask(derive, Params().integer(id));
    QCOMPARE(ask(scans), before);
    // What shows that the counts would tell: the same tables read by a statement of this moment.
    ask("select count(*)::text from store.payment where order_id = $1", Params().integer(id));
    QVERIFY(ask(scans) != before);
    ask("rollback");
}

void TestStatus::demoStoreTellsTheSame()
{
    const StoreUnderTest demo(TestDatabase::Kind::Demo);
    const QByteArray digest = "select md5(string_agg(concat_ws(' ', id, version, payment_status, fulfilment_status, paid_minor, refunded_minor, hold_count, item_count, shipped_count, last_shipped_at), ',' order by id)) from store.orders";
    const QString before = demo.owner(digest);
    demo.owner("select store.derive(array(select id from store.orders))"); // refused where a row would change
    demo.owner("update store.order_line set quantity = quantity");
    QCOMPARE(demo.owner(digest), before);
}

void TestStatus::everyVerbKnowsEveryState()
{
    QCOMPARE(m_store->owner("select string_agg(verb || ' ' || status, ', ') from (select distinct verb from store.transition) v cross join unnest('{unfulfilled,partially_fulfilled,fulfilled,on_hold,cancelled}'::text[]) status "
                            "where not exists (select from store.transition t where t.verb = v.verb and t.axis = 'fulfilment' and t.status = status.status)"), QString());
    // No command runs through a state that the table does not name.
    m_store->owner("delete from store.transition where verb = 'hold' and status = 'unfulfilled'");
    const qint64 id = order({});
    QCOMPARE(m_store->agent("select desk.hold_place(gen_random_uuid(), array[$1]::bigint[], '{1}', 'other', '')->'rows'->0->>'reason'", Params().integer(id)), u"unknown_status"_s);
    m_store->owner("insert into store.transition (verb, axis, status, allowed) values ('hold', 'fulfilment', 'unfulfilled', true)");
    QCOMPARE(m_store->agent("update store.transition set allowed = true"), u"<42501>"_s);
}

void TestStatus::panelSaysBeforehandWhatACommandWillSay_data()
{
    QTest::addColumn<QString>("hold");
    QTest::addColumn<QString>("release");
    const auto row = [](const char *steps, const QString &hold, const QString &release) { QTest::newRow(steps) << hold << release; };
    row("", u""_s, u"not_on_hold"_s);
    row("ship 1", u""_s, u"not_on_hold"_s);
    row("ship 2", u"already_shipped"_s, u"not_on_hold"_s);
    row("hold", u""_s, u""_s);
    row("hold; ship 1", u""_s, u""_s);
    row("hold; ship 2", u"already_shipped"_s, u""_s);
    row("cancel", u"already_cancelled"_s, u"not_on_hold"_s);
    row("hold; cancel", u"already_cancelled"_s, u""_s);
}

void TestStatus::panelSaysBeforehandWhatACommandWillSay()
{
    QFETCH(const QString, hold);
    QFETCH(const QString, release);
    const qint64 id = order(QString::fromLatin1(QTest::currentDataTag()));
    const auto can = [&](const QByteArray &verb) { 
        const QByteArray part = "->'can'->'" + verb + "'->>";
        return m_store->panel(u"agent"_s, id, part + "'allowed'") + u' ' + m_store->panel(u"agent"_s, id, part + "'why'");
    };
    QCOMPARE(can("hold"), hold.isEmpty() ? u"true "_s : u"false "_s + hold);
    QCOMPARE(can("release"), release.isEmpty() ? u"true "_s : u"false "_s + release);
    QCOMPARE(can("note"), u"true "_s);
    const QString held = m_store->owner("select coalesce(min(id), 0)::text from store.hold where order_id = $1 and released_at is null", Params().integer(id));
    const QString version = m_store->owner("select version::text from store.orders where id = $1", Params().integer(id));
    if (held != u"0") {
        QCOMPARE(m_store->agent("select coalesce(r->'rows'->0->>'reason', '') from desk.hold_release(gen_random_uuid(), array[$1]::bigint[], array[$2]::int[]) r",
                                Params().integer(held.toLongLong()).integer(version.toLongLong())), release);
        m_store->owner("update store.hold set released_at = null, released_by = null where id = $1", Params().integer(held.toLongLong()));
    }
    const QString now = m_store->owner("select version::text from store.orders where id = $1", Params().integer(id));
    QCOMPARE(m_store->agent("select coalesce(r->'rows'->0->>'reason', '') from desk.hold_place(gen_random_uuid(), array[$1]::bigint[], array[$2]::int[], 'other', '') r",
                            Params().integer(id).integer(now.toLongLong())), hold);
    QCOMPARE(m_store->agent("select desk.note_add(gen_random_uuid(), $1, 'x')->>'outcome'", Params().integer(id)), u"done"_s);
}

QTEST_GUILESS_MAIN(TestStatus)
#include "tst_status.moc"
