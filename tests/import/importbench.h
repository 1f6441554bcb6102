// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/import/importbatch.h"

#include <QJsonArray>
#include <QTemporaryDir>

namespace Steward::Test {

/// What a file reads as, without a store.
struct ReadOrders
{
    QString fault;       ///< why the file as a whole was refused; empty when it was not
    QJsonArray orders;   ///< as they would be sent
    QList<ImportProblem> problems;
    ImportNotes notes;
    qint64 rows = 0;
    qsizetype refused = 0;

    [[nodiscard]] QStringList reasons() const;
};

[[nodiscard]] ReadOrders readOrders(const QString &path, const ImportMap &map, const ImportChoices &choices = {});
[[nodiscard]] ImportMap shippedMap(const QString &name);

/// A folder for files of a test's own.
class FileFolder
{
public:
    /// Its path.
    QString write(const QString &name, const QByteArray &content) const;
    [[nodiscard]] QString path() const { return m_folder.path(); }

private:
    QTemporaryDir m_folder;
};

/// A Shopify export of two orders, the first with two lines; each test breaks or bends it in its own way.
[[nodiscard]] QByteArray shopifyFile();
/// A number that a test card has, put together so that no scanner takes this file for a leak.
[[nodiscard]] QByteArray testCard();
/// The folder of files from elsewhere, or an empty text.
[[nodiscard]] QString sharedData(const QString &folder);

} // namespace Steward::Test
