// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/import/csvreader.h"
#include "models/orders/import/importproblem.h"
#include "models/orders/import/textsource.h"

#include <QStringList>

#include <functional>
#include <memory>

namespace Steward {

class TableReader;

/// A CSV file whose encoding, delimiter and header have been found out.
class TableFile
{
public:
    /// What is known of it beforehand.
    struct Hints
    {
        QString encoding;   ///< empty: found out
        char delimiter = 0; ///< 0: found out
        char quote = '"';
        /// How well a header fits what is sought; the delimiter under which it fits best is the file's.
        std::function<int(const QStringList &header)> fit;
        IsStopped isStopped = {}; ///< empty: it is read in any case
    };

    [[nodiscard]] static Result<TableFile> open(const QString &path, const Hints &hints);

    [[nodiscard]] const QString &path() const { return m_path; }
    [[nodiscard]] const TextFacts &facts() const { return m_facts; }
    [[nodiscard]] const CsvDialect &dialect() const { return m_dialect; }
    /// The names of the columns, trimmed.
    [[nodiscard]] const QStringList &header() const { return m_header; }
    /// The lines of the header as they stand in the file.
    [[nodiscard]] const QByteArray &rawHeader() const { return m_rawHeader; }
    /// Place of a column, whatever its case; -1 when there is none.
    [[nodiscard]] int column(const QString &name) const;
    /// Reads the records after the header.
    [[nodiscard]] Result<std::unique_ptr<TableReader>> read() const;

private:
    QString m_path;
    TextFacts m_facts;
    CsvDialect m_dialect;
    QStringList m_header;
    QByteArray m_rawHeader;
    qsizetype m_headerBytes = 0; // of UTF-8, with what Excel writes before it ("sep=;")
    qint64 m_firstLine = 1;
    IsStopped m_isStopped;
};

/// The records of a table, one after the other.
class TableReader
{
public:
    TableReader(const TableFile &file, std::unique_ptr<TextSource> source, qsizetype skipBytes, qint64 firstLine);

    [[nodiscard]] CsvReader::Step next(CsvRecord &record) { return m_csv.next(record); }
    /// Bytes of the file read so far.
    [[nodiscard]] qint64 position() const { return m_source->position(); }
    [[nodiscard]] bool failed() const { return m_source->failed(); }

private:
    std::unique_ptr<TextSource> m_source;
    qsizetype m_skip;
    CsvReader m_csv;
};

/// The file of a name that belongs to a main file: the one made for it alone ("orders.rejects.lines.csv" for "orders.rejects.csv"), else
/// the one of just that name beside it.
[[nodiscard]] QString fileBeside(const QString &mainFile, const QString &name);
/// How the one made for it alone is called.
[[nodiscard]] QString ownFileBeside(const QString &mainFile, const QString &name);

/// Why a record cannot be used as it stands; empty when it can. Empty fields past the last column are let pass.
[[nodiscard]] QString shapeFault(const CsvRecord &record, const QStringList &header);

/// Makes card numbers in a record of a file unreadable, in its fields and in its raw lines, and reports each.
void guardCards(CsvRecord &record, const TableFile &file, QList<ImportProblem> &problems);

} // namespace Steward
