// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/import/importmap.h"

namespace Steward {

/// A map being fitted to one file: which of its columns becomes which field. Fields are called as maps call them, those of lines with
/// "line." before: "number", "shipping.city", "line.sku".
class ColumnMap
{
public:
    ColumnMap() = default;
    ColumnMap(const ImportMap &base, const QStringList &header);

    /// All there are, an order's first.
    [[nodiscard]] static QStringList fields();
    /// A map that says nothing yet, for a file that no shipped one fits.
    [[nodiscard]] static ImportMap blank();

    /// What a column goes into; several when the base map says so.
    [[nodiscard]] QStringList fieldsOf(const QString &column) const;
    /// From now on the column goes into this field alone, and the field comes from this column alone. An empty field: into none.
    void assign(const QString &column, const QString &field);
    /// The fields without which no order can be made and that no column of the file goes into.
    [[nodiscard]] QStringList missing() const;
    /// Whether any column goes into a field.
    [[nodiscard]] bool isMapped(const QString &field) const;
    [[nodiscard]] const QStringList &header() const { return m_header; }

    [[nodiscard]] ImportMap &map() { return m_map; }
    [[nodiscard]] const ImportMap &map() const { return m_map; }

private:
    [[nodiscard]] FieldRule *rule(const QString &field);
    [[nodiscard]] const FieldRule *rule(const QString &field) const;
    [[nodiscard]] bool isBound(const FieldRule &rule) const;
    /// A file without a total has the sum of its lines for one.
    void settleTotal();

    ImportMap m_map;
    QStringList m_header;
};

} // namespace Steward
