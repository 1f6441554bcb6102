// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/bulk/bulklook.h"

#include <QLabel>
#include <QTimer>

namespace Steward {

/// How many orders a verb will be done to, as a whole sentence.
[[nodiscard]] QString bulkWouldText(const QString &verb, int count);
/// What goes back to customers and what of it somebody pays out, a sentence for each currency: before it is done, or after.
[[nodiscard]] QStringList bulkMoneyTexts(const BulkSums &sums, BulkPass pass);

/// In a sheet for several orders: what its command will do to how many, and which it leaves alone and why, as the store says it. Asked
/// again when the form, the orders or the store change; nothing waits for it.
class BulkPlanLabel final : public QLabel
{
    Q_OBJECT

public:
    /// repository outlives it.
    BulkPlanLabel(BulkRepository &repository, const QString &name, QWidget *parent);

    /// Of this task and these orders from now on. Only what the store decides by is asked for again, after a pause of typing.
    void look(const BulkTask &task, const QList<BulkOrder> &orders);
    /// The store has changed: the same once more.
    void askAgain();
    /// Says nothing and asks nothing until the next look(): the command is out, and its answer says more.
    void rest();

    /// What is said is of the task and the orders shown last.
    [[nodiscard]] bool isKnown() const { return m_task && !m_pause.isActive() && m_look.state() == BulkLook::State::Known; }
    [[nodiscard]] const QList<BulkRow> &rows() const { return m_look.rows(); }
    [[nodiscard]] int wouldCount() const;

Q_SIGNALS:
    void changed();

private:
    void ask();
    void say();
    [[nodiscard]] QString knownText() const;
    [[nodiscard]] QStringList untoldNumbers() const; ///< of the orders whose customers are to be told and cannot be

    BulkLook m_look;
    std::optional<BulkTask> m_task;
    QList<BulkOrder> m_orders;
    QJsonObject m_asked; ///< what of m_task was asked for
    QTimer m_pause;
};

} // namespace Steward
