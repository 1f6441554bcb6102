// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/bulk/bulkgathering.h"
#include "ui/orders/ordercommands.h"

#include <QDialog>

#include <functional>

class QLabel;
class QPushButton;

namespace Steward {

/// Finds all orders that a list matches, says how many there are so far, and goes on with them by itself.
class GatherSheet final : public QDialog
{
    Q_OBJECT

public:
    /// then: with the orders, when all are found; not called when it is stopped or fails.
    GatherSheet(BulkRepository &repository, const TableQuery &query, std::function<void(const QList<OrderChoice> &)> then, QWidget *parent);

private:
    void finish(const QList<BulkOrder> &orders);

    BulkGathering m_gathering;
    std::function<void(const QList<OrderChoice> &)> m_then;
    QLabel *m_text = nullptr;
    QPushButton *m_stop = nullptr;
};

} // namespace Steward
