// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/database/storeundertest.h"

#include <QTest>

#include <atomic>
#include <functional>
#include <latch>
#include <thread>
#include <vector>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// Orders by phone, for people without e-mail too, and lines that are changed while two people do it at once.
class TestPhoneOrders : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_store = std::make_unique<StoreUnderTest>(); }
    void oneWayToReachSomebodyIsEnough_data();
    void oneWayToReachSomebodyIsEnough();
    void orderWithoutEmailIsListedAndLookedUp();
    void samePersonIsOneCustomer();
    void chosenCustomerKeepsTheOrder();
    void everyWrongFieldIsNamed_data();
    void everyWrongFieldIsNamed();
    void dryRunCountsAndWritesNothing();
    void orderIsPaidAndShipped();
    void numberIsOneOrders();
    void numberBeingTakenIsWaitedFor();
    void orderIsTakenBack();
    void orderSomebodyWentOnWithIsNotTakenBack_data();
    void orderSomebodyWentOnWithIsNotTakenBack();
    void noteIsTheAgents();
    void productsAreFoundByTheirWords();
    void priceInAnotherCurrencyIsWhatItWentForLast();
    void customersAreFoundOnce();
    void beginsWithWhatMostOrdersAre();
    void whatTheTotalHasBeyondItsPartsStays();
    void sameLinesAgainAreNoChange();
    void answerSaysWhatIsToBePaidOrGivenBack();
    void twoPeopleChangeTheLinesOfOneOrder();
    void linesAgainstAShipment();
    void twoCallsOfOnePersonAtOnceMakeOneCustomer();

private:
    static QJsonObject document(const QJsonObject &other = {});
    QString create(const QJsonObject &order, const QByteArray &part = "concat_ws(' ', r->>'outcome', nullif(r->>'reason', ''))") const;
    QString change(qint64 order, const QByteArray &lines, const QByteArray &part) const;
    /// One piece of its first line, by those who pack.
    QString ship(qint64 order) const;
    /// Takes an order that is confirmed by e-mail, and answers with its command.
    QUuid createConfirmed() const;
    QString undo(QUuid command) const { return m_store->agent("select coalesce(nullif(r->>'reason', ''), r->>'outcome') from desk.undo(gen_random_uuid(), $1) r", Params().uuid(command)); }
    QString order(qint64 id, const QByteArray &columns) const { return m_store->owner("select " + columns + " from store.orders where id = $1", Params().integer(id)); }
    void atOnce(int count, const std::function<void(Connection &connection, int n)> &job) const;

    std::unique_ptr<StoreUnderTest> m_store;
};

namespace {

const QJsonObject home{{u"line1"_s, u"Weg 3"_s}, {u"city"_s, u"Bonn"_s}, {u"postal_code"_s, u"53111"_s}, {u"country"_s, u"DE"_s}};

} // namespace

/// A spoon for 2.00; what is given replaces a field, null takes it away.
QJsonObject TestPhoneOrders::document(const QJsonObject &other)
{
    const QJsonObject spoon{{u"sku"_s, u"SPN"_s}, {u"title"_s, u"Spoon"_s}, {u"quantity"_s, 1}, {u"price_minor"_s, 200}};
    QJsonObject order{{u"name"_s, u"Anna Blum"_s}, {u"currency"_s, u"EUR"_s}, {u"phone"_s, u"0228 123456"_s}, {u"lines"_s, QJsonArray{spoon}}};
    for (auto field = other.begin(); field != other.end(); ++field) {
        if (field->isNull())
            order.remove(field.key());
        else
            order.insert(field.key(), *field);
    }
    return order;
}

QString TestPhoneOrders::create(const QJsonObject &order, const QByteArray &part) const
{
    return m_store->agent("select " + part + " from desk.order_create(gen_random_uuid(), $1) r", Params().json(order));
}

QString TestPhoneOrders::change(qint64 id, const QByteArray &lines, const QByteArray &part) const
{
    return m_store->agent("select " + part + " from desk.lines_change(gen_random_uuid(), $1, $2::int, $3::jsonb, false) r",
                          Params().integer(id).integer(order(id, "version::text").toInt()).text(QString::fromUtf8(lines)));
}

