// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/bulk/bulklook.h"
#include "models/orders/bulk/bulkrun.h"
#include "tests/bulk/fakebulk.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QTest>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using State = BulkRun::State;

namespace {

const BulkTask hold = BulkTask::hold(u"stock"_s, {});

/// As it comes back from where it was written down.
BulkPlan written(const BulkPlan &plan)
{
    return *BulkPlan::fromJson(QJsonDocument::fromJson(QJsonDocument(plan.toJson()).toJson()).object());
}

} // namespace

/// A run that a program before this one began is found out about and gone on with as the same run; and what a look says of few orders
/// is of the newest question.
class TestBulkTakeUp : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_store = std::make_unique<FakeBulk>(); }
    void taskComesBackAsItWas_data();
    void taskComesBackAsItWas();
    void whatIsNoPlanIsNone();
    void takingUpDoesNothingAndSaysHowFarItCame();
    void stepThatWasUnderWayIsFoundAtTheSecondLook();
    void undoThatWasUnderWayIsFoundAtTheSecondLook();
    void betweenTheLooksNothingIsStoppedAndTheLineMayGo();
    void takenUpRunGoesOnAsTheSameRun();
    void takenUpRunThatWasOverIsOver();
    void takenUpUndoGoesOn();
    void refusedStepStaysRefused();
    void lineLostWhileAskingIsAskedAgain();
    void manyStepsAreAskedForInPages();
    void nothingIsSentBeforeItIsKept();
    void endLeavesTheOthersAlone();
    void endWaitsForWhatNobodyKnows();
    void endedUndoKeepsTheOthers();
    void lookSaysWhatWouldBecomeOfEach();
    void lookAnswersTheNewestQuestion();
    void lookThatFailsSaysWhy();
    void lookOfTagsNamesThem();

private:
    /// A run over so many orders whose program ended behind so many steps, one more of which the store had done.
    [[nodiscard]] BulkPlan leftBehind(int orders, int steps);

    std::unique_ptr<FakeBulk> m_store;
};

BulkPlan TestBulkTakeUp::leftBehind(int orders, int steps)
{
    BulkRun run(*m_store, hold, FakeBulk::orders(orders), BulkRun::Versions::AsChosen);
    run.check();
    m_store->answerAll();
    run.run();
    for (int i = 0; i < steps; ++i)
        m_store->answer();
    return written(run.plan());
}

void TestBulkTakeUp::taskComesBackAsItWas_data()
{
    QTest::addColumn<QJsonObject>("task");
    const auto row = [](const char *name, const BulkTask &task) { QTest::newRow(name) << task.toJson(); };
    row("hold", BulkTask::hold(u"stock"_s, u"two\nlines"_s));
    row("cancel", BulkTask::cancel({u"fraud"_s, u"why"_s, false, true, false}));
    row("cancel with nothing", BulkTask::cancel({u"stock"_s, {}, true, false, true}));
    row("ship", BulkTask::shipWhole(u"DHL"_s, true));
    row("assign", BulkTask::assign(u"lead"_s));
    row("assign to nobody", BulkTask::assign({}));
    row("tag", BulkTask::tag({u"gift"_s, u"VIP"_s}, {u"old"_s}));
}

void TestBulkTakeUp::taskComesBackAsItWas()
{
    QFETCH(QJsonObject, task);
    const auto back = BulkTask::fromJson(task);
    QVERIFY(back);
    QCOMPARE(back->toJson(), task);
    const QJsonObject arguments = task.value(u"arguments"_s).toObject();
    const BulkTask same = back->verb() == u"hold"     ? BulkTask::hold(u"stock"_s, u"two\nlines"_s)
                          : back->verb() == u"ship"   ? BulkTask::shipWhole(u"DHL"_s, true)
                          : back->verb() == u"tag"    ? BulkTask::tag({u"gift"_s, u"VIP"_s}, {u"old"_s})
                          : back->verb() == u"assign" ? BulkTask::assign(arguments.value(u"login"_s).toString())
                          : back->isRefunding()       ? BulkTask::cancel({u"fraud"_s, u"why"_s, false, true, false})
                                                      : BulkTask::cancel({u"stock"_s, {}, true, false, true});
    QCOMPARE(back->further().values(), same.further().values());
    QCOMPARE(back->statement(), same.statement());
    QCOMPARE(back->takesVersions(), same.takesVersions());
    QCOMPARE(back->isRefunding(), same.isRefunding());
}

