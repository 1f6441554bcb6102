// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/orderpanelreader.h"
#include "models/orders/orderrepository.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <algorithm>

using namespace Steward;
using namespace Qt::StringLiterals;

/// What an order's page answers is read whole: each event says what it was about, and each correction what stood there before.
class TestTimeline : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eventSaysWhatItWasAbout_data();
    void eventSaysWhatItWasAbout();
    void changeWithoutEventIsToldOnce();
    void newestIsFirst();
    void whatIsNotShownToTheReaderIsNotMadeUp();
    void whatLeavesAndPapersAreRead();
    void undoneCorrectionSaysWhatStandsThereAgain();
    void owedIsWhatNobodyHasPaidOut();
};

namespace {

/// An order's page as the store answers it, with one of everything that its timeline tells.
QJsonObject page()
{
    QJsonParseError error;
    const QJsonObject page = QJsonDocument::fromJson(R"({
        "order": {"id": 7, "currency": "EUR", "number": "#7"},
        "lines": [{"id": 1, "title": "Mug", "quantity": 3}, {"id": 2, "title": "Spoon %1", "quantity": 1}],
        "payments": [{"id": 1, "amount_minor": 4200, "processor": "paypal", "reference": "CAP1"}],
        "shipments": [{"id": 1, "carrier": "DHL", "tracking": "RX12", "actor": "Ada", "tracking_url": "https://example.com/RX12", "void": {"allowed": false, "why": "parcel_returned"},
            "lines": [{"title": "Mug", "quantity": 2}]}],
        "refunds": [{"id": 1, "amount_minor": 500, "reason": "chipped", "status": "done", "by_hand": true, "paid_at": "2026-03-01T09:24:00+00:00", "paid_by": "Ben"},
            {"id": 2, "amount_minor": 250, "reason": "", "status": "done", "by_hand": true, "paid_at": null, "paid_by": null},
            {"id": 3, "amount_minor": 100, "reason": "", "status": "withdrawn", "by_hand": true, "paid_at": null},
            {"id": 4, "amount_minor": 100, "reason": "", "status": "requested", "by_hand": false}],
        "holds": [{"id": 3, "reason": "address", "note": "no house number"}],
        "papers": [{"kind": "invoice", "number": "INV-9", "issued_at": "2026-03-01T10:00:00+00:00"}],
        "outbox": [{"kind": "message", "template": "question", "state": "waiting", "text": "Which colour?", "actor": "Ada", "attempts": 2, "last_error": "smtp_450",
            "created_at": "2026-03-01T10:00:00+00:00", "not_before": "2026-03-01T10:10:00+00:00"}],
        "notes": [{"body": "called back", "author": "Ada", "at": "2026-03-01T09:30:00+00:00"}],
        "changes": [
            {"field": "phone", "old": "030 1", "new": "030 2", "command_id": "c1", "actor": "Ada", "at": "2026-03-01T09:10:00+00:00"},
            {"field": "shipping.postal_code", "old": "", "new": "10115", "command_id": "c1", "actor": "Ada", "at": "2026-03-01T09:10:00+00:00"},
            {"field": "tags", "old": ["gift"], "new": ["gift", "vip"], "command_id": "c2", "actor": "Ben", "at": "2026-03-01T09:11:00+00:00"},
            {"field": "money", "old": {"total_minor": 4200}, "new": {"total_minor": 5200}, "command_id": "c3", "actor": "Ada", "at": "2026-03-01T09:12:00+00:00"},
            {"field": "lines", "old": [{"line_no": 1, "title": "Mug", "quantity": 2, "price_minor": 1000}, {"line_no": 4, "title": "Lid", "quantity": 1, "price_minor": 100}],
                "new": [{"line_no": 1, "title": "Mug", "quantity": 3, "price_minor": 1000}, {"line_no": 2, "title": "Spoon %1", "quantity": 1, "price_minor": 200}],
                "command_id": "c3", "actor": "Ada", "at": "2026-03-01T09:12:00+00:00"},
            {"field": "parcel", "old": {"shipment_no": 1, "carrier": "", "tracking": "RX11"}, "new": {"shipment_no": 1, "carrier": "DHL", "tracking": "RX12"},
                "command_id": "c4", "actor": "Ben", "at": "2026-03-01T09:24:00+00:00"}],
        "events": [
            {"kind": "contact_corrected", "actor": "Ada", "at": "2026-03-01T09:10:00+00:00", "command_id": "c1", "detail": {"fields": ["phone"]}},
            {"kind": "lines_changed", "actor": "Ada", "at": "2026-03-01T09:12:00+00:00", "command_id": "c3", "detail": {}},
            {"kind": "assigned", "actor": "Ada", "at": "2026-03-01T09:13:00+00:00", "detail": {"staff_id": 5, "assignee": "Ben"}},
            {"kind": "hold_placed", "actor": "Ada", "at": "2026-03-01T09:14:00+00:00", "detail": {"hold_id": 3, "reason": "address"}},
            {"kind": "hold_released", "actor": "Ben", "at": "2026-03-01T09:15:00+00:00", "detail": {"hold_ids": [3]}},
            {"kind": "stock_returned", "actor": "Ben", "at": "2026-03-01T09:16:00+00:00", "detail": {"lines": [{"line_no": 2, "quantity": 1}]}},
            {"kind": "undone", "actor": "Ben", "at": "2026-03-01T09:17:00+00:00", "detail": {"verb": "tag"}},
            {"kind": "disclosed", "actor": "Ben", "at": "2026-03-01T09:18:00+00:00", "detail": {"party": "dhl", "party_name": "DHL Paket"}},
            {"kind": "invoice_issued", "actor": "Ben", "at": "2026-03-01T09:19:00+00:00", "detail": {"number": "INV-9"}},
            {"kind": "payment_captured", "actor": "shop", "at": "2026-03-01T09:20:00+00:00", "detail": {"payment_no": 1}},
            {"kind": "refunded", "actor": "Ben", "at": "2026-03-01T09:21:00+00:00", "detail": {"refund_no": 1}},
            {"kind": "refund_paid", "actor": "Ben", "at": "2026-03-01T09:24:00+00:00", "command_id": "c4", "detail": {"refund_no": 1}},
            {"kind": "shipped", "actor": "Ben", "at": "2026-03-01T09:22:00+00:00", "detail": {"shipment_no": 1}},
            {"kind": "cancelled", "actor": "Ben", "at": "2026-03-01T09:23:00+00:00", "detail": {"reason": "stock"}},
            {"kind": "parcel_fixed", "actor": "Ben", "at": "2026-03-01T09:24:00+00:00", "command_id": "c4", "detail": {"shipment_no": 1}},
            {"kind": "parcel_voided", "actor": "Ben", "at": "2026-03-01T09:25:00+00:00", "command_id": "c5", "detail": {"shipment_no": 1}}]
    })", &error).object();
    Q_ASSERT_X(error.error == QJsonParseError::NoError, "page", qPrintable(error.errorString()));
    return page;
}

} // namespace

