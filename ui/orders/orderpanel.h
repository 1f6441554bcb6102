// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/latestonly.h"
#include "models/orders/orderrepository.h"
#include "ui/common/context.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QScrollArea;
class QToolButton;

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

    /// Shows an order after a short rest; at once when asked for by name (look-up).
    void showOrder(OrderId id, int restMs);
    void reload();
    void clear();
    [[nodiscard]] OrderId orderId() const { return m_id; }
    [[nodiscard]] const std::optional<OrderPanel> &order() const { return m_order; }
    [[nodiscard]] bool hasUnsentNote() const;
    void focusNote();
    void askRelease();

protected:
    void changeEvent(QEvent *event) override;

Q_SIGNALS:
    void loaded();
    void otherOrderChosen(Steward::OrderId id);
    void holdAsked();

private:
    void fitToText();
    void ask();
    void showAnswer(const Result<OrderPanel> &answer);
    void touch(const QString &mode);
    void sendNote();
    void keepDraft();
    void answered(QUuid commandId, bool ok, const QString &text);
    void tell(bool ok, const QString &text);
    void updateButtons();

    UiContext m_context;
    OrderRepository &m_orders;
    OrderCommands &m_commands;
    OrderId m_id;
    std::optional<OrderPanel> m_order;
    QHash<OrderId, QString> m_drafts; ///< unsent notes, by order
    QUuid m_noteCommand;
    QUuid m_releaseCommand;

    OrderView *m_view = nullptr;
    StateBanner *m_banner = nullptr;
    QWidget *m_footer = nullptr;
    QPlainTextEdit *m_note = nullptr;
    QPushButton *m_addNote = nullptr;
    QPushButton *m_hold = nullptr;
    QPushButton *m_release = nullptr;
    QLabel *m_answer = nullptr;
    QTimer m_rest;
    QTimer m_presence;
    LatestOnly<Result<OrderPanel>> m_loading;
};

} // namespace Steward