QString TestPhoneOrders::ship(qint64 id) const
{
    return m_store->fulfilment("select coalesce(nullif(r->>'reason', ''), r->>'outcome') from desk.ship(gen_random_uuid(), $1, $2::int, '[{\"lines\": [{\"line_no\": 1, \"quantity\": 1}]}]', false) r",
                               Params().integer(id).integer(order(id, "version::text").toInt()));
}

QUuid TestPhoneOrders::createConfirmed() const
{
    const QUuid command = QUuid::createUuid();
    const QString outcome = m_store->agent("select (r->>'outcome') || (r->>'is_confirmed') from desk.order_create($1, $2) r", Params().uuid(command).json(document({{u"email"_s, u"anna@example.com"_s}, {u"confirm"_s, true}})));
    if (outcome != u"donetrue")
        qFatal("%s", qPrintable(outcome));
    return command;
}

void TestPhoneOrders::atOnce(int count, const std::function<void(Connection &, int)> &job) const
{
    std::vector<std::thread> threads;
    std::latch ready(count);
    for (int n = 0; n < count; ++n) {
        threads.emplace_back([&, n] {
            const auto connection = m_store->connect(n % 2 ? u"agent"_s : u"lead"_s);
            ready.arrive_and_wait();
            job(*connection, n);
        });
    }
    for (std::thread &thread : threads)
        thread.join();
}

void TestPhoneOrders::oneWayToReachSomebodyIsEnough_data()
{
    QTest::addColumn<QJsonObject>("given");
    QTest::addColumn<QString>("outcome");
    QTest::addColumn<QString>("points");
    const QJsonObject nothing{{u"phone"_s, QJsonValue()}};
    QTest::newRow("phone") << QJsonObject() << u"done"_s << u"phone"_s;
    QTest::newRow("e-mail") << QJsonObject{{u"phone"_s, u""_s}, {u"email"_s, u"anna@example.com"_s}} << u"done"_s << u"email"_s;
    QTest::newRow("address") << QJsonObject{{u"phone"_s, u""_s}, {u"shipping_address"_s, home}} << u"done"_s << u"postal"_s;
    QTest::newRow("all") << QJsonObject{{u"email"_s, u"anna@example.com"_s}, {u"shipping_address"_s, home}} << u"done"_s << u"email phone postal"_s;
    QTest::newRow("nothing") << nothing << u"refused no_contact_point"_s << QString();
    QTest::newRow("an empty address") << QJsonObject{{u"phone"_s, u""_s}, {u"shipping_address"_s, QJsonObject()}} << u"refused no_contact_point"_s << QString();
}

void TestPhoneOrders::oneWayToReachSomebodyIsEnough()
{
    QFETCH(const QJsonObject, given);
    QFETCH(const QString, outcome);
    QFETCH(const QString, points);
    QCOMPARE(create(document(given)), outcome);
    QCOMPARE(m_store->owner("select coalesce(string_agg(kind, ' ' order by kind), '') from store.contact_point"), points);
    QCOMPARE(m_store->owner("select count(*)::text from store.customer"), points.isEmpty() ? u"0"_s : u"1"_s);
}

void TestPhoneOrders::orderWithoutEmailIsListedAndLookedUp()
{
    // A confirmation was wanted, but there is nowhere to send it.
    QCOMPARE(create(document({{u"confirm"_s, true}}), "r->>'is_confirmed'"), u"false"_s);
    QCOMPARE(m_store->owner("select count(*)::text from mailroom.outbox"), u"0"_s);
    QCOMPARE(m_store->owner("select coalesce(email, 'none') from store.orders"), u"none"_s);
    QCOMPARE(m_store->agent("select string_agg(kind, ' ') from desk.order_lookup('123456')"), u"phone"_s);
    QCOMPARE(m_store->agent("select customer_name || coalesce(email, '') from desk.order_page('{\"filters\": [{\"field\": \"source\", \"op\": \"=\", \"values\": [\"phone\"]}]}', null, 10)"), u"Anna Blum"_s);
    const qint64 id = m_store->owner("select id::text from store.orders").toLongLong();
    QCOMPARE(m_store->agent("select desk.message_send(gen_random_uuid(), $1, 'question', 'Which?')->>'reason'", Params().integer(id)), u"no_email"_s);
    QCOMPARE(create(document({{u"email"_s, u"anna@example.com"_s}, {u"confirm"_s, true}}), "r->>'is_confirmed'"), u"true"_s);
}

