// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/import/importplan.h"

namespace Steward {

/// Gives a file's rows order by order.
class OrderGroups
{
public:
    virtual ~OrderGroups() = default;
    /// False at the end, or when the file could not be read on; then fault() says why.
    [[nodiscard]] virtual bool next(OrderGroup &group) = 0;
    [[nodiscard]] virtual qint64 position() const = 0; ///< bytes of the file read so far
    [[nodiscard]] const QString &fault() const { return m_fault; }
    /// Rows of the file of lines that belong to no order.
    [[nodiscard]] qint64 orphans() const { return m_orphans; }

    /// What the plan's map asks for: rows one after the other as they come, or gathered by key from anywhere in the file. Gathering
    /// puts the rows by their key into as many temporary files as it takes for each to fit into memory; a small file needs none.
    [[nodiscard]] static Result<std::unique_ptr<OrderGroups>> make(const ImportPlan &plan);

protected:
    QString m_fault;
    qint64 m_orphans = 0;
};

} // namespace Steward
