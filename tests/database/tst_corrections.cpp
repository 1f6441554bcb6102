// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/database/storeundertest.h"

#include <QTest>

#include <thread>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// What is put right on an order: who works it, tags, contact data with merge and conflict, lines with their money, orders by phone.
class TestCorrections : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void ordersAreAssignedAndGivenBack();
    void tagsOfTwoPeopleAddUp();
    void tagIsOneInAnySpelling();
    void tagsAreOfOrdersOnesGroupSees();
    void badTagsAreRefused();
    void contactOfOneOrder();
    void differentFieldsMergeTheSameConflicts();
    void customerAndOpenOrdersFollow();
    void answerSaysHowFarACorrectionWent_data();
    void answerSaysHowFarACorrectionWent();
    void ordersBeyondTheMostAreCountedAsLeft();
    void finishedOrdersKeepTheirs();
    void orderFinishedWhileItWasWaitedForKeepsIts();
    void emailIsOneCustomersAlone();
    void undoTakesNoEmailFromAnother();
    void badContactDataIsRefused_data();
    void badContactDataIsRefused();
    void oldAndNewStandWithTheOrderAndNotInTheAudit();
    void linesChangeAndTheMoneyFollows();
    void newLineIsTaxedAsTheOthersAre();
    void largeOrdersCanBeChanged();
    void numberOfALineTakenOutIsNotGivenAgain();
    void dryRunChangesNothing();
    void linesThatWereRefundedStay();
    void linesOfAParcelTakenBackStay();
    void otherLinesForTheSameMoneyAreANewVersion();
    void whatCameBackOrWasGivenBackStaysItsArticle();
    void whatIsOnHoldIsNotTakenOffItByOtherLines();
    void orderIsTakenByPhone();
    void cardNumbersByPhoneAreRefused();
    void questionGoesToTheCustomerOfTheOrder();
    void newsAreWhatHappenedSinceTheOrderWasRead();
    void newsDoNotTellOfWhatALoginDoesNotSee();
    void invoiceIsNewsToWhoSeesMoney();
    void noAddressIsLeftThatIsNobodys();

private:
    QString lines(int expected, const QByteArray &sku, const QByteArray &title, int quantity, int price, QUuid id = QUuid::createUuid()) const
    {
        const QByteArray line = "[{\"line_no\": 1, \"sku\": \"" + sku + "\", \"title\": \"" + title + "\", \"quantity\": " + QByteArray::number(quantity) + ", \"price_minor\": " + QByteArray::number(price) + "}]";
        return m_store->agent("select coalesce(nullif(r->>'reason', ''), r->>'outcome') from desk.lines_change($1, $2, $3::int, $4::jsonb, false) r",
                              Params().uuid(id).integer(m_order).integer(expected).text(QString::fromLatin1(line)));
    }
    QString fix(const QJsonObject &changes, const QString &scope = u"order"_s, const QByteArray &part = "coalesce(nullif(r->>'reason', ''), r->>'outcome')") const;
    QString order(const QByteArray &columns, qint64 id = 0) const { return m_store->owner("select " + columns + " from store.orders where id = $1", Params().integer(id ? id : m_order)); }
    int version() const { return order("version::text").toInt(); }
    static QJsonObject change(const QString &from, const QString &to) { return {{u"from"_s, from}, {u"to"_s, to}}; }

    std::unique_ptr<StoreUnderTest> m_store;
    qint64 m_order = 0; ///< two mugs for 25.00, 4.90 shipping, paid
};

void TestCorrections::init()
{
    m_store = std::make_unique<StoreUnderTest>();
    m_order = m_store->placeOrder();
    m_store->payOrder(m_order);
}

QString TestCorrections::fix(const QJsonObject &changes, const QString &scope, const QByteArray &part) const
{
    return m_store->agent("select " + part + " from desk.contact_fix(gen_random_uuid(), $1, $2, $3) r", Params().integer(m_order).json(changes).text(scope));
}

void TestCorrections::ordersAreAssignedAndGivenBack()
{
    const auto assign = [this](const QByteArray &login) {
        return m_store->agent("select coalesce(nullif(r->>'reason', ''), r->>'outcome') from desk.assign(gen_random_uuid(), array[$1::bigint], array[$2::int], " + login + ") r", Params().integer(m_order).integer(version()));
    };
    QCOMPARE(assign("'lead'"), u"done"_s);
    QCOMPARE(m_store->panel(u"agent"_s, m_order, "->'order'->>'assigned_login'"), u"lead"_s);
    QCOMPARE(m_store->panel(u"agent"_s, m_order, "->'events'->0->'detail'->>'assignee'"), m_store->owner("select display_name from store.staff where login = 'lead'"));
    QCOMPARE(assign("'nobody_here'"), u"no_such_login"_s);
    QCOMPARE(assign("null"), u"done"_s);
    QCOMPARE(order("coalesce(assigned_to::text, 'nobody')"), u"nobody"_s);
    QCOMPARE(m_store->owner("select string_agg(kind, ' ' order by id) from store.event where kind like '%assigned'"), u"assigned unassigned"_s);
    QVERIFY(m_store->column(u"agent"_s, "select login from desk.assignees()").contains(u"fulfilment"_s));
    QVERIFY(!m_store->column(u"agent"_s, "select login from desk.assignees()").contains(u"manager"_s));
}

