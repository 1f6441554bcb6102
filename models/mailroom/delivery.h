// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/clock.h"
#include "models/mailroom/deliverysettings.h"
#include "models/mailroom/words/ordermail.h"
#include "models/mailroom/paymentprocessor.h"
#include "models/mailroom/smtpsender.h"

#include <QHash>
#include <QJsonObject>

#include <map>
#include <memory>

namespace Steward {

/// The other sides, as the loop of the delivery sees them.
class DeliverySides
{
public:
    virtual ~DeliverySides() = default;
    /// What can be handed over now: "message", "refund", both or neither.
    [[nodiscard]] virtual QStringList kinds() const = 0;
    /// Hands over an item as mailroom.take gives it. Blocks for as long as the other side is waited for.
    [[nodiscard]] virtual DeliveryOutcome handOver(const QJsonObject &item) = 0;
};

/// Hands what the store gives out to the mail server and the payment processor. A side that was away, or had trouble three times in a row,
/// is left alone for a minute. A refusal that may be about the store rather than about one message counts against that message only when
/// others got through since; until then it waits, and where three recipients are refused so, the side rests too.
class Delivery final : public DeliverySides
{
public:
    Delivery(const DeliverySettings &settings, MailTemplates templates, const Clock &clock = Clock::system());

    [[nodiscard]] QStringList kinds() const override;
    [[nodiscard]] DeliveryOutcome handOver(const QJsonObject &item) override;

private:
    /// What is known of one side.
    struct Record
    {
        qint64 restsUntil = 0; ///< in the clock's milliseconds
        int troubles = 0;      ///< in a row, of a side that was unwell
        qint64 taken = 0;      ///< how many it has taken in
        QHash<QString, qint64> unfriendly; ///< by recipient: how many it had taken in when it refused one
    };
    [[nodiscard]] DeliveryOutcome sendMessage(const QJsonObject &item);
    [[nodiscard]] DeliveryOutcome askRefund(const QJsonObject &item);
    /// What an outcome means in the light of those before, with what it says of the side noted.
    [[nodiscard]] DeliveryOutcome weighed(const QString &kind, const QString &recipient, DeliveryOutcome outcome);
    [[nodiscard]] static bool isThisOnesFault(Record &record, const QString &recipient);

    const Clock &m_clock;
    OrderMail m_orderMail;
    std::unique_ptr<SmtpSender> m_sender;
    std::map<QString, std::unique_ptr<PaymentProcessor>> m_processors; ///< by the name payments carry
    QHash<QString, Record> m_records; ///< by kind
};

} // namespace Steward
