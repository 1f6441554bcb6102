// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/orderrepository.h"

#include <QObject>
#include <QSet>

namespace Steward {

/// Sends the desk's commands and says in words what became of each. A command is never cancelled by a page that closes; the
/// same command id is never in flight twice.
class OrderCommands final : public QObject
{
    Q_OBJECT

public:
    OrderCommands(OrderRepository &orders, QObject *parent = nullptr);

    void addNote(QUuid commandId, OrderId id, const QString &body);
    void placeHold(QUuid commandId, const QList<OrderAt> &orders, const QString &reason, const QString &note);
    void releaseHold(QUuid commandId, const QList<HoldAt> &holds);
    [[nodiscard]] bool isInFlight(QUuid commandId) const { return m_inFlight.contains(commandId); }

Q_SIGNALS:
    /// text: a whole sentence; ok: all of it was done.
    void answered(QUuid commandId, bool ok, const QString &text);

private:
    void follow(QUuid commandId, const QFuture<Result<CommandOutcome>> &future, const QString &done);

    OrderRepository &m_orders;
    QSet<QUuid> m_inFlight;
};

/// A mixed outcome as sentences: how many were done, and why the others were not.
[[nodiscard]] QString outcomeText(const CommandOutcome &outcome, const QString &done);

} // namespace Steward
