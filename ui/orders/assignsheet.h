// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/latestonly.h"
#include "models/orders/orderrepository.h"
#include "ui/orders/ordersheet.h"

class QListWidget;

namespace Steward {

class OrderActions;

/// Who works an order, or several, from now on: oneself first, then nobody, then the colleagues.
class AssignSheet final : public OrderSheet
{
    Q_OBJECT

public:
    /// order: the one that is shown, to say whose it is now; null for rows of a list. me: who is signed in.
    AssignSheet(const QList<OrderChoice> &orders, const OrderPanel *order, const Assignee &me, OrderRepository &repository, QWidget *parent = nullptr);
    [[nodiscard]] QJsonObject typed() const override;
    void restore(const QJsonObject &typed) override;
    [[nodiscard]] Command command() const override;
    [[nodiscard]] std::optional<BulkTask> bulkTask() const override { return BulkTask::assign(chosen().login); }

protected:
    [[nodiscard]] QString titleText() const override;
    [[nodiscard]] bool isStillDecided(const OrderPanel &before, const OrderPanel &now) const override;

private:
    void add(const QString &text, const Assignee &who);
    void fill(const QList<Assignee> &people);
    void choose(const QString &login);
    [[nodiscard]] int rowOf(const QString &login) const; ///< -1: not there
    [[nodiscard]] Assignee chosen() const;

    Assignee m_me;
    std::optional<QString> m_now; ///< login of who has it, where that is known
    std::optional<Assignee> m_wanted; ///< restored, maybe before the colleagues were there
    QListWidget *m_list = nullptr;
    LatestOnly<Result<QList<Assignee>>> m_asking;
};

/// Takes several orders on oneself: nothing is chosen, and what will become of them is read first.
class AssignMeSheet final : public OrderSheet
{
    Q_OBJECT

public:
    AssignMeSheet(const QList<OrderChoice> &orders, const Assignee &me, QWidget *parent = nullptr);
    [[nodiscard]] QJsonObject typed() const override { return {}; }
    void restore(const QJsonObject &) override { }
    [[nodiscard]] Command command() const override;
    [[nodiscard]] std::optional<BulkTask> bulkTask() const override { return BulkTask::assign(m_me.login); }

protected:
    [[nodiscard]] QString titleText() const override;

private:
    Assignee m_me;
};

/// The verbs "assign" and "assign_me".
void startAssign(OrderActions &actions, const QList<OrderChoice> &orders, const OrderPanel *order);
void startAssignToMe(OrderActions &actions, const QList<OrderChoice> &orders, const OrderPanel *order);

} // namespace Steward