void TestTimeline::eventSaysWhatItWasAbout_data()
{
    using Kind = TimelineEntry::Kind;
    QTest::addColumn<QString>("word");
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<QString>("body");
    QTest::newRow("note") << u"note"_s << Kind::Note << u"called back"_s;
    QTest::newRow("contact") << u"contact_corrected"_s << Kind::Correction << u"Phone: 030 2 (before: 030 1)\nShipping address, Postal code: 10115 (before: nothing)"_s;
    QTest::newRow("tags") << u"tags_changed"_s << Kind::Correction << u"Tags: gift, vip (before: gift)"_s;
    const auto money = [](qint64 minor) { return Money{minor, u"EUR"_s}.toText(); };
    QTest::newRow("lines") << u"lines_changed"_s << Kind::Correction
                           << QStringList{u"Total: "_s + money(5200) + u" (before: "_s + money(4200) + u')', u"3 × Mug at "_s + money(1000) + u" (before: 2 × Mug at "_s + money(1000) + u')',
                                          u"Added: 1 × Spoon %1 at "_s + money(200), u"Taken out: 1 × Lid at "_s + money(100)}.join(u'\n');
    QTest::newRow("assigned") << u"assigned"_s << Kind::Handling << u"Ben"_s;
    QTest::newRow("hold") << u"hold_placed"_s << Kind::Handling << u"Address to be checked\nno house number"_s;
    QTest::newRow("release") << u"hold_released"_s << Kind::Handling << u"Address to be checked"_s;
    QTest::newRow("stock") << u"stock_returned"_s << Kind::Goods << u"1 × Spoon %1"_s;
    QTest::newRow("undone") << u"undone"_s << Kind::Handling << u"A change of tags"_s;
    QTest::newRow("disclosed") << u"disclosed"_s << Kind::Goods << u"DHL Paket"_s;
    QTest::newRow("invoice") << u"invoice_issued"_s << Kind::Money << u"INV-9"_s;
    QTest::newRow("payment") << u"payment_captured"_s << Kind::Money << money(4200) + u" · paypal · CAP1"_s;
    QTest::newRow("refund") << u"refunded"_s << Kind::Money << money(500) + u" · chipped"_s;
    QTest::newRow("paid out by hand") << u"refund_paid"_s << Kind::Money << money(500);
    QTest::newRow("shipped") << u"shipped"_s << Kind::Goods << u"DHL · RX12\n2 × Mug"_s;
    QTest::newRow("parcel corrected") << u"parcel_fixed"_s << Kind::Goods << u"2 × Mug\nCarrier: DHL (before: nothing)\nTracking number: RX12 (before: RX11)"_s;
    QTest::newRow("parcel taken back") << u"parcel_voided"_s << Kind::Goods << u"DHL · RX12\n2 × Mug"_s;
    QTest::newRow("cancelled") << u"cancelled"_s << Kind::Handling << u"Out of stock"_s;
}

