// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/crashingdesk.h"

#include "ui/orders/ordersheet.h"
#include "ui/orders/orderwindow.h"

#include <QComboBox>
#include <QDialog>
#include <QDir>
#include <QDirIterator>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>

#include <algorithm>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// What is typed and not sent: there again after a crash, asked about once on every way out, sent by nobody but the person.
class TestDraftsWindow : public QObject, private CrashingDesk
{
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { m_desk.reset(); }
    void crashBringsNoteAndSheetBack();
    void restoredIsThrownAwayWithOneClick();
    void unknownOutcomeOfASheetIsFoundOutUnderItsId();
    void unknownOutcomeOfAClosedSheetIsAskedBeforeItOpens();
    void unknownOutcomeOfANoteIsFoundOutUnderItsId();
    void refusedSheetIsADraftAgain();
    void everyWayOutAsksOnce_data();
    void everyWayOutAsksOnce();
    void severalThingsAreOneQuestion();
    void nothingTypedIsNotAskedAbout();
    void anotherOrderAndTheLockKeepAll();
    void draftsAreListedAndOpenedWithKeys();
    void sheetOfSeveralOrdersComesBack();
    void sheetOfManyOrdersComesBack();
    void lostAnswerToACommandWithoutASheetIsTold();
    void commandThatNeverArrivedIsTold();
    void anotherPersonSeesNothing();
    void withoutAKeychainItIsSaid();
    void nothingIsReadableOnDisk();

private:
    [[nodiscard]] QString notice() const { return m_desk->find<QLabel>(u"ordersNotice"_s)->text(); }
};

