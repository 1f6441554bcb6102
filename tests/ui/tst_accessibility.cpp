// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/desk.h"

#include "ui/common/theme.h"

#include <QAccessible>
#include <QCheckBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QRadioButton>
#include <QSet>
#include <QTableView>

#include <cmath>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// Everything is reached by Tab, both ways, has a name to be read aloud, and can be read by eye.
class TestAccessibility : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_desk.reset(); }
    void tabWalksThePageBothWays();
    void tabWalksTheSignInPage();
    void everySheetIsWalkedToo_data();
    void everySheetIsWalkedToo();
    void sheetsOfOtherDesksAreWalkedToo_data();
    void sheetsOfOtherDesksAreWalkedToo();
    void everyActionIsInThePaletteWithItsText();
    void noShortcutMeansTwoThings();
    void coloursHaveContrast_data();
    void coloursHaveContrast();
    void boxesAreSeen_data();
    void boxesAreSeen();
    void nothingIsMeasuredInRightAndLeft();

private:
    static QString nameless(QWidget *widget);
    static double contrast(const QColor &a, const QColor &b);
    static QStringList walk(QWidget *start, Qt::Key key, Qt::KeyboardModifiers modifiers, QSet<QWidget *> &seen);
    /// A window or sheet that was just asked for, from where it puts the cursor; then it is closed.
    static void walkAndClose(const Desk &desk, const QString &name);
    /// Shows one order alone, or all of them again.
    void showOrder(qint64 order);

    qint64 m_open = 0, m_shipped = 0, m_owed = 0; ///< orders, all paid; one sent in two parcels, of one refunds are to be paid out by hand
    qint64 m_shown = 0; ///< alone; 0: all, -1: nobody knows
    std::unique_ptr<StoreUnderTest> m_store;
    std::unique_ptr<Desk> m_desk;
};

void TestAccessibility::initTestCase()
{
    m_store = std::make_unique<StoreUnderTest>(TestDatabase::Kind::Demo);
    for (qint64 *order : {&m_shipped, &m_owed, &m_open}) {
        *order = m_store->placeOrder();
        m_store->payOrder(*order);
    }
    const auto version = [this](qint64 order) { return m_store->owner("select version::text from store.orders where id = $1", Params().integer(order)).toInt(); };
    const QString two = uR"([{"carrier": "DHL", "tracking": "RX1", "lines": [{"line_no": 1, "quantity": 1}]}, {"carrier": "UPS", "tracking": "RX2", "lines": [{"line_no": 1, "quantity": 1}]}])"_s;
    QCOMPARE(m_store->lead("select desk.ship(gen_random_uuid(), $1, $2::int, $3::jsonb, false)->>'outcome'", Params().integer(m_shipped).integer(version(m_shipped)).text(two)), u"done"_s);
    m_store->owner("update store.payment set processor = 'cash', reference = '' where order_id = $1", Params().integer(m_owed));
    for (const int amount : {500, 300})
        QCOMPARE(m_store->lead("select desk.refund(gen_random_uuid(), $1, $2::int, '[]', 0, $3, $3, 'chipped', false)->>'outcome'", Params().integer(m_owed).integer(version(m_owed)).integer(amount)), u"done"_s);
    QCOMPARE(m_store->lead("select desk.disclosure_make(gen_random_uuid(), 'dhl', $1::bigint[])->>'outcome'", Params().integers({m_open})), u"done"_s);
    m_store->owner("insert into store.disclosure_giving (id, disclosure_id, staff_id) select gen_random_uuid(), id, staff_id from store.disclosure where $1 = any(order_ids)",
                   Params().integer(m_open));
    m_desk = std::make_unique<Desk>(*m_store);
}

QString TestAccessibility::nameless(QWidget *widget)
{
    QAccessibleInterface *face = QAccessible::queryAccessibleInterface(widget);
    const bool hasName = face && !face->text(QAccessible::Name).trimmed().isEmpty();
    return hasName ? QString() : u"%1 “%2”"_s.arg(QString::fromLatin1(widget->metaObject()->className()), widget->objectName());
}

