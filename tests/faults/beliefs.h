// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/database/commandclient.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QRandomGenerator>

namespace Steward::Test {

/// What a piece of an order's first line costs, whatever is changed of the order.
constexpr qint64 firstLinePrice = 1250;

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
        QStringList companies; ///< what was written for its address, the latest last
        QList<qint64> owed = {}; ///< numbers of refunds that are to be paid out by hand
    };
    /// A view or a file for a carrier.
    struct Record
    {
        qint64 id = 0;
        int version = 0;
    };

    Beliefs(const QJsonArray &orders, const QString &customer);
    void learn(const QString &verb, QUuid id, const QJsonObject &arguments, const CommandOutcome &outcome);
    /// Some order, and some of them.
    [[nodiscard]] const Order &any(QRandomGenerator &random) const;
    [[nodiscard]] QList<Order> some(QRandomGenerator &random) const;
    /// Some of them as a command for several takes them: {orders, versions}.
    [[nodiscard]] QJsonObject choice(QRandomGenerator &random) const;
    /// The e-mail address of whom all orders are.
    [[nodiscard]] QString customer() const { return m_customer; }
    [[nodiscard]] const QList<Order> &orders() const { return m_orders; }
    /// Commands that were done and can be taken back.
    [[nodiscard]] const QList<QUuid> &undoable() const { return m_undoable; }
    [[nodiscard]] const QStringList &accounts() const { return m_accounts; } ///< logins made here
    [[nodiscard]] const QList<Record> &views() const { return m_views; }
    [[nodiscard]] const QList<Record> &files() const { return m_files; }
    /// What stands at the foot of papers.
    [[nodiscard]] const QString &paperFoot() const { return m_paperFoot; }
    /// Another number at every call, from 1.
    [[nodiscard]] int nextNumber() { return ++m_number; }

private:
    void learnOther(const QString &verb, const QJsonObject &arguments, const CommandOutcome &outcome);
    void learnView(const QString &verb, const QJsonObject &arguments, const CommandOutcome &outcome);
    void learnRow(const QString &verb, const QJsonObject &arguments, const QJsonValue &row);
    [[nodiscard]] Order *find(qint64 id);

    QString m_customer;
    QList<Order> m_orders;
    QList<QUuid> m_undoable;
    QStringList m_accounts;
    QList<Record> m_views, m_files;
    QString m_paperFoot;
    int m_number = 0;
};

[[nodiscard]] QJsonArray toJson(const QList<qint64> &numbers);
[[nodiscard]] QList<qint64> integersOf(const QJsonValue &array);
[[nodiscard]] QString idText(QUuid id);

} // namespace Steward::Test
