// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/import/countrycode.h"

#include <QHash>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

/// Names and codes, in lower case, of all countries Qt knows, and what people write instead.
QHash<QString, QByteArray> allCountries()
{
    QHash<QString, QByteArray> codes;
    for (int value = QLocale::AnyTerritory + 1; value <= QLocale::LastTerritory; ++value) {
        const auto territory = QLocale::Territory(value);
        const QByteArray code = QLocale::territoryToCode(territory).toLatin1();
        if (code.size() != 2) // continents have numbers
            continue;
        codes.insert(QLocale::territoryToString(territory).toLower(), code);
        codes.insert(QString::fromLatin1(code).toLower(), code);
    }
    codes.insert({{u"usa"_s, "US"}, {u"united states of america"_s, "US"}, {u"uk"_s, "GB"}, {u"great britain"_s, "GB"},
                  {u"england"_s, "GB"}, {u"czech republic"_s, "CZ"}, {u"holland"_s, "NL"}, {u"hong kong"_s, "HK"},
                  {u"korea"_s, "KR"}, {u"south korea"_s, "KR"}, {u"turkey"_s, "TR"}, {u"macedonia"_s, "MK"}});
    return codes;
}

} // namespace

QByteArray countryCode(const QByteArray &text)
{
    static const QHash<QString, QByteArray> codes = allCountries();
    return codes.value(QString::fromUtf8(text.trimmed()).toLower());
}

} // namespace Steward
