// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/bulk/bulkplan.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

/// Of tens of thousands, so each is as short as it can be: what a run leaves alone also says why.
QJsonArray jsonOf(const BulkRow &row)
{
    if (row.state == BulkState::Would)
        return {row.id.value, row.version, row.number};
    return {row.id.value, row.version, row.number, int(row.state), row.reason};
}

BulkRow rowOf(const QJsonArray &json)
{
    BulkRow row{{json.at(0).toInteger()}, json.at(1).toInt(), json.at(2).toString(), BulkState::Would, {}};
    if (json.size() == 3)
        return row;
    row.state = json.at(3).toInt() == int(BulkState::Conflict) ? BulkState::Conflict : BulkState::Refused;
    row.reason = json.at(4).toString();
    return row;
}

} // namespace

QJsonObject BulkPlan::toJson() const
{
    QJsonArray all;
    for (const BulkRow &row : rows)
        all.append(jsonOf(row));
    return {{u"run"_s, run.toString()}, {u"task"_s, task.toJson()}, {u"undo"_s, pass == BulkPass::Undo}, {u"rows"_s, all}};
}

std::optional<BulkPlan> BulkPlan::fromJson(const QJsonObject &json)
{
    const QUuid run = QUuid::fromString(json.value(u"run"_s).toString());
    const auto task = BulkTask::fromJson(json.value(u"task"_s).toObject());
    if (run.isNull() || !task)
        return {};
    BulkPlan plan{run, *task, json.value(u"undo"_s).toBool() ? BulkPass::Undo : BulkPass::Do, {}};
    for (const QJsonValue &row : json.value(u"rows"_s).toArray())
        plan.rows.append(rowOf(row.toArray()));
    return plan;
}

} // namespace Steward
