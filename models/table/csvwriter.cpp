// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/table/csvwriter.h"

#include <algorithm>

namespace Steward {

namespace {

/// Digits with at most one sign and one point: "-12.50" is an amount and no formula.
bool isPlainNumber(QByteArrayView cell)
{
    bool hasDigit = false;
    bool hasPoint = false;
    for (qsizetype i = 0; i < cell.size(); ++i) {
        const char c = cell[i];
        if (c >= '0' && c <= '9')
            hasDigit = true;
        else if (c == '.' && !hasPoint)
            hasPoint = true;
        else if (!(i == 0 && (c == '-' || c == '+')))
            return false;
    }
    return hasDigit;
}

bool runsInASpreadsheet(QByteArrayView cell)
{
    if (cell.isEmpty())
        return false;
    const char first = cell[0];
    const bool suspicious = first == '=' || first == '+' || first == '-' || first == '@' || first == '\t' || first == '\r' || first == '\n';
    return suspicious && !isPlainNumber(cell);
}

} // namespace

void appendCsvCell(QByteArray &out, QByteArrayView cell)
{
    const bool guarded = runsInASpreadsheet(cell);
    const bool isPlain = std::none_of(cell.begin(), cell.end(), [](char c) { return c == ',' || c == ';' || c == '\t' || c == '"' || c == '\n' || c == '\r'; });
    if (isPlain) {
        if (guarded)
            out += '\'';
        out.append(cell.data(), cell.size());
        return;
    }
    out += '"';
    if (guarded)
        out += '\'';
    for (const char c : cell) {
        if (c == '"')
            out += '"';
        out += c;
    }
    out += '"';
}

QString copiedCell(const QString &cell)
{
    QString line = cell;
    for (QChar &c : line) {
        if (c == u'\t' || c == u'\n' || c == u'\r' || c == QChar::LineSeparator || c == QChar::ParagraphSeparator)
            c = u' ';
    }
    // Pasted quotes are taken off, and what is within them would run.
    return runsInASpreadsheet(cell.toUtf8()) || cell.startsWith(u'"') ? u'\'' + line : line;
}

void appendCsvRecord(QByteArray &out, const QStringList &cells)
{
    for (qsizetype i = 0; i < cells.size(); ++i) {
        if (i)
            out += ',';
        appendCsvCell(out, cells.at(i).toUtf8());
    }
    out += "\r\n";
}

} // namespace Steward
