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

} // namespace Steward
