// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/order.h"
#include "ui/orders/ordersheet.h"

#include <QTimeZone>

class QCheckBox;
class QLabel;
class QVBoxLayout;

namespace Steward {

class OrderActions;

/// Which of the refunds by hand were paid out. It writes that down and moves no money.
class RefundPaidSheet final : public OrderSheet
{
    Q_OBJECT

public:
    /// refund: the one it is opened for, which is ticked; 0: none was named. zone: of the days the refunds are called by.
    RefundPaidSheet(const OrderPanel &order, int refund, const QTimeZone &zone, QWidget *parent = nullptr);
    [[nodiscard]] QJsonObject typed() const override;
    void restore(const QJsonObject &typed) override;
    [[nodiscard]] Command command() const override;

protected:
    [[nodiscard]] QString titleText() const override;
    void follow(const OrderPanel &order) override;
    [[nodiscard]] bool isStillDecided(const OrderPanel &before, const OrderPanel &now) const override;

private:
    struct Row
    {
        int no = 0;
        Money amount;
        QCheckBox *box = nullptr;
    };

    void addRow(const OrderRefund &refund);
    void count();
    [[nodiscard]] QList<int> chosen() const;
    [[nodiscard]] Money sum() const;

    QTimeZone m_zone;
    QString m_currency;
    QList<Row> m_rows;
    QWidget *m_inside = nullptr;
    QVBoxLayout *m_column = nullptr;
    QLabel *m_sum = nullptr;
};

/// The verb "refund_paid".
void startRefundPaid(OrderActions &actions, const QList<OrderChoice> &orders, const OrderPanel *order);
/// The same, of one refund by its number. Where others were ticked before and not sent, it is asked first which are meant.
void startRefundPaidOf(OrderActions &actions, const OrderPanel &order, int refund);

} // namespace Steward
