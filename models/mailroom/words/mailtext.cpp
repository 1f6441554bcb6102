// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/mailroom/words/mailtext.h"

#include <QRegularExpression>
#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int longestLine = 76;       // RFC 2045 and 2047
constexpr int bytesOfAWord = 39;      // of an encoded word, so that it fits behind any header's name
constexpr int longestPlainHeader = 60;

/// Marks that turn the reading direction of all that follows, and so of what is not theirs.
bool turnsDirection(char16_t unit)
{
    return (unit >= 0x202a && unit <= 0x202e) || (unit >= 0x2066 && unit <= 0x2069);
}

/// A text that may stand in a header: one line, and nothing that works beyond it.
QString headerText(const QString &text)
{
    QString plain;
    plain.reserve(text.size());
    for (const QChar character : text) {
        if (character.category() == QChar::Other_Control || character == QChar::LineSeparator || character == QChar::ParagraphSeparator)
            plain += u' ';
        else if (!turnsDirection(character.unicode()) && character != QChar::ByteOrderMark)
            plain += character;
    }
    return plain.simplified();
}

bool isPlain(const QString &text)
{
    return text.size() <= longestPlainHeader && !text.contains(u"=?"_s) && std::ranges::all_of(text, [](QChar character) { return character >= u' ' && character <= u'~'; });
}

/// "=?utf-8?B?…?=" as often as it takes, folded, never within a character.
QByteArray encodedWords(const QString &text)
{
    QByteArrayList words;
    QByteArray word;
    const auto end = [&] { words.append("=?utf-8?B?" + word.toBase64() + "?="); };
    for (qsizetype i = 0; i < text.size();) {
        const qsizetype units = text.at(i).isHighSurrogate() && i + 1 < text.size() ? 2 : 1;
        const QByteArray character = text.sliced(i, units).toUtf8();
        if (word.size() + character.size() > bytesOfAWord) {
            end();
            word.clear();
        }
        word += character;
        i += units;
    }
    end();
    return words.join("\r\n ");
}

QByteArray unstructured(const QString &text)
{
    const QString plain = headerText(text);
    return isPlain(plain) ? plain.toLatin1() : encodedWords(plain);
}

/// "Name" <address>
QByteArray mailbox(const QString &name, const QString &address)
{
    const QByteArray place = '<' + envelopeAddress(address).toLatin1() + '>';
    QString plain = headerText(name);
    if (plain.isEmpty())
        return place;
    if (!isPlain(plain))
        return encodedWords(plain) + "\r\n " + place;
    return '"' + plain.replace(u'\\', u"\\\\"_s).replace(u'"', u"\\\""_s).toLatin1() + "\"\r\n " + place;
}

QString unixLines(QString text)
{
    text.replace(u"\r\n"_s, u"\n"_s).replace(u'\r', u'\n').replace(QChar(QChar::LineSeparator), u'\n').replace(QChar(QChar::ParagraphSeparator), u'\n');
    text.removeIf([](QChar character) { return character.category() == QChar::Other_Control && character != u'\n' && character != u'\t'; });
    return text;
}

bool isLiteral(char byte, bool isFirst, bool isLast)
{
    if (byte == ' ' || byte == '\t')
        return !isLast;
    // A line that begins with "From " or a dot is changed by some servers on the way.
    return byte >= '!' && byte <= '~' && byte != '=' && !(isFirst && (byte == '.' || byte == 'F'));
}

QByteArray quotedPrintableLine(const QByteArray &line)
{
    QByteArray quoted;
    qsizetype lineStart = 0;
    for (qsizetype i = 0; i < line.size(); ++i) {
        const bool isFirst = quoted.size() == lineStart;
        const QByteArray piece = isLiteral(line.at(i), isFirst, i + 1 == line.size()) ? QByteArray(1, line.at(i)) : '=' + QByteArray(1, line.at(i)).toHex().toUpper();
        if (quoted.size() - lineStart + piece.size() > longestLine - 1) {
            quoted += "=\r\n";
            lineStart = quoted.size();
        }
        quoted += piece;
    }
    return quoted;
}

QByteArray quotedPrintable(const QString &text)
{
    QByteArray quoted;
    for (const QByteArray &line : unixLines(text).toUtf8().split('\n'))
        quoted += quotedPrintableLine(line) + "\r\n";
    return quoted;
}

} // namespace

QString envelopeAddress(const QString &address)
{
    static const QRegularExpression local(u"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}$"_s, QRegularExpression::DontCaptureOption);
    static const QRegularExpression domain(u"^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$"_s);
    const QString trimmed = address.trimmed();
    const qsizetype at = trimmed.lastIndexOf(u'@');
    if (at <= 0)
        return {};
    const QString host = QString::fromLatin1(QUrl::toAce(trimmed.sliced(at + 1)));
    const QString whole = trimmed.first(at) + u'@' + host;
    // A pattern's $ also matches before a line's end.
    const bool isOne = !trimmed.contains(u'\n') && local.match(trimmed.first(at)).hasMatch() && domain.match(host).hasMatch() && whole.size() <= 254;
    return isOne ? whole : QString();
}

QByteArray mailText(const Mail &mail)
{
    QByteArray text;
    text += "Date: " + mail.date.toUTC().toString(Qt::RFC2822Date).toLatin1() + "\r\n";
    text += "From: " + mailbox(mail.fromName, mail.fromAddress) + "\r\n";
    text += "To: " + mailbox(mail.toName, mail.toAddress) + "\r\n";
    text += "Subject: " + unstructured(mail.subject) + "\r\n";
    text += "Message-ID: <" + envelopeAddress(mail.messageId).toLatin1() + ">\r\n";
    if (mail.isAutomatic)
        text += "Auto-Submitted: auto-generated\r\n";
    text += "MIME-Version: 1.0\r\n"
            "Content-Type: text/plain; charset=utf-8\r\n"
            "Content-Transfer-Encoding: quoted-printable\r\n"
            "\r\n";
    return text + quotedPrintable(mail.body);
}

} // namespace Steward