void TestBulkTakeUp::whatIsNoPlanIsNone()
{
    QVERIFY(!BulkPlan::fromJson({}));
    QJsonObject plan = leftBehind(10, 0).toJson();
    plan.insert(u"task"_s, QJsonObject{{u"verb"_s, u"erase"_s}});
    QVERIFY(!BulkPlan::fromJson(plan));
}

void TestBulkTakeUp::takingUpDoesNothingAndSaysHowFarItCame()
{
    m_store->refuses = 10;
    const BulkPlan plan = leftBehind(450, 2);
    QCOMPARE(m_store->sent.size(), 3);
    BulkRun run(*m_store, plan);
    run.takeUp(0ms);
    QVERIFY(run.isTakingUp());
    QTRY_COMPARE(run.state(), State::Stopped);
    QVERIFY(!run.isTakingUp());
    QCOMPARE(run.pass(), BulkPass::Do);
    QCOMPARE(run.reached(), 300); // the third step had been done, though nobody was told
    QCOMPARE(run.total(), 405);
    QCOMPARE(run.groups(), (QList<BulkGroup>{{BulkState::Would, {}, 105}, {BulkState::Done, {}, 300}, {BulkState::Refused, u"already_shipped"_s, 45}}));
    QCOMPARE(m_store->sent.size(), 3);
    QVERIFY(m_store->undone.isEmpty());
}

/// A program can end between a step and its commit, which the server makes when the step has its locks.
void TestBulkTakeUp::stepThatWasUnderWayIsFoundAtTheSecondLook()
{
    const BulkPlan plan = leftBehind(450, 2);
    const QUuid last = m_store->sent.last().id;
    const QJsonObject done = m_store->known.take(last);
    m_store->whenTold = [this, last, done] { m_store->known.insert(last, done); };
    BulkRun run(*m_store, plan);
    run.takeUp(0ms);
    QTRY_COMPARE(run.state(), State::Stopped);
    QVERIFY(!run.isTakingUp());
    QCOMPARE(run.reached(), 300);
    run.end();
    QCOMPARE(run.groups(), (QList<BulkGroup>{{BulkState::Done, {}, 300}, {BulkState::Refused, u"left_alone"_s, 150}}));
    run.undo();
    m_store->answerAll();
    QCOMPARE(run.count(BulkState::TakenBack), 300);
    QCOMPARE(m_store->sent.size(), 3);
}

void TestBulkTakeUp::undoThatWasUnderWayIsFoundAtTheSecondLook()
{
    BulkPlan plan = leftBehind(250, 3);
    {
        BulkRun run(*m_store, plan);
        run.takeUp(0ms);
        QTRY_COMPARE(run.state(), State::Ready);
        run.undo();
        m_store->answer();
        plan = written(run.plan());
    }
    QCOMPARE(m_store->undone.size(), 2);
    const QUuid last = m_store->undone.last().id;
    const QJsonObject done = m_store->known.take(last);
    QVERIFY(!done.isEmpty());
    m_store->whenTold = [this, last, done] { m_store->known.insert(last, done); };
    BulkRun run(*m_store, plan);
    run.takeUp(0ms);
    QTRY_COMPARE(run.state(), State::Stopped);
    QCOMPARE(run.count(BulkState::TakenBack), 200);
    QCOMPARE(run.count(BulkState::Done), 50);
}

