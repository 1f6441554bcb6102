// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/desk.h"

#include "ui/orders/ordersheet.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

namespace {

constexpr int patienceMs = 20'000;

} // namespace

/// Contact data is corrected at the window, also by two people at once, and a command that conflicts shows what others have done.
class TestOrderContact : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_desk.reset(); }
    void onlyWhatWasChangedIsSent();
    void billGoesAlongUntilToldOtherwise();
    void customerAndOpenOrdersFollowAndComeBack();
    void wrongDataIsSaidBeforeItIsSent();
    void differentFieldsMergeSilently();
    void sameFieldIsChosen_data();
    void sameFieldIsChosen();
    void draftGoesOnWhereItWas();
    void conflictSaysWhatOthersDid_data();
    void conflictSaysWhatOthersDid();
    void whatIsDecidedAllTheSameGoesByItself_data() { conflictSaysWhatOthersDid_data(); }
    void whatIsDecidedAllTheSameGoesByItself();
    void holdOfOthersIsAskedAbout();
    void shipmentFollowsWhatIsLeft();

private:
    QString order(const QByteArray &columns, qint64 id = 0) const { return m_store->owner("select " + columns + " from store.orders where id = $1", Params().integer(id ? id : m_order)); }
    void signIn(Desk &desk, const QString &login) const;
    [[nodiscard]] static QDialog *open(Desk &desk, const QString &verb);
    static void retype(QLineEdit *edit, const QString &text);
    static void send(QDialog *sheet);
    [[nodiscard]] QString said() const { return m_desk->find<QLabel>(u"undoText"_s)->text(); }
    /// A lead at another desk, who has just corrected the order's phone number.
    [[nodiscard]] std::unique_ptr<Desk> colleagueWithPhone(const QString &phone) const;

    std::unique_ptr<StoreUnderTest> m_store;
    std::unique_ptr<Desk> m_desk;
    qint64 m_order = 0;
};

void TestOrderContact::init()
{
    m_store = std::make_unique<StoreUnderTest>();
    m_order = m_store->placeOrder();
    m_store->payOrder(m_order);
    m_desk = std::make_unique<Desk>(*m_store);
}

void TestOrderContact::signIn(Desk &desk, const QString &login) const
{
    QVERIFY(desk.signIn(login));
    QVERIFY(desk.waitForList());
    QVERIFY(desk.openRow(0));
}

/// The desk's own sheet: another desk may have one of the same name.
QDialog *TestOrderContact::open(Desk &desk, const QString &verb)
{
    desk.backToTheList();
    QAction *action = desk.action(verb + u"Action"_s);
    if (!QTest::qWaitFor([action] { return action->isEnabled(); }, patienceMs))
        return nullptr;
    desk.pressKeysOf(action);
    auto *sheet = desk.window().findChild<QDialog *>(verb + u"Sheet"_s);
    return sheet && QTest::qWaitForWindowExposed(sheet, patienceMs) ? sheet : nullptr;
}

void TestOrderContact::retype(QLineEdit *edit, const QString &text)
{
    edit->setFocus();
    edit->selectAll();
    QTest::keyClicks(edit, text);
}

void TestOrderContact::send(QDialog *sheet)
{
    auto *button = sheet->findChild<QPushButton *>(QString(sheet->objectName()).replace(u"Sheet"_s, u"Button"_s));
    QTRY_VERIFY_WITH_TIMEOUT(button->isEnabled(), patienceMs);
    QTest::mouseClick(button, Qt::LeftButton);
}

std::unique_ptr<Desk> TestOrderContact::colleagueWithPhone(const QString &phone) const
{
    auto colleague = std::make_unique<Desk>(*m_store);
    signIn(*colleague, u"lead"_s);
    QDialog *sheet = open(*colleague, u"contact"_s);
    if (!sheet)
        return nullptr;
    retype(sheet->findChild<QLineEdit *>(u"contact_phone"_s), phone);
    send(sheet);
    return QTest::qWaitFor([&] { return order("phone") == phone; }, patienceMs) ? std::move(colleague) : nullptr;
}