/// Presses the key until the cursor is back where it began; the widgets without a name.
QStringList TestAccessibility::walk(QWidget *start, Qt::Key key, Qt::KeyboardModifiers modifiers, QSet<QWidget *> &seen)
{
    QStringList faults;
    start->setFocus();
    QWidget *at = QApplication::focusWidget();
    for (int steps = 0; at && !seen.contains(at) && steps < 200; ++steps) {
        seen.insert(at);
        if (const QString fault = nameless(at); !fault.isEmpty())
            faults.append(fault);
        QTest::keyClick(at, key, modifiers);
        at = QApplication::focusWidget();
    }
    return faults;
}

void TestAccessibility::tabWalksTheSignInPage()
{
    Desk desk(*m_store);
    QSet<QWidget *> seen;
    QCOMPARE(walk(desk.find<QWidget>(u"signInUser"_s), Qt::Key_Tab, Qt::NoModifier, seen), QStringList());
    for (const QString &name : {u"profileChoice"_s, u"signInUser"_s, u"signInPassword"_s, u"signInButton"_s, u"rememberPassword"_s})
        QVERIFY2(seen.contains(desk.find<QWidget>(name)), qPrintable(name));
}

void TestAccessibility::tabWalksThePageBothWays()
{
    QVERIFY(m_desk->signIn(u"lead"_s));
    QVERIFY(m_desk->waitForList());
    QVERIFY(m_desk->openRow(0));
    m_desk->window().activateWindow();
    QSet<QWidget *> forth, back;
    QCOMPARE(walk(m_desk->table(), Qt::Key_Tab, Qt::NoModifier, forth), QStringList());
    QCOMPARE(walk(m_desk->table(), Qt::Key_Backtab, Qt::ShiftModifier, back), QStringList());
    QCOMPARE(back, forth);
    for (const QString &name : {u"lookUpBox"_s, u"filterEdit"_s, u"addFilterButton"_s, u"viewTabs"_s, u"recordTable"_s, u"noteEdit"_s, u"holdPanelButton"_s, u"rail_orders"_s, u"userButton"_s})
        QVERIFY2(forth.contains(m_desk->find<QWidget>(name)), qPrintable(name));
}

void TestAccessibility::showOrder(qint64 order)
{
    if (m_shown == order)
        return;
    m_shown = -1; // until it is there
    const QString number = m_store->owner("select coalesce((select number from store.orders where id = $1), '')", Params().integer(order));
    QVERIFY(m_desk->filter(order == 0 ? QString() : u"number:%1"_s.arg(number)));
    QVERIFY(m_desk->openRow(0));
    QVERIFY(order == 0 || m_desk->find<QLabel>(u"panelNumber"_s)->text() == number);
    m_shown = order;
}

