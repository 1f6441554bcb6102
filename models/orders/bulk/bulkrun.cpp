// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/bulk/bulkrun.h"

#include <QFutureWatcher>
#include <QJsonArray>

#include <algorithm>
#include <iterator>
#include <utility>

using namespace Qt::StringLiterals;

namespace Steward {

BulkRun::BulkRun(BulkRepository &repository, const BulkTask &task, const QList<BulkOrder> &orders, Versions versions, QObject *parent)
    : QObject(parent), m_repository(repository), m_task(task), m_versions(task.takesVersions() ? versions : Versions::Fresh)
{
    m_rows.reserve(orders.size());
    for (const BulkOrder &order : orders) {
        if (m_places.contains(order.id.value))
            continue;
        m_places.insert(order.id.value, int(m_rows.size()));
        m_rows.append({order.id, order.version, order.number, BulkState::Waiting, {}});
    }
    m_counts.insert({BulkState::Waiting, {}}, int(m_rows.size()));
}

BulkRun::BulkRun(BulkRepository &repository, const BulkPlan &plan, QObject *parent)
    : QObject(parent), m_repository(repository), m_task(plan.task), m_id(plan.run), m_rows(plan.rows), m_versions(Versions::AsChosen), m_pass(plan.pass), m_plan(plan)
{
    for (int i = 0; i < m_rows.size(); ++i) {
        m_places.insert(m_rows.at(i).id.value, i);
        ++m_counts[{m_rows.at(i).state, m_rows.at(i).reason}];
    }
}

void BulkRun::check()
{
    if (m_state != State::Ready || m_pass != BulkPass::Check)
        return;
    QList<int> all(m_rows.size());
    for (int i = 0; i < all.size(); ++i)
        all[i] = i;
    begin(BulkPass::Check, stepsOf(all, checkedAtOnce));
}

QList<int> BulkRun::placesIn(BulkState state) const
{
    QList<int> places;
    for (int i = 0; i < m_rows.size(); ++i) {
        if (m_rows.at(i).state == state)
            places.append(i);
    }
    return places;
}

void BulkRun::run()
{
    if (!mayRun())
        return;
    m_plan = plan();
    begin(BulkPass::Do, stepsOf(placesIn(BulkState::Would), ordersAtOnce));
}

void BulkRun::undo()
{
    if (!mayUndo())
        return;
    leaveRestAlone();
    begin(BulkPass::Undo, undoSteps());
}

QList<BulkStep> BulkRun::undoSteps() const
{
    QList<BulkStep> steps;
    for (const BulkStep &done : m_done)
        steps.append({bulkUndoId(done.id), done.id, done.rows});
    return steps;
}

BulkPlan BulkRun::plan() const
{
    BulkPlan plan = m_plan.value_or(BulkPlan{m_id, m_task, BulkPass::Do, m_rows});
    if (m_pass == BulkPass::Undo)
        plan.pass = BulkPass::Undo;
    return plan;
}

void BulkRun::stop()
{
    if (!mayStop())
        return;
    if (m_state == State::Working)
        setState(State::Stopping);
    else if (m_state == State::Away)
        setState(m_isSending ? State::Stopping : State::Stopped);
}

void BulkRun::resume()
{
    if (m_state != State::Stopped && m_state != State::Away)
        return;
    m_error.clear();
    setState(State::Working);
    send();
}

void BulkRun::end()
{
    if (!mayEnd())
        return;
    leaveRestAlone();
    setState(State::Ready);
}

void BulkRun::leaveRestAlone()
{
    for (const BulkStep &step : m_steps.mid(m_at)) {
        if (m_pass == BulkPass::Undo)
            setRows(doneOf(step), BulkState::Kept, u"left_alone"_s);
        else
            setRows(step.rows, BulkState::Refused, u"left_alone"_s);
    }
    m_steps.resize(m_at);
    m_total = m_reached;
    m_error.clear();
}

void BulkRun::lineLost()
{
    if (m_state == State::Working)
        setState(State::Away);
}

void BulkRun::lineCameBack()
{
    if (m_state == State::Away)
        resume();
}

QList<BulkStep> BulkRun::stepsOf(const QList<int> &rows, int atOnce) const
{
    QList<BulkStep> steps;
    for (qsizetype from = 0; from < rows.size(); from += atOnce)
        steps.append({bulkCommandId(m_id, int(steps.size())), {}, rows.mid(from, atOnce)});
    return steps;
}

void BulkRun::begin(BulkPass pass, const QList<BulkStep> &steps)
{
    m_pass = pass;
    m_steps = steps;
    m_at = 0;
    m_reached = 0;
    m_total = 0;
    for (const BulkStep &step : steps)
        m_total += int(step.rows.size());
    m_error.clear();
    m_isStepUnknown = false;
    setState(State::Working);
    if (!m_keeper || m_isTakingUp || pass == BulkPass::Check)
        return send();
    m_isSending = true;
    m_keeper(plan(), [this] {
        m_isSending = false;
        goOn();
    });
}

QFuture<Result<CommandOutcome>> BulkRun::ask(const BulkStep &step) const
{
    QList<OrderAt> orders;
    for (const int row : step.rows)
        orders.append({m_rows.at(row).id, m_rows.at(row).version});
    switch (m_pass) {
    case BulkPass::Check:
        return m_repository.check(m_task, orders);
    case BulkPass::Do:
        return m_repository.send(step.id, m_task, orders);
    case BulkPass::Undo:
        break;
    }
    return m_repository.undo(step.id, step.undone);
}

void BulkRun::send()
{
    if (m_isSending)
        return;
    if (m_isTakingUp)
        return askResults();
    if (m_at == m_steps.size() && !m_lookAgain.isEmpty()) {
        m_versions = Versions::AsChosen; // once: who keeps changing an order is in the way
        m_total += int(m_lookAgain.size());
        m_steps += stepsOf(std::exchange(m_lookAgain, {}), checkedAtOnce);
    }
    if (m_at == m_steps.size())
        return setState(State::Ready);
    m_isSending = true;
    auto *watcher = new QFutureWatcher<Result<CommandOutcome>>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher] {
        watcher->deleteLater();
        m_isSending = false;
        answered(watcher->future().resultCount() > 0 ? watcher->result() : Result<CommandOutcome>(Error{ErrorKind::Offline, tr("The command was not sent."), {}, {}}));
    });
    watcher->setFuture(ask(m_steps.at(m_at)));
}

