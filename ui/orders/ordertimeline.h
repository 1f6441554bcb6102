// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/order.h"

#include <QWidget>

#include <functional>

class QLabel;

namespace Steward {

/// What happened to an order, newest first, with a box that leaves only one kind of it.
class OrderTimeline final : public QWidget
{
    Q_OBJECT

public:
    /// filter: the row of the box that is chosen; timeText: a time as this page writes it.
    OrderTimeline(const QList<TimelineEntry> &entries, int filter, const std::function<QString(const QDateTime &)> &timeText, QWidget *parent = nullptr);

Q_SIGNALS:
    void filterChosen(int filter);

private:
    QWidget *makeItem(const TimelineEntry &entry, const QString &at);
    void filter(int chosen);

    QList<std::pair<TimelineEntry::Kind, QWidget *>> m_items;
    QLabel *m_empty;
};

} // namespace Steward
