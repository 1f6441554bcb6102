// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/mailroom/deliveryoutcome.h"
#include "models/mailroom/deliverysettings.h"
#include "models/mailroom/words/mailtext.h"
#include "models/mailroom/transfer.h"

namespace Steward {

/// Hands messages to the store's mail server. Blocks.
class SmtpSender
{
public:
    explicit SmtpSender(const MailServer &server, Patience patience = {});
    [[nodiscard]] DeliveryOutcome send(const Mail &mail);

private:
    MailServer m_server;
    Transfer m_transfer;
};

} // namespace Steward
