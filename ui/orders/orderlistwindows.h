// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/table/savedviews.h"
#include "ui/orders/ordercommands.h"

#include <QJsonObject>
#include <QPointer>
#include <QTimer>

namespace Steward {

class OrderDesk;
class OrderListWindow;

/// The windows of single views: a view asked for twice raises the one there is. Which were open, where on these screens and with which
/// columns, is remembered for the next time the same person signs in; a filter that is no saved view is not, for it may name a person.
class OrderListWindows final : public QObject
{
    Q_OBJECT

public:
    static constexpr int mostRestored = 4; // each asks for a list

    /// owner: what the windows go with.
    OrderListWindows(OrderDesk &desk, QWidget *owner);
    /// Saved: nothing of the view's filter is other than it was saved.
    enum class Filter { Saved, Typed };
    /// view: as it is shown now.
    void open(const SavedView &view, Filter filter);
    /// Opens those again that were open last, as soon as their views are known; the first time it is called.
    void restore(const QList<SavedView> &views);
    /// The views have other names now.
    void rename(const QList<SavedView> &views);
    void remember();

Q_SIGNALS:
    void windowAsked(const Steward::OrderChoice &order);
    void told(const QString &text);

private:
    OrderListWindow *make(const SavedView &view, Filter filter);
    void bringBack(const SavedView &view, const QJsonObject &place);
    [[nodiscard]] QList<QJsonObject> read(const QString &what) const;

    struct Open
    {
        QPointer<OrderListWindow> window;
        SavedViewId view;
        Filter filter;
        TableQuery query; ///< that was asked for
    };

    OrderDesk &m_desk;
    QWidget *m_owner;
    QList<Open> m_open;
    bool m_isRestored = false;
    QTimer m_rest; ///< of windows that are moved
};

} // namespace Steward
