// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/ordertablemodel.h"
#include "models/session/session.h"
#include "tests/support/memorycredentials.h"
#include "tests/table/fakesource.h"
#include "ui/common/actionregistry.h"
#include "ui/common/columnchooser.h"
#include "ui/common/lookupbox.h"
#include "ui/common/qtprompts.h"
#include "ui/common/recordtable.h"
#include "ui/common/theme.h"
#include "ui/common/windows.h"
#include "ui/orders/orderdelegate.h"
#include "ui/shell/commandpalette.h"
#include "ui/shell/lockscreen.h"
#include "ui/shell/sheets.h"
#include "ui/shell/signinpage.h"

#include <QComboBox>
#include <QDialog>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMessageBox>
#include <QPainter>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QScrollBar>
#include <QSettings>
#include <QSpinBox>
#include <QStandardItemModel>
#include <QTemporaryDir>
#include <QTest>
#include <QtTest/qtestspontaneevent.h>
#include <QVBoxLayout>
#include <QWheelEvent>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

namespace {

constexpr int patienceMs = 20'000;

} // namespace

/// Parts of the window by themselves: how a question reads, and what grows with the text and still fits the screen.
class TestShellParts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { Theme::apply(*qApp, Theme::Mode::Light); }
    void questionIsReadInTheBox();
    void sheetsGrowWithTheTextAndFitTheScreen();
    void whatGrowsStaysOnTheScreen();
    void pagesThatStayGrowWithTheText();
    void actionThatGoesWhileThePaletteIsOpenIsNotRun();
    void wheelTurnsTheFormAndNoNumberOnTheWay();
    void failureOfALookUpIsReadWhole();
    void barsOfRowsOnTheirWayBeginWhereALineBegins_data();
    void barsOfRowsOnTheirWayBeginWhereALineBegins();

private:
    /// A size at 100 % as it is to be at 200 %.
    static QSize doubled(const QSize &size) { return (size * 2).boundedTo(QGuiApplication::primaryScreen()->availableSize() - QSize(60, 60)); }
};

void TestShellParts::questionIsReadInTheBox()
{
    QWidget window;
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window, patienceMs));
    QtPrompts prompts;
    int answered = -2;
    prompts.ask(&window, u"Reset the password of <b>Tess</b>?"_s, u"The old one stops working.\n<i>Tess</i> has to choose another."_s, {u"Reset"_s, u"Cancel"_s}, [&answered](int choice) { answered = choice; });
    auto *box = window.findChild<QMessageBox *>();
    QVERIFY(box && QTest::qWaitForWindowActive(box, patienceMs));
    QCOMPARE(box->text(), u"Reset the password of <b>Tess</b>?"_s);
    QCOMPARE(box->windowTitle(), u"Steward"_s);
    QStringList shown;
    for (const QLabel *label : box->findChildren<QLabel *>()) {
        if (label->text().isEmpty())
            continue;
        QCOMPARE(label->textFormat(), Qt::PlainText);
        shown.append(label->text());
    }
    QCOMPARE(shown, (QStringList{u"Reset the password of <b>Tess</b>?"_s, u"The old one stops working.\n<i>Tess</i> has to choose another."_s}));
    QTest::keyClick(box, Qt::Key_Return); // the safe one is the default
    QTRY_COMPARE_WITH_TIMEOUT(answered, 1, patienceMs);
}

void TestShellParts::sheetsGrowWithTheTextAndFitTheScreen()
{
    QWidget window;
    ActionRegistry actions;
    OrderTableModel model(std::make_unique<FakeSource>(10));
    RecordTable table(model, &OrderTableModel::sortName, &OrderTableModel::columnName);
    const auto sizes = [&] {
        const CommandPalette palette(actions, &window);
        const ShortcutSheet shortcuts(actions, &window);
        const ColumnChooser columns(table, &window);
        return QList<QSize>{palette.size(), shortcuts.size(), columns.size()};
    };
    const QList<QSize> normal = sizes();
    Theme::apply(*qApp, Theme::Mode::Light, 200);
    const QList<QSize> large = sizes();
    for (qsizetype i = 0; i < normal.size(); ++i)
        QCOMPARE(large.at(i), doubled(normal.at(i)));
}

void TestShellParts::whatGrowsStaysOnTheScreen()
{
    QDialog sheet;
    const QRect screen = sheet.screen()->availableGeometry();
    sheet.resize(300, 200);
    sheet.move(screen.right() - 310, screen.bottom() - 260);
    sheet.show();
    QVERIFY(QTest::qWaitForWindowExposed(&sheet, patienceMs));
    const QPoint place = sheet.pos();
    resizeWithin(&sheet, {300, 220}); // there is room for it
    QCOMPARE(sheet.pos(), place);
    resizeWithin(&sheet, {500, screen.height() * 2});
    QVERIFY2(screen.contains(sheet.frameGeometry()), qPrintable(QStringLiteral("%1 at %2").arg(sheet.height()).arg(sheet.y())));
}

void TestShellParts::pagesThatStayGrowWithTheText()
{
    QWidget window;
    QTemporaryDir folder;
    QSettings store(folder.path() + u"/settings.ini"_s, QSettings::IniFormat);
    Settings settings(store);
    Session session;
    MemoryCredentials credentials;
    QtPrompts prompts;
    const LockScreen lock(session, &window);
    const SignInPage page(session, credentials, prompts, settings, &window);
    window.show();
    const auto sizes = [&] {
        return QList<int>{lock.findChild<QLineEdit *>(u"unlockPassword"_s)->maximumWidth(), lock.findChild<QLabel *>(u"lockedBy"_s)->maximumWidth(),
                          page.findChild<QWidget *>(u"signInBanner"_s)->parentWidget()->maximumWidth()};
    };
    const QList<int> normal = sizes();
    Theme::apply(*qApp, Theme::Mode::Light, 150);
    for (qsizetype i = 0; i < normal.size(); ++i)
        QCOMPARE(sizes().at(i), normal.at(i) * 3 / 2);
}

