// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/order.h"
#include "ui/orders/ordersheet.h"

class QLabel;
class QLineEdit;
class QSpinBox;

namespace Steward {

class MoneySpin;
class OrderActions;
class TellBox;

/// Money back by pieces, shipping and adjustment, counted while it is typed and never above what was paid less what was refunded.
class RefundSheet final : public OrderSheet
{
    Q_OBJECT

public:
    explicit RefundSheet(const OrderPanel &order, QWidget *parent = nullptr);
    [[nodiscard]] QJsonObject typed() const override;
    void restore(const QJsonObject &typed) override;
    [[nodiscard]] Command command() const override;

protected:
    [[nodiscard]] QString titleText() const override;
    void follow(const OrderPanel &order) override;

private:
    struct Row
    {
        qint64 line = 0;
        QSpinBox *quantity = nullptr;
        QSpinBox *unsent = nullptr;  ///< null where all was shipped
        QSpinBox *restock = nullptr;
    };

    [[nodiscard]] QWidget *makeLines();
    void quantityChanged(const Row &row);
    void unsentChanged(const Row &row, int more);
    void limitRestock(const Row &row);
    void limit();
    void count();
    [[nodiscard]] RefundChoice choice() const;

    OrderPanel m_order;
    QList<Row> m_rows;
    MoneySpin *m_shipping = nullptr;
    MoneySpin *m_adjustment = nullptr;
    QLineEdit *m_reason = nullptr;
    TellBox *m_tell = nullptr;
    QLabel *m_sum = nullptr;
    QLabel *m_byHand = nullptr; ///< how much somebody pays out
    int m_wide = 0; ///< pixels that show the lines without scrolling sideways
};

/// The verb "refund".
void startRefund(OrderActions &actions, const QList<OrderChoice> &orders, const OrderPanel *order);

} // namespace Steward
