// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/orderrepository.h"

#include <QJsonArray>
#include <QObject>
#include <QSet>

#include <functional>
#include <optional>

namespace Steward {

/// An order that a command is for, with what a person knows it by.
struct OrderChoice
{
    OrderId id;
    int version = 0;
    QString number;
    QString customer;
};

/// What a person calls an order: its number, and whose it is where that is known.
[[nodiscard]] QString orderName(const OrderChoice &order);

[[nodiscard]] QList<OrderId> idsOf(const QList<OrderChoice> &orders);
/// Numbers in a row, of many the first ones and how many more.
[[nodiscard]] QString numbersText(const QStringList &numbers);

/// An order of a command that was not done, and the version it was found at.
struct OrderFailure
{
    OrderId id;
    int version = 0; ///< 0 where the store did not say
    QString reason;  ///< machine word, see orderReasonText()
};

/// What became of a command.
struct CommandAnswer
{
    QUuid command;
    bool isDone = false; ///< all of it
    bool isKnown = true; ///< false: the server could not be asked, and only the same id sent again tells
    QString text;        ///< whole sentences
    QList<OrderId> orders;
    QList<OrderFailure> failures; ///< of a command for several orders: those it was not done to
    bool isUndoable = false;      ///< OrderCommands::undo() may take it back, see graceSeconds
    bool isMessage = false;       ///< see CommandWords::Undo
    int graceSeconds = 0;         ///< how long what it sends waits in the house; 0: it sends nothing
    int undoSeconds = 0;          ///< how long it may be taken back though it sends nothing, see store.with_grace; 0: longer than it is offered

    QUuid undone;                   ///< which command this one was to take back; null: none
    QString reason;                 ///< machine word of the whole, see orderReasonText(); empty: done, or the store has not answered
    std::optional<ErrorKind> error; ///< what came instead of the store's answer

    [[nodiscard]] bool isAbout(OrderId id) const { return orders.contains(id); }
    /// Whether that was the store's last word: the same is not done by asking for it again.
    [[nodiscard]] bool isFinal() const;
};

/// How the answer to a command is put into sentences.
struct CommandWords
{
    enum class Undo { No, Yes, Message }; ///< a message leaves the order as it is, and is taken back whatever was done to it since

    QString done;
    Undo undo = Undo::No;
    std::function<QString(const QJsonArray &rows)> further = {}; ///< sentences more, from what the store said of each order
};

/// Sends the desk's commands and says in words what became of each. A command is never cancelled by a page that closes; the
/// same command id is never in flight twice.
class OrderCommands final : public QObject
{
    Q_OBJECT

public:
    OrderCommands(OrderRepository &orders, QObject *parent = nullptr);

    void addNote(QUuid commandId, OrderId id, const QString &body);
    void placeHold(QUuid commandId, const QList<OrderChoice> &orders, const HoldChoice &choice);
    void releaseHold(QUuid commandId, OrderId id, const QList<HoldAt> &holds);
    void ship(QUuid commandId, const OrderChoice &order, const QList<Parcel> &parcels, bool isTold);
    void shipWhole(QUuid commandId, const QList<OrderChoice> &orders, const QString &carrier, bool isTold);
    /// parcel: its number among the order's.
    void fixParcel(QUuid commandId, const OrderChoice &order, int parcel, const ParcelFix &fix);
    void voidParcel(QUuid commandId, const OrderChoice &order, int parcel);
    void refund(QUuid commandId, const OrderChoice &order, const RefundChoice &choice, const QString &currency);
    /// sum: of these refunds, as the sheet showed it.
    void markRefundsPaid(QUuid commandId, const OrderChoice &order, const QList<int> &refundNos, const Money &sum);
    void cancel(QUuid commandId, const QList<OrderChoice> &orders, const CancelChoice &choice);
    void changeLines(QUuid commandId, const OrderChoice &order, const QList<LineDraft> &lines, const QString &currency);
    /// to: empty login for nobody.
    void assign(QUuid commandId, const QList<OrderChoice> &orders, const Assignee &to);
    void tag(QUuid commandId, const QList<OrderChoice> &orders, const QStringList &added, const QStringList &removed);
    void fixContact(QUuid commandId, const OrderChoice &order, const QList<ContactChange> &changes, ContactScope scope);
    void returnToStock(QUuid commandId, const OrderChoice &order, const QMap<qint64, int> &pieces);
    void askCustomer(QUuid commandId, const OrderChoice &order, const QString &question);
    void confirmAgain(QUuid commandId, const OrderChoice &order);
    /// Tells of an order whose own window has taken it by phone: it may be taken back like what is sent here.
    void orderTaken(QUuid commandId, const OrderChoice &order, const CommandOutcome &outcome);
    /// Takes back a command that was answered as undoable.
    void undo(QUuid commandId, const CommandAnswer &undone);
    [[nodiscard]] bool isInFlight(QUuid commandId) const { return m_inFlight.contains(commandId); }

Q_SIGNALS:
    void answered(const Steward::CommandAnswer &answer);
    void undoing(QUuid undone, QUuid commandId); ///< the second goes out now and takes the first back; what became of it: CommandAnswer::undone

private:
    void follow(QUuid commandId, const QList<OrderChoice> &orders, const QFuture<Result<CommandOutcome>> &future, const CommandWords &words, QUuid undone = {});

    OrderRepository &m_orders;
    QSet<QUuid> m_inFlight;
};

/// What the store answered: done, or which orders were not and why, each by its number.
[[nodiscard]] CommandAnswer readAnswer(const CommandOutcome &outcome, const QList<OrderChoice> &orders, const CommandWords &words);

} // namespace Steward
