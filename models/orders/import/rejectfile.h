// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/import/importplan.h"
#include "models/orders/import/orderdraft.h"

#include <QSaveFile>

#include <memory>
#include <vector>

namespace Steward {

/// The rows of orders that were not imported, as they stood in the file under its own header, to be mended and imported again: with
/// their lines in a second file when they came from one, and with what they look up unless that is beside them anyway.
/// Written as UTF-8 (with a mark unless the file was plain UTF-8, so that no map reads it as anything else), readable by its owner
/// alone, and there only when the import came to its end. Card numbers are starred out already.
class RejectFile
{
public:
    /// folder empty: beside the file.
    RejectFile(const ImportPlan &plan, const QString &folder);

    /// Whether the folder can be written to, before anything is sent.
    [[nodiscard]] Result<void> check() const;
    [[nodiscard]] Result<void> add(const OrderGroup &group);
    /// Puts all in place; the path of the main file, or an empty text when no row was added.
    [[nodiscard]] Result<QString> finish();

private:
    using Out = std::unique_ptr<QSaveFile>;

    [[nodiscard]] QString freePath() const;
    [[nodiscard]] Error cannotWrite() const;
    [[nodiscard]] Result<void> open();
    /// Nothing when the file cannot be written.
    [[nodiscard]] static Out begin(const QString &path, const TableFile &file);
    static void write(QSaveFile &out, const TableFile &file, const CsvRecord &record);
    [[nodiscard]] Result<void> writeLookup(const LookupTable &lookup, const QSet<QByteArray> &keys) const;

    const ImportPlan &m_plan;
    QString m_folder;
    Out m_out, m_lines;
    std::vector<QSet<QByteArray>> m_keys; // what the rows look up, for each table
};

} // namespace Steward
