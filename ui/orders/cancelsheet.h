// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/orders/ordersheet.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QPlainTextEdit;

namespace Steward {

class OrderActions;
class TellBox;
struct OrderPanel;

/// Why an order, or several, are called off, and what goes with it.
class CancelSheet final : public OrderSheet
{
    Q_OBJECT

public:
    /// order: the one that is shown, to say what was paid and shipped of it; null for rows of a list.
    CancelSheet(const QList<OrderChoice> &orders, const OrderPanel *order, QWidget *parent = nullptr);
    [[nodiscard]] QJsonObject typed() const override;
    void restore(const QJsonObject &typed) override;
    [[nodiscard]] Command command() const override;
    [[nodiscard]] std::optional<BulkTask> bulkTask() const override { return BulkTask::cancel(choice()); }

protected:
    [[nodiscard]] QString titleText() const override;
    [[nodiscard]] QString dismissText() const override;
    void follow(const OrderPanel &order) override;

private:
    [[nodiscard]] CancelChoice choice() const;
    void offerRefund(const OrderPanel &order);
    [[nodiscard]] bool isRefundOffered() const;
    void sayByHand();

    QComboBox *m_reason = nullptr;
    QPlainTextEdit *m_note = nullptr;
    QCheckBox *m_isRestocked = nullptr;
    QCheckBox *m_isRefunded = nullptr;
    TellBox *m_tell = nullptr;
    QLabel *m_byHand = nullptr; ///< how much of the refund somebody pays out
};

/// The verb "cancel".
void startCancel(OrderActions &actions, const QList<OrderChoice> &orders, const OrderPanel *order);

} // namespace Steward