void TestOrderContact::onlyWhatWasChangedIsSent()
{
    signIn(*m_desk, u"agent"_s);
    m_desk->press(Qt::Key_E, Qt::ControlModifier | Qt::ShiftModifier);
    QDialog *sheet = m_desk->waitForSheet(u"contactSheet"_s);
    QVERIFY(sheet);
    QVERIFY(!sheet->findChild<QPushButton *>(u"contactButton"_s)->isEnabled());
    QCOMPARE(sheet->findChild<QComboBox *>(u"contact_shipping.country"_s)->currentData().toString(), u"DE"_s);
    retype(sheet->findChild<QLineEdit *>(u"contact_phone"_s), u"+49 30 12"_s);
    retype(sheet->findChild<QLineEdit *>(u"contact_email"_s), u"other@example.com"_s);
    retype(sheet->findChild<QLineEdit *>(u"contact_email"_s), u"hans@example.com"_s);
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(order("phone"), u"+49 30 12"_s, patienceMs);
    QCOMPARE(m_store->owner("select array_to_string(fields, ' ') from audit.entry where verb = 'contact_fix'"), u"phone"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->sheet(u"contactSheet"_s), patienceMs);
    QCOMPARE(m_store->owner("select value from store.contact_point where kind = 'phone'"), u"+49 170 1234567"_s);
    QTRY_VERIFY_WITH_TIMEOUT(said().contains(u"Contact data of "_s + order("number") + u" corrected."_s), patienceMs);
    QVERIFY2(!said().contains(u"record"_s), qPrintable(said()));
    QVERIFY(m_desk->takeBack());
    QCOMPARE(order("phone"), u"+49 170 1234567"_s);
}

void TestOrderContact::billGoesAlongUntilToldOtherwise()
{
    signIn(*m_desk, u"agent"_s);
    QDialog *sheet = open(*m_desk, u"contact"_s);
    QVERIFY(sheet);
    const auto *billed = sheet->findChild<QLineEdit *>(u"contact_billing.line1"_s);
    QVERIFY(!billed->isEnabled());
    retype(sheet->findChild<QLineEdit *>(u"contact_shipping.line1"_s), u"Weg 9"_s);
    QCOMPARE(billed->text(), u"Weg 9"_s);
    QTest::mouseClick(sheet->findChild<QCheckBox *>(u"contactIsBilledThere"_s), Qt::LeftButton, {}, QPoint(8, 8));
    QVERIFY(billed->isEnabled());
    retype(sheet->findChild<QLineEdit *>(u"contact_billing.line1"_s), u"Gartenweg 1"_s);
    retype(sheet->findChild<QLineEdit *>(u"contact_shipping.city"_s), u"Augsburg"_s);
    send(sheet);
    QTRY_COMPARE_WITH_TIMEOUT(m_store->panel(u"agent"_s, m_order, "->'addresses'->'shipping'->>'line1'"), u"Weg 9"_s, patienceMs);
    QCOMPARE(m_store->panel(u"agent"_s, m_order, "->'addresses'->'billing'->>'line1'"), u"Gartenweg 1"_s);
    QCOMPARE(m_store->panel(u"agent"_s, m_order, "->'addresses'->'billing'->>'city'"), u"München"_s);
}

void TestOrderContact::customerAndOpenOrdersFollowAndComeBack()
{
    const qint64 open1 = m_store->placeOrder();
    const qint64 otherwise = m_store->placeOrder();
    m_store->owner("update store.orders set email = 'gift@example.com' where id = $1", Params().integer(otherwise));
    const qint64 finished = m_store->placeOrder();
    m_store->payOrder(finished);
    m_store->shipOrder(finished);
    signIn(*m_desk, u"agent"_s);
    QVERIFY(m_desk->filter(u"payment:paid fulfilment:unfulfilled"_s));
    QVERIFY(m_desk->openRow(0));
    QDialog *sheet = open(*m_desk, u"contact"_s);
    QVERIFY(sheet);
    auto *all = sheet->findChild<QRadioButton *>(u"contactScope_open_orders"_s);
    QTRY_VERIFY_WITH_TIMEOUT(all->isEnabled() && all->text().contains(u"2 "_s), patienceMs);
    QVERIFY(sheet->findChild<QLabel *>(u"contactKept"_s)->text().contains(u"1 "_s));
    retype(sheet->findChild<QLineEdit *>(u"contact_email"_s), u"new@example.com"_s);
    all->setFocus();
    QTest::keyClick(all, Qt::Key_Space);
    QVERIFY(all->isChecked());
    send(sheet);
    QTRY_COMPARE_WITH_TIMEOUT(order("email", open1), u"new@example.com"_s, patienceMs);
    for (const QString &sentence : {u"The customer’s record says the same now."_s, u" 1 other open order"_s, u"said something else, which was left."_s})
        QTRY_VERIFY2_WITH_TIMEOUT(said().contains(sentence), qPrintable(said()), patienceMs);
    QCOMPARE(order("email", otherwise), u"gift@example.com"_s);
    const auto all4 = [&] { return order("email") + order("email", open1) + order("email", finished) + m_store->owner("select value from store.contact_point where kind = 'email'"); };
    QCOMPARE(all4(), u"new@example.comnew@example.comhans@example.comnew@example.com"_s);
    QVERIFY(m_desk->takeBack());
    QCOMPARE(all4(), u"hans@example.com"_s.repeated(4));
}

