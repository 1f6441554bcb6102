// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/orders/ordercommands.h"

#include <QPointer>

namespace Steward {

class OrderDesk;
class PhoneOrderWindow;

/// The orders that are being taken by phone, each in its window: one that is empty still is raised before another is opened.
class PhoneOrderWindows final : public QObject
{
    Q_OBJECT

public:
    /// owner: what the windows go with.
    PhoneOrderWindows(OrderDesk &desk, QWidget *owner);
    void open();
    /// What was typed and not taken, a line each.
    [[nodiscard]] QStringList unsent() const;

Q_SIGNALS:
    void taken(const Steward::OrderChoice &order, const QString &text);

private:
    OrderDesk &m_desk;
    QWidget *m_owner;
    QList<QPointer<PhoneOrderWindow>> m_windows;
};

} // namespace Steward
