// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/latestonly.h"
#include "models/orders/orderrepository.h"
#include "ui/orders/orderactions.h"
#include "ui/orders/orderdesk.h"

#include <QTimer>
#include <QWidget>

#include <functional>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace Steward {

class OrderActionRow;
class OrderView;
class RestoredLine;
class StateBanner;

/// One order beside the list: asked when the selection rests, shown whole, with the commands one can do to it.
class OrderPanelWidget final : public QWidget, public OrderTarget
{
    Q_OBJECT

public:
    /// place: see OrderActions; the panel itself when none is given.
    explicit OrderPanelWidget(OrderDesk &desk, QWidget *place = nullptr, QWidget *parent = nullptr);
    ~OrderPanelWidget() override;

    /// Shows an order after a short rest; at once when asked for by name (look-up). An order that is shown or on its way is not asked
    /// for again.
    void showOrder(OrderId id, int restMs);
    void reload();
    void clear();
    /// The store has the order at this version; asks again when what is shown is older.
    void newerSeen(OrderId id, int version);
    [[nodiscard]] OrderId orderId() const { return m_id; } ///< the one asked for; order() may still be the one before it
    [[nodiscard]] const std::optional<OrderPanel> &order() const override { return m_order; }
    [[nodiscard]] bool isOpening() const override { return m_id.isValid() && (m_rest.isActive() || m_loading.isRunning()) && !isShown(m_id); }
    void whenShown(const std::function<void(const OrderPanel &)> &then) override;
    void focusNote() override;
    void deliver(OrderId id, const QString &number, const QString &text, Theme::Tone tone) override;
    [[nodiscard]] OrderActions &actions() const { return *m_actions; }

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

Q_SIGNALS:
    void loaded();
    void refused(); ///< the order asked for is not shown to this login
    void otherOrderChosen(Steward::OrderId id);
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
    void askAgain();
    void showAnswer(const Result<OrderPanel> &answer);
    void showFailure(const Error &error);
    void showOther();
    void tellPresence();
    void sendNote();
    void keepDraft();
    void showDraft(OrderId id);
    void sayRestored();
    void noteAnswered(const NoteDrafts::Sent &sent, const CommandAnswer &answer);
    void tell(const Outcome &outcome);
    void newsHeard(const OrderMark &now);
    void updateButtons();
    [[nodiscard]] bool isShown(OrderId id) const { return m_order && m_order->id == id; }

    OrderDesk &m_desk;
    OrderActions *m_actions = nullptr;
    OrderId m_id;
    std::optional<OrderPanel> m_order;
    int m_newerVersion = 0;      ///< seen while the order was on its way
    QString m_newerMark;         ///< the same
    int m_newsAsks = 0;          ///< when it was asked for
    QHash<OrderId, Outcome> m_outcomes; ///< of orders that were left before the answer came
    std::function<void(const OrderPanel &)> m_whenShown;

    OrderView *m_view = nullptr;
    StateBanner *m_banner = nullptr;
    QLabel *m_stale = nullptr;
    QLabel *m_answer = nullptr;
    QWidget *m_footer = nullptr;
    RestoredLine *m_restored = nullptr;
    QPlainTextEdit *m_note = nullptr;
    QPushButton *m_addNote = nullptr;
    OrderActionRow *m_row = nullptr;
    QTimer m_rest;
    QTimer m_away; ///< until it is asked again by itself, after the server could not be reached
    bool m_isAway = false;
    LatestOnly<Result<OrderPanel>> m_loading;
};

} // namespace Steward
