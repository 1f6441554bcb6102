// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/orderwindows.h"

#include "models/session/session.h"
#include "ui/orders/orderdesk.h"
#include "ui/orders/orderwindow.h"

namespace Steward {

OrderWindows::OrderWindows(OrderDesk &desk, TableSource &source, QWidget *owner) : m_desk(desk), m_source(source), m_owner(owner)
{
    connect(&desk.context().session, &Session::changed, this, &OrderWindows::check);
}

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

void OrderWindows::check()
{
    QList<qint64> ids;
    QList<int> versions;
    for (const QPointer<OrderWindow> &window : std::as_const(m_windows)) {
        if (!window || window->version() == 0)
            continue;
        ids.append(window->orderId().value);
        versions.append(window->version());
    }
    if (ids.isEmpty())
        return;
    m_checking.start(m_source.refresh({}, ids, versions), this, [this](const Result<QList<TableRow>> &answer) {
        if (!answer)
            return;
        for (const TableRow &row : *answer) {
            if (const QPointer<OrderWindow> window = m_windows.value({row.id}))
                window->newerSeen(row.version);
        }
    });
}

} // namespace Steward
