// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/orderwindows.h"

#include "ui/orders/orderdesk.h"
#include "ui/orders/orderwindow.h"

namespace Steward {

OrderWindows::OrderWindows(OrderDesk &desk, QWidget *owner) : m_desk(desk), m_owner(owner) { }

void OrderWindows::open(const OrderChoice &order)
{
    QPointer<OrderWindow> &window = m_windows[order.id];
    if (!window) {
        window = new OrderWindow(m_desk, order, m_owner);
        connect(window, &OrderWindow::otherOrderChosen, this, &OrderWindows::open);
        connect(window, &QObject::destroyed, this, [this, id = order.id] { m_windows.remove(id); });
    }
    window->show();
    window->raise();
    window->activateWindow();
}

} // namespace Steward
