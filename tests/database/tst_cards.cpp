// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/database/storeundertest.h"

#include <QTest>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// No card number is kept: refused where staff type it, masked where it comes from outside, and impossible in a table.
class TestCards : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_store = std::make_unique<StoreUnderTest>(); }
    void cardNumbersAreKnownFromOtherNumbers_data();
    void cardNumbersAreKnownFromOtherNumbers();
    void maskingKeepsTheLastFourDigits_data();
    void maskingKeepsTheLastFourDigits();
    void staffCannotTypeOne();
    void shopsTextIsMasked();
    void tablesRefuseThem_data();
    void tablesRefuseThem();
    void documentsAreJudgedTextByText_data();
    void documentsAreJudgedTextByText();
    void settingsOfACallerDoNotBlindTheGuard();
    void everyTextColumnIsGuardedOrSaysWhyNot();
    void columnThatIsNotGuardedIsAGap();

private:
    std::unique_ptr<StoreUnderTest> m_store;
};

void TestCards::cardNumbersAreKnownFromOtherNumbers_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isCard");
    // The numbers card issuers publish for testing.
    for (const char *card : {"4111111111111111", "4111 1111 1111 1111", "4111-1111-1111-1111", "4111.1111.1111.1111", "4222222222222", "5555555555554444",
                             "2223003122003222", "378282246310005", "3782 822463 10005", "6011111111111117", "30569309025904", "3530111333300000",
                             "6200000000000005", "6304000000000000", "pay by 4012888888881881, exp 12/27", "4111 1111 1111 1111 12 27", "a 4111 1111 1111 1111 b 123",
                             "VISA4111111111111111", "visa4111 1111 1111 1111", "4111111111111111exp12/27", "4111111111111111x", "CC4111111111111111", "4111  1111  1111  1111",
                             "4111 - 1111 - 1111 - 1111", "4111/1111/1111/1111", "4111_1111_1111_1111", "4111, 1111, 1111, 1111", "4111\n1111\n1111\n1111", "4111\t1111\t1111\t1111",
                             "+4111111111111111", "+378282246310005", "4111\r\n1111\r\n1111\r\n1111"})
        QTest::newRow(card) << QString::fromUtf8(card) << true;
    QTest::newRow("full-width digits") << u"４１１１１１１１１１１１１１１１"_s << true;
    QTest::newRow("Arabic digits") << u"٤١١١ ١١١١ ١١١١ ١١١١"_s << true;
    QTest::newRow("no-break blanks and dashes") << u"4111\u00a01111\u20111111\u20131111"_s << true;
    QTest::newRow("no width between") << u"4111\u200b1111\u200b1111\u200b1111"_s << true;
    QTest::newRow("em dashes") << u"4111\u20141111\u20141111\u20141111"_s << true;
    QTest::newRow("Devanagari digits") << u"४१११ ११११ ११११ ११११"_s << true;
    QTest::newRow("mathematical digits") << u"𝟜𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙"_s << true;
    for (const char *other : {"4111111111111112", "1234567812345678", "4006381333931", "5901234123457", "+49 1520 1234567", "+4915201234567", "1Z999AA10123456784",
                              "RX123456789DE", "9400 1000 0000 0000 0000 00", "00340434161094042557", "2026-01-01 12:00:00", "#100200", "SKU4111111111111111X",
                              "411111111111111", "41111111111111111111", "", "0000000000000000",
                              "1Z4111111111111111", "YT4111111111111111", "x6011111111111117", "30569309025904x", "+4222222222222", "+49 170 1234567, +49 170 1234568",
                              "4111    1111    1111    1111", "4111|1111|1111|1111", "JJD000390007827338361", "2026-03-01 10:00, 2026-03-02 11:00"})
        QTest::newRow(other[0] ? other : "nothing") << QString::fromUtf8(other) << false;
}

void TestCards::cardNumbersAreKnownFromOtherNumbers()
{
    QFETCH(const QString, text);
    QFETCH(const bool, isCard);
    QCOMPARE(m_store->owner("select store.has_card($1)::text", Params().text(text)), isCard ? u"true"_s : u"false"_s);
}

void TestCards::maskingKeepsTheLastFourDigits_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("masked");
    QTest::newRow("alone") << u"4111111111111111"_s << u"************1111"_s;
    QTest::newRow("in a sentence") << u"Use 4111 1111 1111 1111, please."_s << u"Use **** **** **** 1111, please."_s;
    QTest::newRow("two") << u"5555-5555-5555-4444 or 378282246310005"_s << u"****-****-****-4444 or ***********0005"_s;
    QTest::newRow("beside an expiry date") << u"4111 1111 1111 1111 12 27"_s << u"**** **** **** 1111 12 27"_s;
    QTest::newRow("none") << u"Zoë 4006381333931 🎁"_s << u"Zoë 4006381333931 🎁"_s;
    QTest::newRow("after a word of another script") << u"卡号 4111111111111111 。"_s << u"卡号 ************1111 。"_s;
}

