// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/mailroom/deliveryoutcome.h"

using namespace Qt::StringLiterals;

namespace Steward {

QString DeliveryOutcome::word() const
{
    switch (kind) {
    case Kind::Done: return u"done"_s;
    case Kind::Refused: return u"refused"_s;
    case Kind::Pending: return u"pending"_s;
    case Kind::Again: return u"again"_s;
    case Kind::Away: return u"away"_s;
    }
    Q_UNREACHABLE();
}

} // namespace Steward