void TestOrderContact::wrongDataIsSaidBeforeItIsSent()
{
    signIn(*m_desk, u"agent"_s);
    QDialog *sheet = open(*m_desk, u"contact"_s);
    QVERIFY(sheet);
    retype(sheet->findChild<QLineEdit *>(u"contact_email"_s), u"hans at example"_s);
    QVERIFY(!sheet->findChild<QPushButton *>(u"contactButton"_s)->isEnabled());
    QCOMPARE(sheet->findChild<QLabel *>(u"contactAnswer"_s)->text(), orderReasonText(u"bad_email"_s));
    // What only the store knows is said by the store, and stays to be mended.
    retype(sheet->findChild<QLineEdit *>(u"contact_email"_s), u"hans@example.org"_s);
    retype(sheet->findChild<QLineEdit *>(u"contact_shipping.line2"_s), u"4111 1111 1111 1111"_s);
    send(sheet);
    QTRY_COMPARE_WITH_TIMEOUT(sheet->findChild<QLabel *>(u"contactAnswer"_s)->text(), orderReasonText(u"card_number"_s), patienceMs);
    QCOMPARE(sheet->findChild<QLineEdit *>(u"contact_shipping.line2"_s)->text(), u"4111 1111 1111 1111"_s);
    QCOMPARE(order("email"), u"hans@example.com"_s);
}

void TestOrderContact::differentFieldsMergeSilently()
{
    signIn(*m_desk, u"agent"_s);
    QDialog *sheet = open(*m_desk, u"contact"_s);
    QVERIFY(sheet);
    retype(sheet->findChild<QLineEdit *>(u"contact_email"_s), u"hans@example.org"_s);
    const auto colleague = colleagueWithPhone(u"+49 30 3"_s);
    QVERIFY(colleague);
    send(sheet);
    QTRY_COMPARE_WITH_TIMEOUT(order("email || ' ' || phone"), u"hans@example.org +49 30 3"_s, patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->window().findChild<QDialog *>(u"contactSheet"_s), patienceMs);
}

void TestOrderContact::sameFieldIsChosen_data()
{
    QTest::addColumn<QString>("choice"); // empty: typed anew
    QTest::addColumn<QString>("stands");
    QTest::newRow("mine") << u"contestMine_phone"_s << u"+49 30 2"_s;
    QTest::newRow("theirs") << u"contestTheirs_phone"_s << u"+49 30 3"_s;
    QTest::newRow("original") << u"contestOriginal_phone"_s << u"+49 170 1234567"_s;
    QTest::newRow("another one") << QString() << u"+49 30 4"_s;
}

void TestOrderContact::sameFieldIsChosen()
{
    QFETCH(const QString, choice);
    QFETCH(const QString, stands);
    signIn(*m_desk, u"agent"_s);
    QDialog *sheet = open(*m_desk, u"contact"_s);
    QVERIFY(sheet);
    auto *phone = sheet->findChild<QLineEdit *>(u"contact_phone"_s);
    retype(phone, u"+49 30 2"_s);
    retype(sheet->findChild<QLineEdit *>(u"contact_email"_s), u"hans@example.org"_s);
    const auto colleague = colleagueWithPhone(u"+49 30 3"_s);
    QVERIFY(colleague);

    send(sheet);
    QTRY_VERIFY_WITH_TIMEOUT(sheet->findChild<QRadioButton *>(u"contestMine_phone"_s) && sheet->findChild<QRadioButton *>(u"contestMine_phone"_s)->isVisible(), patienceMs);
    QVERIFY(sheet->findChild<QLabel *>(u"contactNews"_s)->text().contains(u"+49 30 3"_s));
    QCOMPARE(order("email"), u"hans@example.com"_s); // nothing was written in part
    // Nothing typed is lost, and nothing goes before it is decided.
    QCOMPARE(phone->text(), u"+49 30 2"_s);
    QCOMPARE(sheet->findChild<QLineEdit *>(u"contact_email"_s)->text(), u"hans@example.org"_s);
    QVERIFY(!sheet->findChild<QPushButton *>(u"contactButton"_s)->isEnabled());
    for (const QString &name : {u"contestMine_phone"_s, u"contestTheirs_phone"_s, u"contestOriginal_phone"_s})
        QVERIFY2(!sheet->findChild<QRadioButton *>(name)->isChecked(), qPrintable(name));
    if (choice.isEmpty()) {
        retype(phone, stands);
    } else {
        sheet->findChild<QRadioButton *>(choice)->setFocus();
        QTest::keyClick(sheet->findChild<QRadioButton *>(choice), Qt::Key_Space);
    }
    QCOMPARE(phone->text(), stands);
    send(sheet);
    QTRY_COMPARE_WITH_TIMEOUT(order("email || ' ' || phone"), u"hans@example.org "_s + stands, patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->window().findChild<QDialog *>(u"contactSheet"_s), patienceMs);
}

