// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/desk.h"
#include "tests/ui/sloworders.h"

#include "ui/orders/cancelsheet.h"
#include "ui/orders/carriers.h"
#include "ui/orders/parcelsheet.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QSpinBox>

#include <algorithm>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

namespace {

constexpr int patienceMs = 20'000;

OrderPanel withoutEmail(int version = 1)
{
    OrderPanel order = orderOf(1, version);
    order.messageObstacle = u"no_email"_s;
    return order;
}

QList<OrderChoice> choiceOf(const OrderPanel &order)
{
    return {{order.id, order.version, order.number, order.customerName}};
}

/// One that may be said to be still here, and whose customer can be told.
OrderPanel inOneParcel(const QString &tracking, int version = 1)
{
    OrderPanel order = orderOf(1, version);
    order.shipments = {{u"DHL"_s, tracking, QDateTime(QDate(2026, 3, 1), QTime(10, 0), Qt::UTC), {}, {{u"Mug"_s, 1}}, {}, {}, 1, {true, {}}}};
    return order;
}

/// Whether something that Tab reaches says it to a screen reader.
bool isReadAloud(const QWidget *sheet, const QString &why)
{
    return std::ranges::any_of(sheet->findChildren<QWidget *>(), [&](const QWidget *part) {
        return part->isVisibleTo(sheet) && part->isEnabledTo(sheet) && (part->focusPolicy() & Qt::TabFocus) && part->accessibleDescription().contains(why);
    });
}

CommandAnswer conflict(const OrderPanel &order)
{
    CommandAnswer answer;
    answer.text = orderReasonText(u"changed_meanwhile"_s);
    answer.failures = {{order.id, order.version, u"changed_meanwhile"_s}};
    return answer;
}

} // namespace

/// A sheet promises a customer no message where none can go, and says where one was to go and does not.
class TestTellBox : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup();
    void customerWithoutAddressIsNotOffered_data();
    void customerWithoutAddressIsNotOffered();
    void listNamesWhoIsNotTold();
    void restoredTickTellsNobody();
    void boxComesBackWithTheAddress();
    void lostAddressIsDecidedOnAnew();
    void parcelIsToldOfWhereWhatTheCustomerHasIsWrong();
    void draftOfAParcelThatStayedTellsOfItsNumber();
    void wishForAParcelComesBackWithTheAddress();
    void cancellationSaysWhatWasNotPaid_data();
    void cancellationSaysWhatWasNotPaid();

private:
    /// With one order, paid.
    void makeStore();
    void signIn(const QString &login);
    [[nodiscard]] QDialog *open(const QString &verb, const QString &sheet) const;
    [[nodiscard]] QString said() const { return m_desk->find<QLabel>(u"undoText"_s)->text(); }

    std::unique_ptr<StoreUnderTest> m_store;
    std::unique_ptr<Desk> m_desk;
    qint64 m_order = 0;
};

void TestTellBox::makeStore()
{
    m_store = std::make_unique<StoreUnderTest>();
    m_order = m_store->placeOrder();
    m_store->payOrder(m_order);
}

void TestTellBox::cleanup()
{
    m_desk.reset();
}

void TestTellBox::signIn(const QString &login)
{
    m_desk = std::make_unique<Desk>(*m_store);
    QVERIFY(m_desk->signIn(login));
    QVERIFY(m_desk->waitForList());
    QVERIFY(m_desk->openRow(0));
    m_desk->backToTheList();
}

QDialog *TestTellBox::open(const QString &verb, const QString &sheet) const
{
    QAction *action = m_desk->action(verb + u"Action"_s);
    if (!QTest::qWaitFor([action] { return action->isEnabled(); }, patienceMs))
        return nullptr;
    action->trigger();
    return m_desk->waitForSheet(sheet + u"Sheet"_s);
}

