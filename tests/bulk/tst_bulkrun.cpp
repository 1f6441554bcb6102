// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/bulk/bulkmodel.h"
#include "tests/bulk/fakebulk.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

using State = BulkRun::State;

namespace {

const BulkTask hold = BulkTask::hold(u"stock"_s, {});

QList<QUuid> idsOf(const QList<FakeBulk::Sent> &sent)
{
    QList<QUuid> ids;
    for (const FakeBulk::Sent &one : sent)
        ids.append(one.id);
    return ids;
}

} // namespace

/// A run looks first, goes in steps, and loses nothing and does nothing twice whatever happens to the line.
class TestBulkRun : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_store = std::make_unique<FakeBulk>(); }
    void looksFirstAndDoesNothing();
    void doesWhatTheLookLetsThrough();
    void sendsOneStepAtATime();
    void stepsHaveIdsOfTheirOwn();
    void stopsBehindTheStepUnderWay();
    void goesOnWhereItStopped();
    void stoppedRunIsTakenBackAndTheRestLeftAlone();
    void lostLineSendsTheSameIdAgain();
    void lineThatComesBackInTimeChangesNothing();
    void stoppedWhileAwayStaysStopped();
    void errorStopsAndSaysWhy();
    void refusedAsAWholeStopsTheOthers();
    void lockedStepIsTriedOnceMoreAtTheEnd();
    void whatIsLockedTwiceIsAFailure();
    void conflictsAndRefusalsAreTheFailures();
    void retryLooksAtFreshVersions();
    void staleOrdersAreConflictsWhenChosen();
    void tagsDoNotAskForVersions();
    void undoTakesBackStepByStep();
    void undoListsWhatStays();
    void undoLeavesTheFailuresAlone();
    void orderChosenTwiceIsDoneOnce();
    void countsAndSignalsFollowTheRows();
    void endedWhileUnderWayIsNotAnswered();
    void refundsAreAddedUp();
    void groupsAreShownAlone();

private:
    std::unique_ptr<FakeBulk> m_store;
};

void TestBulkRun::looksFirstAndDoesNothing()
{
    m_store->refuses = 10;
    BulkRun run(*m_store, hold, FakeBulk::orders(1200), BulkRun::Versions::AsChosen);
    QVERIFY(!run.mayRun());
    run.check();
    QCOMPARE(run.state(), State::Working);
    m_store->answerAll();
    QCOMPARE(run.state(), State::Ready);
    QCOMPARE(m_store->checked.size(), 3);
    QCOMPARE(run.count(BulkState::Would), 1080);
    QCOMPARE(run.groups(), (QList<BulkGroup>{{BulkState::Would, {}, 1080}, {BulkState::Refused, u"already_shipped"_s, 120}}));
    QVERIFY(m_store->sent.isEmpty());
    QVERIFY(run.mayRun());
}

void TestBulkRun::doesWhatTheLookLetsThrough()
{
    m_store->refuses = 2;
    BulkRun run(*m_store, hold, FakeBulk::orders(500), BulkRun::Versions::AsChosen);
    run.check();
    m_store->answerAll();
    run.run();
    m_store->answerAll();
    QCOMPARE(run.state(), State::Ready);
    QCOMPARE(m_store->sent.size(), 3);
    QCOMPARE(run.count(BulkState::Done), 250);
    QCOMPARE(run.count(BulkState::Refused), 250);
    for (const FakeBulk::Sent &step : std::as_const(m_store->sent)) {
        QVERIFY(step.orders.size() <= BulkRun::ordersAtOnce);
        for (const qint64 order : step.orders)
            QVERIFY(order % 2 == 1);
    }
    run.run(); // once
    QVERIFY(!m_store->isAsked());
}

void TestBulkRun::sendsOneStepAtATime()
{
    BulkRun run(*m_store, hold, FakeBulk::orders(300), BulkRun::Versions::AsChosen);
    run.check();
    m_store->answerAll();
    run.run();
    QCOMPARE(m_store->sent.size(), 1);
    m_store->answer();
    QCOMPARE(m_store->sent.size(), 2);
    QCOMPARE(run.reached(), 100);
    QCOMPARE(run.total(), 300);
}

