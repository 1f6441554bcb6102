// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/database/storeundertest.h"

#include <QJsonDocument>
#include <QTest>

#include <atomic>
#include <thread>
#include <utility>
#include <vector>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// What the web shop may do: put people, orders and payments in, once however often it sends them, and read one person's own orders.
class TestSite : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void orderIsPlacedOnceHoweverOftenItIsSent();
    void customerIsRegisteredOnce();
    void paymentIsRecordedOnceAndMovesTheStatus();
    void newCustomersOrdersAtOnceMakeOneCustomer();
    void orderNumberIsTakenOnce();
    void badOrdersAreRefusedWithAWord_data();
    void badOrdersAreRefusedWithAWord();
    void badPeopleAreRefusedWithAWord_data();
    void badPeopleAreRefusedWithAWord();
    void badPaymentsAreRefusedWithAWord_data();
    void badPaymentsAreRefusedWithAWord();
    void refusedLeavesNothingBehind();
    void cardNumbersAreMaskedWhereverTheyStand();
    void orderKeepsWhatItWasPlacedWith();
    void historyShowsOnesOwnOrdersAlone();
    void shopReadsNothingElse();

private:
    [[nodiscard]] static QJsonObject order(const QByteArray &changes = "{}");
    [[nodiscard]] QString place(const QJsonObject &order, QUuid id = QUuid::createUuid()) const;
    [[nodiscard]] QString pay(const QString &number, const QByteArray &payment, QUuid id = QUuid::createUuid()) const;
    [[nodiscard]] QString count(const QByteArray &table) const { return m_store->owner("select count(*)::text from " + table); }

    std::unique_ptr<StoreUnderTest> m_store;
};

void TestSite::init()
{
    // One store for all rows of a test.
    static QByteArray before;
    if (std::exchange(before, QByteArray(QTest::currentTestFunction())) != QTest::currentTestFunction())
        m_store = std::make_unique<StoreUnderTest>();
}

QJsonObject TestSite::order(const QByteArray &changes)
{
    QJsonObject made = QJsonDocument::fromJson(R"({"number": "W-1", "name": "Ann Example", "email": "ann@example.com", "phone": "+44 20 7946 0000", "currency": "GBP", "shipping_minor": 495,
        "shipping_address": {"name": "Ann Example", "line1": "1 High Street", "postal_code": "LS1 4AB", "city": "Leeds", "country": "GB"},
        "lines": [{"sku": "MUG", "title": "Mug", "quantity": 2, "price_minor": 1250}]})").object();
    const QJsonObject changed = QJsonDocument::fromJson(changes).object();
    for (auto it = changed.begin(); it != changed.end(); ++it) {
        if (it->isNull())
            made.remove(it.key());
        else
            made.insert(it.key(), *it);
    }
    return made;
}

QString TestSite::place(const QJsonObject &order, QUuid id) const
{
    return m_store->site("select concat_ws(' ', r->>'outcome', nullif(r->>'reason', ''), r->>'number', r->>'total_minor', r->>'replayed') from site.place_order($1, $2) r", Params().uuid(id).json(order));
}

QString TestSite::pay(const QString &number, const QByteArray &payment, QUuid id) const
{
    return m_store->site("select concat_ws(' ', r->>'outcome', nullif(r->>'reason', ''), r->>'replayed') from site.record_payment($1, $2, $3) r", Params().uuid(id).text(number).rawJson(payment));
}

void TestSite::orderIsPlacedOnceHoweverOftenItIsSent()
{
    const QUuid id = QUuid::createUuid();
    QCOMPARE(place(order(), id), u"done W-1 2995"_s);
    QCOMPARE(place(order(), id), u"done W-1 2995 true"_s);
    QCOMPARE(place(order(R"({"number": "W-2"})"), id), u"refused command_reused"_s);
    QCOMPARE(count("store.orders"), u"1"_s);
    QCOMPARE(count("store.order_line"), u"1"_s);
    QCOMPARE(count("store.customer"), u"1"_s);
    QCOMPARE(count("audit.entry where verb = 'place_order'"), u"1"_s);
    // Without a number of the shop's it gets one.
    QVERIFY(place(order(R"({"number": null})")).startsWith(u"done #1"_s));
}

