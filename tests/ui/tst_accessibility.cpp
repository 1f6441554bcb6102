// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/desk.h"

#include "ui/common/theme.h"

#include <QAccessible>
#include <QDialog>
#include <QSet>

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
    void everyActionIsInThePaletteWithItsText();
    void noShortcutMeansTwoThings();
    void coloursHaveContrast_data();
    void coloursHaveContrast();
    void nothingIsMeasuredInRightAndLeft();

private:
    static QString nameless(QWidget *widget);
    static QStringList walk(QWidget *start, Qt::Key key, Qt::KeyboardModifiers modifiers, QSet<QWidget *> &seen);

    std::unique_ptr<StoreUnderTest> m_store;
    std::unique_ptr<Desk> m_desk;
};

void TestAccessibility::initTestCase()
{
    m_store = std::make_unique<StoreUnderTest>(TestDatabase::Kind::Demo);
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
    QVERIFY(m_desk->openRow(1));
    m_desk->window().activateWindow();
    QSet<QWidget *> forth, back;
    QCOMPARE(walk(m_desk->table(), Qt::Key_Tab, Qt::NoModifier, forth), QStringList());
    QCOMPARE(walk(m_desk->table(), Qt::Key_Backtab, Qt::ShiftModifier, back), QStringList());
    QCOMPARE(back, forth);
    for (const QString &name : {u"lookUpBox"_s, u"filterEdit"_s, u"addFilterButton"_s, u"viewTabs"_s, u"recordTable"_s, u"noteEdit"_s, u"holdPanelButton"_s, u"rail_orders"_s, u"userButton"_s})
        QVERIFY2(forth.contains(m_desk->find<QWidget>(name)), qPrintable(name));
}

void TestAccessibility::everySheetIsWalkedToo_data()
{
    QTest::addColumn<QString>("action");
    QTest::addColumn<QString>("sheet");
    QTest::newRow("hold") << u"holdAction"_s << u"holdSheet"_s;
    QTest::newRow("lines") << u"linesAction"_s << u"linesSheet"_s;
    QTest::newRow("carrier file") << u"discloseAction"_s << u"carrierSheet"_s;
    QTest::newRow("assign") << u"assignAction"_s << u"assignSheet"_s;
    QTest::newRow("tag") << u"tagAction"_s << u"tagSheet"_s;
    QTest::newRow("columns") << u"columnsAction"_s << u"columnChooser"_s;
    QTest::newRow("sort") << u"sortAction"_s << u"sortSheet"_s;
    QTest::newRow("export") << u"exportAction"_s << u"exportSheet"_s;
    QTest::newRow("import") << u"importAction"_s << u"importWizard"_s;
    QTest::newRow("date") << u"jumpToDateAction"_s << u"jumpToDateSheet"_s;
    QTest::newRow("help") << u"helpAction"_s << u"helpWindow"_s;
    QTest::newRow("shortcuts") << u"shortcutsAction"_s << u"shortcutSheet"_s;
    QTest::newRow("preferences") << u"preferencesAction"_s << u"preferencesSheet"_s;
    QTest::newRow("password") << u"passwordAction"_s << u"passwordSheet"_s;
    QTest::newRow("certificate") << u"certificateAction"_s << u"certificateSheet"_s;
}

void TestAccessibility::everySheetIsWalkedToo()
{
    QFETCH(const QString, action);
    QFETCH(const QString, sheet);
    QVERIFY(m_desk->action(action));
    QVERIFY(m_desk->action(action)->isEnabled());
    m_desk->action(action)->trigger();
    QVERIFY(m_desk->waitForSheet(sheet));
    QDialog *dialog = m_desk->sheet(sheet);
    QVERIFY(!dialog->windowTitle().isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(QApplication::focusWidget() && dialog->isAncestorOf(QApplication::focusWidget()), 20'000);
    QSet<QWidget *> seen;
    QCOMPARE(walk(QApplication::focusWidget(), Qt::Key_Tab, Qt::NoModifier, seen), QStringList());
    QVERIFY(!seen.isEmpty());
    dialog->close();
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->sheet(sheet), 20'000);
    m_desk->window().activateWindow();
}

void TestAccessibility::everyActionIsInThePaletteWithItsText()
{
    int count = 0;
    for (const QAction *action : m_desk->window().findChildren<QAction *>()) {
        if (!action->objectName().endsWith(u"Action"_s))
            continue;
        QVERIFY2(!action->text().isEmpty(), qPrintable(action->objectName()));
        ++count;
    }
    QVERIFY(count > 25);
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

/// WCAG 2.1, success criterion 1.4.3: at least 4.5 : 1.
void TestAccessibility::coloursHaveContrast()
{
    QFETCH(const int, mode);
    Theme::apply(*qApp, Theme::Mode(mode));
    const auto luminance = [](const QColor &colour) {
        const auto part = [](double value) { return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4); };
        return 0.2126 * part(colour.redF()) + 0.7152 * part(colour.greenF()) + 0.0722 * part(colour.blueF());
    };
    const auto contrast = [&](const QColor &a, const QColor &b) {
        const double one = luminance(a), other = luminance(b);
        return (std::max(one, other) + 0.05) / (std::min(one, other) + 0.05);
    };
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
