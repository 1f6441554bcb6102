// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/clock.h"
#include "models/mailroom/deliverysettings.h"
#include "models/mailroom/words/ordermail.h"
#include "models/mailroom/paymentprocessor.h"
#include "models/mailroom/smtpsender.h"

#include <QJsonObject>

#include <map>
#include <memory>

namespace Steward {

/// Hands what the store gives out to the mail server and the payment processor. A side that was away is left alone for a minute. Blocks.
class Delivery
{
public:
    Delivery(const DeliverySettings &settings, MailTemplates templates, const Clock &clock = Clock::system());

    /// What can be handed over now: "message", "refund", both or neither.
    [[nodiscard]] QStringList kinds() const;
    [[nodiscard]] DeliveryOutcome handOver(const QJsonObject &item);

private:
    [[nodiscard]] DeliveryOutcome sendMessage(const QJsonObject &item);
    [[nodiscard]] DeliveryOutcome askRefund(const QJsonObject &item);

    const Clock &m_clock;
    OrderMail m_orderMail;
    std::unique_ptr<SmtpSender> m_sender;
    std::map<QString, std::unique_ptr<PaymentProcessor>> m_processors; ///< by the name payments carry
    QHash<QString, qint64> m_restsUntil; ///< by kind, in the clock's milliseconds
};

} // namespace Steward