void TestSite::customerIsRegisteredOnce()
{
    const QByteArray call = "select concat_ws(' ', r->>'outcome', r->>'reason', r->>'customer_id', r->>'replayed') from site.register_customer($1, 'Ann', $2, '', '{\"city\": \"Leeds\"}') r";
    const QUuid id = QUuid::createUuid();
    const QString first = m_store->site(call, Params().uuid(id).text(u"ann@example.com"_s));
    QVERIFY(first.startsWith(u"done "_s));
    QCOMPARE(m_store->site(call, Params().uuid(id).text(u"ann@example.com"_s)), first + u" true"_s);
    QCOMPARE(m_store->site(call, Params().uuid(id).text(u"bob@example.com"_s)), u"refused command_reused"_s);
    QCOMPARE(m_store->site(call, Params().uuid(QUuid::createUuid()).text(u" ANN@Example.COM"_s.trimmed())), first); // the same address, the same person
    QCOMPARE(count("store.customer"), u"1"_s);
    QCOMPARE(m_store->owner("select string_agg(kind, ' ' order by kind) from store.contact_point"), u"email postal"_s);
}

void TestSite::paymentIsRecordedOnceAndMovesTheStatus()
{
    QCOMPARE(place(order()), u"done W-1 2995"_s);
    const QByteArray payment = R"({"amount_minor": 2995, "processor": "paypal", "reference": "PAY-1", "brand": "visa", "last4": "4242", "at": "2026-01-31T10:00:00Z"})";
    const QUuid id = QUuid::createUuid();
    QCOMPARE(pay(u"W-1"_s, payment, id), u"done"_s);
    QCOMPARE(pay(u"W-1"_s, payment, id), u"done true"_s);
    QCOMPARE(m_store->owner("select concat_ws(' ', payment_status, paid_minor) from store.orders"), u"paid 2995"_s);
    QCOMPARE(m_store->owner("select concat_ws(' ', payment_no, kind, amount_minor, processor, reference, reference_key, brand, last4, at at time zone 'UTC') from store.payment"),
             u"1 captured 2995 paypal PAY-1 pay-1 visa 4242 2026-01-31 10:00:00"_s);
    QCOMPARE(pay(u"W-1"_s, R"({"kind": "authorised", "amount_minor": 5})"), u"done"_s);
    QCOMPARE(count("store.payment"), u"2"_s);
}

