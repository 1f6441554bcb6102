// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace Steward {

/// Appends one record in the form of RFC 4180 (comma, quotes doubled, CRLF) to out. A cell that a spreadsheet would take for a
/// formula (it starts with = + - @, a tab or a line end) gets an apostrophe before it; plain numbers are left alone. Semicolons and
/// tabs stand in quotes too: a spreadsheet of another country takes them for the border between cells.
void appendCsvRecord(QByteArray &out, const QStringList &cells);
/// The same for one cell that is UTF-8 already, without the separator.
void appendCsvCell(QByteArray &out, QByteArrayView cell);
/// One cell of what is copied, tabs between cells: neutralised as above, and on one line.
[[nodiscard]] QString copiedCell(const QString &cell);

} // namespace Steward
