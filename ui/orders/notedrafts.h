// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/orders/ordercommands.h"

#include <QHash>

#include <optional>

namespace Steward {

/// The notes that were typed and have not arrived: each with the order it was typed for, wherever the cursor is by now.
class NoteDrafts
{
public:
    struct Sent
    {
        OrderId order;
        QString number; ///< what the order is called on the screen
        QString text;
    };

    [[nodiscard]] bool isEmpty() const { return m_texts.isEmpty(); }
    [[nodiscard]] bool has(OrderId id) const { return m_texts.contains(id); }
    [[nodiscard]] QString text(OrderId id) const { return m_texts.value(id); }
    /// Blanks alone are no note.
    void keep(OrderId id, const QString &text);

    /// The command that an order's text is sent with: the one before it when nobody knows what became of that.
    [[nodiscard]] QUuid send(OrderId id, const QString &number);
    [[nodiscard]] bool isSending(OrderId id) const;
    /// What an answer is about, or nothing when it is to no note. A text that was changed meanwhile stays.
    std::optional<Sent> answered(const CommandAnswer &answer);

private:
    QHash<OrderId, QString> m_texts;
    QHash<QUuid, Sent> m_sent;
    QHash<OrderId, QPair<QUuid, QString>> m_unknown; ///< sent, and no answer came
};

} // namespace Steward