void TestPhoneOrders::samePersonIsOneCustomer()
{
    const auto customers = [this] { return m_store->owner("select count(*)::text from store.customer"); };
    QCOMPARE(create(document()), u"done"_s);
    QCOMPARE(create(document({{u"name"_s, u"anna  BLUM"_s}, {u"phone"_s, u"(0228) 12 34 56"_s}})), u"done"_s);
    QCOMPARE(customers(), u"1"_s);
    // One telephone serves a household.
    QCOMPARE(create(document({{u"name"_s, u"Otto Blum"_s}})), u"done"_s);
    QCOMPARE(customers(), u"2"_s);
    const QJsonObject byPost{{u"name"_s, u"Paul Kern"_s}, {u"phone"_s, QJsonValue()}, {u"shipping_address"_s, home}};
    QCOMPARE(create(document(byPost)), u"done"_s);
    QCOMPARE(create(document(byPost)), u"done"_s);
    QCOMPARE(customers(), u"3"_s);
    QCOMPARE(m_store->owner("select count(*)::text from store.contact_point"), u"3"_s);
}

void TestPhoneOrders::chosenCustomerKeepsTheOrder()
{
    const qint64 known = m_store->placeOrder();
    const QJsonObject given{{u"name"_s, u"Hans Müller"_s}, {u"phone"_s, u"030 999999"_s}, {u"email"_s, u"h.mueller@example.org"_s}, {u"customer_of"_s, known}, {u"shipping_address"_s, home}};
    QCOMPARE(create(document(given)), u"done"_s);
    QCOMPARE(m_store->owner("select count(distinct customer_id)::text from store.orders"), u"1"_s);
    // What was new is kept beside what was known; the door it goes to is not taken for theirs.
    QCOMPARE(m_store->owner("select string_agg(kind || case when is_primary then '' else '+' end, ' ' order by id) from store.contact_point"), u"email phone postal email+ phone+"_s);
    // An address that is another customer's stays theirs.
    m_store->placeOrder(u"Eva Kern"_s, u"eva@example.com"_s);
    QCOMPARE(create(document({{u"customer_of"_s, known}, {u"email"_s, u"eva@example.com"_s}})), u"done"_s);
    QCOMPARE(m_store->owner("select count(*)::text from store.contact_point where key = 'eva@example.com'"), u"1"_s);
    QCOMPARE(create(document({{u"customer_of"_s, 999}})), u"refused no_such_order"_s);
    QCOMPARE(create(document({{u"customer_of"_s, u"x"_s}})), u"refused no_such_order"_s);
}

void TestPhoneOrders::everyWrongFieldIsNamed_data()
{
    QTest::addColumn<QJsonObject>("given");
    QTest::addColumn<QString>("problems");
    const auto row = [](const char *name, const QJsonObject &given, const QString &problems) { QTest::newRow(name) << given << problems; };
    row("nothing", {}, u""_s);
    row("no name", {{u"name"_s, u" "_s}}, u"name:bad_name"_s);
    row("no number", {{u"phone"_s, u"call me"_s}}, u"phone:bad_phone"_s);
    row("no mail", {{u"email"_s, u"anna at home"_s}}, u"email:bad_email"_s);
    row("two at once", {{u"name"_s, QJsonValue()}, {u"email"_s, u"x"_s}}, u"name:bad_name email:bad_email"_s);
    row("half an address", {{u"shipping_address"_s, QJsonObject{{u"line1"_s, u"Weg 3"_s}}}}, u"shipping.city:address_incomplete shipping.country:address_incomplete"_s);
    row("no country", {{u"billing_address"_s, QJsonObject{{u"line1"_s, u"Weg 3"_s}, {u"city"_s, u"Bonn"_s}, {u"country"_s, u"Germany"_s}}}}, u"billing.country:bad_country"_s);
    row("an address of lists", {{u"shipping_address"_s, QJsonArray{1}}}, u"shipping_address:bad_address"_s);
    row("no lines", {{u"lines"_s, QJsonArray{}}}, u"lines:bad_lines"_s);
    row("no money", {{u"currency"_s, u"XXY"_s}}, u"currency:unknown_currency"_s);
    row("less than nothing", {{u"discount_minor"_s, 201}}, u"money:bad_amount"_s);
    row("a card in the note", {{u"note"_s, u"4111 1111 1111 1111"_s}}, u"note:card_number"_s);
    row("a card in the address", {{u"shipping_address"_s, QJsonObject{{u"line1"_s, u"4111111111111111"_s}, {u"city"_s, u"Bonn"_s}, {u"country"_s, u"DE"_s}}}}, u"shipping.line1:card_number"_s);
    row("a number of its own", {{u"number"_s, u"#1"_s}}, u":bad_arguments"_s);
}

