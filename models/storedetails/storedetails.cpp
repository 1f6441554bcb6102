// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/storedetails/storedetails.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace Steward {

QStringList storeDetailKeys()
{
    return {u"store.name"_s, u"store.address"_s, u"store.tax_number"_s, u"store.paper_foot"_s, u"store.sender"_s};
}

StoreDetails readStoreDetails(const QJsonObject &json)
{
    StoreDetails details;
    for (auto detail = json.begin(); detail != json.end(); ++detail) {
        const QJsonObject told = detail->toObject();
        details.insert(detail.key(), {told.value(u"value"_s).toString(), QDateTime::fromString(told.value(u"changed_at"_s).toString(), Qt::ISODateWithMs).toUTC(), told.value(u"changed_by"_s).toString()});
    }
    return details;
}

QString storeDetailReasonText(const QString &reason)
{
    static const QHash<QString, const char *> words{
        {u"bad_store_name"_s, QT_TRANSLATE_NOOP("Steward::StoreDetails", "The name is empty or too long. Type 1 to 100 characters on one line.")},
        {u"bad_store_address"_s, QT_TRANSLATE_NOOP("Steward::StoreDetails", "The address is too long for an envelope’s window. Type at most 6 lines and 300 characters.")},
        {u"bad_tax_number"_s, QT_TRANSLATE_NOOP("Steward::StoreDetails", "The tax number is too long. Type at most 60 characters on one line.")},
        {u"bad_paper_foot"_s, QT_TRANSLATE_NOOP("Steward::StoreDetails", "There is no room for so much at the foot of a paper. Type at most 4 lines and 600 characters.")},
        {u"bad_sender"_s, QT_TRANSLATE_NOOP("Steward::StoreDetails", "This is no address that mail can come from. Type one like service@shop.example, without umlauts before the @, or leave it empty.")},
        {u"card_number"_s, QT_TRANSLATE_NOOP("Steward::StoreDetails", "This looks like a card number, which must not be stored. If it is a bank account, write it without spaces.")},
        {u"changed_meanwhile"_s, QT_TRANSLATE_NOOP("Steward::StoreDetails", "Somebody else has changed the same meanwhile. Nothing was saved: look at what is marked, then save again.")},
        {u"bad_arguments"_s, QT_TRANSLATE_NOOP("Steward::StoreDetails", "The store does not know one of these particulars. This Steward may be older or newer than it.")}};
    const auto found = words.constFind(reason);
    return found == words.constEnd() ? QCoreApplication::translate("Steward::StoreDetails", "The store refused this (%1).").arg(reason) : QCoreApplication::translate("Steward::StoreDetails", *found);
}

} // namespace Steward
