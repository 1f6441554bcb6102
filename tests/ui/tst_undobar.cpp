// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/desk.h"
#include "tests/ui/sloworders.h"

#include "ui/orders/orderdesk.h"
#include "ui/orders/undobar.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTimer>
#include <QWindow>

#include <algorithm>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

namespace {

constexpr int patienceMs = 20'000;

} // namespace

/// What was just done is offered to be taken back, before a store that takes its time: once, by whichever window, and never in silence.
class TestUndoBar : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void undoOfWhichNobodyKnowsIsAskedForAgain();
    void undoThatCameIsOver();
    void undoThatMeetsALockIsOfferedStill();
    void undoThatErredIsTriedAgain_data();
    void undoThatErredIsTriedAgain();
    void whatNobodyKnowsIsAskedForAgainFromAnyWindow();
    void nextOfferOutlivesTheUndoBeforeIt();
    void whatWasDoneBeforeTheLastIsOfferedAgain();
    void whatSendsNothingIsTakenBackAfterTheBarHasGone();
    void offersAreOnlySoMany();
    void whatIsStillInTheHouseOutlivesWhatIsOutOfSight();
    void whatIsOnItsWayBarsNothingThatWasDoneBefore();
    void whatIsAskedInVainBarsNothingThatWasDoneBefore();
    void answerIsSaidThoughTheWindowThatAskedIsClosed_data();
    void answerIsSaidThoughTheWindowThatAskedIsClosed();

private:
    [[nodiscard]] static OrderChoice choice(qint64 order = 1) { return {{order}, 1, u"#%1"_s.arg(order), {}}; }
    static void click(const QWidget *widget) { QTest::mouseClick(widget->window()->windowHandle(), Qt::LeftButton, {}, widget->mapTo(widget->window(), widget->rect().center())); }
    /// Holds an order, which the store says is done. Null where no answer came.
    [[nodiscard]] QUuid holdIsDone(qint64 order, const QJsonObject &details = {});
    /// As many seconds as if nobody looked. False where the bar counts none.
    [[nodiscard]] static bool pass(const UndoBar &bar, int seconds);

    QTemporaryDir m_folder;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<ActionRegistry> m_actions;
    std::unique_ptr<AnsweredPrompts> m_prompts;
    std::unique_ptr<SlowOrders> m_orders;
    MemoryCredentials m_credentials;
    std::unique_ptr<Drafts> m_drafts;
    std::unique_ptr<OrderDesk> m_desk;
};

void TestUndoBar::init()
{
    m_settings = std::make_unique<QSettings>(m_folder.filePath(u"steward.ini"_s), QSettings::IniFormat);
    m_session = std::make_unique<Session>();
    m_actions = std::make_unique<ActionRegistry>();
    m_prompts = std::make_unique<AnsweredPrompts>();
    m_orders = std::make_unique<SlowOrders>();
    m_drafts = std::make_unique<Drafts>(m_credentials, Clock::system(), m_folder.filePath(QUuid::createUuid().toString(QUuid::WithoutBraces)));
    m_drafts->open(u"me@store"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_drafts->isSafe(), patienceMs);
    m_desk = std::make_unique<OrderDesk>(UiContext{*m_session, *m_actions, *m_prompts, *m_settings, Clock::system(), *m_drafts}, *m_orders);
}

void TestUndoBar::cleanup()
{
    m_desk.reset();
    m_drafts.reset();
}

QUuid TestUndoBar::holdIsDone(qint64 order, const QJsonObject &details)
{
    const QUuid command = QUuid::createUuid();
    m_desk->commands().placeHold(command, {{{order}, 1, u"#%1"_s.arg(order), {}}}, {u"other"_s, {}});
    m_orders->answer(command, CommandOutcome{CommandOutcome::Kind::Done, {}, details, false});
    return QTest::qWaitFor([&] { return !m_desk->commands().isInFlight(command); }, patienceMs) ? command : QUuid();
}

bool TestUndoBar::pass(const UndoBar &bar, int seconds)
{
    auto *second = bar.findChild<QTimer *>(QString(), Qt::FindDirectChildrenOnly);
    bool isCounted = second;
    for (int i = 0; isCounted && i < seconds; ++i)
        isCounted = QMetaObject::invokeMethod(second, "timeout");
    return isCounted;
}