void TestOrderContact::draftGoesOnWhereItWas()
{
    signIn(*m_desk, u"agent"_s);
    for (const QString &verb : {u"contact"_s, u"assign"_s, u"tag"_s, u"message"_s}) {
        auto *sheet = qobject_cast<OrderSheet *>(open(*m_desk, verb));
        QVERIFY2(sheet, qPrintable(verb));
        QCOMPARE(sheet->typed(), QJsonObject());
        const QJsonObject typed = verb == u"contact" ? QJsonObject{{u"fields"_s, QJsonArray{QJsonObject{{u"field"_s, u"phone"_s}, {u"from"_s, u"+49 170 1234567"_s}, {u"to"_s, u"+49 1"_s}}}}, {u"scope"_s, 2}, {u"billedThere"_s, true}}
            : verb == u"assign"                      ? QJsonObject{{u"login"_s, u"lead"_s}, {u"name"_s, u"Lead"_s}}
            : verb == u"tag"                         ? QJsonObject{{u"added"_s, QJsonArray{u"gift"_s}}, {u"removed"_s, QJsonArray()}}
                                                     : QJsonObject{{u"text"_s, u"Which?"_s}};
        sheet->restore(typed);
        QCOMPARE(sheet->typed(), typed);
        m_desk->prompts.choice = 0;
        sheet->reject();
        QTRY_VERIFY_WITH_TIMEOUT(!m_desk->window().findChild<QDialog *>(verb + u"Sheet"_s), patienceMs);
    }
    QCOMPARE(m_store->owner("select count(*)::text from store.command where actor = 'agent'"), u"0"_s); // restoring executes nothing
}

void TestOrderContact::conflictSaysWhatOthersDid_data()
{
    QTest::addColumn<QString>("verb");
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("button");
    QTest::addColumn<QString>("status");
    QTest::newRow("hold") << u"hold"_s << u"holdNote"_s << u"holdPlaceButton"_s << u"on_hold paid"_s;
    QTest::newRow("cancel") << u"cancel"_s << u"cancelNote"_s << u"cancelOrderButton"_s << u"cancelled refunded"_s;
    QTest::newRow("refund") << u"refund"_s << u"refundReason"_s << u"refundButton"_s << u"unfulfilled partially_refunded"_s;
}

