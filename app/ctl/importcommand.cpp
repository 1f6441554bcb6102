// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/console.h"

namespace Steward {

QList<Subcommand> importCommands()
{
    return {};
}

} // namespace Steward