void TestUndoBar::undoOfWhichNobodyKnowsIsAskedForAgain()
{
    UndoBar bar(m_desk->commands(), m_desk->sent(), {});
    bar.show();
    auto *undo = bar.findChild<QPushButton *>(u"undoButton"_s);
    QSignalSpy told(&bar, &UndoBar::told);
    const QUuid command = QUuid::createUuid();
    m_desk->commands().placeHold(command, {choice()}, {u"other"_s, {}});
    m_orders->answer(command, done());
    QTRY_VERIFY_WITH_TIMEOUT(bar.isVisible() && bar.isOffered(), patienceMs);
    QVERIFY(QTest::qWaitForWindowExposed(&bar, patienceMs));
    click(undo);
    QTRY_COMPARE_WITH_TIMEOUT(m_orders->sent.size(), 2, patienceMs);
    QCOMPARE(m_orders->arguments.last(), command.toString());
    m_orders->answer(m_orders->sent.last(), lost());
    QTRY_COMPARE_WITH_TIMEOUT(told.size(), 1, patienceMs);
    QVERIFY(bar.isVisible() && bar.isOffered() && undo->isEnabled());
    QVERIFY2(bar.findChild<QLabel *>(u"undoText"_s)->text().contains(u"Nobody knows yet"_s), qPrintable(bar.findChild<QLabel *>(u"undoText"_s)->text()));
    click(undo);
    QTRY_COMPARE_WITH_TIMEOUT(m_orders->sent.size(), 3, patienceMs);
    QCOMPARE(m_orders->sent.at(2), m_orders->sent.at(1)); // the same command, so it is taken back once
    m_orders->answer(m_orders->sent.last(), done());
    QTRY_VERIFY_WITH_TIMEOUT(!bar.isVisible() && !bar.isOffered(), patienceMs);
    QCOMPARE(told.size(), 2);
}

void TestUndoBar::undoThatCameIsOver()
{
    UndoBar bar(m_desk->commands(), m_desk->sent(), {});
    UndoBar elsewhere(m_desk->commands(), m_desk->sent(), {1});
    bar.show();
    QVERIFY(!holdIsDone(1).isNull());
    QVERIFY(bar.isOffered() && elsewhere.isOffered());
    QSignalSpy told(&bar, &UndoBar::told);
    bar.undo();
    QTRY_COMPARE_WITH_TIMEOUT(m_orders->sent.size(), 2, patienceMs);
    QVERIFY(elsewhere.isOffered()); // nobody knows yet
    m_orders->answer(m_orders->sent.last(), refused(u"too_late"_s));
    QTRY_COMPARE_WITH_TIMEOUT(told.size(), 1, patienceMs);
    QVERIFY(!bar.isOffered() && !elsewhere.isOffered());
}

void TestUndoBar::undoThatMeetsALockIsOfferedStill()
{
    UndoBar bar(m_desk->commands(), m_desk->sent(), {});
    UndoBar elsewhere(m_desk->commands(), m_desk->sent(), {1});
    bar.show();
    const auto *undo = bar.findChild<QPushButton *>(u"undoButton"_s);
    const auto *undoElsewhere = elsewhere.findChild<QPushButton *>(u"undoButton"_s);
    const QUuid money = holdIsDone(1, {{u"grace_seconds"_s, 60}});
    QVERIFY(bar.isOffered() && elsewhere.isOffered() && undoElsewhere->isEnabled());
    QSignalSpy told(&bar, &UndoBar::told);
    QSignalSpy toldElsewhere(&elsewhere, &UndoBar::told);
    bar.undo();
    QTRY_COMPARE_WITH_TIMEOUT(m_orders->sent.size(), 2, patienceMs);
    QVERIFY(!undo->isEnabled() && !undoElsewhere->isEnabled());
    elsewhere.undo();
    QCOMPARE(toldElsewhere.size(), 1);
    QCOMPARE(toldElsewhere.takeFirst().first().toString(), u"It is being taken back."_s);
    m_orders->answer(m_orders->sent.last(), refused(u"locked"_s));
    QTRY_COMPARE_WITH_TIMEOUT(told.size(), 1, patienceMs);
    QCOMPARE(told.first().first().toString(), orderReasonText(u"locked"_s));
    QVERIFY(bar.isVisible() && bar.isOffered() && undo->isEnabled());
    QVERIFY(elsewhere.isOffered() && undoElsewhere->isEnabled());
    QCOMPARE(undo->text(), u"Undo"_s);
    QCOMPARE(m_orders->sent.size(), 2);
    elsewhere.undo();
    QTRY_COMPARE_WITH_TIMEOUT(m_orders->sent.size(), 3, patienceMs);
    QCOMPARE(m_orders->arguments.last(), money.toString());
    QVERIFY(m_orders->sent.at(2) != m_orders->sent.at(1)); // that one the store has forgotten
    m_orders->answer(m_orders->sent.last(), done());
    QTRY_COMPARE_WITH_TIMEOUT(toldElsewhere.size(), 1, patienceMs);
    QVERIFY(!bar.isOffered() && !elsewhere.isOffered());
    QCOMPARE(told.size(), 1); // who asked is told
    // With its seconds gone, a lock is no reason to offer it on.
    QVERIFY(!holdIsDone(1, {{u"grace_seconds"_s, 5}}).isNull());
    bar.undo();
    QTRY_COMPARE_WITH_TIMEOUT(m_orders->sent.size(), 5, patienceMs);
    QVERIFY(pass(bar, 6));
    QVERIFY(bar.isOffered());
    m_orders->answer(m_orders->sent.last(), refused(u"locked"_s));
    QTRY_COMPARE_WITH_TIMEOUT(told.size(), 2, patienceMs);
    QVERIFY(!bar.isOffered());
}

