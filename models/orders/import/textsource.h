// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/result.h"

#include <QByteArray>
#include <QFile>
#include <QStringDecoder>

#include <functional>
#include <memory>

namespace Steward {

/// How the bytes of a file stand for characters.
enum class TextEncoding { Utf8, Utf8WithMark, Utf16, Windows1252 };

/// Asked at every piece of a file, on the thread that reads: true ends the reading there.
using IsStopped = std::function<bool()>;

/// What a file's bytes tell before any of it is read as a table.
struct TextFacts
{
    QByteArray sha256; ///< hexadecimal
    qint64 size = 0;
    TextEncoding encoding = TextEncoding::Utf8;
};

/// Reads the whole file once: is it text, in which encoding, and what is its digest. A byte order mark decides before
/// declaredEncoding ("utf-8", "utf-16", "windows-1252"); with neither, text that is no UTF-8 is taken for Windows-1252 only when
/// nothing in it looks like UTF-8. The Error names the file's line that stood in the way.
[[nodiscard]] Result<TextFacts> inspectText(const QString &path, const QString &declaredEncoding, const IsStopped &isStopped);

/// Gives a file as UTF-8 without a mark, piece by piece.
class TextSource
{
public:
    TextSource(const QString &path, const TextFacts &facts, IsStopped isStopped);
    [[nodiscard]] Result<void> open();
    /// The next piece; empty at the end.
    [[nodiscard]] QByteArray read();
    /// How many bytes of the file have been read so far.
    [[nodiscard]] qint64 position() const { return m_file.pos(); }
    /// Whether reading ended although the file did not: the device failed, UTF-16 that is none, or it was stopped.
    [[nodiscard]] bool failed() const { return m_failed; }

private:
    QFile m_file;
    TextFacts m_facts;
    IsStopped m_isStopped;
    QStringDecoder m_utf16;
    bool m_failed = false;
};

} // namespace Steward