void TestCorrections::tagsOfTwoPeopleAddUp()
{
    const QByteArray tag = "select desk.tag(gen_random_uuid(), array[$1::bigint], $2::text[], $3::text[])->>'outcome'";
    QCOMPARE(m_store->agent(tag, Params().integer(m_order).text(u"{gift, Call  back}"_s).text(u"{}"_s)), u"done"_s);
    QCOMPARE(m_store->lead(tag, Params().integer(m_order).text(u"{VIP}"_s).text(u"{GIFT}"_s)), u"done"_s);
    QCOMPARE(order("array_to_string(tags, '|')"), u"Call back|VIP"_s);
    QCOMPARE(m_store->agent("select array_to_string(desk.tags(), '|')"), u"Call back|VIP"_s);
    // The same again changes nothing, so no version is used up.
    const int seen = version();
    QCOMPARE(m_store->lead(tag, Params().integer(m_order).text(u"{VIP}"_s).text(u"{}"_s)), u"done"_s);
    QCOMPARE(version(), seen);
}

void TestCorrections::tagIsOneInAnySpelling()
{
    const QByteArray tag = "select desk.tag(gen_random_uuid(), array[$1::bigint], $2::text[], '{}')->>'outcome'";
    QCOMPARE(m_store->agent(tag, Params().integer(m_order).text(u"{VIP,Café}"_s)), u"done"_s);
    const int seen = version();
    QCOMPARE(m_store->agent(tag, Params().integer(m_order).text(u"{vip,vIP}"_s)), u"done"_s);
    QCOMPARE(version(), seen);
    QCOMPARE(order("array_to_string(tags, '|')"), u"Café|VIP"_s);
    const qint64 other = m_store->placeOrder();
    const auto found = [this](const QString &op, const QString &value, const QString &login = u"agent"_s) {
        return m_store->column(login, "select id::text from desk.order_page(jsonb_build_object('filters', jsonb_build_array(jsonb_build_object('field', 'tag', 'op', $1::text, 'values', jsonb_build_array($2::text)))), '{}', 10)", Params().text(op).text(value));
    };
    const QStringList tagged{QString::number(m_order)}, untagged{QString::number(other)};
    QCOMPARE(found(u"in"_s, u"vip"_s), tagged);
    QCOMPARE(found(u"in"_s, u"CAFÉ"_s, u"fulfilment"_s), tagged);
    QCOMPARE(found(u"not"_s, u"vip"_s), untagged);
    QCOMPARE(found(u"prefix"_s, u"Vi"_s), tagged);
    QCOMPARE(found(u"in"_s, u"vi"_s), QStringList());
    QCOMPARE(m_store->owner("select count(*)::text from store.orders where tag_keys <> '{}'"), u"1"_s);
}

void TestCorrections::tagsAreOfOrdersOnesGroupSees()
{
    const qint64 cancelled = m_store->placeOrder();
    const QByteArray tag = "select desk.tag(gen_random_uuid(), array[$1::bigint], array[$2], '{}')->>'outcome'";
    QCOMPARE(m_store->agent(tag, Params().integer(m_order).text(u"gift"_s)), u"done"_s);
    QCOMPARE(m_store->agent(tag, Params().integer(cancelled).text(u"quarrel"_s)), u"done"_s);
    m_store->owner("update store.orders set cancelled_at = now() where id = $1", Params().integer(cancelled));
    QCOMPARE(m_store->fulfilment("select array_to_string(desk.tags(), '|')"), u"gift"_s);
    QCOMPARE(m_store->agent("select array_to_string(desk.tags(), '|')"), u"gift|quarrel"_s);
    m_store->owner("update store.orders set tags = '{}' where id = $1", Params().integer(m_order));
    QCOMPARE(m_store->fulfilment("select desk.tags()::text"), u"{}"_s);
}

void TestCorrections::badTagsAreRefused()
{
    const auto tag = [this](const QString &tags) {
        return m_store->agent("select desk.tag(gen_random_uuid(), array[$1::bigint], array[$2], '{}')->>'reason'", Params().integer(m_order).text(tags));
    };
    QCOMPARE(tag(u"  "_s), u"bad_tag"_s);
    QCOMPARE(tag(QString(41, u'x')), u"bad_tag"_s);
    QCOMPARE(tag(u"a\nb\x01"_s), u"bad_tag"_s);
    QCOMPARE(tag(u"4111111111111111"_s), u"card_number"_s);
}

void TestCorrections::contactOfOneOrder()
{
    QCOMPARE(fix({{u"shipping.line1"_s, change(u"Gartenweg 1"_s, u"Gartenweg 11"_s)}, {u"shipping.postal_code"_s, change(u"80331"_s, u"80333"_s)}, {u"email"_s, change(u"hans@example.com"_s, u"hans@example.org"_s)}}), u"done"_s);
    QCOMPARE(order("email_key || ' ' || postal_key"), u"hans@example.org 80333"_s);
    QCOMPARE(m_store->panel(u"agent"_s, m_order, "->'addresses'->'shipping'->>'line1'"), u"Gartenweg 11"_s);
    // The billing address was the same row and stays what it was; the customer's own record too.
    QCOMPARE(m_store->panel(u"agent"_s, m_order, "->'addresses'->'billing'->>'line1'"), u"Gartenweg 1"_s);
    QCOMPARE(m_store->owner("select value from store.contact_point where kind = 'email'"), u"hans@example.com"_s);
    QCOMPARE(m_store->owner("select count(*)::text from store.order_address"), u"2"_s);
}