void TestAccessibility::walkAndClose(const Desk &desk, const QString &name)
{
    const auto shown = [&desk, &name] {
        auto *window = desk.find<QWidget>(name);
        return window && window->isVisible() ? window : nullptr;
    };
    QTRY_VERIFY_WITH_TIMEOUT(shown() && QApplication::focusWidget() && shown()->isAncestorOf(QApplication::focusWidget()), 20'000);
    QVERIFY(!shown()->windowTitle().isEmpty());
    QSet<QWidget *> seen;
    QCOMPARE(walk(QApplication::focusWidget(), Qt::Key_Tab, Qt::NoModifier, seen), QStringList());
    QVERIFY(!seen.isEmpty());
    shown()->close();
    QTRY_VERIFY_WITH_TIMEOUT(!shown(), 20'000);
    QCOMPARE(desk.prompts.asked, QStringList()); // Tab has typed nothing
}

void TestAccessibility::everySheetIsWalkedToo_data()
{
    enum About { All, Open, Shipped, Owed, Two };
    QTest::addColumn<QString>("action");
    QTest::addColumn<QString>("sheet");
    QTest::addColumn<int>("about");
    QTest::newRow("columns") << u"columnsAction"_s << u"columnChooser"_s << int(All);
    QTest::newRow("sort") << u"sortAction"_s << u"sortSheet"_s << int(All);
    QTest::newRow("export") << u"exportAction"_s << u"exportSheet"_s << int(All);
    QTest::newRow("import") << u"importAction"_s << u"importWizard"_s << int(All);
    QTest::newRow("date") << u"jumpToDateAction"_s << u"jumpToDateSheet"_s << int(All);
    QTest::newRow("help") << u"helpAction"_s << u"helpWindow"_s << int(All);
    QTest::newRow("shortcuts") << u"shortcutsAction"_s << u"shortcutSheet"_s << int(All);
    QTest::newRow("preferences") << u"preferencesAction"_s << u"preferencesSheet"_s << int(All);
    QTest::newRow("password") << u"passwordAction"_s << u"passwordSheet"_s << int(All);
    QTest::newRow("certificate") << u"certificateAction"_s << u"certificateSheet"_s << int(All);
    QTest::newRow("order by phone") << u"phoneOrderAction"_s << u"phoneOrderWindow"_s << int(All);
    QTest::newRow("drafts") << u"draftsAction"_s << u"draftsSheet"_s << int(All);
    for (const QString &verb : {u"hold"_s, u"lines"_s, u"assign"_s, u"tag"_s, u"ship"_s, u"refund"_s, u"cancel"_s, u"contact"_s, u"message"_s, u"confirmation"_s})
        QTest::newRow(qPrintable(verb)) << QString(verb + u"Action"_s) << QString(verb + u"Sheet"_s) << int(Open);
    QTest::newRow("carrier file") << u"discloseAction"_s << u"carrierSheet"_s << int(Open);
    QTest::newRow("papers") << u"packing_slipAction"_s << u"paperSheet"_s << int(Open);
    QTest::newRow("return to stock") << u"stock_returnAction"_s << u"stockSheet"_s << int(Shipped);
    QTest::newRow("parcel") << u"parcelAction"_s << u"parcelSheet"_s << int(Shipped);
    QTest::newRow("paid out by hand") << u"refund_paidAction"_s << u"refund_paidSheet"_s << int(Owed);
    QTest::newRow("ship several") << u"shipAction"_s << u"shipWholeSheet"_s << int(Two); // the last one: it chooses rows
}

void TestAccessibility::everySheetIsWalkedToo()
{
    QFETCH(const QString, action);
    QFETCH(const QString, sheet);
    QFETCH(const int, about);
    const QString record = u"order %1"_s.arg(m_open), verb = u"refund"_s;
    if (sheet == u"draftsSheet")
        m_desk->drafts().keep({record, verb, u"Refund"_s, QJsonObject{{u"reason"_s, u"late"_s}}, {}, {}, {}});
    showOrder(QList<qint64>{0, m_open, m_shipped, m_owed, 0}.at(about));
    if (QTest::currentTestFailed()) // then the sheet would be about another one
        return;
    if (sheet == u"shipWholeSheet")
        m_desk->press(Qt::Key_Down, Qt::ShiftModifier);
    QVERIFY(m_desk->action(action));
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->action(action)->isEnabled(), 20'000);
    m_desk->action(action)->trigger();
    walkAndClose(*m_desk, sheet);
    m_desk->drafts().forget(record, verb);
    m_desk->backToTheList();
}

void TestAccessibility::sheetsOfOtherDesksAreWalkedToo_data()
{
    QTest::addColumn<QString>("login");
    QTest::addColumn<QString>("table");
    QTest::addColumn<QString>("action");
    QTest::addColumn<QString>("sheet");
    QTest::newRow("new account") << u"admin"_s << u"staffTable"_s << u"newAccountAction"_s << u"newAccountSheet"_s;
    QTest::newRow("group of an account") << u"admin"_s << u"staffTable"_s << u"staffGroupAction"_s << u"groupSheet"_s;
    QTest::newRow("deletion of a copy") << u"privacy"_s << u"disclosureTable"_s << u"disclosureDeletionAction"_s << u"deletionSheet"_s;
}

void TestAccessibility::sheetsOfOtherDesksAreWalkedToo()
{
    QFETCH(const QString, login);
    QFETCH(const QString, table);
    QFETCH(const QString, action);
    QFETCH(const QString, sheet);
    Desk desk(*m_store);
    QVERIFY(desk.signIn(login));
    if (login == u"privacy") {
        QVERIFY(desk.waitForList());
        desk.press(Qt::Key_2, Qt::ControlModifier);
    }
    auto *rows = desk.window().findChild<QTableView *>(table);
    QTRY_VERIFY_WITH_TIMEOUT(rows && rows->isVisible() && rows->model()->rowCount() > 0, 20'000);
    rows->setFocus();
    desk.press(Qt::Key_Home, Qt::ControlModifier);
    for (int row = 0; row < rows->model()->rowCount() && !desk.action(action)->isEnabled(); ++row)
        desk.press(Qt::Key_Down); // one's own account is left to others
    QVERIFY(desk.action(action)->isEnabled());
    desk.pressKeysOf(desk.action(action));
    walkAndClose(desk, sheet);
}

void TestAccessibility::everyActionIsInThePaletteWithItsText()
{
    m_desk->backToTheList();
    m_desk->press(Qt::Key_K, Qt::ControlModifier);
    const QDialog *palette = m_desk->waitForSheet(u"commandPalette"_s);
    QVERIFY(palette);
    auto *edit = palette->findChild<QLineEdit *>(u"paletteEdit"_s);
    const auto *list = palette->findChild<QListWidget *>(u"paletteList"_s);
    const auto isListed = [list](const QAction *action) {
        for (int row = 0; row < list->count(); ++row) {
            if (list->item(row)->data(Qt::UserRole).value<QPointer<QAction>>() == action)
                return list->item(row)->text().contains(action->text().remove(u'&').remove(u'…'));
        }
        return false;
    };
    int count = 0;
    for (const QAction *action : m_desk->window().findChildren<QAction *>()) {
        const auto *home = qobject_cast<const QWidget *>(action->parent());
        if (!action->objectName().endsWith(u"Action"_s) || !home || home->window() != &m_desk->window())
            continue;
        const QString text = action->text().remove(u'&');
        QVERIFY2(!text.isEmpty(), qPrintable(action->objectName()));
        edit->selectAll();
        QTest::sendKeyEvent(QTest::Click, edit, Qt::Key_unknown, text, Qt::NoModifier); // all at once, as from a clipboard: the list is made anew for each key
        QCOMPARE(edit->text(), text);
        QVERIFY2(isListed(action), qPrintable(action->objectName()));
        ++count;
    }
    QVERIFY(count > 25);
    m_desk->press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->sheet(u"commandPalette"_s), 20'000);
}

void TestAccessibility::noShortcutMeansTwoThings()
{
    QHash<QString, QString> owners;
    for (const QAction *action : m_desk->window().findChildren<QAction *>()) {
        for (const QKeySequence &shortcut : action->shortcuts()) {
            const QString keys = shortcut.toString();
            QVERIFY2(!owners.contains(keys), qPrintable(u"%1: %2 and %3"_s.arg(keys, owners.value(keys), action->objectName())));
            owners.insert(keys, action->objectName());
        }
    }
}

void TestAccessibility::coloursHaveContrast_data()
{
    QTest::addColumn<int>("mode");
    QTest::newRow("light") << int(Theme::Mode::Light);
    QTest::newRow("dark") << int(Theme::Mode::Dark);
}

double TestAccessibility::contrast(const QColor &a, const QColor &b)
{
    const auto luminance = [](const QColor &colour) {
        const auto part = [](double value) { return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4); };
        return 0.2126 * part(colour.redF()) + 0.7152 * part(colour.greenF()) + 0.0722 * part(colour.blueF());
    };
    const double one = luminance(a), other = luminance(b);
    return (std::max(one, other) + 0.05) / (std::min(one, other) + 0.05);
}

/// WCAG 2.1, success criterion 1.4.3: at least 4.5 : 1.
void TestAccessibility::coloursHaveContrast()
{
    QFETCH(const int, mode);
    Theme::apply(*qApp, Theme::Mode(mode));
    const QPalette palette = QApplication::palette();
    for (const auto &[text, ground] : QList<std::pair<QPalette::ColorRole, QPalette::ColorRole>>{
             {QPalette::WindowText, QPalette::Window}, {QPalette::Text, QPalette::Base}, {QPalette::ButtonText, QPalette::Button}, {QPalette::HighlightedText, QPalette::Highlight},
             {QPalette::PlaceholderText, QPalette::Base}, {QPalette::ToolTipText, QPalette::ToolTipBase}}) {
        const double found = contrast(palette.color(text), palette.color(ground));
        QVERIFY2(found >= 4.5, qPrintable(u"role %1 on %2: %3"_s.arg(int(text)).arg(int(ground)).arg(found)));
    }
    for (const Theme::Tone tone : {Theme::Tone::Neutral, Theme::Tone::Good, Theme::Tone::Warning, Theme::Tone::Bad, Theme::Tone::Info, Theme::Tone::Accent}) {
        const double found = contrast(Theme::text(tone), Theme::background(tone));
        QVERIFY2(found >= 4.5, qPrintable(u"tone %1: %2"_s.arg(int(tone)).arg(found)));
    }
}

void TestAccessibility::boxesAreSeen_data()
{
    QTest::addColumn<int>("mode");
    QTest::addColumn<bool>("isOne"); ///< of several to choose among
    QTest::addColumn<bool>("isTicked");
    for (const auto &[name, mode] : {std::pair("light", Theme::Mode::Light), std::pair("dark", Theme::Mode::Dark)}) {
        for (const bool isOne : {false, true}) {
            for (const bool isTicked : {false, true})
                QTest::addRow("%s, %s, %s", name, isOne ? "choice" : "box", isTicked ? "ticked" : "empty") << int(mode) << isOne << isTicked;
        }
    }
}

/// WCAG 2.1, success criterion 1.4.11: what shows a box and whether it is ticked, at least 3 : 1.
void TestAccessibility::boxesAreSeen()
{
    QFETCH(const int, mode);
    QFETCH(const bool, isOne);
    QFETCH(const bool, isTicked);
    Theme::apply(*qApp, Theme::Mode(mode));
    QWidget page;
    QAbstractButton *button = isOne ? static_cast<QAbstractButton *>(new QRadioButton(&page)) : new QCheckBox(&page);
    button->setCheckable(true);
    button->setChecked(isTicked);
    page.resize(80, 60);
    button->resize(60, 40);
    const QImage image = page.grab().toImage();
    const QColor window = page.palette().color(QPalette::Window);
    double edge = 1, mark = 1;
    const QPoint middle(button->style()->pixelMetric(isOne ? QStyle::PM_ExclusiveIndicatorWidth : QStyle::PM_IndicatorWidth) / 2, button->height() / 2);
    const QColor inside = image.pixelColor(middle);
    for (int x = 0; x < image.width(); ++x)
        edge = std::max(edge, contrast(image.pixelColor(x, middle.y()), window));
    QVERIFY2(edge >= 3, qPrintable(QString::number(edge)));
    for (int y = 0; y < image.height(); ++y)
        mark = std::max(mark, contrast(image.pixelColor(middle.x(), y), isOne ? button->palette().color(QPalette::Base) : inside));
    QVERIFY2(!isTicked || mark >= 3, qPrintable(QString::number(mark)));
    // An empty one is another picture in its middle than a ticked one.
    button->setChecked(!isTicked);
    const QImage other = page.grab().toImage();
    QVERIFY(isOne ? contrast(other.pixelColor(middle), inside) >= 3 : other != image);
}

void TestAccessibility::nothingIsMeasuredInRightAndLeft()
{
    m_desk->window().setLayoutDirection(Qt::RightToLeft);
    QApplication::setLayoutDirection(Qt::RightToLeft);
    auto *panel = m_desk->find<QWidget>(u"orderPanel"_s);
    auto *rail = m_desk->find<QWidget>(u"rail"_s);
    QTRY_VERIFY_WITH_TIMEOUT(panel->mapTo(&m_desk->window(), QPoint(0, 0)).x() < m_desk->table()->mapTo(&m_desk->window(), QPoint(0, 0)).x(), 20'000);
    QVERIFY(rail->mapTo(&m_desk->window(), QPoint(0, 0)).x() > m_desk->window().width() / 2);
    QApplication::setLayoutDirection(Qt::LeftToRight);
}

QTEST_MAIN(TestAccessibility)
#include "tst_accessibility.moc"
