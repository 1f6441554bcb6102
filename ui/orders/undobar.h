// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/theme.h"
#include "ui/orders/ordercommands.h"

#include <QDeadlineTimer>
#include <QSet>
#include <QTimer>
#include <QWidget>

#include <chrono>

class QLabel;
class QPushButton;

namespace Steward {

class SentCommands;

/// Says what was just done and takes it back: for as long as what it sends waits in the house, or a little while where it sends nothing.
/// Where nobody knows what became of that, it stays until the same has been asked again and answered; where it could not be done just
/// then, it may be tried again for as long as it would have been offered. What one window takes back, no other offers once the store has
/// said its last word; who asks and is closed before that, says nothing, see SentCommands. What was done to other orders before the last is shown again when the last is over, while there is still time for
/// it. What sends nothing can be taken back for a day after the bar has gone too, the newest first; the store says whether it still may.
class UndoBar final : public QWidget
{
    Q_OBJECT

public:
    /// about: offers what was done to this order alone; to any when it is not valid.
    UndoBar(OrderCommands &commands, SentCommands &sent, OrderId about, QWidget *parent = nullptr);
    [[nodiscard]] bool isOffered() const { return !m_offers.isEmpty(); }
    [[nodiscard]] qsizetype offers() const { return m_offers.size(); }
    /// Takes back the newest of what is in sight, else of what is offered. What is on its way, and what nobody knows of though it was asked
    /// for again, comes last; nothing happens when nothing is offered.
    void undo();

Q_SIGNALS:
    void offeredChanged();
    void told(const QString &text, Steward::Theme::Tone tone);

private:
    /// What can be taken back, and by which command, however often and by whichever window that is sent; null: by a new one.
    struct Offer
    {
        CommandAnswer done;
        QUuid undoing;
        int secondsLeft = 0;                                         ///< in sight
        bool isUnderWay = false;                                     ///< taking it back, from here or from another window
        bool isUnknown = false;                                      ///< what became of taking it back
        bool isInVain = false;                                       ///< still unknown after it was asked for again
        QDeadlineTimer end = QDeadlineTimer(std::chrono::hours(24)); ///< of what sends nothing

        [[nodiscard]] bool endsInSight() const { return done.graceSeconds > 0 || done.undoSeconds > 0; }
        [[nodiscard]] bool isOpen() const { return !isUnderWay && !isUnknown; }
        [[nodiscard]] bool isOver() const;
        [[nodiscard]] int worth() const; ///< what is worth least goes first where there are too many
    };

    void begun(QUuid done, QUuid undoing);
    void answered(const CommandAnswer &answer);
    void settle(const CommandAnswer &answer);
    void offer(const CommandAnswer &answer);
    void drop(QUuid done);
    void dropOver();
    [[nodiscard]] bool isInSight(const Offer &offer) const { return offer.secondsLeft > 0 || offer.isUnknown || m_asking.contains(offer.undoing); }
    [[nodiscard]] qsizetype next() const;  ///< the place of what undo() takes back; -1: of nothing
    [[nodiscard]] qsizetype shown() const; ///< of what the bar shows; -1: nothing
    void takeBack(qsizetype place);
    void showNext();
    void showOffer(const Offer &offer);
    void tick();

    OrderCommands &m_commands;
    SentCommands &m_sent;
    OrderId m_about;
    QList<Offer> m_offers;     ///< the newest last
    QSet<QUuid> m_asking;      ///< those that are on their way from here
    bool m_wasOffered = false; ///< when it was last said
    QTimer m_second;
    QLabel *m_text = nullptr;
    QPushButton *m_undo = nullptr;
};

} // namespace Steward
