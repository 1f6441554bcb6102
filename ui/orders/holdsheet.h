// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/orders/ordercommands.h"

#include <QDialog>
#include <QUuid>

class QComboBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace Steward {

/// Why an order, or several, are put on hold. The command's id is made when the sheet opens, so a second click changes nothing.
class HoldSheet final : public QDialog
{
    Q_OBJECT

public:
    HoldSheet(const QList<OrderChoice> &orders, QWidget *parent = nullptr);
    [[nodiscard]] QUuid commandId() const { return m_commandId; }
    /// Those that are still to be held, at the versions they were last seen at.
    [[nodiscard]] const QList<OrderChoice> &orders() const { return m_orders; }
    [[nodiscard]] QString what() const; ///< number and customer of one order, how many of several
    [[nodiscard]] QString reason() const;
    [[nodiscard]] QString note() const;
    /// The answer came: closes when it was done, else says why and lets those that are left be tried again. Under a new id, unless
    /// nobody knows what became of the old one and nothing was changed since.
    void answered(const CommandAnswer &answer);

Q_SIGNALS:
    void submitted();

private:
    void submit();
    void nameOrders();

    QUuid m_commandId = QUuid::createUuid();
    QPair<QString, QString> m_sent; ///< reason and note that m_commandId was sent with
    QList<OrderChoice> m_orders;
    QLabel *m_what = nullptr;
    QComboBox *m_reason = nullptr;
    QPlainTextEdit *m_note = nullptr;
    QLabel *m_answer = nullptr;
    QPushButton *m_place = nullptr;
};

} // namespace Steward
