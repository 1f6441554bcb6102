// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/import/tablefile.h"

#include "models/orders/import/cardguard.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace Steward {

namespace {

constexpr qsizetype headBytes = 64 * 1024;

QString tr(const char *text)
{
    return QCoreApplication::translate("Steward::Import", text);
}

Error refusal(const QString &text)
{
    return {ErrorKind::Invalid, text, {}, {}};
}

/// The beginning of a file, enough to hold any header.
Result<QByteArray> headOf(const QString &path, const TextFacts &facts)
{
    TextSource source(path, facts, {}); // a single piece
    if (auto opened = source.open(); !opened)
        return opened.error();
    QByteArray head;
    while (head.size() < headBytes) {
        const QByteArray piece = source.read();
        if (piece.isEmpty())
            break;
        head += piece;
    }
    return head;
}

struct Header
{
    CsvDialect dialect;
    QStringList names;
    QByteArray raw;
    int fit = -1;
};

Header readHeader(const QByteArray &head, const CsvDialect &dialect, const TableFile::Hints &hints)
{
    Header header{dialect, {}, {}, -1};
    bool given = false;
    CsvReader reader([&] { return std::exchange(given, true) ? QByteArray() : head; }, dialect);
    CsvRecord record;
    if (reader.next(record) != CsvReader::Step::Record)
        return header;
    for (int i = 0; i < record.count(); ++i)
        header.names.append(QString::fromUtf8(record.field(i)).trimmed());
    header.raw = record.raw;
    header.fit = hints.fit ? hints.fit(header.names) : int(header.names.size());
    return header;
}

/// "sep=;" in a line of its own, which Excel puts first; its length and the delimiter.
std::pair<qsizetype, char> excelHint(const QByteArray &head)
{
    const qsizetype end = head.indexOf('\n');
    const QByteArray line = head.left(end).trimmed();
    return end > 0 && line.size() == 5 && line.toLower().startsWith("sep=") ? std::pair(end + 1, line[4]) : std::pair(qsizetype(0), '\0');
}

} // namespace

Result<TableFile> TableFile::open(const QString &path, const Hints &hints)
{
    const auto facts = inspectText(path, hints.encoding, hints.isStopped);
    if (!facts)
        return facts.error();
    const auto head = headOf(path, *facts);
    if (!head)
        return head.error();

    const auto [hintBytes, hintedDelimiter] = excelHint(*head);
    CsvDialect dialect;
    dialect.quote = hints.quote;
    dialect.lineEnd = head->contains('\n') || !head->contains('\r') ? '\n' : '\r';
    QByteArray candidates(",;\t|");
    if (hints.delimiter != 0 || hintedDelimiter != 0)
        candidates = QByteArray(1, hints.delimiter != 0 ? hints.delimiter : hintedDelimiter);
    Header best;
    for (const char candidate : candidates) {
        dialect.delimiter = candidate;
        const Header header = readHeader(head->mid(hintBytes), dialect, hints);
        if (header.fit > best.fit)
            best = header;
    }
    if (best.fit < 0)
        return refusal(tr("The first line holds no header that can be read."));

    TableFile file;
    file.m_path = path;
    file.m_isStopped = hints.isStopped;
    file.m_facts = *facts;
    file.m_dialect = best.dialect;
    file.m_header = best.names;
    file.m_headerBytes = head->indexOf(best.raw, hintBytes) + best.raw.size();
    const QByteArray before = head->left(file.m_headerBytes);
    file.m_firstLine = before.count(dialect.lineEnd) + 1;
    file.m_rawHeader = before;
    return file;
}

int TableFile::column(const QString &name) const
{
    for (int i = 0; i < m_header.size(); ++i) {
        if (m_header.at(i).compare(name, Qt::CaseInsensitive) == 0)
            return i;
    }
    return -1;
}

Result<std::unique_ptr<TableReader>> TableFile::read() const
{
    auto source = std::make_unique<TextSource>(m_path, m_facts, m_isStopped);
    if (auto opened = source->open(); !opened)
        return opened.error();
    return std::make_unique<TableReader>(*this, std::move(source), m_headerBytes, m_firstLine);
}

TableReader::TableReader(const TableFile &file, std::unique_ptr<TextSource> source, qsizetype skipBytes, qint64 firstLine)
    : m_source(std::move(source)), m_skip(skipBytes),
      m_csv(
          [this] {
              QByteArray piece = m_source->read();
              while (m_skip > 0 && !piece.isEmpty()) {
                  const qsizetype skipped = std::min(m_skip, piece.size());
                  piece.remove(0, skipped);
                  m_skip -= skipped;
                  if (piece.isEmpty())
                      piece = m_source->read();
              }
              return piece;
          },
          file.dialect(), firstLine)
{
}

QString ownFileBeside(const QString &mainFile, const QString &name)
{
    const QFileInfo main(mainFile);
    return main.path() + u'/' + main.completeBaseName() + u'.' + name;
}

QString fileBeside(const QString &mainFile, const QString &name)
{
    const QString own = ownFileBeside(mainFile, name);
    return QFileInfo::exists(own) ? own : QFileInfo(mainFile).path() + u'/' + name;
}

QString shapeFault(const CsvRecord &record, const QStringList &header)
{
    if (record.count() < header.size())
        return tr("The row has %1 fields where the header has %2.").arg(record.count()).arg(header.size());
    for (int i = int(header.size()); i < record.count(); ++i) {
        if (!record.field(i).isEmpty())
            return tr("The row has more fields than the header's %1.").arg(header.size());
    }
    return {};
}

void guardCards(CsvRecord &record, const TableFile &file, QList<ImportProblem> &problems)
{
    const CsvDialect &dialect = file.dialect();
    for (int i = 0; i < record.count(); ++i) {
        if (CardGuard::cardsIn(record.field(i)).isEmpty())
            continue;
        const QByteArray quote(dialect.quote == 0 ? 0 : 1, dialect.quote);
        const auto asWritten = [&quote](QByteArray text) { return quote.isEmpty() ? text : text.replace(quote, quote + quote); };
        const QByteArray text = record.text(i);
        const QByteArray masked = CardGuard::masked(text);
        record.raw.replace(asWritten(text), asWritten(masked));
        record.replace(i, masked);
        problems.append({ImportProblem::Kind::Masked, record.line, file.header().value(i), {}, tr("A card number was made unreadable here."), {}});
    }
    // What could not be told apart into fields is in the raw lines alone. Numbers of different fields are no card together.
    if (!CardGuard::mayHoldCard(record.raw))
        return;
    QByteArrayList pieces = record.raw.split(dialect.delimiter);
    for (QByteArray &piece : pieces)
        piece = CardGuard::masked(piece);
    record.raw = pieces.join(dialect.delimiter);
}

} // namespace Steward
