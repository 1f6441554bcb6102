// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QStringList>

namespace Steward {

/// Appends one record in the form of RFC 4180 (comma, quotes doubled, CRLF) to out. A cell that a spreadsheet would take for a
/// formula (it starts with = + - @, a tab or a line end) gets an apostrophe before it; plain numbers are left alone.
void appendCsvRecord(QByteArray &out, const QStringList &cells);
/// The same for one cell that is UTF-8 already, without the separator.
void appendCsvCell(QByteArray &out, QByteArrayView cell);

} // namespace Steward
