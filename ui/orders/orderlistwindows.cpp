// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/orderlistwindows.h"

#include "models/session/session.h"
#include "ui/common/keptplaces.h"
#include "ui/common/screens.h"
#include "ui/common/windows.h"
#include "ui/orders/orderdesk.h"
#include "ui/orders/orderlistwindow.h"

#include <QJsonArray>
#include <QSettings>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

const QString settingsGroup = u"list_windows"_s;
constexpr int restMs = 500;

QJsonObject placeOf(const OrderListWindow &window)
{
    const QRect at = window.isMaximized() ? window.normalGeometry() : window.geometry();
    const OrderListWindow::Looks looks = window.looks();
    SavedView columns; // written as a view's are
    columns.columns = looks.columns;
    return {{u"view"_s, window.view().id.value}, {u"x"_s, at.x()}, {u"y"_s, at.y()}, {u"width"_s, at.width()}, {u"height"_s, at.height()}, {u"maximized"_s, window.isMaximized()},
            {u"sort"_s, looks.sort}, {u"descending"_s, looks.descending}, {u"panel"_s, looks.panelWidth}, {u"columns"_s, columns.definition().value(u"columns"_s)}};
}

OrderListWindow::Looks looksOf(const QJsonObject &place)
{
    SavedView columns;
    columns.setDefinition({{u"query"_s, QJsonObject()}, {u"columns"_s, place.value(u"columns"_s)}});
    return {place.value(u"sort"_s).toString(), place.value(u"descending"_s).toBool(), columns.columns, place.value(u"panel"_s).toInt()};
}

} // namespace

OrderListWindows::OrderListWindows(OrderDesk &desk, QWidget *owner) : m_desk(desk), m_owner(owner)
{
    m_rest.setSingleShot(true);
    m_rest.setInterval(restMs);
    connect(&m_rest, &QTimer::timeout, this, &OrderListWindows::remember);
}

void OrderListWindows::open(const SavedView &view, Filter filter)
{
    const auto same = std::ranges::find_if(m_open, [&](const Open &open) {
        return open.window && open.view == view.id && open.filter == filter && (filter == Filter::Saved || open.query == view.query);
    });
    if (same != m_open.end())
        return showWindow(same->window);
    OrderListWindow *window = make(view, filter);
    showWindow(window);
    window->begin();
    m_rest.start();
}

OrderListWindow *OrderListWindows::make(const SavedView &view, Filter filter)
{
    auto *window = new OrderListWindow(m_desk, view, m_owner);
    m_open.append({window, view.id, filter, view.query});
    const auto forget = [this, window] { m_open.removeIf([window](const Open &open) { return !open.window || open.window == window; }); };
    connect(window, &OrderListWindow::windowAsked, this, &OrderListWindows::windowAsked);
    connect(window, &OrderListWindow::placed, &m_rest, qOverload<>(&QTimer::start));
    connect(window, &OrderListWindow::closed, this, [this, forget] {
        forget();
        remember();
    });
    return window;
}

void OrderListWindows::restore(const QList<SavedView> &views)
{
    if (std::exchange(m_isRestored, true))
        return;
    const QList<QJsonObject> open = read(u"open"_s), here = read(screenSetUp(presentScreens()));
    for (qsizetype i = 0; i < std::min(open.size(), qsizetype(mostRestored)); ++i) {
        const SavedViewId id{open.at(i).value(u"view"_s).toInteger()};
        const auto view = std::ranges::find(views, id, &SavedView::id);
        if (view == views.end()) {
            Q_EMIT told(tr("The window of a view that is there no more was not opened again."));
            continue;
        }
        const auto same = std::ranges::find_if(here, [id](const QJsonObject &place) { return place.value(u"view"_s).toInteger() == id.value; });
        bringBack(*view, same == here.end() ? open.at(i) : *same);
    }
}

void OrderListWindows::bringBack(const SavedView &view, const QJsonObject &place)
{
    OrderListWindow *window = make(view, Filter::Saved);
    const QRect at(place.value(u"x"_s).toInt(), place.value(u"y"_s).toInt(), place.value(u"width"_s).toInt(), place.value(u"height"_s).toInt());
    window->setGeometry(placedOn(presentScreens(), at));
    if (place.value(u"maximized"_s).toBool())
        window->setWindowState(Qt::WindowMaximized);
    window->setLooks(looksOf(place));
    showWindow(window, Keyboard::Leaves); // the person is at the list
    window->begin();
}

void OrderListWindows::rename(const QList<SavedView> &views)
{
    for (const Open &open : std::as_const(m_open)) {
        const auto view = std::ranges::find(views, open.view, &SavedView::id);
        if (open.window && view != views.end())
            open.window->rename(*view);
    }
}

void OrderListWindows::remember()
{
    m_rest.stop();
    if (!m_isRestored)
        return; // those of last time wait for their views
    QJsonArray places;
    for (const Open &open : std::as_const(m_open)) {
        if (open.window && open.filter == Filter::Saved)
            places.append(placeOf(*open.window));
    }
    keepPlaces(m_desk.context().settings, settingsGroup, m_desk.context().session.account(), places);
}

QList<QJsonObject> OrderListWindows::read(const QString &what) const
{
    return keptPlaces(m_desk.context().settings, settingsGroup, m_desk.context().session.account(), what);
}

} // namespace Steward
