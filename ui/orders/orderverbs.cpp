// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/orderverbs.h"

#include "ui/orders/assignsheet.h"
#include "ui/orders/cancelsheet.h"
#include "ui/orders/carriersheet.h"
#include "ui/orders/contactsheet.h"
#include "ui/orders/holdsheet.h"
#include "ui/orders/linessheet.h"
#include "ui/orders/messagesheet.h"
#include "ui/orders/noteverb.h"
#include "ui/orders/paperverbs.h"
#include "ui/orders/parcelsheet.h"
#include "ui/orders/refundpaidsheet.h"
#include "ui/orders/refundsheet.h"
#include "ui/orders/releaseverb.h"
#include "ui/orders/shipsheet.h"
#include "ui/orders/stocksheet.h"
#include "ui/orders/tagsheet.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace Steward {

const QList<OrderVerb> &orderVerbs()
{
    using Takes = OrderVerb::Takes;
    using Kind = OrderVerb::Kind;
    using Shown = OrderVerb::Shown;
    static const QList<OrderVerb> verbs{
        {u"note"_s, QT_TRANSLATE_NOOP("Steward::OrderActions", "Write a note"), u"Ctrl+M"_s, u"note"_s, u"note"_s, Takes::One, &startNote, Kind::Talk, Shown::Elsewhere},
        {u"message"_s, QT_TRANSLATE_NOOP("Steward::OrderActions", "Ask the customer…"), u"Ctrl+Shift+M"_s, u"mail"_s, u"edit"_s, Takes::One, &startQuestion, Kind::Talk},
        {u"confirmation"_s, QT_TRANSLATE_NOOP("Steward::OrderActions", "Send the confirmation again…"), {}, u"mail"_s, u"edit"_s, Takes::One, &startConfirmation, Kind::Talk, Shown::InMenu, u"message"_s},
        {u"ship"_s, QT_TRANSLATE_NOOP("Steward::OrderActions", "Ship…"), u"Ctrl+Shift+P"_s, u"truck"_s, u"ship"_s, Takes::Either, &startShip, Kind::Goods, Shown::AsButton},
        {u"refund"_s, QT_TRANSLATE_NOOP("Steward::OrderActions", "Refund…"), u"Ctrl+Shift+R"_s, u"refund"_s, u"refund"_s, Takes::One, &startRefund, Kind::Goods, Shown::AsButton},
        {u"refund_paid"_s, QT_TRANSLATE_NOOP("Steward::OrderActions", "Paid out by hand…"), u"Ctrl+Shift+Y"_s, u"refund"_s, u"refund"_s, Takes::One, &startRefundPaid, Kind::Goods},
        {u"stock_return"_s, QT_TRANSLATE_NOOP("Steward::OrderActions", "Return to stock…"), u"Ctrl+Shift+B"_s, u"box"_s, u"stock"_s, Takes::One, &startStockReturn, Kind::Goods},
        {u"parcel"_s, QT_TRANSLATE_NOOP("Steward::OrderActions", "Correct a parcel…"), u"Ctrl+Shift+T"_s, u"truck"_s, u"ship"_s, Takes::One, &startParcel, Kind::Goods},
        {u"disclose"_s, QT_TRANSLATE_NOOP("Steward::OrderActions", "Carrier file…"), u"Ctrl+Shift+G"_s, u"export"_s, u"disclose"_s, Takes::Several, &startCarrierFile, Kind::Goods},
        {u"hold"_s, QT_TRANSLATE_NOOP("Steward::OrderActions", "Put on hold…"), u"Ctrl+H"_s, u"hold"_s, u"hold"_s, Takes::Several, &startHold, Kind::Hold, Shown::AsButton},
        {u"release"_s, QT_TRANSLATE_NOOP("Steward::OrderActions", "Release a hold…"), u"Ctrl+Shift+H"_s, u"release"_s, u"release"_s, Takes::One, &startRelease, Kind::Hold, Shown::AsButton},
        {u"assign_me"_s, QT_TRANSLATE_NOOP("Steward::OrderActions", "Assign to me"), u"Ctrl+I"_s, u"user"_s, u"edit"_s, Takes::Several, &startAssignToMe, Kind::Correction, Shown::InMenu, u"assign"_s},
        {u"assign"_s, QT_TRANSLATE_NOOP("Steward::OrderActions", "Assign…"), u"Ctrl+Shift+A"_s, u"user"_s, u"edit"_s, Takes::Several, &startAssign},
        {u"tag"_s, QT_TRANSLATE_NOOP("Steward::OrderActions", "Tags…"), u"Ctrl+T"_s, u"tag"_s, u"edit"_s, Takes::Several, &startTag},
        {u"contact"_s, QT_TRANSLATE_NOOP("Steward::OrderActions", "Correct contact data…"), u"Ctrl+Shift+E"_s, u"contact"_s, u"edit"_s, Takes::One, &startContact},
        {u"lines"_s, QT_TRANSLATE_NOOP("Steward::OrderActions", "Change lines…"), u"Ctrl+Shift+L"_s, u"columns"_s, u"edit"_s, Takes::One, &startLines},
        {u"packing_slip"_s, QT_TRANSLATE_NOOP("Steward::OrderActions", "Packing slip…"), u"Ctrl+P"_s, u"print"_s, u"packing_slip"_s, Takes::Several, &startPackingSlip, Kind::Paper},
        {u"invoice"_s, QT_TRANSLATE_NOOP("Steward::OrderActions", "Invoice…"), u"Ctrl+Shift+I"_s, u"print"_s, u"invoice"_s, Takes::Several, &startInvoice, Kind::Paper},
        {u"credit_note"_s, QT_TRANSLATE_NOOP("Steward::OrderActions", "Credit note…"), u"Ctrl+Shift+J"_s, u"print"_s, u"invoice"_s, Takes::Several, &startCreditNote, Kind::Paper},
        {u"cancel"_s, QT_TRANSLATE_NOOP("Steward::OrderActions", "Cancel order…"), u"Ctrl+Shift+X"_s, u"close"_s, u"cancel"_s, Takes::Several, &startCancel, Kind::End},
    };
    return verbs;
}

} // namespace Steward
