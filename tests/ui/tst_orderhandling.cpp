// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/desk.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTimer>

#include <algorithm>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// An order is shipped, refunded and cancelled at the window, and taken back, with keys and clicks.
class TestOrderHandling : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_desk.reset(); }
    void orderIsShippedInTwoParcels();
    void carriersAreThoseOfTheStore();
    void storeWithoutCarriersSaysSoAndAnyCanBeTyped();
    void tooManyPiecesAreSaidBeforeTheyAreSent();
    void piecesAndShippingAreRefunded();
    void refundIsNeverMoreThanWasPaid();
    void piecesThatGoOutAreNotPutBackToStock();
    void refundThatNoProcessorTakesIsPaidOutByHand();
    void cancellationSaysWhatIsPaidOutByHand();
    void orderIsCancelledWithItsMoneyAndTakenBack();
    void whatTheBarNoLongerShowsIsTakenBack();
    void severalOrdersAreCancelledAtOnce();
    void doubleClickDoesItOnce();
    void changedMeanwhileKeepsWhatWasTyped();
    void buttonsSayWhyTheyAreOff();

private:
    QString order(const QByteArray &columns, qint64 id = 0) const { return m_store->owner("select " + columns + " from store.orders where id = $1", Params().integer(id ? id : m_order)); }
    /// The sheet of a verb, opened with its action over the order that is shown.
    [[nodiscard]] QDialog *open(const QString &verb) const;
    /// Whether the window says something, word for word.
    [[nodiscard]] bool shows(const QString &text) const;
    void signIn(const QString &login);

    std::unique_ptr<StoreUnderTest> m_store;
    std::unique_ptr<Desk> m_desk;
    qint64 m_order = 0;
};

void TestOrderHandling::init()
{
    m_store = std::make_unique<StoreUnderTest>();
    m_order = m_store->placeOrder();
    m_store->payOrder(m_order);
    m_store->owner("update store.setting set value = '600' where key = 'grace.seconds'"); // what is taken back here may come to it late
    m_desk = std::make_unique<Desk>(*m_store);
}

void TestOrderHandling::signIn(const QString &login)
{
    QVERIFY(m_desk->signIn(login));
    QVERIFY(m_desk->waitForList());
    QVERIFY(m_desk->openRow(0));
}

bool TestOrderHandling::shows(const QString &text) const
{
    const QList<QLabel *> labels = m_desk->window().findChildren<QLabel *>();
    return std::ranges::any_of(labels, [&text](const QLabel *label) { return label->isVisible() && label->text() == text; });
}

