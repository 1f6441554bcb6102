// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/database/connection.h"
#include "models/orders/import/importplan.h"
#include "models/orders/import/importreport.h"

namespace Steward {

/// One file to be imported.
struct ImportRequest
{
    enum class Mode { Import, DryRun };

    QString path;
    ImportMap map;
    ImportChoices choices;
    QString rejectFolder; ///< empty: beside the file
    Mode mode = Mode::Import;
    IsStopped isStopped = {}; ///< the file's reading, which may be long before the first batch
};

/// Brings a file's orders into the store. The file is read to its end once before anything is sent, so that a broken one changes
/// nothing; then it is read again, order by order, on a thread of its own while the store writes what was read before. Each batch
/// is one transaction and has a number: cut off half-way, the same file is simply imported again. Blocks; not for the GUI thread.
class ImportJob
{
public:
    /// Called after each batch on the calling thread, with the part of the file that is done, 0 to 1; false stops the import.
    using Progress = std::function<bool(double part)>;

    /// options: how to connect again when the line is lost; without hosts, somebody else looks after the connection.
    ImportJob(Connection &connection, const ConnectionOptions &options);
    [[nodiscard]] Result<ImportReport> run(const ImportRequest &request, const Progress &progress = {});

private:
    class Run;
    Connection &m_connection;
    ConnectionOptions m_options;
};

} // namespace Steward
