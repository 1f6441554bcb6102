// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/import/importbatch.h"

#include <QCoreApplication>

#include <algorithm>

namespace Steward {

namespace {

constexpr size_t mostOrders = 1000;
constexpr qsizetype mostBytes = 8 * 1024 * 1024;
constexpr size_t mostAhead = 3;

} // namespace

BatchReader::BatchReader(const ImportPlan &plan, std::unique_ptr<OrderGroups> groups)
    : m_plan(plan), m_groups(std::move(groups)), m_builder(plan.map, plan.binding, plan.style), m_thread([this] { read(); })
{
}

BatchReader::~BatchReader()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_isStopped = true;
    }
    m_changed.notify_all();
    m_thread.join();
}

ImportBatch BatchReader::take()
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return !m_ready.empty(); });
    ImportBatch batch = std::move(m_ready.front());
    m_ready.pop_front();
    m_changed.notify_all();
    return batch;
}

ImportNotes BatchReader::notes() const
{
    ImportNotes notes = m_plan.notes;
    for (const ImportNote &note : m_builder.notes())
        addNote(notes, note.text, note.firstLine, note.count);
    if (m_groups->orphans() > 0)
        addNote(notes, QCoreApplication::translate("Steward::Import", "Rows of lines belong to no order of the file and were left out."), 1, m_groups->orphans());
    return notes;
}

void BatchReader::read()
{
    bool goesOn = true;
    while (goesOn) {
        ImportBatch batch = readBatch();
        const bool isLast = batch.isLast;
        goesOn = put(std::move(batch)) && !isLast;
    }
}

bool BatchReader::put(ImportBatch batch)
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_isStopped || m_ready.size() < mostAhead; });
    if (m_isStopped)
        return false;
    m_ready.push_back(std::move(batch));
    m_changed.notify_all();
    return true;
}

ImportBatch BatchReader::readBatch()
{
    ImportBatch batch;
    batch.json = "[";
    OrderGroup group;
    while (batch.groups.size() + batch.refused.size() < mostOrders && batch.json.size() < mostBytes) {
        if (!m_groups->next(group)) {
            batch.isLast = true;
            batch.fault = m_groups->fault();
            break;
        }
        OrderBuilder::Outcome outcome = m_builder.build(group);
        batch.problems += outcome.problems;
        if (!outcome.isGood) {
            batch.refused.push_back(std::move(group));
            continue;
        }
        if (batch.json.size() > 1)
            batch.json += ',';
        batch.json += toJson(outcome.draft);
        group.key = outcome.draft.number;
        batch.groups.push_back(std::move(group));
    }
    batch.json += ']';
    batch.position = m_groups->position();
    return batch;
}

} // namespace Steward
