// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/latestonly.h"
#include "models/orders/phoneorder.h"
#include "ui/orders/ordersheet.h"

#include <QTimer>

namespace Steward {

class LinesMoney;
class LinesTable;
class OrderActions;
class OrderDesk;

/// Other lines for an order nothing was shipped of, with what is then to be paid or given back, as the store counts it while it is typed.
/// What somebody else does to the lines meanwhile is put under what was typed here.
class LinesSheet final : public OrderSheet
{
    Q_OBJECT

public:
    LinesSheet(OrderDesk &desk, const OrderPanel &order, QWidget *parent = nullptr);
    [[nodiscard]] QJsonObject typed() const override;
    void restore(const QJsonObject &typed) override;
    [[nodiscard]] Command command() const override;
    void answered(const CommandAnswer &answer) override;
    void takeUp(QUuid command, const QList<OrderChoice> &orders) override;

protected:
    [[nodiscard]] QString titleText() const override;
    /// It asks for the order itself, and sends again by its lines.
    [[nodiscard]] bool isStillDecided(const OrderPanel &, const OrderPanel &) const override { return false; }

private:
    void linesEdited();
    void count();
    void showCounted(const Result<LinesPreview> &answer);
    void showMoney(const LinesPreview &counted);
    /// Somebody changed the order: asks for it as it is now. sendsAgain: and sends once more where its lines are the same.
    void askAnew(bool sendsAgain);
    void showAnew(const OrderPanel &order, bool sendsAgain);
    void updateButton();
    [[nodiscard]] bool isChanged() const;

    OrderDesk &m_desk;
    OrderPanel m_order; ///< as it was seen last
    LinesTable *m_lines = nullptr;
    LinesMoney *m_money = nullptr;
    QTimer m_rest;
    QString m_refused; ///< what the store says to what is typed; empty: it can be done, or is not known yet
    QString m_told;    ///< what was said last, until it is sent again
    int m_sentAgain = 0;
    LatestOnly<Result<LinesPreview>> m_counting;
    LatestOnly<Result<OrderPanel>> m_reading;
};

/// The verb "lines".
void startLines(OrderActions &actions, const QList<OrderChoice> &orders, const OrderPanel *order);

} // namespace Steward
