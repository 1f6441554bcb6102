// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/bulk/bulkstep.h"
#include "models/orders/bulk/bulktask.h"

namespace Steward {

/// A run as it was about to begin: all that is needed to ask the store later how far it came, and to go on with it as the same run.
struct BulkPlan
{
    QUuid run;
    BulkTask task;
    BulkPass pass = BulkPass::Do; ///< Do, or Undo once it was being taken back
    QList<BulkRow> rows;          ///< after the look and before the doing

    [[nodiscard]] QJsonObject toJson() const;
    /// Nothing when it is not one that this program writes.
    [[nodiscard]] static std::optional<BulkPlan> fromJson(const QJsonObject &json);
};

} // namespace Steward
