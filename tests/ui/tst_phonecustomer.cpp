// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/desk.h"

#include "ui/orders/phoneorderwindow.h"

#include <QComboBox>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>

#include <algorithm>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

namespace {

constexpr int patienceMs = 20'000;

} // namespace

/// Who is on the phone, and what they pay in: what was said is not overwritten by what is on record, and nobody inherits somebody else's
/// address.
class TestPhoneCustomer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_desk.reset(); }
    void whatWasTypedStaysWhenTheCustomerIsFound();
    void addressOfTwoPeopleIsNotMixed();
    void somebodyElseInheritsNothing();
    void somebodyElseInheritsNothingAfterADraftEither();
    void anotherCustomerTakesThePlaceOfTheFirst();
    void currenciesThatCannotBeHadAreAskedForAgain();
    void lateCurrenciesLeaveARestoredOneAlone();

private:
    /// A window for an order by phone, with the cursor.
    void openWindow();
    void choose(const QString &text) const;
    void type(const QString &field, const QString &text) const;
    [[nodiscard]] QString text(const QString &field) const { return m_window->findChild<QLineEdit *>(field)->text(); }
    [[nodiscard]] QString said(const QString &label) const;
    [[nodiscard]] QComboBox *currency() const { return m_window->findChild<QComboBox *>(u"phoneCurrency"_s); }
    void click(const QString &button) const { QTest::mouseClick(m_window->findChild<QPushButton *>(button), Qt::LeftButton); }

    std::unique_ptr<StoreUnderTest> m_store;
    std::unique_ptr<Desk> m_desk;
    PhoneOrderWindow *m_window = nullptr;
};

void TestPhoneCustomer::init()
{
    m_store = std::make_unique<StoreUnderTest>();
    m_store->placeOrder();
    m_store->placeOrder(u"Zoë Ünal"_s, u"zoe@example.com"_s);
    m_store->owner("update store.order_address set name = 'Zoë Ünal', line1 = 'Ring 7', city = 'Wien', postal_code = '1010', country = 'AT' where id in (select unnest(array[o.shipping_address_id, o.billing_address_id]) "
                   "from store.orders o where o.email = 'zoe@example.com')");
    m_desk = std::make_unique<Desk>(*m_store);
    QVERIFY(m_desk->signIn(u"agent"_s));
    QVERIFY(m_desk->waitForList());
}