void TestBulkRun::stepsHaveIdsOfTheirOwn()
{
    BulkRun run(*m_store, hold, FakeBulk::orders(1000), BulkRun::Versions::AsChosen);
    run.check();
    m_store->answerAll();
    run.run();
    m_store->answerAll();
    run.undo();
    m_store->answerAll();
    const QList<QUuid> ids = idsOf(m_store->sent) + idsOf(m_store->undone);
    QCOMPARE(ids.size(), 20);
    QCOMPARE(QSet<QUuid>(ids.begin(), ids.end()).size(), 20);
    for (const QUuid id : ids)
        QCOMPARE(id.version(), QUuid::Sha1);
    BulkRun other(*m_store, hold, FakeBulk::orders(1000), BulkRun::Versions::AsChosen);
    other.check();
    m_store->answerAll();
    m_store->sent.clear();
    other.run();
    QVERIFY(!ids.contains(m_store->sent.first().id));
    const QUuid same(u"{11111111-2222-3333-4444-555555555555}"_s);
    QCOMPARE(bulkCommandId(same, 7), bulkCommandId(same, 7));
}

void TestBulkRun::stopsBehindTheStepUnderWay()
{
    BulkRun run(*m_store, hold, FakeBulk::orders(300), BulkRun::Versions::AsChosen);
    run.check();
    m_store->answerAll();
    run.run();
    run.stop();
    QCOMPARE(run.state(), State::Stopping);
    m_store->answer();
    QCOMPARE(run.state(), State::Stopped);
    QCOMPARE(run.count(BulkState::Done), 100);
    QCOMPARE(run.count(BulkState::Would), 200);
    QVERIFY(!m_store->isAsked());
}

void TestBulkRun::stoppedRunIsTakenBackAndTheRestLeftAlone()
{
    QList<BulkPass> kept;
    BulkRun run(*m_store, hold, FakeBulk::orders(300), BulkRun::Versions::AsChosen);
    run.keepWith([&kept](const BulkPlan &plan, const std::function<void()> &then) {
        kept.append(plan.pass);
        then();
    });
    run.check();
    m_store->answerAll();
    run.run();
    QVERIFY(!run.mayUndo()); // while a step is out
    run.stop();
    m_store->answer();
    QCOMPARE(run.state(), State::Stopped);
    QVERIFY(run.mayUndo());
    run.undo();
    QCOMPARE(run.state(), State::Working);
    QCOMPARE(kept, (QList<BulkPass>{BulkPass::Do, BulkPass::Undo})); // a program that ends now goes on taking back
    m_store->answerAll();
    QCOMPARE(run.state(), State::Ready);
    QCOMPARE(m_store->sent.size(), 1);
    QCOMPARE(m_store->undone.size(), 1);
    QCOMPARE(run.groups(), (QList<BulkGroup>{{BulkState::TakenBack, {}, 100}, {BulkState::Refused, u"left_alone"_s, 200}}));
    QVERIFY(!run.mayUndo());
}

void TestBulkRun::goesOnWhereItStopped()
{
    BulkRun run(*m_store, hold, FakeBulk::orders(300), BulkRun::Versions::AsChosen);
    run.check();
    m_store->answerAll();
    run.run();
    run.stop();
    m_store->answer();
    run.resume();
    m_store->answerAll();
    QCOMPARE(run.state(), State::Ready);
    QCOMPARE(run.count(BulkState::Done), 300);
    QCOMPARE(m_store->sent.size(), 3);
}

void TestBulkRun::lostLineSendsTheSameIdAgain()
{
    BulkRun run(*m_store, hold, FakeBulk::orders(300), BulkRun::Versions::AsChosen);
    run.check();
    m_store->answerAll();
    run.run();
    m_store->answer();
    run.lineLost();
    QCOMPARE(run.state(), State::Away);
    m_store->fail(ErrorKind::Offline);
    QCOMPARE(run.state(), State::Away);
    QCOMPARE(run.count(BulkState::Unknown), 100);
    QVERIFY(!m_store->isAsked());
    run.lineCameBack();
    m_store->answerAll();
    QCOMPARE(run.count(BulkState::Done), 300);
    QCOMPARE(m_store->sent.size(), 4);
    QCOMPARE(m_store->sent.at(1).id, m_store->sent.at(2).id);
    QCOMPARE(m_store->sent.at(1).orders, m_store->sent.at(2).orders);
    QCOMPARE(run.state(), State::Ready);
}

