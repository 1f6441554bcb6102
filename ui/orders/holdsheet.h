// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/orders/ordersheet.h"

class QComboBox;
class QPlainTextEdit;

namespace Steward {

class OrderActions;
struct OrderPanel;

/// Why an order, or several, are put on hold.
class HoldSheet final : public OrderSheet
{
    Q_OBJECT

public:
    explicit HoldSheet(const QList<OrderChoice> &orders, QWidget *parent = nullptr);
    [[nodiscard]] QString reason() const;
    [[nodiscard]] QString note() const;
    [[nodiscard]] QJsonObject typed() const override;
    void restore(const QJsonObject &typed) override;
    [[nodiscard]] Command command() const override;
    [[nodiscard]] std::optional<BulkTask> bulkTask() const override { return BulkTask::hold(reason(), note()); }

protected:
    [[nodiscard]] QString titleText() const override;

private:
    QComboBox *m_reason = nullptr;
    QPlainTextEdit *m_note = nullptr;
};

/// The verb "hold".
void startHold(OrderActions &actions, const QList<OrderChoice> &orders, const OrderPanel *order);

} // namespace Steward
