// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

namespace Steward {

/// Finds card numbers in text of a file, by the same rule as the database's store.cards_in, so that none is sent, stored or
/// reported. Text is UTF-8.
namespace CardGuard {

/// Where a card number stands in a text, separators included.
struct Found
{
    qsizetype at = 0;
    qsizetype length = 0;
};

/// Whether digits are a card number by issuer's prefix, length and Luhn; thirteen that are a valid EAN are a product code.
[[nodiscard]] bool isCard(QByteArrayView digits);
/// Quick and generous: false means there is surely none.
[[nodiscard]] bool mayHoldCard(QByteArrayView text);
[[nodiscard]] QList<Found> cardsIn(QByteArrayView text);
/// The text with each card number but its last four digits starred out.
[[nodiscard]] QByteArray masked(const QByteArray &text);

} // namespace CardGuard

} // namespace Steward
