// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/order.h"
#include "ui/orders/ordersheet.h"

class QLabel;
class QSpinBox;

namespace Steward {

class OrderActions;

/// What came back and goes on the shelf again: pieces by line, never more than were sent and have not come back.
class StockSheet final : public OrderSheet
{
    Q_OBJECT

public:
    explicit StockSheet(const OrderPanel &order, QWidget *parent = nullptr);
    [[nodiscard]] QJsonObject typed() const override;
    void restore(const QJsonObject &typed) override;
    [[nodiscard]] Command command() const override;

protected:
    [[nodiscard]] QString titleText() const override;
    void follow(const OrderPanel &order) override;

private:
    void count();
    [[nodiscard]] QMap<qint64, int> pieces() const;

    QMap<qint64, QSpinBox *> m_spins; ///< by line
    QLabel *m_sum = nullptr;
};

/// The verb "stock_return".
void startStockReturn(OrderActions &actions, const QList<OrderChoice> &orders, const OrderPanel *order);

} // namespace Steward
