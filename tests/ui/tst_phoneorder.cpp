// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/desk.h"

#include "ui/orders/orderpanel.h"
#include "ui/orders/ordersheet.h"
#include "ui/orders/phoneorderform.h"
#include "ui/orders/phoneorderwindow.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSpinBox>
#include <QToolButton>

#include <algorithm>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

namespace {

QString euro(qint64 minor)
{
    return Money{minor, u"EUR"_s}.toText();
}

} // namespace

/// With a customer on the phone: lines of an order are changed and a new order is taken, from the keyboard.
class TestPhoneOrder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_desk.reset(); }
    void morePiecesAreToBePaidAndTakenBack();
    void fewerPiecesAreToBeRefunded();
    void whatIsToBeGivenBackStaysAtTheOrder();
    void productIsFoundAndAddedFromTheKeyboard();
    void lineIsTakenOutAndOneOfOwnWordsAdded();
    void unchangedLinesAreNotSent();
    void somebodyShippedMeanwhile();
    void otherLinesOfSomebodyElseComeIn();
    void sameLineOfSomebodyElseIsShownBesideMine();
    void somebodyElsesTagIsNoConflict();
    void linesAreRestored();
    void newCustomerWithoutEmailOrders();
    void customerIsFoundByPhone();
    void whatIsWrongStandsBesideTheField();
    void doubleClickTakesOneOrder();
    void lostOrderIsAskedForAgainUnderItsId();
    void closingAsksFirst();
    void fulfilmentTakesNoOrders();

private:
    void signIn(const QString &login = u"agent"_s);
    QString order(const QByteArray &columns) const { return m_store->owner("select " + columns + " from store.orders where id = $1", Params().integer(m_order)); }
    QString lines() const { return m_store->owner("select string_agg(quantity || ' ' || title || ' ' || price_minor, ', ' order by line_no) from store.order_line where order_id = $1", Params().integer(m_order)); }
    /// The lead changes the lines of the order, at its version now.
    QString leadChanges(const QByteArray &json) const;
    [[nodiscard]] QDialog *openLines() const;
    [[nodiscard]] QWidget *openPhoneOrder() const;
    /// The same with an agent who has just come to the desk.
    [[nodiscard]] QDialog *signInToLines();
    [[nodiscard]] QWidget *signInToPhoneOrder();
    [[nodiscard]] static QSpinBox *pieces(const QDialog *sheet, const QString &line = u"1"_s) { return sheet->findChild<QSpinBox *>(u"linePieces"_s + line); }
    /// One piece more of the first line, or one less.
    void stepPieces(const QDialog *sheet, Qt::Key key) const;
    void send() const { m_desk->press(Qt::Key_Return, Qt::ControlModifier); }
    /// What an amount beside the lines says, and what it is.
    [[nodiscard]] static QString amount(const QWidget *in, const QString &name);
    [[nodiscard]] static QString said(const QWidget *in, const QString &label);
    /// Presses Tab until the cursor is in the field; false when it comes back to where it was.
    [[nodiscard]] bool tabTo(const QString &field) const;
    [[nodiscard]] bool typeInto(const QString &field, const QString &text) const;
    /// Types into a look-up box and waits until something was found for it.
    [[nodiscard]] bool lookUp(QWidget *in, const QString &box, const QString &text) const;
    /// Takes the first product that is found, and waits until its pieces can be typed.
    [[nodiscard]] bool addProduct(QWidget *in, const QString &text) const;
    [[nodiscard]] bool isInPanel(const QString &text) const;
    static bool hasFocus(const QString &field) { return QApplication::focusWidget() && QApplication::focusWidget()->objectName() == field; }

    std::unique_ptr<StoreUnderTest> m_store;
    std::unique_ptr<Desk> m_desk;
    qint64 m_order = 0; ///< two mugs for 25.00, 4.90 shipping, paid
};

void TestPhoneOrder::init()
{
    m_store = std::make_unique<StoreUnderTest>();
    m_store->owner("insert into store.product (sku, title, price_minor, currency) values ('SPN-1', 'Oak spoon', 200, 'EUR'), ('BWL-1', 'Oak bowl', 900, 'EUR')");
    m_order = m_store->placeOrder();
    m_store->payOrder(m_order);
    m_desk = std::make_unique<Desk>(*m_store);
}

