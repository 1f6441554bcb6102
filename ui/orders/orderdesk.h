// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/phoneorder.h"
#include "models/session/storezone.h"
#include "ui/common/context.h"
#include "ui/orders/bulkruns.h"
#include "ui/orders/carriers.h"
#include "ui/orders/notedrafts.h"
#include "ui/orders/ordercommands.h"
#include "ui/orders/orderdrafts.h"
#include "ui/orders/ordernews.h"
#include "ui/orders/orderpresence.h"
#include "ui/orders/sentcommands.h"

namespace Steward {

/// What the orders page and the windows of single orders have in common while somebody is signed in: the commands under way, the
/// notes and sheets not yet sent, what colleagues are told of who looks where, and what they have changed.
class OrderDesk final
{
public:
    OrderDesk(const UiContext &context, OrderRepository &orders)
        : m_context(context), m_orders(orders), m_phone(context.session), m_commands(orders), m_drafts(context.drafts, m_commands),
          m_sent(context.drafts, m_commands, context.session), m_notes(m_commands, context.drafts),
          m_presence(orders), m_bulk(context.session, context.drafts), m_news(context.session, orders), m_carriers(orders)
    {
    }
    Q_DISABLE_COPY_MOVE(OrderDesk)

    [[nodiscard]] const UiContext &context() const { return m_context; }
    [[nodiscard]] OrderRepository &orders() { return m_orders; }
    [[nodiscard]] PhoneOrders &phone() { return m_phone; }
    [[nodiscard]] OrderCommands &commands() { return m_commands; }
    [[nodiscard]] OrderDrafts &drafts() { return m_drafts; }
    [[nodiscard]] SentCommands &sent() { return m_sent; }
    [[nodiscard]] NoteDrafts &notes() { return m_notes; }
    [[nodiscard]] OrderPresence &presence() { return m_presence; }
    [[nodiscard]] BulkRuns &bulk() { return m_bulk; }
    [[nodiscard]] OrderNews &news() { return m_news; }
    [[nodiscard]] Carriers &carriers() { return m_carriers; }
    /// The store's: what times are shown in.
    [[nodiscard]] QTimeZone zone() const { return storeZone(m_context.session.login()); }

private:
    UiContext m_context;
    OrderRepository &m_orders;
    PhoneOrders m_phone;
    OrderCommands m_commands;
    OrderDrafts m_drafts;
    SentCommands m_sent;
    NoteDrafts m_notes;
    OrderPresence m_presence;
    BulkRuns m_bulk;
    OrderNews m_news;
    Carriers m_carriers;
};

} // namespace Steward
