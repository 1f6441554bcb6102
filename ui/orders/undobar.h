// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/orders/ordercommands.h"

#include <QSet>
#include <QTimer>
#include <QWidget>

class QLabel;
class QPushButton;

namespace Steward {

class SentCommands;

/// Says what was just done and takes it back: for as long as what it sends waits in the house, or a little while where it sends nothing.
/// Where nobody knows what became of that, it stays until the same has been asked again and answered.
class UndoBar final : public QWidget
{
    Q_OBJECT

public:
    /// about: offers what was done to this order alone; to any when it is not valid.
    UndoBar(OrderCommands &commands, SentCommands &sent, OrderId about, QWidget *parent = nullptr);
    [[nodiscard]] bool isOffered() const { return m_offered.isUndoable; }
    /// Takes back what is offered; nothing happens when nothing is.
    void undo();

Q_SIGNALS:
    void offeredChanged();
    void told(const QString &text, bool isDone);

private:
    void answered(const CommandAnswer &answer);
    void offer(const CommandAnswer &answer);
    void offerAgain();
    void tick();

    OrderCommands &m_commands;
    SentCommands &m_sent;
    OrderId m_about;
    CommandAnswer m_offered;
    QUuid m_undoing;      ///< takes back what is offered, however often it is sent; null: nobody asked yet
    QSet<QUuid> m_asking; ///< those that are on their way
    int m_secondsLeft = 0;
    QTimer m_second;
    QLabel *m_text = nullptr;
    QPushButton *m_undo = nullptr;
};

} // namespace Steward
