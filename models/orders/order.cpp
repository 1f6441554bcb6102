// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/order.h"

#include <QLocale>

namespace Steward {

namespace {

/// As the carrier's people read it; the code itself when nobody has named it.
QString countryName(const QString &code)
{
    const QLocale::Territory territory = QLocale::codeToTerritory(code);
    return territory == QLocale::AnyTerritory ? code : QLocale::territoryToString(territory);
}

} // namespace

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