void TestPhoneOrder::signIn(const QString &login)
{
    QVERIFY(m_desk->signIn(login));
    QVERIFY(m_desk->waitForList());
    QVERIFY(m_desk->openRow(0));
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->drafts().isSafe(), 20'000); // until then nothing is offered to be kept
}

QString TestPhoneOrder::leadChanges(const QByteArray &json) const
{
    return m_store->lead("select coalesce(nullif(r->>'reason', ''), r->>'outcome') from desk.lines_change(gen_random_uuid(), $1, $2::int, $3::jsonb, false) r",
                         Params().integer(m_order).integer(order("version::text").toInt()).text(QString::fromUtf8(json)));
}

QDialog *TestPhoneOrder::openLines() const
{
    m_desk->backToTheList();
    QAction *action = m_desk->action(u"linesAction"_s);
    if (!QTest::qWaitFor([action] { return action->isEnabled(); }, 20'000))
        return nullptr;
    m_desk->press(Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
    return m_desk->waitForSheet(u"linesSheet"_s);
}

QWidget *TestPhoneOrder::openPhoneOrder() const
{
    m_desk->backToTheList();
    m_desk->press(Qt::Key_N, Qt::ControlModifier);
    if (!QTest::qWaitFor([] { return hasFocus(u"customerBox"_s); }, 20'000))
        return nullptr;
    auto *window = m_desk->find<QWidget>(u"phoneOrderWindow"_s);
    // It has asked what orders are paid in, and where they go.
    const auto isReady = [window] { return window->findChild<QComboBox *>(u"shipping_country"_s)->currentData().toString() == u"DE"; };
    return QTest::qWaitFor(isReady, 20'000) ? window : nullptr;
}

QDialog *TestPhoneOrder::signInToLines()
{
    signIn();
    return QTest::currentTestFailed() ? nullptr : openLines();
}

QWidget *TestPhoneOrder::signInToPhoneOrder()
{
    signIn();
    return QTest::currentTestFailed() ? nullptr : openPhoneOrder();
}

void TestPhoneOrder::stepPieces(const QDialog *sheet, Qt::Key key) const
{
    pieces(sheet)->setFocus();
    m_desk->press(key);
}

QString TestPhoneOrder::amount(const QWidget *in, const QString &name)
{
    return said(in, u"moneyText"_s + name) + u' ' + said(in, u"money"_s + name);
}

QString TestPhoneOrder::said(const QWidget *in, const QString &label)
{
    const auto *found = in->findChild<QLabel *>(label);
    return found && found->isVisible() ? found->text() : QString();
}

bool TestPhoneOrder::isInPanel(const QString &text) const
{
    const auto labels = m_desk->find<QWidget>(u"orderPanel"_s)->findChildren<QLabel *>();
    return std::ranges::any_of(labels, [&text](const QLabel *label) { return label->text().contains(text); });
}

bool TestPhoneOrder::tabTo(const QString &field) const
{
    constexpr int mostFields = 60;
    for (int i = 0; i < mostFields && !hasFocus(field); ++i)
        m_desk->press(Qt::Key_Tab);
    return hasFocus(field);
}

bool TestPhoneOrder::typeInto(const QString &field, const QString &text) const
{
    if (!tabTo(field))
        return false;
    m_desk->type(text);
    return true;
}

bool TestPhoneOrder::addProduct(QWidget *in, const QString &text) const
{
    if (!lookUp(in, u"productBox"_s, text))
        return false;
    m_desk->press(Qt::Key_Return);
    return QTest::qWaitFor([] { return hasFocus(u"linePiecesNew1"_s); }, 20'000);
}

bool TestPhoneOrder::lookUp(QWidget *in, const QString &box, const QString &text) const
{
    in->findChild<QLineEdit *>(box)->setFocus();
    m_desk->type(text);
    return QTest::qWaitFor([in] {
        for (const QListWidget *list : in->findChildren<QListWidget *>(u"lookUpResults"_s)) {
            if (list->isVisible() && list->count() > 0 && (list->item(0)->flags() & Qt::ItemIsEnabled))
                return true;
        }
        return false;
    }, 20'000);
}

void TestPhoneOrder::morePiecesAreToBePaidAndTakenBack()
{
    QDialog *sheet = signInToLines();
    QVERIFY(sheet);
    stepPieces(sheet, Qt::Key_Up);
    QTRY_COMPARE_WITH_TIMEOUT(amount(sheet, u"Difference"_s), u"Difference to pay "_s + euro(1250), 20'000);
    QCOMPARE(amount(sheet, u"OldTotal"_s), u"Total until now "_s + euro(2990));
    QCOMPARE(amount(sheet, u"Total"_s), u"Total with these lines "_s + euro(4240));
    QCOMPARE(amount(sheet, u"Paid"_s), u"Paid "_s + euro(2990));
    QCOMPARE(order("total_minor::text"), u"2990"_s); // nothing was written yet
    send();
    QTRY_COMPARE_WITH_TIMEOUT(order("total_minor || ' ' || payment_status"), u"4240 partially_paid"_s, 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->find<QWidget>(u"undoBar"_s)->isVisible(), 20'000);
    QVERIFY2(m_desk->find<QLabel>(u"undoText"_s)->text().contains(u"%1 are still to be paid."_s.arg(euro(1250))), qPrintable(m_desk->find<QLabel>(u"undoText"_s)->text()));
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->sheet(u"linesSheet"_s), 20'000);
    m_desk->backToTheList();
    m_desk->press(Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(order("total_minor || ' ' || payment_status"), u"2990 paid"_s, 20'000);
    QCOMPARE(lines(), u"2 Mug 1250"_s);
}

void TestPhoneOrder::fewerPiecesAreToBeRefunded()
{
    QDialog *sheet = signInToLines();
    QVERIFY(sheet);
    stepPieces(sheet, Qt::Key_Down);
    QTRY_COMPARE_WITH_TIMEOUT(amount(sheet, u"Difference"_s), u"To refund "_s + euro(1250), 20'000);
    auto *price = sheet->findChild<QDoubleSpinBox *>(u"linePrice1"_s);
    price->setFocus();
    price->selectAll();
    m_desk->type(QLocale().toString(25.0, 'f', 2));
    m_desk->press(Qt::Key_Tab);
    QTRY_COMPARE_WITH_TIMEOUT(amount(sheet, u"Difference"_s), u"Nothing to pay or refund "_s + euro(0), 20'000);
    send();
    QTRY_COMPARE_WITH_TIMEOUT(lines(), u"1 Mug 2500"_s, 20'000);
    QCOMPARE(order("total_minor || ' ' || payment_status"), u"2990 paid"_s);
}

/// The sentence of the answer goes, and the money is owed still.
void TestPhoneOrder::whatIsToBeGivenBackStaysAtTheOrder()
{
    QDialog *sheet = signInToLines();
    QVERIFY(sheet);
    const auto isShown = [this](const QString &text) {
        const QList<QLabel *> labels = m_desk->find<QWidget>(u"orderPanel"_s)->findChildren<QLabel *>();
        return std::ranges::any_of(labels, [&text](const QLabel *label) { return label->text() == text; });
    };
    QVERIFY(!isShown(u"To be given back"_s) && !isShown(u"Still to be paid"_s));
    stepPieces(sheet, Qt::Key_Down);
    QTRY_COMPARE_WITH_TIMEOUT(amount(sheet, u"Difference"_s), u"To refund "_s + euro(1250), 20'000);
    send();
    QTRY_COMPARE_WITH_TIMEOUT(order("total_minor || ' ' || payment_status"), u"1740 paid"_s, 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(isShown(u"To be given back"_s) && isShown(euro(1250)), 20'000);
}

void TestPhoneOrder::productIsFoundAndAddedFromTheKeyboard()
{
    QDialog *sheet = signInToLines();
    QVERIFY(sheet);
    QTRY_VERIFY_WITH_TIMEOUT(hasFocus(u"productBox"_s), 20'000);
    QVERIFY(addProduct(sheet, u"spoon oak"_s));
    m_desk->type(u"3"_s);
    m_desk->press(Qt::Key_Return);
    QVERIFY(hasFocus(u"productBox"_s));
    QVERIFY(m_desk->sheet(u"linesSheet"_s)); // Enter in a number does not send
    // The same product again is one piece more, not another line.
    QVERIFY(lookUp(sheet, u"productBox"_s, u"SPN-"_s));
    m_desk->press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(pieces(sheet, u"New1"_s)->value(), 4, 20'000);
    QTRY_COMPARE_WITH_TIMEOUT(amount(sheet, u"Difference"_s), u"Difference to pay "_s + euro(800), 20'000);
    send();
    QTRY_COMPARE_WITH_TIMEOUT(lines(), u"2 Mug 1250, 4 Oak spoon 200"_s, 20'000);
    QCOMPARE(m_store->owner("select count(*)::text from store.order_line l join store.product p on p.id = l.product_id where l.sku = 'SPN-1'"), u"1"_s);
}

void TestPhoneOrder::lineIsTakenOutAndOneOfOwnWordsAdded()
{
    QDialog *sheet = signInToLines();
    QVERIFY(sheet);
    auto *out = sheet->findChild<QToolButton *>(u"lineOut1"_s);
    out->setFocus();
    m_desk->press(Qt::Key_Space);
    QTRY_VERIFY_WITH_TIMEOUT(said(sheet, u"linesAnswer"_s).contains(u"at least one line"_s), 20'000);
    QVERIFY(!sheet->findChild<QPushButton *>(u"linesButton"_s)->isEnabled());
    sheet->findChild<QPushButton *>(u"ownLineButton"_s)->setFocus();
    m_desk->press(Qt::Key_Space);
    QVERIFY(hasFocus(u"lineTitleNew1"_s));
    m_desk->type(u"Engraving"_s);
    m_desk->press(Qt::Key_Tab);
    m_desk->press(Qt::Key_Tab);
    QVERIFY(hasFocus(u"linePriceNew1"_s));
    sheet->findChild<QDoubleSpinBox *>(u"linePriceNew1"_s)->selectAll();
    m_desk->type(QLocale().toString(7.5, 'f', 2));
    m_desk->press(Qt::Key_Tab);
    QTRY_COMPARE_WITH_TIMEOUT(amount(sheet, u"Total"_s), u"Total with these lines "_s + euro(1240), 20'000);
    send();
    QTRY_COMPARE_WITH_TIMEOUT(lines(), u"1 Engraving 750"_s, 20'000);
}

void TestPhoneOrder::unchangedLinesAreNotSent()
{
    QDialog *sheet = signInToLines();
    QVERIFY(sheet);
    auto *button = sheet->findChild<QPushButton *>(u"linesButton"_s);
    QVERIFY(!button->isEnabled());
    auto *out = sheet->findChild<QToolButton *>(u"lineOut1"_s);
    QTest::mouseClick(out, Qt::LeftButton);
    QVERIFY(button->isEnabled() && !pieces(sheet)->isEnabled());
    QTest::mouseClick(out, Qt::LeftButton); // put back
    QVERIFY(!button->isEnabled() && pieces(sheet)->isEnabled());
    QTRY_COMPARE_WITH_TIMEOUT(amount(sheet, u"Difference"_s), u"Nothing to pay or refund "_s + euro(0), 20'000);
}

void TestPhoneOrder::somebodyShippedMeanwhile()
{
    QDialog *sheet = signInToLines();
    QVERIFY(sheet);
    stepPieces(sheet, Qt::Key_Up);
    QTRY_COMPARE_WITH_TIMEOUT(amount(sheet, u"Difference"_s), u"Difference to pay "_s + euro(1250), 20'000);
    m_store->shipOrder(m_order);
    send();
    QTRY_COMPARE_WITH_TIMEOUT(said(sheet, u"linesAnswer"_s), orderReasonText(u"already_shipped"_s), 20'000);
    QVERIFY(!sheet->findChild<QPushButton *>(u"linesButton"_s)->isEnabled());
    QCOMPARE(pieces(sheet)->value(), 3); // what was typed is there to be read
    QCOMPARE(lines(), u"2 Mug 1250"_s);
    sheet->close();
}

void TestPhoneOrder::otherLinesOfSomebodyElseComeIn()
{
    QDialog *sheet = signInToLines();
    QVERIFY(sheet);
    stepPieces(sheet, Qt::Key_Up);
    QCOMPARE(leadChanges(R"([{"line_no": 1, "sku": "MUG-1", "title": "Mug", "quantity": 2, "price_minor": 1250}, {"sku": "BWL-1", "title": "Oak bowl", "quantity": 1, "price_minor": 900}])"), u"done"_s);
    send();
    QTRY_VERIFY_WITH_TIMEOUT(said(sheet, u"linesAnswer"_s).contains(u"other lines meanwhile"_s), 20'000);
    QCOMPARE(pieces(sheet)->value(), 3);
    QVERIFY(pieces(sheet, u"2"_s));
    QCOMPARE(lines(), u"2 Mug 1250, 1 Oak bowl 900"_s);
    QTRY_COMPARE_WITH_TIMEOUT(amount(sheet, u"Difference"_s), u"Difference to pay "_s + euro(2150), 20'000);
    send();
    QTRY_COMPARE_WITH_TIMEOUT(lines(), u"3 Mug 1250, 1 Oak bowl 900"_s, 20'000);
}

void TestPhoneOrder::sameLineOfSomebodyElseIsShownBesideMine()
{
    QDialog *sheet = signInToLines();
    QVERIFY(sheet);
    stepPieces(sheet, Qt::Key_Up);
    QCOMPARE(leadChanges(R"([{"line_no": 1, "sku": "MUG-1", "title": "Mug", "quantity": 7, "price_minor": 1250}])"), u"done"_s);
    send();
    QTRY_VERIFY_WITH_TIMEOUT(said(sheet, u"linesAnswer"_s).contains(u"same lines meanwhile"_s), 20'000);
    QVERIFY2(said(sheet, u"lineSaid1"_s).contains(u"7 × "_s + euro(1250)), qPrintable(said(sheet, u"lineSaid1"_s)));
    QCOMPARE(pieces(sheet)->value(), 3);
    QCOMPARE(lines(), u"7 Mug 1250"_s);
    send();
    QTRY_COMPARE_WITH_TIMEOUT(lines(), u"3 Mug 1250"_s, 20'000);
}

void TestPhoneOrder::somebodyElsesTagIsNoConflict()
{
    QDialog *sheet = signInToLines();
    QVERIFY(sheet);
    stepPieces(sheet, Qt::Key_Up);
    QCOMPARE(m_store->lead("select desk.tag(gen_random_uuid(), array[$1::bigint], '{gift}', '{}')->>'outcome'", Params().integer(m_order)), u"done"_s);
    send();
    QTRY_COMPARE_WITH_TIMEOUT(lines(), u"3 Mug 1250"_s, 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->sheet(u"linesSheet"_s), 20'000);
    QCOMPARE(order("array_to_string(tags, ' ')"), u"gift"_s);
}

void TestPhoneOrder::linesAreRestored()
{
    auto *sheet = qobject_cast<OrderSheet *>(signInToLines());
    QVERIFY(sheet);
    QVERIFY(sheet->typed().isEmpty());
    pieces(sheet)->setValue(5);
    const QJsonObject typed = sheet->typed();
    QVERIFY(!typed.isEmpty());
    m_desk->prompts.choice = 1; // to be given back by hand
    sheet->close();
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->sheet(u"linesSheet"_s), 20'000);
    // Meanwhile a line has come to it: it stays when the old draft comes back.
    QCOMPARE(leadChanges(R"([{"line_no": 1, "sku": "MUG-1", "title": "Mug", "quantity": 2, "price_minor": 1250}, {"sku": "BWL-1", "title": "Oak bowl", "quantity": 1, "price_minor": 900}])"), u"done"_s);
    m_desk->backToTheList();
    m_desk->find<OrderPanelWidget>(u"orderPanel"_s)->reload();
    QTRY_VERIFY_WITH_TIMEOUT(isInPanel(u"Oak bowl"_s), 20'000);
    sheet = qobject_cast<OrderSheet *>(openLines());
    QVERIFY(sheet);
    sheet->restore(typed);
    QCOMPARE(pieces(sheet)->value(), 5);
    QCOMPARE(pieces(sheet, u"2"_s)->value(), 1);
    send();
    QTRY_COMPARE_WITH_TIMEOUT(lines(), u"5 Mug 1250, 1 Oak bowl 900"_s, 20'000);
}

void TestPhoneOrder::newCustomerWithoutEmailOrders()
{
    QWidget *window = signInToPhoneOrder();
    QVERIFY(window);
    QVERIFY(typeInto(u"customerName"_s, u"Anna Blum"_s));
    QVERIFY(typeInto(u"customerPhone"_s, u"0228 123456"_s));
    QVERIFY(typeInto(u"shipping_line1"_s, u"Weg 3"_s));
    QVERIFY(typeInto(u"shipping_postal_code"_s, u"53111"_s));
    QVERIFY(typeInto(u"shipping_city"_s, u"Bonn"_s));
    QVERIFY(tabTo(u"shipping_country"_s));
    QVERIFY(tabTo(u"productBox"_s));
    QVERIFY(addProduct(window, u"bowl"_s));
    m_desk->type(u"2"_s);
    m_desk->press(Qt::Key_Return);
    QVERIFY(typeInto(u"phoneShipping"_s, QLocale().toString(4.9, 'f', 2)));
    QVERIFY(typeInto(u"phoneNote"_s, u"Rings twice."_s));
    QTRY_COMPARE_WITH_TIMEOUT(amount(window, u"Total"_s), u"To pay "_s + euro(2290), 20'000);
    QVERIFY(said(window, u"phoneConfirmation"_s).contains(u"no confirmation"_s));
    QVERIFY(!window->findChild<QCheckBox *>(u"phoneIsConfirmed"_s)->isEnabled());
    QCOMPARE(m_store->owner("select count(*)::text from store.orders"), u"1"_s);
    send();
    const QByteArray made = "select customer_name || ' ' || coalesce(email, 'no e-mail') || ' ' || total_minor || ' ' || country || ' ' || payment_status from store.orders where source = 'phone'";
    QTRY_COMPARE_WITH_TIMEOUT(m_store->owner(made), u"Anna Blum no e-mail 2290 DE pending"_s, 20'000);
    QCOMPARE(m_store->owner("select count(*)::text from mailroom.outbox"), u"0"_s);
    QCOMPARE(m_store->owner("select name || ' ' || phone from store.order_address order by id desc limit 1"), u"Anna Blum 0228 123456"_s);
    // Its window opens in the place of this one.
    const QString number = m_store->owner("select number from store.orders where source = 'phone'");
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->find<QWidget>(u"phoneOrderWindow"_s), 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->find<QWidget>(u"orderWindow"_s), 20'000);
    // That one takes it back while nobody was told of it.
    QWidget *orderWindow = m_desk->find<QWidget>(u"orderWindow"_s);
    auto *undo = orderWindow->findChild<QWidget *>(u"undoBar"_s);
    QTRY_VERIFY_WITH_TIMEOUT(undo->isVisible(), 20'000);
    QCOMPARE(said(orderWindow, u"undoText"_s), number + u" taken by phone."_s);
    QTest::mouseClick(undo->findChild<QPushButton *>(u"undoButton"_s), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(m_store->owner("select coalesce(cancel_reason, '') from store.orders where source = 'phone'"), u"mistake"_s, 20'000);
    QTRY_COMPARE_WITH_TIMEOUT(said(orderWindow, u"panelNumber"_s), number, 20'000);
}

void TestPhoneOrder::customerIsFoundByPhone()
{
    QWidget *window = signInToPhoneOrder();
    QVERIFY(window);
    QVERIFY(lookUp(window, u"customerBox"_s, u"0170 1234567"_s));
    m_desk->press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(window->findChild<QLineEdit *>(u"customerName"_s)->text(), u"Hans Müller"_s, 20'000);
    QCOMPARE(window->findChild<QLineEdit *>(u"customerEmail"_s)->text(), u"hans@example.com"_s);
    QCOMPARE(window->findChild<QLineEdit *>(u"shipping_line1"_s)->text(), u"Gartenweg 1"_s);
    QVERIFY(said(window, u"customerKnown"_s).contains(u"Hans Müller"_s));
    QVERIFY(hasFocus(u"productBox"_s));
    QVERIFY(addProduct(window, u"SPN"_s));
    // Another e-mail address than the one on record: still the customer who was chosen.
    auto *email = window->findChild<QLineEdit *>(u"customerEmail"_s);
    email->setFocus();
    email->selectAll();
    m_desk->type(u"hans@example.org"_s);
    send();
    QTRY_COMPARE_WITH_TIMEOUT(m_store->owner("select count(*)::text from store.orders where source = 'phone'"), u"1"_s, 20'000);
    QCOMPARE(m_store->owner("select count(distinct customer_id)::text from store.orders"), u"1"_s);
    QCOMPARE(m_store->owner("select template from mailroom.outbox"), u"confirmation"_s);
    QCOMPARE(m_store->owner("select count(*)::text from audit.entry where verb = 'order_open' and fields = '{call}'"), u"1"_s);
}

void TestPhoneOrder::whatIsWrongStandsBesideTheField()
{
    QWidget *window = signInToPhoneOrder();
    QVERIFY(window);
    // What is missing is not said before somebody wants to send it.
    QVERIFY(typeInto(u"customerEmail"_s, u"anna at home"_s));
    QTRY_COMPARE_WITH_TIMEOUT(said(window, u"problem_email"_s), orderReasonText(u"bad_email"_s), 20'000);
    QCOMPARE(said(window, u"problem_name"_s), QString());
    send();
    QTRY_COMPARE_WITH_TIMEOUT(said(window, u"problem_name"_s), orderReasonText(u"bad_name"_s), 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(hasFocus(u"customerName"_s), 20'000);
    QCOMPARE(said(window, u"problem_lines"_s), orderReasonText(u"bad_lines"_s));
    QVERIFY(said(window, u"phoneOrderSaid"_s).contains(u"marked"_s));
    QCOMPARE(window->findChild<QLineEdit *>(u"customerEmail"_s)->text(), u"anna at home"_s);
    m_desk->type(u"Anna Blum"_s);
    QTRY_COMPARE_WITH_TIMEOUT(said(window, u"problem_name"_s), QString(), 20'000);
    auto *email = window->findChild<QLineEdit *>(u"customerEmail"_s);
    email->setFocus();
    email->selectAll();
    m_desk->press(Qt::Key_Delete);
    QTRY_COMPARE_WITH_TIMEOUT(said(window, u"problem_contact"_s), orderReasonText(u"no_contact_point"_s), 20'000);
    QVERIFY(typeInto(u"shipping_line1"_s, u"4111 1111 1111 1111"_s));
    QTRY_COMPARE_WITH_TIMEOUT(said(window, u"problem_shipping.line1"_s), orderReasonText(u"card_number"_s), 20'000);
    QCOMPARE(m_store->owner("select count(*)::text from store.orders"), u"1"_s);
}

void TestPhoneOrder::doubleClickTakesOneOrder()
{
    QWidget *window = signInToPhoneOrder();
    QVERIFY(window);
    QVERIFY(typeInto(u"customerName"_s, u"Anna Blum"_s));
    QVERIFY(typeInto(u"customerPhone"_s, u"0228 123456"_s));
    QVERIFY(addProduct(window, u"bowl"_s));
    auto *button = window->findChild<QPushButton *>(u"phoneOrderButton"_s);
    QTest::mouseDClick(button, Qt::LeftButton);
    QTest::mouseClick(button, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->find<QWidget>(u"phoneOrderWindow"_s), 20'000);
    QCOMPARE(m_store->owner("select count(*)::text from store.orders where source = 'phone'"), u"1"_s);
    QCOMPARE(m_store->owner("select count(*)::text from store.command where verb = 'order_create'"), u"1"_s);
}

/// Sent before a crash, it is asked for again under the id it had, which nothing that is filled in again may take off its draft.
void TestPhoneOrder::lostOrderIsAskedForAgainUnderItsId()
{
    auto *window = qobject_cast<PhoneOrderWindow *>(signInToPhoneOrder());
    QVERIFY(window);
    QVERIFY(typeInto(u"customerName"_s, u"Anna Blum"_s));
    QVERIFY(typeInto(u"customerPhone"_s, u"0228 123456"_s));
    QVERIFY(addProduct(window, u"bowl"_s));
    const QJsonObject typed = window->typed(), document = window->findChild<PhoneOrderForm *>()->document();
    m_desk->prompts.choice = 1;
    window->close();
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->find<QWidget>(u"phoneOrderWindow"_s), 20'000);
    const QString id = QUuid::createUuid().toString();
    const Draft draft{u"phone order of yesterday"_s, PhoneOrderWindow::draftVerb(), u"An order by phone"_s, typed, {}, {{u"command"_s, id}, {u"document"_s, document}}, {}};
    const auto keptId = [this, &draft] {
        const auto kept = m_desk->drafts().find(draft.record, draft.verb);
        return kept ? kept->sent.value(u"command"_s).toString() : QString();
    };
    m_desk->drafts().keep(draft);
    window = qobject_cast<PhoneOrderWindow *>(openPhoneOrder());
    QVERIFY(window);
    window->restore(draft);
    auto *button = window->findChild<QPushButton *>(u"phoneOrderButton"_s);
    QCOMPARE(button->text(), u"Ask again"_s);
    QVERIFY(!window->findChild<QLineEdit *>(u"customerName"_s)->isEnabled());
    QCOMPARE(keptId(), id);
    // Leaving the desk asks about nothing here that could be discarded.
    m_desk->prompts.asked.clear();
    m_desk->prompts.choice = 2;
    window->close();
    QCOMPARE(m_desk->prompts.asked, QStringList{u"Nobody knows yet whether this order was taken"_s});
    QCOMPARE(keptId(), id);
    QTest::mouseClick(button, Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(m_store->owner("select '{' || id || '}' from store.command where verb = 'order_create'"), id, 20'000);
}

void TestPhoneOrder::closingAsksFirst()
{
    QWidget *window = signInToPhoneOrder();
    QVERIFY(window);
    // The empty one is raised, not a second one opened.
    QCOMPARE(openPhoneOrder(), window);
    QVERIFY(typeInto(u"customerName"_s, u"Anna"_s));
    m_desk->prompts.choice = 2;
    m_desk->press(Qt::Key_W, Qt::ControlModifier);
    QCOMPARE(m_desk->prompts.asked, QStringList{u"Something was typed and not sent"_s});
    QCOMPARE(m_desk->find<QWidget>(u"phoneOrderWindow"_s), window);
    QCOMPARE(window->findChild<QLineEdit *>(u"customerName"_s)->text(), u"Anna"_s);
    // Nor does the desk close over it.
    m_desk->prompts.choice = -1;
    m_desk->window().close();
    QCOMPARE(m_desk->prompts.asked.size(), 2);
    QVERIFY(m_desk->window().isVisible());
    m_desk->prompts.choice = 1;
    window->close();
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->find<QWidget>(u"phoneOrderWindow"_s), 20'000);
    QCOMPARE(m_store->owner("select count(*)::text from store.orders"), u"1"_s);
}

void TestPhoneOrder::fulfilmentTakesNoOrders()
{
    signIn(u"fulfilment"_s);
    QVERIFY(!ActionRegistry::whyOff(m_desk->action(u"phoneOrderAction"_s)).isEmpty());
    QCOMPARE(ActionRegistry::whyOff(m_desk->action(u"linesAction"_s)), orderReasonText(u"no_right"_s));
}

QTEST_MAIN(TestPhoneOrder)
#include "tst_phoneorder.moc"
