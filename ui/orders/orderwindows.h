// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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

/// The windows of single orders: an order asked for twice raises the one there is. Which were open, and where on these screens, is
/// remembered for the next time the same person signs in.
class OrderWindows final : public QObject
{
    Q_OBJECT

public:
    static constexpr int mostRestored = 8;

    /// owner: what the windows go with.
    OrderWindows(OrderDesk &desk, QWidget *owner);
    void open(const OrderChoice &order);
    /// Opens those again that were open last, each as if it were asked for anew.
    void restore();
    /// Notes which are open and where: numbers of orders and pixels, nothing of a person.
    void remember();

Q_SIGNALS:
    void told(const QString &text);

private:
    OrderWindow *make(const OrderChoice &order);
    void dropped(OrderWindow *window);
    [[nodiscard]] QList<QJsonObject> read(const QString &what) const;

    OrderDesk &m_desk;
    QWidget *m_owner;
    QHash<OrderId, QPointer<OrderWindow>> m_windows;
    QSet<OrderId> m_restoring; ///< whose order is on its way
    int m_dropped = 0;         ///< of those restored, how many cannot be shown any more
    bool m_isRestored = false;
    QTimer m_rest;             ///< of windows that are moved
};

} // namespace Steward