void TestDraftsWindow::crashBringsNoteAndSheetBack()
{
    signIn();
    typeNote(u"Half a note"_s);
    QDialog *sheet = open(u"ship"_s);
    QVERIFY(sheet);
    auto *carrier = sheet->findChild<QComboBox *>(u"shipCarrier1"_s);
    carrier->setFocus();
    carrier->lineEdit()->selectAll();
    m_desk->type(u"DHL"_s);
    m_desk->press(Qt::Key_Tab);
    m_desk->type(u"RX1"_s);
    // Nobody saves it: a moment after the typing it is on disk.
    const auto isWritten = [this] {
        const auto files = filesNow();
        return std::ranges::any_of(files.keys(), [](const QString &name) { return name.endsWith(u".sealed"_s); });
    };
    QTRY_VERIFY_WITH_TIMEOUT(isWritten(), patienceMs);
    crashAndStartAgain();
    QVERIFY(m_desk->find<QLabel>(u"ordersNotice"_s)->isVisible());
    QCOMPARE(note()->toPlainText(), u"Half a note"_s);
    QVERIFY(m_desk->find<QWidget>(u"noteRestored"_s)->isVisible());
    sheet = open(u"ship"_s);
    QVERIFY(sheet);
    QCOMPARE(sheet->findChild<QComboBox *>(u"shipCarrier1"_s)->currentText(), u"DHL"_s);
    QCOMPARE(sheet->findChild<QLineEdit *>(u"shipTracking1"_s)->text(), u"RX1"_s);
    QVERIFY(sheet->findChild<QWidget *>(u"shipRestored"_s)->isVisible());
    QCOMPARE(commands(), u"0"_s); // nothing went out by itself
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(m_store->owner("select coalesce(string_agg(carrier || ' ' || tracking, ','), '') from store.shipment"), u"DHL RX1"_s, patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->sheet(u"shipSheet"_s), patienceMs);
    m_desk->backToTheList();
    note()->setFocus();
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(m_store->owner("select coalesce(string_agg(body, ','), '') from store.note"), u"Half a note"_s, patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->drafts().all().isEmpty(), patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(!isWritten(), patienceMs);
    QCOMPARE(m_desk->prompts.asked, QStringList());
}

void TestDraftsWindow::restoredIsThrownAwayWithOneClick()
{
    signIn();
    typeNote(u"not wanted"_s);
    QVERIFY(openAndTypeHold(u"nor this"_s));
    crashAndStartAgain();
    QTest::mouseClick(m_desk->find<QPushButton>(u"noteRestoredDiscard"_s), Qt::LeftButton);
    QCOMPARE(note()->toPlainText(), QString());
    QVERIFY(!m_desk->find<QWidget>(u"noteRestored"_s)->isVisible());
    QPointer<QDialog> sheet = open(u"hold"_s);
    QVERIFY(sheet);
    QCOMPARE(sheet->findChild<QPlainTextEdit *>(u"holdNote"_s)->toPlainText(), u"nor this"_s);
    QTest::mouseClick(sheet->findChild<QPushButton *>(u"holdRestoredDiscard"_s), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!sheet, 20'000);
    QVERIFY(m_desk->waitForSheet(u"holdSheet"_s)); // a blank one
    QCOMPARE(m_desk->sheet(u"holdSheet"_s)->findChild<QPlainTextEdit *>(u"holdNote"_s)->toPlainText(), QString());
    QVERIFY(m_desk->drafts().all().isEmpty());
    QCOMPARE(commands(), u"0"_s);
}

void TestDraftsWindow::unknownOutcomeOfASheetIsFoundOutUnderItsId()
{
    signIn();
    QDialog *sheet = openAndTypeHold(u"once"_s);
    QVERIFY(sheet);
    // The program ends after the store has done it and before anybody has written that down.
    QHash<QString, QByteArray> before;
    connect(&m_desk->drafts(), &Drafts::changed, this, [&] { before = filesNow(); }, Qt::SingleShotConnection);
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(!before.isEmpty(), patienceMs);
    QCOMPARE(m_store->owner("select count(*)::text from store.hold"), u"1"_s);
    crash(before);
    startAgain();
    QVERIFY2(QTest::qWaitFor([this] { return notice().startsWith(u"Put "_s) && notice().endsWith(u"It was done."_s); }, patienceMs), qPrintable(notice()));
    QCOMPARE(m_store->owner("select count(*)::text from store.hold"), u"1"_s);
    QCOMPARE(commands(), u"1"_s);
    QVERIFY(m_desk->drafts().all().isEmpty());
}

void TestDraftsWindow::unknownOutcomeOfAClosedSheetIsAskedBeforeItOpens()
{
    signIn();
    // Shipped under this id, and so nothing is left that a sheet could ship.
    const QString command = QUuid::createUuid().toString();
    const int version = m_store->owner("select version::text from store.orders").toInt();
    const QString shipped = m_store->lead("select desk.ship($1::uuid, $2, $3, '[{\"carrier\": \"DHL\", \"tracking\": \"\", \"lines\": [{\"line_no\": 1, \"quantity\": 2}]}]', false)->>'outcome'",
                                          Params().text(command).integer(m_order).integer(version));
    QCOMPARE(shipped, u"done"_s);
    const QJsonObject typed{{u"carrier"_s, u"DHL"_s}};
    m_desk->drafts().keep({u"order %1"_s.arg(m_order), u"ship"_s, u"Ship S-1"_s, typed, {}, {{u"command"_s, command}, {u"typed"_s, typed}}, {}});
    m_desk->backToTheList();
    m_desk->press(Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(m_desk->waitForSheet(u"draftsSheet"_s));
    m_desk->press(Qt::Key_Return);
    QVERIFY2(QTest::qWaitFor([this] { return notice().endsWith(u"It was done."_s); }, patienceMs), qPrintable(notice()));
    QVERIFY(m_desk->drafts().all().isEmpty());
    QVERIFY(!m_desk->sheet(u"shipSheet"_s));
    QCOMPARE(commands(), u"1"_s);
}

void TestDraftsWindow::unknownOutcomeOfANoteIsFoundOutUnderItsId()
{
    signIn();
    typeNote(u"once"_s);
    QHash<QString, QByteArray> before;
    connect(&m_desk->drafts(), &Drafts::changed, this, [&] { before = filesNow(); }, Qt::SingleShotConnection);
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(!before.isEmpty(), patienceMs);
    crash(before);
    startAgain();
    QCOMPARE(note()->toPlainText(), u"once"_s);
    QVERIFY(m_desk->find<QLabel>(u"noteRestoredText"_s)->text().contains(u"Nobody knows yet"_s));
    QCOMPARE(commands(), u"1"_s);
    note()->setFocus();
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(note()->toPlainText(), QString(), patienceMs);
    QCOMPARE(m_store->owner("select count(*)::text from store.note"), u"1"_s);
    QCOMPARE(commands(), u"1"_s);
}

void TestDraftsWindow::refusedSheetIsADraftAgain()
{
    signIn();
    QDialog *sheet = openAndTypeHold(u"Card "_s + u"4111"_s + u" 1111 1111 "_s + u"1111"_s);
    QVERIFY(sheet);
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(sheet->findChild<QLabel *>(u"holdAnswer"_s)->isVisible(), patienceMs);
    QCOMPARE(m_desk->drafts().all().size(), 1);
    QVERIFY(m_desk->drafts().all().first().sent.isEmpty()); // it is known what became of it
    m_desk->prompts.choice = 2;
    m_desk->press(Qt::Key_Escape);
    QCOMPARE(m_desk->prompts.asked.size(), 1);
    QVERIFY(m_desk->sheet(u"holdSheet"_s));
}

void TestDraftsWindow::everyWayOutAsksOnce_data()
{
    QTest::addColumn<QString>("way");
    QTest::addColumn<int>("choice");
    for (const QString &way : {u"escape"_s, u"close"_s, u"button"_s, u"window"_s, u"sign out"_s, u"quit"_s}) {
        QTest::newRow(qPrintable(way + u", keep"_s)) << way << 0;
        QTest::newRow(qPrintable(way + u", discard"_s)) << way << 1;
        QTest::newRow(qPrintable(way + u", cancel"_s)) << way << 2;
    }
}

void TestDraftsWindow::everyWayOutAsksOnce()
{
    QFETCH(const QString, way);
    QFETCH(const int, choice);
    signIn();
    QPointer<OrderWindow> window = way == u"window" ? openWindow() : nullptr;
    if (window)
        QTest::mouseClick(window->findChild<QPushButton *>(u"holdPanelButton"_s), Qt::LeftButton);
    const QPointer<QDialog> sheet = window ? m_desk->waitForSheet(u"holdSheet"_s) : open(u"hold"_s);
    QVERIFY(sheet);
    sheet->findChild<QPlainTextEdit *>(u"holdNote"_s)->setFocus();
    m_desk->type(u"half"_s);
    m_desk->prompts.choice = choice;
    if (way == u"escape")
        m_desk->press(Qt::Key_Escape);
    else if (way == u"close")
        sheet->close();
    else if (way == u"button")
        QTest::mouseClick(sheet->findChild<QPushButton *>(u"holdDismissButton"_s), Qt::LeftButton);
    else if (way == u"window")
        window->close();
    else if (way == u"sign out")
        m_desk->action(u"signOutAction"_s)->trigger();
    else
        m_desk->window().close();
    QCOMPARE(m_desk->prompts.asked, QStringList{u"Something was typed and not sent"_s});
    QCOMPARE(m_desk->prompts.choices, (QStringList{u"Keep as a draft"_s, u"Discard"_s, u"Cancel"_s}));
    QVERIFY2(m_desk->prompts.said.contains(m_store->owner("select number from store.orders")), qPrintable(m_desk->prompts.said));
    if (choice == 2) {
        QVERIFY(sheet && sheet->isVisible());
        QVERIFY(m_desk->window().isVisible());
        QCOMPARE(m_desk->session().state(), Session::State::Ready);
        QCOMPARE(sheet->findChild<QPlainTextEdit *>(u"holdNote"_s)->toPlainText(), u"half"_s);
        return;
    }
    QTRY_VERIFY_WITH_TIMEOUT(!sheet, 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(way != u"window" || !window, 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(way != u"quit" || !m_desk->window().isVisible(), 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(way != u"sign out" || m_desk->session().state() == Session::State::SignedOut, 20'000);
    if (way == u"quit") {
        m_secrets = m_desk->credentials.secrets;
        m_desk.reset();
        startAgain();
    } else if (way == u"sign out") {
        signIn();
    }
    QDialog *again = open(u"hold"_s);
    QVERIFY(again);
    QCOMPARE(again->findChild<QPlainTextEdit *>(u"holdNote"_s)->toPlainText(), choice == 0 ? u"half"_s : QString());
    QCOMPARE(again->findChild<QWidget *>(u"holdRestored"_s)->isVisible(), choice == 0);
    QCOMPARE(commands(), u"0"_s);
    // What is kept already is closed without a question.
    m_desk->prompts.asked.clear();
    again->close();
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->sheet(u"holdSheet"_s), 20'000);
    QCOMPARE(m_desk->prompts.asked, QStringList());
    QCOMPARE(m_desk->drafts().all().size(), choice == 0 ? 1 : 0);
}

void TestDraftsWindow::severalThingsAreOneQuestion()
{
    m_store->placeOrder();
    signIn();
    typeNote(u"one"_s);
    QVERIFY(m_desk->openRow(1));
    typeNote(u"two"_s);
    OrderWindow *window = openWindow();
    QVERIFY(window);
    QTest::mouseClick(window->findChild<QPushButton *>(u"holdPanelButton"_s), Qt::LeftButton);
    QVERIFY(m_desk->waitForSheet(u"holdSheet"_s));
    m_desk->sheet(u"holdSheet"_s)->findChild<QPlainTextEdit *>(u"holdNote"_s)->setFocus();
    m_desk->type(u"three"_s);
    m_desk->prompts.choice = 2;
    m_desk->action(u"quitAction"_s)->trigger();
    QCOMPARE(m_desk->prompts.asked.size(), 1);
    QCOMPARE(m_desk->prompts.said.split(u'\n').size(), 3);
    QVERIFY(m_desk->window().isVisible());
    m_desk->prompts.choice = 0;
    m_desk->action(u"quitAction"_s)->trigger();
    QCOMPARE(m_desk->prompts.asked.size(), 2);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->window().isVisible(), 20'000);
    m_secrets = m_desk->credentials.secrets;
    m_desk.reset();
    startAgain();
    QCOMPARE(m_desk->drafts().all().size(), 3);
    QCOMPARE(commands(), u"0"_s);
}

void TestDraftsWindow::nothingTypedIsNotAskedAbout()
{
    signIn();
    QVERIFY(open(u"ship"_s));
    m_desk->press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->sheet(u"shipSheet"_s), 20'000);
    m_desk->backToTheList();
    typeNote(u"   "_s);
    QVERIFY(openWindow());
    m_desk->action(u"quitAction"_s)->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->window().isVisible(), 20'000);
    QCOMPARE(m_desk->prompts.asked, QStringList());
}

void TestDraftsWindow::anotherOrderAndTheLockKeepAll()
{
    m_store->placeOrder();
    signIn();
    typeNote(u"of the first"_s);
    QVERIFY(m_desk->openRow(1));
    QCOMPARE(note()->toPlainText(), QString());
    QVERIFY(openAndTypeHold(u"half"_s));
    m_desk->window().lock(); // and the computer is switched off
    makeSafe();
    QCOMPARE(m_desk->prompts.asked, QStringList());
    crash();
    startAgain();
    QCOMPARE(m_desk->drafts().all().size(), 2);
    QCOMPARE(note()->toPlainText(), u"of the first"_s);
    QVERIFY(m_desk->openRow(1));
    QVERIFY(open(u"hold"_s));
    QCOMPARE(heldNote(), u"half"_s);
    // Whoever stands before a locked screen is not asked about what another typed.
    typeHold(u"!"_s);
    m_desk->window().lock();
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->find<QLineEdit>(u"unlockPassword"_s)->hasFocus(), 20'000);
    QTest::mouseClick(m_desk->find<QPushButton>(u"lockSignOutButton"_s), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->session().state(), Session::State::SignedOut, 20'000);
    QCOMPARE(m_desk->prompts.asked, QStringList());
    signIn();
    QCOMPARE(m_desk->drafts().all().size(), 2);
}

void TestDraftsWindow::draftsAreListedAndOpenedWithKeys()
{
    m_store->placeOrder();
    signIn();
    typeNote(u"a note"_s);
    QVERIFY(m_desk->openRow(1));
    QVERIFY(openAndTypeHold(u"half"_s));
    crashAndStartAgain();
    m_desk->backToTheList();
    m_desk->press(Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(m_desk->waitForSheet(u"draftsSheet"_s));
    auto *list = m_desk->find<QListWidget>(u"draftList"_s);
    QCOMPARE(list->count(), 2);
    const auto rowOf = [list](const QString &word) { return list->row(list->findItems(word, Qt::MatchContains).value(0)); };
    for (int i = 0; list->currentRow() != rowOf(u"hold"_s) && i < 3; ++i)
        m_desk->press(i ? Qt::Key_Up : Qt::Key_Down);
    m_desk->press(Qt::Key_Return);
    QVERIFY(m_desk->waitForSheet(u"holdSheet"_s));
    QCOMPARE(heldNote(), u"half"_s);
    m_desk->press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->sheet(u"holdSheet"_s), 20'000);
    m_desk->backToTheList();
    m_desk->press(Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(m_desk->waitForSheet(u"draftsSheet"_s));
    QTest::mouseClick(m_desk->find<QPushButton>(u"discardDraftButton"_s), Qt::LeftButton);
    QCOMPARE(m_desk->find<QListWidget>(u"draftList"_s)->count(), 1);
    QTest::mouseClick(m_desk->find<QPushButton>(u"discardDraftButton"_s), Qt::LeftButton);
    QVERIFY(m_desk->drafts().all().isEmpty());
    m_desk->press(Qt::Key_Escape);
    QVERIFY(m_desk->openRow(0));
    QCOMPARE(note()->toPlainText(), QString());
    QVERIFY(!m_desk->action(u"draftsAction"_s)->isEnabled());
    QCOMPARE(commands(), u"0"_s);
}

void TestDraftsWindow::sheetOfSeveralOrdersComesBack()
{
    m_store->placeOrder();
    signIn();
    m_desk->backToTheList();
    m_desk->press(Qt::Key_A, Qt::ControlModifier);
    QVERIFY(openAndTypeHold(u"both"_s));
    crashAndStartAgain();
    m_desk->backToTheList();
    m_desk->press(Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(m_desk->waitForSheet(u"draftsSheet"_s));
    m_desk->press(Qt::Key_Return);
    QVERIFY(m_desk->waitForSheet(u"holdSheet"_s));
    QCOMPARE(heldNote(), u"both"_s);
    QCOMPARE(commands(), u"0"_s);
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(m_store->owner("select count(*)::text from store.hold where note = 'both'"), u"2"_s, patienceMs);
}

void TestDraftsWindow::sheetOfManyOrdersComesBack()
{
    m_store->placeOrders(1299);
    signIn();
    m_desk->backToTheList();
    m_desk->press(Qt::Key_A, Qt::ControlModifier);
    QVERIFY(open(u"hold"_s));
    m_desk->find<QPlainTextEdit>(u"holdNote"_s)->setFocus();
    m_desk->type(u"all of them"_s);
    makeSafe();
    crash();
    startAgain();
    m_desk->backToTheList();
    m_desk->press(Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(m_desk->waitForSheet(u"draftsSheet"_s));
    m_desk->press(Qt::Key_Return);
    QDialog *sheet = m_desk->waitForSheet(u"holdSheet"_s);
    QVERIFY(sheet);
    QCOMPARE(m_desk->find<QPlainTextEdit>(u"holdNote"_s)->toPlainText(), u"all of them"_s);
    QCOMPARE(QString::number(qobject_cast<OrderSheet *>(sheet)->orders().size()), m_store->owner("select count(*)::text from store.orders"));
    QVERIFY(qobject_cast<OrderSheet *>(sheet)->orders().size() > 1000);
    QCOMPARE(commands(), u"0"_s);
    // It is the run over just these, which begins with a look.
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->find<QPushButton>(u"bulkDoButton"_s) && m_desk->find<QPushButton>(u"bulkDoButton"_s)->isVisible(), patienceMs);
    QVERIFY(m_desk->drafts().all().isEmpty());
}

void TestDraftsWindow::lostAnswerToACommandWithoutASheetIsTold()
{
    m_store->owner("insert into store.hold (order_id, reason) values ($1, 'fraud')", Params().integer(m_order));
    signIn();
    QAction *release = m_desk->action(u"releaseAction"_s);
    QTRY_VERIFY_WITH_TIMEOUT(release->isEnabled(), patienceMs);
    // The program ends after the store has done it and before anybody has written that down: with the second change of the drafts.
    QList<QHash<QString, QByteArray>> states;
    connect(&m_desk->drafts(), &Drafts::changed, this, [&] { states.append(filesNow()); });
    m_desk->prompts.choice = 0;
    release->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(states.size(), 2, patienceMs);
    QVERIFY(!m_desk->action(u"draftsAction"_s)->isEnabled()); // nothing was typed
    QCOMPARE(m_store->owner("select count(*)::text from store.hold where released_at is not null"), u"1"_s);
    crash(states.last());
    startAgain();
    const auto *notice = m_desk->find<QLabel>(u"ordersNotice"_s);
    QVERIFY2(QTest::qWaitFor([notice] { return notice->text().startsWith(u"Release "_s) && notice->text().endsWith(u"It was done."_s); }, patienceMs), qPrintable(notice->text()));
    QVERIFY(notice->isVisible());
    QCOMPARE(commands(), u"1"_s);
    QVERIFY(m_desk->drafts().all().isEmpty());
}

void TestDraftsWindow::commandThatNeverArrivedIsTold()
{
    signIn();
    m_desk->drafts().keep({u"command "_s + QUuid::createUuid().toString(QUuid::WithoutBraces), u"sent"_s, u"Release S-1"_s, {}, {}, {}, {}});
    m_desk->drafts().keep({u"order %1"_s.arg(m_order), u"hold"_s, u"Put S-1 on hold"_s, {{u"reason"_s, u"fraud"_s}, {u"note"_s, u"mine"_s}}, {},
                           {{u"command"_s, QUuid::createUuid().toString()}, {u"typed"_s, QJsonObject{{u"reason"_s, u"fraud"_s}}}}, {}});
    makeSafe();
    crash();
    startAgain();
    // Both stay to be read, whichever comes first.
    QVERIFY2(QTest::qWaitFor([this] { return notice().contains(u"Release S-1: this had not reached the store. Nothing was done."_s) && notice().contains(u"Put S-1 on hold: this had not reached the store when"_s); }, patienceMs),
             qPrintable(notice()));
    QCOMPARE(commands(), u"0"_s);
    QCOMPARE(m_desk->drafts().all().size(), 1); // what was typed is kept under its id: it may yet arrive
    QVERIFY(!m_desk->drafts().all().first().sent.isEmpty());
}

void TestDraftsWindow::anotherPersonSeesNothing()
{
    signIn();
    typeNote(u"of the lead"_s);
    m_desk->prompts.choice = 0;
    m_desk->action(u"signOutAction"_s)->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->session().state(), Session::State::SignedOut, 20'000);
    signIn(u"agent"_s);
    QCOMPARE(note()->toPlainText(), QString());
    QVERIFY(m_desk->drafts().all().isEmpty());
    m_desk->action(u"signOutAction"_s)->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->session().state(), Session::State::SignedOut, 20'000);
    signIn();
    QTRY_COMPARE_WITH_TIMEOUT(note()->toPlainText(), u"of the lead"_s, patienceMs);
}

void TestDraftsWindow::withoutAKeychainItIsSaid()
{
    m_desk->credentials.isGone = true;
    signIn();
    QVERIFY(m_desk->find<QLabel>(u"draftState"_s)->isVisible());
    QVERIFY(m_desk->find<QLabel>(u"ordersNotice"_s)->text().contains(u"in memory only"_s));
    // It lives as long as somebody is signed in.
    QVERIFY(openAndTypeHold(u"half"_s));
    m_desk->prompts.choice = 0;
    m_desk->press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->sheet(u"holdSheet"_s), 20'000);
    QVERIFY(open(u"hold"_s));
    QCOMPARE(heldNote(), u"half"_s);
    m_desk->sheet(u"holdSheet"_s)->close();
    m_desk->action(u"draftsAction"_s)->trigger();
    QVERIFY(m_desk->waitForSheet(u"draftsSheet"_s));
    const QString explained = m_desk->sheet(u"draftsSheet"_s)->findChild<QLabel *>(u"draftsExplain"_s)->text();
    QVERIFY2(explained.contains(u"in memory only"_s) && !explained.contains(u"on this computer"_s), qPrintable(explained));
    m_desk->sheet(u"draftsSheet"_s)->close();
    QVERIFY(open(u"hold"_s));
    typeHold(u"!"_s);
    m_desk->prompts.choice = 1; // cancel: there is no keeping
    m_desk->action(u"signOutAction"_s)->trigger();
    QCOMPARE(m_desk->prompts.choices, (QStringList{u"Discard"_s, u"Cancel"_s}));
    QCOMPARE(m_desk->session().state(), Session::State::Ready);
    QVERIFY(!QDir(m_folder->filePath(u"drafts"_s)).exists() || QDir(m_folder->filePath(u"drafts"_s)).isEmpty());
}

void TestDraftsWindow::nothingIsReadableOnDisk()
{
    signIn();
    typeNote(u"Quaschning Unter den Eichen 17"_s);
    QVERIFY(openAndTypeHold(u"Eichenlaubweg"_s));
    makeSafe();
    QVERIFY(openWindow() || true); // a window's place is noted too
    const QString number = m_store->owner("select number from store.orders"), name = m_store->owner("select customer_name from store.orders");
    int seen = 0;
    QDirIterator iterator(m_folder->path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (iterator.hasNext()) {
        QFile file(iterator.next());
        if (!file.open(QIODevice::ReadOnly)) // a temporary one may have taken its place by now
            continue;
        const QByteArray content = file.readAll();
        for (const QString &word : {u"Quaschning"_s, u"Eichenlaubweg"_s, number, name})
            QVERIFY2(!content.contains(word.toUtf8()), qPrintable(file.fileName()));
        ++seen;
    }
    QVERIFY(seen >= 2);
}

QTEST_MAIN(TestDraftsWindow)
#include "tst_draftswindow.moc"
