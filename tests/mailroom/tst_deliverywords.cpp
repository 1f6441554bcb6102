// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/orderpanelreader.h"
#include "models/orders/orderrepository.h"

#include <QJsonArray>
#include <QTest>

using namespace Steward;
using namespace Qt::StringLiterals;

/// What staff read on an order of what was handed over, or was not.
class TestDeliveryWords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void timelineTells_data();
    void timelineTells();
    void adviceIsWhatCanBeDone_data();
    void adviceIsWhatCanBeDone();
};

void TestDeliveryWords::timelineTells_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QJsonObject>("detail");
    QTest::addColumn<QString>("said");
    QTest::newRow("sent") << u"message_sent"_s << QJsonObject{{u"template"_s, u"shipped"_s}} << u"Message sent: What was shipped"_s;
    QTest::newRow("not sent") << u"message_failed"_s << QJsonObject{{u"template"_s, u"refunded"_s}, {u"reason"_s, u"no_email"_s}}
                              << u"Message not sent: What was refunded\nThe order has no e-mail address to write to."_s;
    QTest::newRow("nobody there") << u"message_failed"_s << QJsonObject{{u"template"_s, u"shipped"_s}, {u"reason"_s, u"smtp_550_5_1_1"_s}}
                                  << u"Message not sent: What was shipped\nThe mail server does not take messages to this address."_s;
    QTest::newRow("queued") << u"message_queued"_s << QJsonObject{{u"template"_s, u"question"_s}} << u"Message to the customer: A question about the order"_s;
    QTest::newRow("paid out") << u"refund_done"_s << QJsonObject{{u"refund_no"_s, 1}} << u"Refund paid out by the processor: "_s;
    QTest::newRow("refused") << u"refund_failed"_s << QJsonObject{{u"refund_no"_s, 1}, {u"reason"_s, u"paypal_SOMETHING_NEW"_s}}
                             << u"Refund refused by the processor, nothing was paid out: The other side’s word for it: paypal_SOMETHING_NEW."_s;
    QTest::newRow("stuck") << u"refund_stuck"_s << QJsonObject{{u"reason"_s, u"too_late_to_repeat"_s}}
                           << u"Refund without an answer: somebody has to look at the processor’s site: The processor never answered, and by now may have forgotten that it was asked."_s;
    QTest::newRow("others say what they were about") << u"cancelled"_s << QJsonObject{{u"reason"_s, u"stock"_s}} << u"Cancelled: Out of stock"_s;
}

void TestDeliveryWords::timelineTells()
{
    QFETCH(const QString, kind);
    QFETCH(const QJsonObject, detail);
    QFETCH(const QString, said);
    const QJsonObject event{{u"kind"_s, kind}, {u"actor"_s, u"deliver"_s}, {u"at"_s, u"2026-03-01T09:00:00+00:00"_s}, {u"detail"_s, detail}};
    const OrderPanel panel = readOrderPanel({{u"events"_s, QJsonArray{event}}}, u"lead"_s);
    QCOMPARE(panel.timeline.size(), 1);
    QCOMPARE(orderEventText(panel.timeline.first().word) + u": "_s + panel.timeline.first().body, said);
}

void TestDeliveryWords::adviceIsWhatCanBeDone_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("error");
    QTest::addColumn<QString>("state");
    QTest::addColumn<QString>("status");
    QTest::addColumn<QString>("said");
    const QString another = u"The contact data of a finished order stays as it is, so tell the customer another way."_s;
    QTest::newRow("confirmation") << u"confirmation"_s << u"bad_address"_s << u"dead"_s << u"unfulfilled"_s << u"Correct the address, then send the confirmation again."_s;
    QTest::newRow("question") << u"question"_s << u"smtp_550_5_1_1"_s << u"dead"_s << u"on_hold"_s << u"Correct the address, then ask the customer again."_s;
    QTest::newRow("sent by the server alone") << u"shipped"_s << u"smtp_550_5_1_1"_s << u"dead"_s << u"partially_fulfilled"_s
                                              << u"Correct the address. Then whoever looks after the store’s server sends it again, with “stewardctl deliver retry”."_s;
    QTest::newRow("shipped") << u"shipped"_s << u"bad_address"_s << u"dead"_s << u"fulfilled"_s << another;
    QTest::newRow("question about a cancelled one") << u"question"_s << u"smtp_550"_s << u"dead"_s << u"cancelled"_s << another;
    QTest::newRow("about the sender") << u"question"_s << u"smtp_550_5_7_1"_s << u"dead"_s << u"unfulfilled"_s << QString();
    QTest::newRow("tried again by itself") << u"question"_s << u"smtp_550"_s << u"waiting"_s << u"unfulfilled"_s << QString();
}

void TestDeliveryWords::adviceIsWhatCanBeDone()
{
    QFETCH(const QString, name);
    QFETCH(const QString, error);
    QFETCH(const QString, state);
    QFETCH(const QString, status);
    QFETCH(const QString, said);
    QCOMPARE(deliveryAdviceText(OutboxItem{u"message"_s, name, state, {}, {}, error, 1, {}, {}, {}}, status), said);
}

QTEST_GUILESS_MAIN(TestDeliveryWords)
#include "tst_deliverywords.moc"
