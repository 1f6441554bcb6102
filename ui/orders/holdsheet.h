// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/order.h"
#include "ui/orders/ordersheet.h"

class QComboBox;
class QFormLayout;
class QGridLayout;
class QPlainTextEdit;
class QScrollArea;
class QSpinBox;

namespace Steward {

class OrderActions;

/// Why an order, or several, are put on hold; of one order that is known, which pieces of its lines.
class HoldSheet final : public OrderSheet
{
    Q_OBJECT

public:
    /// order: the one that is held, where it is shown; its lines can be chosen then.
    explicit HoldSheet(const QList<OrderChoice> &orders, const OrderPanel *order = nullptr, QWidget *parent = nullptr);
    [[nodiscard]] HoldChoice choice() const;
    [[nodiscard]] QJsonObject typed() const override;
    void restore(const QJsonObject &typed) override;
    [[nodiscard]] Command command() const override;
    [[nodiscard]] std::optional<BulkTask> bulkTask() const override { return BulkTask::hold(choice().reason, choice().note); }

protected:
    [[nodiscard]] QString titleText() const override;
    void follow(const OrderPanel &order) override;

private:
    struct Piece
    {
        QString title;
        QSpinBox *spin = nullptr;
    };

    void addLines(QFormLayout &form);
    void addLine(qint64 id, const QString &title, int open);
    void offerLines();
    void count();
    [[nodiscard]] bool isOfLines() const;

    QComboBox *m_reason = nullptr;
    QPlainTextEdit *m_note = nullptr;
    QFormLayout *m_rows = nullptr;
    QComboBox *m_scope = nullptr;
    QScrollArea *m_scroll = nullptr;
    QGridLayout *m_grid = nullptr;
    QMap<qint64, Piece> m_pieces; ///< by line
};

/// The verb "hold".
void startHold(OrderActions &actions, const QList<OrderChoice> &orders, const OrderPanel *order);

} // namespace Steward
