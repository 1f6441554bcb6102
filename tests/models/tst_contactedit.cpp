// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/contactedit.h"
#include "models/orders/order.h"
#include "models/orders/orderdifferences.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Steward;
using namespace Qt::StringLiterals;

/// Contact data that two people correct: what was typed is never lost, and nobody's word is overwritten unseen.
class TestContactEdit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyWhatWasTypedIsSent();
    void whatWasNotTypedFollows();
    void sameFieldWaitsForADecision();
    void decisionOnTheirsSendsNothing();
    void contestedAgainKeepsTheOriginal();
    void bothMeantTheSame();
    void restoredEditSeesWhatHappenedMeanwhile();
    void nothingTypedIsEverLost();
    void reasonsAreTheStores_data();
    void reasonsAreTheStores();
    void differencesAreSaidInWords();
    void tagsNotesAndWhoseItIsAreAside();
    void changeThatBarsIsNeverSaidWithNothing();

private:
    static ContactData seen() { return {{u"email"_s, u"a@example.com"_s}, {u"phone"_s, u"+49 1"_s}, {u"shipping.city"_s, u"Bonn"_s}}; }
};

void TestContactEdit::onlyWhatWasTypedIsSent()
{
    ContactEdit edit(seen());
    edit.set(u"phone"_s, u"+49 2"_s);
    edit.set(u"email"_s, u"b@example.com"_s);
    edit.set(u"email"_s, u"a@example.com"_s); // and back again
    QCOMPARE(edit.changes(), (QList<ContactChange>{{u"phone"_s, u"+49 1"_s, u"+49 2"_s}}));
}

void TestContactEdit::whatWasNotTypedFollows()
{
    ContactEdit edit(seen());
    edit.set(u"phone"_s, u"+49 2"_s);
    ContactData now = seen();
    now.insert(u"shipping.city"_s, u"Köln"_s);
    QCOMPARE(edit.rebase(now), QStringList());
    QCOMPARE(edit.value(u"shipping.city"_s), u"Köln"_s);
    QCOMPARE(edit.changes().size(), 1);
}

void TestContactEdit::sameFieldWaitsForADecision()
{
    ContactEdit edit(seen());
    edit.set(u"phone"_s, u"+49 2"_s);
    ContactData now = seen();
    now.insert(u"phone"_s, u"+49 3"_s);
    QCOMPARE(edit.rebase(now), QStringList{u"phone"_s});
    QCOMPARE(edit.undecided(), QStringList{u"phone"_s});
    QCOMPARE(edit.mine(u"phone"_s), u"+49 2"_s);
    QCOMPARE(edit.theirs(u"phone"_s), u"+49 3"_s);
    QCOMPARE(edit.original(u"phone"_s), u"+49 1"_s);
    edit.set(u"phone"_s, edit.mine(u"phone"_s));
    QCOMPARE(edit.undecided(), QStringList());
    QCOMPARE(edit.changes(), (QList<ContactChange>{{u"phone"_s, u"+49 3"_s, u"+49 2"_s}}));
}

void TestContactEdit::decisionOnTheirsSendsNothing()
{
    ContactEdit edit(seen());
    edit.set(u"phone"_s, u"+49 2"_s);
    ContactData now = seen();
    now.insert(u"phone"_s, u"+49 3"_s);
    edit.rebase(now);
    edit.set(u"phone"_s, edit.theirs(u"phone"_s));
    QVERIFY(edit.changes().isEmpty());
    // And it can still be decided otherwise.
    edit.set(u"phone"_s, edit.original(u"phone"_s));
    QCOMPARE(edit.changes(), (QList<ContactChange>{{u"phone"_s, u"+49 3"_s, u"+49 1"_s}}));
}

void TestContactEdit::contestedAgainKeepsTheOriginal()
{
    ContactEdit edit(seen());
    edit.set(u"phone"_s, u"+49 2"_s);
    ContactData now = seen();
    for (const QString &theirs : {u"+49 3"_s, u"+49 4"_s}) {
        now.insert(u"phone"_s, theirs);
        edit.rebase(now);
        QCOMPARE(edit.undecided(), QStringList{u"phone"_s});
        edit.set(u"phone"_s, u"+49 2"_s);
    }
    QCOMPARE(edit.original(u"phone"_s), u"+49 1"_s);
    QCOMPARE(edit.theirs(u"phone"_s), u"+49 4"_s);
}

void TestContactEdit::bothMeantTheSame()
{
    ContactEdit edit(seen());
    edit.set(u"phone"_s, u"+49 2"_s);
    ContactData now = seen();
    now.insert(u"phone"_s, u"+49 2"_s);
    QCOMPARE(edit.rebase(now), QStringList());
    QVERIFY(edit.changes().isEmpty());
}

