// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/import/cardguard.h"

#include <algorithm>
#include <vector>

namespace Steward::CardGuard {

namespace {

constexpr qsizetype shortest = 13;
constexpr qsizetype longest = 19;

bool isDigit(char character)
{
    return character >= '0' && character <= '9';
}

bool isDigitOrLetter(char character)
{
    return isDigit(character) || (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
}

bool isSeparator(char character)
{
    return character == ' ' || character == '-' || character == '.';
}

/// One character of a text: the ASCII one it stands for (0: none that matters here), and how many bytes it takes.
struct Sign
{
    char plain = 0;
    qsizetype bytes = 1;
};

/// Digits of other scripts and full-width ones, blanks and dashes of other widths: the same as in store.plain_digits.
Sign foreignSign(QByteArrayView text)
{
    const auto byte = [text](qsizetype at) { return at < text.size() ? static_cast<unsigned char>(text[at]) : 0; };
    const auto digit = [](int value) { return value >= 0 && value <= 9 ? char('0' + value) : '\0'; };
    switch (byte(0)) {
    case 0xC2: // no-break blank
        return {byte(1) == 0xA0 ? ' ' : '\0', 2};
    case 0xD9: // Arabic
        return {digit(byte(1) - 0xA0), 2};
    case 0xDB: // Persian
        return {digit(byte(1) - 0xB0), 2};
    case 0xEF: // full width
        return {byte(1) == 0xBC ? digit(byte(2) - 0x90) : '\0', 3};
    case 0xE2: {
        const int rest = byte(1) << 8 | byte(2);
        const bool isBlank = rest == 0x8089 || rest == 0x80AF;
        const bool isDash = rest == 0x8090 || rest == 0x8091 || rest == 0x8093 || rest == 0x8892;
        return {isBlank ? ' ' : isDash ? '-' : '\0', 3};
    }
    default:
        return {};
    }
}

Sign signAt(QByteArrayView text, qsizetype at)
{
    return static_cast<unsigned char>(text[at]) < 0x80 ? Sign{text[at], 1} : foreignSign(text.sliced(at));
}

bool passesLuhn(QByteArrayView digits)
{
    int sum = 0;
    for (qsizetype i = 0; i < digits.size(); ++i) {
        int digit = digits[digits.size() - 1 - i] - '0';
        if (i % 2 == 1)
            digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
        sum += digit;
    }
    return sum % 10 == 0;
}

bool isEan13(QByteArrayView digits)
{
    if (digits.size() != 13)
        return false;
    int sum = 0;
    for (qsizetype i = 0; i < 13; ++i)
        sum += (digits[i] - '0') * (i % 2 == 1 ? 3 : 1);
    return sum % 10 == 0;
}

/// A range of prefixes of one issuer, with the lengths its numbers have.
struct Issuer
{
    int from;
    int to;
    qsizetype prefixDigits;
    qsizetype minLength;
    qsizetype maxLength;
};

// The same table as in store.is_card.
constexpr Issuer issuers[] = {
    {4, 4, 1, 13, 13},          {4, 4, 1, 16, 16},          {4, 4, 1, 19, 19},          {51, 55, 2, 16, 16},
    {2221, 2720, 4, 16, 16},    {34, 34, 2, 15, 15},        {37, 37, 2, 15, 15},        {6011, 6011, 4, 16, 19},
    {644, 649, 3, 16, 19},      {65, 65, 2, 16, 19},        {300, 305, 3, 14, 14},      {309, 309, 3, 14, 14},
    {36, 36, 2, 14, 14},        {38, 39, 2, 14, 14},        {3528, 3589, 4, 16, 19},    {62, 62, 2, 16, 19},
    {5018, 5018, 4, 16, 19},    {5020, 5020, 4, 16, 19},    {5038, 5038, 4, 16, 19},    {5893, 5893, 4, 16, 19},
    {6304, 6304, 4, 16, 19},    {6759, 6759, 4, 16, 19},    {6761, 6763, 4, 16, 19},
};

bool hasIssuer(QByteArrayView digits)
{
    return std::ranges::any_of(issuers, [digits](const Issuer &issuer) {
        if (digits.size() < issuer.minLength || digits.size() > issuer.maxLength)
            return false;
        int prefix = 0;
        for (qsizetype i = 0; i < issuer.prefixDigits; ++i)
            prefix = prefix * 10 + (digits[i] - '0');
        return prefix >= issuer.from && prefix <= issuer.to;
    });
}

/// One unbroken stretch of digits.
struct Group
{
    qsizetype at = 0;
    qsizetype end = 0;
};

/// The groups of digits from a place on, each parted from the next by one separator.
std::vector<Group> groupsFrom(QByteArrayView plain, qsizetype at)
{
    std::vector<Group> groups;
    while (at < plain.size() && isDigit(plain[at])) {
        Group group{at, at};
        while (group.end < plain.size() && isDigit(plain[group.end]))
            ++group.end;
        groups.push_back(group);
        at = group.end;
        if (at < plain.size() && isSeparator(plain[at]))
            ++at;
    }
    return groups;
}

/// Whether enough of them stand together to be looked at; the last one does not count when a letter follows it.
bool isLongEnough(QByteArrayView plain, const std::vector<Group> &groups)
{
    qsizetype digits = 0;
    for (const Group &group : groups)
        digits += group.end < plain.size() && isDigitOrLetter(plain[group.end]) ? 0 : group.end - group.at;
    return digits >= shortest;
}

/// A card may stand beside other digits ("4111 … 1111 12 27"), so every run of whole groups is tried.
void appendCards(QByteArrayView plain, const std::vector<Group> &groups, QList<Found> &found)
{
    for (size_t first = 0; first < groups.size(); ++first) {
        QByteArray digits;
        for (size_t last = first; last < groups.size(); ++last) {
            digits += plain.sliced(groups[last].at, groups[last].end - groups[last].at);
            if (digits.size() > longest)
                break;
            if (isCard(digits)) {
                found.append({groups[first].at, groups[last].end - groups[first].at});
                first = last;
                break;
            }
        }
    }
}

/// Where cards stand in a text that is all ASCII.
QList<Found> cardsInPlain(QByteArrayView plain)
{
    QList<Found> found;
    for (qsizetype at = 0; at < plain.size();) {
        // A plus sign before the digits makes them a phone number, a letter a product code.
        const bool mayBegin = isDigit(plain[at]) && (at == 0 || !(isDigitOrLetter(plain[at - 1]) || plain[at - 1] == '+'));
        if (!mayBegin) {
            ++at;
            continue;
        }
        const std::vector<Group> groups = groupsFrom(plain, at);
        const bool isRun = isLongEnough(plain, groups);
        if (isRun)
            appendCards(plain, groups, found);
        at = isRun ? groups.back().end : groups.front().end;
    }
    return found;
}

} // namespace

bool isCard(QByteArrayView digits)
{
    return digits.size() >= shortest && digits.size() <= longest && hasIssuer(digits) && passesLuhn(digits) && !isEan13(digits);
}

bool mayHoldCard(QByteArrayView text)
{
    qsizetype digits = 0;
    bool mayGoOn = false; // one separator may stand between two digits
    for (qsizetype at = 0; at < text.size();) {
        const Sign sign = signAt(text, at);
        if (isDigit(sign.plain)) {
            if (++digits >= shortest)
                return true;
            mayGoOn = true;
        } else {
            digits = mayGoOn && isSeparator(sign.plain) ? digits : 0;
            mayGoOn = false;
        }
        at += sign.bytes;
    }
    return false;
}

QList<Found> cardsIn(QByteArrayView text)
{
    if (!mayHoldCard(text))
        return {};
    QByteArray plain;
    QList<qsizetype> places; // of each character of plain in the text, and of the end
    for (qsizetype at = 0; at < text.size();) {
        const Sign sign = signAt(text, at);
        plain += sign.plain;
        places += at;
        at += sign.bytes;
    }
    places += text.size();
    QList<Found> found = cardsInPlain(plain);
    for (Found &card : found) {
        const qsizetype end = places[card.at + card.length];
        card.at = places[card.at];
        card.length = end - card.at;
    }
    return found;
}

QByteArray masked(const QByteArray &text)
{
    QByteArray result;
    qsizetype done = 0;
    for (const Found &card : cardsIn(text)) {
        const qsizetype end = card.at + card.length;
        qsizetype digits = 0;
        for (qsizetype at = card.at; at < end; at += signAt(text, at).bytes)
            digits += isDigit(signAt(text, at).plain) ? 1 : 0;
        result.append(text.sliced(done, card.at - done));
        for (qsizetype at = card.at; at < end;) {
            const Sign sign = signAt(text, at);
            const bool isShown = !isDigit(sign.plain) || digits-- <= 4;
            result.append(isShown ? text.sliced(at, sign.bytes) : QByteArray("*"));
            at += sign.bytes;
        }
        done = card.at + card.length;
    }
    return result.append(text.sliced(done));
}

} // namespace Steward::CardGuard
