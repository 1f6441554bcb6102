// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/money.h"
#include "models/orders/import/columnmap.h"
#include "models/orders/import/importplan.h"
#include "models/orders/import/keptmap.h"

#include <QDateTime>

namespace Steward {

/// A file as it looks before it is decided how to read it.
struct ImportLook
{
    QString path;
    QString map;      ///< the shipped map that fits it; empty: none does
    SavedViewId kept; ///< the kept map that fits it as well or better; then map is empty
    QString encoding; ///< "utf-8", "utf-16" or "windows-1252"
    char delimiter = ',';
    QStringList header;
    QList<QStringList> samples; ///< for each column the first few values that differ; card numbers are starred out
};

/// Opens a file and reads its first rows. Blocks, for as long as it takes to read all of it once; not for the GUI thread.
[[nodiscard]] Result<ImportLook> lookAtFile(const QString &path, const ImportChoices &choices, const QList<KeptMap> &kept, const IsStopped &isStopped = {});

/// An order as a file would have it.
struct PreviewedOrder
{
    QString number, customer;
    QDateTime placedAt;
    int pieces = 0;
    QStringList titles; ///< of its lines
    Money total;
};

/// The first orders of a file that can be read. Blocks; not for the GUI thread.
[[nodiscard]] Result<QList<PreviewedOrder>> firstOrders(const QString &path, const ImportMap &map, const ImportChoices &choices, int most, const IsStopped &isStopped = {});

} // namespace Steward