void TestTellBox::customerWithoutAddressIsNotOffered_data()
{
    QTest::addColumn<QString>("login");
    QTest::newRow("ship") << u"fulfilment"_s; // who may not write to anybody
    QTest::newRow("refund") << u"lead"_s;
    QTest::newRow("cancel") << u"lead"_s;
}

void TestTellBox::customerWithoutAddressIsNotOffered()
{
    QFETCH(const QString, login);
    const QString verb = QString::fromLatin1(QTest::currentDataTag());
    makeStore();
    m_store->owner("update store.orders set email = null");
    signIn(login);
    const QDialog *sheet = open(verb, verb);
    QVERIFY(sheet);
    const auto *box = sheet->findChild<QCheckBox *>(verb + u"IsTold"_s);
    QVERIFY(!box->isEnabled() && !box->isChecked());
    QCOMPARE(box->toolTip(), orderReasonText(u"no_email"_s));
    const auto *untold = sheet->findChild<QLabel *>(verb + u"Untold"_s);
    QVERIFY(untold->isVisible());
    QCOMPARE(untold->text(), orderReasonText(u"no_email"_s));
    QVERIFY(isReadAloud(sheet, untold->text()));
    if (auto *pieces = sheet->findChild<QSpinBox *>(u"refundPieces1"_s)) {
        pieces->setFocus();
        m_desk->press(Qt::Key_Up);
    }
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(m_store->owner("select (result->>'outcome') || ' ' || (result->'rows'->0 ? 'told')::text from store.command where verb = $1", Params().text(verb)), u"done false"_s, patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(!said().isEmpty(), patienceMs);
    QVERIFY2(!said().contains(u"not told"_s), qPrintable(said())); // nobody asked for it
}

void TestTellBox::listNamesWhoIsNotTold()
{
    makeStore();
    const qint64 other = m_store->placeOrder();
    m_store->payOrder(other);
    m_store->owner("update store.orders set email = null where id = $1", Params().integer(other));
    signIn(u"lead"_s);
    m_desk->press(Qt::Key_A, Qt::ControlModifier);
    QVERIFY(open(u"ship"_s, u"shipWhole"_s));
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    const QString number = m_store->owner("select number from store.orders where id = $1", Params().integer(other));
    QTRY_VERIFY2_WITH_TIMEOUT(said().contains(u"1 order(s) have no e-mail address, so their customers are not told: "_s), qPrintable(said()), patienceMs);
    QVERIFY2(said().contains(number + u'.'), qPrintable(said()));
    QCOMPARE(m_store->owner("select string_agg(template || ' ' || order_id, ',') from mailroom.outbox"), u"shipped %1"_s.arg(m_order));
}

/// What was ticked before there was anything against it is wished still, for when the customer can be reached.
void TestTellBox::restoredTickTellsNobody()
{
    SlowOrders store;
    OrderCommands commands(store);
    const OrderPanel order = withoutEmail();
    CancelSheet sheet(choiceOf(order), &order);
    sheet.restore({{u"note"_s, u"Called."_s}, {u"told"_s, true}});
    const auto *box = sheet.findChild<QCheckBox *>(u"cancelIsTold"_s);
    QVERIFY(!box->isEnabled() && !box->isChecked());
    sheet.command()(commands);
    QCOMPARE(store.told, QList<bool>{false});
    const QJsonObject typed = sheet.typed();
    QVERIFY(!typed.contains(u"told"_s));
    const OrderPanel reached = orderOf(1, 2);
    CancelSheet again(choiceOf(reached), &reached);
    again.restore(typed);
    QVERIFY(again.findChild<QCheckBox *>(u"cancelIsTold"_s)->isChecked());
    QCOMPARE(again.findChild<QPlainTextEdit *>(u"cancelNote"_s)->toPlainText(), u"Called."_s);
    // Whoever said that the customer is not to be told has said so for then, too.
    again.findChild<QCheckBox *>(u"cancelIsTold"_s)->click();
    sheet.restore(again.typed());
    again.restore(sheet.typed());
    QVERIFY(!again.findChild<QCheckBox *>(u"cancelIsTold"_s)->isChecked());
}

void TestTellBox::boxComesBackWithTheAddress()
{
    const OrderPanel order = withoutEmail();
    CancelSheet sheet(choiceOf(order), &order);
    sheet.setSeen(order);
    const auto *box = sheet.findChild<QCheckBox *>(u"cancelIsTold"_s);
    const auto *untold = sheet.findChild<QLabel *>(u"cancelUntold"_s);
    QVERIFY(!box->isEnabled() && untold->isVisibleTo(&sheet));
    const OrderPanel now = orderOf(1, 2);
    sheet.answered(conflict(now));
    sheet.orderIsNow(now);
    QVERIFY(box->isEnabled() && box->isChecked());
    QVERIFY(!untold->isVisibleTo(&sheet));
}

/// Nobody has decided on doing it without a message: it does not go again by itself, as it does where only a tag is another.
void TestTellBox::lostAddressIsDecidedOnAnew()
{
    const OrderPanel order = orderOf(1);
    for (const OrderPanel &now : {orderOf(1, 2), withoutEmail(2)}) {
        CancelSheet sheet(choiceOf(order), &order);
        sheet.setSeen(order);
        QSignalSpy submitted(&sheet, &OrderSheet::submitted);
        sheet.findChild<QPushButton *>(u"cancelOrderButton"_s)->click();
        QCOMPARE(submitted.size(), 1);
        sheet.answered(conflict(now));
        sheet.orderIsNow(now);
        QCOMPARE(submitted.size(), now.messageObstacle.isEmpty() ? 2 : 1);
        QCOMPARE(sheet.findChild<QCheckBox *>(u"cancelIsTold"_s)->isChecked(), now.messageObstacle.isEmpty());
    }
}

void TestTellBox::parcelIsToldOfWhereWhatTheCustomerHasIsWrong()
{
    SlowOrders store;
    Carriers carriers(store);
    for (const QString &before : {u"RX1"_s, QString()}) {
        const ParcelSheet sheet(inOneParcel(before), 0, carriers, QTimeZone::utc());
        const auto *box = sheet.findChild<QCheckBox *>(u"parcelIsTold"_s);
        QVERIFY(!box->isChecked());
        sheet.findChild<QComboBox *>(u"parcelCarrier"_s)->setCurrentText(u"UPS"_s);
        QCOMPARE(box->isChecked(), !before.isEmpty()); // without a number there was no link that led nowhere
        sheet.findChild<QLineEdit *>(u"parcelTracking"_s)->setText(u"RX2"_s);
        QVERIFY(box->isChecked());
    }
}

void TestTellBox::draftOfAParcelThatStayedTellsOfItsNumber()
{
    SlowOrders store;
    Carriers carriers(store);
    const OrderPanel order = inOneParcel(u"RX1"_s);
    ParcelSheet sheet(order, 0, carriers, QTimeZone::utc());
    sheet.findChild<QRadioButton *>(u"parcelIsVoid"_s)->click();
    QVERIFY(!sheet.typed().contains(u"told"_s));
    ParcelSheet again(order, 0, carriers, QTimeZone::utc());
    again.restore(sheet.typed());
    QVERIFY(again.findChild<QRadioButton *>(u"parcelIsVoid"_s)->isChecked());
    QCOMPARE(again.typed(), sheet.typed());
    again.findChild<QRadioButton *>(u"parcelIsFixed"_s)->click();
    auto *tracking = again.findChild<QLineEdit *>(u"parcelTracking"_s);
    tracking->setText(u"RX2"_s);
    auto *box = again.findChild<QCheckBox *>(u"parcelIsTold"_s);
    QVERIFY(box->isChecked());
    // What somebody has said stays said, in a draft too.
    box->click();
    ParcelSheet said(order, 0, carriers, QTimeZone::utc());
    said.restore(again.typed());
    QCOMPARE(said.typed(), again.typed());
    said.findChild<QLineEdit *>(u"parcelTracking"_s)->setText(u"RX3"_s);
    QVERIFY(!said.findChild<QCheckBox *>(u"parcelIsTold"_s)->isChecked());
}

void TestTellBox::wishForAParcelComesBackWithTheAddress()
{
    SlowOrders store;
    Carriers carriers(store);
    OrderPanel order = inOneParcel(u"RX1"_s);
    order.messageObstacle = u"no_email"_s;
    order.shipments.first().takeBack = {false, u"parcel_returned"_s};
    ParcelSheet sheet(order, 0, carriers, QTimeZone::utc());
    sheet.setSeen(order);
    sheet.show();
    sheet.findChild<QLineEdit *>(u"parcelTracking"_s)->setText(u"RX2"_s);
    const auto *box = sheet.findChild<QCheckBox *>(u"parcelIsTold"_s);
    QVERIFY(!box->isEnabled() && !box->isChecked());
    QVERIFY(isReadAloud(&sheet, orderReasonText(u"no_email"_s)));
    QVERIFY(isReadAloud(&sheet, orderReasonText(u"parcel_returned"_s)));
    const OrderPanel now = inOneParcel(u"RX1"_s, 2);
    sheet.answered(conflict(now));
    sheet.orderIsNow(now);
    QVERIFY(box->isEnabled() && box->isChecked());
    QVERIFY(!isReadAloud(&sheet, orderReasonText(u"no_email"_s)));
    QVERIFY(!isReadAloud(&sheet, orderReasonText(u"parcel_returned"_s)));
    QVERIFY(isReadAloud(&sheet, sheet.findChild<QLabel *>(u"parcelConsequence"_s)->text()));
}

void TestTellBox::cancellationSaysWhatWasNotPaid_data()
{
    QTest::addColumn<int>("shipped");
    QTest::addColumn<qint64>("paid");
    QTest::addColumn<qint64>("refunded");
    QTest::addColumn<qint64>("back");
    QTest::addColumn<QString>("offer");
    QTest::newRow("paid in part") << 1 << 2000LL << 0LL << 260LL << u"Refund %1: what is not sent, less what was not paid"_s;
    QTest::newRow("less was paid than was sent") << 1 << 1000LL << 0LL << 0LL << u"Nothing to pay back: less was paid than was sent"_s;
    QTest::newRow("paid in full") << 1 << 2990LL << 0LL << 1250LL << u"Refund the %1 of what is not sent"_s;
    QTest::newRow("nothing was sent") << 0 << 2000LL << 0LL << 2000LL << u"Refund the %1 that were paid"_s;
    QTest::newRow("paid back before") << 1 << 2000LL << 2000LL << 0LL << u"Refund what was paid (nothing is left to refund)"_s;
}

void TestTellBox::cancellationSaysWhatWasNotPaid()
{
    QFETCH(const int, shipped);
    QFETCH(const qint64, paid);
    QFETCH(const qint64, refunded);
    QFETCH(const qint64, back);
    QFETCH(QString, offer);
    OrderPanel order = orderOf(1);
    OrderLine line;
    line.id = 1;
    line.quantity = 2;
    line.shipped = shipped;
    line.open = 2 - shipped;
    order.lines = {line};
    order.total = Money{2990, u"EUR"_s};
    order.paid = Money{paid, u"EUR"_s};
    order.refunded = Money{refunded, u"EUR"_s};
    order.calledOff = Money{back, u"EUR"_s};
    const CancelSheet sheet(choiceOf(order), &order);
    const auto *box = sheet.findChild<QCheckBox *>(u"cancelIsRefunded"_s);
    QCOMPARE(box->text(), offer.replace(u"%1"_s, Money{back, u"EUR"_s}.toText()));
    QCOMPARE(box->isEnabled(), back > 0);
}

QTEST_MAIN(TestTellBox)
#include "tst_tellbox.moc"