void TestCorrections::differentFieldsMergeTheSameConflicts()
{
    const QJsonObject phone{{u"phone"_s, change(u"+49 170 1234567"_s, u"+49 170 7654321"_s)}};
    QCOMPARE(fix(phone), u"done"_s);
    // Somebody who saw the order before that corrects another field.
    QCOMPARE(fix({{u"shipping.city"_s, change(u"München"_s, u"Munich"_s)}}), u"done"_s);
    QCOMPARE(order("phone"), u"+49 170 7654321"_s);
    // The same field to something else: nothing is written, and the field is named, not its value.
    const QJsonObject both{{u"phone"_s, change(u"+49 170 1234567"_s, u"+49 30 1"_s)}, {u"email"_s, change(u"hans@example.com"_s, u"h@example.com"_s)}};
    QCOMPARE(fix(both, u"order"_s, "(r->>'outcome') || (r->'rows'->0->>'fields')"), u"conflict[\"phone\"]"_s);
    QCOMPARE(order("email"), u"hans@example.com"_s);
    // Both want the same: that is no conflict.
    QCOMPARE(fix(phone), u"done"_s);
}

void TestCorrections::customerAndOpenOrdersFollow()
{
    const qint64 open = m_store->placeOrder();
    const qint64 shipped = m_store->placeOrder();
    m_store->payOrder(shipped);
    m_store->shipOrder(shipped);
    QCOMPARE(m_store->agent("select desk.contact_scope($1)::text", Params().integer(m_order)), u"{\"open_orders\": 1, \"finished_orders\": 1}"_s);
    QCOMPARE(fix({{u"email"_s, change(u"hans@example.com"_s, u"hans@example.org"_s)}, {u"shipping.line1"_s, change(u"Gartenweg 1"_s, u"Seeweg 2"_s)}}, u"open_orders"_s, "jsonb_array_length(r->'rows')::text"), u"2"_s);
    QCOMPARE(order("email", open), u"hans@example.org"_s);
    QCOMPARE(order("email", shipped), u"hans@example.com"_s);
    QCOMPARE(m_store->owner("select value from store.contact_point where kind = 'email'"), u"hans@example.org"_s);
    QCOMPARE(m_store->owner("select a.line1 from store.contact_point p join store.address a on a.id = p.address_id"), u"Seeweg 2"_s);
    // The next order of the new address finds the same customer.
    const qint64 next = m_store->placeOrder(u"Hans Müller"_s, u"hans@example.org"_s);
    QCOMPARE(order("customer_id::text", next), order("customer_id::text"));
}

void TestCorrections::answerSaysHowFarACorrectionWent_data()
{
    QTest::addColumn<QJsonObject>("changes");
    QTest::addColumn<QString>("reach"); // the record, other orders written, other orders that keep what they say
    const QJsonObject phone = change(u"+49 170 1234567"_s, u"+49 30 1"_s);
    const QJsonObject street = change(u"Gartenweg 1"_s, u"Seeweg 2"_s);
    QTest::newRow("phone") << QJsonObject{{u"phone"_s, phone}} << u"changed 1 1"_s;
    QTest::newRow("phone and name") << QJsonObject{{u"phone"_s, phone}, {u"customer_name"_s, change(u"Hans Müller"_s, u"Hans Maier"_s)}} << u"partly 2 1"_s;
    QTest::newRow("name that the record spells otherwise") << QJsonObject{{u"customer_name"_s, change(u"Hans Müller"_s, u"Hans Maier"_s)}} << u"kept 2 0"_s;
    QTest::newRow("e-mail taken away") << QJsonObject{{u"email"_s, change(u"hans@example.com"_s, QString())}} << u"kept 2 0"_s;
    QTest::newRow("bill alone") << QJsonObject{{u"billing.line1"_s, street}} << u"kept 2 0"_s;
    QTest::newRow("home with the bill") << QJsonObject{{u"shipping.line1"_s, street}, {u"billing.line1"_s, street}} << u"changed 2 0"_s;
}

void TestCorrections::answerSaysHowFarACorrectionWent()
{
    QFETCH(const QJsonObject, changes);
    QFETCH(const QString, reach);
    m_store->placeOrder();
    const qint64 other = m_store->placeOrder();
    m_store->owner("update store.orders set phone = '+49 89 7' where id = $1", Params().integer(other));
    m_store->owner("update store.customer set name = 'Müller, Hans'");
    QCOMPARE(fix(changes, u"open_orders"_s, "concat_ws(' ', r->'rows'->0->>'record', r->'rows'->0->>'others', r->'rows'->0->>'others_left')"), reach);
    QCOMPARE(order("phone", other), u"+49 89 7"_s);
    // Asked for the order alone, nothing else is touched.
    m_order = other;
    QCOMPARE(fix({{u"phone"_s, change(u"+49 89 7"_s, u"+49 89 8"_s)}}, u"order"_s, "concat_ws(' ', r->'rows'->0->>'record', r->'rows'->0->>'others', r->'rows'->0->>'others_left')"), u"kept 0 0"_s);
}

void TestCorrections::ordersBeyondTheMostAreCountedAsLeft()
{
    m_store->placeOrders(1001); // and the one they are copies of
    QCOMPARE(fix({{u"email"_s, change(u"hans@example.com"_s, u"hans@example.org"_s)}}, u"open_orders"_s, "concat_ws(' ', r->'rows'->0->>'others', r->'rows'->0->>'others_left')"), u"999 3"_s);
    QCOMPARE(m_store->owner("select count(*)::text from store.orders where email = 'hans@example.org'"), u"1000"_s);
}

void TestCorrections::finishedOrdersKeepTheirs()
{
    m_store->shipOrder(m_order);
    QCOMPARE(fix({{u"phone"_s, change(u"+49 170 1234567"_s, u"1"_s)}}), u"already_shipped"_s);
}

