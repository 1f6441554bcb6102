// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/table/tablesource.h"

#include <algorithm>

namespace Steward {

int TableLadder::compareKeys(const QString &a, const QString &b, KeyOrder order)
{
    if (order == KeyOrder::Numbers) {
        const qint64 first = a.toLongLong();
        const qint64 second = b.toLongLong();
        return first < second ? -1 : first > second ? 1 : 0;
    }
    // Collation C orders by the bytes of UTF-8, which differs from UTF-16 above the basic plane.
    const QByteArray first = a.toUtf8();
    const QByteArray second = b.toUtf8();
    return std::clamp(first.compare(second), -1, 1);
}

int TableLadder::rungOf(const QString &key, std::optional<qint64> id, KeyOrder order, bool descending) const
{
    const auto behind = [&](const QString &wanted, const Rung &rung) {
        int compared = compareKeys(rung.key, wanted, order);
        if (compared == 0 && id)
            compared = rung.id < *id ? -1 : rung.id > *id ? 1 : 0;
        else if (compared == 0)
            return true; // the first record with this key may lie before a rung that carries it
        return descending ? compared < 0 : compared > 0;
    };
    const auto next = std::upper_bound(rungs.cbegin(), rungs.cend(), key, behind);
    return std::max(0, int(next - rungs.cbegin()) - 1);
}

} // namespace Steward