void TestCards::maskingKeepsTheLastFourDigits()
{
    QFETCH(const QString, text);
    QFETCH(const QString, masked);
    QCOMPARE(m_store->owner("select store.mask_cards($1::text)", Params().text(text)), masked);
}

void TestCards::staffCannotTypeOne()
{
    const qint64 order = m_store->placeOrder();
    QCOMPARE(m_store->agent("select desk.note_add(gen_random_uuid(), $1, 'Card 4111 1111 1111 1111')->>'reason'", Params().integer(order)), u"card_number"_s);
    QCOMPARE(m_store->agent("select desk.hold_place(gen_random_uuid(), array[$1]::bigint[], '{1}', 'payment', '4111111111111111')->>'reason'", Params().integer(order)), u"card_number"_s);
    QCOMPARE(m_store->agent("select desk.saved_view_save(gen_random_uuid(), null, 'orders', 'x', '{\"query\": {\"text\": \"4111111111111111\"}}', false, null)->>'reason'"), u"card_number"_s);
    QCOMPARE(m_store->owner("select count(*)::text from store.note where order_id = $1", Params().integer(order)), u"0"_s);
}

void TestCards::shopsTextIsMasked()
{
    const QByteArray order = R"({"name": "Ann 4111 1111 1111 1111", "email": "ann@example.com", "currency": "EUR", "note": "my card: 5555555555554444",
        "lines": [{"title": "Mug", "quantity": 1, "price_minor": 100}]})";
    QCOMPARE(m_store->site("select site.place_order(gen_random_uuid(), $1)->>'masked'", Params().rawJson(order)), u"true"_s);
    QCOMPARE(m_store->owner("select customer_name from store.orders where email_key = 'ann@example.com'"), u"Ann **** **** **** 1111"_s);
    QCOMPARE(m_store->owner("select body from store.note order by id desc limit 1"), u"my card: ************4444"_s);
}

void TestCards::tablesRefuseThem_data()
{
    QTest::addColumn<QByteArray>("statement");
    QTest::newRow("note") << QByteArray("insert into store.note (order_id, body) select id, '4111111111111111' from store.orders limit 1");
    QTest::newRow("customer") << QByteArray("update store.customer set name = 'x 4111111111111111'");
    QTest::newRow("order") << QByteArray("update store.orders set cancel_reason = '4111 1111 1111 1111'");
    QTest::newRow("address") << QByteArray("insert into store.order_address (line2) values ('4111 1111 1111 1111')");
    QTest::newRow("line") << QByteArray("update store.order_line set title = '4111111111111111'");
    QTest::newRow("contact point") << QByteArray("update store.contact_point set value = '4111111111111111'");
    QTest::newRow("payment") << QByteArray("insert into store.payment (order_id, payment_no, kind, amount_minor, at, reference) select id, 9, 'captured', 1, now(), '4111111111111111' from store.orders limit 1");
    QTest::newRow("order number") << QByteArray("update store.orders set number = '#4111111111111111'");
    QTest::newRow("number of the source") << QByteArray("update store.orders set source_number = '4111111111111111'");
    QTest::newRow("source") << QByteArray("update store.orders set source = '4111111111111111'");
    QTest::newRow("article") << QByteArray("update store.order_line set sku = '4111111111111111'");
    QTest::newRow("product") << QByteArray("insert into store.product (sku, title, price_minor, currency) values ('x', '4111111111111111', 1, 'EUR')");
    QTest::newRow("answer") << QByteArray("insert into store.command (id, actor, verb, digest, result) values (gen_random_uuid(), 'x', 'x', '', '{\"a\": \"4111111111111111\"}')");
    QTest::newRow("columns of an export") << QByteArray("insert into store.export_run (staff_id, desk, query, columns, format) select id, 'orders', '{}', '{4111111111111111}', 'csv' from store.staff limit 1");
    QTest::newRow("after an escaped line break") << QByteArray("insert into mailroom.outbox (command_id, message_class, body) values (gen_random_uuid(), 'privacy', '{\"text\": \"x\\n4111111111111111\"}')");
    QTest::newRow("outbox") << QByteArray("insert into mailroom.outbox (command_id, message_class, body) values (gen_random_uuid(), 'privacy', '{\"text\": \"4111111111111111\"}')");
}

