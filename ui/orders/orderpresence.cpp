// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/orderpresence.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int beatMs = 20'000;  // presence runs out after two minutes; a colleague who comes is seen sooner
constexpr int settleMs = 150;   // a sheet that opens takes the window's focus for a moment

QString word(OrderPresence::Mode mode)
{
    return mode == OrderPresence::Mode::Editing ? u"editing"_s : mode == OrderPresence::Mode::Away ? u"away"_s : u"viewing"_s;
}

} // namespace

OrderPresence::OrderPresence(OrderRepository &orders, QObject *parent) : QObject(parent), m_orders(orders)
{
    m_settle.setSingleShot(true);
    m_settle.setInterval(settleMs);
    m_beat.setInterval(beatMs);
    connect(&m_settle, &QTimer::timeout, this, &OrderPresence::say);
    connect(&m_beat, &QTimer::timeout, this, [this] {
        m_isDue = true;
        say();
    });
}

OrderPresence::~OrderPresence()
{
    if (m_told.isValid())
        (void)m_orders.touchPresence(m_told, u"gone"_s);
}

void OrderPresence::show(OrderId id, Mode mode)
{
    m_shown = id;
    m_mode = mode;
    if ((m_told != m_shown || m_toldMode != m_mode) && !m_settle.isActive())
        m_settle.start();
}

void OrderPresence::leave()
{
    show({}, Mode::Viewing);
}

void OrderPresence::say()
{
    if (m_asking.isRunning())
        return;
    if (m_told.isValid() && m_told != m_shown) {
        m_asking.start(m_orders.touchPresence(std::exchange(m_told, {}), u"gone"_s), this, [this](const Result<QList<Viewer>> &) { say(); });
        return;
    }
    if (!m_shown.isValid())
        return m_beat.stop();
    if (m_told == m_shown && m_toldMode == m_mode && !m_isDue)
        return;
    m_told = m_shown;
    m_toldMode = m_mode;
    m_isDue = false;
    m_beat.start();
    m_asking.start(m_orders.touchPresence(m_shown, word(m_mode)), this, [this, id = m_shown](const Result<QList<Viewer>> &answer) {
        if (answer && id == m_shown)
            Q_EMIT viewersChanged(id, *answer);
        say();
    });
}

} // namespace Steward
