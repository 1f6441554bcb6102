// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

namespace Steward {

/// One condition: field, operator, values; the same triple in SQL, on a chip and in the typed text.
struct TableFilter
{
    QString field;    ///< "payment"
    QString op;       ///< "in" "not" "=" ">" ">=" "<" "<=" "prefix" "contains" "lacks"
    QStringList values;

    friend bool operator==(const TableFilter &, const TableFilter &) = default;
};

/// What a list shows: filters, free words and order. A value; toJson() is what the page functions take.
struct TableQuery
{
    QList<TableFilter> filters;
    QString text;
    QString sort = QStringLiteral("placed");
    bool descending = true;

    friend bool operator==(const TableQuery &, const TableQuery &) = default;
    [[nodiscard]] QJsonObject toJson() const;
    /// Unknown members are ignored, so an older view of a newer program still opens.
    [[nodiscard]] static TableQuery fromJson(const QJsonObject &json);
};

} // namespace Steward