void TestCards::tablesRefuseThem()
{
    QFETCH(const QByteArray, statement);
    m_store->placeOrder();
    QCOMPARE(m_store->owner(statement), u"<23514>"_s);
}

void TestCards::documentsAreJudgedTextByText_data()
{
    QTest::addColumn<QByteArray>("document");
    QTest::addColumn<bool>("isCard");
    for (const char *document : {R"({"a": "x\n4111111111111111"})", R"({"a": ["x", {"b": "\t4111111111111111"}]})", R"({"4111111111111111": 1})", R"({"a": 4111111111111111})",
                                 R"({"a": "4111\u000b1111\n1111\r1111"})", R"({"a": "\\\n4111111111111111"})", R"({"a": "\\n4111111111111111"})", R"("4111111111111111")"})
        QTest::newRow(document) << QByteArray(document) << true;
    for (const char *document : {R"({"a": [4111, 1111, 1111, 1111]})", R"({"a": "4111", "b": "111111111111"})", R"({"a": "4111\u00011111\u00011111\u00011111"})", "{}", "[]", "null",
                                 R"({"at": "2026-03-01T10:00:00.000Z", "ids": [1000000000000, 1000000000001]})"})
        QTest::newRow(document) << QByteArray(document) << false;
}

void TestCards::documentsAreJudgedTextByText()
{
    QFETCH(const QByteArray, document);
    QFETCH(const bool, isCard);
    QCOMPARE(m_store->owner("select store.has_card($1::jsonb)::text", Params().rawJson(document)), isCard ? u"true"_s : u"false"_s);
    QCOMPARE(m_store->owner("select store.has_card(store.mask_cards($1::jsonb))::text", Params().rawJson(document)), u"false"_s);
    QCOMPARE(m_store->owner("select (store.mask_cards($1::jsonb) <> $1::jsonb)::text", Params().rawJson(document)), isCard ? u"true"_s : u"false"_s);
    const QByteArray view = R"({"query": {}, "more": )" + document + '}';
    QCOMPARE(m_store->agent("select desk.saved_view_save(gen_random_uuid(), null, 'orders', gen_random_uuid()::text, $1, false, null)->>'reason'", Params().rawJson(view)), isCard ? u"card_number"_s : QString());
}

void TestCards::settingsOfACallerDoNotBlindTheGuard()
{
    const qint64 order = m_store->placeOrder();
    const auto connection = m_store->connect(u"agent"_s);
    for (const QByteArray &setting : {"set standard_conforming_strings = off"_ba, "set backslash_quote = off"_ba})
        (void)connection->query({u"test/setting"_s, setting});
    for (const QString &card : {u"4111 1111 1111 1111"_s, u"4012888888881881"_s, u"VISA5555555555554444"_s}) {
        const auto answer = connection->query({u"test/note"_s, "select desk.note_add(gen_random_uuid(), $1, $2)->>'reason' as why"}, Params().integer(order).text(card));
        QVERIFY(answer);
        QCOMPARE(answer->text(0, "why"), u"card_number"_s);
    }
}

void TestCards::everyTextColumnIsGuardedOrSaysWhyNot()
{
    QCOMPARE(m_store->owner("select string_agg(column_name, ', ') from store.card_guard_gaps()"), QString());
    // What is let off exists, says why, and is not guarded all the same.
    QCOMPARE(m_store->owner("select string_agg(u.column_name, ', ') from store.unguarded_columns() u where length(u.reason) < 10 "
                            "or not exists (select from store.text_columns() t where t.relation || '.' || t.name = u.column_name)"), QString());
    QVERIFY(m_store->owner("select count(*)::text from store.unguarded_columns()").toInt() < 50);
}

void TestCards::columnThatIsNotGuardedIsAGap()
{
    const StoreUnderTest store;
    store.owner("create table store.novelty (id bigint, remark text)");
    store.owner("alter table store.hold add column remark jsonb");
    QCOMPARE(store.owner("select string_agg(column_name, ', ' order by column_name) from store.card_guard_gaps()"), u"store.hold.remark, store.novelty.remark"_s);
    store.owner("call store.guard_cards()");
    QCOMPARE(store.owner("select count(*)::text from store.card_guard_gaps()"), u"0"_s);
    QCOMPARE(store.owner("insert into store.novelty values (1, 'Visa 4111 1111 1111 1111')"), u"<23514>"_s);
    store.owner("drop trigger card_guard on store.note");
    QCOMPARE(store.owner("select string_agg(column_name, ', ') from store.card_guard_gaps()"), u"store.note.body"_s);
}

QTEST_GUILESS_MAIN(TestCards)
#include "tst_cards.moc"
