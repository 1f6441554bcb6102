// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/orderrepository.h"

#include <QCoreApplication>
#include <QHash>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

QString translated(const char *text)
{
    return QCoreApplication::translate("Steward::Orders", text);
}

QString messageText(const QString &name)
{
    static const QHash<QString, const char *> words{
        {u"confirmation"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Confirmation of the order")}, {u"shipped"_s, QT_TRANSLATE_NOOP("Steward::Orders", "What was shipped")},
        {u"cancelled"_s, QT_TRANSLATE_NOOP("Steward::Orders", "That the order was cancelled")}, {u"refunded"_s, QT_TRANSLATE_NOOP("Steward::Orders", "What was refunded")},
        {u"question"_s, QT_TRANSLATE_NOOP("Steward::Orders", "A question about the order")}};
    const char *known = words.value(name);
    return known ? translated(known) : name;
}

/// Why something did not leave, or did not arrive.
QString deliveryText(const QString &reason)
{
    static const QHash<QString, const char *> words{
        {u"no_email"_s, QT_TRANSLATE_NOOP("Steward::Orders", "The order has no e-mail address to write to.")},
        {u"too_long_ago"_s, QT_TRANSLATE_NOOP("Steward::Orders", "The order was too long ago to write to its customer about it.")},
        {u"refund_failed"_s, QT_TRANSLATE_NOOP("Steward::Orders", "The refund it tells of was not paid out.")},
        {u"shipment_voided"_s, QT_TRANSLATE_NOOP("Steward::Orders", "The parcels it tells of were taken back.")},
        {u"bad_address"_s, QT_TRANSLATE_NOOP("Steward::Orders", "The e-mail address is none that a mail server takes. Correct it, then send the message again.")},
        {u"smtp_550"_s, QT_TRANSLATE_NOOP("Steward::Orders", "The mail server does not take messages to this address. Correct it, then send the message again.")},
        {u"interrupted"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Handing it over was cut off too often.")},
        {u"too_late_to_repeat"_s, QT_TRANSLATE_NOOP("Steward::Orders", "The processor never answered, and by now may have forgotten that it was asked.")},
        {u"paid_twice"_s, QT_TRANSLATE_NOOP("Steward::Orders", "The processor paid it out after it had been taken for failed and refunded again. Get the money back that was paid too much.")},
        {u"by_hand"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Somebody has looked at the processor’s site.")},
        {u"paypal_REFUND_FAILED_INSUFFICIENT_FUNDS"_s, QT_TRANSLATE_NOOP("Steward::Orders", "The store’s account at PayPal does not hold enough. Fill it, then refund again.")},
        {u"paypal_CAPTURE_FULLY_REFUNDED"_s, QT_TRANSLATE_NOOP("Steward::Orders", "PayPal says that all of this payment has been refunded already.")},
        {u"paypal_REFUND_TIME_LIMIT_EXCEEDED"_s, QT_TRANSLATE_NOOP("Steward::Orders", "PayPal says that this payment was too long ago to be refunded there.")}};
    const char *known = words.value(reason);
    return known ? translated(known) : QCoreApplication::translate("Steward::Orders", "The other side’s word for it: %1.").arg(reason);
}

} // namespace

QString orderEventDetailText(const QString &word, const QJsonObject &detail)
{
    const QString reason = detail.value(u"reason"_s).toString();
    const bool isDelivery = word.startsWith(u"message_"_s) || word == u"refund_failed" || word == u"refund_stuck";
    if (!isDelivery)
        return {};
    QStringList parts{detail.contains(u"template"_s) ? messageText(detail.value(u"template"_s).toString()) : QString(), reason.isEmpty() ? QString() : deliveryText(reason)};
    parts.removeAll(QString());
    return parts.join(u'\n');
}

} // namespace Steward
