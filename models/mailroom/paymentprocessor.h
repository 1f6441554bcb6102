// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/money.h"
#include "models/mailroom/deliveryoutcome.h"

#include <QString>

namespace Steward {

/// A refund as a processor is asked for it.
struct RefundRequest
{
    QString capture;   ///< what the processor calls the payment
    Money amount;
    QString requestId; ///< asked twice under the same, it is paid out once
    QString note;      ///< what the payer reads
    QString reference; ///< what the processor already calls the refund; empty: nothing is known of it
    bool isFirstTry = true;
};

/// One that took payments of the store and gives them back. Blocks.
class PaymentProcessor
{
public:
    virtual ~PaymentProcessor() = default;
    [[nodiscard]] virtual DeliveryOutcome refund(const RefundRequest &request) = 0;
};

} // namespace Steward
