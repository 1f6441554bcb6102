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
                             "6200000000000005", "6304000000000000", "pay by 4012888888881881, exp 12/27", "4111 1111 1111 1111 12 27", "a 4111 1111 1111 1111 b 123"})
        QTest::newRow(card) << QString::fromUtf8(card) << true;
    QTest::newRow("full-width digits") << u"４１１１１１１１１１１１１１１１"_s << true;
    QTest::newRow("Arabic digits") << u"٤١١١ ١١١١ ١١١١ ١١١١"_s << true;
    QTest::newRow("no-break blanks and dashes") << u"4111\u00a01111\u20111111\u20131111"_s << true;
    for (const char *other : {"4111111111111112", "1234567812345678", "4006381333931", "5901234123457", "+49 1520 1234567", "+4915201234567", "1Z999AA10123456784",
                              "RX123456789DE", "9400 1000 0000 0000 0000 00", "00340434161094042557", "2026-01-01 12:00:00", "#100200", "SKU4111111111111111X",
                              "411111111111111", "41111111111111111111", "", "0000000000000000"})
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
    QTest::newRow("outbox") << QByteArray("insert into mailroom.outbox (command_id, message_class, body) values (gen_random_uuid(), 'privacy', '{\"text\": \"4111111111111111\"}')");
}

void TestCards::tablesRefuseThem()
{
    QFETCH(const QByteArray, statement);
    m_store->placeOrder();
    QCOMPARE(m_store->owner(statement), u"<23514>"_s);
}

QTEST_GUILESS_MAIN(TestCards)
#include "tst_cards.moc"
