// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/schema/schema.h"

#include <QDir>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

int newestSchema()
{
    int newest = 0;
    for (const QString &name : QDir(u":/schema/tables"_s).entryList({u"*.sql"_s}))
        newest = std::max(newest, name.left(4).toInt());
    return newest;
}

} // namespace Steward