void TestSite::newCustomersOrdersAtOnceMakeOneCustomer()
{
    constexpr int senders = 6;
    std::atomic<int> done = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < senders; ++i) {
        threads.emplace_back([&, i] {
            const auto connection = m_store->connect(u"site"_s);
            const QJsonObject mine = order("{\"number\": \"W-" + QByteArray::number(i) + "\"}");
            const auto rows = connection->query({u"test/place"_s, "select site.place_order(gen_random_uuid(), $1)->>'outcome'"}, Params().json(mine));
            done += rows && rows->text(0, 0) == u"done";
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(done.load(), senders);
    QCOMPARE(count("store.customer"), u"1"_s);
    QCOMPARE(count("store.orders"), QString::number(senders));
}

void TestSite::orderNumberIsTakenOnce()
{
    QCOMPARE(place(order()), u"done W-1 2995"_s);
    const QUuid id = QUuid::createUuid();
    QCOMPARE(place(order(R"({"email": "bob@example.com"})"), id), u"refused number_taken"_s);
    QCOMPARE(count("store.customer"), u"1"_s);
}

void TestSite::badOrdersAreRefusedWithAWord_data()
{
    QTest::addColumn<QByteArray>("changes");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char *reason, const QByteArray &changes) { QTest::newRow(changes.left(60).constData()) << changes << QString::fromLatin1(reason); };
    row("bad_name", R"({"name": null})");
    row("bad_name", R"({"name": "  "})");
    row("bad_name", "{\"name\": \"" + QByteArray(501, 'x') + "\"}");
    row("bad_email", R"({"email": null})");
    row("bad_email", R"({"email": "ann"})");
    row("bad_email", R"({"email": "ann@example.com bob"})");
    row("bad_email", R"({"email": "a@b@c"})");
    row("bad_phone", "{\"phone\": \"" + QByteArray(101, '1') + "\"}");
    row("bad_address", "{\"shipping_address\": {\"line1\": \"" + QByteArray(5001, 'x') + "\"}}");
    row("bad_address", "{\"shipping_address\": {\"postal_code\": \"" + QByteArray(61, 'x') + "\"}}");
    row("bad_address", "{\"billing_address\": {\"line1\": \"" + QByteArray(5001, 'x') + "\"}}");
    row("bad_lines", R"({"lines": null})");
    row("bad_lines", R"({"lines": []})");
    row("bad_lines", R"({"lines": "none"})");
    row("bad_lines", R"({"lines": [1]})");
    row("bad_lines", R"({"lines": [{"title": "Mug", "quantity": 0, "price_minor": 1}]})");
    row("bad_lines", R"({"lines": [{"title": "Mug", "quantity": -1, "price_minor": 1}]})");
    row("bad_lines", R"({"lines": [{"title": "Mug", "quantity": 1.5, "price_minor": 1}]})");
    row("bad_lines", R"({"lines": [{"title": "Mug", "quantity": 1, "price_minor": -1}]})");
    row("bad_lines", R"({"lines": [{"title": "Mug", "quantity": 1, "price_minor": "1.00"}]})");
    row("bad_lines", R"({"lines": [{"title": "", "quantity": 1, "price_minor": 1}]})");
    row("bad_amount", "{\"lines\": [" + QByteArray(R"({"title": "Gold", "quantity": 999999, "price_minor": 999999999999},)").repeated(20) + R"({"title": "Gold", "quantity": 1, "price_minor": 1}]})");
    row("unknown_currency", R"({"currency": "XYZ"})");
    row("unknown_currency", R"({"currency": "gbp"})");
    row("unknown_currency", R"({"currency": null})");
    row("bad_amount", R"({"shipping_minor": -5})");
    row("bad_amount", R"({"tax_minor": "much"})");
    row("bad_amount", R"({"discount_minor": 2996})");
    row("bad_date", R"({"placed_at": "yesterday"})");
    row("bad_date", R"({"placed_at": "2026-02-30"})");
    row("too_long", "{\"number\": \"" + QByteArray(101, '1') + "\"}");
    row("too_long", "{\"note\": \"" + QByteArray(20001, 'x') + "\"}");
}

void TestSite::badOrdersAreRefusedWithAWord()
{
    QFETCH(const QByteArray, changes);
    QFETCH(const QString, reason);
    QVERIFY(QJsonDocument::fromJson(changes).isObject());
    QCOMPARE(place(order(changes)), u"refused "_s + reason);
    for (const QByteArray &noOrder : QByteArrayList{"[]", "\"order\"", "null", "1"})
        QCOMPARE(m_store->site("select site.place_order(gen_random_uuid(), $1)->>'reason'", Params().rawJson(noOrder)), u"bad_arguments"_s);
    QCOMPARE(count("store.orders"), u"0"_s);
}

void TestSite::badPeopleAreRefusedWithAWord_data()
{
    QTest::addColumn<QStringList>("person");
    QTest::addColumn<QString>("reason");
    QTest::newRow("no name") << QStringList{u""_s, u"a@example.com"_s, u""_s, u"{}"_s} << u"bad_name"_s;
    QTest::newRow("no e-mail") << QStringList{u"Ann"_s, u""_s, u""_s, u"{}"_s} << u"bad_email"_s;
    QTest::newRow("half an e-mail") << QStringList{u"Ann"_s, u"ann@"_s, u""_s, u"{}"_s} << u"bad_email"_s;
    QTest::newRow("endless phone") << QStringList{u"Ann"_s, u"a@example.com"_s, QString(101, u'1'), u"{}"_s} << u"bad_phone"_s;
    QTest::newRow("endless address") << QStringList{u"Ann"_s, u"a@example.com"_s, u""_s, u"{\"city\": \""_s + QString(5001, u'x') + u"\"}"_s} << u"bad_address"_s;
}

void TestSite::badPeopleAreRefusedWithAWord()
{
    QFETCH(const QStringList, person);
    QFETCH(const QString, reason);
    QCOMPARE(m_store->site("select site.register_customer(gen_random_uuid(), $1, $2, $3, $4)->>'reason'",
                           Params().text(person.at(0)).text(person.at(1)).text(person.at(2)).rawJson(person.at(3).toUtf8())), reason);
    QCOMPARE(count("store.customer"), u"0"_s);
}

void TestSite::badPaymentsAreRefusedWithAWord_data()
{
    QTest::addColumn<QByteArray>("payment");
    for (const QByteArray &payment : QByteArrayList{"{}", "[]", "null", R"({"amount_minor": -1})", R"({"amount_minor": 1.5})", R"({"amount_minor": "all"})", R"({"amount_minor": 1, "kind": "gift"})",
                                                    R"({"amount_minor": 1, "at": "soon"})", "{\"amount_minor\": 1, \"reference\": \"" + QByteArray(201, 'x') + "\"}", "{\"amount_minor\": 1, \"brand\": \"" + QByteArray(61, 'x') + "\"}"})
        QTest::newRow(payment.left(60).constData()) << payment;
}

void TestSite::badPaymentsAreRefusedWithAWord()
{
    QFETCH(const QByteArray, payment);
    if (count("store.orders") == u"0")
        QCOMPARE(place(order()), u"done W-1 2995"_s);
    QCOMPARE(pay(u"W-1"_s, payment), u"refused bad_arguments"_s);
    QCOMPARE(pay(u"W-2"_s, R"({"amount_minor": 1})"), u"refused no_such_order"_s);
    QCOMPARE(count("store.payment"), u"0"_s);
}

void TestSite::refusedLeavesNothingBehind()
{
    QCOMPARE(place(order(R"({"email": "no address"})")), u"refused bad_email"_s);
    QCOMPARE(place(order(R"({"currency": "???"})")), u"refused unknown_currency"_s);
    for (const char *table : {"store.customer", "store.contact_point", "store.address", "store.order_address", "store.orders", "store.order_line", "audit.entry", "mailroom.outbox"})
        QCOMPARE(count(table), u"0"_s);
}

void TestSite::cardNumbersAreMaskedWhereverTheyStand()
{
    // As text or as a number, in any field: what is kept has at most the last four digits, and the shop is told.
    const QByteArray card = R"("4111 1111 1111 1111")";
    int placed = 0;
    for (const QByteArray &changes : QByteArrayList{"{\"name\": " + card + "}", R"({"email": "4111111111111111@example.com"})", "{\"phone\": " + card + "}", "{\"note\": " + card + "}",
                                                    "{\"note\": 4111111111111111}", "{\"phone\": 5555555555554444}", "{\"shipping_address\": {\"line2\": " + card + "}}", "{\"billing_address\": {\"company\": 4111111111111111}}",
                                                    R"({"lines": [{"sku": "4111111111111111", "title": "4111-1111-1111-1111", "quantity": 1, "price_minor": 1}]})"}) {
        QJsonObject mine = order(changes);
        mine.remove(u"number"_s);
        const QString answer = m_store->site("select (r->>'outcome') || (r->>'masked') from site.place_order(gen_random_uuid(), $1) r", Params().json(mine));
        QVERIFY2(answer == u"donetrue", (changes + " -> " + answer.toUtf8()).constData());
        ++placed;
    }
    QCOMPARE(count("store.orders"), QString::number(placed));
    QCOMPARE(m_store->site("select (r->>'outcome') || (r->>'masked') from site.register_customer(gen_random_uuid(), '4111111111111111', 'x@example.com', '', '{\"city\": \"4111111111111111\"}') r"), u"donetrue"_s);
    const QString number = m_store->owner("select number from store.orders order by id limit 1");
    for (const QByteArray &payment : QByteArrayList{R"({"amount_minor": 1, "reference": "4111111111111111"})", R"({"amount_minor": 1, "reference": 4111111111111111})", R"({"amount_minor": 1, "brand": "visa 4111 1111 1111 1111", "last4": "4111111111111111"})"})
        QCOMPARE(m_store->site("select (r->>'outcome') || (r->>'masked') from site.record_payment(gen_random_uuid(), $1, $2) r", Params().text(number).rawJson(payment)), u"donetrue"_s);
    for (const char *table : {"customer", "contact_point", "address", "orders", "order_address", "order_line", "payment", "note", "command"})
        QCOMPARE(m_store->owner(QByteArray("select string_agg(t::text, ' ') from store.") + table + " t where t::text ~ '4111[ -]?1111[ -]?1111[ -]?1111|5555555555554444'"), QString());
    QVERIFY(!m_store->serverLog().contains("4111111111111111"));
}

void TestSite::orderKeepsWhatItWasPlacedWith()
{
    QCOMPARE(place(order(R"({"tax_minor": 100, "discount_minor": 500, "placed_at": "2026-01-31T23:30:00+02:00", "note": "Ring twice", "billing_address": {"line1": "2 Low Street"}})")), u"done W-1 2595"_s);
    QCOMPARE(m_store->owner("select concat_ws('|', number, source, source_number, placed_at at time zone 'UTC', customer_name, email, phone, postal_code, country, currency, subtotal_minor, shipping_minor, tax_minor, discount_minor, "
                            "total_minor, item_count, payment_status, fulfilment_status) from store.orders"),
             u"W-1|shop|W-1|2026-01-31 21:30:00|Ann Example|ann@example.com|+44 20 7946 0000|LS1 4AB|GB|GBP|2500|495|100|500|2595|2|pending|unfulfilled"_s);
    QCOMPARE(m_store->owner("select (select line1 from store.order_address where id = shipping_address_id) || '|' || (select line1 from store.order_address where id = billing_address_id) from store.orders"), u"1 High Street|2 Low Street"_s);
    QCOMPARE(m_store->owner("select body || coalesce(staff_id::text, '') from store.note"), u"Ring twice"_s);
    // A person's later order changes nothing of an earlier one.
    QCOMPARE(place(order(R"({"number": "W-2", "name": "Ann Married", "shipping_address": {"line1": "3 New Street"}})")), u"done W-2 2995"_s);
    QCOMPARE(m_store->owner("select customer_name || ' ' || (select line1 from store.order_address a where a.id = shipping_address_id) from store.orders where number = 'W-1'"), u"Ann Example 1 High Street"_s);
}

void TestSite::historyShowsOnesOwnOrdersAlone()
{
    QCOMPARE(place(order(R"({"placed_at": "2026-01-01"})")), u"done W-1 2995"_s);
    QCOMPARE(place(order(R"({"number": "W-2", "email": "ANN@example.com", "placed_at": "2026-01-02"})")), u"done W-2 2995"_s);
    QCOMPARE(place(order(R"({"number": "W-3", "email": "joann@example.com"})")), u"done W-3 2995"_s);
    QCOMPARE(place(order(R"({"number": "W-4", "email": "ann@example.com.au"})")), u"done W-4 2995"_s);
    const QByteArray call = "select string_agg(o->>'number', ' ' order by i) from jsonb_array_elements(site.order_history($1)) with ordinality as h(o, i)";
    QCOMPARE(m_store->site(call, Params().text(u"ann@example.com"_s)), u"W-2 W-1"_s);
    QCOMPARE(m_store->site(call, Params().text(u" Ann@Example.com "_s)), u"W-2 W-1"_s);
    for (const QString &nobody : {u""_s, u"%"_s, u"ann"_s, u"ann@example"_s, u"%@example.com"_s, u"_nn@example.com"_s, u"bob@example.com"_s, u"' or true --"_s})
        QCOMPARE(m_store->site(call, Params().text(nobody)), QString());
    QCOMPARE(m_store->site("select site.order_history(null)::text"), u"[]"_s);
    QCOMPARE(m_store->site("select string_agg(k, ' ' order by k) from jsonb_object_keys(site.order_history('ann@example.com')->0) k"), u"currency fulfilment_status number payment_status placed_at total_minor"_s);
}

void TestSite::shopReadsNothingElse()
{
    QCOMPARE(place(order()), u"done W-1 2995"_s);
    QCOMPARE(m_store->site("select string_agg(p.proname, ' ' order by p.proname) from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname in ('store', 'desk', 'site', 'audit', 'mailroom', 'userbase') "
                           "and has_schema_privilege(n.oid, 'usage') and has_function_privilege(p.oid, 'execute')"), u"order_history place_order record_payment register_customer stock_returns"_s);
    for (const QByteArray &attempt : QByteArrayList{"select * from store.orders", "select * from desk.order_page('{}', null, 1)", "select desk.command_result(gen_random_uuid())", "select desk.order_lookup('ann')",
                                                    "select desk.session_start('x')", "select store.setting('store.name')", "select * from audit.entry", "select * from mailroom.outbox"})
        QCOMPARE(m_store->site(attempt), u"<42501>"_s);
    // Nor does the answer to one person's order or registration tell another's details.
    const QString answer = m_store->site("select site.register_customer(gen_random_uuid(), 'Mallory', 'ann@example.com', '', '{}')::text");
    QVERIFY2(answer.contains(u"done"_s) && !answer.contains(u"Example"_s) && !answer.contains(u"Leeds"_s), qPrintable(answer));
    QCOMPARE(m_store->owner("select name from store.customer"), u"Ann Example"_s);
}

QTEST_GUILESS_MAIN(TestSite)
#include "tst_site.moc"
