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
    std::atomic<qint64> untold = 0; ///< an export whose file is there, and whose end the log could not be told
};

/// Runs a whole export on the calling (database) thread: log, pages, file, finish. While one page is written the next is
/// already asked for. Answers with the rows written.
[[nodiscard]] Result<qint64> runExport(Connection &connection, const Interrupt &interrupt, const ExportRequest &request, ExportProgress &progress);

/// Tells the log how an export ended. Told twice, the second time changes nothing.
[[nodiscard]] Result<void> tellEnd(Connection &connection, qint64 exportId, const QString &outcome);

} // namespace Steward