void TestContactEdit::restoredEditSeesWhatHappenedMeanwhile()
{
    ContactEdit edit(seen());
    edit.set(u"phone"_s, u"+49 2"_s);
    edit.set(u"email"_s, u"b@example.com"_s);
    ContactData now = seen();
    now.insert(u"phone"_s, u"+49 3"_s);
    ContactEdit later(now);
    later.restore(edit.typed());
    QCOMPARE(later.undecided(), QStringList{u"phone"_s});
    QCOMPARE(later.mine(u"phone"_s), u"+49 2"_s);
    QCOMPARE(later.value(u"email"_s), u"b@example.com"_s);
    // Kept once more before anything was decided, it is still contested.
    ContactEdit again(now);
    again.restore(later.typed());
    QCOMPARE(again.undecided(), QStringList{u"phone"_s});
    QCOMPARE(again.original(u"phone"_s), u"+49 1"_s);
}

/// Whatever others do between, each field ends as what was typed last or, typed never, as the order has it.
void TestContactEdit::nothingTypedIsEverLost()
{
    const quint32 seed = QRandomGenerator::system()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    const QStringList fields = contactFields();
    for (int round = 0; round < 300; ++round) {
        ContactData now, typed;
        for (const QString &field : fields)
            now.insert(field, QString::number(random.bounded(3)));
        ContactEdit edit(now);
        for (int step = 0; step < 30; ++step) {
            const QString field = fields.at(random.bounded(int(fields.size())));
            const QString value = QString::number(random.bounded(3));
            if (random.bounded(2)) {
                edit.set(field, value);
                typed.insert(field, value);
            } else {
                // Typed as it stands in the order, it is nobody's correction.
                if (typed.value(field) == now.value(field))
                    typed.remove(field);
                now.insert(field, value);
                edit.rebase(now);
            }
        }
        for (const QString &field : fields) {
            const QString wanted = typed.contains(field) ? typed.value(field) : now.value(field);
            QCOMPARE(edit.value(field), wanted);
        }
        // What goes out was decided against what the order has now.
        for (const ContactChange &change : edit.changes())
            QCOMPARE(change.from, now.value(change.field));
    }
}

void TestContactEdit::reasonsAreTheStores_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("reason");
    QTest::newRow("no mail") << u"email"_s << u"hans at example"_s << u"bad_email"_s;
    QTest::newRow("no e-mail at all") << u"email"_s << QString() << QString();
    QTest::newRow("no name") << u"customer_name"_s << u"  "_s << u"bad_name"_s;
    QTest::newRow("no phone") << u"phone"_s << u"call me"_s << u"bad_phone"_s;
    QTest::newRow("other digits") << u"phone"_s << u"٠٠٤٩"_s << QString();
    QTest::newRow("line break") << u"shipping.line1"_s << u"a\nb"_s << u"bad_address"_s;
    QTest::newRow("too long") << u"billing.city"_s << QString(301, u'x') << u"bad_address"_s;
    QTest::newRow("well") << u"shipping.line1"_s << u"Weg 9"_s << QString();
}

void TestContactEdit::reasonsAreTheStores()
{
    QFETCH(const QString, field);
    QFETCH(const QString, value);
    QFETCH(const QString, reason);
    QCOMPARE(contactReason({{field, {}, value}}), reason);
}

void TestContactEdit::differencesAreSaidInWords()
{
    OrderPanel before;
    before.currency = u"EUR"_s;
    before.paymentStatus = u"paid"_s;
    before.fulfilmentStatus = u"unfulfilled"_s;
    before.phone = u"+49 1"_s;
    before.lines.append({1, {}, u"Mug"_s, 2, 0, 0, 2, 0, {}, {}, {}, {}, 0});
    QCOMPARE(orderDifferences(before, before), QStringList());
    OrderPanel now = before;
    now.fulfilmentStatus = u"partially_fulfilled"_s;
    now.lines.first().shipped = 1;
    now.phone = u"+49 2"_s;
    now.tags = {u"gift"_s};
    now.timeline.append({TimelineEntry::Kind::Note, u"note"_s, u"Ann"_s, u"Called."_s, QDateTime::currentDateTimeUtc()});
    const QString told = orderDifferences(before, now).join(u'\n');
    OrderRefund refund;
    refund.no = 1;
    refund.amount = Money{500, u"EUR"_s};
    refund.status = u"done"_s;
    refund.isByHand = true;
    before.refunds = now.refunds = {refund};
    QVERIFY(!orderDifferences(before, now).join(u'\n').contains(u"by hand"_s));
    now.refunds.first().paidAt = QDateTime::currentDateTimeUtc();
    now.refunds.first().paidBy = u"Ann"_s;
    const QString paidOut = Money{500, u"EUR"_s}.toText() + u" paid out by hand by Ann"_s;
    QVERIFY2(orderDifferences(before, now).contains(paidOut), qPrintable(orderDifferences(before, now).join(u'\n')));
    OrderShipment parcel;
    parcel.no = 2;
    parcel.carrier = u"DHL"_s;
    parcel.tracking = u"RX1"_s;
    before.shipments = now.shipments = {parcel};
    now.shipments.first().tracking = u"RX2"_s;
    QVERIFY(orderDifferences(before, now).contains(u"Parcel 2: DHL · RX2 (before: DHL · RX1)"_s));
    QVERIFY(!isOtherAsideOnly(before, now));
    now.shipments.first().voidedAt = QDateTime::currentDateTimeUtc();
    QVERIFY(orderDifferences(before, now).contains(u"Parcel 2 was taken back."_s));
    QVERIFY(orderDifferences(now, before).contains(u"Parcel 2 counts as sent again."_s));
    for (const QString &part : {u"Fulfilment: Partly fulfilled (before: Unfulfilled)"_s, u"Mug: 1 of 2 shipped (before: 0)"_s, u"Phone: +49 2 (before: +49 1)"_s, u"Tags: gift (before: nothing)"_s, u"Note by Ann: Called."_s})
        QVERIFY2(told.contains(part), qPrintable(told));
}