void TestCorrections::orderFinishedWhileItWasWaitedForKeepsIts()
{
    const qint64 other = m_store->placeOrder();
    const qint64 open = m_store->placeOrder();
    m_store->payOrder(other);
    m_store->fulfilment("begin");
    QCOMPARE(m_store->fulfilment("select desk.ship(gen_random_uuid(), $1, $2::int, '[{\"lines\": [{\"line_no\": 1, \"quantity\": 2}]}]', false)->>'outcome'", Params().integer(other).integer(order("version::text", other).toInt())), u"done"_s);
    QString fixed;
    std::thread agent([this, &fixed] {
        const auto rows = m_store->connect(u"agent"_s)->query({u"test/fix"_s, "select jsonb_path_query_array(desk.contact_fix(gen_random_uuid(), $1, $2, 'open_orders'), '$.rows[*].order_id')::text"},
                                                              Params().integer(m_order).json(QJsonObject{{u"email"_s, change(u"hans@example.com"_s, u"hans@example.org"_s)}}));
        fixed = rows ? rows->text(0, 0) : rows.error().sqlState;
    });
    const bool hasWaited = QTest::qWaitFor([this] {
        return m_store->owner("select count(*)::text from pg_stat_activity where datname = current_database() and usename = 'agent' and wait_event_type = 'Lock'") == u"1";
    }, 20000);
    m_store->fulfilment("commit");
    agent.join();
    QVERIFY(hasWaited);
    QCOMPARE(fixed, u"[%1, %2]"_s.arg(m_order).arg(open));
    QCOMPARE(order("fulfilment_status || ' ' || email", other), u"fulfilled hans@example.com"_s);
    QCOMPARE(order("email", open), u"hans@example.org"_s);
}

void TestCorrections::emailIsOneCustomersAlone()
{
    m_store->placeOrder(u"Eva Kern"_s, u"eva@example.com"_s);
    const auto owners = [this] { return m_store->owner("select string_agg(value || ':' || customer_id, ' ' order by id) from store.contact_point where kind = 'email'"); };
    const QString before = owners();
    const QJsonObject evas{{u"email"_s, change(u"hans@example.com"_s, u"EVA@example.com"_s)}};
    for (const QString &scope : {u"customer"_s, u"open_orders"_s}) {
        // Its contact point would say the other's address; and where the order's is on no record, one more point would.
        QCOMPARE(fix(evas, scope), u"email_taken"_s);
        m_store->owner("update store.orders set email = 'old@example.com' where id = $1", Params().integer(m_order));
        QCOMPARE(fix({{u"email"_s, change(u"old@example.com"_s, u"eva@example.com"_s)}}, scope), u"email_taken"_s);
        m_store->owner("update store.orders set email = 'hans@example.com' where id = $1", Params().integer(m_order));
    }
    QCOMPARE(owners(), before);
    QCOMPARE(order("email"), u"hans@example.com"_s);
    // An order may be written about to whom its customer says.
    QCOMPARE(fix(evas, u"order"_s), u"done"_s);
    QCOMPARE(owners(), before);
}

/// What was given up is free, and who took it meanwhile keeps it.
void TestCorrections::undoTakesNoEmailFromAnother()
{
    const QUuid id = QUuid::createUuid();
    QCOMPARE(m_store->agent("select desk.contact_fix($1, $2, $3, 'customer')->>'outcome'", Params().uuid(id).integer(m_order).json(QJsonObject{{u"email"_s, change(u"hans@example.com"_s, u"hans@example.org"_s)}})), u"done"_s);
    m_store->placeOrder(u"Hans Meier"_s, u"hans@example.com"_s);
    QCOMPARE(m_store->agent("select desk.undo(gen_random_uuid(), $1)->>'reason'", Params().uuid(id)), u"email_taken"_s);
    QCOMPARE(m_store->owner("select count(*)::text from store.contact_point where key = 'hans@example.com'"), u"1"_s);
}

void TestCorrections::badContactDataIsRefused_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("reason");
    QTest::newRow("no mail") << u"email"_s << u"hans@example.com"_s << u"hans at example"_s << u"bad_email"_s;
    QTest::newRow("no name") << u"customer_name"_s << u"Hans Müller"_s << u"  "_s << u"bad_name"_s;
    QTest::newRow("no phone") << u"phone"_s << u"+49 170 1234567"_s << u"call me"_s << u"bad_phone"_s;
    QTest::newRow("a card") << u"shipping.line2"_s << QString(u""_s) << u"4111 1111 1111 1111"_s << u"card_number"_s;
    QTest::newRow("no such field") << u"payment_status"_s << u"paid"_s << u"refunded"_s << u"bad_arguments"_s;
    QTest::newRow("line break") << u"shipping.line1"_s << u"Gartenweg 1"_s << u"a\nb"_s << u"bad_address"_s;
}

void TestCorrections::badContactDataIsRefused()
{
    QFETCH(const QString, field);
    QFETCH(const QString, from);
    QFETCH(const QString, to);
    QFETCH(const QString, reason);
    const int seen = version();
    QCOMPARE(fix({{field, change(from, to)}}), reason);
    QCOMPARE(version(), seen);
}

