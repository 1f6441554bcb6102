// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/import/cardguard.h"

#include <algorithm>

namespace Steward::CardGuard {

namespace {

constexpr qsizetype shortest = 13;
constexpr qsizetype longest = 19;

bool isDigit(char character)
{
    return character >= '0' && character <= '9';
}

bool isLetter(char character)
{
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
}

/// Bytes of the separator between two groups of digits at a place: a space, dash, dot or en dash; 0 when there is none.
qsizetype separatorAt(QByteArrayView text, qsizetype at)
{
    if (at >= text.size())
        return 0;
    const char character = text[at];
    if (character == ' ' || character == '-' || character == '.')
        return 1;
    return text.sliced(at).startsWith("\xE2\x80\x93") ? 3 : 0;
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
    {644, 649, 3, 16, 19},      {65, 65, 2, 16, 19},        {300, 305, 3, 14, 14},      {36, 36, 2, 14, 14},
    {38, 39, 2, 14, 14},        {3528, 3589, 4, 16, 19},    {62, 62, 2, 16, 19},        {5018, 5018, 4, 13, 19},
    {5020, 5020, 4, 13, 19},    {5038, 5038, 4, 13, 19},    {5893, 5893, 4, 13, 19},    {6304, 6304, 4, 13, 19},
    {6759, 6759, 4, 13, 19},    {6761, 6763, 4, 13, 19},
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
    qsizetype length = 0;
};

/// A card may stand beside other digits ("4111 … 1111 12 27"), so every run of whole groups is tried.
void appendCards(QByteArrayView text, const QList<Group> &groups, QList<Found> &found)
{
    for (qsizetype first = 0; first < groups.size(); ++first) {
        QByteArray digits;
        for (qsizetype last = first; last < groups.size(); ++last) {
            digits += text.sliced(groups[last].at, groups[last].length);
            if (digits.size() > longest)
                break;
            if (isCard(digits))
                found.append({groups[first].at, groups[last].at + groups[last].length - groups[first].at});
        }
    }
}

} // namespace

bool isCard(QByteArrayView digits)
{
    return digits.size() >= shortest && digits.size() <= longest && hasIssuer(digits) && passesLuhn(digits) && !isEan13(digits);
}

bool mayHoldCard(QByteArrayView text)
{
    qsizetype digits = 0;
    for (qsizetype at = 0; at < text.size();) {
        if (isDigit(text[at])) {
            if (++digits >= shortest)
                return true;
            ++at;
            continue;
        }
        const qsizetype separator = digits > 0 ? separatorAt(text, at) : 0;
        if (separator == 0)
            digits = 0;
        at += std::max<qsizetype>(separator, 1);
    }
    return false;
}

QList<Found> cardsIn(QByteArrayView text)
{
    QList<Found> found;
    if (!mayHoldCard(text))
        return found;
    QList<Group> run;
    const auto endRun = [&] {
        appendCards(text, run, found);
        run.clear();
    };
    for (qsizetype at = 0; at < text.size();) {
        const qsizetype start = at;
        bool onlyDigits = true;
        for (; at < text.size() && (isDigit(text[at]) || isLetter(text[at])); ++at)
            onlyDigits = onlyDigits && isDigit(text[at]);
        if (at == start || !onlyDigits) { // letters beside digits make a code of some kind, no card
            endRun();
            at += at == start ? 1 : 0;
            continue;
        }
        run.append({start, at - start});
        const qsizetype separator = separatorAt(text, at);
        if (separator == 0)
            endRun();
        at += separator;
    }
    endRun();
    return found;
}

QByteArray masked(const QByteArray &text)
{
    QByteArray result = text;
    for (const Found &card : cardsIn(text)) {
        int kept = 0;
        for (qsizetype at = card.at + card.length - 1; at >= card.at; --at) {
            if (isDigit(text[at]) && ++kept > 4)
                result[at] = '*';
        }
    }
    return result;
}

} // namespace Steward::CardGuard
