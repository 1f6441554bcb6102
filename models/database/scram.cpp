// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/database/scram.h"

#include <QList>

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <algorithm>

namespace Steward {

namespace {

constexpr int keySize = 32;
constexpr int saltSize = 16;

struct Range
{
    char32_t first;
    char32_t last;
};

bool isIn(const auto &ranges, char32_t character)
{
    return std::ranges::any_of(
        ranges, [character](Range range) { return character >= range.first && character <= range.last; });
}

// RFC 3454, table C.1.2: spaces that become a plain one.
constexpr Range spaces[] = {{0xa0, 0xa0},     {0x1680, 0x1680}, {0x2000, 0x200b},
                            {0x202f, 0x202f}, {0x205f, 0x205f}, {0x3000, 0x3000}};

// Table B.1: characters that vanish.
constexpr Range vanishing[] = {{0xad, 0xad},     {0x34f, 0x34f},   {0x1806, 0x1806}, {0x180b, 0x180d},
                               {0x200c, 0x200d}, {0x2060, 0x2060}, {0xfe00, 0xfe0f}, {0xfeff, 0xfeff}};

// Tables C.2.1 to C.9: control, private use, noncharacter, surrogate, tagging and the like.
constexpr Range forbidden[] = {
    {0x0, 0x1f},        {0x7f, 0x9f},       {0x340, 0x341},     {0x6dd, 0x6dd},     {0x70f, 0x70f},
    {0x180e, 0x180e},   {0x200c, 0x200f},   {0x2028, 0x202e},   {0x2060, 0x2063},   {0x206a, 0x206f},
    {0x2ff0, 0x2ffb},   {0xd800, 0xf8ff},   {0xfdd0, 0xfdef},   {0xfeff, 0xfeff},   {0xfff9, 0xffff},
    {0x1d173, 0x1d17a}, {0x1fffe, 0x1ffff}, {0x2fffe, 0x2ffff}, {0x3fffe, 0x3ffff}, {0x4fffe, 0x4ffff},
    {0x5fffe, 0x5ffff}, {0x6fffe, 0x6ffff}, {0x7fffe, 0x7ffff}, {0x8fffe, 0x8ffff}, {0x9fffe, 0x9ffff},
    {0xafffe, 0xaffff}, {0xbfffe, 0xbffff}, {0xcfffe, 0xcffff}, {0xdfffe, 0xdffff}, {0xe0001, 0xe0001},
    {0xe0020, 0xe007f}, {0xefffe, 0xeffff}, {0xf0000, 0x10ffff}};

bool isRightToLeft(char32_t character)
{
    const QChar::Direction direction = QChar::direction(character);
    return direction == QChar::DirR || direction == QChar::DirAL;
}

/// SASLprep knows the characters of Unicode 3.2; younger ones (every emoji) count as not assigned.
bool isUnassigned(char32_t character)
{
    const QChar::UnicodeVersion version = QChar::unicodeVersion(character);
    return version == QChar::Unicode_Unassigned || version > QChar::Unicode_3_2;
}

QString mapped(const QString &password)
{
    QString text;
    const QList<uint> characters = password.toUcs4();
    for (const uint character : characters) {
        if (isIn(spaces, character))
            text += u' ';
        else if (!isIn(vanishing, character))
            text += QString::fromUcs4(reinterpret_cast<const char32_t *>(&character), 1);
    }
    return text.normalized(QString::NormalizationForm_KC);
}

bool isAllowed(const QString &text)
{
    const QList<uint> characters = text.toUcs4();
    if (characters.isEmpty())
        return false;
    const bool isClean = std::ranges::none_of(
        characters, [](uint character) { return isIn(forbidden, character) || isUnassigned(character); });
    // Text with one right-to-left character is right-to-left from end to end, or ambiguous.
    if (!isClean || std::ranges::none_of(characters, isRightToLeft))
        return isClean;
    const bool hasLeft =
        std::ranges::any_of(characters, [](uint character) { return QChar::direction(character) == QChar::DirL; });
    return !hasLeft && isRightToLeft(characters.first()) && isRightToLeft(characters.last());
}

QByteArray hmac(const QByteArray &key, const QByteArray &message)
{
    QByteArray code(keySize, '\0');
    unsigned int size = 0;
    HMAC(EVP_sha256(), key.constData(), int(key.size()), reinterpret_cast<const unsigned char *>(message.constData()),
         size_t(message.size()), reinterpret_cast<unsigned char *>(code.data()), &size);
    return code;
}

QByteArray sha256(const QByteArray &message)
{
    QByteArray digest(keySize, '\0');
    unsigned int size = 0;
    EVP_Digest(message.constData(), size_t(message.size()), reinterpret_cast<unsigned char *>(digest.data()), &size,
               EVP_sha256(), nullptr);
    return digest;
}

} // namespace

QByteArray preparedPassword(const QString &password)
{
    const bool isAscii = std::ranges::all_of(password, [](QChar character) { return character.unicode() < 0x80; });
    if (isAscii)
        return password.toUtf8();
    const QString prepared = mapped(password);
    return isAllowed(prepared) ? prepared.toUtf8() : password.toUtf8();
}

QByteArray scramVerifier(const QString &password)
{
    QByteArray salt(saltSize, '\0');
    // Without randomness there is no salt and must be no verifier.
    if (RAND_bytes(reinterpret_cast<unsigned char *>(salt.data()), saltSize) != 1)
        qFatal("no random numbers for a password's salt");
    return scramVerifier(password, salt, scramIterations);
}

QByteArray scramVerifier(const QString &password, const QByteArray &salt, int iterations)
{
    const QByteArray prepared = preparedPassword(password);
    QByteArray salted(keySize, '\0');
    PKCS5_PBKDF2_HMAC(prepared.constData(), int(prepared.size()),
                      reinterpret_cast<const unsigned char *>(salt.constData()), int(salt.size()), iterations,
                      EVP_sha256(), keySize, reinterpret_cast<unsigned char *>(salted.data()));
    const QByteArray storedKey = sha256(hmac(salted, "Client Key"));
    const QByteArray serverKey = hmac(salted, "Server Key");
    return "SCRAM-SHA-256$" + QByteArray::number(iterations) + ':' + salt.toBase64() + '$' + storedKey.toBase64() +
           ':' + serverKey.toBase64();
}

} // namespace Steward