void TestTimeline::eventSaysWhatItWasAbout()
{
    QFETCH(const QString, word);
    QFETCH(const TimelineEntry::Kind, kind);
    QFETCH(const QString, body);
    const QList<TimelineEntry> timeline = readOrderPanel(page(), u"lead"_s).timeline;
    const auto entry = std::ranges::find(timeline, word, &TimelineEntry::word);
    QVERIFY(entry != timeline.end());
    QCOMPARE(entry->body, body);
    QCOMPARE(entry->kind, kind);
}

void TestTimeline::changeWithoutEventIsToldOnce()
{
    const QList<TimelineEntry> timeline = readOrderPanel(page(), u"lead"_s).timeline;
    QCOMPARE(timeline.size(), 1 + 16 + 1);
    const auto tags = std::ranges::find(timeline, u"tags_changed"_s, &TimelineEntry::word);
    QCOMPARE(tags->actor, u"Ben"_s);
    QCOMPARE(tags->at, QDateTime(QDate(2026, 3, 1), QTime(9, 11), Qt::UTC));
}

void TestTimeline::newestIsFirst()
{
    const QList<TimelineEntry> timeline = readOrderPanel(page(), u"lead"_s).timeline;
    QVERIFY(std::ranges::is_sorted(timeline, std::greater(), &TimelineEntry::at));
}

void TestTimeline::whatIsNotShownToTheReaderIsNotMadeUp()
{
    QJsonObject poor = page();
    for (const QString &part : {u"payments"_s, u"refunds"_s, u"shipments"_s, u"holds"_s, u"changes"_s})
        poor.remove(part);
    for (const TimelineEntry &entry : readOrderPanel(poor, u"lead"_s).timeline) {
        if (entry.word == u"payment_captured" || entry.word == u"refunded" || entry.word == u"refund_paid" || entry.word == u"shipped" || entry.word == u"parcel_fixed" || entry.word == u"contact_corrected" || entry.word == u"hold_released")
            QCOMPARE(entry.body, QString());
    }
}

