// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/orderverbs.h"

#include "ui/orders/cancelsheet.h"
#include "ui/orders/carriersheet.h"
#include "ui/orders/holdsheet.h"
#include "ui/orders/noteverb.h"
#include "ui/orders/refundsheet.h"
#include "ui/orders/releaseverb.h"
#include "ui/orders/shipsheet.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace Steward {

const QList<OrderVerb> &orderVerbs()
{
    using Takes = OrderVerb::Takes;
    static const QList<OrderVerb> verbs{
        {u"note"_s, QT_TRANSLATE_NOOP("Steward::OrderActions", "Write a note"), u"Ctrl+M"_s, u"note"_s, u"note"_s, Takes::One, &startNote},
        {u"hold"_s, QT_TRANSLATE_NOOP("Steward::OrderActions", "Put on hold…"), u"Ctrl+H"_s, u"hold"_s, u"hold"_s, Takes::Several, &startHold},
        {u"release"_s, QT_TRANSLATE_NOOP("Steward::OrderActions", "Release a hold…"), u"Ctrl+Shift+H"_s, u"release"_s, u"hold"_s, Takes::One, &startRelease},
        {u"ship"_s, QT_TRANSLATE_NOOP("Steward::OrderActions", "Ship…"), u"Ctrl+Shift+P"_s, u"truck"_s, u"ship"_s, Takes::One, &startShip},
        {u"refund"_s, QT_TRANSLATE_NOOP("Steward::OrderActions", "Refund…"), u"Ctrl+Shift+R"_s, u"refund"_s, u"refund"_s, Takes::One, &startRefund},
        {u"disclose"_s, QT_TRANSLATE_NOOP("Steward::OrderActions", "Carrier file…"), u"Ctrl+Shift+L"_s, u"export"_s, u"disclose"_s, Takes::Several, &startCarrierFile},
        {u"cancel"_s, QT_TRANSLATE_NOOP("Steward::OrderActions", "Cancel order…"), {}, u"close"_s, u"cancel"_s, Takes::Several, &startCancel},
    };
    return verbs;
}

} // namespace Steward
