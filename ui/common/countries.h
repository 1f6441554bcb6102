// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace Steward {

struct Country
{
    QString name; ///< as the system calls it
    QString code; ///< ISO 3166, two letters: "DE"
};

/// Every country, by name. Made once; GUI thread.
[[nodiscard]] const QList<Country> &countries();

} // namespace Steward
