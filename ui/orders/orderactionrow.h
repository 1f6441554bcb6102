// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/order.h"

#include <QHash>
#include <QWidget>

class QMenu;
class QPushButton;

namespace Steward {

class OrderActions;

/// What can be done to the order that is shown: the frequent verbs as buttons, all others in a menu. What is off says why.
class OrderActionRow final : public QWidget
{
    Q_OBJECT

public:
    explicit OrderActionRow(OrderActions &actions, QWidget *parent = nullptr);
    void update(const OrderPanel &order);

private:
    void fillMenu();

    OrderActions &m_actions;
    QHash<QString, QPushButton *> m_buttons; ///< by verb
    QPushButton *m_more = nullptr;
    QMenu *m_menu = nullptr;
};

} // namespace Steward