void TestBulkRun::lineThatComesBackInTimeChangesNothing()
{
    BulkRun run(*m_store, hold, FakeBulk::orders(200), BulkRun::Versions::AsChosen);
    run.check();
    m_store->answerAll();
    run.run();
    run.lineLost();
    run.lineCameBack(); // what was sent is on its way still, so it is not sent beside itself
    QCOMPARE(m_store->sent.size(), 1);
    QCOMPARE(run.state(), State::Working);
    run.lineLost();
    m_store->answer(); // and an answer says that the line is there
    QCOMPARE(run.state(), State::Working);
    m_store->answerAll();
    QCOMPARE(run.count(BulkState::Done), 200);
    QCOMPARE(m_store->sent.size(), 2);
}

void TestBulkRun::stoppedWhileAwayStaysStopped()
{
    BulkRun run(*m_store, hold, FakeBulk::orders(200), BulkRun::Versions::AsChosen);
    run.check();
    m_store->answerAll();
    run.run();
    m_store->fail(ErrorKind::Offline);
    run.stop();
    QCOMPARE(run.state(), State::Stopped);
    run.lineCameBack();
    QVERIFY(!m_store->isAsked());
    run.resume();
    m_store->answerAll();
    QCOMPARE(m_store->sent.at(0).id, m_store->sent.at(1).id);
    QCOMPARE(run.count(BulkState::Done), 200);
}

void TestBulkRun::errorStopsAndSaysWhy()
{
    BulkRun run(*m_store, hold, FakeBulk::orders(200), BulkRun::Versions::AsChosen);
    run.check();
    m_store->fail(ErrorKind::Denied);
    QCOMPARE(run.state(), State::Stopped);
    QCOMPARE(run.error(), u"It did not work."_s);
    run.resume();
    m_store->answerAll();
    QVERIFY(run.error().isEmpty());
    QVERIFY(run.mayRun());
    run.run();
    m_store->fail(ErrorKind::Internal);
    QCOMPARE(run.state(), State::Stopped);
    run.resume();
    m_store->answerAll();
    QCOMPARE(m_store->sent.at(0).id, m_store->sent.at(1).id);
    QCOMPARE(run.count(BulkState::Done), 200);
}

void TestBulkRun::refusedAsAWholeStopsTheOthers()
{
    BulkRun run(*m_store, hold, FakeBulk::orders(300), BulkRun::Versions::AsChosen);
    run.check();
    m_store->answerAll();
    run.run();
    m_store->refuse(u"card_number"_s);
    QCOMPARE(run.state(), State::Stopped);
    QCOMPARE(run.error(), orderReasonText(u"card_number"_s));
    QCOMPARE(run.groups(), (QList<BulkGroup>{{BulkState::Would, {}, 200}, {BulkState::Refused, u"card_number"_s, 100}}));
    QVERIFY(!m_store->isAsked());
}

void TestBulkRun::lockedStepIsTriedOnceMoreAtTheEnd()
{
    BulkRun run(*m_store, hold, FakeBulk::orders(300), BulkRun::Versions::AsChosen);
    run.check();
    m_store->answerAll();
    run.run();
    m_store->refuse(u"locked"_s);
    QCOMPARE(run.state(), State::Working);
    m_store->answerAll();
    QCOMPARE(run.count(BulkState::Done), 300);
    QCOMPARE(run.reached(), 300);
    QCOMPARE(m_store->sent.size(), 4);
    QCOMPARE(m_store->sent.first().id, m_store->sent.last().id);
}

void TestBulkRun::whatIsLockedTwiceIsAFailure()
{
    BulkRun run(*m_store, hold, FakeBulk::orders(100), BulkRun::Versions::AsChosen);
    run.check();
    m_store->answerAll();
    run.run();
    m_store->refuse(u"locked"_s);
    m_store->refuse(u"locked"_s);
    QCOMPARE(run.state(), State::Ready);
    QCOMPARE(run.groups(), (QList<BulkGroup>{{BulkState::Refused, u"locked"_s, 100}}));
    QCOMPARE(run.failures().size(), 100);
}

void TestBulkRun::conflictsAndRefusalsAreTheFailures()
{
    m_store->refuses = 50;
    BulkRun run(*m_store, hold, FakeBulk::orders(100), BulkRun::Versions::AsChosen);
    run.check();
    m_store->answerAll();
    m_store->moved.insert(7, 4); // between the look and the doing
    run.run();
    m_store->answerAll();
    const QList<BulkOrder> failures = run.failures();
    QCOMPARE(failures.size(), 3);
    QCOMPARE(failures.at(0).id.value, 7);
    QCOMPARE(failures.at(0).version, 4);
    QCOMPARE(failures.at(1).id.value, 50);
    QCOMPARE(run.count(BulkState::Done), 97);
}

