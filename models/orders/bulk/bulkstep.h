// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/database/commandclient.h"
#include "models/orders/order.h"

#include <QMap>
#include <QSet>
#include <QUuid>

namespace Steward {

/// An order of a bulk run as it was chosen.
struct BulkOrder
{
    OrderId id;
    int version = 0;
    QString number;
};

/// What is known of an order in a bulk run, in the order in which a window lists it.
enum class BulkState {
    Waiting,   ///< not looked at yet
    Would,     ///< the dry run lets it through, and nothing was done yet
    Unknown,   ///< sent, and the line was lost before the answer
    Done,
    TakenBack, ///< done, and undone
    Kept,      ///< done, and not undone, see the reason
    Refused,   ///< the store did not let it through, see the reason
    Conflict,  ///< somebody has changed it since it was chosen
};

/// An order of a bulk run and what became of it.
struct BulkRow
{
    OrderId id;
    int version = 0; ///< the newest that is known
    QString number;
    BulkState state = BulkState::Waiting;
    QString reason; ///< machine word, see bulkStateText(): "untold" of what was or would be done where the customer is to be told and cannot be; empty where there is none
    qint64 refundMinor = 0; ///< goes back to the customer where the task refunds, in minor units
    qint64 byHandMinor = 0; ///< of it, what somebody pays out
    QString currency = {};  ///< of both

    friend bool operator==(const BulkRow &, const BulkRow &) = default;
};

/// Money that goes back to customers, by currency, in minor units.
struct BulkSums
{
    QMap<QString, qint64> refunded;
    QMap<QString, qint64> byHand; ///< of it, what somebody pays out
};

/// Of the rows in one of these states.
[[nodiscard]] BulkSums sumsOf(const QList<BulkRow> &rows, const QSet<BulkState> &states);

/// Which way a run goes over its orders: looking first, doing, taking back.
enum class BulkPass { Check, Do, Undo };

/// A part of a pass that is sent at once.
struct BulkStep
{
    QUuid id;        ///< of the command; the same whenever it is sent
    QUuid undone;    ///< of the command it takes back
    QList<int> rows; ///< which rows of the run
    bool wasLocked = false;
};

/// The ids of a run's commands follow from the run's own and their place in it, so that the same step is the same command whenever it
/// is sent.
[[nodiscard]] QUuid bulkCommandId(QUuid run, int place);
/// Of the command that takes another one back.
[[nodiscard]] QUuid bulkUndoId(QUuid undone);

/// What an answer's row says of its order.
[[nodiscard]] BulkRow bulkAnswer(const BulkRow &before, const QJsonObject &answered, BulkPass pass);

} // namespace Steward
