// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/order.h"

#include <QLocale>

#include <algorithm>

namespace Steward {

namespace {

/// As the carrier's people read it; the code itself when nobody has named it.
QString countryName(const QString &code)
{
    const QLocale::Territory territory = QLocale::codeToTerritory(code);
    return territory == QLocale::AnyTerritory ? code : QLocale::territoryToString(territory);
}

/// Half away from zero, as PostgreSQL rounds a numeric.
qint64 roundedShare(qint64 value, qint64 part, qint64 whole)
{
    return value / whole * part + (2 * (value % whole) * part + whole) / (2 * whole); // in two steps, since their product may be too much
}

/// What some pieces of a line are worth after others were refunded.
qint64 piecesValue(const OrderLine &line, int pieces)
{
    const qint64 value = line.value->minor;
    const qint64 left = value - line.refundedMinor;
    const int after = line.refunded + pieces;
    const qint64 share = after >= line.quantity ? left : roundedShare(value, after, line.quantity) - roundedShare(value, line.refunded, line.quantity);
    return std::max<qint64>(std::min(share, left), 0);
}

} // namespace

qint64 refundAmount(const OrderPanel &order, const RefundChoice &choice)
{
    qint64 amount = choice.shipping + choice.adjustment;
    for (const RefundedPieces &pieces : choice.pieces) {
        const auto line = std::ranges::find(order.lines, pieces.line, &OrderLine::id);
        if (line == order.lines.end() || !line->value || line->quantity <= 0)
            continue;
        amount += piecesValue(*line, pieces.quantity);
    }
    return amount;
}

Money byHandPart(const OrderPanel &order, qint64 amount)
{
    Money byHand{0, order.currency};
    for (const OrderPayment &payment : order.payments) {
        const qint64 part = std::clamp<qint64>(amount, 0, payment.leftMinor);
        amount -= part;
        if (payment.isByHand)
            byHand.minor += part;
    }
    return byHand;
}

QStringList OrderAddress::printed() const
{
    QString town = QStringList{postalCode, city}.join(u' ').trimmed();
    if (!region.isEmpty())
        town += (town.isEmpty() ? QString() : QStringLiteral(", ")) + region;
    QStringList lines{name, company, line1, line2, town, countryName(country), phone};
    lines.removeAll(QString());
    return lines;
}

} // namespace Steward
