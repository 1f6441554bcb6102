// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/import/columnbinding.h"
#include "models/orders/import/orderdraft.h"
#include "models/orders/import/timetext.h"

namespace Steward {

/// What a reader of fields has to know about a file besides its columns.
struct ReadingStyle
{
    NumberStyle numbers;
    ImportMap::Rounding rounding = ImportMap::Rounding::Refuse;
    TimeStyle times;
    QByteArray currency; ///< of orders whose file has no column for it
    QString linesFile;   ///< the name of the table of lines, when it is another file
};

/// Reads the fields of one group of rows, and gathers what is wrong with them.
class GroupFields
{
public:
    GroupFields(const ColumnBinding &binding, const ReadingStyle &style, const OrderGroup &group);

    /// Whether the file, or the map, says anything about this.
    [[nodiscard]] bool has(OrderField field) const { return m_binding.field(field).isBound(); }
    [[nodiscard]] bool has(LineField field) const { return m_binding.field(field).isBound(); }

    /// First value that is not blank, as it stands; refuses the order when another row says something else.
    [[nodiscard]] QByteArray text(OrderField field);
    /// The same, refused when it is longer than most characters.
    [[nodiscard]] QByteArray text(OrderField field, qsizetype most);
    /// Trimmed and put through the map's words. known lists the words allowed; anything else refuses the order.
    [[nodiscard]] QByteArray word(OrderField field, std::initializer_list<const char *> known);
    /// Nothing when blank, or when it is no amount (which refuses the order).
    [[nodiscard]] std::optional<qint64> amount(OrderField field);
    [[nodiscard]] QDateTime time(OrderField field);

    /// The same for one line.
    [[nodiscard]] QByteArray text(LineField field, const RowView &row, qsizetype most);
    [[nodiscard]] QByteArray word(LineField field, const RowView &row) const;
    [[nodiscard]] std::optional<qint64> amount(LineField field, const RowView &row);
    [[nodiscard]] std::optional<Decimal> number(LineField field, const RowView &row);
    /// A decimal as minor units of the order's currency, by the map's rounding; refuses the order when it does not fit.
    [[nodiscard]] std::optional<qint64> toMinor(const Decimal &decimal, LineField field, const RowView &row);

    /// From here on amounts are of this currency.
    void setCurrency(const QByteArray &currency);
    [[nodiscard]] int digits() const { return m_digits; }

    void refuse(OrderField field, const QString &reason);
    void refuse(LineField field, const RowView &row, const QString &reason);
    void refuse(const QString &reason);

    [[nodiscard]] const QList<ImportProblem> &problems() const { return m_problems; }
    [[nodiscard]] bool isGood() const;
    /// The line of the file a field's value came from; else the group's first.
    [[nodiscard]] qint64 lineOf(OrderField field) const;
    [[nodiscard]] qint64 firstLine() const;

private:
    [[nodiscard]] QByteArray mapped(const FieldRule &rule, const QByteArray &text) const;

    const ColumnBinding &m_binding;
    const ReadingStyle &m_style;
    const OrderGroup &m_group;
    QList<ImportProblem> m_problems;
    std::array<qint64, orderFieldCount> m_lines{};
    int m_digits = 2;
};

} // namespace Steward
