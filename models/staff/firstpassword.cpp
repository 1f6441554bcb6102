// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/staff/firstpassword.h"

#include <QRandomGenerator>

namespace Steward {

QString makeFirstPassword()
{
    constexpr QLatin1StringView signs("abcdefghjkmnpqrstuvwxyz23456789");
    constexpr int groups = 4;
    constexpr int groupSize = 4;
    QString password;
    for (int i = 0; i < groups * groupSize; ++i) {
        if (i > 0 && i % groupSize == 0)
            password += u'-';
        password += signs.at(QRandomGenerator::system()->bounded(int(signs.size())));
    }
    return password;
}

} // namespace Steward
