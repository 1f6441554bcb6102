// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/mailroom/deliverysettings.h"
#include "models/mailroom/paymentprocessor.h"
#include "models/mailroom/transfer.h"

#include <QElapsedTimer>

#include <optional>

namespace Steward {

/// PayPal's REST API, payments v2: refunds of captured payments.
class PayPal final : public PaymentProcessor
{
public:
    explicit PayPal(const ProcessorAccount &account, Patience patience = {.connectMs = 10'000, .wholeMs = 30'000});
    [[nodiscard]] DeliveryOutcome refund(const RefundRequest &request) override;

    /// An amount as PayPal writes it: some currencies have decimals in ISO 4217 and none there. Nothing when it takes no such amount.
    [[nodiscard]] static std::optional<QString> amountText(const Money &amount);
    /// What an answer to a request for a refund means.
    [[nodiscard]] static DeliveryOutcome interpret(const RefundRequest &request, int code, const QByteArray &body);

private:
    /// Gets a token where there is none; what stood in the way otherwise.
    [[nodiscard]] std::optional<DeliveryOutcome> signIn();
    [[nodiscard]] Answer ask(const RefundRequest &request, const QString &amount);

    ProcessorAccount m_account;
    Transfer m_transfer;
    QByteArray m_token;
    QElapsedTimer m_tokenAge;
    qint64 m_tokenLifeMs = 0;
};

} // namespace Steward
