// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/import/csvreader.h"

#include <csv.h>

namespace Steward {

namespace {

// A stray quotation mark must not draw the rest of a large file into memory.
constexpr qsizetype longestRecord = 16 * 1024 * 1024;

int isLineFeed(unsigned char character)
{
    return character == '\n';
}

int isCarriageReturn(unsigned char character)
{
    return character == '\r';
}

int isNothing(unsigned char)
{
    return 0;
}

} // namespace

QByteArrayView CsvRecord::field(int index) const
{
    if (index < 0 || index >= count())
        return {};
    const qsizetype begin = index == 0 ? 0 : m_ends[size_t(index) - 1];
    return QByteArrayView(m_text).sliced(begin, m_ends[size_t(index)] - begin);
}

void CsvRecord::append(QByteArrayView field)
{
    m_text.append(field);
    m_ends.push_back(m_text.size());
}

void CsvRecord::replace(int index, const QByteArray &field)
{
    const qsizetype begin = index == 0 ? 0 : m_ends[size_t(index) - 1];
    const qsizetype before = m_ends[size_t(index)] - begin;
    m_text.replace(begin, before, field);
    for (size_t i = size_t(index); i < m_ends.size(); ++i)
        m_ends[i] += field.size() - before;
}

/// libcsv's parser with what its two callbacks have gathered.
class CsvReader::Parser
{
public:
    explicit Parser(const CsvDialect &dialect) : m_dialect(dialect) { init(); }
    ~Parser() { csv_free(&m_parser); }
    Q_DISABLE_COPY_MOVE(Parser)

    /// False at a misplaced quotation mark.
    bool feed(QByteArrayView line)
    {
        return csv_parse(&m_parser, line.data(), size_t(line.size()), onField, onRow, this) == size_t(line.size());
    }
    /// False when the text ended inside quotation marks.
    bool end() { return csv_fini(&m_parser, onField, onRow, this) == 0; }
    void reset()
    {
        csv_free(&m_parser);
        init();
        isComplete = false;
    }

    CsvRecord record;
    bool isComplete = false;

private:
    void init()
    {
        csv_init(&m_parser, CSV_STRICT | CSV_STRICT_FINI);
        csv_set_delim(&m_parser, static_cast<unsigned char>(m_dialect.delimiter));
        csv_set_quote(&m_parser, static_cast<unsigned char>(m_dialect.quote));
        // Blanks around a field belong to it; only the carriage return before a line feed does not.
        const bool endsInFeed = m_dialect.lineEnd == '\n';
        csv_set_space_func(&m_parser, endsInFeed ? isCarriageReturn : isNothing);
        csv_set_term_func(&m_parser, endsInFeed ? isLineFeed : isCarriageReturn);
    }
    static void onField(void *text, size_t length, void *self)
    {
        static_cast<Parser *>(self)->record.append(QByteArrayView(static_cast<const char *>(text), qsizetype(length)));
    }
    static void onRow(int, void *self) { static_cast<Parser *>(self)->isComplete = true; }

    csv_parser m_parser;
    CsvDialect m_dialect;
};

CsvReader::CsvReader(std::function<QByteArray()> source, const CsvDialect &dialect, qint64 firstLine)
    : m_source(std::move(source)), m_parser(std::make_unique<Parser>(dialect)), m_line(firstLine), m_recordLine(firstLine),
      m_lineEnd(dialect.lineEnd)
{
}

CsvReader::~CsvReader() = default;

/// Brings the next line, with its end, into the buffer between m_lineAt and m_nextAt; false when there is none.
bool CsvReader::takeLine()
{
    m_lineAt = m_nextAt;
    qsizetype searchFrom = m_lineAt;
    while (true) {
        const qsizetype end = m_buffer.indexOf(m_lineEnd, searchFrom);
        if (end >= 0) {
            m_nextAt = end + 1;
            return true;
        }
        if (m_sourceEnded || m_buffer.size() - m_recordAt > longestRecord) {
            m_nextAt = m_buffer.size();
            return m_nextAt > m_lineAt;
        }
        searchFrom = m_buffer.size() - m_recordAt;
        m_buffer.remove(0, m_recordAt);
        m_lineAt -= m_recordAt;
        m_recordAt = 0;
        const QByteArray piece = m_source();
        m_sourceEnded = piece.isEmpty();
        m_buffer += piece;
    }
}

/// Hands over what the parser has gathered, and stands at the next record.
void CsvReader::finish(CsvRecord &record)
{
    record = std::exchange(m_parser->record, CsvRecord());
    record.line = m_recordLine;
    record.raw = m_buffer.sliced(m_recordAt, m_nextAt - m_recordAt);
    record.hasLineEnd = record.raw.endsWith(m_lineEnd);
    m_parser->isComplete = false;
    m_recordAt = m_nextAt;
    m_recordLine = m_line;
}

CsvReader::Step CsvReader::next(CsvRecord &record)
{
    bool isInside = false;
    while (takeLine()) {
        const QByteArrayView line = QByteArrayView(m_buffer).sliced(m_lineAt, m_nextAt - m_lineAt);
        ++m_line;
        if (!isInside && (line == "\n" || line == "\r\n" || line == "\r")) { // nothing between two records
            m_recordAt = m_nextAt;
            m_recordLine = m_line;
            continue;
        }
        isInside = true;
        if (!m_parser->feed(line)) {
            m_parser->reset();
            finish(record);
            return Step::Damaged;
        }
        if (!m_parser->isComplete && m_nextAt - m_recordAt > longestRecord)
            break;
        if (m_parser->isComplete) {
            finish(record);
            return Step::Record;
        }
    }
    if (!isInside)
        return Step::End;
    const bool isClosed = m_nextAt - m_recordAt <= longestRecord && m_parser->end();
    finish(record);
    return isClosed ? Step::Record : Step::Unclosed;
}

std::vector<CsvRecord> CsvReader::readAll(const QByteArray &text, const CsvDialect &dialect)
{
    bool given = false;
    CsvReader reader([&] { return std::exchange(given, true) ? QByteArray() : text; }, dialect);
    std::vector<CsvRecord> records;
    CsvRecord record;
    for (Step step = reader.next(record); step == Step::Record || step == Step::Damaged; step = reader.next(record))
        records.push_back(record);
    return records;
}

} // namespace Steward
