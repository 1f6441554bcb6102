// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/table/exportjob.h"

#include "models/core/money.h"
#include "models/table/csvwriter.h"
#include "models/table/tablesource.h"
#include "models/table/xlsxwriter.h"
#include "models/table/zonetext.h"

#include <QCoreApplication>
#include <QFile>
#include <QSaveFile>
#include <QTimeZone>
#include <QUuid>
#include <QtConcurrentRun>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int pageRows = 20'000;

QString tr(const char *text)
{
    return QCoreApplication::translate("Steward::TableExport", text);
}

/// A file that takes pages of rows. Runs on a helper thread, one page at a time.
class ExportFile
{
public:
    virtual ~ExportFile() = default;
    virtual bool write(const Rows &rows) = 0;
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

    bool write(const Rows &rows) override
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
        return flush();
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
            appendCsvCell(m_buffer, rows.raw(row, place));
        }
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
    QByteArray m_buffer;
};

class XlsxFile final : public ExportFile
{
public:
    explicit XlsxFile(const ExportRequest &request) : m_request(request), m_times(QTimeZone(request.timeZone)), m_partName(request.fileName + u".part"_s), m_writer(m_partName)
    {
        QStringList titles;
        for (const ExportColumn &column : request.columns)
            titles.append(column.title);
        m_writer.writeHeading(titles);
    }
    ~XlsxFile() override
    {
        if (!m_isCommitted) {
            (void)m_writer.close();
            QFile::remove(m_partName);
        }
    }

    bool write(const Rows &rows) override
    {
        m_count += rows.count();
        if (m_count > xlsxMaxRows)
            return false;
        const Layout layout(rows, m_request);
        for (int row = 0; row < rows.count(); ++row) {
            m_writer.beginRow();
            for (qsizetype i = 0; i < layout.places.size(); ++i)
                writeCell(rows, row, layout, i);
        }
        return true;
    }

    bool commit() override
    {
        m_isCommitted = m_writer.close() && (!QFile::exists(m_request.fileName) || QFile::remove(m_request.fileName)) && QFile::rename(m_partName, m_request.fileName);
        return m_isCommitted;
    }

private:
    void writeCell(const Rows &rows, int row, const Layout &layout, qsizetype i)
    {
        const int place = layout.places.at(i);
        if (place < 0 || rows.isNull(row, place))
            return m_writer.skipCell();
        switch (m_request.columns.at(i).kind) {
        case ExportColumn::Kind::Money:
            // A spreadsheet's numbers are doubles; amounts of money lie well within their 15 digits.
            return m_writer.writeNumber(Money{rows.integer(row, place), rows.text(row, layout.currency)}.toPlainText().toDouble());
        case ExportColumn::Kind::Number:
            return m_writer.writeNumber(double(rows.integer(row, place)));
        case ExportColumn::Kind::Time:
            m_time.clear();
            m_times.append(m_time, rows.raw(row, place));
            return m_writer.writeText(QString::fromLatin1(m_time));
        case ExportColumn::Kind::Text:
            return m_writer.writeText(rows.text(row, place));
        }
    }

    const ExportRequest &m_request;
    ZoneText m_times;
    QByteArray m_time;
    QString m_partName;
    XlsxWriter m_writer;
    qint64 m_count = 0;
    bool m_isCommitted = false;
};

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
        return Error{ErrorKind::Denied, tr("The store refused this export."), {}, u"table/export_start"_s};
    return id;
}

Error notWritten(const QString &fileName)
{
    return {ErrorKind::Invalid, tr("The file %1 could not be written. Choose another place, or make room, and export again.").arg(fileName), {}, {}};
}

Result<qint64> copyPages(Connection &connection, const Interrupt &interrupt, const ExportRequest &request, qint64 exportId, ExportFile &file, ExportProgress &progress)
{
    TableCursor cursor;
    QFuture<bool> writing;
    for (;;) {
        Params params = Params().integer(exportId);
        if (cursor.direction == TableCursor::Direction::Start)
            params.null();
        else
            params.json(cursor.toJson());
        const auto rows = connection.query(namedQuery(request.pageQuery), params.integer(pageRows), interrupt);
        if (writing.isValid() && !writing.result())
            return notWritten(request.fileName);
        if (!rows)
            return rows.error();
        if (progress.stop)
            return Error{ErrorKind::Cancelled, {}, {}, {}};
        if (rows->isEmpty())
            return progress.rows.load();
        const int last = rows->count() - 1;
        cursor = {TableCursor::Direction::After, rows->text(last, "sort_key"), rows->integer(last, "id")};
        progress.rows += rows->count();
        writing = QtConcurrent::run([&file, page = *rows] { return file.write(page); });
        if (rows->count() < pageRows) {
            if (!writing.result())
                return notWritten(request.fileName);
            return progress.rows.load();
        }
    }
}

} // namespace

Result<qint64> runExport(Connection &connection, const Interrupt &interrupt, const ExportRequest &request, ExportProgress &progress)
{
    QSaveFile target(request.fileName);
    std::unique_ptr<ExportFile> file;
    if (request.format == ExportFormat::Csv) {
        if (!target.open(QIODevice::WriteOnly))
            return notWritten(request.fileName);
        file = std::make_unique<CsvFile>(target, request);
    } else {
        file = std::make_unique<XlsxFile>(request);
    }
    const auto exportId = begin(connection, request);
    if (!exportId)
        return exportId.error();
    auto copied = copyPages(connection, interrupt, request, *exportId, *file, progress);
    if (copied && !file->commit())
        copied = notWritten(request.fileName);
    const QString outcome = copied ? u"done"_s : copied.error().kind == ErrorKind::Cancelled ? u"cancelled"_s : u"failed"_s;
    // How it ended belongs to the log, also when the file did not come about.
    const auto finished = connection.query(namedQuery(u"table/export_finish"_s), Params().integer(*exportId).text(outcome));
    if (copied && !finished)
        return finished.error();
    return copied;
}

} // namespace Steward
