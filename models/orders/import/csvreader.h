// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <functional>
#include <memory>
#include <vector>

namespace Steward {

/// How a table is written as text.
struct CsvDialect
{
    char delimiter = ',';
    char quote = '"';    ///< 0: quotes are letters like any other
    char lineEnd = '\n'; ///< '\r' for files of old Macs; "\r\n" counts as '\n'

    friend bool operator==(const CsvDialect &, const CsvDialect &) = default;
};

/// One record: its fields, and the lines it was read from as they stand in the file.
class CsvRecord
{
public:
    [[nodiscard]] int count() const { return int(m_ends.size()); }
    /// UTF-8, valid while this is; empty past the last field.
    [[nodiscard]] QByteArrayView field(int index) const;
    /// A copy of its own.
    [[nodiscard]] QByteArray text(int index) const { return field(index).toByteArray(); }
    void append(QByteArrayView field);
    /// Replaces a field; raw stays as it is.
    void replace(int index, const QByteArray &field);
    [[nodiscard]] bool isBlank() const { return m_text.isEmpty(); }

    qint64 line = 0; ///< where it begins, from 1
    QByteArray raw;  ///< its lines with their ends
    bool hasLineEnd = true;

private:
    QByteArray m_text; // all fields, one after the other: a record is two allocations and not sixty
    std::vector<qsizetype> m_ends;
};

/// Reads records with libcsv, one at a time, from text that comes in pieces. Fields are not trimmed. A quotation mark where none
/// may stand spoils its record only: reading goes on at the next line.
class CsvReader
{
public:
    enum class Step {
        Record,   ///< one more
        Damaged,  ///< one with a misplaced quotation mark; the fields before it are there
        End,
        Unclosed, ///< the text ended inside quotation marks, or a quoted field grew past any measure; line tells where it began
    };

    /// source gives UTF-8 text, and an empty piece at the end. firstLine is the number of its first line.
    CsvReader(std::function<QByteArray()> source, const CsvDialect &dialect, qint64 firstLine = 1);
    ~CsvReader();
    Q_DISABLE_COPY_MOVE(CsvReader)

    [[nodiscard]] Step next(CsvRecord &record);

    /// The records of a short text.
    [[nodiscard]] static std::vector<CsvRecord> readAll(const QByteArray &text, const CsvDialect &dialect);

private:
    class Parser;
    [[nodiscard]] bool takeLine();
    void finish(CsvRecord &record);

    std::function<QByteArray()> m_source;
    std::unique_ptr<Parser> m_parser;
    QByteArray m_buffer;
    qsizetype m_recordAt = 0; // where the current record begins in the buffer
    qsizetype m_lineAt = 0;   // where the current line begins
    qsizetype m_nextAt = 0;   // where the next one does
    qint64 m_line = 1;
    qint64 m_recordLine = 1;
    char m_lineEnd;
    bool m_sourceEnded = false;
};

} // namespace Steward
