// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/orderrepository.h"

#include <QCoreApplication>
#include <QHash>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

using Words = QHash<QString, const char *>;

QString translated(const Words &words, const QString &word)
{
    const auto found = words.constFind(word);
    return found == words.constEnd() ? word : QCoreApplication::translate("Steward::Orders", *found);
}

} // namespace

QString orderReasonText(const QString &reason)
{
    static const Words words{
        {u"no_right"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Your group does not have this right. A lead can do it.")},
        {u"already_shipped"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Everything has been shipped already, so there is nothing left to hold.")},
        {u"already_cancelled"_s, QT_TRANSLATE_NOOP("Steward::Orders", "The order has been cancelled.")},
        {u"not_on_hold"_s, QT_TRANSLATE_NOOP("Steward::Orders", "The order is not on hold.")},
        {u"already_released"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Somebody has released this hold already.")},
        {u"changed_meanwhile"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Somebody has changed the order meanwhile. It is shown as it is now: look at it, then decide again.")},
        {u"card_number"_s, QT_TRANSLATE_NOOP("Steward::Orders", "This looks like a card number, which must not be stored. Take it out; the last four digits are enough.")},
        {u"empty_note"_s, QT_TRANSLATE_NOOP("Steward::Orders", "The note is empty. Write something, then add it.")},
        {u"note_too_long"_s, QT_TRANSLATE_NOOP("Steward::Orders", "The note is too long. Shorten it, or split it into two.")},
        {u"no_such_order"_s, QT_TRANSLATE_NOOP("Steward::Orders", "This order is not among those your group sees.")},
        {u"no_such_hold"_s, QT_TRANSLATE_NOOP("Steward::Orders", "This hold is not there any more.")},
        {u"locked"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Somebody else is changing this order right now. Try again in a moment.")},
        {u"unknown_reason"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Choose a reason from the list.")},
    };
    const auto found = words.constFind(reason);
    return found == words.constEnd() ? QCoreApplication::translate("Steward::Orders", "The store refused this (%1).").arg(reason)
                                     : QCoreApplication::translate("Steward::Orders", *found);
}

QString paymentStatusText(const QString &status)
{
    static const Words words{{u"pending"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Pending")}, {u"authorised"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Authorised")},
        {u"paid"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Paid")}, {u"partially_paid"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Partly paid")},
        {u"partially_refunded"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Partly refunded")}, {u"refunded"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Refunded")},
        {u"voided"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Voided")}};
    return translated(words, status);
}

QString fulfilmentStatusText(const QString &status)
{
    static const Words words{{u"unfulfilled"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Unfulfilled")}, {u"partially_fulfilled"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Partly fulfilled")},
        {u"fulfilled"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Fulfilled")}, {u"on_hold"_s, QT_TRANSLATE_NOOP("Steward::Orders", "On hold")},
        {u"cancelled"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Cancelled")}};
    return translated(words, status);
}

QString holdReasonText(const QString &reason)
{
    static const Words words{{u"payment"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Payment to be checked")}, {u"fraud"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Suspected fraud")},
        {u"address"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Address to be checked")}, {u"stock"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Waiting for stock")},
        {u"customer_request"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Asked for by the customer")}, {u"other"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Another reason")}};
    return translated(words, reason);
}

QString orderEventText(const QString &word)
{
    static const Words words{{u"placed"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Order placed")}, {u"imported"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Imported from a file")},
        {u"payment_captured"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Payment received")}, {u"payment_authorised"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Payment authorised")},
        {u"payment_voided"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Authorisation voided")}, {u"shipped"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Shipped")},
        {u"hold_placed"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Put on hold")}, {u"hold_released"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Hold released")},
        {u"cancelled"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Cancelled")}, {u"refunded"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Refunded")}};
    return translated(words, word);
}

QStringList holdReasons()
{
    return {u"payment"_s, u"fraud"_s, u"address"_s, u"stock"_s, u"customer_request"_s, u"other"_s};
}

} // namespace Steward
