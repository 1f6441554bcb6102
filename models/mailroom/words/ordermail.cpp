// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/mailroom/words/ordermail.h"

#include "models/core/money.h"

#include <QJsonArray>
#include <QTimeZone>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

/// A value on one line, whatever was typed.
QString oneLine(const QJsonObject &item, const QString &name)
{
    return item.value(name).toString().simplified();
}

QString piecesText(const QJsonObject &line)
{
    return u"%1 × %2"_s.arg(line.value(u"quantity"_s).toInt()).arg(oneLine(line, u"title"_s));
}

QString parcelText(const QJsonObject &parcel)
{
    QStringList lines{QStringList{oneLine(parcel, u"carrier"_s), oneLine(parcel, u"tracking"_s)}.join(u' ').trimmed(), oneLine(parcel, u"tracking_url"_s)};
    for (const QJsonValue &line : parcel.value(u"lines"_s).toArray())
        lines.append(piecesText(line.toObject()));
    lines.removeAll(QString());
    return lines.join(u'\n');
}

QString parcelsText(const QJsonObject &item)
{
    QStringList parcels;
    for (const QJsonValue &parcel : item.value(u"parcels"_s).toArray())
        parcels.append(parcelText(parcel.toObject()));
    return parcels.join(u"\n\n"_s);
}

} // namespace

/// Empty for an amount of nothing.
QString OrderMail::moneyText(const QJsonObject &item, const QString &name) const
{
    const Money money{item.value(name).toInteger(), item.value(u"currency"_s).toString()};
    return money.minor == 0 ? QString() : money.toText(m_locale);
}

QString OrderMail::linesText(const QJsonObject &item) const
{
    QStringList lines;
    for (const QJsonValue &value : item.value(u"lines"_s).toArray()) {
        const QJsonObject line = value.toObject();
        const Money total{line.value(u"total_minor"_s).toInteger(), item.value(u"currency"_s).toString()};
        lines.append(u"%1  %2"_s.arg(piecesText(line), total.toText(m_locale)));
    }
    return lines.join(u'\n');
}

QString OrderMail::dateText(const QJsonObject &item) const
{
    const QDateTime placedAt = QDateTime::fromString(item.value(u"placed_at"_s).toString(), Qt::ISODateWithMs);
    const QTimeZone zone(item.value(u"time_zone"_s).toString().toLatin1());
    return m_locale.toString(placedAt.toTimeZone(zone.isValid() ? zone : QTimeZone::utc()).date(), QLocale::LongFormat);
}

std::optional<Mail> OrderMail::write(const QJsonObject &item, const QDateTime &now) const
{
    const QString name = item.value(u"template"_s).toString();
    const MailTemplate *wanted = m_templates.find(name);
    if (!wanted)
        return std::nullopt;
    const MailValues values{{u"store"_s, oneLine(item, u"store_name"_s)}, {u"name"_s, oneLine(item, u"name"_s)}, {u"number"_s, oneLine(item, u"number"_s)},
                            {u"date"_s, dateText(item)}, {u"lines"_s, linesText(item)}, {u"shipping"_s, moneyText(item, u"shipping_minor"_s)},
                            {u"discount"_s, moneyText(item, u"discount_minor"_s)}, {u"total"_s, moneyText(item, u"total_minor"_s)}, {u"parcels"_s, parcelsText(item)},
                            {u"refund"_s, moneyText(item, u"refund_minor"_s)}, {u"text"_s, item.value(u"text"_s).toString().trimmed()}};
    return Mail{.fromName = values.value(u"store"_s), .fromAddress = oneLine(item, u"sender"_s), .toName = values.value(u"name"_s), .toAddress = oneLine(item, u"email"_s),
                .subject = wanted->subject(values), .body = wanted->body(values), .messageId = oneLine(item, u"message_id"_s), .date = now, .isAutomatic = name != u"question"};
}

QString OrderMail::refundNote(const QJsonObject &item) const
{
    const MailTemplate *message = m_templates.find(u"refunded"_s);
    return message ? message->subject({{u"store"_s, oneLine(item, u"store_name"_s)}, {u"number"_s, oneLine(item, u"number"_s)}, {u"refund"_s, moneyText(item, u"amount_minor"_s)}}).simplified() : QString();
}

} // namespace Steward