void TestPhoneOrders::everyWrongFieldIsNamed()
{
    QFETCH(const QJsonObject, given);
    QFETCH(const QString, problems);
    const QByteArray part = "(select coalesce(string_agg((p->>'field') || ':' || (p->>'reason'), ' '), '') from jsonb_array_elements(r->'problems') p)";
    QCOMPARE(m_store->agent("select " + part + " from desk.order_create(null, $1, true) r", Params().json(document(given))), problems);
    if (!problems.isEmpty())
        QCOMPARE(create(document(given)), u"refused "_s + problems.section(u':', 1, 1).section(u' ', 0, 0));
}

void TestPhoneOrders::dryRunCountsAndWritesNothing()
{
    const QByteArray call = "select concat_ws(' ', r->>'outcome', r->>'subtotal_minor', r->>'shipping_minor', r->>'tax_minor', r->>'discount_minor', r->>'total_minor') from desk.order_create(null, $1, true) r";
    QCOMPARE(m_store->agent(call, Params().json(document({{u"shipping_minor"_s, 490}, {u"discount_minor"_s, 50}, {u"tax_minor"_s, 10}}))), u"done 200 490 10 50 650"_s);
    // It counts while the rest is still to be asked for.
    QCOMPARE(m_store->agent(call, Params().json(document({{u"name"_s, QJsonValue()}}))), u"refused 200 0 0 0 200"_s);
    QCOMPARE(m_store->agent(call, Params().json(document({{u"lines"_s, QJsonArray{}}}))), u"refused"_s);
    const QJsonObject tooLong{{u"line1"_s, QString(6000, u'x')}};
    QCOMPARE(m_store->agent(call, Params().json(document({{u"billing_address"_s, tooLong}, {u"lines"_s, QJsonArray{1}}}))), u"refused"_s);
    QCOMPARE(m_store->agent("select desk.order_create(null, '[]', true)->>'reason'"), u"bad_arguments"_s);
    QCOMPARE(m_store->owner("select ((select count(*) from store.orders) + (select count(*) from store.customer) + (select count(*) from store.command) + (select count(*) from audit.entry where verb = 'order_create'))::text"), u"0"_s);
    QCOMPARE(m_store->fulfilment(call, Params().json(document())), u"<42501>"_s);
}

/// Its money comes in through the shop, which knows it by the number the customer was told.
void TestPhoneOrders::orderIsPaidAndShipped()
{
    QCOMPARE(create(document({{u"shipping_address"_s, home}})), u"done"_s);
    const qint64 id = m_store->owner("select id::text from store.orders").toLongLong();
    QCOMPARE(ship(id), u"not_paid"_s);
    const QByteArray pay = "select coalesce(nullif(r->>'reason', ''), r->>'order_id') from site.record_payment(gen_random_uuid(), $1, '{\"amount_minor\": 200}') r";
    QCOMPARE(m_store->site(pay, Params().text(order(id, "number"))), QString::number(id));
    QCOMPARE(order(id, "payment_status"), u"paid"_s);
    QCOMPARE(ship(id), u"done"_s);
    QCOMPARE(order(id, "fulfilment_status"), u"fulfilled"_s);
    QCOMPARE(m_store->site(pay, Params().text(u"#1"_s)), u"no_such_order"_s);
}

/// The shop may number its orders as the store does, before and after.
void TestPhoneOrders::numberIsOneOrders()
{
    const qint64 first = m_store->placeOrder();
    const auto numbered = [first](qint64 further) { return u"#%1"_s.arg(100000 + first + further); };
    const auto place = [this](const QJsonValue &number) {
        return m_store->site("select coalesce(nullif(r->>'reason', ''), r->>'number') from site.place_order(gen_random_uuid(), $1) r", Params().json(document({{u"email"_s, u"anna@example.com"_s}, {u"number"_s, number}})));
    };
    QCOMPARE(place(numbered(2)), numbered(2));
    QCOMPARE(create(document(), "r->'rows'->0->>'number'"), numbered(3));
    QCOMPARE(place(numbered(3)), u"number_taken"_s);
    QCOMPARE(place(numbered(6)), numbered(6));
    QCOMPARE(place(QJsonValue()), numbered(5));
    QCOMPARE(place(QJsonValue()), numbered(7));
    QCOMPARE(m_store->owner("select (count(*) - count(distinct source_number))::text from store.orders"), u"0"_s);
}

