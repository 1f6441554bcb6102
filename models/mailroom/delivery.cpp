// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/mailroom/delivery.h"

#include "models/mailroom/paypal.h"

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr qint64 restMs = 60'000;

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
    kinds.removeIf([this, now](const QString &kind) { return m_restsUntil.value(kind, now) > now; });
    return kinds;
}

DeliveryOutcome Delivery::handOver(const QJsonObject &item)
{
    const QString kind = item.value(u"kind"_s).toString();
    const DeliveryOutcome outcome = kind == u"message" ? sendMessage(item) : askRefund(item);
    if (outcome.kind == DeliveryOutcome::Kind::Away)
        m_restsUntil.insert(kind, m_clock.monotonicMs() + restMs);
    return outcome;
}

DeliveryOutcome Delivery::sendMessage(const QJsonObject &item)
{
    const auto mail = m_orderMail.write(item, m_clock.now());
    return mail ? m_sender->send(*mail) : DeliveryOutcome{DeliveryOutcome::Kind::Refused, {}, u"no_template"_s};
}

DeliveryOutcome Delivery::askRefund(const QJsonObject &item)
{
    const auto processor = m_processors.find(item.value(u"processor"_s).toString());
    // It may be known tomorrow, in other settings.
    if (processor == m_processors.end())
        return {DeliveryOutcome::Kind::Again, {}, u"unknown_processor"_s};
    return processor->second->refund({.capture = item.value(u"capture"_s).toString(), .amount = {item.value(u"amount_minor"_s).toInteger(), item.value(u"currency"_s).toString()},
                                      .requestId = item.value(u"request_id"_s).toString(), .note = m_orderMail.refundNote(item),
                                      .reference = item.value(u"reference"_s).toString(), .isFirstTry = item.value(u"is_first_try"_s).toBool()});
}

} // namespace Steward