void TestCorrections::oldAndNewStandWithTheOrderAndNotInTheAudit()
{
    QCOMPARE(fix({{u"phone"_s, change(u"+49 170 1234567"_s, u"+49 171 9999999"_s)}}), u"done"_s);
    QCOMPARE(m_store->panel(u"agent"_s, m_order, "->'changes'->0->>'old'"), u"+49 170 1234567"_s);
    QCOMPARE(m_store->panel(u"agent"_s, m_order, "->'changes'->0->>'actor'"), m_store->owner("select display_name from store.staff where login = 'agent'"));
    QCOMPARE(m_store->panel(u"fulfilment"_s, m_order, "->>'changes'"), u"[]"_s);
    // Tags are shown to everybody, and who changed them.
    QCOMPARE(m_store->agent("select r->>'outcome' from desk.tag(gen_random_uuid(), array[$1::bigint], array['gift'], '{}') r", Params().integer(m_order)), u"done"_s);
    QCOMPARE(m_store->panel(u"fulfilment"_s, m_order, "->'changes'->0->>'field'"), u"tags"_s);
    QCOMPARE(m_store->panel(u"fulfilment"_s, m_order, "->'changes'->1"), QString());
    QCOMPARE(m_store->owner("select array_to_string(fields, ' ') from audit.entry where verb = 'contact_fix'"), u"phone"_s);
    // Where the customer's own record was changed too, the audit says so by name.
    QCOMPARE(fix({{u"email"_s, change(u"hans@example.com"_s, u"hans@example.org"_s)}, {u"shipping.line1"_s, change(u"Gartenweg 1"_s, u"Gartenweg 2"_s)}}, u"customer"_s), u"done"_s);
    QCOMPARE(m_store->owner("select array_to_string(fields, ' ') from audit.entry where verb = 'contact_fix' order by seq desc limit 1"), u"customer.email customer.postal email shipping.line1"_s);
    QCOMPARE(m_store->owner("select count(*)::text from store.command where result::text like '%9999999%'"), u"0"_s);
}

void TestCorrections::linesChangeAndTheMoneyFollows()
{
    const auto change = [this](const QByteArray &lines) {
        return m_store->agent("select coalesce(nullif(r->>'reason', ''), (r->'rows'->0->>'total_minor') || ' ' || (r->'rows'->0->>'difference_minor')) from desk.lines_change(gen_random_uuid(), $1, $2::int, $3::jsonb, false) r",
                              Params().integer(m_order).integer(version()).text(QString::fromUtf8(lines)));
    };
    // One mug less and a spoon: 12.50 + 3 x 2.00 + 4.90 shipping; 29.90 were paid.
    QCOMPARE(change(R"([{"line_no": 1, "sku": "MUG-1", "title": "Mug", "quantity": 1, "price_minor": 1250}, {"sku": "SPN", "title": "Spoon", "quantity": 3, "price_minor": 200}])"), u"2340 -650"_s);
    QCOMPARE(order("subtotal_minor || ' ' || total_minor || ' ' || item_count || ' ' || payment_status"), u"1850 2340 4 paid"_s);
    QCOMPARE(change(R"([{"line_no": 1, "sku": "MUG-1", "title": "Mug", "quantity": 3, "price_minor": 1250}])"), u"4240 1250"_s);
    QCOMPARE(order("payment_status"), u"partially_paid"_s);
    QCOMPARE(change("[]"), u"bad_lines"_s);
    QCOMPARE(change(R"([{"line_no": 9, "title": "x", "quantity": 1, "price_minor": 1}])"), u"no_such_line"_s);
    QCOMPARE(change(R"([{"title": "4111111111111111", "quantity": 1, "price_minor": 1}])"), u"card_number"_s);
    m_store->owner("insert into store.payment (order_id, payment_no, kind, amount_minor, at) values ($1, 2, 'captured', 1250, now())", Params().integer(m_order));
    m_store->shipOrder(m_order);
    QCOMPARE(change(R"([{"line_no": 1, "title": "Mug", "quantity": 1, "price_minor": 1}])"), u"already_shipped"_s);
}

/// As an import may say it: 20 per cent on a mug's 25.00, on the line.
void TestCorrections::newLineIsTaxedAsTheOthersAre()
{
    m_store->owner("update store.order_line set tax_minor = 500 where order_id = $1", Params().integer(m_order));
    m_store->owner("update store.orders set tax_minor = 500, total_minor = 3490 where id = $1", Params().integer(m_order));
    const auto change = [this](const QByteArray &lines) {
        return m_store->agent("select coalesce(nullif(r->>'reason', ''), r->'rows'->0->>'total_minor') from desk.lines_change(gen_random_uuid(), $1, $2::int, $3::jsonb, false) r",
                              Params().integer(m_order).integer(version()).text(QString::fromUtf8(lines)));
    };
    const QByteArray mug = R"({"line_no": 1, "sku": "MUG-1", "title": "Mug", "quantity": 2, "price_minor": 1250})";
    QCOMPARE(change('[' + mug + R"(, {"title": "Plate", "quantity": 1, "price_minor": 2500}])"), u"6490"_s);
    QCOMPARE(order("tax_minor::text"), u"1000"_s);
    QCOMPARE(change('[' + mug + ']'), u"3490"_s);
    // What was a gift and has a price now is no gift any more.
    QCOMPARE(change('[' + mug + R"(, {"title": "Plate", "quantity": 1, "price_minor": 0}])"), u"3490"_s);
    const QByteArray gift = order("(select max(line_no)::text from store.order_line l where l.order_id = orders.id)").toLatin1();
    QCOMPARE(change('[' + mug + ", {\"line_no\": " + gift + R"(, "title": "Plate", "quantity": 1, "price_minor": 2500}])"), u"6490"_s);
    QCOMPARE(order("tax_minor || ' ' || (select sum(l.tax_minor) from store.order_line l where l.order_id = orders.id)"), u"1000 1000"_s);
    QCOMPARE(change('[' + mug + ']'), u"3490"_s);
    // The rate is of what the others cost after their discount: half of a mug's price, and the same tax.
    m_store->owner("update store.order_line set discount_minor = 1250, tax_minor = 250 where order_id = $1 and line_no = 1", Params().integer(m_order));
    m_store->owner("update store.orders set discount_minor = 1250, tax_minor = 250, total_minor = 1990 where id = $1", Params().integer(m_order));
    QCOMPARE(change('[' + mug + R"(, {"title": "Plate", "quantity": 1, "price_minor": 2500}])"), u"4990"_s);
}

