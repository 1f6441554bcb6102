// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/latestonly.h"
#include "models/orders/orderrepository.h"
#include "ui/common/context.h"
#include "ui/common/theme.h"
#include "ui/orders/notedrafts.h"
#include "ui/orders/orderpresence.h"

#include <QTimer>
#include <QWidget>

#include <functional>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace Steward {

class OrderCommands;
class OrderView;
class StateBanner;

/// One order beside the list: asked when the selection rests, shown whole, with the commands one can do to it.
class OrderPanelWidget final : public QWidget
{
    Q_OBJECT

public:
    OrderPanelWidget(const UiContext &context, OrderRepository &orders, OrderCommands &commands, QWidget *parent = nullptr);
    ~OrderPanelWidget() override;

    /// Shows an order after a short rest; at once when asked for by name (look-up). An order that is shown or on its way is not asked
    /// for again.
    void showOrder(OrderId id, int restMs);
    void reload();
    void clear();
    /// The store has the order at this version (-1: no longer for this login); asks again when what is shown is older.
    void newerSeen(OrderId id, int version);
    [[nodiscard]] OrderId orderId() const { return m_id; } ///< the one asked for; order() may still be the one before it
    [[nodiscard]] const std::optional<OrderPanel> &order() const { return m_order; }
    [[nodiscard]] bool isOpening() const { return m_id.isValid() && (m_rest.isActive() || m_loading.isRunning()) && !isShown(m_id); }
    /// Calls with the order asked for: now, or as soon as it is shown. Never with another.
    void whenShown(const std::function<void(const OrderPanel &)> &then);
    [[nodiscard]] bool hasUnsentNote() const;
    void focusNote();
    void askRelease();

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

Q_SIGNALS:
    void loaded();
    void otherOrderChosen(Steward::OrderId id);
    void holdAsked();
    /// What became of a command on an order that is not shown any more.
    void told(const QString &text, Steward::Theme::Tone tone);

private:
    struct Outcome
    {
        QString text;
        Theme::Tone tone = Theme::Tone::Good;
    };

    void layOut();
    void connectAll();
    void fitToText();
    void ask();
    void showAnswer(const Result<OrderPanel> &answer);
    void showFailure(const Error &error);
    void showOther();
    void tellPresence();
    void sendNote();
    void keepDraft();
    void releaseAsked(const OrderPanel &order);
    void answered(const CommandAnswer &answer);
    void deliver(OrderId id, const QString &number, const Outcome &outcome);
    void tell(const Outcome &outcome);
    void updateButtons();
    [[nodiscard]] bool isShown(OrderId id) const { return m_order && m_order->id == id; }

    UiContext m_context;
    OrderCommands &m_commands;
    OrderRepository &m_orders;
    OrderPresence m_presence;
    OrderId m_id;
    std::optional<OrderPanel> m_order;
    int m_newerVersion = 0; ///< seen while the order was on its way
    NoteDrafts m_drafts;
    QHash<QUuid, QPair<OrderId, QString>> m_releases; ///< commands under way: their order and its number
    QHash<OrderId, Outcome> m_outcomes;               ///< of orders that were left before the answer came
    std::function<void(const OrderPanel &)> m_whenShown;

    OrderView *m_view = nullptr;
    StateBanner *m_banner = nullptr;
    QLabel *m_stale = nullptr;
    QLabel *m_answer = nullptr;
    QWidget *m_footer = nullptr;
    QPlainTextEdit *m_note = nullptr;
    QPushButton *m_addNote = nullptr;
    QPushButton *m_hold = nullptr;
    QPushButton *m_release = nullptr;
    QTimer m_rest;
    LatestOnly<Result<OrderPanel>> m_loading;
};

} // namespace Steward
