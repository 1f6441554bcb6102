// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/orderpresence.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int beatMs = 20'000; // presence runs out after two minutes; a colleague who comes is seen sooner
constexpr int leastMs = 1'000; // between two, whatever clocks and rounding make of it
constexpr int settleMs = 150;  // a sheet that opens takes the window's focus for a moment

QString word(OrderPresence::Mode mode)
{
    return mode == OrderPresence::Mode::Editing ? u"editing"_s : mode == OrderPresence::Mode::Away ? u"away"_s : u"viewing"_s;
}

} // namespace

OrderPresence::OrderPresence(OrderRepository &orders, QObject *parent) : QObject(parent), m_orders(orders)
{
    m_settle.setSingleShot(true);
    m_settle.setInterval(settleMs);
    connect(&m_settle, &QTimer::timeout, this, &OrderPresence::say);
    connect(&m_beat, &QTimer::timeout, this, [this] {
        m_beat.start(beatMs);
        const QList<OrderId> told = m_told.keys();
        m_due = {told.begin(), told.end()};
        say();
    });
}

OrderPresence::~OrderPresence()
{
    const QList<OrderId> told = m_told.keys();
    for (const OrderId id : told)
        (void)m_orders.touchPresence(id, u"gone"_s);
}

void OrderPresence::show(const QObject *place, OrderId id, Mode mode)
{
    if (id.isValid())
        m_shown.insert(place, {id, mode});
    else
        m_shown.remove(place);
    settleSoon();
}

void OrderPresence::leave(const QObject *place)
{
    m_shown.remove(place);
    settleSoon();
}

QHash<OrderId, OrderPresence::Mode> OrderPresence::wanted() const
{
    QHash<OrderId, Mode> modes;
    for (const auto &[id, mode] : m_shown)
        modes.insert(id, std::max(mode, modes.value(id, Mode::Away)));
    return modes;
}

void OrderPresence::settleSoon()
{
    if (!m_settle.isActive() && wanted() != m_told)
        m_settle.start();
}

void OrderPresence::say()
{
    if (m_asking.isRunning())
        return;
    const QHash<OrderId, Mode> modes = wanted();
    const QList<OrderId> told = m_told.keys();
    for (const OrderId id : told) {
        if (modes.contains(id))
            continue;
        m_told.remove(id);
        m_due.remove(id);
        m_asking.start(m_orders.touchPresence(id, u"gone"_s), this, [this](const Result<QList<Viewer>> &) { say(); });
        return;
    }
    for (auto mode = modes.begin(); mode != modes.end(); ++mode) {
        if (!m_told.contains(mode.key()) || m_told.value(mode.key()) != mode.value() || m_due.contains(mode.key()))
            return touch(mode.key(), mode.value());
    }
    if (m_told.isEmpty())
        m_beat.stop();
}

void OrderPresence::touch(OrderId id, Mode mode)
{
    m_told.insert(id, mode);
    m_due.remove(id);
    if (!m_beat.isActive())
        m_beat.start(beatMs);
    m_asking.start(m_orders.touchPresence(id, word(mode)), this, [this, id](const Result<QList<Viewer>> &answer) {
        if (answer && wanted().contains(id)) {
            letGoInTime(*answer);
            Q_EMIT viewersChanged(id, *answer);
        }
        say();
    });
}

/// Who does not say it again goes when the store lets go of them, and not a beat later.
void OrderPresence::letGoInTime(const QList<Viewer> &viewers)
{
    int leftMs = beatMs;
    for (const Viewer &viewer : viewers)
        leftMs = std::min(leftMs, viewer.leftMs);
    leftMs = std::max(leftMs, leastMs);
    if (leftMs < m_beat.remainingTime())
        m_beat.start(leftMs);
}

} // namespace Steward