void TestBulkRun::retryLooksAtFreshVersions()
{
    m_store->moved = {{7, 4}, {9, 6}};
    BulkRun run(*m_store, hold, FakeBulk::orders(20), BulkRun::Versions::Fresh);
    run.check();
    m_store->answer();
    QCOMPARE(run.state(), State::Working);
    QCOMPARE(m_store->checked.at(1).orders, (QList<qint64>{7, 9}));
    m_store->moved.insert(9, 8); // one that is changed time and again is left to whoever does it
    m_store->answer();
    // The second look was asked before that change.
    QCOMPARE(run.count(BulkState::Would), 20);
    run.run();
    m_store->answerAll();
    QCOMPARE(run.count(BulkState::Done), 19);
    QCOMPARE(run.failures().first().version, 8);
}

void TestBulkRun::staleOrdersAreConflictsWhenChosen()
{
    m_store->moved = {{7, 4}};
    BulkRun run(*m_store, hold, FakeBulk::orders(20), BulkRun::Versions::AsChosen);
    run.check();
    m_store->answerAll();
    QCOMPARE(m_store->checked.size(), 1);
    QCOMPARE(run.count(BulkState::Conflict), 1);
    QCOMPARE(run.count(BulkState::Would), 19);
}

void TestBulkRun::tagsDoNotAskForVersions()
{
    m_store->moved = {{7, 4}};
    BulkRun run(*m_store, BulkTask::tag({u"gift"_s}, {}), FakeBulk::orders(20), BulkRun::Versions::AsChosen);
    run.check();
    m_store->answerAll();
    QCOMPARE(run.count(BulkState::Would), 20);
}

void TestBulkRun::undoTakesBackStepByStep()
{
    BulkRun run(*m_store, hold, FakeBulk::orders(300), BulkRun::Versions::AsChosen);
    run.check();
    m_store->answerAll();
    QVERIFY(!run.mayUndo());
    run.run();
    m_store->answerAll();
    QVERIFY(run.mayUndo());
    run.undo();
    m_store->answerAll();
    QCOMPARE(run.count(BulkState::TakenBack), 300);
    QCOMPARE(m_store->undone.size(), 3);
    for (int i = 0; i < 3; ++i)
        QCOMPARE(m_store->undone.at(i).undone, m_store->sent.at(i).id);
    QVERIFY(!run.mayUndo());
}

void TestBulkRun::undoListsWhatStays()
{
    m_store->keptByUndo = {3, 250};
    m_store->moved = {{5, 2}};
    BulkRun run(*m_store, hold, FakeBulk::orders(300), BulkRun::Versions::AsChosen);
    run.check();
    m_store->answerAll();
    run.run();
    m_store->answerAll();
    run.undo();
    m_store->fail(ErrorKind::Offline);
    QCOMPARE(run.state(), State::Away);
    QCOMPARE(run.count(BulkState::Done), 299);
    run.lineCameBack();
    m_store->answerAll();
    QCOMPARE(m_store->undone.at(0).id, m_store->undone.at(1).id);
    QCOMPARE(run.count(BulkState::TakenBack), 297);
    QCOMPARE(run.count(BulkState::Kept), 2);
    QCOMPARE(run.rows().at(2).reason, u"changed_since"_s);
    QCOMPARE(run.count(BulkState::Conflict), 1);
}

void TestBulkRun::undoLeavesTheFailuresAlone()
{
    BulkRun run(*m_store, hold, FakeBulk::orders(300), BulkRun::Versions::AsChosen);
    run.check();
    m_store->answerAll();
    for (qint64 order = 101; order <= 200; ++order) // the second step does nothing, the third all but one
        m_store->moved.insert(order, 2);
    m_store->moved.insert(300, 2);
    run.run();
    m_store->answerAll();
    QCOMPARE(run.failures().size(), 101);
    run.undo();
    m_store->answer();
    m_store->refuse(u"nothing_to_undo"_s);
    QCOMPARE(run.state(), State::Ready);
    QCOMPARE(m_store->undone.size(), 2);
    QCOMPARE(m_store->undone.at(1).undone, m_store->sent.at(2).id);
    QCOMPARE(run.count(BulkState::TakenBack), 100);
    QCOMPARE(run.count(BulkState::Kept), 99);
    QCOMPARE(run.failures().size(), 101);
}