void TestTimeline::whatLeavesAndPapersAreRead()
{
    const OrderPanel order = readOrderPanel(page(), u"lead"_s);
    QCOMPARE(order.outbox.size(), 1);
    const OutboxItem &item = order.outbox.first();
    QCOMPARE(QStringList({item.kind, item.messageTemplate, item.state, item.text, item.actor, item.lastError}),
             QStringList({u"message"_s, u"question"_s, u"waiting"_s, u"Which colour?"_s, u"Ada"_s, u"smtp_450"_s}));
    QCOMPARE(item.attempts, 2);
    QCOMPARE(item.notBefore, QDateTime(QDate(2026, 3, 1), QTime(10, 10), Qt::UTC));
    QCOMPARE(order.papers.size(), 1);
    QCOMPARE(order.papers.first().number, u"INV-9"_s);
    QCOMPARE(order.shipments.first().trackingUrl, u"https://example.com/RX12"_s);
    QCOMPARE(order.shipments.first().actor, u"Ada"_s);
    QCOMPARE(order.shipments.first().no, 1);
    QVERIFY(!order.shipments.first().takeBack.allowed);
    QCOMPARE(order.shipments.first().takeBack.why, u"parcel_returned"_s);
}

void TestTimeline::undoneCorrectionSaysWhatStandsThereAgain()
{
    const QJsonObject event{{u"kind"_s, u"undone"_s}, {u"at"_s, u"2026-03-01T09:30:00+00:00"_s}, {u"command_id"_s, u"c9"_s}, {u"detail"_s, QJsonObject{{u"verb"_s, u"parcel_fix"_s}}}};
    const QJsonObject change{{u"field"_s, u"parcel"_s}, {u"at"_s, u"2026-03-01T09:30:00+00:00"_s}, {u"command_id"_s, u"c9"_s},
                             {u"old"_s, QJsonObject{{u"shipment_no"_s, 1}, {u"carrier"_s, u"DHL"_s}, {u"tracking"_s, u"RX12"_s}}},
                             {u"new"_s, QJsonObject{{u"shipment_no"_s, 1}, {u"carrier"_s, u"DHL"_s}, {u"tracking"_s, u"RX11"_s}}}};
    const QJsonObject panel{{u"events"_s, QJsonArray{event}}, {u"changes"_s, QJsonArray{change}}};
    const QList<TimelineEntry> timeline = readOrderPanel(panel, u"lead"_s).timeline;
    QCOMPARE(timeline.size(), 1);
    QCOMPARE(timeline.first().body, u"A correction of a parcel\nTracking number: RX11 (before: RX12)"_s);
}

void TestTimeline::owedIsWhatNobodyHasPaidOut()
{
    QStringList owed;
    const OrderPanel order = readOrderPanel(page(), u"lead"_s);
    for (const OrderRefund &refund : order.refunds)
        owed.append(u"%1 %2"_s.arg(QString::number(refund.no), refund.isOwed() ? u"owed"_s : u"not owed"_s));
    QCOMPARE(owed, (QStringList{u"1 not owed"_s, u"2 owed"_s, u"3 not owed"_s, u"4 not owed"_s}));
    QCOMPARE(order.refunds.first().paidAt, QDateTime(QDate(2026, 3, 1), QTime(9, 24), Qt::UTC));
    QCOMPARE(order.refunds.first().paidBy, u"Ben"_s);
    QCOMPARE(orderEventText(u"refund_paid"_s), u"Paid out by hand"_s);
}

QTEST_GUILESS_MAIN(TestTimeline)
#include "tst_timeline.moc"