void BulkRun::answered(const Result<CommandOutcome> &answer)
{
    if (!answer)
        return fail(answer.error());
    m_isStepUnknown = false;
    const QJsonValue rows = answer->details.value(u"rows"_s);
    if (!rows.isArray() && answer->reason == u"locked" && !m_steps.at(m_at).wasLocked)
        return putOff();
    if (rows.isArray())
        takeRows(m_steps.at(m_at), rows.toArray());
    else
        refuseStep(answer->reason);
    m_reached += int(m_steps.at(m_at++).rows.size());
    goOn();
}

/// Whoever is in the way may be gone when the others are done. Nothing was kept of the command, so it goes again under its id.
void BulkRun::putOff()
{
    m_steps[m_at].wasLocked = true;
    m_steps.move(m_at, m_steps.size() - 1);
    goOn();
}

/// The step stays the next one, under the id it has.
void BulkRun::fail(const Error &error)
{
    if (error.kind == ErrorKind::Offline) {
        m_isStepUnknown = m_pass != BulkPass::Check;
        if (m_pass == BulkPass::Do)
            setRows(m_steps.at(m_at).rows, BulkState::Unknown, {});
        return setState(m_state == State::Stopping ? State::Stopped : State::Away);
    }
    m_error = error.userText;
    setState(State::Stopped);
}

