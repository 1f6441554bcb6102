// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/import/orderdraft.h"
#include "models/orders/import/tablefile.h"

#include <QSaveFile>

#include <memory>

namespace Steward {

/// The rows of orders that were not imported, as they stood in the file under its own header, to be mended and imported again.
/// Written as UTF-8 (with a mark unless the file was plain UTF-8, so that no map reads it as anything else), readable by its owner
/// alone, and there only when the import came to its end. Card numbers are starred out already.
class RejectFile
{
public:
    /// folder empty: beside the file.
    RejectFile(const TableFile &file, const QString &folder);

    /// Whether the folder can be written to, before anything is sent.
    [[nodiscard]] Result<void> check() const;
    [[nodiscard]] Result<void> add(const OrderGroup &group);
    /// Puts it in place; its path, or an empty text when no row was added.
    [[nodiscard]] Result<QString> finish();

private:
    [[nodiscard]] QString freePath() const;
    [[nodiscard]] Error cannotWrite() const;

    const TableFile &m_file;
    QString m_folder;
    std::unique_ptr<QSaveFile> m_out;
};

} // namespace Steward