void TestShellParts::actionThatGoesWhileThePaletteIsOpenIsNotRun()
{
    QWidget window;
    ActionRegistry actions;
    int runs = 0;
    const QAction *action = actions.add(&window, u"passingAction"_s, u"Passing"_s, {}, u"Orders"_s);
    connect(action, &QAction::triggered, this, [&runs] { ++runs; });
    CommandPalette palette(actions, &window);
    palette.setAttribute(Qt::WA_DeleteOnClose, false);
    auto *edit = palette.findChild<QLineEdit *>(u"paletteEdit"_s);
    const auto *list = palette.findChild<QListWidget *>(u"paletteList"_s);
    QCOMPARE(list->count(), 1);
    delete action;
    QTest::keyClick(edit, Qt::Key_Return);
    QCoreApplication::processEvents();
    QCOMPARE(runs, 0);
    edit->setText(u"x"_s); // and the list is made anew without it
    QCOMPARE(list->count(), 0);
}

void TestShellParts::wheelTurnsTheFormAndNoNumberOnTheWay()
{
    Theme::apply(*qApp, Theme::Mode::Light, 100);
    QScrollArea area;
    auto *form = new QWidget;
    form->setMinimumSize(250, 1200);
    auto *column = new QVBoxLayout(form);
    auto *number = new QSpinBox(form);
    auto *choice = new QComboBox(form);
    choice->addItems({u"one"_s, u"two"_s, u"three"_s});
    choice->setCurrentIndex(1);
    number->setValue(5);
    auto *elsewhere = new QLineEdit(form);
    for (QWidget *part : {static_cast<QWidget *>(elsewhere), static_cast<QWidget *>(number), static_cast<QWidget *>(choice)})
        column->addWidget(part);
    column->addStretch();
    area.setWidget(form);
    area.resize(300, 200);
    area.show();
    QVERIFY(QTest::qWaitForWindowActive(&area, patienceMs));
    elsewhere->setFocus();
    const auto turn = [](QWidget *at) {
        QWheelEvent wheel(at->rect().center(), at->mapToGlobal(at->rect().center()), {}, {0, -120}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QSpontaneKeyEvent::setSpontaneous(&wheel); // as from the window system; others are not handed on
        qApp->notify(at, &wheel);
    };
    for (QWidget *part : {static_cast<QWidget *>(number), static_cast<QWidget *>(choice)}) {
        const int before = area.verticalScrollBar()->value();
        turn(part);
        QVERIFY(area.verticalScrollBar()->value() > before);
        QVERIFY(!part->hasFocus());
    }
    QCOMPARE(number->value(), 5);
    QCOMPARE(choice->currentIndex(), 1);
    number->setFocus();
    turn(number);
    QCOMPARE(number->value(), 4); // where the cursor is, it is meant
}

void TestShellParts::failureOfALookUpIsReadWhole()
{
    QWidget window;
    window.resize(500, 400);
    LookUpBox box(&window);
    box.resize(400, box.sizeHint().height());
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window, patienceMs));
    const QString text = u"The server did not answer within ten seconds. Type more of the number or the name, so that there is less to look through, and ask again."_s;
    box.showFailure(text);
    const auto *list = window.findChild<QListWidget *>(u"lookUpResults"_s);
    QVERIFY(list && list->isVisible());
    QCOMPARE(list->item(0)->toolTip(), text);
    const int needed = list->fontMetrics().boundingRect(QRect(0, 0, list->viewport()->width(), 400), Qt::TextWordWrap, text).height();
    QVERIFY(needed > list->fontMetrics().height() * 3 / 2); // more than a line
    QVERIFY(list->wordWrap());
    QVERIFY2(list->visualItemRect(list->item(0)).height() >= needed, qPrintable(u"%1 of %2"_s.arg(list->visualItemRect(list->item(0)).height()).arg(needed)));
    QVERIFY(list->viewport()->height() >= list->visualItemRect(list->item(0)).height());
}

void TestShellParts::barsOfRowsOnTheirWayBeginWhereALineBegins_data()
{
    QTest::addColumn<Qt::LayoutDirection>("direction");
    QTest::newRow("left to right") << Qt::LeftToRight;
    QTest::newRow("right to left") << Qt::RightToLeft;
}

void TestShellParts::barsOfRowsOnTheirWayBeginWhereALineBegins()
{
    QFETCH(const Qt::LayoutDirection, direction);
    QStandardItemModel model(1, 1); // nothing of it is loaded
    const OrderDelegate delegate;
    QStyleOptionViewItem option;
    option.rect = QRect(0, 0, 200, 30);
    option.direction = direction;
    QImage image(option.rect.size(), QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    delegate.paint(&painter, option, model.index(0, 0));
    painter.end();
    int left = 200, right = -1;
    for (int x = 0; x < 200; ++x) {
        if (image.pixelColor(x, 14) != Qt::white) {
            left = std::min(left, x);
            right = std::max(right, x);
        }
    }
    QVERIFY(right - left > 20 && right - left < 180);
    const int begins = direction == Qt::LeftToRight ? left : 199 - right;
    QVERIFY2(begins <= 10, qPrintable(QString::number(begins)));
}

QTEST_MAIN(TestShellParts)
#include "tst_shellparts.moc"
