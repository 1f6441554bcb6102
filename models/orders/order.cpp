// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/order.h"

namespace Steward {

QStringList OrderAddress::printed() const
{
    const QString town = QStringList{postalCode, city}.join(u' ').trimmed();
    QStringList lines{name, company, line1, line2, town, QStringList{region, country}.join(u' ').trimmed(), phone};
    lines.removeAll(QString());
    return lines;
}

} // namespace Steward
