// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/latestonly.h"
#include "models/table/tablesource.h"
#include "ui/orders/ordercommands.h"

#include <QHash>
#include <QPointer>

namespace Steward {

class OrderDesk;
class OrderWindow;

/// The windows of single orders: an order asked for twice raises the one there is, and all of them follow what colleagues change.
class OrderWindows final : public QObject
{
    Q_OBJECT

public:
    /// source: asked which of the orders shown have another version by now. owner: what the windows go with.
    OrderWindows(OrderDesk &desk, TableSource &source, QWidget *owner);
    void open(const OrderChoice &order);

private:
    void check();

    OrderDesk &m_desk;
    TableSource &m_source;
    QWidget *m_owner;
    QHash<OrderId, QPointer<OrderWindow>> m_windows;
    LatestOnly<Result<QList<TableRow>>> m_checking;
};

} // namespace Steward
