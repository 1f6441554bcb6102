// SPDX-License-Identifier: GPL-3.0-or-later
// A run that another program began, found out about: which of its commands the store knows, and what is left.
#include "models/orders/bulk/bulkrun.h"

#include <QFutureWatcher>
#include <QJsonArray>
#include <QTimer>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace Steward {

void BulkRun::takeUp(std::chrono::milliseconds secondLook)
{
    if (!m_plan || m_isTakingUp || m_state != State::Ready)
        return;
    m_isTakingUp = true;
    m_secondLook = secondLook;
    begin(BulkPass::Do, stepsOf(placesIn(BulkState::Would), ordersAtOnce));
}

/// Of each step its own command and the one that would take it back: reads, so what is lost with the line is asked again.
void BulkRun::askResults()
{
    QList<QUuid> ids;
    for (const BulkStep &step : m_steps.mid(m_at, stepsAtOnce))
        ids += {step.id, bulkUndoId(step.id)};
    if (ids.isEmpty())
        return settleTakenUp();
    m_isSending = true;
    auto *watcher = new QFutureWatcher<Result<QHash<QUuid, QJsonObject>>>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher] {
        watcher->deleteLater();
        m_isSending = false;
        resultsAnswered(watcher->future().resultCount() > 0 ? watcher->result() : Result<QHash<QUuid, QJsonObject>>(Error{ErrorKind::Offline, tr("The store could not be asked."), {}, {}}));
    });
    watcher->setFuture(m_repository.results(ids));
}

void BulkRun::resultsAnswered(const Result<QHash<QUuid, QJsonObject>> &answer)
{
    if (!answer && answer.error().kind == ErrorKind::Offline)
        return setState(m_state == State::Stopping ? State::Stopped : State::Away);
    if (!answer) {
        m_error = answer.error().userText;
        return setState(State::Stopped);
    }
    m_results.insert(*answer);
    m_at = std::min(m_at + stepsAtOnce, m_steps.size());
    goOn();
}

/// Of a step that was done its taking back too, where that had begun.
bool BulkRun::areResultsKnown() const
{
    return std::ranges::all_of(m_steps, [this](const BulkStep &step) {
        const auto done = m_results.constFind(step.id);
        return done != m_results.constEnd() && (m_plan->pass == BulkPass::Do || done->value(u"rows"_s).isUndefined() || m_results.contains(bulkUndoId(step.id)));
    });
}

/// What was done has its place behind, and what the store knows nothing of is still to be done, under the ids it has.
void BulkRun::settleTakenUp()
{
    if (m_secondLook && !areResultsKnown()) {
        m_isSending = true;
        QTimer::singleShot(*std::exchange(m_secondLook, {}), this, [this] {
            m_isSending = false;
            m_at = 0;
            goOn();
        });
        return;
    }
    m_isTakingUp = false;
    QList<BulkStep> left = settleKnown(m_steps);
    if (m_plan->pass == BulkPass::Undo) {
        // It was being taken back: what had not been done by then was a failure, and stays one.
        for (const BulkStep &step : std::as_const(left))
            setRows(step.rows, BulkState::Refused, u"left_alone"_s);
        m_pass = BulkPass::Undo;
        left = settleKnown(undoSteps());
    }
    m_results.clear();
    setState(left.isEmpty() ? State::Ready : State::Stopped);
}

/// Takes what is known of a pass's steps, makes the others the next ones, and gives them back.
QList<BulkStep> BulkRun::settleKnown(const QList<BulkStep> &steps)
{
    QList<BulkStep> known;
    QList<BulkStep> left;
    m_reached = m_total = 0;
    for (const BulkStep &step : steps) {
        m_total += int(step.rows.size());
        const auto result = m_results.constFind(step.id);
        if (result == m_results.constEnd()) {
            left.append(step);
            continue;
        }
        m_reached += int(step.rows.size());
        known.append(step);
        const QString reason = result->value(u"reason"_s).toString();
        if (const QJsonValue rows = result->value(u"rows"_s); rows.isArray())
            takeRows(step, rows.toArray());
        else if (m_pass == BulkPass::Undo)
            setRows(doneOf(step), BulkState::Kept, reason);
        else
            setRows(step.rows, BulkState::Refused, reason);
    }
    m_at = known.size();
    m_steps = known + left;
    return left;
}

} // namespace Steward
