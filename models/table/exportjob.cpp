// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/table/exportjob.h"

#include "models/core/money.h"
#include "models/table/csvwriter.h"
#include "models/table/tablesource.h"
#include "models/table/xlsxwriter.h"
#include "models/table/zonetext.h"

#include <QDir>
#include <QFileInfo>
#include <QSaveFile>
#include <QTemporaryFile>
#include <QTimeZone>
#include <QUuid>
#include <QtConcurrentRun>

#include <optional>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int pageRows = 20'000;

enum class Written { All, NotAll, Full };

/// A file that takes pages of rows. Runs on a helper thread, one page at a time.
class ExportFile
{
public:
    virtual ~ExportFile() = default;
    virtual Written write(const Rows &rows) = 0;
    virtual bool commit() = 0;
};

/// Positions of an export's columns in a page.
struct Layout
{
    Layout(const Rows &rows, const ExportRequest &request)
    {
        for (const ExportColumn &column : request.columns)
            places.append(rows.column(column.source.constData()));
        currency = rows.column("currency");
    }
    /// Digits after the point of a row's amounts; the table of all currencies is asked once for each that occurs.
    int digits(const Rows &rows, int row)
    {
        const QByteArrayView code = rows.raw(row, currency);
        const auto known = m_digits.constFind(QByteArray::fromRawData(code.data(), code.size()));
        return known != m_digits.cend() ? *known : *m_digits.insert(code.toByteArray(), Money::digits(QString::fromLatin1(code)));
    }

    QList<int> places;
    int currency = -1;

private:
    QHash<QByteArray, int> m_digits;
};

QString shownWord(const ExportColumn &column, const QString &word)
{
    return column.words.value(word, word);
}

class CsvFile final : public ExportFile
{
public:
    CsvFile(QSaveFile &file, const ExportRequest &request) : m_file(file), m_request(request), m_times(QTimeZone(request.timeZone))
    {
        QStringList titles;
        for (const ExportColumn &column : request.columns)
            titles.append(column.title);
        m_buffer = "\xEF\xBB\xBF"; // spreadsheets take UTF-8 for a local code page without it
        appendCsvRecord(m_buffer, titles);
    }

    Written write(const Rows &rows) override
    {
        Layout layout(rows, m_request);
        m_buffer.reserve(m_buffer.size() + rows.count() * 160);
        for (int row = 0; row < rows.count(); ++row) {
            for (qsizetype i = 0; i < layout.places.size(); ++i) {
                if (i)
                    m_buffer += ',';
                appendCell(rows, row, layout, i);
            }
            m_buffer += "\r\n";
        }
        return flush() ? Written::All : Written::NotAll;
    }

    bool commit() override { return flush() && m_file.commit(); }

private:
    void appendCell(const Rows &rows, int row, Layout &layout, qsizetype i)
    {
        const int place = layout.places.at(i);
        if (place < 0 || rows.isNull(row, place))
            return;
        switch (m_request.columns.at(i).kind) {
        case ExportColumn::Kind::Money:
            Money::appendPlainText(m_buffer, rows.integer(row, place), layout.digits(rows, row));
            break;
        case ExportColumn::Kind::Time:
            m_times.append(m_buffer, rows.raw(row, place));
            break;
        default:
            if (m_request.columns.at(i).words.isEmpty())
                appendCsvCell(m_buffer, rows.raw(row, place));
            else
                m_buffer += wordCell(i, rows, row, place);
        }
    }

    /// A word of the list as a cell, put together once for each that occurs and not once a row.
    const QByteArray &wordCell(qsizetype i, const Rows &rows, int row, int place)
    {
        const QByteArrayView raw = rows.raw(row, place);
        QHash<QByteArray, QByteArray> &known = m_wordCells[i];
        const auto found = known.constFind(QByteArray::fromRawData(raw.data(), raw.size()));
        if (found != known.cend())
            return *found;
        QByteArray cell;
        appendCsvCell(cell, shownWord(m_request.columns.at(i), rows.text(row, place)).toUtf8());
        return *known.insert(raw.toByteArray(), cell);
    }

    bool flush()
    {
        const bool written = m_file.write(m_buffer) == m_buffer.size();
        m_buffer.clear();
        return written;
    }

