// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/import/amounttext.h"

#include <algorithm>
#include <limits>

namespace Steward {

namespace {

constexpr int mostDigits = 18;

bool isDigit(char character)
{
    return character >= '0' && character <= '9';
}

bool allDigits(QByteArrayView text)
{
    return std::ranges::all_of(text, isDigit);
}

QByteArrayView stripped(QByteArrayView text, const QList<QByteArray> &signs)
{
    for (bool again = true; again;) {
        text = text.trimmed();
        again = false;
        for (const QByteArray &sign : signs) {
            if (text.startsWith(sign)) {
                text = text.sliced(sign.size());
                again = true;
            }
            if (text.endsWith(sign)) {
                text.chop(sign.size());
                again = true;
            }
        }
    }
    return text;
}

/// "1,234,567" as "1234567"; nothing when the groups are not of three digits.
std::optional<QByteArray> ungrouped(QByteArrayView whole, char thousands)
{
    if (!whole.contains(thousands))
        return whole.toByteArray();
    const QList<QByteArray> groups = whole.toByteArray().split(thousands);
    if (groups.first().isEmpty() || groups.first().size() > 3)
        return std::nullopt;
    const bool regular = std::all_of(groups.cbegin() + 1, groups.cend(), [](const QByteArray &group) { return group.size() == 3; });
    return regular ? std::optional(groups.join()) : std::nullopt;
}

} // namespace

qint64 powerOfTen(int exponent)
{
    qint64 power = 1;
    for (; exponent > 0; --exponent)
        power *= 10;
    return power;
}

std::optional<qint64> product(qint64 a, qint64 b)
{
    constexpr qint64 largest = std::numeric_limits<qint64>::max();
    const auto size = [](qint64 value) { return value < 0 ? 0 - quint64(value) : quint64(value); };
    if (a != 0 && size(b) > quint64(largest) / size(a))
        return std::nullopt;
    return a * b;
}

std::optional<Decimal> Decimal::times(const Decimal &other) const
{
    const auto value = product(mantissa, other.mantissa);
    return value ? std::optional(Decimal{*value, scale + other.scale}) : std::nullopt;
}

std::optional<qint64> Decimal::exactly(int places) const
{
    if (scale <= places)
        return places - scale > mostDigits ? std::nullopt : product(mantissa, powerOfTen(places - scale));
    if (scale - places > mostDigits)
        return mantissa == 0 ? std::optional<qint64>(0) : std::nullopt;
    const qint64 unit = powerOfTen(scale - places);
    return mantissa % unit == 0 ? std::optional(mantissa / unit) : std::nullopt;
}

std::optional<qint64> Decimal::rounded(int places) const
{
    if (scale <= places)
        return exactly(places);
    if (scale - places > mostDigits)
        return 0;
    const qint64 unit = powerOfTen(scale - places);
    const qint64 rest = mantissa % unit;
    const qint64 half = unit / 2;
    return mantissa / unit + (rest >= half ? 1 : rest <= -half ? -1 : 0);
}

std::optional<Decimal> parseDecimal(QByteArrayView text, const NumberStyle &style)
{
    text = stripped(text, style.strip);
    const bool negative = text.startsWith('-');
    if (negative || text.startsWith('+'))
        text = stripped(text.sliced(1), style.strip);
    const qsizetype point = text.indexOf(style.decimal);
    const auto whole = ungrouped(point < 0 ? text : text.first(point), style.thousands);
    const QByteArrayView fraction = point < 0 ? QByteArrayView() : text.sliced(point + 1);
    if (!whole || (whole->isEmpty() && fraction.isEmpty()) || (point >= 0 && fraction.isEmpty()))
        return std::nullopt;
    const QByteArray digits = QByteArray(*whole).append(fraction);
    if (!allDigits(digits) || digits.size() > mostDigits)
        return std::nullopt;
    const qint64 mantissa = digits.toLongLong();
    return Decimal{negative ? -mantissa : mantissa, int(fraction.size())};
}

char decimalSignOf(QByteArrayView text)
{
    const qsizetype point = text.lastIndexOf('.');
    const qsizetype comma = text.lastIndexOf(',');
    if (point >= 0 && comma >= 0)
        return point > comma ? '.' : ',';
    const qsizetype sign = std::max(point, comma);
    if (sign < 0)
        return 0;
    const char character = text[sign];
    const bool isRepeated = text.indexOf(character) != sign;
    if (isRepeated) // 1.234.567: what repeats parts groups
        return character == '.' ? ',' : '.';
    qsizetype digits = 0;
    while (sign + 1 + digits < text.size() && isDigit(text[sign + 1 + digits]))
        ++digits;
    return digits == 3 || digits == 0 ? 0 : character;
}

} // namespace Steward