void TestPhoneOrders::numberBeingTakenIsWaitedFor()
{
    const auto owner = m_store->connect(Cluster::ownerLogin());
    QVERIFY(owner->query({u"test/begin"_s, "begin"}));
    QVERIFY(owner->query({u"test/lock"_s, "select count(*) from (select 1 from store.lock_row where name like 'number %' for update) l"}));
    QCOMPARE(create(document()), u"refused locked"_s);
    QVERIFY(owner->query({u"test/end"_s, "rollback"}));
    QCOMPARE(create(document()), u"done"_s);
}

/// It is cancelled as a mistake, and nobody is written to.
void TestPhoneOrders::orderIsTakenBack()
{
    const QUuid command = createConfirmed();
    QCOMPARE(undo(command), u"done"_s);
    QCOMPARE(m_store->owner("select fulfilment_status || ' ' || cancel_reason || ' ' || (cancelled_at is not null) from store.orders"), u"cancelled mistake true"_s);
    QCOMPARE(m_store->owner("select state from mailroom.outbox"), u"withdrawn"_s);
    QCOMPARE(m_store->owner("select string_agg(kind, ' ' order by id) from store.event where kind <> 'message_queued'"), u"taken_by_phone cancelled undone"_s);
    QCOMPARE(undo(command), u"already_undone"_s);
}

void TestPhoneOrders::orderSomebodyWentOnWithIsNotTakenBack_data()
{
    QTest::addColumn<QByteArray>("further");
    QTest::addColumn<QString>("reason");
    QTest::newRow("confirmation left") << QByteArray("update mailroom.outbox set state = 'sent', sent_at = now() where order_id = $1") << u"already_sent"_s;
    QTest::newRow("paid") << QByteArray("insert into store.payment (order_id, payment_no, kind, amount_minor, at) values ($1, 1, 'captured', 200, now())") << u"changed_since"_s;
    QTest::newRow("tagged") << QByteArray("update store.orders set tags = '{gift}' where id = $1") << u"changed_since"_s;
    QTest::newRow("written about") << QByteArray("insert into mailroom.outbox (command_id, message_class, template, order_id, customer_id, body) select gen_random_uuid(), message_class, 'question', order_id, customer_id, body from mailroom.outbox where order_id = $1") << u"changed_since"_s;
}

void TestPhoneOrders::orderSomebodyWentOnWithIsNotTakenBack()
{
    QFETCH(const QByteArray, further);
    QFETCH(const QString, reason);
    const QUuid command = createConfirmed();
    m_store->owner(further, Params().integer(m_store->owner("select id::text from store.orders").toLongLong()));
    QCOMPARE(undo(command), reason);
    QCOMPARE(m_store->owner("select fulfilment_status from store.orders"), u"unfulfilled"_s);
    QCOMPARE(m_store->owner("select count(*)::text from mailroom.outbox where state = 'withdrawn'"), u"0"_s);
}

void TestPhoneOrders::noteIsTheAgents()
{
    QCOMPARE(create(document({{u"note"_s, u"Rings twice."_s}})), u"done"_s);
    QCOMPARE(m_store->owner("select s.login || ' ' || n.body from store.note n join store.staff s on s.id = n.staff_id"), u"agent Rings twice."_s);
    QCOMPARE(m_store->owner("select string_agg(kind, ' ') from store.event"), u"taken_by_phone"_s);
}

void TestPhoneOrders::productsAreFoundByTheirWords()
{
    m_store->owner("insert into store.product (sku, title, price_minor, currency) values ('MUG-1', 'Blue oak mug', 1250, 'EUR'), ('BWL-1', 'Oak bowl', 900, 'EUR'), ('P_1', '100 % wool', 500, 'EUR')");
    const auto found = [this](const QString &text) { return m_store->column(u"agent"_s, "select sku || ' ' || price_minor from desk.product_find($1, 'EUR')", Params().text(text)).join(u", "_s); };
    QCOMPARE(found(u"mug oak"_s), u"MUG-1 1250"_s);
    QCOMPARE(found(u"oak"_s), u"MUG-1 1250, BWL-1 900"_s);
    QCOMPARE(found(u" bwl-"_s), u"BWL-1 900"_s);
    QCOMPARE(found(u"100 %"_s), u"P_1 500"_s);
    QCOMPARE(found(u"p_"_s), u"P_1 500"_s);
    QCOMPARE(found(u"  "_s), QString());
}