void TestOrderContact::conflictSaysWhatOthersDid()
{
    QFETCH(const QString, verb);
    QFETCH(const QString, field);
    QFETCH(const QString, button);
    QFETCH(const QString, status);
    signIn(*m_desk, u"lead"_s);
    QDialog *sheet = open(*m_desk, verb);
    QVERIFY(sheet);
    if (auto *pieces = sheet->findChild<QSpinBox *>(u"refundPieces1"_s))
        QTest::keyClick(pieces, Qt::Key_Up);
    auto *edit = sheet->findChild<QWidget *>(field);
    edit->setFocus();
    QTest::keyClicks(edit, u"kept"_s);
    QCOMPARE(m_store->agent("select desk.contact_fix(gen_random_uuid(), $1, '{\"phone\": {\"from\": \"+49 170 1234567\", \"to\": \"+49 30 9\"}}', 'order')->>'outcome'", Params().integer(m_order)), u"done"_s);
    QTest::mouseClick(sheet->findChild<QPushButton *>(button), Qt::LeftButton);
    const auto *news = sheet->findChild<QLabel *>(verb + u"News"_s);
    QTRY_VERIFY_WITH_TIMEOUT(news->isVisible() && news->text().contains(u"+49 30 9"_s), patienceMs);
    QCOMPARE(sheet->findChild<QLabel *>(verb + u"Answer"_s)->text(), orderReasonText(u"changed_meanwhile"_s));
    const auto *line = qobject_cast<QLineEdit *>(edit);
    QCOMPARE(line ? line->text() : qobject_cast<QPlainTextEdit *>(edit)->toPlainText(), u"kept"_s);
    // Looked at, it goes.
    QVERIFY(sheet->findChild<QPushButton *>(button)->isEnabled());
    QTest::mouseClick(sheet->findChild<QPushButton *>(button), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(order("fulfilment_status || ' ' || payment_status"), status, patienceMs);
}

void TestOrderContact::whatIsDecidedAllTheSameGoesByItself()
{
    QFETCH(const QString, verb);
    QFETCH(const QString, button);
    QFETCH(const QString, status);
    signIn(*m_desk, u"lead"_s);
    const QPointer<QDialog> sheet = open(*m_desk, verb);
    QVERIFY(sheet);
    if (auto *pieces = sheet->findChild<QSpinBox *>(u"refundPieces1"_s))
        QTest::keyClick(pieces, Qt::Key_Up);
    QCOMPARE(m_store->agent("select desk.tag(gen_random_uuid(), array[$1::bigint], '{gift}', '{}')->>'outcome'", Params().integer(m_order)), u"done"_s);
    QTest::mouseClick(sheet->findChild<QPushButton *>(button), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(order("fulfilment_status || ' ' || payment_status"), status, patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(!sheet, patienceMs);
    QCOMPARE(order("array_to_string(tags, ' ')"), u"gift"_s);
}

void TestOrderContact::holdOfOthersIsAskedAbout()
{
    signIn(*m_desk, u"lead"_s);
    QDialog *sheet = open(*m_desk, u"cancel"_s);
    QVERIFY(sheet);
    QCOMPARE(m_store->agent("select desk.hold_place(gen_random_uuid(), array[$1]::bigint[], array[$2]::int[], 'address', '')->>'outcome'", Params().integer(m_order).integer(order("version::text").toInt())), u"done"_s);
    auto *button = sheet->findChild<QPushButton *>(u"cancelOrderButton"_s);
    QTest::mouseClick(button, Qt::LeftButton);
    const auto *news = sheet->findChild<QLabel *>(u"cancelNews"_s);
    QTRY_VERIFY_WITH_TIMEOUT(news->isVisible() && news->text().contains(u"Put on hold by"_s), patienceMs);
    QCOMPARE(sheet->findChild<QLabel *>(u"cancelAnswer"_s)->text(), orderReasonText(u"changed_meanwhile"_s));
    QCOMPARE(order("fulfilment_status || ' ' || payment_status"), u"on_hold paid"_s);
    QVERIFY(button->isEnabled() && sheet->findChild<QLabel *>(u"cancelAnswer"_s)->isVisible()); // it is not on its way again
}

void TestOrderContact::shipmentFollowsWhatIsLeft()
{
    signIn(*m_desk, u"lead"_s);
    QDialog *sheet = open(*m_desk, u"ship"_s);
    QVERIFY(sheet);
    retype(sheet->findChild<QLineEdit *>(u"shipTracking1"_s), u"RX1"_s);
    QCOMPARE(m_store->fulfilment("select desk.ship(gen_random_uuid(), $1, $2::int, '[{\"lines\": [{\"line_no\": 1, \"quantity\": 1}]}]', false)->>'outcome'", Params().integer(m_order).integer(order("version::text").toInt())), u"done"_s);
    send(sheet);
    const auto *news = sheet->findChild<QLabel *>(u"shipNews"_s);
    QTRY_VERIFY_WITH_TIMEOUT(news->isVisible() && news->text().contains(u"1 of 2 shipped"_s), patienceMs);
    QCOMPARE(sheet->findChild<QSpinBox *>(u"shipPieces1_1"_s)->maximum(), 1);
    QCOMPARE(sheet->findChild<QLineEdit *>(u"shipTracking1"_s)->text(), u"RX1"_s);
    send(sheet);
    QTRY_COMPARE_WITH_TIMEOUT(order("fulfilment_status"), u"fulfilled"_s, patienceMs);
    QCOMPARE(m_store->owner("select string_agg(tracking, ' ' order by shipment_no) from store.shipment"), u" RX1"_s);
}

QTEST_MAIN(TestOrderContact)
#include "tst_ordercontact.moc"
