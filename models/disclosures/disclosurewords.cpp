// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/disclosures/disclosurerepository.h"

#include <QCoreApplication>
#include <QHash>

using namespace Qt::StringLiterals;

namespace Steward {

QString disclosedFieldText(const QString &field)
{
    static const QHash<QString, const char *> words{
        {u"order_number"_s, QT_TRANSLATE_NOOP("Steward::Disclosures", "order number")}, {u"name"_s, QT_TRANSLATE_NOOP("Steward::Disclosures", "name")},
        {u"company"_s, QT_TRANSLATE_NOOP("Steward::Disclosures", "company")},           {u"line1"_s, QT_TRANSLATE_NOOP("Steward::Disclosures", "street")},
        {u"line2"_s, QT_TRANSLATE_NOOP("Steward::Disclosures", "second address line")}, {u"postal_code"_s, QT_TRANSLATE_NOOP("Steward::Disclosures", "postal code")},
        {u"city"_s, QT_TRANSLATE_NOOP("Steward::Disclosures", "city")},                 {u"region"_s, QT_TRANSLATE_NOOP("Steward::Disclosures", "region")},
        {u"country"_s, QT_TRANSLATE_NOOP("Steward::Disclosures", "country")},           {u"phone"_s, QT_TRANSLATE_NOOP("Steward::Disclosures", "phone number of the delivery address")}};
    const auto found = words.constFind(field);
    return found == words.constEnd() ? field : QCoreApplication::translate("Steward::Disclosures", *found);
}

QString disclosedFieldsText(const QStringList &fields)
{
    QStringList words;
    for (const QString &field : fields)
        words.append(disclosedFieldText(field));
    return words.join(u", "_s);
}

QString disclosurePurposeText(const QString &purpose)
{
    return purpose == u"delivery" ? QCoreApplication::translate("Steward::Disclosures", "delivery") : purpose;
}

QString deletionReasonText(const QString &reason)
{
    static const QHash<QString, const char *> words{
        {u"no_such_disclosure"_s, QT_TRANSLATE_NOOP("Steward::Disclosures", "The store does not know this file any more. Ask again.")},
        {u"never_given"_s, QT_TRANSLATE_NOOP("Steward::Disclosures", "This file was never given out, so there is nothing that could be deleted.")},
        {u"bad_how"_s, QT_TRANSLATE_NOOP("Steward::Disclosures", "Say in 1 to 500 letters how it was confirmed.")},
        {u"card_number"_s, QT_TRANSLATE_NOOP("Steward::Disclosures", "This holds what looks like a card number. Take it out: card numbers are kept nowhere.")},
        {u"not_confirmed"_s, QT_TRANSLATE_NOOP("Steward::Disclosures", "Nothing is written down that could be taken back. Ask again.")},
        {u"bad_day"_s, QT_TRANSLATE_NOOP("Steward::Disclosures", "The day lies before the file was made, or after today. Choose the day on which it was deleted.")},
        {u"already_told"_s, QT_TRANSLATE_NOOP("Steward::Disclosures", "Somebody else has written down already that the recipient was told.")},
        {u"changed_meanwhile"_s, QT_TRANSLATE_NOOP("Steward::Disclosures", "Somebody else has written something down about this file meanwhile. The list shows it now: look at it, then decide again.")}};
    const auto found = words.constFind(reason);
    return found == words.constEnd() ? QCoreApplication::translate("Steward::Disclosures", "The store refused this (%1).").arg(reason) : QCoreApplication::translate("Steward::Disclosures", *found);
}

} // namespace Steward