    QSaveFile &m_file;
    const ExportRequest &m_request;
    ZoneText m_times;
    QHash<qsizetype, QHash<QByteArray, QByteArray>> m_wordCells; ///< by column and machine word
    QByteArray m_buffer;
};

/// Written under a name of its own beside the target, then copied over at once: a workbook's writer replaces whatever it finds.
class XlsxFile final : public ExportFile
{
public:
    XlsxFile(QSaveFile &file, const ExportRequest &request) : m_file(file), m_request(request), m_times(QTimeZone(request.timeZone)), m_part(QFileInfo(request.fileName).dir().filePath(u".part-"_s))
    {
        if (!m_part.open())
            return;
        m_part.close();
        m_writer.emplace(m_part.fileName());
        QStringList titles;
        for (const ExportColumn &column : request.columns)
            titles.append(column.title);
        m_writer->writeHeading(titles);
    }

    Written write(const Rows &rows) override
    {
        m_count += rows.count();
        if (m_count > m_request.sheetRows)
            return Written::Full;
        if (!m_writer)
            return Written::NotAll;
        const Layout layout(rows, m_request);
        for (int row = 0; row < rows.count(); ++row) {
            m_writer->beginRow();
            for (qsizetype i = 0; i < layout.places.size(); ++i)
                writeCell(rows, row, layout, i);
        }
        return Written::All;
    }

    bool commit() override
    {
        if (!m_writer || !m_writer->close())
            return false;
        QFile whole(m_part.fileName());
        if (!whole.open(QIODevice::ReadOnly))
            return false;
        constexpr qint64 chunk = 1 << 20;
        while (!whole.atEnd()) {
            const QByteArray bytes = whole.read(chunk);
            if (bytes.isEmpty() || m_file.write(bytes) != bytes.size())
                return false;
        }
        return m_file.commit();
    }

private:
    void writeCell(const Rows &rows, int row, const Layout &layout, qsizetype i)
    {
        const int place = layout.places.at(i);
        if (place < 0 || rows.isNull(row, place))
            return m_writer->skipCell();
        switch (m_request.columns.at(i).kind) {
        case ExportColumn::Kind::Money:
            // A spreadsheet's numbers are doubles; amounts of money lie well within their 15 digits.
            return m_writer->writeNumber(Money{rows.integer(row, place), rows.text(row, layout.currency)}.toPlainText().toDouble());
        case ExportColumn::Kind::Number:
            return m_writer->writeNumber(double(rows.integer(row, place)));
        case ExportColumn::Kind::Time:
            m_time.clear();
            m_times.append(m_time, rows.raw(row, place));
            return m_writer->writeText(QString::fromLatin1(m_time));
        case ExportColumn::Kind::Text:
            return m_writer->writeText(shownWord(m_request.columns.at(i), rows.text(row, place)));
        }
    }

    QSaveFile &m_file;
    const ExportRequest &m_request;
    ZoneText m_times;
    QByteArray m_time;
    QTemporaryFile m_part;              // outlives its writer
    std::optional<XlsxWriter> m_writer;
    qint64 m_count = 0;
};

Error tooMany(const QString &text)
{
    return {ErrorKind::Invalid, text, {}, {}};
}

/// Nothing when a workbook can hold them all. Counted exactly, before anything is logged or written.
std::optional<Error> roomObjection(Connection &connection, const Interrupt &interrupt, const ExportRequest &request, ExportProgress &progress)
{
    qint64 rows = request.expectedRows;
    if (rows < 0) {
        const auto counted = connection.query(namedQuery(request.countQuery), Params().json(request.query.toJson()).null(), interrupt);
        if (!counted)
            return counted.error();
        rows = counted->integer(0, "value");
        progress.isCounting = false;
        if (progress.stop)
            return Error{ErrorKind::Cancelled, {}, {}, {}};
    }
    if (rows <= request.sheetRows)
        return std::nullopt;
    return tooMany(TableExport::tr("%L1 rows are more than the %L2 a spreadsheet can hold. Narrow the filter, or export as CSV.").arg(rows).arg(request.sheetRows));
}

