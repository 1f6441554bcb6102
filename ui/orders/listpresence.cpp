// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/listpresence.h"

#include "models/orders/ordertablemodel.h"
#include "models/session/session.h"
#include "ui/orders/orderdesk.h"

#include <QEvent>
#include <QWidget>

#include <algorithm>

namespace Steward {

namespace {

constexpr int beatMs = 15'000; // who comes is told of by nobody
constexpr int askEveryMs = 1'000;

} // namespace

ListPresence::ListPresence(OrderTableModel &model, OrderDesk &desk, QWidget *view) : QObject(view), m_model(model), m_desk(desk), m_isSeen(view->isVisible())
{
    m_pause.setSingleShot(true);
    m_beat.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, &ListPresence::ask);
    connect(&m_beat, &QTimer::timeout, this, &ListPresence::askSoon);
    connect(&model, &TableModel::seenChanged, this, &ListPresence::askSoon);
    connect(&desk.presence(), &OrderPresence::viewersChanged, this, &ListPresence::askSoon);
    connect(&desk.context().session, &Session::changed, this, &ListPresence::askSoon);
    connect(&desk.context().session, &Session::stateChanged, this, &ListPresence::follow);
    view->installEventFilter(this);
}

/// A window that is minimised hides what is in it as well.
bool ListPresence::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Show || event->type() == QEvent::Hide) {
        m_isSeen = event->type() == QEvent::Show;
        follow();
    }
    return QObject::eventFilter(watched, event);
}

void ListPresence::follow()
{
    if (m_isSeen && m_desk.context().session.state() == Session::State::Ready)
        return askSoon();
    m_pause.stop();
    m_beat.stop();
    m_asking.cancel();
    m_model.setViewers({}); // nobody would take the marks away
}

void ListPresence::askSoon()
{
    if (!m_isSeen || m_desk.context().session.state() != Session::State::Ready || m_pause.isActive())
        return;
    const qint64 since = m_asked.isValid() ? m_asked.elapsed() : askEveryMs;
    m_pause.start(int(std::max<qint64>(0, askEveryMs - since)));
}

void ListPresence::ask()
{
    m_asked.start();
    QList<OrderId> ids;
    for (const TableRow *row : m_model.seenRows())
        ids.append(OrderId{row->id});
    if (ids.isEmpty())
        return;
    m_beat.start(beatMs);
    m_asking.start(m_desk.orders().viewers(ids), this, [this](const Result<QList<ListedViewer>> &answer) { take(answer); });
}

/// Who does not say it again goes when the store would let go of them, and not a beat later.
void ListPresence::take(const Result<QList<ListedViewer>> &answer)
{
    if (!answer)
        return;
    QHash<qint64, QList<Viewer>> viewers;
    int leftMs = beatMs;
    for (const ListedViewer &listed : *answer) {
        viewers[listed.order.value].append(listed.viewer);
        leftMs = std::min(leftMs, listed.viewer.leftMs);
    }
    m_beat.start(std::max(leftMs, askEveryMs));
    m_model.setViewers(viewers);
}

} // namespace Steward
