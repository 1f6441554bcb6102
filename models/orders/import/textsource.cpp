// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/import/textsource.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QFileInfo>

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr qint64 pieceSize = 256 * 1024;

QString tr(const char *text)
{
    return QCoreApplication::translate("Steward::Import", text);
}

Error refusal(const QString &text)
{
    return {ErrorKind::Invalid, text, {}, {}};
}

// What Windows-1252 has between 0x80 and 0x9F; 0 marks the five bytes it leaves undefined.
constexpr std::array<char16_t, 32> windowsCharacters{
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
    0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178};

QByteArray fromWindows(const QByteArray &bytes)
{
    QString text(bytes.size(), Qt::Uninitialized);
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        const auto byte = static_cast<unsigned char>(bytes[i]);
        text[i] = byte >= 0x80 && byte < 0xA0 ? QChar(windowsCharacters[byte - 0x80]) : QChar(char16_t(byte));
    }
    return text.toUtf8();
}

/// Checks UTF-8 across pieces: no overlong forms, no surrogates, nothing past U+10FFFF.
class Utf8Check
{
public:
    /// Position of the first wrong byte, or -1.
    qsizetype feed(const QByteArray &bytes)
    {
        for (qsizetype i = 0; i < bytes.size(); ++i) {
            if (!accept(static_cast<unsigned char>(bytes[i])))
                return i;
        }
        return -1;
    }
    [[nodiscard]] bool isWhole() const { return m_missing == 0; }
    [[nodiscard]] bool sawSequence() const { return m_sequences > 0; }
    /// Begins anew at the next byte.
    void skip() { m_missing = 0; }

private:
    bool accept(unsigned char byte)
    {
        if (m_missing == 0)
            return byte < 0x80 || begin(byte);
        if (byte < m_low || byte > m_high)
            return false;
        m_low = 0x80;
        m_high = 0xBF;
        if (--m_missing == 0)
            ++m_sequences;
        return true;
    }
    bool begin(unsigned char byte)
    {
        if (byte < 0xC2 || byte > 0xF4)
            return false;
        m_missing = byte < 0xE0 ? 1 : byte < 0xF0 ? 2 : 3;
        m_low = byte == 0xE0 ? 0xA0 : byte == 0xF0 ? 0x90 : 0x80;
        m_high = byte == 0xED ? 0x9F : byte == 0xF4 ? 0x8F : 0xBF;
        return true;
    }

    int m_missing = 0;
    unsigned char m_low = 0x80;
    unsigned char m_high = 0xBF;
    qint64 m_sequences = 0;
};

/// What the first bytes say when the file is something else altogether.
QString foreignFormat(const QByteArray &head)
{
    if (head.startsWith("PK\x03\x04"))
        return tr("This is an Excel workbook or a ZIP file, not CSV. Save the sheet as CSV first.");
    if (head.startsWith("\xD0\xCF\x11\xE0"))
        return tr("This is an old Excel workbook, not CSV. Save the sheet as CSV first.");
    if (head.startsWith("\x1F\x8B"))
        return tr("This file is compressed with gzip. Unpack it first.");
    if (head.startsWith("%PDF"))
        return tr("This is a PDF document, not CSV.");
    return {};
}

/// All that one reading of the bytes gathers.
struct Observation
{
    qint64 nulLine = 0;         ///< line of the first NUL byte
    qint64 brokenLine = 0;      ///< line of the first byte that is no UTF-8
    qint64 undefinedLine = 0;   ///< line of the first byte Windows-1252 does not have
    bool endsInSequence = false;
    bool sawUtf8 = false;
    qint64 lines = 1;
};

void noteFirst(qint64 &line, qint64 current)
{
    if (line == 0)
        line = current;
}

void observe(const QByteArray &bytes, Utf8Check &check, Observation &seen)
{
    const auto lineAt = [&](qsizetype at) { return seen.lines + std::count(bytes.cbegin(), bytes.cbegin() + at, '\n'); };
    if (const qsizetype nul = bytes.indexOf('\0'); nul >= 0)
        noteFirst(seen.nulLine, lineAt(nul));
    if (seen.undefinedLine == 0) {
        const auto undefined = std::ranges::find_if(bytes, [](char c) {
            const auto byte = static_cast<unsigned char>(c);
            return byte >= 0x80 && byte < 0xA0 && windowsCharacters[byte - 0x80] == 0;
        });
        if (undefined != bytes.cend())
            seen.undefinedLine = lineAt(undefined - bytes.cbegin());
    }
    for (qsizetype from = 0; from < bytes.size();) {
        const qsizetype wrong = check.feed(QByteArray::fromRawData(bytes.constData() + from, bytes.size() - from));
        if (wrong < 0)
            break;
        noteFirst(seen.brokenLine, lineAt(from + wrong));
        check.skip();
        from += wrong + 1;
    }
    seen.lines += std::count(bytes.cbegin(), bytes.cend(), '\n');
}

