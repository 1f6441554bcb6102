// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/latestonly.h"
#include "models/mailroom/words/ordermail.h"
#include "models/orders/orderrepository.h"
#include "ui/orders/ordersheet.h"

class QLabel;
class QPlainTextEdit;

namespace Steward {

class OrderActions;

/// A message to the customer of an order, with what they will read of it, written as the delivery service writes it: a question, or the
/// confirmation once more.
class MessageSheet final : public OrderSheet
{
    Q_OBJECT

public:
    enum class Kind { Question, Confirmation };

    MessageSheet(Kind kind, const OrderPanel &order, OrderRepository &repository, QWidget *parent = nullptr);
    [[nodiscard]] QJsonObject typed() const override;
    void restore(const QJsonObject &typed) override;
    [[nodiscard]] Command command() const override;

protected:
    [[nodiscard]] QString titleText() const override;
    void follow(const OrderPanel &order) override;

private:
    void ask();
    void taken(const Result<MessageDraft> &draft);
    void showPreview();
    [[nodiscard]] QString text() const;
    [[nodiscard]] QString preview() const;

    Kind m_kind;
    OrderRepository &m_repository;
    LatestOnly<Result<MessageDraft>> m_asking;
    std::optional<OrderMail> m_mail; ///< once the store has answered
    QJsonObject m_packet;
    QString m_instead; ///< what stands where the message is shown, as long as there is none
    QPlainTextEdit *m_text = nullptr; ///< null where nothing is written
    QLabel *m_preview = nullptr;
};

/// The verbs "message" and "confirmation".
void startQuestion(OrderActions &actions, const QList<OrderChoice> &orders, const OrderPanel *order);
void startConfirmation(OrderActions &actions, const QList<OrderChoice> &orders, const OrderPanel *order);

} // namespace Steward