void TestUndoBar::undoThatErredIsTriedAgain_data()
{
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<bool>("isOffered");
    QTest::newRow("the login is made anew") << ErrorKind::Denied << true;
    QTest::newRow("it took too long") << ErrorKind::Timeout << true;
    QTest::newRow("somebody else at the same moment") << ErrorKind::Conflict << true;
    QTest::newRow("a defect, or an answer that cannot be read") << ErrorKind::Internal << true;
    QTest::newRow("the program is about to end") << ErrorKind::Cancelled << true;
    QTest::newRow("wrong however often it is asked") << ErrorKind::Invalid << false;
}

void TestUndoBar::undoThatErredIsTriedAgain()
{
    QFETCH(const ErrorKind, kind);
    QFETCH(const bool, isOffered);
    UndoBar bar(m_desk->commands(), m_desk->sent(), {});
    UndoBar elsewhere(m_desk->commands(), m_desk->sent(), {1});
    bar.show();
    const Result<CommandOutcome> erred = Error{kind, u"It could not be done."_s, {}, {}};
    QVERIFY(!holdIsDone(1, {{u"grace_seconds"_s, 60}}).isNull());
    QSignalSpy told(&bar, &UndoBar::told);
    bar.undo();
    QTRY_COMPARE_WITH_TIMEOUT(m_orders->sent.size(), 2, patienceMs);
    m_orders->answer(m_orders->sent.last(), erred);
    QTRY_COMPARE_WITH_TIMEOUT(told.size(), 1, patienceMs);
    QCOMPARE(bar.isOffered(), isOffered);
    QCOMPARE(elsewhere.isOffered(), isOffered);
    if (!isOffered)
        return;
    bar.undo();
    QTRY_COMPARE_WITH_TIMEOUT(m_orders->sent.size(), 3, patienceMs);
    QCOMPARE(m_orders->sent.at(2), m_orders->sent.at(1)); // done before the error or not: it is done once
    m_orders->answer(m_orders->sent.last(), erred);
    QTRY_COMPARE_WITH_TIMEOUT(told.size(), 2, patienceMs);
    QVERIFY(pass(bar, 60));
    QVERIFY(!bar.isOffered()); // its seconds went on, and it has left
}

void TestUndoBar::whatNobodyKnowsIsAskedForAgainFromAnyWindow()
{
    UndoBar elsewhere(m_desk->commands(), m_desk->sent(), {1});
    elsewhere.show();
    const auto *text = elsewhere.findChild<QLabel *>(u"undoText"_s);
    {
        UndoBar bar(m_desk->commands(), m_desk->sent(), {});
        QVERIFY(!holdIsDone(1, {{u"grace_seconds"_s, 10}}).isNull());
        bar.undo();
        QTRY_COMPARE_WITH_TIMEOUT(m_orders->sent.size(), 2, patienceMs);
    }
    m_orders->answer(m_orders->sent.last(), lost());
    QTRY_VERIFY2_WITH_TIMEOUT(text->text().contains(u"Nobody knows yet"_s), qPrintable(text->text()), patienceMs);
    QSignalSpy told(&elsewhere, &UndoBar::told);
    elsewhere.undo();
    QTRY_COMPARE_WITH_TIMEOUT(m_orders->sent.size(), 3, patienceMs);
    QCOMPARE(m_orders->sent.at(2), m_orders->sent.at(1));
    m_orders->answer(m_orders->sent.last(), Error{ErrorKind::Denied, u"The server did not accept this login."_s, {}, {}});
    QTRY_COMPARE_WITH_TIMEOUT(told.size(), 1, patienceMs);
    QVERIFY(pass(elsewhere, 20));
    QVERIFY(elsewhere.isVisible() && text->text().contains(u"Nobody knows yet"_s)); // who is turned away learns nothing
    elsewhere.undo();
    QTRY_COMPARE_WITH_TIMEOUT(m_orders->sent.size(), 4, patienceMs);
    QCOMPARE(m_orders->sent.at(3), m_orders->sent.at(1));
    m_orders->answer(m_orders->sent.last(), done());
    QTRY_VERIFY_WITH_TIMEOUT(!elsewhere.isVisible() && !elsewhere.isOffered(), patienceMs);
}