void TestPhoneCustomer::openWindow()
{
    m_desk->backToTheList();
    m_desk->press(Qt::Key_N, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(QApplication::focusWidget() && QApplication::focusWidget()->objectName() == u"customerBox", patienceMs);
    m_window = qobject_cast<PhoneOrderWindow *>(m_desk->find<QWidget>(u"phoneOrderWindow"_s));
    QVERIFY(m_window);
}

void TestPhoneCustomer::type(const QString &field, const QString &text) const
{
    auto *edit = m_window->findChild<QLineEdit *>(field);
    edit->setFocus();
    edit->selectAll();
    m_desk->type(text);
}

void TestPhoneCustomer::choose(const QString &text) const
{
    type(u"customerBox"_s, text);
    const auto isFound = [this] {
        const auto lists = m_window->findChildren<QListWidget *>(u"lookUpResults"_s);
        return std::ranges::any_of(lists, [](const QListWidget *list) { return list->isVisible() && list->count() > 0 && (list->item(0)->flags() & Qt::ItemIsEnabled); });
    };
    QTRY_VERIFY_WITH_TIMEOUT(isFound(), patienceMs);
    m_desk->press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(QApplication::focusWidget() && QApplication::focusWidget()->objectName() == u"productBox", patienceMs);
}

QString TestPhoneCustomer::said(const QString &label) const
{
    const auto *found = m_window->findChild<QLabel *>(label);
    return found && found->isVisible() ? found->text() : QString();
}

void TestPhoneCustomer::whatWasTypedStaysWhenTheCustomerIsFound()
{
    openWindow();
    type(u"customerName"_s, u"Hans M."_s);
    type(u"customerPhone"_s, u"+49 89 777"_s);
    choose(u"hans@example.com"_s);
    QCOMPARE(text(u"customerName"_s), u"Hans M."_s);
    QCOMPARE(text(u"customerPhone"_s), u"+49 89 777"_s);
    QCOMPARE(text(u"customerEmail"_s), u"hans@example.com"_s);
    QCOMPARE(text(u"shipping_line1"_s), u"Gartenweg 1"_s);
    QVERIFY2(said(u"customerKnown"_s).contains(u"Hans Müller"_s) && said(u"customerKnown"_s).contains(u"Name, Phone"_s), qPrintable(said(u"customerKnown"_s)));
    click(u"customerForget"_s);
    QCOMPARE(text(u"customerName"_s), u"Hans M."_s);
    QCOMPARE(text(u"customerPhone"_s), u"+49 89 777"_s);
    QCOMPARE(text(u"customerEmail"_s), QString());
}

void TestPhoneCustomer::addressOfTwoPeopleIsNotMixed()
{
    openWindow();
    type(u"shipping_line1"_s, u"Weg 3"_s);
    choose(u"hans@example.com"_s);
    QCOMPARE(text(u"shipping_line1"_s), u"Weg 3"_s);
    QCOMPARE(text(u"shipping_city"_s), QString());
    QVERIFY2(said(u"customerKnown"_s).contains(u"Delivery address"_s), qPrintable(said(u"customerKnown"_s)));
}

void TestPhoneCustomer::somebodyElseInheritsNothing()
{
    openWindow();
    choose(u"hans@example.com"_s);
    QCOMPARE(text(u"customerName"_s), u"Hans Müller"_s);
    type(u"customerEmail"_s, u"anna@example.com"_s);
    type(u"shipping_line2"_s, u"c/o Blum"_s);
    click(u"customerForget"_s);
    for (const QString &field : {u"customerName"_s, u"customerPhone"_s, u"shipping_line1"_s, u"shipping_city"_s, u"shipping_postal_code"_s, u"billing_line1"_s})
        QCOMPARE(text(field), QString());
    // By hand, so it stays.
    QCOMPARE(text(u"customerEmail"_s), u"anna@example.com"_s);
    QCOMPARE(text(u"shipping_line2"_s), u"c/o Blum"_s);
    QVERIFY(!said(u"customerKnown"_s).contains(u"Hans"_s));
    QVERIFY(!m_window->typed().contains(u"customer_of"_s));
}

void TestPhoneCustomer::somebodyElseInheritsNothingAfterADraftEither()
{
    openWindow();
    choose(u"hans@example.com"_s);
    const QJsonObject typed = m_window->typed();
    click(u"customerForget"_s);
    m_window->restore(typed);
    QCOMPARE(text(u"customerName"_s), u"Hans Müller"_s);
    QCOMPARE(m_window->typed(), typed);
    click(u"customerForget"_s);
    QCOMPARE(m_window->typed(), QJsonObject());
}

void TestPhoneCustomer::anotherCustomerTakesThePlaceOfTheFirst()
{
    openWindow();
    choose(u"hans@example.com"_s);
    choose(u"zoe@example.com"_s);
    QCOMPARE(text(u"customerName"_s), u"Zoë Ünal"_s);
    QCOMPARE(text(u"customerEmail"_s), u"zoe@example.com"_s);
    QCOMPARE(text(u"shipping_line1"_s), u"Ring 7"_s);
    QCOMPARE(m_window->findChild<QComboBox *>(u"shipping_country"_s)->currentData().toString(), u"AT"_s);
    QVERIFY(!said(u"customerKnown"_s).contains(u"What was typed"_s));
}

void TestPhoneCustomer::currenciesThatCannotBeHadAreAskedForAgain()
{
    m_store->owner("insert into store.product (sku, title, price_minor, currency) values ('CUP-1', 'Cup', 200, 'CHF')");
    m_store->owner("revoke execute on function desk.order_defaults() from staff_agent");
    openWindow();
    QTRY_VERIFY_WITH_TIMEOUT(said(u"phoneCurrencySaid"_s).contains(u"could not be asked"_s), patienceMs);
    QCOMPARE(currency()->count(), 1);
    click(u"phoneCurrencyAsk"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_window->findChild<QPushButton *>(u"phoneCurrencyAsk"_s)->isEnabled(), patienceMs);
    QVERIFY(!said(u"phoneCurrencySaid"_s).isEmpty());
    m_store->owner("grant execute on function desk.order_defaults() to staff_agent");
    click(u"phoneCurrencyAsk"_s);
    QTRY_VERIFY_WITH_TIMEOUT(currency()->findText(u"CHF"_s) >= 0, patienceMs);
    QCOMPARE(said(u"phoneCurrencySaid"_s), QString());
    QVERIFY(!m_window->findChild<QPushButton *>(u"phoneCurrencyAsk"_s)->isVisible());
}

void TestPhoneCustomer::lateCurrenciesLeaveARestoredOneAlone()
{
    const auto holder = m_store->connect(Cluster::ownerLogin());
    QVERIFY(holder->query({u"test/hold"_s, "begin"}, {}) && holder->query({u"test/hold"_s, "lock table store.product in access exclusive mode"}, {}));
    openWindow();
    m_window->restore({{u"name"_s, u"Anna"_s}, {u"currency"_s, u"CHF"_s}});
    QCOMPARE(currency()->currentText(), u"CHF"_s);
    QVERIFY(holder->query({u"test/hold"_s, "rollback"}, {}));
    QTRY_COMPARE_WITH_TIMEOUT(m_window->findChild<QComboBox *>(u"shipping_country"_s)->currentData().toString(), u"DE"_s, patienceMs); // the answer is there
    QCOMPARE(currency()->currentText(), u"CHF"_s);
    QCOMPARE(m_window->typed().value(u"currency"_s).toString(), u"CHF"_s);
}

QTEST_MAIN(TestPhoneCustomer)
#include "tst_phonecustomer.moc"
