// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QHash>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

namespace Steward {

/// One of the store's own particulars. Plain text, of several lines where a paper has room for them.
struct StoreDetail
{
    QString value;
    QDateTime changedAt; ///< UTC; invalid when nobody has changed it from a desk yet
    QString changedBy;   ///< display name
};

/// By key: "store.name", "store.address", "store.tax_number", "store.paper_foot", "store.sender".
using StoreDetails = QHash<QString, StoreDetail>;

/// A particular as it was when somebody began to type, and as it is to be.
struct DetailChange
{
    QString key, from, to;
    friend bool operator==(const DetailChange &, const DetailChange &) = default;
};

[[nodiscard]] QStringList storeDetailKeys(); ///< in the order they are shown
/// Reads what desk.store_details() answers.
[[nodiscard]] StoreDetails readStoreDetails(const QJsonObject &json);
/// A refusal's machine word as a whole sentence: what, and what to do.
[[nodiscard]] QString storeDetailReasonText(const QString &reason);

} // namespace Steward
