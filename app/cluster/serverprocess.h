// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/result.h"

#include <QString>
#include <QStringList>

namespace Steward {

/// The folder of the newest installed PostgreSQL's programs (initdb, pg_ctl), 15 or newer; empty when there is none.
[[nodiscard]] QString postgresPrograms();

/// Runs one of PostgreSQL's programs to its end. As root it runs as an unprivileged user, because PostgreSQL refuses root.
/// Output goes to logFile. Blocks up to timeoutMs.
[[nodiscard]] Result<void> runServerProgram(const QString &program, const QStringList &arguments, const QString &logFile, int timeoutMs);

/// The first folder on the way to this one that the server's user may not pass through; empty when it may, or when it is us.
[[nodiscard]] QString folderClosedToServer(const QString &folder);

/// Lets nobody into a folder but us, and the server's user through it.
[[nodiscard]] bool closeToOthers(const QString &folder);

/// Gives a file or folder to the user the server runs as; nothing to do unless root.
[[nodiscard]] bool giveToServer(const QString &path);

} // namespace Steward
