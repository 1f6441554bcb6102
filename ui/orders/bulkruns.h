// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/bulk/bulkrun.h"
#include "ui/orders/ordercommands.h"

namespace Steward {

class Session;

/// The run over many orders that a desk has going, or had last. One at a time, since all of them would use the same line.
class BulkRuns final : public QObject
{
    Q_OBJECT

public:
    explicit BulkRuns(Session &session);

    [[nodiscard]] BulkRepository &repository() { return *m_repository; }
    /// Looks at what will become of the orders; false, and nothing happens, while another run is under way.
    bool begin(const BulkTask &task, const QList<OrderChoice> &orders);
    /// A run of its own over what the last one did not do, as it is now.
    void retry();
    [[nodiscard]] BulkRun *run() const { return m_run.get(); }
    [[nodiscard]] bool isUnderWay() const { return m_run && m_run->isUnderWay(); }
    /// What the run does, and to how many orders.
    [[nodiscard]] QString title() const;
    /// How far it has come, as a whole sentence; empty while none is under way.
    [[nodiscard]] QString underWay() const;

Q_SIGNALS:
    void began();   ///< run() is another one now; the one before it goes when this has been heard
    void changed(); ///< of the run

private:
    void start(const BulkTask &task, const QList<BulkOrder> &orders, BulkRun::Versions versions);

    std::unique_ptr<BulkRepository> m_repository;
    std::unique_ptr<BulkRun> m_run;
};

} // namespace Steward