void TestUndoBar::nextOfferOutlivesTheUndoBeforeIt()
{
    UndoBar bar(m_desk->commands(), m_desk->sent(), {});
    bar.show();
    const auto hold = [this, &bar] {
        const QUuid command = QUuid::createUuid();
        m_desk->commands().placeHold(command, {choice()}, {u"other"_s, {}});
        m_orders->answer(command, done());
        return QTest::qWaitFor([&] { return bar.isOffered() && !m_desk->commands().isInFlight(command); }, patienceMs) ? command : QUuid();
    };
    QVERIFY(!hold().isNull());
    bar.undo();
    QTRY_COMPARE_WITH_TIMEOUT(m_orders->sent.size(), 2, patienceMs);
    const QUuid undoing = m_orders->sent.last();
    QSignalSpy told(&bar, &UndoBar::told);
    const QUuid second = hold();
    m_orders->answer(undoing, done());
    QTRY_COMPARE_WITH_TIMEOUT(told.size(), 1, patienceMs);
    QVERIFY(bar.isOffered());
    bar.undo();
    QTRY_COMPARE_WITH_TIMEOUT(m_orders->sent.size(), 4, patienceMs);
    QCOMPARE(m_orders->arguments.last(), second.toString());
}

void TestUndoBar::whatWasDoneBeforeTheLastIsOfferedAgain()
{
    UndoBar bar(m_desk->commands(), m_desk->sent(), {});
    bar.show();
    QList<QUuid> done2;
    for (qsizetype i = 1; i <= 2; ++i) {
        done2.append(QUuid::createUuid());
        m_desk->commands().placeHold(done2.last(), {{{i}, 1, u"#%1"_s.arg(i), {}}}, {u"other"_s, {}});
        m_orders->answer(done2.last(), done());
        QTRY_COMPARE_WITH_TIMEOUT(bar.offers(), i, patienceMs);
    }
    for (const QUuid command : {done2.last(), done2.first()}) {
        const auto before = m_orders->sent.size();
        bar.undo();
        QTRY_COMPARE_WITH_TIMEOUT(m_orders->sent.size(), before + 1, patienceMs);
        QCOMPARE(m_orders->arguments.last(), command.toString());
        const qsizetype offers = bar.offers();
        m_orders->answer(m_orders->sent.last(), done());
        QTRY_COMPARE_WITH_TIMEOUT(bar.offers(), offers - 1, patienceMs);
    }
    QVERIFY(!bar.isVisible());
}

void TestUndoBar::whatSendsNothingIsTakenBackAfterTheBarHasGone()
{
    UndoBar bar(m_desk->commands(), m_desk->sent(), {});
    bar.show();
    const QUuid kept = holdIsDone(1);
    QVERIFY(!holdIsDone(2, {{u"grace_seconds"_s, 25}}).isNull());
    QVERIFY(!holdIsDone(3, {{u"undo_seconds"_s, 25}}).isNull());
    QCOMPARE(bar.offers(), 3);
    QVERIFY(bar.isVisible());
    QVERIFY(pass(bar, 30));
    QVERIFY(!bar.isVisible());
    QCOMPARE(bar.offers(), 1); // what left the house, or was paid by hand, is over
    bar.undo();
    QVERIFY(bar.isVisible()); // it says what is taken back
    QTRY_COMPARE_WITH_TIMEOUT(m_orders->sent.size(), 4, patienceMs);
    QCOMPARE(m_orders->arguments.last(), kept.toString());
    QSignalSpy told(&bar, &UndoBar::told);
    m_orders->answer(m_orders->sent.last(), refused(u"undo_too_late"_s));
    QTRY_COMPARE_WITH_TIMEOUT(told.size(), 1, patienceMs);
    QCOMPARE(told.first().first().toString(), orderReasonText(u"undo_too_late"_s));
    QVERIFY(!bar.isVisible() && !bar.isOffered());
}