void TestBulkTakeUp::betweenTheLooksNothingIsStoppedAndTheLineMayGo()
{
    const BulkPlan plan = leftBehind(300, 1);
    BulkRun run(*m_store, plan);
    run.takeUp(50ms);
    QTRY_COMPARE(m_store->askedFor.size(), 1);
    QVERIFY(run.isTakingUp() && !run.mayStop() && !run.mayEnd());
    run.stop();
    QCOMPARE(run.state(), State::Working);
    m_store->failsToTell = 1;
    run.lineLost();
    run.lineCameBack();
    QTRY_COMPARE(run.state(), State::Away); // it had gone again
    run.lineCameBack();
    QTRY_COMPARE(run.state(), State::Stopped);
    QCOMPARE(run.reached(), 200);
    QVERIFY(run.mayEnd());
    QCOMPARE(m_store->sent.size(), 2);
}

void TestBulkTakeUp::takenUpRunGoesOnAsTheSameRun()
{
    const BulkPlan plan = leftBehind(450, 2);
    m_store->known.remove(m_store->sent.last().id); // the third step never reached the store
    BulkRun run(*m_store, plan);
    run.takeUp(0ms);
    QTRY_COMPARE(run.state(), State::Stopped);
    QCOMPARE(run.reached(), 200);
    run.resume();
    m_store->answerAll();
    QCOMPARE(run.state(), State::Ready);
    QCOMPARE(run.count(BulkState::Done), 450);
    QCOMPARE(m_store->sent.size(), 6);
    QCOMPARE(m_store->sent.at(3).id, m_store->sent.at(2).id);
    QCOMPARE(m_store->sent.at(3).orders, m_store->sent.at(2).orders);
    run.undo();
    m_store->answerAll();
    QCOMPARE(run.count(BulkState::TakenBack), 450);
}

void TestBulkTakeUp::takenUpRunThatWasOverIsOver()
{
    const BulkPlan plan = leftBehind(150, 2);
    BulkRun run(*m_store, plan);
    run.takeUp(0ms);
    QTRY_COMPARE(run.state(), State::Ready);
    QCOMPARE(run.count(BulkState::Done), 150);
    QVERIFY(run.mayUndo());
    run.undo();
    m_store->answerAll();
    QCOMPARE(run.count(BulkState::TakenBack), 150);
}

void TestBulkTakeUp::takenUpUndoGoesOn()
{
    m_store->keptByUndo = {5};
    BulkPlan plan = leftBehind(350, 4);
    {
        BulkRun run(*m_store, plan);
        run.takeUp(0ms);
        QTRY_COMPARE(run.state(), State::Ready);
        run.undo();
        m_store->answer();
        m_store->answer();
        plan = written(run.plan());
    }
    QCOMPARE(plan.pass, BulkPass::Undo);
    QCOMPARE(m_store->undone.size(), 3);
    BulkRun run(*m_store, plan);
    run.takeUp(0ms);
    QTRY_COMPARE(run.state(), State::Stopped);
    QCOMPARE(run.pass(), BulkPass::Undo);
    QCOMPARE(run.groups(), (QList<BulkGroup>{{BulkState::Done, {}, 50}, {BulkState::TakenBack, {}, 299}, {BulkState::Kept, u"changed_since"_s, 1}}));
    QCOMPARE(run.reached(), 300);
    QCOMPARE(m_store->undone.size(), 3);
    run.resume();
    m_store->answerAll();
    QCOMPARE(run.state(), State::Ready);
    QCOMPARE(run.count(BulkState::TakenBack), 349);
    QCOMPARE(m_store->undone.size(), 4);
    QSet<QUuid> taken;
    for (const FakeBulk::Sent &one : std::as_const(m_store->undone))
        taken.insert(one.undone);
    QCOMPARE(taken.size(), 4);
}

void TestBulkTakeUp::refusedStepStaysRefused()
{
    const BulkPlan plan = leftBehind(300, 1);
    m_store->known[m_store->sent.at(1).id] = {{u"outcome"_s, u"refused"_s}, {u"reason"_s, u"no_right"_s}};
    BulkRun run(*m_store, plan);
    run.takeUp(0ms);
    QTRY_COMPARE(run.state(), State::Stopped);
    QCOMPARE(run.groups(), (QList<BulkGroup>{{BulkState::Would, {}, 100}, {BulkState::Done, {}, 100}, {BulkState::Refused, u"no_right"_s, 100}}));
    run.resume();
    m_store->answerAll();
    QCOMPARE(run.count(BulkState::Done), 200);
    QCOMPARE(run.failures().size(), 100);
}

