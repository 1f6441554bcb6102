// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/bulkruns.h"

#include "models/session/session.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace Steward {

BulkRuns::BulkRuns(Session &session) : m_repository(makeSqlBulkRepository(session))
{
    connect(&session, &Session::stateChanged, this, [this](Session::State state) {
        if (m_run && state == Session::State::Ready)
            m_run->lineCameBack();
        else if (m_run)
            m_run->lineLost();
    });
}

bool BulkRuns::begin(const BulkTask &task, const QList<OrderChoice> &orders)
{
    if (isUnderWay())
        return false;
    QList<BulkOrder> chosen;
    chosen.reserve(orders.size());
    for (const OrderChoice &order : orders)
        chosen.append({order.id, order.version, order.number});
    start(task, chosen, BulkRun::Versions::AsChosen);
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
    const auto before = std::exchange(m_run, std::make_unique<BulkRun>(*m_repository, task, orders, versions));
    connect(m_run.get(), &BulkRun::changed, this, &BulkRuns::changed);
    Q_EMIT began();
    m_run->check();
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
    return tr("Tag %Ln order(s)", nullptr, count);
}

QString BulkRuns::underWay() const
{
    if (!isUnderWay())
        return {};
    return tr("%1: %L2 of %L3 so far.").arg(title()).arg(m_run->reached()).arg(m_run->total());
}

} // namespace Steward
