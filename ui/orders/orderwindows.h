// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/latestonly.h"
#include "models/table/tablesource.h"
#include "ui/orders/ordercommands.h"

#include <QHash>
#include <QPointer>
#include <QRect>
#include <QSet>
#include <QTimer>

class QJsonObject;

namespace Steward {

class OrderDesk;
class OrderWindow;

/// The windows of single orders: an order asked for twice raises the one there is, and all of them follow what colleagues change. Which
/// were open, and where on these screens, is remembered for the next time the same person signs in.
class OrderWindows final : public QObject
{
    Q_OBJECT

public:
    static constexpr int mostRestored = 8;

    /// source: asked which of the orders shown have another version by now. owner: what the windows go with.
    OrderWindows(OrderDesk &desk, TableSource &source, QWidget *owner);
    void open(const OrderChoice &order);
    /// Opens those again that were open last, each as if it were asked for anew.
    void restore();
    /// Notes which are open and where: numbers of orders and pixels, nothing of a person.
    void remember();

Q_SIGNALS:
    void told(const QString &text);

private:
    void check();
    OrderWindow *make(const OrderChoice &order);
    void dropped(OrderWindow *window);
    [[nodiscard]] QString settingsKey(const QString &what) const;
    [[nodiscard]] QList<QJsonObject> read(const QString &what) const;

    OrderDesk &m_desk;
    TableSource &m_source;
    QWidget *m_owner;
    QHash<OrderId, QPointer<OrderWindow>> m_windows;
    QSet<OrderId> m_restoring; ///< whose order is on its way
    int m_dropped = 0;         ///< of those restored, how many cannot be shown any more
    QTimer m_rest;             ///< of windows that are moved
    LatestOnly<Result<QList<TableRow>>> m_checking;
};

} // namespace Steward