void TestPhoneOrders::priceInAnotherCurrencyIsWhatItWentForLast()
{
    m_store->owner("insert into store.product (sku, title, price_minor, currency) values ('SPN', 'Spoon', 250, 'EUR')");
    const auto price = [this](const QString &currency) { return m_store->agent("select coalesce(price_minor::text, 'unknown') from desk.product_find('spn', $1)", Params().text(currency)); };
    QCOMPARE(price(u"EUR"_s), u"250"_s);
    QCOMPARE(price(u"GBP"_s), u"unknown"_s);
    QCOMPARE(create(document({{u"currency"_s, u"GBP"_s}})), u"done"_s);
    QCOMPARE(price(u"GBP"_s), u"200"_s);
    QCOMPARE(m_store->fulfilment("select sku from desk.product_find('spn', 'EUR')"), u"<42501>"_s);
}

void TestPhoneOrders::customersAreFoundOnce()
{
    m_store->placeOrder();
    const qint64 newest = m_store->placeOrder();
    m_store->placeOrder(u"Hans Möller"_s, u"moeller@example.com"_s);
    const QByteArray call = "select kind || ' ' || order_id || ' ' || order_count || ' ' || customer_name from desk.customer_lookup($1)";
    QCOMPARE(m_store->column(u"agent"_s, call, Params().text(u"hans@example"_s)).join(u','), u"email %1 2 Hans Müller"_s.arg(newest));
    QCOMPARE(m_store->column(u"agent"_s, call, Params().text(u"170 1234567"_s)).size(), 2);
    QCOMPARE(m_store->column(u"agent"_s, call, Params().text(u"hans mul"_s)).size(), 1);
    QCOMPARE(m_store->fulfilment(call, Params().text(u"hans"_s)), u"<42501>"_s);
}

void TestPhoneOrders::beginsWithWhatMostOrdersAre()
{
    QCOMPARE(m_store->agent("select desk.order_defaults()::text"), u"{\"countries\": [], \"currencies\": []}"_s);
    m_store->owner("insert into store.product (sku, title, price_minor, currency) values ('SPN', 'Spoon', 250, 'CHF')");
    m_store->placeOrder();
    QCOMPARE(m_store->agent("select desk.order_defaults()::text"), u"{\"countries\": [\"DE\"], \"currencies\": [\"EUR\", \"CHF\"]}"_s);
}

void TestPhoneOrders::whatTheTotalHasBeyondItsPartsStays()
{
    const qint64 id = m_store->placeOrder();
    // A tip of 1.00, as an import brings it: it is no line, no shipping and no tax.
    m_store->owner("update store.orders set total_minor = total_minor + 100 where id = $1", Params().integer(id));
    QCOMPARE(change(id, R"([{"line_no": 1, "sku": "MUG-1", "title": "Mug", "quantity": 1, "price_minor": 1250}])", "r->'rows'->0->>'total_minor'"), u"1840"_s);
    QCOMPARE(change(id, R"([{"line_no": 1, "sku": "MUG-1", "title": "Mug", "quantity": 2, "price_minor": 1250}])", "r->'rows'->0->>'total_minor'"), u"3090"_s);
}

void TestPhoneOrders::sameLinesAgainAreNoChange()
{
    const qint64 id = m_store->placeOrder();
    const QString version = order(id, "version::text");
    QCOMPARE(change(id, R"([{"line_no": 1, "sku": "MUG-1", "title": "Mug", "quantity": 2, "price_minor": 1250}])", "r->>'reason'"), u"nothing_changed"_s);
    QCOMPARE(order(id, "version::text"), version);
    QCOMPARE(m_store->owner("select count(*)::text from store.order_change"), u"0"_s);
}

