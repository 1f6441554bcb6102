// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/latestonly.h"
#include "models/orders/orderrepository.h"

#include <QHash>
#include <QObject>

namespace Steward {

class Session;

/// Tells which of the orders that are shown, in the panel and in windows, have changed in the store: also by what leaves their version
/// as it is, such as a colleague's note. One question for all of them whenever the store says that orders changed.
class OrderNews final : public QObject
{
    Q_OBJECT

public:
    OrderNews(Session &session, OrderRepository &orders, QObject *parent = nullptr);

    /// What one place shows now, instead of what it showed before.
    void show(const QObject *place, const OrderMark &shown) { m_shown.insert(place, shown); }
    void leave(const QObject *place) { m_shown.remove(place); }
    /// Asks at once: something was done here that the store has not told yet.
    void ask();
    /// How often it was asked by now. Whoever was reading an order meanwhile and did not show it yet has to ask once more.
    [[nodiscard]] int asks() const { return m_asks; }

Q_SIGNALS:
    void changed(const Steward::OrderMark &now);

private:
    OrderRepository &m_orders;
    QHash<const QObject *, OrderMark> m_shown;
    int m_asks = 0;
    LatestOnly<Result<QList<OrderMark>>> m_asking;
};

} // namespace Steward
