// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/database/connection.h"
#include "models/table/tableexport.h"

#include <atomic>

namespace Steward {

/// What an export's thread and its owner share.
struct ExportProgress
{
    std::atomic<qint64> rows = 0;
    std::atomic<bool> stop = false;
    std::atomic<bool> isCounting = false;
};

/// Runs a whole export on the calling (database) thread: log, pages, file, finish. While one page is written the next is
/// already asked for. Answers with the rows written.
[[nodiscard]] Result<qint64> runExport(Connection &connection, const Interrupt &interrupt, const ExportRequest &request, ExportProgress &progress);

} // namespace Steward