void TestPhoneOrders::answerSaysWhatIsToBePaidOrGivenBack()
{
    const qint64 id = m_store->placeOrder();
    m_store->payOrder(id);
    const QByteArray part = "concat_ws(' ', r->'rows'->0->>'old_total_minor', r->'rows'->0->>'total_minor', r->'rows'->0->>'paid_minor', r->'rows'->0->>'refunded_minor', r->'rows'->0->>'difference_minor')";
    QCOMPARE(change(id, R"([{"line_no": 1, "sku": "MUG-1", "title": "Mug", "quantity": 3, "price_minor": 1250}])", part), u"2990 4240 2990 0 1250"_s);
    QCOMPARE(change(id, R"([{"line_no": 1, "sku": "MUG-1", "title": "Mug", "quantity": 1, "price_minor": 1250}])", part), u"4240 1740 2990 0 -1250"_s);
}

void TestPhoneOrders::twoPeopleChangeTheLinesOfOneOrder()
{
    constexpr int people = 8;
    const qint64 id = m_store->placeOrder();
    const int seen = order(id, "version::text").toInt();
    std::atomic<int> done = 0, conflicts = 0;
    atOnce(people, [&](Connection &connection, int n) {
        const QJsonArray lines{QJsonObject{{u"line_no"_s, 1}, {u"sku"_s, u"MUG-1"_s}, {u"title"_s, u"Mug"_s}, {u"quantity"_s, 3 + n}, {u"price_minor"_s, 1250}},
                               QJsonObject{{u"sku"_s, u"SPN"_s}, {u"title"_s, u"Spoon"_s}, {u"quantity"_s, 1 + n}, {u"price_minor"_s, 200}}};
        const auto rows = connection.query({u"test/lines"_s, "select desk.lines_change(gen_random_uuid(), $1, $2::int, $3, false)->>'outcome'"}, Params().integer(id).integer(seen).json(lines));
        const QString outcome = rows ? rows->text(0, 0) : rows.error().sqlState;
        done += outcome == u"done";
        conflicts += outcome == u"conflict";
    });
    // One of them has it; the others are told, and nothing of theirs is mixed into it.
    QCOMPARE(done.load(), 1);
    QCOMPARE(conflicts.load(), people - 1);
    QCOMPARE(m_store->owner("select count(*) || ' ' || min(quantity) - max(quantity) from store.order_line where order_id = $1", Params().integer(id)), u"2 -2"_s);
    QCOMPARE(order(id, "(total_minor - shipping_minor - (select sum(quantity * price_minor) from store.order_line where order_id = orders.id))::text"), u"0"_s);
    QCOMPARE(m_store->owner("select count(*)::text from store.event where kind = 'lines_changed'"), u"1"_s);
}

void TestPhoneOrders::linesAgainstAShipment()
{
    const qint64 id = m_store->placeOrder();
    m_store->payOrder(id);
    const int seen = order(id, "version::text").toInt();
    std::atomic<int> done = 0;
    atOnce(6, [&](Connection &connection, int n) {
        // The lead's connections are the even ones, and agents do not ship.
        const QByteArray call = n % 2 ? "select desk.lines_change(gen_random_uuid(), $1, $2::int, '[{\"line_no\": 1, \"sku\": \"MUG-1\", \"title\": \"Mug\", \"quantity\": 1, \"price_minor\": 1250}]', false)->>'outcome'"
                                      : "select desk.ship(gen_random_uuid(), $1, $2::int, '[{\"carrier\": \"\", \"tracking\": \"\", \"lines\": [{\"line_no\": 1, \"quantity\": 2}]}]', false)->>'outcome'";
        const auto rows = connection.query({u"test/race"_s, call}, Params().integer(id).integer(seen));
        done += rows && rows->text(0, 0) == u"done";
    });
    QCOMPARE(done.load(), 1);
    QVERIFY(order(id, "shipped_count || '/' || item_count") == u"2/2"_s || order(id, "shipped_count || '/' || item_count") == u"0/1"_s);
}

void TestPhoneOrders::twoCallsOfOnePersonAtOnceMakeOneCustomer()
{
    std::atomic<int> done = 0;
    atOnce(6, [&](Connection &connection, int) {
        const auto rows = connection.query({u"test/call"_s, "select desk.order_create(gen_random_uuid(), $1)->>'outcome'"}, Params().json(document()));
        done += rows && rows->text(0, 0) == u"done";
    });
    QCOMPARE(done.load(), 6);
    QCOMPARE(m_store->owner("select (select count(*) from store.customer) || ' ' || (select count(*) from store.orders)"), u"1 6"_s);
}

QTEST_GUILESS_MAIN(TestPhoneOrders)
#include "tst_phoneorders.moc"
