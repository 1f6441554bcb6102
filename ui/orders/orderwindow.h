// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/theme.h"
#include "ui/orders/ordercommands.h"

#include <QWidget>

class QLabel;

namespace Steward {

class OrderDesk;
class OrderPanelWidget;
class OrderSheet;

/// One order in a window of its own: what is known of it at once, and all of it as soon as the store has answered. What was
/// typed in it and not sent is asked about before it closes.
class OrderWindow final : public QWidget
{
    Q_OBJECT

public:
    OrderWindow(OrderDesk &desk, const OrderChoice &order, QWidget *parent);

    [[nodiscard]] OrderId orderId() const { return m_id; }
    [[nodiscard]] int version() const; ///< of what is shown; 0 before it is

Q_SIGNALS:
    void otherOrderChosen(const Steward::OrderChoice &order);
    void placed();  ///< it was moved, or is of another size
    void closed();  ///< by the person
    void refused(); ///< the store does not show this order

protected:
    void closeEvent(QCloseEvent *event) override;
    void moveEvent(QMoveEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void name(const OrderChoice &order);
    void say(const QString &text, Theme::Tone tone);
    void askAboutTyped(bool isNote, const QList<OrderSheet *> &sheets);

    OrderDesk &m_desk;
    OrderId m_id;
    QLabel *m_head = nullptr; ///< until the order itself is there
    QLabel *m_said = nullptr;
    OrderPanelWidget *m_panel = nullptr;
    bool m_closesWithNote = false; ///< as soon as the note on its way has arrived
};

} // namespace Steward
