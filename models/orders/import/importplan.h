// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/import/columnbinding.h"
#include "models/orders/import/groupfields.h"

#include <QSet>

#include <memory>
#include <optional>

namespace Steward {

/// What whoever imports may say about a file beyond its map.
struct ImportChoices
{
    QString source;      ///< the shop's name; empty: the map's
    QByteArray currency; ///< of orders in a file without a column for it
    QByteArray zone;     ///< IANA zone of times without an offset; empty: the map's
    std::optional<ImportMap::DecimalSign> decimalSign;
    QString encoding;
    char delimiter = 0;
};

/// A file that has been read once from end to end and found to be whole: now it is known how to read it. Made before anything is
/// sent, so that a broken file changes nothing. Memory: eight bytes for each order.
struct ImportPlan
{
    ImportMap map;
    TableFile main;
    std::optional<TableFile> lines; ///< when an order's lines are in a file of their own
    ColumnBinding binding;
    ReadingStyle style;
    QSet<size_t> repeatedKeys; ///< hashes of keys whose rows stand in more than one place although they should not
    qint64 rows = 0;
    ImportNotes notes;

    /// Fails with the reason when the file is broken or no file of the map's kind. isStopped ends this and every later reading of it.
    [[nodiscard]] static Result<std::unique_ptr<ImportPlan>> make(const QString &path, const ImportMap &map, const ImportChoices &choices, const IsStopped &isStopped = {});
};

/// One number for a key, the same as long as the program runs.
[[nodiscard]] size_t hashOfKey(QByteArrayView key);

} // namespace Steward
