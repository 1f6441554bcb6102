// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/desk.h"
#include "tests/ui/listening.h"

#include "ui/common/isolate.h"
#include "ui/common/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>

#include <algorithm>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

namespace {

constexpr int patienceMs = 20'000;

} // namespace

/// What was written down about a parcel is put right at the window, and taken back, with keys and clicks.
class TestParcelSheet : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_desk.reset(); }
    void numberIsCorrectedToldAndTakenBack();
    void waitingMessageTellsWhatIsRight();
    void customerIsToldAsThePersonSays();
    void customerWithoutAddressIsNotTold();
    void parcelThatDidNotLeaveIsSentAgain();
    void onlyParcelThatDidNotLeaveIsShownAsTakenBack();
    void parcelThatCameBackStays();
    void whatIsTheSameIsNotSent();
    void scannersReturnSendsNothing();
    void colleaguesCorrectionIsSaidAndWhatWasTypedStays();
    void parcelOnThePageIsTheOneThatIsCorrected();
    void parcelOnThePageIsNotAnothersDraft();
    void discardKeepsTheParcelOnThePage();
    void nothingToCorrectIsSaid();

private:
    void signIn(const QString &login);
    /// Both mugs, each in a parcel of its own.
    void shipInTwo() const;
    /// Presses the button beside a parcel, by its place on the page; null where no sheet came of it.
    [[nodiscard]] QDialog *openFromPage(int place) const;
    /// Closes the sheet and keeps what was typed as a draft.
    void keepAndClose();
    /// What of the main window has the keyboard, or gets it back with it.
    [[nodiscard]] QString keyboardPlace() const { return m_desk->window().focusWidget() ? m_desk->window().focusWidget()->objectName() : QString(); }
    /// The sheet, opened with its keys over the order that is shown.
    [[nodiscard]] QDialog *open() const;
    void send() const { m_desk->press(Qt::Key_Return, Qt::ControlModifier); }
    void typeNumber(const QDialog *sheet, const QString &number) const;
    [[nodiscard]] QString parcels() const { return m_store->owner("select string_agg(concat_ws(' ', carrier, tracking, case when voided_at is not null then 'void' end), ', ' order by shipment_no) from store.shipment"); }
    [[nodiscard]] QString outbox() const { return m_store->owner("select coalesce(string_agg(template || ' ' || state, ', ' order by id), '') from mailroom.outbox"); }
    [[nodiscard]] QString order(const QByteArray &columns) const { return m_store->owner("select " + columns + " from store.orders where id = $1", Params().integer(m_order)); }
    /// Whether the order's page says something, word for word.
    [[nodiscard]] bool shows(const QString &text) const;

    std::unique_ptr<StoreUnderTest> m_store;
    std::unique_ptr<Desk> m_desk;
    qint64 m_order = 0;
};

void TestParcelSheet::init()
{
    m_store = std::make_unique<StoreUnderTest>();
    m_order = m_store->placeOrder();
    m_store->payOrder(m_order);
    m_store->owner("update store.setting set value = '600' where key = 'grace.seconds'"); // what is taken back here may come to it late
    m_desk = std::make_unique<Desk>(*m_store);
}

void TestParcelSheet::signIn(const QString &login)
{
    QVERIFY(m_desk->signIn(login));
    QVERIFY(m_desk->waitForList());
    QVERIFY(m_desk->openRow(0));
}

void TestParcelSheet::shipInTwo() const
{
    const QString two = uR"([{"carrier": "DHL", "tracking": "RX1", "lines": [{"line_no": 1, "quantity": 1}]}, {"carrier": "UPS", "tracking": "RX2", "lines": [{"line_no": 1, "quantity": 1}]}])"_s;
    const Params params = Params().integer(m_order).integer(order("version::text").toInt()).text(two);
    QCOMPARE(m_store->lead("select desk.ship(gen_random_uuid(), $1, $2::int, $3::jsonb, false)->>'outcome'", params), u"done"_s);
}

