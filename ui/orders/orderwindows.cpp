// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/orderwindows.h"

#include "models/session/session.h"
#include "ui/common/keptplaces.h"
#include "ui/common/screens.h"
#include "ui/common/windows.h"
#include "ui/orders/orderdesk.h"
#include "ui/orders/orderwindow.h"

#include <QJsonArray>
#include <QSettings>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

const QString settingsGroup = u"order_windows"_s;
constexpr int restMs = 500;

QJsonObject placeOf(const OrderWindow &window)
{
    const QRect at = window.isMaximized() ? window.normalGeometry() : window.geometry();
    return {{u"order"_s, window.orderId().value}, {u"x"_s, at.x()}, {u"y"_s, at.y()}, {u"width"_s, at.width()}, {u"height"_s, at.height()}, {u"maximized"_s, window.isMaximized()}};
}

QRect rectOf(const QJsonObject &place)
{
    return {place.value(u"x"_s).toInt(), place.value(u"y"_s).toInt(), place.value(u"width"_s).toInt(), place.value(u"height"_s).toInt()};
}

} // namespace

OrderWindows::OrderWindows(OrderDesk &desk, QWidget *owner) : m_desk(desk), m_owner(owner)
{
    m_rest.setSingleShot(true);
    m_rest.setInterval(restMs);
    connect(&m_rest, &QTimer::timeout, this, &OrderWindows::remember);
}

void OrderWindows::open(const OrderChoice &order)
{
    OrderWindow *window = m_windows.value(order.id);
    if (!window)
        window = make(order);
    showWindow(window);
    m_rest.start();
}

OrderWindow *OrderWindows::make(const OrderChoice &order)
{
    auto *window = new OrderWindow(m_desk, order, m_owner);
    m_windows.insert(order.id, window);
    connect(window, &OrderWindow::otherOrderChosen, this, &OrderWindows::open);
    connect(window, &OrderWindow::placed, &m_rest, qOverload<>(&QTimer::start));
    connect(window, &OrderWindow::closed, this, [this, id = order.id] {
        m_windows.remove(id);
        remember();
    });
    connect(window, &QObject::destroyed, this, [this, id = order.id] { m_windows.remove(id); });
    return window;
}

void OrderWindows::restore()
{
    m_isRestored = true;
    const QList<ScreenPlace> screens = presentScreens();
    const QList<QJsonObject> open = read(u"open"_s), here = read(screenSetUp(screens));
    for (qsizetype i = 0; i < std::min(open.size(), qsizetype(mostRestored)); ++i) {
        const OrderId id{open.at(i).value(u"order"_s).toInteger()};
        if (!id.isValid() || m_windows.contains(id))
            continue;
        const auto same = std::ranges::find_if(here, [id](const QJsonObject &place) { return place.value(u"order"_s).toInteger() == id.value; });
        const QJsonObject &place = same == here.end() ? open.at(i) : *same;
        OrderWindow *window = make({id, 0, {}, {}});
        m_restoring.insert(id);
        connect(window, &OrderWindow::refused, this, [this, window] { dropped(window); });
        window->setGeometry(placedOn(screens, rectOf(place)));
        if (place.value(u"maximized"_s).toBool())
            window->setWindowState(Qt::WindowMaximized);
        showWindow(window, Keyboard::Leaves); // the person is at the list
    }
    m_rest.start(); // those that were opened before the list was there are remembered, too
    if (open.size() > mostRestored)
        Q_EMIT told(tr("%n more window(s) of orders were not opened again.", "", int(open.size() - mostRestored)));
}

/// It was shipped long ago, or is another group's by now: nobody waits for it.
void OrderWindows::dropped(OrderWindow *window)
{
    if (!m_restoring.contains(window->orderId()) || window->version() > 0)
        return;
    m_restoring.remove(window->orderId());
    window->close();
    Q_EMIT told(tr("%n window(s) of orders that cannot be shown any more were not opened again.", "", ++m_dropped));
}

void OrderWindows::remember()
{
    m_rest.stop();
    if (!m_isRestored)
        return; // those of last time wait for the list
    QJsonArray places;
    for (const QPointer<OrderWindow> &window : std::as_const(m_windows)) {
        if (window)
            places.append(placeOf(*window));
    }
    keepPlaces(m_desk.context().settings, settingsGroup, m_desk.context().session.account(), places);
}

QList<QJsonObject> OrderWindows::read(const QString &what) const
{
    return keptPlaces(m_desk.context().settings, settingsGroup, m_desk.context().session.account(), what);
}

} // namespace Steward
