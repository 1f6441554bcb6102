// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/ids.h"
#include "models/orders/import/importmap.h"

namespace Steward {

/// A map that somebody made for a file and kept under a name, to be taken again for the next one.
struct KeptMap
{
    SavedViewId id;
    QString name;
    int version = 0;
    QStringList header;      ///< of the file it was made for
    ImportMap map;
    bool isReadable = false; ///< false: it was written by a newer program, say
};

} // namespace Steward
