// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/orderrepository.h"
#include "models/session/session.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QRandomGenerator>

#include <functional>

namespace Steward::Test {

/// What a workload believes of the orders it works on: from what it was told at the start and from the answers since. It may be wrong,
/// as a window may; the database says so then.
class Beliefs
{
public:
    struct Order
    {
        qint64 id = 0;
        int version = 0;
        QList<qint64> holds;
    };

    explicit Beliefs(const QJsonArray &orders);
    void learn(const QString &verb, QUuid id, const CommandOutcome &outcome);
    /// Some order, and some of them.
    [[nodiscard]] const Order &any(QRandomGenerator &random) const;
    [[nodiscard]] QList<Order> some(QRandomGenerator &random) const;
    [[nodiscard]] const QList<Order> &orders() const { return m_orders; }
    /// Commands that were done and can be taken back.
    [[nodiscard]] const QList<QUuid> &undoable() const { return m_undoable; }

private:
    [[nodiscard]] Order *find(qint64 id);

    QList<Order> m_orders;
    QList<QUuid> m_undoable;
};

/// Through what a command goes: the program's own parts.
struct Desktop
{
    Session &session;
    OrderRepository &orders;
};

/// A command of the desk as the fault suite knows it. To add one: a line in verbs() that draws arguments, sends them, and says in SQL
/// how many rows of the store show that it was done; everything else is the same for all.
struct Verb
{
    QString name; ///< as store.command has it
    int weight = 1;
    /// Arguments for one command, as they go into the journal; empty when there is nothing to do it to just now.
    std::function<QJsonObject(const Beliefs &beliefs, QRandomGenerator &random, QUuid id)> draw;
    std::function<QFuture<Result<CommandOutcome>>(const Desktop &desktop, QUuid id, const QJsonObject &arguments)> send;
    /// $1 the command's id as text: what it left behind, one for each order it was done to.
    QByteArray effects;
    /// $1 orders: what there is of that kind on them, whoever wrote it. Empty: effects alone tell.
    QByteArray all;
    bool isForLeads = false; ///< others have no right to it
};

[[nodiscard]] const QList<Verb> &verbs();
[[nodiscard]] const Verb *verbNamed(const QString &name);
/// One of them, those of more weight more often.
[[nodiscard]] const Verb &drawVerb(QRandomGenerator &random);

} // namespace Steward::Test
