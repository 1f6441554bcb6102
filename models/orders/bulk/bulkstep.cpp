// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/bulk/bulkstep.h"

using namespace Qt::StringLiterals;

namespace Steward {

QUuid bulkCommandId(QUuid run, int place)
{
    return QUuid::createUuidV5(run, u"do %1"_s.arg(place));
}

QUuid bulkUndoId(QUuid undone)
{
    return QUuid::createUuidV5(undone, u"undo"_s);
}

BulkSums sumsOf(const QList<BulkRow> &rows, const QSet<BulkState> &states)
{
    BulkSums sums;
    for (const BulkRow &row : rows) {
        if (states.contains(row.state) && row.refundMinor > 0)
            sums.refunded[row.currency] += row.refundMinor;
        if (states.contains(row.state) && row.byHandMinor > 0)
            sums.byHand[row.currency] += row.byHandMinor;
    }
    return sums;
}

BulkRow bulkAnswer(const BulkRow &before, const QJsonObject &answered, BulkPass pass)
{
    BulkRow row = before;
    const QString outcome = answered.value(u"outcome"_s).toString();
    const QJsonValue current = answered.value(u"current"_s);
    row.version = (current.isObject() ? current[u"version"_s] : answered.value(u"version"_s)).toInt(before.version);
    row.reason = answered.value(u"reason"_s).toString();
    if (pass != BulkPass::Undo) {
        row.refundMinor = answered.value(outcome == u"would" ? u"refund_minor"_s : u"amount_minor"_s).toInteger();
        row.byHandMinor = answered.value(u"by_hand_minor"_s).toInteger();
        row.currency = answered.value(u"currency"_s).toString();
    }
    if (outcome == u"would")
        row.state = BulkState::Would;
    else if (outcome == u"done")
        row.state = pass == BulkPass::Undo ? BulkState::TakenBack : BulkState::Done;
    else if (pass == BulkPass::Undo)
        row.state = BulkState::Kept;
    else
        row.state = outcome == u"conflict" ? BulkState::Conflict : BulkState::Refused;
    if ((row.state == BulkState::Done || row.state == BulkState::Would) && answered.value(u"told"_s) == QJsonValue(false))
        row.reason = u"untold"_s;
    return row;
}

} // namespace Steward