/// What is refused as a whole is so for a reason that the other steps share, so they are not sent unasked.
void BulkRun::refuseStep(const QString &reason)
{
    if (m_pass == BulkPass::Undo)
        return setRows(doneOf(m_steps.at(m_at)), BulkState::Kept, reason); // the others were not done, and stay failures
    setRows(m_steps.at(m_at).rows, BulkState::Refused, reason);
    if (reason == u"locked")
        return;
    m_error = orderReasonText(reason);
    m_state = State::Stopping;
}

QList<int> BulkRun::doneOf(const BulkStep &step) const
{
    QList<int> done;
    std::ranges::copy_if(step.rows, std::back_inserter(done), [this](int row) { return m_rows.at(row).state == BulkState::Done; });
    return done;
}

void BulkRun::takeRows(const BulkStep &step, const QJsonArray &answered)
{
    int first = int(m_rows.size());
    int last = 0;
    for (const QJsonValue &one : answered) {
        const auto place = m_places.constFind(one[u"order_id"_s].toInteger());
        if (place == m_places.constEnd())
            continue;
        BulkRow row = bulkAnswer(m_rows.at(*place), one.toObject(), m_pass);
        if (row.state == BulkState::Would && !m_task.isTelling())
            row.reason.clear(); // nobody is to be told
        if (row.state == BulkState::Conflict && m_pass == BulkPass::Check && m_versions == Versions::Fresh) {
            row.state = BulkState::Waiting;
            row.reason.clear();
            m_lookAgain.append(*place);
        }
        setRow(*place, row);
        first = std::min(first, *place);
        last = std::max(last, *place);
    }
    if (m_pass == BulkPass::Do && !doneOf(step).isEmpty())
        m_done.append(step);
    if (first <= last)
        Q_EMIT rowsChanged(first, last);
}

void BulkRun::goOn()
{
    if (m_state == State::Stopping && m_at < m_steps.size())
        return setState(State::Stopped);
    m_state = State::Working;
    Q_EMIT changed();
    send();
}

BulkSums BulkRun::sums() const
{
    if (!m_task.isRefunding())
        return {};
    return m_pass == BulkPass::Check ? sumsOf(m_rows, {BulkState::Would}) : sumsOf(m_rows, {BulkState::Done, BulkState::Kept});
}

void BulkRun::setRow(int place, const BulkRow &row)
{
    BulkRow &held = m_rows[place];
    const auto was = m_counts.find({held.state, held.reason});
    if (--*was == 0)
        m_counts.erase(was);
    ++m_counts[{row.state, row.reason}];
    held = row;
}

void BulkRun::setRows(const QList<int> &places, BulkState state, const QString &reason)
{
    for (const int place : places) {
        BulkRow row = m_rows.at(place);
        row.state = state;
        row.reason = reason;
        setRow(place, row);
    }
    if (!places.isEmpty())
        Q_EMIT rowsChanged(places.first(), places.last());
}

void BulkRun::setState(State state)
{
    m_state = state;
    Q_EMIT changed();
}

int BulkRun::count(BulkState state) const
{
    int rows = 0;
    for (auto group = m_counts.begin(); group != m_counts.end(); ++group)
        rows += group.key().first == state ? group.value() : 0;
    return rows;
}

QList<BulkGroup> BulkRun::groups() const
{
    QList<BulkGroup> all;
    for (auto group = m_counts.begin(); group != m_counts.end(); ++group)
        all.append({group.key().first, group.key().second, group.value()});
    return all;
}

QList<BulkOrder> BulkRun::failures() const
{
    QList<BulkOrder> orders;
    for (const BulkRow &row : m_rows) {
        if (row.state == BulkState::Refused || row.state == BulkState::Conflict)
            orders.append({row.id, row.version, row.number});
    }
    return orders;
}

} // namespace Steward