/// A hundred million rupiah, with a discount beyond its lines'.
void TestCorrections::largeOrdersCanBeChanged()
{
    m_store->owner("update store.order_line set price_minor = 5000000000 where order_id = $1", Params().integer(m_order));
    m_store->owner("update store.orders set currency = 'IDR', subtotal_minor = 10000000000, discount_minor = 1000000000, tax_minor = 990000000, total_minor = 9990000490 where id = $1", Params().integer(m_order));
    QCOMPARE(m_store->agent("select coalesce(nullif(r->>'reason', ''), r->'rows'->0->>'total_minor') from desk.lines_change(gen_random_uuid(), $1, $2::int, '[{\"line_no\": 1, \"sku\": \"MUG-1\", \"title\": \"Mug\", \"quantity\": 4, \"price_minor\": 5000000000}]', false) r",
                            Params().integer(m_order).integer(version())), u"19980000490"_s);
    // With the tax on the line, and one more line of as much.
    m_store->owner("update store.order_line set tax_minor = 1980000000 where order_id = $1", Params().integer(m_order));
    QCOMPARE(m_store->agent("select coalesce(nullif(r->>'reason', ''), r->'rows'->0->>'total_minor') from desk.lines_change(null, $1, $2::int, '[{\"line_no\": 1, \"sku\": \"MUG-1\", \"title\": \"Mug\", \"quantity\": 4, \"price_minor\": 5000000000}, {\"title\": \"Plate\", \"quantity\": 4, \"price_minor\": 5000000000}]', true) r",
                            Params().integer(m_order).integer(version())), u"39960000490"_s);
}

void TestCorrections::numberOfALineTakenOutIsNotGivenAgain()
{
    const QByteArray mug = R"({"line_no": 1, "sku": "MUG-1", "title": "Mug", "quantity": 2, "price_minor": 1250})";
    const auto change = [this](const QByteArray &lines) {
        return m_store->agent("select r->>'outcome' from desk.lines_change(gen_random_uuid(), $1, $2::int, $3::jsonb, false) r", Params().integer(m_order).integer(version()).text(QString::fromUtf8('[' + lines + ']')));
    };
    QCOMPARE(change(mug + R"(, {"title": "Spoon", "quantity": 1, "price_minor": 200})"), u"done"_s);
    QCOMPARE(change(mug), u"done"_s);
    QCOMPARE(change(mug + R"(, {"title": "Plate", "quantity": 1, "price_minor": 900})"), u"done"_s);
    QCOMPARE(order("(select string_agg(line_no || title, ' ' order by line_no) from store.order_line where order_id = id)"), u"1Mug 3Plate"_s);
}

void TestCorrections::dryRunChangesNothing()
{
    const int seen = version();
    QCOMPARE(m_store->agent("select desk.lines_change(null, $1, $2::int, '[{\"line_no\": 1, \"title\": \"Mug\", \"quantity\": 1, \"price_minor\": 1250}]', true)->'rows'->0->>'difference_minor'", Params().integer(m_order).integer(seen)), u"-1250"_s);
    QCOMPARE(version(), seen);
    QCOMPARE(m_store->owner("select count(*)::text from audit.entry where verb = 'lines_change'"), u"0"_s);
}

void TestCorrections::linesThatWereRefundedStay()
{
    QCOMPARE(m_store->lead("select desk.refund(gen_random_uuid(), $1, $2::int, '[{\"line_no\": 1, \"quantity\": 1}]', 0, 0, 1250, '', false)->>'outcome'", Params().integer(m_order).integer(version())), u"done"_s);
    QCOMPARE(m_store->agent("select desk.lines_change(gen_random_uuid(), $1, $2::int, '[{\"title\": \"Spoon\", \"quantity\": 1, \"price_minor\": 200}]', false)->>'reason'", Params().integer(m_order).integer(version())), u"line_refunded"_s);
}

void TestCorrections::linesOfAParcelTakenBackStay()
{
    const QUuid shipped = QUuid::createUuid();
    QCOMPARE(m_store->fulfilment("select desk.ship($1, $2, $3::int, '[{\"lines\": [{\"line_no\": 1, \"quantity\": 1}]}]', false)->>'outcome'", Params().uuid(shipped).integer(m_order).integer(version())), u"done"_s);
    QCOMPARE(m_store->fulfilment("select desk.undo(gen_random_uuid(), $1)->>'outcome'", Params().uuid(shipped)), u"done"_s);
    const QByteArray spoon = R"({"title": "Spoon", "quantity": 1, "price_minor": 200})", mug = R"({"line_no": 1, "sku": "MUG-1", "title": "Mug", "quantity": 1, "price_minor": 1250})";
    const auto change = [this](const QByteArray &lines, bool isDry) {
        return m_store->agent("select coalesce(nullif(r->>'reason', ''), r->>'outcome') from desk.lines_change(gen_random_uuid(), $1, $2::int, '[" + lines + "]', " + (isDry ? "true" : "false") + ") r", Params().integer(m_order).integer(version()));
    };
    QCOMPARE(change(spoon, true), u"line_shipped"_s);
    QCOMPARE(change(spoon, false), u"line_shipped"_s);
    QCOMPARE(change(mug + ", " + spoon, true), u"done"_s);
    QCOMPARE(change(mug + ", " + spoon, false), u"done"_s);
}

