// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QLocale>
#include <QMetaType>
#include <QString>
#include <QStringView>

#include <optional>

namespace Steward {

/// An amount as an integer of minor units with its ISO 4217 currency; never a floating point number.
struct Money
{
    qint64 minor = 0;
    QString currency; ///< three capital letters, "EUR"

    friend bool operator==(const Money &, const Money &) = default;

    /// Digits after the decimal point in this currency: 2 for EUR, 0 for JPY, 3 for KWD (ISO 4217).
    [[nodiscard]] static int digits(QStringView currency);
    /// Whether this is a currency code of ISO 4217 in use.
    [[nodiscard]] static bool isKnown(QStringView currency);
    /// "1234.50": plain decimal text with a point, as files and the database want it.
    [[nodiscard]] QString toPlainText() const;
    /// The same behind out, for millions of amounts; digits as digits() gives them.
    static void appendPlainText(QByteArray &out, qint64 minor, int digits);
    /// "1,234.50 EUR": for people, in a locale's digits and separators.
    [[nodiscard]] QString toText(const QLocale &locale = QLocale()) const;
    /// Reads plain decimal text ("-1234.5"); nothing when it is no number, has more digits than the currency, or overflows.
    [[nodiscard]] static std::optional<Money> fromPlainText(QStringView text, const QString &currency);
};

} // namespace Steward

Q_DECLARE_METATYPE(Steward::Money)
