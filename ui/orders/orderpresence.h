// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/latestonly.h"
#include "models/orders/orderrepository.h"

#include <QHash>
#include <QObject>
#include <QTimer>

namespace Steward {

/// Tells colleagues which orders are looked at here, in the panel and in windows, and hears who else looks at them. However fast
/// orders pass, one question is under way at a time: what was shown and left before it could be said is never said.
class OrderPresence final : public QObject
{
    Q_OBJECT

public:
    /// From weak to strong: an order that is shown in two places counts as the stronger says.
    enum class Mode { Away, Viewing, Editing };

    explicit OrderPresence(OrderRepository &orders, QObject *parent = nullptr);
    ~OrderPresence() override;

    /// What one place shows now, instead of what it showed before.
    void show(const QObject *place, OrderId id, Mode mode);
    void leave(const QObject *place);

Q_SIGNALS:
    void viewersChanged(Steward::OrderId id, const QList<Steward::Viewer> &viewers);

private:
    [[nodiscard]] QHash<OrderId, Mode> wanted() const;
    void settleSoon();
    void say();
    void touch(OrderId id, Mode mode);
    void letGoInTime(const QList<Viewer> &viewers);

    OrderRepository &m_orders;
    QHash<const QObject *, QPair<OrderId, Mode>> m_shown;
    QHash<OrderId, Mode> m_told; ///< what the store knows of
    QSet<OrderId> m_due;         ///< to be said again, for what was said runs out
    QTimer m_settle;
    QTimer m_beat;
    LatestOnly<Result<QList<Viewer>>> m_asking;
};

} // namespace Steward
