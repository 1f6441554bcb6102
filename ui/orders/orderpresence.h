// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/latestonly.h"
#include "models/orders/orderrepository.h"

#include <QObject>
#include <QTimer>

namespace Steward {

/// Tells colleagues which order is looked at here, and hears who else looks at it. However fast orders pass, one question is
/// under way at a time: what was shown and left before it could be said is never said.
class OrderPresence final : public QObject
{
    Q_OBJECT

public:
    enum class Mode { Viewing, Editing, Away };

    explicit OrderPresence(OrderRepository &orders, QObject *parent = nullptr);
    ~OrderPresence() override;

    void show(OrderId id, Mode mode);
    void leave();

Q_SIGNALS:
    void viewersChanged(Steward::OrderId id, const QList<Steward::Viewer> &viewers);

private:
    void say();

    OrderRepository &m_orders;
    OrderId m_shown;
    Mode m_mode = Mode::Viewing;
    OrderId m_told; ///< the order and mode the store knows of
    Mode m_toldMode = Mode::Viewing;
    bool m_isDue = false;
    QTimer m_settle;
    QTimer m_beat;
    LatestOnly<Result<QList<Viewer>>> m_asking;
};

} // namespace Steward