void TestBulkTakeUp::lineLostWhileAskingIsAskedAgain()
{
    const BulkPlan plan = leftBehind(300, 1);
    m_store->failsToTell = 1;
    BulkRun run(*m_store, plan);
    run.takeUp(0ms);
    QTRY_COMPARE(run.state(), State::Away);
    QVERIFY(run.isTakingUp());
    QVERIFY(!run.mayEnd());
    run.lineCameBack();
    QTRY_COMPARE(run.state(), State::Stopped);
    QCOMPARE(run.reached(), 200);
    QCOMPARE(m_store->sent.size(), 2);
}

void TestBulkTakeUp::manyStepsAreAskedForInPages()
{
    const BulkPlan plan = leftBehind(5000, 7);
    BulkRun run(*m_store, plan);
    run.takeUp(0ms);
    QTRY_COMPARE(run.state(), State::Stopped);
    QCOMPARE(run.reached(), 800);
    QCOMPARE(m_store->askedFor.size(), 2 * 3); // two looks
    for (const QList<QUuid> &page : std::as_const(m_store->askedFor))
        QVERIFY(page.size() <= 2 * BulkRun::stepsAtOnce);
}

void TestBulkTakeUp::nothingIsSentBeforeItIsKept()
{
    QList<BulkPlan> kept;
    std::function<void()> safe;
    BulkRun run(*m_store, hold, FakeBulk::orders(300), BulkRun::Versions::AsChosen);
    run.keepWith([&](const BulkPlan &plan, const std::function<void()> &then) {
        kept.append(plan);
        safe = then;
    });
    run.check();
    m_store->answerAll();
    QVERIFY(kept.isEmpty()); // a look is nothing to go on with
    run.run();
    QCOMPARE(run.state(), State::Working);
    QCOMPARE(run.reached(), 0);
    QCOMPARE(kept.size(), 1);
    QCOMPARE(kept.last().pass, BulkPass::Do);
    run.lineLost();
    run.lineCameBack();
    QVERIFY(m_store->sent.isEmpty());
    safe();
    m_store->answerAll();
    QCOMPARE(run.count(BulkState::Done), 300);
    run.undo();
    QCOMPARE(kept.size(), 2);
    QCOMPARE(kept.last().pass, BulkPass::Undo);
    QCOMPARE(kept.last().rows, kept.first().rows);
    run.stop(); // before it was safe
    safe();
    QCOMPARE(run.state(), State::Stopped);
    QVERIFY(m_store->undone.isEmpty());
}

void TestBulkTakeUp::endLeavesTheOthersAlone()
{
    const BulkPlan plan = leftBehind(300, 1);
    BulkRun run(*m_store, plan);
    run.takeUp(0ms);
    QTRY_COMPARE(run.state(), State::Stopped);
    QVERIFY(run.mayEnd());
    run.end();
    QCOMPARE(run.state(), State::Ready);
    QCOMPARE(run.groups(), (QList<BulkGroup>{{BulkState::Done, {}, 200}, {BulkState::Refused, u"left_alone"_s, 100}}));
    QCOMPARE(run.failures().size(), 100);
    QVERIFY(run.mayUndo());
    run.undo();
    m_store->answerAll();
    QCOMPARE(run.count(BulkState::TakenBack), 200);
    QCOMPARE(m_store->sent.size(), 2);
}

