// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/countries.h"

#include <QLocale>

#include <algorithm>

namespace Steward {

namespace {

QList<Country> countriesByName()
{
    QList<Country> all;
    for (int value = QLocale::AnyTerritory + 1; value <= QLocale::LastTerritory; ++value) {
        const auto territory = QLocale::Territory(value);
        const QString code = QLocale::territoryToCode(territory);
        if (code.size() == 2 && code.at(0).isLetter()) // continents have numbers
            all.append({QLocale::territoryToString(territory), code});
    }
    std::ranges::sort(all, [](const Country &a, const Country &b) { return a.name.localeAwareCompare(b.name) < 0; });
    return all;
}

} // namespace

const QList<Country> &countries()
{
    static const QList<Country> all = countriesByName();
    return all;
}

} // namespace Steward