QDialog *TestOrderHandling::open(const QString &verb) const
{
    m_desk->backToTheList();
    QAction *action = m_desk->action(verb + u"Action"_s);
    if (!QTest::qWaitFor([action] { return action->isEnabled(); }, 20'000))
        return nullptr;
    m_desk->pressKeysOf(action);
    return m_desk->waitForSheet(verb + u"Sheet"_s);
}

void TestOrderHandling::orderIsShippedInTwoParcels()
{
    signIn(u"fulfilment"_s);
    m_desk->press(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
    QDialog *sheet = m_desk->waitForSheet(u"shipSheet"_s);
    QVERIFY(sheet);
    auto *carrier = sheet->findChild<QComboBox *>(u"shipCarrier1"_s);
    QVERIFY(carrier->isAncestorOf(QApplication::focusWidget()) || QApplication::focusWidget() == carrier || QApplication::focusWidget()->objectName() == u"shipTracking1"_s);
    carrier->setFocus();
    carrier->lineEdit()->selectAll();
    m_desk->type(u"DHL"_s);
    m_desk->press(Qt::Key_Tab);
    m_desk->type(u"RX123456785DE"_s);
    auto *pieces = sheet->findChild<QSpinBox *>(u"shipPieces1_1"_s);
    QCOMPARE(pieces->value(), 2);
    pieces->setFocus();
    m_desk->press(Qt::Key_Down);
    QTest::mouseClick(sheet->findChild<QPushButton *>(u"anotherParcelButton"_s), Qt::LeftButton);
    QCOMPARE(sheet->findChild<QSpinBox *>(u"shipPieces2_1"_s)->value(), 1);
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(order("fulfilment_status"), u"fulfilled"_s, 20'000);
    QCOMPARE(m_store->owner("select string_agg(carrier || ':' || tracking, ' ' order by shipment_no) from store.shipment"), u"DHL:RX123456785DE DHL:"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->sheet(u"shipSheet"_s), 20'000);
    QCOMPARE(m_store->owner("select template from mailroom.outbox"), u"shipped"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->find<QWidget>(u"undoBar"_s)->isVisible(), 20'000);
}

void TestOrderHandling::carriersAreThoseOfTheStore()
{
    m_store->owner("delete from store.carrier where code <> 'dhl'");
    m_store->owner("insert into store.carrier (code, name) values ('zebra', 'Zebra Post')");
    signIn(u"lead"_s);
    QDialog *sheet = open(u"ship"_s);
    QVERIFY(sheet);
    const auto offered = [](const QComboBox *box) {
        QStringList names;
        for (int i = 0; i < box->count(); ++i)
            names.append(box->itemText(i));
        return names.join(u',');
    };
    auto *carrier = sheet->findChild<QComboBox *>(u"shipCarrier1"_s);
    QTRY_COMPARE_WITH_TIMEOUT(offered(carrier), u"DHL,Zebra Post"_s, 20'000);
    QCOMPARE(carrier->currentText(), QString()); // nobody chose one
    QVERIFY(!sheet->findChild<QLabel *>(u"carrierHint"_s)->isVisible());
    carrier->setFocus();
    m_desk->press(Qt::Key_Down);
    m_desk->press(Qt::Key_Down);
    QCOMPARE(carrier->currentText(), u"Zebra Post"_s);
    // Asked for once: another sheet has them at once, whatever became of the list meanwhile.
    m_store->owner("delete from store.carrier");
    QTest::mouseClick(sheet->findChild<QPushButton *>(u"anotherParcelButton"_s), Qt::LeftButton);
    QCOMPARE(offered(sheet->findChild<QComboBox *>(u"shipCarrier2"_s)), u"DHL,Zebra Post"_s);
    QCOMPARE(sheet->findChild<QComboBox *>(u"shipCarrier2"_s)->currentText(), u"Zebra Post"_s);
}

void TestOrderHandling::storeWithoutCarriersSaysSoAndAnyCanBeTyped()
{
    m_store->owner("revoke execute on function desk.carriers() from staff_lead");
    signIn(u"lead"_s);
    QDialog *sheet = open(u"ship"_s);
    QVERIFY(sheet);
    const auto *hint = sheet->findChild<QLabel *>(u"carrierHint"_s);
    QTRY_VERIFY2_WITH_TIMEOUT(hint->isVisible() && hint->text().contains(u"could not be had"_s), qPrintable(hint->text()), 20'000);
    m_desk->press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->sheet(u"shipSheet"_s), 20'000);
    // A failure is not kept: the next sheet asks again.
    m_store->owner("grant execute on function desk.carriers() to staff_lead");
    m_store->owner("delete from store.carrier");
    sheet = open(u"ship"_s);
    QVERIFY(sheet);
    hint = sheet->findChild<QLabel *>(u"carrierHint"_s);
    QTRY_VERIFY2_WITH_TIMEOUT(hint->isVisible() && hint->text().contains(u"no carrier on its list"_s), qPrintable(hint->text()), 20'000);
    auto *carrier = sheet->findChild<QComboBox *>(u"shipCarrier1"_s);
    QCOMPARE(carrier->count(), 0);
    carrier->setFocus();
    m_desk->type(u"Zebra Post"_s);
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(m_store->owner("select carrier from store.shipment"), u"Zebra Post"_s, 20'000);
}

void TestOrderHandling::tooManyPiecesAreSaidBeforeTheyAreSent()
{
    signIn(u"lead"_s);
    QDialog *sheet = open(u"ship"_s);
    QVERIFY(sheet);
    QTest::mouseClick(sheet->findChild<QPushButton *>(u"anotherParcelButton"_s), Qt::LeftButton);
    auto *ship = sheet->findChild<QPushButton *>(u"shipButton"_s);
    QVERIFY(!ship->isEnabled()); // the second parcel is empty
    sheet->findChild<QSpinBox *>(u"shipPieces2_1"_s)->setFocus();
    m_desk->press(Qt::Key_Up);
    QVERIFY(!ship->isEnabled());
    QVERIFY(sheet->findChild<QLabel *>(u"shipAnswer"_s)->text().contains(u"3 are packed, 2 are left"_s));
    sheet->findChild<QSpinBox *>(u"shipPieces1_1"_s)->setFocus();
    m_desk->press(Qt::Key_Down);
    QVERIFY(ship->isEnabled());
    m_desk->press(Qt::Key_Escape);
    QCOMPARE(m_store->owner("select count(*)::text from store.shipment"), u"0"_s);
}

void TestOrderHandling::piecesAndShippingAreRefunded()
{
    signIn(u"lead"_s);
    m_desk->press(Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
    QDialog *sheet = m_desk->waitForSheet(u"refundSheet"_s);
    QVERIFY(sheet);
    QVERIFY(!sheet->findChild<QPushButton *>(u"refundButton"_s)->isEnabled());
    sheet->findChild<QSpinBox *>(u"refundPieces1"_s)->setFocus();
    m_desk->press(Qt::Key_Up);
    auto *shipping = sheet->findChild<QDoubleSpinBox *>(u"refundShipping"_s);
    shipping->setFocus();
    shipping->selectAll();
    m_desk->type(QLocale().toString(4.9, 'f', 2));
    m_desk->press(Qt::Key_Tab);
    QVERIFY2(sheet->findChild<QLabel *>(u"refundSum"_s)->text().contains(Money{1740, u"EUR"_s}.toText()), qPrintable(sheet->findChild<QLabel *>(u"refundSum"_s)->text()));
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(order("refunded_minor || ' ' || payment_status"), u"1740 partially_refunded"_s, 20'000);
    QCOMPARE(m_store->owner("select quantity || ' ' || unsent from store.refund_line"), u"1 1"_s);
    QCOMPARE(m_store->owner("select string_agg(kind, ' ' order by id) from mailroom.outbox"), u"refund message"_s);
}

void TestOrderHandling::piecesThatGoOutAreNotPutBackToStock()
{
    signIn(u"lead"_s);
    QDialog *sheet = open(u"refund"_s);
    QVERIFY(sheet);
    sheet->findChild<QSpinBox *>(u"refundPieces1"_s)->setFocus();
    m_desk->press(Qt::Key_Up);
    auto *restock = sheet->findChild<QSpinBox *>(u"refundRestock1"_s);
    QCOMPARE(restock->value(), 1);
    sheet->findChild<QSpinBox *>(u"refundUnsent1"_s)->setFocus();
    m_desk->press(Qt::Key_Down);
    QCOMPARE(restock->value(), 0);
    QVERIFY(!restock->isEnabled());
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(order("refunded_minor::text"), u"1250"_s, 20'000);
    QCOMPARE(m_store->owner("select count(*)::text from store.stock_return"), u"0"_s);
}

void TestOrderHandling::refundIsNeverMoreThanWasPaid()
{
    signIn(u"lead"_s);
    QDialog *sheet = open(u"refund"_s);
    QVERIFY(sheet);
    auto *adjustment = sheet->findChild<QDoubleSpinBox *>(u"refundAdjustment"_s);
    adjustment->setFocus();
    adjustment->selectAll();
    m_desk->type(QLocale().toString(29.90, 'f', 2));
    m_desk->press(Qt::Key_Tab);
    QVERIFY(sheet->findChild<QPushButton *>(u"refundButton"_s)->isEnabled());
    sheet->findChild<QSpinBox *>(u"refundPieces1"_s)->setFocus();
    m_desk->press(Qt::Key_Up);
    QVERIFY(!sheet->findChild<QPushButton *>(u"refundButton"_s)->isEnabled());
    QVERIFY(sheet->findChild<QLabel *>(u"refundAnswer"_s)->text().contains(u"more than was paid"_s));
}

void TestOrderHandling::refundThatNoProcessorTakesIsPaidOutByHand()
{
    // Of 29.90 a processor takes 10.00 back.
    m_store->owner("update store.payment set amount_minor = 1000 where order_id = $1", Params().integer(m_order));
    m_store->owner("insert into store.payment (order_id, payment_no, kind, amount_minor, at, processor, reference) values ($1, 2, 'captured', 1990, now(), 'cash', '')", Params().integer(m_order));
    signIn(u"lead"_s);
    QDialog *sheet = open(u"refund"_s);
    QVERIFY(sheet);
    auto *byHand = sheet->findChild<QLabel *>(u"refundByHand"_s);
    QVERIFY(!byHand->isVisible());
    sheet->findChild<QSpinBox *>(u"refundPieces1"_s)->setFocus();
    m_desk->press(Qt::Key_Up);
    const QString sentence = byHandText({250, u"EUR"_s});
    QVERIFY(byHand->isVisible());
    QCOMPARE(byHand->text(), sentence);
    for (const QLabel *label : sheet->findChildren<QLabel *>())
        QVERIFY(!label->text().contains(u"the way it was paid"));
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->find<QLabel>(u"undoText"_s)->text().contains(sentence), 20'000);
    QCOMPARE(m_store->owner("select string_agg(amount_minor || ' ' || status, ', ' order by refund_no) from store.refund"), u"1000 requested, 250 done"_s);
    const QString row = Money{250, u"EUR"_s}.toText() + u" refunded, to be paid out by hand"_s;
    QTRY_VERIFY_WITH_TIMEOUT(shows(row), 20'000);
    QVERIFY(shows(Money{1000, u"EUR"_s}.toText() + u" refunded, on its way"_s));
}

void TestOrderHandling::cancellationSaysWhatIsPaidOutByHand()
{
    m_store->owner("update store.setting set value = '[]' where key = 'refund.processors'");
    signIn(u"lead"_s);
    QDialog *sheet = open(u"cancel"_s);
    QVERIFY(sheet);
    const auto *byHand = sheet->findChild<QLabel *>(u"cancelByHand"_s);
    QVERIFY(byHand->isVisible());
    QCOMPARE(byHand->text(), byHandText({2990, u"EUR"_s}));
    auto *isRefunded = sheet->findChild<QCheckBox *>(u"cancelIsRefunded"_s);
    isRefunded->setFocus();
    m_desk->press(Qt::Key_Space);
    QVERIFY(!byHand->isVisible());
    m_desk->press(Qt::Key_Space);
    sheet->findChild<QCheckBox *>(u"cancelIsTold"_s)->setFocus();
    m_desk->press(Qt::Key_Space);
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    // Nothing leaves the house, so the bar speaks of nothing that does.
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->find<QLabel>(u"undoText"_s)->text(), order("number") + u" cancelled. "_s + byHandText({2990, u"EUR"_s}), 20'000);
}

void TestOrderHandling::orderIsCancelledWithItsMoneyAndTakenBack()
{
    signIn(u"lead"_s);
    QDialog *sheet = open(u"cancel"_s);
    QVERIFY(sheet);
    QVERIFY(sheet->findChild<QCheckBox *>(u"cancelIsRefunded"_s)->text().contains(Money{2990, u"EUR"_s}.toText()));
    sheet->findChild<QPlainTextEdit *>(u"cancelNote"_s)->setFocus();
    m_desk->type(u"Ordered twice."_s);
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(order("fulfilment_status || ' ' || payment_status"), u"cancelled refunded"_s, 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->find<QWidget>(u"undoBar"_s)->isVisible(), 20'000);
    m_desk->backToTheList();
    m_desk->press(Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(order("fulfilment_status || ' ' || payment_status"), u"unfulfilled paid"_s, 20'000);
    QCOMPARE(m_store->owner("select count(*)::text from mailroom.outbox where state <> 'withdrawn'"), u"0"_s);
    QCOMPARE(m_store->owner("select coalesce(sum(quantity), 0)::text from store.stock_return"), u"0"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->find<QWidget>(u"undoBar"_s)->isVisible(), 20'000);
    // What was noted stays noted.
    QCOMPARE(m_store->owner("select body from store.note"), u"Ordered twice."_s);
}

void TestOrderHandling::whatTheBarNoLongerShowsIsTakenBack()
{
    signIn(u"agent"_s);
    QVERIFY(open(u"hold"_s));
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(order("fulfilment_status"), u"on_hold"_s, 20'000);
    auto *bar = m_desk->find<QWidget>(u"undoBar"_s);
    QTRY_VERIFY_WITH_TIMEOUT(bar->isVisible(), 20'000);
    auto *second = bar->findChild<QTimer *>(QString(), Qt::FindDirectChildrenOnly);
    QVERIFY(second);
    for (int i = 0; i < 30 && bar->isVisible(); ++i) // as many seconds
        QVERIFY(QMetaObject::invokeMethod(second, "timeout"));
    QVERIFY(!bar->isVisible());
    QVERIFY(m_desk->action(u"undoAction"_s)->isEnabled());
    m_desk->backToTheList();
    m_desk->press(Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(order("fulfilment_status"), u"unfulfilled"_s, 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(!bar->isVisible() && !m_desk->action(u"undoAction"_s)->isEnabled(), 20'000);
}

void TestOrderHandling::severalOrdersAreCancelledAtOnce()
{
    const qint64 shipped = m_store->placeOrder();
    m_store->payOrder(shipped);
    m_store->shipOrder(shipped);
    const qint64 third = m_store->placeOrder();
    signIn(u"lead"_s);
    m_desk->backToTheList();
    m_desk->press(Qt::Key_A, Qt::ControlModifier);
    QDialog *sheet = open(u"cancel"_s);
    QVERIFY(sheet);
    const auto *plan = sheet->findChild<QLabel *>(u"cancelPlan"_s);
    QTRY_VERIFY_WITH_TIMEOUT(plan && plan->text().contains(order("number", shipped) + u": "_s + orderReasonText(u"already_shipped"_s)), 20'000);
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(order("fulfilment_status", third), u"cancelled"_s, 20'000);
    QCOMPARE(order("fulfilment_status"), u"cancelled"_s);
    QCOMPARE(order("fulfilment_status", shipped), u"fulfilled"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->sheet(u"cancelSheet"_s), 20'000);
}

void TestOrderHandling::doubleClickDoesItOnce()
{
    signIn(u"lead"_s);
    QDialog *sheet = open(u"ship"_s);
    QVERIFY(sheet);
    QTest::mouseDClick(sheet->findChild<QPushButton *>(u"shipButton"_s), Qt::LeftButton);
    QTest::mouseClick(sheet->findChild<QPushButton *>(u"shipButton"_s), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->sheet(u"shipSheet"_s), 20'000);
    QCOMPARE(m_store->owner("select count(*)::text from store.shipment"), u"1"_s);
    QCOMPARE(m_store->owner("select count(*)::text from store.command where verb = 'ship'"), u"1"_s);
}

void TestOrderHandling::changedMeanwhileKeepsWhatWasTyped()
{
    signIn(u"lead"_s);
    QDialog *sheet = open(u"ship"_s);
    QVERIFY(sheet);
    sheet->findChild<QLineEdit *>(u"shipTracking1"_s)->setFocus();
    m_desk->type(u"RX1"_s);
    QCOMPARE(m_store->agent("select desk.contact_fix(gen_random_uuid(), $1, '{\"phone\": {\"from\": \"+49 170 1234567\", \"to\": \"+49 30 9\"}}', 'order')->>'outcome'", Params().integer(m_order)), u"done"_s);
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(sheet->findChild<QLabel *>(u"shipAnswer"_s)->text().contains(u"changed the order meanwhile"_s), 20'000);
    QCOMPARE(m_store->owner("select count(*)::text from store.shipment"), u"0"_s);
    QCOMPARE(sheet->findChild<QLineEdit *>(u"shipTracking1"_s)->text(), u"RX1"_s);
    // Decided on anew, it goes.
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(m_store->owner("select coalesce(string_agg(tracking, ' '), '') from store.shipment"), u"RX1"_s, 20'000);
}

void TestOrderHandling::buttonsSayWhyTheyAreOff()
{
    signIn(u"agent"_s);
    auto *refund = m_desk->find<QPushButton>(u"refundPanelButton"_s);
    QVERIFY(!refund->isEnabled());
    QCOMPARE(refund->toolTip(), orderReasonText(u"no_right"_s));
    QVERIFY(!ActionRegistry::whyOff(m_desk->action(u"cancelAction"_s)).isEmpty());
    QVERIFY(!ActionRegistry::whyOff(m_desk->action(u"undoAction"_s)).isEmpty());
}

QTEST_MAIN(TestOrderHandling)
#include "tst_orderhandling.moc"
