// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/latestonly.h"
#include "models/orders/orderrepository.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

class QWidget;

namespace Steward {

class OrderDesk;
class OrderTableModel;

/// Marks in a list who else is at which of the orders that are seen. Asked when others are seen, when orders have changed, and after a
/// while, once a second at most; nothing is asked, and nobody marked, while the list is out of sight, locked or offline.
class ListPresence final : public QObject
{
    Q_OBJECT

public:
    /// view: what shows the model's rows.
    ListPresence(OrderTableModel &model, OrderDesk &desk, QWidget *view);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void follow();
    void askSoon();
    void ask();
    void take(const Result<QList<ListedViewer>> &answer);

    OrderTableModel &m_model;
    OrderDesk &m_desk;
    bool m_isSeen = false;
    QTimer m_pause{this}; ///< until it is asked again at the earliest
    QTimer m_beat{this};  ///< and at the latest
    QElapsedTimer m_asked;
    LatestOnly<Result<QList<ListedViewer>>> m_asking;
};

} // namespace Steward
