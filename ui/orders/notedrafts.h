// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/drafts.h"
#include "ui/orders/ordercommands.h"

#include <QHash>

namespace Steward {

/// The notes that were typed and have not arrived: each with the order it was typed for, wherever the cursor is by now, and the
/// same in every window that shows the order. Kept as drafts, so that they are there again after a crash.
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

    NoteDrafts(OrderCommands &commands, Drafts &drafts, QObject *parent = nullptr);

    [[nodiscard]] bool isEmpty() const { return m_notes.isEmpty(); }
    [[nodiscard]] bool has(OrderId id) const { return m_notes.contains(id); }
    [[nodiscard]] QString text(OrderId id) const { return m_notes.value(id).text; }
    [[nodiscard]] QString number(OrderId id) const { return m_notes.value(id).number; }
    [[nodiscard]] QList<OrderId> orders() const { return m_notes.keys(); }
    /// Typed, not sent, and nobody was asked what becomes of them.
    [[nodiscard]] QList<OrderId> unsettled() const;
    /// They are to be kept as they are.
    void settle(const QList<OrderId> &orders);
    /// The draft that a note was restored from; none once it has been changed.
    [[nodiscard]] std::optional<Draft> restored(OrderId id) const { return m_notes.value(id).restored; }

    /// Blanks alone are no note. number: what the order is called.
    void keep(OrderId id, const QString &text, const QString &number);
    void discard(OrderId id) { keep(id, {}, {}); }

    /// Sends an order's text: under the id it had before when nobody knows what became of that.
    void send(OrderId id, const QString &number, const QObject *from);
    [[nodiscard]] bool isSending(OrderId id) const;

Q_SIGNALS:
    void changed(Steward::OrderId id); ///< its text, or whether it is on its way
    /// A text that was changed meanwhile stays.
    void answered(const Steward::NoteDrafts::Sent &sent, const Steward::CommandAnswer &answer);

private:
    struct Note
    {
        QString text, number;
        std::optional<Draft> restored;
        bool isSettled = false;
    };

    void restore();
    void write(OrderId id);
    void answeredBy(const CommandAnswer &answer);

    OrderCommands &m_commands;
    Drafts &m_drafts;
    QHash<OrderId, Note> m_notes;
    QHash<QUuid, Sent> m_sent;
    QHash<OrderId, QPair<QUuid, QString>> m_unknown; ///< sent, and no answer came yet
};

} // namespace Steward