void TestBulkRun::orderChosenTwiceIsDoneOnce()
{
    BulkRun run(*m_store, hold, FakeBulk::orders(3) + FakeBulk::orders(2), BulkRun::Versions::AsChosen);
    QCOMPARE(run.rows().size(), 3);
}

void TestBulkRun::countsAndSignalsFollowTheRows()
{
    BulkRun run(*m_store, hold, FakeBulk::orders(250), BulkRun::Versions::AsChosen);
    BulkModel model(run);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QSignalSpy dataChanged(&model, &QAbstractItemModel::dataChanged);
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    run.check();
    m_store->answerAll();
    QCOMPARE(dataChanged.count(), 1);
    run.run();
    m_store->answerAll();
    QCOMPARE(dataChanged.count(), 4);
    QCOMPARE(dataChanged.at(2).at(0).toModelIndex().row(), 100);
    QCOMPARE(dataChanged.at(2).at(1).toModelIndex().row(), 199);
    QCOMPARE(reset.count(), 0);
    QCOMPARE(model.index(0, BulkModel::Order).data().toString(), u"#1"_s);
    QCOMPARE(model.index(249, BulkModel::Outcome).data().toString(), bulkStateText(BulkState::Done, {}));
}

void TestBulkRun::endedWhileUnderWayIsNotAnswered()
{
    auto run = std::make_unique<BulkRun>(*m_store, hold, FakeBulk::orders(300), BulkRun::Versions::AsChosen);
    run->check();
    m_store->answerAll();
    run->run();
    run.reset();
    m_store->answer();
    QCOMPARE(m_store->sent.size(), 1);
}

void TestBulkRun::refundsAreAddedUp()
{
    CancelChoice choice;
    BulkRun run(*m_store, BulkTask::cancel(choice), FakeBulk::orders(30), BulkRun::Versions::AsChosen);
    run.check();
    m_store->answerAll();
    QCOMPARE(run.sums().refunded, (QMap<QString, qint64>{{u"CHF"_s, 1000}, {u"EUR"_s, 2000}}));
    QCOMPARE(run.sums().byHand, (QMap<QString, qint64>{{u"CHF"_s, 150}, {u"EUR"_s, 300}}));
    // What was done counts, and what was taken back does not.
    m_store->moved.insert(1, 7);
    m_store->keptByUndo = {3};
    run.run();
    QVERIFY(run.sums().byHand.isEmpty());
    m_store->answerAll();
    QCOMPARE(run.sums().byHand, (QMap<QString, qint64>{{u"CHF"_s, 150}, {u"EUR"_s, 270}}));
    QCOMPARE(run.sums().refunded, (QMap<QString, qint64>{{u"CHF"_s, 1000}, {u"EUR"_s, 1900}}));
    run.undo();
    m_store->answerAll();
    QCOMPARE(run.sums().byHand, (QMap<QString, qint64>{{u"CHF"_s, 30}}));
    choice.isRefunded = false;
    BulkRun unpaid(*m_store, BulkTask::cancel(choice), FakeBulk::orders(30), BulkRun::Versions::AsChosen);
    unpaid.check();
    m_store->answerAll();
    QVERIFY(unpaid.sums().refunded.isEmpty() && unpaid.sums().byHand.isEmpty());
}

void TestBulkRun::groupsAreShownAlone()
{
    m_store->refuses = 10;
    BulkRun run(*m_store, hold, FakeBulk::orders(200), BulkRun::Versions::AsChosen);
    BulkModel model(run);
    BulkGroupModel shown(model);
    run.check();
    m_store->answerAll();
    shown.showGroup(BulkState::Refused, u"already_shipped"_s);
    QCOMPARE(shown.rowCount(), 20);
    QCOMPARE(shown.index(0, 0).data().toString(), u"#10"_s);
    shown.showGroup(BulkState::Done, {});
    QCOMPARE(shown.rowCount(), 0);
    run.run();
    m_store->answerAll();
    QCOMPARE(shown.rowCount(), 180);
    shown.showAll();
    QCOMPARE(shown.rowCount(), 200);
}

QTEST_GUILESS_MAIN(TestBulkRun)
#include "tst_bulkrun.moc"
