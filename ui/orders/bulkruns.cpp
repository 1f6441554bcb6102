// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/bulkruns.h"

#include "models/session/drafts.h"
#include "models/session/session.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

/// What a run is kept as among the drafts.
QString keptRecord()
{
    return u"run"_s;
}

QString keptVerb()
{
    return u"bulk"_s;
}

} // namespace

BulkRuns::BulkRuns(Session &session, Drafts &drafts) : m_drafts(drafts), m_repository(makeSqlBulkRepository(session))
{
    connect(&session, &Session::stateChanged, this, [this](Session::State state) {
        if (m_run && state == Session::State::Ready)
            m_run->lineCameBack();
        else if (m_run)
            m_run->lineLost();
    });
    connect(&drafts, &Drafts::opened, this, &BulkRuns::takeUp);
    // The drafts may have been there before the desk; whoever listens is there a moment later.
    QMetaObject::invokeMethod(this, &BulkRuns::takeUp, Qt::QueuedConnection);
}

bool BulkRuns::isKeptRun(const Draft &draft)
{
    return draft.record == keptRecord() && draft.verb == keptVerb();
}

void BulkRuns::takeUp()
{
    const auto draft = m_run ? std::nullopt : m_drafts.find(keptRecord(), keptVerb());
    if (!draft)
        return;
    const auto plan = BulkPlan::fromJson(draft->about);
    if (!plan)
        return m_drafts.forget(keptRecord(), keptVerb());
    m_isLeftOver = true;
    replace(std::make_unique<BulkRun>(*m_repository, *plan));
    m_run->takeUp();
}

QString BulkRuns::whyNotBegin() const
{
    if (isUnderWay())
        return tr("Another run is going on. Wait until it is over, or stop it first.");
    return m_isLeftOver ? tr("A run from before is not over. Go on with it, or leave its orders alone, then begin another.") : QString();
}

bool BulkRuns::begin(const BulkTask &task, const QList<OrderChoice> &orders)
{
    if (!whyNotBegin().isEmpty())
        return false;
    QList<BulkOrder> chosen;
    chosen.reserve(orders.size());
    for (const OrderChoice &order : orders)
        chosen.append({order.id, order.version, order.number});
    // Of so many the list may have read most before what was done to them last, by oneself too: they are worked as they are now.
    start(task, chosen, BulkRun::Versions::Fresh);
    return true;
}

void BulkRuns::retry()
{
    if (!m_run || isUnderWay())
        return;
    if (const QList<BulkOrder> failures = m_run->failures(); !failures.isEmpty())
        start(m_run->task(), failures, BulkRun::Versions::Fresh);
}

void BulkRuns::start(const BulkTask &task, const QList<BulkOrder> &orders, BulkRun::Versions versions)
{
    m_isLeftOver = false;
    m_drafts.forget(keptRecord(), keptVerb()); // of one that was stopped, and is replaced
    replace(std::make_unique<BulkRun>(*m_repository, task, orders, versions));
    m_run->check();
}

void BulkRuns::replace(std::unique_ptr<BulkRun> run)
{
    const auto before = std::exchange(m_run, std::move(run));
    m_run->keepWith([this](const BulkPlan &plan, const std::function<void()> &then) { keep(plan, then); });
    connect(m_run.get(), &BulkRun::changed, this, &BulkRuns::follow);
    Q_EMIT began();
}

void BulkRuns::keep(const BulkPlan &plan, const std::function<void()> &then)
{
    m_drafts.keep({keptRecord(), keptVerb(), title(), {}, plan.toJson(), {}, {}});
    m_drafts.whenSafe(m_run.get(), then);
}

void BulkRuns::end()
{
    if (!m_run || !m_run->mayEnd())
        return;
    m_isLeftOver = false;
    m_run->end();
}

/// What is over needs no going on. One that was left over stays until somebody has seen what became of it.
void BulkRuns::follow()
{
    const bool isBegun = m_run->pass() != BulkPass::Check;
    if (m_isLeftOver && !m_run->isTakingUp() && m_run->state() == BulkRun::State::Working)
        m_isLeftOver = false; // somebody goes on with it
    if (isBegun && m_run->state() == BulkRun::State::Ready && !m_run->isTakingUp() && !m_isLeftOver)
        m_drafts.forget(keptRecord(), keptVerb());
    Q_EMIT changed();
}

void BulkRuns::seen()
{
    if (!m_isLeftOver || m_run->state() != BulkRun::State::Ready)
        return;
    m_isLeftOver = false;
    follow();
}

bool BulkRuns::isKept() const
{
    return m_drafts.isSafe();
}

QString BulkRuns::title() const
{
    if (!m_run)
        return {};
    const int count = int(m_run->rows().size());
    const QString verb = m_run->task().verb();
    if (verb == u"hold")
        return tr("Put %Ln order(s) on hold", nullptr, count);
    if (verb == u"cancel")
        return tr("Cancel %Ln order(s)", nullptr, count);
    if (verb == u"ship")
        return tr("Ship %Ln order(s)", nullptr, count);
    if (verb == u"assign")
        return tr("Assign %Ln order(s)", nullptr, count);
    return tr("Change the tags of %Ln order(s)", nullptr, count);
}

QString BulkRuns::underWay() const
{
    return isUnderWay() && !m_run->isTakingUp() ? said() : QString();
}

QString BulkRuns::said() const
{
    if (isUnderWay() && m_run->isTakingUp())
        return tr("%1: begun before the program ended. Asking how far it came…").arg(title());
    if (isUnderWay())
        return tr("%1: %L2 of %L3 so far.").arg(title()).arg(m_run->reached()).arg(m_run->total());
    if (!m_isLeftOver)
        return {};
    if (m_run->isTakingUp())
        return tr("%1: begun before the program ended. How far it came could not be asked.").arg(title());
    if (m_run->state() == BulkRun::State::Ready)
        return tr("%1: all of it had been answered when the program ended.").arg(title());
    return tr("%1: the program ended at %L2 of %L3. Nothing goes on by itself.").arg(title()).arg(m_run->reached()).arg(m_run->total());
}

} // namespace Steward
