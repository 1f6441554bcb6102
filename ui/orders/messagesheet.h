// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/order.h"
#include "ui/orders/ordersheet.h"

class QLabel;
class QPlainTextEdit;

namespace Steward {

class OrderActions;

/// A message to the customer of an order, with what they will read of it: a question, or the confirmation once more.
class MessageSheet final : public OrderSheet
{
    Q_OBJECT

public:
    enum class Kind { Question, Confirmation };

    MessageSheet(Kind kind, const OrderPanel &order, const QString &storeName, QWidget *parent = nullptr);
    [[nodiscard]] QJsonObject typed() const override;
    void restore(const QJsonObject &typed) override;
    [[nodiscard]] Command command() const override;

protected:
    [[nodiscard]] QString titleText() const override;

private:
    void showPreview();
    [[nodiscard]] QString text() const;
    [[nodiscard]] QString orderedText() const;

    Kind m_kind;
    OrderPanel m_order;
    QString m_store;
    QPlainTextEdit *m_text = nullptr; ///< null where nothing is written
    QLabel *m_preview = nullptr;
};

/// The verbs "message" and "confirmation".
void startQuestion(OrderActions &actions, const QList<OrderChoice> &orders, const OrderPanel *order);
void startConfirmation(OrderActions &actions, const QList<OrderChoice> &orders, const OrderPanel *order);

} // namespace Steward