void TestBulkTakeUp::endWaitsForWhatNobodyKnows()
{
    BulkRun run(*m_store, hold, FakeBulk::orders(300), BulkRun::Versions::AsChosen);
    run.check();
    m_store->answerAll();
    QVERIFY(!run.mayEnd());
    run.run();
    QVERIFY(!run.mayEnd());
    m_store->fail(ErrorKind::Offline);
    run.stop();
    QCOMPARE(run.state(), State::Stopped);
    QCOMPARE(run.count(BulkState::Unknown), 100);
    QVERIFY(!run.mayEnd());
    run.end();
    QCOMPARE(run.state(), State::Stopped);
    run.resume();
    run.stop();
    m_store->answer();
    QVERIFY(run.mayEnd());
}

void TestBulkTakeUp::endedUndoKeepsTheOthers()
{
    BulkRun run(*m_store, hold, FakeBulk::orders(300), BulkRun::Versions::AsChosen);
    run.check();
    m_store->answerAll();
    run.run();
    m_store->answerAll();
    run.undo();
    run.stop();
    m_store->answer();
    run.end();
    QCOMPARE(run.state(), State::Ready);
    QCOMPARE(run.groups(), (QList<BulkGroup>{{BulkState::TakenBack, {}, 100}, {BulkState::Kept, u"left_alone"_s, 200}}));
}

void TestBulkTakeUp::lookSaysWhatWouldBecomeOfEach()
{
    m_store->refuses = 3;
    m_store->moved.insert(2, 8);
    BulkLook look(*m_store);
    QSignalSpy changed(&look, &BulkLook::changed);
    look.ask(hold, FakeBulk::orders(3));
    QCOMPARE(look.state(), BulkLook::State::Asking);
    m_store->answer();
    QCOMPARE(look.state(), BulkLook::State::Known);
    QCOMPARE(changed.count(), 2);
    QCOMPARE(look.rows().size(), 3);
    QCOMPARE(look.rows().at(0).state, BulkState::Would);
    QCOMPARE(look.rows().at(1).state, BulkState::Conflict);
    QCOMPARE(look.rows().at(2).reason, u"already_shipped"_s);
    look.forget();
    QCOMPARE(look.state(), BulkLook::State::Nothing);
    QVERIFY(look.rows().isEmpty());
}

void TestBulkTakeUp::lookAnswersTheNewestQuestion()
{
    BulkLook look(*m_store);
    look.ask(hold, FakeBulk::orders(3));
    look.ask(hold, FakeBulk::orders(2));
    m_store->answer();
    QCOMPARE(look.state(), BulkLook::State::Asking);
    m_store->answer();
    QCOMPARE(look.state(), BulkLook::State::Known);
    QCOMPARE(look.rows().size(), 2);
    look.ask(hold, FakeBulk::orders(1));
    QCOMPARE(look.rows().size(), 2); // what was known stays to be read
    look.forget();
    m_store->answer();
    QCOMPARE(look.state(), BulkLook::State::Nothing);
}

void TestBulkTakeUp::lookThatFailsSaysWhy()
{
    BulkLook look(*m_store);
    look.ask(hold, FakeBulk::orders(3));
    m_store->fail(ErrorKind::Offline);
    QCOMPARE(look.state(), BulkLook::State::Failed);
    QCOMPARE(look.error(), u"It did not work."_s);
    look.ask(hold, FakeBulk::orders(3));
    m_store->refuse(u"no_right"_s);
    QCOMPARE(look.state(), BulkLook::State::Failed);
    QCOMPARE(look.error(), orderReasonText(u"no_right"_s));
    QVERIFY(look.rows().isEmpty());
}

void TestBulkTakeUp::lookOfTagsNamesThem()
{
    BulkLook look(*m_store);
    look.ask(BulkTask::tag({u"gift"_s}, {u"old"_s}), FakeBulk::orders(1));
    m_store->answer();
    look.ask(hold, FakeBulk::orders(1));
    m_store->answer();
    QCOMPARE(m_store->lookedAt, (QList<QJsonObject>{{{u"added"_s, QJsonArray{u"gift"_s}}, {u"removed"_s, QJsonArray{u"old"_s}}}, {}}));
}

QTEST_GUILESS_MAIN(TestBulkTakeUp)
#include "tst_bulktakeup.moc"
