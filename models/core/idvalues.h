// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/ids.h"

#include <QList>

namespace Steward {

/// Ids as a statement takes them.
template <typename Tag>
[[nodiscard]] QList<qint64> valuesOf(const QList<Id<Tag>> &ids)
{
    QList<qint64> values;
    values.reserve(ids.size());
    for (const Id<Tag> id : ids)
        values.append(id.value);
    return values;
}

} // namespace Steward
