// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace Steward {

/// Catches Ctrl+C, a closed terminal and SIGTERM for a program that has something to put away before it ends. The handler only
/// writes a byte; whoever reads does the rest. Once for a process; where there are no such signals nothing ever arrives.
class EndSignals
{
public:
    /// What to watch or to read from: -1 where there are no signals.
    [[nodiscard]] static int listen();
    /// The signal that arrived; waits for one unless one is there. 0 when it was interrupted.
    [[nodiscard]] static int take(int descriptor);
};

} // namespace Steward
