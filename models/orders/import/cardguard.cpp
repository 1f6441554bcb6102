// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/import/cardguard.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <vector>

namespace Steward::CardGuard {

namespace {

constexpr qsizetype shortest = 13;
constexpr qsizetype longest = 19;

/// How many signs may stand between two groups of a number.
constexpr qsizetype widestGap = 3;

bool isDigit(char character)
{
    return character >= '0' && character <= '9';
}

bool isCapital(char character)
{
    return character >= 'A' && character <= 'Z';
}

bool isLetter(char character)
{
    return isCapital(character) || (character >= 'a' && character <= 'z');
}

// The noughts of every script that counts in tens, the same list as in store.digit_zeros.
constexpr char32_t zeros[] = {
    48, 1632, 1776, 1984, 2406, 2534, 2662, 2790, 2918, 3046, 3174, 3302, 3430, 3558, 3664, 3792, 3872, 4160, 4240, 6112, 6160,
    6470, 6608, 6784, 6800, 6992, 7088, 7232, 7248, 42528, 43216, 43264, 43472, 43504, 43600, 44016, 65296, 66720, 68912, 69734, 69872,
    69942, 70096, 70384, 70736, 70864, 71248, 71360, 71472, 71904, 72016, 72784, 73040, 73120, 92768, 92864, 93008, 120782, 120792,
    120802, 120812, 120822, 123200, 123632, 125264, 130032,
};

struct Span
{
    char32_t from;
    char32_t to;
};

// Signs that may stand between the groups of a number, the same list as in store.part_signs.
constexpr Span partSigns[] = {
    {9, 13}, {32, 32}, {44, 47}, {95, 95}, {133, 133}, {160, 160}, {173, 173}, {183, 183}, {1418, 1418}, {1548, 1548}, {1643, 1644},
    {5760, 5760}, {6158, 6158}, {8192, 8213}, {8228, 8228}, {8232, 8239}, {8260, 8260}, {8287, 8292}, {8294, 8303}, {8419, 8419},
    {8722, 8722}, {8725, 8725}, {12288, 12290}, {65024, 65039}, {65112, 65112}, {65123, 65123}, {65279, 65279}, {65292, 65295}, {65343, 65343},
};

/// What a character stands for: a digit as 0 to 9, a sign that parts as a blank, another one of ASCII as itself, else 0.
constexpr char plainSign(char32_t character)
{
    const auto *zero = std::ranges::upper_bound(zeros, character);
    if (zero != std::begin(zeros) && character - *std::prev(zero) < 10)
        return char('0' + (character - *std::prev(zero)));
    const auto *span = std::ranges::lower_bound(partSigns, character, {}, &Span::to);
    if (span != std::end(partSigns) && character >= span->from)
        return ' ';
    return character < 0x80 ? char(character) : '\0';
}

constexpr auto asciiSigns = [] {
    std::array<char, 0x80> signs{};
    for (size_t i = 0; i < signs.size(); ++i)
        signs[i] = plainSign(char32_t(i));
    return signs;
}();

/// One character of a text: what it stands for, and how many bytes it takes.
struct Sign
{
    char plain = 0;
    qsizetype bytes = 1;
};

Sign foreignSign(QByteArrayView text)
{
    const auto first = static_cast<unsigned char>(text[0]);
    const qsizetype bytes = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
    if (bytes == 1 || bytes > text.size())
        return {};
    char32_t character = first & (0x7F >> bytes);
    for (qsizetype i = 1; i < bytes; ++i)
        character = character << 6 | (static_cast<unsigned char>(text[i]) & 0x3F);
    return {plainSign(character), bytes};
}

Sign signAt(QByteArrayView text, qsizetype at)
{
    const auto byte = static_cast<unsigned char>(text[at]);
    return byte < 0x80 ? Sign{asciiSigns[byte], 1} : foreignSign(text.sliced(at));
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

/// The groups of digits from a place on, each parted from the next by few enough signs.
std::vector<Group> groupsFrom(QByteArrayView plain, qsizetype at)
{
    std::vector<Group> groups;
    while (at < plain.size() && isDigit(plain[at])) {
        Group group{at, at};
        while (group.end < plain.size() && isDigit(plain[group.end]))
            ++group.end;
        groups.push_back(group);
        at = group.end;
        while (at < plain.size() && at - group.end < widestGap && plain[at] == ' ')
            ++at;
    }
    return groups;
}

/// Whether what touches a number in front is a short code: up to three capitals and digits, the last of them a capital. What announces
/// a card is none.
bool isCode(QByteArrayView before)
{
    qsizetype length = 0;
    while (length < before.size() && (isLetter(before[before.size() - 1 - length]) || isDigit(before[before.size() - 1 - length])))
        ++length;
    const QByteArrayView word = before.last(length);
    if (length < 1 || length > 3 || !isCapital(word.back()) || std::ranges::any_of(word, [](char c) { return isLetter(c) && !isCapital(c); }))
        return false;
    return std::ranges::none_of(std::array{"PAN", "AX", "CB", "CC", "KK", "MC", "NO", "NR"}, [word](const char *announced) { return word == announced; });
}

/// A whole number of Visa, Mastercard or American Express, given that it is a card's.
bool isWhole(QByteArrayView digits)
{
    return digits.size() == 15
        || (digits.size() == 16 && (digits[0] == '2' || digits[0] == '4' || (digits[0] == '5' && digits[1] >= '1' && digits[1] <= '5')));
}

/// A card may stand beside other digits ("4111 … 1111 12 27"), so every run of whole groups is tried. Where letters or a plus sign touch
/// the first or last of them, it must be a whole number to count, and after a code it does not.
void appendCards(QByteArrayView plain, const std::vector<Group> &groups, QList<Found> &found)
{
    const QByteArrayView before = plain.first(groups.front().at);
    const bool isLed = !before.isEmpty() && (isLetter(before.back()) || before.back() == '+');
    const bool isCoded = isLed && isCode(before);
    const bool isFollowed = groups.back().end < plain.size() && isLetter(plain[groups.back().end]);
    for (size_t first = 0; first < groups.size(); ++first) {
        QByteArray digits;
        for (size_t last = first; last < groups.size(); ++last) {
            digits += plain.sliced(groups[last].at, groups[last].end - groups[last].at);
            if (digits.size() > longest)
                break;
            const bool isTouched = (first == 0 && isLed) || (last == groups.size() - 1 && isFollowed);
            if (!(first == 0 && isCoded) && isCard(digits) && (!isTouched || isWhole(digits))) {
                found.append({groups[first].at, groups[last].end - groups[first].at});
                first = last;
                break;
            }
        }
    }
}

/// Where cards stand in a text whose every character is one byte.
QList<Found> cardsInPlain(QByteArrayView plain)
{
    QList<Found> found;
    for (qsizetype at = 0; at < plain.size();) {
        if (!isDigit(plain[at])) {
            ++at;
            continue;
        }
        const std::vector<Group> groups = groupsFrom(plain, at);
        appendCards(plain, groups, found);
        at = groups.back().end;
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
    qsizetype gap = 0; // signs since the last digit
    for (qsizetype at = 0; at < text.size();) {
        const Sign sign = signAt(text, at);
        if (isDigit(sign.plain)) {
            digits = gap > widestGap ? 1 : digits + 1;
            gap = 0;
            if (digits >= shortest)
                return true;
        } else if (sign.plain == ' ') {
            ++gap;
        } else {
            digits = 0;
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
    const QList<Found> cards = cardsIn(text);
    if (cards.isEmpty())
        return text;
    QByteArray result;
    qsizetype done = 0;
    for (const Found &card : cards) {
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
    // Four digits that stay may be the beginning of the next.
    return masked(result.append(text.sliced(done)));
}

} // namespace Steward::CardGuard
