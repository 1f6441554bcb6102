// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/orders/ordercommands.h"

#include <QPointer>

namespace Steward {

struct Draft;
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
    /// Opens one that was being taken before, with what was typed; sends nothing.
    void restore(const Draft &draft);
    /// What was typed and not taken, a line each.
    [[nodiscard]] QStringList unsent() const;
    /// Forgets what was typed into all of them.
    void discard();

Q_SIGNALS:
    void taken(const Steward::OrderChoice &order, const QString &text);

private:
    PhoneOrderWindow *make();

    OrderDesk &m_desk;
    QWidget *m_owner;
    QList<QPointer<PhoneOrderWindow>> m_windows;
};

} // namespace Steward