Result<qint64> begin(Connection &connection, const ExportRequest &request)
{
    QStringList names;
    for (const ExportColumn &column : request.columns)
        names.append(column.name);
    const Params params = Params().uuid(QUuid::createUuid()).text(request.desk).json(request.query.toJson()).texts(names).text(request.format == ExportFormat::Csv ? u"csv"_s : u"xlsx"_s);
    const auto started = connection.query(namedQuery(u"table/export_start"_s), params);
    if (!started)
        return started.error();
    const qint64 id = started->object(0, 0).value(u"export_id"_s).toInteger();
    if (id <= 0)
        return Error{ErrorKind::Denied, TableExport::tr("The store refused this export."), {}, u"table/export_start"_s};
    return id;
}

Error notWritten(const QString &fileName)
{
    return {ErrorKind::Invalid, TableExport::tr("The file %1 could not be written. Choose another place, or make room, and export again.").arg(fileName), {}, {}};
}

/// Why a page did not get into the file, or nothing.
std::optional<Error> writeObjection(QFuture<Written> &writing, const ExportRequest &request)
{
    if (!writing.isValid() || writing.result() == Written::All)
        return std::nullopt;
    if (writing.result() == Written::NotAll)
        return notWritten(request.fileName);
    return tooMany(TableExport::tr("The list has grown past the %L1 rows a spreadsheet can hold while it was written, so no file was made. Narrow the filter, or export as CSV.").arg(request.sheetRows));
}

Result<qint64> copyPages(Connection &connection, const Interrupt &interrupt, const ExportRequest &request, qint64 exportId, ExportFile &file, ExportProgress &progress)
{
    TableCursor cursor;
    QFuture<Written> writing;
    // The connection looks only while it waits; a screen that is locked ends a swift export too.
    const auto isStopped = [&progress, &interrupt] { return progress.stop || (interrupt.isCancelled && interrupt.isCancelled()); };
    const Error stopped{ErrorKind::Cancelled, {}, {}, {}};
    if (isStopped())
        return stopped;
    for (;;) {
        Params params = Params().integer(exportId);
        if (cursor.direction == TableCursor::Direction::Start)
            params.null();
        else
            params.json(cursor.toJson());
        const auto rows = connection.query(namedQuery(request.pageQuery), params.integer(pageRows), interrupt);
        if (const auto wrong = writeObjection(writing, request))
            return *wrong;
        if (!rows)
            return rows.error();
        if (isStopped())
            return stopped;
        if (rows->isEmpty())
            return progress.rows.load();
        const int last = rows->count() - 1;
        cursor = {TableCursor::Direction::After, rows->text(last, "sort_key"), rows->integer(last, "id")};
        progress.rows += rows->count();
        writing = QtConcurrent::run([&file, page = *rows] { return file.write(page); });
        if (rows->count() < pageRows) {
            if (const auto wrong = writeObjection(writing, request))
                return *wrong;
            return progress.rows.load();
        }
    }
}

} // namespace

Result<qint64> runExport(Connection &connection, const Interrupt &interrupt, const ExportRequest &request, ExportProgress &progress)
{
    QSaveFile target(request.fileName);
    if (!target.open(QIODevice::WriteOnly))
        return notWritten(request.fileName);
    std::unique_ptr<ExportFile> file;
    if (request.format == ExportFormat::Xlsx) {
        if (const auto tooLong = roomObjection(connection, interrupt, request, progress))
            return *tooLong;
        file = std::make_unique<XlsxFile>(target, request);
    } else {
        file = std::make_unique<CsvFile>(target, request);
    }
    const auto exportId = begin(connection, request);
    if (!exportId)
        return exportId.error();
    auto copied = copyPages(connection, interrupt, request, *exportId, *file, progress);
    if (copied && !file->commit())
        copied = notWritten(request.fileName);
    const QString outcome = copied ? u"done"_s : copied.error().kind == ErrorKind::Cancelled ? u"cancelled"_s : u"failed"_s;
    // How it ended belongs to the log, also when the file did not come about. One that did is there, whether or not the log has heard of it.
    if (const auto told = tellEnd(connection, *exportId, outcome); copied && !told)
        progress.untold = *exportId;
    return copied;
}

Result<void> tellEnd(Connection &connection, qint64 exportId, const QString &outcome)
{
    const auto told = connection.query(namedQuery(u"table/export_finish"_s), Params().integer(exportId).text(outcome));
    return told ? Result<void>() : Result<void>(told.error());
}

} // namespace Steward
