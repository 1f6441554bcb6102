// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QList>
#include <QByteArray>

#include <optional>

namespace Steward {

/// A decimal number exactly as a file wrote it: mantissa / 10^scale. No floating point is involved anywhere.
struct Decimal
{
    qint64 mantissa = 0;
    int scale = 0;

    /// The product, exactly; nothing when it is too large.
    [[nodiscard]] std::optional<Decimal> times(const Decimal &other) const;
    /// In units of 10^-places, when no digit is lost by it.
    [[nodiscard]] std::optional<qint64> exactly(int places) const;
    /// The same with halves rounded away from zero, as an invoice does.
    [[nodiscard]] std::optional<qint64> rounded(int places) const;
};

/// How a file writes numbers.
struct NumberStyle
{
    char decimal = '.';
    char thousands = ',';     ///< accepted only between groups of three digits
    QList<QByteArray> strip;  ///< currency signs and the like, taken off both ends

    friend bool operator==(const NumberStyle &, const NumberStyle &) = default;
};

/// Reads a number; nothing when the text is none in this style.
[[nodiscard]] std::optional<Decimal> parseDecimal(QByteArrayView text, const NumberStyle &style);

/// What a text says about the decimal sign of its file: '.', ',' or 0 when it may be read either way.
[[nodiscard]] char decimalSignOf(QByteArrayView text);

/// 10^exponent for 0 to 18.
[[nodiscard]] qint64 powerOfTen(int exponent);
/// a × b unless it overflows.
[[nodiscard]] std::optional<qint64> product(qint64 a, qint64 b);

} // namespace Steward
