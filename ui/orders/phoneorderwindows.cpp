// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/phoneorderwindows.h"

#include "ui/common/windows.h"
#include "ui/orders/orderdesk.h"
#include "ui/orders/phoneorderwindow.h"

#include <algorithm>
#include <utility>

namespace Steward {

PhoneOrderWindows::PhoneOrderWindows(OrderDesk &desk, QWidget *owner) : m_desk(desk), m_owner(owner) { }

void PhoneOrderWindows::open()
{
    m_windows.removeIf([](const QPointer<PhoneOrderWindow> &window) { return !window; });
    const auto empty = std::ranges::find_if(m_windows, [](const QPointer<PhoneOrderWindow> &window) { return window->typed().isEmpty(); });
    PhoneOrderWindow *window = empty == m_windows.end() ? nullptr : empty->data();
    if (!window)
        window = make();
    showWindow(window);
}

PhoneOrderWindow *PhoneOrderWindows::make()
{
    auto *window = new PhoneOrderWindow(m_desk, m_owner);
    connect(window, &PhoneOrderWindow::taken, this, &PhoneOrderWindows::taken);
    m_windows.append(window);
    return window;
}

void PhoneOrderWindows::restore(const Draft &draft)
{
    const auto open = std::ranges::find_if(m_windows, [&draft](const QPointer<PhoneOrderWindow> &window) { return window && window->draftRecord() == draft.record; });
    if (open != m_windows.end())
        return showWindow(open->data());
    PhoneOrderWindow *window = make();
    window->restore(draft);
    showWindow(window);
}

void PhoneOrderWindows::discard()
{
    for (const QPointer<PhoneOrderWindow> &window : std::as_const(m_windows)) {
        if (window && window->isTyping()) // else the draft has the name of what was sent
            window->forgetDraft();
    }
}

QStringList PhoneOrderWindows::unsent() const
{
    QStringList lines;
    for (const QPointer<PhoneOrderWindow> &window : m_windows) {
        if (window && window->isTyping() && !window->typed().isEmpty())
            lines.append(window->what());
    }
    return lines;
}

} // namespace Steward