QDialog *TestParcelSheet::openFromPage(int place) const
{
    const QString name = u"panelCorrect%1"_s.arg(place);
    if (!QTest::qWaitFor([&] { return m_desk->find<QPushButton>(name) && !m_desk->sheet(u"parcelSheet"_s); }, patienceMs))
        return nullptr;
    m_desk->backToTheList();
    m_desk->find<QPushButton>(name)->setFocus();
    m_desk->press(Qt::Key_Space);
    return m_desk->sheet(u"parcelSheet"_s) ? m_desk->waitForSheet(u"parcelSheet"_s) : nullptr;
}

void TestParcelSheet::keepAndClose()
{
    m_desk->prompts.choice = 0;
    m_desk->press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->sheet(u"parcelSheet"_s), patienceMs);
    QCOMPARE(m_desk->drafts().all().size(), 1);
}

QDialog *TestParcelSheet::open() const
{
    const QAction *action = m_desk->action(u"parcelAction"_s);
    m_desk->backToTheList();
    if (!QTest::qWaitFor([action] { return action->isEnabled(); }, patienceMs))
        return nullptr;
    m_desk->press(Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
    return m_desk->waitForSheet(u"parcelSheet"_s);
}

void TestParcelSheet::typeNumber(const QDialog *sheet, const QString &number) const
{
    auto *tracking = sheet->findChild<QLineEdit *>(u"parcelTracking"_s);
    tracking->setFocus();
    tracking->selectAll();
    m_desk->type(number);
}

bool TestParcelSheet::shows(const QString &text) const
{
    const QList<QLabel *> labels = m_desk->find<QWidget>(u"orderView"_s)->findChildren<QLabel *>();
    return std::ranges::any_of(labels, [&text](const QLabel *label) { return label->text() == text; });
}

void TestParcelSheet::numberIsCorrectedToldAndTakenBack()
{
    m_store->shipOrder(m_order);
    signIn(u"fulfilment"_s);
    QDialog *sheet = open();
    QVERIFY(sheet);
    auto *tracking = sheet->findChild<QLineEdit *>(u"parcelTracking"_s);
    const auto *isTold = sheet->findChild<QCheckBox *>(u"parcelIsTold"_s);
    QVERIFY(tracking->hasFocus());
    QCOMPARE(tracking->text(), u"RX000000001DE"_s);
    QCOMPARE(sheet->findChild<QComboBox *>(u"parcelCarrier"_s)->currentText(), u"DHL"_s);
    QVERIFY(!sheet->findChild<QComboBox *>(u"parcelChoice"_s)->isVisible());
    const QString about = sheet->findChild<QLabel *>(u"parcelAbout"_s)->text();
    QVERIFY2(about.startsWith(u"Parcel 1: 2 × %1 · %2 %3 · "_s.arg(isolated(u"Mug"_s), isolated(u"DHL"_s), isolated(u"RX000000001DE"_s))), qPrintable(about));
    QVERIFY(!isTold->isChecked());
    typeNumber(sheet, u"RX9DE"_s);
    QVERIFY(isTold->isChecked()); // the number they have is wrong
    send();
    QTRY_COMPARE_WITH_TIMEOUT(parcels(), u"DHL RX9DE"_s, patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->sheet(u"parcelSheet"_s), patienceMs);
    QCOMPARE(outbox(), u"shipped waiting"_s); // nobody had told them of it before
    const auto *said = m_desk->find<QLabel>(u"undoText"_s);
    QTRY_VERIFY2_WITH_TIMEOUT(said->text().contains(u"Parcel 1 of "_s + order("number") + u" corrected. The customer is told what is right."_s), qPrintable(said->text()), patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(shows(u"2 × Mug\nTracking number: RX9DE (before: RX000000001DE)"_s), patienceMs);
    QVERIFY(m_desk->takeBack());
    QCOMPARE(parcels(), u"DHL RX000000001DE"_s);
    QCOMPARE(outbox(), u"shipped withdrawn"_s);
}

void TestParcelSheet::waitingMessageTellsWhatIsRight()
{
    const Params params = Params().integer(m_order).integer(order("version::text").toInt()).text(uR"([{"carrier": "DHL", "tracking": "RX1", "lines": [{"line_no": 1, "quantity": 2}]}])"_s);
    QCOMPARE(m_store->lead("select desk.ship(gen_random_uuid(), $1, $2::int, $3::jsonb, true)->>'outcome'", params), u"done"_s);
    QCOMPARE(outbox(), u"shipped waiting"_s);
    signIn(u"fulfilment"_s);
    const QDialog *sheet = open();
    QVERIFY(sheet);
    typeNumber(sheet, u"RX9"_s);
    send();
    QTRY_COMPARE_WITH_TIMEOUT(parcels(), u"DHL RX9"_s, patienceMs);
    QCOMPARE(outbox(), u"shipped waiting"_s); // it is written when it leaves
    const auto *said = m_desk->find<QLabel>(u"undoText"_s);
    QTRY_VERIFY2_WITH_TIMEOUT(said->text().contains(u"corrected. The customer is told what is right."_s), qPrintable(said->text()), patienceMs);
}

void TestParcelSheet::customerIsToldAsThePersonSays()
{
    m_store->shipOrder(m_order);
    signIn(u"lead"_s);
    QDialog *sheet = open();
    QVERIFY(sheet);
    auto *isTold = sheet->findChild<QCheckBox *>(u"parcelIsTold"_s);
    typeNumber(sheet, u"RX9"_s);
    isTold->setFocus();
    m_desk->press(Qt::Key_Space);
    QVERIFY(!isTold->isChecked());
    typeNumber(sheet, u"RX8"_s);
    QVERIFY(!isTold->isChecked()); // what was said stays said
    auto *carrier = sheet->findChild<QComboBox *>(u"parcelCarrier"_s);
    carrier->setFocus();
    carrier->lineEdit()->selectAll();
    m_desk->type(u"Zebra Post"_s);
    send();
    QTRY_COMPARE_WITH_TIMEOUT(parcels(), u"Zebra Post RX8"_s, patienceMs);
    QCOMPARE(outbox(), QString());
}

void TestParcelSheet::customerWithoutAddressIsNotTold()
{
    m_store->owner("update store.orders set email = null");
    m_store->shipOrder(m_order);
    signIn(u"fulfilment"_s); // who may not write to anybody
    QDialog *sheet = open();
    QVERIFY(sheet);
    typeNumber(sheet, u"RX9"_s);
    const auto *isTold = sheet->findChild<QCheckBox *>(u"parcelIsTold"_s);
    QVERIFY(!isTold->isEnabled() && !isTold->isChecked());
    QCOMPARE(sheet->findChild<QLabel *>(u"parcelUntold"_s)->text(), orderReasonText(u"no_email"_s));
    send();
    QTRY_COMPARE_WITH_TIMEOUT(parcels(), u"DHL RX9"_s, patienceMs);
    QCOMPARE(outbox(), QString());
}

void TestParcelSheet::parcelThatDidNotLeaveIsSentAgain()
{
    shipInTwo();
    signIn(u"fulfilment"_s);
    QDialog *sheet = open();
    QVERIFY(sheet);
    auto *choice = sheet->findChild<QComboBox *>(u"parcelChoice"_s);
    auto *tracking = sheet->findChild<QLineEdit *>(u"parcelTracking"_s);
    QVERIFY(choice->isVisible());
    QCOMPARE(choice->count(), 2);
    QCOMPARE(tracking->text(), u"RX2"_s); // the one that was written down last
    choice->setFocus();
    m_desk->press(Qt::Key_Up);
    QCOMPARE(tracking->text(), u"RX1"_s);
    QCOMPARE(sheet->findChild<QComboBox *>(u"parcelCarrier"_s)->currentText(), u"DHL"_s);
    sheet->findChild<QRadioButton *>(u"parcelIsVoid"_s)->setFocus();
    m_desk->press(Qt::Key_Space);
    QVERIFY(!tracking->isEnabled());
    send();
    QTRY_COMPARE_WITH_TIMEOUT(parcels(), u"DHL RX1 void, UPS RX2"_s, patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->sheet(u"parcelSheet"_s), patienceMs);
    QCOMPARE(order("fulfilment_status"), u"partially_fulfilled"_s);
    QTRY_VERIFY_WITH_TIMEOUT(shows(u"Parcel 1, taken back"_s) && shows(u"Parcel taken back"_s), patienceMs);
    QVERIFY(!m_desk->find<QPushButton>(u"panelCorrect0"_s));
    QVERIFY(m_desk->takeBack());
    QCOMPARE(parcels(), u"DHL RX1, UPS RX2"_s);
    QCOMPARE(order("fulfilment_status"), u"fulfilled"_s);
}

void TestParcelSheet::onlyParcelThatDidNotLeaveIsShownAsTakenBack()
{
    m_store->shipOrder(m_order);
    signIn(u"fulfilment"_s);
    const QDialog *sheet = openFromPage(0);
    QVERIFY(sheet);
    sheet->findChild<QRadioButton *>(u"parcelIsVoid"_s)->setFocus();
    m_desk->press(Qt::Key_Space);
    send();
    QTRY_COMPARE_WITH_TIMEOUT(parcels(), u"DHL RX000000001DE void"_s, patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->sheet(u"parcelSheet"_s) && shows(u"Parcel 1, taken back"_s), patienceMs);
    const auto *number = m_desk->find<QLabel>(u"panelTracking0"_s);
    QVERIFY(number->palette().color(QPalette::WindowText) == Theme::text(Theme::Tone::Faint));
    // The button that was pressed is gone, and the keyboard is still where it was.
    QVERIFY(!m_desk->find<QPushButton>(u"panelCorrect0"_s));
    QCOMPARE(keyboardPlace(), u"orderView"_s);
}

void TestParcelSheet::parcelThatCameBackStays()
{
    m_store->shipOrder(m_order);
    const Params params = Params().integer(m_order).integer(order("version::text").toInt());
    QCOMPARE(m_store->lead("select desk.stock_return(gen_random_uuid(), $1, $2::int, '[{\"line_no\": 1, \"quantity\": 2}]')->>'outcome'", params), u"done"_s);
    signIn(u"lead"_s);
    QDialog *sheet = open();
    QVERIFY(sheet);
    QVERIFY(!sheet->findChild<QRadioButton *>(u"parcelIsVoid"_s)->isEnabled());
    const auto *kept = sheet->findChild<QLabel *>(u"parcelKept"_s);
    QVERIFY(kept->isVisible());
    QCOMPARE(kept->text(), orderReasonText(u"parcel_returned"_s));
    // Its number can be put right all the same.
    typeNumber(sheet, u"RX9"_s);
    send();
    QTRY_COMPARE_WITH_TIMEOUT(parcels(), u"DHL RX9"_s, patienceMs);
}

void TestParcelSheet::whatIsTheSameIsNotSent()
{
    m_store->shipOrder(m_order);
    signIn(u"lead"_s);
    QDialog *sheet = open();
    QVERIFY(sheet);
    const auto *button = sheet->findChild<QPushButton *>(u"parcelButton"_s);
    const auto *answer = sheet->findChild<QLabel *>(u"parcelAnswer"_s);
    QVERIFY(!button->isEnabled());
    QVERIFY(button->toolTip().contains(u"Nothing has been changed"_s));
    const auto *number = sheet->findChild<QLineEdit *>(u"parcelTracking"_s);
    sheet->resize(sheet->width(), sheet->layout()->totalHeightForWidth(sheet->width())); // just so that all of it is seen
    const int height = number->height();
    send();
    QCOMPARE(answer->text(), button->toolTip());
    // The answer takes no room from the form.
    QTRY_VERIFY_WITH_TIMEOUT(answer->isVisible() && answer->height() >= answer->heightForWidth(answer->width()), patienceMs);
    QTRY_COMPARE_WITH_TIMEOUT(number->height(), height, patienceMs);
    typeNumber(sheet, u"RX9"_s);
    QVERIFY(button->isEnabled());
    QVERIFY(answer->text().isEmpty());
    typeNumber(sheet, u" RX000000001DE "_s);
    QVERIFY(!button->isEnabled());
    // Nothing is typed that would have to be asked about.
    m_desk->press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->sheet(u"parcelSheet"_s), patienceMs);
    QVERIFY(m_desk->prompts.asked.isEmpty());
    QCOMPARE(m_store->owner("select count(*)::text from store.order_change"), u"0"_s);
}

void TestParcelSheet::scannersReturnSendsNothing()
{
    m_store->shipOrder(m_order);
    signIn(u"lead"_s);
    QDialog *sheet = open();
    QVERIFY(sheet);
    typeNumber(sheet, u"RX9"_s);
    m_desk->press(Qt::Key_Return);
    QVERIFY(sheet->isVisible());
    QVERIFY(!sheet->findChild<QLineEdit *>(u"parcelTracking"_s)->hasFocus());
    QVERIFY(sheet->findChild<QPushButton *>(u"parcelButton"_s)->isEnabled());
    QCOMPARE(parcels(), u"DHL RX000000001DE"_s);
    send();
    QTRY_COMPARE_WITH_TIMEOUT(parcels(), u"DHL RX9"_s, patienceMs);
}

void TestParcelSheet::colleaguesCorrectionIsSaidAndWhatWasTypedStays()
{
    m_store->shipOrder(m_order);
    signIn(u"fulfilment"_s);
    QDialog *sheet = open();
    QVERIFY(sheet);
    typeNumber(sheet, u"RX5"_s);
    const Params params = Params().integer(m_order).integer(order("version::text").toInt());
    QCOMPARE(m_store->lead("select desk.parcel_fix(gen_random_uuid(), $1, $2::int, 1, 'UPS', 'RX7', false)->>'outcome'", params), u"done"_s);
    send();
    const auto *news = sheet->findChild<QLabel *>(u"parcelNews"_s);
    QTRY_VERIFY2_WITH_TIMEOUT(news->text().contains(u"Parcel 1: UPS · RX7 (before: DHL · RX000000001DE)"_s), qPrintable(news->text()), patienceMs);
    QVERIFY(sheet->findChild<QLabel *>(u"parcelAnswer"_s)->text().contains(u"changed the order meanwhile"_s));
    QCOMPARE(sheet->findChild<QLineEdit *>(u"parcelTracking"_s)->text(), u"RX5"_s);
    QCOMPARE(sheet->findChild<QComboBox *>(u"parcelCarrier"_s)->currentText(), u"UPS"_s); // nobody typed another here
    QCOMPARE(parcels(), u"UPS RX7"_s);
    send();
    QTRY_COMPARE_WITH_TIMEOUT(parcels(), u"UPS RX5"_s, patienceMs);
}

void TestParcelSheet::parcelOnThePageIsTheOneThatIsCorrected()
{
    shipInTwo();
    signIn(u"lead"_s);
    const QDialog *sheet = openFromPage(0);
    QVERIFY(sheet);
    QCOMPARE(sheet->findChild<QLineEdit *>(u"parcelTracking"_s)->text(), u"RX1"_s);
    typeNumber(sheet, u"RX9"_s);
    send();
    QTRY_COMPARE_WITH_TIMEOUT(parcels(), u"DHL RX9, UPS RX2"_s, patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->sheet(u"parcelSheet"_s) && shows(u"RX9"_s), patienceMs);
    QCOMPARE(keyboardPlace(), u"panelCorrect0"_s); // though the page was built anew
}

void TestParcelSheet::parcelOnThePageIsNotAnothersDraft()
{
    shipInTwo();
    signIn(u"lead"_s);
    const QDialog *sheet = openFromPage(0);
    QVERIFY(sheet);
    typeNumber(sheet, u"RX9"_s);
    keepAndClose();
    // Nothing happens to the draft, or to the other parcel, before somebody has said which is meant.
    m_desk->prompts.choice = -1;
    QVERIFY(!openFromPage(1));
    QVERIFY2(m_desk->prompts.said.contains(u"parcel 1"_s), qPrintable(m_desk->prompts.said));
    QCOMPARE(m_desk->drafts().all().size(), 1);
    m_desk->prompts.choice = 0;
    sheet = openFromPage(1);
    QVERIFY(sheet);
    QCOMPARE(sheet->findChild<QComboBox *>(u"parcelChoice"_s)->currentData().toInt(), 1);
    QCOMPARE(sheet->findChild<QLineEdit *>(u"parcelTracking"_s)->text(), u"RX9"_s);
    QVERIFY(!sheet->findChild<QLabel *>(u"parcelOther"_s)->isVisible());
    m_desk->press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->sheet(u"parcelSheet"_s), patienceMs);
    m_desk->prompts.choice = 1;
    sheet = openFromPage(1);
    QVERIFY(sheet);
    QCOMPARE(m_desk->drafts().all().size(), 0);
    QCOMPARE(sheet->findChild<QLineEdit *>(u"parcelTracking"_s)->text(), u"RX2"_s);
    typeNumber(sheet, u"RX8"_s);
    send();
    QTRY_COMPARE_WITH_TIMEOUT(parcels(), u"DHL RX1, UPS RX8"_s, patienceMs);
}

