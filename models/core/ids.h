// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHashFunctions>
#include <QMetaType>

namespace Steward {

/// An id that cannot be mistaken for another kind's. 0 means none.
template <typename Tag>
struct Id
{
    qint64 value = 0;

    [[nodiscard]] bool isValid() const { return value > 0; }
    friend bool operator==(Id, Id) = default;
    friend auto operator<=>(Id, Id) = default;
    friend size_t qHash(Id id, size_t seed = 0) { return ::qHash(id.value, seed); }
};

using OrderId = Id<struct OrderTag>;
using HoldId = Id<struct HoldTag>;
using CustomerId = Id<struct CustomerTag>;
using SavedViewId = Id<struct SavedViewTag>;

} // namespace Steward

Q_DECLARE_METATYPE(Steward::OrderId)
