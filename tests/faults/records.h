// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/faults/asker.h"
#include "tests/faults/journal.h"

namespace Steward::Test {

/// Accounts that are not as all that was done to them makes them: the role once, in one group, with the last password, let in or not.
[[nodiscard]] QStringList wrongAccounts(Asker &asker, const Cluster &server, const QList<JournalEntry> &journal);

/// Saved views that are not as all that was done to them makes them, and store details other than what was written last.
[[nodiscard]] QStringList wrongViews(Asker &asker, const QList<JournalEntry> &journal);

/// Commands of the desk that no verb here does; empty when there are none.
[[nodiscard]] QStringList undrivenCommands(Asker &asker);

} // namespace Steward::Test
