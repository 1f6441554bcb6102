// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/table/tablequery.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace Steward {

/// One field a list can be filtered by: the vocabulary of chips, typed text and completion.
struct QueryField
{
    enum class Type { Choice, Text, Prefix, Date, Amount, Number };
    QString name;  ///< as typed: "payment"
    QString label; ///< translated, as on a chip: "Payment"
    Type type = Type::Text;
    QList<QPair<QString, QString>> choices; ///< value as typed, translated label; for Choice
};

/// A typed text read as a query, or where it stops making sense.
struct ParsedQuery
{
    TableQuery query;
    int errorAt = -1; ///< position in the text, -1 when all is well
    int errorLength = 0;
    QString errorText; ///< translated: what, where, what to do
    [[nodiscard]] bool ok() const { return errorAt < 0; }
};

/// Reads "payment:paid total:>100 placed:2026-01-01..2026-01-31 -fulfilment:fulfilled postal:902* -customer:test ann"; sort is taken
/// from base.
[[nodiscard]] ParsedQuery parseQueryText(const QString &text, const QList<QueryField> &fields, const TableQuery &base = {});
/// Prints filters and free words so that parseQueryText reads the same query back.
[[nodiscard]] QString printQueryText(const TableQuery &query);
/// A value as it is typed behind its field: in quotes where it holds what would end it.
[[nodiscard]] QString quotedQueryValue(const QString &value);
/// Whether a stored query is one that these fields could have been asked for: known fields, operators and values that fit them.
[[nodiscard]] bool isQueryOf(const TableQuery &query, const QList<QueryField> &fields);
/// What could follow at cursor: whole replacements for the word under it, with their start.
struct Completion
{
    int start = 0;
    int length = 0;
    QStringList words;
};
[[nodiscard]] Completion completeQueryText(const QString &text, int cursor, const QList<QueryField> &fields);

} // namespace Steward