/// Whoever has the old lines in sight, or wants to undo what they did before, must not go on by them.
void TestCorrections::otherLinesForTheSameMoneyAreANewVersion()
{
    const int seen = version();
    const QUuid first = QUuid::createUuid();
    QCOMPARE(lines(seen, "MUG-RED", "Red mug", 2, 1250, first), u"done"_s);
    QVERIFY(version() > seen);
    QCOMPARE(lines(seen, "MUG-BLUE", "Blue mug", 2, 1250), u"changed_meanwhile"_s);
    const QUuid second = QUuid::createUuid();
    const int before = version();
    QCOMPARE(lines(before, "MUG-GREEN", "Green mug", 2, 1250, second), u"done"_s);
    const auto undo = [this](QUuid command) { return m_store->agent("select coalesce(nullif(r->>'reason', ''), r->>'outcome') from desk.undo(gen_random_uuid(), $1) r", Params().uuid(command)); };
    QCOMPARE(undo(first), u"changed_since"_s);
    QCOMPARE(undo(second), u"done"_s);
    QVERIFY(version() > before + 1);
    QCOMPARE(m_store->owner("select sku from store.order_line where order_id = $1", Params().integer(m_order)), u"MUG-RED"_s);
}

void TestCorrections::whatCameBackOrWasGivenBackStaysItsArticle()
{
    const auto stay = u"line_refunded"_s;
    QCOMPARE(m_store->lead("select desk.refund(gen_random_uuid(), $1, $2::int, '[{\"line_no\": 1, \"quantity\": 1, \"unsent\": 1, \"restock\": 1}]', 0, 0, 1250, '', false)->>'outcome'",
                           Params().integer(m_order).integer(version())), u"done"_s);
    QCOMPARE(lines(version(), "BOWL", "Mug", 2, 1250), stay);
    QCOMPARE(lines(version(), "MUG-1", "Bowl", 2, 1250), stay);
    QCOMPARE(lines(version(), "MUG-1", "Mug", 2, 1000), stay);
    QCOMPARE(lines(version(), "MUG-1", "Mug", 3, 1250), u"done"_s); // one piece more of it
    // Of a refund that failed nothing is told any more; of what was put to stock it is.
    m_store->owner("update store.refund set status = 'failed'");
    QCOMPARE(lines(version(), "BOWL", "Bowl", 3, 1250), stay);
    QCOMPARE(lines(version(), "MUG-1", "Mug", 3, 1000), u"done"_s);
}

/// Under another number, or as another article, what a lead keeps back would go out.
void TestCorrections::whatIsOnHoldIsNotTakenOffItByOtherLines()
{
    m_store->owner("insert into store.hold (order_id, reason, lines) values ($1, 'fraud', '[{\"line_no\": 1, \"quantity\": 1}]')", Params().integer(m_order));
    const auto held = u"line_held"_s;
    QCOMPARE(lines(version(), "BOWL", "Bowl", 2, 1250), held);
    const QByteArray anew = "select coalesce(nullif(r->>'reason', ''), r->>'outcome') from desk.lines_change(gen_random_uuid(), $1, $2::int, '[{\"sku\": \"MUG-1\", \"title\": \"Mug\", \"quantity\": 2, \"price_minor\": 1250}]', false) r";
    QCOMPARE(m_store->agent(anew, Params().integer(m_order).integer(version())), held);
    QCOMPARE(lines(version(), "MUG-1", "Mug", 1, 1250), u"done"_s); // the one that is not held
    m_store->owner("update store.hold set lines = '[{\"line_no\": 1, \"quantity\": 1}]', released_at = now()");
    QCOMPARE(lines(version(), "BOWL", "Bowl", 1, 1250), u"done"_s);
}

void TestCorrections::orderIsTakenByPhone()
{
    const QByteArray document = R"({"name": "Anna Blum", "email": "anna@example.com", "currency": "EUR", "shipping_minor": 490, "confirm": true,
        "shipping_address": {"name": "Anna Blum", "line1": "Weg 3", "city": "Bonn", "postal_code": "53111", "country": "DE"}, "lines": [{"sku": "MUG-1", "title": "Mug", "quantity": 1, "price_minor": 1250}]})";
    const QUuid id = QUuid::createUuid();
    const QByteArray call = "select (r->'rows'->0->>'total_minor') || coalesce(r->>'replayed', '') from desk.order_create($1, $2::jsonb) r";
    QCOMPARE(m_store->agent(call, Params().uuid(id).text(QString::fromUtf8(document))), u"1740"_s);
    QCOMPARE(m_store->agent(call, Params().uuid(id).text(QString::fromUtf8(document))), u"1740true"_s);
    QCOMPARE(m_store->owner("select source || ' ' || payment_status || ' ' || customer_name from store.orders where source = 'phone'"), u"phone pending Anna Blum"_s);
    QCOMPARE(m_store->owner("select template from mailroom.outbox"), u"confirmation"_s);
    QCOMPARE(m_store->fulfilment(call, Params().uuid(QUuid::createUuid()).text(QString::fromUtf8(document))), u"<42501>"_s);
}

void TestCorrections::cardNumbersByPhoneAreRefused()
{
    QCOMPARE(m_store->agent("select desk.order_create(gen_random_uuid(), '{\"name\": \"A\", \"email\": \"a@example.com\", \"note\": \"card 4111 1111 1111 1111\"}')->>'reason'"), u"card_number"_s);
}

void TestCorrections::questionGoesToTheCustomerOfTheOrder()
{
    const QByteArray call = "select coalesce(nullif(r->>'reason', ''), r->>'outcome') from desk.message_send(gen_random_uuid(), $1, 'question', $2) r";
    QCOMPARE(m_store->agent(call, Params().integer(m_order).text(u"Which colour?"_s)), u"done"_s);
    QCOMPARE(m_store->agent(call, Params().integer(m_order).text(u" "_s)), u"empty_message"_s);
    QCOMPARE(m_store->panel(u"agent"_s, m_order, "->'outbox'->0->>'text'"), u"Which colour?"_s);
    m_store->owner("update store.orders set email = null where id = $1", Params().integer(m_order));
    QCOMPARE(m_store->agent(call, Params().integer(m_order).text(u"Which colour?"_s)), u"no_email"_s);
}

