// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/import/importproblem.h"

#include <QJsonObject>

namespace Steward {

/// What became of one file. Holds no value of a field.
struct ImportReport
{
    static constexpr qsizetype mostProblems = 10'000; ///< kept one by one; further ones are counted only

    QString file;
    QString map;
    QString source;
    bool isDryRun = false;
    qint64 rows = 0;
    qint64 orders = 0;
    qint64 created = 0;
    qint64 unchanged = 0;
    qint64 rejected = 0; ///< orders
    qint64 masked = 0;   ///< card numbers made unreadable
    QList<ImportProblem> problems;
    qint64 furtherProblems = 0;
    ImportNotes notes;
    QString rejectFile; ///< empty when nothing was rejected, or it was a dry run

    void add(const ImportProblem &problem);
    /// As --json prints it and as the store keeps it, without the problems one by one.
    [[nodiscard]] QJsonObject counts() const;
    [[nodiscard]] QJsonObject toJson() const;
};

/// A whole sentence for a reason desk.import_orders gives for an order.
[[nodiscard]] QString importReasonText(const QString &reason);

} // namespace Steward
