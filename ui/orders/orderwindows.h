// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/orders/ordercommands.h"

#include <QHash>
#include <QPointer>

namespace Steward {

class OrderDesk;
class OrderWindow;

/// The windows of single orders: an order asked for twice raises the one there is.
class OrderWindows final : public QObject
{
    Q_OBJECT

public:
    /// owner: what the windows go with.
    OrderWindows(OrderDesk &desk, QWidget *owner);
    void open(const OrderChoice &order);

private:
    OrderDesk &m_desk;
    QWidget *m_owner;
    QHash<OrderId, QPointer<OrderWindow>> m_windows;
};

} // namespace Steward