/// A note, a message and a return to stock leave the order's version as it is, and are seen all the same.
void TestCorrections::newsAreWhatHappenedSinceTheOrderWasRead()
{
    const auto news = [this](const QString &mark) { return m_store->agent("select coalesce(string_agg(id::text, ' '), '') from desk.order_news(array[$1::bigint], array[$2])", Params().integer(m_order).text(mark)); };
    const auto mark = [this] { return m_store->panel(u"agent"_s, m_order, "->>'mark'"); };
    m_store->shipOrder(m_order);
    const int seen = version();
    QString last = mark();
    QCOMPARE(news(last), QString());
    for (const auto &[login, call] : {std::pair(u"lead"_s, QByteArray("note_add(gen_random_uuid(), $1, 'x')")), {u"lead"_s, "message_send(gen_random_uuid(), $1, 'question', 'Which?')"},
                                      {u"fulfilment"_s, "stock_return(gen_random_uuid(), $1, " + QByteArray::number(seen) + ", '[{\"line_no\": 1, \"quantity\": 1}]')"}}) {
        QCOMPARE(m_store->ask(login, "select desk." + call + "->>'outcome'", Params().integer(m_order)), u"done"_s);
        QCOMPARE(version(), seen + (call.startsWith("stock_return") ? 1 : 0)); // goods that came back are a change of the order itself
        QCOMPARE(news(last), QString::number(m_order));
        last = mark();
        QCOMPARE(news(last), QString());
    }
}

void TestCorrections::newsDoNotTellOfWhatALoginDoesNotSee()
{
    const QString mark = m_store->panel(u"fulfilment"_s, m_order, "->>'mark'");
    QCOMPARE(m_store->lead("select desk.note_add(gen_random_uuid(), $1, 'x')->>'outcome'", Params().integer(m_order)), u"done"_s);
    QCOMPARE(m_store->fulfilment("select coalesce(string_agg(id::text, ' '), '') from desk.order_news(array[$1::bigint], array[$2])", Params().integer(m_order).text(mark)), QString());
    // An order that is not there reads as one that is gone.
    QCOMPARE(m_store->fulfilment("select id || coalesce(mark, ' gone') from desk.order_news(array[0::bigint], array[''])"), u"0 gone"_s);
}

void TestCorrections::invoiceIsNewsToWhoSeesMoney()
{
    const QString mark = m_store->panel(u"agent"_s, m_order, "->>'mark'");
    const QString packers = m_store->panel(u"fulfilment"_s, m_order, "->>'mark'");
    const auto news = [this](const QString &login, const QString &seen) {
        return m_store->ask(login, "select coalesce(string_agg(id::text, ' '), '') from desk.order_news(array[$1::bigint], array[$2])", Params().integer(m_order).text(seen));
    };
    QCOMPARE(m_store->lead("select desk.paper_issue(gen_random_uuid(), 'invoice', array[$1::bigint], null)->>'outcome'", Params().integer(m_order)), u"done"_s);
    QCOMPARE(news(u"agent"_s, mark), QString::number(m_order));
    QCOMPARE(news(u"fulfilment"_s, packers), QString());
}

/// A customer's old address goes with the correction, and comes back with its undoing: each one belongs to somebody.
void TestCorrections::noAddressIsLeftThatIsNobodys()
{
    const auto nobodys = [this] { return m_store->owner("select count(*)::text from store.address a where not exists (select from store.contact_point p where p.address_id = a.id)"); };
    const auto home = [this] {
        return m_store->owner("select string_agg(a.line1, ' | ') from store.orders o join store.contact_point p using (customer_id) join store.address a on a.id = p.address_id where o.id = $1", Params().integer(m_order));
    };
    QCOMPARE(nobodys(), u"0"_s);
    const QUuid command = QUuid::createUuid();
    QCOMPARE(m_store->agent("select desk.contact_fix($1, $2, $3, 'customer')->>'outcome'", Params().uuid(command).integer(m_order).json(QJsonObject{{u"shipping.line1"_s, change(u"Gartenweg 1"_s, u"Gartenweg 2"_s)}})), u"done"_s);
    QCOMPARE(home(), u"Gartenweg 2"_s);
    QCOMPARE(nobodys(), u"0"_s);
    QCOMPARE(m_store->agent("select desk.undo(gen_random_uuid(), $1)->>'outcome'", Params().uuid(command)), u"done"_s);
    QCOMPARE(home(), u"Gartenweg 1"_s);
    QCOMPARE(nobodys(), u"0"_s);
    // One that was added goes again as a whole.
    m_store->owner("delete from store.contact_point p using store.orders o where o.id = $1 and p.customer_id = o.customer_id and p.kind = 'postal'", Params().integer(m_order));
    m_store->owner("delete from store.address a where not exists (select from store.contact_point p where p.address_id = a.id)");
    const QUuid added = QUuid::createUuid();
    QCOMPARE(m_store->agent("select desk.contact_fix($1, $2, $3, 'customer')->>'outcome'", Params().uuid(added).integer(m_order).json(QJsonObject{{u"shipping.line1"_s, change(u"Gartenweg 1"_s, u"Gartenweg 3"_s)}})), u"done"_s);
    QCOMPARE(home(), u"Gartenweg 3"_s);
    QCOMPARE(m_store->agent("select desk.undo(gen_random_uuid(), $1)->>'outcome'", Params().uuid(added)), u"done"_s);
    QCOMPARE(home(), QString());
    QCOMPARE(nobodys(), u"0"_s);
}

QTEST_GUILESS_MAIN(TestCorrections)
#include "tst_corrections.moc"
