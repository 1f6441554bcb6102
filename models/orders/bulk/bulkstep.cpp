// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/bulk/bulkstep.h"

using namespace Qt::StringLiterals;

namespace Steward {

QUuid bulkCommandId(QUuid run, BulkPass pass, int place)
{
    return QUuid::createUuidV5(run, (pass == BulkPass::Undo ? u"undo %1"_s : u"do %1"_s).arg(place));
}

BulkRow bulkAnswer(const BulkRow &before, const QJsonObject &answered, BulkPass pass)
{
    BulkRow row = before;
    const QString outcome = answered.value(u"outcome"_s).toString();
    const QJsonValue current = answered.value(u"current"_s);
    row.version = (current.isObject() ? current[u"version"_s] : answered.value(u"version"_s)).toInt(before.version);
    row.reason = answered.value(u"reason"_s).toString();
    if (outcome == u"would")
        row.state = BulkState::Would;
    else if (outcome == u"done")
        row.state = pass == BulkPass::Undo ? BulkState::TakenBack : BulkState::Done;
    else if (pass == BulkPass::Undo)
        row.state = BulkState::Kept;
    else
        row.state = outcome == u"conflict" ? BulkState::Conflict : BulkState::Refused;
    return row;
}

} // namespace Steward