void TestContactEdit::tagsNotesAndWhoseItIsAreAside()
{
    OrderPanel before;
    before.currency = u"EUR"_s;
    before.total = before.paid = Money{1000, u"EUR"_s};
    before.lines.append({1, {}, u"Mug"_s, 2, 0, 0, 2, 0, {}, {}, {}, {}, 0});
    OrderPanel aside = before;
    aside.version = 2;
    aside.tags = {u"gift"_s};
    aside.assignedTo = aside.assignedName = u"ann"_s;
    aside.timeline.append({TimelineEntry::Kind::Note, u"note"_s, u"Ann"_s, u"Called."_s, QDateTime::currentDateTimeUtc()});
    aside.viewers.append({u"Ann"_s, u"viewing"_s, 0});
    QVERIFY(isOtherAsideOnly(before, aside));
    const QList<void (*)(OrderPanel &)> others{[](OrderPanel &order) { order.email = u"a@example.com"_s; }, [](OrderPanel &order) { order.paid = Money{900, u"EUR"_s}; },
                                               [](OrderPanel &order) { order.lines.first().held = 1; }, [](OrderPanel &order) { order.lines.first().quantity = 3; },
                                               [](OrderPanel &order) { order.fulfilmentStatus = u"on_hold"_s; }, [](OrderPanel &order) { order.refunds.append(OrderRefund{}); },
                                               [](OrderPanel &order) { order.holds.append(OrderHold{}); }, [](OrderPanel &order) { order.shippingAddress = OrderAddress{}; order.shippingAddress->line1 = u"Weg 9"_s; }};
    for (const auto &other : others) {
        OrderPanel now = aside;
        other(now);
        QVERIFY(!isOtherAsideOnly(before, now));
    }
}

void TestContactEdit::changeThatBarsIsNeverSaidWithNothing()
{
    OrderPanel before;
    before.currency = u"EUR"_s;
    before.lines.append({1, {}, u"Mug"_s, 2, 0, 0, 2, 0, {}, {}, {}, {}, 0});
    OrderPanel unreachable = before;
    unreachable.messageObstacle = u"too_long_ago"_s;
    QVERIFY(!isOtherAsideOnly(before, unreachable));
    QCOMPARE(orderDifferences(before, unreachable), QStringList{u"No e-mail can be sent to the customer any more."_s});
    QCOMPARE(orderDifferences(unreachable, before), QStringList{u"E-mails can be sent to the customer again."_s});
    QCOMPARE(saidDifferences(before, unreachable), orderDifferences(before, unreachable));
    // What has no line of its own is said all the same.
    const QList<void (*)(OrderPanel &)> others{[](OrderPanel &order) { order.papers.append(OrderPaper{}); }, [](OrderPanel &order) { order.lines.first().returnable = 1; },
                                               [](OrderPanel &order) { order.lines.first().held = 1; }, [](OrderPanel &order) { order.payments.append(OrderPayment{}); }};
    for (const auto &other : others) {
        OrderPanel now = before;
        other(now);
        QVERIFY(!isOtherAsideOnly(before, now));
        QCOMPARE(orderDifferences(before, now), QStringList());
        QCOMPARE(saidDifferences(before, now).size(), 1);
        QVERIFY(!saidDifferences(before, now).first().isEmpty());
    }
}

QTEST_GUILESS_MAIN(TestContactEdit)
#include "tst_contactedit.moc"