void TestParcelSheet::discardKeepsTheParcelOnThePage()
{
    shipInTwo();
    signIn(u"lead"_s);
    const QDialog *sheet = openFromPage(0);
    QVERIFY(sheet);
    typeNumber(sheet, u"RX9"_s);
    keepAndClose();
    sheet = openFromPage(0); // the same one: nothing is asked
    QVERIFY(sheet);
    QCOMPARE(sheet->findChild<QLineEdit *>(u"parcelTracking"_s)->text(), u"RX9"_s);
    sheet->findChild<QPushButton *>(u"parcelRestoredDiscard"_s)->setFocus();
    m_desk->press(Qt::Key_Space);
    const auto tracking = [this] {
        const QDialog *anew = m_desk->sheet(u"parcelSheet"_s);
        return anew ? anew->findChild<QLineEdit *>(u"parcelTracking"_s)->text() : QString();
    };
    QTRY_COMPARE_WITH_TIMEOUT(tracking(), u"RX1"_s, patienceMs); // and not the last one's
    QCOMPARE(m_desk->drafts().all().size(), 0);
}

void TestParcelSheet::nothingToCorrectIsSaid()
{
    signIn(u"lead"_s);
    QTRY_COMPARE_WITH_TIMEOUT(ActionRegistry::whyOff(m_desk->action(u"parcelAction"_s)), orderReasonText(u"nothing_shipped"_s), patienceMs);
    QVERIFY(waitUntilItListens(*m_store, u"lead"_s));
    m_store->shipOrder(m_order);
    m_store->owner("notify steward_orders");
    QTRY_COMPARE_WITH_TIMEOUT(ActionRegistry::whyOff(m_desk->action(u"parcelAction"_s)), QString(), patienceMs);
}

QTEST_MAIN(TestParcelSheet)
#include "tst_parcelsheet.moc"
