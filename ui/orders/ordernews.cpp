// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/ordernews.h"

#include "models/session/session.h"

namespace Steward {

OrderNews::OrderNews(Session &session, OrderRepository &orders, QObject *parent) : QObject(parent), m_orders(orders)
{
    connect(&session, &Session::changed, this, &OrderNews::ask);
    connect(&session, &Session::stateChanged, this, [this](Session::State state) {
        if (state == Session::State::Ready)
            ask(); // nobody told while the connection was away
    });
}

void OrderNews::ask()
{
    ++m_asks;
    if (m_shown.isEmpty())
        return;
    m_asking.start(m_orders.news(m_shown.values()), this, [this](const Result<QList<OrderMark>> &answer) {
        if (!answer)
            return;
        for (const OrderMark &order : *answer)
            Q_EMIT changed(order);
    });
}

} // namespace Steward
