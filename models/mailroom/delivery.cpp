// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/mailroom/delivery.h"

#include "models/mailroom/paypal.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

using Kind = DeliveryOutcome::Kind;
using Side = DeliveryOutcome::Side;

constexpr qint64 restMs = 60'000;
constexpr int mostTroubles = 3; ///< in a row, before a side is left alone

} // namespace

Delivery::Delivery(const DeliverySettings &settings, MailTemplates templates, const Clock &clock)
    : m_clock(clock), m_orderMail(std::move(templates), settings.locale)
{
    if (settings.mail)
        m_sender = std::make_unique<SmtpSender>(*settings.mail);
    if (settings.paypal)
        m_processors.emplace(u"paypal"_s, std::make_unique<PayPal>(*settings.paypal));
}

QStringList Delivery::kinds() const
{
    QStringList kinds;
    if (m_sender)
        kinds.append(u"message"_s);
    if (!m_processors.empty())
        kinds.append(u"refund"_s);
    const qint64 now = m_clock.monotonicMs();
    kinds.removeIf([this, now](const QString &kind) { return m_records.value(kind).restsUntil > now; });
    return kinds;
}

DeliveryOutcome Delivery::handOver(const QJsonObject &item)
{
    return item.value(u"kind"_s).toString() == u"message" ? sendMessage(item) : askRefund(item);
}

DeliveryOutcome Delivery::sendMessage(const QJsonObject &item)
{
    const auto mail = m_orderMail.write(item, m_clock.now());
    return mail ? weighed(u"message"_s, mail->toAddress, m_sender->send(*mail)) : DeliveryOutcome{Kind::Refused, {}, u"no_template"_s};
}

DeliveryOutcome Delivery::askRefund(const QJsonObject &item)
{
    const auto processor = m_processors.find(item.value(u"processor"_s).toString());
    // It may be known tomorrow, in other settings; nobody was asked, and those of the others go on.
    if (processor == m_processors.end())
        return {Kind::Away, {}, u"unknown_processor"_s};
    const RefundRequest request{.capture = item.value(u"capture"_s).toString(), .amount = {item.value(u"amount_minor"_s).toInteger(), item.value(u"currency"_s).toString()},
                                .requestId = item.value(u"request_id"_s).toString(), .note = m_orderMail.refundNote(item),
                                .reference = item.value(u"reference"_s).toString(), .isFirstTry = item.value(u"is_first_try"_s).toBool()};
    return weighed(u"refund"_s, request.requestId, processor->second->refund(request));
}

DeliveryOutcome Delivery::weighed(const QString &kind, const QString &recipient, DeliveryOutcome outcome)
{
    Record &record = m_records[kind];
    if (outcome.kind == Kind::Done)
        ++record.taken;
    record.troubles = outcome.side == Side::Unwell ? record.troubles + 1 : 0;
    bool mustRest = outcome.kind == Kind::Away || record.troubles >= mostTroubles;
    if (outcome.side == Side::Unfriendly && !isThisOnesFault(record, recipient)) {
        outcome.kind = Kind::Away; // refused, so it is not there
        mustRest = std::ranges::count(record.unfriendly, record.taken) >= mostTroubles;
    }
    if (mustRest)
        record.restsUntil = m_clock.monotonicMs() + restMs;
    return outcome;
}

bool Delivery::isThisOnesFault(Record &record, const QString &recipient)
{
    const auto before = record.unfriendly.constFind(recipient);
    if (before == record.unfriendly.constEnd()) {
        record.unfriendly.insert(recipient, record.taken);
        return false;
    }
    const bool isProven = *before < record.taken;
    if (isProven)
        record.unfriendly.erase(before);
    return isProven;
}

} // namespace Steward
