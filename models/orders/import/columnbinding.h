// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/import/importmap.h"
#include "models/orders/import/tablefile.h"

#include <QHash>

namespace Steward {

/// Where a value is: in which of the joined tables, and in which of its columns.
struct ColumnPlace
{
    static constexpr int mainTable = 0;
    static constexpr int linesTable = 1;
    static constexpr int firstLookup = 2;

    int table = mainTable;
    int column = -1; ///< -1: there is none

    [[nodiscard]] bool isValid() const { return column >= 0; }
};

/// A field's rule tied to the columns a file really has.
struct BoundField
{
    struct Piece
    {
        QByteArray literal; ///< when place is not valid
        ColumnPlace place;
    };
    using Pieces = QList<Piece>; ///< one column, or several joined with text between them

    const FieldRule *rule = nullptr;
    QList<Pieces> alternatives; ///< of columns that exist
    QString column;             ///< the first of them, as messages call it

    /// Whether the file, or the map itself, says anything about the field.
    [[nodiscard]] bool isBound() const { return !alternatives.isEmpty() || rule->constant.has_value(); }
    [[nodiscard]] bool hasColumn() const { return !alternatives.isEmpty(); }
};

/// A small table held in memory, found by key.
struct LookupTable
{
    QHash<QByteArray, CsvRecord> rows;
    ColumnPlace by;
    int key = -1; ///< its column
    TableFile file;
    QString name; ///< of the file, as the map calls it
};

/// The rows a value can come from: one of the main table, one of the lines' table when there is one.
struct RowView
{
    const CsvRecord *main = nullptr;
    const CsvRecord *line = nullptr;
};

/// A map tied to the files it is used on.
class ColumnBinding
{
public:
    /// The Error names every column that is needed and missing. Keeps references into map.
    [[nodiscard]] static Result<ColumnBinding> make(const ImportMap &map, const TableFile &main, const TableFile *lines);

    /// How many of the map's columns a header has.
    [[nodiscard]] static int fit(const ImportMap &map, const QStringList &header);

    [[nodiscard]] const BoundField &field(OrderField field) const { return m_order[size_t(field)]; }
    [[nodiscard]] const BoundField &field(LineField field) const { return m_line[size_t(field)]; }
    /// The column that makes rows belong together, and the same in the file of lines.
    [[nodiscard]] ColumnPlace key() const { return m_key; }
    [[nodiscard]] ColumnPlace linesKey() const { return m_linesKey; }
    [[nodiscard]] ColumnPlace orderRow() const { return m_orderRow; }
    /// The places of map.refuse, in its order.
    [[nodiscard]] const QList<ColumnPlace> &refusals() const { return m_refusals; }
    [[nodiscard]] const QList<LookupTable> &lookups() const { return m_lookups; }
    /// The columns of the main table that hold amounts.
    [[nodiscard]] QList<int> amountColumns() const;

    /// A field's value in these rows; blank when it is not there. Only joined columns are trimmed.
    [[nodiscard]] QByteArray value(const BoundField &field, const RowView &rows) const;
    [[nodiscard]] QByteArrayView at(const ColumnPlace &place, const RowView &rows) const;

private:
    friend class Binder;
    [[nodiscard]] QByteArrayView shown(const ColumnPlace &place, const RowView &rows) const;

    std::array<BoundField, orderFieldCount> m_order;
    std::array<BoundField, lineFieldCount> m_line;
    QList<LookupTable> m_lookups;
    QList<QByteArray> m_nullWords;
    QList<ColumnPlace> m_refusals;
    ColumnPlace m_key, m_linesKey{ColumnPlace::linesTable, -1}, m_orderRow;
};

/// The columns a rule's text speaks of: itself, or all that stand in braces.
[[nodiscard]] QStringList columnsIn(const QString &text);

} // namespace Steward
