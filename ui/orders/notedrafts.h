// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/orders/ordercommands.h"

#include <QHash>

namespace Steward {

/// The notes that were typed and have not arrived: each with the order it was typed for, wherever the cursor is by now, and the
/// same in every window that shows the order.
class NoteDrafts final : public QObject
{
    Q_OBJECT

public:
    struct Sent
    {
        OrderId order;
        QString number; ///< what the order is called on the screen
        QString text;
        const QObject *from = nullptr; ///< whose person waits for the answer
    };

    explicit NoteDrafts(OrderCommands &commands, QObject *parent = nullptr);

    [[nodiscard]] bool isEmpty() const { return m_texts.isEmpty(); }
    [[nodiscard]] bool has(OrderId id) const { return m_texts.contains(id); }
    [[nodiscard]] QString text(OrderId id) const { return m_texts.value(id); }
    [[nodiscard]] QList<OrderId> orders() const { return m_texts.keys(); }
    /// Blanks alone are no note.
    void keep(OrderId id, const QString &text);
    void discard(OrderId id) { keep(id, {}); }

    /// Sends an order's text: under the id it had before when nobody knows what became of that.
    void send(OrderId id, const QString &number, const QObject *from);
    [[nodiscard]] bool isSending(OrderId id) const;

Q_SIGNALS:
    void changed(Steward::OrderId id); ///< its text, or whether it is on its way
    /// A text that was changed meanwhile stays.
    void answered(const Steward::NoteDrafts::Sent &sent, const Steward::CommandAnswer &answer);

private:
    void settle(const CommandAnswer &answer);

    OrderCommands &m_commands;
    QHash<OrderId, QString> m_texts;
    QHash<QUuid, Sent> m_sent;
    QHash<OrderId, QPair<QUuid, QString>> m_unknown; ///< sent, and no answer came
};

} // namespace Steward
