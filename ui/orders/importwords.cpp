// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/importwords.h"

#include <QCoreApplication>
#include <QHash>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

QString translated(const char *text)
{
    return QCoreApplication::translate("Steward::Import", text);
}

} // namespace

QString importFieldText(const QString &field)
{
    static const QHash<QString, const char *> words{
        {u"number"_s, QT_TRANSLATE_NOOP("Steward::Import", "Order number")},
        {u"placed_at"_s, QT_TRANSLATE_NOOP("Steward::Import", "Placed at")},
        {u"customer_name"_s, QT_TRANSLATE_NOOP("Steward::Import", "Customer's name")},
        {u"customer_number"_s, QT_TRANSLATE_NOOP("Steward::Import", "Customer's number")},
        {u"email"_s, QT_TRANSLATE_NOOP("Steward::Import", "E-mail")},
        {u"phone"_s, QT_TRANSLATE_NOOP("Steward::Import", "Phone")},
        {u"currency"_s, QT_TRANSLATE_NOOP("Steward::Import", "Currency")},
        {u"subtotal"_s, QT_TRANSLATE_NOOP("Steward::Import", "Subtotal")},
        {u"shipping"_s, QT_TRANSLATE_NOOP("Steward::Import", "Shipping costs")},
        {u"fees"_s, QT_TRANSLATE_NOOP("Steward::Import", "Fees")},
        {u"tax"_s, QT_TRANSLATE_NOOP("Steward::Import", "Tax")},
        {u"duties"_s, QT_TRANSLATE_NOOP("Steward::Import", "Duties")},
        {u"discount"_s, QT_TRANSLATE_NOOP("Steward::Import", "Discount")},
        {u"total"_s, QT_TRANSLATE_NOOP("Steward::Import", "Total")},
        {u"refunded"_s, QT_TRANSLATE_NOOP("Steward::Import", "Refunded")},
        {u"outstanding"_s, QT_TRANSLATE_NOOP("Steward::Import", "Outstanding")},
        {u"financial"_s, QT_TRANSLATE_NOOP("Steward::Import", "Payment status")},
        {u"paid_at"_s, QT_TRANSLATE_NOOP("Steward::Import", "Paid at")},
        {u"fulfilment"_s, QT_TRANSLATE_NOOP("Steward::Import", "Fulfilment status")},
        {u"fulfilled_at"_s, QT_TRANSLATE_NOOP("Steward::Import", "Fulfilled at")},
        {u"cancelled"_s, QT_TRANSLATE_NOOP("Steward::Import", "Whether cancelled")},
        {u"cancelled_at"_s, QT_TRANSLATE_NOOP("Steward::Import", "Cancelled at")},
        {u"notes"_s, QT_TRANSLATE_NOOP("Steward::Import", "Notes")},
        {u"tags"_s, QT_TRANSLATE_NOOP("Steward::Import", "Tags")},
        {u"payment_method"_s, QT_TRANSLATE_NOOP("Steward::Import", "Payment method")},
        {u"payment_reference"_s, QT_TRANSLATE_NOOP("Steward::Import", "Payment reference")},
        {u"further_references"_s, QT_TRANSLATE_NOOP("Steward::Import", "Further payment references")},
        {u"card_brand"_s, QT_TRANSLATE_NOOP("Steward::Import", "Card brand")},
        {u"card_last4"_s, QT_TRANSLATE_NOOP("Steward::Import", "Last four digits of the card")},
        {u"shipping.name"_s, QT_TRANSLATE_NOOP("Steward::Import", "Shipping: name")},
        {u"shipping.company"_s, QT_TRANSLATE_NOOP("Steward::Import", "Shipping: company")},
        {u"shipping.line1"_s, QT_TRANSLATE_NOOP("Steward::Import", "Shipping: street")},
        {u"shipping.line2"_s, QT_TRANSLATE_NOOP("Steward::Import", "Shipping: second line")},
        {u"shipping.city"_s, QT_TRANSLATE_NOOP("Steward::Import", "Shipping: city")},
        {u"shipping.region"_s, QT_TRANSLATE_NOOP("Steward::Import", "Shipping: region")},
        {u"shipping.postal_code"_s, QT_TRANSLATE_NOOP("Steward::Import", "Shipping: postal code")},
        {u"shipping.country"_s, QT_TRANSLATE_NOOP("Steward::Import", "Shipping: country")},
        {u"shipping.phone"_s, QT_TRANSLATE_NOOP("Steward::Import", "Shipping: phone")},
        {u"billing.name"_s, QT_TRANSLATE_NOOP("Steward::Import", "Billing: name")},
        {u"billing.company"_s, QT_TRANSLATE_NOOP("Steward::Import", "Billing: company")},
        {u"billing.line1"_s, QT_TRANSLATE_NOOP("Steward::Import", "Billing: street")},
        {u"billing.line2"_s, QT_TRANSLATE_NOOP("Steward::Import", "Billing: second line")},
        {u"billing.city"_s, QT_TRANSLATE_NOOP("Steward::Import", "Billing: city")},
        {u"billing.region"_s, QT_TRANSLATE_NOOP("Steward::Import", "Billing: region")},
        {u"billing.postal_code"_s, QT_TRANSLATE_NOOP("Steward::Import", "Billing: postal code")},
        {u"billing.country"_s, QT_TRANSLATE_NOOP("Steward::Import", "Billing: country")},
        {u"billing.phone"_s, QT_TRANSLATE_NOOP("Steward::Import", "Billing: phone")},
        {u"line.sku"_s, QT_TRANSLATE_NOOP("Steward::Import", "Line: product number")},
        {u"line.title"_s, QT_TRANSLATE_NOOP("Steward::Import", "Line: title")},
        {u"line.quantity"_s, QT_TRANSLATE_NOOP("Steward::Import", "Line: quantity")},
        {u"line.price"_s, QT_TRANSLATE_NOOP("Steward::Import", "Line: price of one")},
        {u"line.total"_s, QT_TRANSLATE_NOOP("Steward::Import", "Line: price of all")},
        {u"line.discount"_s, QT_TRANSLATE_NOOP("Steward::Import", "Line: discount")},
        {u"line.discount_rate"_s, QT_TRANSLATE_NOOP("Steward::Import", "Line: discount rate")},
        {u"line.tax"_s, QT_TRANSLATE_NOOP("Steward::Import", "Line: tax")},
        {u"line.fulfilled"_s, QT_TRANSLATE_NOOP("Steward::Import", "Line: whether shipped")},
    };
    return words.contains(field) ? translated(words.value(field)) : field;
}

QString importMapText(const QString &map)
{
    if (map.isEmpty())
        return translated(QT_TRANSLATE_NOOP("Steward::Import", "Another table: I say which column is what"));
    const auto loaded = ImportMap::load(map);
    return loaded ? loaded->title : map;
}

} // namespace Steward