void TestUndoBar::offersAreOnlySoMany()
{
    UndoBar bar(m_desk->commands(), m_desk->sent(), {});
    QUuid command;
    constexpr int most = 20;
    for (int i = 1; i <= most + 2; ++i) {
        command = QUuid::createUuid();
        m_desk->commands().placeHold(command, {{{i}, 1, u"#%1"_s.arg(i), {}}}, {u"other"_s, {}});
        m_orders->answer(command, done());
        QTRY_COMPARE_WITH_TIMEOUT(bar.offers(), std::min(i, most), patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(!m_desk->commands().isInFlight(command), patienceMs);
    }
    const auto before = m_orders->sent.size();
    bar.undo();
    QTRY_COMPARE_WITH_TIMEOUT(m_orders->sent.size(), before + 1, patienceMs);
    QCOMPARE(m_orders->arguments.last(), command.toString()); // the newest first
}

void TestUndoBar::whatIsStillInTheHouseOutlivesWhatIsOutOfSight()
{
    constexpr int most = 20;
    UndoBar bar(m_desk->commands(), m_desk->sent(), {});
    bar.show();
    const QUuid money = holdIsDone(1, {{u"grace_seconds"_s, 600}});
    const QUuid byHand = holdIsDone(2, {{u"undo_seconds"_s, 600}});
    for (int i = 3; i <= most + 3; ++i)
        QVERIFY(!holdIsDone(i).isNull());
    QCOMPARE(bar.offers(), most);
    QVERIFY(pass(bar, 30));
    QVERIFY(!holdIsDone(most + 4).isNull());
    QVERIFY(!holdIsDone(most + 5, {{u"grace_seconds"_s, 600}}).isNull());
    QCOMPARE(bar.offers(), most);
    // In sight, the newest first: the two of just now, then those that have not left.
    QStringList undone;
    for (int i = 0; i < 4; ++i) {
        const auto before = m_orders->sent.size();
        bar.undo();
        QTRY_COMPARE_WITH_TIMEOUT(m_orders->sent.size(), before + 1, patienceMs);
        undone.append(m_orders->arguments.last());
        const qsizetype offers = bar.offers();
        m_orders->answer(m_orders->sent.last(), done());
        QTRY_COMPARE_WITH_TIMEOUT(bar.offers(), offers - 1, patienceMs);
    }
    QCOMPARE(undone.mid(2), (QStringList{byHand.toString(), money.toString()}));
    // Where everything else has yet to leave, what sends nothing goes, though it was done last.
    UndoBar full(m_desk->commands(), m_desk->sent(), {});
    for (int i = 1; i <= most; ++i)
        QVERIFY(!holdIsDone(100 + i, {{u"grace_seconds"_s, 600}}).isNull());
    const QUuid newest = m_orders->sent.last();
    QVERIFY(!holdIsDone(200).isNull());
    QCOMPARE(full.offers(), most);
    full.undo();
    QTRY_VERIFY_WITH_TIMEOUT(m_orders->arguments.last() == newest.toString(), patienceMs);
}

void TestUndoBar::whatIsOnItsWayBarsNothingThatWasDoneBefore()
{
    UndoBar bar(m_desk->commands(), m_desk->sent(), {});
    bar.show();
    const auto *undo = bar.findChild<QPushButton *>(u"undoButton"_s);
    QSignalSpy told(&bar, &UndoBar::told);
    const QUuid first = holdIsDone(1);
    const QUuid second = holdIsDone(2);
    QVERIFY(pass(bar, 30)); // both are out of sight
    bar.undo();
    QTRY_COMPARE_WITH_TIMEOUT(m_orders->sent.size(), 3, patienceMs);
    QCOMPARE(m_orders->arguments.last(), second.toString());
    QVERIFY(bar.isVisible() && !undo->isEnabled()); // what is taken back is seen, and not the one that comes next
    bar.undo();
    QTRY_COMPARE_WITH_TIMEOUT(m_orders->sent.size(), 4, patienceMs);
    QCOMPARE(m_orders->arguments.last(), first.toString());
    QCOMPARE(told.size(), 0);
    bar.undo();
    QCOMPARE(told.size(), 1);
    QCOMPARE(told.first().first().toString(), u"It is being taken back."_s);
    m_orders->answer(m_orders->sent.at(2), done());
    m_orders->answer(m_orders->sent.at(3), done());
    QTRY_VERIFY_WITH_TIMEOUT(!bar.isVisible() && !bar.isOffered(), patienceMs);
    QCOMPARE(m_orders->sent.size(), 4);
    QCOMPARE(told.size(), 3);
}

void TestUndoBar::whatIsAskedInVainBarsNothingThatWasDoneBefore()
{
    UndoBar bar(m_desk->commands(), m_desk->sent(), {});
    bar.show();
    const auto *text = bar.findChild<QLabel *>(u"undoText"_s);
    QSignalSpy told(&bar, &UndoBar::told);
    const QUuid first = holdIsDone(1);
    const QUuid second = holdIsDone(2);
    QVERIFY(pass(bar, 30));
    bar.undo();
    QTRY_COMPARE_WITH_TIMEOUT(m_orders->sent.size(), 3, patienceMs);
    m_orders->answer(m_orders->sent.last(), lost());
    QTRY_COMPARE_WITH_TIMEOUT(told.size(), 1, patienceMs);
    bar.undo(); // first of all the same is asked for again
    QTRY_COMPARE_WITH_TIMEOUT(m_orders->sent.size(), 4, patienceMs);
    QCOMPARE(m_orders->sent.at(3), m_orders->sent.at(2));
    m_orders->answer(m_orders->sent.last(), Error{ErrorKind::Denied, u"The server did not accept this login."_s, {}, {}});
    QTRY_COMPARE_WITH_TIMEOUT(told.size(), 2, patienceMs);
    QVERIFY(bar.isVisible() && text->text().contains(u"Nobody knows yet"_s));
    bar.undo();
    QTRY_COMPARE_WITH_TIMEOUT(m_orders->sent.size(), 5, patienceMs);
    QCOMPARE(m_orders->arguments.last(), first.toString());
    m_orders->answer(m_orders->sent.last(), done());
    QTRY_COMPARE_WITH_TIMEOUT(told.size(), 3, patienceMs);
    // And what the bar shows is what its button asks for.
    QVERIFY(bar.isVisible() && text->text().contains(u"Nobody knows yet"_s));
    QVERIFY(QTest::qWaitForWindowExposed(&bar, patienceMs));
    click(bar.findChild<QPushButton *>(u"undoButton"_s));
    QTRY_COMPARE_WITH_TIMEOUT(m_orders->sent.size(), 6, patienceMs);
    QCOMPARE(m_orders->arguments.last(), second.toString());
    QCOMPARE(m_orders->sent.at(5), m_orders->sent.at(2));
}

void TestUndoBar::answerIsSaidThoughTheWindowThatAskedIsClosed_data()
{
    QTest::addColumn<bool>("isClosed");
    QTest::newRow("closed") << true;
    QTest::newRow("open") << false;
}

void TestUndoBar::answerIsSaidThoughTheWindowThatAskedIsClosed()
{
    QFETCH(const bool, isClosed);
    UndoBar ofTheList(m_desk->commands(), m_desk->sent(), {});
    auto ofTheOrder = std::make_unique<UndoBar>(m_desk->commands(), m_desk->sent(), OrderId{1});
    QSignalSpy saidByTheList(&ofTheList, &UndoBar::told);
    QSignalSpy saidByTheOrder(ofTheOrder.get(), &UndoBar::told);
    QSignalSpy saidForNobody(&m_desk->sent(), &SentCommands::told);
    QVERIFY(!holdIsDone(1).isNull());
    ofTheOrder->undo();
    QTRY_COMPARE_WITH_TIMEOUT(m_orders->sent.size(), 2, patienceMs);
    if (isClosed)
        ofTheOrder.reset();
    m_orders->answer(m_orders->sent.last(), refused(u"undo_too_late"_s));
    QTRY_VERIFY_WITH_TIMEOUT(!ofTheList.isOffered(), patienceMs);
    QCOMPARE(saidForNobody.size(), isClosed ? 1 : 0);
    QCOMPARE(saidByTheOrder.size(), isClosed ? 0 : 1);
    QCOMPARE(saidByTheList.size(), 0); // several lists may be open, and it is said once
    if (isClosed)
        QVERIFY2(saidForNobody.first().first().toString().contains(orderReasonText(u"undo_too_late"_s)), qPrintable(saidForNobody.first().first().toString()));
}

QTEST_MAIN(TestUndoBar)
#include "tst_undobar.moc"
