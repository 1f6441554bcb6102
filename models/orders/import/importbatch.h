// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/import/importplan.h"
#include "models/orders/import/orderbuilder.h"
#include "models/orders/import/ordergroups.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace Steward {

/// Orders read from a file, ready to be sent, beside the ones that could not be read.
struct ImportBatch
{
    QByteArray json;                 ///< an array, as desk.import_orders takes it
    std::vector<OrderGroup> groups;  ///< of the orders in it, in the same order
    std::vector<OrderGroup> refused; ///< by reading alone
    QList<ImportProblem> problems;
    qint64 position = 0; ///< bytes of the file read so far
    QString fault;       ///< the file could not be read on
    bool isLast = false;
};

/// Reads a file on a thread of its own, a few batches ahead of whoever takes them, so that memory stays the same for any file.
class BatchReader
{
public:
    BatchReader(const ImportPlan &plan, std::unique_ptr<OrderGroups> groups);
    /// Stops reading.
    ~BatchReader();
    Q_DISABLE_COPY_MOVE(BatchReader)

    /// The next batch; waits for it. After the last one there is none.
    [[nodiscard]] ImportBatch take();
    /// After the last batch: what was read although the file did not say it, and rows that belong to no order.
    [[nodiscard]] ImportNotes notes() const;

private:
    void read();
    [[nodiscard]] ImportBatch readBatch();
    /// False when nobody wants it any more.
    bool put(ImportBatch batch);

    const ImportPlan &m_plan;
    std::unique_ptr<OrderGroups> m_groups;
    OrderBuilder m_builder;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<ImportBatch> m_ready;
    bool m_isStopped = false;
    std::thread m_thread;
};

} // namespace Steward