Result<TextEncoding> decide(const QByteArray &head, const QString &declared, const Observation &seen)
{
    if (head.startsWith("\xFF\xFE") || head.startsWith("\xFE\xFF"))
        return TextEncoding::Utf16;
    if (declared == u"utf-16")
        return refusal(tr("The map says UTF-16, but the file does not begin with a byte order mark."));
    if (seen.nulLine > 0)
        return refusal(tr("Line %1 holds a NUL byte: this is no text file.").arg(seen.nulLine));
    const bool isUtf8 = seen.brokenLine == 0 && !seen.endsInSequence;
    const bool hasMark = head.startsWith("\xEF\xBB\xBF");
    if (isUtf8 && (hasMark || declared != u"windows-1252"))
        return hasMark ? TextEncoding::Utf8WithMark : TextEncoding::Utf8;
    const qint64 broken = seen.brokenLine > 0 ? seen.brokenLine : seen.lines;
    if (hasMark || declared == u"utf-8")
        return refusal(tr("Line %1 is no valid UTF-8: the file is damaged.").arg(broken));
    if (seen.undefinedLine > 0)
        return refusal(tr("Line %1 is neither UTF-8 nor Windows-1252: the file is damaged, or in an encoding Steward does not read.")
                           .arg(seen.undefinedLine));
    if (seen.sawUtf8 && declared.isEmpty())
        return refusal(tr("Line %1 is no valid UTF-8, although other lines are: the file is damaged, or was put together from two.").arg(broken));
    return TextEncoding::Windows1252;
}

} // namespace

Result<TextFacts> inspectText(const QString &path, const QString &declaredEncoding, const IsStopped &isStopped)
{
    QFile file(path);
    if (!QFileInfo(path).isFile())
        return refusal(QFileInfo::exists(path) ? tr("This is not a file that can be read twice.") : tr("There is no such file."));
    if (!file.open(QIODevice::ReadOnly))
        return refusal(tr("The file cannot be opened: %1").arg(file.errorString()));

    TextFacts facts;
    QCryptographicHash hash(QCryptographicHash::Sha256);
    Utf8Check check;
    Observation seen;
    QByteArray head;
    while (!file.atEnd()) {
        if (isStopped && isStopped())
            return Error{ErrorKind::Cancelled, tr("Stopped while the file was read."), {}, {}};
        const QByteArray bytes = file.read(pieceSize);
        if (bytes.isEmpty())
            return refusal(tr("The file cannot be read to its end: %1").arg(file.errorString()));
        if (head.isEmpty())
            head = bytes.left(8);
        hash.addData(bytes);
        observe(bytes, check, seen);
        facts.size += bytes.size();
    }
    if (facts.size == 0)
        return refusal(tr("The file is empty."));
    if (const QString foreign = foreignFormat(head); !foreign.isEmpty())
        return refusal(foreign);
    seen.endsInSequence = !check.isWhole();
    seen.sawUtf8 = check.sawSequence();
    const auto encoding = decide(head, declaredEncoding.toLower(), seen);
    if (!encoding)
        return encoding.error();
    if (*encoding == TextEncoding::Utf16 && facts.size % 2 != 0)
        return refusal(tr("The file ends in the middle of a character: it was cut off."));
    facts.encoding = *encoding;
    facts.sha256 = hash.result().toHex();
    return facts;
}

TextSource::TextSource(const QString &path, const TextFacts &facts, IsStopped isStopped)
    : m_file(path), m_facts(facts), m_isStopped(std::move(isStopped)), m_utf16(QStringDecoder::Utf16)
{
}

Result<void> TextSource::open()
{
    if (!m_file.open(QIODevice::ReadOnly))
        return refusal(tr("The file cannot be opened: %1").arg(m_file.errorString()));
    if (m_facts.encoding == TextEncoding::Utf8WithMark)
        m_file.seek(3);
    return {};
}

QByteArray TextSource::read()
{
    while (m_file.pos() < m_facts.size) {
        const bool isStopped = m_isStopped && m_isStopped();
        const QByteArray bytes = isStopped ? QByteArray() : m_file.read(pieceSize);
        if (bytes.isEmpty()) {
            m_failed = true;
            return {};
        }
        if (m_facts.encoding == TextEncoding::Windows1252)
            return fromWindows(bytes);
        if (m_facts.encoding != TextEncoding::Utf16)
            return bytes;
        const QString text = m_utf16.decode(bytes);
        m_failed = m_utf16.hasError();
        if (m_failed || !text.isEmpty())
            return m_failed ? QByteArray() : text.toUtf8();
    }
    return {};
}

} // namespace Steward
