// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/bulk/bulklook.h"

#include <QHash>
#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace Steward {

void BulkLook::ask(const BulkTask &task, const QList<BulkOrder> &orders)
{
    QList<OrderAt> places;
    for (const BulkOrder &order : orders)
        places.append({order.id, order.version});
    m_state = State::Asking;
    m_asking.start(m_repository.check(task, places), this, [this, orders](const Result<CommandOutcome> &answer) { take(answer, orders); });
    Q_EMIT changed();
}

void BulkLook::forget()
{
    m_asking.cancel();
    m_rows.clear();
    m_state = State::Nothing;
    Q_EMIT changed();
}

void BulkLook::take(const Result<CommandOutcome> &answer, const QList<BulkOrder> &orders)
{
    m_rows.clear();
    const QJsonValue said = answer ? answer->details.value(u"rows"_s) : QJsonValue();
    QHash<qint64, QJsonObject> all;
    for (const QJsonValue &row : said.toArray())
        all.insert(row[u"order_id"_s].toInteger(), row.toObject());
    m_state = said.isArray() ? State::Known : State::Failed;
    m_error = said.isArray() ? QString() : answer ? orderReasonText(answer->reason) : answer.error().userText;
    for (const BulkOrder &order : orders) {
        if (all.contains(order.id.value))
            m_rows.append(bulkAnswer({order.id, order.version, order.number, BulkState::Waiting, {}}, all.value(order.id.value), BulkPass::Check));
    }
    Q_EMIT changed();
}

} // namespace Steward
