// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/bulk/bulkrun.h"
#include "ui/orders/ordercommands.h"

namespace Steward {

class Drafts;
struct Draft;
class Session;

/// The run over many orders that a desk has going, or had last. One at a time, since all of them would use the same line. What is under
/// way is kept among the drafts, so that a program started after a crash can say how far it came; nothing goes on by itself then.
class BulkRuns final : public QObject
{
    Q_OBJECT

public:
    BulkRuns(Session &session, Drafts &drafts);
    /// Whether a draft is a run's rather than something that was typed.
    [[nodiscard]] static bool isKeptRun(const Draft &draft);

    [[nodiscard]] BulkRepository &repository() { return *m_repository; }
    /// Looks at what will become of the orders. Nothing happens where whyNotBegin() says why.
    bool begin(const BulkTask &task, const QList<OrderChoice> &orders);
    /// Why no other run can be begun now, as a whole sentence; empty when one can.
    [[nodiscard]] QString whyNotBegin() const;
    /// A run of its own over what the last one did not do, as it is now.
    void retry();
    [[nodiscard]] BulkRun *run() const { return m_run.get(); }
    [[nodiscard]] bool isUnderWay() const { return m_run && m_run->isUnderWay(); }
    /// It was begun by a program before this one, and nobody has decided yet what becomes of it.
    [[nodiscard]] bool isLeftOver() const { return m_isLeftOver; }
    /// Leaves alone what a stopped run has not come to.
    void end();
    /// Somebody has looked at it: one that had come to its end needs no more than that.
    void seen();
    /// What is under way can be gone on with when the same person signs in again.
    [[nodiscard]] bool isKept() const;
    /// What the run does, and to how many orders.
    [[nodiscard]] QString title() const;
    /// What it is doing, as a whole sentence; empty while it does nothing to any order.
    [[nodiscard]] QString underWay() const;
    /// The same, and what is left over; empty where there is nothing to be said of a run.
    [[nodiscard]] QString said() const;

Q_SIGNALS:
    void began();   ///< run() is another one now; the one before it goes when this has been heard
    void changed(); ///< of the run

private:
    void start(const BulkTask &task, const QList<BulkOrder> &orders, BulkRun::Versions versions);
    void replace(std::unique_ptr<BulkRun> run);
    void takeUp();
    void keep(const BulkPlan &plan, const std::function<void()> &then);
    void follow();

    Drafts &m_drafts;
    std::unique_ptr<BulkRepository> m_repository;
    bool m_isLeftOver = false;
    std::unique_ptr<BulkRun> m_run;
};

} // namespace Steward
